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
