//! Adjustment of several p-values, `p.adjust` of R. Results are in the order of
//! the input.

/// How p-values are adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Adjustment {
    /// Bonferroni: times the number of tests.
    Bonferroni,
    /// Holm S. *Scandinavian Journal of Statistics* 1979;6:65-70.
    Holm,
    /// Hochberg Y. *Biometrika* 1988;75:800-802.
    Hochberg,
    /// Benjamini Y, Hochberg Y. *JRSS B* 1995;57:289-300: false discovery rate.
    BenjaminiHochberg,
    /// Benjamini Y, Yekutieli D. *Annals of Statistics* 2001;29:1165-1188: the
    /// same under any dependence.
    BenjaminiYekutieli,
}

impl Adjustment {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Holm,
        Self::Bonferroni,
        Self::Hochberg,
        Self::BenjaminiHochberg,
        Self::BenjaminiYekutieli,
    ];
}

/// Adjusts p-values for their number.
pub fn adjust(p_values: &[f64], adjustment: Adjustment) -> Vec<f64> {
    let n = p_values.len() as f64;
    match adjustment {
        Adjustment::Bonferroni => p_values.iter().map(|p| (p * n).min(1.0)).collect(),
        Adjustment::Holm => step_down(p_values, |rank| n - rank + 1.0),
        Adjustment::Hochberg => step_up(p_values, |rank| n - rank + 1.0),
        Adjustment::BenjaminiHochberg => step_up(p_values, |rank| n / rank),
        Adjustment::BenjaminiYekutieli => {
            let harmonic: f64 = (1..=p_values.len()).map(|k| 1.0 / k as f64).sum();
            step_up(p_values, |rank| harmonic * n / rank)
        }
    }
}

/// Holm's step-down adjustment.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    adjust(p_values, Adjustment::Holm)
}

/// Indices from the smallest to the largest p-value.
fn rising(p_values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    order
}

/// From the smallest on, never below the one before.
fn step_down(p_values: &[f64], factor: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut adjusted = vec![0.0; p_values.len()];
    let mut bound = 0.0_f64;
    for (step, index) in rising(p_values).into_iter().enumerate() {
        bound = bound.max((p_values[index] * factor(step as f64 + 1.0)).min(1.0));
        adjusted[index] = bound;
    }
    adjusted
}

/// From the largest on, never above the one before.
fn step_up(p_values: &[f64], factor: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut adjusted = vec![0.0; p_values.len()];
    let mut bound = 1.0_f64;
    for (step, index) in rising(p_values).into_iter().enumerate().rev() {
        bound = bound.min(p_values[index] * factor(step as f64 + 1.0));
        adjusted[index] = bound;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: p.adjust(c(0.01, 0.04, 0.03), "holm")
    #[test]
    fn holm_is_monotone_and_keeps_the_order() {
        let adjusted = holm(&[0.01, 0.04, 0.03]);
        for (computed, reference) in adjusted.iter().zip([0.03, 0.06, 0.06]) {
            assert!((computed - reference).abs() < 1e-15);
        }
        assert!(holm(&[]).is_empty());
    }
}
