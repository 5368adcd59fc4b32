//! Exports of REDCap with the data dictionary of their project: labels, choices,
//! checkboxes, validation and branching logic come from the dictionary, whether the
//! export holds codes or labels.

mod branching;
mod dictionary;
mod export;
mod settle;
mod told;

use std::collections::BTreeSet;

use super::reading::{Decided, Mark};
use super::{Named, Raw};
use crate::findings::{Finding, Findings};
use dictionary::{Dictionary, Field};
use export::{Matched, Role};

/// What is told of an export without its dictionary.
pub(super) const HINT: &str = "the headers are those of a REDCap export: with --redcap dictionary.csv labels, choices and ranges come from the project's data dictionary";

/// Whether headers are those of an export.
pub(super) fn is_export(headers: &[String]) -> bool {
    export::are_exported(headers)
}

/// An export whose columns are known.
#[derive(Debug, Clone)]
pub(super) struct Export {
    dictionary: Dictionary,
    columns: Vec<Matched>,
}

impl Export {
    /// Matches the columns of a file with a dictionary, and calls them as a raw
    /// export does.
    pub(super) fn of(named: Named<'_>, file: &str, raw: &mut Raw) -> Result<Self, Findings> {
        let dictionary = Dictionary::read(named)?;
        let Some(columns) = export::matched(&dictionary, &raw.written) else {
            let problem = "has no column that is a field of the dictionary, by its name or its label";
            let help = format!("check that {} belongs to the same project, and that the two files are not exchanged", named.file);
            return Err(Finding::new(file, problem, help).into());
        };
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for (header, column) in raw.header.iter_mut().zip(&columns) {
            // A column that is none of the dictionary keeps the name it was given.
            if column.role != Role::Other && seen.insert(&column.name) {
                header.clone_from(&column.name);
            }
        }
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for header in &mut raw.header {
            let own = header.clone();
            let mut number = 1;
            while !taken.insert(header.clone()) {
                number += 1;
                *header = format!("{own}_{number}");
            }
        }
        Ok(Self { dictionary, columns })
    }

    /// What the dictionary decides about cells: numbers are written as validated,
    /// and the codes of choices mean what they are listed for.
    pub(super) fn decide(&self, decided: &mut Decided) {
        for (at, column) in self.columns.iter().enumerate() {
            match &column.role {
                Role::Field(field) => {
                    let Some(field) = self.dictionary.fields.get(*field) else {
                        continue;
                    };
                    if !field.options().is_empty() {
                        decided.listed.insert(at);
                    }
                    if field.is_number() {
                        decided.marks.insert(at, Mark::Decimal);
                    }
                }
                Role::Other => {}
                _ => {
                    decided.listed.insert(at);
                }
            }
        }
    }

    fn role(&self, at: usize) -> &Role {
        self.columns.get(at).map_or(&Role::Other, |column| &column.role)
    }

    fn field(&self, at: usize) -> Option<&Field> {
        let (Role::Field(field) | Role::Choice { field, .. }) = self.role(at) else {
            return None;
        };
        self.dictionary.fields.get(*field)
    }

    /// The columns with one role, in order.
    fn columns_of<'e>(&'e self, is: impl Fn(&Role) -> bool + 'e) -> impl Iterator<Item = usize> + 'e {
        let all = self.columns.iter().enumerate();
        all.filter(move |(_, column)| is(&column.role)).map(|(at, _)| at)
    }

    /// The value of a field in a row as its code, or of a choice as 0 or 1; `None` for
    /// a field that is no column.
    fn value(&self, row: &[String], name: &str, choice: Option<&str>) -> Option<String> {
        let is_it = |column: &Matched| match (&column.role, choice) {
            (Role::Field(field), None) => {
                let field = self.dictionary.fields.get(*field);
                field.is_some_and(|field| field.name == name)
            }
            (Role::Choice { field, choice: Some(at) }, Some(code)) => {
                let field = self.dictionary.fields.get(*field).filter(|field| field.name == name);
                let own = field.and_then(|field| field.choices.get(*at));
                own.is_some_and(|(own, _)| own == code)
            }
            _ => false,
        };
        let at = self.columns.iter().position(is_it)?;
        let cell = row.get(at)?.trim();
        let options = self.options(at);
        let option = options.iter().find(|option| option.is(cell));
        Some(option.map_or(cell, |option| option.code.as_str()).to_owned())
    }
}

/// A code and its label.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Choice {
    code: String,
    label: String,
}

impl Choice {
    fn of(code: &str, label: &str) -> Self {
        Self {
            code: code.to_owned(),
            label: label.to_owned(),
        }
    }

    /// Whether a cell holds it, as its code or its label.
    fn is(&self, cell: &str) -> bool {
        cell == self.code || dictionary::text(cell) == self.label
    }
}

impl Field {
    /// The values of a field that has few.
    fn options(&self) -> Vec<Choice> {
        match self.kind.as_str() {
            "yesno" => vec![Choice::of("0", "No"), Choice::of("1", "Yes")],
            "truefalse" => vec![Choice::of("0", "False"), Choice::of("1", "True")],
            "radio" | "dropdown" => {
                let choices = self.choices.iter();
                choices.map(|(code, label)| Choice::of(code, label)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether it holds numbers, by its type or validation.
    fn is_number(&self) -> bool {
        let validated = self.validation == "integer" || self.validation.starts_with("number");
        matches!(self.kind.as_str(), "calc" | "slider") || (self.kind == "text" && validated)
    }
}

impl Export {
    /// The values that a column has by the dictionary.
    fn options(&self, at: usize) -> Vec<Choice> {
        match self.role(at) {
            Role::Field(field) => {
                let field = self.dictionary.fields.get(*field);
                field.map(Field::options).unwrap_or_default()
            }
            Role::Choice { .. } => vec![Choice::of("0", "Unchecked"), Choice::of("1", "Checked")],
            Role::Status => vec![
                Choice::of("0", "Incomplete"),
                Choice::of("1", "Unverified"),
                Choice::of("2", "Complete"),
            ],
            _ => Vec::new(),
        }
    }
}
