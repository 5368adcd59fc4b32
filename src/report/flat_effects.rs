//! Remarks on effects whose unit is so small that they cannot be told from their
//! confidence limits in print.

use crate::findings::Finding;
use crate::ledger::Ledger;
use crate::number::{Number, NumberId};
use crate::study::{Model, Study};

/// An interval at least this wide shows in two digits.
const WIDE_ENOUGH: f64 = 0.02;

/// One for each such effect of a model.
pub(super) fn remarks(study: &Study, ledger: &Ledger, file: &str) -> Vec<Finding> {
    let of_model = |model| {
        let effects = ledger.iter().filter(move |number| is_effect(number, model));
        effects.filter_map(move |number| remark(number, model, ledger, file))
    };
    study.models.iter().flat_map(of_model).collect()
}

fn is_effect(number: &Number, model: &Model) -> bool {
    let of_term = number.id.path().beyond(&model.path());
    number.id.key() == model.kind.effect_key() && of_term.is_some()
}

/// A ratio with so many digits behind the mark is read with difficulty.
const MANY_DIGITS: usize = 5;

fn problem(effect: &Number, [low, high]: [&Number; 2], model: &Model) -> Option<String> {
    let Number {
        definition, text, ..
    } = effect;
    if low.text == *text && high.text == *text {
        return Some(format!(
            "the {definition} prints as {text} with both its confidence limits"
        ));
    }
    let many = effect.decimals.filter(|digits| *digits >= MANY_DIGITS);
    let near_one = effect.value.number().is_some_and(|ratio| ratio > 0.5);
    many.filter(|_| model.kind.is_ratio() && near_one).map(|_| {
        format!(
            "the {definition} is so near to 1 that it prints as {text} ({} to {})",
            low.text, high.text
        )
    })
}

fn remark(effect: &Number, model: &Model, ledger: &Ledger, file: &str) -> Option<Finding> {
    let limit = |key: &str| -> Option<&Number> {
        let id: NumberId = effect.id.path().key(key);
        ledger.get(&id)
    };
    let (low, high) = (limit("ci_lower")?, limit("ci_upper")?);
    let problem = problem(effect, [low, high], model)?;
    let [low, high] = [low, high].map(|limit| limit.value.number());
    let scaled = |value: f64| {
        if model.kind.is_ratio() {
            value.ln()
        } else {
            value
        }
    };
    let width = scaled(high?) - scaled(low?);
    if !width.is_finite() || width <= 0.0 {
        return None;
    }
    let by = 10f64.powi((WIDE_ENOUGH / width).log10().ceil().max(1.0) as i32);
    let help = format!(
        "give it per {by} units, by a variable with `divided = {{ variable = …, by = {by} }}` under [derived]"
    );
    Some(Finding::new(file, problem, help))
}
