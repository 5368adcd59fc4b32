//! Printed numbers that would read otherwise under another convention, or with
//! one row more or less.

use super::{in_parallel, sample};
use crate::analyse::analyse;
use crate::check::alternatives::{
    Evidence, Printing, convention_scenarios, recompute, slow_scenarios,
};
use crate::ledger::Ledger;
use crate::number::{Number, Value, format};
use crate::study::{Conventions, Rounding};

/// Something under which a number would read otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// What was changed.
    pub change: String,
    /// The text after the change.
    pub text: String,
    /// The value after the change, where there is one.
    pub value: Option<f64>,
    /// Whether a p-value crosses the significance level.
    pub crosses: bool,
}

/// A number that would read otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragile {
    /// Its id.
    pub id: String,
    /// As printed, with its unit.
    pub printed: String,
    /// Under which conventions, and how.
    pub conventions: Vec<Shift>,
    /// The extremes with one row more or less, if it would read otherwise.
    pub rows: Vec<Shift>,
}

impl Fragile {
    /// Whether a conclusion depends on it.
    pub fn crosses(&self) -> bool {
        self.conventions
            .iter()
            .chain(&self.rows)
            .any(|shift| shift.crosses)
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragility {
    /// The numbers, first those on which a conclusion depends.
    pub numbers: Vec<Fragile>,
    /// How many printed numbers were looked at.
    pub looked_at: usize,
    /// Counts and percentages, which any row more or less may change, and are
    /// not listed for that.
    pub counts: usize,
    /// How many rows were left out or doubled, each in turn.
    pub rows: usize,
}

/// More rows than these are sampled evenly.
const MOST_ROWS: usize = 200;

/// Tries every convention and every row on the numbers of these ids.
pub fn fragile(
    evidence: &Evidence<'_>,
    ids: &[String],
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Fragility {
    let printed: Vec<&Number> = ids
        .iter()
        .filter_map(|id| evidence.ledger.find(id))
        .collect();
    let alpha = evidence.study.conventions.alpha;
    let mut scenarios = convention_scenarios(evidence.study);
    scenarios.extend(slow_scenarios(evidence.study));
    let rows = sample(evidence.cohort.len(), MOST_ROWS);
    let tries: Vec<Try> = (0..scenarios.len())
        .map(Try::Scenario)
        .chain(
            rows.iter()
                .flat_map(|row| [Try::Without(*row), Try::Twice(*row)]),
        )
        .collect();
    let ledgers = in_parallel(&tries, progress, |attempt| {
        let ledger = match attempt {
            Try::Scenario(at) => scenarios
                .get(*at)
                .and_then(|scenario| recompute(evidence, scenario))
                .map(|results| results.ledger),
            Try::Without(row) => {
                let kept: Vec<usize> = (0..evidence.cohort.len()).filter(|at| at != row).collect();
                Some(analyse(evidence.study, &evidence.cohort.select(&kept)).ledger)
            }
            Try::Twice(row) => {
                let kept: Vec<usize> = (0..evidence.cohort.len()).chain([*row]).collect();
                Some(analyse(evidence.study, &evidence.cohort.select(&kept)).ledger)
            }
        };
        // Whole ledgers of a registry would fill the memory.
        ledger.map_or_else(Vec::new, |ledger| shifts(&printed, &ledger, alpha))
    });
    let mut found: Vec<Fragile> = printed
        .iter()
        .map(|number| Fragile {
            id: number.id.to_string(),
            printed: number.with_unit(evidence.study.words()),
            conventions: other_roundings(number, &evidence.study.conventions),
            rows: Vec::new(),
        })
        .collect();
    for (attempt, shifts) in tries.iter().zip(ledgers) {
        for (at, shift) in shifts {
            let Some(own) = found.get_mut(at) else {
                continue;
            };
            match attempt {
                Try::Scenario(scenario) => own.conventions.push(Shift {
                    change: scenarios
                        .get(*scenario)
                        .map_or_else(String::new, |w| w.change.title.clone()),
                    ..shift
                }),
                Try::Without(row) | Try::Twice(row) => {
                    let what = if matches!(attempt, Try::Without(_)) {
                        "without"
                    } else {
                        "twice"
                    };
                    let line = evidence.cohort.lines().get(*row).copied();
                    let place = evidence.cohort.addressing().row(line.unwrap_or_default());
                    own.rows.push(Shift {
                        change: format!("{place} {what}"),
                        ..shift
                    });
                }
            }
        }
    }
    let mut counts = 0;
    for (own, number) in found.iter_mut().zip(&printed) {
        if matches!(number.method.id, "count" | "percentage") {
            counts += usize::from(!own.rows.is_empty());
            own.rows.clear();
        }
        keep_extremes(&mut own.rows);
    }
    found.retain(|own| !own.conventions.is_empty() || !own.rows.is_empty());
    found.sort_by_key(|own| (!own.crosses(), own.conventions.is_empty()));
    Fragility {
        numbers: found,
        looked_at: printed.len(),
        counts,
        rows: rows.len(),
    }
}

enum Try {
    Scenario(usize),
    Without(usize),
    Twice(usize),
}

/// Which of the numbers read otherwise in another ledger, and how; what was
/// changed is for the caller to say.
fn shifts(printed: &[&Number], other: &Ledger, alpha: f64) -> Vec<(usize, Shift)> {
    printed
        .iter()
        .enumerate()
        .filter(|(_, number)| number.method.id != "setting")
        .filter_map(|(at, number)| {
            let there = other.get(&number.id)?;
            let shift = || Shift {
                change: String::new(),
                text: there.with_unit(other.style.words),
                value: there.value.number(),
                crosses: crosses(number, there, alpha),
            };
            (there.text != number.text).then(|| (at, shift()))
        })
        .collect()
}

fn crosses(number: &Number, other: &Number, alpha: f64) -> bool {
    let is_p = number.is_p_value();
    match (&number.value, &other.value) {
        (Value::Number(a), Value::Number(b)) => is_p && ((*a < alpha) != (*b < alpha)),
        (Value::NotReached, Value::Number(_)) | (Value::Number(_), Value::NotReached) => true,
        _ => false,
    }
}

/// The same value by the other rules of rounding, in the style of the study.
fn other_roundings(number: &Number, conventions: &Conventions) -> Vec<Shift> {
    if number.decimals.is_none() || number.method.id == "setting" {
        return Vec::new();
    }
    // As it is printed where no other number stands beside it.
    let print = |by: &Conventions| format::print(&number.value, number.format, number.n, by).text;
    let own = print(conventions);
    [Rounding::HalfUp, Rounding::HalfEven, Rounding::Truncate]
        .into_iter()
        .filter_map(|rounding| {
            let other = Conventions {
                rounding,
                ..conventions.clone()
            };
            let text = print(&other);
            let shift = || Shift {
                change: Printing::Rule(rounding).change().title,
                text: text.clone(),
                value: number.value.number(),
                crosses: false,
            };
            (text != own).then(shift)
        })
        .collect()
}

/// The least and the greatest, and the first that crosses the level.
fn keep_extremes(shifts: &mut Vec<Shift>) {
    let value = |shift: &Shift| shift.value.unwrap_or(f64::INFINITY);
    let least = (0..shifts.len()).min_by(|a, b| value(&shifts[*a]).total_cmp(&value(&shifts[*b])));
    let most = (0..shifts.len()).max_by(|a, b| value(&shifts[*a]).total_cmp(&value(&shifts[*b])));
    let crossing = shifts.iter().position(|shift| shift.crosses);
    let mut at = 0;
    shifts.retain(|_| {
        let keep = [least, most, crossing].contains(&Some(at));
        at += 1;
        keep
    });
}
