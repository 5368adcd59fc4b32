//! `published.toml`: what a paper prints, and where.

use crate::findings::{Findings, suggest};
use crate::ledger::Ledger;
use crate::study::section::{self, Section, Source};

/// One number, or a few that are printed together, as the paper has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedNumber {
    /// Ledger entries, in the order in which the text prints them.
    pub ids: Vec<String>,
    /// As printed; trailing zeros count.
    pub text: String,
    /// Where it stands in the paper.
    pub place: String,
    /// The line of the file.
    pub line: u64,
}

/// The published numbers of a study.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// The paper.
    pub source: String,
    /// Its numbers, in the order of the file.
    pub numbers: Vec<PublishedNumber>,
}

impl Published {
    /// Parses a `published.toml`; every id must be in the ledger.
    ///
    /// # Errors
    /// Every problem of the file, with line and mend.
    pub fn parse(file: &str, text: &str, ledger: &Ledger) -> Result<Self, Findings> {
        let source = Source::new(file, text);
        let Some(document) = section::parse(&source, text) else {
            return Err(source.take_findings());
        };
        let top = Section::top(&source, &document);
        let published = Self {
            source: top.string("source").unwrap_or_default(),
            numbers: top
                .listed_sections("numbers")
                .iter()
                .map(|section| read_number(section, ledger))
                .collect(),
        };
        if published.numbers.is_empty() {
            top.problem(
                "numbers",
                "no number is listed",
                "add [[numbers]] with id, text and where",
            );
        }
        top.finish();
        let mut findings = source.take_findings();
        if findings.is_empty() {
            return Ok(published);
        }
        findings.sort_by_place();
        Err(findings)
    }
}

fn read_number(section: &Section<'_>, ledger: &Ledger) -> PublishedNumber {
    let ids = match (section.string("id"), section.strings("ids")) {
        (Some(id), None) => vec![id],
        (None, Some(ids)) => ids,
        (Some(_), Some(_)) => {
            section.problem("ids", "stands beside id", "keep one of the two");
            Vec::new()
        }
        (None, None) => {
            if !section.has("id") && !section.has("ids") {
                section.problem(
                    "id",
                    "is missing",
                    "name the ledger entry; `cohort-report numbers` lists all",
                );
            }
            Vec::new()
        }
    };
    for id in &ids {
        if ledger.get(id).is_none() {
            let near = ledger.near(id);
            let mend = if near.is_empty() {
                "`cohort-report numbers` lists every id".to_owned()
            } else {
                suggest(id, near)
            };
            section.problem("id", format!("the ledger has no number \"{id}\""), mend);
        }
    }
    let number = PublishedNumber {
        ids,
        text: section.required_string("text"),
        place: section.string("where").unwrap_or_default(),
        line: section.line(),
    };
    section.finish();
    number
}
