//! A query as layers: each adds columns to those of the one before it, so that every
//! value is written once and read by its short name.

use std::fmt::Write;

use super::dialect::comment;

/// One column of a layer.
#[derive(Debug, Clone)]
struct Column {
    alias: String,
    expression: String,
    /// The name of the study, for people.
    note: String,
}

/// A value of a row: its short name, and the layer from which on it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) alias: String,
    pub(super) layer: usize,
}

/// The layers of a query, the first of which reads the table.
#[derive(Debug, Default)]
pub(super) struct Layers {
    layers: Vec<Vec<Column>>,
    count: usize,
}

impl Layers {
    /// Adds a value that is computed from those of the layers before `layer`.
    pub(super) fn add(&mut self, layer: usize, expression: String, note: &str) -> Value {
        self.count += 1;
        let alias = format!("c{}", self.count);
        self.name(layer, &alias, expression, note);
        Value { alias, layer }
    }

    /// The same with a name of its own.
    pub(super) fn name(&mut self, layer: usize, alias: &str, expression: String, note: &str) {
        while self.layers.len() <= layer {
            self.layers.push(Vec::new());
        }
        if let Some(columns) = self.layers.get_mut(layer) {
            columns.push(Column {
                alias: alias.to_owned(),
                expression,
                note: comment(note),
            });
        }
    }

    /// The layers as common table expressions over `table`, with the name of the last.
    /// Rows for which `filter`, which reads the first layer, does not hold are left out.
    /// `fence` ends each of them.
    pub(super) fn print(&self, table: &str, filter: &str, fence: &str) -> (String, String) {
        let mut text = String::from("WITH");
        let mut from = table.to_owned();
        let mut is_first = true;
        for (at, layer) in self.layers.iter().enumerate() {
            if layer.is_empty() {
                continue;
            }
            let own = format!("step_{}", at + 1);
            let comma = if is_first { "" } else { "," };
            let _ = writeln!(text, "{comma}\n{own} AS (\n  SELECT");
            if !is_first {
                text.push_str("    *,\n");
            }
            let last = layer.len();
            for (place, column) in layer.iter().enumerate() {
                let comma = if place + 1 < last { "," } else { "" };
                let Column {
                    alias,
                    expression,
                    note,
                } = column;
                let _ = write!(text, "    {expression} AS {alias}{comma}");
                let _ = match note.as_str() {
                    "" => writeln!(text),
                    note => writeln!(text, " -- {note}"),
                };
            }
            let _ = write!(text, "  FROM {from}{fence}\n)");
            from = own;
            if is_first {
                let _ = write!(
                    text,
                    ",\nfilled AS (\n  SELECT * FROM {from}\n  WHERE {filter}\n)"
                );
                from = "filled".to_owned();
            }
            is_first = false;
        }
        (text, from)
    }
}
