//! Tails of distributions.

use cohort_report::stats::distribution::{
    chi_squared_upper, f_upper, normal_quantile, normal_two_sided, student_t_quantile,
    student_t_two_sided, studentized_range_quantile, studentized_range_upper,
};

use crate::harness::{check, check_absolute};

pub fn far_tails() {
    let methods = [
        "chi_squared_upper",
        "normal_two_sided",
        "normal_quantile",
        "student_t_two_sided",
        "student_t_quantile",
        "f_upper",
    ];
    check(&methods, 1e-9, |case, _| {
        let x: f64 = case.x.parse().ok()?;
        let df = || case.option.parse::<f64>().ok();
        Some(match case.method.as_str() {
            "chi_squared_upper" => chi_squared_upper(x, case.option.parse().ok()?),
            "normal_two_sided" => normal_two_sided(x),
            "student_t_two_sided" => student_t_two_sided(x, df()?),
            "student_t_quantile" => student_t_quantile(x, df()?),
            "f_upper" => {
                let (df1, df2) = case.option.split_once(' ')?;
                f_upper(x, df1.parse().ok()?, df2.parse().ok()?)
            }
            _ => normal_quantile(x),
        })
    });
}

/// R's `ptukey` stops its integral early: up to 1e-4 for very few degrees of freedom
/// (its value for two groups differs from that of Student's t by as much). The
/// property below is the sharper test.
pub fn studentized_ranges() {
    check_absolute(&["studentized_range_upper"], 1e-6, |case, _| {
        let (k, df) = case.option.split_once(' ')?;
        Some(studentized_range_upper(
            case.x.parse().ok()?,
            k.parse().ok()?,
            df.parse().ok()?,
        ))
    });
    check(&["studentized_range_quantile"], 1e-4, |case, _| {
        let (k, df) = case.option.split_once(' ')?;
        Some(studentized_range_quantile(
            case.x.parse().ok()?,
            k.parse().ok()?,
            df.parse().ok()?,
        ))
    });
}

/// The range of two variables is their distance: Student's t times √2.
pub fn the_range_of_two_is_students_t() {
    for df in [1.0, 2.0, 3.5, 10.0, 60.0, 700.0, 20_000.0] {
        for t in [0.01, 0.3, 1.0, 2.0, 4.0, 7.0] {
            let range = studentized_range_upper(t * std::f64::consts::SQRT_2, 2.0, df);
            let student = student_t_two_sided(t, df);
            assert!(
                (range - student).abs() < 1e-11,
                "{df} {t}: {range} {student}"
            );
        }
    }
}
