//! What `new` takes the cells of a column for: the values that a report then computes
//! with are those that were put into the file.

use std::fmt::Display;

use cohort_report::analyse::analyse;
use cohort_report::cohort::{self, Cohort};
use cohort_report::layout::Layout;
use cohort_report::new::new_study;
use cohort_report::study::{Kind, Study};

/// A study drafted from a file, and the cohort as that study reads it.
struct Draft {
    text: String,
    told: String,
    study: Study,
    cohort: Cohort,
}

impl Draft {
    fn of(csv: &str) -> Self {
        let today = jiff::civil::date(2026, 5, 1);
        let made = new_study("cohort.csv", "x", csv.as_bytes(), today)
            .unwrap_or_else(|findings| panic!("{findings}\n{csv}"));
        let (_, text) = made
            .files
            .iter()
            .find(|(name, _)| name == "study.toml")
            .unwrap();
        let text = String::from_utf8(text.clone()).unwrap();
        let (study, _) =
            Layout::parse("x", "study.toml", &text).unwrap_or_else(|f| panic!("{f}\n{text}"));
        let cohort = cohort::read(&study, "cohort.csv", csv.as_bytes())
            .unwrap_or_else(|findings| panic!("{findings}\n{text}"));
        Self {
            text,
            told: made.look_at.join("\n"),
            study,
            cohort,
        }
    }

    fn kind(&self, name: &str) -> Kind {
        self.study.variable(name).unwrap().kind
    }

    fn numbers(&self, name: &str) -> Vec<Option<f64>> {
        assert_eq!(self.kind(name), Kind::Continuous, "{name}: {}", self.text);
        self.cohort.column(name).numbers().iter().collect()
    }

    /// The codes of the levels of the rows, `-` where they are missing.
    fn levels(&self, name: &str) -> Vec<String> {
        let variable = self.study.variable(name).unwrap();
        assert!(variable.kind.is_categorical(), "{name}: {}", self.text);
        let code = |level: Option<usize>| {
            level.map_or_else(|| "-".to_owned(), |at| variable.levels[at].code.clone())
        };
        self.cohort.column(name).levels().iter().map(code).collect()
    }

    #[track_caller]
    fn tells(&self, part: &str) {
        assert!(self.told.contains(part), "{part}:\n{}", self.told);
    }
}

/// A file of an identifier, a grouping and a column of these cells, over and over.
fn column<C: Display>(name: &str, cells: &[C], rows: usize) -> String {
    let mut csv = format!("id,arm,{name}\n");
    for (row, cell) in cells.iter().cycle().take(rows).enumerate() {
        csv += &format!("P{row},{},{cell}\n", ["A", "B"][row % 2]);
    }
    csv
}

const ROWS: usize = 60;

/// The values of the cells, over and over.
fn cycled<T: Clone>(values: &[T]) -> Vec<T> {
    values.iter().cloned().cycle().take(ROWS).collect()
}

#[test]
fn a_word_in_most_cells_leaves_the_numbers_numbers() {
    for word in [
        "nicht untersucht",
        "pendiente",
        "not yet back",
        "ej bestämt",
        "en attente",
    ] {
        let mut cells: Vec<String> = (0..10).map(|n| format!("{}.5", 40 + n)).collect();
        let mut values: Vec<Option<f64>> = (0..10).map(|n| Some(f64::from(40 + n) + 0.5)).collect();
        cells.extend(std::iter::repeat_n(word.to_owned(), 20));
        values.extend(std::iter::repeat_n(None, 20));
        let draft = Draft::of(&column("LVEF", &cells, ROWS));
        assert_eq!(draft.numbers("LVEF"), cycled(&values), "{word}");
        draft.tells(&format!(
            "LVEF: 40 cells that do not fit are set missing: \"{word}\""
        ));
    }
    // The names of rooms are no measurement.
    let mut cells: Vec<String> = (1..=10).map(|n| n.to_string()).collect();
    cells.extend(std::iter::repeat_n("ICU".to_owned(), 8));
    let draft = Draft::of(&column("Room", &cells, ROWS));
    assert_eq!(draft.kind("Room"), Kind::Nominal);
}

#[test]
fn numbers_among_levels_are_told() {
    for cells in [
        &[
            "2 days", "3 days", "4 days", "5-7 days", "1-3 days", "2-3 days", "4-5 days",
        ][..],
        &["3", "5", "12", "20", "3 or 4", "5 or 6", "none seen", "all"],
        &[
            "1.5",
            "2.5",
            "3.5",
            "see letter 1",
            "see letter 2",
            "see letter 3",
            "see letter 4",
        ],
    ] {
        let draft = Draft::of(&column("Duration", cells, ROWS));
        draft.tells("levels are numbers, such as");
    }
}

#[test]
fn identifiers_of_publications_are_no_numbers() {
    for cells in [
        &["10.1002/hfm", "10.1002/hbm", "10.1016/j.x", "10.1093/b"][..],
        &["10.1002/hfm"],
    ] {
        let draft = Draft::of(&column("doi", cells, ROWS));
        assert_ne!(draft.kind("doi"), Kind::Continuous);
        assert!(!draft.told.contains("numbers, such as"), "{}", draft.told);
        assert!(!draft.told.contains("different units"), "{}", draft.told);
    }
}

#[test]
fn negative_codes_among_positive_numbers_are_missing() {
    for (name, code) in [
        ("packyears", "-6"),
        ("bmi", "-9.9"),
        ("gfr", "-99.9"),
        ("hb", "-4"),
    ] {
        let mut cells: Vec<String> = (0..8).map(|n| format!("{}.5", 20 + n)).collect();
        let mut values: Vec<Option<f64>> = (0..8).map(|n| Some(f64::from(20 + n) + 0.5)).collect();
        cells.extend([code.to_owned(), code.to_owned()]);
        values.extend([None, None]);
        let draft = Draft::of(&column(name, &cells, ROWS));
        assert_eq!(draft.numbers(name), cycled(&values), "{name}");
        draft.tells(&format!("{name}: {code} is taken for missing"));
    }
    // With a decimal comma the study names what stands in the file.
    let csv = "id;bmi\n1;23,5\n2;24,5\n3;-9,9\n4;26,5\n5;-9,9\n6;22,1\n";
    let draft = Draft::of(csv);
    let values = [Some(23.5), Some(24.5), None, Some(26.5), None, Some(22.1)];
    assert_eq!(draft.numbers("bmi"), values);
    // So may these, and numbers that lie near zero.
    for (name, code) in [
        ("tumour shrinkage", "-5"),
        ("NIHSS improvement", "-2"),
        ("fluid", "-4"),
        ("net", "-5"),
        ("ctDNA", "-2"),
    ] {
        let cells = ["1.5", code, "3.5", "12.5", code, "0.5"];
        let draft = Draft::of(&column(name, &cells, ROWS));
        assert_eq!(draft.numbers(name)[1], code.parse().ok(), "{name}");
        draft.tells(&format!("{name}: {code} is the only negative number"));
    }
    let cells = ["1.5", "-2", "3.5", "12.5", "-1.5", "0.5"];
    let draft = Draft::of(&column("crp", &cells, ROWS));
    assert_eq!(draft.numbers("crp")[1], Some(-2.0));
    draft.tells("-2 is one of few negative numbers");
    // A change may be negative.
    let cells = ["1.5", "-2", "3.5", "12.5", "-2", "0.5"];
    let draft = Draft::of(&column("Change in CRP", &cells, ROWS));
    assert_eq!(draft.numbers("Change in CRP")[1], Some(-2.0));
}

#[test]
fn ranges_are_read_behind_the_dates_of_a_spreadsheet() {
    for (cells, levels) in [
        (["0", "3-Jan", "9-Apr", ">=10"], ["0", "1-3", "4-9", ">=10"]),
        (
            ["<10", "Oct-20", "20-50", ">50"],
            ["<10", "10-20", "20-50", ">50"],
        ),
        (
            ["<10", "2020-10-01", "20-50", ">50"],
            ["<10", "10-20", "20-50", ">50"],
        ),
        (["0", "01. Mrz", "04. Sep", ">9"], ["0", "1-3", "4-9", ">9"]),
        (
            ["0", "1/5/2024", "6/10/2024", ">10"],
            ["0", "1-5", "6-10", ">10"],
        ),
    ] {
        let draft = Draft::of(&column("Nodes", &cells, ROWS));
        assert_eq!(draft.levels("Nodes"), cycled(&levels), "{cells:?}");
        assert_eq!(draft.kind("Nodes"), Kind::Ordinal);
        draft.tells("ranges that a spreadsheet turned into dates are read as such");
    }
    // Months of a year stay such.
    let months = ["Jan-20", "Feb-20", "Mar-20", "Oct-20"];
    let draft = Draft::of(&column("month_of_surgery", &months, ROWS));
    assert_eq!(draft.levels("month_of_surgery"), cycled(&months));
    // What cannot be read makes no groups.
    let rows = (0..ROWS).map(|row| format!("{row},{},{}\n", ["0", "2024-10-01"][row % 2], row % 3));
    let draft = Draft::of(&format!("id,group,stage\n{}", rows.collect::<String>()));
    assert_eq!(draft.kind("group"), Kind::Text);
    // 1-10 or 10-24: nothing shows which.
    let draft = Draft::of(&column("Nodes", &["0", "2024-10-01"], ROWS));
    assert_eq!(draft.kind("Nodes"), Kind::Text);
    draft.tells("a spreadsheet seems to have turned ranges of numbers into dates");
}

#[test]
fn codes_of_a_nomenclature_are_no_numbers() {
    for (name, cells) in [
        ("Diagnosis code", ["250.00", "038.9", "V45.81", "486"]),
        ("ICD-9", ["250.00", "410.1", "486", "401.9"]),
        ("Main diagnosis", ["250.00", "001.1", "486", "401.9"]),
        ("DRG", ["871", "291", "470", "872"]),
        ("Zip", ["2139", "90210", "1001", "94110"]),
        ("Ward", ["1E1", "1E2", "2E1", "2E2"]),
        ("CPT code", ["99213", "99214", "44970", "47562"]),
    ] {
        let draft = Draft::of(&column(name, &cells, ROWS));
        assert_eq!(draft.kind(name), Kind::Nominal, "{}", draft.text);
        let cells = cells.map(str::to_owned);
        assert_eq!(draft.levels(name), cycled(&cells), "{name}");
    }
    // What is counted or measured is none, whatever it is named for.
    for (name, cells) in [
        ("ICD shocks", ["125", "14", "89", "102"]),
        ("ICD implant duration", ["102", "70", "45", "83"]),
        ("OPS-Dauer", ["185", "61", "128", "97"]),
        ("Code-Zeit", ["208", "146", "390", "112"]),
        ("DRG weight", ["2.92", "0.73", "3.64", "1.15"]),
        ("MS-DRG", ["2.92", "0.73", "3.64", "1.15"]),
        ("drg_cost", ["2389", "5445", "5493", "1200"]),
        ("zip_income", ["79841", "31601", "66832", "50210"]),
        ("postal_km", ["251", "156", "242", "118"]),
        ("ATC dose", ["321", "287", "166", "105"]),
        ("procedure codes n", ["185", "194", "205", "120"]),
        ("cfu", ["5E4", "1E5", "3E5", "2E6"]),
        ("pct", ["021.5", "029.1", "106.4", "087.2"]),
        (
            "platelets",
            ["1521834985", "1998695729", "1694083008", "950000000"],
        ),
        (
            "wbc_admission",
            ["1521834985", "1998695729", "1694083008", "950000000"],
        ),
    ] {
        let values = cells.map(|cell| cell.parse::<f64>().ok());
        let mut many: Vec<String> = cells.map(str::to_owned).to_vec();
        // More than a category has levels.
        let last = values[3].unwrap_or_default();
        many.extend((1..=26).map(|n| format!("{}", last + f64::from(n))));
        let draft = Draft::of(&column(name, &many, ROWS));
        assert_eq!(draft.numbers(name)[..4], values, "{name}");
    }
    // Months filled up to one width are months.
    let cells = ["0006", "0046", "0083", "0120"];
    let draft = Draft::of(&column("Survival months", &cells, ROWS));
    let months = [6.0, 46.0, 83.0, 120.0].map(Some);
    assert_eq!(draft.numbers("Survival months"), cycled(&months));
}

#[test]
fn letters_behind_numbers_of_stages_keep_their_order() {
    for (name, ordered) in [
        ("CKD", &["2", "3a", "3b", "4", "5"][..]),
        ("T", &["1a", "1b", "2", "3", "4"]),
        ("BI-RADS", &["4a", "4b", "4c"]),
        ("Gustilo", &["1", "2", "3A", "3B", "3C"]),
    ] {
        let draft = Draft::of(&column(name, ordered, ROWS));
        assert_eq!(draft.kind(name), Kind::Ordinal, "{}", draft.text);
        let levels = &draft.study.variable(name).unwrap().levels;
        let found: Vec<&str> = levels.iter().map(|level| level.code.as_str()).collect();
        assert_eq!(found, ordered, "{name}");
    }
    // Days and weeks.
    let draft = Draft::of(&column("Stay", &["2d", "1w", "5d", "3w"], ROWS));
    let levels = &draft.study.variable("Stay").unwrap().levels;
    let found: Vec<&str> = levels.iter().map(|level| level.code.as_str()).collect();
    assert!(
        draft.kind("Stay") != Kind::Ordinal || found == ["2d", "5d", "1w", "3w"],
        "{}",
        draft.text
    );
}

#[test]
fn units_that_differ_make_no_order_by_their_numbers() {
    let draft = Draft::of(&column("Age", &["5mo", "1y", "2y", "11mo"], ROWS));
    let ordered: Vec<&str> = draft
        .study
        .variable("Age")
        .unwrap()
        .levels
        .iter()
        .map(|l| l.code.as_str())
        .collect();
    assert!(
        ordered.is_empty() || ordered == ["5mo", "11mo", "1y", "2y"],
        "{}",
        draft.text
    );
    let cells = [
        "2y", "3y", "4y", "5mo", "6y", "7y", "8mo", "9y", "10y", "11mo",
    ];
    let draft = Draft::of(&column("Age", &cells, ROWS));
    assert_eq!(draft.kind("Age"), Kind::Text);
    draft.tells("its numbers have different units: y");
}

#[test]
fn the_least_of_a_measurement_is_not_in_minutes() {
    let mut csv =
        "id,hr_min,lac_min,lac_max,zz_min,zz_mean,op_min,clamp_min,Pack years\n".to_owned();
    for row in 0..20 {
        csv += &format!(
            "P{row},{},1.{row},2.{row},{row}.25,{row}.5,{},{},{row}.5\n",
            50 + row,
            90 + row,
            30 + row
        );
    }
    let draft = Draft::of(&csv);
    let unit = |name: &str| draft.study.variable(name).unwrap().unit.clone();
    for name in ["hr_min", "lac_min", "zz_min", "Pack years"] {
        assert_eq!(unit(name), None, "{name}");
    }
    for name in ["op_min", "clamp_min"] {
        assert_eq!(unit(name).as_deref(), Some("min"), "{name}");
    }
}

#[test]
fn lists_of_choices_are_counted_choice_by_choice() {
    for (cells, counts) in [
        (
            ["ASA;BB;statin", "BB;statin;ASA", "ASA", "none", "statin"],
            [("asa", 36), ("bb", 24), ("statin", 36)],
        ),
        (
            ["ASA|BB", "BB|ASA", "ASA", "statin", ""],
            [("asa", 36), ("bb", 24), ("statin", 12)],
        ),
        (
            ["\"ASA, BB\"", "\"statin, BB\"", "ASA", "BB", "statin"],
            [("asa", 24), ("bb", 36), ("statin", 24)],
        ),
    ] {
        let draft = Draft::of(&column("Drugs", &cells, ROWS));
        for (choice, count) in counts {
            let yes = draft.levels(&format!("drugs_{choice}"));
            let yes = yes.iter().filter(|level| *level == "yes").count();
            assert_eq!(yes, count, "{choice} of {cells:?}");
        }
        draft.tells("Drugs: holds lists of choices, such as");
        assert!(draft.text.contains("rows = [\"drugs_"), "{}", draft.text);
    }
    let draft = Draft::of(&column(
        "Site",
        &["\"breast, left\"", "\"breast, right\"", "\"lung, left\""],
        ROWS,
    ));
    assert!(!draft.text.contains("[derived."));
}

#[test]
fn empty_cells_beside_a_tick_are_no() {
    for (tick, no) in [
        ("x", "no"),
        ("X", "no"),
        ("\u{2713}", "no"),
        ("1", "0"),
        ("yes", "no"),
        ("Ja", "Nein"),
    ] {
        let draft = Draft::of(&column("Fever", &[tick, "", ""], ROWS));
        assert_eq!(
            draft.levels("Fever"),
            cycled(&[tick, no, no].map(str::to_owned)),
            "{tick}"
        );
        assert_eq!(draft.kind("Fever"), Kind::Binary);
        draft.tells("Fever: 40 empty cells are taken for no");
    }
    // Few of them are missing.
    let mut cells = vec!["1"; 29];
    cells.push("");
    let draft = Draft::of(&column("Consent", &cells, ROWS));
    assert!(!draft.text.contains("empty ="), "{}", draft.text);
}

#[test]
fn a_death_that_is_ticked_is_an_event() {
    let mut csv = "id,arm,months,dead\n".to_owned();
    for row in 0..60 {
        let (months, dead) = if row % 3 == 0 {
            (5 + row % 7, "1")
        } else {
            (20 + row % 30, "")
        };
        csv += &format!("{row},{},{months},{dead}\n", ["A", "B"][row % 2]);
    }
    let draft = Draft::of(&csv);
    assert_eq!(draft.study.endpoints.len(), 1, "{}", draft.text);
    let ledger = analyse(&draft.study, &draft.cohort).ledger;
    let events = ledger
        .iter()
        .find(|number| number.id.to_string() == "survival.events");
    assert_eq!(events.and_then(|number| number.value.number()), Some(20.0));
}

#[test]
fn flags_of_a_laboratory_are_left_out() {
    for (cells, values, marks) in [
        (
            ["3.6", "5.2 H", "4.1", "2.9 L"],
            [3.6, 5.2, 4.1, 2.9],
            "[\"H\", \"L\"]",
        ),
        (
            ["131", "12*", "140", "145"],
            [131.0, 12.0, 140.0, 145.0],
            "[\"*\"]",
        ),
        (
            ["3.6", "5.2 (H)", "4.1", "2.9"],
            [3.6, 5.2, 4.1, 2.9],
            "[\"(H)\"]",
        ),
        (
            ["3.6", "12.5\u{2191}", "4.1", "2.9\u{2193}"],
            [3.6, 12.5, 4.1, 2.9],
            "[\"\u{2191}\", \"\u{2193}\"]",
        ),
        (
            ["3.6", "130 L", "4.1", "2.9"],
            [3.6, 130.0, 4.1, 2.9],
            "[\"L\"]",
        ),
    ] {
        let draft = Draft::of(&column("Potassium", &cells, ROWS));
        assert_eq!(
            draft.numbers("Potassium"),
            cycled(&values.map(Some)),
            "{cells:?}"
        );
        assert!(
            draft.text.contains(&format!("marks = {marks}")),
            "{}",
            draft.text
        );
        draft.tells("is taken for a mark of abnormal values and left out");
    }
    // Litres are litres.
    let draft = Draft::of(&column("Volume", &["1.5 L", "2.5 L", "3.5 L"], ROWS));
    assert_eq!(
        draft.study.variable("Volume").unwrap().unit.as_deref(),
        Some("L")
    );
}

#[test]
fn limits_are_read_in_words() {
    let cells = ["1.5", "below 0.5", "2.5", "3.5", "&lt;0.5", "under 0.5"];
    let values = [1.5, 0.5, 2.5, 3.5, 0.5, 0.5].map(Some);
    let draft = Draft::of(&column("Troponin", &cells, ROWS));
    assert_eq!(draft.numbers("Troponin"), cycled(&values));
}

#[test]
fn times_of_the_dead_and_of_the_others_are_one_time() {
    let mut csv = "patient,vital_status,days_to_death,days_to_last_followup\n".to_owned();
    let mut days = Vec::new();
    for row in 0..40 {
        let time = 100 + 7 * row;
        days.push(Some(f64::from(time)));
        csv += &match row % 2 {
            0 => format!("TCGA-{row:04},Dead,{time},[Not Available]\n"),
            _ => format!("TCGA-{row:04},Alive,[Not Applicable],{time}\n"),
        };
    }
    let draft = Draft::of(&csv);
    assert_eq!(draft.study.endpoints.len(), 1, "{}", draft.text);
    let found: Vec<Option<f64>> = draft.cohort.column("follow_up").numbers().iter().collect();
    assert_eq!(found, days);
    assert!(
        draft
            .text
            .contains("first = [\"days_to_death\", \"days_to_last_followup\"]")
    );
    draft.tells("the event is vital_status = Dead");
}

#[test]
fn survival_is_found_in_further_forms() {
    let rows = |header: &str, of: &dyn Fn(i32) -> String| {
        (0..40).fold(format!("{header}\n"), |csv, row| csv + &of(row) + "\n")
    };
    let date = |days: i32| jiff::civil::date(2018, 1, 1) + jiff::Span::new().days(days);
    for csv in [
        rows("id,surg_date,death_date,last_date", &|row| {
            let died = if row % 2 == 0 {
                date(200 + row).to_string()
            } else {
                String::new()
            };
            format!("{row},{},{died},{}", date(row), date(300 + row))
        }),
        rows("id,tx_date,death,last", &|row| {
            let died = if row % 2 == 0 {
                date(200 + row).to_string()
            } else {
                "0".to_owned()
            };
            format!("{row},{},{died},{}", date(row), date(300 + row))
        }),
        rows("id,Dx date,Status,Status date", &|row| {
            let status = ["DOD", "NED", "DOC", "AWD"][row as usize % 4];
            format!("{row},{},{status},{}", date(row), date(300 + row))
        }),
    ] {
        let draft = Draft::of(&csv);
        assert_eq!(
            draft.study.endpoints.len(),
            1,
            "{}\n{}",
            draft.told,
            draft.text
        );
    }
    let cells = ["5.5", "(5.5)", "0.25", "1.75"];
    Draft::of(&column("Balance", &cells, ROWS)).tells("by which accounts mark negative amounts");
    // As R prints censored times.
    let times: Vec<String> = (0..20)
        .map(|n| format!("{n}.5{}", ["", "+"][n % 2]))
        .collect();
    let draft = Draft::of(&column("survival", &times, ROWS));
    draft.tells("by which R marks censored times");
}

#[test]
fn the_state_of_a_form_is_no_time() {
    let mut csv = "record_id,base_complete,fu_complete,death,resection_complete\n".to_owned();
    for row in 0..40 {
        csv += &format!("{row},{},2,{},{}\n", row % 3, row % 2, row % 2);
    }
    let draft = Draft::of(&csv);
    assert!(draft.study.endpoints.is_empty(), "{}", draft.text);
    assert!(
        !draft.text.contains("\"fu_complete\", ") && draft.text.contains("\"resection_complete\"]")
    );
}

#[test]
fn partial_dates_zero_dates_and_moments_are_told() {
    let months: Vec<String> = (0..30)
        .map(|n| format!("{:02}/{}", n % 12 + 1, 2016 + n / 12))
        .collect();
    Draft::of(&column("Diagnosis", &months, ROWS)).tells("is a partial date: the day is missing");
    let seconds: Vec<i64> = (0..30).map(|n| 1_500_000_000 + 86_400 * n).collect();
    for name in ["Entry", "epochms", "created_at", "Timestamp", "visit_date"] {
        let draft = Draft::of(&column(name, &seconds, ROWS));
        assert_eq!(draft.kind(name), Kind::Text, "{name}");
    }
    let draft = Draft::of(&column("Entry", &seconds, ROWS));
    draft.tells("seconds or milliseconds since 1970");
}

#[test]
fn one_mistyped_identifier_makes_no_visits() {
    let mut csv = "id,arm,age\n".to_owned();
    for row in 1..=60 {
        let id = if row == 45 { 20 } else { row };
        csv += &format!("{id},{},{}\n", ["A", "B"][row % 2], 40 + row % 30);
    }
    let draft = Draft::of(&csv);
    assert!(!draft.text.contains("rows = \"visits\""), "{}", draft.text);
    assert!(
        draft.text.contains("same_when = [\"id\"]"),
        "{}",
        draft.text
    );
    draft.tells("id: one identifier stands in more than one row (20)");
    // Rows that are there twice.
    let row = |row: usize| format!("{row},{},{}\n", ["A", "B"][row % 2], 40 + row % 30);
    let rows = (1..=60).chain([7, 8, 9, 10]).map(row);
    let draft = Draft::of(&format!("id,arm,age\n{}", rows.collect::<String>()));
    assert!(!draft.text.contains("rows = \"visits\""), "{}", draft.text);
    draft.tells("4 rows are equal to an earlier one in every column (line 62 is the first)");
}

#[test]
fn digits_and_months_of_other_scripts_are_read() {
    let cells = [
        "\u{661}\u{662}\u{66b}\u{665}",
        "\u{663}\u{664}\u{66b}\u{660}",
        "\u{6f1}\u{6f0}",
    ];
    let draft = Draft::of(&column("hb", &cells, 6));
    let values = [12.5, 34.0, 10.0].map(Some);
    assert_eq!(draft.numbers("hb"), [values, values].concat());
    for (cell, date) in [
        ("3. února 2021", "2021-02-03"),
        ("3 Şubat 2021", "2021-02-03"),
        ("3 февраля 2021", "2021-02-03"),
        ("15 srpna 2020", "2020-08-15"),
        ("15 Ağustos 2020", "2020-08-15"),
        ("10 май 2015", "2015-05-10"),
        ("4 марта 2015", "2015-03-04"),
        ("5. června 2020", "2020-06-05"),
        ("5. červenec 2020", "2020-07-05"),
    ] {
        let found = cohort::date_of(cell, cohort_report::study::DateOrder::YearMonthDay);
        assert_eq!(
            found.map(|date| date.to_string()).as_deref(),
            Some(date),
            "{cell}"
        );
    }
}
