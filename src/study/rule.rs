//! What must hold in every row: `rules = ["operation <= death"]`.

use jiff::civil::Date;

use super::Scope;
use super::section::Section;
use super::variable::{Kind, Variable};
use crate::findings::suggest;

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// The cell of a variable.
    Variable(String),
    /// A number.
    Number(f64),
    /// A day.
    Date(Date),
    /// The code of a level.
    Level(String),
}

/// The relation that two sides must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
}

/// Longer signs precede their own prefixes.
const RELATIONS: [(&str, Relation); 6] = [
    ("<=", Relation::AtMost),
    (">=", Relation::AtLeast),
    ("!=", Relation::Unequal),
    ("<", Relation::Below),
    (">", Relation::Above),
    ("=", Relation::Equal),
];

impl Relation {
    /// The same statement with its sides exchanged.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Below => Self::Above,
            Self::AtMost => Self::AtLeast,
            Self::AtLeast => Self::AtMost,
            Self::Above => Self::Below,
            same => same,
        }
    }

    /// What holds of the ends of a chain `a R b S c`; `None` where nothing does.
    fn then(self, next: Self) -> Option<Self> {
        use Relation::{Above, AtLeast, AtMost, Below, Equal};
        match (self, next) {
            (Equal, other) | (other, Equal) => Some(other),
            (AtMost, AtMost) => Some(AtMost),
            (Below | AtMost, Below | AtMost) => Some(Below),
            (AtLeast, AtLeast) => Some(AtLeast),
            (Above | AtLeast, Above | AtLeast) => Some(Above),
            _ => None,
        }
    }
}

/// A statement about one row.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// `a <= b`; without a value on either side nothing is claimed.
    Compared(Operand, Relation, Operand),
    /// `a present`
    Present(String),
    /// `a missing`
    Missing(String),
}

/// A statement that must hold in every row in which its conditions do.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// As the study file states it.
    pub text: String,
    /// All of what must hold. Of a chain these are all pairs, not only the
    /// neighbours: a missing date between two others must not hide that those
    /// are the wrong way round.
    pub holds: Vec<Condition>,
    /// The conditions behind `when`, all of which restrict it.
    pub when: Vec<Condition>,
}

impl Rule {
    /// The variables that it reads.
    pub fn variables(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for condition in self.when.iter().chain(&self.holds) {
            match condition {
                Condition::Present(name) | Condition::Missing(name) => names.push(name),
                Condition::Compared(left, _, right) => {
                    names.extend([left, right].into_iter().filter_map(Operand::variable));
                }
            }
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl Operand {
    fn variable(&self) -> Option<&str> {
        match self {
            Self::Variable(name) => Some(name),
            _ => None,
        }
    }
}

/// An error in a rule: the problem and a help.
type Problem = (String, String);

/// The rules under `key`.
pub(super) fn read_rules(top: &Section<'_>, key: &'static str, scope: &Scope<'_>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for text in top.strings(key).unwrap_or_default() {
        match parse(&text, scope.variables) {
            Ok(rule) => rules.push(rule),
            Err((problem, help)) => top.problem(key, format!("\"{text}\": {problem}"), help),
        }
    }
    rules
}

fn parse(text: &str, variables: &[Variable]) -> Result<Rule, Problem> {
    let (claim, when) = match text.split_once(" when ") {
        Some((claim, conditions)) => (claim, conditions.split(" and ").collect()),
        None => (text, Vec::new()),
    };
    let conditions = |text: &str| chain(text, variables);
    let when = when
        .into_iter()
        .map(conditions)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Rule {
        text: text.to_owned(),
        holds: conditions(claim)?,
        when: when.into_iter().flatten().collect(),
    })
}

/// `a <= b < c`, `a present` or `a missing`.
fn chain(text: &str, variables: &[Variable]) -> Result<Vec<Condition>, Problem> {
    let text = text.trim();
    for (word, make) in [
        (" present", Condition::Present as fn(String) -> Condition),
        (" missing", Condition::Missing),
    ] {
        if let Some(name) = text.strip_suffix(word) {
            return known(name.trim(), variables).map(|variable| vec![make(variable.name.clone())]);
        }
    }
    let (parts, relations) = split(text);
    if relations.is_empty() {
        return Err((
            "is not a comparison".to_owned(),
            "write names, numbers or dates with <, <=, =, !=, >= or > between them, or a name and present or missing".to_owned(),
        ));
    }
    let mut operands = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let beside = [index.checked_sub(1), Some(index + 1)];
        let beside = beside.into_iter().flatten().filter_map(|at| parts.get(at));
        let beside = beside.filter_map(|part| variables.iter().find(|v| v.name == *part));
        operands.push(operand(part, &beside.collect::<Vec<_>>(), variables)?);
    }
    pairs(&operands, &relations, variables)
}

/// The parts between the signs of comparison, and the signs.
fn split(text: &str) -> (Vec<&str>, Vec<Relation>) {
    let (mut parts, mut relations) = (Vec::new(), Vec::new());
    let (mut from, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        match RELATIONS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            Some((sign, relation)) => {
                parts.push(text.get(from..at).unwrap_or_default().trim());
                relations.push(*relation);
                at += sign.len();
                from = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    parts.push(text.get(from..).unwrap_or_default().trim());
    (parts, relations)
}

fn known<'a>(name: &str, variables: &'a [Variable]) -> Result<&'a Variable, Problem> {
    let found = variables.iter().find(|variable| variable.name == name);
    found.ok_or_else(|| unknown(name, variables))
}

fn unknown(name: &str, variables: &[Variable]) -> Problem {
    let names: Vec<&str> = variables.iter().map(|v| v.name.as_str()).collect();
    (format!("unknown variable \"{name}\""), suggest(name, names))
}

/// A variable, else what can be compared with the variables beside it.
fn operand(part: &str, beside: &[&Variable], variables: &[Variable]) -> Result<Operand, Problem> {
    if let Some(variable) = variables.iter().find(|variable| variable.name == part) {
        return match variable.kind {
            Kind::Identifier | Kind::Text => Err((
                format!("\"{part}\" is {}, which has no order", variable.kind.name()),
                "compare numbers, dates or categories".to_owned(),
            )),
            _ => Ok(Operand::Variable(part.to_owned())),
        };
    }
    if let Some(category) = beside
        .iter()
        .find(|variable| variable.kind.is_categorical())
    {
        let codes = category.levels.iter().map(|level| level.code.as_str());
        let code = part.trim_matches('\'');
        return match codes.clone().find(|known| *known == code) {
            Some(code) => Ok(Operand::Level(code.to_owned())),
            None => Err((
                format!("\"{code}\" is not a level of {}", category.name),
                suggest(code, codes.collect::<Vec<_>>()),
            )),
        };
    }
    if let Ok(date) = part.parse::<Date>() {
        return Ok(Operand::Date(date));
    }
    if let Some(number) = part.parse::<f64>().ok().filter(|number| number.is_finite()) {
        return Ok(Operand::Number(number));
    }
    Err(unknown(part, variables))
}

fn pairs(
    operands: &[Operand],
    relations: &[Relation],
    variables: &[Variable],
) -> Result<Vec<Condition>, Problem> {
    let mut conditions = Vec::new();
    for (first, left) in operands.iter().enumerate() {
        let mut between = None;
        for (right, next) in operands
            .iter()
            .skip(first + 1)
            .zip(relations.iter().skip(first))
        {
            between = match between {
                None => Some(*next),
                Some(relation) => Relation::then(relation, *next),
            };
            let Some(relation) = between else { break };
            if comparable(left, relation, right, variables)? {
                conditions.push(Condition::Compared(left.clone(), relation, right.clone()));
            }
        }
    }
    Ok(conditions)
}

/// Whether the two sides are of one sort and not both fixed.
fn comparable(
    left: &Operand,
    relation: Relation,
    right: &Operand,
    variables: &[Variable],
) -> Result<bool, Problem> {
    let sort = |operand: &Operand| match operand {
        Operand::Variable(name) => match variables.iter().find(|v| v.name == *name).map(|v| v.kind)
        {
            Some(Kind::Date) => "a date",
            Some(Kind::Binary | Kind::Nominal) => "a category without order",
            Some(Kind::Ordinal) => "a category",
            _ => "a number",
        },
        Operand::Number(_) => "a number",
        Operand::Date(_) => "a date",
        Operand::Level(_) => "a level",
    };
    let fixed = |operand: &Operand| !matches!(operand, Operand::Variable(_));
    let (a, b) = (sort(left), sort(right));
    let is_category = |sort: &str| sort.contains("category") || sort == "a level";
    let ordered = !matches!(relation, Relation::Equal | Relation::Unequal);
    if a != b && !(is_category(a) && is_category(b)) {
        return Err((
            format!("compares {a} with {b}"),
            "compare dates with dates, numbers with numbers, a category with its levels".to_owned(),
        ));
    }
    if ordered && (a.ends_with("order") || b.ends_with("order")) {
        return Err((
            "orders a category that has no order".to_owned(),
            "use = or !=, or declare the variable as ordinal".to_owned(),
        ));
    }
    Ok(!(fixed(left) && fixed(right)))
}
