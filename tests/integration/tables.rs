//! What tables print: rows and events of models, numbers without a value, ranges.

use crate::common::{Place, printed, stderr};

/// Two arms of which a study has three, a level without rows, missing values, and
/// no event in stage I.
const STUDY: &str = r#"
[document]
title = "A study of models"
date = "2024-01-31"

[variables.id]
kind = "identifier"
[variables.arm]
kind = "nominal"
levels = ["a", "b", "c"]
[variables.age]
label = "Age"
kind = "continuous"
unit = "years"
[variables.stage]
kind = "ordinal"
levels = ["I", "II", "III"]
[variables.grade]
kind = "nominal"
levels = ["low", "high"]
[variables.response]
label = "Response"
kind = "binary"
[variables.seen]
kind = "date"
[variables.months]
kind = "continuous"
unit = "months"
[variables.status]
kind = "nominal"
levels = ["alive", "dead"]

[endpoints.os]
label = "overall survival"
event_label = "death"
time = "months"
status = "status"
event = ["dead"]

[[models]]
id = "alone"
kind = "cox"
label = "Grade alone"
endpoint = "os"
covariates = ["grade"]
[[models]]
id = "both"
kind = "cox"
label = "Grade and age"
endpoint = "os"
covariates = ["grade", "age"]
[[models]]
id = "staged"
kind = "cox"
label = "By stage"
endpoint = "os"
covariates = ["stage", "arm"]
[[models]]
id = "older"
kind = "cox"
label = "Age alone"
endpoint = "os"
covariates = ["age"]
[[models]]
id = "responded"
kind = "logistic"
label = "Response"
outcome = "response"
covariates = ["grade", "arm"]
[[models]]
id = "aged"
kind = "linear"
label = "Age"
outcome = "age"
covariates = ["grade"]

[[tables]]
id = "patients"
title = "Patients"
by = "arm"
rows = ["age", "stage", "grade", "seen"]
[[tables]]
id = "survival"
kind = "survival"
title = "Survival"
endpoints = ["os"]
by = "arm"
rates = [12, 120]
[[tables]]
id = "missing"
kind = "missing"
title = "Missing values"
by = "arm"
[[tables]]
id = "alike"
kind = "models"
title = "Models of the same rows"
models = ["alone", "both"]
[[tables]]
id = "unlike"
kind = "models"
title = "Models of other rows"
models = ["both", "staged", "older"]
[[tables]]
id = "plain"
kind = "models"
title = "Without counts"
models = ["both"]
counts = false
[[tables]]
id = "response"
kind = "models"
title = "Response"
models = ["responded"]
[[tables]]
id = "aged"
kind = "models"
title = "Age"
models = ["aged"]
"#;

/// A patient: arm, age, stage, grade, response, months, whether dead.
type Patient = (
    &'static str,
    u32,
    &'static str,
    &'static str,
    bool,
    f64,
    bool,
);

fn patients() -> Vec<Patient> {
    (0..60u32)
        .map(|at| {
            let arm = ["a", "b"][(at % 2) as usize];
            let stage = ["I", "II", "III"][(at % 3) as usize];
            // Every seventh has no grade.
            let grade = ["", "low", "high", "low", "high", "low", "high"][(at % 7) as usize];
            let dead = stage != "I" && at % 5 != 0;
            let months = 2.0 + f64::from(at * 37 % 50);
            (
                arm,
                40 + at * 11 % 37,
                stage,
                grade,
                at % 4 == 0,
                months,
                dead,
            )
        })
        .collect()
}

fn made(study: &str) -> Place {
    made_of(study, &patients())
}

fn made_of(study: &str, patients: &[Patient]) -> Place {
    let mut cohort = String::from("id,arm,age,stage,grade,response,seen,months,status\n");
    for (at, (arm, age, stage, grade, response, months, dead)) in patients.iter().enumerate() {
        let response = if *response { "yes" } else { "no" };
        let status = if *dead { "dead" } else { "alive" };
        let day = 1 + at % 28;
        cohort += &format!(
            "P{at},{arm},{age},{stage},{grade},{response},2020-03-{day:02},{months},{status}\n"
        );
    }
    let place = Place::with(study, &cohort);
    let output = place.tables();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    place
}

/// The text of the report on all patients.
fn text_of(study: &str) -> String {
    let place = made(study);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    printed(&place)
}

fn table(place: &Place, id: &str) -> Vec<Vec<String>> {
    let path = place.out().join(format!("tables/{id}.csv"));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(path)
        .unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

fn row<'a>(table: &'a [Vec<String>], label: &str) -> &'a [String] {
    let found = table.iter().find(|row| row[0].trim() == label);
    found.unwrap_or_else(|| panic!("no {label} in {table:?}"))
}

/// Counted here over the rows without missing values.
fn counted(of: impl Fn(&Patient) -> bool, event: impl Fn(&Patient) -> bool) -> String {
    let complete = patients().into_iter().filter(|own| !own.3.is_empty());
    let own: Vec<Patient> = complete.filter(of).collect();
    let events = own.iter().filter(|own| event(own)).count();
    format!("{events}/{}", own.len())
}

#[test]
fn models_count_rows_and_events_of_each_level() {
    let place = made(STUDY);
    // Models of the same rows share one column.
    let alike = table(&place, "alike");
    let heading = [
        "Characteristic",
        "Events/n",
        "Grade alone: Hazard ratio (95% CI)",
    ];
    assert_eq!(alike[0][..3], heading);
    assert_eq!(alike[0].iter().filter(|own| *own == "Events/n").count(), 1);
    assert_eq!(
        row(&alike, "low")[1],
        counted(|own| own.3 == "low", |own| own.6)
    );
    assert_eq!(
        row(&alike, "high")[1],
        counted(|own| own.3 == "high", |own| own.6)
    );
    assert_eq!(row(&alike, "low")[2], "reference");
    assert_eq!(
        row(&alike, "Age, per year")[1],
        counted(|_| true, |own| own.6)
    );
    // Models of other rows have a column each; the second leaves nobody out.
    let unlike = table(&place, "unlike");
    assert_eq!(unlike[0][1], "Grade and age: Events/n");
    assert_eq!(unlike[0][4], "By stage: Events/n");
    let first = patients();
    let first: Vec<_> = first.iter().filter(|own| own.2 == "I").collect();
    assert_eq!(row(&unlike, "I")[4], format!("0/{}", first.len()));
    assert_eq!(row(&unlike, "I")[1], "");
    // Of a logistic model, the events are those with the second level.
    let response = table(&place, "response");
    assert_eq!(
        row(&response, "low")[1],
        counted(|own| own.3 == "low", |own| own.4)
    );
    // A linear model has rows only.
    let aged = table(&place, "aged");
    assert_eq!(aged[0][1], "n");
    let (_, low) = counted(|own| own.3 == "low", |_| true)
        .split_once('/')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    assert_eq!(row(&aged, "low")[1], low);
    let plain = table(&place, "plain");
    assert_eq!(plain[0].len(), 3, "{plain:?}");
}

#[test]
fn a_number_without_a_value_is_a_dash_with_its_reason() {
    let place = made(STUDY);
    for id in ["patients", "survival", "missing", "unlike", "response"] {
        let rows = table(&place, id);
        let text = format!("{rows:?}");
        assert!(!text.contains("n/a"), "{id}: {text}");
        // Of the third arm there is nobody.
        assert!(text.contains("– a") || text.contains("– b"), "{id}: {text}");
        // A dash has a letter, and every letter a footnote, in the order of reading.
        let footnotes: Vec<&str> = rows
            .iter()
            .filter(|row| row.len() == 1)
            .filter_map(|row| row[0].split_once(' '))
            .filter(|(letter, _)| letter.len() == 1)
            .map(|(letter, _)| letter)
            .collect();
        let mut met: Vec<&str> = Vec::new();
        let cells = rows.iter().filter(|row| row.len() > 1);
        for cell in cells.flat_map(|row| &row[1..]) {
            for word in cell.split(' ').skip(1) {
                let is_letter = word.len() == 1 && word.chars().all(|c| c.is_ascii_lowercase());
                if is_letter && !met.contains(&word) {
                    met.push(word);
                }
            }
            assert!(!cell.ends_with('–'), "{id}: {cell}");
        }
        assert_eq!(met, footnotes, "{id}: {text}");
    }
    let unlike = table(&place, "unlike");
    let notes = format!("{unlike:?}");
    assert!(notes.contains("has no finite value"), "{notes}");
    assert!(notes.contains("Without rows in the model"), "{notes}");
}

/// One mark for all ranges of a table, but where a dash cannot be read.
#[test]
fn ranges_have_the_mark_of_the_style() {
    for (journal, mark) in [
        ("none", "–"),
        ("nejm", "–"),
        ("jama", "-"),
        ("bmj", " to "),
        ("apa", ", "),
    ] {
        let style = format!("\n[style]\njournal = \"{journal}\"\n");
        let place = made(&format!("{STUDY}{style}"));
        for id in ["patients", "survival", "alike"] {
            for row in table(&place, id) {
                let text = row.join("|");
                let dates = text.contains("March 2020");
                for other in [" to ", "–"] {
                    let joins = |part: &str| {
                        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
                        let mut ends = part.split(other);
                        let first = ends.next().unwrap_or_default();
                        let second = ends.next().unwrap_or_default();
                        // Beside a minus it is *to* in any style.
                        !part.contains('\u{2212}')
                            && digit(first.chars().next_back())
                            && digit(second.chars().next())
                    };
                    let ranges = text.split(['(', ')', '|', ';']).filter(|part| joins(part));
                    // APA has its comma between confidence limits only.
                    let is_meant = other == mark || (journal == "apa" && other == "–");
                    let wrong = ranges.filter(|_| !is_meant && !dates).count();
                    assert_eq!(wrong, 0, "{journal} {id}: {text}");
                }
            }
        }
        let dates = table(&place, "patients");
        let dates = row(&dates, "seen, range");
        assert_eq!(dates[1], "March 2020 to March 2020", "{journal}");
    }
}

/// Chisq.test of R warns here too: the expected counts of 2, 1 and 1 of 12 in two
/// halves are at most 2.
#[test]
fn a_chi_square_test_by_name_is_warned_of() {
    let analyses = r#"
[[tables]]
id = "tests"
kind = "statistics"
title = "Tests by name"
analyses = ["byname"]
[[analyses]]
id = "byname"
kind = "statistics"
variables = ["stage"]
by = "arm"
statistics = ["chi-square", "likelihood-ratio", "fisher"]
"#;
    for preset in ["", "[conventions]\npreset = \"r\"\n"] {
        let study = format!("{preset}{STUDY}{analyses}");
        let few = patients().into_iter().take(9).collect::<Vec<_>>();
        assert_eq!(few.len(), 9);
        let place = made_of(&study, &few);
        let told = stderr(&place.tables());
        assert!(
            told.contains("the chi-square test of stage.by_arm has small expected counts"),
            "{told}"
        );
        assert!(told.contains("ask for \"fisher\""), "{told}");
        let rows = table(&place, "tests");
        let notes = format!("{rows:?}");
        assert!(notes.contains("Expected counts were small"), "{notes}");
        // Of sixty rows they are ten.
        let place = made(&study);
        let told = stderr(&place.tables());
        assert!(!told.contains("of stage.by_arm has small"), "{told}");
    }
}

/// What a figure prints as n/a is explained behind its caption.
#[test]
fn a_hazard_ratio_without_a_value_has_its_reason() {
    let figure = r#"
[[figures]]
id = "curve"
kind = "kaplan_meier"
caption = "Survival by stage."
endpoints = ["os"]
by = "stage"
show = ["hazard_ratio"]
"#;
    // Nobody of the first stage, to which the others are compared, died.
    let source = text_of(&format!("{STUDY}{figure}"));
    let (_, caption) = source.split_once("caption: [Survival by stage.").unwrap();
    assert!(caption.contains("Not estimable: "), "{caption}");
    assert!(caption.contains("no finite"), "{caption}");
}

/// A median without the time over which it was observed cannot be read.
#[test]
fn curves_come_with_their_follow_up() {
    let figure = r#"
[[figures]]
id = "curve"
kind = "kaplan_meier"
caption = "Survival."
endpoints = ["os"]
"#;
    let (head, _) = STUDY.split_once("[[models]]").unwrap();
    let said = "by the reverse Kaplan-Meier method: median (95% CI)";
    for look in ["report", "journal", "summary"] {
        let with_look = format!("[document]\nlook = \"{look}\"");
        let study = head.replacen("[document]", &with_look, 1);
        let source = text_of(&format!("{study}{figure}"));
        assert_eq!(source.matches(said).count(), 1, "{look}: {source}");
        let methods = "Follow-up was reported as observed and by the reverse Kaplan-Meier method";
        assert!(source.contains(methods), "{look}: {source}");
    }
    // Where a table states it, the figure need not.
    let source = text_of(&format!("{STUDY}{figure}"));
    assert_eq!(source.matches(said).count(), 1);
}

/// Reasons below a table are in the language of the report.
#[test]
fn reasons_are_in_the_language_of_the_report() {
    let german = STUDY.replacen("[document]", "[document]\nlanguage = \"de\"", 1);
    let place = made(&german);
    for (id, reason) in [
        ("survival", "die Nachbeobachtung endet vor diesem Zeitpunkt"),
        ("unlike", "gegenüber I trennt Zeilen mit und ohne Ereignis"),
        ("unlike", "Ohne Zeilen im Modell"),
    ] {
        let text = format!("{:?}", table(&place, id));
        assert!(text.contains(reason), "{id}: {text}");
    }
}

/// Which level a row counts, how q was adjusted, and limits that are not defined.
#[test]
fn rows_and_notes_say_what_they_count() {
    let study = r#"
[document]
title = "A study of rows"
date = "2024-01-31"
[variables.arm]
kind = "nominal"
levels = ["a", "b"]
[variables.sex]
label = "Sex"
kind = "binary"
levels = ["m", "f"]
labels = { m = "Male", f = "Female" }
[variables.ulcer]
label = "Ulceration"
kind = "binary"
levels = ["0", "1"]
labels = { 0 = "Not ulcerated", 1 = "Ulcerated" }
[variables.smoker]
label = "Smoker"
kind = "binary"
[variables.days]
kind = "continuous"
unit = "days"
[variables.status]
kind = "nominal"
levels = ["alive", "dead"]
[endpoints.os]
label = "overall survival"
event_label = "death"
time = "days"
status = "status"
event = ["dead"]
unit = "days"
[[tables]]
id = "rows"
title = "Rows"
by = "arm"
rows = ["sex", "ulcer", "smoker"]
q = "holm"
[[tables]]
id = "survival"
kind = "survival"
title = "Survival"
endpoints = ["os"]
"#;
    let mut cohort = "arm,sex,ulcer,smoker,days,status\n".to_owned();
    for at in 0..24 {
        let pick = |every: usize, of: [&'static str; 2]| of[usize::from(at % every == 0)];
        let (arm, sex) = (pick(2, ["a", "b"]), pick(3, ["m", "f"]));
        let (ulcer, smoker) = (pick(4, ["0", "1"]), pick(5, ["no", "yes"]));
        cohort += &format!("{arm},{sex},{ulcer},{smoker},30,dead\n");
    }
    let place = Place::with(study, &cohort);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let source = printed(&place);
    for said in [
        "Sex: Female",
        "Adjusted P value, across the rows of the table by Holm",
        "not defined where survival is 0",
    ] {
        assert!(source.contains(said), "{said}: {source}");
    }
    for unsaid in ["Ulceration: ", "Smoker: ", "NR"] {
        assert!(!source.contains(unsaid), "{unsaid}: {source}");
    }
}
