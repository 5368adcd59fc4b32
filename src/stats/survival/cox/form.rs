//! A quadratic form of the covariates, for Firth's penalty.

use nalgebra::DMatrix;

use super::likelihood::add_scaled;

/// x' A x with a symmetric matrix A.
pub(super) struct Form<'a>(pub(super) &'a DMatrix<f64>);

impl Form<'_> {
    fn columns(&self) -> impl Iterator<Item = &[f64]> {
        let size = self.0.nrows().max(1);
        self.0.as_slice().chunks_exact(size)
    }

    /// Its value.
    pub(super) fn of(&self, x: &[f64]) -> f64 {
        let columns = self.columns().zip(x);
        columns.map(|(column, own)| own * product(column, x)).sum()
    }

    /// Makes means of q x third cumulants, of which two are multiplied by A and summed:
    /// with the mean of q, those of x, and the raw second moments of x.
    pub(super) fn centre(&self, products: &mut [f64], q: f64, mean: &[f64], second: &[f64]) {
        // E[q x] - E[q] m - 2 E[x x'] A m + 2 (m' A m) m
        let mut of_mean = 0.0;
        let size = mean.len().max(1);
        for ((column, own), raw) in self.columns().zip(mean).zip(second.chunks_exact(size)) {
            let weighted = product(column, mean);
            of_mean += own * weighted;
            add_scaled(products, -2.0 * weighted, raw);
        }
        add_scaled(products, 2.0 * of_mean - q, mean);
    }
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Third cumulants of three points of equal weight, by their definition.
    #[test]
    fn centred_products_are_third_cumulants() {
        let points = [[1.0, 2.0], [4.0, -1.0], [-2.0, 0.5]];
        let matrix = DMatrix::from_row_slice(2, 2, &[2.0, 0.5, 0.5, 1.0]);
        let form = Form(&matrix);
        let mean_of = |f: &dyn Fn(&[f64; 2]) -> f64| points.iter().map(f).sum::<f64>() / 3.0;
        let mean = [0, 1].map(|at| mean_of(&|x| x[at]));
        let second = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(a, b)| mean_of(&|x| x[a] * x[b]));
        let q = mean_of(&|x| form.of(x));
        let mut products = [0, 1].map(|at| mean_of(&|x| form.of(x) * x[at]));
        form.centre(&mut products, q, &mean, &second);
        for (at, found) in products.iter().enumerate() {
            let expected = mean_of(&|x| {
                let centred = [x[0] - mean[0], x[1] - mean[1]];
                form.of(&centred) * centred[at]
            });
            assert!((found - expected).abs() < 1e-12, "{found} and {expected}");
        }
    }
}
