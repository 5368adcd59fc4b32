//! Fine and Gray's model: proportional subdistribution hazards.

use super::super::record::kept;
use super::design::Design;
use super::fitted::Fitted;
use crate::number::Format;
use crate::statistics::methods;
use crate::stats::survival::competing::{CompetingObservation, EVENT};
use crate::stats::survival::fine_gray::fine_gray;
use crate::study::{Model, Study};

pub(super) fn fit(
    study: &Study,
    model: &Model,
    all: &[Option<CompetingObservation>],
    design: &Design,
) -> Fitted {
    let rows = kept(all.iter().copied(), &design.used);
    let happened = rows.iter().map(|row| row.cause == Some(EVENT)).collect();
    let own = methods::FINE_GRAY;
    let mut fitted = Fitted::new(model, own, happened);
    let fit = fine_gray(&rows, EVENT, &design.slices(), study.conventions.confidence);
    let (path, name) = (fitted.path().word("lr"), "pseudo likelihood ratio test");
    fitted.test(&path, name, own, &fit, |fit| fit.likelihood_ratio);
    let (two, words) = (Format::Digits(2), "log pseudo likelihood");
    fitted.own("log_likelihood", words, two, &fit, |f| f.ln_likelihood);
    let words = "log pseudo likelihood without covariates";
    fitted.own("null_log_likelihood", words, two, &fit, |f| {
        f.ln_likelihood_null
    });
    fitted.terms = fit.map(|fit| fit.terms);
    fitted
}
