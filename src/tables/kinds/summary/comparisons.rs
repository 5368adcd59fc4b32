//! How the groups of a variable compare: tests, effect sizes and differences.

use super::Adjustment;
use super::rows::Writer;
use crate::number::conventions::adjustment_name;
use crate::number::{Method, NumberId, Path, format};
use crate::tables::pieces::{between, ends, limits, number};
use crate::tables::{Cell, Direction, Piece, Table};
use crate::words::capitalised;

impl Writer<'_> {
    /// A number with the footnote that names its method; empty when the study
    /// file asks for no such number.
    pub(super) fn test_cell(&self, table: &mut Table, id: NumberId) -> Cell {
        let title = |method: &Method| method.title_in(self.ledger.style);
        self.marked_cell(table, id, title)
    }

    /// A p-value adjusted for the rows of the table, with the footnote that says how.
    pub(super) fn adjusted_cell(
        &self,
        table: &mut Table,
        id: NumberId,
        adjustment: Adjustment,
    ) -> Cell {
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

    /// An effect size with its interval, and the footnote that says what it is
    /// and which way it points.
    pub(super) fn effect_cell(&self, table: &mut Table, test: &Path) -> Cell {
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
        let title = capitalised(&known.method.title_in(self.ledger.style));
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
    pub(super) fn difference_cell(&self, table: &mut Table, path: &Path) -> Cell {
        let id = path.key("estimate");
        let Some(known) = self.ledger.get(&id) else {
            return Cell::new();
        };
        if known.value.number().is_none() {
            return vec![number(id)];
        }
        // Its unit is that of the row, and a note states that of percentages.
        let mut cell = vec![number(id)];
        if self.has_interval(path) {
            cell.extend(limits(self.ledger, ends(path), ""));
        }
        let title = capitalised(&known.method.title_in(self.ledger.style));
        cell.push(table.mark(&self.without_interval(path, title)));
        cell
    }
}
