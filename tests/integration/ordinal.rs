//! Ordinal variables: which test compares them, what Methods says of it, and
//! what else the study may choose.

use std::fmt::Write as _;

use crate::common::{Place, printed, stderr, stdout};
use cohort_report::ledger::Ledger;
use cohort_report::report::{Timings, compute};

/// Forty rows: two groups, four groups in order, a grade of three levels, a binary
/// and an unordered category.
fn cohort() -> String {
    let mut cohort = "id,arm,stage,grade,node,site\n".to_owned();
    for row in 0..40 {
        let _ = writeln!(
            cohort,
            "{row},{},{},{},{},{}",
            ["A", "B"][row % 2],
            ["I", "II", "III", "IV"][row % 4],
            ["low", "middle", "high"][(row * row + row / 7) % 3],
            ["no", "yes"][(row / 3 + row / 5) % 2],
            ["colon", "rectum", "anus"][(row / 2) % 3],
        );
    }
    cohort
}

fn study(by: &str, conventions: &str, grade: &str) -> String {
    format!(
        r#"
[document]
title = "T"
date = "2024-01-31"
[conventions]
{conventions}
[variables.id]
kind = "identifier"
[variables.arm]
kind = "nominal"
levels = ["A", "B"]
[variables.stage]
label = "Tumor stage"
kind = "ordinal"
levels = ["I", "II", "III", "IV"]
[variables.grade]
label = "Grade"
kind = "ordinal"
levels = ["low", "middle", "high"]
{grade}
[variables.node]
kind = "binary"
[variables.site]
kind = "nominal"
levels = ["colon", "rectum", "anus"]
[[tables]]
id = "t"
title = "T"
by = "{by}"
rows = ["grade", "node", "site"]
"#
    )
}

fn ledger(study: &str) -> Ledger {
    let place = Place::with(study, &cohort());
    let computed = compute(&place.study(), &mut Timings::default()).unwrap();
    computed.results.ledger
}

#[test]
fn the_design_decides_which_test_compares_levels_in_order() {
    for (by, conventions, own, [grade, node, site]) in [
        (
            "arm",
            "",
            "",
            ["mann-whitney-exact", "chi-square", "chi-square"],
        ),
        (
            "stage",
            "",
            "",
            ["jonckheere-terpstra-exact", "cochran-armitage", "fisher"],
        ),
        (
            "site",
            "",
            "",
            ["kruskal-wallis", "chi-square", "chi-square"],
        ),
        (
            "arm",
            "ordinal = \"unordered\"",
            "",
            ["chi-square", "chi-square", "chi-square"],
        ),
        (
            "arm",
            "ordinal = \"unordered\"",
            "tested = \"ordered\"",
            ["mann-whitney-exact", "chi-square", "chi-square"],
        ),
        // The groups are in order, the variable is not tested so.
        (
            "stage",
            "association = \"chi-square\"",
            "tested = \"unordered\"",
            ["chi-square", "cochran-armitage", "chi-square"],
        ),
        (
            "arm",
            "preset = \"r\"",
            "",
            ["mann-whitney", "chi-square-yates", "chi-square"],
        ),
        (
            "arm",
            "preset = \"stata\"",
            "",
            ["mann-whitney-uncorrected", "chi-square", "chi-square"],
        ),
        (
            "arm",
            "preset = \"gtsummary\"",
            "",
            ["chi-square", "chi-square", "chi-square"],
        ),
    ] {
        let ledger = ledger(&study(by, conventions, own).replace(
            "by = \"site\"\nrows = [\"grade\", \"node\", \"site\"]",
            "by = \"site\"\nrows = [\"grade\", \"node\", \"arm\"]",
        ));
        let method = |variable: &str| {
            let id = format!("{variable}.by_{by}.test.p");
            ledger
                .get(&id)
                .unwrap_or_else(|| panic!("no {id}"))
                .method
                .id
        };
        let last = if by == "site" { "arm" } else { "site" };
        let case = format!("{by} {conventions} {own}");
        assert_eq!(
            [method("grade"), method("node"), method(last)],
            [grade, node, site],
            "{case}"
        );
    }
}

/// Two levels can be turned round, so an order of two says nothing.
#[test]
fn an_order_of_two_levels_is_none() {
    let two =
        study("arm", "", "").replace("[\"low\", \"middle\", \"high\"]", "[\"low\", \"high\"]");
    let place = Place::with(&two, &cohort().replace("middle", "high"));
    let computed = compute(&place.study(), &mut Timings::default()).unwrap();
    let test = computed.results.ledger.get("grade.by_arm.test.p").unwrap();
    assert_eq!(test.method.id, "chi-square");
}

/// The effect is positive where the first group has the higher levels, or where
/// levels rise with the groups.
#[test]
fn the_other_way_round_the_effect_has_the_other_sign() {
    let turned = |text: &str| {
        text.replace(
            "[\"I\", \"II\", \"III\", \"IV\"]",
            "[\"IV\", \"III\", \"II\", \"I\"]",
        )
        .replace("[\"A\", \"B\"]", "[\"B\", \"A\"]")
    };
    for (by, id) in [
        ("arm", "grade.by_arm.test"),
        ("stage", "grade.by_stage.test"),
        ("stage", "node.by_stage.test"),
    ] {
        let (one, other) = (
            ledger(&study(by, "", "")),
            ledger(&turned(&study(by, "", ""))),
        );
        let value = |ledger: &Ledger, key: &str| {
            ledger
                .get(format!("{id}.{key}").as_str())
                .unwrap()
                .value
                .number()
                .unwrap()
        };
        assert!(
            (value(&one, "effect") + value(&other, "effect")).abs() < 1e-12,
            "{id}"
        );
        assert!(
            (value(&one, "p") - value(&other, "p")).abs() < 1e-12,
            "{id}"
        );
    }
}

#[test]
fn the_methods_name_the_tests_and_why() {
    let text = |by: &str, conventions: &str| {
        let place = Place::with(&study(by, conventions, ""), &cohort());
        let output = place.report();
        assert!(output.status.success(), "{}", stderr(&output));
        printed(&place)
    };
    let arm = text("arm", "");
    assert!(
        arm.contains("tests that use it were chosen for grade."),
        "{arm}"
    );
    assert!(
        arm.contains("Ordinal variables were compared between two groups with the Mann-Whitney")
    );
    assert!(!arm.contains("Numeric variables were compared"));
    assert!(arm.contains("Other categorical variables were compared"));
    let stage = text("stage", "");
    assert!(
        stage.contains("tests that use it were chosen for grade and tumor stage."),
        "{stage}"
    );
    assert!(stage.contains("Cochran-Armitage test"));
    assert!(stage.contains("Jonckheere-Terpstra test were exact, given the ties."));
    let approximate = text("stage", "rank_test = \"corrected\"");
    assert!(
        approximate.contains("Jonckheere-Terpstra test were based on the normal approximation")
    );
    let none = text("arm", "ordinal = \"unordered\"");
    assert!(none.contains("Ordinal variables were compared as categories without order."));
    assert!(!none.contains("Other categorical"));
}

#[test]
fn only_ordinal_variables_have_an_order_to_test() {
    let wrong = study("arm", "", "").replace(
        "[variables.site]\n",
        "[variables.site]\ntested = \"ordered\"\n",
    );
    let place = Place::with(&wrong, &cohort());
    let output = place.report();
    assert!(!output.status.success());
    let told = stderr(&output);
    assert!(
        told.contains("a nominal variable has no order of levels to test"),
        "{told}"
    );
}

/// What R warns of: "Chi-squared approximation may be incorrect".
#[test]
fn small_expected_counts_of_a_chi_square_test_are_told() {
    let study = study("stage", "preset = \"r\"\nordinal = \"unordered\"", "");
    let place = Place::with(&study, &cohort());
    let output = place.report();
    assert!(output.status.success());
    let told = stderr(&output);
    assert!(told.contains("chi-square test"), "{told}");
    assert!(told.contains("site.by_stage"), "{told}");
    let text = printed(&place);
    let note = "so that a test that relies on large ones may be inaccurate for: Grade, node, site.";
    assert!(text.contains(note), "{text}");
}

/// One event in groups in order: the trend test relies on large counts too.
#[test]
fn small_expected_counts_of_a_trend_test_are_told() {
    let rows = (0..90).map(|at| {
        let stage = ["I", "II", "III"][at % 3];
        format!("{at},{stage},{}\n", if at == 7 { "yes" } else { "no" })
    });
    let cohort = format!("id,stage,rare\n{}", rows.collect::<String>());
    let study = "[document]\ntitle = \"Rare\"\ndate = \"2026-11-26\"\n\
         [variables.id]\nkind = \"identifier\"\n\
         [variables.stage]\nlabel = \"Stage\"\nkind = \"ordinal\"\nlevels = [\"I\", \"II\", \"III\"]\n\
         [variables.rare]\nlabel = \"Rare\"\nkind = \"binary\"\n\
         [[tables]]\nid = \"t\"\ntitle = \"T\"\nby = \"stage\"\nrows = [\"rare\"]\n";
    let place = Place::with(study, &cohort);
    let output = place.report();
    assert!(output.status.success(), "{}", stderr(&output));
    let told = stderr(&output);
    assert!(
        told.contains("the trend test of rare.by_stage has small expected counts"),
        "{told}"
    );
    assert!(told.contains("cochran-armitage-exact"), "{told}");
    let text = printed(&place);
    assert!(text.contains("may be inaccurate for: Rare."), "{text}");
}

/// A published test of categories without order is explained.
#[test]
fn a_published_test_without_order_is_explained() {
    let by_site = |conventions: &str| {
        study("site", conventions, "").replace(
            "rows = [\"grade\", \"node\", \"site\"]",
            "rows = [\"grade\"]",
        )
    };
    let unordered = ledger(&by_site("ordinal = \"unordered\""));
    let p = unordered.get("grade.by_site.test.p").unwrap();
    let place = Place::with(&by_site(""), &cohort());
    let published = format!(
        "[[numbers]]\nid = \"grade.by_site.test.p\"\ntext = \"{}\"\n",
        p.text
    );
    place.write("published.toml", &published);
    let output = place.command("check").output().unwrap();
    let told = stdout(&output);
    assert!(told.contains("tests of levels without order"), "{told}");
}
