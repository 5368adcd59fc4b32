//! Rows that sum up others and are read as if they were patients.

use super::super::{Content, ReadOptions, read};
use super::examine;
use crate::findings::{Finding, Findings};

/// Larger files are not made by hand, and would be read twice.
const MOST: usize = 1 << 26;

/// What a study that reads a file with these options should leave out.
pub fn counted_sums<'a>(
    file: &str,
    content: impl Into<Content<'a>>,
    options: &ReadOptions<'_>,
) -> Findings {
    let content = content.into();
    let mut findings = Findings::default();
    if content.len() > MOST || !options.only.is_empty() {
        return findings;
    }
    let bytes = content.whole();
    let (Ok(examined), Ok(sheet)) = (
        examine(file, bytes, options.sheet),
        read(file, content, options),
    ) else {
        return findings;
    };
    let (after, before) = sheet.body;
    for (number, what) in examined.sums {
        if number > after && number < before && !options.skip.contains(&number) {
            let problem = format!("{what}, and is read like a patient");
            let help = format!("add it to skip = [{number}] in [cohort] unless it is one");
            let finding = Finding::new(file, problem, help);
            findings.push(finding.at(sheet.addressing().row(number)));
        }
    }
    findings
}
