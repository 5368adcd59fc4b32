//! `published.toml`: what a paper prints, and where.

use crate::findings::{Finding, Findings, suggest};
use crate::ledger::Ledger;
use crate::prose::DecimalMark;
use crate::study::plain_file_name;
use crate::study::section::{self, Section, Source};

/// One number, or a few that are printed together, as the paper has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedNumber {
    /// Ledger entries, in the order in which the text prints them.
    pub ids: Vec<String>,
    /// As printed; trailing zeros count.
    pub text: String,
    /// Its place in the paper.
    pub place: String,
    /// Words near it in the manuscript.
    pub context: Option<String>,
    /// The line of the file.
    pub line: u64,
}

/// Words of the paper that say something about numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedClaim {
    /// As printed: "more than half".
    pub words: String,
    /// The condition over the ledger that must hold.
    pub holds: String,
    /// Their place in the paper.
    pub place: String,
    /// The line of the file.
    pub line: u64,
}

/// The published numbers of a study.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// The paper.
    pub source: String,
    /// The decimal mark of the published texts.
    pub decimal_mark: DecimalMark,
    /// The manuscript's file inside the study.
    pub manuscript: Option<String>,
    /// Phrases of the manuscript whose numerals are no results.
    pub allow: Vec<String>,
    /// Its numbers, in the order of the file.
    pub numbers: Vec<PublishedNumber>,
    /// Its claims, in the order of the file.
    pub claims: Vec<PublishedClaim>,
}

impl Published {
    /// Parses a `published.toml`.
    ///
    /// # Errors
    /// Every problem of the file, with line and help.
    pub fn parse(file: &str, text: &str) -> Result<Self, Findings> {
        let source = Source::new(file, text);
        let Some(document) = section::parse(&source, text) else {
            return Err(source.take_findings());
        };
        let top = Section::top(&source, &document);
        let published = Self {
            source: top.string("source").unwrap_or_default(),
            decimal_mark: top
                .choice(
                    "decimal",
                    &[(".", DecimalMark::Point), (",", DecimalMark::Comma)],
                )
                .unwrap_or_default(),
            manuscript: top.string("manuscript"),
            allow: top.strings("allow").unwrap_or_default(),
            numbers: top
                .listed_sections("numbers")
                .iter()
                .map(read_number)
                .collect(),
            claims: top
                .listed_sections("claims")
                .iter()
                .map(read_claim)
                .collect(),
        };
        if published.numbers.is_empty() && published.claims.is_empty() {
            top.problem(
                "numbers",
                "no number is listed",
                "add [[numbers]] with id, text and where",
            );
        }
        if let Some(name) = &published.manuscript
            && !plain_file_name(name)
        {
            top.problem(
                "manuscript",
                format!("\"{name}\" is not the name of a file in the study's folder"),
                "move the file into the study's folder and write its name without a path",
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

    /// Notes every id that the ledger does not have.
    ///
    /// # Errors
    /// A finding for each, with near ids.
    pub fn check_ids(&self, file: &str, ledger: &Ledger) -> Result<(), Findings> {
        let mut findings = Findings::default();
        for number in &self.numbers {
            for id in number.ids.iter().filter(|id| ledger.find(id).is_none()) {
                let near = ledger.near(id);
                let help = if near.is_empty() {
                    "run `cohort-report numbers` to list every id".to_owned()
                } else {
                    suggest(id, near)
                };
                let problem = format!("the ledger has no number \"{id}\"");
                findings.push(
                    Finding::new(file, problem, help)
                        .at_line(number.line)
                        .in_column("id"),
                );
            }
        }
        if findings.is_empty() {
            Ok(())
        } else {
            Err(findings)
        }
    }
}

fn read_number(section: &Section<'_>) -> PublishedNumber {
    let ids = match (section.string("id"), section.strings("ids")) {
        (Some(id), None) => vec![id],
        (None, Some(ids)) => ids,
        (Some(_), Some(_)) => {
            section.problem("ids", "cannot be combined with id", "remove one of the two");
            Vec::new()
        }
        (None, None) => {
            if !section.has("id") && !section.has("ids") {
                section.problem(
                    "id",
                    "is missing",
                    "add the id of a ledger entry; run `cohort-report numbers` to list them",
                );
            }
            Vec::new()
        }
    };
    let number = PublishedNumber {
        ids,
        text: section.required_string("text"),
        place: section.string("where").unwrap_or_default(),
        context: section.string("context"),
        line: section.line(),
    };
    section.finish();
    number
}

fn read_claim(section: &Section<'_>) -> PublishedClaim {
    let claim = PublishedClaim {
        words: section.required_string("words"),
        holds: section.required_string("holds"),
        place: section.string("where").unwrap_or_default(),
        line: section.line(),
    };
    section.finish();
    claim
}
