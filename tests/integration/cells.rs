//! One cohort in many ways of writing it: the study that `new` makes of each
//! states how it is written, and its numbers are the same.

use crate::common::{program, stderr, stdout};
use cohort_report::analyse::analyse;
use cohort_report::cohort;
use cohort_report::layout::Layout;
use cohort_report::new::new_study;

/// Patients of two arms; dates that no order of day and month mixes up.
pub(super) fn plain() -> String {
    let mut text = "id,arm,age,crp,platelets,surgery,seen,died\n".to_owned();
    for at in 0..40_u32 {
        let arm = if at % 2 == 0 { "A" } else { "B" };
        let died = if at % 3 == 0 { "yes" } else { "no" };
        text.push_str(&format!(
            "P{at:03},{arm},{},{}.{},{},2016-{:02}-{:02},2018-{:02}-{:02},{died}\n",
            40 + at,
            1 + at % 7,
            at % 9 + 1,
            98_000 + 1_517 * at,
            1 + at % 12,
            13 + at % 14,
            1 + at % 11,
            14 + at % 13,
        ));
    }
    text
}

/// The study file that `new` makes, what it tells, and all numbers of the study.
pub(super) fn made(bytes: &[u8]) -> (String, String, Vec<String>) {
    let today = jiff::civil::date(2024, 5, 1);
    let new =
        new_study("cohort.csv", "study", bytes, today).unwrap_or_else(|error| panic!("{error}"));
    let file = |name: &str| {
        let found = new.files.iter().find(|(own, _)| own == name);
        String::from_utf8(found.unwrap().1.clone()).unwrap()
    };
    let text = file("study.toml");
    let (study, _) =
        Layout::parse("study", "study.toml", &text).unwrap_or_else(|error| panic!("{error}"));
    let cohort =
        cohort::read(&study, "cohort.csv", bytes).unwrap_or_else(|error| panic!("{error}"));
    let ledger = analyse(&study, &cohort).ledger;
    let numbers = ledger
        .iter()
        .map(|number| format!("{} {:?} {}", number.id, number.value, number.missing));
    (text, new.look_at.join("\n"), numbers.collect())
}

/// The cells of the plain cohort, each changed.
fn changed(change: impl Fn(usize, usize, &str) -> String, delimiter: &str) -> String {
    let mut out = String::new();
    for (row, line) in plain().lines().enumerate() {
        let cells = line.split(',').enumerate();
        let cells: Vec<String> = cells
            .map(|(column, cell)| change(row, column, cell))
            .collect();
        out.push_str(&cells.join(delimiter));
        out.push('\n');
    }
    out
}

fn only(wanted: usize, change: impl Fn(&str) -> String) -> impl Fn(usize, usize, &str) -> String {
    move |row, column, cell| {
        if row > 0 && column == wanted {
            change(cell)
        } else {
            cell.to_owned()
        }
    }
}

fn grouped(cell: &str, separator: &str) -> String {
    let (head, tail) = cell.split_at(cell.len() - 3);
    format!("{head}{separator}{tail}")
}

fn date(cell: &str, format: &str) -> String {
    let date: jiff::civil::Date = cell.parse().unwrap();
    date.strftime(format).to_string()
}

#[test]
fn the_same_cohort_in_every_way_of_writing_has_the_same_numbers() {
    let (text, _, expected) = made(plain().as_bytes());
    assert!(
        !text.contains("header_line") && !text.contains("pivot"),
        "{text}"
    );
    let plain = plain();
    let (header, rows) = plain.split_once('\n').unwrap();
    let dates = |format: &'static str| {
        move |row: usize, column: usize, cell: &str| match column {
            5 | 6 if row > 0 => format!("\"{}\"", date(cell, format)),
            _ => cell.to_owned(),
        }
    };
    let ways: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "title",
            format!("Export,,,,,,,\n\n{plain}").into(),
            "header_line = 3",
        ),
        (
            "comments",
            format!("# one\n# \"two, three\n{plain}").into(),
            "comment = \"#\"",
        ),
        (
            "units",
            format!("{header}\n,,years,mg/L,/nl,,,\n{rows}").into(),
            "units_row = true",
        ),
        (
            "footer",
            format!("{plain},,,,,,,\nTotal,40,,,,,,\n* see text\n").into(),
            "footer = 2",
        ),
        (
            "decimal commas",
            changed(only(3, |cell| cell.replace('.', ",")), ";").into(),
            "decimal = \",\"",
        ),
        (
            "thousands",
            changed(only(4, |cell| format!("\"{}\"", grouped(cell, ","))), ",").into(),
            "thousands = \",\"",
        ),
        (
            "spaces",
            changed(only(4, |cell| grouped(cell, "\u{202f}")), ",").into(),
            "thousands = \" \"",
        ),
        (
            "apostrophes",
            changed(only(4, |cell| grouped(cell, "'")), ",").into(),
            "thousands = \"'\"",
        ),
        (
            "exponents",
            changed(only(4, |cell| format!("{cell}E+00")), ",").into(),
            "",
        ),
        (
            "fractions of zeros",
            changed(only(2, |cell| format!("{cell}.0")), ",").into(),
            "",
        ),
        (
            "day first",
            changed(dates("%d.%m.%Y"), ",").into(),
            "dates = \"dmy\"",
        ),
        (
            "month first",
            changed(dates("%m/%d/%Y"), ",").into(),
            "dates = \"mdy\"",
        ),
        ("month names", changed(dates("%b %d, %Y"), ",").into(), ""),
        ("SAS", changed(dates("%d%b%Y"), ",").into(), ""),
        ("compact", changed(dates("%Y%m%d"), ",").into(), ""),
        (
            "times of day",
            changed(dates("%Y-%m-%d 07:15"), ",").into(),
            "",
        ),
        (
            "two digits",
            changed(dates("%d-%b-%y"), ",").into(),
            "pivot = 24",
        ),
        (
            "two digits only",
            changed(dates("%d.%m.%y"), ",").into(),
            "pivot = 24",
        ),
        (
            "no marks",
            plain.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "encoding = \"UTF-16LE\"",
        ),
        (
            "controls",
            changed(only(1, |cell| format!("{cell}\u{19}")), ",").into(),
            "",
        ),
        (
            "characters without width",
            changed(only(1, |cell| format!("{cell}\u{200b}")), ",").into(),
            "",
        ),
        (
            "uneven titles",
            format!("Registry,of hearts,,,,,,\nby:,A. Author\n\n{plain}").into(),
            "header_line = 4",
        ),
        (
            "described columns",
            format!("{header}\nPatient,Arm of treatment,Age in years,C-reactive protein,Blood platelets,Day of surgery,Last seen alive,Vital status\n{rows}").into(),
            "skip = [2]",
        ),
        (
            "types",
            format!("{header}\nstr,str,int,float,int,date,date,str\n{rows}").into(),
            "skip = [2]",
        ),
        (
            "header and subtotal again",
            plain
                .replacen("P020,", &format!("{header}\nSubtotal,,49.5,,,,,\nP020,"), 1)
                .into(),
            "skip = [22, 23]",
        ),
        (
            "comment amid the rows",
            plain.replacen("P020,", "# checked, twice\nP020,", 1).into(),
            "comment = \"#\"",
        ),
        (
            "rows without a value",
            format!("{plain}NA,NA,NA,NA,NA,NA,NA,NA\n,,,,,,,\n\u{1a}").into(),
            "",
        ),
        (
            "blanks",
            plain.replace(',', "   ").into(),
            "delimiter = \"blanks\"",
        ),
        (
            "carets",
            plain.replace(',', "^").into(),
            "delimiter = \"^\"",
        ),
        (
            "blanks before quotes",
            changed(only(7, |cell| format!(" \"{cell}\"")), ",").into(),
            "",
        ),
        (
            "kept as text",
            changed(only(4, |cell| format!("\"=\"\"{cell}\"\"\"")), ",").into(),
            "",
        ),
        (
            "wide digits",
            changed(only(2, |cell| cell.replace('4', "\u{ff14}")), ",").into(),
            "",
        ),
        (
            "zones",
            changed(dates("%Y-%m-%dT07:15:00+01:00[Europe/Berlin]"), ",").into(),
            "",
        ),
        (
            "Chinese dates",
            changed(dates("%Y年%-m月%-d日"), ",").into(),
            "",
        ),
        (
            "digits of date and time",
            changed(dates("%Y%m%d071500"), ",").into(),
            "",
        ),
        (
            "spellings",
            changed(
                |row, column, cell| match (row % 7, column) {
                    (1, 7) => cell.to_uppercase(),
                    (2, 7) => format!("{cell}."),
                    (3, 7) => cell.chars().take(1).collect(),
                    _ => cell.to_owned(),
                },
                ",",
            )
            .into(),
            "spellings = {",
        ),
    ];
    for (way, bytes, stated) in ways {
        let (text, told, numbers) = made(&bytes);
        assert!(text.contains(stated), "{way}: {text}");
        let differing: Vec<_> = expected
            .iter()
            .zip(&numbers)
            .filter(|(a, b)| a != b)
            .take(3)
            .collect();
        assert!(numbers == expected, "{way}: {differing:?}\n{told}\n{text}");
    }
}

#[test]
fn a_study_whose_header_stands_elsewhere_gets_one_finding_with_the_key() {
    let (text, ..) = made(plain().as_bytes());
    let (study, _) = Layout::parse("study", "study.toml", &text).unwrap();
    let rows = plain().split_once('\n').unwrap().1.to_owned();
    for (bytes, key) in [
        (
            format!("Export of 2024,,,,,,,\n\n{}", plain()),
            "set header_line = 3 in [cohort]",
        ),
        (
            format!("# exported\n# twice\n{}", plain()),
            "set comment = \"#\" in [cohort]",
        ),
        (rows, "set header_line = 0 in [cohort]"),
    ] {
        let findings = cohort::read(&study, "cohort.csv", bytes.as_bytes()).unwrap_err();
        let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains(key), "{told:?}");
    }
}

/// The report of one column in the table that `new` ends with.
fn row_of<'t>(overview: &'t str, column: &str) -> &'t str {
    overview
        .split("\n\n")
        .find(|row| row.starts_with(column))
        .unwrap_or_default()
}

/// How many cells a row of the table says are missing: "missing: NA 2, 3 empty".
fn missing_in(row: &str) -> usize {
    let Some((_, told)) = row.split_once("missing: ") else {
        return 0;
    };
    let told = told.split("; ").next().unwrap_or_default();
    let count = |part: &str| {
        let mut numbers = part
            .split(' ')
            .filter_map(|word| word.parse::<usize>().ok());
        if part.ends_with(" empty") {
            numbers.take(1).next()
        } else {
            numbers.next_back()
        }
    };
    told.split(", ").filter_map(count).sum()
}

/// Nothing is dropped in silence: of cells that are no values, as many are told as
/// were put in, and the others keep theirs.
#[test]
fn every_cell_that_is_set_missing_is_counted() {
    const NUMBERS: [&str; 11] = [
        "ND", "k.A.", "NA", "", "-", "n.a.", "<LOD", "#DIV/0!", "-99", "inconnu", "\u{2014}",
    ];
    const DATES: [&str; 8] = [
        "2016-??-11",
        "2016-03",
        "lost",
        "",
        "NA",
        "0000-00-00",
        "9999-12-31",
        "onbekend",
    ];
    let mut state = 1_u64;
    let mut next = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for round in 0..40 {
        let mut text = "id,crp,surgery\n".to_owned();
        let (mut numbers, mut dates) = (0, 0);
        for row in 0..60 {
            let crp = if next(6) == 0 {
                numbers += 1;
                NUMBERS[next(NUMBERS.len())].to_owned()
            } else {
                format!("{}.{}", 3 + next(40), 1 + next(8))
            };
            let date = if next(6) == 0 {
                dates += 1;
                DATES[next(DATES.len())].to_owned()
            } else {
                format!("2016-{:02}-{:02}", 1 + next(12), 1 + next(28))
            };
            text.push_str(&format!("P{row},{crp},{date}\n"));
        }
        let today = jiff::civil::date(2024, 5, 1);
        let new = new_study("cohort.csv", "study", text.as_bytes(), today).unwrap();
        // Lines that go on begin with a blank.
        let mut overview = String::new();
        for line in &new.overview {
            if line.starts_with(' ') {
                overview.push(' ');
                overview.push_str(line.trim());
            } else {
                overview.push_str("\n\n");
                overview.push_str(line);
            }
        }
        let told = |column: &str| missing_in(row_of(&overview, column));
        assert_eq!(
            (told("crp"), told("surgery")),
            (numbers, dates),
            "{round}: {overview}\n{text}"
        );
        let study = new
            .files
            .iter()
            .find(|(name, _)| name == "study.toml")
            .unwrap();
        let study = String::from_utf8(study.1.clone()).unwrap();
        let (study, _) = Layout::parse("study", "study.toml", &study).unwrap();
        let cohort = cohort::read(&study, "cohort.csv", text.as_bytes()).unwrap();
        let missing = |column: &str| {
            let present = cohort.column(column).present();
            present.iter().filter(|present| !**present).count()
        };
        assert_eq!(
            (missing("crp"), missing("surgery")),
            (numbers, dates),
            "{round}"
        );
    }
}

/// A quote that is not closed takes in the rows behind it, which must not be lost
/// without a word: to the end of the file, or to the next quote.
#[test]
fn a_quote_that_is_not_closed_is_an_error() {
    let rows = |notes: &dyn Fn(usize) -> String| {
        let mut csv = "id,age,arm,note\n".to_owned();
        for id in 1..=40 {
            csv += &format!("{id},{},{},{}\n", 40 + id, ["A", "B"][id % 2], notes(id));
        }
        csv
    };
    let toml = "[document]\ntitle = \"Notes\"\ndate = \"2026-01-01\"\n[variables.id]\nkind = \"identifier\"\n\
        [variables.age]\nkind = \"continuous\"\n[variables.arm]\nkind = \"nominal\"\nlevels = [\"A\", \"B\"]\n[variables.note]\nkind = \"text\"\n";
    let validated = |csv: &str| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("cohort.csv"), csv).unwrap();
        std::fs::write(folder.path().join("study.toml"), toml).unwrap();
        let output = program().arg("validate").arg(folder.path()).output();
        let output = output.unwrap();
        (output.status.code(), stdout(&output) + &stderr(&output))
    };
    let open = |id| if id == 12 { "\"see above" } else { "ok" }.to_owned();
    let to_next = |id| match id {
        12 => "\"see above".to_owned(),
        30 => "\"none\"".to_owned(),
        _ => "ok".to_owned(),
    };
    for csv in [
        rows(&open),
        rows(&open).trim_end().to_owned(),
        rows(&to_next),
        rows(&open).replace('\n', "\r\n"),
    ] {
        let (code, said) = validated(&csv);
        assert_ne!(code, Some(0), "{said}");
        assert!(
            said.contains("look like rows") && said.contains("line 13"),
            "{said}"
        );
    }
    // Notes of several lines are cells as any.
    let prose = |id| match id {
        5 => "\"first, second\nthird, fourth, fifth, sixth\nno more\"".to_owned(),
        7 => "\"ends in a blank line\n\"".to_owned(),
        _ => "5\" scar".to_owned(),
    };
    let (code, said) = validated(&rows(&prose));
    assert_eq!(code, Some(0), "{said}");
}
