//! The Kaplan-Meier estimator.

use super::{Entries, Observation, check_times};
use crate::stats::{StatsError, distribution, math};

/// The scale on which a confidence interval for survival is symmetric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IntervalScale {
    /// `conf.type = "plain"`: survival itself.
    Plain,
    /// `conf.type = "log"`: the logarithm of survival; R's default.
    Log,
    /// `conf.type = "log-log"`: the logarithm of the cumulative hazard; the
    /// default of SAS and Stata, and the better one for small samples.
    LogLog,
    /// `conf.type = "arcsin"`: the arcsine of the root of survival.
    Arcsine,
    /// `conf.type = "logit"`: the log odds of survival.
    Logit,
}

/// The state of the curve just after one distinct time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The time, in the unit of the observations.
    pub time: f64,
    /// Subjects under observation just before it.
    pub at_risk: usize,
    /// Events at it.
    pub events: usize,
    /// Subjects censored at it.
    pub censored: usize,
    /// Estimated probability of being free of the event beyond it.
    pub survival: f64,
    /// Greenwood's standard error of ln(survival); infinite once survival is 0.
    pub ln_standard_error: f64,
    /// Pointwise lower confidence limit; `None` where it is not defined.
    pub lower: Option<f64>,
    /// Pointwise upper confidence limit; `None` where it is not defined.
    pub upper: Option<f64>,
}

impl Step {
    /// Greenwood's standard error of survival, `summary(survfit())$std.err`;
    /// `None` once survival is 0, where the variance is not defined.
    pub fn standard_error(&self) -> Option<f64> {
        let error = self.survival * self.ln_standard_error;
        error.is_finite().then_some(error)
    }
}

/// A Kaplan-Meier curve: one step for each distinct time.
#[derive(Debug, Clone, PartialEq)]
pub struct KaplanMeier {
    /// Number of subjects.
    pub n: usize,
    /// Steps in order of time.
    pub steps: Vec<Step>,
}

impl KaplanMeier {
    /// Number of events.
    pub fn events(&self) -> usize {
        self.steps.iter().map(|step| step.events).sum()
    }

    /// The last time at which anybody was under observation.
    pub fn last_time(&self) -> f64 {
        self.steps.last().map_or(0.0, |step| step.time)
    }

    /// The step in force at `time`, if any time has passed by then.
    pub fn at(&self, time: f64) -> Option<&Step> {
        let passed = self.steps.partition_point(|step| step.time <= time);
        passed.checked_sub(1).and_then(|last| self.steps.get(last))
    }

    /// How many subjects are still under observation just before `time`, with those
    /// who enter before the next time: `summary(survfit(), times = time)$n.risk`. At
    /// time 0 these are all who enter then.
    pub fn at_risk(&self, time: f64) -> usize {
        let next = self.steps.partition_point(|step| step.time < time);
        self.steps.get(next).map_or(0, |step| step.at_risk)
    }
}

/// Kaplan-Meier estimate with Greenwood's variance and pointwise intervals,
/// `survfit(Surv(time, event) ~ 1, conf.type = ...)` of R. O(n log n).
///
/// Kaplan EL, Meier P. *JASA* 1958;53:457-481. Subjects censored at the time of
/// an event count as at risk for it; those who enter at it do not yet
/// (`Surv(entry, time, event)`). Times are tied by the caller (R: `timefix`, here
/// [`super::TiedTimes`]).
///
/// # Errors
/// [`StatsError::TooFew`] without observations, [`StatsError::NotFinite`],
/// [`StatsError::Domain`] for negative times or a confidence outside 0..1.
pub fn kaplan_meier(
    observations: &[Observation],
    confidence: f64,
    scale: IntervalScale,
) -> Result<KaplanMeier, StatsError> {
    kaplan_meier_of(observations.to_vec(), confidence, scale)
}

/// The same of observations that nobody needs afterwards.
pub(crate) fn kaplan_meier_of(
    observations: Vec<Observation>,
    confidence: f64,
    scale: IntervalScale,
) -> Result<KaplanMeier, StatsError> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(StatsError::Domain(
            "the confidence level must be between 0 and 1",
        ));
    }
    let sorted = in_order_of_time(observations)?;
    let z = distribution::normal_quantile(f64::midpoint(1.0, confidence));
    let n = sorted.len();
    let entries = Entries::new(&sorted);
    let mut steps = Vec::new();
    let mut survival = 1.0;
    let mut ln_variance = 0.0;
    let mut start = 0;
    while let Some(first) = sorted.get(start) {
        let tied = sorted[start..].partition_point(|other| other.time <= first.time);
        let events = sorted[start..start + tied]
            .iter()
            .filter(|o| o.event)
            .count();
        let at_risk = entries.before(first.time) - start;
        let (d, r) = (events as f64, at_risk as f64);
        survival *= (r - d) / r;
        if events > 0 {
            ln_variance += d / (r * (r - d));
        }
        let ln_standard_error = ln_variance.sqrt();
        let (lower, upper) = limits(survival, ln_standard_error, z, scale);
        steps.push(Step {
            time: first.time,
            at_risk,
            events,
            censored: tied - events,
            survival,
            ln_standard_error,
            lower,
            upper,
        });
        start += tied;
    }
    Ok(KaplanMeier { n, steps })
}

/// The observations in order of time.
pub(super) fn sorted_by_time(observations: &[Observation]) -> Result<Vec<Observation>, StatsError> {
    in_order_of_time(observations.to_vec())
}

fn in_order_of_time(mut observations: Vec<Observation>) -> Result<Vec<Observation>, StatsError> {
    check(&observations)?;
    observations.sort_unstable_by(|a, b| a.time.total_cmp(&b.time).then(b.event.cmp(&a.event)));
    Ok(observations)
}

/// Whether there are observations, each with a time that can be one.
pub(super) fn check(observations: &[Observation]) -> Result<(), StatsError> {
    check_times(observations.iter().map(|o| o.time))?;
    if observations
        .iter()
        .any(|o| o.entry.is_nan() || o.entry >= o.time)
    {
        return Err(StatsError::Domain("observation ends before it begins"));
    }
    Ok(())
}

fn limits(survival: f64, ln_se: f64, z: f64, scale: IntervalScale) -> (Option<f64>, Option<f64>) {
    if survival == 1.0 {
        return (Some(1.0), Some(1.0));
    }
    if survival == 0.0 {
        // Greenwood's variance is not defined there; R gives NA on every scale.
        return (None, None);
    }
    let ln_s = math::ln(survival);
    let (lower, upper) = match scale {
        IntervalScale::Plain => (
            survival - z * survival * ln_se,
            survival + z * survival * ln_se,
        ),
        IntervalScale::Log => (math::exp(ln_s - z * ln_se), math::exp(ln_s + z * ln_se)),
        IntervalScale::LogLog => {
            let centre = math::ln(-ln_s);
            let half = z * ln_se / ln_s;
            (
                math::exp(-math::exp(centre - half)),
                math::exp(-math::exp(centre + half)),
            )
        }
        IntervalScale::Arcsine => {
            let centre = libm::asin(survival.sqrt());
            let half = 0.5 * z * ln_se * (survival / (1.0 - survival)).sqrt();
            let quarter = std::f64::consts::FRAC_PI_2;
            let squared = |angle: f64| libm::sin(angle) * libm::sin(angle);
            (
                squared((centre - half).max(0.0)),
                squared((centre + half).min(quarter)),
            )
        }
        IntervalScale::Logit => {
            let odds = survival / (1.0 - survival);
            let half = z * ln_se * (1.0 + odds);
            let share = |ln_odds: f64| 1.0 - 1.0 / (1.0 + math::exp(ln_odds));
            let centre = math::ln(odds);
            (share(centre - half), share(centre + half))
        }
    };
    (Some(lower.max(0.0)), Some(upper.min(1.0)))
}
