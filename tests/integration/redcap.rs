//! `new --redcap`: exports with the data dictionary of their project.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use cohort_report::analyse::analyse;
use cohort_report::cohort;
use cohort_report::layout::Layout;
use cohort_report::new::{Named, NewStudy, Source, draft};
use cohort_report::study::Study;
use toml::{Table, Value};

use crate::common::{program, project, stderr, stdout};

fn input(name: &str) -> PathBuf {
    project().join("tests/inputs/redcap").join(name)
}

fn drafted(cohort: &[u8], dictionary: &str) -> NewStudy {
    let dictionary = fs::read(input(dictionary)).unwrap();
    let source = Source {
        cohort: Named {
            file: "export.csv",
            bytes: cohort,
        },
        sheet: None,
        redcap: Some(Named {
            file: "dictionary.csv",
            bytes: &dictionary,
        }),
        name: "study",
        today: jiff::civil::date(2026, 5, 1),
    };
    draft(&source, None).unwrap_or_else(|error| panic!("{error}"))
}

fn study_text(made: &NewStudy) -> String {
    let file = made.files.iter().find(|(name, _)| name == "study.toml");
    String::from_utf8(file.unwrap().1.clone()).unwrap()
}

/// The study of an export, its numbers in order without their ids, and what was said.
fn read(cohort: &[u8], dictionary: &str) -> (Study, String, Vec<String>, NewStudy) {
    let made = drafted(cohort, dictionary);
    let text = study_text(&made);
    let (study, _) = Layout::parse("study", "study.toml", &text).unwrap();
    let rows = cohort::read(&study, "export.csv", cohort).unwrap();
    let ledger = analyse(&study, &rows).ledger;
    let numbers = ledger.iter().map(|number| {
        format!(
            "{} {:?} {} {}",
            number.text, number.value, number.n, number.missing
        )
    });
    (study, text, numbers.collect(), made)
}

/// What a study makes of its columns, without how they are written in the file.
fn meaning(study: &Study) -> Vec<String> {
    let variables = study.variables.iter().map(|variable| {
        let levels: Vec<&str> = variable
            .levels
            .iter()
            .map(|level| level.label.as_str())
            .collect();
        format!(
            "{} {} {:?} {:?} {:?} {} {:?} {levels:?}",
            variable.name,
            variable.label,
            variable.kind,
            variable.unit,
            variable.range,
            variable.digits,
            variable.description
        )
    });
    let endpoints = study.endpoints.iter().map(|endpoint| {
        format!(
            "{} {} {}",
            endpoint.id, endpoint.label, endpoint.event_label
        )
    });
    variables.chain(endpoints).collect()
}

#[test]
fn codes_and_labels_are_one_study() {
    let raw = fs::read(input("raw.csv")).unwrap();
    let labels = fs::read(input("labels.csv")).unwrap();
    let (a, b) = (
        read(&raw, "dictionary.csv"),
        read(&labels, "dictionary.csv"),
    );
    assert_eq!(meaning(&a.0), meaning(&b.0));
    assert!(a.2.len() > 100);
    assert_eq!(a.2, b.2);
}

fn variable<'t>(text: &'t Table, name: &str) -> &'t Table {
    text["variables"][name].as_table().unwrap()
}

#[test]
fn the_dictionary_shows_kinds_labels_ranges_and_what_is_missing() {
    let raw = fs::read(input("raw.csv")).unwrap();
    let (_, text, _, made) = read(&raw, "dictionary.csv");
    let study: Table = text.parse().unwrap();
    for (name, kind, label) in [
        ("record_id", "identifier", "Record ID"),
        ("mrn", "text", "Hospital number"),
        ("dob", "text", "Date of birth"),
        ("surg_date", "date", "Date of surgery"),
        ("sex", "nominal", "Sex"),
        ("pregnant", "binary", "Pregnant"),
        ("age", "continuous", "Age at surgery"),
        ("comorb___2", "binary", "Comorbidities: COPD"),
        ("ecog", "ordinal", "ECOG status"),
        ("blood_loss", "continuous", "Blood loss"),
        ("pain", "continuous", "Pain"),
        ("remarks", "text", "Remarks"),
    ] {
        let variable = variable(&study, name);
        assert_eq!(variable["kind"].as_str(), Some(kind), "{name}");
        assert_eq!(variable["label"].as_str(), Some(label), "{name}");
    }
    let strings = |value: &Value| -> Vec<String> {
        let all = value.as_array().unwrap().iter();
        all.map(|value| value.as_str().unwrap().to_owned())
            .collect()
    };
    // A choice of what is not known, codes of missing data, and -999.
    assert_eq!(strings(&variable(&study, "sex")["missing"]), ["9"]);
    assert_eq!(strings(&variable(&study, "crp")["missing"]), ["NI", "-999"]);
    assert_eq!(
        variable(&study, "crp")["range"].as_array().unwrap().len(),
        2
    );
    // A value beyond the limits of the form is asked about, and does not stop a report.
    assert!(!variable(&study, "blood_loss").contains_key("range"));
    assert_eq!(
        strings(&study["queries"]),
        ["blood_loss >= 0", "blood_loss <= 3000"]
    );
    let rows = strings(&study["tables"][0]["rows"]);
    assert_eq!(
        rows,
        [
            "sex",
            "pregnant",
            "age",
            "comorb___1",
            "comorb___2",
            "comorb____99",
            "ecog",
            "crp",
            "blood_loss",
            "pain"
        ]
    );
    assert_eq!(study["tables"][0]["by"].as_str(), Some("arm"));
    let said = made.look_at.join("\n");
    for part in [
        "mrn, dob: flagged as identifiers in REDCap and left out of tables and figures",
        "comorb: one question with 3 choices (\"Comorbidities\"): comorb___1, comorb___2, comorb____99",
        "1 field of the dictionary has no column: imaging",
        "crp: 1 cell that does not fit is set missing: \"NI\" (line 6)",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let table = made.overview.join(" ");
    let table: Vec<&str> = table.split_whitespace().collect();
    let part =
        "asked only if [sex] = '2': its 16 blank cells are blank because of that and not missing";
    assert!(table.join(" ").contains(part), "{table:?}");
}

#[test]
fn events_and_repeating_instruments_are_told_and_rows_are_visits() {
    let export = fs::read(input("longitudinal.csv")).unwrap();
    let (study, text, _, made) = read(&export, "longitudinal_dictionary.csv");
    let said = made.look_at.join("\n");
    for part in [
        "the project is longitudinal, with 2 events: baseline_arm_1 (15 rows), month_6_arm_1 (20 rows)",
        "5 rows are of repeating instruments: adverse_event (5 rows)",
        "site: not in the dictionary",
        "study_id: 15 patients in 35 rows",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(text.contains("rows = \"visits\""), "{text}");
    assert_eq!(
        (study.cohort.one.as_str(), study.cohort.many.as_str()),
        ("visit", "visits")
    );
    // What REDCap adds is in no table.
    for added in [
        "redcap_event_name",
        "demographics_complete",
        "outcome_complete",
    ] {
        assert!(!text.contains(&format!("\"{added}\",")), "{added}: {text}");
    }
}

fn refused(folder: &Path, from: &Path, dictionary: &Path) -> Output {
    let output = program()
        .arg("new")
        .arg(folder.join("mine"))
        .arg("--from")
        .arg(from)
        .arg("--redcap")
        .arg(dictionary)
        .output()
        .unwrap();
    assert!(!folder.join("mine").exists(), "{}", stdout(&output));
    output
}

#[test]
fn a_wrong_dictionary_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.csv");
    fs::write(&other, "a,b\n1,2\n3,4\n").unwrap();
    let empty = folder.path().join("empty.csv");
    fs::write(&empty, "field_name,field_type\n").unwrap();
    let (raw, dictionary) = (input("raw.csv"), input("dictionary.csv"));
    for (from, with, part) in [
        (&raw, &other, "is not a data dictionary of REDCap"),
        (&dictionary, &raw, "is not a data dictionary of REDCap"),
        (&raw, &empty, "has no fields"),
        (
            &other,
            &dictionary,
            "has no column that is a field of the dictionary",
        ),
        (&raw, &folder.path().join("none.csv"), "cannot be read"),
    ] {
        let output = refused(folder.path(), from, with);
        assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
        let text = stderr(&output);
        assert!(
            text.contains(part) && text.contains("help: "),
            "{part}: {text}"
        );
    }
}

/// What is flagged as an identifier is on no page, whoever asks for all columns.
#[test]
fn identifiers_are_on_no_page() {
    let folder = tempfile::tempdir().unwrap();
    let study = folder.path().join("mine");
    let made = program()
        .args(["new"])
        .arg(&study)
        .arg("--from")
        .arg(input("raw.csv"))
        .arg("--redcap")
        .arg(input("dictionary.csv"))
        .output()
        .unwrap();
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let toml = study.join("study.toml");
    let text = fs::read_to_string(&toml).unwrap();
    fs::write(
        &toml,
        text.replace("draft = true", "appendices = [\"data\"]"),
    )
    .unwrap();
    let out = folder.path().join("out");
    let report = program()
        .args(["report", "--strict"])
        .arg(&study)
        .arg("--out")
        .arg(&out)
        .current_dir(project())
        .output()
        .unwrap();
    assert_eq!(report.status.code(), Some(0), "{}", stderr(&report));
    let source = fs::read_to_string(out.join("report.typ")).unwrap();
    let csv = fs::read_to_string(input("raw.csv")).unwrap();
    for line in csv.lines().skip(1) {
        let mut cells = line.split(',').skip(1);
        for cell in cells.by_ref().take(2) {
            assert!(!source.contains(cell), "{cell}");
        }
    }
    let validated = program().arg("validate").arg(&study).output().unwrap();
    let said = stdout(&validated);
    for part in [
        "Asked only if [sex] = '2'.",
        "1 × \"NI\" (line 6), 1 × \"-999\" (line 7)",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// Cells that no form can hold, codes written by another program, all fields blank.
#[test]
fn odd_exports_are_still_read() {
    let raw = fs::read_to_string(input("raw.csv")).unwrap();
    let mut lines = raw.lines();
    let header = lines.next().unwrap();
    let changed = |change: &dyn Fn(usize, &str) -> String| -> String {
        let rows = raw
            .lines()
            .skip(1)
            .enumerate()
            .map(|(row, line)| change(row, line));
        std::iter::once(header.to_owned())
            .chain(rows)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let cell = |line: &str, at: usize, text: &str| -> String {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells[at] = text;
        cells.join(",")
    };
    // A choice that was removed from the project.
    let removed = changed(&|row, line| cell(line, 10, if row == 3 { "7" } else { "1" }));
    let (study, text, _, made) = read(removed.as_bytes(), "dictionary.csv");
    assert!(text.contains("missing = [\"7\"]"), "{text}");
    assert!(
        made.look_at.join("\n").contains("ecog: 1 cell"),
        "{:?}",
        made.look_at
    );
    assert_eq!(study.variable("ecog").unwrap().levels.len(), 5);
    // Codes of missing data in half of the rows.
    let coded = changed(&|row, line| {
        if row % 5 < 2 {
            cell(line, 13, "UNK")
        } else {
            line.to_owned()
        }
    });
    let (study, ..) = read(coded.as_bytes(), "dictionary.csv");
    assert!(study.variable("crp").unwrap().kind.is_numeric());
    // A field that nobody filled in.
    let blank = changed(&|_, line| cell(line, 5, ""));
    let (_, _, _, made) = read(blank.as_bytes(), "dictionary.csv");
    assert!(
        made.look_at
            .join("\n")
            .contains("pregnant: every cell is missing")
    );
    // Delimiters of another country, and only some of the columns.
    let some: Vec<String> = raw
        .lines()
        .map(|line| line.split(',').take(12).collect::<Vec<_>>().join(";"))
        .collect();
    let (_, text, _, _) = read(some.join("\n").as_bytes(), "dictionary.csv");
    assert!(text.contains("delimiter = \";\""), "{text}");
}

/// A dictionary of the API without the names of forms, in UTF-16 and with semicolons.
#[test]
fn other_dictionaries_are_read() {
    let dictionary = "field_name;field_type;field_label;select_choices_or_calculations;text_validation_type_or_show_slider_number;text_validation_min;text_validation_max\n\
        id;text;ID;;;;\n\
        smoking;radio;Smoking?;\"-99, Unknown | 0, Never | 1, Former | 2, Current\";;;\n\
        start;text;Start;;time;;\n\
        weight;text;Weight (kg);;number_1dp_comma_decimal;30;250\n";
    let mut export = "id;smoking;start;weight;first_complete\n".to_owned();
    for row in 0..30 {
        let smoking = [-99, 0, 1, 2][row % 4];
        export += &format!(
            "{row};{smoking};{}:30;{},{};{}\n",
            8 + row % 9,
            60 + row,
            row % 10,
            row % 3
        );
    }
    let utf_16: Vec<u8> = std::iter::once(0xfeff)
        .chain(dictionary.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let source = Source {
        cohort: Named {
            file: "export.csv",
            bytes: export.as_bytes(),
        },
        sheet: None,
        redcap: Some(Named {
            file: "dictionary.csv",
            bytes: &utf_16,
        }),
        name: "study",
        today: jiff::civil::date(2026, 5, 1),
    };
    let made = draft(&source, None).unwrap_or_else(|error| panic!("{error}"));
    let text = study_text(&made);
    for part in [
        "kind = \"nominal\"\nlevels = [\"0\", \"1\", \"2\"]\nlabels = { \"0\" = \"Never\", \"1\" = \"Former\", \"2\" = \"Current\" }\nmissing = [\"-99\"]",
        "label = \"Start\"\nkind = \"text\"",
        "label = \"Weight\"\nkind = \"continuous\"\nunit = \"kg\"\ndigits = 1\nrange = [30, 250]",
        "decimal = \",\"",
        "by = \"smoking\"\nrows = [\"weight\"]",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}
