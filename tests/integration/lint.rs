//! `lint`, claims in templates, and the cross-checks.

use std::fs;

use crate::common::{Place, program, project, stderr, stdout};

const TEMPLATE: &str = "\
= Results of 2 methods

#set text(size: 10pt)
On 31 January 2024, 47 mm was the median (95% CI 40–55), see Table 2 and @ref-3 [4, 5].
Of << num(\"cohort.n\") >> patients << \"3 more\" >> were seen. // a remark about 99
<% set many = 12 %>
<% if value(\"size.median\") > 40 %>#text(fill: red)[Large: 61.]<% endif %>
A line with 77 patients. // allow: named in the protocol
// allow: the next line too
Another with 78.
#\"8 mm\" and #9 and << num(\"os.by_arm.surgery.12_months.at_risk\") >>
";

#[test]
fn numerals_typed_by_hand_are_found() {
    let place = Place::new();
    place.write("templates/results.typ", TEMPLATE);
    let output = place.command("lint").output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let said = stdout(&output);
    let found: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("is typed by hand"))
        .collect();
    let numerals: Vec<String> = found
        .iter()
        .map(|line| {
            let (place, rest) = line.split_once(": \"").unwrap();
            let line = place.rsplit(':').next().unwrap();
            format!("{line} {}", rest.split('"').next().unwrap())
        })
        .collect();
    assert_eq!(
        numerals,
        [
            "4 47", "4 40", "4 55", "5 3", "6 12", "7 61", "11 8", "11 9"
        ],
        "{said}"
    );
    assert!(said.contains("write << num(\"size.median\") >>"), "{said}");
    assert!(said.ends_with("8 numerals typed by hand\n"), "{said}");

    let strict = place
        .command("report")
        .arg("--strict")
        .arg("--out")
        .arg(place.out())
        .output()
        .unwrap();
    assert_eq!(strict.status.code(), Some(4));
    assert!(
        stderr(&strict).contains("is typed by hand"),
        "{}",
        stderr(&strict)
    );
    assert!(!place.out().join("report.pdf").exists());
}

/// What Typst code prints is found, what it only uses is not.
#[test]
fn numerals_that_code_prints_are_found() {
    let place = Place::new();
    place.write(
        "templates/results.typ",
        "= Results\n\n#strong(\"81 mm\")\n#let n = 82\n#(80 + 3)\n#str(84)\n\
         #let words = \"n was 85\"\n#text(fill: rgb(\"#860000\"))[#emph(\"87\")]\n\
         #set text(size: 10pt)\n#v(11pt)\n#grid(columns: 2)[a][b]\n#pad(x: 3pt)[a]\n\
         #if (1, 2).len() == 2 [yes]\n#link(\"https://example.org/2020\")[here]\n\
         #calc.max(4, 5)\n",
    );
    let output = place.command("lint").output().unwrap();
    let said = stdout(&output);
    let found: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("is typed by hand"))
        .filter_map(|line| line.split('"').nth(1))
        .collect();
    assert_eq!(found, ["81", "82", "80", "3", "84", "85", "87"], "{said}");
}

#[test]
fn the_templates_of_the_project_are_clean() {
    let output = program()
        .args(["lint", "data/rvlms"])
        .current_dir(project())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    // The defaults, as if they were a study's own.
    let place = Place::new();
    for entry in fs::read_dir(project().join("templates")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        place.write(
            &format!("templates/{name}"),
            &fs::read_to_string(&path).unwrap(),
        );
    }
    let output = place.command("lint").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
}

#[test]
fn claims_fail_when_they_stop_being_true() {
    let place = Place::new();
    let render = |line: &str| {
        place.write("templates/results.typ", &format!("= Results\n\n{line}\n"));
        place.report()
    };
    for line in [
        "<< claim(\"most\", value(\"smoker.no.percent\") > 50) >> did not smoke.",
        "<< claim(\"the largest\", highest(\"size.by_arm.radiotherapy.median\")) >>",
        "<< claim(\"the smallest\", lowest(\"size.by_arm.surgery.median\", \"size.by_arm.*.median\")) >>",
        "<< claim(\"increased\", rising(\"size.q1\", \"size.median\", \"size.q3\")) >>",
        "<< claim(\"not significantly\", not significant(\"size.by_arm.test.p\")) >>",
        "<< claim(\"none\", value(\"size.by_arm.radiotherapy.missing\") == 0) >>",
    ] {
        let output = render(line);
        assert!(output.status.success(), "{line}: {}", stderr(&output));
    }
    let results = fs::read_to_string(place.out().join("results.json")).unwrap();
    assert!(
        results.contains("\"claim\": \"none\""),
        "conclusions are kept"
    );
    for (line, said) in [
        (
            "<< claim(\"more than half\", value(\"smoker.yes.percent\") > 50) >>",
            "\"more than half\" does not hold: smoker.yes.percent is 40",
        ),
        (
            "<< claim(\"the largest\", highest(\"size.by_arm.surgery.median\")) >>",
            "\"the largest\" does not hold",
        ),
        (
            "<< claim(\"decreased\", falling(\"size.q1\", \"size.median\")) >>",
            "\"decreased\" does not hold: size.q1 is 42, size.median is 47",
        ),
        (
            "<< claim(\"large\", highest(\"size.median\")) >>",
            "has no group",
        ),
        (
            "<< claim(\"large\", value(\"size.meidan\") > 1) >>",
            "similar ids: size.median",
        ),
    ] {
        let output = render(line);
        assert_eq!(output.status.code(), Some(4), "{line}");
        let text = stderr(&output);
        assert!(
            text.contains("results.typ (of the study):3: ") && text.contains(said),
            "{line}: {text}"
        );
    }
}

#[test]
fn verdicts_stand_in_an_appendix_on_request() {
    let place = Place::with(
        &crate::common::STUDY.replace("date = ", "appendices = [\"verdicts\"]\ndate = "),
        crate::common::COHORT,
    );
    let output = place.report();
    assert_eq!(output.status.code(), Some(3));
    assert!(
        stderr(&output).contains("published.toml: is missing"),
        "{}",
        stderr(&output)
    );
    place.write("published.toml", "[[numbers]]\nid = \"size.median\"\ntext = \"74 mm\"\nwhere = \"Table 1\"\n\n[[claims]]\nwords = \"most\"\nholds = 'value(\"cohort.n\") > 5'\n");
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
    assert!(
        source.contains("two digits of 47 are transposed") && source.contains("holds"),
        "verdicts are printed"
    );
}
