//! What every kind of model gives: its coefficients and further numbers.

use crate::number::{Format, Method, NumberId, Path, Value};
use crate::stats::StatsError;
use crate::stats::regression::{
    Coefficient, CoefficientInterval, FitOptions, GlobalTest, TermEstimate,
};
use crate::study::{Model, Study};

/// A further number of a model, or why there is none.
pub(super) struct Extra {
    pub(super) id: NumberId,
    pub(super) words: String,
    pub(super) value: Value,
    pub(super) format: Format,
    pub(super) method: Method,
}

/// A number of a result: its key, its words, how it is printed, how it is got.
pub(super) type Spec<T> = (&'static str, &'static str, Format, fn(&T) -> f64);

/// A fitted model.
pub(super) struct Fitted {
    pub(super) method: Method,
    /// Whether each row that is used had the event; of a number, that it is there.
    pub(super) happened: Vec<bool>,
    pub(super) terms: Result<Vec<TermEstimate>, StatsError>,
    pub(super) extras: Vec<Extra>,
    path: Path,
}

impl Fitted {
    pub(super) fn new(model: &Model, method: Method, happened: Vec<bool>) -> Self {
        Self {
            method,
            happened,
            terms: Err(StatsError::TooFew { needed: 1, got: 0 }),
            extras: Vec::new(),
            path: model.path(),
        }
    }

    /// What the ids of its numbers begin with.
    pub(super) fn path(&self) -> Path {
        self.path.clone()
    }

    /// A number of a result, of the model's own method.
    pub(super) fn own<T>(
        &mut self,
        key: &str,
        words: &str,
        format: Format,
        result: &Result<T, StatsError>,
        get: impl Fn(&T) -> f64,
    ) {
        let id = self.path.key(key);
        self.add(id, words, self.method, format, result, get);
    }

    /// A number of a result.
    pub(super) fn add<T>(
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

    /// A chi-square test: p-value, statistic and degrees of freedom.
    pub(super) fn test<T>(
        &mut self,
        path: &Path,
        name: &str,
        method: Method,
        result: &Result<T, StatsError>,
        get: impl Fn(&T) -> GlobalTest,
    ) {
        let words = format!("p-value of the {name}");
        let id = path.key("p");
        self.add(id, &words, method, Format::PValue, result, |r| get(r).p);
        let words = format!("chi-square of the {name}");
        let (id, two) = (path.key("statistic"), Format::Digits(2));
        self.add(id, &words, method, two, result, |r| get(r).chi_square);
        let words = format!("degrees of freedom of the {name}");
        let (id, whole) = (path.key("df"), Format::Digits(0));
        self.add(id, &words, method, whole, result, |r| f64::from(get(r).df));
    }

    /// The intercept with what belongs to a coefficient; `z` is the letter of
    /// its statistic.
    pub(super) fn intercept(&mut self, z: &str, intercept: &Result<Coefficient, StatsError>) {
        let (own, two, three) = (self.method, Format::Digits(2), Format::Digits(3));
        let id = self.path.key("intercept");
        let below = id.below();
        self.add(id, "intercept", own, two, intercept, |i| i.estimate);
        let mut add = |key: &str, words: &str, format, get: fn(&Coefficient) -> f64| {
            let words = format!("{words} of the intercept");
            self.add(below.key(key), &words, own, format, intercept, get);
        };
        add("ci_lower", "lower confidence limit", two, |i| {
            i.interval.lower
        });
        add("ci_upper", "upper confidence limit", two, |i| {
            i.interval.upper
        });
        add("p", "p-value", Format::PValue, |i| i.p);
        add("se", "standard error", three, |i| i.standard_error);
        add(z, "test statistic", two, |i| i.z);
    }
}

pub(super) fn options(study: &Study, model: &Model) -> FitOptions {
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
