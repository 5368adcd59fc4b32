//! A ledger entry as templates see it.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Value};

use super::{escape, links};
use crate::number::{self, Number};
use crate::wording::Wording;

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
        let own = &self.0;
        Some(match key.as_str()? {
            "id" => own.id.as_str().into(),
            "text" => own.text.as_str().into(),
            "value" => match &own.value {
                number::Value::Number(value) => (*value).into(),
                number::Value::Date(date) => date.to_string().into(),
                _ => ().into(),
            },
            "unit" => own.unit.as_deref().unwrap_or_default().into(),
            "n" => own.n.into(),
            "missing" => own.missing.into(),
            "method" => own.method.title.into(),
            "definition" => own.definition.as_str().into(),
            "computed" => {
                matches!(own.value, number::Value::Number(_) | number::Value::Date(_)).into()
            }
            "reached" => (own.value != number::Value::NotReached).into(),
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
pub(super) fn linked_with_unit(number: &Number, words: Wording) -> String {
    linked_as(number, &number.with_unit(words))
}

/// A number linked under a text that is its own but for spaces.
pub(super) fn linked_as(number: &Number, text: &str) -> String {
    let id = links::source(number.id.as_str());
    let written = escape::markup(text);
    if written.contains("#box") {
        return format!("#num({id}, [{written}]);");
    }
    format!("#num({id}, {});", escape::literal(text))
}
