//! Regression models: sizes, coefficients and statistics of the whole model.

mod cox;
mod design;
mod fine_gray;
mod fitted;
mod linear;
mod logistic;

use super::record::{Basis, Entry, Grouping, Recorder, both, count, kept};
use crate::number::format::{IntervalFormats, Scale};
use crate::number::{Format, Method, NumberId, Value, unit};
use crate::statistics::{methods as method, shown, term_name};
use crate::stats::regression::Coefficient;
use crate::stats::{StatsError, math};
use crate::study::{Model, ModelKind, Outcome, Variable};
use design::{Design, Term};
use fitted::Fitted;

/// Records a model under its id.
pub(super) fn record(recorder: &mut Recorder<'_>, wanted: &Model) {
    // Profile likelihoods, which Firth's penalty brings, take hundreds of passes.
    let found = match wanted.firth || wanted.profile {
        true => shown(format!("model {}", wanted.id), || fitted(recorder, wanted)),
        false => fitted(recorder, wanted),
    };
    let Some((design, fitted)) = found else {
        return;
    };
    let study = recorder.study;
    let sources = match &wanted.outcome {
        Outcome::Endpoint(id) => study.endpoint(id).map_or_else(Vec::new, |e| e.columns()),
        Outcome::Variable(name) => vec![name.clone()],
    };
    let names: Vec<&str> = sources
        .iter()
        .chain(&wanted.covariates)
        .chain(wanted.design_variables())
        .map(String::as_str)
        .collect();
    let basis = recorder.basis(&design.used, design.used.len(), &names);
    let writer = Writer {
        model: wanted,
        label: study.model_label(wanted),
        basis,
        method: fitted.method,
        measured: match (wanted.kind, study.variable(wanted.outcome.name())) {
            (ModelKind::Linear, outcome) => outcome,
            _ => None,
        },
    };
    let terms = fitted
        .terms
        .map_err(|error| reason(&error, &design.terms, wanted));
    let events = count(&fitted.happened);
    writer.sizes(recorder, events, design.terms.len());
    writer.levels(recorder, &design, &fitted.happened, &names);
    for extra in fitted.extras {
        let value = match (&terms, extra.value) {
            // One reason for all, with the covariate by its name.
            (Err(why), Value::NotComputable(_)) => Value::NotComputable(why.clone()),
            (_, value) => value,
        };
        let words = format!("{} of the model of {}", extra.words, writer.label);
        writer.add(recorder, extra.id, words, value, extra.format, extra.method);
    }
    for (index, term) in design.terms.iter().enumerate() {
        let separated = StatsError::Monotone { term: index };
        let infinite = reason(&separated, &design.terms, wanted);
        let own = match &terms {
            Ok(terms) => match terms.get(index) {
                Some(own) => own.finite().ok_or(infinite.as_str()),
                None => Err("the term was dropped"),
            },
            Err(why) => Err(why.as_str()),
        };
        writer.term(recorder, term, own);
    }
}

/// `None` only for what the study file has already refused.
fn fitted(recorder: &Recorder<'_>, model: &Model) -> Option<(Design, Fitted)> {
    let (study, cohort) = (recorder.study, recorder.cohort);
    let design = |present: Vec<bool>| Design::new(study, cohort, model, present);
    let name = model.outcome.name();
    Some(match model.kind {
        ModelKind::Cox => {
            let endpoint = study.endpoint(name)?;
            let rows = crate::cohort::observations(study, cohort, endpoint);
            let design = design(rows.iter().map(Option::is_some).collect());
            let fitted = cox::fit(study, model, endpoint, rows, &design);
            (design, fitted)
        }
        ModelKind::FineGray => {
            let endpoint = study.endpoint(name)?;
            let rows = crate::cohort::competing_observations(study, cohort, endpoint);
            let design = design(rows.iter().map(Option::is_some).collect());
            let fitted = fine_gray::fit(study, model, &rows, &design);
            (design, fitted)
        }
        ModelKind::Linear => {
            let column = cohort.column(name);
            let design = design(column.present());
            let fitted = linear::fit(study, model, column.numbers(), &design);
            (design, fitted)
        }
        ModelKind::Logistic => {
            let column = cohort.column(name);
            let design = design(column.present());
            let fitted = logistic::fit(study, model, column.levels(), &design);
            (design, fitted)
        }
    })
}

/// Why there is no estimate, with the covariate by its name and the remedy.
fn reason(error: &StatsError, terms: &[Term], model: &Model) -> String {
    let StatsError::Monotone { term } = error else {
        return error.to_string();
    };
    let label = terms
        .get(*term)
        .map_or("a covariate", |term| term.label.as_str());
    let effect = model.kind.effect_words();
    let why = format!(
        "{label} separates rows with and without the event; its {effect} has no finite value"
    );
    if model.kind.takes_penalty() && !model.firth {
        format!("{why}; with Firth's penalty it has one")
    } else {
        why
    }
}

/// A part of a result: its key, its words, how it is got, how it is printed.
type Part = (&'static str, String, f64, Format);

struct Writer<'a> {
    model: &'a Model,
    label: String,
    basis: Basis,
    method: Method,
    /// The outcome of a linear model, whose unit its differences have.
    measured: Option<&'a Variable>,
}

/// Why a ratio has no number: its logarithm has one.
const TOO_LARGE: &str =
    "the ratio per unit is too large to print; a larger unit of the covariate is needed (divided)";
/// Why a limit has no number.
const NO_LIMIT: &str = "the profile likelihood does not reach the limit";

impl Writer<'_> {
    fn add(
        &self,
        recorder: &mut Recorder<'_>,
        id: NumberId,
        words: String,
        value: Value,
        format: Format,
        method: Method,
    ) {
        recorder.add(&self.basis, Entry::new(id, words, value, format, method));
    }

    fn sizes(&self, recorder: &mut Recorder<'_>, events: usize, terms: usize) {
        let label = &self.label;
        for (key, words, size) in [
            ("n", "rows", self.basis.n),
            ("missing", "rows left out of", self.basis.missing),
            ("events", "events", events),
            ("coefficients", "coefficients", terms),
        ] {
            let words = format!("{words} in the model of {label}");
            let id = self.model.path().key(key);
            recorder.add(&self.basis, Entry::count(id, words, size));
        }
        // Of a yes-or-no outcome the rarer answer limits what can be learnt.
        let rarer = match self.model.kind {
            ModelKind::Logistic => events.min(self.basis.n - events),
            _ => events,
        };
        let ratio = if terms == 0 {
            Value::NotComputable("the model has no coefficient".to_owned())
        } else {
            (rarer as f64 / terms as f64).into()
        };
        let words = format!("events per coefficient of the model of {label}");
        let id = self.model.path().key("events_per_variable");
        let format = Format::Digits(1);
        self.add(
            recorder,
            id,
            words,
            ratio,
            format,
            method::EVENTS_PER_VARIABLE,
        );
    }

    /// Rows and events of each level of the categories, also of the reference.
    fn levels(
        &self,
        recorder: &mut Recorder<'_>,
        design: &Design,
        happened: &[bool],
        names: &[&str],
    ) {
        let (study, cohort) = (recorder.study, recorder.cohort);
        let categories = self.model.covariates.iter().filter(|name| {
            let variable = study.variable(name);
            variable.is_some_and(|variable| variable.kind.is_categorical())
        });
        for category in categories.filter_map(|name| Grouping::new(study, cohort, name)) {
            let variable = category.variable;
            let own = kept(category.cells.iter(), &design.used);
            for (at, level) in variable.levels.iter().enumerate() {
                let members = category.members(at);
                let used = both(&design.used, &members);
                let basis = recorder.basis(&used, count(&members), names);
                let path = self.model.path().at(&term_name(&variable.name));
                let path = path.at(&level.id);
                let of = format!(
                    "{}: {} in the model of {}",
                    variable.label, level.label, self.label
                );
                let n = Entry::count(path.key("n"), format!("rows of {of}"), basis.n);
                recorder.add(&basis, n);
                if self.model.kind.has_events() {
                    let rows = own.iter().zip(happened);
                    let events = rows.filter(|(own, event)| **own == at && **event).count();
                    let words = format!("events of {of}");
                    recorder.add(&basis, Entry::count(path.key("events"), words, events));
                }
            }
        }
    }

    fn term(&self, recorder: &mut Recorder<'_>, term: &Term, own: Result<&Coefficient, &str>) {
        let kind = self.model.kind;
        let path = term.path(self.model);
        let shown = |value: f64| {
            if kind.is_ratio() {
                math::exp(value)
            } else {
                value
            }
        };
        let effect = kind.effect_words();
        let parts = |own: &Coefficient| -> Vec<Part> {
            let limit = |side: &str| format!("{side} confidence limit of the {effect}");
            let two = Format::Digits(2);
            let ends = [own.interval.lower, own.interval.upper].map(shown);
            let scale = if kind.is_ratio() {
                Scale::Ratio
            } else {
                Scale::Difference
            };
            let digits = self.digits(own);
            let formats = IntervalFormats::new(shown(own.estimate), ends, digits, scale);
            let [lower, upper] = ends;
            let mut parts = vec![
                (
                    kind.effect_key(),
                    effect.to_owned(),
                    shown(own.estimate),
                    formats.estimate,
                ),
                ("ci_lower", limit("lower"), lower, formats.ends),
                ("ci_upper", limit("upper"), upper, formats.ends),
                ("p", "p-value".to_owned(), own.p, Format::PValue),
            ];
            let digits = Format::Digits(3);
            if kind.is_ratio() {
                let words = format!("log {effect}");
                let error = format!("standard error of the {words}");
                parts.push(("coefficient", words, own.estimate, digits));
                parts.push(("se", error, own.standard_error, digits));
            } else {
                let error = format!("standard error of the {effect}");
                parts.push(("se", error, own.standard_error, digits));
            }
            let letter = if kind == ModelKind::Linear { "t" } else { "z" };
            parts.push((letter, format!("{letter} statistic"), own.z, two));
            parts
        };
        let none = Coefficient::default();
        for (key, words, value, format) in parts(own.unwrap_or(&none)) {
            let value = match own {
                Ok(own) if value.is_infinite() => {
                    let limits = [own.interval.lower, own.interval.upper];
                    let has_limits = limits.iter().all(|limit| limit.is_finite());
                    Value::NotComputable(if has_limits { TOO_LARGE } else { NO_LIMIT }.to_owned())
                }
                Ok(_) => value.into(),
                Err(why) => Value::NotComputable(why.to_owned()),
            };
            let words = format!("{words} of {} in the model of {}", term.label, self.label);
            let entry = Entry::new(path.key(key), words, value, format, self.method);
            let has_unit = matches!(key, "ci_lower" | "ci_upper") || key == kind.effect_key();
            let measured = self.measured.filter(|_| has_unit);
            let unit = measured.and_then(|outcome| outcome.unit.as_deref());
            let unit = unit.map(|own| unit::of_difference(own, recorder.study.words()));
            recorder.add(&self.basis, entry.unit(unit));
        }
    }

    /// Digits of an estimate and its limits: two, but those of the outcome where
    /// differences are so large that more say nothing.
    fn digits(&self, own: &Coefficient) -> usize {
        const USUAL: usize = 2;
        let numbers = [own.estimate, own.interval.lower, own.interval.upper];
        let largest = numbers.into_iter().map(f64::abs).fold(0.0, f64::max);
        match self.measured.map(|outcome| outcome.digits) {
            Some(digits) if largest >= 1000.0 => digits.min(USUAL),
            Some(digits) if largest >= 100.0 => (digits + 1).min(USUAL),
            _ => USUAL,
        }
    }
}
