//! Numerals in prose that are no results: dates, references, numbers of tables.

use super::Numeral;

/// Words whose number is a name: "Table 2".
const NAMED: &[&str] = &[
    "table",
    "tables",
    "figure",
    "figures",
    "fig",
    "figs",
    "section",
    "sections",
    "chapter",
    "appendix",
    "supplement",
    "equation",
    "step",
    "version",
    "page",
    "pages",
    "type",
    "types",
    "grade",
    "stage",
    "phase",
    "class",
    // Fonts: "Source Sans 3".
    "sans",
    "serif",
];

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// Whether a numeral of a text is part of a date, a citation, or the name of a
/// table, figure, section, grade or the like.
pub fn passes(text: &str, numeral: &Numeral) -> bool {
    let before = text.get(..numeral.span.start).unwrap_or_default();
    let after = text.get(numeral.span.end..).unwrap_or_default();
    numeral.level
        || in_date(before, after, numeral)
        || in_citation(before, after)
        || word_before(before).is_some_and(|word| NAMED.contains(&word.as_str()))
}

fn word_before(before: &str) -> Option<String> {
    let trimmed = before.trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    let word = trimmed.rsplit(|c: char| !c.is_alphabetic()).next()?;
    (trimmed.len() < before.len() && !word.is_empty()).then(|| word.to_lowercase())
}

fn word_after(after: &str) -> Option<String> {
    let trimmed = after.trim_start();
    let word: String = trimmed.chars().take_while(|c| c.is_alphabetic()).collect();
    (!word.is_empty()).then(|| word.to_lowercase())
}

/// More letters than any date of numbers has: digits and hyphens may go on for pages.
const LONGEST_DATE: usize = 24;

/// A year from 1800 to 2199, the day beside a month, or `2024-01-31`.
fn in_date(before: &str, after: &str, numeral: &Numeral) -> bool {
    let month = |word: Option<String>| word.is_some_and(|word| MONTHS.contains(&word.as_str()));
    let value = numeral.value();
    let whole = numeral.digits == 0 && !numeral.percent;
    if !whole {
        return false;
    }
    let year = numeral.text.len() == 4 && (1800.0..2200.0).contains(&value);
    let day = (1.0..=31.0).contains(&value);
    if year && (month(word_before(before)) || !has_unit(after)) {
        return true;
    }
    if day && (month(word_before(before)) || month(word_after(after))) {
        return true;
    }
    let joined = |text: &str| -> bool {
        let digits = text
            .chars()
            .rev()
            .take(LONGEST_DATE)
            .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '/'));
        let run: String = digits.collect::<Vec<_>>().into_iter().rev().collect();
        run.split(['-', '/'])
            .any(|part| part.len() == 4 && part.starts_with(['1', '2']))
            && run.ends_with(['-', '/'])
    };
    let leads = |text: &str| {
        let mut parts = text.splitn(3, ['-', '/']);
        parts.next() == Some("")
            && parts.next().is_some_and(|part| {
                part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty()
            })
    };
    joined(before) || (year && leads(after))
}

/// "1994 patients" is a count, "in 1994" a year.
fn has_unit(after: &str) -> bool {
    let next = word_after(after);
    next.is_some_and(|word| {
        ![
            "and", "to", "at", "in", "the", "with", "until", "through", "for", "by", "a", "we",
            "or", "when", "after", "before", "were", "was",
        ]
        .contains(&word.as_str())
    })
}

/// Bytes on either side in which its brackets are sought.
const LONGEST_CITATION: usize = 500;

/// "[3, 5–7]": nothing but numerals between square brackets.
fn in_citation(before: &str, after: &str) -> bool {
    let plain = |c: char| c.is_ascii_digit() || c.is_whitespace() || ",;–-".contains(c);
    let from = before.floor_char_boundary(before.len().saturating_sub(LONGEST_CITATION));
    let before = before.get(from..).unwrap_or_default();
    let until = after.floor_char_boundary(LONGEST_CITATION);
    let after = after.get(..until).unwrap_or_default();
    let open = before.trim_end_matches(plain).ends_with('[');
    open && after.trim_start_matches(plain).starts_with(']')
}

#[cfg(test)]
mod tests {
    use super::super::numerals;
    use super::*;

    #[test]
    fn dates_and_references_pass_and_results_do_not() {
        let results = |text: &str| -> Vec<String> {
            let found = numerals(text, crate::prose::DecimalMark::Point);
            let left = found.iter().filter(|numeral| !passes(text, numeral));
            left.map(|numeral| numeral.text.clone()).collect()
        };
        assert_eq!(
            results(
                "From June 2015 to 30 November 2023, 24 patients [3, 5–7] (Table 2) had 5 events on 2024-01-31."
            ),
            ["24", "5"]
        );
        assert_eq!(results("1994 patients in 1994"), ["1994"]);
        assert_eq!(
            results("grade 3 in 62.5% (95% CI 43–79)"),
            ["62.5", "43", "79"]
        );
    }
}
