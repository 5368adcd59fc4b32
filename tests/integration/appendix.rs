//! What the appendix of numbers says of them.

use std::fmt::Write as _;

use crate::common::{Place, printed, stderr};

/// Forty rows of two groups, of a variable whose name has a point and whose effect is
/// negative.
fn place(style: &str) -> Place {
    let mut cohort = "id,arm,m.size\n".to_owned();
    for row in 0..40 {
        let _ = writeln!(cohort, "{row},{},{}", row % 2, 10 + row % 7 + 3 * (row % 2));
    }
    let study = format!(
        r#"
[document]
title = "T"
date = "2024-01-31"
{style}
[variables.id]
kind = "identifier"
[variables.arm]
kind = "nominal"
label = "Arm"
levels = ["0", "1"]
[variables."m.size"]
kind = "continuous"
label = "Size"
[[tables]]
id = "t"
title = "T"
by = "arm"
rows = ["m.size"]
"#
    );
    Place::with(&study, &cohort)
}

/// The appendix as Typst reads it.
fn appendix(style: &str) -> String {
    let place = place(style);
    let output = place.report();
    assert!(output.status.success(), "{}", stderr(&output));
    let text = printed(&place);
    let (_, appendix) = text.split_once("Where the numbers come from").unwrap();
    appendix.to_owned()
}

#[test]
fn names_numbers_and_settings_read_as_text() {
    let text = appendix("");
    // The label of the entry is its id; what is printed is the name.
    assert!(
        text.contains("\\u{22}m.size\\u{22}\", \"m.size\", "),
        "{text}"
    );
    assert!(text.contains(".test.effect \u{2212}0."), "{text}");
    assert!(text.contains("(\u{2212}0."), "{text}");
    assert!(!text.contains("(-"), "{text}");
    // A setting comes of no rows.
    let setting = "(\"setting of the study\", \".alpha 0.05, .quantile 7\")";
    assert!(text.contains(setting), "{text}");
}

#[test]
fn full_values_have_the_decimal_mark_of_the_report() {
    let text = appendix("[style]\njournal = \"lancet\"\n");
    assert!(text.contains("(\u{2212}0·"), "{text}");
    assert!(!text.contains("(\u{2212}0."), "{text}");
}
