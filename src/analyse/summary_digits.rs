//! The digits of numbers that stand beside each other in a row of a table.

use crate::number::Format;
use crate::number::format::shared_digits;
use crate::stats::StatsError;
use crate::stats::descriptive::{Description, describe};
use crate::stats::quantile::quantile_sorted;
use crate::study::{Study, Variable};

/// The digits of one variable in all groups, so that "−0.02 (−1.54 to 1.89)" does not stand
/// beside "0.1 (−0.9 to 1.9)".
#[derive(Debug, Clone, Copy)]
pub(super) struct RowDigits {
    /// Of medians and quartiles.
    pub(super) quartiles: usize,
    /// Of means and standard deviations.
    pub(super) moments: usize,
}

impl RowDigits {
    /// As many as the group needs that needs the most; each group is its values in order.
    pub(super) fn of(study: &Study, variable: &Variable, groups: &[Vec<f64>]) -> Self {
        let definition = study.conventions.quantile;
        let quartiles = groups.iter().map(|values| {
            let found = [0.25, 0.5, 0.75].into_iter();
            let found = found.filter_map(|share| quantile_sorted(values, share, definition).ok());
            shared_digits(found, variable.digits)
        });
        let finer = variable.digits + 1;
        let moments = groups.iter().filter_map(|values| {
            let found = describe(values).ok()?;
            let both = [Some(found.mean), found.standard_deviation];
            let shown = both.into_iter().flatten();
            // A mean that is none but for the rounding error of its sum needs no digits.
            let shown = shown.filter(|number| !is_noise(*number, &found));
            Some(shared_digits(shown, finer))
        });
        Self {
            quartiles: quartiles.max().unwrap_or(variable.digits),
            moments: moments.max().unwrap_or(finer),
        }
    }

    /// How a mean and a standard deviation become text: a mean that is no more than
    /// the rounding error of its sum is zero.
    pub(super) fn moment_format(self, described: &Result<Description, StatsError>) -> Format {
        let noise = |found: &Description| is_noise(found.mean, found);
        match described.as_ref().is_ok_and(noise) {
            true => Format::Digits(self.moments),
            false => Format::Measured(self.moments),
        }
    }
}

fn is_noise(mean: f64, found: &Description) -> bool {
    mean.abs() < found.minimum.abs().max(found.maximum.abs()) * 1e-12
}
