//! `new`: a first study from a CSV alone, which `report` takes without an edit.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Output;

use crate::common::{Place, files, program, project, stderr, stdout};

fn begin(folder: &Path, csv: &[u8]) -> Output {
    let from = folder.join("export.csv");
    fs::write(&from, csv).unwrap();
    let study = folder.join("mine");
    program()
        .arg("new")
        .arg(study)
        .arg("--from")
        .arg(from)
        .output()
        .unwrap()
}

/// The study file of a CSV, after its report was made and its template linted.
fn started(csv: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let output = begin(folder.path(), csv.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let study = folder.path().join("mine");
    // What `lint` finds makes it fail as well.
    let made = program()
        .args(["report", "--strict", "--out"])
        .arg(folder.path().join("out"))
        .arg(&study)
        .current_dir(project())
        .output()
        .unwrap();
    assert_eq!(
        made.status.code(),
        Some(0),
        "{}{}",
        stdout(&made),
        stderr(&made)
    );
    // Lines are broken between words, wherever that is.
    let said: Vec<String> = stdout(&output)
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    (
        fs::read_to_string(study.join("study.toml")).unwrap(),
        said.join(" "),
    )
}

/// The lines of one variable.
fn variable<'a>(study: &'a str, name: &str) -> &'a str {
    let start = study
        .find(&format!("[variables.\"{name}\"]"))
        .unwrap_or_else(|| panic!("{name}: {study}"));
    study[start..].split("\n\n").next().unwrap()
}

#[test]
fn every_data_set_at_hand_becomes_a_report() {
    for (name, bytes) in files(&project().join("tests/reference/data")) {
        let text = String::from_utf8(bytes).unwrap();
        let (study, _) = started(&text);
        assert!(study.contains("[[tables]]"), "{name}");
    }
}

#[test]
fn columns_are_taken_for_what_they_are() {
    let mut csv = "Patient ID;Size (mm);weight_kg;Smoker;Stage;Arm;Operation date;Death date;Last contact;ECOG;Score;Note\n".to_owned();
    for row in 0..30 {
        let arm = ["surgery", "radiotherapy"][row % 2];
        let stage = ["II", "I", "IIIa", "unknown"][row % 4];
        let score = if row % 9 == 0 { 99 } else { row % 5 + 1 };
        let death = if row % 3 == 0 {
            format!("{:02}.06.2021", row % 28 + 1)
        } else {
            String::new()
        };
        writeln!(
            csv,
            "P{row};{},{};{};{};{stage};{arm};{:02}.03.2020;{death};30.07.2022;{};{score};note {row} \"\"",
            20 + row,
            row % 10,
            60 + row,
            ["yes", "no", "NA"][row % 3],
            row % 28 + 1,
            row % 4
        )
        .unwrap();
    }
    let csv = csv.replace(" \"\"", "");
    let (study, said) = started(&csv);
    for (name, parts) in [
        ("Patient ID", &["kind = \"identifier\""][..]),
        (
            "Size (mm)",
            &[
                "label = \"Size\"",
                "kind = \"continuous\"",
                "unit = \"mm\"",
                "digits = 1",
            ],
        ),
        ("weight_kg", &["label = \"Weight\"", "unit = \"kg\""]),
        (
            "Smoker",
            &["kind = \"binary\"", "levels = [\"no\", \"yes\"]"],
        ),
        (
            "Stage",
            &[
                "kind = \"ordinal\"",
                "levels = [\"I\", \"II\", \"IIIa\"]",
                "# LOOK: ",
            ],
        ),
        ("Arm", &["kind = \"nominal\""]),
        ("Operation date", &["kind = \"date\""]),
        (
            "ECOG",
            &[
                "kind = \"ordinal\"",
                "levels = [\"0\", \"1\", \"2\", \"3\"]",
            ],
        ),
        ("Score", &["missing = [\"99\"]"]),
        ("Note", &["kind = \"text\""]),
    ] {
        for part in parts {
            assert!(
                variable(&study, name).contains(part),
                "{name} {part}: {study}"
            );
        }
    }
    for part in [
        "decimal = \",\"",
        "dates = \"dmy\"",
        "missing = [\"NA\", \"unknown\"]",
        "by = \"Arm\"",
        "origin = \"Operation date\"",
        "censored = \"Last contact\"",
    ] {
        assert!(study.contains(part), "{part}: {study}");
    }
    assert!(said.contains("groups are compared by Arm"), "{said}");
}

/// What the public cohorts would have had guessed wrongly.
#[test]
fn places_counts_and_other_causes_are_told_apart() {
    let mut csv = "time,status,site,units\n".to_owned();
    for row in 0..60 {
        let (status, site, units) = (row % 3 + 1, row % 15 + 1, [0, 2, 5][row % 3]);
        writeln!(csv, "{},{status},{site},{units}", 100 + 17 * row).unwrap();
    }
    let (study, said) = started(&csv);
    let site = variable(&study, "site");
    assert!(
        site.contains("kind = \"nominal\"") && site.contains("\"15\""),
        "{site}"
    );
    let units = variable(&study, "units");
    assert!(units.contains("kind = \"continuous\""), "{units}");
    assert!(said.contains("2 counts as censored unless"), "{said}");
    assert!(study.contains("# competing = [\"2\"]"), "{study}");
    assert!(
        study.starts_with("#:schema ./study.schema.json\n"),
        "{study}"
    );
}

#[test]
fn names_and_cells_of_the_csv_are_only_text() {
    let csv = "id,\"a\"\"b\nc\",]x[,#panic()\n1,yes,3.5,\"\"\"]\n[evil]\"\n2,no,4.5,b\n3,yes,1.5,b\n4,no,2.5,b\n5,yes,7.5,b\n6,no,6.5,b\n";
    let (study, _) = started(csv);
    assert!(study.contains("#panic()"), "{study}");
}

/// Ten thousand rows and forty columns.
#[test]
fn a_registry_becomes_a_report() {
    let mut csv = "id".to_owned();
    for column in 0..39 {
        write!(csv, ",v{column}").unwrap();
    }
    for row in 0..10_000_u64 {
        write!(csv, "\nR{row}").unwrap();
        for column in 0..39 {
            let mixed = (row * 2_654_435_761 + column * 40_503) >> 7;
            match column % 3 {
                0 => write!(csv, ",{}", mixed % 1000),
                1 => write!(csv, ",{}", ["a", "b", "c"][(mixed % 3) as usize]),
                _ => write!(csv, ",{}.{}", mixed % 90, mixed % 10),
            }
            .unwrap();
        }
    }
    started(&csv);
}

/// Headers and rows as spreadsheets and R leave them: understood, and told.
#[test]
fn untidy_headers_and_rows_are_understood_and_told() {
    let mut csv = "sep=;\r\n;id;CRP;CRP;note;;\r\n".to_owned();
    for row in 0..20 {
        let short = if row == 3 { "" } else { ";x;;" };
        write!(csv, "{row};P{row};{}.5;{};{short}\r\n", row % 7, row + 90).unwrap();
    }
    csv.push_str(";;;;;;\r\n;;;;;;\r\n");
    let csv = csv.replace(";;x", ";x");
    let (study, said) = started(&csv);
    for name in ["row_name", "id", "CRP", "CRP_2", "note"] {
        variable(&study, name);
    }
    assert_eq!(study.matches("[variables.").count(), 5, "{study}");
    assert!(
        variable(&study, "row_name").contains("identifier"),
        "{study}"
    );
    for part in [
        "line 1: names the delimiter \";\"",
        "line 2: column 1 has no header and is called row_name",
        "line 2: column 4 repeats the header \"CRP\" and is called CRP_2",
        "line 2: columns 6, 7 have neither a header nor cells and are left out",
        "line 6: 1 row has fewer fields than the header",
        "line 23: 2 rows are blank and are left out: lines 23 and 24",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn nothing_is_overwritten_and_bad_input_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let csv = b"id,arm,size\n1,a,2.5\n2,b,3.5\n3,a,4.5\n4,b,5.5\n";
    assert_eq!(begin(folder.path(), csv).status.code(), Some(0));
    let before = files(folder.path());
    let again = begin(folder.path(), csv);
    assert_eq!(again.status.code(), Some(3));
    assert!(
        stderr(&again).contains("already exists"),
        "{}",
        stderr(&again)
    );
    assert!(files(folder.path()) == before);
    for (csv, said) in [
        (&b""[..], "is empty"),
        (b"id,size\n", "has no rows"),
        (b"id,size,sex\n1,2,3\n1,2,3,4\n4\n", "2 findings"),
        (b"id,size\n1,\xc3\xa9\n2,\xff\n", "is not UTF-8"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let output = begin(folder.path(), csv);
        assert_eq!(output.status.code(), Some(3), "{}", stdout(&output));
        assert!(
            stderr(&output).contains(said),
            "{said}: {}",
            stderr(&output)
        );
        assert!(!folder.path().join("mine").exists());
    }
}

fn with(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = program();
    command.arg("new").arg(folder.join("mine"));
    command
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

#[test]
fn one_file_and_one_sheet_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let sheets = project().join("tests/inputs/two_sheets.xlsx");
    let sheets = sheets.to_str().unwrap();
    fs::create_dir(folder.path().join("exports")).unwrap();
    fs::create_dir(folder.path().join("exports/none")).unwrap();
    for name in ["a.csv", "b.xlsx", "notes.md"] {
        fs::write(folder.path().join("exports").join(name), "id,size\n1,2\n").unwrap();
    }
    for (arguments, code, parts) in [
        (
            &["--from", "a.csv", "b.csv"][..],
            2,
            &[
                "--from takes one file, not 2: a.csv, b.csv",
                "help: join them into one file",
            ][..],
        ),
        (
            &["--from", "a.csv", "--from", "b.csv"],
            2,
            &["--from takes one file, not 2"],
        ),
        (
            &["--from", "exports"],
            2,
            &[
                "exports is a folder",
                "help: name one of its files: a.csv, b.xlsx\n",
            ],
        ),
        (
            &["--from", "exports/none"],
            2,
            &[
                "exports/none is a folder",
                "no file in the folder has a known ending",
            ],
        ),
        (
            &["--from", "exports/a.csv", "--sheet", "Patients"],
            3,
            &[
                "is CSV text, which has no sheet \"Patients\"",
                "help: leave out --sheet",
            ],
        ),
        (
            &["--from", sheets, "--sheet", "All patient"],
            3,
            &[
                "has no sheet \"All patient\"",
                "help: did you mean \"All patients\"? it has the sheets \"Notes\", \"",
            ],
        ),
    ] {
        let refused = with(folder.path(), arguments);
        assert_eq!(refused.status.code(), Some(code), "{}", stderr(&refused));
        for part in parts {
            assert!(
                stderr(&refused).contains(part),
                "{part}: {}",
                stderr(&refused)
            );
        }
        assert!(!folder.path().join("mine").exists());
    }
    let read = with(
        folder.path(),
        &["--from", sheets, "--sheet", "All patients"],
    );
    assert_eq!(read.status.code(), Some(0), "{}", stderr(&read));
    let study = fs::read_to_string(folder.path().join("mine/study.toml")).unwrap();
    assert!(study.contains("sheet = \"All patients\""), "{study}");
}

/// However many columns a file has, each is in the table at the end, in lines that fit
/// a terminal.
#[test]
fn the_table_of_a_wide_file_has_every_column() {
    let columns = 300;
    let mut csv = "id".to_owned();
    for column in 0..columns {
        write!(csv, ",measurement_of_something_with_a_long_name_{column}").unwrap();
    }
    for row in 0..12 {
        write!(csv, "\nP{row}").unwrap();
        for column in 0..columns {
            match column % 4 {
                0 => write!(csv, ",{}.{}", row + column, row),
                1 => write!(csv, ",{}", ["low", "high", "n.d."][row % 3]),
                2 => write!(
                    csv,
                    ",a free text {row} {column} that is no category at all"
                ),
                _ => write!(csv, ","),
            }
            .unwrap();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let output = begin(folder.path(), csv.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stdout(&output);
    let (review, table) = said.split_once("\ncolumn ").unwrap();
    assert_eq!(table.matches("\nmeasurement_…").count(), columns, "{table}");
    for line in table.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(
        table.contains("\nmeasurement_…ng_name_299  text"),
        "{table}"
    );
    // What cannot be used comes first, and the same of many columns once.
    let review = review.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = review
        .split_once("Review these guesses first: - ")
        .unwrap()
        .1;
    assert!(
        first.starts_with("measurement_of_something_with_a_long_name_3, "),
        "{first}"
    );
    assert!(
        first.contains(" and 67 more: every cell is missing"),
        "{first}"
    );
    let unusable = first.find("every cell is missing").unwrap();
    let others = first.find("are no category").unwrap();
    assert!(unusable < others, "{first}");
}

/// What keeps a column out is its length, not how many texts it has.
#[test]
fn a_text_too_long_for_a_level_is_named_as_such() {
    let long = "complications of an earlier operation that had to be done in another hospital";
    let mut csv = "id,reason\n".to_owned();
    for row in 0..30 {
        writeln!(csv, "P{row},{}", ["none", "tumour", long][row % 3]).unwrap();
    }
    let (study, said) = started(&csv);
    assert!(
        variable(&study, "reason").contains("kind = \"text\""),
        "{study}"
    );
    let length = format!("a text of {} characters is longer than a level", long.len());
    assert!(said.contains(&length), "{said}");
    assert!(!said.contains("3 different texts"), "{said}");
}

/// Intervals that end where others begin are read as such; a constant is not
/// tabulated; levels around a middle are in order.
#[test]
fn intervals_constants_and_orders_are_recognised() {
    let mut rows = "id,arm,start,stop,event,study,satisfaction\n".to_owned();
    let satisfaction = ["very low", "low", "neutral", "high", "very high"];
    for row in 0..60 {
        let arm = ["a", "b"][row % 2];
        let (start, stop) = (row % 3 * 10, row % 3 * 10 + 5 + row % 7);
        let said = satisfaction[row % 5];
        rows += &format!("{row},{arm},{start},{stop},{},7,{said}\n", row / 2 % 2);
    }
    let place = Place::empty();
    fs::write(place.folder.path().join("visits.csv"), rows).unwrap();
    let output = program()
        .args(["new", "visits", "--from", "visits.csv"])
        .current_dir(place.folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let study = fs::read_to_string(place.folder.path().join("visits/study.toml")).unwrap();
    assert!(study.contains("entry = \"start\"\n"), "{study}");
    assert!(
        study.contains("levels = [\"very low\", \"low\", \"neutral\", \"high\", \"very high\"]"),
        "{study}"
    );
    let table = study.split("id = \"characteristics\"").nth(1).unwrap();
    let listed = table.split("rows = ").nth(1).unwrap();
    let listed = listed.lines().next().unwrap();
    assert!(
        !listed.contains("study") && !listed.contains("start"),
        "{listed}"
    );
}

/// A death in remission ends the time to relapse before it, so it competes.
#[test]
fn deaths_before_a_relapse_compete_with_it() {
    for (event, death) in [
        ("relapse", "death in remission"),
        ("progression", "death without progression"),
    ] {
        let mut rows = "id,arm,time,status\n".to_owned();
        for row in 0..60 {
            let arm = ["a", "b"][row % 2];
            let status = [event, "censored", "censored", event, death][row % 5];
            rows += &format!("{row},{arm},{},{status}\n", 3 + row * 7 % 40);
        }
        let place = Place::empty();
        fs::write(place.folder.path().join("follow.csv"), rows).unwrap();
        let output = program()
            .args(["new", "follow", "--from", "follow.csv"])
            .current_dir(place.folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        let study = fs::read_to_string(place.folder.path().join("follow/study.toml")).unwrap();
        assert!(
            study.contains(&format!("\nevent = [\"{event}\"]\n")),
            "{study}"
        );
        assert!(
            study.contains(&format!("\ncompeting = [\"{death}\"]\n")),
            "{study}"
        );
    }
}
