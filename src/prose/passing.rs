//! Numerals in prose that are no results: dates, references, numbers of tables.

use super::Numeral;

/// Words whose number is a name: "Table 2", "Section 2.1".
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
    // Fonts: "Source Sans 3".
    "sans",
    "serif",
];

/// Words whose number is one of a short scale: "type 2", "grade 3".
const SCALES: &[&str] = &[
    "type", "types", "grade", "grades", "stage", "stages", "phase", "phases", "class", "classes",
];

/// The highest number of a scale.
const HIGHEST_OF_SCALE: f64 = 20.0;

/// Levels of the intervals that papers print.
const LEVELS: [f64; 7] = [80.0, 90.0, 95.0, 97.5, 99.0, 99.5, 99.9];

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
    is_usual_level(numeral)
        || in_date(before, after, numeral)
        || in_citation(before, after)
        || is_name(before, numeral)
}

/// Whether a numeral is the level of an interval, and one that papers use.
pub fn is_usual_level(numeral: &Numeral) -> bool {
    numeral.level && LEVELS.contains(&numeral.value())
}

/// "Table 2", "Tables 2 and 3", "grade 3–4".
fn is_name(before: &str, numeral: &Numeral) -> bool {
    if numeral.percent {
        return false;
    }
    let first = before_list(before);
    let Some(word) = word_before(first) else {
        return false;
    };
    let in_scale = numeral.digits == 0 && numeral.value() <= HIGHEST_OF_SCALE;
    NAMED.contains(&word.as_str()) || in_scale && SCALES.contains(&word.as_str())
}

/// What stands before the first of whole numbers that are listed one after another.
fn before_list(before: &str) -> &str {
    /// Numbers of a list.
    const LONGEST: usize = 12;
    let mut first = before;
    for _ in 0..LONGEST {
        let trimmed = first.trim_end();
        let marks = [" and", " or", " to", ",", "–", "-", "/", "&"];
        let Some(rest) = marks.iter().find_map(|mark| trimmed.strip_suffix(mark)) else {
            break;
        };
        let number = rest
            .trim_end()
            .trim_end_matches(|c: char| c.is_ascii_digit());
        if number.len() == rest.trim_end().len()
            || !number.ends_with([' ', '\u{a0}', '–', '-', '/'])
        {
            break;
        }
        first = number;
    }
    first
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
    // A month begins with a capital: "may 12" is none.
    let is_capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let month = |word: Option<String>| word.is_some_and(|word| MONTHS.contains(&word.as_str()));
    let value = numeral.value();
    let whole = numeral.digits == 0 && !numeral.percent;
    if !whole {
        return false;
    }
    let year = is_year(&numeral.text);
    let day = (1.0..=31.0).contains(&value);
    if year && (month(word_before(before)) || is_year_here(before, after)) {
        return true;
    }
    let capital_before = before
        .split_whitespace()
        .next_back()
        .is_some_and(is_capital);
    let capital_after = is_capital(after.trim_start());
    if day
        && (capital_before && month(word_before(before))
            || capital_after && month(word_after(after)))
    {
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

fn is_year(text: &str) -> bool {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && (1800..=2100).contains(&text.parse().unwrap_or(0))
}

/// Words before a year.
const BEFORE_YEAR: &[&str] = &[
    "in", "since", "from", "until", "till", "between", "during", "before", "after", "by", "year",
    "years", "early", "late", "mid", "around", "circa", "through", "spring", "summer", "autumn",
    "fall", "winter", "al", "im", "jahr", "seit", "von", "bis", "zwischen", "ab", "en", "entre",
    "depuis", "desde", "hasta", "dal", "nel", "van", "tot",
];

/// What is counted: behind "in 1994" it makes a count of the year.
const COUNTED: &[&str] = &[
    "patients",
    "patient",
    "cases",
    "case",
    "deaths",
    "death",
    "persons",
    "people",
    "women",
    "men",
    "participants",
    "subjects",
    "individuals",
    "children",
    "adults",
    "events",
    "samples",
    "days",
    "weeks",
    "months",
    "years",
    "hours",
    "minutes",
    "rows",
    "visits",
    "procedures",
    "operations",
];

/// "in 1994", "from 1990 to 2005", "(1994)", "Smith, 2010"; "was 1974" is a result.
fn is_year_here(before: &str, after: &str) -> bool {
    if word_after(after).is_some_and(|word| COUNTED.contains(&word.as_str())) {
        return false;
    }
    let trimmed = before.trim_end();
    if word_before(before).is_some_and(|word| BEFORE_YEAR.contains(&word.as_str())) {
        return true;
    }
    if trimmed.ends_with('(') {
        return after
            .trim_start()
            .starts_with([')', ',', ';', '–', '-', '/']);
    }
    // A citation, or the year behind a day.
    if let Some(rest) = trimmed.strip_suffix(',') {
        let word = rest.rsplit(|c: char| c.is_whitespace() || c == '(').next();
        return word.is_some_and(|word| {
            let name = word.chars().next().is_some_and(char::is_uppercase);
            name || word == "al." || MONTHS.contains(&word.to_lowercase().as_str())
        }) || day_before(rest);
    }
    // The end of a range of years.
    let joins = [
        " to", " and", " or", " through", " until", " bis", " und", "–", "-", "/",
    ];
    joins.iter().any(|join| {
        let Some(rest) = trimmed.strip_suffix(join).map(str::trim_end) else {
            return false;
        };
        let earlier = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        let year = rest.get(earlier.len()..).unwrap_or_default();
        is_year(year) && (!join.starts_with(' ') || is_year_here(earlier, ""))
    })
}

/// "May 3", "3 May" at the end of a text.
fn day_before(text: &str) -> bool {
    let mut words = text.rsplit(char::is_whitespace);
    let is_month =
        |word: &str| MONTHS.contains(&word.trim_end_matches('.').to_lowercase().as_str());
    let is_day = |word: &str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    matches!((words.next(), words.next()), (Some(last), Some(first)) if is_day(last) && is_month(first) || is_month(last) && is_day(first))
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
        for text in [
            "From 1990 to 2005 and since 2010, between 1999 and 2001",
            "in 1994 enrolment began; Smith et al., 2010; (Miller, 2012); (1999–2003)",
            "on May 3, 2015, and in early 2016 (2017)",
            "Tables 2 and 3, grade 3–4, grades 1, 2 or 3, Section 2.1, version 4.2, type 2 diabetes",
            "95% CI, 99% CI, in May 2015, 3 March",
        ] {
            assert!(results(text).is_empty(), "{text}: {:?}", results(text));
        }
        for (text, found) in [
            (
                "The median cost was 1974 and fell to 1834.",
                &["1974", "1834"][..],
            ),
            ("Deaths were 1999.", &["1999"]),
            ("The cost was 1950 and 2100.", &["1950", "2100"]),
            ("class 74, grade 98.6, type 0.001", &["74", "98.6", "0.001"]),
            ("may 12 of them", &["12"]),
            ("98% CI, stage 30%", &["98", "30"]),
            ("in 1994 patients", &["1994"]),
        ] {
            assert_eq!(results(text), found, "{text}");
        }
        assert_eq!(
            results("grade 3 in 62.5% (95% CI 43–79)"),
            ["62.5", "43", "79"]
        );
    }
}
