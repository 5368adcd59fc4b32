//! Files of statistical packages: what they state about their columns goes into
//! the study, and no bytes of them end in a crash. `tests/inputs/make.py` and
//! `make.R` write the files.

use std::fs;

use crate::common::{program, stderr, stdout};
use crate::containers::{STUDY, findings, input, study};
use cohort_report::cohort;
use cohort_report::input::{Charset, ReadOptions, read};
use cohort_report::new::new_study;

/// `study.toml` as `new` guesses it, and what it says of it.
fn drafted(name: &str) -> (String, String) {
    let today = jiff::civil::date(2024, 1, 1);
    let made = new_study(name, "study", &input(name), today).unwrap_or_else(|e| panic!("{e}"));
    let (_, text) = made
        .files
        .iter()
        .find(|(name, _)| name == "study.toml")
        .unwrap();
    (
        String::from_utf8(text.clone()).unwrap(),
        [made.look_at, made.overview].concat().join("\n"),
    )
}

fn section<'t>(text: &'t str, variable: &str) -> &'t str {
    let from = text.find(&format!("[variables.\"{variable}\"]")).unwrap();
    let rest = &text[from..];
    rest.split("\n\n").next().unwrap()
}

#[test]
fn labels_and_missing_codes_go_into_the_study() {
    for (name, refused, size) in [("coded.sav", "9", "-99"), ("coded.dta", ".r", ".a")] {
        let (text, told) = drafted(name);
        let arm = section(&text, "arm");
        for line in [
            "label = \"Treatment arm\"",
            "kind = \"nominal\"",
            "levels = [\"1\", \"2\"]",
            "labels = { \"1\" = \"Surgery\", \"2\" = \"Radiotherapy\" }",
        ] {
            assert!(arm.lines().any(|own| own == line), "{name}: {line}: {arm}");
        }
        let smoker = section(&text, "smoker");
        for line in [
            "kind = \"binary\"",
            "levels = [\"0\", \"1\"]",
            "labels = { \"0\" = \"No\", \"1\" = \"Yes\" }",
            &format!("missing = [\"{refused}\"]"),
        ] {
            assert!(
                smoker.lines().any(|own| own == line),
                "{name}: {line}: {smoker}"
            );
        }
        let of_size = section(&text, "size");
        for line in [
            "label = \"Size of the tumour\"",
            "kind = \"continuous\"",
            "unit = \"mm\"",
            &format!("missing = [\"{size}\"]"),
        ] {
            assert!(
                of_size.lines().any(|own| own == line),
                "{name}: {line}: {of_size}"
            );
        }
        for date in ["operated", "seen"] {
            assert!(
                section(&text, date).contains("kind = \"date\""),
                "{name}: {text}"
            );
        }
        for part in [
            "the file holds labels of 7 columns and value labels of 3 columns",
            &format!("{refused} (Refused)"),
            "value labels of the file",
        ] {
            assert!(told.contains(part), "{name}: {part}: {told}");
        }
    }
    // SAS keeps value labels in a catalogue, and letters of missing values in the file.
    for name in ["coded.sas7bdat", "coded.xpt"] {
        let (text, _) = drafted(name);
        let size = section(&text, "size");
        assert!(size.contains("missing = [\".A\"]"), "{name}: {text}");
        assert!(size.contains("unit = \"mm\""), "{name}: {text}");
    }
}

/// What is drafted from codes counts as the words do.
#[test]
fn a_drafted_study_reads_its_file() {
    for name in [
        "coded.sav",
        "coded.dta",
        "coded.sas7bdat",
        "cohort.parquet",
        "parts",
    ] {
        let (text, _) = drafted(name);
        let read = cohort::read(&study(&text), name, &input(name));
        let cohort = read.unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(cohort.len(), 8, "{name}");
        let remarks = cohort.reading_remarks().to_string();
        assert!(remarks.ends_with("0 findings"), "{name}: {remarks}");
    }
}

#[test]
fn findings_name_the_record() {
    let text = STUDY.replace(
        "kind = \"binary\"\nlevels = [\"0\", \"1\"]",
        "kind = \"date\"",
    );
    for name in [
        "cohort.sav",
        "cohort_118.dta",
        "cohort.sas7bdat",
        "cohort.parquet",
    ] {
        let said = findings(&study(&text), name, &input(name));
        let expected = format!("{name}: record 2: relapsed: \"0\": is a number, not a date");
        assert!(said.contains(&expected), "{name}: {said}");
    }
}

const FILES: [&str; 10] = [
    "coded.sav",
    "cohort.zsav",
    "cohort_110.dta",
    "cohort_117.dta",
    "coded.dta",
    "coded.sas7bdat",
    "coded.xpt",
    "cohort.parquet",
    "zstd.parquet",
    "parts",
];

/// Where the header, the lists and the data of a small file begin and end.
fn lengths(whole: usize) -> impl Iterator<Item = usize> {
    let step = (whole / 400).max(1);
    (0..200.min(whole))
        .chain((200..whole).step_by(step))
        .chain([whole - 1])
}

#[test]
fn a_truncated_file_gets_one_error() {
    let study = study(STUDY);
    for name in FILES {
        let whole = input(name);
        for length in lengths(whole.len()) {
            let said = findings(&study, name, whole.get(..length).unwrap());
            let told = [
                "1 finding",
                "cannot be read",
                "is empty",
                "is not",
                "ends early",
            ];
            let is_one = said.ends_with("1 finding") && told.iter().any(|part| said.contains(part));
            // A transport file does not count its rows.
            let ends_a_record = name.ends_with(".xpt") && length % 80 == 0;
            // A file of old Stata may lose its value labels, which end it, and a
            // compressed SPSS file only its end.
            assert!(
                is_one
                    || ends_a_record
                    || (length + 8 >= whole.len())
                    || said.contains("is not declared"),
                "{name} at {length} of {}: {said}",
                whole.len()
            );
        }
    }
}

#[test]
fn damaged_files_are_survived() {
    let study = study(STUDY);
    let mut seed = 7_u64;
    let mut next = |bound: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as usize % bound
    };
    for name in FILES {
        let whole = input(name);
        // `make fuzz` goes on for as long as it is let.
        for _ in 0..100 {
            let mut bytes = whole.clone();
            for _ in 0..=next(4) {
                let at = next(bytes.len().min(6000));
                bytes[at] = match next(3) {
                    0 => 0xff,
                    1 => 0x7f,
                    _ => bytes[at] ^ (1 << next(8)),
                };
            }
            let _ = cohort::read(&study, name, &bytes);
            let _ = new_study(name, "study", &bytes, jiff::civil::date(2024, 1, 1));
        }
    }
}

#[test]
fn a_file_of_another_kind_is_called_what_it_is() {
    let study = study(STUDY);
    let renamed = findings(&study, "cohort.dta", &input("cohort.sav"));
    assert!(
        renamed.contains("is an SPSS file (.sav), which its name does not show"),
        "{renamed}"
    );
    let one = |name: &str, bytes: &[u8], part: &str| {
        let said = findings(&study, name, bytes);
        assert!(
            said.contains(part) && said.ends_with("\n1 finding"),
            "{name}: {said}"
        );
    };
    one(
        "a.sav",
        b"PK\x03\x04 no workbook",
        "is not an SPSS file (.sav), as its name implies",
    );
    one(
        "a.dta",
        b"id,arm\n1,a\n",
        "is not a Stata file (.dta), as its name implies",
    );
    one(
        "a.sav",
        b"",
        "is not an SPSS file (.sav), as its name implies",
    );
    one(
        "a.sav",
        b"\x1c\0\0\0\0\0\0\0ENCRYPTEDSAV\x15",
        "is an encrypted SPSS file",
    );
    one("a.parquet", b"PAR1\0\0\0\0\x08\0\0\0PARE", "is encrypted");
    one(
        "a.dta",
        b"<stata_dta><header><release>121</release>",
        "of the format 121",
    );
}

/// Claims of more than the file holds end at once.
#[test]
fn counts_are_not_believed() {
    let study = study(STUDY);
    let mut stata = input("cohort_118.dta");
    let at = |bytes: &[u8], mark: &[u8]| {
        bytes
            .windows(mark.len())
            .position(|own| own == mark)
            .unwrap()
            + mark.len()
    };
    let count = at(&stata, b"<N>");
    stata[count..count + 7].fill(0x7f);
    let said = findings(&study, "cohort.dta", &stata);
    assert!(said.contains("it ends early"), "{said}");
    let mut spss = input("cohort.sav");
    spss[80..84].copy_from_slice(&i32::MAX.to_le_bytes());
    let said = findings(&study, "cohort.sav", &spss);
    assert!(said.contains("it ends early"), "{said}");
}

/// Letters of other code pages, and the key that states another.
#[test]
fn texts_are_in_the_encoding_of_the_file() {
    let mut old = input("cohort_114.dta");
    let from = old.windows(3).position(|own| own == b"P01").unwrap();
    old[from + 2] = 0xe4;
    let id = |encoding: Option<&'static str>| {
        let encoding = encoding.and_then(Charset::for_label);
        let options = ReadOptions {
            encoding,
            ..ReadOptions::default()
        };
        let sheet = read("cohort.dta", &old, &options).unwrap();
        let mut rows = sheet.rows();
        let first = rows
            .next()
            .unwrap()
            .cells()
            .next()
            .unwrap()
            .unwrap()
            .to_owned();
        (first, sheet.remarks().len())
    };
    assert_eq!(id(None), ("P0\u{e4}".to_owned(), 0));
    assert_eq!(id(Some("windows-1251")), ("P0\u{434}".to_owned(), 0));
    assert_eq!(id(Some("cp850")), ("P0\u{f5}".to_owned(), 0));
    assert_eq!(id(Some("utf-8")), ("P0\u{fffd}".to_owned(), 1));
}

#[test]
fn files_become_reports_that_verify() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let run = |arguments: &[&str], code: i32| {
        let output = program()
            .current_dir(folder.path())
            .args(arguments)
            .output();
        let output = output.unwrap();
        let said = stderr(&output) + &stdout(&output);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        said
    };
    fs::write(at("coded.sav"), input("coded.sav")).unwrap();
    fs::create_dir(at("parts")).unwrap();
    let parts = format!("{}/tests/inputs/parts", env!("CARGO_MANIFEST_DIR"));
    for entry in fs::read_dir(parts).unwrap().flatten() {
        fs::copy(entry.path(), at("parts").join(entry.file_name())).unwrap();
    }
    let several = run(&["new", "both", "--from", "coded.sav", "parts"], 2);
    assert!(
        several.contains("--from takes one file, not 2: coded.sav, parts"),
        "{several}"
    );
    for (from, file) in [("coded.sav", "cohort.sav"), ("parts", "cohort.zip")] {
        run(&["new", file, "--from", from], 0);
        let text = fs::read_to_string(at(file).join("study.toml")).unwrap();
        assert!(text.contains(&format!("\nfile = \"{file}\"\n")), "{text}");
        run(&["report", file, "--out", "out"], 0);
        run(&["verify", "out/report.pdf"], 0);
    }
    // The folder itself is a cohort too.
    let study = at("cohort.zip").join("study.toml");
    let text = fs::read_to_string(&study).unwrap();
    fs::write(&study, text.replace("cohort.zip", "parts")).unwrap();
    fs::remove_file(at("cohort.zip").join("cohort.zip")).unwrap();
    fs::rename(at("parts"), at("cohort.zip").join("parts")).unwrap();
    run(&["report", "cohort.zip", "--out", "again"], 0);
    run(&["verify", "again/report.pdf"], 0);
}
