//! The filters of templates. `docs/templates.md` documents each.

use std::sync::Arc;

use minijinja::value::{Rest, Value};
use minijinja::{Environment, Error};

use super::functions::{invalid, markup_of, safe};
use super::number::{NumberObject, linked, linked_with_unit};
use super::{Shared, escape, wording};

/// Adds every filter, and `join`.
pub(super) fn add(env: &mut Environment<'static>, shared: &Arc<Shared>) {
    let words = shared.words();
    env.add_filter("unit", move |value: &Value| -> Result<Value, Error> {
        let number = value
            .downcast_object_ref::<NumberObject>()
            .ok_or_else(|| invalid("unit needs a number: << num(\"id\") | unit >>"))?;
        Ok(safe(linked_with_unit(&number.0, words)))
    });
    env.add_filter(
        "plural",
        |value: &Value, one: &str, many: &str| -> Result<Value, Error> {
            let number = value.downcast_object_ref::<NumberObject>().ok_or_else(|| {
                invalid("plural needs a number: << num(\"id\") | plural(one, many) >>")
            })?;
            let noun = if number.0.value.number() == Some(1.0) {
                one
            } else {
                many
            };
            Ok(safe(format!(
                "{}{}",
                linked(&number.0),
                escape::markup(&format!("\u{a0}{noun}"))
            )))
        },
    );
    env.add_filter("code", |value: &Value| -> Result<Value, Error> {
        match value.as_str() {
            Some(text) => Ok(safe(escape::literal(text))),
            None if value.is_integer() => Ok(safe(value.to_string())),
            None => Err(invalid(
                "code needs a string or a whole number, to write it as Typst code",
            )),
        }
    });
    let words = shared.words();
    env.add_filter("and_list", move |value: &Value| -> Result<Value, Error> {
        let items: Vec<String> = value
            .try_iter()?
            .map(|item| markup_of(&item))
            .collect::<Result<_, _>>()?;
        Ok(safe(match items.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [first, last] => {
                let slots = [("first", first.as_str()), ("last", last)];
                wording::with_markup(words, "list.two", &slots)
            }
            [others @ .., last] => {
                let others = others.join(", ");
                let slots = [("others", others.as_str()), ("last", last)];
                wording::with_markup(words, "list.more", &slots)
            }
        }))
    });
    env.add_function("join", |items: Rest<Value>| -> Result<Value, Error> {
        let parts: Vec<String> = items.iter().map(markup_of).collect::<Result<_, _>>()?;
        Ok(safe(parts.concat()))
    });
}
