//! Adjustment of several p-values.

/// Holm's step-down adjustment, `p.adjust(method = "holm")` of R.
///
/// Holm S. A simple sequentially rejective multiple test procedure.
/// *Scandinavian Journal of Statistics* 1979;6:65-70. The result is in the
/// order of the input.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut largest = 0.0_f64;
    for (step, &index) in order.iter().enumerate() {
        let scaled = p_values[index] * (p_values.len() - step) as f64;
        largest = largest.max(scaled.min(1.0));
        adjusted[index] = largest;
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
