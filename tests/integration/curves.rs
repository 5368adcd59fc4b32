//! Curves of many groups, of groups without rows, and of any span of time; what is
//! told of figures to those who cannot see them.

use cohort_report::figures::Figure;

use crate::figures::{attribute, drawn, every_kind, faults, of_cohort, texts};

fn number(line: &str, name: &str) -> f64 {
    attribute(line, name).unwrap().parse().unwrap()
}

/// Where the texts of the first page of a figure that begin so stand.
fn places(figure: &Figure, start: &str) -> Vec<(f64, f64)> {
    let lines: Vec<&str> = figure.parts[0].lines().collect();
    let pairs = lines.windows(2);
    let found = pairs
        .filter(|pair| pair[0].trim().starts_with("<text") && pair[1].trim().starts_with(start));
    found
        .map(|pair| (number(pair[0], "x"), number(pair[0], "y")))
        .collect()
}

/// A study of these times in a unit, of two groups of the three that are declared.
fn timed(unit: &str, rows: &[(f64, u8)]) -> (String, String) {
    let study = format!(
        "[document]\ntitle = \"Times\"\ndate = \"2024-01-31\"\n\
         [variables.id]\nkind = \"identifier\"\n\
         [variables.arm]\nlabel = \"Arm\"\nkind = \"nominal\"\nlevels = [\"a\", \"b\", \"c\"]\n\
         labels = {{ a = \"First\", b = \"Nobody\", c = \"Third\" }}\n\
         [variables.t]\nkind = \"continuous\"\nunit = \"{unit}\"\n\
         [variables.cause]\nkind = \"nominal\"\nlevels = [\"0\", \"1\", \"2\"]\n\
         [endpoints.os]\nlabel = \"survival\"\nevent_label = \"death\"\ntime = \"t\"\nstatus = \"cause\"\n\
         event = [\"1\"]\ncompeting = [\"2\"]\nunit = \"{unit}\"\n\
         [[figures]]\nid = \"all\"\ncaption = \"F.\"\nkind = \"kaplan_meier\"\nendpoints = [\"os\"]\n\
         show = [\"median\", \"band\", \"at_risk\"]\n\
         [[figures]]\nid = \"by\"\ncaption = \"F.\"\nkind = \"kaplan_meier\"\nendpoints = [\"os\"]\nby = \"arm\"\n\
         show = [\"p\", \"median\", \"at_risk\", \"events\", \"censored\"]\n\
         [[figures]]\nid = \"incidence\"\ncaption = \"F.\"\nkind = \"cumulative_incidence\"\nendpoints = [\"os\"]\nby = \"arm\"\n\
         [[figures]]\nid = \"swimmer\"\ncaption = \"F.\"\nkind = \"swimmer\"\nendpoint = \"os\"\nby = \"arm\"\n"
    );
    let mut file = String::from("id,arm,t,cause\n");
    for (at, (time, cause)) in rows.iter().enumerate() {
        let arm = if at % 2 == 0 { "a" } else { "c" };
        file += &format!("{at},{arm},{time},{cause}\n");
    }
    (study, file)
}

#[test]
fn every_span_of_time_has_an_axis() {
    let spread = |last: f64, causes: &[u8]| -> Vec<(f64, u8)> {
        let share = |at: u32| last * f64::from(1 + at * 7 % 30) / 30.0;
        let cause = |at: u32| causes[at as usize % causes.len()];
        (0..30).map(|at| (share(at), cause(at))).collect()
    };
    let mut wrong = Vec::new();
    for (name, unit, rows) in [
        ("a month of days", "days", spread(30.0, &[1, 0, 2])),
        ("a century of days", "days", spread(40_000.0, &[1, 0])),
        ("months", "months", spread(61.0, &[1, 2])),
        ("years", "years", spread(9.7, &[1])),
        ("decades", "years", spread(94.0, &[1, 0, 0])),
        ("two weeks in years", "years", spread(0.04, &[1, 0, 2])),
        ("no event", "months", spread(20.0, &[0])),
        ("all at once", "months", vec![(0.0, 1); 12]),
        ("nobody followed", "months", vec![(0.0, 0); 12]),
        ("two rows", "months", vec![(5.0, 1), (7.0, 0)]),
        ("far", "months", spread(1e7, &[1, 0])),
    ] {
        let (study, file) = timed(unit, &rows);
        let (figures, _) = drawn(&study, file.as_bytes());
        for figure in &figures {
            let shown = texts(figure);
            if shown.iter().any(|text| text.contains("n/a")) {
                wrong.push(format!("{name}: {} has n/a", figure.id));
            }
            let ticks = shown.iter().filter(|text| text.parse::<f64>().is_ok());
            if ticks.count() < 2 {
                wrong.push(format!("{name}: {} has no ticks", figure.id));
            }
            for page in &figure.parts {
                let found = faults(page);
                if !found.is_empty() {
                    wrong.push(format!("{name}: {} {:?}", figure.id, found.first()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_group_without_rows_has_no_curve_and_is_stated() {
    let rows: Vec<(f64, u8)> = (1..20).map(|at| (f64::from(at), (at % 3) as u8)).collect();
    let (study, file) = timed("months", &rows);
    let (figures, _) = drawn(&study, file.as_bytes());
    for id in ["by", "incidence"] {
        let figure = figures.iter().find(|own| own.id == id).unwrap();
        let shown = texts(figure);
        assert!(!shown.iter().any(|text| text == "Nobody"), "{shown:?}");
        let note = "No patients in Nobody, not shown.";
        assert!(shown.iter().any(|text| text == note), "{shown:?}");
        assert!(figure.alt.contains(note), "{}", figure.alt);
        // The third level has the colour of the third, in this figure as in others.
        assert!(figure.parts[0].contains("#141414"), "{id}");
        assert!(!figure.parts[0].contains("#CE582B"), "{id}");
    }
}

const BY_SEX: &str = r#"
[[figures]]
id = "counts"
kind = "kaplan_meier"
caption = "By sex."
endpoints = ["os"]
by = "sex"
show = ["p", "at_risk"]
[[figures]]
id = "told"
kind = "kaplan_meier"
caption = "By sex."
endpoints = ["os"]
by = "sex"
show = ["p", "hazard_ratio", "median"]
[[figures]]
id = "names"
kind = "kaplan_meier"
caption = "By sex."
endpoints = ["os"]
by = "sex"
show = ["p"]
[[analyses]]
kind = "survival"
endpoint = "os"
by = "sex"
rates = [365, 730]
"#;

#[test]
fn p_stands_at_one_height_and_names_in_one_line() {
    let (figures, _) = of_cohort("lung", BY_SEX);
    let heights: Vec<f64> = figures
        .iter()
        .map(|own| places(own, "Log-rank P")[0].1)
        .collect();
    assert!(
        heights.windows(2).all(|pair| pair[0] == pair[1]),
        "{heights:?}"
    );
    let [.., names] = figures.as_slice() else {
        panic!()
    };
    assert_eq!(places(names, "Men")[0].1, places(names, "Women")[0].1);
}

/// `summary(survfit(Surv(time, status) ~ sex, conf.type = "log"), times = 365)` of
/// R's survival: 0.3361 (0.2609, 0.4329) and 0.5265 (0.4215, 0.6576).
#[test]
fn an_alternative_text_has_the_rates_that_the_study_asks_for() {
    let (figures, results) = of_cohort("lung", BY_SEX);
    let alt = &figures[0].alt;
    for (level, label) in [("1", "Men"), ("2", "Women")] {
        let text = |id: &str| results.ledger.get(id).unwrap().text.clone();
        let path = |time: u32, key: &str| text(&format!("os.by_sex.{level}.{time}_days.{key}"));
        let rate = |time: u32| {
            let [rate, low, high] = ["survival", "ci_lower", "ci_upper"].map(|key| path(time, key));
            format!("{rate}% ({low}% to {high}%) at {time} days")
        };
        let (_, own) = alt.split_once(&format!("{label}: survival ")).unwrap();
        let sentence = format!("{}, {}.", rate(365), rate(730));
        assert!(own.contains(&sentence), "{alt}");
    }
    let rate = |id: &str| results.ledger.get(id).unwrap().value.number().unwrap();
    assert!((rate("os.by_sex.1.365_days.survival") - 33.61).abs() < 0.01);
    assert!((rate("os.by_sex.2.365_days.survival") - 52.65).abs() < 0.01);
}

#[test]
fn alternative_texts_tell_of_one_and_of_many() {
    let (study, file) = timed("months", &[(5.0, 1)]);
    let (figures, _) = drawn(&study, file.as_bytes());
    let alt = |id: &str| &figures.iter().find(|own| own.id == id).unwrap().alt;
    assert!(
        alt("swimmer").contains("Swimmer plot of 1 patient, with a lane"),
        "{}",
        alt("swimmer")
    );
    assert!(alt("all").contains("1 event in 1"), "{}", alt("all"));
    for figure in &figures {
        for plural in ["1 patients", "1 events", "1 rows", "at 1 months"] {
            assert!(!figure.alt.contains(plural), "{}", figure.alt);
        }
    }
    let (study, file) = every_kind(300, 2, 46, "Group");
    let (figures, _) = drawn(
        &study.replacen(
            "kind = \"stacked\"\nvariables = [\"stage\", \"cause\"]",
            "kind = \"stacked\"\nvariables = [\"cause\"]",
            1,
        ),
        file.as_bytes(),
    );
    let forest = figures
        .iter()
        .find(|own| own.alt.starts_with("Forest"))
        .unwrap();
    assert!(forest.alt.ends_with("And 5 more terms."), "{}", forest.alt);
    let german = study
        .replacen("[document]", "[document]\nlanguage = \"de\"", 1)
        .replacen(
            "kind = \"stacked\"\nvariables = [\"stage\", \"cause\"]",
            "kind = \"stacked\"\nvariables = [\"cause\"]",
            1,
        );
    let (figures, _) = drawn(&german, file.as_bytes());
    let forest = figures
        .iter()
        .find(|own| own.alt.starts_with("Forest"))
        .unwrap();
    assert!(
        forest.alt.ends_with("Dazu 5 weitere Terme."),
        "{}",
        forest.alt
    );
}

/// Each group has its mark at the end of its curve and along it.
#[test]
fn curves_are_told_apart_along_their_length() {
    let squares = |groups: u64| {
        let (study, file) = every_kind(400, groups, 2, "Group");
        let (figures, _) = drawn(&study, file.as_bytes());
        let page = &figures.iter().find(|own| own.id == "f3").unwrap().parts[0];
        let lines = page.lines().filter(|line| line.trim().starts_with("<rect"));
        lines.filter(|line| line.contains("#BB8B00")).count()
    };
    // In the key, beside the counts, at the end and twice or more along the curve.
    for groups in [4, 5, 9, 12, 20] {
        assert!(squares(groups) >= 5, "{groups}: {}", squares(groups));
    }
}

#[test]
fn steps_of_any_size_have_labels() {
    let mut file = String::from("id,arm,tiny,huge,negative,constant,wide\n");
    for at in 0..40_i32 {
        let share = f64::from(at * 17 % 40);
        file += &format!(
            "{at},{},{:e},{},{},7,{:e}\n",
            ["a", "b"][at as usize % 2],
            share * 3e-9,
            share * 2e11,
            -5.0 - share,
            10f64.powf(share / 3.3 - 6.0),
        );
    }
    let mut study = String::from(
        "[document]\ntitle = \"Steps\"\ndate = \"2024-01-31\"\n[variables.id]\nkind = \"identifier\"\n\
         [variables.arm]\nkind = \"nominal\"\nlevels = [\"a\", \"b\"]\n",
    );
    let names = ["tiny", "huge", "negative", "constant", "wide"];
    for name in names {
        study += &format!("[variables.{name}]\nkind = \"continuous\"\nunit = \"u\"\n");
    }
    for name in names {
        for kind in ["boxes", "histogram"] {
            study += &format!(
                "[[figures]]\nid = \"{kind}_{name}\"\nkind = \"{kind}\"\ncaption = \"F.\"\nvariables = [\"{name}\"]\nby = \"arm\"\n"
            );
        }
        study += &format!(
            "[[figures]]\nid = \"dots_{name}\"\nkind = \"scatter\"\ncaption = \"F.\"\nx = \"{name}\"\ny = \"{name}\"\n"
        );
    }
    let mut wrong = Vec::new();
    for width in ["page", "column"] {
        let study = study.replace("[[figures]]", &format!("[[figures]]\nwidth = \"{width}\""));
        let (figures, _) = drawn(&study, file.as_bytes());
        for figure in &figures {
            let found = faults(&figure.parts[0]);
            if !found.is_empty() {
                wrong.push(format!("{width} {}: {found:?}", figure.id));
            }
            // No two ticks of an axis of dots have one label.
            if figure.id.starts_with("dots") {
                let bottom = places(figure, "")
                    .iter()
                    .map(|own| own.1)
                    .fold(0.0, f64::max);
                let lines: Vec<&str> = figure.parts[0].lines().collect();
                let mut below: Vec<&str> = lines
                    .windows(2)
                    .filter(|pair| {
                        pair[0].trim().starts_with("<text") && !pair[0].contains("rotate")
                    })
                    .filter(|pair| (number(pair[0], "y") - (bottom - 100.0)).abs() < 5.0)
                    .map(|pair| pair[1].trim())
                    .collect();
                let count = below.len();
                below.sort_unstable();
                below.dedup();
                if count < 2 || below.len() != count {
                    wrong.push(format!("{width} {}: {below:?}", figure.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Three enter at 0 and four later: 3 are at risk at 0, and more later on.
#[test]
fn figures_say_what_times_count_from_and_why_numbers_at_risk_rise() {
    let file =
        "id,from,to,dead\nA,0,2,1\nB,0,15,0\nC,0,24,1\nD,4,16,0\nE,4,9,1\nF,5,30,0\nG,8,36,1\n";
    let study = "[document]\ntitle = \"Entry\"\ndate = \"2024-01-31\"\n\
         [variables.id]\nkind = \"identifier\"\n\
         [variables.from]\nkind = \"continuous\"\n\
         [variables.to]\nkind = \"continuous\"\n\
         [variables.dead]\nkind = \"binary\"\nlevels = [\"0\", \"1\"]\n\
         [endpoints.os]\nlabel = \"overall survival\"\nevent_label = \"death\"\nsince = \"randomisation\"\n\
         time = \"to\"\nentry = \"from\"\nstatus = \"dead\"\nevent = [\"1\"]\n\
         [[figures]]\nid = \"km\"\nkind = \"kaplan_meier\"\nendpoints = [\"os\"]\ncaption = \"Figure.\"\n";
    let (figures, _) = drawn(study, file.as_bytes());
    let [figure] = figures.as_slice() else {
        panic!("one figure")
    };
    let rise = "Numbers at risk rise where patients come under observation after time 0";
    for (text, wanted) in [
        (&figure.alt, "Time is counted since randomisation."),
        (&figure.alt, rise),
        (&figure.parts[0], "Months since randomisation"),
        (&figure.parts[0], rise),
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}
