//! Reads `[style]`: a journal of [`crate::number::styles`], and what overrides
//! it.

use super::section::Section;
use crate::number::styles::{
    DECIMAL_MARKS, NumberStyle, P_SYMBOLS, PValues, RangeMark, Thousands, styles,
};
use crate::wording::{Wording, region};

/// The style of a study in a language; that of no journal without a section. The
/// decimal mark of the language is that of no journal too.
pub(super) fn read(section: Option<&Section<'_>>, language: &str) -> NumberStyle {
    let words = Wording::of(language).unwrap_or_default();
    let plain = NumberStyle {
        words,
        ..own_marks(words, region(language))
    };
    let Some(section) = section else {
        return plain;
    };
    let base = match section.choice("journal", &styles()) {
        Some(base) if base.journal != plain.journal => base,
        _ => plain,
    };
    let style = NumberStyle {
        journal: base.journal,
        p_values: section
            .choice("p_values", &PValues::WORDS)
            .unwrap_or(base.p_values),
        leading_zero: section.boolean("leading_zero").unwrap_or(base.leading_zero),
        bounded_zero: section.boolean("bounded_zero").unwrap_or(base.bounded_zero),
        decimal_mark: section
            .choice("decimal_mark", &DECIMAL_MARKS)
            .unwrap_or(base.decimal_mark),
        thousands: section
            .choice("thousands", &Thousands::WORDS)
            .unwrap_or(base.thousands),
        range: section
            .choice("range", &RangeMark::WORDS)
            .unwrap_or(base.range),
        interval_brackets: section
            .boolean("interval_brackets")
            .unwrap_or(base.interval_brackets),
        percent_repeated: section
            .boolean("percent_repeated")
            .unwrap_or(base.percent_repeated),
        percent_digits_from: section
            .whole("percent_digits_from", 1_000_000)
            .unwrap_or(base.percent_digits_from),
        rounding: base.rounding,
        p_symbol: section
            .choice("p_symbol", &P_SYMBOLS)
            .unwrap_or(base.p_symbol),
        p_value_head: section.boolean("p_value_head").unwrap_or(base.p_value_head),
        p_italic: section.boolean("p_italic").unwrap_or(base.p_italic),
        p_spaced: section.boolean("p_spaced").unwrap_or(base.p_spaced),
        p_sign_apart: section.boolean("p_sign_apart").unwrap_or(base.p_sign_apart),
        count_of: section.boolean("count_of").unwrap_or(base.count_of),
        interval_comma: section
            .boolean("interval_comma")
            .unwrap_or(base.interval_comma),
        words,
    };
    section.finish();
    style
}

/// The decimal mark and the separator of thousands of a language in a region. In
/// Switzerland and Liechtenstein a point is printed in any of theirs.
fn own_marks(words: Wording, region: Option<&str>) -> NumberStyle {
    let marks = DECIMAL_MARKS.iter();
    let own = marks.filter(|(word, _)| *word == words.text("language.decimal_mark"));
    let mut own = own.map(|(_, mark)| *mark);
    match region {
        Some("CH" | "LI") => NumberStyle {
            thousands: Thousands::Space,
            ..NumberStyle::NONE
        },
        _ => NumberStyle {
            decimal_mark: own.next().unwrap_or(NumberStyle::NONE.decimal_mark),
            ..NumberStyle::NONE
        },
    }
}
