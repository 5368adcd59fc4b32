//! The guesses of `new` about public data sets, against answers from their manuals.

mod names;
mod score;

use cohort_report::new::new_study;
use toml::{Table, Value};

fn table(text: &str) -> Table {
    text.parse().unwrap()
}

/// A guessed study, and what is told of it.
struct Guessed {
    study: Table,
    look_at: Vec<String>,
}

/// The study that is guessed from a file.
fn guessed(csv: &[u8]) -> Guessed {
    let today = jiff::civil::date(2024, 1, 1);
    let made = new_study("data.csv", "data", csv, today).unwrap();
    let (_, study) = made
        .files
        .iter()
        .find(|(name, _)| name == "study.toml")
        .unwrap();
    Guessed {
        study: table(std::str::from_utf8(study).unwrap()),
        look_at: made.look_at,
    }
}

fn list<'a>(from: &'a Table, key: &str) -> &'a [Value] {
    from.get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A column of each kind that was once taken for the time or the event of an endpoint.
#[test]
fn other_times_and_other_states_are_no_endpoint() {
    for header in [
        "operative_time_min",
        "hospital_stay_days",
        "waiting time (days)",
        "prothrombin_time",
        "age_at_death",
        "Operationsdauer (min)",
    ] {
        let mut csv = format!("id,arm,{header},os_months,death\n");
        for row in 0..30 {
            csv += &format!(
                "P{row},{},{},{}.5,{}\n",
                ["A", "B"][row % 2],
                100 + row,
                7 * row % 50,
                ["no", "yes"][row / 2 % 2]
            );
        }
        let Guessed { study, .. } = guessed(csv.as_bytes());
        let endpoint = study["endpoints"]["survival"].as_table().unwrap();
        assert_eq!(study["endpoints"].as_table().unwrap().len(), 1, "{header}");
        assert_eq!(endpoint["time"].as_str(), Some("os_months"), "{header}");
    }
    for (header, levels) in [
        ("smoking_status", ["never", "current"]),
        ("er_status", ["negative", "positive"]),
        ("chr1q21_status", ["2 copies", "3 copies"]),
        ("marital status", ["single", "married"]),
        ("menostat", ["Pre", "Post"]),
    ] {
        let mut csv = format!("id,{header},os_months\n");
        for row in 0..30 {
            csv += &format!("P{row},{},{}.5\n", levels[row % 2], 7 * row % 50);
        }
        let Guessed { study, look_at } = guessed(csv.as_bytes());
        assert!(!study.contains_key("endpoints"), "{header}");
        let told = look_at.join("\n");
        assert!(
            told.contains("os_months: named as a time to event, but no status"),
            "{told}"
        );
    }
}

#[test]
fn repeated_identifiers_are_told_and_rows_are_not_called_patients() {
    let mut csv = "id,arm,crp\n".to_owned();
    for row in 0..40 {
        csv += &format!("{},{},{}.5\n", row / 2, ["A", "B"][row / 2 % 2], row);
    }
    let Guessed { study, look_at } = guessed(csv.as_bytes());
    assert_eq!(study["cohort"]["rows"].as_str(), Some("visits"));
    assert_eq!(
        study["variables"]["id"]["kind"].as_str(),
        Some("identifier")
    );
    let told = look_at.join("\n");
    assert!(
        told.contains("id: 20 patients in 40 rows: 20 rows repeat one"),
        "{told}"
    );
}

/// Beside an identifier of the patients, that of their matched set or centre repeats no
/// patient; that of the patients beside one of the rows does.
#[test]
fn sets_of_patients_are_no_visits() {
    for (own, repeated, visits) in [
        ("id", "case.id", false),
        ("patient_id", "set_id", false),
        ("patient", "centre_id", false),
        ("id", "patient_id", true),
        ("id", "subjid", true),
        ("record", "pid", true),
    ] {
        let mut csv = format!("{own},arm,crp,{repeated}\n");
        for row in 0..60 {
            csv += &format!(
                "{},{},{row}.5,{}\n",
                row + 1,
                ["A", "B"][row % 2],
                900 - row / 2
            );
        }
        let Guessed { study, look_at } = guessed(csv.as_bytes());
        let rows = study.get("cohort").and_then(|cohort| cohort.get("rows"));
        let told = look_at.join("\n");
        assert_eq!(rows.is_some(), visits, "{own} {repeated}: {told}");
        assert!(told.contains(&format!("{repeated}: ")), "{told}");
    }
}

/// Dates of an intervention, of death and of the last news, as they are called in
/// several languages: the event is named as the sheet would, and not its column.
#[test]
fn the_event_between_two_dates_has_a_name() {
    for (headers, label, event) in [
        (
            "Pat-Nr;Geschlecht;OP-Datum;Verstorben am;Letzter Kontakt",
            "Gesamtüberleben",
            "Tod",
        ),
        (
            "Numéro;Sexe;Date d'intervention;Date de décès;Date des dernières nouvelles",
            "survie globale",
            "décès",
        ),
        (
            "Paciente;Sexo;Fecha de diagnóstico;Fecha de muerte;Última visita",
            "supervivencia global",
            "muerte",
        ),
        (
            "id;sex;surgery date;date of death;last contact",
            "overall survival",
            "death",
        ),
        (
            "id;sex;surgery date;date of progression;last contact",
            "time to recurrence",
            "progression",
        ),
    ] {
        let mut csv = format!("{headers}\n");
        for row in 0..40 {
            let day = row % 27 + 1;
            let end = format!("{day:02}.06.2020");
            let happened = if row % 2 == 0 { end.as_str() } else { "" };
            let sex = ["männlich", "weiblich"][row / 2 % 2];
            csv += &format!("{row};{sex};{day:02}.03.2015;{happened};{end}\n");
        }
        let Guessed { study, look_at } = guessed(csv.as_bytes());
        let endpoints = study.get("endpoints").and_then(Value::as_table);
        let endpoints = endpoints.unwrap_or_else(|| panic!("{headers}: {look_at:?}"));
        let (_, endpoint) = endpoints.iter().next().unwrap();
        assert_eq!(endpoint["label"].as_str(), Some(label), "{headers}");
        assert_eq!(endpoint["event_label"].as_str(), Some(event), "{headers}");
    }
}

#[test]
fn codes_with_zeros_before_them_are_not_measured() {
    let mut csv = "zip,crp\n".to_owned();
    for row in 0..40 {
        csv += &format!("{:05},{row}.5\n", 501 + 731 * row);
    }
    let Guessed { study, .. } = guessed(csv.as_bytes());
    assert_ne!(
        study["variables"]["zip"]["kind"].as_str(),
        Some("continuous")
    );
    assert_eq!(study["document"]["draft"].as_bool(), Some(true));
}

/// Cells that do not fit are set missing in the study file, with their lines told.
#[test]
fn few_cells_that_do_not_fit_lose_no_column() {
    let mut csv = "id,crp,seen\n".to_owned();
    for row in 0..40 {
        let crp = if row == 7 {
            "see note".to_owned()
        } else {
            format!("{row}.5")
        };
        let seen = if row == 9 {
            "2016-??-11".to_owned()
        } else {
            format!("2016-03-{:02}", row % 28 + 1)
        };
        csv += &format!("P{row},{crp},{seen}\n");
    }
    let Guessed { study, look_at } = guessed(csv.as_bytes());
    let told = look_at.join("\n");
    for (name, kind, cell, line) in [
        ("crp", "continuous", "see note", 9),
        ("seen", "date", "2016-??-11", 11),
    ] {
        let variable = &study["variables"][name];
        assert_eq!(variable["kind"].as_str(), Some(kind));
        assert_eq!(variable["missing"][0].as_str(), Some(cell));
        assert!(
            told.contains(&format!("\"{cell}\" (line {line})")),
            "{told}"
        );
    }
}
