//! What a number is called: [`NumberId`], the only writer and reader of ids.
//!
//! An id is a subject, what it is compared or grouped with, the steps to a
//! statistic, and a key:
//!
//! ```text
//! age.by_arm.placebo.median
//! os.by_arm.log_rank.p
//! os.12_months.ci_lower
//! cox."wt.loss".hr
//! ```
//!
//! Pieces are separated by points. A name that holds a point, or could be read as
//! something else, is written between quotation marks, as in a dotted key of TOML;
//! so an id has one reading, and two different ids never print alike.

mod name;
mod step;
mod subject;

use std::borrow::Borrow;
use std::fmt::{self, Write};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

pub use name::Name;
pub use step::{Parameter, Step, Time};
pub use subject::Subject;

use step::{BY, WITH, WITHIN};

/// Everything of an id but its key: what a family of numbers shares.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path {
    subject: Subject,
    with: Vec<Name>,
    by: Option<Name>,
    within: Option<Name>,
    steps: Vec<Step>,
}

impl Path {
    /// Of a subject alone.
    pub fn of(subject: Subject) -> Self {
        Self {
            subject,
            with: Vec::new(),
            by: None,
            within: None,
            steps: Vec::new(),
        }
    }

    /// Measured together with another variable of the same rows.
    #[must_use]
    pub fn with(mut self, other: &str) -> Self {
        self.with.push(Name::new(other));
        self
    }

    /// In the levels of a grouping variable, or between them.
    #[must_use]
    pub fn by(mut self, grouping: &str) -> Self {
        self.by = Some(Name::new(grouping));
        self
    }

    /// Within the levels of a stratifying variable.
    #[must_use]
    pub fn within(mut self, strata: &str) -> Self {
        self.within = Some(Name::new(strata));
        self
    }

    /// One step further.
    #[must_use]
    pub fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// To a level or a term.
    #[must_use]
    pub fn at(self, name: &Name) -> Self {
        self.then(Step::Name(name.clone()))
    }

    /// To the numbers of a statistic, by its word.
    #[must_use]
    pub fn word(self, word: &str) -> Self {
        self.then(Step::word(word))
    }

    /// To a time on the axis of an endpoint.
    #[must_use]
    pub fn time(self, value: f64, unit: &str) -> Self {
        self.then(Step::Time(Time::new(value, unit)))
    }

    /// To the comparison of two levels.
    #[must_use]
    pub fn pair(self, first: &Name, second: &Name) -> Self {
        self.then(Step::Pair(first.clone(), second.clone()))
    }

    /// The id of one number.
    pub fn key(&self, key: &str) -> NumberId {
        let text = format!("{self}.{key}").into();
        NumberId {
            path: self.clone(),
            key: key.into(),
            text,
        }
    }

    /// What the numbers are of.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The other variables of the same rows.
    pub fn others(&self) -> &[Name] {
        &self.with
    }

    /// The grouping variable.
    pub fn grouping(&self) -> Option<&str> {
        self.by.as_ref().map(Name::text)
    }

    /// The stratifying variable.
    pub fn strata(&self) -> Option<&str> {
        self.within.as_ref().map(Name::text)
    }

    /// What follows subject and groupings.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The same without its last step.
    pub fn parent(&self) -> Option<Self> {
        let mut parent = self.clone();
        parent.steps.pop().map(|_| parent)
    }

    /// The steps by which this leads on from `start`, if it does.
    pub fn beyond(&self, start: &Self) -> Option<&[Step]> {
        let same = self.subject == start.subject
            && self.with == start.with
            && self.by == start.by
            && self.within == start.within;
        same.then(|| self.steps.strip_prefix(start.steps.as_slice()))
            .flatten()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.subject.fmt(out)?;
        let marked = self.with.iter().map(|name| (WITH, name));
        let marked = marked.chain(self.by.iter().map(|name| (BY, name)));
        for (mark, name) in marked.chain(self.within.iter().map(|name| (WITHIN, name))) {
            write!(out, ".{mark}{name}")?;
        }
        for step in &self.steps {
            out.write_char('.')?;
            step.fmt(out)?;
        }
        Ok(())
    }
}

/// The id of a number: stable, readable, and of one reading.
#[derive(Debug, Clone)]
pub struct NumberId {
    path: Path,
    key: Arc<str>,
    // Printing is injective: the text identifies the whole.
    text: Arc<str>,
}

impl NumberId {
    /// Reads an id as it is printed; `None` where it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut pieces = pieces(text).into_iter();
        let mut path = Path::of(Subject::parse(pieces.next()?)?);
        let mut rest: Vec<&str> = pieces.collect();
        let key = rest.pop()?;
        for piece in rest {
            let name = |mark| piece.strip_prefix(mark).and_then(step::parse_name);
            let grouped = path.by.is_some() || path.within.is_some();
            if !path.steps.is_empty() {
                path.steps.push(step::parse(piece)?);
            } else if let (Some(name), false) = (name(WITH), grouped) {
                path.with.push(name);
            } else if let (Some(name), false) = (name(BY), grouped) {
                path.by = Some(name);
            } else if let (Some(name), None) = (name(WITHIN), &path.within) {
                path.within = Some(name);
            } else {
                path.steps.push(step::parse(piece)?);
            }
        }
        let id = path.key(key);
        (is_key(key) && id.as_str() == text).then_some(id)
    }

    /// As it is printed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Everything but the key.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the number is of.
    pub fn subject(&self) -> &Subject {
        &self.path.subject
    }

    /// The last piece: `median`, `p`.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Another number of the same family.
    pub fn sibling(&self, key: &str) -> Self {
        self.path.key(key)
    }

    /// The path whose numbers are below this one, as the limits of a median
    /// do: `os.median.ci_lower`.
    pub fn below(&self) -> Path {
        self.path.clone().word(&self.key)
    }

    /// As written by users who omit the quotation marks.
    pub fn without_quotes(&self) -> String {
        let mut plain = String::new();
        let mut chars = self.text.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => {}
                '\\' => match chars.next() {
                    // A control character is typed by its number.
                    Some('u') => plain.push_str("\\u"),
                    next => plain.extend(next),
                },
                c => plain.push(c),
            }
        }
        plain
    }
}

fn is_key(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !text.is_empty() && text.chars().all(plain)
}

/// An id, or a pattern of ids, cut at the points outside quotation marks.
pub fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, c) in step::unquoted(text) {
        if c == '.' {
            pieces.push(&text[start..at]);
            start = at + 1;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

impl PartialEq for NumberId {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for NumberId {}

impl Hash for NumberId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl Borrow<str> for NumberId {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl AsRef<str> for NumberId {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for NumberId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::TimeUnit;
    use proptest::prelude::*;

    #[test]
    fn ids_read_as_they_are_written() {
        let column = |name| Path::of(Subject::variable(name));
        let (stage, ii) = (Name::new("stage"), Name::new("ii"));
        for (path, key, text) in [
            (Path::of(Subject::Cohort), "n", "cohort.n"),
            (column("cohort"), "n", "column:cohort.n"),
            (column("stage").at(&ii), "n", "stage.ii.n"),
            (column("stage.ii"), "n", "\"stage.ii\".n"),
            (
                column("wt.loss").by("ph.ecog").at(&Name::new("0")),
                "q1",
                "\"wt.loss\".by_\"ph.ecog\".0.q1",
            ),
            (
                column("x").with("y").with("z").word("friedman"),
                "p",
                "x.with_y.with_z.friedman.p",
            ),
            (
                column("os").by("arm").within("site").word("log_rank"),
                "p",
                "os.by_arm.within_site.log_rank.p",
            ),
            (
                column("os").time(0.5, "years"),
                "at_risk",
                "os.0_5_years.at_risk",
            ),
            (
                column("os").at(&Name::new("6_months")),
                "n",
                "os.\"6_months\".n",
            ),
            (
                column("os")
                    .by("arm")
                    .pair(&stage, &Name::new("a_vs_\"b\"")),
                "p",
                "os.by_arm.stage_vs_\"a_vs_\\\"b\\\"\".p",
            ),
            (
                column("os")
                    .by("arm")
                    .word("fleming_harrington")
                    .then(Step::Parameter(Parameter::new("rho", 0.5))),
                "p",
                "os.by_arm.fleming_harrington.rho=0_5.p",
            ),
            (column("two\nlines"), "n", "\"two\\u{a}lines\".n"),
            (
                Path::of(Subject::Endpoint(Name::new("survival"))),
                "median",
                "endpoint:survival.median",
            ),
        ] {
            let id = path.key(key);
            assert_eq!(id.as_str(), text);
            let read = NumberId::parse(text).unwrap();
            assert_eq!(read.path(), id.path(), "{text}");
            assert_eq!(read.key(), key);
        }
        for broken in [
            "",
            "n",
            "a..n",
            "\"a.n",
            "a.by_.n",
            "a.N",
            "a.",
            "sex:male.n",
            "a.by_b.by_c.n",
        ] {
            assert!(NumberId::parse(broken).is_none(), "{broken}");
        }
    }

    #[test]
    fn ids_are_written_without_quotes_too() {
        for (name, text) in [
            ("wt.loss", "wt.loss.n"),
            ("q\"x", "q\"x.n"),
            ("back\\slash", "back\\slash.n"),
            ("two\nlines", "two\\u{a}lines.n"),
            ("plain", "plain.n"),
        ] {
            let id = Path::of(Subject::variable(name)).key("n");
            assert_eq!(id.without_quotes(), text);
        }
    }

    fn any_name() -> impl Strategy<Value = Name> {
        let text = prop_oneof![
            "[a-z]{1,3}(\\.[a-z]{1,3})?",
            "(by|with|within)_[a-z]{0,2}",
            "[a-z]_vs_[a-z]",
            "[0-9]{1,2}(_[0-9])?_(days|weeks|months|years|hours)",
            "(cohort|queries|convention|n|test|column:a|endpoint:b|a=1)",
            "[\"\\\\.a_ =é\n\tu{}]{0,5}",
        ];
        (text, any::<bool>()).prop_map(|(text, taken)| Name::distinct_from(&text, |_| taken))
    }

    fn any_step() -> impl Strategy<Value = Step> {
        prop_oneof![
            any_name().prop_map(Step::Name),
            (any_name(), any_name()).prop_map(|(a, b)| Step::Pair(a, b)),
            (
                0.0..100f64,
                proptest::sample::select(TimeUnit::ALL.to_vec())
            )
                .prop_map(|(t, u)| Step::Time(Time::new((t * 8.0).round() / 8.0, u.name()))),
            (-3.0..3f64).prop_map(|v| Step::Parameter(Parameter::new("rho", v))),
        ]
    }

    fn any_id() -> impl Strategy<Value = NumberId> {
        let subject = prop_oneof![
            Just(Subject::Cohort),
            any_name().prop_map(|name| Subject::variable(name.text())),
            any_name().prop_map(Subject::Endpoint),
            any_name().prop_map(Subject::Model),
        ];
        let other = || proptest::option::of(any_name());
        let steps = proptest::collection::vec(any_step(), 0..4);
        (
            subject,
            other(),
            other(),
            other(),
            steps,
            "[a-z][a-z0-9_]{0,4}",
        )
            .prop_map(|(subject, with, by, within, steps, key)| {
                let mut path = Path::of(subject);
                path.with.extend(with);
                path.by = by;
                path.within = within;
                path.steps = steps;
                path.key(&key)
            })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn what_is_printed_reads_back(id in any_id()) {
            let read = NumberId::parse(id.as_str());
            prop_assert_eq!(read.as_ref().map(NumberId::path), Some(id.path()), "{}", id);
            prop_assert_eq!(read.as_ref().map(NumberId::key), Some(id.key()));
        }

        #[test]
        fn different_ids_never_print_alike(a in any_id(), b in any_id()) {
            let same = a.path() == b.path() && a.key() == b.key();
            prop_assert_eq!(same, a.as_str() == b.as_str());
        }

        #[test]
        fn no_text_stops_the_reader(text in "[a-z.\"\\\\_=:0-9 ]{0,20}") {
            if let Some(id) = NumberId::parse(&text) {
                prop_assert_eq!(id.as_str(), text);
            }
        }
    }
}
