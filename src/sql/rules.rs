//! Rules of the study about columns that do not remain, checked by the query.

use super::builder::Builder;
use super::derive::codes;
use super::layers::Value;
use crate::study::{Condition, Kind, Operand, Relation, Rule};

/// What two sides are compared as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Number,
    Date,
    Level,
}

impl Builder<'_> {
    /// Notes the rows that break a rule as problems.
    pub(super) fn check(&mut self, rule: &Rule) {
        let mut last: Option<Value> = None;
        let when = self.conditions(&rule.when, &mut last);
        let holds = self.conditions(&rule.holds, &mut last);
        let (Some(when), Some(holds), Some(last)) = (when, holds, last) else {
            return;
        };
        // What is unknown is not broken.
        let broken: Vec<String> = holds.iter().map(|holds| format!("NOT ({holds})")).collect();
        let mut all: Vec<String> = when.iter().map(|when| format!("({when})")).collect();
        if broken.is_empty() {
            return;
        }
        all.push(format!("({})", broken.join(" OR ")));
        self.problem(
            all.join(" AND "),
            &format!("the row breaks the rule {}", rule.text),
            &last,
        );
    }

    /// The conditions in SQL; of those that are never known, `NULL`.
    fn conditions(&mut self, of: &[Condition], last: &mut Option<Value>) -> Option<Vec<String>> {
        let mut all = Vec::new();
        for condition in of {
            all.push(match condition {
                Condition::Present(name) => format!("{} IS NOT NULL", self.read(name, last)?),
                Condition::Missing(name) => format!("{} IS NULL", self.read(name, last)?),
                Condition::Compared(left, relation, right) => {
                    self.compared(left, *relation, right, last)?
                }
            });
        }
        Some(all)
    }

    fn read(&mut self, name: &str, last: &mut Option<Value>) -> Option<String> {
        let value = self.value(name)?;
        let alias = value.alias.clone();
        if last.as_ref().is_none_or(|last| last.layer < value.layer) {
            *last = Some(value);
        }
        Some(alias)
    }

    fn compared(
        &mut self,
        left: &Operand,
        relation: Relation,
        right: &Operand,
        last: &mut Option<Value>,
    ) -> Option<String> {
        let sort = self.sort(left);
        if sort.is_none() || sort != self.sort(right) {
            return Some("CAST(NULL AS BOOLEAN)".to_owned());
        }
        let sign = match relation {
            Relation::Below => "<",
            Relation::AtMost => "<=",
            Relation::Equal => "=",
            Relation::Unequal => "<>",
            Relation::AtLeast => ">=",
            Relation::Above => ">",
        };
        let by_place = !matches!(relation, Relation::Equal | Relation::Unequal);
        let left_side = self.side(left, right, by_place, last)?;
        let right_side = self.side(right, left, by_place, last)?;
        Some(format!("{left_side} {sign} {right_side}"))
    }

    fn sort(&self, operand: &Operand) -> Option<Sort> {
        match operand {
            Operand::Number(_) => Some(Sort::Number),
            Operand::Date(_) => Some(Sort::Date),
            Operand::Level(_) => Some(Sort::Level),
            Operand::Variable(name) => match self.study.variable(name)?.kind {
                Kind::Continuous | Kind::Count => Some(Sort::Number),
                Kind::Date => Some(Sort::Date),
                Kind::Binary | Kind::Nominal | Kind::Ordinal => Some(Sort::Level),
                Kind::Identifier | Kind::Text => None,
            },
        }
    }

    /// One side; of levels in order their places.
    fn side(
        &mut self,
        operand: &Operand,
        other: &Operand,
        by_place: bool,
        last: &mut Option<Value>,
    ) -> Option<String> {
        let sql = self.dialect;
        Some(match operand {
            Operand::Number(number) => sql.number(*number),
            Operand::Date(date) => sql.text(&date.to_string()),
            Operand::Level(code) if by_place => {
                let Operand::Variable(name) = other else {
                    return None;
                };
                let place = codes(self.study, name)
                    .iter()
                    .position(|known| known == code)?;
                place.to_string()
            }
            Operand::Level(code) => sql.text(code),
            Operand::Variable(name) => {
                let value = self.read(name, last)?;
                if !(by_place && self.sort(operand) == Some(Sort::Level)) {
                    return Some(value);
                }
                let codes = codes(self.study, name);
                let places = codes.iter().enumerate();
                let places = places.map(|(at, code)| format!("WHEN {} THEN {at}", sql.text(code)));
                format!("CASE {value} {} END", places.collect::<Vec<_>>().join(" "))
            }
        })
    }
}
