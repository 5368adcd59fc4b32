//! Two numbers of one id: what a study can do to come there is a finding at its
//! line, and what remains ends the report.

use super::{DOCUMENT, key, ovarian, ovarian_columns};
use crate::common::Place;
use cohort_report::layout::Layout;
use cohort_report::ledger::Ledger;
use cohort_report::number::Value;
use cohort_report::report::{ReportError, Timings, compute, cross_check};

const ENDPOINT: &str = "[endpoints.os]\nlabel = \"survival\"\nevent_label = \"death\"\n\
    unit = \"days\"\ntime = \"time\"\nstatus = \"dead\"\nevent = [\"1\"]\n";

/// What reading a study of R's `ovarian` with more sections finds, each finding
/// with the text of its line.
fn findings(more: &str) -> Vec<(String, String)> {
    let text = format!("{DOCUMENT}{}{ENDPOINT}{more}", ovarian_columns(&[]));
    let lines: Vec<&str> = text.lines().collect();
    match Layout::parse("names", "study.toml", &text) {
        Ok(_) => Vec::new(),
        Err(found) => found
            .iter()
            .map(|finding| {
                let line = finding.line.and_then(|line| usize::try_from(line).ok());
                let own = line.and_then(|line| lines.get(line - 1));
                let column = finding.column.clone().unwrap_or_default();
                let told = format!("{column}: {}", finding.problem);
                (own.copied().unwrap_or_default().to_owned(), told)
            })
            .collect(),
    }
}

#[test]
fn what_would_give_two_numbers_one_id_is_a_finding_at_its_line() {
    let model = |id: &str, covariates: &str| {
        format!(
            "[[models]]\nid = {}\nkind = \"linear\"\noutcome = \"time\"\ncovariates = [{covariates}]\n",
            key(id)
        )
    };
    let tests = |keys: &str| format!("[[analyses]]\nkind = \"tests\"\n{keys}\n");
    for (study, line, problem) in [
        (
            model("m", "\"age\", \"rx\", \"age\""),
            "covariates = [\"age\", \"rx\", \"age\"]",
            "models[1].covariates: \"age\" is listed twice",
        ),
        (
            model("m", "\"age\"") + &model("m", "\"rx\""),
            "id = \"m\"",
            "models[2].id: \"m\" is already in use",
        ),
        (
            tests("repeated = [\"age\", \"rx\"]\nwith = \"ecog\"\ntests = [\"friedman\"]"),
            "with = \"ecog\"",
            "analyses[1].with: cannot stand beside repeated",
        ),
        (
            tests("repeated = [\"age\", \"rx\", \"age\"]\ntests = [\"friedman\"]"),
            "repeated = [\"age\", \"rx\", \"age\"]",
            "analyses[1].repeated: \"age\" is listed twice",
        ),
        (
            tests("variables = [\"age\"]\nwith = \"ecog\"\nby = \"dead\"\ntests = [\"pearson\"]"),
            "by = \"dead\"",
            "analyses[1].by: is not used by \"pearson\"",
        ),
        (
            tests("variables = [\"age\"]\nwith = \"ecog\"\nby = \"dead\"\ntests = [\"welch-t\"]"),
            "with = \"ecog\"",
            "analyses[1].with: is not used by \"welch-t\"",
        ),
        (
            tests(
                "variables = [\"age\"]\nby = \"dead\"\nstrata = \"cause\"\ntests = [\"kruskal-wallis\"]",
            ),
            "strata = \"cause\"",
            "analyses[1].strata: is not used by \"kruskal-wallis\"",
        ),
        (
            tests(
                "endpoints = [\"os\"]\nby = \"cause\"\nlimit = 3\nstrata = \"cause\"\ntests = [\"restricted-mean\"]",
            ),
            "strata = \"cause\"",
            "analyses[1].strata: is not used by \"restricted-mean\"",
        ),
        (
            "[derived.age]\nlabel = \"Age\"\ncut = { variable = \"time\", at = [100] }\n"
                .to_owned(),
            "label = \"Age\"",
            "derived.age.label: \"age\" is declared twice",
        ),
        (
            "[[endpoints.os]]\n".to_owned(),
            "[[endpoints.os]]",
            "not valid TOML",
        ),
    ] {
        let found = findings(&study);
        let is_it = |(own, told): &&(String, String)| own == line && told.contains(problem);
        assert!(found.iter().any(|one| is_it(&one)), "{problem}: {found:#?}");
    }
    assert_eq!(findings(&model("m", "\"age\", \"rx\"")), []);
}

/// Studies that ask for the same number in several ways.
#[test]
fn the_same_number_twice_is_no_conflict() {
    let survival = "[[analyses]]\nkind = \"survival\"\nendpoint = \"os\"\nrates = [100, 365]\n";
    let group =
        "[[analyses]]\nkind = \"survival\"\nendpoint = \"os\"\nby = \"arm\"\nrates = [365, 700]\n";
    let tests = |times: &str| {
        format!(
            "[[analyses]]\nkind = \"tests\"\nendpoints = [\"os\", \"os\"]\nby = \"arm\"\ntimes = [{times}]\nlimit = 700\ntests = [\"nelson-aalen\", \"restricted-mean\", \"log-rank-monte-carlo\"]\n"
        )
    };
    let means = "[[analyses]]\nkind = \"tests\"\nvariables = [\"age\", \"age\"]\nby = \"arm\"\ntests = [\"mean\", \"welch-t\"]\n";
    let arm = "[derived.arm]\nlabel = \"Arm\"\ncut = { variable = \"rx\", at = [1.5] }\n";
    let study = ovarian_columns(&[])
        + ENDPOINT
        + arm
        + survival
        + group
        + survival
        + &tests("100, 365")
        + &tests("365, 700, 365.0")
        + means
        + means;
    super::Computed::of(&study, &ovarian(&[]));
}

/// A ledger keeps the first of two numbers, and says that there were two.
#[test]
fn a_ledger_refuses_a_different_number_of_a_known_id() {
    let place = Place::new();
    let mut computed = compute(&place.study(), &mut Timings::default()).unwrap();
    let number = computed.results.ledger.get("size.median").unwrap().clone();
    let mut ledger = Ledger::default();
    assert!(ledger.push(number.clone()).is_ok());
    assert!(ledger.push(number.clone()).is_ok(), "the same again");
    assert_eq!(ledger.len(), 1);
    let mut other = number.clone();
    other.value = Value::Number(1.0);
    other.definition = "something else".to_owned();
    let conflict = ledger.push(other).unwrap_err();
    assert_eq!(conflict.id, number.id);
    assert_eq!(
        (conflict.first.as_str(), conflict.second.as_str()),
        ("47", "1")
    );
    assert_eq!(ledger.get("size.median"), Some(&number));
    // Other rows make another number, whatever the value.
    let mut other = number;
    other.n += 1;
    assert!(ledger.push(other).is_err());
    assert_eq!(ledger.len(), 1);

    assert!(cross_check(&computed).is_ok());
    computed.results.conflicts.push(*conflict);
    match cross_check(&computed) {
        Err(ReportError::Contradiction(found)) => {
            assert!(
                found.iter().any(|text| text.contains("size.median")),
                "{found:?}"
            );
        }
        other => panic!("{other:?}"),
    }
}
