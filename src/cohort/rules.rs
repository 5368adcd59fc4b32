//! Rules that the study states, row by row.

use std::cmp::Ordering;

use jiff::civil::Date;

use super::{Cohort, Column};
use crate::findings::{Finding, Findings};
use crate::study::{Condition, Level, Operand, Relation, Rule, Study};

/// Notes every row in which one of the rules does not hold.
pub(super) fn check(
    study: &Study,
    cohort: &Cohort,
    rules: &[Rule],
    file: &str,
    findings: &mut Findings,
) {
    let test = |condition| Test::new(study, cohort, condition);
    // A violation reported by one rule is not repeated for another.
    let mut said: Vec<&Condition> = Vec::new();
    // A column without any cell is a finding of its own, not one of every row.
    let is_there = |rule: &&Rule| {
        let columns = |name: &str| study.source_columns(name).into_iter();
        let mut read = rule.variables().into_iter().flat_map(columns);
        read.all(|name| !cohort.is_absent(&name))
    };
    for rule in rules.iter().filter(is_there) {
        let is_new = |condition: &&Condition| !rule.when.is_empty() || !said.contains(condition);
        let claims: Vec<&Condition> = rule.holds.iter().filter(is_new).collect();
        let holds: Vec<Test<'_>> = claims.iter().copied().map(test).collect();
        let when: Vec<Test<'_>> = rule.when.iter().map(test).collect();
        for (row, line) in cohort.lines().iter().enumerate() {
            if !when.iter().all(|test| test.holds(row) == Some(true)) {
                continue;
            }
            for test in holds.iter().filter(|test| test.holds(row) == Some(false)) {
                let finding = test.broken(row, file);
                let column = finding.column.as_deref().unwrap_or_default();
                let address = cohort.addressing().cell(*line, column);
                findings.push(finding.at(address).by_rule(&rule.text));
            }
        }
        if rule.when.is_empty() {
            said.extend(claims);
        }
    }
}

/// A condition with the columns that it reads.
enum Test<'a> {
    Compared(Side<'a>, Relation, Side<'a>),
    Present(Side<'a>),
    Missing(Side<'a>),
}

/// One side of a comparison.
enum Side<'a> {
    Cells(&'a str, &'a Column, &'a [Level]),
    Fixed(Value<'a>),
}

/// The value of one side in one row.
#[derive(Clone, Copy)]
enum Value<'a> {
    Number(f64),
    Date(Date),
    /// The place among the levels, and the code.
    Level(usize, &'a str),
    Text(&'a str),
}

impl<'a> Value<'a> {
    fn shown(self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Level(_, text) | Self::Text(text) => text.to_owned(),
        }
    }
}

impl<'a> Side<'a> {
    fn cells(study: &'a Study, cohort: &'a Cohort, name: &'a str) -> Self {
        let levels = study
            .variable(name)
            .map_or(&[][..], |variable| &variable.levels);
        Self::Cells(name, cohort.column(name), levels)
    }

    fn new(study: &'a Study, cohort: &'a Cohort, operand: &'a Operand, other: &Operand) -> Self {
        Self::Fixed(match operand {
            Operand::Variable(name) => return Self::cells(study, cohort, name),
            Operand::Number(number) => Value::Number(*number),
            Operand::Date(date) => Value::Date(*date),
            Operand::Level(code) => {
                let of = match other {
                    Operand::Variable(name) => study.variable(name),
                    _ => None,
                };
                let levels = of.map_or(&[][..], |variable| &variable.levels);
                let at = levels.iter().position(|level| level.code == *code);
                Value::Level(at.unwrap_or(usize::MAX), code)
            }
        })
    }

    fn at(&self, row: usize) -> Option<Value<'a>> {
        match self {
            Self::Fixed(value) => Some(*value),
            Self::Cells(_, Column::Numbers(cells), _) => cells.get(row).map(Value::Number),
            Self::Cells(_, Column::Dates(cells), _) => cells.get(row).map(Value::Date),
            Self::Cells(_, Column::Levels(cells), levels) => {
                let at = cells.get(row)?;
                Some(Value::Level(at, &levels.get(at)?.code))
            }
            Self::Cells(_, Column::Text(cells), _) => cells.get(row).map(Value::Text),
        }
    }

    fn shown(&self, row: usize) -> String {
        self.at(row).map_or_else(String::new, Value::shown)
    }

    /// The column, unless it is fixed.
    fn name(&self) -> Option<&'a str> {
        match self {
            Self::Cells(name, ..) => Some(name),
            Self::Fixed(_) => None,
        }
    }
}

impl<'a> Test<'a> {
    fn new(study: &'a Study, cohort: &'a Cohort, condition: &'a Condition) -> Self {
        let cells = |name| Side::cells(study, cohort, name);
        match condition {
            Condition::Present(name) => Self::Present(cells(name)),
            Condition::Missing(name) => Self::Missing(cells(name)),
            Condition::Compared(left, relation, right) => Self::Compared(
                Side::new(study, cohort, left, right),
                *relation,
                Side::new(study, cohort, right, left),
            ),
        }
    }

    /// Whether it holds; unknown without a value to compare.
    fn holds(&self, row: usize) -> Option<bool> {
        let (left, relation, right) = match self {
            Self::Present(side) => return Some(side.at(row).is_some()),
            Self::Missing(side) => return Some(side.at(row).is_none()),
            Self::Compared(left, relation, right) => (left, relation, right),
        };
        let order = match (left.at(row)?, right.at(row)?) {
            (Value::Number(a), Value::Number(b)) => a.partial_cmp(&b)?,
            (Value::Date(a), Value::Date(b)) => a.cmp(&b),
            // Levels of two categories are compared by their codes where only
            // sameness is asked.
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

    /// The finding where it does not hold.
    fn broken(&self, row: usize, file: &str) -> Finding {
        let (side, problem, help) = match self {
            Self::Present(side) => (
                side,
                "is missing".to_owned(),
                "fill it in, or correct the rule",
            ),
            Self::Missing(side) => (
                side,
                "has a value".to_owned(),
                "clear the cell, or correct the rule",
            ),
            Self::Compared(left, relation, right) => {
                // The right side is blamed unless it is fixed.
                let (other, relation, blamed) = match right {
                    Side::Cells(..) => (left, *relation, right),
                    Side::Fixed(_) => (right, relation.mirrored(), left),
                };
                let is_date = matches!(blamed.at(row), Some(Value::Date(_)));
                let (words, against) = (wrong(relation, is_date), other.shown(row));
                let problem = match other.name() {
                    Some(name) => format!("is {words} {name}, which is {against}"),
                    None => format!("is {words} {against}"),
                };
                let help = match (other.name(), is_date) {
                    (Some(_), true) => "correct one of the two dates",
                    (Some(_), false) => "correct one of the two, or the rule",
                    (None, _) => "correct the cell, or the rule",
                };
                (blamed, problem, help)
            }
        };
        let finding = Finding::new(file, problem, help).in_column(side.name().unwrap_or_default());
        match side.at(row) {
            Some(value) => finding.with_value(&value.shown()),
            None => finding,
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
