//! Linear regression by least squares.

use super::super::record::kept;
use super::design::Design;
use super::fitted::{Fitted, Spec};
use crate::cohort::Numbers;
use crate::number::Format;
use crate::statistics::methods;
use crate::stats::StatsError;
use crate::stats::regression::{Intercept, LinearFit, TermEstimate, linear};
use crate::study::{Model, Study};

pub(super) fn fit(study: &Study, model: &Model, outcome: &Numbers, design: &Design) -> Fitted {
    let y = kept(outcome.iter(), &design.used);
    let own = methods::LINEAR;
    let mut fitted = Fitted::new(model, own, vec![true; y.len()]);
    let fit = linear(
        &y,
        &design.slices(),
        Intercept::Fitted,
        study.conventions.confidence,
    );
    let (whole, two, three) = (Format::Digits(0), Format::Digits(2), Format::Digits(3));
    let f = fitted.path().word("f");
    let numbers: [Spec<LinearFit>; 4] = [
        ("p", "p-value of the F test", Format::PValue, |fit| fit.p),
        ("statistic", "F", two, |fit| fit.f),
        ("df", "degrees of freedom", whole, |fit| fit.df_model),
        ("df2", "residual degrees of freedom", whole, |fit| {
            fit.df_residual
        }),
    ];
    for (key, words, format, get) in numbers {
        fitted.add(f.key(key), words, own, format, &fit, get);
    }
    fitted.own("r_squared", "R squared", three, &fit, |fit| fit.r_squared);
    let words = "adjusted R squared";
    fitted.own("adjusted_r_squared", words, three, &fit, |fit| {
        fit.adjusted_r_squared
    });
    let words = "residual standard deviation";
    fitted.own("residual_sd", words, two, &fit, |fit| {
        fit.residual_deviation
    });
    let intercept = fit.as_ref().map_err(Clone::clone).and_then(|fit| {
        let none = StatsError::Domain("no intercept was fitted");
        fit.intercept.ok_or(none)
    });
    fitted.intercept("t", &intercept);
    fitted.own("log_likelihood", "log likelihood", two, &fit, |fit| {
        fit.ln_likelihood
    });
    let words = "Akaike's information criterion";
    fitted.own("aic", words, two, &fit, LinearFit::aic);
    fitted.terms = fit.map(|fit| fit.terms.into_iter().map(TermEstimate::Finite).collect());
    fitted
}
