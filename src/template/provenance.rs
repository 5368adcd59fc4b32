//! The appendix that states where every printed number comes from.
//!
//! One block for each table, each figure and the text, with an entry for each
//! variable, endpoint or model. `super::entries` writes an entry.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::emit::array;
use super::entries::{self, Entry};
use super::escape::literal;
use super::links::{self, Sources};
use crate::ledger::Ledger;
use crate::number::{Number, Path};
use crate::study::Provenance;

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
    sources: Sources,
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

    /// The ids of the tables.
    pub(super) fn tables(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|(part, _)| match part {
            Part::Table(_, id) => Some(id.as_str()),
            Part::Figure(..) | Part::Text => None,
        })
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

    /// The entry of each number that is listed.
    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// `#report-provenance((…), (…));`: the settings of methods, and the parts.
    /// `title` is markup for the heading of a table or figure, `label` what a subject is called.
    pub(super) fn appendix(
        &mut self,
        ledger: &Ledger,
        provenance: Provenance,
        title: impl Fn(&Part) -> String,
        label: impl Fn(&str) -> String,
    ) -> String {
        self.listed = true;
        if provenance == Provenance::None {
            return String::new();
        }
        let printed = self.numbers.values();
        let printed = printed.filter_map(|(id, _)| ledger.find(id));
        let settings = entries::Settings::of(printed, ledger.style);
        let mut out = String::new();
        let text = (Part::Text, BTreeSet::new());
        let parts = std::iter::once(text).chain(self.parts.clone());
        for (at, (part, shown)) in parts.enumerate() {
            let own = self.numbers.values().filter(|(_, with)| *with == part);
            let own: Vec<&Number> = own.filter_map(|(id, _)| ledger.find(id)).collect();
            if own.is_empty() && shown.is_empty() {
                continue;
            }
            let elsewhere = shown.iter().filter_map(|place| self.numbers.get(place));
            let mut elsewhere: Vec<&Part> = elsewhere.map(|(_, with)| with).collect();
            elsewhere.sort();
            elsewhere.dedup();
            elsewhere.retain(|with| **with != part);
            let emit = |part: &Part| part.emit(&title(part));
            let elsewhere = array(elsewhere.into_iter().map(emit));
            let values = provenance == Provenance::Full || part == Part::Text;
            let mut listed = Vec::new();
            let subject = |number: &Number| Path::of(number.id.subject().clone()).to_string();
            for group in entries::by(own, subject) {
                let key = links::key(at, &group.key);
                for number in &group.numbers {
                    self.sources
                        .insert(literal(number.id.as_str()), key.clone());
                }
                let entry = Entry {
                    key,
                    label: label(&group.key),
                    subject: group.key,
                    numbers: group.numbers,
                };
                listed.push(entry.emit(&settings, values, ledger.style));
            }
            let _ = writeln!(
                out,
                "  ({}, {elsewhere}, {}),",
                emit(&part),
                array(listed.into_iter())
            );
        }
        let settings = array(settings.shared().map(|own| literal(&own)));
        format!("{}({settings}, (\n{out}));\n", links::APPENDIX)
    }
}
