//! The rows of one variable.

use super::Adjustment;
use crate::ledger::Ledger;
use crate::number::unit::percent_sign;
use crate::number::{Name, Path};
use crate::study::{Kind, SummaryStyle, Variable};
use crate::tables::pieces::{number, range};
use crate::tables::{Cell, Piece, Row, Table};
use crate::wording::Wording;

/// Writes the rows of one variable.
pub(super) struct Writer<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) variable: &'a Variable,
    /// What the ids in each column begin with.
    pub(super) paths: Vec<Path>,
    /// Under which name p-values are adjusted, and how, if they are.
    pub(super) q: Option<(Name, Adjustment)>,
    pub(super) grouping: Option<&'a Variable>,
    /// Whether effect sizes are shown.
    pub(super) effect: bool,
    /// What the ids of the differences begin with, when they are shown.
    pub(super) difference: Option<Path>,
    /// What the ids of the test begin with, when the table compares.
    pub(super) test: Option<Path>,
}

impl Writer<'_> {
    pub(super) fn write(&self, table: &mut Table) {
        let variable = self.variable;
        let language = self.ledger.style.words;
        match variable.kind {
            Kind::Continuous | Kind::Count => {
                let label = match &variable.unit {
                    Some(unit) => {
                        let slots = [("label", variable.label.as_str()), ("unit", unit)];
                        language.fill("table.with_unit", &slots)
                    }
                    None => variable.label.clone(),
                };
                if variable.summary == SummaryStyle::Mean {
                    let cells = self.each(|path| {
                        vec![
                            number(path.key("mean")),
                            Piece::text(" ("),
                            number(path.key("sd")),
                            Piece::text(")"),
                        ]
                    });
                    self.push(
                        table,
                        &label,
                        Some(language.text("table.mean_sd")),
                        cells,
                        Head::Number,
                    );
                } else {
                    let cells = self.each(|path| {
                        let mut cell = vec![number(path.key("median")), Piece::text(" (")];
                        cell.extend(range(self.ledger, path, ["q1", "q3"]));
                        cell.push(Piece::text(")"));
                        cell
                    });
                    self.push(
                        table,
                        &label,
                        Some(language.text("table.median_iqr")),
                        cells,
                        Head::Number,
                    );
                }
            }
            Kind::Binary => {
                if let Some(level) = variable
                    .positive_level()
                    .and_then(|at| variable.levels.get(at))
                {
                    let cells = self.each(|path| share(language, path, &level.id));
                    let label = variable.counted(level, language);
                    self.push(table, &label, None, cells, Head::Binary(&level.id));
                }
            }
            Kind::Nominal | Kind::Ordinal => {
                let empty = self.paths.iter().map(|_| Cell::new()).collect();
                self.push(table, &variable.label, None, empty, Head::Levels);
                for level in &variable.levels {
                    let cells = self.each(|path| share(language, path, &level.id));
                    self.push(table, &level.label, None, cells, Head::Level(&level.id));
                }
            }
            Kind::Date => {
                let cells = self.each(|path| range(self.ledger, path, ["min", "max"]).to_vec());
                let range = language.text("table.range");
                self.push(table, &variable.label, Some(range), cells, Head::None);
                if let Some(row) = table.rows.last_mut() {
                    row.indented = false;
                }
            }
            Kind::Identifier | Kind::Text => {}
        }
        if self.any_missing() {
            let cells = self.each(|path| vec![number(path.key("missing"))]);
            self.push(
                table,
                language.text("table.missing"),
                None,
                cells,
                Head::None,
            );
        }
    }

    fn any_missing(&self) -> bool {
        self.paths.iter().any(|path| {
            self.ledger
                .get(path.key("missing"))
                .and_then(|n| n.value.number())
                .is_some_and(|n| n > 0.0)
        })
    }

    fn each(&self, cell: impl Fn(&Path) -> Cell) -> Vec<Cell> {
        self.paths.iter().map(cell).collect()
    }

    fn push(
        &self,
        table: &mut Table,
        label: &str,
        statistic: Option<&str>,
        mut cells: Vec<Cell>,
        row: Head<'_>,
    ) {
        let heads = matches!(row, Head::Number | Head::Binary(_) | Head::Levels);
        if let Some(difference) = &self.difference {
            let path = match row {
                Head::Number => Some(difference.clone()),
                Head::Binary(level) | Head::Level(level) => Some(difference.clone().at(level)),
                Head::Levels | Head::None => None,
            };
            let cell = path.map(|path| self.difference_cell(table, &path));
            cells.push(cell.unwrap_or_default());
        }
        if let Some(test) = &self.test {
            if heads {
                cells.push(self.test_cell(table, test.key("p")));
                if let Some((name, adjustment)) = &self.q {
                    let id = test.clone().at(name).key("q");
                    cells.push(self.adjusted_cell(table, id, *adjustment));
                }
                if self.effect {
                    cells.push(self.effect_cell(table, test));
                }
            } else {
                let columns = 1 + usize::from(self.q.is_some()) + usize::from(self.effect);
                cells.extend(vec![Cell::new(); columns]);
            }
        }
        table.rows.push(Row {
            label: label.to_owned(),
            statistic: statistic.map(str::to_owned),
            indented: !heads,
            cells,
        });
    }
}

/// What a row is to its variable, which decides where its test and its
/// differences stand.
#[derive(Debug, Clone, Copy)]
enum Head<'a> {
    /// The only row of a number.
    Number,
    /// The only row of a binary variable, of this level.
    Binary(&'a Name),
    /// The row above levels.
    Levels,
    /// One of the levels below it.
    Level(&'a Name),
    /// Neither a test nor a difference.
    None,
}

fn share(words: Wording, path: &Path, level: &Name) -> Cell {
    let own = path.clone().at(level);
    vec![
        number(own.key("n")),
        Piece::text("/"),
        number(path.key("n")),
        Piece::text(" ("),
        number(own.key("percent")),
        Piece::Text(format!("{})", percent_sign(words))),
    ]
}
