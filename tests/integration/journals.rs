//! The text of a template in the print of each journal, and methods that name no
//! more than what is printed.

use std::fs;

use crate::common::{COHORT, Place, STUDY, stderr, stdout};

/// The text between `BEGIN` and `END` of a rendered template as a reader sees
/// it: numbers without their links, boxes without their marks.
fn shown(place: &Place) -> String {
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
    let (_, source) = source.split_once("BEGIN").unwrap();
    let (source, _) = source.split_once("END").unwrap();
    let mut text = String::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("#num(\"") {
        text += before;
        let (_, after) = after.split_once("\", ").unwrap();
        // A number that stands on one line is markup, others are strings.
        let (number, after) = match after.strip_prefix('[') {
            Some(after) => after.split_once("]);").unwrap(),
            None => after[1..].split_once("\");").unwrap(),
        };
        text += number;
        rest = after;
    }
    text += rest;
    for (markup, plain) in [("#box[", ""), ("];", ""), ("#\"", ""), ("\";", "")] {
        text = text.replace(markup, plain);
    }
    let mut read = String::new();
    for (at, part) in text.split("\\u{").enumerate() {
        let (code, rest) = match at {
            0 => ("", part),
            _ => part.split_once('}').unwrap(),
        };
        let letter = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        read.extend(letter);
        read += rest;
    }
    for (markup, plain) in [("\\", ""), ("_", ""), ("\u{a0}", " ")] {
        read = read.replace(markup, plain);
    }
    read.trim().to_owned()
}

fn in_style(style: &str, template: &str) -> String {
    let place = Place::with(&format!("{STUDY}\n[style]\n{style}\n"), COHORT);
    place.write(
        "templates/results.typ",
        &format!("= Results\n\nBEGIN {template} END\n"),
    );
    shown(&place)
}

#[test]
fn ranges_and_counts_have_the_mark_of_the_journal() {
    let template = "<< range(\"size.min\", \"size.max\") >>; << count_of(\"os.events\", \"os.n\") >>; \
                    << median(\"size\") >>; << count(\"smoker.yes\") >>";
    for (style, text) in [
        (
            "journal = \"none\"",
            "38–61 mm; 3/6; 47 mm (IQR 42–55 mm); 2/5 (40.0%)",
        ),
        (
            "journal = \"nejm\"",
            "38 to 61 mm; 3/6; 47 mm (IQR 42 to 55 mm); 2/5 (40.0%)",
        ),
        (
            "journal = \"jama\"",
            "38-61 mm; 3 of 6; 47 mm (IQR 42-55 mm); 2 of 5 (40%)",
        ),
        (
            "journal = \"lancet\"",
            "38–61 mm; 3/6; 47 mm (IQR 42–55 mm); 2/5 (40·0%)",
        ),
        (
            "journal = \"bmj\"",
            "38 to 61 mm; 3/6; 47 mm (IQR 42 to 55 mm); 2/5 (40.0%)",
        ),
        (
            "journal = \"apa\"",
            "38–61 mm; 3/6; 47 mm (IQR 42–55 mm); 2/5 (40.0%)",
        ),
        (
            "journal = \"annals\"",
            "38 to 61 mm; 3/6; 47 mm (IQR 42 to 55 mm); 2/5 (40%)",
        ),
    ] {
        assert_eq!(in_style(style, template), text, "{style}");
    }
}

#[test]
fn intervals_and_p_values_are_those_of_the_journal() {
    let template = "<< interval(\"smoker.yes\") >>; << p(\"smoker.by_arm.test.p\") >>";
    for (style, text) in [
        ("journal = \"none\"", "95% CI 11.8–76.9%; P = 1.000"),
        ("journal = \"nejm\"", "95% CI, 11.8 to 76.9%; P=1.00"),
        ("journal = \"jama\"", "95% CI, 12%-77%; P > .99"),
        ("journal = \"lancet\"", "95% CI 11·8–76·9%; p=1·00"),
        ("journal = \"apa\"", "95% CI [11.8, 76.9]; p > .999"),
        ("journal = \"jmir\"", "95% CI 12-77%; P>.99"),
    ] {
        assert_eq!(in_style(style, template), text, "{style}");
    }
}

/// 18.7.1 of the AMA manual prints κ = 0.87, APA's guide omits the zero of what cannot
/// exceed 1; a ratio, which can, has it in both.
#[test]
fn correlations_have_the_zero_of_the_journal() {
    let template = "<< num(\"smoker.by_arm.test.effect\") >>";
    let jama = in_style("journal = \"jama\"", template);
    let apa = in_style("journal = \"apa\"", template);
    assert!(jama.contains("0."), "{jama}");
    assert_eq!(jama.replace("0.", "."), apa);
    let kept = in_style("journal = \"apa\"\nbounded_zero = true", template);
    assert_eq!(kept, jama);
}

#[test]
fn a_percent_sign_stands_at_both_ends_where_asked() {
    let template = "<< interval(\"smoker.yes\") >>; << range(\"size.min\", \"size.max\") >>";
    for (style, text) in [
        ("percent_repeated = true", "95% CI 11.8%–76.9%; 38–61 mm"),
        ("percent_repeated = false", "95% CI 11.8–76.9%; 38–61 mm"),
        ("interval_brackets = true", "95% CI [11.8–76.9]; 38–61 mm"),
    ] {
        assert_eq!(in_style(style, template), text, "{style}");
    }
}

#[test]
fn a_typed_dash_is_a_remark_of_lint() {
    let place = Place::new();
    let dash = "= Results\n\nFrom << num(\"size.q1\") >>–<< num(\"size.q3\") | unit >>.\n";
    place.write("templates/results.typ", dash);
    let output = place.command("lint").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stdout(&output);
    assert!(said.contains("results.typ:3: remark: the \"–\""), "{said}");
    assert!(
        said.contains("write << range(\"size.q1\", \"size.q3\") >>"),
        "{said}"
    );
}

/// Two endpoints, of which a report may print one.
fn methods_of(template: &str) -> String {
    let study = STUDY.to_owned()
        + "[endpoints.other]\nlabel = \"another time\"\nevent_label = \"another event\"\n\
           time = \"months\"\nstatus = \"status\"\nevent = [\"alive\"]\n\
           [[tables]]\nid = \"plain\"\ntitle = \"Plain\"\nrows = [\"size\", \"smoker\"]\ncompare = false\n\
           [[figures]]\nid = \"another\"\nkind = \"kaplan_meier\"\ncaption = \"Other.\"\nendpoints = [\"other\"]\n";
    let place = Place::with(&study, COHORT);
    place.write("templates/results.typ", template);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
    let (_, methods) = source.split_once("Statistical methods").unwrap();
    let (methods, _) = methods.split_once("= Results").unwrap();
    methods.replace("\\u{2d}", "-")
}

#[test]
fn methods_name_what_is_printed_and_no_more() {
    let of_tests = [
        "Kaplan-Meier",
        "log-rank",
        "Wilson",
        "Mann-Whitney",
        "Fisher",
        "chi-square",
        "Holm",
        "two-sided",
    ];
    for (template, named) in [
        ("= Results\n\n<< num(\"size.n\") >>\n", &[][..]),
        (
            "= Results\n\n<< table(\"plain\") >>\n",
            &["summarised as medians"],
        ),
        (
            "= Results\n\n<< table(\"all\") >>\n",
            &[
                "summarised as medians",
                "Mann-Whitney",
                "Fisher",
                "two-sided",
            ],
        ),
        (
            "= Results\n\n<< count_interval(\"smoker.yes\") >>\n",
            &["counts and percentages", "Wilson"],
        ),
        (
            "= Results\n\n<< table(\"rates\") >>\n",
            &["Kaplan-Meier", "overall survival", "log-rank", "two-sided"],
        ),
        (
            "= Results\n\n<< figure(\"another\") >>\n",
            &["Kaplan-Meier", "another time", "Curves are dashed"],
        ),
    ] {
        let methods = methods_of(template);
        assert!(methods.contains("cohort-report"), "{methods}");
        for words in named {
            assert!(methods.contains(words), "{template}: {words}: {methods}");
        }
        let others = [
            "summarised as medians",
            "overall survival",
            "another time",
            "Curves are dashed",
        ];
        for words in of_tests.iter().chain(&others) {
            assert!(
                named.contains(words) || !methods.contains(words),
                "{template}: {words}: {methods}"
            );
        }
    }
}

#[test]
fn small_and_large_numbers_are_short() {
    let mut rows = String::from("id,arm,size,smoker,months,status\n");
    for (row, size) in ["1e-300", "2e-300", "3e-300", "1e300", "2e300", "3e300"]
        .iter()
        .enumerate()
    {
        let arm = if row < 3 { "surgery" } else { "radiotherapy" };
        rows += &format!("{row},{arm},{size},no,{},dead\n", row + 1);
    }
    let place = Place::with(STUDY, &rows);
    let template = "= Results\n\nBEGIN << num(\"size.by_arm.surgery.median\") >>; \
                    << num(\"size.by_arm.radiotherapy.median\") >> END\n\n<< table(\"all\") >>\n";
    place.write("templates/results.typ", template);
    assert_eq!(shown(&place), "2.00×10⁻³⁰⁰; 2.00×10³⁰⁰");
}

#[test]
fn the_rounding_of_a_study_is_stronger_than_that_of_its_journal() {
    let rows = COHORT.replace("A3,surgery,,", "A3,surgery,38.5,");
    let median = |conventions: &str| {
        let study = format!("{STUDY}\n[style]\njournal = \"jama\"\n{conventions}");
        let place = Place::with(&study, &rows);
        let template = "= Results\n\nBEGIN << num(\"size.by_arm.surgery.median\") >> END\n\n<< table(\"all\") >>\n";
        place.write("templates/results.typ", template);
        shown(&place)
    };
    assert_eq!(median(""), "38");
    assert_eq!(median("[conventions]\nrounding = \"half-up\"\n"), "39");
}

#[test]
fn one_of_many_rows_is_not_none() {
    let mut rows = String::from("id,arm,size,smoker,months,status\n");
    for row in 0..227 {
        let smoker = if row == 7 { "yes" } else { "no" };
        rows += &format!("{row},surgery,{row},{smoker},{},dead\n", row + 1);
    }
    let study = format!("{STUDY}\n[conventions]\npercent_digits = 0\n");
    let place = Place::with(&study, &rows);
    let template = "= Results\n\nBEGIN << count(\"smoker.yes\") >>; << count(\"smoker.no\") >>; \
                    << interval(\"smoker.yes\") >> END\n";
    place.write("templates/results.typ", template);
    assert_eq!(
        shown(&place),
        "1/227 (<1%); 226/227 (>99%); 95% CI <1 to 2%"
    );
}

#[test]
fn a_ratio_that_no_digits_can_show_asks_for_a_larger_unit() {
    let mut rows = String::from("id,arm,size,smoker,months,status\n");
    for row in 0..60 {
        let status = if row % 3 == 0 { "alive" } else { "dead" };
        let size = (row * 7919 % 60) * 100_000;
        rows += &format!("{row},surgery,{size},no,{},{status}\n", row % 17 + 1);
    }
    let model =
        "[[models]]\nid = \"cox\"\nkind = \"cox\"\nendpoint = \"os\"\ncovariates = [\"size\"]\n";
    let place = Place::with(&(STUDY.to_owned() + model), &rows);
    let template = "= Results\n\nBEGIN << num(\"cox.size.hr\") >> (<< range(\"cox.size.ci_lower\", \"cox.size.ci_upper\") >>) END\n";
    place.write("templates/results.typ", template);
    assert_eq!(shown(&place), "1.00 (1.00–1.00)");
    let told = stderr(&place.report());
    assert!(
        told.contains("prints as 1.00 with both its confidence limits"),
        "{told}"
    );
    assert!(told.contains("by = 100000"), "{told}");

    let divided = "[derived.meters]\ndivided = { variable = \"size\", by = 1000000 }\n";
    let model = model.replace("[\"size\"]", "[\"meters\"]");
    let place = Place::with(&format!("{STUDY}{divided}{model}"), &rows);
    let told = stderr(&place.report());
    assert!(!told.contains("confidence limits"), "{told}");
}
