//! `sql`: the query of each dialect, and the study file that reads what it gives.
//! `tests/sql/equal.py` runs the queries.

use std::collections::BTreeMap;
use std::fs;

use cohort_report::analyse::analyse;
use cohort_report::cohort::{self, Cohort, Column};
use cohort_report::layout::Layout;
use cohort_report::ledger::Ledger;
use cohort_report::sql::{Dialect, Grouping, Options, Reduction, reduce};
use cohort_report::study::Study;

use crate::common::project;

const DIALECTS: [(&str, Dialect); 3] = [
    ("duckdb", Dialect::DuckDb),
    ("postgres", Dialect::Postgres),
    ("spark", Dialect::Spark),
];

fn options(dialect: Dialect, grouping: Grouping) -> Options {
    Options {
        dialect,
        table: "patients".to_owned(),
        grouping,
        file: "cohort.csv".to_owned(),
    }
}

fn parsed(name: &str, text: &str) -> Study {
    let parsed = Layout::parse(name, "study.toml", text);
    parsed.unwrap_or_else(|error| panic!("{name}: {error}")).0
}

fn reduced(name: &str, text: &str, dialect: Dialect, grouping: Grouping) -> Reduction {
    let made = reduce(
        &parsed(name, text),
        "study.toml",
        text,
        &options(dialect, grouping),
    );
    made.unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The text of a study of the project, without its plots of single rows.
fn text(name: &str) -> String {
    let path = match name {
        "registry" => project().join("tests/sql/study.toml"),
        _ => project().join("data").join(name).join("study.toml"),
    };
    let text = fs::read_to_string(path).unwrap();
    let stanzas = text.split("\n[[figures]]").enumerate();
    let kept = stanzas.filter(|(at, stanza)| *at == 0 || !stanza.contains("kind = \"swimmer\""));
    let kept: Vec<&str> = kept.map(|(_, stanza)| stanza).collect();
    kept.join("\n[[figures]]")
}

const STUDIES: [&str; 5] = ["lung", "melanoma", "rvlms", "veteran", "registry"];

#[test]
fn queries_are_the_expected_ones() {
    let folder = project().join("tests/sql/expected");
    let mut wrong = Vec::new();
    let mut compare = |file: String, made: &str| {
        let path = folder.join(&file);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, made).unwrap();
        }
        if fs::read_to_string(&path).unwrap_or_default() != made {
            wrong.push(file);
        }
    };
    for name in STUDIES {
        let text = text(name);
        for (word, dialect) in DIALECTS {
            let made = reduced(name, &text, dialect, Grouping::Derived);
            compare(format!("{name}.{word}.sql"), &made.query);
            if dialect == Dialect::DuckDb {
                compare(format!("{name}.toml"), &made.study);
                compare(format!("{name}.checks.sql"), &made.checks);
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "not as expected (UPDATE=1 rewrites): {wrong:?}"
    );
}

#[test]
fn reduced_studies_can_be_read_and_reduced_again() {
    for name in STUDIES {
        let text = text(name);
        for grouping in [Grouping::Derived, Grouping::AsWritten] {
            for (_, dialect) in DIALECTS {
                let made = reduced(name, &text, dialect, grouping);
                let study = parsed(name, &made.study);
                assert_eq!(study.cohort.count.as_deref(), Some("n"));
                // Nothing more is left to derive.
                let again = reduced(name, &made.study, dialect, grouping);
                let again = parsed(name, &again.study);
                let names = |study: &Study| {
                    let names = study.variables.iter().map(|own| own.name.clone());
                    names.collect::<Vec<_>>()
                };
                assert_eq!(names(&again), names(&study), "{name}");
            }
        }
    }
}

/// A cell of a column as a file holds it.
fn written(study: &Study, cohort: &Cohort, name: &str, row: usize) -> String {
    let shown = match cohort.column(name) {
        Column::Numbers(cells) => cells.get(row).map(|number| number.to_string()),
        Column::Dates(cells) => cells.get(row).map(|date| date.to_string()),
        Column::Text(cells) => cells.is_present(row).then(|| "text".to_owned()),
        Column::Levels(cells) => cells
            .get(row)
            .map(|at| study.variable(name).unwrap().levels[at].code.clone()),
    };
    shown.unwrap_or_default()
}

/// What the query gives, computed from the rows in another way: from the observations
/// of endpoints and the typed columns.
fn grouped(study: &Study, cohort: &Cohort, small: &Study) -> String {
    let header: Vec<&str> = small.columns().map(|variable| variable.header()).collect();
    let mut rows: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for row in 0..cohort.len() {
        let cells = small.columns().map(|variable| {
            let name = &variable.name;
            if study.variable(name).is_some() {
                return written(study, cohort, name, row);
            }
            let days = name.strip_suffix("_days");
            if let Some(of) = days.filter(|of| study.variable(of).is_some()) {
                let months = cohort.column(of).numbers().get(row);
                return months.map_or_else(String::new, |months| {
                    (months * study.conventions.month_days).round().to_string()
                });
            }
            let (id, is_entry) = match name.strip_suffix("_entry_days") {
                Some(id) => (id, true),
                None => (days.or(name.strip_suffix("_end")).unwrap(), false),
            };
            let endpoint = study.endpoint(id).unwrap();
            let ends = cohort::competing_observations(study, cohort, endpoint);
            let times = cohort::observations(study, cohort, endpoint);
            let Some((end, time)) = ends[row].as_ref().zip(times[row].as_ref()) else {
                return String::new();
            };
            let length = match endpoint.unit.name() {
                "days" => 1.0,
                "months" => study.conventions.month_days,
                _ => study.conventions.year_days,
            };
            let whole = |time: f64| (time * length).round().to_string();
            match (is_entry, name.ends_with("_end"), end.cause) {
                (true, ..) => whole(time.entry),
                (_, false, _) => whole(time.time),
                (_, _, None) => "censored".to_owned(),
                (_, _, Some(1)) => "event".to_owned(),
                (_, _, Some(cause)) => endpoint.competing[cause - 2].clone(),
            }
        });
        *rows.entry(cells.collect()).or_default() += 1;
    }
    let line = |cells: &[String]| {
        let quoted = cells
            .iter()
            .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        quoted.collect::<Vec<_>>().join(",")
    };
    let mut csv = format!("\"{}\",\"n\"\n", header.join("\",\""));
    for (cells, count) in &rows {
        csv.push_str(&format!("{},{count}\n", line(cells)));
    }
    csv
}

#[test]
fn grouped_rows_have_the_numbers_of_the_rows() {
    for name in ["lung", "melanoma", "rvlms", "veteran"] {
        let text = text(name);
        let study = parsed(name, &text);
        let bytes = fs::read(project().join("data").join(name).join("cohort.csv")).unwrap();
        let cohort = cohort::read(&study, "cohort.csv", &bytes).unwrap();
        let made = reduced(name, &text, Dialect::DuckDb, Grouping::Derived);
        let small = parsed(name, &made.study);
        let csv = grouped(&study, &cohort, &small);
        let rows = cohort::read(&small, "cohort.csv", csv.as_bytes());
        let rows = rows.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(rows.len(), cohort.len(), "{name}");
        let (raw, grouped) = (
            analyse(&study, &cohort).ledger,
            analyse(&small, &rows).ledger,
        );
        let ids = |ledger: &Ledger| -> Vec<String> {
            // Rows that are alike are what was grouped, and no question of the group.
            let ids = ledger.iter().map(|number| number.id.to_string());
            ids.filter(|id| !id.starts_with("queries.")).collect()
        };
        assert_eq!(ids(&raw), ids(&grouped), "{name}");
        for raw in raw.iter() {
            let Some(grouped) = grouped.get(&raw.id) else {
                continue;
            };
            assert_eq!(
                (raw.n, raw.missing),
                (grouped.n, grouped.missing),
                "{}",
                raw.id
            );
            assert_eq!(raw.text, grouped.text, "{}", raw.id);
            // The order of the rows is that of sums.
            match (raw.value.number(), grouped.value.number()) {
                (Some(a), Some(b)) => {
                    assert!((a - b).abs() <= 1e-9 * a.abs(), "{}: {a} {b}", raw.id);
                }
                (a, b) => assert_eq!(a, b, "{}", raw.id),
            }
        }
    }
}

#[test]
fn rows_that_cannot_be_grouped_are_refused() {
    let text = text("registry");
    let said = |text: &str, dialect: Dialect| {
        let study = parsed("registry", text);
        match reduce(
            &study,
            "study.toml",
            text,
            &options(dialect, Grouping::Derived),
        ) {
            Ok(_) => String::new(),
            Err(findings) => findings.to_string(),
        }
    };
    assert_eq!(said(&text, Dialect::Spark), "");
    let visits = text.replace("[cohort]\n", "[cohort]\nrows = \"visits\"\n");
    assert!(said(&visits, Dialect::DuckDb).contains("rows are visits"));
    let swimmer = format!(
        "{text}\n[[figures]]\nid = \"s\"\nkind = \"swimmer\"\ncaption = \"S\"\nendpoint = \"os\"\n"
    );
    assert!(said(&swimmer, Dialect::DuckDb).contains("swimmer plot of os"));
    let twice = text.replace(
        "[variables.height]",
        "[variables.Sex]\nkind = \"text\"\n[variables.height]",
    );
    assert!(said(&twice, Dialect::DuckDb).contains("differs from the column sex in capitals"));
    assert_eq!(said(&twice, Dialect::Postgres), "");
    let long = text.replace("[variables.note]", "[variables.note]\ncolumn = \"${HOME} a header that is much longer than the names that PostgreSQL has\"");
    assert!(said(&long, Dialect::Postgres).contains("longer than 63 bytes"));
    assert!(said(&long, Dialect::Spark).contains("${"));
    assert_eq!(said(&long, Dialect::DuckDb), "");
}

#[test]
fn checks_are_a_query_where_nothing_is_to_check() {
    let text = "[document]\ntitle = \"T\"\ndate = \"2024-01-31\"\n\
         [cohort]\ncount = \"patients\"\n[variables.size]\nkind = \"continuous\"\n\
         [[tables]]\nid = \"t\"\ntitle = \"T\"\nrows = [\"size\"]\n";
    for (_, dialect) in DIALECTS {
        let made = reduced("counted", text, dialect, Grouping::Derived);
        let last = made.checks.lines().last().unwrap();
        assert!(last.starts_with("SELECT 'nothing to check"), "{last}");
    }
}

#[test]
fn names_and_levels_cannot_break_out_of_a_query() {
    let evil = "x'; DROP TABLE patients; --\\u0022`\\u005c";
    let text = format!(
        "[document]\ntitle = \"T\"\ndate = \"2024-01-31\"\n\
         [variables.\"{evil}\"]\nkind = \"nominal\"\nlevels = [\"{evil}\", \"two\\nlines\"]\n\
         missing = [\"{evil}9\"]\n\
         [variables.\"line\\n; SELECT 1 --\"]\nkind = \"text\"\n\
         [[tables]]\nid = \"t\"\ntitle = \"T\"\nrows = [\"{evil}\"]\n"
    );
    for (_, dialect) in DIALECTS {
        let made = reduced("evil", &text, dialect, Grouping::Derived);
        // Outside of names, texts and comments nothing of it remains.
        let bare = without_quoted(&made.query, dialect);
        assert!(!bare.contains("DROP") && !bare.contains(';'), "{bare}");
        let bare = without_quoted(&made.checks, dialect);
        assert!(!bare.contains("DROP") && !bare.contains(';'), "{bare}");
        parsed("evil", &made.study);
    }
}

/// A query without what is quoted and without comments, as the engine's lexer sees it.
fn without_quoted(query: &str, dialect: Dialect) -> String {
    let mut bare = String::new();
    let mut chars = query.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '-' if chars.peek() == Some(&'-') => {
                chars.by_ref().find(|c| *c == '\n');
            }
            '\'' | '"' | '`' => {
                let escapes = c == '\''
                    && (dialect == Dialect::Spark
                        || (dialect == Dialect::Postgres && bare.ends_with('E')));
                while let Some(next) = chars.next() {
                    if next == '\\' && escapes {
                        chars.next();
                    } else if next == c && chars.next_if_eq(&c).is_none() {
                        break;
                    }
                }
            }
            _ => bare.push(c),
        }
    }
    bare
}
