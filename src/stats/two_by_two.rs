//! Two proportions: differences, ratios, odds, paired answers.

use super::StatsError;
use super::contingency::ContinuityCorrection;
use super::distribution::{chi_squared_upper, normal_quantile};
use super::math::{self, ln_factorial};
use super::proportion::{Interval, wilson};

/// An effect with its confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The estimate.
    pub estimate: f64,
    /// Its confidence interval; limits may be 0 or infinite.
    pub interval: Interval,
}

/// Counts of two groups: `a` of `a + b` in the first, `c` of `c + d` in the
/// second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TwoByTwo {
    /// With the event, first group.
    pub a: u64,
    /// Without it, first group.
    pub b: u64,
    /// With the event, second group.
    pub c: u64,
    /// Without it, second group.
    pub d: u64,
}

impl TwoByTwo {
    pub(super) fn shares(&self) -> Result<(f64, f64, f64, f64), StatsError> {
        let (m, n) = (self.a + self.b, self.c + self.d);
        if m == 0 || n == 0 {
            return Err(StatsError::TooFew { needed: 1, got: 0 });
        }
        let (m, n) = (m as f64, n as f64);
        Ok((self.a as f64 / m, self.c as f64 / n, m, n))
    }
}

/// Odds ratio with Woolf's interval on the logarithm: `exp(confint.default)` of
/// a logistic regression on one binary covariate.
///
/// Woolf B. *Annals of Human Genetics* 1955;19:251-253.
///
/// # Errors
/// [`StatsError::Domain`] when a cell is empty: see [`conditional_odds_ratio`].
pub fn odds_ratio(table: TwoByTwo, confidence: f64) -> Result<Effect, StatsError> {
    let TwoByTwo { a, b, c, d } = table;
    if a * b * c * d == 0 {
        return Err(StatsError::Domain("a cell of the table is empty"));
    }
    let [a, b, c, d] = [a, b, c, d].map(|count| count as f64);
    let error = (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt();
    Ok(ratio(a * d / (b * c), error, confidence))
}

/// Risk ratio with its interval on the logarithm, `epitools::riskratio.wald`.
///
/// Katz D et al. *Biometrics* 1978;34:469-474.
///
/// # Errors
/// [`StatsError::TooFew`] for an empty group, [`StatsError::Domain`] without an
/// event in a group.
pub fn risk_ratio(table: TwoByTwo, confidence: f64) -> Result<Effect, StatsError> {
    let (p, q, m, n) = table.shares()?;
    if table.a == 0 || table.c == 0 {
        return Err(StatsError::Domain("a group has no event"));
    }
    let error = ((1.0 - p) / (m * p) + (1.0 - q) / (n * q)).sqrt();
    Ok(ratio(p / q, error, confidence))
}

fn ratio(estimate: f64, error: f64, confidence: f64) -> Effect {
    let half = normal_quantile(f64::midpoint(1.0, confidence)) * error;
    let middle = math::ln(estimate);
    Effect {
        estimate,
        interval: Interval {
            lower: math::exp(middle - half),
            upper: math::exp(middle + half),
        },
    }
}

/// How the interval of a difference of proportions is formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceMethod {
    /// `prop.test(correct = FALSE)$conf.int`.
    Wald,
    /// From the Wilson intervals of both (Newcombe RG. *Statistics in Medicine*
    /// 1998;17:873-890, method 10).
    Newcombe,
}

/// Difference of two proportions.
///
/// # Errors
/// [`StatsError::TooFew`] for an empty group.
pub fn risk_difference(
    table: TwoByTwo,
    method: DifferenceMethod,
    confidence: f64,
) -> Result<Effect, StatsError> {
    let (p, q, m, n) = table.shares()?;
    let estimate = p - q;
    let interval = match method {
        DifferenceMethod::Wald => {
            let z = normal_quantile(f64::midpoint(1.0, confidence));
            let half = z * (p * (1.0 - p) / m + q * (1.0 - q) / n).sqrt();
            Interval {
                lower: (estimate - half).max(-1.0),
                upper: (estimate + half).min(1.0),
            }
        }
        DifferenceMethod::Newcombe => {
            let first = wilson(table.a, table.a + table.b, confidence)?;
            let second = wilson(table.c, table.c + table.d, confidence)?;
            let distance = |x: f64, y: f64| (x * x + y * y).sqrt();
            Interval {
                lower: estimate - distance(p - first.lower, second.upper - q),
                upper: estimate + distance(first.upper - p, q - second.lower),
            }
        }
    };
    Ok(Effect { estimate, interval })
}

/// Conditional maximum-likelihood odds ratio with its exact interval,
/// `fisher.test(table)$estimate` and `$conf.int`.
///
/// # Errors
/// [`StatsError::TooFewGroups`] without rows in a group, [`StatsError::NoVariation`]
/// when all have the event or none has it.
pub fn conditional_odds_ratio(table: TwoByTwo, confidence: f64) -> Result<Effect, StatsError> {
    let TwoByTwo { a, b, c, d } = table;
    if a + b == 0 || c + d == 0 {
        return Err(StatsError::TooFewGroups(1));
    }
    if a + c == 0 || b + d == 0 {
        return Err(StatsError::NoVariation);
    }
    let hypergeometric = Noncentral::new(table);
    let tail = (1.0 - confidence) / 2.0;
    let (low, high) = (hypergeometric.low, hypergeometric.high);
    let mean = |omega: f64| hypergeometric.mean(omega) - a as f64;
    let estimate = match a {
        a if a == low => 0.0,
        a if a == high => f64::INFINITY,
        _ => solve(mean),
    };
    Ok(Effect {
        estimate,
        interval: Interval {
            lower: if a == low {
                0.0
            } else {
                solve(|omega| hypergeometric.upper(a, omega) - tail)
            },
            upper: if a == high {
                f64::INFINITY
            } else {
                solve(|omega| tail - hypergeometric.lower(a, omega))
            },
        },
    })
}

/// The root of a rising function of an odds ratio.
fn solve(f: impl Fn(f64) -> f64) -> f64 {
    // On the logarithm; odds ratios of counts lie well within e^±700.
    math::exp(math::root(-700.0, 700.0, |ln_omega| f(math::exp(ln_omega))))
}

/// The noncentral hypergeometric distribution of the first cell given margins.
struct Noncentral {
    low: u64,
    high: u64,
    ln_weights: Vec<f64>,
}

impl Noncentral {
    fn new(table: TwoByTwo) -> Self {
        let (m, n) = (table.a + table.b, table.c + table.d);
        let events = table.a + table.c;
        let (low, high) = (events.saturating_sub(n), m.min(events));
        let ln_choose = |n: u64, k: u64| ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
        Self {
            low,
            high,
            ln_weights: (low..=high)
                .map(|x| ln_choose(m, x) + ln_choose(n, events - x))
                .collect(),
        }
    }

    fn probabilities(&self, omega: f64) -> Vec<f64> {
        let ln_omega = math::ln(omega);
        let ln: Vec<f64> = self
            .ln_weights
            .iter()
            .enumerate()
            .map(|(index, weight)| weight + (self.low as f64 + index as f64) * ln_omega)
            .collect();
        let most = ln.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = ln.iter().map(|value| math::exp(value - most)).collect();
        let total = math::sum(weights.iter().copied());
        weights.into_iter().map(|weight| weight / total).collect()
    }

    fn mean(&self, omega: f64) -> f64 {
        let probabilities = self.probabilities(omega);
        math::sum(
            probabilities
                .iter()
                .enumerate()
                .map(|(i, p)| (self.low as f64 + i as f64) * p),
        )
    }

    fn upper(&self, x: u64, omega: f64) -> f64 {
        math::sum(
            self.probabilities(omega)
                .into_iter()
                .skip((x - self.low) as usize),
        )
    }

    fn lower(&self, x: u64, omega: f64) -> f64 {
        math::sum(
            self.probabilities(omega)
                .into_iter()
                .take((x - self.low) as usize + 1),
        )
    }
}

/// Result of McNemar's test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct McNemar {
    /// The statistic.
    pub chi_square: f64,
    /// Upper tail of chi-squared with one degree of freedom.
    pub p: f64,
    /// Exact two-sided p-value, from the binomial distribution.
    pub exact_p: f64,
}

/// McNemar's test of paired answers from the two kinds of discordant pairs,
/// `mcnemar.test(table, correct =)` and `binom.test(b, b + c)`.
///
/// McNemar Q. *Psychometrika* 1947;12:153-157.
///
/// # Errors
/// [`StatsError::NoVariation`] without a discordant pair.
pub fn mcnemar(b: u64, c: u64, correction: ContinuityCorrection) -> Result<McNemar, StatsError> {
    let n = b + c;
    if n == 0 {
        return Err(StatsError::NoVariation);
    }
    let distance = b.abs_diff(c) as f64;
    let moved = if correction == ContinuityCorrection::Yates && distance > 0.0 {
        distance - 1.0
    } else {
        distance
    };
    let chi_square = moved * moved / n as f64;
    let ln_half = -(n as f64) * std::f64::consts::LN_2;
    let tail = math::sum(
        (0..=b.min(c))
            .map(|k| math::exp(ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k) + ln_half)),
    );
    Ok(McNemar {
        chi_square,
        p: chi_squared_upper(chi_square, 1),
        exact_p: (2.0 * tail).min(1.0),
    })
}
