//! Two or more binary variables of the same rows.

use super::part::{df, p_value, parts, statistic};
use super::{Compute, Statistic};
use crate::stats::cochran_q::cochran_q;

pub(super) const FAMILY: &[Statistic] = &[Statistic::new(
    "cochran-q",
    "Cochran’s Q test",
    "DescTools::CochranQTest(cbind(x, y, z))",
    Compute::Binaries(|rows, _| {
        parts(
            &cochran_q(rows),
            &[
                p_value(|r| r.p),
                statistic("Q", |r| r.q),
                df(|r| f64::from(r.df)),
            ],
        )
    }),
)];
