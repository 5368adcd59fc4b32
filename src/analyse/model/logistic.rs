//! Logistic regression of a binary variable.

use super::super::record::kept;
use super::design::Design;
use super::fitted::{Fitted, Spec, options};
use crate::cohort::Levels;
use crate::number::Format;
use crate::statistics::methods;
use crate::stats::StatsError;
use crate::stats::regression::{
    Calibration, GlobalTest, LogisticFit, RocArea, calibration, logistic, roc_area,
};
use crate::study::{Model, Study};

/// Groups of Hosmer and Lemeshow's test.
const CALIBRATION_GROUPS: usize = 10;

pub(super) fn fit(study: &Study, model: &Model, outcome: &Levels, design: &Design) -> Fitted {
    // The second level is the event.
    let levels = kept(outcome.iter(), &design.used);
    let y: Vec<bool> = levels.iter().map(|level| *level == 1).collect();
    let own = if model.firth {
        methods::LOGISTIC_FIRTH
    } else {
        methods::LOGISTIC
    };
    let mut fitted = Fitted::new(model, own, y.clone());
    let fit = logistic(&y, &design.slices(), options(study, model));
    let (path, name) = (fitted.path().word("lr"), "likelihood ratio test");
    fitted.test(&path, name, own, &fit, |fit| fit.likelihood_ratio);
    let confidence = study.conventions.confidence;
    let area = fit.as_ref().map_err(Clone::clone);
    add_area(
        &mut fitted,
        &area.and_then(|fit| roc_area(&y, &fit.fitted, confidence)),
    );
    let groups = fit.as_ref().map_err(Clone::clone);
    add_calibration(
        &mut fitted,
        &groups.and_then(|fit| calibration(&y, &fit.fitted, CALIBRATION_GROUPS)),
    );
    let intercept = fit.as_ref().map_err(Clone::clone).and_then(|fit| {
        let finite = fit.intercept.finite().copied();
        finite.ok_or(StatsError::InfiniteEstimate)
    });
    fitted.intercept("z", &intercept);
    let two = Format::Digits(2);
    let numbers: [Spec<LogisticFit>; 5] = [
        ("log_likelihood", "log likelihood", two, |fit| {
            fit.ln_likelihood
        }),
        (
            "null_log_likelihood",
            "log likelihood without covariates",
            two,
            |fit| fit.ln_likelihood_null,
        ),
        (
            "deviance",
            "residual deviance",
            two,
            LogisticFit::residual_deviance,
        ),
        (
            "null_deviance",
            "null deviance",
            two,
            LogisticFit::null_deviance,
        ),
        (
            "aic",
            "Akaike's information criterion",
            two,
            LogisticFit::aic,
        ),
    ];
    for (key, words, format, get) in numbers {
        fitted.own(key, words, format, &fit, get);
    }
    fitted.terms = fit.map(|fit| fit.terms);
    fitted
}

fn add_area(fitted: &mut Fitted, area: &Result<RocArea, StatsError>) {
    let (path, three, by) = (
        fitted.path().word("auc"),
        Format::Digits(3),
        methods::ROC_AREA,
    );
    let words = "area under the receiver operating characteristic";
    let id = path.key("estimate");
    fitted.add(id, words, by, three, area, |area| area.estimate);
    let limit = |side: &str| format!("{side} confidence limit of the {words}");
    let id = path.key("ci_lower");
    fitted.add(id, &limit("lower"), by, three, area, |area| {
        area.interval.lower
    });
    let id = path.key("ci_upper");
    fitted.add(id, &limit("upper"), by, three, area, |area| {
        area.interval.upper
    });
}

fn add_calibration(fitted: &mut Fitted, groups: &Result<Calibration, StatsError>) {
    let (path, by) = (fitted.path().word("calibration"), methods::HOSMER_LEMESHOW);
    let name = "test of Hosmer and Lemeshow";
    fitted.test(&path, name, by, groups, |c| GlobalTest {
        chi_square: c.chi_square,
        df: c.df,
        p: c.p,
    });
    let (id, three) = (fitted.path().key("brier"), Format::Digits(3));
    fitted.add(id, "Brier score", methods::BRIER, three, groups, |c| {
        c.brier
    });
    for (at, group) in groups.iter().flat_map(|c| &c.groups).enumerate() {
        let place = at + 1;
        let whole = Format::Digits(0);
        for (key, words, value, format) in [
            ("n", "rows", group.n as f64, whole),
            (
                "predicted",
                "mean predicted probability",
                100.0 * group.predicted,
                Format::Percent,
            ),
            (
                "observed",
                "share with the event",
                100.0 * group.observed,
                Format::Percent,
            ),
        ] {
            let words = format!("{words} in group {place} of the predictions");
            let id = path.clone().word(&format!("group_{place}")).key(key);
            fitted.add(id, &words, by, format, &Ok(value), |value| *value);
        }
    }
}
