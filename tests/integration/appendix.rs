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

/// The appendix, spaces and breaks apart.
fn appendix(style: &str) -> String {
    let place = place(style);
    let output = place.report();
    assert!(output.status.success(), "{}", stderr(&output));
    let text = printed(&place);
    let (_, appendix) = text.split_once("Where the numbers come from").unwrap();
    appendix.replace('\u{200b}', "")
}

#[test]
fn names_numbers_and_settings_read_as_text() {
    let text = appendix("");
    assert!(text.contains("m.size"), "{text}");
    assert!(!text.contains('"'), "{text}");
    assert!(!text.contains("(-"), "{text}");
    assert!(text.contains("(\u{2212}0."), "{text}");
    // A setting comes of no rows.
    assert!(text.contains("setting of the study"), "{text}");
    assert!(
        !text.contains("n\u{a0}=\u{a0}0") && !text.contains("n = 0"),
        "{text}"
    );
}

#[test]
fn full_values_have_the_decimal_mark_of_the_report() {
    let text = appendix("[style]\njournal = \"lancet\"\n");
    assert!(text.contains("(\u{2212}0·"), "{text}");
    assert!(!text.contains("(\u{2212}0."), "{text}");
}
