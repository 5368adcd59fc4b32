//! `check`: what reproduces, and what explains the rest. The values of the
//! planted errors were computed by R from `data/rvlms/cohort.csv`; the calls
//! stand beside them.

use std::fs;
use std::process::Output;

use crate::common::{Place, program, project, stderr, stdout};
use serde_json::Value;

/// The RVLMS study with comparisons of two groups, and other published numbers.
fn rvlms(published: &str) -> Place {
    let place = Place::of_cohort("rvlms");
    let study = fs::read_to_string(place.study().join("study.toml")).unwrap();
    let two_groups = "\n[[analyses]]\nkind = \"summary\"\nvariables = [\"transfusion\", \"blood_loss\"]\nby = \"sex\"\n";
    place.write("study.toml", &(study + two_groups));
    place.write("published.toml", published);
    place
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(output)))
}

fn check(place: &Place) -> (Option<i32>, Value) {
    let output = place
        .command("check")
        .args(["--format", "json"])
        .output()
        .unwrap();
    (output.status.code(), json(&output))
}

/// An entry of a check by its first id and text.
fn entry<'a>(checked: &'a Value, id: &str, text: &str) -> &'a Value {
    let numbers = checked["numbers"].as_array().unwrap();
    numbers
        .iter()
        .find(|number| number["ids"][0] == id && number["published"] == text)
        .unwrap_or_else(|| panic!("{id} {text}"))
}

/// One number that reproduces.
const CLEAN: &str = "[[numbers]]\nid = \"cohort.n\"\ntext = \"24\"\n";

/// Id or ids, the text with the error, and the kind of change that names it; or
/// for a slip, a part of what is said.
const PLANTED: &[(&str, &str, &str)] = &[
    // quantile(blood_loss, c(.25, .75), type = 6)
    (
        "[\"blood_loss.q1\", \"blood_loss.q3\"]",
        "425–1125 ml",
        "quantile",
    ),
    // The median is 294.
    (
        "\"operative_time.median\"",
        "249 min",
        "two digits of 294 are transposed",
    ),
    // 6 of 24 rows; 6 of 22 have a grade.
    ("\"fnclcc_grade.3.percent\"", "25.0%", "denominator"),
    // chisq.test(table(transfusion, sex))
    ("\"transfusion.by_sex.test.p\"", "0.214", "correction"),
    // 11 / 24 is 45.83%.
    ("\"relapse.yes.percent\"", "45%", "rounding"),
    // wilcox.test(blood_loss ~ sex) by the exact distribution, halved
    ("\"blood_loss.by_sex.test.p\"", "0.297", "tail"),
    // sd(tumor_size) / sqrt(24)
    ("\"tumor_size.sd\"", "4.07 mm", "spread"),
    // The patient with both relapses is left out.
    ("\"local_recurrence.yes.n\"", "4", "exclusive"),
    // median(days / 30)
    ("\"follow_up.median\"", "12.65 months", "month_length"),
    // survfit(conf.type = "plain")
    (
        "[\"dfs.12_months.survival\", \"dfs.12_months.ci_lower\", \"dfs.12_months.ci_upper\"]",
        "69.3% (95% CI 48.6–89.9%)",
        "survival_interval",
    ),
    // Grades above IIIa: IIIb once and IVa once.
    ("\"major_complication.yes.n\"", "2", "threshold"),
    // Dunn's p before Holm's adjustment
    (
        "\"blood_loss.by_imaging_type.intraluminal_vs_intermediate.p\"",
        "0.044",
        "adjustment",
    ),
];

#[test]
fn planted_errors_are_named_and_no_others() {
    let mut published = fs::read_to_string(project().join("data/rvlms/published.toml")).unwrap();
    for (ids, text, _) in PLANTED {
        let key = if ids.starts_with('[') { "ids" } else { "id" };
        published += &format!("\n[[numbers]]\n{key} = {ids}\ntext = \"{text}\"\n");
    }
    let (code, checked) = check(&rvlms(&published));
    assert_eq!(code, Some(1));
    let numbers = checked["numbers"].as_array().unwrap();
    let wrong = numbers
        .iter()
        .filter(|number| number["verdict"] != "reproduces");
    assert_eq!(wrong.count(), PLANTED.len(), "{checked:#}");
    for (ids, text, kind) in PLANTED {
        let first = ids.trim_matches(['[', ']']).split(',').next().unwrap();
        let found = entry(&checked, first.trim_matches('"'), text);
        if kind.contains(' ') {
            assert_eq!(found["verdict"], "differs", "{found:#}");
            assert!(
                found["details"].as_str().unwrap().contains(kind),
                "{found:#}"
            );
        } else {
            assert_eq!(
                found["verdict"], "reproduces under another convention",
                "{found:#}"
            );
            let changes = found["changes"].as_array().unwrap();
            assert_eq!(changes.len(), 1, "{found:#}");
            assert_eq!(changes[0]["kind"], *kind, "{found:#}");
        }
    }
}

/// Codes for missing: declared but counted by the paper, and the reverse.
#[test]
fn missing_codes_are_tried_both_ways() {
    let study =
        crate::common::STUDY.replace("label = \"Size\"", "label = \"Size\"\nmissing = [\"99\"]");
    let cohort = crate::common::COHORT.replace("A3,surgery,,", "A3,surgery,99,");
    // mean(c(42, 38, 99, 55, 61, 47)) = 57; mean without 99 = 48.6
    for (study, mean, change) in [
        (
            study.as_str(),
            "57.0 mm",
            "codes for missing counted as values",
        ),
        (crate::common::STUDY, "48.6 mm", "99 read as missing"),
    ] {
        let place = Place::with(study, &cohort);
        place.write(
            "published.toml",
            &format!("[[numbers]]\nid = \"size.mean\"\ntext = \"{mean}\"\n"),
        );
        let (code, checked) = check(&place);
        assert_eq!(code, Some(1));
        assert_eq!(
            checked["numbers"][0]["changes"][0]["title"], change,
            "{checked:#}"
        );
    }
}

/// Two changes together, and none.
#[test]
fn two_changes_are_found_and_nothing_is_made_up() {
    let (_, checked) = check(&rvlms(
        r#"
[[numbers]]
id = "follow_up.q3"
text = "45.5 months"

[[numbers]]
id = "transfusion.by_sex.test.p"
text = "0.107"

[[numbers]]
id = "tumor_size.median"
text = "87.3 mm"
"#,
    ));
    let kinds = |at: usize| -> Vec<String> {
        let changes = checked["numbers"][at]["changes"].as_array().unwrap();
        changes
            .iter()
            .map(|change| change["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    // quantile(days / 30, 0.75) is 45.4083: rounded up.
    assert_eq!(kinds(0), ["month_length", "rounding"]);
    // Yates's 0.2142 halved
    assert_eq!(kinds(1), ["correction", "tail"]);
    assert_eq!(checked["numbers"][2]["verdict"], "differs");
    assert!(
        checked["numbers"][2]["details"]
            .as_str()
            .unwrap()
            .starts_with("87.3 is 7.3 (9.1%) above 80")
    );
}

#[test]
fn the_forms_of_papers_are_understood() {
    let good = r#"
decimal = "."

[[numbers]]
id = "tumor_size.median"
text = "80"

[[numbers]]
ids = ["tumor_size.median", "tumor_size.q1", "tumor_size.q3"]
text = "80 (IQR 63 to 105) mm"

[[numbers]]
id = "follow_up.median"
text = "12,5 months"

[[numbers]]
id = "follow_up.median"
text = "12·5"

[[numbers]]
id = "operative_time.by_imaging_type.test.p"
text = "<0.001"

[[numbers]]
id = "operative_time.by_imaging_type.test.p"
text = "p < .05"

[[numbers]]
id = "operative_time.by_imaging_type.test.p"
text = "significant at 0.05"

[[numbers]]
id = "blood_loss.by_sex.test.p"
text = "not significant at 5%"

[[numbers]]
id = "reconstruction.primary_repair.n"
text = "n = 15"

[[numbers]]
ids = ["reconstruction.primary_repair.n", "reconstruction.primary_repair.percent"]
text = "15 (62.5%)"

[[numbers]]
id = "reconstruction.primary_repair.percent"
text = "62.5%"

[[numbers]]
ids = ["reconstruction.primary_repair.n", "cohort.n"]
text = "15/24 patients"

[[numbers]]
ids = ["dfs.12_months.survival", "dfs.12_months.ci_lower", "dfs.12_months.ci_upper"]
text = "69.3 (95% CI 43.7–85.0)"

[[numbers]]
ids = ["os.follow_up.q3", "os.follow_up.q3.ci_lower", "os.follow_up.q3.ci_upper"]
text = "96.7 (27.9–not reached) months"

[[claims]]
words = "more than half"
holds = 'value("reconstruction.primary_repair.percent") > 50'

[[claims]]
words = "longest for intraluminal tumors"
holds = 'highest("operative_time.by_imaging_type.intraluminal.median")'
"#;
    let place = rvlms(good);
    let (code, checked) = check(&place);
    let numbers = checked["numbers"].as_array().unwrap();
    for number in numbers {
        assert_eq!(number["verdict"], "reproduces", "{number:#}");
    }
    assert_eq!(code, Some(0), "{checked:#}");
    // 62.5 is an exact tie at no digits: both neighbours are accepted, and it is said.
    let tie = Value::from("62.5 is an exact tie between 62 and 63");
    for (text, details) in [("62%", tie), ("63%", Value::Null)] {
        place.write(
            "published.toml",
            &format!(
                "[[numbers]]\nid = \"reconstruction.primary_repair.percent\"\ntext = \"{text}\"\n"
            ),
        );
        let (code, checked) = check(&place);
        assert_eq!(code, Some(0));
        assert_eq!(checked["numbers"][0]["details"], details);
    }
    // Trailing zeros count.
    place.write(
        "published.toml",
        "[[numbers]]\nid = \"relapse.yes.percent\"\ntext = \"46.0%\"\n",
    );
    let (code, checked) = check(&place);
    assert_eq!(code, Some(1));
    assert_eq!(
        checked["numbers"][0]["changes"][0]["title"],
        "rounded to one digit fewer, with a trailing zero"
    );
}

#[test]
fn texts_that_are_not_understood_are_findings() {
    let place = rvlms(
        r#"
[[numbers]]
id = "tumor_size.median"
text = "80 cm"

[[numbers]]
id = "tumor_size.median"
text = "80%"

[[numbers]]
ids = ["tumor_size.q1", "tumor_size.q3"]
text = "63"

[[numbers]]
id = "tumor_size.medain"
text = "80"

[[claims]]
words = "most"
holds = 'value("nothing") > 1'

[[claims]]
words = "some"
holds = '1 + 1'
"#,
    );
    let output = place.command("check").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let said = stderr(&output);
    for part in [
        "the ledger has no number \"tumor_size.medain\"",
        "the ledger has no number \"nothing\"",
        "evaluates to a number, expected true or false",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let text = fs::read_to_string(place.study().join("published.toml")).unwrap();
    place.write(
        "published.toml",
        &text
            .replace("medain", "median")
            .replace("nothing", "cohort.n")
            .replace("1 + 1", "true"),
    );
    let said = stderr(&place.command("check").output().unwrap());
    for part in [
        "\"cm\" is not understood",
        "80% is given, but tumor_size.median is not a percentage",
        "has 1 numeral for 2 ids",
        "3 findings",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// Every number of the ledger, published as it is printed, reproduces. That one unit
/// more or less does not is a test of the comparison.
#[test]
fn every_number_reproduces_as_it_is_printed() {
    let place = rvlms(CLEAN);
    let output = program()
        .args(["report"])
        .arg(place.study())
        .arg("--out")
        .arg(place.out())
        .current_dir(project())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let results = fs::read(place.out().join("results.json")).unwrap();
    let ledger: Value = serde_json::from_slice(&results).unwrap();
    let entry = |number: &Value| {
        let text = number["text"].as_str().unwrap();
        let is_number = text.starts_with(|c: char| c.is_ascii_digit() || c == '\u{2212}');
        let is_computed = number["status"] == "computed" && number["value"].is_number();
        let id = number["id"].as_str().unwrap();
        (is_number && is_computed)
            .then(|| format!("[[numbers]]\nid = \"{id}\"\ntext = \"{text}\"\n"))
    };
    let numbers = ledger["numbers"].as_array().unwrap();
    let entries: Vec<String> = numbers.iter().filter_map(entry).collect();
    assert!(entries.len() > 1_000);
    place.write("published.toml", &entries.concat());
    let (code, checked) = check(&place);
    assert_eq!(code, Some(0), "{checked:#}");
    assert_eq!(checked["numbers"].as_array().unwrap().len(), entries.len());
}

const MANUSCRIPT: &str = "\
# Results of 2 methods

From June 2015 to November 2023, twenty-four patients were treated [1, 3–5]. The
intraluminal type was found in 6, and the median size of the tumors was *80 mm* (interquartile
range, 63–105). The operation took a median of 294 min.

Primary repair was done in 15 patients and ligation of the cava in four; see Table 2. More than
half had a primary repair. Operative time differed significantly between the types.
";

const LISTED: &str = r#"
manuscript = "paper.md"

[[numbers]]
id = "operation_date.min"
text = "June 2015"

[[numbers]]
id = "imaging_type.intraluminal.n"
text = "6"

[[numbers]]
ids = ["tumor_size.median", "tumor_size.q1", "tumor_size.q3"]
text = "80 (63–105)"
context = "median size of the tumors"

[[numbers]]
id = "operative_time.median"
text = "294 min"

[[numbers]]
id = "operative_time.by_imaging_type.test.p"
text = "significant"

[[numbers]]
id = "reconstruction.primary_repair.n"
text = "15"

[[numbers]]
id = "reconstruction.ivc_ligation.n"
text = "4"
context = "ligation of the cava"

[[claims]]
words = "more than half"
holds = 'value("reconstruction.primary_repair.percent") > 50'
"#;

#[test]
fn a_manuscript_is_followed_by_its_words() {
    let place = rvlms(LISTED);
    place.write("paper.md", MANUSCRIPT);
    let (code, checked) = check(&place);
    assert_eq!(code, Some(0), "{checked:#}");
    let lines: Vec<u64> = checked["numbers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [3, 4, 4, 5, 8, 7, 7]);
    assert_eq!(checked["claims"][0]["line"], 7);

    // Reordered and reworded: still found. A changed number is taken as it stands
    // there; one that no entry covers is listed.
    let reworded = "Primary repair was carried out for 15 of the patients; ligation of the vena cava \
        for four. In more than half the repair was primary.\n\nAcross 83 mm (63 to 105) of median tumor size, \
        operative time had its median at 294 min and differed significantly. Since June 2015, 6 tumors were \
        intraluminal. Blood loss was 650 ml.\n";
    place.write("paper.md", reworded);
    let (code, checked) = check(&place);
    assert_eq!(code, Some(1));
    let size = &checked["numbers"][2];
    assert_eq!(size["published"], "83 (63–105)", "{checked:#}");
    assert_eq!(
        (&size["as_listed"], &size["verdict"]),
        (&Value::Bool(false), &"differs".into())
    );
    let others = checked["numbers"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|n| n["verdict"] == "reproduces" && !n["line"].is_null());
    assert_eq!(others.count(), 6, "{checked:#}");
    let uncovered = checked["uncovered"].as_array().unwrap();
    assert_eq!(uncovered.len(), 1, "{checked:#}");
    assert_eq!(uncovered[0]["numeral"], "650");

    place.write(
        "published.toml",
        &LISTED
            .replace("[[claims]]", "[[claims]]\nwhere = \"text\"")
            .replacen("manuscript", "allow = [\"650 ml\"]\nmanuscript", 1),
    );
    let (_, checked) = check(&place);
    assert_eq!(checked["uncovered"].as_array().unwrap().len(), 0);
    place.write("published.toml", &LISTED.replace("paper.md", "../paper.md"));
    assert_eq!(
        place.command("check").output().unwrap().status.code(),
        Some(3)
    );
    place.write("published.toml", &LISTED.replace("paper.md", "none.md"));
    let output = place.command("check").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(
        stderr(&output).contains("none.md: is missing"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn junit_holds_a_case_for_each_number() {
    let place = rvlms(
        "[[numbers]]\nid = \"cohort.n\"\ntext = \"24\"\n\n[[numbers]]\nid = \"tumor_size.median\"\ntext = \"<81\"\n\n[[numbers]]\nid = \"tumor_size.median\"\ntext = \"81\"\n",
    );
    let output = place
        .command("check")
        .args(["--format", "junit"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    for part in [
        "tests=\"3\" failures=\"1\"",
        "name=\"tumor_size.median (&lt;81)\"",
        "<failure message=",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

/// What `check --mutate` finds of the RVLMS study with so many patients left.
fn cells_changed(place: &Place, patients: u64) {
    let output = place
        .command("check")
        .args(["--mutate", "--format", "json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let found = json(&output);
    assert_eq!(found["cells"], patients * 28);
    let columns = found["columns"].as_array().unwrap();
    let column = |name: &str| columns.iter().find(|own| own["column"] == name).unwrap();
    for column in columns {
        let silent = column["silent_lines"].as_array().unwrap().len() as u64;
        let noticed = column["moved"].as_u64().unwrap() + column["refused"].as_u64().unwrap();
        // A column without any value has none that a cell could take.
        let cells = column["cells"].as_u64().unwrap();
        assert!([0, patients].contains(&cells), "{column}");
        assert_eq!(noticed + silent, cells, "{column}");
    }
    assert_eq!(column("tumor_size")["moved"], patients);
    let unread = column("patient_id")["silent_lines"].as_array().unwrap();
    assert_eq!(unread.len() as u64, patients);
    let refused: u64 = columns
        .iter()
        .map(|own| own["refused"].as_u64().unwrap())
        .sum();
    assert!(refused > 0, "dates in another order are refused");
}

#[test]
fn every_cell_moves_a_number_or_is_listed() {
    let place = rvlms(CLEAN);
    let cohort = fs::read_to_string(place.study().join("cohort.csv")).unwrap();
    let is_kept = |(line, _): &(usize, &str)| *line == 0 || line % 4 == 1;
    let kept: Vec<&str> = cohort
        .lines()
        .enumerate()
        .filter(is_kept)
        .map(|(_, text)| text)
        .collect();
    place.write("cohort.csv", &kept.join("\n"));
    cells_changed(&place, 6);
}

#[test]
#[ignore = "make long"]
fn every_cell_of_the_whole_study_moves_a_number_or_is_listed() {
    cells_changed(&rvlms(CLEAN), 24);
}

#[test]
fn fragile_digits_are_told_with_what_they_hang_on() {
    let place = Place::new();
    let output = place
        .command("check")
        .args(["--fragile", "--format", "json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let found = json(&output);
    let number = |id: &str| {
        let numbers = found["numbers"].as_array().unwrap();
        numbers.iter().find(|number| number["id"] == id).cloned()
    };
    // Of 38 and 42 the lower quartile is 39 by type 7 and 38 by type 6.
    let q1 = number("size.by_arm.surgery.q1").unwrap();
    let shifts = q1["conventions"].as_array().unwrap();
    assert!(
        shifts
            .iter()
            .any(|shift| shift["change"] == "SPSS quantiles (type 6)"
                && shift["text"] == "38\u{a0}mm"),
        "{q1:#}"
    );
    let median = number("os.median").unwrap();
    assert_eq!(
        median["crosses"], true,
        "without one patient it is not reached"
    );
    assert_eq!(found["rows_tried"], 6);
}

/// The times of a Stata FAQ (Cleves M. *Why does stsum sometimes report missing
/// values for the percentiles of survival time?*): S(1) is exactly 0.75. Stata
/// prints 1 as the lower quartile, R 1.5.
#[test]
fn a_quartile_of_stata_is_explained_by_its_rule() {
    let times = [(1, 7, 0), (2, 8, 0), (3, 2, 0), (4, 1, 4), (6, 0, 6)];
    let mut cohort = "months,status\n".to_owned();
    for (month, failed, lost) in times {
        cohort += &format!("{month},dead\n").repeat(failed);
        cohort += &format!("{month},alive\n").repeat(lost);
    }
    let study = "[document]\ntitle = \"Failures\"\ndate = \"2024-01-31\"\n\
        [variables.months]\nlabel = \"Months\"\nkind = \"continuous\"\nunit = \"months\"\n\
        [variables.status]\nlabel = \"Status\"\nkind = \"nominal\"\nlevels = [\"alive\", \"dead\"]\n\
        [endpoints.os]\nlabel = \"survival\"\nevent_label = \"death\"\n\
        time = \"months\"\nstatus = \"status\"\nevent = [\"dead\"]\n\
        [[analyses]]\nkind = \"survival\"\nendpoint = \"os\"\n";
    let published = "[[numbers]]\nid = \"os.q1\"\ntext = \"1.0\"\n";
    let place = Place::with(study, &cohort);
    place.write("published.toml", published);
    let (code, checked) = check(&place);
    assert_eq!(code, Some(1));
    let quartile = entry(&checked, "os.q1", "1.0");
    assert!(
        quartile["computed"].as_str().unwrap().starts_with("1.5"),
        "{quartile:#}"
    );
    assert_eq!(
        quartile["changes"][0]["kind"], "survival_quantile",
        "{quartile:#}"
    );

    let stata = format!("{study}[conventions]\npreset = \"stata\"\n");
    let place = Place::with(&stata, &cohort);
    place.write("published.toml", published);
    assert_eq!(check(&place).0, Some(0));
}

/// R prints one sign for limits that are not reached and for those that are not defined.
/// A verdict that agrees with it says what it agrees with.
#[test]
fn limits_that_agree_with_not_reached_print_so() {
    let study = "[document]\ntitle = \"One time\"\ndate = \"2024-01-31\"\n\
        [variables.time]\nkind = \"continuous\"\nunit = \"days\"\n[variables.dead]\nkind = \"binary\"\n\
        [endpoints.os]\nlabel = \"overall survival\"\nevent_label = \"death\"\ntime = \"time\"\n\
        status = \"dead\"\nevent = [\"yes\"]\nunit = \"days\"\n\
        [[analyses]]\nkind = \"survival\"\nendpoint = \"os\"\n";
    let place = Place::with(study, "time,dead\n118,yes\n118,yes\n118,yes\n");
    place.write(
        "published.toml",
        "[[numbers]]\nids = [\"os.median\", \"os.median.ci_lower\", \"os.median.ci_upper\"]\n\
         text = \"118 (NR–NR)\"\n",
    );
    let (code, checked) = check(&place);
    assert_eq!(code, Some(0), "{checked}");
    let found = entry(&checked, "os.median", "118 (NR–NR)");
    assert_eq!(found["computed"], "118; not reached; not reached");
}
