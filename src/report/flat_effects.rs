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

fn remark(effect: &Number, model: &Model, ledger: &Ledger, file: &str) -> Option<Finding> {
    let limit = |key: &str| -> Option<&Number> {
        let id: NumberId = effect.id.path().key(key);
        ledger.get(&id)
    };
    let (low, high) = (limit("ci_lower")?, limit("ci_upper")?);
    if low.text != effect.text || high.text != effect.text {
        return None;
    }
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
    let problem = format!(
        "the {} prints as {} with both its confidence limits",
        effect.definition, effect.text
    );
    let help = format!(
        "give it per {by} units, by a variable with `divided = {{ variable = …, by = {by} }}` under [derived]"
    );
    Some(Finding::new(file, problem, help))
}
