//! What templates can call. `docs/templates.md` documents each.

use std::sync::Arc;

use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State, context};

use super::filters;
use super::number::{NumberObject, linked, linked_with_unit};
use super::phrase_links::phrase;
use super::phrases::{p_symbol, p_value, unbroken};
use super::printed::Missing;
use super::provenance::Part;
use super::{PageRoom, Shared, emit, escape, follow_up, wording};
use crate::findings::suggest;
use crate::number::conventions::Setting;
use crate::number::format::{Ends, setting};
use crate::number::method::Asked;
use crate::number::{Method, Number};
use crate::statistics::{RANDOM_TABLES, methods};
use crate::stats::monte_carlo::SEED;

/// Writes one value of `<< … >>`.
pub(super) fn write_value(
    out: &mut Output<'_>,
    _: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    out.write_str(&markup_of(value)?).map_err(Error::from)
}

pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

/// A value as markup.
pub(super) fn markup_of(value: &Value) -> Result<String, Error> {
    if let Some(number) = value.downcast_object_ref::<NumberObject>() {
        return Ok(linked(&number.0));
    }
    if value.is_safe() {
        return Ok(value.to_string());
    }
    match value.kind() {
        ValueKind::Undefined => Err(Error::new(
            ErrorKind::UndefinedError,
            "this name is undefined",
        )),
        ValueKind::None => Err(invalid("this has no value; guard it with <% if … %>")),
        // A number computed in a template would not be in the ledger.
        ValueKind::Number if !value.is_integer() => Err(invalid(
            "a computed number is not printed; print an entry of the ledger with num(\"id\")",
        )),
        ValueKind::Number | ValueKind::String => Ok(escape::markup(&value.to_string())),
        kind => Err(invalid(format!(
            "a {kind} cannot be printed; loop over it or name a part of it"
        ))),
    }
}

/// Adds every function and filter.
pub(super) fn add(env: &mut Environment<'static>, shared: &Arc<Shared>) {
    // HTML escaping and its bypass have no meaning in Typst.
    for filter in ["safe", "escape", "e"] {
        env.remove_filter(filter);
    }
    shared.conditions.add_to(env);
    add_numbers(env, shared);
    add_parts(env, shared);
    filters::add(env, shared);
}

fn add_numbers(env: &mut Environment<'static>, shared: &Arc<Shared>) {
    let own = Arc::clone(shared);
    env.add_function("num", move |id: &str| -> Result<Value, Error> {
        Ok(Value::from_object(NumberObject(own.print(id)?.clone())))
    });
    let own = Arc::clone(shared);
    env.add_function(
        "used",
        move |wanted: &str, of: Kwargs| -> Result<bool, Error> {
            let known = || methods::ALL.iter().map(|method| method.id);
            if !known().any(|id| id == wanted) {
                let help = suggest(wanted, known().collect::<Vec<_>>());
                return Err(invalid(format!("unknown method \"{wanted}\"; {help}")));
            }
            let ordinal: Option<bool> = of.get("ordinal")?;
            let interval: Option<bool> = of.get("interval")?;
            of.assert_all_used()?;
            let by_rule = |method: &Method| method.id == wanted && method.asked == Asked::ByRule;
            let fits = |number: &Number| {
                ordinal.is_none_or(|is| own.is_of_ordinal(number) == is)
                    && interval.is_none_or(|is| (number.ends() == Ends::Confidence) == is)
            };
            Ok(own
                .results()
                .any(|number| by_rule(&number.method) && fits(number)))
        },
    );
    let own = Arc::clone(shared);
    env.add_function("tested_as_ordered", move || own.tested_as_ordered());
    let own = Arc::clone(shared);
    env.add_function("prints_missing", move || {
        own.prints_missing(Missing::OfVariables)
    });
    let own = Arc::clone(shared);
    env.add_function("prints_excluded", move || {
        own.prints_missing(Missing::OfModels)
    });
    let own = Arc::clone(shared);
    env.add_function("prints_p_values", move || {
        own.results().any(Number::is_p_value)
    });
    let own = Arc::clone(shared);
    env.add_function("named_statistics", move || own.named_statistics());
    let own = Arc::clone(shared);
    env.add_function("not_computed_tests", move || own.not_computed_tests());
    let tables = setting(f64::from(RANDOM_TABLES), shared.ledger.style);
    env.add_function("random_tables", move || safe(escape::markup(&tables)));
    env.add_function("random_seed", || SEED);
    let own = Arc::clone(shared);
    env.add_function("relies_on", move |convention: &str| {
        let named = |setting: &Setting| setting.key.word() == convention;
        own.in_report()
            .any(|number| number.conventions.iter().any(named))
    });
    let own = Arc::clone(shared);
    env.add_function("convention", move |key: &str| -> Result<Value, Error> {
        Ok(safe(own.convention(key)?))
    });
    let words = shared.words();
    env.add_function("word", move |key: &str, slots: Kwargs| {
        wording::phrase(words, key, &slots).map(safe)
    });
    let own = Arc::clone(shared);
    env.add_function("p", move |id: &str| -> Result<Value, Error> {
        Ok(safe(p_value(own.print(id)?, own.ledger.style)))
    });
    let symbol = p_symbol(shared.ledger.style);
    env.add_function("p_symbol", move || safe(symbol.clone()));
    let own = Arc::clone(shared);
    env.add_function("test", move |prefix: &str| -> Result<Value, Error> {
        let p = own.print(&format!("{prefix}.test.p"))?;
        let title = escape::markup(&p.method.title_in(own.ledger.style));
        let mut out = format!("{title}, {}", p_value(p, own.ledger.style));
        if own.ledger.find(&format!("{prefix}.test.effect")).is_some() {
            out += ", ";
            out += &own.effect(own.print(&format!("{prefix}.test.effect"))?)?;
        }
        Ok(safe(out))
    });
    let own = Arc::clone(shared);
    env.add_function("significant_pairs", move |variable: &str, by: &str| {
        own.pairs(variable, by)
    });
    let own = Arc::clone(shared);
    env.add_function("count", move |prefix: &str| -> Result<Value, Error> {
        Ok(safe(unbroken(&format!("{})", own.count(prefix)?))))
    });
    let own = Arc::clone(shared);
    env.add_function(
        "count_interval",
        move |prefix: &str| -> Result<Value, Error> {
            let count = unbroken(&own.count(prefix)?);
            let interval = own.interval(prefix)?;
            Ok(safe(phrase(&format!("{count}; {interval})"))))
        },
    );
    let own = Arc::clone(shared);
    env.add_function("median", move |prefix: &str| -> Result<Value, Error> {
        let [median, q1, q3] = own.print_three(prefix, ["median", "q1", "q3"])?;
        let range = own.range(q1, q3);
        let median = linked_with_unit(median, own.words());
        let slots = [("median", median.as_str()), ("range", &range)];
        let summary = wording::with_markup(own.words(), "number.median", &slots);
        Ok(safe(phrase(&summary)))
    });
    let own = Arc::clone(shared);
    env.add_function(
        "range",
        move |low: Value, high: Option<Value>, step: Option<isize>| -> Result<Value, Error> {
            if let (Some(low), Some(high)) = (low.as_str(), high.as_ref().and_then(Value::as_str)) {
                let (low, high) = (own.print(low)?, own.print(high)?);
                return Ok(safe(own.range(low, high)));
            }
            // Of whole numbers it is minijinja's, to loop over.
            let high = high.map(isize::try_from).transpose()?;
            minijinja::functions::range(isize::try_from(low)?, high, step)
        },
    );
    let own = Arc::clone(shared);
    env.add_function(
        "count_of",
        move |part: &str, whole: &str| -> Result<Value, Error> {
            Ok(safe(unbroken(
                &own.count_of(own.print(part)?, own.print(whole)?),
            )))
        },
    );
    let own = Arc::clone(shared);
    env.add_function("interval", move |prefix: &str| -> Result<Value, Error> {
        Ok(safe(own.interval(prefix)?))
    });
}

fn add_parts(env: &mut Environment<'static>, shared: &Arc<Shared>) {
    let own = Arc::clone(shared);
    env.add_function(
        "table",
        move |id: &str, of: Kwargs| -> Result<Value, Error> {
            let in_series = of.get::<Option<bool>>("in_series")?.unwrap_or(false);
            of.assert_all_used()?;
            let mut tables = own.tables.iter().enumerate();
            let Some((at, table)) = tables.find(|(_, table)| table.id == id) else {
                let ids: Vec<&str> = own.tables.iter().map(|table| table.id.as_str()).collect();
                return Err(invalid(format!(
                    "unknown table \"{id}\"; {}",
                    suggest(id, ids)
                )));
            };
            let part = own.printed().part(Part::Table, id);
            for number in emit::table_numbers(table) {
                own.print_in(number, &part)?;
            }
            let flows = match in_series {
                true => &own.flows.in_series,
                false => &own.flows.alone,
            };
            let flow = flows.get(at).copied().unwrap_or_default();
            Ok(safe(emit::table(
                table,
                &own.ledger,
                &own.fonts,
                PageRoom::of(own.look),
                flow,
            )))
        },
    );
    let own = Arc::clone(shared);
    env.add_function("figure", move |id: &str| -> Result<Value, Error> {
        let mut figures = own.figures.iter().zip(&own.beyond_limits);
        let Some((figure, beyond_limits)) = figures.find(|(figure, _)| figure.id == id) else {
            let ids: Vec<&str> = own
                .figures
                .iter()
                .map(|figure| figure.id.as_str())
                .collect();
            return Err(invalid(format!(
                "unknown figure \"{id}\"; {}",
                suggest(id, ids)
            )));
        };
        let part = own.printed().part(Part::Figure, id);
        for number in &figure.numbers {
            own.print_in(number.as_str(), &part)?;
        }
        let stated = own
            .before
            .as_ref()
            .map(|before| before.follow_up.as_slice());
        let besides = follow_up::sentences(&own.follow_ups, stated.unwrap_or_default(), id);
        let gaps = emit::effects_without_value(figure, &own.ledger);
        let besides: Vec<_> = besides.chain(beyond_limits).chain(&gaps).collect();
        for number in besides.iter().copied().flat_map(emit::numbers) {
            own.print_in(number, &part)?;
        }
        Ok(safe(emit::figure(figure, &besides, &own.ledger)))
    });
    let own = Arc::clone(shared);
    env.add_function("provenance", move || {
        let mut printed = own.printed();
        let title = |part: &Part| own.title(part);
        let label = |subject: &str| own.subject_label(subject);
        safe(printed.appendix(&own.ledger, own.provenance, title, label))
    });
    let own = Arc::clone(shared);
    env.add_function("left_out", move || {
        let printed = own.printed();
        let left_out = own.left_out(&printed);
        context! { tables => left_out.tables.len(), figures => left_out.figures.len() }
    });
    let own = Arc::clone(shared);
    env.add_function("dictionary", move || safe(own.dictionary.clone()));
    let own = Arc::clone(shared);
    env.add_function("verdicts", move || safe(own.verdicts.clone()));
}
pub(super) fn safe(markup: String) -> Value {
    Value::from_safe_string(markup)
}
