//! The whole program, run as a user runs it. Needs the pinned Typst: `make test`
//! installs it.

use std::fs;
use std::process::Command;

use crate::common::{COHORT, Place, STUDY, files, program, project, stderr, stdout};

#[test]
fn a_report_is_quiet_and_complete() {
    let place = Place::new();
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        (stdout(&output), stderr(&output)),
        (String::new(), String::new())
    );
    let names: Vec<String> = files(&place.out())
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let expected = [
        "figures/bars.svg",
        "figures/boxes.svg",
        "figures/curve.svg",
        "report.pdf",
        "report.typ",
        "results.json",
        "tables/all.csv",
        "tables/rates.csv",
    ];
    assert_eq!(names, expected);

    // The tables alone are the same, and need no Typst.
    let made = files(&place.out());
    fs::remove_dir_all(place.out().join("tables")).unwrap();
    let tables = || {
        let mut command = place.command("tables");
        command.arg("--out").arg(place.out());
        let output = command.env("COHORT_REPORT_TYPST", "/nowhere").output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        files(&place.out())
    };
    assert!(tables() == made, "other tables");
    // One that has left the study leaves its folder, and nothing else does.
    let (without, _) = STUDY.split_once("[[tables]]\nid = \"rates\"").unwrap();
    place.write("study.toml", without);
    let rates = |(name, _): &(String, Vec<u8>)| name != "tables/rates.csv";
    let left: Vec<_> = made.into_iter().filter(rates).collect();
    assert!(tables() == left, "other outputs");
}

/// The same bytes whatever the folder, time zone, locale, umask, home or proxy.
#[cfg(unix)]
#[test]
fn the_same_study_gives_the_same_bytes() {
    let run = |umask: &str, zone: &str, locale: &str, folder: &str| {
        let place = tempfile::tempdir().unwrap();
        let study = place.path().join(folder).join("rvlms");
        for (name, bytes) in files(&project().join("data/rvlms")) {
            let path = study.join(&name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let out = place.path().join("out");
        let output = Command::new("sh")
            .args(["-c", &format!("umask {umask} && exec \"$@\""), "sh"])
            .arg(env!("CARGO_BIN_EXE_cohort-report"))
            .arg("report")
            .arg(&study)
            .arg("--out")
            .arg(&out)
            .env("TZ", zone)
            .env("LANG", locale)
            .env("LC_ALL", locale)
            .env("HOME", place.path())
            .env("SOURCE_DATE_EPOCH", "1")
            .env("TYPST_FONT_PATHS", "/usr/share/fonts")
            .current_dir(project())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        files(&out)
    };
    let first = run("022", "UTC", "C", "a");
    let second = run("077", "Pacific/Kiritimati", "tr_TR.UTF-8", "another place");
    assert_eq!(first.len(), second.len());
    for ((name, bytes), (other, others)) in first.iter().zip(&second) {
        assert_eq!(name, other);
        assert!(bytes == others, "{name} differs");
    }
    // The committed figures are those that the program draws.
    for (name, bytes) in files(&project().join("figures/rvlms")) {
        let drawn = first
            .iter()
            .find(|(drawn, _)| *drawn == format!("figures/{name}"));
        assert!(
            drawn.is_some_and(|(_, drawn)| *drawn == bytes),
            "{name} is not as committed"
        );
    }
}

#[test]
fn the_pdf_conforms_and_carries_its_inputs() {
    let place = Place::new();
    assert!(place.report().status.success());
    let pdf = fs::read(place.out().join("report.pdf")).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    for mark in ["<pdfaid:part>3", "<pdfaid:conformance>A", "<pdfuaid:part>1"] {
        assert!(text.contains(mark), "{mark}");
    }
    for name in ["results.json", "cohort.csv", "study.toml"] {
        assert!(
            text.contains(&format!("({name})")),
            "{name} is not attached"
        );
    }
}

#[test]
fn results_follow_their_schema() {
    let schema = fs::read_to_string(project().join("docs/results.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let strange = Place::with(
        STUDY,
        "id,arm,size,smoker,months,status\nA1,surgery,,,3,alive\n",
    );
    for place in [Place::new(), strange] {
        let output = place.report();
        assert!(output.status.success(), "{}", stderr(&output));
        let results = fs::read_to_string(place.out().join("results.json")).unwrap();
        let results: serde_json::Value = serde_json::from_str(&results).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&results)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let numbers = results["numbers"].as_array().unwrap();
        let mut ids: Vec<&str> = numbers.iter().map(|n| n["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count, "ids are unique");
        let sets = results["row_sets"].as_array().unwrap().len() as u64;
        assert!(
            numbers
                .iter()
                .all(|number| number["rows"].as_u64().unwrap() < sets)
        );
    }
}

/// One group, one row, nothing measured, nobody followed to an event: a report
/// all the same, which says what cannot be computed and why.
#[test]
fn a_report_of_almost_nothing() {
    let place = Place::with(
        STUDY,
        "id,arm,size,smoker,months,status\nA1,surgery,,,3,alive\n",
    );
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let explain = |id: &str| {
        let output = program()
            .args(["explain", id, "--study"])
            .arg(place.study())
            .output()
            .unwrap();
        stdout(&output)
    };
    assert!(explain("size.median").contains("not computable: no rows have a value"));
    assert!(explain("os.median").contains("not reached"));
    assert!(explain("os.by_arm.test.p").contains("needs at least two groups"));
    assert!(explain("size.by_arm.test.p").contains("needs at least two groups"));
}

#[test]
fn no_events_and_equal_values() {
    let cohort = COHORT.replace("dead", "alive").replace(",yes,", ",no,");
    let place = Place::with(STUDY, &cohort);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let output = program()
        .args(["explain", "os.by_arm.test.p", "--study"])
        .arg(place.study())
        .output()
        .unwrap();
    assert!(
        stdout(&output).contains("no event was observed"),
        "{}",
        stdout(&output)
    );
}

/// Strings of the data are never code, wherever a template puts them.
#[test]
fn hostile_strings_are_only_text() {
    let hostile = r##"#panic("x") ]); */ `$x$` <l> @r // \u{41} \" << num('x') >> <% raw %> {{x}} &amp; <svg>"##;
    let quoted = hostile.replace('\\', "\\\\").replace('"', "\\\"");
    let study = STUDY
        .replace("A small study", &quoted)
        .replace("label = \"Arm\"", &format!("label = \"{quoted}\""))
        .replace("label = \"Size\"", "label = \"=heading\\n#panic()\"")
        .replace("Everything", &quoted)
        .replace("Sizes.", &quoted)
        .replace("unit = \"mm\"", "unit = \"#panic()\"")
        .replace("\"surgery\"", &format!("\"{quoted}\""));
    let csv = hostile.replace('"', "\"\"");
    let place = Place::with(&study, &COHORT.replace("surgery", &format!("\"{csv}\"")));
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
    assert!(
        !source.contains("#panic"),
        "a string reached the source unescaped"
    );
    let table = fs::read_to_string(place.out().join("tables/all.csv")).unwrap();
    assert!(table.contains("'=heading"), "{table}");
}

#[test]
fn a_failed_run_leaves_the_previous_report() {
    let place = Place::new();
    assert!(place.report().status.success());
    let before = files(&place.out());
    for (name, text, status, said) in [
        (
            "results.typ",
            "= Results\n\n<< num(\"size.medin\") >>\n",
            4,
            "templates/results.typ (of the study):3: the ledger has no number \"size.medin\"; similar ids: size.median",
        ),
        (
            "results.typ",
            "= Results\n\nText #undefined-name\n",
            4,
            "templates/results.typ (of the study):3: error: unknown variable: undefined-name",
        ),
        (
            "results.typ",
            "#import \"@preview/cetz:0.3.0\"\n",
            4,
            "templates/results.typ (of the study):1: error: ",
        ),
        (
            "results.typ",
            "\n#read(\"/../study.toml\")\n",
            4,
            "templates/results.typ (of the study):2: error: ",
        ),
        (
            "results.typ",
            "<% include \"mehods.typ\" %>\n",
            4,
            "templates/results.typ (of the study):1: unknown template \"mehods.typ\"; did you mean \"methods.typ\"?",
        ),
        (
            "results.typ",
            "<< document.titel >>\n",
            4,
            "templates/results.typ (of the study):1: ",
        ),
        (
            "results.typ",
            "<< value(\"size.median\") * 2.5 >>\n",
            4,
            "a computed number is not printed",
        ),
        (
            "results.typ",
            "<% for a in range(9000) %><% for b in range(9000) %>x<% endfor %><% endfor %>\n",
            4,
            "exceeds the limit of steps and memory",
        ),
        (
            "results.typ",
            "<% if %>\n",
            4,
            "templates/results.typ (of the study):1: ",
        ),
        (
            "inputs.typ",
            "<< num(\"size.mean\") >>\n",
            4,
            "is printed after provenance()",
        ),
        (
            "../cohort.csv",
            "id,arm\nA1,surgery\n",
            3,
            "is declared in study.toml, but no column has this header",
        ),
    ] {
        place.write(&format!("templates/{name}"), text);
        let output = place.report();
        assert_eq!(
            output.status.code(),
            Some(status),
            "{text}: {}",
            stderr(&output)
        );
        assert!(
            stderr(&output).contains(said),
            "{text}: {}",
            stderr(&output)
        );
        assert!(files(&place.out()) == before, "{text} touched the report");
        let _ = fs::remove_file(place.study().join("templates").join(name));
        place.write("cohort.csv", COHORT);
    }
}

#[test]
fn an_output_that_cannot_be_written_is_an_io_error() {
    let place = Place::new();
    let file = place.folder.path().join("file");
    fs::write(&file, "not a folder").unwrap();
    let figures = file.join("figures");
    let output = place
        .command("figures")
        .arg("--figures")
        .arg(&figures)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(5));
    let text = stderr(&output);
    assert!(text.contains(figures.to_str().unwrap()), "{text}");
    assert!(text.contains("\n    help: check that the path"), "{text}");
}

#[test]
fn typst_is_chosen_checked_and_stopped() {
    let place = Place::new();
    let with = |typst: &str| {
        place
            .command("report")
            .args(["--typst", typst, "--time-limit", "1", "--out"])
            .arg(place.out())
            .output()
            .unwrap()
    };
    let output = with("/nowhere/typst");
    assert_eq!(output.status.code(), Some(5));
    assert!(stderr(&output).contains("help: "), "{}", stderr(&output));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let fake = place.folder.path().join("typst");
        let script = |version: &str| {
            let text = format!(
                "#!/bin/sh\n[ \"$1\" = --version ] && echo typst {version} && exit\nexec sleep 60\n"
            );
            fs::write(&fake, text).unwrap();
            fs::set_permissions(&fake, fs::Permissions::from_mode(0o755)).unwrap();
            with(fake.to_str().unwrap())
        };
        let output = script("0.11.0");
        assert_eq!(output.status.code(), Some(5));
        assert!(
            stderr(&output).contains("Typst 0.11.0; version"),
            "{}",
            stderr(&output)
        );
        let output = script(cohort_report::typst::VERSION);
        assert_eq!(output.status.code(), Some(4));
        assert!(
            stderr(&output).contains("did not finish within 1 seconds"),
            "{}",
            stderr(&output)
        );
        assert!(!place.out().exists(), "an output was made");
    }
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_study_is_read() {
    let place = Place::new();
    let secret = place.folder.path().join("secret.typ");
    fs::write(&secret, "secret").unwrap();
    fs::create_dir_all(place.study().join("templates")).unwrap();
    std::os::unix::fs::symlink(&secret, place.study().join("templates/results.typ")).unwrap();
    let output = place.report();
    assert_eq!(output.status.code(), Some(3));
    assert!(
        stderr(&output).contains("points outside the study's folder"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn check_says_what_differs() {
    let place = Place::new();
    let check = |numbers: &str| {
        place.write("published.toml", numbers);
        let output = place.command("check").output().unwrap();
        (output.status.code(), stdout(&output) + &stderr(&output))
    };
    let number = |id: &str, text: &str| format!("[[numbers]]\nid = \"{id}\"\ntext = \"{text}\"\n");
    for (id, text) in [
        ("cohort.n", "6"),
        ("size.median", "47 mm"),
        ("size.median", "47.0"),
        ("smoker.yes.percent", "40%"),
        ("smoker.yes.percent", "40.0%"),
        ("os.by_arm.surgery.q3", "not reached"),
        ("os.events", "n = 3"),
        ("size.by_arm.test.p", "not significant"),
        ("size.sd", "9.4 mm"),
    ] {
        let (status, said) = check(&number(id, text));
        assert_eq!(status, Some(0), "{id} {text}: {said}");
    }
    for (id, text) in [
        ("cohort.n", "7"),
        ("size.median", "47.1 mm"),
        ("smoker.yes.percent", "33.3%"),
        ("os.median", "not reached"),
        ("size.by_arm.test.p", "significant"),
        ("size.by_arm.test.p", "<0.001"),
        ("size.sd", "9 mm and more"),
        ("size.sd", "9.3 mm"),
    ] {
        let (status, said) = check(&number(id, text));
        assert_ne!(status, Some(0), "{id} {text}: {said}");
    }
    let (status, said) = check(&number("size.meen", "47"));
    assert_eq!(status, Some(3));
    assert!(said.contains("did you mean \"size.mean\"?"), "{said}");
    let (status, said) = check(&number("size.median", "47 cm"));
    assert_eq!(status, Some(3));
    assert!(said.contains("the number's unit is mm"), "{said}");
    assert_eq!(
        check(&(number("size.q1", "41") + &number("size.q3", "1"))).0,
        Some(1)
    );
}

#[test]
fn help_teaches_and_usage_errors_exit_with_two() {
    let output = program().arg("--help").output().unwrap();
    assert!(stdout(&output).contains("Examples:"));
    for command in ["report", "check", "numbers", "explain"] {
        let output = program().args([command, "--help"]).output().unwrap();
        assert!(stdout(&output).contains("Example"), "{command}");
    }
    assert_eq!(
        program().arg("reprot").output().unwrap().status.code(),
        Some(2)
    );
    assert_eq!(
        program()
            .args(["report", "--time-limit", "0"])
            .output()
            .unwrap()
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn numbers_are_listed_and_explained() {
    let place = Place::new();
    let output = program()
        .args(["numbers", "size", "median", "--study"])
        .arg(place.study())
        .output()
        .unwrap();
    assert!(
        stdout(&output)
            .lines()
            .all(|line| line.contains("size") && line.contains("median"))
    );
    assert!(stdout(&output).contains("size.by_arm.surgery.median"));
    let output = program()
        .args(["explain", "size.by_arm.surgery.median", "--study"])
        .arg(place.study())
        .output()
        .unwrap();
    let text = stdout(&output);
    for part in [
        "40 mm",
        "sample quantile",
        "quantile = 7",
        "2 used, 1 missing",
        "lines  2-3",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

/// Loprinzi's lung cancer data: R's `coxph(Surv(time, status) ~ sex, lung)` gives
/// 0.588 (0.424 to 0.816), p = 0.00149.
#[test]
fn a_model_is_fitted_shown_and_told() {
    let study = r#"
[document]
title = "Lung cancer"
date = "2024-01-31"

[variables.inst]
kind = "text"

[variables.time]
kind = "continuous"
unit = "days"

[variables.status]
kind = "binary"
levels = ["1", "2"]

[variables.age]
kind = "continuous"
unit = "years"

[variables.sex]
kind = "nominal"
levels = ["1", "2"]
labels = { 1 = "Male", 2 = "Female" }

[variables."ph.ecog"]
kind = "ordinal"
levels = ["0", "1", "2", "3"]

[variables."ph.karno"]
kind = "continuous"

[variables."pat.karno"]
kind = "continuous"

[variables."meal.cal"]
kind = "continuous"

[variables."wt.loss"]
kind = "continuous"

[derived.dead]
is = { variable = "status", levels = ["2"] }

[endpoints.os]
label = "overall survival"
time = "time"
status = "status"
event = ["2"]
unit = "days"

[[models]]
id = "crude"
kind = "cox"
endpoint = "os"
covariates = ["sex"]

[[models]]
id = "separated"
kind = "cox"
endpoint = "os"
covariates = ["dead", "age"]

[[tables]]
id = "hazard"
kind = "models"
title = "Hazard"
models = ["crude", "separated"]

[[figures]]
id = "forest"
kind = "forest"
model = "crude"
caption = "Hazard ratios."
"#;
    let lung = fs::read_to_string(project().join("tests/reference/data/lung.csv")).unwrap();
    let place = Place::with(study, &lung);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let table = fs::read_to_string(place.out().join("tables/hazard.csv")).unwrap();
    assert!(table.contains("0.59 (0.42–0.82),0.001"), "{table}");
    assert!(
        table.contains("Not computable: dead: yes against no separates"),
        "{table}"
    );
    let forest = fs::read_to_string(place.out().join("figures/forest.svg")).unwrap();
    assert!(forest.contains("0.59 (0.42–0.82)"));
    let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
    assert!(
        source.contains("Efron"),
        "the methods name the treatment of ties"
    );
}

/// R: `t.test(breaks ~ wool, warpbreaks)` and `oneway.test(breaks ~ tension, warpbreaks)`.
#[test]
fn means_are_compared_when_the_study_asks() {
    let study = r#"
[document]
title = "Warp breaks"
date = "2024-01-31"

[variables.breaks]
label = "Breaks"
kind = "continuous"
summary = "mean"

[variables.wool]
kind = "nominal"
levels = ["A", "B"]

[variables.tension]
kind = "ordinal"
levels = ["L", "M", "H"]

[[tables]]
id = "by-wool"
title = "By wool"
by = "wool"
rows = ["breaks"]

[[tables]]
id = "by-tension"
title = "By tension"
by = "tension"
rows = ["breaks"]
"#;
    let data = fs::read_to_string(project().join("tests/reference/data/warpbreaks.csv")).unwrap();
    let place = Place::with(study, &data);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let value = |id: &str| -> f64 {
        let results = fs::read_to_string(place.out().join("results.json")).unwrap();
        let results: serde_json::Value = serde_json::from_str(&results).unwrap();
        let numbers = results["numbers"].as_array().unwrap();
        let number = numbers.iter().find(|number| number["id"] == id);
        number.unwrap_or_else(|| panic!("{id}"))["value"]
            .as_f64()
            .unwrap()
    };
    for (id, r) in [
        ("breaks.by_wool.test.p", 0.109_830_321_713_655_05),
        ("breaks.by_wool.test.difference", 5.777_777_777_777_779),
        ("breaks.by_tension.test.p", 0.007_031_650_652_607_402),
        ("breaks.by_tension.l.mean", 36.388_888_888_888_886),
    ] {
        let ours = value(id);
        assert!(((ours - r) / r).abs() < 1e-9, "{id}: {ours} {r}");
    }
    assert!(value("breaks.by_tension.l_vs_h.p") < 0.01);
    let table = fs::read_to_string(place.out().join("tables/by-wool.csv")).unwrap();
    assert!(table.contains("mean (SD)"), "{table}");
}

/// R: `survdiff` of each pair of cell types in `veteran`, `p.adjust(p, "holm")`.
#[test]
fn curves_are_compared_pair_by_pair() {
    let study = r#"
[document]
title = "Lung cancer trial"
date = "2024-01-31"

[variables.trt]
kind = "text"

[variables.celltype]
kind = "nominal"
levels = ["squamous", "smallcell", "adeno", "large"]

[variables.time]
kind = "continuous"
unit = "days"

[variables.status]
kind = "binary"
levels = ["0", "1"]

[variables.karno]
kind = "continuous"

[variables.diagtime]
kind = "continuous"

[variables.age]
kind = "continuous"

[variables.prior]
kind = "text"

[endpoints.os]
label = "overall survival"
time = "time"
status = "status"
event = ["1"]
unit = "days"

[[tables]]
id = "pairs"
kind = "pairs"
title = "Pairs"
by = "celltype"
variables = ["karno"]
endpoints = ["os"]
"#;
    let data = fs::read_to_string(project().join("tests/reference/data/veteran.csv")).unwrap();
    let place = Place::with(study, &data);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let results = fs::read_to_string(place.out().join("results.json")).unwrap();
    let results: serde_json::Value = serde_json::from_str(&results).unwrap();
    for (key, r) in [
        ("p_unadjusted", 0.000_668_921_225_041_470_3),
        ("p", 0.002_675_684_900_165_881_3),
    ] {
        let id = format!("os.by_celltype.squamous_vs_smallcell.{key}");
        let numbers = results["numbers"].as_array().unwrap();
        let number = numbers
            .iter()
            .find(|number| number["id"] == id.as_str())
            .unwrap();
        let ours = number["value"].as_f64().unwrap();
        assert!(((ours - r) / r).abs() < 1e-9, "{id}: {ours} {r}");
    }
    let table = fs::read_to_string(place.out().join("tables/pairs.csv")).unwrap();
    assert!(table.contains("Overall survival"), "{table}");
    assert!(
        table
            .contains("Pairs were not compared where the overall test was not significant: karno."),
        "{table}"
    );
}
