//! Tests of means and variances.

use std::cell::RefCell;
use std::collections::BTreeMap;

use cohort_report::stats::means::{
    anova, cohens_d, hedges_g, mean_interval, paired_t_test, student_t_test, welch_anova,
    welch_t_test,
};
use cohort_report::stats::multiplicity::{Adjustment, adjust};
use cohort_report::stats::pairwise_means::{MeanComparison, games_howell, tukey_hsd};
use cohort_report::stats::variances::{Centre, bartlett, f_test, levene};

use crate::harness::{check, check_absolute};

pub fn intervals_of_means() {
    check(&["mean_interval"], 1e-9, |case, data| {
        let found = mean_interval(&data?.numbers(&case.x), 0.95).ok()?;
        Some(if case.part == "lower" {
            found.lower
        } else {
            found.upper
        })
    });
}

pub fn t_tests() {
    check(&["student_t", "welch_t"], 1e-9, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let (x, y) = (&groups[0].1, &groups[1].1);
        let found = if case.method == "student_t" {
            student_t_test(x, y, 0.95)
        } else {
            welch_t_test(x, y, 0.95)
        };
        let found = found.ok()?;
        Some(match case.part.as_str() {
            "t" => found.t,
            "df" => found.df,
            "p" => found.p,
            "lower" => found.interval.lower,
            _ => found.interval.upper,
        })
    });
}

pub fn paired_t_tests() {
    check(&["paired_t"], 1e-9, |case, data| {
        let (x, y) = data?.pairs(&case.x, &case.by);
        let found = paired_t_test(&x, &y, 0.95).ok()?;
        Some(match case.part.as_str() {
            "t" => found.t,
            "p" => found.p,
            _ => found.interval.lower,
        })
    });
}

pub fn effect_sizes_of_two_means() {
    check(&["cohens_d"], 1e-9, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let size = if case.part == "d" { cohens_d } else { hedges_g };
        size(&groups[0].1, &groups[1].1).ok()
    });
}

pub fn analyses_of_variance() {
    check(&["anova", "welch_anova", "levene"], 1e-9, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let slices: Vec<&[f64]> = groups.iter().map(|(_, values)| values.as_slice()).collect();
        let found = match (case.method.as_str(), case.option.as_str()) {
            ("anova", _) => anova(&slices),
            ("welch_anova", _) => welch_anova(&slices),
            (_, "mean") => levene(&slices, Centre::Mean),
            _ => levene(&slices, Centre::Median),
        };
        let found = found.ok()?;
        match case.part.as_str() {
            "f" => Some(found.f),
            "df2" => Some(found.df_within),
            "p" => Some(found.p),
            "eta2" => found.eta_squared,
            _ => found.omega_squared,
        }
    });
}

pub fn tests_of_variances() {
    check(&["f_test", "bartlett"], 1e-9, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let slices: Vec<&[f64]> = groups.iter().map(|(_, values)| values.as_slice()).collect();
        if case.method == "f_test" {
            let found = f_test(slices[0], slices[1]).ok()?;
            return Some(if case.part == "f" { found.f } else { found.p });
        }
        let found = bartlett(&slices).ok()?;
        Some(if case.part == "k2" {
            found.k_squared
        } else {
            found.p
        })
    });
}

/// R's own `ptukey` is no sharper; see `tails`.
pub fn pairs_of_means() {
    // All pairs and their parts are found at once, by long integrals.
    let known: RefCell<BTreeMap<[String; 4], Option<Vec<MeanComparison>>>> = RefCell::default();
    check_absolute(&["tukey_hsd", "games_howell"], 1e-5, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let key = [&case.method, &case.data, &case.x, &case.by].map(String::clone);
        let compute = || {
            let slices: Vec<&[f64]> = groups.iter().map(|(_, values)| values.as_slice()).collect();
            match case.method.as_str() {
                "tukey_hsd" => tukey_hsd(&slices, 0.95).ok(),
                _ => games_howell(&slices, 0.95).ok(),
            }
        };
        let found = known
            .borrow_mut()
            .entry(key)
            .or_insert_with(compute)
            .clone();
        let (first, second) = case.option.split_once('|')?;
        let at = |name: &str| groups.iter().position(|(level, _)| level == name);
        let (first, second) = (at(first)?, at(second)?);
        let found = found?
            .into_iter()
            .find(|pair| (pair.first, pair.second) == (first.min(second), first.max(second)))?;
        Some(match (case.part.as_str(), first < second) {
            ("p", _) => found.p,
            ("difference", true) => found.difference,
            ("difference", false) => -found.difference,
            (_, true) => found.interval.lower,
            (_, false) => -found.interval.upper,
        })
    });
}

pub fn adjustments() {
    check(&["adjust"], 1e-12, |case, _| {
        let p: Vec<f64> = case.x.split(' ').map(|p| p.parse().unwrap()).collect();
        let adjustment = match case.option.as_str() {
            "bonferroni" => Adjustment::Bonferroni,
            "holm" => Adjustment::Holm,
            "hochberg" => Adjustment::Hochberg,
            "BH" => Adjustment::BenjaminiHochberg,
            _ => Adjustment::BenjaminiYekutieli,
        };
        adjust(&p, adjustment)
            .get(case.part.parse::<usize>().ok()? - 1)
            .copied()
    });
}
