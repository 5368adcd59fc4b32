//! A ledger entry as templates see it.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Value};

use super::escape;
use crate::ledger::{self, Number};

/// A number: prints as its text, linked to its row in the provenance appendix.
#[derive(Debug)]
pub(super) struct NumberObject(pub(super) Number);

const ATTRIBUTES: &[&str] = &[
    "id",
    "text",
    "value",
    "unit",
    "n",
    "missing",
    "method",
    "definition",
    "computed",
    "reached",
];

impl Object for NumberObject {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let number = &self.0;
        Some(match key.as_str()? {
            "id" => number.id.as_str().into(),
            "text" => number.text.as_str().into(),
            "value" => match &number.value {
                ledger::Value::Number(value) => (*value).into(),
                ledger::Value::Date(date) => date.to_string().into(),
                _ => ().into(),
            },
            "unit" => number.unit.as_deref().unwrap_or_default().into(),
            "n" => number.n.into(),
            "missing" => number.missing.into(),
            "method" => number.method.title.into(),
            "definition" => number.definition.as_str().into(),
            "computed" => matches!(
                number.value,
                ledger::Value::Number(_) | ledger::Value::Date(_)
            )
            .into(),
            "reached" => (number.value != ledger::Value::NotReached).into(),
            _ => return None,
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(ATTRIBUTES)
    }

    fn render(self: &Arc<Self>, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.text)
    }
}

/// The linked text of a number, as markup.
pub(super) fn linked(number: &Number) -> String {
    linked_as(number, &number.text)
}

/// The linked text and unit.
pub(super) fn linked_with_unit(number: &Number) -> String {
    linked_as(number, &number.with_unit())
}

fn linked_as(number: &Number, text: &str) -> String {
    format!(
        "#num({}, {});",
        escape::literal(&number.id),
        escape::literal(text)
    )
}
