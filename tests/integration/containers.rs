//! One cohort through every container: the same numbers, and findings that name
//! the place where the file shows the cell. `tests/inputs/make.py` writes the
//! workbooks.

use std::fs;
use std::path::PathBuf;

use crate::common::{program, stderr, stdout};
use cohort_report::analyse::analyse;
use cohort_report::cohort;
use cohort_report::layout::Layout;
use cohort_report::study::Study;

pub const STUDY: &str = r#"
[document]
title = "Containers"
date = "2024-01-01"

[cohort]
missing = ["."]

[variables.id]
kind = "identifier"
[variables.arm]
kind = "nominal"
levels = ["surgery", "radiotherapy"]
[variables.size]
kind = "continuous"
digits = 1
[variables.operated]
kind = "date"
[variables.seen]
kind = "date"
[variables.smoker]
kind = "binary"
levels = ["FALSE", "TRUE"]
[variables.relapsed]
kind = "binary"
levels = ["0", "1"]

[[tables]]
id = "baseline"
kind = "summary"
title = "Baseline"
by = "arm"
rows = ["size", "smoker", "relapsed"]
"#;

/// A file, or a folder of Parquet files as they are read.
pub fn input(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/inputs");
    cohort_report::report::read_cohort(&folder.join(name), "").unwrap()
}

pub fn study(text: &str) -> Study {
    Layout::parse("study", "study.toml", text)
        .unwrap_or_else(|error| panic!("{error}"))
        .0
}

pub fn findings(study: &Study, name: &str, bytes: &[u8]) -> String {
    match cohort::read(study, name, bytes) {
        Ok(cohort) => format!("{} rows\n{}", cohort.len(), cohort.reading_remarks()),
        Err(findings) => findings.to_string(),
    }
}

#[test]
fn every_container_gives_the_same_numbers() {
    let study = study(STUDY);
    let of = |name: &str| {
        let cohort = cohort::read(&study, name, &input(name)).unwrap_or_else(|e| panic!("{e}"));
        assert!(cohort.reading_remarks().is_empty(), "{name}");
        let columns = study.columns().map(|v| cohort.column(&v.name).clone());
        let columns: Vec<_> = columns.collect();
        let numbers = analyse(&study, &cohort).ledger;
        let numbers = numbers
            .iter()
            .map(|n| format!("{} {:?} {}", n.id, n.value, n.n));
        (
            columns,
            numbers.collect::<Vec<_>>(),
            cohort.lines().to_vec(),
        )
    };
    let mut expected = of("cohort.csv");
    assert!(expected.1.len() > 10);
    for name in ["cohort.xlsx", "cohort.xls", "cohort.ods"] {
        assert_eq!(of(name), expected, "{name}");
    }
    // Records are counted without a header.
    for line in &mut expected.2 {
        *line -= 1;
    }
    for name in RECORDS {
        assert_eq!(of(name), expected, "{name}");
    }
}

/// The same cohort in files without lines.
const RECORDS: [&str; 15] = [
    "cohort.sav",
    "cohort.zsav",
    "cohort_108.dta",
    "cohort_110.dta",
    "cohort_113.dta",
    "cohort_114.dta",
    "cohort_115.dta",
    "cohort_117.dta",
    "cohort_118.dta",
    "cohort_119.dta",
    "cohort.sas7bdat",
    "cohort.xpt",
    "cohort.parquet",
    "zstd.parquet",
    "parts",
];

#[test]
pub fn findings_name_sheet_and_cell() {
    let said = findings(&study(STUDY), "bad.xlsx", &input("bad_cells.xlsx"));
    for part in [
        "bad.xlsx: Sheet1!D5: size: \"large\": is not a number",
        "bad.xlsx: Sheet1!D9: size: \"#DIV/0!\": is not a number",
        "2 findings",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_sheet_is_chosen_by_name() {
    let bytes = input("two_sheets.xlsx");
    let first = findings(&study(STUDY), "two.xlsx", &bytes);
    assert!(first.contains("is not declared in study.toml"), "{first}");
    let named = |name: &str| {
        let text = STUDY.replace("[cohort]", &format!("[cohort]\nsheet = \"{name}\""));
        findings(&study(&text), "two.xlsx", &bytes)
    };
    assert!(named("All patients").starts_with("8 rows\n0 findings"));
    let unknown = named("All patient");
    assert!(
        unknown.contains("has no sheet \"All patient\""),
        "{unknown}"
    );
    assert!(
        unknown.contains("did you mean \"All patients\"?"),
        "{unknown}"
    );
    let inspection = cohort_report::validate::inspect(&study(STUDY), "two.xlsx", &bytes);
    let remark = inspection.remarks.first().unwrap().to_string();
    assert!(
        remark.contains("has several sheets; the first, \"Notes\""),
        "{remark}"
    );
}

#[test]
fn what_is_no_workbook_gets_one_error() {
    let study = study(STUDY);
    let one = |name: &str, bytes: &[u8], part: &str| {
        let said = findings(&study, name, bytes);
        assert!(
            said.contains(part) && said.ends_with("\n1 finding"),
            "{name}: {said}"
        );
    };
    one(
        "a.xlsx",
        &input("encrypted.xlsx"),
        "is protected with a password",
    );
    one("a.xlsx", &input("empty.xlsx"), "is empty");
    one(
        "a.xlsx",
        b"id,arm\n1,a\n",
        "is not an Excel workbook (.xlsx), as its name implies",
    );
    one("a.csv", b"%PDF-1.7", "is a PDF");
    for name in ["cohort.xlsx", "cohort.xls", "cohort.ods"] {
        let whole = input(name);
        for part in [8, 100, whole.len() / 2, whole.len() * 9 / 10] {
            one(
                name,
                whole.get(..part).unwrap(),
                "cannot be read as a workbook",
            );
        }
    }
    let renamed = findings(&study, "cohort.csv", &input("cohort.xlsx"));
    assert!(
        renamed.contains("is an Excel workbook (.xlsx), which its name"),
        "{renamed}"
    );
}

/// Damaged bytes give a cohort or findings, never a crash.
#[test]
fn damaged_workbooks_are_survived() {
    let study = study(STUDY);
    let mut seed = 1_u64;
    let mut next = |bound: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as usize % bound
    };
    for name in ["cohort.xlsx", "cohort.xls", "cohort.ods"] {
        let whole = input(name);
        for _ in 0..60 {
            let mut bytes = whole.clone();
            for _ in 0..=next(4) {
                let at = next(bytes.len());
                bytes[at] ^= 1 << next(8);
            }
            let _ = cohort::read(&study, name, &bytes);
        }
    }
}

#[test]
fn a_workbook_becomes_a_report_that_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("export.xlsx"), input("cohort.xlsx")).unwrap();
    let run = |arguments: &[&str]| {
        let output = program()
            .current_dir(folder.path())
            .args(arguments)
            .output();
        let output = output.unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{arguments:?}: {}",
            stderr(&output)
        );
        stdout(&output)
    };
    run(&["new", "study", "--from", "export.xlsx"]);
    let text = fs::read_to_string(at("study/study.toml")).unwrap();
    assert!(text.contains("\nfile = \"cohort.xlsx\"\n"), "{text}");
    assert!(fs::read(at("study/cohort.xlsx")).unwrap() == input("cohort.xlsx"));
    run(&["report", "study", "--out", "out"]);
    run(&["verify", "out/report.pdf"]);
}

/// A dataset divided by folders, as Spark and DuckDB write it.
#[test]
fn names_of_folders_are_columns() {
    let folder = tempfile::tempdir().unwrap();
    let parts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/inputs/parts");
    for (from, to) in [
        ("part-0.parquet", "centre=St.%20Mary%27s/half=1"),
        ("part-1.parquet", "centre=__HIVE_DEFAULT_PARTITION__/half=2"),
    ] {
        let to = folder.path().join(to);
        fs::create_dir_all(&to).unwrap();
        fs::copy(parts.join(from), to.join("part-00000.snappy.parquet")).unwrap();
        fs::write(to.join(".part-00000.snappy.parquet.crc"), "crc").unwrap();
    }
    fs::write(folder.path().join("_SUCCESS"), "").unwrap();
    let more = "[variables.centre]\nkind = \"nominal\"\nlevels = [\"St. Mary's\"]\n[variables.half]\nkind = \"continuous\"\n";
    let study = study(&STUDY.replace("[[tables]]", &format!("{more}\n[[tables]]")));
    let read = |path: &std::path::Path| {
        let bytes = cohort_report::report::read_cohort(path, "").unwrap();
        cohort::read(&study, "dataset", &bytes)
    };
    let found = read(folder.path()).unwrap_or_else(|e| panic!("{e}"));
    // In the order of the paths.
    let halves: Vec<f64> = found.column("half").numbers().iter().flatten().collect();
    assert_eq!(halves, [vec![1.0; 5], vec![2.0; 3]].concat());
    let centres: Vec<Option<usize>> = found.column("centre").levels().iter().collect();
    assert_eq!(centres, [vec![Some(0); 5], vec![None; 3]].concat());

    let flat = folder.path().join("half=3");
    fs::create_dir_all(&flat).unwrap();
    fs::copy(parts.join("part-0.parquet"), flat.join("a.parquet")).unwrap();
    let told = read(folder.path()).unwrap_err().to_string();
    assert!(told.contains("is divided by other columns than"), "{told}");

    let twice = tempfile::tempdir().unwrap();
    let inside = twice.path().join("size=3");
    fs::create_dir_all(&inside).unwrap();
    fs::copy(parts.join("part-0.parquet"), inside.join("a.parquet")).unwrap();
    let told = read(twice.path()).unwrap_err().to_string();
    assert!(
        told.contains("\"size\" that the names of its folders state too"),
        "{told}"
    );
}
