//! The table of missing values: variables down, levels of a grouping across.

use std::sync::Arc;

use super::TableKind;
use crate::ledger::Ledger;
use crate::number::Path;
use crate::number::unit::percent_sign;
use crate::study::read::read_by;
use crate::study::section::Section;
use crate::study::{Kind, KindRecord, MissingRequest, Request, Scope, Study, Variable};
use crate::tables::pieces::{columns_of, group_missing, number, phrase, words};
use crate::tables::{Cell, Piece, Row, Table, TableLayout};
use crate::wording::Wording;

pub(super) const RECORD: KindRecord<dyn TableKind> = KindRecord {
    word: "missing",
    read: |section, scope| Arc::new(Missing::read(section, scope)),
};

/// A row for each variable: how many values are missing, and their share of all
/// rows, overall and in each level of the grouping.
#[derive(Debug, PartialEq)]
struct Missing {
    /// The grouping variable whose levels are the columns.
    by: Option<String>,
    /// Variables in the order of the rows.
    rows: Vec<String>,
}

impl Missing {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        let by = read_by(section, scope);
        let named = section.strings("rows");
        for name in named.iter().flatten() {
            scope.variable(section, "rows", name, |_| true, "a variable");
        }
        // Where nothing is missing is worth knowing too. The date of an event is not
        // missing where the event did not happen.
        let of_event = |variable: &Variable| {
            let mut endpoints = scope.endpoints.iter();
            endpoints.any(|endpoint| endpoint.is_date_of_event(&variable.name))
        };
        let all = || {
            let all = scope.variables.iter();
            let all = all.filter(|variable| variable.kind != Kind::Identifier);
            let all = all.filter(|variable| !of_event(variable));
            let names = all.map(|variable| variable.name.clone());
            names.filter(|name| by.as_ref() != Some(name)).collect()
        };
        Self {
            rows: named.unwrap_or_else(all),
            by,
        }
    }

    /// Overall, then the grouping if there is one.
    fn groupings(&self) -> impl Iterator<Item = Option<&str>> {
        std::iter::once(None).chain(self.by.as_deref().map(Some))
    }
}

impl TableKind for Missing {
    fn needs(&self, _: &str) -> Vec<Request> {
        let mut needs = Vec::new();
        for row in &self.rows {
            for by in self.groupings() {
                needs.push(Request::summary(row, by));
                needs.push(Request::Missing(MissingRequest {
                    variable: row.clone(),
                    by: by.map(str::to_owned),
                }));
            }
        }
        if let Some(by) = &self.by {
            needs.push(Request::summary(by, None));
        }
        needs
    }

    fn build(&self, study: &Study, ledger: &Ledger, layout: &TableLayout) -> Table {
        let mut table = Table::new(layout, ledger.style.words.text("table.characteristic"));
        let grouping = self.by.as_ref().and_then(|by| study.variable(by));
        table.add_groups(ledger, grouping);
        for variable in self.rows.iter().filter_map(|name| study.variable(name)) {
            let cells = columns_of(variable, grouping)
                .iter()
                .map(|path| cell(ledger.style.words, path))
                .collect::<Vec<_>>();
            table.rows.push(Row {
                label: variable.label.clone(),
                statistic: None,
                indented: false,
                cells,
            });
        }
        let many = [("many", words(&study.cohort.many))];
        let note = phrase(ledger, "table.missing_note", &many);
        table.notes.push(note);
        table.notes.extend(group_missing(study, ledger, grouping));
        table
    }

    fn rows(&self) -> &[String] {
        &self.rows
    }
}

/// "2 (8.3%)".
fn cell(words: Wording, path: &Path) -> Cell {
    vec![
        number(path.key("missing")),
        Piece::text(" ("),
        number(path.key("missing_percent")),
        Piece::Text(format!("{})", percent_sign(words))),
    ]
}
