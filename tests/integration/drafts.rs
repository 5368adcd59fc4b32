//! What a draft does with columns of series from clinics, registries and laboratories:
//! each is in a table, in an endpoint, or told with its reason.

use std::fmt::Write;

use cohort_report::new::new_study;
use toml::{Table, Value};

struct Draft {
    study: Table,
    told: String,
    overview: String,
}

impl Draft {
    fn of(csv: &str) -> Self {
        let today = jiff::civil::date(2024, 1, 1);
        let made = new_study("data.csv", "data", csv.as_bytes(), today).unwrap();
        let (_, study) = made
            .files
            .iter()
            .find(|(name, _)| name == "study.toml")
            .unwrap();
        Self {
            study: std::str::from_utf8(study).unwrap().parse().unwrap(),
            told: made.look_at.join("\n"),
            overview: made.overview.join("\n"),
        }
    }

    fn rows(&self) -> Vec<&str> {
        let tables = self.study.get("tables").and_then(Value::as_array);
        let rows = tables.and_then(|tables| tables.first()?.get("rows")?.as_array());
        let rows = rows.into_iter().flatten();
        rows.filter_map(Value::as_str).collect()
    }

    fn endpoints(&self) -> Vec<&Table> {
        let found = self.study.get("endpoints").and_then(Value::as_table);
        let found = found.into_iter().flat_map(Table::values);
        found.filter_map(Value::as_table).collect()
    }

    fn of_variable(&self, name: &str, key: &str) -> Option<&str> {
        self.study["variables"][name].get(key)?.as_str()
    }

    fn kind(&self, name: &str) -> &str {
        self.of_variable(name, "kind").unwrap()
    }
}

/// A file with a group and one column after the other.
fn file(rows: usize, columns: &[(&str, &dyn Fn(usize) -> String)]) -> String {
    let mut csv = "Arm".to_owned();
    for (name, _) in columns {
        write!(csv, ",\"{name}\"").unwrap();
    }
    for row in 0..rows {
        write!(csv, "\n{}", ["A", "B"][row % 2]).unwrap();
        for (_, cell) in columns {
            write!(csv, ",\"{}\"", cell(row)).unwrap();
        }
    }
    csv
}

fn yes(row: usize) -> String {
    ["no", "no", "yes"][row * 5 % 7 % 3].to_owned()
}

#[test]
fn outcomes_without_a_time_are_rows_of_the_table() {
    let code = |row: usize| (row * 7 % 5 / 4).to_string();
    let hours = |row: usize| format!("{}.5", 3 + row * 11 % 37);
    let columns: [(&str, &dyn Fn(usize) -> String); 9] = [
        ("30-day mortality", &code),
        ("Hospital mortality", &yes),
        ("Died within 1 year", &yes),
        ("Recurrence", &yes),
        ("Graft failure", &code),
        ("Time to first stool (h)", &hours),
        ("Time to extubation (min)", &hours),
        ("Relapse during treatment", &yes),
        ("Death", &code),
    ];
    let draft = Draft::of(&file(40, &columns));
    assert!(draft.endpoints().is_empty(), "{}", draft.told);
    let wanted: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    assert_eq!(draft.rows(), wanted);
}

/// Another status of the end that an endpoint reads already, and its time in other
/// units, are told and are no rows; what has no time of its own is one.
#[test]
fn what_an_endpoint_shows_already_is_told_and_no_row() {
    let months = |row: usize| format!("{}", 2 + row * 17 % 61);
    let days = |row: usize| format!("{}", (2 + row * 17 % 61) * 30 + 5);
    let dead = |row: usize| (row * 5 % 7 % 3 / 2).to_string();
    let state = |row: usize| ["alive", "alive", "dead"][row * 5 % 7 % 3].to_owned();
    let other = |row: usize| ["no", "yes", "no", "no", "no"][row % 5].to_owned();
    let ended: [(&str, &dyn Fn(usize) -> String); 2] =
        [("os_months", &months), ("os_event", &dead)];
    for (name, cell, row) in [
        (
            "survival_days",
            &days as &dyn Fn(usize) -> String,
            "Second cancer",
        ),
        ("Last state", &state, "Local recurrence"),
        ("Vital status", &state, "Complication"),
    ] {
        let mut columns = ended.to_vec();
        columns.push((name, cell));
        columns.push((row, &other));
        let draft = Draft::of(&file(60, &columns));
        let told = &draft.told;
        assert_eq!(draft.endpoints().len(), 1, "{told}");
        assert_eq!(draft.rows(), [row]);
        let line = told.lines().find(|line| {
            line.contains(name) && line.contains("shows the same as endpoint survival")
        });
        assert!(line.is_some(), "{name}: {told}");
    }
}

#[test]
fn every_column_is_used_or_told() {
    let one = |_: usize| "5".to_owned();
    let all = |_: usize| "0".to_owned();
    let many = |row: usize| format!("place {}", row % 25);
    let day = |row: usize| format!("2020-{:02}-{:02}", row % 12 + 1, row % 28 + 1);
    let some = |row: usize| match row % 3 {
        0 => day(row + 5),
        _ => String::new(),
    };
    let text = |row: usize| format!("a note about patient {row} and nothing else");
    let number = |row: usize| format!("{}.{}", row * 13 % 90, row % 10);
    let names: Vec<String> = (0..24).map(|at| format!("marker {at}")).collect();
    let mut columns: Vec<(&str, &dyn Fn(usize) -> String)> = vec![
        ("protocol", &one),
        ("death", &all),
        ("town", &many),
        ("biopsy date", &day),
        ("stroke date", &some),
        ("remarks", &text),
    ];
    columns.extend(
        names
            .iter()
            .map(|name| (name.as_str(), &number as &dyn Fn(usize) -> String)),
    );
    let draft = Draft::of(&file(60, &columns));
    let rows = draft.rows();
    let told = &draft.told;
    for (name, _) in &columns {
        let is_told = told.lines().any(|line| {
            let (names, _) = line.split_once(": ").unwrap_or_default();
            names
                .split([',', ' '])
                .any(|own| name.contains(own) && !own.is_empty())
        });
        assert!(rows.contains(name) || is_told, "{name}: {told}");
    }
    for part in [
        "protocol, death: every cell is the same",
        "town: 25 levels are too many",
        "biopsy date, stroke date: a date that no endpoint reads",
        "not among the first 20 characteristics",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn numbers_that_name_things_are_not_summarised() {
    let unique = |row: usize| (204_100 + row * 3).to_string();
    for header in [
        "Case number",
        "Study no.",
        "Hospital number",
        "Pathology case no",
        "Fallnummer",
        "Aktennummer",
        "Número de historia",
        "Numer pacjenta",
        "Journalnummer",
        "MRN",
    ] {
        let draft = Draft::of(&file(
            40,
            &[
                ("Age", &|row| (30 + row % 31).to_string()),
                (header, &unique),
            ],
        ));
        assert_eq!(draft.kind(header), "identifier", "{header}");
        assert_eq!(draft.rows(), ["Age"], "{header}");
    }
    // What is counted or measured, unique or not, stays a number.
    for header in [
        "Number of platelets",
        "Number of steps",
        "Lesion number",
        "Number of patients",
        "CD4 count",
        "Volume (ml)",
        "Weight",
        "Lymphocytes",
        "Case volume",
    ] {
        let draft = Draft::of(&file(40, &[(header, &unique)]));
        assert_eq!(draft.kind(header), "continuous", "{header}");
    }
    // Several rows of each.
    for header in [
        "litter",
        "School",
        "Family id",
        "pair_no",
        "cage",
        "Village code",
    ] {
        let cluster = |row: usize| (row / 4 * 3 + 1).to_string();
        let draft = Draft::of(&file(
            120,
            &[
                ("Age", &|row| (30 + row % 31).to_string()),
                (header, &cluster),
            ],
        ));
        assert_eq!(
            draft.kind(header),
            "nominal",
            "{header}: {}",
            draft.overview
        );
        assert_eq!(draft.rows(), ["Age"], "{header}");
        assert!(
            draft.told.contains("names of what rows belong to"),
            "{}",
            draft.told
        );
    }
    for header in [
        "Litter size",
        "School years",
        "Family income",
        "Block length (mm)",
    ] {
        let measured = |row: usize| (row / 4 * 3 + 1).to_string();
        let draft = Draft::of(&file(120, &[(header, &measured)]));
        assert_eq!(draft.kind(header), "continuous", "{header}");
    }
    for header in ["Rat", "mouse no.", "Animal ID", "Pig number", "Participant"] {
        let animal = |row: usize| (row / 12 + 1).to_string();
        let draft = Draft::of(&file(
            180,
            &[
                ("Mass", &|row| (30 + row % 31).to_string()),
                (header, &animal),
            ],
        ));
        assert_eq!(draft.kind(header), "identifier", "{header}");
        assert_eq!(
            draft.study["cohort"]["rows"].as_str(),
            Some("visits"),
            "{header}"
        );
    }
}

#[test]
fn only_units_leave_a_label() {
    let level = |row: usize| ["done", "missed", "other"][row % 3].to_owned();
    let number = |row: usize| format!("{}.{}", row * 13 % 90, row % 10);
    for (header, cell, label, unit) in [
        (
            "Staging (PET/CT)",
            &level as &dyn Fn(usize) -> String,
            "Staging (PET/CT)",
            None,
        ),
        ("Cause (ICD-11)", &level, "Cause (ICD-11)", None),
        ("Closure [skin]", &level, "Closure [skin]", None),
        ("Dose (mg)", &level, "Dose (mg)", None),
        ("Dose (mg/kg/day)", &number, "Dose", Some("mg/kg/day")),
        ("ferritin [µg/L]", &number, "Ferritin", Some("µg/L")),
        ("Pain (NRS)", &number, "Pain (NRS)", None),
        (
            "Flow (ml/min/1.73m²)",
            &number,
            "Flow",
            Some("ml/min/1.73m²"),
        ),
        ("ldh", &number, "LDH", None),
        ("hba1c_baseline", &number, "HbA1c baseline", None),
        ("egfr (ml/min)", &number, "eGFR", Some("ml/min")),
    ] {
        let draft = Draft::of(&file(40, &[(header, cell)]));
        assert_eq!(draft.of_variable(header, "label"), Some(label));
        assert_eq!(draft.of_variable(header, "unit"), unit, "{header}");
    }
}

/// Rows of visits repeat the end of their patient: nobody has 300 deaths.
#[test]
fn ends_of_patients_that_visits_repeat_are_no_endpoint() {
    for (time, status, levels) in [
        ("futime", "status", ["0", "1"]),
        ("os_days", "death", ["0", "1"]),
        ("followup", "vital", ["alive", "dead"]),
    ] {
        let csv = file(
            300,
            &[
                ("pid", &|row| (row / 6 + 1).to_string()),
                (time, &|row| (100 + row / 6 * 29 % 900).to_string()),
                (status, &|row| levels[row / 6 * 5 % 7 % 2].to_owned()),
                ("bilirubin", &|row| format!("{}.5", row * 13 % 31)),
            ],
        );
        let draft = Draft::of(&csv);
        assert!(draft.endpoints().is_empty(), "{}", draft.told);
        assert_eq!(draft.study["cohort"]["rows"].as_str(), Some("visits"));
        assert_eq!(draft.rows(), ["bilirubin"], "{}", draft.told);
        let first = draft.told.lines().next().unwrap();
        assert!(
            first.contains(time) && first.contains("one patient would be counted several times"),
            "{first}"
        );
    }
}

#[test]
fn dates_in_further_languages_are_endpoints() {
    for (origin, death, last) in [
        ("Data operacji", "Data zgonu", "Data ostatniej wizyty"),
        ("Data zabiegu", "Data śmierci", "Ostatni kontakt"),
        ("Data da cirurgia", "Data do óbito", "Última consulta"),
        (
            "Data do diagnóstico",
            "Data de falecimento",
            "Data do último contacto",
        ),
        ("Data intervento", "Data decesso", "Data ultimo contatto"),
        ("Data della diagnosi", "Data di morte", "Ultima visita"),
        ("Operatiedatum", "Overlijdensdatum", "Laatste controle"),
        ("Datum diagnose", "Datum overlijden", "Laatste contact"),
        ("Operationsdatum", "Dödsdatum", "Senaste uppföljning"),
        ("Datum för diagnos", "Avliden datum", "Sista kontakt"),
    ] {
        let csv = file(
            40,
            &[
                (origin, &|row| {
                    format!("2018-{:02}-{:02}", row % 12 + 1, row % 28 + 1)
                }),
                (death, &|row| match row % 3 {
                    0 => format!("2020-{:02}-{:02}", row % 12 + 1, row % 28 + 1),
                    _ => String::new(),
                }),
                (last, &|row| {
                    format!("2021-{:02}-{:02}", row % 12 + 1, row % 28 + 1)
                }),
            ],
        );
        let draft = Draft::of(&csv);
        let found = draft.endpoints();
        assert_eq!(found.len(), 1, "{origin}: {}", draft.told);
        assert_eq!(found[0]["origin"].as_str(), Some(origin));
        assert_eq!(found[0]["events"][0].as_str(), Some(death));
        assert_eq!(found[0]["censored"].as_str(), Some(last));
    }
}

#[test]
fn times_and_statuses_in_further_languages_are_endpoints() {
    for (time, status, levels, event) in [
        ("Czas przeżycia (miesiące)", "Zgon", ["nie", "tak"], "tak"),
        ("Czas obserwacji", "Status", ["żyje", "zmarł"], "zmarł"),
        ("Przeżycie", "Stan", ["żyje", "nie żyje"], "nie żyje"),
        ("Överlevnad (månader)", "Död", ["nej", "ja"], "ja"),
        (
            "Uppföljning",
            "Vitalstatus",
            ["levande", "avliden"],
            "avliden",
        ),
        ("Overleving (maanden)", "Overleden", ["nee", "ja"], "ja"),
        ("Sopravvivenza (mesi)", "Decesso", ["no", "sì"], "sì"),
        ("Seguimento (meses)", "Óbito", ["não", "sim"], "sim"),
    ] {
        let spread = |row: usize| row * 37 % 80;
        let happened = |row: usize| spread(row) < 44 && !row.is_multiple_of(7);
        let csv = file(
            80,
            &[
                (time, &|row| match happened(row) {
                    true => format!("{}.5", spread(row)),
                    false => format!("{}.5", 32 + spread(row) / 2),
                }),
                (status, &|row| levels[usize::from(happened(row))].to_owned()),
            ],
        );
        let draft = Draft::of(&csv);
        let found = draft.endpoints();
        assert_eq!(found.len(), 1, "{time}: {}", draft.told);
        assert_eq!(found[0]["time"].as_str(), Some(time));
        assert_eq!(found[0]["event"][0].as_str(), Some(event), "{time}");
    }
}

/// The last code of a scale that is open at its end is a level, and no limit of
/// detection.
#[test]
fn open_ended_codes_are_levels_in_order() {
    for (codes, kind) in [
        (&["0", "1", "2", ">=3"][..], "ordinal"),
        (&["0", "1", ">1"], "ordinal"),
        (&["<1", "1", "2", "3", "4"], "ordinal"),
        (&["0", "1", "2", "3", ">3"], "ordinal"),
    ] {
        let csv = file(
            80,
            &[("Comorbidities", &|row| {
                codes[row * 7 % codes.len()].to_owned()
            })],
        );
        let draft = Draft::of(&csv);
        assert_eq!(
            draft.kind("Comorbidities"),
            kind,
            "{codes:?}: {}",
            draft.told
        );
        assert!(!draft.told.contains("limit of detection"), "{}", draft.told);
    }
    let crp = |row: usize| match row % 4 {
        0 => "<5".to_owned(),
        _ => (row * 13 % 90 + 5).to_string(),
    };
    let draft = Draft::of(&file(80, &[("CRP", &crp)]));
    assert_eq!(draft.kind("CRP"), "continuous");
}

/// Two levels without a declared event are told how to become one.
#[test]
fn an_outcome_of_two_levels_is_told_to_be_binary() {
    let study = "\
[document]
title = \"x\"
date = \"2026-01-01\"
[variables.side]
label = \"Side\"
kind = \"nominal\"
levels = [\"left\", \"right\"]
[variables.age]
label = \"Age\"
kind = \"continuous\"
[[models]]
id = \"m\"
kind = \"logistic\"
outcome = \"side\"
covariates = [\"age\"]
";
    let findings = cohort_report::study::Study::parse("x", "study.toml", study).unwrap_err();
    let told = findings.to_string();
    let help = r#"set kind = "binary" in [variables."side"]"#;
    assert!(told.contains(help), "{told}");
    assert!(!told.contains("none is declared"), "{told}");
}

/// An endpoint is called what its time runs to, and its event what happened.
#[test]
fn endpoints_are_called_what_happens() {
    let spread = |row: usize| 1 + row * 37 % 101;
    let weeks = |row: usize| spread(row).to_string();
    let left = |row: usize| u8::from(spread(row) < 44 && !row.is_multiple_of(7)).to_string();
    for (time, status, label, event) in [
        (
            "Weeks to readmission",
            "Readmitted",
            "time to readmission",
            "readmitted",
        ),
        (
            "time_to_discontinuation_months",
            "Discontinued",
            "time to discontinuation",
            "discontinued",
        ),
        ("Survival (months)", "Death", "overall survival", "death"),
        ("Time to event (days)", "Status", "survival", "Status = 1"),
    ] {
        let draft = Draft::of(&file(60, &[(time, &weeks), (status, &left)]));
        let endpoints = draft.endpoints();
        let [endpoint] = endpoints.as_slice() else {
            panic!("{time}: {}", draft.told);
        };
        let of = |key: &str| {
            endpoint
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        assert_eq!(
            (of("label").as_str(), of("event_label").as_str()),
            (label, event),
            "{time}"
        );
    }
}

/// A file of so many rows whose columns each cycle through their cells, in steps of
/// their own.
fn cycling(columns: &[(&str, &[&str])]) -> String {
    let mut csv = String::from("Arm");
    for (name, _) in columns {
        write!(csv, ",{name}").unwrap();
    }
    for row in 0..60 {
        write!(csv, "\n{}", ["a", "b"][row % 2]).unwrap();
        for (at, (_, cells)) in columns.iter().enumerate() {
            write!(csv, ",{}", cells[(row + row / (at + 2)) % cells.len()]).unwrap();
        }
    }
    csv + "\n"
}

fn text_of(endpoint: &Table, key: &str) -> String {
    let text = endpoint.get(key).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// Survival by the state at the last contact stands beside the time to recurrence, both
/// called as the sheet calls its columns.
#[test]
fn a_state_at_the_last_contact_is_survival_beside_recurrences() {
    for (headers, answers, states, labels) in [
        (
            [
                "date_chirurgie",
                "date_dernieres_nouvelles",
                "etat_dernieres_nouvelles",
                "recidive",
                "date_recidive",
            ],
            ["non", "oui"],
            ["vivant", "décédé"],
            ["survie globale", "délai jusqu’à la récidive"],
        ),
        (
            [
                "Data intervento",
                "Data ultimo follow-up",
                "Stato",
                "Recidiva",
                "Data recidiva",
            ],
            ["no", "sì"],
            ["vivo", "deceduto"],
            ["sopravvivenza globale", "tempo alla recidiva"],
        ),
        (
            [
                "OP-Datum",
                "Datum letzte Nachsorge",
                "Vitalstatus",
                "Rezidiv",
                "Rezidivdatum",
            ],
            ["nein", "ja"],
            ["lebt", "verstorben"],
            ["Gesamtüberleben", "Zeit bis zum Rezidiv"],
        ),
        (
            [
                "Operatiedatum",
                "Datum laatste controle",
                "Status laatste controle",
                "Recidief",
                "Datum recidief",
            ],
            ["nee", "ja"],
            ["in leven", "overleden"],
            ["totale overleving", "tijd tot recidief"],
        ),
    ] {
        let came_back = |row: usize| row.is_multiple_of(3);
        let dead = |row: usize| states[usize::from(row % 4 == 1)].to_owned();
        let from = |row: usize| format!("2015-{:02}-{:02}", 1 + row % 12, 1 + row % 28);
        let to = |row: usize| format!("201{}-{:02}-{:02}", 8 + row % 2, 1 + row % 12, 1 + row % 28);
        let answer = |row: usize| answers[usize::from(came_back(row))].to_owned();
        let back = |row: usize| match came_back(row) {
            true => format!("2016-{:02}-{:02}", 1 + row % 12, 1 + row % 28),
            false => String::new(),
        };
        let [origin, last, state, event, date] = headers;
        let draft = Draft::of(&file(
            60,
            &[
                (origin, &from),
                (last, &to),
                (state, &dead),
                (event, &answer),
                (date, &back),
            ],
        ));
        let told: Vec<String> = draft
            .endpoints()
            .iter()
            .map(|endpoint| text_of(endpoint, "label"))
            .collect();
        let mut wanted = labels.map(str::to_owned).to_vec();
        let mut sorted = told;
        wanted.sort();
        sorted.sort();
        assert_eq!(sorted, wanted, "{headers:?}: {}", draft.told);
        // The answer says what the date says.
        let left = format!("{event}: named as an outcome");
        assert!(!draft.told.contains(&left), "{}", draft.told);
    }
}

/// What is not graded is missing; the rest keeps its order, in the letters of any language.
#[test]
fn responses_that_are_not_evaluable_are_missing() {
    for (header, cells, levels) in [
        (
            "Best response",
            ["CR", "PR", "SD", "PD", "NE"],
            ["CR", "PR", "SD", "PD"],
        ),
        (
            "Réponse RECIST",
            ["RC", "RP", "MS", "MP", "NE"],
            ["RC", "RP", "MS", "MP"],
        ),
        (
            "Respuesta",
            ["RC", "RP", "EE", "EP", "No evaluable"],
            ["RC", "RP", "EE", "EP"],
        ),
        (
            "Grading",
            ["G1", "G2", "G3", "G4", "nicht beurteilbar"],
            ["G1", "G2", "G3", "G4"],
        ),
    ] {
        let draft = Draft::of(&cycling(&[
            (header, &cells),
            ("Age", &["40", "51", "62", "47"]),
        ]));
        let variables = draft.study.get("variables").and_then(Value::as_table);
        let own = variables
            .and_then(|own| own.get(header)?.as_table())
            .unwrap();
        let list = |key: &str| -> Vec<&str> {
            let cells = own.get(key).and_then(Value::as_array);
            cells
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect()
        };
        assert_eq!(text_of(own, "kind"), "ordinal", "{header}");
        assert_eq!(list("levels"), levels, "{header}");
        assert_eq!(list("missing"), [cells[4]], "{header}");
        assert!(
            draft.told.contains("not evaluable and is missing"),
            "{}",
            draft.told
        );
    }
}

#[test]
fn adverse_events_are_graded_and_end_no_observation() {
    let draft = Draft::of(&cycling(&[
        ("Age", &["40", "51", "62", "47", "55"]),
        ("Worst adverse event grade", &["0", "1", "2", "3", "4", "5"]),
        (
            "Worst adverse event",
            &["None", "Grade 1", "Grade 2", "Grade 3"],
        ),
        ("Serious adverse event", &["No", "Yes"]),
    ]));
    assert!(
        !draft.told.contains("named as an outcome"),
        "{}",
        draft.told
    );
    let variables = draft
        .study
        .get("variables")
        .and_then(Value::as_table)
        .unwrap();
    for name in ["Worst adverse event grade", "Worst adverse event"] {
        let own = variables.get(name).and_then(Value::as_table).unwrap();
        assert_eq!(text_of(own, "kind"), "ordinal", "{name}");
    }
}

/// Spans that may be those of an operation or a stay are marked; what a time names as its
/// end is one.
#[test]
fn a_span_without_an_end_is_marked() {
    let spread = |row: usize| (1 + row * 37 % 101).to_string();
    let ended =
        |row: usize| u8::from((1 + row * 37 % 101) < 44 && !row.is_multiple_of(7)).to_string();
    for (time, status, id, is_marked) in [
        ("Time (min)", "Death", "survival", true),
        ("Duration (days)", "Death", "survival", true),
        ("Dauer (Tage)", "Verstorben", "survival", true),
        ("Time to awakening (min)", "Awake", "awakening", false),
        ("Délai de survie (mois)", "Décès", "survival", false),
        ("Sobrevida global (meses)", "Óbito", "survival", false),
    ] {
        let draft = Draft::of(&file(60, &[(time, &spread), (status, &ended)]));
        let endpoints = draft.study.get("endpoints").and_then(Value::as_table);
        let ids: Vec<&String> = endpoints.into_iter().flat_map(Table::keys).collect();
        assert_eq!(ids, [id], "{time}: {}", draft.told);
        let marked = draft.told.contains("does not say what it runs to");
        assert_eq!(marked, is_marked, "{time}: {}", draft.told);
        assert!(
            !draft.told.contains("may run to something else"),
            "{}",
            draft.told
        );
    }
}
