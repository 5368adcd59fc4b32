//! A trend in proportions over ordered groups.

use super::distribution::normal_two_sided;
use super::rank_tests::Trend;
use super::{StatsError, math};

/// Cochran and Armitage's test for a trend in proportions over groups scored 1,
/// 2, 3, …, `prop.trend.test(events, trials)`.
///
/// Armitage P. *Biometrics* 1955;11:375-386.
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::TooFewGroups`],
/// [`StatsError::NoVariation`] when all or none have the event.
pub fn cochran_armitage(events: &[u64], trials: &[u64]) -> Result<Trend, StatsError> {
    if events.len() != trials.len() {
        return Err(StatsError::Lengths(events.len(), trials.len()));
    }
    if events
        .iter()
        .zip(trials)
        .any(|(events, trials)| events > trials)
    {
        return Err(StatsError::Domain("more successes than trials"));
    }
    let filled = trials.iter().filter(|trials| **trials > 0).count();
    if filled < 2 {
        return Err(StatsError::TooFewGroups(filled));
    }
    let n = trials.iter().sum::<u64>() as f64;
    let p = events.iter().sum::<u64>() as f64 / n;
    let groups = || events.iter().zip(trials).enumerate();
    let mean = math::sum(groups().map(|(at, (_, m))| (at + 1) as f64 * *m as f64)) / n;
    let covariance = math::sum(
        groups().map(|(at, (x, m))| ((at + 1) as f64 - mean) * (*x as f64 - *m as f64 * p)),
    );
    let spread = math::sum(groups().map(|(at, (_, m))| {
        let distance = (at + 1) as f64 - mean;
        *m as f64 * distance * distance
    }));
    let variance = p * (1.0 - p) * spread;
    if variance == 0.0 {
        return Err(StatsError::NoVariation);
    }
    let z = covariance / variance.sqrt();
    Ok(Trend {
        statistic: z * z,
        z,
        p: normal_two_sided(z),
    })
}
