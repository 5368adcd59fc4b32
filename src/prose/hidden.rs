//! Results in headings and in code, where numerals are mostly names.

use std::ops::Range;

use super::{DecimalMark, Numeral, Relation, numerals, passes};

/// The numerals of a heading that are results: percentages, decimals, limits. The
/// number of a section is none.
pub(super) fn in_heading(text: &str) -> Vec<Range<usize>> {
    let is_result = |numeral: &Numeral| {
        let before = text.get(..numeral.span.start).unwrap_or_default();
        let is_first = before.trim_matches([' ', '#', '=', '\n']).is_empty();
        let telling = numeral.percent || numeral.digits > 0 || numeral.relation != Relation::Equal;
        telling && (!is_first || numeral.percent) && !passes(text, numeral)
    };
    let found = numerals(text, DecimalMark::Point).into_iter();
    found
        .filter(is_result)
        .map(|numeral| with_signs(text, numeral.span))
        .collect()
}

/// A numeral with what gives it its meaning on either side.
fn with_signs(text: &str, span: Range<usize>) -> Range<usize> {
    let before = text.get(..span.start).unwrap_or_default();
    let start = before.trim_end_matches([' ', '<', '>', '≤', '≥']).len();
    let after = text.get(span.end..).unwrap_or_default();
    let signs = after.len() - after.trim_start_matches([' ', '%']).len();
    start..span.end + signs
}

/// The lines of code that are words and numbers rather than code.
pub(super) fn in_code(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if is_prose(line) {
            found.push(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    found
}

fn is_prose(line: &str) -> bool {
    let mut letters = line.chars().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        let is_code = match c {
            '{' | '}' | '[' | ']' | '_' | '\\' | '"' | '\'' | '#' | '$' | '@' | '&' | '|' | '*'
            | '~' | '^' | '`' => true,
            ';' => next == ' ' || next == '\n',
            '(' => before.is_alphanumeric(),
            '-' => matches!(next, '-' | '>') || before == '<',
            '=' => !is_of_statistic(line),
            '/' => !(before.is_ascii_digit() && next.is_ascii_digit()),
            ':' => next == ':' || next == '=',
            '.' => before.is_alphabetic() && next.is_alphabetic(),
            _ => false,
        };
        if is_code {
            return false;
        }
        before = c;
    }
    // Versions have three parts.
    let versions = line.split_whitespace().any(|word| {
        let parts: Vec<&str> = word.trim_matches([',', '.']).split('.').collect();
        parts.len() > 2
    });
    let is_unusual = |c: char| c.is_numeric() && !c.is_ascii_digit();
    let has_number = !numerals(line, DecimalMark::Point).is_empty() || line.contains(is_unusual);
    !versions && has_number
}

/// "P = 0.001".
fn is_of_statistic(line: &str) -> bool {
    let before = line.split('=').next().unwrap_or_default();
    let word = before.split_whitespace().next_back().unwrap_or_default();
    matches!(
        word,
        "P" | "p" | "n" | "N" | "HR" | "OR" | "RR" | "CI" | "SD" | "IQR"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_told_from_names() {
        let in_heading = |text: &str| !super::in_heading(text).is_empty();
        for text in [
            "Response in 98% (P < 0.0001)",
            "Hazard ratio 0.42",
            "98% responded",
        ] {
            assert!(in_heading(text), "{text}");
        }
        for text in [
            "2.1 Methods",
            "Results of 2 methods",
            "Figure 2.1",
            "Survival at 5 years",
            "95% CI",
        ] {
            assert!(!in_heading(text), "{text}");
        }
        for line in [
            "74",
            "98%",
            "Response 98% P 0.001",
            "74 months",
            "P = 0.001",
            "12/98",
        ] {
            assert!(is_prose(line), "{line}");
        }
        for line in [
            "results.json",
            "x <- 24",
            "alpha = 0.05",
            "R 4.2.2",
            "f(74)",
            "a[1]",
            "--seed 4",
            "data/a1.csv",
            "set_seed",
            "sha256:ab12",
            "words",
        ] {
            assert!(!is_prose(line) || line.contains(':'), "{line}");
        }
    }
}
