#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::*;
use crate::number::conventions::{Preset, Rounding};
use crate::number::styles::{NumberStyle, RangeMark};

#[test]
fn digits_stand_in_groups_of_three() {
    use crate::number::styles::Thousands;
    let comma = NumberStyle::NONE;
    for (text, printed) in [
        ("36691340", "36,691,340"),
        ("\u{2212}12345.6789", "\u{2212}12,345.6789"),
        ("100000", "100,000"),
        ("1234.5", "1234.5"),
        ("0.12345", "0.12345"),
        ("1.50×10³⁰⁰", "1.50×10³⁰⁰"),
    ] {
        assert_eq!(styled(text, comma), printed);
    }
    let with = |thousands, decimal_mark| NumberStyle {
        thousands,
        decimal_mark,
        ..comma
    };
    assert_eq!(styled("12345.6", with(Thousands::Mark, ',')), "12.345,6");
    assert_eq!(
        styled("12345.6", with(Thousands::Space, '·')),
        "12\u{202f}345·6"
    );
    assert_eq!(styled("12345.6", with(Thousands::None, '.')), "12345.6");
}

#[test]
fn rounding_is_that_of_the_pencil() {
    for (value, digits, text) in [
        (0.145, 2, "0.15"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (0.5, 0, "1"),
        (-0.5, 0, "\u{2212}1"),
        (-0.4, 0, "0"),
        (99.95, 1, "100.0"),
        (62.5, 0, "63"),
        (80.0, 0, "80"),
        (1e-7, 3, "0.000"),
        (123_456_789.0, 1, "123456789.0"),
        (0.0, 2, "0.00"),
        (1e21, 0, "1000000000000000000000"),
    ] {
        assert_eq!(round(value, digits, Rounding::HalfUp), text, "{value}");
    }
    assert_eq!(round(0.125, 2, Rounding::HalfEven), "0.12");
    assert_eq!(round(0.135, 2, Rounding::HalfEven), "0.14");
    assert_eq!(round(0.1251, 2, Rounding::HalfEven), "0.13");
    assert_eq!(round(0.129, 2, Rounding::Truncate), "0.12");
    let neighbours = |value, digits| tie(value, digits).map(|texts| texts.join(" "));
    assert_eq!(neighbours(62.5, 0).as_deref(), Some("62 63"));
    assert_eq!(
        neighbours(-0.145, 2).as_deref(),
        Some("\u{2212}0.14 \u{2212}0.15")
    );
    assert_eq!(neighbours(62.51, 0), None);
    assert_eq!(neighbours(62.0, 0), None);
}

#[test]
fn immense_numbers_are_scientific() {
    for (value, text) in [
        (999_999_999_999_999.0, "999,999,999,999,999.0"),
        (1e15, "1.00×10¹⁵"),
        (1e300, "1.00×10³⁰⁰"),
        (-1.2345e21, "\u{2212}1.23×10²¹"),
    ] {
        assert_eq!(in_style("none", value, Format::Digits(1)), text);
    }
    assert_eq!(in_style("lancet", 1.5e20, Format::Digits(1)), "1·50×10²⁰");
    assert_eq!(tick(-1e308, 0, NumberStyle::default()), "\u{2212}1×10³⁰⁸");
}

fn conventions_of(journal: &str) -> Conventions {
    let styles = crate::number::styles::styles();
    let style = styles.iter().find(|(word, _)| *word == journal).unwrap().1;
    Conventions::new(Preset::Default, style)
}

fn in_style(journal: &str, value: f64, format: Format) -> String {
    let conventions = conventions_of(journal);
    print(&Value::Number(value), format, 1000, &conventions).text
}

#[test]
fn p_values_are_printed_as_the_journal_asks() {
    for (journal, texts) in [
        (
            "none",
            [
                "0.450", "0.046", "0.010", "0.006", "<0.001", ">0.999", "0.05",
            ],
        ),
        (
            "nejm",
            ["0.45", "0.046", "0.010", "0.006", "<0.001", ">0.99", "0.05"],
        ),
        (
            "jama",
            [".45", ".046", ".010", ".006", "<.001", ">.99", ".05"],
        ),
        (
            "lancet",
            [
                "0·45", "0·046", "0·0098", "0·0056", "0·0004", ">0·99", "0·05",
            ],
        ),
        (
            "bmj",
            ["0.45", "0.046", "0.010", "0.006", "<0.001", ">0.99", "0.05"],
        ),
        (
            "bmc",
            [
                "0.450", "0.046", "0.010", "0.006", "<0.001", ">0.999", "0.05",
            ],
        ),
    ] {
        let values = [0.45, 0.0462, 0.0098, 0.0056, 0.0004, 0.99997];
        let printed: Vec<String> = values
            .into_iter()
            .map(|p| in_style(journal, p, Format::PValue))
            .chain([in_style(journal, 0.05, Format::Level)])
            .collect();
        assert_eq!(printed, texts, "{journal}");
    }
    assert_eq!(in_style("lancet", 0.00004, Format::PValue), "<0·0001");
    // No more than p-values lose their zero, and years keep their digits.
    assert_eq!(in_style("jama", 0.31, Format::Digits(2)), "0.31");
    assert_eq!(in_style("lancet", -0.31, Format::Digits(2)), "\u{2212}0·31");
    assert_eq!(in_style("lancet", 62.5, Format::Percent), "62·5");
}

#[test]
fn ends_are_joined_as_the_journal_asks() {
    let joined = |range, low: f64, high: Value| {
        let style = NumberStyle {
            range,
            ..NumberStyle::default()
        };
        let conventions = Conventions::new(Preset::Default, style);
        let text = |value: &Value| print(value, Format::Percent, 1, &conventions).text;
        let (low, high) = (Value::Number(low), high);
        let (low_text, high_text) = (text(&low), text(&high));
        range_mark(
            (&low, &low_text),
            (&high, &high_text),
            Ends::Confidence,
            style,
        )
    };
    assert_eq!(joined(RangeMark::Dash, 1.0, Value::Number(2.0)), "–");
    assert_eq!(joined(RangeMark::Hyphen, 1.0, Value::Number(2.0)), "-");
    // A dash before a minus, or before a dash, cannot be read.
    assert_eq!(joined(RangeMark::Dash, -1.0, Value::Number(2.0)), " to ");
    assert_eq!(joined(RangeMark::Dash, 1.0, Value::NotReached), " to ");
    // Nor one behind "<", nor one before ">".
    assert_eq!(joined(RangeMark::Dash, 0.01, Value::Number(2.0)), " to ");
    assert_eq!(joined(RangeMark::Hyphen, 3.0, Value::Number(99.99)), " to ");
    // Only confidence limits are joined by a comma, and beside a decimal comma by
    // a semicolon.
    let apa = NumberStyle {
        range: RangeMark::Comma,
        ..NumberStyle::default()
    };
    let german = NumberStyle {
        decimal_mark: ',',
        ..apa
    };
    let date = Value::Date(jiff::civil::date(2012, 1, 1));
    let (low, high) = (Value::Number(40.0), Value::Number(80.0));
    let ends = ((&low, "40"), (&high, "80"));
    for (of, style, mark) in [
        (Ends::Confidence, apa, ", "),
        (Ends::Confidence, german, "; "),
        (Ends::Other, apa, "–"),
        (Ends::Other, german, "–"),
    ] {
        assert_eq!(range_mark(ends.0, ends.1, of, style), mark);
    }
    // Dates are words.
    let dates = ((&date, "January 2012"), (&date, "May 2012"));
    for (journal, mark) in [("apa", " to "), ("jama", " to "), ("lancet", " to ")] {
        let style = conventions_of(journal).style;
        assert_eq!(range_mark(dates.0, dates.1, Ends::Other, style), mark);
    }
    // What rounds to zero has no minus.
    assert_eq!(joined(RangeMark::Dash, -1e-12, Value::Number(2.0)), "–");
    assert_eq!(joined(RangeMark::Comma, -1.0, Value::Number(2.0)), ", ");
}

fn plain(value: f64, format: Format, rows: usize) -> String {
    let conventions = Conventions::new(Preset::Default, NumberStyle::NONE);
    print(&Value::Number(value), format, rows, &conventions).text
}

#[test]
fn no_percentage_is_misread_as_none_or_all() {
    let with = |percent_digits: usize, value: f64| {
        let mut conventions = Conventions::new(Preset::Default, NumberStyle::NONE);
        conventions.percent_digits = percent_digits;
        print(&Value::Number(value), Format::Percent, 227, &conventions).text
    };
    assert_eq!(with(0, 100.0 / 227.0), "<1");
    assert_eq!(with(0, 22600.0 / 227.0), ">99");
    assert_eq!(with(0, 0.0), "0");
    assert_eq!(with(0, 100.0), "100");
    assert_eq!(with(1, 100.0 / 227.0), "0.4");
    assert_eq!(with(1, 0.04), "<0.1");
    assert_eq!(with(2, 99.996), ">99.99");
    // The rounding error of a sum of shares is none of a row.
    assert_eq!(with(1, 99.999_999_999_999_99), "100.0");
}

#[test]
fn journals_print_percentages_of_few_rows_without_digits() {
    let printed = |journal: &str, rows: usize| {
        let conventions = conventions_of(journal);
        // 9 of 28, the example of the AMA Manual of Style.
        print(
            &Value::Number(900.0 / 28.0),
            Format::Percent,
            rows,
            &conventions,
        )
        .text
    };
    assert_eq!(printed("jmir", 28), "32");
    assert_eq!(printed("jmir", 100), "32.1");
    assert_eq!(printed("jama", 28), "32");
    assert_eq!(printed("jama", 100), "32.1");
    assert_eq!(printed("annals", 199), "32");
    assert_eq!(printed("annals", 200), "32.1");
    assert_eq!(printed("nejm", 28), "32.1");
}

#[test]
fn jama_rounds_half_to_even() {
    // 47.75 and 47.65 are the examples of the AMA Manual of Style.
    for (value, text) in [(47.75, "47.8"), (47.65, "47.6"), (47.6501, "47.7")] {
        assert_eq!(in_style("jama", value, Format::Digits(1)), text);
    }
    assert_eq!(in_style("nejm", 47.65, Format::Digits(1)), "47.7");
}

#[test]
fn no_p_value_of_ama_is_one() {
    for (journal, text) in [
        ("jama", ">.99"),
        ("jmir", ">.99"),
        ("jco", ">.99"),
        ("apa", ">.999"),
        ("none", "1.000"),
        ("bmj", "1.00"),
        ("lancet", "1·00"),
    ] {
        assert_eq!(in_style(journal, 1.0, Format::PValue), text, "{journal}");
    }
}

#[test]
fn p_values_of_annals_have_three_digits_up_to_a_fifth() {
    for (p, text) in [
        (0.1999, "0.200"),
        (0.2, "0.20"),
        (0.046, "0.046"),
        (0.0004, "<0.001"),
    ] {
        assert_eq!(in_style("annals", p, Format::PValue), text);
    }
}

#[test]
fn small_numbers_show_what_they_are() {
    for (value, format, text) in [
        (0.0021, Format::Measured(1), "0.002"),
        (-0.0021, Format::Measured(2), "\u{2212}0.002"),
        (-0.0021, Format::Digits(2), "0.00"),
        (1e-300, Format::Measured(1), "1.00×10⁻³⁰⁰"),
        (-2.5e-17, Format::Measured(0), "\u{2212}2.50×10⁻¹⁷"),
        // Of a statistic that may be the rounding error of its computation.
        (-2.5e-17, Format::Digits(2), "0.00"),
        (0.004, Format::Ratio(2), "<0.01"),
        // However many digits a variable has.
        (5.99e-12, Format::Measured(11), "5.99×10⁻¹²"),
        (7.57e-12, Format::Digits(11), "7.57×10⁻¹²"),
        (4.9e-13, Format::Digits(11), "0.00000000000"),
        (-9.994e-7, Format::Measured(9), "\u{2212}9.99×10⁻⁷"),
        (1e-6, Format::Measured(6), "0.000001"),
        (0.0, Format::Measured(1), "0.0"),
        (-0.0, Format::Measured(1), "0.0"),
    ] {
        assert_eq!(plain(value, format, 100), text, "{value}");
    }
}

/// "1.02 (1.01–1.03)"
/// A difference with its limits, of which there may be none.
fn difference(values: [Option<f64>; 3], digits: usize) -> [String; 3] {
    let why = || Value::NotComputable("too few".to_owned());
    let values = values.map(|own| own.map_or_else(why, Value::Number));
    let formats = IntervalFormats::of_values(values.each_ref(), digits, Scale::Difference);
    let conventions = conventions_of("none");
    let text = |value: &Value, format| print(value, format, 100, &conventions).text;
    let [estimate, lower, upper] = values.each_ref();
    [
        text(estimate, formats.estimate),
        text(lower, formats.ends),
        text(upper, formats.ends),
    ]
}

#[test]
fn small_differences_are_decimals_as_a_whole() {
    let shown = |values: [f64; 3]| difference(values.map(Some), 1).join(" ");
    assert_eq!(
        shown([-3.7e-6, -4.06e-5, 3.38e-5]),
        "\u{2212}0.000004 \u{2212}0.000041 0.000034"
    );
    assert_eq!(shown([0.02, -3.1, 4.2]), "0.0 \u{2212}3.1 4.2");
    // All too small for decimals.
    assert!(shown([2e-8, 1e-8, 3e-8]).matches("×10⁻⁸").count() == 3);
    let alone = |estimate: f64| difference([Some(estimate), None, None], 1)[0].clone();
    assert_eq!(alone(0.000_012), "0.000012");
    assert_eq!(alone(-0.021), "\u{2212}0.021");
    // The rounding error of a computation.
    assert_eq!(alone(3e-17), "0.0");
    assert_eq!(alone(0.0), "0.0");
}

#[test]
fn p_values_stand_behind_their_letter_as_the_style_asks() {
    for (journal, value, printed) in [
        ("none", 0.0004, "P\u{a0}<0.001"),
        ("none", 0.25, "P\u{a0}=\u{a0}0.250"),
        ("jama", 0.0004, "P\u{a0}<\u{a0}.001"),
        ("jama", 1.0, "P\u{a0}>\u{a0}.99"),
        ("jama", 0.25, "P\u{a0}=\u{a0}.25"),
        ("apa", 0.0004, "p\u{a0}<\u{a0}.001"),
        ("bmj", 0.0004, "P<0.001"),
        ("lancet", 0.00004, "p<0·0001"),
        ("nejm", 0.0499, "P=0.0499"),
        ("nejm", 0.05, "P=0.05"),
        ("nejm", 0.00095, "P<0.001"),
    ] {
        let conventions = conventions_of(journal);
        let value = Value::Number(value);
        let text = print(&value, Format::PValue, 100, &conventions).text;
        assert_eq!(
            p_phrase(&value, &text, conventions.style),
            printed,
            "{journal}"
        );
    }
}

#[test]
fn what_cannot_exceed_one_has_the_zero_of_its_style() {
    for (journal, value, printed) in [
        ("none", -0.24, "\u{2212}0.24"),
        ("jama", 0.87, "0.87"),
        ("apa", -0.24, "\u{2212}.24"),
        ("apa", 0.0, ".00"),
        ("apa", 0.584, ".58"),
        ("apa", 1.0, "1.00"),
    ] {
        let conventions = conventions_of(journal);
        let text = print(&Value::Number(value), Format::Bounded(2), 100, &conventions).text;
        assert_eq!(text, printed, "{journal}");
    }
    // A ratio can.
    let conventions = conventions_of("apa");
    let text = print(&Value::Number(0.58), Format::Digits(2), 100, &conventions).text;
    assert_eq!(text, "0.58");
}

fn with_interval(estimate: f64, ends: [f64; 2], digits: usize, scale: Scale) -> String {
    let formats = IntervalFormats::new(estimate, ends, digits, scale);
    let [low, high] = ends.map(|end| plain(end, formats.ends, 100));
    format!("{} ({low} {high})", plain(estimate, formats.estimate, 100))
}

#[test]
fn an_estimate_can_be_told_from_its_limits() {
    for (estimate, ends, text) in [
        (1.234, [1.1, 1.4], "1.23 (1.10 1.40)"),
        (1.0002, [0.9999, 1.0006], "1.0002 (0.9999 1.0006)"),
        (0.0021, [0.0001, 0.004], "0.0021 (0.0001 0.0040)"),
        (0.003, [0.001, 0.012], "0.003 (0.001 0.012)"),
        (0.5, [0.003, 8.0], "0.50 (<0.01 8.00)"),
        (1.0, [1.0, 1.0], "1.00 (1.00 1.00)"),
        (3e-9, [1e-12, 7e-6], "3.00×10⁻⁹ (1.00×10⁻¹² 0.000007)"),
        (1.015, [1.009, 1.021], "1.02 (1.01 1.02)"),
        // Nor one of a ratio that excludes 1, a ratio of 1.
        (0.9512, [0.9071, 0.9983], "0.951 (0.907 0.998)"),
        // Whether it does or not, no limit is printed as 1 that is not.
        (1.3, [0.998, 1.7], "1.300 (0.998 1.700)"),
        (1.3, [1.0, 1.7], "1.30 (1.00 1.70)"),
        (
            0.999_995,
            [0.999_98, 1.000_01],
            "0.999995 (0.999980 1.000010)",
        ),
        (
            0.999_986,
            [0.999_970_4, 1.000_002],
            "0.999986 (0.999970 1.000002)",
        ),
        (0.85, [0.71, 1.0004], "0.8500 (0.7100 1.0004)"),
        // What no digits tell has those that suffice for the rest.
        (1.5, [0.999_999_9, 2.0], "1.50 (1.00 2.00)"),
        // An estimate lies between its limits as they are printed.
        (0.000_02, [1e-70, 5.8e68], "<0.01 (<0.01 5.80×10⁶⁸)"),
        (0.003, [0.000_01, 0.9], "0.003 (<0.001 0.900)"),
    ] {
        assert_eq!(with_interval(estimate, ends, 2, Scale::Ratio), text);
    }
    for (estimate, ends, text) in [
        (1e-17, [-0.5, 0.5], "0.00 (\u{2212}0.50 0.50)"),
        (
            -0.0004,
            [-0.0009, 0.0001],
            "\u{2212}0.0004 (\u{2212}0.0009 0.0001)",
        ),
        (0.2, [-0.1, 0.5], "0.20 (\u{2212}0.10 0.50)"),
        // An interval that excludes zero does not print it.
        (
            -0.031,
            [-0.061, -0.0012],
            "\u{2212}0.031 (\u{2212}0.061 \u{2212}0.001)",
        ),
        (0.12, [0.0, 0.3], "0.12 (0.00 0.30)"),
        (0.0004, [0.0, 0.0031], "0.0004 (0.0000 0.0031)"),
        (0.00016, [0.0, 0.0031], "0.0002 (0.0000 0.0031)"),
        (
            -0.0043,
            [-0.0533, 0.0447],
            "\u{2212}0.004 (\u{2212}0.053 0.045)",
        ),
        // Zero itself, whose limits are not.
        (0.0, [-0.0003, 0.0004], "0.0000 (\u{2212}0.0003 0.0004)"),
        (0.0, [0.0, 0.0], "0.00 (0.00 0.00)"),
        (0.0, [0.0, 0.3], "0.00 (0.00 0.30)"),
    ] {
        assert_eq!(with_interval(estimate, ends, 2, Scale::Difference), text);
    }
    let years = with_interval(0.0, [-0.3, 0.2], 0, Scale::Difference);
    assert_eq!(years, "0.0 (\u{2212}0.3 0.2)");
}

/// What a text says, its minus and its power of ten read.
fn read_back(text: &str) -> f64 {
    let plain: String = text.chars().filter(|c| *c != ',').collect();
    let plain = plain.replace('\u{2212}', "-");
    let Some((mantissa, exponent)) = plain.split_once("×10") else {
        return plain.parse().unwrap();
    };
    let digit = |c: char| match c {
        '⁻' => '-',
        c => {
            let at = crate::words::SUPERSCRIPTS.iter().position(|s| *s == c);
            char::from_digit(at.unwrap() as u32, 10).unwrap()
        }
    };
    let exponent: String = exponent.chars().map(digit).collect();
    format!("{mantissa}e{exponent}").parse().unwrap()
}

proptest::proptest! {
    /// No measured number prints as another: not as zero, not without its
    /// sign, and not further away than half its last digit.
    #[test]
    fn measured_numbers_are_read_back(mantissa in 1.0..10.0_f64, power in -300i32..300, digits in 0usize..4, negative: bool) {
        let size = mantissa * 10f64.powi(power);
        let value = if negative { -size } else { size };
        let text = plain(value, Format::Measured(digits), 100);
        proptest::prop_assert!(!text.contains('-') && text.chars().count() < 32, "{}", text);
        let read = read_back(&text);
        proptest::prop_assert!(read != 0.0 && (read < 0.0) == negative, "{}", text);
        let last = 10f64.powi(-(digits as i32));
        let allowed = (0.5 * last).max(0.006 * size) * (1.0 + 1e-9);
        proptest::prop_assert!((read - value).abs() <= allowed, "{} {}", value, text);
    }

    /// A statistic is zero only below what its digits can show at most.
    #[test]
    fn statistics_are_zero_only_where_they_may_be(mantissa in 1.0..10.0_f64, power in -300i32..300, negative: bool) {
        let size = mantissa * 10f64.powi(power);
        let text = plain(if negative { -size } else { size }, Format::Digits(2), 100);
        proptest::prop_assert!(!text.contains('-'));
        proptest::prop_assert_eq!(text == "0.00", size < 0.005, "{} {}", size, text);
    }

    /// Some of the rows are neither none nor all of them.
    #[test]
    fn shares_of_rows_are_not_misread(rows in 2usize..1_000_000, part in 0.0..1.0_f64, digits in 0usize..3) {
        let some = 1 + (part * (rows - 2) as f64) as usize;
        let mut conventions = Conventions::new(Preset::Default, NumberStyle::NONE);
        conventions.percent_digits = digits;
        let share = 100.0 * some as f64 / rows as f64;
        let text = print(&Value::Number(share), Format::Percent, rows, &conventions).text;
        let number: f64 = text.trim_start_matches(['<', '>']).parse().unwrap();
        proptest::prop_assert!(number > 0.0 && number < 100.0, "{}", text);
    }

    /// An estimate between limits that differ never prints as both of them,
    /// unless they lie closer together than the digits that may be added.
    #[test]
    fn intervals_have_ends(estimate in 0.001..20.0_f64, below in 1e-4..1.0_f64, above in 1e-4..1.0_f64) {
        let ends = [estimate * (1.0 - 0.9 * below), estimate * (1.0 + above)];
        let formats = IntervalFormats::new(estimate, ends, 2, Scale::Ratio);
        let [low, high] = ends.map(|end| plain(end, formats.ends, 100));
        let own = plain(estimate, formats.estimate, 100);
        let apart = (ends[1] - ends[0]) > 4e-6;
        proptest::prop_assert!(!apart || low != high, "{} ({} {})", own, low, high);
    }

    /// Away from ties, rounding the decimal equals rounding the number.
    #[test]
    fn agrees_with_the_standard_library(value in -1e6..1e6_f64, digits in 0usize..6) {
        let scale = 10f64.powi(digits as i32);
        let distance = ((value * scale).abs().fract() - 0.5).abs();
        proptest::prop_assume!(distance > 1e-6);
        let ours = round(value, digits, Rounding::HalfUp).replace('\u{2212}', "-");
        let theirs = format!("{value:.digits$}");
        let theirs = if theirs.parse::<f64>() == Ok(0.0) { theirs.replace('-', "") } else { theirs };
        proptest::prop_assert_eq!(ours, theirs);
    }
}
