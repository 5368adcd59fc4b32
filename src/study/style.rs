//! Reads `[style]`: a journal of [`crate::number::styles`], and what overrides
//! it.

use super::section::Section;
use crate::number::styles::{
    DECIMAL_MARKS, NumberStyle, P_SYMBOLS, PValues, RangeMark, Thousands, styles,
};

/// The style of a study; that of no journal without a section.
pub(super) fn read(section: Option<&Section<'_>>) -> NumberStyle {
    let Some(section) = section else {
        return NumberStyle::NONE;
    };
    let base = section.choice("journal", &styles()).unwrap_or_default();
    let style = NumberStyle {
        journal: base.journal,
        p_values: section
            .choice("p_values", &PValues::WORDS)
            .unwrap_or(base.p_values),
        leading_zero: section.boolean("leading_zero").unwrap_or(base.leading_zero),
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
        percent_digits_from: section
            .whole("percent_digits_from", 1_000_000)
            .unwrap_or(base.percent_digits_from),
        rounding: base.rounding,
        p_symbol: section
            .choice("p_symbol", &P_SYMBOLS)
            .unwrap_or(base.p_symbol),
        p_italic: section.boolean("p_italic").unwrap_or(base.p_italic),
        p_spaced: section.boolean("p_spaced").unwrap_or(base.p_spaced),
        p_sign_apart: section.boolean("p_sign_apart").unwrap_or(base.p_sign_apart),
        count_of: section.boolean("count_of").unwrap_or(base.count_of),
        interval_comma: section
            .boolean("interval_comma")
            .unwrap_or(base.interval_comma),
        words: base.words,
    };
    section.finish();
    style
}
