//! The appendix that states where every printed number comes from.
//!
//! One block for each table, each figure and the text; in it, numbers that
//! share columns are one entry, and in an entry those that share method and rows
//! one run, its ids without what they have in common.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::emit::array;
use super::escape::literal;
use crate::ledger::Ledger;
use crate::number::{Number, Value};
use crate::study::Provenance;
use crate::wording::Wording;

/// Stands in the templates where the printed source has the entry of every
/// number, which is known only after the last of them. A comment, so that no
/// text of a study can write it.
pub(super) const SOURCES: &str = "(:)/*sources*/";

/// A part of the report that prints numbers. A number that several parts print
/// is listed with the first kind of them, in this order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// The table of this id, the how many-th part of the report.
    Table(usize, String),
    /// A figure.
    Figure(usize, String),
    /// The text.
    Text,
}

impl Part {
    /// `("table", "operation", [Operation])`: its kind, id and title.
    fn emit(&self, title: &str) -> String {
        let (kind, id) = match self {
            Self::Table(_, id) => ("table", id.as_str()),
            Self::Figure(_, id) => ("figure", id.as_str()),
            Self::Text => ("text", ""),
        };
        format!("({}, {}, [{title}])", literal(kind), literal(id))
    }
}

/// What has been printed so far.
#[derive(Debug, Default)]
pub(super) struct Printed {
    /// By position in the ledger: the id, and the part that lists it.
    numbers: BTreeMap<usize, (String, Part)>,
    /// Tables and figures, in the order in which they were printed, and the
    /// positions of their numbers.
    parts: Vec<(Part, BTreeSet<usize>)>,
    /// The entry of each number that is listed.
    sources: BTreeMap<usize, usize>,
    /// Positions of the numbers that the text prints.
    in_text: BTreeSet<usize>,
    listed: bool,
}

impl Printed {
    /// The part for the table or figure of this id, which is about to be printed.
    pub(super) fn part(&mut self, make: fn(usize, String) -> Part, id: &str) -> Part {
        let mut places = 0..self.parts.len();
        let known = places.find_map(|at| {
            let part = make(at, id.to_owned());
            self.parts.get(at).filter(|(own, _)| *own == part)
        });
        if let Some((part, _)) = known {
            return part.clone();
        }
        let part = make(self.parts.len(), id.to_owned());
        self.parts.push((part.clone(), BTreeSet::new()));
        part
    }

    /// Notes a number. False when the appendix already stands without it.
    pub(super) fn note(&mut self, place: usize, id: &str, part: &Part) -> bool {
        if let Some((_, numbers)) = self.parts.iter_mut().find(|(known, _)| known == part) {
            numbers.insert(place);
        } else {
            self.in_text.insert(place);
        }
        match self.numbers.get_mut(&place) {
            Some((_, listed_with)) => {
                if !self.listed && part < listed_with {
                    *listed_with = part.clone();
                }
                true
            }
            None => {
                self.numbers.insert(place, (id.to_owned(), part.clone()));
                !self.listed
            }
        }
    }

    /// The positions in the ledger.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        self.numbers.keys().copied()
    }

    /// The ids of the figures.
    pub(super) fn figures(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|(part, _)| match part {
            Part::Figure(_, id) => Some(id.as_str()),
            Part::Table(..) | Part::Text => None,
        })
    }

    /// The ids, in the order of the ledger.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.numbers.values().map(|(id, _)| id.as_str())
    }

    /// `("age.median": 12, …)`: the entry of every number.
    pub(super) fn sources(&self) -> String {
        let listed = self.sources.iter();
        let listed = listed.filter_map(|(place, entry)| Some((self.numbers.get(place)?, entry)));
        let sources: Vec<String> = listed
            .map(|((id, _), entry)| format!("{}: {entry}", literal(id)))
            .collect();
        if sources.is_empty() {
            return "(:)".to_owned();
        }
        format!("({})", sources.join(", "))
    }

    /// `#report-provenance((…), (…));`: the entries that the text refers to, and
    /// the parts. `title` is markup for the heading of a table or figure.
    pub(super) fn appendix(
        &mut self,
        ledger: &Ledger,
        words: Wording,
        provenance: Provenance,
        title: impl Fn(&Part) -> String,
    ) -> String {
        self.listed = true;
        if provenance == Provenance::None {
            return String::new();
        }
        let mut out = String::new();
        let mut entries = 0;
        let mut in_text = BTreeSet::new();
        let text = (Part::Text, BTreeSet::new());
        let parts = std::iter::once(text).chain(self.parts.clone());
        for (part, shown) in parts {
            let own = self.numbers.iter().filter(|(_, (_, with))| *with == part);
            let own = own.filter_map(|(place, (id, _))| Some((*place, ledger.find(id)?)));
            let own: Vec<(usize, &Number)> = own.collect();
            let elsewhere = shown.iter().filter_map(|place| self.numbers.get(place));
            let mut elsewhere: Vec<&Part> = elsewhere.map(|(_, with)| with).collect();
            elsewhere.sort();
            elsewhere.dedup();
            elsewhere.retain(|with| **with != part);
            let emit = |part: &Part| part.emit(&title(part));
            let elsewhere = array(elsewhere.into_iter().map(emit));
            if own.is_empty() && shown.is_empty() {
                continue;
            }
            let values = provenance == Provenance::Full || part == Part::Text;
            let mut listed = Vec::new();
            for entry in by(own, |number| number.columns.join(", ")) {
                entries += 1;
                let columns = literal(&entry.key);
                for (place, _) in &entry.numbers {
                    self.sources.insert(*place, entries);
                    if self.in_text.contains(place) {
                        in_text.insert(entries);
                    }
                }
                let methods = by(entry.numbers, |number| method(number, words));
                let methods = methods.into_iter().map(|group| {
                    let runs = by(group.numbers, rows);
                    let runs = runs
                        .into_iter()
                        .map(|run| emit_run(&run.numbers, values, words));
                    format!("({}, {})", literal(&group.key), array(runs))
                });
                listed.push(format!("({entries}, {columns}, {})", array(methods)));
            }
            let _ = writeln!(
                out,
                "  ({}, {elsewhere}, {}),",
                emit(&part),
                array(listed.into_iter())
            );
        }
        let in_text = array(in_text.iter().map(usize::to_string));
        format!("#report-provenance({in_text}, (\n{out}));\n")
    }
}

/// Numbers that have something in common.
struct Group<'a> {
    key: String,
    numbers: Vec<(usize, &'a Number)>,
}

/// Groups by a key, in the order of its first appearance.
fn by<'a>(numbers: Vec<(usize, &'a Number)>, key: impl Fn(&Number) -> String) -> Vec<Group<'a>> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (place, number) in numbers {
        let key = key(number);
        let at = *places.entry(key.clone()).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.numbers.push((place, number)),
            None => groups.push(Group {
                key,
                numbers: vec![(place, number)],
            }),
        }
    }
    groups
}

fn method(number: &Number, words: Wording) -> String {
    let title = number.method.title_in(words);
    if number.conventions.is_empty() {
        title
    } else {
        format!("{title} ({})", number.conventions_text())
    }
}

fn rows(number: &Number) -> String {
    format!("{} {}", number.n, number.missing)
}

/// `("24", "0", "age", (("median", "57 years", "56.5"), …))`: rows, missing,
/// what the ids begin with, and of each number the rest of its id, its text and,
/// where that is not the same, its value. Without `values` no numbers.
fn emit_run(run: &[(usize, &Number)], values: bool, words: Wording) -> String {
    let (n, missing) = run
        .first()
        .map_or((0, 0), |(_, number)| (number.n, number.missing));
    let ids: Vec<&str> = run.iter().map(|(_, number)| number.id.as_str()).collect();
    let common = common_path(&ids);
    let numbers = run.iter().zip(&ids).map(|((_, number), id)| {
        let rest = id.get(common.len()..).unwrap_or(id);
        let full = match &number.value {
            // The text says so already.
            Value::NotReached => String::new(),
            Value::NotComputable(_) => words.message(&number.full_value()),
            Value::Number(_) | Value::Date(_) => number.full_value(),
        };
        let full = if full == number.text { "" } else { &full };
        format!(
            "({}, {}, {})",
            literal(rest),
            literal(&number.with_unit()),
            literal(full)
        )
    });
    let numbers = array(numbers.filter(|_| values));
    format!(
        "({}, {}, {}, {numbers})",
        literal(&n.to_string()),
        literal(&missing.to_string()),
        literal(common)
    )
}

/// What all ids begin with, up to a point between two of their parts. Quoted
/// parts can hold points, so ids with quotes are not shortened.
fn common_path<'a>(ids: &[&'a str]) -> &'a str {
    let Some((first, others)) = ids.split_first() else {
        return "";
    };
    if others.is_empty() || ids.iter().any(|id| id.contains('"')) {
        return "";
    }
    let shared = others.iter().fold(first.len(), |length, id| {
        let alike = first.bytes().zip(id.bytes()).take_while(|(a, b)| a == b);
        length.min(alike.count())
    });
    let end = first.as_bytes().get(..shared).unwrap_or_default();
    let end = end.iter().rposition(|byte| *byte == b'.').unwrap_or(0);
    first.get(..end).unwrap_or_default()
}
