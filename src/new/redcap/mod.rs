//! Exports of REDCap with the data dictionary of their project: labels, choices,
//! checkboxes, validation and branching logic come from the dictionary, whether the
//! export holds codes or labels.

mod branching;
mod dictionary;
mod export;
mod settle;
mod told;

use std::collections::{BTreeSet, HashMap};

use super::cells::Present;
use super::guess::Guess;
use super::levels;
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

/// Sets apart what REDCap adds to an export, where no dictionary tells: the state of each
/// form, which is no characteristic of a patient and no time, and what rows are of.
pub(super) fn set_apart(guess: &mut Guess, cells: &Present<'_>) {
    if is_form_state(guess, cells) {
        guess.aside = Some("the state of a form of REDCap");
    } else if export::is_added(&guess.name) {
        guess.aside = Some("added by REDCap");
    } else {
        return;
    }
    guess.doubts.clear();
    if export::is_added(&guess.name) && guess.levels().len() > 1 {
        guess.doubts.push(
            "rows are of several events or instruments of REDCap, and each is counted as a row of \
             its own: export one of them, or join the rows of a patient"
                .to_owned(),
        );
    }
}

/// Whether a column is the state of a form: 0, 1 and 2 under `FORM_complete`, or their
/// labels under `Complete?`.
fn is_form_state(guess: &Guess, cells: &Present<'_>) -> bool {
    let name = guess.name.to_lowercase();
    let coded = name.ends_with("_complete");
    let labelled = name == "complete?" || name.starts_with("complete?_");
    let is_state = |cell| match levels::code(cell) {
        "0" | "1" | "2" => coded,
        "Incomplete" | "Unverified" | "Complete" => coded || labelled,
        _ => false,
    };
    // A resection that is complete has no 2.
    let is_two = |cell| matches!(levels::code(cell), "2" | "Unverified");
    !cells.is_empty() && cells.texts().all(is_state) && (labelled || cells.texts().any(is_two))
}

/// An export whose columns are known.
#[derive(Debug, Clone)]
pub(super) struct Export {
    dictionary: Dictionary,
    columns: Vec<Matched>,
    /// The values of each column, if the dictionary lists them.
    options: Vec<Vec<Choice>>,
    places: HashMap<String, Places>,
}

impl Export {
    /// Matches the columns of a file with a dictionary, and calls them as a raw
    /// export does.
    pub(super) fn of(named: Named<'_>, file: &str, raw: &mut Raw) -> Result<Self, Findings> {
        let dictionary = Dictionary::read(named)?;
        let Some(columns) = export::matched(&dictionary, &raw.written) else {
            let problem =
                "has no column that is a field of the dictionary, by its name or its label";
            let help = format!(
                "check that {} belongs to the same project, and that the two files are not exchanged",
                named.file
            );
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
        let listed = |column: &Matched| options(&dictionary, &column.role);
        Ok(Self {
            options: columns.iter().map(listed).collect(),
            places: places(&dictionary, &columns),
            dictionary,
            columns,
        })
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
        self.columns
            .get(at)
            .map_or(&Role::Other, |column| &column.role)
    }

    fn field(&self, at: usize) -> Option<&Field> {
        let (Role::Field(field) | Role::Choice { field, .. }) = self.role(at) else {
            return None;
        };
        self.dictionary.fields.get(*field)
    }

    /// The columns with one role, in order.
    fn columns_of<'e>(
        &'e self,
        is: impl Fn(&Role) -> bool + 'e,
    ) -> impl Iterator<Item = usize> + 'e {
        let all = self.columns.iter().enumerate();
        all.filter(move |(_, column)| is(&column.role))
            .map(|(at, _)| at)
    }

    /// The value of a field in a row as its code, or of a choice as 0 or 1; `None` for
    /// a field that is no column.
    fn value(&self, raw: &Raw, row: usize, name: &str, choice: Option<&str>) -> Option<String> {
        let places = self.places.get(name)?;
        let at = match choice {
            None => places.own?,
            Some(code) => *places.choices.get(code)?,
        };
        let cell = raw.column(at).cell(row);
        let option = self.options(at).iter().find(|option| option.is(cell));
        Some(
            option
                .map_or(cell, |option| option.code.as_str())
                .to_owned(),
        )
    }

    /// The values that a column has by the dictionary.
    fn options(&self, at: usize) -> &[Choice] {
        self.options.get(at).map_or(&[], Vec::as_slice)
    }
}

/// The columns of a field.
#[derive(Debug, Clone, Default)]
struct Places {
    /// That of its values.
    own: Option<usize>,
    /// Those of its choices, by their codes.
    choices: HashMap<String, usize>,
}

/// The columns of every field by its name.
fn places(dictionary: &Dictionary, columns: &[Matched]) -> HashMap<String, Places> {
    let mut found: HashMap<String, Places> = HashMap::new();
    for (at, column) in columns.iter().enumerate() {
        let (Role::Field(field) | Role::Choice { field, .. }) = column.role else {
            continue;
        };
        let Some(field) = dictionary.fields.get(field) else {
            continue;
        };
        let places = found.entry(field.name.clone()).or_default();
        match column.role {
            Role::Choice {
                choice: Some(choice),
                ..
            } => {
                if let Some((code, _)) = field.choices.get(choice) {
                    places.choices.insert(code.clone(), at);
                }
            }
            Role::Choice { .. } => {}
            _ => places.own = Some(at),
        }
    }
    found
}

/// The values of a column.
fn options(dictionary: &Dictionary, role: &Role) -> Vec<Choice> {
    match role {
        Role::Field(field) => {
            let field = dictionary.fields.get(*field);
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
        let is_marked_up = || cell.contains(['<', '&']) || cell.contains("  ");
        cell == self.code
            || cell == self.label
            || (is_marked_up() && dictionary::text(cell) == self.label)
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
                choices
                    .map(|(code, label)| Choice::of(code, label))
                    .collect()
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
