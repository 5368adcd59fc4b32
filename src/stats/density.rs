//! The density of a sample by a Gaussian kernel.

use super::StatsError;
use super::descriptive::describe;
use super::math;
use super::quantile::{QuantileType, quantile_sorted};

/// More values than this are counted in classes first.
const MOST_EXACT: usize = 1000;
/// Classes of a larger sample, far narrower than a kernel.
const CLASSES: usize = 1000;

/// Silverman's bandwidth, `bw.nrd0` of R: 0.9 min(sd, IQR / 1.34) n^(-1/5), and the
/// standard deviation alone where the quartiles are equal.
///
/// Silverman BW. *Density Estimation* 1986, equation 3.31.
///
/// # Errors
/// [`StatsError::TooFew`] below two values, [`StatsError::NotFinite`],
/// [`StatsError::Domain`] for values that do not vary, or too far to say how much.
pub fn bandwidth(values: &[f64]) -> Result<f64, StatsError> {
    let (needed, got) = (2, values.len());
    if got < needed {
        return Err(StatsError::TooFew { needed, got });
    }
    let deviation = describe(values)?.standard_deviation.unwrap_or(0.0);
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let quartile = |share| quantile_sorted(&sorted, share, QuantileType::R);
    let range = (quartile(0.75)? - quartile(0.25)?) / 1.34;
    let spread = if range > 0.0 {
        deviation.min(range)
    } else {
        deviation
    };
    let width = 0.9 * spread * math::exp(-0.2 * math::ln(values.len() as f64));
    let ends = sorted.first().zip(sorted.last());
    let has_range = ends.is_some_and(|(low, high)| (high - low).is_finite());
    if width > 0.0 && width.is_finite() && has_range {
        Ok(width)
    } else {
        Err(StatsError::Domain("the values do not vary"))
    }
}

/// The density at each of the places, in 1 over the unit of the values:
/// `mean(dnorm(at, values, bw))` of R.
///
/// # Errors
/// Those of [`bandwidth`].
pub fn density(values: &[f64], at: &[f64]) -> Result<Vec<f64>, StatsError> {
    let width = bandwidth(values)?;
    let counted = counted(values);
    let scale = values.len() as f64 * width * (2.0 * std::f64::consts::PI).sqrt();
    let kernel = |distance: f64| math::exp(-distance * distance / 2.0);
    let at = at.iter().map(|place| {
        let parts = counted
            .iter()
            .map(|(value, count)| count * kernel((place - value) / width));
        math::sum(parts) / scale
    });
    Ok(at.collect())
}

/// The values with how often they are there; of a large sample the middles of
/// classes.
fn counted(values: &[f64]) -> Vec<(f64, f64)> {
    if values.len() <= MOST_EXACT {
        return values.iter().map(|value| (*value, 1.0)).collect();
    }
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let step = (high - low) / CLASSES as f64;
    let mut counts = vec![0.0; CLASSES];
    for value in values {
        let class = (((value - low) / step) as usize).min(CLASSES - 1);
        if let Some(count) = counts.get_mut(class) {
            *count += 1.0;
        }
    }
    let middles = (0..CLASSES).map(|class| low + (class as f64 + 0.5) * step);
    middles
        .zip(counts)
        .filter(|(_, count)| *count > 0.0)
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    /// `x <- (1:40)^2 %% 97; bw.nrd0(x); mean(dnorm(10, x, bw.nrd0(x)))`
    #[test]
    fn bandwidth_and_density_are_those_of_r() {
        let r = [
            0.008_707_669_948_982_1,
            0.009_873_962_344_805_68,
            0.008_655_239_149_788_08,
        ];
        let values: Vec<f64> = (1..=40).map(|i| f64::from(i * i % 97)).collect();
        assert!((bandwidth(&values).unwrap() - 12.849_697_457_292_4).abs() < 1e-9);
        for (own, r) in density(&values, &[10.0, 30.0, 70.0]).unwrap().iter().zip(r) {
            assert!((own - r).abs() < 1e-12, "{own} {r}");
        }
    }

    /// Classes change the density of a large sample by less than a line is wide.
    #[test]
    fn a_large_sample_is_as_dense_as_its_parts() {
        let small: Vec<f64> = (1..=900).map(|i| f64::from(i * i % 997)).collect();
        let large: Vec<f64> = small.iter().cycle().take(9000).copied().collect();
        let width = |n: f64| math::exp(-0.2 * math::ln(n));
        assert!(
            (bandwidth(&large).unwrap() / bandwidth(&small).unwrap()
                - width(9000.0) / width(900.0))
            .abs()
                < 1e-3
        );
        let places: Vec<f64> = (-40..140).map(|at| f64::from(at) * 10.0).collect();
        let total: f64 = density(&large, &places).unwrap().iter().sum::<f64>() * 10.0;
        assert!((total - 1.0).abs() < 0.02, "{total}");
    }

    #[test]
    fn what_does_not_vary_has_no_density() {
        assert!(density(&[3.0; 200], &[3.0]).is_err());
        assert!(density(&[1.0], &[1.0]).is_err());
        assert!(density(&[-1.7e308, 1.7e308], &[0.0]).is_err());
    }
}
