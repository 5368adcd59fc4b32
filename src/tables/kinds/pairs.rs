//! The table of pairwise comparisons after significant tests.

use std::sync::Arc;

use super::TableKind;
use crate::ledger::Ledger;
use crate::number::{NumberId, Path, Step};
use crate::statistics::methods::is_of_trend;
use crate::study::read::{read_endpoints, read_required_by, read_variables};
use crate::study::section::Section;
use crate::study::{Kind, KindRecord, Request, Scope, Study};
use crate::tables::pieces::{number, p_head, phrase, words};
use crate::tables::{Cell, Piece, Row, Table, TableLayout};
use crate::words::capitalised;

pub(super) const RECORD: KindRecord<dyn TableKind> = KindRecord {
    word: "pairs",
    read: |section, scope| Arc::new(Pairs::read(section, scope)),
};

/// A row for each pair of levels, a column for each variable: the adjusted
/// comparisons after a significant test.
#[derive(Debug, PartialEq)]
struct Pairs {
    /// The grouping variable.
    by: String,
    /// Variables in the order of the columns.
    variables: Vec<String>,
    /// Endpoints in the columns behind them.
    endpoints: Vec<String>,
}

impl Pairs {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        let (variables, endpoints) = (section.has("variables"), section.has("endpoints"));
        let fits = Kind::is_summarised;
        Self {
            by: read_required_by(section, scope),
            variables: if endpoints && !variables {
                Vec::new()
            } else {
                read_variables(
                    section,
                    "variables",
                    scope,
                    fits,
                    "a variable with a summary",
                )
            },
            endpoints: if endpoints {
                read_endpoints(section, scope)
            } else {
                Vec::new()
            },
        }
    }
}

impl TableKind for Pairs {
    fn needs(&self, _: &str) -> Vec<Request> {
        let of_variables = self.variables.iter();
        let of_endpoints = self.endpoints.iter();
        of_variables
            .map(|name| Request::comparison(name, &self.by))
            .chain(
                of_endpoints
                    .clone()
                    .map(|id| Request::survival(id, Some(&self.by))),
            )
            .chain(of_endpoints.map(|id| Request::follow_up(id)))
            .collect()
    }

    fn build(&self, study: &Study, ledger: &Ledger, layout: &TableLayout) -> Table {
        let by = &self.by;
        let mut table = Table::new(layout, ledger.style.words.text("table.pair"));
        let Some(grouping) = study.variable(&self.by) else {
            return table;
        };
        let variables = self.variables.iter().filter_map(|name| {
            let variable = study.variable(name)?;
            Some((variable.label.clone(), variable.path().by(by)))
        });
        let endpoints = self.endpoints.iter().filter_map(|id| {
            let endpoint = study.endpoint(id)?;
            Some((capitalised(&endpoint.label), endpoint.path().by(by)))
        });
        let mut left_out: Vec<(WithoutPairs, String)> = Vec::new();
        let mut tests = Vec::new();
        let mut shown = Vec::new();
        for (label, groups) in variables.chain(endpoints) {
            let is_pair = |id: &NumberId| {
                let steps = id.path().beyond(&groups);
                id.key() == "p" && matches!(steps, Some([Step::Pair(..)]))
            };
            let method = ledger
                .iter()
                .find(|entry| is_pair(&entry.id))
                .map(|entry| entry.method.title_in(ledger.style));
            match method {
                Some(title) => {
                    let mark = table.mark(&capitalised(&title));
                    table.columns.push(vec![Piece::Text(label), mark]);
                    shown.push(groups);
                }
                None => {
                    left_out.push((WithoutPairs::of(study, ledger, &groups), label.clone()));
                    tests.push((label, groups));
                }
            }
        }
        if shown.is_empty() {
            overall(&mut table, ledger, tests);
        }
        for (at, first) in grouping.levels.iter().enumerate() {
            for second in grouping.levels.iter().skip(at + 1) {
                let cells: Vec<Cell> = shown
                    .iter()
                    .map(|groups| {
                        let id = groups.clone().pair(&first.id, &second.id).key("p");
                        if ledger.get(&id).is_some() {
                            vec![number(id)]
                        } else {
                            Cell::new()
                        }
                    })
                    .collect();
                if !cells.is_empty() {
                    table.rows.push(Row {
                        label: ledger.style.words.fill(
                            "table.pair_of",
                            &[("first", &first.label), ("second", &second.label)],
                        ),
                        statistic: None,
                        indented: false,
                        cells,
                    });
                }
            }
        }
        for why in WithoutPairs::ALL {
            let own = left_out.iter().filter(|(other, _)| *other == why);
            let labels: Vec<&str> = own.map(|(_, label)| label.as_str()).collect();
            if !labels.is_empty() {
                let variables = [("variables", words(&labels.join(", ")))];
                table.notes.push(phrase(ledger, why.note(), &variables));
            }
        }
        table
    }
}

/// Without any pair: the tests of all groups, which say why.
fn overall(table: &mut Table, ledger: &Ledger, tests: Vec<(String, Path)>) {
    table.corner = ledger.style.words.text("table.characteristic").to_owned();
    table.columns.push(p_head(ledger));
    for (label, groups) in tests {
        let p = groups.word("test").key("p");
        let mut cell = vec![number(p.clone())];
        if let Some(test) = ledger.get(&p)
            && test.value.number().is_some()
        {
            let title = capitalised(&test.method.title_in(ledger.style));
            cell.push(table.mark(&title));
        }
        table.rows.push(Row {
            label,
            statistic: None,
            indented: false,
            cells: vec![cell],
        });
    }
}

/// Why the pairs of a variable were not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WithoutPairs {
    NotSignificant,
    NotComputable,
    Trend,
    TwoGroups,
}

impl WithoutPairs {
    const ALL: [Self; 4] = [
        Self::NotSignificant,
        Self::Trend,
        Self::TwoGroups,
        Self::NotComputable,
    ];

    fn of(study: &Study, ledger: &Ledger, groups: &Path) -> Self {
        let test = ledger.get(groups.clone().word("test").key("p"));
        let p = test.and_then(|test| Some((test.value.number()?, test.method.id)));
        match p {
            None => Self::NotComputable,
            Some((p, _)) if p >= study.conventions.alpha => Self::NotSignificant,
            Some((_, method)) if is_of_trend(method) => Self::Trend,
            Some(_) => Self::TwoGroups,
        }
    }

    fn note(self) -> &'static str {
        match self {
            Self::NotSignificant => "table.without_pairs_note",
            Self::NotComputable => "table.no_overall_test_note",
            Self::Trend => "table.trend_without_pairs_note",
            Self::TwoGroups => "table.two_groups_note",
        }
    }
}
