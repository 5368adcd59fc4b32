//! Cox's model: proportional hazards.

use super::design::Design;
use super::fitted::{Fitted, options};
use crate::number::Format;
use crate::statistics::methods;
use crate::stats::StatsError;
use crate::stats::regression::GlobalTest;
use crate::stats::survival::Observation;
use crate::stats::survival::cox::{
    CoxFit, Proportionality, Subject, Ties, Variance, baseline_hazard, concordance_within,
    cox_with_tests,
};
use crate::study::{Endpoint, HazardTime, Model, ModelVariance, Study};
use crate::wording::Wording;

pub(super) fn fit(
    study: &Study,
    model: &Model,
    endpoint: &Endpoint,
    all: Vec<Option<Observation>>,
    design: &Design,
) -> Fitted {
    let subjects = subjects(&all, design);
    // A registry is large, and nothing below needs them.
    drop(all);
    let ties = study.conventions.ties;
    let variance = variance(model, design);
    let own = match (model.firth, ties) {
        (true, _) => methods::COX_FIRTH,
        (false, Ties::Efron) => methods::COX_EFRON,
        (false, Ties::Breslow) => methods::COX_BRESLOW,
    };
    let by_variance = match (variance, ties) {
        (Variance::Information, _) => own,
        (Variance::Robust, Ties::Efron) => methods::COX_EFRON_ROBUST,
        (Variance::Robust, Ties::Breslow) => methods::COX_BRESLOW_ROBUST,
        (Variance::Clustered(_), Ties::Efron) => methods::COX_EFRON_CLUSTERED,
        (Variance::Clustered(_), Ties::Breslow) => methods::COX_BRESLOW_CLUSTERED,
    };
    let happened = subjects.iter().map(|row| row.event).collect();
    let mut fitted = Fitted::new(model, by_variance, happened);
    let path = fitted.path();
    let options = options(study, model);
    let scales: Vec<_> = model
        .proportionality
        .iter()
        .map(|own| own.scale())
        .collect();
    let found = cox_with_tests(
        &subjects,
        &design.slices(),
        ties,
        options,
        variance,
        &scales,
    );
    let (fit, tests) = match found {
        Ok((fit, tests)) => (Ok(fit), tests),
        Err(error) => {
            let tests = scales.iter().map(|_| Err(error.clone())).collect();
            (Err(error), tests)
        }
    };
    let test = |word: &str| path.clone().word(word);
    let name = "likelihood ratio test";
    fitted.test(&test("lr"), name, own, &fit, |fit| fit.likelihood_ratio);
    let wald = fit.as_ref().map_err(Clone::clone);
    let wald = wald.and_then(|fit| fit.wald.clone());
    let name = "Wald test";
    fitted.test(&test("wald"), name, by_variance, &wald, |wald| *wald);
    fitted.test(&test("score"), "score test", own, &fit, |fit| fit.score);
    if variance != Variance::Information {
        let score = fit.as_ref().map_err(Clone::clone);
        let score = score.and_then(|fit| fit.robust_score.clone().unwrap_or(Ok(fit.score)));
        let (path, name) = (test("robust_score"), "robust score test");
        fitted.test(&path, name, by_variance, &score, |score| *score);
    }
    add_agreement(&mut fitted, &subjects, &fit, variance);
    for (scale, trend) in model.proportionality.iter().zip(&tests) {
        add_proportionality(&mut fitted, model, design, *scale, trend);
    }
    if model.strata.is_none() {
        add_baseline(&mut fitted, model, endpoint, &subjects, &fit, ties);
    }
    let two = Format::Digits(2);
    let words = "log partial likelihood";
    let id = path.key("log_likelihood");
    fitted.add(id, words, own, two, &fit, |fit| fit.ln_likelihood);
    let words = "log partial likelihood without covariates";
    let id = path.key("null_log_likelihood");
    fitted.add(id, words, own, two, &fit, |fit| fit.ln_likelihood_null);
    let words = "Akaike's information criterion";
    fitted.add(path.key("aic"), words, own, two, &fit, CoxFit::aic);
    fitted.terms = fit.map(|fit| fit.terms);
    fitted
}

/// Where the standard errors come from. A weight that is not whole is no number of
/// rows, and the information knows no other.
fn variance<'a>(model: &Model, design: &'a Design) -> Variance<'a> {
    let are_whole = design.weights.iter().all(|weight| weight.fract() == 0.0);
    match model.variance {
        _ if model.cluster.is_some() => Variance::Clustered(&design.clusters),
        ModelVariance::Robust => Variance::Robust,
        ModelVariance::AsR if !are_whole && !model.firth && !model.profile => Variance::Robust,
        ModelVariance::AsR | ModelVariance::Model => Variance::Information,
    }
}

fn subjects(all: &[Option<Observation>], design: &Design) -> Vec<Subject> {
    let rows = all.iter().zip(&design.used).filter(|(_, used)| **used);
    let subject = |(at, row): (usize, &Observation)| Subject {
        entry: row.entry,
        time: row.time,
        event: row.event,
        stratum: design.strata.get(at).copied().unwrap_or(0),
        weight: design.weights.get(at).copied().unwrap_or(1.0),
    };
    // A vector that grows holds twice the rows of a registry for a moment.
    let mut subjects = Vec::with_capacity(rows.clone().count());
    let rows = rows.filter_map(|(row, _)| row.as_ref());
    subjects.extend(rows.enumerate().map(subject));
    subjects
}

fn add_agreement(
    fitted: &mut Fitted,
    subjects: &[Subject],
    fit: &Result<CoxFit, StatsError>,
    variance: Variance<'_>,
) {
    let agreement = fit.as_ref().map_err(Clone::clone).and_then(|fit| {
        concordance_within(subjects, &fit.linear_predictors, variance)
            .ok_or(StatsError::Domain("no pairs can be compared"))
    });
    let (path, three, by) = (fitted.path(), Format::Digits(3), methods::CONCORDANCE);
    let id = path.key("concordance");
    fitted.add(id, "concordance", by, three, &agreement, |c| c.estimate);
    let (id, words) = (
        path.key("concordance_se"),
        "standard error of the concordance",
    );
    fitted.add(id, words, by, three, &agreement, |c| c.standard_error);
}

/// Tests of proportional hazards by one transform of time: of the model, of
/// each covariate as a whole and, by the model's first transform, of each term.
fn add_proportionality(
    fitted: &mut Fitted,
    model: &Model,
    design: &Design,
    scale: HazardTime,
    trend: &Result<Proportionality, StatsError>,
) {
    let by = methods::PROPORTIONALITY;
    let name = format!("test of proportional hazards{}", scale.in_words());
    let path = fitted.path().word(scale.id());
    fitted.test(&path, &name, by, trend, |trend| trend.overall);
    for covariate in design.covariates() {
        let own = trend.as_ref().map_err(Clone::clone);
        let own = own.and_then(|trend| trend.together(&covariate.columns));
        let name = format!("{name} of {}", covariate.label);
        let path = fitted.path().at(&covariate.name).word(scale.id());
        fitted.test(&path, &name, by, &own, |own| *own);
    }
    if scale != HazardTime::KaplanMeier {
        return;
    }
    for (at, term) in design.terms.iter().enumerate() {
        let own = trend.as_ref().map_err(Clone::clone).and_then(|trend| {
            let own: Option<GlobalTest> = trend.terms.get(at).copied().flatten();
            own.ok_or(StatsError::InfiniteEstimate)
        });
        let (path, label) = (term.path(model), &term.label);
        let words = format!("p-value of proportional hazards of {label}");
        fitted.add(path.key("ph_p"), &words, by, Format::PValue, &own, |own| {
            own.p
        });
        let words = format!("chi-square of proportional hazards of {label}");
        let (id, two) = (path.key("ph_statistic"), Format::Digits(2));
        fitted.add(id, &words, by, two, &own, |own| own.chi_square);
    }
}

/// The cumulative baseline hazard at the times that the model lists.
fn add_baseline(
    fitted: &mut Fitted,
    model: &Model,
    endpoint: &Endpoint,
    subjects: &[Subject],
    fit: &Result<CoxFit, StatsError>,
    ties: Ties,
) {
    if model.times.is_empty() {
        return;
    }
    let unit = endpoint.unit.name();
    let last = subjects.iter().map(|row| row.time).fold(0.0, f64::max);
    let steps = fit.as_ref().map_err(Clone::clone).and_then(|fit| {
        if !fit.all_finite() {
            return Err(StatsError::InfiniteEstimate);
        }
        Ok(baseline_hazard(subjects, &fit.linear_predictors, ties))
    });
    for &time in &model.times {
        let hazard = steps.as_ref().map_err(Clone::clone).and_then(|steps| {
            if time > last {
                return Err(StatsError::Domain("follow-up ends before this time"));
            }
            let passed = steps.partition_point(|step| step.time <= time);
            let step = passed.checked_sub(1).and_then(|last| steps.get(last));
            Ok(step.map_or(0.0, |step| step.cumulative_hazard))
        });
        let id = fitted
            .path()
            .word("baseline")
            .time(time, unit)
            .key("hazard");
        let beside = endpoint.unit.beside(time, Wording::ENGLISH);
        let words =
            format!("cumulative baseline hazard at {time} {beside}, covariates at their means,");
        let (by, three) = (methods::BASELINE, Format::Digits(3));
        fitted.add(id, &words, by, three, &hazard, |hazard| *hazard);
    }
}
