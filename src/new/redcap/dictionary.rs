//! The data dictionary of a REDCap project, as it is downloaded or as its API
//! returns it.

use super::super::Named;
use crate::findings::{Finding, Findings};
use crate::input::{self, ReadOptions, without_tags};
use crate::words::one_line;

/// The fields of a project in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dictionary {
    pub(super) fields: Vec<Field>,
}

/// One field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    /// The instrument that it is on.
    pub(super) form: String,
    /// Its type, such as `radio`.
    pub(super) kind: String,
    pub(super) label: String,
    /// Codes and labels of choices.
    pub(super) choices: Vec<(String, String)>,
    pub(super) note: String,
    /// How text is validated, such as `date_ymd`.
    pub(super) validation: String,
    pub(super) least: String,
    pub(super) most: String,
    pub(super) is_identifier: bool,
    /// When it is asked.
    pub(super) branching: String,
}

/// The columns of a dictionary: what they are called in the file that is
/// downloaded, and by the API; without signs and in small letters.
const COLUMNS: [[&str; 2]; 11] = [
    ["variable field name", "field name"],
    ["form name", "form name"],
    ["field type", "field type"],
    ["field label", "field label"],
    [
        "choices calculations or slider labels",
        "select choices or calculations",
    ],
    ["field note", "field note"],
    [
        "text validation type or show slider number",
        "text validation type or show slider number",
    ],
    ["text validation min", "text validation min"],
    ["text validation max", "text validation max"],
    ["identifier", "identifier"],
    ["branching logic show field only if", "branching logic"],
];

const HELP: &str =
    "download it in REDCap under Project Setup, Data Dictionary, or export the metadata as CSV";

impl Dictionary {
    /// Reads the CSV of a dictionary.
    pub(super) fn read(named: Named<'_>) -> Result<Self, Findings> {
        let sheet = input::read(named.file, named.bytes, &ReadOptions::default())?;
        let places = COLUMNS.map(|names| {
            let is = |header: &String| names.contains(&plain(header).as_str());
            sheet.names().iter().position(is)
        });
        let [Some(_), _, Some(_), ..] = places else {
            let problem = "is not a data dictionary of REDCap: it has no columns \"Variable / Field Name\" and \"Field Type\"";
            return Err(Finding::new(named.file, problem, HELP).into());
        };
        let mut findings = Findings::default();
        let mut fields: Vec<Field> = Vec::new();
        let mut rows = sheet.rows();
        while let Some(row) = rows.next() {
            let mut cells: Vec<String> = Vec::new();
            for cell in row.cells() {
                match cell {
                    Ok(text) => cells.push(text.trim().to_owned()),
                    Err(finding) => findings.push(*finding),
                }
            }
            let field = Field::of(&places.map(|at| {
                let cell = at.and_then(|at| cells.get(at));
                cell.cloned().unwrap_or_default()
            }));
            // A name that is there twice cannot be of one project.
            if !field.name.is_empty() && !fields.iter().any(|known| known.name == field.name) {
                fields.push(field);
            }
        }
        findings.extend(rows.finish().errors);
        if fields.is_empty() && findings.is_empty() {
            findings.push(Finding::new(named.file, "has no fields", HELP));
        }
        match findings.is_empty() {
            true => Ok(Self { fields }),
            false => Err(findings),
        }
    }
}

impl Field {
    fn of(cells: &[String; COLUMNS.len()]) -> Self {
        let [
            name,
            form,
            kind,
            label,
            choices,
            note,
            validation,
            least,
            most,
            identifier,
            branching,
        ] = cells;
        let kind = kind.to_lowercase();
        let listed = ["radio", "dropdown", "checkbox"].contains(&kind.as_str());
        Self {
            name: name.to_lowercase(),
            form: form.to_lowercase(),
            label: text(label),
            choices: if listed {
                read_choices(choices)
            } else {
                Vec::new()
            },
            note: text(note),
            validation: validation.to_lowercase(),
            least: least.clone(),
            most: most.clone(),
            is_identifier: identifier.eq_ignore_ascii_case("y"),
            branching: one_line(branching),
            kind,
        }
    }
}

/// `1, Male | 2, Female`; a label may hold commas.
fn read_choices(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for choice in text.split(['|', '\n']) {
        let (code, label) = choice.split_once(',').unwrap_or((choice, choice));
        let (code, label) = (code.trim(), self::text(label));
        if !code.is_empty() && !found.iter().any(|(known, _)| known == code) {
            let label = if label.is_empty() {
                code.to_owned()
            } else {
                label
            };
            found.push((code.to_owned(), label));
        }
    }
    found
}

/// A label without markup, on one line.
pub(super) fn text(label: &str) -> String {
    one_line(&without_tags(label))
}

/// Words of a header without signs and in small letters.
fn plain(header: &str) -> String {
    let spaced: String = header
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<String> = spaced.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_codes_and_labels() {
        let found = read_choices("1, Male | 2, Female, or other | -99, <b>Not</b> known | x");
        let found: Vec<String> = found.iter().map(|(c, l)| format!("{c}={l}")).collect();
        assert_eq!(
            found,
            ["1=Male", "2=Female, or other", "-99=Not known", "x=x"]
        );
    }

    #[test]
    fn both_ways_to_write_a_dictionary_are_read() {
        let download = "\"Variable / Field Name\",\"Form Name\",\"Section Header\",\"Field Type\",\"Field Label\",\"Choices, Calculations, OR Slider Labels\",\"Identifier?\",\"Branching Logic (Show field only if...)\"\nSex,base,,radio,\"Sex:\",\"1, Male | 2, Female\",,\nmrn,base,,text,MRN,,y,[sex]='1'\n";
        let api = "field_name,form_name,field_type,field_label,select_choices_or_calculations,identifier,branching_logic\nsex,base,radio,Sex:,\"1, Male | 2, Female\",,\nmrn,base,text,MRN,,y,[sex]='1'\n";
        let read = |text: &str| {
            let bytes = text.as_bytes();
            Dictionary::read(Named {
                file: "d.csv",
                bytes,
            })
            .unwrap()
        };
        assert_eq!(read(download), read(api));
        let [sex, mrn] = &read(api).fields[..] else {
            panic!("two fields")
        };
        assert_eq!((sex.choices.len(), sex.label.as_str()), (2, "Sex:"));
        assert!(mrn.is_identifier && mrn.branching == "[sex]='1'");
    }

    #[test]
    fn another_file_is_no_dictionary() {
        let bytes = b"id,age\n1,2\n";
        let found = Dictionary::read(Named {
            file: "d.csv",
            bytes,
        })
        .unwrap_err();
        assert!(
            found.to_string().contains("is not a data dictionary"),
            "{found}"
        );
    }
}
