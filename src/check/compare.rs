//! Published against computed, at the printed precision.

use super::manuscript::Located;
use super::search::{Explanation, Search};
use super::statement::{Agreement, Misunderstood, Statement};
use super::transcription;
use super::{Published, PublishedNumber};
use crate::check::alternatives::{Change, Evidence, Printing};
use crate::findings::{Finding, Findings};
use crate::number::{Number, Value};
use crate::prose::DecimalMark;
use crate::study::Study;

/// The result of comparing one published number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The computed number prints as published; by this exact tie, if any.
    Reproduces(Option<String>),
    /// It does so after these changes, the fewest found.
    Otherwise {
        /// The changes, made together.
        changes: Vec<Change>,
        /// Other changes that do it alone.
        others: Vec<Change>,
    },
    /// It does not, and no change that was tried explains it.
    Differs {
        /// By how much.
        by: String,
        /// A likely transcription error, such as transposed digits.
        transcription_error: Option<String>,
    },
    /// There is no computed number, and why.
    NotComputable(String),
}

impl Verdict {
    /// The name of the verdict.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Reproduces(_) => "reproduces",
            Self::Otherwise { .. } => "reproduces under another convention",
            Self::Differs { .. } => "differs",
            Self::NotComputable(_) => "not computable",
        }
    }

    /// Whether the study reproduces the number as it is.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Reproduces(_))
    }

    /// Details beyond the name.
    pub fn details(&self) -> String {
        match self {
            Self::Reproduces(tie) => tie.clone().unwrap_or_default(),
            Self::Otherwise { changes, others } => {
                let titles = |changes: &[Change], between: &str| {
                    let titles: Vec<&str> = changes.iter().map(|c| c.title.as_str()).collect();
                    titles.join(between)
                };
                let mut text = format!("reproduces with {}", titles(changes, ", and "));
                if !others.is_empty() {
                    text += &format!("; also with {}", titles(others, " or "));
                }
                text
            }
            Self::Differs {
                by,
                transcription_error,
            } => match transcription_error {
                Some(error) => format!("{by}; {error}"),
                None => by.clone(),
            },
            Self::NotComputable(why) => why.clone(),
        }
    }
}

/// One line of the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The published number.
    pub published: PublishedNumber,
    /// The computed numbers, at the published precision.
    pub computed: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Its place in the manuscript.
    pub located: Option<Located>,
}

impl Check {
    /// The line of the manuscript on which it was found.
    pub fn line(&self) -> Option<usize> {
        self.located.as_ref().map(|located| located.line)
    }

    /// What the paper prints: the manuscript's text where it was found there.
    pub fn text(&self) -> &str {
        let found = self.located.as_ref().map(|located| located.text.as_str());
        found.unwrap_or(&self.published.text)
    }
}

/// Checks every published number and explains those that differ.
///
/// # Errors
/// Findings for unknown ids, and for texts that are not understood: a unit that
/// is not the number's, another count of numerals than of ids.
pub(super) fn check(
    published: &Published,
    file: &str,
    evidence: &Evidence<'_>,
    located: &[Option<Located>],
) -> Result<Vec<Check>, Findings> {
    published.check_ids(file, evidence.ledger)?;
    let mut findings = Findings::default();
    let mut checks = Vec::new();
    let mut search = Search::new(*evidence);
    for (number, located) in published.numbers.iter().zip(located) {
        // The manuscript takes precedence over the copy of its number.
        let text = located.as_ref().map_or(&number.text, |found| &found.text);
        match check_one(number, text, published.decimal_mark, &mut search) {
            Ok((computed, verdict)) => checks.push(Check {
                published: number.clone(),
                computed,
                verdict,
                located: located.clone(),
            }),
            Err((problem, help)) => findings.push(
                Finding::new(file, problem, help)
                    .at_line(number.line)
                    .in_column("text")
                    .with_value(text),
            ),
        }
    }
    if findings.is_empty() {
        Ok(checks)
    } else {
        Err(findings)
    }
}

fn check_one(
    published: &PublishedNumber,
    text: &str,
    decimal_mark: DecimalMark,
    search: &mut Search<'_>,
) -> Result<(String, Verdict), Misunderstood> {
    let evidence = *search.evidence();
    let ids = published.ids.iter();
    let entries: Vec<&Number> = ids.filter_map(|id| evidence.ledger.find(id)).collect();
    let (statement, agreement) = compared(text, &entries, decimal_mark, evidence.study)?;
    let computed = statement.print(&entries, &evidence.study.conventions);
    let verdict = match agreement {
        Agreement::Yes => Verdict::Reproduces(None),
        Agreement::Tie(tie) => Verdict::Reproduces(Some(tie)),
        Agreement::No => match search.explain(&statement, &entries) {
            Some(Explanation { changes, others }) => Verdict::Otherwise { changes, others },
            None => without_explanation(&statement, &entries, evidence.ledger),
        },
    };
    Ok((computed, verdict))
}

/// What a text states of numbers, and whether they agree.
fn compared(
    text: &str,
    entries: &[&Number],
    decimal_mark: DecimalMark,
    study: &Study,
) -> Result<(Statement, Agreement), Misunderstood> {
    let names = [study.cohort.one.as_str(), study.cohort.many.as_str()];
    let statement = Statement::read(text, entries, decimal_mark, &names)?;
    let values: Vec<Value> = entries.iter().map(|entry| entry.value.clone()).collect();
    let printing = Printing::Rule(study.conventions.rounding);
    let agreement = statement.holds(&values, printing, &study.conventions);
    Ok((statement, agreement))
}

fn without_explanation(
    statement: &Statement,
    entries: &[&Number],
    ledger: &crate::ledger::Ledger,
) -> Verdict {
    let reason = entries.iter().find_map(|entry| match &entry.value {
        Value::NotComputable(why) => Some(why.clone()),
        _ => None,
    });
    match reason {
        Some(why) => Verdict::NotComputable(why),
        None => Verdict::Differs {
            by: transcription::distance(statement, entries),
            transcription_error: transcription::likely(statement, entries, ledger),
        },
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::report::{self, Timings};

    /// A printed number, moved by units of its last place.
    fn shifted(text: &str, by: i64) -> String {
        let digits = text
            .split_once('.')
            .map_or(0, |(_, fraction)| fraction.len());
        let plain = text.replace('\u{2212}', "-").replace('.', "");
        let moved = plain.parse::<i64>().unwrap() + by;
        let sign = if moved < 0 { "\u{2212}" } else { "" };
        let all = format!("{:0width$}", moved.abs(), width = digits + 1);
        let (whole, fraction) = all.split_at(all.len() - digits);
        match digits {
            0 => format!("{sign}{whole}"),
            _ => format!("{sign}{whole}.{fraction}"),
        }
    }

    /// Every number of a study agrees with its own text, and not with one unit more or
    /// less in the last printed place, but for exact ties.
    #[test]
    fn one_unit_in_the_last_place_is_noticed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rvlms");
        let computed = report::compute(&folder, &mut Timings::default()).unwrap();
        let agrees = |number: &Number, by: i64| {
            let text = shifted(&number.text, by);
            let study = &computed.inputs.study;
            let (_, agreement) = compared(&text, &[number], DecimalMark::Point, study)
                .unwrap_or_else(|(problem, _)| panic!("{text}: {problem}"));
            agreement
        };
        let mut tried = 0;
        for number in computed.results.ledger.iter() {
            let is_number = |c: char| c.is_ascii_digit() || c == '\u{2212}';
            if number.value.number().is_none() || !number.text.starts_with(is_number) {
                continue;
            }
            tried += 1;
            assert!(agrees(number, 0) == Agreement::Yes, "{}", number.id);
            for by in [1, -1] {
                assert!(agrees(number, by) != Agreement::Yes, "{} {by}", number.id);
            }
        }
        assert!(tried > 1_000, "{tried}");
    }
}
