//! `results.json`: the ledger with what it was made from.

use serde::Serialize;

use super::Inputs;
use crate::claims::Conclusion;
use crate::ledger::{Ledger, RowSet};
use crate::number::Number;
use crate::study::{Conventions, Rounding, adjustment_name};
use crate::study::{scale_name, ties_name};
use crate::template::InputFile;

/// Version of the layout of `results.json`; it rises when a reader must change.
pub const SCHEMA_VERSION: u32 = 2;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    tool: Tool,
    study: &'a str,
    title: &'a str,
    date: String,
    inputs: &'a [InputFile],
    conventions: Settings,
    numbers: Vec<&'a Number>,
    row_sets: &'a [RowSet],
    conclusions: &'a [Conclusion],
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Settings {
    preset: &'static str,
    confidence: f64,
    alpha: f64,
    quantile: u8,
    survival_interval: &'static str,
    ties: &'static str,
    month_days: f64,
    year_days: f64,
    rounding: &'static str,
    percent_digits: usize,
    p_digits: usize,
    association: &'static str,
    variances: &'static str,
    rank_test: &'static str,
    exact_kruskal_wallis: bool,
    yates: bool,
    adjustment: &'static str,
    few_at_risk: u32,
    journal: &'static str,
}

impl Settings {
    fn new(conventions: &Conventions) -> Self {
        Self {
            preset: conventions.preset,
            confidence: conventions.confidence,
            alpha: conventions.alpha,
            quantile: conventions.quantile.number(),
            survival_interval: scale_name(conventions.survival_interval),
            ties: ties_name(conventions.ties),
            month_days: conventions.month_days,
            year_days: conventions.year_days,
            rounding: match conventions.rounding {
                Rounding::HalfUp => "half-up",
                Rounding::HalfEven => "half-even",
                Rounding::Truncate => "truncate",
            },
            percent_digits: conventions.percent_digits,
            p_digits: conventions.p_digits,
            association: conventions.association.name(),
            variances: conventions.variances.name(),
            rank_test: conventions.rank_test.name(),
            exact_kruskal_wallis: conventions.exact_kruskal_wallis,
            yates: conventions.yates,
            adjustment: adjustment_name(conventions.adjustment),
            few_at_risk: conventions.few_at_risk,
            journal: conventions.style.journal,
        }
    }
}

/// The text of `results.json`, ending with a line break.
///
/// # Errors
/// None in practice: every part serialises.
pub(super) fn results(
    inputs: &Inputs,
    hashes: &[InputFile],
    ledger: &Ledger,
    conclusions: &[Conclusion],
) -> serde_json::Result<String> {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        study: &inputs.study.id,
        title: &inputs.study.document.title,
        date: inputs.study.document.date.to_string(),
        inputs: hashes,
        conventions: Settings::new(&inputs.study.conventions),
        numbers: ledger.iter().collect(),
        row_sets: ledger.row_sets(),
        conclusions,
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}
