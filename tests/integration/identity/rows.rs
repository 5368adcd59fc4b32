//! The rows of every number: as many as it counts, and of its own group.

use std::collections::BTreeSet;

use cohort_report::cohort::Cohort;
use cohort_report::ledger::Ledger;
use cohort_report::number::{Number, Step};
use cohort_report::study::Study;
use proptest::prelude::*;

use super::Computed;

/// The lines of a row set such as `2-4,7`.
fn lines(text: &str) -> BTreeSet<u64> {
    let runs = text
        .split(',')
        .filter(|run| *run != "none" && !run.is_empty());
    runs.flat_map(|run| {
        let (first, last) = run.split_once('-').unwrap_or((run, run));
        first.parse::<u64>().unwrap()..=last.parse().unwrap()
    })
    .collect()
}

/// The lines whose cell of the grouping is one of `levels`.
fn members(cohort: &Cohort, by: &str, levels: &[usize]) -> BTreeSet<u64> {
    let cells = cohort.column(by).levels().iter().zip(cohort.lines());
    let own = cells.filter(|(cell, _)| cell.is_some_and(|level| levels.contains(&level)));
    own.map(|(_, line)| *line).collect()
}

/// The levels of the grouping that an id names: of a group, or of a pair whose
/// numbers are computed from two groups.
fn levels_of(study: &Study, number: &Number) -> Option<(String, Vec<usize>)> {
    let path = number.id.path();
    let by = path.grouping()?;
    let levels = &study.variable(by)?.levels;
    let place = |name| levels.iter().position(|level| level.id == name);
    let group = path.steps().iter().find_map(|step| match step {
        Step::Name(name) => place(name.clone()).map(|level| vec![level]),
        Step::Pair(first, second) => Some(vec![place(first.clone())?, place(second.clone())?]),
        _ => None,
    });
    Some((by.to_owned(), group?))
}

/// Methods of pairs that use the rows of every group.
fn shares_ranks_or_variance(number: &Number) -> bool {
    number
        .id
        .path()
        .steps()
        .iter()
        .any(|step| matches!(step, Step::Pair(..)))
        && [
            "dunn",
            "tukey",
            "games-howell",
            "dunnett",
            "nemenyi",
            "conover",
        ]
        .iter()
        .any(|word| number.method.id.contains(word))
}

fn check(study: &Study, cohort: &Cohort, ledger: &Ledger) {
    let all: BTreeSet<u64> = cohort.lines().iter().copied().collect();
    for number in ledger.iter() {
        let own = lines(&ledger.rows_of(number).unwrap().to_string());
        assert_eq!(own.len(), number.n, "rows of {}", number.id);
        assert!(own.is_subset(&all), "{}", number.id);
        if let Some((by, levels)) = levels_of(study, number)
            && !shares_ranks_or_variance(number)
            // Expected events come from the risk sets of all groups.
            && number.id.key() != "expected"
        {
            let members = members(cohort, &by, &levels);
            assert!(
                own.is_subset(&members),
                "{} has rows of other groups",
                number.id
            );
        }
    }
}

const STUDY: &str = r#"
[variables.arm]
kind = "nominal"
levels = ["a", "b", "c"]
[variables.site]
kind = "binary"
levels = ["north", "south"]
[variables.size]
kind = "continuous"
[variables.weight]
kind = "continuous"
summary = "mean"
[variables.stage]
kind = "ordinal"
levels = ["I", "II", "III"]
[variables.time]
kind = "continuous"
[variables.status]
kind = "nominal"
levels = ["0", "1", "2"]
[endpoints.os]
label = "survival"
event_label = "death"
unit = "months"
time = "time"
status = "status"
event = ["1"]
[endpoints.cause]
label = "cause"
event_label = "death"
unit = "months"
time = "time"
status = "status"
event = ["1"]
competing = ["2"]
[[analyses]]
kind = "summary"
variables = ["arm", "site", "size", "weight", "stage"]
[[analyses]]
kind = "summary"
variables = ["size", "weight", "stage", "site"]
by = "arm"
[[analyses]]
kind = "survival"
endpoint = "os"
rates = [2, 4]
[[analyses]]
kind = "survival"
endpoint = "os"
by = "arm"
rates = [2, 4]
[[analyses]]
kind = "follow_up"
endpoint = "os"
[[analyses]]
kind = "tests"
variables = ["size", "weight"]
by = "arm"
tests = ["mean", "median-exact", "shape", "kruskal-wallis", "dunn", "anova"]
[[analyses]]
kind = "tests"
variables = ["size"]
by = "site"
tests = ["mean", "welch-t", "mann-whitney"]
[[analyses]]
kind = "tests"
variables = ["stage"]
by = "arm"
tests = ["wilson", "clopper-pearson"]
[[analyses]]
kind = "tests"
endpoints = ["os"]
by = "arm"
times = [2, 4]
limit = 4
tests = ["nelson-aalen", "restricted-mean", "log-rank", "pairwise-log-rank"]
[[analyses]]
kind = "tests"
endpoints = ["cause"]
by = "arm"
times = [2, 4]
tests = ["cumulative-incidence", "gray"]
[[models]]
id = "cox"
kind = "cox"
endpoint = "os"
covariates = ["size", "stage"]
[[models]]
id = "linear"
kind = "linear"
outcome = "size"
covariates = ["weight"]
"#;

fn cell(choices: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(choices)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_number_has_as_many_rows_as_it_counts_and_none_of_another_group(
        rows in prop::collection::vec((
            cell(&["a", "b", "c", ""]),
            cell(&["north", "south", ""]),
            cell(&["1", "2", "3", "5", "8", "13", ""]),
            cell(&["4", "5.5", "6", "9", ""]),
            cell(&["I", "II", "III", ""]),
            cell(&["1", "2", "3", "4.5", "7", ""]),
            cell(&["0", "1", "2"]),
        ), 4..30),
        ending in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let mut cohort = format!("arm,site,size,weight,stage,time,status{ending}");
        for (arm, site, size, weight, stage, time, status) in &rows {
            let status = if time.is_empty() { "" } else { status };
            cohort += &format!("{arm},{site},{size},{weight},{stage},{time},{status}{ending}");
        }
        let computed = Computed::of(STUDY, &cohort);
        // One header, then a line for each row, however the lines end.
        let expected: Vec<u64> = (2..=rows.len() as u64 + 1).collect();
        prop_assert_eq!(computed.cohort.lines(), expected);
        check(&computed.study, &computed.cohort, computed.ledger());
    }
}

/// R's `age.by_rx.mean`: the interval of one group is computed from its rows.
#[test]
fn the_interval_of_a_group_has_the_rows_of_the_group() {
    let study = "[variables.rx]\nkind = \"nominal\"\nlevels = [\"x\", \"y\"]\n\
        [variables.age]\nkind = \"continuous\"\n\
        [[analyses]]\nkind = \"tests\"\nvariables = [\"age\"]\nby = \"rx\"\ntests = [\"mean\"]\n";
    let computed = Computed::of(study, "rx,age\nx,50\ny,60\nx,70\nx,\ny,61\n,40\n");
    for (id, n, rows) in [
        ("age.by_rx.mean.x.ci_lower", 2, "2,4"),
        ("age.by_rx.mean.y.ci_upper", 2, "3,6"),
    ] {
        let number = computed.ledger().get(id).unwrap();
        assert_eq!(number.n, n, "{id}");
        assert_eq!(
            computed.ledger().rows_of(number).unwrap().to_string(),
            rows,
            "{id}"
        );
    }
}
