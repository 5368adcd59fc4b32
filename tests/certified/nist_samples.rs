//! Univariate summary statistics and one-way analysis of variance.

use cohort_report::stats::descriptive::describe;
use cohort_report::stats::means::anova;

use crate::agree;

fn check(values: &[f64], mean: f64, deviation: f64, digits: f64, name: &str) {
    let found = describe(values).unwrap();
    agree(found.mean, mean, 14.0, name);
    agree(found.standard_deviation.unwrap(), deviation, digits, name);
}

/// A first value, then two others in turn, 1001 in all.
fn alternating(first: f64, low: f64, high: f64) -> Vec<f64> {
    let pairs = (0..500).flat_map(|_| [low, high]);
    std::iter::once(first).chain(pairs).collect()
}

/// The digits of the standard deviation are those that the data hold: the tenths
/// of 10,000,000.2 are known to some nine digits in double precision.
#[test]
fn numerical_accuracy() {
    check(
        &[10_000_001.0, 10_000_003.0, 10_000_002.0],
        10_000_002.0,
        1.0,
        15.0,
        "NumAcc1",
    );
    check(&alternating(1.2, 1.1, 1.3), 1.2, 0.1, 14.0, "NumAcc2");
    let values = alternating(1_000_000.2, 1_000_000.1, 1_000_000.3);
    check(&values, 1_000_000.2, 0.1, 9.0, "NumAcc3");
    let values = alternating(10_000_000.2, 10_000_000.1, 10_000_000.3);
    check(&values, 10_000_000.2, 0.1, 8.0, "NumAcc4");
}

/// Michelson's speed of light in air, 1,000 km/s.
#[test]
fn michelso() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/reference/data/morley.csv"
    );
    let mut reader = csv::Reader::from_path(path).unwrap();
    let speeds: Vec<f64> = reader
        .records()
        .map(|record| (299_000.0 + record.unwrap()[2].parse::<f64>().unwrap()) / 1000.0)
        .collect();
    check(
        &speeds,
        299.852_4,
        0.079_010_547_819_051_8,
        11.0,
        "Michelso",
    );
}

/// Simon and Lesage: nine treatments around 1.4, 1.3 and 1.5, on top of more and
/// more constant leading digits.
#[test]
fn simon_and_lesage() {
    for (name, replicates, base, f, digits) in [
        ("SmLs01", 21, 0.0, 21.0, 12.0),
        ("SmLs02", 201, 0.0, 201.0, 12.0),
        ("SmLs03", 2001, 0.0, 2001.0, 12.0),
        ("SmLs04", 21, 1_000_000.0, 21.0, 8.0),
        ("SmLs05", 201, 1_000_000.0, 201.0, 8.0),
        ("SmLs06", 2001, 1_000_000.0, 2001.0, 8.0),
        // The data themselves hold two digits behind the leading ones.
        ("SmLs07", 21, 1e12, 21.0, 2.0),
        ("SmLs08", 201, 1e12, 201.0, 2.0),
        ("SmLs09", 2001, 1e12, 2001.0, 2.0),
    ] {
        let centres = [1.4, 1.3, 1.5, 1.3, 1.5, 1.3, 1.5, 1.3, 1.5];
        let groups: Vec<Vec<f64>> = centres
            .iter()
            .map(|centre| {
                // The decimals are written out in NIST's files.
                let value =
                    |shift: f64| format!("{:.1}", centre + shift).parse::<f64>().unwrap() + base;
                let rest = (0..replicates / 2).flat_map(|_| [value(-0.1), value(0.1)]);
                std::iter::once(value(0.0)).chain(rest).collect()
            })
            .collect();
        let slices: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
        let found = anova(&slices).unwrap();
        agree(found.f, f, digits, name);
        agree(found.df_within, 9.0 * f64::from(replicates - 1), 15.0, name);
    }
}
