//! How the report of a study is laid out: its tables and figures, and the files
//! beside the PDF. They are read from the study file together with the study,
//! so that all problems of the file are found at once.

use serde_json::Value;

use crate::figures::{self, FigureLayout};
use crate::findings::Findings;
use crate::study::section::Section;
use crate::study::{self, Requests, Scope, Study};
use crate::tables::print::{self, Printer};
use crate::tables::{self, TableLayout};

/// The tables and figures of a report.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The tables.
    pub tables: Vec<TableLayout>,
    /// The figures.
    pub figures: Vec<FigureLayout>,
    /// The file formats in which each table is written beside the PDF.
    pub table_formats: Vec<&'static Printer>,
}

impl Layout {
    /// Parses the text of a `study.toml` with its layout. `file` names it in
    /// findings, `id` is the name of the study's folder.
    ///
    /// # Errors
    /// Every problem of the file, with line and help.
    pub fn parse(id: &str, file: &str, text: &str) -> Result<(Study, Self), Findings> {
        Study::parse_with(id, file, text, Self::read)
    }

    fn read(top: &Section<'_>, scope: &Scope<'_>) -> (Self, Requests) {
        let mut ids = Vec::new();
        let layout = Self {
            tables: tables::read_all(top, scope, &mut ids),
            figures: figures::read_all(top, scope, &mut ids),
            table_formats: print::read_formats(top.section("output").as_ref()),
        };
        let requests = Requests {
            first: tables::needs(&layout.tables),
            last: figures::needs(&layout.figures),
        };
        (layout, requests)
    }

    /// The ids of the tables and the figures.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let tables = self.tables.iter().map(|table| table.id.as_str());
        tables.chain(self.figures.iter().map(|figure| figure.id.as_str()))
    }
}

/// The JSON Schema of the study file with its layout. `docs` is the text of
/// `docs/study-file.md`, whose tables describe the keys.
pub fn schema(docs: &str) -> Value {
    study::schema(docs, &|top, scope| {
        Layout::read(top, scope);
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    const STUDY: &str = "\
[document]
title = \"Small\"
date = \"2024-01-31\"

[variables.arm]
kind = \"binary\"
levels = [\"a\", \"b\"]

[variables.size]
kind = \"continuous\"

[[analyses]]
kind = \"summary\"
variables = [\"size\"]
by = \"arm\"
";
    const TABLE: &str = "
[[tables]]
id = \"t\"
title = \"T\"
by = \"arm\"
compare = false
rows = [\"size\"]
";
    const FIGURE: &str = "
[[figures]]
id = \"f\"
caption = \"F\"
kind = \"boxes\"
variables = [\"size\"]
by = \"arm\"
";

    fn parsed(text: &str) -> (Study, Layout) {
        Layout::parse("small", "study.toml", text).unwrap()
    }

    #[test]
    fn a_study_alone_refuses_what_it_does_not_understand() {
        assert!(Study::parse("small", "study.toml", STUDY).is_ok());
        let found = Study::parse("small", "study.toml", &format!("{STUDY}{TABLE}"));
        let found = found.unwrap_err().to_string();
        assert!(found.contains("tables: unknown key"), "{found}");
    }

    #[test]
    fn each_request_is_computed_once_tables_first() {
        let (study, _) = parsed(&format!("{STUDY}{FIGURE}{TABLE}"));
        let plan = study.plan();
        let order: Vec<(&str, Option<&str>, bool)> = plan
            .summaries
            .iter()
            .map(|summary| {
                (
                    summary.variable.as_str(),
                    summary.by.as_deref(),
                    summary.compare,
                )
            })
            .collect();
        // The table compares nothing, but the analysis of the same groups does.
        let expected = [
            ("size", None, false),
            ("size", Some("arm"), true),
            ("arm", None, false),
        ];
        assert_eq!(order, expected);
        assert_eq!(plan.samples.len(), 1);
        let (alone, _) = parsed(STUDY);
        assert_eq!(alone.plan().samples, []);
    }

    #[test]
    fn figures_of_other_keys_are_other_figures() {
        let (_, one) = parsed(&format!("{STUDY}{FIGURE}"));
        let (_, same) = parsed(&format!("{STUDY}{FIGURE}{TABLE}"));
        assert_eq!(one.figures, same.figures);
        let other = FIGURE.replace("boxes", "histogram");
        let (_, other) = parsed(&format!("{STUDY}{other}"));
        assert_ne!(one.figures, other.figures);
    }

    #[test]
    fn words_are_unique_and_documented() {
        let docs = include_str!("../docs/study-file.md");
        let tables = tables::KINDS.iter().map(|kind| kind.word);
        let figures = figures::KINDS.iter().map(|kind| kind.word);
        let formats = print::PRINTERS.iter().map(|printer| printer.word);
        for words in [
            tables.collect::<Vec<_>>(),
            figures.collect(),
            formats.collect(),
        ] {
            for (at, word) in words.iter().enumerate() {
                assert!(
                    !words.iter().skip(at + 1).any(|other| other == word),
                    "{word}"
                );
                assert!(docs.contains(&format!("`\"{word}\"`")), "{word}");
            }
        }
    }
}
