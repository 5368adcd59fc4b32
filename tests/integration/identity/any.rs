//! Whatever a study calls its columns, levels, endpoints and models, no two
//! numbers have one id, and every number is that of its own names.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Computed, key, quoted};

/// Words of ids, their neighbours with points, and names that look like pieces
/// of ids.
const NAMES: [&str; 26] = [
    "a",
    "b",
    "a.b",
    "b.a",
    "by_a",
    "a_vs_b",
    "with_a",
    "test",
    "lr",
    "score",
    "ph",
    "cohort",
    "12_months",
    "column:a",
    "model:m",
    "os",
    "m",
    "n",
    "median",
    "mean",
    "log_rank",
    "p10",
    "f",
    "a\"b",
    "A",
    "rho=1",
];

/// What levels are called.
const LEVELS: [&str; 20] = [
    "a",
    "b",
    "A",
    "a.b",
    "a b",
    "a_b",
    "+",
    "-",
    "++",
    "<1",
    ">=1",
    "mean",
    "test",
    "12 months",
    "by a",
    "a vs b",
    "ph",
    "median",
    "1",
    "p10",
];

/// Names that endpoints and models may have.
const IDS: [&str; 10] = [
    "a",
    "os",
    "m",
    "test",
    "cohort",
    "queries",
    "12_months",
    "by_a",
    "median",
    "score",
];

fn some_of(all: &'static [&'static str], count: usize) -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(all.to_vec(), count).prop_shuffle()
}

fn list(names: &[&str]) -> String {
    let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
    keys.join(", ")
}

/// Two categories and three numbers, everything asked of everything.
fn study(columns: &[&str], levels: &[&str], ids: &[&str]) -> String {
    let [g, h, x, y, time] = columns else {
        unreachable!("five columns")
    };
    let mut text =
        "[variables.\"a status\"]\nkind = \"binary\"\nlevels = [\"0\", \"1\"]\n".to_owned();
    for (name, levels) in [(g, &levels[..3]), (h, &levels[2..5])] {
        text += &format!(
            "[variables.{}]\nkind = \"nominal\"\nlevels = [{}]\n",
            key(name),
            list(levels)
        );
    }
    for name in [x, y, time] {
        text += &format!("[variables.{}]\nkind = \"continuous\"\n", key(name));
    }
    text += &format!(
        "[endpoints.{}]\nlabel = \"survival\"\nevent_label = \"death\"\nunit = \"months\"\n\
         time = {}\nstatus = \"a status\"\nevent = [\"1\"]\n",
        key(ids[0]),
        key(time)
    );
    text += &format!(
        "[[analyses]]\nkind = \"summary\"\nvariables = [{}]\n",
        list(columns)
    );
    for by in [g, h] {
        text += &format!(
            "[[analyses]]\nkind = \"summary\"\nvariables = [{0}]\nby = {1}\n\
             [[analyses]]\nkind = \"survival\"\nendpoint = {2}\nby = {1}\nrates = [12]\n\
             [[analyses]]\nkind = \"tests\"\nvariables = [{3}]\nby = {1}\ntests = [\"mean\", \"kruskal-wallis\", \"dunn\"]\n\
             [[analyses]]\nkind = \"tests\"\nendpoints = [{2}]\nby = {1}\ntimes = [12]\nlimit = 12\ntests = [\"nelson-aalen\", \"restricted-mean\", \"log-rank\", \"fleming-harrington\"]\n",
            list(&[g, h, x]),
            key(by),
            key(ids[0]),
            list(&[x, y])
        );
    }
    text += &format!(
        "[[analyses]]\nkind = \"tests\"\nvariables = [{}]\nwith = {}\ntests = [\"pearson\"]\n",
        key(x),
        key(y)
    );
    for (at, (kind, keys)) in [
        ("cox", format!("endpoint = {}", key(ids[0]))),
        ("linear", format!("outcome = {}", key(y))),
        ("logistic", "outcome = \"a status\"".to_owned()),
    ]
    .iter()
    .enumerate()
    {
        text += &format!(
            "[[models]]\nid = {}\nkind = \"{kind}\"\n{keys}\ncovariates = [{}]\n",
            key(ids[at + 1]),
            list(&[x, g])
        );
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_two_numbers_have_one_id(
        columns in some_of(&NAMES, 5),
        levels in some_of(&LEVELS, 5),
        ids in some_of(&IDS, 4),
        seed in 0..1000usize,
    ) {
        let header: Vec<String> = columns.iter().chain(&["a status"]).map(|name| quoted(name)).collect();
        let mut cohort = format!("{}\n", header.join(","));
        let mut counted = 0;
        for row in 0..24 {
            let at = row * 7 + seed;
            counted += usize::from(at % 3 == 1);
            cohort += &format!(
                "{},{},{},{},{},{}\n",
                quoted(levels[at % 3]), quoted(levels[2 + at / 2 % 3]),
                at * at % 17, at * 5 % 23, 1 + at * 3 % 29, at / 3 % 2
            );
        }
        // Reading it back checks that no conflict came up.
        let computed = Computed::of(&study(&columns, &levels, &ids), &cohort);
        let group = computed.study.variable(columns[0]).unwrap();
        let level = &group.levels[1];
        let own = |path: cohort_report::number::Path, key: &str| computed.value(path.key(key).as_str());
        prop_assert_eq!(own(group.path().at(&level.id), "n"), counted as f64);
        let size = computed.study.variable(columns[2]).unwrap().path();
        prop_assert_eq!(own(size.by(columns[0]).at(&level.id), "n"), counted as f64);
        for id in &ids[1..] {
            prop_assert_eq!(own(computed.study.model(id).unwrap().path(), "n"), 24.0);
        }
        let texts: BTreeSet<&str> = computed.ledger().iter().map(|number| number.id.as_str()).collect();
        prop_assert_eq!(texts.len(), computed.ledger().len());
    }
}
