//! Fitting: one function for each kind of model, all with the same answer.

use super::super::record::kept;
use super::design::Design;
use crate::cohort::EVENT;
use crate::number::{Format, Method, NumberId, Path, Value};
use crate::statistics::methods as method;
use crate::stats::StatsError;
use crate::stats::regression::{
    CoefficientInterval, FitOptions, GlobalTest, Intercept, TermEstimate, calibration, linear,
    logistic, roc_area,
};
use crate::stats::survival::Observation;
use crate::stats::survival::competing::CompetingObservation;
use crate::stats::survival::cox::{
    Subject, Ties, TimeScale, baseline_hazard, concordance, cox, proportional_hazards,
};
use crate::stats::survival::fine_gray::fine_gray;
use crate::study::{Endpoint, Model, Study};

/// A further number of a model, or why there is none.
pub(super) struct Extra {
    pub(super) id: NumberId,
    pub(super) words: String,
    pub(super) value: Value,
    pub(super) format: Format,
    pub(super) method: Method,
}

/// What every kind of model gives.
pub(super) struct Fitted {
    pub(super) method: Method,
    /// Rows with the event: what a model's size is measured against.
    pub(super) events: usize,
    pub(super) terms: Result<Vec<TermEstimate>, StatsError>,
    pub(super) extras: Vec<Extra>,
}

impl Fitted {
    fn new(method: Method, events: usize) -> Self {
        Self {
            method,
            events,
            terms: Err(StatsError::TooFew { needed: 1, got: 0 }),
            extras: Vec::new(),
        }
    }

    fn add<T>(
        &mut self,
        id: NumberId,
        words: &str,
        method: Method,
        format: Format,
        result: &Result<T, StatsError>,
        get: impl Fn(&T) -> f64,
    ) {
        self.extras.push(Extra {
            id,
            words: words.to_owned(),
            value: result.as_ref().map(get).map_err(Clone::clone).into(),
            format,
            method,
        });
    }

    /// A test of all coefficients.
    fn test<T>(
        &mut self,
        path: &Path,
        name: &str,
        method: Method,
        result: &Result<T, StatsError>,
        get: impl Fn(&T) -> GlobalTest,
    ) {
        self.add(
            path.key("p"),
            &format!("p-value of the {name}"),
            method,
            Format::PValue,
            result,
            |r| get(r).p,
        );
        let digits = Format::Digits(2);
        let words = format!("chi-square of the {name}");
        let id = path.key("statistic");
        self.add(id, &words, method, digits, result, |r| get(r).chi_square);
        let words = format!("degrees of freedom of the {name}");
        let id = path.key("df");
        self.add(id, &words, method, Format::Digits(0), result, |r| {
            f64::from(get(r).df)
        });
    }
}

fn options(study: &Study, model: &Model) -> FitOptions {
    FitOptions {
        confidence: study.conventions.confidence,
        interval: if model.profile {
            CoefficientInterval::Profile
        } else {
            CoefficientInterval::Wald
        },
        firth: model.firth,
    }
}

pub(super) fn of_cox(
    study: &Study,
    model: &Model,
    endpoint: &Endpoint,
    all: &[Option<Observation>],
    design: &Design,
) -> Fitted {
    let rows = kept(all, &design.used);
    let subjects: Vec<Subject> = rows
        .iter()
        .zip(&design.strata)
        .zip(&design.weights)
        .map(|((row, stratum), weight)| Subject {
            entry: row.entry,
            time: row.time,
            event: row.event,
            stratum: *stratum,
            weight: *weight,
        })
        .collect();
    let ties = study.conventions.ties;
    let own = match (model.firth, ties) {
        (true, _) => method::COX_FIRTH,
        (false, Ties::Efron) => method::COX_EFRON,
        (false, Ties::Breslow) => method::COX_BRESLOW,
    };
    let events = rows.iter().filter(|row| row.event).count();
    let path = model.path();
    let mut fitted = Fitted::new(own, events);
    let fit = cox(&subjects, &design.slices(), ties, options(study, model));
    fitted.test(
        &path.clone().word("lr"),
        "likelihood ratio test",
        own,
        &fit,
        |fit| fit.likelihood_ratio,
    );
    let wald = fit.as_ref().map_err(Clone::clone);
    let wald = wald.and_then(|fit| fit.wald.ok_or(StatsError::InfiniteEstimate));
    fitted.test(
        &path.clone().word("wald"),
        "Wald test",
        own,
        &wald,
        |wald| *wald,
    );
    fitted.test(
        &path.clone().word("score"),
        "score test",
        own,
        &fit,
        |fit| fit.score,
    );
    let agreement = fit.as_ref().map_err(Clone::clone).and_then(|fit| {
        concordance(&subjects, &fit.linear_predictors)
            .ok_or(StatsError::Domain("no pair can be compared"))
    });
    let (digits, by) = (Format::Digits(3), method::CONCORDANCE);
    fitted.add(
        path.key("concordance"),
        "concordance",
        by,
        digits,
        &agreement,
        |c| c.estimate,
    );
    let words = "standard error of the concordance";
    fitted.add(
        path.key("concordance_se"),
        words,
        by,
        digits,
        &agreement,
        |c| c.standard_error,
    );
    let by = method::PROPORTIONALITY;
    let trend = fit.as_ref().map_err(Clone::clone).and_then(|_| {
        proportional_hazards(&subjects, &design.slices(), ties, TimeScale::KaplanMeier)
    });
    fitted.test(
        &path.clone().word("ph"),
        "test of proportional hazards",
        by,
        &trend,
        |trend| trend.overall,
    );
    for (at, term) in design.terms.iter().enumerate() {
        let id = term.path(model).key("ph_p");
        let words = format!("p-value of proportional hazards of {}", term.label);
        let own = trend.as_ref().map_err(Clone::clone).and_then(|trend| {
            let own = trend.terms.get(at).copied().flatten();
            own.ok_or(StatsError::InfiniteEstimate)
        });
        fitted.add(id, &words, by, Format::PValue, &own, |own| own.p);
    }
    if model.strata.is_none() {
        for &time in &model.times {
            let unit = endpoint.unit.name();
            let id = path.clone().word("baseline").time(time, unit).key("hazard");
            let words =
                format!("cumulative baseline hazard at {time} {unit}, covariates at their means,");
            let last = rows.iter().map(|row| row.time).fold(0.0, f64::max);
            let hazard = fit.as_ref().map_err(Clone::clone).and_then(|fit| {
                if time > last {
                    return Err(StatsError::Domain("nobody was followed that long"));
                }
                if fit.wald.is_none() {
                    return Err(StatsError::InfiniteEstimate);
                }
                let steps = baseline_hazard(&subjects, &fit.linear_predictors, ties);
                let passed = steps.partition_point(|step| step.time <= time);
                let step = passed.checked_sub(1).and_then(|last| steps.get(last));
                Ok(step.map_or(0.0, |step| step.cumulative_hazard))
            });
            fitted.add(id, &words, method::BASELINE, digits, &hazard, |hazard| {
                *hazard
            });
        }
    }
    fitted.terms = fit.map(|fit| fit.terms);
    fitted
}

pub(super) fn of_fine_gray(
    study: &Study,
    model: &Model,
    all: &[Option<CompetingObservation>],
    design: &Design,
) -> Fitted {
    let rows = kept(all, &design.used);
    let events = rows.iter().filter(|row| row.cause == Some(EVENT)).count();
    let path = model.path();
    let mut fitted = Fitted::new(method::FINE_GRAY, events);
    let fit = fine_gray(&rows, EVENT, &design.slices(), study.conventions.confidence);
    let name = "pseudo likelihood ratio test";
    fitted.test(
        &path.clone().word("lr"),
        name,
        method::FINE_GRAY,
        &fit,
        |fit| fit.likelihood_ratio,
    );
    fitted.terms = fit.map(|fit| fit.terms);
    fitted
}

pub(super) fn of_linear(
    study: &Study,
    model: &Model,
    outcome: &[Option<f64>],
    design: &Design,
) -> Fitted {
    let y = kept(outcome, &design.used);
    let own = method::LINEAR;
    let path = model.path();
    let mut fitted = Fitted::new(own, y.len());
    let fit = linear(
        &y,
        &design.slices(),
        Intercept::Fitted,
        study.conventions.confidence,
    );
    let (two, three) = (Format::Digits(2), Format::Digits(3));
    fitted.add(
        path.clone().word("f").key("p"),
        "p-value of the F test",
        own,
        Format::PValue,
        &fit,
        |fit| fit.p,
    );
    fitted.add(
        path.clone().word("f").key("statistic"),
        "F",
        own,
        two,
        &fit,
        |fit| fit.f,
    );
    let words = "degrees of freedom";
    fitted.add(
        path.clone().word("f").key("df"),
        words,
        own,
        Format::Digits(0),
        &fit,
        |fit| fit.df_model,
    );
    let words = "residual degrees of freedom";
    fitted.add(
        path.clone().word("f").key("df2"),
        words,
        own,
        Format::Digits(0),
        &fit,
        |fit| fit.df_residual,
    );
    fitted.add(
        path.key("r_squared"),
        "R squared",
        own,
        three,
        &fit,
        |fit| fit.r_squared,
    );
    let words = "adjusted R squared";
    fitted.add(
        path.key("adjusted_r_squared"),
        words,
        own,
        three,
        &fit,
        |fit| fit.adjusted_r_squared,
    );
    let words = "residual standard deviation";
    fitted.add(path.key("residual_sd"), words, own, two, &fit, |fit| {
        fit.residual_deviation
    });
    let intercept = fit.as_ref().map_err(Clone::clone);
    let intercept = intercept.and_then(|fit| {
        fit.intercept
            .ok_or(StatsError::Domain("no intercept was fitted"))
    });
    fitted.add(
        path.key("intercept"),
        "intercept",
        own,
        two,
        &intercept,
        |term| term.estimate,
    );
    fitted.terms = fit.map(|fit| fit.terms.into_iter().map(TermEstimate::Finite).collect());
    fitted
}

/// Groups of Hosmer and Lemeshow's test.
const CALIBRATION_GROUPS: usize = 10;

pub(super) fn of_logistic(
    study: &Study,
    model: &Model,
    outcome: &[Option<usize>],
    design: &Design,
) -> Fitted {
    // The second level is the event.
    let y: Vec<bool> = kept(outcome, &design.used)
        .iter()
        .map(|level| *level == 1)
        .collect();
    let own = if model.firth {
        method::LOGISTIC_FIRTH
    } else {
        method::LOGISTIC
    };
    let events = y.iter().filter(|event| **event).count();
    let path = model.path();
    let mut fitted = Fitted::new(own, events);
    let fit = logistic(&y, &design.slices(), options(study, model));
    fitted.test(
        &path.clone().word("lr"),
        "likelihood ratio test",
        own,
        &fit,
        |fit| fit.likelihood_ratio,
    );
    let confidence = study.conventions.confidence;
    let area = fit.as_ref().map_err(Clone::clone);
    let area = area.and_then(|fit| roc_area(&y, &fit.fitted, confidence));
    let (digits, by) = (Format::Digits(3), method::ROC_AREA);
    let words = "area under the receiver operating characteristic";
    fitted.add(
        path.clone().word("auc").key("estimate"),
        words,
        by,
        digits,
        &area,
        |area| area.estimate,
    );
    let limit = |side: &str| format!("{side} confidence limit of the {words}");
    fitted.add(
        path.clone().word("auc").key("ci_lower"),
        &limit("lower"),
        by,
        digits,
        &area,
        |area| area.interval.lower,
    );
    fitted.add(
        path.clone().word("auc").key("ci_upper"),
        &limit("upper"),
        by,
        digits,
        &area,
        |area| area.interval.upper,
    );
    let groups = fit.as_ref().map_err(Clone::clone);
    let groups = groups.and_then(|fit| calibration(&y, &fit.fitted, CALIBRATION_GROUPS));
    let by = method::HOSMER_LEMESHOW;
    fitted.test(
        &path.clone().word("calibration"),
        "test of Hosmer and Lemeshow",
        by,
        &groups,
        |c| GlobalTest {
            chi_square: c.chi_square,
            df: c.df,
            p: c.p,
        },
    );
    fitted.add(
        path.key("brier"),
        "Brier score",
        method::BRIER,
        digits,
        &groups,
        |c| c.brier,
    );
    for (at, group) in groups.iter().flat_map(|c| &c.groups).enumerate() {
        let place = at + 1;
        for (key, words, value, format) in [
            ("n", "rows", group.n as f64, Format::Digits(0)),
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
            let group = path.clone().word("calibration");
            let id = group.word(&format!("group_{place}")).key(key);
            fitted.add(id, &words, by, format, &Ok(value), |value| *value);
        }
    }
    fitted.terms = fit.map(|fit| fit.terms);
    fitted
}
