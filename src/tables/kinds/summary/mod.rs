//! The descriptive table: variables down, levels of a grouping across.

mod comparisons;
mod rows;

use std::sync::Arc;

use super::TableKind;
use crate::ledger::Ledger;
use crate::number::Name;
use crate::number::conventions::adjustment_name;
use crate::number::unit::PERCENT;
use crate::statistics::EXPECTED_BELOW_FIVE;
use crate::stats::multiplicity::Adjustment;
use crate::study::read::{read_by, read_variables};
use crate::study::section::Section;
use crate::study::{
    AdjustedRequest, DifferenceRequest, Kind, KindRecord, Request, Scope, Study, Variable,
};
use crate::tables::pieces::{
    columns_of, group_missing, interval, p_head, phrase, sparse_note, words,
};
use crate::tables::{Cell, Piece, Table, TableLayout};
use rows::Writer;

pub(super) const RECORD: KindRecord<dyn TableKind> = KindRecord {
    word: "summary",
    read: |section, scope| Arc::new(Summary::read(section, scope)),
};

/// A row for each variable, a column for each level of the grouping.
#[derive(Debug, PartialEq)]
struct Summary {
    /// The grouping variable whose levels are the columns.
    by: Option<String>,
    /// Whether the rows are compared between the groups.
    compare: bool,
    /// Whether a column shows the effect sizes.
    effect: bool,
    /// Whether a column shows the differences of two groups.
    difference: bool,
    /// How the p-values are adjusted for the number of rows.
    q: Option<Adjustment>,
    /// Variables in the order of the rows.
    rows: Vec<String>,
}

impl Summary {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        let by = read_by(section, scope);
        let fits = Kind::is_summarised;
        let difference = section.boolean("difference").unwrap_or(false);
        if difference {
            check_two_groups(section, scope, by.as_deref());
        }
        Self {
            difference,
            effect: section.boolean("effect").unwrap_or(true),
            compare: section
                .boolean("compare")
                .unwrap_or_else(|| scope.compares(by.as_deref())),
            by,
            q: section.choice("q", &Adjustment::ALL.map(|q| (adjustment_name(q), q))),
            rows: read_variables(section, "rows", scope, fits, "a variable with a summary"),
        }
    }
}

impl Summary {
    /// The rows whose test relies on large expected counts, and has too small ones.
    fn sparse_note(&self, study: &Study, ledger: &Ledger, grouping: &Variable) -> Option<Cell> {
        let is_sparse = |variable: &&Variable| {
            let test = variable.path().by(&grouping.name).word("test");
            ledger.get(test.key(EXPECTED_BELOW_FIVE)).is_some()
        };
        let rows = self.rows.iter().filter_map(|name| study.variable(name));
        let labels: Vec<&str> = rows
            .filter(is_sparse)
            .map(|own| own.label.as_str())
            .collect();
        sparse_note(ledger, &labels)
    }
}

impl TableKind for Summary {
    fn needs(&self, id: &str) -> Vec<Request> {
        let mut needs = Vec::new();
        for row in &self.rows {
            // The overall column stands beside the groups.
            needs.push(Request::summary(row, None));
            match &self.by {
                Some(by) if self.compare => needs.push(Request::comparison(row, by)),
                Some(by) => needs.push(Request::summary(row, Some(by))),
                None => {}
            }
        }
        if let Some(by) = &self.by {
            needs.push(Request::summary(by, None));
        }
        if let Some(by) = self.by.as_ref().filter(|_| self.difference) {
            let difference = |row: &String| {
                Request::Difference(DifferenceRequest {
                    variable: row.clone(),
                    by: by.clone(),
                })
            };
            needs.extend(self.rows.iter().map(difference));
        }
        if let (Some(by), Some(adjustment), true) = (&self.by, self.q, self.compare) {
            needs.push(Request::Adjusted(AdjustedRequest {
                table: id.to_owned(),
                variables: self.rows.clone(),
                by: by.clone(),
                adjustment,
            }));
        }
        needs
    }

    fn build(&self, study: &Study, ledger: &Ledger, layout: &TableLayout) -> Table {
        let mut table = Table::new(layout, ledger.style.words.text("table.characteristic"));
        let Self {
            by, compare, rows, ..
        } = self;
        let by = by.as_deref();
        let grouping = by.and_then(|by| study.variable(by));
        table.add_groups(ledger, grouping);
        let compare = *compare && grouping.is_some();
        let interval_of = |key| {
            let slots = [
                ("break", vec![Piece::Break]),
                ("interval", interval(ledger)),
            ];
            phrase(ledger, key, &slots)
        };
        if self.difference {
            table.columns.push(interval_of("table.difference"));
        }
        if compare {
            table.columns.push(p_head(ledger));
            if self.q.is_some() {
                table.columns.push(vec![Piece::text("q")]);
            }
            if self.effect {
                table.columns.push(interval_of("table.effect_interval"));
            }
        }
        for name in rows {
            if let Some(variable) = study.variable(name) {
                let writer = Writer {
                    ledger,
                    variable,
                    paths: columns_of(variable, grouping),
                    q: self.q.map(|adjustment| (Name::new(&layout.id), adjustment)),
                    grouping,
                    effect: self.effect,
                    difference: grouping
                        .filter(|_| self.difference)
                        .map(|grouping| variable.path().by(&grouping.name).word("difference")),
                    test: grouping
                        .filter(|_| compare)
                        .map(|grouping| variable.path().by(&grouping.name).word("test")),
                };
                writer.write(&mut table);
            }
        }
        let categorical = |name: &String| {
            study
                .variable(name)
                .is_some_and(|variable| variable.kind.is_categorical())
        };
        if rows.iter().any(categorical) {
            let many = [("many", words(&study.cohort.many))];
            let note = phrase(ledger, "table.counts_note", &many);
            table.notes.push(note);
        }
        let in_percent = |name: &String| {
            let unit = study.variable(name).and_then(|own| own.unit.as_deref());
            categorical(name) || unit == Some(PERCENT)
        };
        table.notes.extend(group_missing(study, ledger, grouping));
        let by = grouping.filter(|_| self.difference);
        if let Some(by) = by
            && let [first, second] = by.levels.as_slice()
        {
            let named = |level| words(&by.level_of(level, study.words()));
            let groups = [("first", named(first)), ("second", named(second))];
            let key = match rows.iter().any(in_percent) {
                true => "table.difference_note_points",
                false => "table.difference_note",
            };
            table.notes.push(phrase(ledger, key, &groups));
        }
        if let Some(grouping) = grouping.filter(|_| compare) {
            table
                .notes
                .extend(self.sparse_note(study, ledger, grouping));
        }
        table
    }

    fn rows(&self) -> &[String] {
        &self.rows
    }

    fn uncompared(&self) -> Option<&str> {
        self.by.as_deref().filter(|_| !self.compare)
    }
}

/// Notes a grouping that has no two groups to take the difference of.
fn check_two_groups(section: &Section<'_>, scope: &Scope<'_>, by: Option<&str>) {
    let grouping = by.and_then(|by| scope.variables.iter().find(|known| known.name == by));
    let levels = grouping.map_or(0, |grouping| grouping.levels.len());
    if levels != 2 {
        let problem = match by {
            None => "needs two groups, and the table has none".to_owned(),
            Some(by) => format!("needs two groups, and {by} has {levels} levels"),
        };
        section.problem(
            "difference",
            problem,
            "remove it, or choose a by with two levels",
        );
    }
}
