//! Numbers of one run that must agree with each other, whatever the data: run
//! with every report. A contradiction is an internal error and stops the report.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use super::Computed;
use crate::analyse::PlotData;
use crate::ledger::Ledger;
use crate::number::format::{percent_digits, rounded};
use crate::number::{NumberId, Path, Step, Subject};
use crate::study::{Conventions, Study, Variable};
use crate::tables::Table;

/// Every contradiction, each in a sentence.
pub(super) fn all(computed: &Computed, tables: &[Table]) -> Vec<String> {
    let study = &computed.inputs.study;
    let ledger = &computed.results.ledger;
    let conflicts = computed.results.conflicts.iter();
    let mut found: Vec<String> = conflicts.map(ToString::to_string).collect();
    found.extend(contradictions(study, ledger, computed.cohort.len()));
    found.extend(curves(&computed.results.plot_data, ledger));
    found.extend(cells(tables, ledger));
    found
}

/// Those of the ledger itself.
fn contradictions(study: &Study, ledger: &Ledger, rows: usize) -> Vec<String> {
    let mut checker = Checker {
        ledger,
        conventions: &study.conventions,
        found: Vec::new(),
    };
    let size = Path::of(Subject::Cohort).key("n");
    let counted = checker.value(&size);
    checker.equal(&size, counted, "rows of the cohort", Some(rows as f64));
    // Few of many columns group others.
    let groupings: BTreeSet<&str> = ledger
        .iter()
        .filter_map(|number| number.id.path().grouping())
        .collect();
    let groupings: Vec<&Variable> = study
        .variables
        .iter()
        .filter(|variable| groupings.contains(variable.name.as_str()))
        .collect();
    for variable in &study.variables {
        let path = variable.path();
        checker.whole(&path, rows);
        checker.levels(&path, variable);
        for by in &groupings {
            checker.groups(variable, by);
        }
    }
    for endpoint in &study.endpoints {
        let path = endpoint.path();
        checker.whole(&path, rows);
        checker.events(&path);
        for by in &groupings {
            for group in groups(&path, by) {
                checker.events(&group);
            }
            checker.sums(&path, by, &["n", "events"]);
        }
    }
    checker.at_risk(study);
    checker.found
}

/// What the ids of the numbers in each group begin with.
fn groups<'a>(path: &Path, by: &'a Variable) -> impl Iterator<Item = Path> + use<'a> {
    let path = path.clone().by(&by.name);
    by.levels
        .iter()
        .map(move |level| path.clone().at(&level.id))
}

struct Checker<'a> {
    ledger: &'a Ledger,
    conventions: &'a Conventions,
    found: Vec<String>,
}

impl Checker<'_> {
    fn value(&self, id: &NumberId) -> Option<f64> {
        self.ledger.get(id)?.value.number()
    }

    /// Two numbers that are both there must be one.
    fn equal(&mut self, what: impl Display, a: Option<f64>, other: impl Display, b: Option<f64>) {
        if let (Some(a), Some(b)) = (a, b)
            && a != b
        {
            self.found
                .push(format!("{what} is {a}, but {other} is {b}"));
        }
    }

    /// Two numbers that make a third together.
    fn sum(&mut self, parts: [&NumberId; 2], whole: impl Display, total: Option<f64>) {
        let [a, b] = parts.map(|id| self.value(id));
        let sum = a.zip(b).map(|(a, b)| a + b);
        self.equal(format!("{} + {}", parts[0], parts[1]), sum, whole, total);
    }

    /// With and without a value makes all rows.
    fn whole(&mut self, path: &Path, rows: usize) {
        let parts = [path.key("n"), path.key("missing")];
        self.sum(parts.each_ref(), "the cohort", Some(rows as f64));
    }

    /// The levels of a category add up to its rows, and their printed
    /// percentages to a hundred within what rounding can do.
    fn levels(&mut self, path: &Path, variable: &Variable) {
        if variable.levels.is_empty() {
            return;
        }
        let of = |key: &str| -> Vec<NumberId> {
            let levels = variable.levels.iter();
            levels
                .map(|level| path.clone().at(&level.id).key(key))
                .collect()
        };
        let counts: Option<Vec<f64>> = of("n").iter().map(|id| self.value(id)).collect();
        let size = path.key("n");
        let total = self.value(&size);
        if let Some(counts) = counts {
            let sum = Some(counts.iter().sum());
            self.equal(format!("the sum of the levels of {path}"), sum, size, total);
        }
        let rule = self.conventions.rounding;
        let printed: Option<Vec<f64>> = of("percent")
            .iter()
            .map(|id| {
                let number = self.ledger.get(id)?;
                let value = number.value.number()?;
                let digits = number.decimals;
                Some(digits.map_or(value, |digits| rounded(value, digits, rule)))
            })
            .collect();
        if let Some(printed) = printed {
            let sum: f64 = printed.iter().sum();
            let rows = total.unwrap_or_default() as usize;
            let digits = percent_digits(rows, self.conventions);
            let unit = 10f64.powi(-(digits as i32));
            if (sum - 100.0).abs() > unit * printed.len() as f64 + 1e-9 {
                self.found
                    .push(format!("the percentages of {path} add up to {sum}"));
            }
        }
    }

    /// The groups of a variable, each in itself and together.
    fn groups(&mut self, variable: &Variable, by: &Variable) {
        let path = variable.path();
        for (group, level) in groups(&path, by).zip(&by.levels) {
            let parts = [group.key("n"), group.key("missing")];
            if self.ledger.get(&parts[0]).is_none() {
                return;
            }
            self.levels(&group, variable);
            let size = by.path().at(&level.id).key("n");
            let total = self.value(&size);
            self.sum(parts.each_ref(), size, total);
        }
        self.sums(&path, by, &["n"]);
    }

    /// Groups without rows outside any add up to the whole.
    fn sums(&mut self, path: &Path, by: &Variable, keys: &[&str]) {
        if self.value(&by.path().key("missing")) != Some(0.0) {
            return;
        }
        for key in keys {
            let parts: Option<Vec<f64>> = groups(path, by)
                .map(|group| self.value(&group.key(key)))
                .collect();
            if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
                let whole = path.key(key);
                let total = self.value(&whole);
                let what = format!("the sum of {whole} by {}", by.name);
                self.equal(what, Some(parts.iter().sum()), whole, total);
            }
        }
    }

    /// Events and censored rows make all.
    fn events(&mut self, path: &Path) {
        let (parts, size) = ([path.key("events"), path.key("censored")], path.key("n"));
        let total = self.value(&size);
        self.sum(parts.each_ref(), size, total);
    }

    /// Everybody is at risk at time 0, unless observation begins later.
    fn at_risk(&mut self, study: &Study) {
        let late = |subject: &Subject| {
            let mut endpoints = study.endpoints.iter();
            let own = endpoints.find(|endpoint| endpoint.subject == *subject);
            own.is_none_or(|endpoint| endpoint.entry.is_some())
        };
        let ledger = self.ledger;
        for number in ledger.iter().filter(|number| number.id.key() == "at_risk") {
            let path = number.id.path();
            let at_start =
                matches!(path.steps().last(), Some(Step::Time(time)) if time.value() == 0.0);
            if !at_start || late(path.subject()) {
                continue;
            }
            if let Some(group) = path.parent() {
                let size = group.key("n");
                let total = self.value(&size);
                self.equal(&number.id, number.value.number(), size, total);
            }
        }
    }
}

/// The events of a curve are those of the ledger.
fn curves(plot_data: &PlotData, ledger: &Ledger) -> Vec<String> {
    let mut found = Vec::new();
    for curve in &plot_data.curves {
        let drawn: usize = curve.estimate.steps.iter().map(|step| step.events).sum();
        let id = curve.path.key("events");
        let counted = ledger.get(&id).and_then(|number| number.value.number());
        if let Some(counted) = counted.filter(|counted| *counted != drawn as f64) {
            found.push(format!(
                "the curve of {} has {drawn} events, but {id} is {counted}",
                curve.path
            ));
        }
    }
    found
}

/// Every number of a table is in the ledger, and every row as long as the header.
fn cells(tables: &[Table], ledger: &Ledger) -> Vec<String> {
    let mut found: BTreeMap<String, ()> = BTreeMap::new();
    for table in tables {
        for row in &table.rows {
            if row.cells.len() != table.columns.len() {
                found.insert(
                    format!(
                        "the row {} of the table {} has {} cells for {} columns",
                        row.label,
                        table.id,
                        row.cells.len(),
                        table.columns.len()
                    ),
                    (),
                );
            }
        }
        for id in table.ids().filter(|id| ledger.get(id).is_none()) {
            found.insert(
                format!(
                    "the table {} prints {id}, which is not in the ledger",
                    table.id
                ),
                (),
            );
        }
    }
    found.into_keys().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Value;
    use crate::report::{Timings, compute};

    fn rvlms() -> Computed {
        let study = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rvlms");
        compute(&study, &mut Timings::default()).unwrap()
    }

    /// The ledger with one number changed.
    fn with(ledger: &Ledger, id: &str, value: f64) -> Ledger {
        let mut changed = Ledger::default();
        for row_set in ledger.row_sets() {
            changed.row_set(row_set.clone());
        }
        for number in ledger.iter() {
            let mut number = number.clone();
            if number.id.as_str() == id {
                number.value = Value::Number(value);
                number.text = value.to_string();
            }
            changed.push(number).unwrap();
        }
        changed
    }

    #[test]
    fn contradictions_are_found() {
        let mut computed = rvlms();
        let genuine = computed.results.ledger.clone();
        let tables = crate::tables::build(
            &computed.inputs.study,
            &computed.inputs.layout.tables,
            &genuine,
        );
        assert_eq!(all(&computed, &tables), Vec::<String>::new());
        for (id, value, said) in [
            ("cohort.n", 25.0, "cohort.n is 25"),
            ("sex.female.n", 13.0, "the sum of the levels of sex is"),
            (
                "margin.r0.percent",
                80.0,
                "the percentages of margin add up to",
            ),
            ("bmi.missing", 3.0, "bmi.n + bmi.missing is"),
            (
                "transfusion.by_imaging_type.peripheral.n",
                4.0,
                "is 4, but imaging_type.peripheral.n is 5",
            ),
            ("dfs.events", 20.0, "dfs.events + dfs.censored is"),
            ("dfs.events", 20.0, "the curve of dfs has"),
            (
                "os.by_imaging_type.peripheral.events",
                3.0,
                "the sum of os.events by imaging_type is",
            ),
            (
                "os.0_months.at_risk",
                23.0,
                "os.0_months.at_risk is 23, but os.n is 24",
            ),
        ] {
            computed.results.ledger = with(&genuine, id, value);
            let found = all(&computed, &tables);
            assert!(
                found.iter().any(|text| text.contains(said)),
                "{id}: {found:?}"
            );
        }
        computed.results.ledger = genuine;
        let mut broken = tables;
        broken[0].rows[0].cells.pop();
        assert_eq!(all(&computed, &broken).len(), 1);
    }

    /// The percentages are compared as numbers, whatever the decimal mark.
    #[test]
    fn percentages_are_checked_in_every_style() {
        let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rvlms");
        for style in [
            "journal = \"jama\"",
            "journal = \"lancet\"",
            "decimal_mark = \",\"",
        ] {
            let place = tempfile::tempdir().unwrap();
            for file in ["study.toml", "cohort.csv"] {
                std::fs::copy(source.join(file), place.path().join(file)).unwrap();
            }
            let study = place.path().join("study.toml");
            let text = std::fs::read_to_string(&study).unwrap();
            std::fs::write(&study, format!("{text}\n[style]\n{style}\n")).unwrap();
            let mut computed = compute(place.path(), &mut Timings::default()).unwrap();
            assert_eq!(all(&computed, &[]), Vec::<String>::new(), "{style}");
            computed.results.ledger = with(&computed.results.ledger, "margin.r0.percent", 80.0);
            let found = all(&computed, &[]);
            let told = "the percentages of margin add up to";
            assert!(
                found.iter().any(|text| text.contains(told)),
                "{style}: {found:?}"
            );
        }
    }
}
