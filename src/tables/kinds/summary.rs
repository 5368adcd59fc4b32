//! The descriptive table: variables down, levels of a grouping across.

use std::sync::Arc;

use super::TableKind;
use crate::ledger::Ledger;
use crate::number::conventions::adjustment_name;
use crate::number::{Name, NumberId, Path, format};
use crate::stats::multiplicity::Adjustment;
use crate::study::read::{read_by, read_variables};
use crate::study::section::Section;
use crate::study::{
    AdjustedRequest, Kind, KindRecord, Request, Scope, Study, SummaryStyle, Variable,
};
use crate::tables::pieces::{columns_of, group_missing, number, phrase, range, words};
use crate::tables::{Cell, Piece, Row, Table, TableLayout};
use crate::words::capitalised;

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
    /// How the p-values are adjusted for the number of rows.
    q: Option<Adjustment>,
    /// Variables in the order of the rows.
    rows: Vec<String>,
}

impl Summary {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        let by = read_by(section, scope);
        let fits = Kind::is_summarised;
        Self {
            compare: section.boolean("compare").unwrap_or(by.is_some()),
            by,
            q: section.choice("q", &Adjustment::ALL.map(|q| (adjustment_name(q), q))),
            rows: read_variables(section, "rows", scope, fits, "a variable with a summary"),
        }
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
        if compare {
            table.columns.push(vec![Piece::text(ledger.style.p_symbol)]);
            if self.q.is_some() {
                table.columns.push(vec![Piece::text("q")]);
            }
            table
                .columns
                .push(words(ledger.style.words.text("table.effect")));
        }
        for name in rows {
            if let Some(variable) = study.variable(name) {
                let writer = Writer {
                    ledger,
                    variable,
                    paths: columns_of(variable, grouping),
                    q: self.q.map(|_| Name::new(&layout.id)),
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
        table.notes.extend(group_missing(study, ledger, grouping));
        table
    }

    fn rows(&self) -> &[String] {
        &self.rows
    }
}

/// Writes the rows of one variable.
struct Writer<'a> {
    ledger: &'a Ledger,
    variable: &'a Variable,
    /// What the ids in each column begin with.
    paths: Vec<Path>,
    /// Under which name p-values are adjusted, if they are.
    q: Option<Name>,
    /// What the ids of the test begin with, when the table compares.
    test: Option<Path>,
}

impl Writer<'_> {
    fn write(&self, table: &mut Table) {
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
                        true,
                    );
                } else {
                    let cells = self.each(|path| {
                        let mut cell = vec![number(path.key("median")), Piece::text(" (")];
                        cell.extend(range(self.ledger, path, ["q1", "q3"], "–"));
                        cell.push(Piece::text(")"));
                        cell
                    });
                    self.push(
                        table,
                        &label,
                        Some(language.text("table.median_iqr")),
                        cells,
                        true,
                    );
                }
            }
            Kind::Binary => {
                if let Some(level) = variable
                    .positive_level()
                    .and_then(|at| variable.levels.get(at))
                {
                    let cells = self.each(|path| share(path, &level.id));
                    self.push(table, &variable.label, None, cells, true);
                }
            }
            Kind::Nominal | Kind::Ordinal => {
                let empty = self.paths.iter().map(|_| Cell::new()).collect();
                self.push(table, &variable.label, None, empty, true);
                for level in &variable.levels {
                    let cells = self.each(|path| share(path, &level.id));
                    self.push(table, &level.label, None, cells, false);
                }
            }
            Kind::Date => {
                let to = language.text("number.to");
                let cells = self.each(|path| range(self.ledger, path, ["min", "max"], to).to_vec());
                let range = language.text("table.range");
                self.push(table, &variable.label, Some(range), cells, false);
                if let Some(row) = table.rows.last_mut() {
                    row.indented = false;
                }
            }
            Kind::Identifier | Kind::Text => {}
        }
        if self.any_missing() {
            let cells = self.each(|path| vec![number(path.key("missing"))]);
            self.push(table, language.text("table.missing"), None, cells, false);
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
        heads: bool,
    ) {
        if let Some(test) = &self.test {
            if heads {
                cells.push(self.test_cell(table, test.key("p"), ""));
                if let Some(name) = &self.q {
                    cells.push(self.test_cell(table, test.clone().at(name).key("q"), ""));
                }
                let effect = test.key("effect");
                let symbol = self
                    .ledger
                    .get(&effect)
                    .map_or("", |number| number.method.symbol);
                cells.push(self.test_cell(table, effect, symbol));
            } else {
                let columns = 2 + usize::from(self.q.is_some());
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

    /// A number with the footnote that names its method; empty when the study
    /// file asks for no such number.
    fn test_cell(&self, table: &mut Table, id: NumberId, symbol: &str) -> Cell {
        let Some(known) = self.ledger.get(&id) else {
            return Cell::new();
        };
        let mut cell = Vec::new();
        if !symbol.is_empty() && known.value.number().is_some() {
            let sign = format::p_sign(&known.value, &known.text, self.ledger.style);
            cell.push(Piece::Text(format!("{symbol}{sign}")));
        }
        cell.push(number(id));
        if known.value.number().is_some() {
            let title = capitalised(&known.method.title_in(self.ledger.style.words));
            cell.push(table.mark(&title));
        }
        cell
    }
}

fn share(path: &Path, level: &Name) -> Cell {
    let own = path.clone().at(level);
    vec![
        number(own.key("n")),
        Piece::text("/"),
        number(path.key("n")),
        Piece::text(" ("),
        number(own.key("percent")),
        Piece::text("%)"),
    ]
}
