//! Times and statuses under the names of seven languages, made up for the test: nobody
//! looks at them when the lists of words change.

use super::{Guessed, guessed};
use cohort_report::study::TimeUnit;
use toml::Table;

/// Rows with a covariate before and behind, whose events have the shorter times.
fn csv(time: &str, status: &str, levels: [&str; 2], scale: f64) -> String {
    let mut csv = format!("nr,behandlung,{time},{status},alter\n");
    for row in 0..80_u32 {
        let spread = f64::from(row * 37 % 80) / 80.0;
        let happened = spread < 0.55 && row % 7 != 0;
        let months = scale * if happened { spread } else { 0.4 + 0.6 * spread };
        csv += &format!(
            "{row},{},{months:.1},{},{}\n",
            ["A", "B"][row as usize % 2],
            levels[usize::from(happened)],
            40 + row % 40
        );
    }
    csv
}

fn endpoint(csv: &str) -> Option<Table> {
    let Guessed { study, .. } = guessed(csv.as_bytes());
    let endpoints = study.get("endpoints")?.as_table()?;
    assert_eq!(endpoints.len(), 1, "{csv:.60}");
    endpoints.values().next()?.as_table().cloned()
}

#[test]
fn times_and_statuses_are_found_in_seven_languages() {
    for (time, status, levels, event) in [
        ("OS (months)", "OS event", ["0", "1"], "1"),
        ("followup_months", "vital_status", ["alive", "dead"], "dead"),
        ("time_to_death", "death", ["no", "yes"], "yes"),
        ("pfs", "pfs_status", ["0", "1"], "1"),
        ("time", "delta", ["0", "1"], "1"),
        ("edrel", "rel", ["0", "1"], "1"),
        ("ftime", "fstatus", ["0", "1"], "1"),
        ("survival_time", "survived", ["1", "0"], "0"),
        ("survtime", "expired", ["0", "1"], "1"),
        ("fu_months", "censored", ["1", "0"], "0"),
        ("t_os", "e_os", ["0", "1"], "1"),
        ("Überlebenszeit (Monate)", "Tod", ["nein", "ja"], "ja"),
        (
            "Nachbeobachtung",
            "Status",
            ["lebt", "verstorben"],
            "verstorben",
        ),
        ("Zeit", "Ereignis", ["0", "1"], "1"),
        ("Zeit_bis_Rezidiv", "Rezidiv", ["nein", "ja"], "ja"),
        ("Survie (mois)", "Décès", ["non", "oui"], "oui"),
        (
            "Durée de suivi",
            "Statut vital",
            ["vivant", "décédé"],
            "décédé",
        ),
        ("temps", "evenement", ["0", "1"], "1"),
        (
            "Supervivencia",
            "Estado",
            ["Vivo", "Fallecido"],
            "Fallecido",
        ),
        ("tiempo_seguimiento", "exitus", ["no", "si"], "si"),
        ("Sopravvivenza", "Stato", ["vivo", "deceduto"], "deceduto"),
        ("tempo", "decesso", ["no", "sì"], "sì"),
        ("Sobrevida", "Óbito", ["não", "sim"], "sim"),
        ("Seguimento", "Desfecho", ["vivo", "óbito"], "óbito"),
        ("Overleving", "Overleden", ["nee", "ja"], "ja"),
        ("tijd", "status", ["levend", "overleden"], "overleden"),
    ] {
        let found = endpoint(&csv(time, status, levels, 90.0));
        let found = found.unwrap_or_else(|| panic!("{time} with {status}: no endpoint"));
        assert_eq!(found["time"].as_str(), Some(time), "{status}");
        assert_eq!(found["status"].as_str(), Some(status));
        assert_eq!(found["event"][0].as_str(), Some(event), "{time}, {status}");
    }
}

#[test]
fn units_are_in_the_name_or_in_the_size() {
    for (time, scale, unit) in [
        ("time", 3000.0, "days"),
        ("time", 120.0, "months"),
        ("time", 9.0, "years"),
        ("os_days", 90.0, "days"),
        ("OS (years)", 90.0, "years"),
        ("Überlebenszeit in Tagen", 90.0, "days"),
        ("survie_mois", 9.0, "months"),
    ] {
        let found = endpoint(&csv(time, "death", ["0", "1"], scale)).unwrap();
        assert_eq!(found["unit"].as_str(), Some(unit), "{time} up to {scale}");
    }
}

#[test]
fn a_draft_keeps_the_unit_of_a_column_of_times() {
    for (time, unit) in [
        ("survival_weeks", "weeks"),
        ("time to death (wks)", "weeks"),
        ("fu_wk", "weeks"),
        ("Überlebenszeit (Wochen)", "weeks"),
        ("Nachbeobachtung in Wochen", "weeks"),
        ("suivi (semaines)", "weeks"),
        ("Follow-up (h)", "hours"),
        ("survival [hrs]", "hours"),
        ("Time to death (min)", "minutes"),
        ("time (min)", "minutes"),
        ("time_h", "hours"),
        ("follow-up (in days)", "days"),
    ] {
        let text = csv(time, "death", ["0", "1"], 200.0);
        let Guessed { study, .. } = guessed(text.as_bytes());
        let endpoint = &study["endpoints"]["survival"];
        assert_eq!(endpoint["unit"].as_str(), Some(unit), "{time}");
        assert_eq!(endpoint["time"].as_str(), Some(time));
        let own = study["variables"][time]["unit"].as_str().unwrap();
        let own = TimeUnit::of(own).map(TimeUnit::name);
        assert_eq!(own, Some(unit), "{time}");
    }
}

#[test]
fn minutes_of_an_operation_are_no_time_to_event() {
    for time in [
        "Operating time (min)",
        "Duration (min)",
        "Dauer (min)",
        "Bypass time (min)",
    ] {
        assert!(
            endpoint(&csv(time, "death", ["0", "1"], 200.0)).is_none(),
            "{time}"
        );
    }
}

#[test]
fn dates_with_a_status_are_computed_to_months() {
    let mut csv = "id,arm,diagnosis_date,last_contact,vital_status\n".to_owned();
    for row in 0..40 {
        csv += &format!(
            "P{row},{},2010-01-{:02},{}-05-{:02},{}\n",
            ["A", "B"][row % 2],
            row % 28 + 1,
            2011 + row % 7,
            row % 28 + 1,
            ["alive", "dead"][row / 2 % 2]
        );
    }
    let Guessed { study, look_at } = guessed(csv.as_bytes());
    let endpoint = &study["endpoints"]["survival"];
    let derived = &study["derived"][endpoint["time"].as_str().unwrap()]["months"];
    assert_eq!(derived["from"].as_str(), Some("diagnosis_date"));
    assert_eq!(derived["to"].as_str(), Some("last_contact"));
    assert_eq!(endpoint["status"].as_str(), Some("vital_status"));
    assert_eq!(endpoint["event"][0].as_str(), Some("dead"));
    assert!(look_at.join("\n").contains("not certain"));
}

/// A time that is the whole follow-up without its event, under any name.
#[test]
fn a_time_that_follows_another_is_an_endpoint() {
    let mut csv = "pat,arm,time,status,xval,leak,age\n".to_owned();
    for row in 0..60 {
        let time = 10 + row * 7 % 50;
        let leak = row % 3 == 0;
        csv += &format!(
            "P{row},{},{time},{},{},{},{}\n",
            ["A", "B"][row % 2],
            usize::from(time < 35),
            if leak { time / 2 } else { time },
            usize::from(leak),
            40 + row
        );
    }
    let Guessed { study, look_at } = guessed(csv.as_bytes());
    let endpoints = study["endpoints"].as_table().unwrap();
    let follower = endpoints
        .values()
        .find(|endpoint| endpoint["time"].as_str() == Some("xval"));
    assert_eq!(follower.unwrap()["status"].as_str(), Some("leak"));
    assert!(look_at.join("\n").contains("xval is time where leak is 0"));
    let rows = study["tables"][0]["rows"].as_array().unwrap();
    assert!(
        rows.iter().all(|row| row.as_str() == Some("age")),
        "{rows:?}"
    );
}

/// Durations and answers that stand side by side in every clinical sheet.
#[test]
fn answers_beside_durations_are_no_endpoint() {
    for (duration, answer) in [
        ("diabetes_years", "diabetes"),
        ("icu_days", "icu"),
        ("ventilation_days", "ventilation"),
        ("operation_time", "operation"),
        ("smoking_years", "smoking"),
        ("hospital_days", "complication"),
    ] {
        let mut csv = format!("id,arm,{duration},{answer},bmi\n");
        for row in 0..60 {
            let yes = row % 3 == 0;
            let spent = if yes { 1 + row * 7 % 30 } else { 0 };
            csv += &format!(
                "P{row},{},{spent},{},{}.5\n",
                ["A", "B"][row % 2],
                usize::from(yes),
                20 + row % 15
            );
        }
        let Guessed { study, .. } = guessed(csv.as_bytes());
        assert!(!study.contains_key("endpoints"), "{duration}");
    }
}

/// Endpoints and all that is told to look at, of a time beside a status.
fn drafted(time: &str, status: &str) -> (usize, String) {
    let Guessed { study, look_at } = guessed(csv(time, status, ["0", "1"], 90.0).as_bytes());
    let endpoints = study.get("endpoints").and_then(|own| own.as_table());
    (endpoints.map_or(0, Table::len), look_at.join("\n"))
}

/// Thirty-day mortality is known of everybody at thirty days, whatever time stands
/// beside it.
#[test]
fn an_event_within_a_stated_span_is_no_end_of_another_time() {
    for time in [
        "Time (h)",
        "Follow-up (days)",
        "time",
        "Zeit",
        "Time to first flatus (days)",
    ] {
        for status in [
            "30-day mortality",
            "90 day readmission death",
            "Death within 1 year",
            "In-hospital death",
            "Hospital mortality",
            "ICU mortality",
            "mortality_28d",
            "30-Tage-Mortalität",
            "Mortalité à 30 jours",
            "Mortalidad a 30 días",
            "Mortalità a 90 giorni",
            "Krankenhausmortalität",
            "Mortalidade hospitalar",
            "Day 28 mortality",
            "dead90",
            "hosp_death",
            "1-yr survived",
            "one-year death",
            "Postoperative mortality",
        ] {
            let (endpoints, told) = drafted(time, status);
            assert_eq!(endpoints, 0, "{time} with {status}: {told}");
        }
    }
    // A time to death may be one to the same death.
    let (endpoints, told) = drafted("Time to death (days)", "In-hospital death");
    assert_eq!(endpoints, 1);
    assert!(told.contains("a span of its own"), "{told}");
}

#[test]
fn a_time_to_one_thing_does_not_end_with_another() {
    for (time, status) in [
        ("Time to first flatus (days)", "Death"),
        ("Time to bowel movement (h)", "Relapse"),
        ("Time to mobilisation (h)", "Death"),
        ("Time to discharge (days)", "Death"),
        ("days_to_extubation", "died"),
        ("Zeit bis Entlassung (Tage)", "Tod"),
        ("Temps jusqu'à extubation (jours)", "Décès"),
        ("Tiempo hasta el alta (días)", "Muerte"),
        ("Tijd tot ontslag (dagen)", "Overleden"),
        ("Time to full feeds (days)", "Mortality"),
        ("Weeks to union", "Death"),
        ("time_to_ct", "Recurrence"),
        ("Time to death (days)", "Relapse"),
    ] {
        let (endpoints, told) = drafted(time, status);
        assert_eq!(endpoints, 0, "{time} with {status}: {told}");
    }
    for (time, status) in [
        ("Ventilation duration (days)", "Death"),
        ("Drain time (days)", "Mortality"),
        ("Time to recurrence (months)", "Death"),
        ("Catheter days", "died"),
        ("OS (months)", "Recurrence"),
    ] {
        let (endpoints, told) = drafted(time, status);
        assert!(
            endpoints == 0 || told.contains("not certain"),
            "{time} with {status}: {told}"
        );
    }
    for (time, status) in [
        ("Time to death (days)", "Death"),
        ("Time from surgery to death (months)", "died"),
        ("Time to relapse (months)", "Recurrence"),
        ("Time to event (days)", "Death"),
        ("days_to_last_follow_up", "death"),
        ("time_to_last_fu", "death"),
        ("Follow-up time (months)", "Death"),
        ("Observation time (years)", "Relapse"),
        ("Months since randomisation", "Death"),
        ("Time to first event (days)", "Event"),
        ("Zeit bis Tod (Monate)", "Verstorben"),
    ] {
        let (endpoints, told) = drafted(time, status);
        assert_eq!(endpoints, 1, "{time} with {status}: {told}");
        assert!(
            !told.contains("something else"),
            "{time} with {status}: {told}"
        );
    }
}

/// Grades of an event are no state at the end, though their header speaks of one.
#[test]
fn grades_of_an_event_are_in_order() {
    let grades = ["severe", "none", "mild", "moderate"];
    let mut csv = "id,Worst adverse event,age\n".to_owned();
    for row in 0..40 {
        csv += &format!("{row},{},{}\n", grades[row % 4], 40 + row % 17);
    }
    let Guessed { study, look_at } = guessed(csv.as_bytes());
    let told = look_at.join("\n");
    assert!(told.contains("none < mild < moderate < severe"), "{told}");
    assert!(!study.contains_key("endpoints"));
}
