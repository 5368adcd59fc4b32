//! The published numbers of a study against its ledger.
//!
//! `published.toml`, perhaps a manuscript, and the [`Evidence`] in; a verdict on
//! each number and claim out. A number that does not reproduce is explained by
//! the smallest change of conventions that makes it, if there is one.

pub mod alternatives;
mod compare;
mod exchanged;
mod manuscript;
mod output;
mod read;
mod search;
pub mod sensitivity;
mod statement;
mod transcription;
mod units;
mod words;

pub use compare::{Check, Verdict};
pub use manuscript::{Located, Uncovered};
pub use output::{Format, write};
pub use read::{Published, PublishedClaim, PublishedNumber};

use crate::check::alternatives::Evidence;
use crate::claims::Conditions;
use crate::findings::{Finding, Findings};
use crate::template::VerdictRow;

/// A claim of the paper and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedClaim {
    /// The claim.
    pub published: PublishedClaim,
    /// Whether its condition holds.
    pub holds: bool,
    /// The numbers that the condition looked at.
    pub because: String,
    /// The line of the manuscript, where there is one and the words were found.
    pub line: Option<usize>,
}

/// Everything that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The paper.
    pub source: String,
    /// Its numbers.
    pub checks: Vec<Check>,
    /// Its claims.
    pub claims: Vec<CheckedClaim>,
    /// The manuscript's name, where there is one.
    pub manuscript: Option<String>,
    /// Numerals of the manuscript that no entry covers.
    pub uncovered: Vec<Uncovered>,
}

impl Checked {
    /// How many numbers reproduce.
    pub fn reproduced(&self) -> usize {
        let good = self.checks.iter().filter(|check| check.verdict.is_good());
        good.count()
    }

    /// Whether every number reproduces, every claim holds, and in a manuscript
    /// everything was found and covered.
    pub fn is_good(&self) -> bool {
        let found = |line: Option<usize>| self.manuscript.is_none() || line.is_some();
        self.reproduced() == self.checks.len()
            && self
                .claims
                .iter()
                .all(|claim| claim.holds && found(claim.line))
            && self.checks.iter().all(|check| found(check.line()))
            && self.uncovered.is_empty()
    }

    /// The rows of the appendix.
    pub fn rows(&self) -> Vec<VerdictRow> {
        let numbers = self.checks.iter().map(|check| VerdictRow {
            ids: check.published.ids.clone(),
            place: check.published.place.clone(),
            published: check.published.text.clone(),
            computed: check.computed.clone(),
            verdict: check.verdict.name().to_owned(),
            details: check.verdict.details(),
        });
        let claims = self.claims.iter().map(|claim| VerdictRow {
            ids: vec![claim.published.holds.clone()],
            place: claim.published.place.clone(),
            published: claim.published.words.clone(),
            computed: claim.because.clone(),
            verdict: claim.verdict().to_owned(),
            details: String::new(),
        });
        numbers.chain(claims).collect()
    }
}

impl CheckedClaim {
    /// The verdict in a word or three.
    pub fn verdict(&self) -> &'static str {
        if self.holds { "holds" } else { "does not hold" }
    }
}

/// Checks every published number and claim.
///
/// # Errors
/// Findings for what is not understood, all at once.
pub fn check(
    published: &Published,
    file: &str,
    evidence: &Evidence<'_>,
    conditions: &Conditions,
    manuscript: Option<&(String, String)>,
) -> Result<Checked, Findings> {
    let mut findings = Findings::default();
    let reading =
        manuscript.map(|(name, text)| manuscript::read(published, name, text, evidence.ledger));
    let located: Vec<Option<Located>> = match &reading {
        Some(reading) => reading.located.clone(),
        None => vec![None; published.numbers.len()],
    };
    let checks = compare::check(published, file, evidence, &located).unwrap_or_else(|found| {
        findings.extend(found);
        Vec::new()
    });
    let claims = check_claims(published, file, conditions, manuscript, &mut findings);
    if !findings.is_empty() {
        findings.sort_by_place();
        return Err(findings);
    }
    Ok(Checked {
        source: published.source.clone(),
        checks,
        claims,
        manuscript: manuscript.map(|(name, _)| name.clone()),
        uncovered: reading.map_or_else(Vec::new, |reading| reading.uncovered),
    })
}

fn check_claims(
    published: &Published,
    file: &str,
    conditions: &Conditions,
    manuscript: Option<&(String, String)>,
    findings: &mut Findings,
) -> Vec<CheckedClaim> {
    let mut claims = Vec::new();
    for claim in &published.claims {
        let line =
            manuscript.and_then(|(name, text)| manuscript::line_of_words(name, text, &claim.words));
        match conditions.holds(&claim.holds) {
            Ok(holds) => claims.push(CheckedClaim {
                published: claim.clone(),
                holds,
                because: conditions.looked_at(),
                line,
            }),
            Err(problem) => findings.push(
                Finding::new(
                    file,
                    problem,
                    "see docs/templates.md for the functions of conditions",
                )
                .at_line(claim.line)
                .in_column("holds")
                .with_value(&claim.holds),
            ),
        }
    }
    claims
}
