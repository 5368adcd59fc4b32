//! Two runs: which numbers moved, by how much, and what that changes.

mod output;
mod run;

use std::collections::{BTreeMap, BTreeSet};

pub use output::{as_json, write_text};
pub use run::Run;

use crate::ledger::{Conclusion, Entry};
use crate::number::Format;

/// A number that is not the same in both runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// Its id.
    pub id: String,
    /// What it is.
    pub definition: String,
    /// As printed before; `None` where it was not there.
    pub before: Option<String>,
    /// As printed after; `None` where it is not there.
    pub after: Option<String>,
    /// By how much, where both are numbers.
    pub by: Option<f64>,
    /// That over the value before.
    pub relative: Option<f64>,
    /// Whether a p-value crossed the level of significance.
    pub crossed: bool,
}

impl Moved {
    /// Whether it reads otherwise in print.
    pub fn in_print(&self) -> bool {
        self.before != self.after
    }
}

/// What changed between two runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The numbers, what matters most first: p-values that crossed the level,
    /// then what reads otherwise, then the rest, the largest change first.
    pub numbers: Vec<Moved>,
    /// Conclusions of the text that are another now, as they are after.
    pub conclusions: Vec<Conclusion>,
    /// Conventions and inputs that are not the same.
    pub causes: Vec<String>,
    /// How many numbers are the same.
    pub same: usize,
}

impl Difference {
    /// Whether nothing moved.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.conclusions.is_empty()
    }
}

/// Compares two runs.
pub fn difference(before: &Run, after: &Run) -> Difference {
    let by_id = |run: &'_ Run| -> BTreeMap<String, usize> {
        run.numbers
            .iter()
            .enumerate()
            .map(|(at, number)| (number.id.clone(), at))
            .collect()
    };
    let (old, new) = (by_id(before), by_id(after));
    let get = |run: &'_ Run, places: &BTreeMap<String, usize>, id: &str| -> Option<Entry> {
        places.get(id).and_then(|at| run.numbers.get(*at)).cloned()
    };
    // In the order of the run after, then what is gone.
    let mut ids: Vec<&String> = after.numbers.iter().map(|number| &number.id).collect();
    ids.extend(
        before
            .numbers
            .iter()
            .map(|number| &number.id)
            .filter(|id| !new.contains_key(*id)),
    );
    let mut same = 0;
    let mut numbers = Vec::new();
    for id in ids {
        let pair = (get(before, &old, id), get(after, &new, id));
        match moved(pair.0.as_ref(), pair.1.as_ref(), before.alpha, after.alpha) {
            Some(moved) => numbers.push(moved),
            None => same += 1,
        }
    }
    numbers.sort_by(|a, b| rank(a).cmp(&rank(b)).then(size(b).total_cmp(&size(a))));
    Difference {
        numbers,
        conclusions: conclusions(before, after),
        causes: causes(before, after),
        same,
    }
}

fn rank(moved: &Moved) -> u8 {
    match moved {
        Moved { crossed: true, .. } => 0,
        Moved {
            before: Some(_),
            after: Some(_),
            ..
        } if moved.in_print() => 1,
        Moved {
            before: Some(_),
            after: Some(_),
            ..
        } => 2,
        _ => 3,
    }
}

fn size(moved: &Moved) -> f64 {
    moved.relative.map_or(f64::INFINITY, f64::abs)
}

fn moved(
    before: Option<&Entry>,
    after: Option<&Entry>,
    old_alpha: f64,
    alpha: f64,
) -> Option<Moved> {
    let either = after.or(before)?;
    if let (Some(a), Some(b)) = (before, after)
        && a.value == b.value
        && a.status == b.status
        && a.text == b.text
    {
        return None;
    }
    let values = before
        .and_then(|n| n.value.as_f64())
        .zip(after.and_then(|n| n.value.as_f64()));
    let by = values.map(|(a, b)| b - a);
    let is_p = either.format == Format::PValue.name();
    Some(Moved {
        id: either.id.clone(),
        definition: either.definition.clone(),
        before: before.map(Entry::printed),
        after: after.map(Entry::printed),
        by,
        relative: values.filter(|(a, _)| *a != 0.0).map(|(a, b)| (b - a) / a),
        crossed: is_p && values.is_some_and(|(a, b)| (a < old_alpha) != (b < alpha)),
    })
}

fn conclusions(before: &Run, after: &Run) -> Vec<Conclusion> {
    let held = |claim: &str| {
        let known = before.conclusions.iter().find(|known| known.claim == claim);
        known.map(|known| known.holds)
    };
    let changed = after
        .conclusions
        .iter()
        .filter(|now| held(&now.claim).is_some_and(|then| then != now.holds));
    changed.cloned().collect()
}

/// Conventions and files that are not the same, each in words.
fn causes(before: &Run, after: &Run) -> Vec<String> {
    let mut found = Vec::new();
    let empty = serde_json::Value::Null;
    let keys: BTreeSet<&String> = before
        .conventions
        .keys()
        .chain(after.conventions.keys())
        .collect();
    for key in keys {
        let (a, b) = (
            before.conventions.get(key).unwrap_or(&empty),
            after.conventions.get(key).unwrap_or(&empty),
        );
        if a != b {
            found.push(format!("convention {key}: {a} before, {b} after"));
        }
    }
    let names: BTreeSet<&String> = before.inputs.keys().chain(after.inputs.keys()).collect();
    for name in names {
        match (before.inputs.get(name), after.inputs.get(name)) {
            (Some(a), Some(b)) if a != b => found.push(format!("{name} was changed")),
            (Some(_), None) => found.push(format!("{name} was removed")),
            (None, Some(_)) => found.push(format!("{name} was added")),
            _ => {}
        }
    }
    if before.version != after.version {
        found.push(format!(
            "made by {} before, {} after",
            before.version, after.version
        ));
    }
    found
}
