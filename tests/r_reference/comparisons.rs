//! Comparisons between groups from the study file to the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::sync::Mutex;

use cohort_report::ledger::Ledger;
use cohort_report::report;

use crate::harness::{Data, Expected, check, folder};

/// Each number by its key below `X.by_GROUPS.test`. The option of a case is the
/// kind of the variable, the kind of the groups, and choices of the study.
pub fn comparisons_of_groups() {
    agree("comparison", "test");
}

/// The same below `X.by_GROUPS.difference`.
pub fn differences_of_two_groups() {
    agree("difference", "difference");
}

fn agree(method: &str, below: &str) {
    let computed: Mutex<BTreeMap<String, Ledger>> = Mutex::default();
    check(&[method], 1e-9, |case, data| {
        let study = study(case, data?);
        let mut computed = computed.lock().unwrap();
        let ledger = computed
            .entry(study.clone())
            .or_insert_with(|| ledger(&study, &case.data));
        let (x, by) = (quoted(&case.x), quoted(&case.by));
        let number = ledger.find(&format!("{x}.by_{by}.{below}.{}", case.part))?;
        number.value.number()
    });
}

/// Names with a point are quoted in ids.
fn quoted(name: &str) -> String {
    if name.contains('.') {
        format!("\"{name}\"")
    } else {
        name.to_owned()
    }
}

fn ledger(study: &str, data: &str) -> Ledger {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("study.toml"), study).unwrap();
    let cohort = folder().join("data").join(format!("{data}.csv"));
    fs::copy(cohort, place.path().join("cohort.csv")).unwrap();
    report::numbers(place.path()).unwrap().ledger
}

/// A table of one variable by one grouping.
fn study(case: &Expected, data: &Data) -> String {
    let words: Vec<&str> = case.option.split(' ').collect();
    let mut out = "[document]\ntitle = \"T\"\ndate = \"2024-01-31\"\n[conventions]\n".to_owned();
    if words.contains(&"unordered") {
        out += "ordinal = \"unordered\"\nassociation = \"chi-square\"\n";
    }
    for (name, cells) in &data.0 {
        let kind = match name {
            name if *name == case.x => words[0],
            name if *name == case.by => words[1],
            _ => "text",
        };
        let _ = writeln!(out, "[variables.\"{name}\"]\nkind = \"{kind}\"");
        match kind {
            "nominal" | "ordinal" | "binary" => {
                let levels: BTreeSet<i64> =
                    cells.iter().filter_map(|cell| cell.parse().ok()).collect();
                let levels: Vec<String> =
                    levels.iter().map(|level| format!("\"{level}\"")).collect();
                let _ = writeln!(out, "levels = [{}]", levels.join(", "));
            }
            "continuous" if words.contains(&"means") => out += "summary = \"mean\"\n",
            _ => {}
        }
    }
    let _ = writeln!(
        out,
        "[[tables]]\nid = \"t\"\ntitle = \"T\"\nrows = [\"{}\"]\nby = \"{}\"",
        case.x, case.by
    );
    if case.method == "difference" {
        out += "difference = true\n";
    }
    out
}
