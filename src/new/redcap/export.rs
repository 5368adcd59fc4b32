//! Which column of an export is which field of the dictionary, by its name in a raw
//! export and by its label in an export of labels.

use super::dictionary::{Dictionary, Field, text};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// The values of a field.
    Field(usize),
    /// Whether a choice of a checkbox is ticked.
    Choice {
        field: usize,
        /// The place among the field's choices; `None` for a code of missing data.
        choice: Option<usize>,
    },
    /// Whether a form is complete.
    Status,
    /// The event of a longitudinal project.
    Event,
    /// The repeating instrument that a row is of.
    Instrument,
    /// The number of the repeat.
    Instance,
    /// The data access group.
    AccessGroup,
    /// The identifier or time of a survey.
    Survey,
    /// What the dictionary does not have.
    Other,
}

/// A column with the name that it has in a raw export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Matched {
    pub(super) role: Role,
    pub(super) name: String,
}

/// Columns that REDCap adds: their name and label.
const ADDED: [(&str, &str, Role); 6] = [
    ("redcap_event_name", "event name", Role::Event),
    (
        "redcap_repeat_instrument",
        "repeat instrument",
        Role::Instrument,
    ),
    ("redcap_repeat_instance", "repeat instance", Role::Instance),
    (
        "redcap_data_access_group",
        "data access group",
        Role::AccessGroup,
    ),
    (
        "redcap_survey_identifier",
        "survey identifier",
        Role::Survey,
    ),
    ("redcap_survey_timestamp", "survey timestamp", Role::Survey),
];

/// Whether the headers are those of an export without a dictionary.
pub(super) fn are_exported(headers: &[String]) -> bool {
    let added = |header: &String| ADDED.iter().any(|(name, _, _)| name == header);
    let ticked = |header: &String| {
        header.split_once("___").is_some_and(|(field, code)| {
            !field.is_empty()
                && !code.is_empty()
                && field
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        })
    };
    let labelled = |header: &String| {
        let lower = header.to_lowercase();
        matches!(lower.as_str(), "repeat instrument" | "repeat instance")
    };
    headers
        .iter()
        .any(|header| added(header) || ticked(header) || labelled(header))
}

/// Whether a header is one that REDCap adds.
pub(super) fn is_added(header: &str) -> bool {
    let lower = header.trim().to_lowercase();
    let as_label = |label: &str| lower == label && header.contains(' ');
    ADDED
        .iter()
        .any(|(name, label, _)| *name == lower || as_label(label))
}

/// The columns with what they hold; nothing if none is a field of the dictionary.
pub(super) fn matched(dictionary: &Dictionary, headers: &[String]) -> Option<Vec<Matched>> {
    let by_name: Vec<Matched> = headers
        .iter()
        .map(|header| named(dictionary, header))
        .collect();
    let by_label = labelled(dictionary, headers);
    let count = |columns: &[Matched]| {
        let is_field =
            |column: &&Matched| matches!(column.role, Role::Field(_) | Role::Choice { .. });
        columns.iter().filter(is_field).count()
    };
    let columns = match count(&by_label) > count(&by_name) {
        true => by_label,
        false => by_name,
    };
    (count(&columns) > 0).then_some(columns)
}

/// A code as it stands in the name of a column: `-99` as `_99`.
fn code_in_name(code: &str) -> String {
    code.chars()
        .map(|c| match c.is_ascii_alphanumeric() {
            true => c.to_ascii_lowercase(),
            false => '_',
        })
        .collect()
}

fn named(dictionary: &Dictionary, header: &str) -> Matched {
    let name = header.trim().to_lowercase();
    let fields = || dictionary.fields.iter().enumerate();
    let added = || ADDED.iter().find(|(known, _, _)| *known == name);
    let form = |ending: &str| {
        let form = name.strip_suffix(ending)?;
        // A dictionary without the names of forms cannot tell.
        let is_form = |(_, field): (usize, &Field)| field.form == form || field.form.is_empty();
        fields().any(is_form).then_some(())
    };
    let role = if let Some((at, _)) =
        fields().find(|(_, field)| field.name == name && field.kind != "checkbox")
    {
        Role::Field(at)
    } else if let Some((field, choice)) = ticked(dictionary, &name) {
        Role::Choice { field, choice }
    } else if let Some((_, _, role)) = added() {
        role.clone()
    } else if form("_complete").is_some() {
        Role::Status
    } else if form("_timestamp").is_some() {
        Role::Survey
    } else {
        Role::Other
    };
    let name = match role {
        Role::Other => header.to_owned(),
        _ => name,
    };
    Matched { role, name }
}

/// The field and the choice of `comorb___1`.
fn ticked(dictionary: &Dictionary, name: &str) -> Option<(usize, Option<usize>)> {
    let mut fields = dictionary.fields.iter().enumerate();
    fields.find_map(|(at, field)| {
        let code = name.strip_prefix(&field.name)?.strip_prefix("___")?;
        let is_it = |(own, _): &(String, String)| code_in_name(own) == code;
        (field.kind == "checkbox").then(|| (at, field.choices.iter().position(is_it)))
    })
}

/// Words as they are compared: without markup, quotes, case and a colon at the end.
pub(super) fn comparable(words: &str) -> String {
    text(words)
        .chars()
        .filter(|c| !matches!(c, '"' | '\'' | '\u{2019}' | '\u{201c}' | '\u{201d}'))
        .collect::<String>()
        .trim_end_matches([':', ' '])
        .trim()
        .to_lowercase()
}

/// The columns by their labels. The same label is that of one field after the
/// other, as an export keeps the order of the dictionary.
fn labelled(dictionary: &Dictionary, headers: &[String]) -> Vec<Matched> {
    let labels: Vec<String> = dictionary
        .fields
        .iter()
        .map(|field| comparable(&field.label))
        .collect();
    let mut taken = vec![false; labels.len()];
    let mut form = dictionary.fields.first().map(|field| field.form.clone());
    let mut columns = Vec::new();
    for header in headers {
        let own = comparable(header);
        let free = |(at, label): &(usize, &String)| {
            **label == own && taken.get(*at) == Some(&false) && is_exported(dictionary, *at)
        };
        let found = labels.iter().enumerate().find(free).map(|(at, _)| at);
        let added = || ADDED.iter().find(|(_, label, _)| *label == own);
        let matched = if let Some(at) = found {
            if let Some(taken) = taken.get_mut(at) {
                *taken = true;
            }
            let field = dictionary.fields.get(at);
            form = field.map(|field| field.form.clone());
            Matched {
                role: Role::Field(at),
                name: field.map(|field| field.name.clone()).unwrap_or_default(),
            }
        } else if let Some((field, choice, name)) =
            labelled_choice(dictionary, &labels, &own, &columns)
        {
            form = dictionary.fields.get(field).map(|field| field.form.clone());
            Matched {
                role: Role::Choice {
                    field,
                    choice: Some(choice),
                },
                name,
            }
        } else if let Some((name, _, role)) = added() {
            Matched {
                role: role.clone(),
                name: (*name).to_owned(),
            }
        } else if let ("complete?", Some(form)) = (own.as_str(), &form) {
            Matched {
                role: Role::Status,
                name: format!("{form}_complete"),
            }
        } else {
            Matched {
                role: Role::Other,
                name: header.clone(),
            }
        };
        columns.push(matched);
    }
    columns
}

/// Whether a field has one column of its own.
fn is_exported(dictionary: &Dictionary, at: usize) -> bool {
    let field = dictionary.fields.get(at);
    field.is_some_and(|field| !["checkbox", "descriptive"].contains(&field.kind.as_str()))
}

/// The field and choice of `comorbidities (choice=copd)`, with the name of its
/// column in a raw export.
fn labelled_choice(
    dictionary: &Dictionary,
    labels: &[String],
    header: &str,
    before: &[Matched],
) -> Option<(usize, usize, String)> {
    let (question, choice) = header.strip_suffix(')')?.rsplit_once("(choice=")?;
    let mut fields = dictionary.fields.iter().zip(labels).enumerate();
    fields.find_map(|(at, (field, label))| {
        if field.kind != "checkbox" || *label != question.trim_end_matches([':', ' ']) {
            return None;
        }
        let is_it = |(_, label): &(String, String)| comparable(label) == choice.trim();
        let found = field.choices.iter().position(is_it)?;
        let name = choice_name(field, found);
        // A label that two questions share is that of the second the next time.
        (!before.iter().any(|known| known.name == name)).then_some((at, found, name))
    })
}

fn choice_name(field: &Field, choice: usize) -> String {
    let code = field
        .choices
        .get(choice)
        .map(|(code, _)| code_in_name(code));
    format!("{}___{}", field.name, code.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, form: &str, kind: &str, label: &str) -> Field {
        Field {
            name: name.to_owned(),
            form: form.to_owned(),
            kind: kind.to_owned(),
            label: label.to_owned(),
            choices: [("1", "COPD"), ("-99", "Not \"sure\""), ("A b", "Other")]
                .map(|(code, label)| (code.to_owned(), label.to_owned()))
                .to_vec(),
            ..Field::default()
        }
    }

    #[test]
    fn names_and_labels_are_the_same_columns() {
        let dictionary = Dictionary {
            fields: vec![
                field("record_id", "base", "text", "Record ID"),
                field("visit", "base", "text", "Date"),
                field("comorb", "base", "checkbox", "Illnesses"),
                field("seen", "follow_up", "text", "Date"),
            ],
        };
        let raw = [
            "record_id",
            "redcap_event_name",
            "redcap_repeat_instrument",
            "redcap_repeat_instance",
            "visit",
            "comorb___1",
            "comorb____99",
            "comorb___a_b",
            "base_complete",
            "seen",
            "follow_up_complete",
            "extra",
        ];
        let labels = [
            "Record ID",
            "Event Name",
            "Repeat Instrument",
            "Repeat Instance",
            "Date:",
            "Illnesses: (choice=COPD)",
            "Illnesses (choice=Not sure)",
            "<b>Illnesses</b> (choice=Other)",
            "Complete?",
            "Date",
            "Complete?",
            "extra",
        ];
        let owned = |headers: &[&str]| -> Vec<String> {
            headers.iter().map(|header| (*header).to_owned()).collect()
        };
        let by_name = matched(&dictionary, &owned(&raw)).unwrap();
        assert_eq!(by_name, matched(&dictionary, &owned(&labels)).unwrap());
        let names: Vec<&str> = by_name.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, raw);
        assert_eq!(
            by_name[6].role,
            Role::Choice {
                field: 2,
                choice: Some(1)
            }
        );
        assert_eq!(matched(&dictionary, &owned(&["a", "b"])), None);
    }
}
