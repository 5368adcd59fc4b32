//! The values that a query needs, each computed once, and the problems that it notices.

use std::collections::HashMap;

use super::dialect::Dialect;
use super::layers::{Layers, Value};
use crate::study::{Study, Variable};

/// A query that is being written.
pub(super) struct Builder<'a> {
    pub(super) study: &'a Study,
    pub(super) dialect: Dialect,
    pub(super) layers: Layers,
    /// The columns of the table as trimmed text, by header.
    texts: HashMap<String, Value>,
    /// The same without what means missing, by variable.
    pub(super) cells: HashMap<String, Value>,
    /// The values of variables, by name.
    values: HashMap<String, Value>,
    problems: Vec<Problem>,
}

/// What may be wrong with a row.
struct Problem {
    condition: String,
    words: String,
    layer: usize,
}

impl<'a> Builder<'a> {
    pub(super) fn new(study: &'a Study, dialect: Dialect) -> Self {
        Self {
            study,
            dialect,
            layers: Layers::default(),
            texts: HashMap::new(),
            cells: HashMap::new(),
            values: HashMap::new(),
            problems: Vec::new(),
        }
    }

    /// A column of the table as text without blanks at its ends; none if it is empty.
    pub(super) fn text(&mut self, header: &str) -> Value {
        if let Some(value) = self.texts.get(header) {
            return value.clone();
        }
        let sql = self.dialect;
        let expression = sql.trimmed(&sql.as_text(&sql.identifier(header)));
        let value = self.layers.add(0, expression, header);
        self.texts.insert(header.to_owned(), value.clone());
        value
    }

    /// The value of a variable, which is computed where it is asked for first.
    pub(super) fn value(&mut self, name: &str) -> Option<Value> {
        if let Some(value) = self.values.get(name) {
            return Some(value.clone());
        }
        let variable: &'a Variable = self.study.variable(name)?;
        let value = match &variable.derivation {
            None => self.column(variable),
            Some(derivation) => self.derive(variable, derivation)?,
        };
        self.values.insert(name.to_owned(), value.clone());
        Some(value)
    }

    /// The values of several variables, and the first layer in which all are there.
    pub(super) fn all<'n>(
        &mut self,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<(Vec<String>, usize)> {
        let mut aliases = Vec::new();
        let mut layer = 1;
        for name in names {
            let value = self.value(name)?;
            layer = layer.max(value.layer);
            aliases.push(value.alias);
        }
        Some((aliases, layer + 1))
    }

    /// Notes a condition under which a row is wrong; it reads `of` and what is there
    /// with it.
    pub(super) fn problem(&mut self, condition: String, words: &str, of: &Value) {
        self.problems.push(Problem {
            condition,
            words: words.to_owned(),
            layer: of.layer,
        });
    }

    /// The first problem of a row in words, none where nothing is wrong.
    pub(super) fn first_problem(&mut self) -> Option<Value> {
        let layer = self.problems.iter().map(|problem| problem.layer).max()? + 1;
        let sql = self.dialect;
        let cases = self.problems.iter();
        let cases = cases.map(
            |Problem {
                 condition, words, ..
             }| { format!("WHEN {condition} THEN {}", sql.text(words)) },
        );
        let cases: Vec<String> = cases.collect();
        let expression = format!("CASE {} END", cases.join(" "));
        Some(
            self.layers
                .add(layer, expression, "what is wrong with the row"),
        )
    }
}
