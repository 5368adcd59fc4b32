//! What is told of a whole export.

use std::collections::BTreeMap;

use super::super::Raw;
use super::super::write::plural;
use super::export::comparable;
use super::{Export, Role};

impl Export {
    /// What is told of the file, the most important first.
    pub(in crate::new) fn told(&self, raw: &Raw) -> Vec<String> {
        let mut told = Vec::new();
        told.extend(self.identifiers(raw));
        told.extend(self.events(raw));
        told.extend(self.repeats(raw));
        told.extend(self.shared_labels(raw));
        told.extend(self.unmatched(raw));
        told.extend(self.checkboxes(raw));
        told
    }

    fn name<'r>(&self, raw: &'r Raw, at: usize) -> &'r str {
        raw.header.get(at).map_or("", String::as_str)
    }

    fn names(&self, raw: &Raw, columns: &[usize]) -> String {
        let names: Vec<&str> = columns.iter().map(|at| self.name(raw, *at)).collect();
        names.join(", ")
    }

    fn identifiers(&self, raw: &Raw) -> Option<String> {
        let flagged: Vec<usize> = (0..self.columns.len())
            .filter(|at| self.field(*at).is_some_and(|field| field.is_identifier))
            .collect();
        (!flagged.is_empty()).then(|| {
            format!(
                "{}: flagged as {} in REDCap and left out of tables and figures; the PDF has the \
                 whole file attached, so export it without identifiers, or make the report with --without-data",
                self.names(raw, &flagged),
                if flagged.len() == 1 { "an identifier" } else { "identifiers" }
            )
        })
    }

    /// How many rows have each value of a column, in the order of the file.
    fn counts(raw: &Raw, at: usize) -> Vec<(String, usize)> {
        let texts = raw.column(at).filled();
        texts.map(|own| (own.text.to_owned(), own.count)).collect()
    }

    fn listed(counts: &[(String, usize)]) -> String {
        let rows =
            |(name, count): &(String, usize)| format!("{name} ({})", plural(*count, "row", "rows"));
        counts.iter().map(rows).collect::<Vec<_>>().join(", ")
    }

    fn events(&self, raw: &Raw) -> Option<String> {
        let at = self.columns_of(|role| *role == Role::Event).next()?;
        let counts = Self::counts(raw, at);
        (counts.len() > 1).then(|| {
            format!(
                "the project is longitudinal, with {} events: {}. A row is an event of a patient, and \
                 cells of forms that an event does not have are blank: for one row a patient export one event",
                counts.len(),
                Self::listed(&counts)
            )
        })
    }

    fn repeats(&self, raw: &Raw) -> Option<String> {
        let at = self.columns_of(|role| *role == Role::Instrument).next()?;
        let counts = Self::counts(raw, at);
        let repeated: usize = counts.iter().map(|(_, count)| count).sum();
        (repeated > 0).then(|| {
            format!(
                "{} of repeating instruments: {}. They hold the fields of their instrument alone, and \
                 all others are blank: export these instruments to a file of their own",
                plural(repeated, "row is", "rows are"),
                Self::listed(&counts)
            )
        })
    }

    /// Columns of an export of labels whose label is that of a field without a column
    /// too.
    fn shared_labels(&self, raw: &Raw) -> Vec<String> {
        let mut told = Vec::new();
        for (at, written) in raw.written.iter().enumerate() {
            let (Role::Field(own), Some(field)) = (self.role(at), self.field(at)) else {
                continue;
            };
            if comparable(written) == field.name {
                continue;
            }
            let label = comparable(&field.label);
            let fields = self.dictionary.fields.iter().enumerate();
            let others: Vec<&str> = fields
                .filter(|(other, _)| other != own && !self.has_column(*other))
                .filter(|(_, other)| comparable(&other.label) == label)
                .map(|(_, other)| other.name.as_str())
                .collect();
            if !others.is_empty() {
                told.push(format!(
                    "{}: \"{written}\" is the label of {} too; export raw data, or check which field it is",
                    field.name,
                    others.join(", ")
                ));
            }
        }
        told
    }

    /// Whether a field of the dictionary has a column.
    fn has_column(&self, field: usize) -> bool {
        self.columns.iter().any(|column| match column.role {
            Role::Field(own) | Role::Choice { field: own, .. } => own == field,
            _ => false,
        })
    }

    fn unmatched(&self, raw: &Raw) -> Vec<String> {
        let mut told = Vec::new();
        let others: Vec<usize> = self.columns_of(|role| *role == Role::Other).collect();
        if !others.is_empty() {
            told.push(format!(
                "{}: not in the dictionary, and guessed from {} cells",
                self.names(raw, &others),
                if others.len() == 1 { "its" } else { "their" }
            ));
        }
        let fields = self.dictionary.fields.iter().enumerate();
        let absent: Vec<&str> = fields
            .filter(|(at, field)| field.kind != "descriptive" && !self.has_column(*at))
            .map(|(_, field)| field.name.as_str())
            .collect();
        if !absent.is_empty() {
            told.push(format!(
                "{} of the dictionary {} no column: {}",
                plural(absent.len(), "field", "fields"),
                if absent.len() == 1 { "has" } else { "have" },
                absent.join(", ")
            ));
        }
        told
    }

    /// Each checkbox as one question with its columns.
    fn checkboxes(&self, raw: &Raw) -> Vec<String> {
        let mut questions: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, column) in self.columns.iter().enumerate() {
            if let Role::Choice { field, .. } = column.role {
                questions.entry(field).or_default().push(at);
            }
        }
        let told = questions.iter().filter_map(|(field, columns)| {
            let field = self.dictionary.fields.get(*field)?;
            Some(format!(
                "{}: one question with {} (\"{}\"): {}. A choice that is not ticked is \"no\" also where the form was not filled in",
                field.name,
                plural(columns.len(), "choice", "choices"),
                field.label.trim_end_matches([':', ' ']),
                self.names(raw, columns)
            ))
        });
        told.collect()
    }
}
