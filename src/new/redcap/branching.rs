//! Branching logic: when a field is asked. What is not a comparison of fields with
//! constants, such as functions, is not evaluated.

/// A condition on one row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Compared(Operand, Relation, Operand),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    /// A field, or a choice of a checkbox.
    Field(String, Option<String>),
    Constant(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Equal,
    Unequal,
    Below,
    AtMost,
    Above,
    AtLeast,
}

/// Signs of relations, the longer ones first.
const RELATIONS: [(&str, Relation); 7] = [
    ("<>", Relation::Unequal),
    ("!=", Relation::Unequal),
    ("<=", Relation::AtMost),
    (">=", Relation::AtLeast),
    ("=", Relation::Equal),
    ("<", Relation::Below),
    (">", Relation::Above),
];

/// Conditions nest no deeper.
const DEEPEST: usize = 40;

impl Condition {
    /// Reads branching logic; `None` for what is more than comparisons.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parser = Parser { rest: text };
        let condition = parser.any(0)?;
        parser.rest.trim().is_empty().then_some(condition)
    }

    /// Whether it holds where `value` gives the value of a field, or of a choice, as
    /// its code; `None` where a field is not known.
    pub(super) fn holds(
        &self,
        value: &impl Fn(&str, Option<&str>) -> Option<String>,
    ) -> Option<bool> {
        match self {
            Self::All(parts) => parts
                .iter()
                .try_fold(true, |all, part| Some(all & part.holds(value)?)),
            Self::Any(parts) => parts
                .iter()
                .try_fold(false, |any, part| Some(any | part.holds(value)?)),
            Self::Compared(left, relation, right) => {
                let text = |operand: &Operand| match operand {
                    Operand::Field(name, choice) => value(name, choice.as_deref()),
                    Operand::Constant(text) => Some(text.clone()),
                };
                Some(compare(&text(left)?, *relation, &text(right)?))
            }
        }
    }
}

fn compare(left: &str, relation: Relation, right: &str) -> bool {
    use std::cmp::Ordering;
    let numbers = left.parse::<f64>().ok().zip(right.parse::<f64>().ok());
    // An empty field is neither below nor above anything.
    let known = !left.is_empty() && !right.is_empty();
    let order = match numbers {
        Some((left, right)) => left.partial_cmp(&right).unwrap_or(Ordering::Less),
        None => left.cmp(right),
    };
    match relation {
        Relation::Equal => order.is_eq(),
        Relation::Unequal => order.is_ne(),
        Relation::Below => known && order.is_lt(),
        Relation::AtMost => known && order.is_le(),
        Relation::Above => known && order.is_gt(),
        Relation::AtLeast => known && order.is_ge(),
    }
}

struct Parser<'t> {
    rest: &'t str,
}

impl<'t> Parser<'t> {
    fn takes(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start();
        let begins = rest
            .get(..sign.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(sign));
        if begins {
            self.rest = rest.get(sign.len()..).unwrap_or_default();
        }
        begins
    }

    fn any(&mut self, depth: usize) -> Option<Condition> {
        let mut parts = vec![self.all(depth)?];
        while self.takes("or") || self.takes("||") {
            parts.push(self.all(depth)?);
        }
        Some(one_or(parts, Condition::Any))
    }

    fn all(&mut self, depth: usize) -> Option<Condition> {
        let mut parts = vec![self.comparison(depth)?];
        while self.takes("and") || self.takes("&&") {
            parts.push(self.comparison(depth)?);
        }
        Some(one_or(parts, Condition::All))
    }

    fn comparison(&mut self, depth: usize) -> Option<Condition> {
        if depth > DEEPEST {
            return None;
        }
        if self.takes("(") {
            let inside = self.any(depth + 1)?;
            return self.takes(")").then_some(inside);
        }
        let left = self.operand()?;
        let (_, relation) = RELATIONS.iter().find(|(sign, _)| self.takes(sign))?;
        Some(Condition::Compared(left, *relation, self.operand()?))
    }

    fn operand(&mut self) -> Option<Operand> {
        if self.takes("[") {
            let inside = self.until(']')?;
            // A second bracket is that of an event or a repeat.
            if self.rest.starts_with('[') {
                return None;
            }
            let (name, choice) = match inside.split_once('(') {
                Some((name, choice)) => (name, Some(choice.strip_suffix(')')?.trim().to_owned())),
                None => (inside, None),
            };
            return Some(Operand::Field(name.trim().to_lowercase(), choice));
        }
        for quote in ['\'', '"'] {
            if self.takes(&quote.to_string()) {
                return Some(Operand::Constant(self.until(quote)?.trim().to_owned()));
            }
        }
        let rest = self.rest.trim_start();
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
        let end = rest.find(|c| !is_number(c)).unwrap_or(rest.len());
        let (number, rest) = rest.split_at_checked(end)?;
        self.rest = rest;
        (!number.is_empty()).then(|| Operand::Constant(number.to_owned()))
    }

    fn until(&mut self, end: char) -> Option<&'t str> {
        let (inside, rest) = self.rest.split_once(end)?;
        self.rest = rest;
        Some(inside)
    }
}

fn one_or(mut parts: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    match parts.len() {
        1 => parts.remove(0),
        _ => many(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_hold_as_in_redcap() {
        let value = |name: &str, choice: Option<&str>| -> Option<String> {
            let value = match (name, choice) {
                ("sex", None) => "2",
                ("age", None) => "30",
                ("died", None) => "",
                ("race", Some("1")) => "1",
                ("race", Some(_)) => "0",
                _ => return None,
            };
            Some(value.to_owned())
        };
        for (logic, expected) in [
            ("[sex] = '2'", Some(true)),
            ("[sex]=\"1\" or [age] > 18", Some(true)),
            ("[sex] = 2 AND [age]<18", Some(false)),
            (
                "([sex] = '1' or [sex] = '2') and [race(1)] = '1'",
                Some(true),
            ),
            ("[race(2)] = \"1\"", Some(false)),
            ("[died] <> ''", Some(false)),
            ("[died] = ''", Some(true)),
            ("[died] < 5", Some(false)),
            ("[age] >= '30.0'", Some(true)),
            ("[unknown] = '1'", None),
            ("[baseline_arm_1][sex] = '1'", None),
            ("datediff([a], [b], 'd') > 3", None),
            ("[sex] = '2' garbage", None),
            ("((((", None),
            ("[sex", None),
            ("", None),
        ] {
            let found = Condition::read(logic).and_then(|condition| condition.holds(&value));
            assert_eq!(found, expected, "{logic}");
        }
        assert_eq!(Condition::read(&"(".repeat(100_000)), None);
    }
}
