//! Rules that the study states, row by row.

use std::cmp::Ordering;

use super::{Cohort, Column};
use crate::findings::{Finding, Findings};
use crate::study::{Condition, Operand, Relation, Rule, Study};

/// Notes every row in which one of the rules does not hold.
pub(super) fn check(
    study: &Study,
    cohort: &Cohort,
    rules: &[Rule],
    file: &str,
    findings: &mut Findings,
) {
    // What one rule says of every row, a second need not say again.
    let mut said: Vec<&Condition> = Vec::new();
    for rule in rules {
        let new = |condition: &&Condition| !rule.when.is_empty() || !said.contains(condition);
        let holds_of_all: Vec<&Condition> = rule.holds.iter().filter(new).collect();
        for row in 0..cohort.len() {
            let applies = rule
                .when
                .iter()
                .all(|condition| holds(study, cohort, condition, row) == Some(true));
            if !applies {
                continue;
            }
            for condition in &holds_of_all {
                if holds(study, cohort, condition, row) == Some(false) {
                    let line = cohort.lines().get(row).copied().unwrap_or_default();
                    let finding = broken(study, cohort, condition, row, file);
                    findings.push(finding.at_line(line).by_rule(&rule.text));
                }
            }
        }
        if rule.when.is_empty() {
            said.extend(holds_of_all);
        }
    }
}

/// The value of one side in one row.
#[derive(Debug, Clone, PartialEq)]
enum Value<'a> {
    Number(f64),
    Date(jiff::civil::Date),
    /// The place among the levels, and the code.
    Level(usize, &'a str),
}

impl Value<'_> {
    fn shown(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Level(_, code) => (*code).to_owned(),
        }
    }
}

/// Whether a condition holds; unknown without a value to compare.
fn holds(study: &Study, cohort: &Cohort, condition: &Condition, row: usize) -> Option<bool> {
    let present = |name: &str| cell(study, cohort, name, row).is_some();
    match condition {
        Condition::Present(name) => Some(present(name)),
        Condition::Missing(name) => Some(!present(name)),
        Condition::Compared(left, relation, right) => {
            let a = value(study, cohort, left, right, row)?;
            let b = value(study, cohort, right, left, row)?;
            let order = match (a, b) {
                (Value::Number(a), Value::Number(b)) => a.total_cmp(&b),
                (Value::Date(a), Value::Date(b)) => a.cmp(&b),
                // Levels of two categories are compared by their codes where
                // only sameness is asked.
                (Value::Level(a, a_code), Value::Level(b, b_code)) => match relation {
                    Relation::Equal | Relation::Unequal => a_code.cmp(b_code),
                    _ => a.cmp(&b),
                },
                _ => return None,
            };
            Some(match relation {
                Relation::Below => order == Ordering::Less,
                Relation::AtMost => order != Ordering::Greater,
                Relation::Equal => order == Ordering::Equal,
                Relation::Unequal => order != Ordering::Equal,
                Relation::AtLeast => order != Ordering::Less,
                Relation::Above => order == Ordering::Greater,
            })
        }
    }
}

fn value<'a>(
    study: &'a Study,
    cohort: &'a Cohort,
    operand: &'a Operand,
    other: &Operand,
    row: usize,
) -> Option<Value<'a>> {
    match operand {
        Operand::Variable(name) => cell(study, cohort, name, row),
        Operand::Number(number) => Some(Value::Number(*number)),
        Operand::Date(date) => Some(Value::Date(*date)),
        Operand::Level(code) => {
            let Operand::Variable(of) = other else {
                return None;
            };
            let levels = &study.variable(of)?.levels;
            let at = levels.iter().position(|level| level.code == *code)?;
            Some(Value::Level(at, code))
        }
    }
}

fn cell<'a>(study: &'a Study, cohort: &'a Cohort, name: &str, row: usize) -> Option<Value<'a>> {
    match cohort.column(name) {
        Column::Numbers(cells) => (*cells.get(row)?).map(Value::Number),
        Column::Dates(cells) => (*cells.get(row)?).map(Value::Date),
        Column::Levels(cells) => {
            let at = (*cells.get(row)?)?;
            let level = study.variable(name)?.levels.get(at)?;
            Some(Value::Level(at, &level.code))
        }
        Column::Text(cells) => {
            let text = cells.get(row)?.as_deref()?;
            Some(Value::Level(0, text))
        }
    }
}

/// The finding of one broken condition, in the column that stands last in it.
fn broken(
    study: &Study,
    cohort: &Cohort,
    condition: &Condition,
    row: usize,
    file: &str,
) -> Finding {
    match condition {
        Condition::Present(name) => {
            let problem = "is missing";
            Finding::new(file, problem, "fill it in, or correct the rule").in_column(name.clone())
        }
        Condition::Missing(name) => {
            let problem = "has a value";
            let found = cell(study, cohort, name, row).map(|value| value.shown());
            Finding::new(file, problem, "empty it, or correct the rule")
                .in_column(name.clone())
                .with_value(&found.unwrap_or_default())
        }
        Condition::Compared(left, relation, right) => {
            // The right side is blamed unless it is fixed.
            let (other, relation, blamed) = match right {
                Operand::Variable(_) => (left, *relation, right),
                _ => (right, relation.mirrored(), left),
            };
            let found = value(study, cohort, blamed, other, row);
            let against = value(study, cohort, other, blamed, row)
                .map_or_else(String::new, |value| value.shown());
            let words = wrong(relation, matches!(found, Some(Value::Date(_))));
            let problem = match other {
                Operand::Variable(name) => format!("is {words} {name}, which is {against}"),
                _ => format!("is {words} {against}"),
            };
            let mend = match (other, &found) {
                (Operand::Variable(_), Some(Value::Date(_))) => "correct one of the two dates",
                (Operand::Variable(_), _) => "correct one of the two, or the rule",
                _ => "correct the cell, or the rule",
            };
            let column = match blamed {
                Operand::Variable(name) => name.clone(),
                _ => String::new(),
            };
            Finding::new(file, problem, mend)
                .in_column(column)
                .with_value(&found.map_or_else(String::new, |value| value.shown()))
        }
    }
}

/// How a value stands to the other side that should stand in this relation
/// to it, and does not.
fn wrong(relation: Relation, is_date: bool) -> &'static str {
    match (relation, is_date) {
        (Relation::Below, true) => "not after",
        (Relation::Below, false) => "not above",
        (Relation::AtMost, true) => "before",
        (Relation::AtMost, false) => "below",
        (Relation::Equal, _) => "different from",
        (Relation::Unequal, _) => "the same as",
        (Relation::AtLeast, true) => "after",
        (Relation::AtLeast, false) => "above",
        (Relation::Above, true) => "not before",
        (Relation::Above, false) => "not below",
    }
}
