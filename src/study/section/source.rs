//! A TOML file as its sections see it: positions, findings, and the keys that
//! readers ask for.

use std::cell::RefCell;

use toml::Spanned;
use toml::de::DeTable;

use crate::findings::{Finding, Findings};

/// What every section of one file shares: its name, its text, its findings.
pub struct Source<'a> {
    file: &'a str,
    line_starts: Vec<usize>,
    findings: RefCell<Findings>,
    /// The keys that readers asked for, if they are recorded.
    asked: Option<RefCell<Vec<Asked>>>,
}

/// A key that a reader accepts; the schema is made of these.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The section, such as `tables[1]` or `variables.size`.
    pub section: String,
    /// The key in it.
    pub key: &'static str,
    /// What is expected there.
    pub shape: Shape,
    /// Whether the section is invalid without it.
    pub required: bool,
}

/// What is expected under a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A string.
    Text,
    /// One of these strings.
    Word(Vec<String>),
    /// A list of strings.
    Texts,
    /// A list of these strings.
    Words(Vec<String>),
    /// A number.
    Number,
    /// A whole number from 0 to this.
    Whole(u32),
    /// A list of numbers.
    Numbers,
    /// `true` or `false`.
    Boolean,
    /// A table.
    Table,
    /// Tables by name.
    NamedTables,
    /// A list of tables.
    Tables,
    /// Strings by name.
    NamedTexts,
}

impl<'a> Source<'a> {
    /// Indexes the lines of `text`.
    pub fn new(file: &'a str, text: &str) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            file,
            line_starts,
            findings: RefCell::default(),
            asked: None,
        }
    }

    /// The same, noting what readers ask for.
    pub fn recording(file: &'a str, text: &str) -> Self {
        Self {
            asked: Some(RefCell::default()),
            ..Self::new(file, text)
        }
    }

    /// What readers asked for so far, in order.
    pub fn take_asked(&self) -> Vec<Asked> {
        self.asked.as_ref().map(RefCell::take).unwrap_or_default()
    }

    /// Notes what a reader asks for, where that is recorded.
    pub(super) fn record(&self, asked: impl FnOnce() -> Asked) {
        if let Some(all) = &self.asked {
            all.borrow_mut().push(asked());
        }
    }

    /// Notes a problem with a key at a byte offset.
    pub(super) fn note(
        &self,
        (key, offset): (String, usize),
        problem: impl Into<String>,
        help: impl Into<String>,
    ) {
        let finding = Finding::new(self.file, problem, help)
            .at_line(self.line(offset))
            .in_column(key);
        self.findings.borrow_mut().push(finding);
    }

    /// The line of a byte offset, counted from 1.
    pub(super) fn line(&self, offset: usize) -> u64 {
        self.line_starts.partition_point(|&start| start <= offset) as u64
    }

    /// The findings so far; none remain.
    pub fn take_findings(&self) -> Findings {
        self.findings.take()
    }
}

/// Parses a TOML file, or notes why it cannot be parsed.
pub fn parse<'a>(source: &Source<'_>, text: &'a str) -> Option<Spanned<DeTable<'a>>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let mut finding = Finding::new(
            source.file,
            format!("not valid TOML: {}", error.message()),
            "correct the syntax of this line",
        );
        if let Some(span) = error.span() {
            finding = finding.at_line(source.line(span.start));
        }
        source.findings.borrow_mut().push(finding);
    }
    errors.is_empty().then_some(document)
}
