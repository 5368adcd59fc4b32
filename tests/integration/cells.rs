//! One cohort in many ways of writing it: the study that `new` makes of each
//! states how it is written, and its numbers are the same.

use cohort_report::analyse::analyse;
use cohort_report::cohort;
use cohort_report::layout::Layout;
use cohort_report::new::new_study;

/// Patients of two arms; dates that no order of day and month mixes up.
fn plain() -> String {
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
fn made(bytes: &[u8]) -> (String, String, Vec<String>) {
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
