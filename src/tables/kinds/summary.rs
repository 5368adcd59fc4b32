//! The descriptive table: variables down, levels of a grouping across.

use std::sync::Arc;

use super::TableKind;
use crate::ledger::Ledger;
use crate::number::conventions::adjustment_name;
use crate::number::{Method, Name, NumberId, Path, format};
use crate::statistics::EXPECTED_BELOW_FIVE;
use crate::stats::multiplicity::Adjustment;
use crate::study::read::{read_by, read_variables};
use crate::study::section::Section;
use crate::study::{
    AdjustedRequest, DifferenceRequest, Kind, KindRecord, Request, Scope, Study, SummaryStyle,
    Variable,
};
use crate::tables::pieces::{
    between, columns_of, ends, group_missing, interval, limits, number, phrase, range, sparse_note,
    words,
};
use crate::tables::{Cell, Direction, Piece, Row, Table, TableLayout};
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
    /// The rows whose chi-square test has too small expected counts.
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
            table.columns.push(vec![Piece::text(ledger.style.p_symbol)]);
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
        table.notes.extend(group_missing(study, ledger, grouping));
        let by = grouping.filter(|_| self.difference);
        if let Some(by) = by
            && let [first, second] = by.levels.as_slice()
        {
            let named = |level| words(&by.level_of(level, study.words()));
            let groups = [("first", named(first)), ("second", named(second))];
            table
                .notes
                .push(phrase(ledger, "table.difference_note", &groups));
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

/// Writes the rows of one variable.
struct Writer<'a> {
    ledger: &'a Ledger,
    variable: &'a Variable,
    /// What the ids in each column begin with.
    paths: Vec<Path>,
    /// Under which name p-values are adjusted, and how, if they are.
    q: Option<(Name, Adjustment)>,
    grouping: Option<&'a Variable>,
    /// Whether effect sizes are shown.
    effect: bool,
    /// What the ids of the differences begin with, when they are shown.
    difference: Option<Path>,
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
                    let cells = self.each(|path| share(path, &level.id));
                    let label = match variable.label_tells(level) {
                        true => variable.label.clone(),
                        false => {
                            let (of, is) = (variable.label.as_str(), level.label.as_str());
                            language.fill("figure.level_of", &[("by", of), ("level", is)])
                        }
                    };
                    self.push(table, &label, None, cells, Head::Binary(&level.id));
                }
            }
            Kind::Nominal | Kind::Ordinal => {
                let empty = self.paths.iter().map(|_| Cell::new()).collect();
                self.push(table, &variable.label, None, empty, Head::Levels);
                for level in &variable.levels {
                    let cells = self.each(|path| share(path, &level.id));
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

    /// A number with the footnote that names its method; empty when the study
    /// file asks for no such number.
    fn test_cell(&self, table: &mut Table, id: NumberId) -> Cell {
        let title = |method: &Method| method.title_in(self.ledger.style.words);
        self.marked_cell(table, id, title)
    }

    /// A p-value adjusted for the rows of the table, with the footnote that says how.
    fn adjusted_cell(&self, table: &mut Table, id: NumberId, adjustment: Adjustment) -> Cell {
        let style = self.ledger.style;
        let key = format!("conventions.adjustment.{}", adjustment_name(adjustment));
        let slots = [("p", style.p_symbol), ("how", style.words.text(&key))];
        self.marked_cell(table, id, |_| {
            style.words.fill("table.adjusted_note", &slots)
        })
    }

    /// A number with a footnote, where it is one.
    fn marked_cell(
        &self,
        table: &mut Table,
        id: NumberId,
        footnote: impl FnOnce(&Method) -> String,
    ) -> Cell {
        let Some(known) = self.ledger.get(&id) else {
            return Cell::new();
        };
        let mut cell = vec![number(id)];
        if known.value.number().is_some() {
            cell.push(table.mark(&capitalised(&footnote(&known.method))));
        }
        cell
    }
}

impl Writer<'_> {
    /// An effect size with its interval, and the footnote that says what it is
    /// and which way it points.
    fn effect_cell(&self, table: &mut Table, test: &Path) -> Cell {
        let id = test.key("effect");
        let Some(known) = self.ledger.get(&id) else {
            return Cell::new();
        };
        if known.value.number().is_none() {
            return vec![number(id)];
        }
        let sign = format::p_sign(&known.value, &known.text, self.ledger.style);
        let symbol = Piece::Text(format!("{}{sign}", known.method.symbol));
        let mut cell = vec![symbol, number(id.clone())];
        if self.has_interval(&id.below()) {
            // The interval may stand on a line of its own.
            let [open, close] = self.ledger.style.interval_marks();
            cell.extend([Piece::Fold, Piece::text(open)]);
            cell.extend(between(self.ledger, ends(&id.below())));
            cell.push(Piece::text(close));
        }
        let words = self.ledger.style.words;
        let title = capitalised(&known.method.title_in(words));
        let direction = test.parent().and_then(|groups| {
            let grouping = self.grouping?;
            let own = grouping.levels.iter();
            let levels = own.map(|level| (&level.id, grouping.level_of(level, words)));
            Direction::of(&known.method, self.ledger, &groups, levels, &grouping.label)
        });
        let footnote = direction.map(|direction| direction.footnote(&title, words));
        let footnote = self.without_interval(&id.below(), footnote.unwrap_or(title));
        cell.push(table.mark(&footnote));
        cell
    }

    fn has_interval(&self, path: &Path) -> bool {
        let lower = self.ledger.get(path.key("ci_lower"));
        lower.is_some_and(|lower| lower.value.number().is_some())
    }

    /// A footnote, with the reason why there is no interval, if there is none.
    fn without_interval(&self, path: &Path, title: String) -> String {
        let lower = self.ledger.get(path.key("ci_lower"));
        let Some(why) = lower.and_then(|lower| lower.value.reason()) else {
            return title;
        };
        let words = self.ledger.style.words;
        let slots = [("title", title.as_str()), ("why", &words.message(why))];
        words.fill("table.no_interval_note", &slots)
    }

    /// A difference with its interval, and the footnote that names its method.
    fn difference_cell(&self, table: &mut Table, path: &Path) -> Cell {
        let id = path.key("estimate");
        let Some(known) = self.ledger.get(&id) else {
            return Cell::new();
        };
        if known.value.number().is_none() {
            return vec![number(id)];
        }
        let unit = known
            .unit
            .as_deref()
            .filter(|unit| *unit == "%")
            .unwrap_or_default();
        let mut cell = vec![number(id), Piece::text(unit)];
        if self.has_interval(path) {
            cell.extend(limits(self.ledger, ends(path), unit));
        }
        let title = capitalised(&known.method.title_in(self.ledger.style.words));
        cell.push(table.mark(&self.without_interval(path, title)));
        cell
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
