//! How numbers and words are printed: abbreviations, effects without an interval, digits of a
//! cell, marks between two ends, units.

use std::collections::BTreeMap;

use cohort_report::ledger::Ledger;
use cohort_report::report::{Timings, compute};

use crate::common::{Place, printed, stderr, stdout};

/// Every journal of `[style]`.
const JOURNALS: [&str; 13] = [
    "none",
    "nejm",
    "jama",
    "lancet",
    "bmj",
    "annals",
    "annsurg",
    "jco",
    "plos",
    "bmc",
    "jmir",
    "apa",
    "vancouver",
];

fn ledger(place: &Place) -> Ledger {
    let computed = compute(&place.study(), &mut Timings::default()).unwrap();
    computed.results.ledger
}

fn text(ledger: &Ledger, id: &str) -> String {
    let number = ledger.get(id).unwrap_or_else(|| panic!("no {id}"));
    number.text.clone()
}

/// The files of the tables of a study, by their names.
fn tables(place: &Place) -> BTreeMap<String, String> {
    let output = place.tables();
    assert!(output.status.success(), "{}", stderr(&output));
    let files = std::fs::read_dir(place.out().join("tables")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let files = files.map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).unwrap())
    });
    files.collect()
}

/// Words that are abbreviations of the program and of other things.
fn abbreviated(description: &str) -> Place {
    let study = format!(
        r#"
[document]
title = "Words"
date = "2024-01-31"
[variables.drug]
label = "ASA"
kind = "binary"
[variables.hr]
label = "HR"
unit = "bpm"
kind = "continuous"
summary = "mean"
{description}
[variables.response]
label = "Response"
kind = "nominal"
levels = ["CR", "SD", "OR"]
[[tables]]
id = "all"
title = "All"
by = "drug"
rows = ["hr", "response"]
[output]
table_formats = ["csv"]
"#
    );
    let mut cohort = "drug,hr,response\n".to_owned();
    for (at, response) in ["CR", "SD", "OR", "SD"].iter().cycle().take(24).enumerate() {
        let drug = if at % 3 == 0 { "yes" } else { "no" };
        cohort += &format!("{drug},{},{response}\n", 60 + 7 * at % 31);
    }
    Place::with(&study, &cohort)
}

#[test]
fn only_the_programs_own_abbreviations_are_explained() {
    let place = abbreviated("");
    let source = {
        let output = place.report();
        assert!(output.status.success(), "{}", stderr(&output));
        printed(&place)
    };
    assert!(source.contains("SD, standard deviation"), "{source}");
    assert!(source.contains("CI, confidence interval"), "{source}");
    for wrong in ["hazard ratio", "odds ratio", "Anesthesiologists"] {
        assert!(!source.contains(wrong), "{wrong}: {source}");
    }
    // Two meanings of one word are both said.
    let place = abbreviated("description = \"Heart rate at rest\"");
    assert!(place.report().status.success());
    assert!(
        printed(&place).contains("HR, heart rate"),
        "{}",
        printed(&place)
    );
}

/// Two categorical variables of many levels whose table is what chance gives.
fn many_levels() -> Place {
    let levels = |letter: char| {
        let levels: Vec<String> = (0..8).map(|at| format!("\"{letter}{at}\"")).collect();
        levels.join(", ")
    };
    let study = format!(
        r#"
[document]
title = "Levels"
date = "2024-01-31"
[variables.a]
label = "First"
kind = "nominal"
levels = [{}]
[variables.b]
label = "Second"
kind = "nominal"
levels = [{}]
[variables.c]
label = "Third"
kind = "binary"
[[tables]]
id = "all"
title = "All"
by = "a"
rows = ["b", "c"]
[[analyses]]
kind = "statistics"
id = "named"
variables = ["b"]
by = "a"
statistics = ["cramers-v"]
"#,
        levels('a'),
        levels('b')
    );
    let mut cohort = "a,b,c\n".to_owned();
    for at in 0..256 {
        // Each pair of levels four times, a few of them moved.
        let b = if at % 37 == 0 {
            (at / 8 + 1) % 8
        } else {
            at / 8 % 8
        };
        cohort += &format!(
            "a{},b{b},{}\n",
            at % 8,
            if at / 64 % 2 == 0 { "yes" } else { "no" }
        );
    }
    Place::with(&study, &cohort)
}

#[test]
fn no_interval_stands_beside_an_estimate_that_it_excludes() {
    let place = many_levels();
    let ledger = ledger(&place);
    for (id, why) in [
        (
            "b.by_a.test.effect",
            "its interval does not contain the estimate",
        ),
        (
            "b.by_a.cramers_v",
            "its interval does not contain the estimate",
        ),
        ("c.by_a.test.effect", "both limits would be the estimate"),
    ] {
        let known = ledger.get(format!("{id}.ci_lower"));
        let known = known.unwrap_or_else(|| panic!("no {id}.ci_lower"));
        assert_eq!(known.value.reason(), Some(why), "{id}");
    }
    assert!(place.report().status.success());
    let source = printed(&place);
    assert!(
        source.contains("no interval: its interval does not contain the estimate"),
        "{source}"
    );
}

const TIMES: &str = r#"
[document]
title = "Times"
date = "2024-01-31"
[variables.days]
kind = "continuous"
unit = "days"
[variables.status]
kind = "nominal"
levels = ["alive", "dead"]
[variables.arm]
label = "Arm"
kind = "nominal"
levels = ["a", "b"]
[variables.small]
label = "Small"
kind = "continuous"
[endpoints.os]
label = "Survival"
time = "days"
status = "status"
event = ["dead"]
unit = "days"
[[tables]]
id = "rates"
kind = "survival"
title = "Survival"
endpoints = ["os"]
by = "arm"
rates = [30]
[[tables]]
id = "all"
title = "All"
by = "arm"
rows = ["small", "days"]
[[analyses]]
kind = "statistics"
id = "named"
variables = ["days"]
statistics = ["median-exact"]
"#;

fn times(scale: f64) -> String {
    let mut cohort = "days,status,arm,small\n".to_owned();
    for at in 0..60 {
        let status = if at % 3 == 0 { "alive" } else { "dead" };
        let arm = if at % 2 == 0 { "a" } else { "b" };
        let small = [0.3, 3.0, 5.0, 0.0, 2.0][at % 5];
        cohort += &format!(
            "{},{status},{arm},{small}\n",
            scale * (5 + at * 7 % 61) as f64
        );
    }
    cohort
}

#[test]
fn whole_days_have_no_decimals() {
    let whole = ledger(&Place::with(TIMES, &times(1.0)));
    for id in [
        "os.median",
        "os.median.ci_lower",
        "os.by_arm.a.median",
        "os.follow_up.max",
    ] {
        let text = text(&whole, id);
        assert!(!text.contains('.'), "{id}: {text}");
    }
    // With fractions in the data every number has a digit.
    let parts = ledger(&Place::with(TIMES, &times(0.37)));
    for id in ["os.median", "os.median.ci_lower", "os.follow_up.max"] {
        let text = text(&parts, id);
        assert!(text.contains('.'), "{id}: {text}");
    }
    // Digits that are asked for are printed.
    let stated = TIMES.replace(
        "unit = \"days\"\n[[tables]]\nid = \"rates\"",
        "unit = \"days\"\ndigits = 2\n[[tables]]\nid = \"rates\"",
    );
    let stated = ledger(&Place::with(&stated, &times(1.0)));
    assert!(text(&stated, "os.median").ends_with(".00"));
}

#[test]
fn numbers_of_a_cell_have_the_same_digits() {
    let ledger = ledger(&Place::with(TIMES, &times(1.0)));
    // Quartiles 0.3 and 3 of a variable without digits.
    let all = ["median", "q1", "q3"].map(|key| text(&ledger, &format!("small.{key}")));
    assert_eq!(all, ["2.0", "0.3", "3.0"]);
}

#[test]
fn ranges_are_written_in_one_way() {
    for journal in JOURNALS {
        let study = format!(
            "{TIMES}[style]\njournal = \"{journal}\"\n[output]\ntable_formats = [\"csv\"]\n"
        );
        let place = Place::with(&study, &times(1.0));
        let rates = &tables(&place)["rates.csv"];
        let others = &tables(&place)["all.csv"];
        let (interval, range) = match journal {
            "bmj" | "annals" | "jco" => (" to ", " to "),
            "jama" | "jmir" => ("-", "-"),
            "apa" => (", ", "–"),
            _ => ("–", "–"),
        };
        let [open, close] = match journal {
            "apa" => ["[", "]"],
            _ => ["(", ")"],
        };
        let median = &ledger(&place);
        let [low, high] =
            ["ci_lower", "ci_upper"].map(|key| text(median, &format!("os.median.{key}")));
        let limits = format!("{open}{low}{interval}{high}{close}");
        assert!(rates.contains(&limits), "{journal} {limits}: {rates}");
        let [low, high] =
            ["ci_lower", "ci_upper"].map(|key| text(median, &format!("os.30_days.{key}")));
        // JAMA repeats the sign, and APA has no unit in brackets.
        let [first, last] = match journal {
            "jama" => ["%", "%"],
            "apa" => ["", ""],
            _ => ["", "%"],
        };
        let limits = format!("{open}{low}{first}{interval}{high}{last}{close}");
        assert!(rates.contains(&limits), "{journal} {limits}: {rates}");
        let [low, high] = ["q1", "q3"].map(|key| text(median, &format!("small.{key}")));
        let quartiles = format!("({low}{range}{high})");
        assert!(
            others.contains(&quartiles),
            "{journal} {quartiles}: {others}"
        );
    }
}

#[test]
fn german_has_a_decimal_comma_where_no_journal_is_named() {
    for (language, style, wanted) in [
        ("de", "", ("0,3", "12.345,5")),
        ("de-AT", "", ("0,3", "12.345,5")),
        ("de-CH", "", ("0.3", "12\u{202f}345.5")),
        ("de", "[style]\np_symbol = \"p\"", ("0,3", "12.345,5")),
        ("de", "[style]\ndecimal_mark = \".\"", ("0.3", "12,345.5")),
        (
            "de",
            "[style]\njournal = \"lancet\"",
            ("0·3", "12\u{202f}345·5"),
        ),
        ("en", "", ("0.3", "12,345.5")),
    ] {
        let study = TIMES.replace(
            "title = \"Times\"",
            &format!("title = \"Times\"\nlanguage = \"{language}\""),
        );
        let study = study.replace(
            "unit = \"days\"\n[variables.status]",
            "unit = \"days\"\ndigits = 1\n[variables.status]",
        );
        let study = format!("{study}{style}\n");
        let mut cohort = times(1.0);
        cohort += "12345.5,alive,a,1\n";
        let ledger = ledger(&Place::with(&study, &cohort));
        let found = (text(&ledger, "small.q1"), text(&ledger, "days.max"));
        assert_eq!(
            (found.0.as_str(), found.1.as_str()),
            wanted,
            "{language} {style}"
        );
    }
}

#[test]
fn rows_of_statistics_say_what_their_numbers_are() {
    let study = r#"
[document]
title = "Statistics"
date = "2024-01-31"
[variables.arm]
label = "Arm"
kind = "nominal"
levels = ["a", "b"]
[variables.crp]
label = "CRP"
kind = "continuous"
unit = "mg/l"
[variables.cured]
label = "Cured"
kind = "binary"
[variables.same]
label = "Same"
kind = "continuous"
[[analyses]]
kind = "statistics"
id = "numbers"
variables = ["crp", "same"]
by = "arm"
statistics = ["welch-t", "mann-whitney-exact"]
[[analyses]]
kind = "statistics"
id = "shares"
variables = ["cured"]
by = "arm"
statistics = ["risk-difference", "chi-square"]
[[tables]]
id = "named"
kind = "statistics"
title = "Named"
analyses = ["numbers", "shares"]
[output]
table_formats = ["csv"]
"#;
    let mut cohort = "arm,crp,cured,same\n".to_owned();
    for at in 0..40 {
        let arm = if at % 2 == 0 { "a" } else { "b" };
        let cured = if at % 7 < 3 { "yes" } else { "no" };
        cohort += &format!("{arm},{},{cured},4\n", 3 + at * 17 % 41);
    }
    let place = Place::with(study, &cohort);
    let table = &tables(&place)["named.csv"];
    for wanted in [
        "difference = ",
        " mg/l (",
        "W = ",
        "t = ",
        "χ² = ",
        " percentage points (",
        "r = ",
    ] {
        assert!(table.contains(wanted), "{wanted}: {table}");
    }
    assert!(!table.contains("W = 233."), "{table}");
    // Why a number is not there stands below.
    assert!(place.report().status.success());
    assert!(
        printed(&place).contains("Not computable: all observations are equal"),
        "{}",
        printed(&place)
    );
}

#[test]
fn a_unit_and_a_range_stand_on_one_line() {
    let study = TIMES.replace("label = \"Small\"", "label = \"Small\"\nunit = \"g/dl\"");
    let place = Place::with(
        &format!("{study}[style]\njournal = \"lancet\"\n"),
        &times(1.0),
    );
    place.write(
        "templates/results.typ",
        "Of << num(\"small.q1\") >>.\n<< table(\"all\") >>\n",
    );
    let output = place.report();
    assert!(
        output.status.success(),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
    let source = std::fs::read_to_string(place.out().join("report.typ")).unwrap();
    assert!(source.contains("#box[#\"g\\u{2f}dl\";];"), "{source}");
    assert!(source.contains("[#box[#\"0·3"), "{source}");
}

fn new_study(cohort: &str) -> String {
    let today = jiff::civil::date(2024, 1, 31);
    let made = cohort_report::new::new_study("cohort.csv", "new", cohort.as_bytes(), today);
    let made = made.unwrap_or_else(|_| panic!("no study of {cohort}"));
    let file = made
        .files
        .into_iter()
        .find(|(name, _)| name == "study.toml");
    String::from_utf8(file.unwrap().1).unwrap()
}

#[test]
fn a_german_sheet_becomes_a_german_study() {
    let rows = |died: &str, sexes: [&str; 2]| -> String {
        let rows = (1..=30).map(|at| {
            let died = if at % 3 == 0 { died } else { "" };
            let month = 1 + at % 12;
            format!(
                "{at};{};{};{}.{month:02}.2018;{died};12.0{}.2021\n",
                sexes[at % 2],
                40 + at,
                10 + at % 18,
                1 + at % 9,
            )
        });
        rows.collect()
    };
    let german = rows("01.01.2021", ["weiblich", "männlich"]);
    for header in [
        "Pat-Nr;Geschlecht;Alter;OP-Datum;Verstorben am;Letzter Kontakt",
        "Nr;Geschlecht;Alter;Erstdiagnose;Todesdatum;Zuletzt gesehen",
        "Fall;Geschlecht;Alter bei OP;Therapiebeginn;Gestorben;Letzte Nachsorge",
    ] {
        let study = new_study(&format!("{header}\n{german}"));
        assert!(study.contains("language = \"de\""), "{header}: {study}");
        assert!(study.contains("title = \"Merkmale\""), "{header}: {study}");
        assert!(study.contains("[endpoints.survival]"), "{header}: {study}");
    }
    let english = rows("01.01.2021", ["female", "male"]);
    let study = new_study(&format!(
        "id;Sex;Age;Surgery date;Date of death;Last contact\n{english}"
    ));
    assert!(!study.contains("\nlanguage ="), "{study}");
    assert!(study.contains("[endpoints.survival]"), "{study}");
}
