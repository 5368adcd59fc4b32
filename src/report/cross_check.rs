//! Numbers of one run that must agree with each other, whatever the data: run
//! with every report. A contradiction is a fault of the program, and no report.

use std::collections::BTreeMap;

use super::Computed;
use crate::analyse::PlotData;
use crate::ledger::Ledger;
use crate::study::{Conventions, Study};
use crate::tables::{Piece, Table};

/// Every contradiction, each in a sentence.
pub(super) fn all(computed: &Computed, tables: &[Table]) -> Vec<String> {
    let study = &computed.inputs.study;
    let ledger = &computed.results.ledger;
    let mut found = contradictions(study, ledger, computed.cohort.len());
    found.extend(curves(&computed.results.plot_data, ledger));
    found.extend(cells(tables, ledger));
    found
}

/// Those of the ledger itself.
fn contradictions(study: &Study, ledger: &Ledger, rows: usize) -> Vec<String> {
    let mut checker = Checker {
        ledger,
        found: Vec::new(),
    };
    checker.equal(
        "cohort.n",
        ledger.get("cohort.n").and_then(|n| n.value.number()),
        "rows of the cohort",
        Some(rows as f64),
    );
    for variable in &study.variables {
        let name = &variable.name;
        checker.whole(name, rows);
        checker.levels(name, variable, &study.conventions);
        for by in &study.variables {
            checker.groups(name, &by.name, &by.levels, &study.conventions, variable);
        }
    }
    for endpoint in &study.endpoints {
        checker.whole(&endpoint.id, rows);
        checker.events(&endpoint.id);
        for by in &study.variables {
            for level in &by.levels {
                checker.events(&format!("{}.by_{}.{}", endpoint.id, by.name, level.id));
            }
            checker.sums(&endpoint.id, &by.name, &by.levels, &["n", "events"]);
        }
    }
    checker.at_risk(study);
    checker.found
}

struct Checker<'a> {
    ledger: &'a Ledger,
    found: Vec<String>,
}

impl Checker<'_> {
    fn value(&self, id: &str) -> Option<f64> {
        self.ledger.get(id)?.value.number()
    }

    /// Two numbers that are both there must be one.
    fn equal(&mut self, what: &str, a: Option<f64>, other: &str, b: Option<f64>) {
        if let (Some(a), Some(b)) = (a, b)
            && a != b
        {
            self.found
                .push(format!("{what} is {a}, but {other} is {b}"));
        }
    }

    /// With and without a value makes all rows.
    fn whole(&mut self, prefix: &str, rows: usize) {
        let (n, missing) = (
            self.value(&format!("{prefix}.n")),
            self.value(&format!("{prefix}.missing")),
        );
        let sum = n.zip(missing).map(|(n, missing)| n + missing);
        self.equal(
            &format!("{prefix}.n + {prefix}.missing"),
            sum,
            "the cohort",
            Some(rows as f64),
        );
    }

    /// The levels of a category add up to its rows, and their printed
    /// percentages to a hundred within what rounding can do.
    fn levels(
        &mut self,
        prefix: &str,
        variable: &crate::study::Variable,
        conventions: &Conventions,
    ) {
        if variable.levels.is_empty() {
            return;
        }
        let of = |key: &str| -> Vec<String> {
            let levels = variable.levels.iter();
            levels
                .map(|level| format!("{prefix}.{}.{key}", level.id))
                .collect()
        };
        let counts: Option<Vec<f64>> = of("n").iter().map(|id| self.value(id)).collect();
        let total = self.value(&format!("{prefix}.n"));
        if let Some(counts) = counts {
            self.equal(
                &format!("the sum of the levels of {prefix}"),
                Some(counts.iter().sum()),
                &format!("{prefix}.n"),
                total,
            );
        }
        let printed: Option<Vec<f64>> = of("percent")
            .iter()
            .map(|id| self.ledger.get(id)?.text.parse().ok())
            .collect();
        if let Some(printed) = printed {
            let sum: f64 = printed.iter().sum();
            let unit = 10f64.powi(-(conventions.percent_digits as i32));
            if (sum - 100.0).abs() > unit * printed.len() as f64 + 1e-9 {
                self.found
                    .push(format!("the percentages of {prefix} add up to {sum}"));
            }
        }
    }

    /// The groups of a variable, each in itself and together.
    fn groups(
        &mut self,
        name: &str,
        by: &str,
        levels: &[crate::study::Level],
        conventions: &Conventions,
        variable: &crate::study::Variable,
    ) {
        for level in levels {
            let prefix = format!("{name}.by_{by}.{}", level.id);
            if self.ledger.get(&format!("{prefix}.n")).is_none() {
                return;
            }
            self.levels(&prefix, variable, conventions);
            let sizes =
                [format!("{prefix}.n"), format!("{prefix}.missing")].map(|id| self.value(&id));
            if let [Some(n), Some(missing)] = sizes {
                let group = self.value(&format!("{by}.{}.n", level.id));
                self.equal(
                    &format!("{prefix}.n + {prefix}.missing"),
                    Some(n + missing),
                    &format!("{by}.{}.n", level.id),
                    group,
                );
            }
        }
        self.sums(name, by, levels, &["n"]);
    }

    /// Groups without rows outside any add up to the whole.
    fn sums(&mut self, name: &str, by: &str, levels: &[crate::study::Level], keys: &[&str]) {
        if self.value(&format!("{by}.missing")) != Some(0.0) {
            return;
        }
        for key in keys {
            let parts: Option<Vec<f64>> = levels
                .iter()
                .map(|level| self.value(&format!("{name}.by_{by}.{}.{key}", level.id)))
                .collect();
            if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
                let whole = self.value(&format!("{name}.{key}"));
                self.equal(
                    &format!("the sum of {name}.{key} by {by}"),
                    Some(parts.iter().sum()),
                    &format!("{name}.{key}"),
                    whole,
                );
            }
        }
    }

    /// Events and censored rows make all.
    fn events(&mut self, prefix: &str) {
        let [events, censored] =
            ["events", "censored"].map(|key| self.value(&format!("{prefix}.{key}")));
        let sum = events.zip(censored).map(|(a, b)| a + b);
        let n = self.value(&format!("{prefix}.n"));
        self.equal(
            &format!("{prefix}.events + {prefix}.censored"),
            sum,
            &format!("{prefix}.n"),
            n,
        );
    }

    /// Everybody is at risk at time 0, unless observation begins later.
    fn at_risk(&mut self, study: &Study) {
        let starts: Vec<(String, Option<f64>)> = self
            .ledger
            .iter()
            .filter(|number| {
                let parts: Vec<&str> = number.id.split('.').collect();
                let at_start =
                    matches!(parts.as_slice(), [.., time, "at_risk"] if time.starts_with("0_"));
                let endpoint = study.endpoint(parts.first().copied().unwrap_or_default());
                at_start && endpoint.is_some_and(|endpoint| endpoint.entry.is_none())
            })
            .map(|number| (number.id.clone(), number.value.number()))
            .collect();
        for (id, at_risk) in starts {
            let mut parts: Vec<&str> = id.split('.').collect();
            parts.truncate(parts.len().saturating_sub(2));
            let n = format!("{}.n", parts.join("."));
            self.equal(&id, at_risk, &n, self.value(&n));
        }
    }
}

/// The events of a curve are those of the ledger.
fn curves(plot_data: &PlotData, ledger: &Ledger) -> Vec<String> {
    let mut found = Vec::new();
    for curve in &plot_data.curves {
        let drawn: usize = curve.estimate.steps.iter().map(|step| step.events).sum();
        let id = format!("{}.events", curve.prefix);
        let counted = ledger.get(&id).and_then(|number| number.value.number());
        if counted.is_some_and(|counted| counted != drawn as f64) {
            found.push(format!(
                "the curve of {} has {drawn} events, but {id} is {}",
                curve.prefix,
                counted.unwrap_or_default()
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
            for piece in row.cells.iter().flatten() {
                if let Piece::Number(id) = piece
                    && ledger.get(id).is_none()
                {
                    found.insert(
                        format!(
                            "the table {} prints {id}, which is not in the ledger",
                            table.id
                        ),
                        (),
                    );
                }
            }
        }
    }
    found.into_keys().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Value;
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
            if number.id == id {
                number.value = Value::Number(value);
                number.text = value.to_string();
            }
            changed.push(number);
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
}
