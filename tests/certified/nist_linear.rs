//! Linear regression.

use cohort_report::stats::regression::{Intercept, LinearFit, linear};

use crate::agree;

struct Certified<'a> {
    name: &'a str,
    /// Estimate and standard deviation, the intercept first if there is one.
    terms: &'a [(f64, f64)],
    residual_deviation: f64,
    r_squared: Option<f64>,
    digits: f64,
}

fn check(y: &[f64], x: &[Vec<f64>], intercept: Intercept, certified: &Certified<'_>) {
    let slices: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
    let fit: LinearFit = linear(y, &slices, intercept, 0.95).unwrap();
    let all: Vec<_> = fit.intercept.iter().chain(&fit.terms).collect();
    assert_eq!(all.len(), certified.terms.len());
    for (ours, (estimate, error)) in all.iter().zip(certified.terms) {
        agree(ours.estimate, *estimate, certified.digits, certified.name);
        if *error > 0.0 {
            agree(
                ours.standard_error,
                *error,
                certified.digits,
                certified.name,
            );
        }
    }
    if certified.residual_deviation > 0.0 {
        let ours = fit.residual_deviation;
        agree(
            ours,
            certified.residual_deviation,
            certified.digits,
            certified.name,
        );
    }
    if let Some(r_squared) = certified.r_squared {
        agree(fit.r_squared, r_squared, certified.digits, certified.name);
    }
}

#[test]
fn norris() {
    let pairs = "0.1 0.2 338.8 337.4 118.1 118.2 888.0 884.6 9.2 10.1 228.1 226.5 668.5 666.3 \
        998.5 996.3 449.1 448.6 778.9 777.0 559.2 558.2 0.3 0.4 0.1 0.6 778.1 775.5 668.8 666.9 \
        339.3 338.0 448.9 447.5 10.8 11.6 557.7 556.0 228.3 228.1 998.0 995.8 888.8 887.6 119.6 \
        120.2 0.3 0.3 0.6 0.3 557.6 556.8 339.3 339.1 888.0 887.2 998.5 999.0 778.9 779.0 10.2 \
        11.1 117.6 118.3 228.9 229.2 668.4 669.1 449.2 448.9 0.2 0.5";
    // NIST's file has y first.
    let numbers: Vec<f64> = pairs
        .split_whitespace()
        .map(|n| n.parse().unwrap())
        .collect();
    let y: Vec<f64> = numbers.iter().copied().step_by(2).collect();
    let x: Vec<f64> = numbers.iter().copied().skip(1).step_by(2).collect();
    check(
        &y,
        &[x],
        Intercept::Fitted,
        &Certified {
            name: "Norris",
            terms: &[
                (-0.262_323_073_774_029, 0.232_818_234_301_152),
                (1.002_116_818_020_45, 0.429_796_848_199_937e-3),
            ],
            residual_deviation: 0.884_796_396_144_373,
            r_squared: Some(0.999_993_745_883_712),
            digits: 11.0,
        },
    );
}

#[test]
fn no_intercept() {
    let y: Vec<f64> = (130..=140).map(f64::from).collect();
    let x: Vec<f64> = (60..=70).map(f64::from).collect();
    check(
        &y,
        &[x],
        Intercept::None,
        &Certified {
            name: "NoInt1",
            terms: &[(2.074_380_165_289_26, 0.165_289_256_198_347e-1)],
            residual_deviation: 3.567_530_340_063_38,
            r_squared: Some(0.999_365_492_298_663),
            digits: 12.0,
        },
    );
    check(
        &[3.0, 4.0, 4.0],
        &[vec![4.0, 5.0, 6.0]],
        Intercept::None,
        &Certified {
            name: "NoInt2",
            terms: &[(0.727_272_727_272_727, 0.420_827_318_078_432e-1)],
            residual_deviation: 0.369_274_472_937_998,
            r_squared: Some(0.993_348_115_299_335),
            digits: 12.0,
        },
    );
}

/// Wampler: polynomials of the fifth degree, exact or with large disturbances.
#[test]
fn wampler() {
    let powers: Vec<Vec<f64>> = (1..=5)
        .map(|power| (0..=20).map(|x| f64::from(x).powi(power)).collect())
        .collect();
    let polynomial = |coefficient: fn(i32) -> f64| -> Vec<f64> {
        (0..=20)
            .map(|x| {
                (0..=5)
                    .map(|power| coefficient(power) * f64::from(x).powi(power))
                    .sum()
            })
            .collect()
    };
    let disturbance = [
        759.0, -2048.0, 2048.0, -2048.0, 2523.0, -2048.0, 2048.0, -2048.0, 1838.0, -2048.0, 2048.0,
        -2048.0, 1838.0, -2048.0, 2048.0, -2048.0, 2523.0, -2048.0, 2048.0, -2048.0, 759.0,
    ];
    let errors = [
        2_152.326_246_781_70,
        2_363.551_734_696_81,
        779.343_524_331_583,
        101.475_507_550_350,
        5.645_665_121_707_52,
        0.112_324_854_679_312,
    ];
    for (name, scale) in [
        ("Wampler1", 0.0),
        ("Wampler3", 1.0),
        ("Wampler4", 100.0),
        ("Wampler5", 10_000.0),
    ] {
        let y: Vec<f64> = polynomial(|_| 1.0)
            .iter()
            .zip(disturbance)
            .map(|(value, delta)| value + scale * delta)
            .collect();
        check(
            &y,
            &powers,
            Intercept::Fitted,
            &Certified {
                name,
                terms: &errors.map(|error| (1.0, scale * error)),
                residual_deviation: scale * 2_360.145_023_792_68,
                r_squared: None,
                digits: if scale > 1.0 { 8.0 } else { 9.0 },
            },
        );
    }
    let coefficients = [1.0, 0.1, 0.01, 0.001, 0.000_1, 0.000_01];
    check(
        &polynomial(|power| [1.0, 0.1, 0.01, 0.001, 0.000_1, 0.000_01][power as usize]),
        &powers,
        Intercept::Fitted,
        &Certified {
            name: "Wampler2",
            terms: &coefficients.map(|coefficient| (coefficient, 0.0)),
            residual_deviation: 0.0,
            r_squared: None,
            digits: 9.0,
        },
    );
}

#[test]
fn longley() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/reference/data/longley.csv"
    );
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows: Vec<Vec<f64>> = reader
        .records()
        .map(|record| {
            record
                .unwrap()
                .iter()
                .map(|cell| cell.parse().unwrap())
                .collect()
        })
        .collect();
    // R's longley is in units of a thousand and less.
    let column = |at: usize, scale: f64| -> Vec<f64> {
        rows.iter()
            .map(|row| (row[at] * scale * 10.0).round() / 10.0)
            .collect()
    };
    let x = [
        column(0, 1.0),
        column(1, 1000.0),
        column(2, 10.0),
        column(3, 10.0),
        column(4, 1000.0),
        column(5, 1.0),
    ];
    check(
        &column(6, 1000.0),
        &x,
        Intercept::Fitted,
        &Certified {
            name: "Longley",
            terms: &[
                (-3_482_258.634_595_82, 890_420.383_607_373),
                (15.061_872_271_373_3, 84.914_925_774_766_9),
                (-0.358_191_792_925_910e-1, 0.334_910_077_722_432e-1),
                (-2.020_229_803_816_83, 0.488_399_681_651_699),
                (-1.033_226_867_173_59, 0.214_274_163_161_675),
                (-0.511_041_056_535_807e-1, 0.226_073_200_069_370),
                (1_829.151_464_613_55, 455.478_499_142_212),
            ],
            residual_deviation: 304.854_073_561_965,
            r_squared: Some(0.995_479_004_577_296),
            digits: 10.0,
        },
    );
}
