//! The table of journals in `docs/study-file.md`.

use std::fmt::Write as _;

use super::{JOURNALS, NumberStyle, PValues, RangeMark, Rule, Thousands};

/// A key of `[style]`, what it means, and what a style sets it to.
type Row = (&'static str, &'static str, fn(&NumberStyle) -> String);

const ROWS: [Row; 16] = [
    ("p_values", "digits of p-values, below", |style| {
        word(&PValues::WORDS, style.p_values)
    }),
    (
        "leading_zero",
        "whether p-values and the significance level have a zero before the mark; without it a p-value of 1 is `>.99`",
        |style| style.leading_zero.to_string(),
    ),
    (
        "bounded_zero",
        "whether correlations, effect sizes, R² and areas under the curve, which cannot exceed 1, have one",
        |style| style.bounded_zero.to_string(),
    ),
    ("decimal_mark", "`\".\"`, `\"·\"` or `\",\"`", |style| {
        style.decimal_mark.to_string()
    }),
    (
        "thousands",
        "between groups of three digits from 10,000 on, and from 1,000 on beside such numbers: `\"mark\"` (a comma, or a point where the comma is the decimal mark), `\"space\"` or `\"none\"`",
        |style| word(&Thousands::WORDS, style.thousands),
    ),
    (
        "range",
        "between two ends: `\"to\"`, `\"dash\"` (–), `\"hyphen\"`, `\"comma\"` between confidence limits and a dash between others, or `\"to-in-text\"` with a dash in tables; *to* in place of a dash where an end is negative, `<1` or a date",
        |style| word(&RangeMark::WORDS, style.range),
    ),
    (
        "interval_brackets",
        "`95% CI [1.2 to 3.4]`, without the unit that its estimate has",
        |style| style.interval_brackets.to_string(),
    ),
    ("percent_repeated", "`7%-36%`, else `7-36%`", |style| {
        style.percent_repeated.to_string()
    }),
    (
        "percent_digits_from",
        "rows from which on a percentage has the digits of `percent_digits`; of fewer rows it has none",
        |style| style.percent_digits_from.to_string(),
    ),
    ("p_symbol", "`\"P\"` or `\"p\"`", |style| {
        style.p_symbol.to_owned()
    }),
    (
        "p_value_head",
        "`P value` over columns of tables, else `P`",
        |style| style.p_value_head.to_string(),
    ),
    ("p_italic", "whether it is set in italics", |style| {
        style.p_italic.to_string()
    }),
    ("p_spaced", "`P = 0.03`, else `P=0.03`", |style| {
        style.p_spaced.to_string()
    }),
    (
        "p_sign_apart",
        "`P < 0.001` in text, notes and figures, else `P <0.001`",
        |style| style.p_sign_apart.to_string(),
    ),
    ("count_of", "`15 of 24` in text, else `15/24`", |style| {
        style.count_of.to_string()
    }),
    ("interval_comma", "a comma after `95% CI`", |style| {
        style.interval_comma.to_string()
    }),
];

/// The tables of `[style]`, in Markdown: what each journal sets, and the
/// instructions that were followed.
pub fn documentation() -> String {
    let mut text = "| key | meaning | none |".to_owned();
    for journal in JOURNALS {
        // Writing to a string does not fail.
        let _ = write!(text, " `{}` |", journal.style.journal);
    }
    text += "\n| --- | --- | --- |";
    text += &" --- |".repeat(JOURNALS.len());
    for (key, meaning, of) in ROWS {
        let _ = write!(
            text,
            "\n| `{key}` | {meaning} | {} |",
            of(&NumberStyle::NONE)
        );
        for journal in JOURNALS {
            let _ = write!(text, " {} |", of(&journal.style));
        }
    }
    text += "\n\n| key | meaning |\n| --- | --- |\n| `journal` | `\"none\"`";
    for journal in JOURNALS {
        let _ = write!(text, ", `\"{}\"`", journal.style.journal);
    }
    text += " |\n\n| style | of | rule | read in |\n| --- | --- | --- | --- |";
    for journal in JOURNALS {
        let word = journal.style.journal;
        for rule in journal.rules {
            let Rule { what, source } = rule;
            let _ = write!(
                text,
                "\n| `\"{word}\"` | {} | {what} | {source} |",
                journal.name
            );
        }
    }
    text + "\n"
}

fn word<T: PartialEq + Copy>(words: &[(&'static str, T)], choice: T) -> String {
    let known = words.iter().find(|(_, other)| *other == choice);
    known.map_or_else(String::new, |(word, _)| (*word).to_owned())
}
