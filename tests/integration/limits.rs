//! No input stops the program without a clear error, and none writes what a
//! terminal or a spreadsheet would obey.

use std::ffi::OsString;
use std::fs;
use std::process::Output;

use super::common::{COHORT, Place, STUDY, program, stderr, stdout};

/// The colour, the screen, the line, the other direction, a C1 control.
const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;x\u{7}a\rb\u{8}\u{9b}31m\u{202e}c\u{2066}d\u{7f}";

fn assert_harmless(what: &str, output: &Output) {
    for (stream, text) in [("out", stdout(output)), ("err", stderr(output))] {
        let bad = text.chars().find(|c| {
            (c.is_control() && !matches!(c, '\n' | '\t'))
                || matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(bad, None, "{what}, standard {stream}: {text:?}");
    }
    let code = output.status.code();
    assert!(code.is_some_and(|code| code <= 5), "{what}: {code:?}");
}

/// A string of TOML with any character.
fn quoted(text: &str) -> String {
    let inner: String = text
        .chars()
        .map(|c| match c {
            '"' | '\\' => format!("\\{c}"),
            c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("\"{inner}\"")
}

#[test]
fn nothing_rewrites_the_terminal_whatever_the_command() {
    let own = quoted(HOSTILE);
    let study = STUDY
        .replace("label = \"Arm\"", &format!("label = {own}"))
        .replace("unit = \"mm\"", &format!("unit = {own}"))
        .replace("event_label = \"death\"", &format!("event_label = {own}"))
        .replace("title = \"Everything\"", &format!("title = {own}"))
        .replace(
            "levels = [\"surgery\", \"radiotherapy\"]",
            &format!("levels = [\"surgery\", \"radiotherapy\", {own}]"),
        );
    let cohort = COHORT.replace("A2,surgery", &format!("\"{HOSTILE}\",\"{HOSTILE}\""));
    let broken = format!("{study}\n[variables.{own}]\nkind = {own}\n");
    let published = format!(
        "source = {own}\n[[numbers]]\nid = {own}\ntext = {own}\nplace = {own}\n\
         [[claims]]\nwords = {own}\nholds = {own}\n"
    );
    let good = "source = \"P\"\n[[numbers]]\nid = \"all.n\"\ntext = \"7\"\nplace = PLACE\n\
                [[claims]]\nwords = PLACE\nholds = \"value('size.median') > 500\"\n"
        .replace("PLACE", &own);
    let template = format!("<< num({own}) >>\n");
    for (study, cohort, published, template) in [
        (
            study.as_str(),
            cohort.as_str(),
            good.as_str(),
            "12 \u{1b}[2J",
        ),
        (
            broken.as_str(),
            cohort.as_str(),
            published.as_str(),
            template.as_str(),
        ),
        (
            STUDY,
            cohort.as_str(),
            published.as_str(),
            template.as_str(),
        ),
        (STUDY, COHORT, good.as_str(), template.as_str()),
        (STUDY, COHORT, published.as_str(), HOSTILE),
        (HOSTILE, HOSTILE, HOSTILE, HOSTILE),
    ] {
        let place = Place::with(study, cohort);
        place.write("published.toml", published);
        place.write("templates/results.typ", template);
        for command in ["validate", "check", "lint"] {
            let output = place.command(command).output().unwrap();
            assert_harmless(command, &output);
        }
        for format in ["json", "junit", "github"] {
            let output = place
                .command("check")
                .args(["--format", format])
                .output()
                .unwrap();
            assert_harmless(format, &output);
        }
        let figures = place.folder.path().join("figures");
        let output = place
            .command("figures")
            .arg("--figures")
            .arg(figures)
            .output()
            .unwrap();
        assert_harmless("figures", &output);
        let study = place.study();
        for words in [
            vec!["numbers"],
            vec!["numbers", HOSTILE],
            vec!["explain", HOSTILE],
        ] {
            let mut command = program();
            command.args(&words).arg("--study").arg(&study);
            assert_harmless(words[0], &command.output().unwrap());
        }
        let from = place.folder.path().join(format!("{HOSTILE}.csv"));
        fs::write(&from, cohort).unwrap();
        let new = place.folder.path().join(format!("new{HOSTILE}"));
        let output = program()
            .arg("new")
            .arg(&new)
            .arg("--from")
            .arg(&from)
            .output()
            .unwrap();
        assert_harmless("new", &output);
        for words in [
            vec!["report".into(), new.clone().into_os_string()],
            vec!["diff".into(), study.clone().into(), new.clone().into()],
            vec!["verify".into(), from.clone().into_os_string()],
            vec![
                "typst".into(),
                "--typst".into(),
                from.clone().into_os_string(),
            ],
            vec![OsString::from(HOSTILE)],
            vec!["report".into(), OsString::from(format!("--{HOSTILE}"))],
        ] {
            let output = program().args(&words).output().unwrap();
            assert_harmless(&format!("{words:?}"), &output);
        }
    }
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_are_refused() {
    use std::os::unix::ffi::OsStringExt;
    let bytes = OsString::from_vec(b"\xff\xfe\x1b[2J".to_vec());
    let long = OsString::from("a".repeat(100_000));
    for odd in [bytes, OsString::new(), long] {
        for command in [
            "report", "check", "validate", "numbers", "explain", "verify", "diff", "lint", "new",
            "figures",
        ] {
            let output = program().arg(command).arg(&odd).output().unwrap();
            assert_harmless(command, &output);
            let output = program()
                .arg(command)
                .arg("--study")
                .arg(&odd)
                .output()
                .unwrap();
            assert_harmless(command, &output);
        }
    }
}

#[cfg(unix)]
#[test]
fn pipes_folders_and_devices_are_no_inputs() {
    let place = Place::new();
    let pipe = place.folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .unwrap();
    assert!(made.success());
    let new = place.folder.path().join("new").into_os_string();
    let pipe = pipe.into_os_string();
    for words in [
        vec!["verify".into(), pipe.clone()],
        vec!["new".into(), new, "--from".into(), pipe.clone()],
        vec!["diff".into(), place.study().into(), pipe],
    ] {
        let output = program().args(&words).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{words:?}");
        assert!(
            stderr(&output).contains("is a named pipe"),
            "{}",
            stderr(&output)
        );
    }
    // The cohort may be a folder of Parquet files.
    for (file, problem) in [
        ("study.toml", "is not a regular file"),
        ("cohort.csv", "is a folder without Parquet files"),
        ("published.toml", "is not a regular file"),
    ] {
        let place = Place::new();
        let path = place.study().join(file);
        let _ = fs::remove_file(&path);
        fs::create_dir(&path).unwrap();
        let output = place.command("check").output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{file}");
        assert!(stderr(&output).contains(problem), "{}", stderr(&output));
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_below_templates_is_told() {
    let place = Place::new();
    place.write("templates/results.typ", "<< num(\"all.n\") >>");
    let templates = place.study().join("templates");
    fs::create_dir(templates.join("images")).unwrap();
    fs::create_dir(templates.join(".hidden")).unwrap();
    std::os::unix::fs::symlink("nowhere.png", templates.join("link.png")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(templates.join("methods.typ"))
        .status()
        .unwrap();
    assert!(made.success());
    let output = place.report();
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    for told in [
        "images: is not a regular file",
        "methods.typ: is not a regular file",
        "link.png: is a link to a file that does not exist",
        "3 findings",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(!text.contains(".hidden"), "{text}");

    let place = Place::new();
    place.write("templates", "no folder");
    let output = place.report();
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(
        text.contains("templates: cannot be read as a folder"),
        "{text}"
    );
}

/// One error, at its line, for whatever could exhaust stack, memory or time.
#[test]
fn templates_have_limits() {
    let double = |operator: &str| {
        let start = "<% set ns = namespace(x = \"abcdefgh\") %>";
        let step = format!("<% set ns.x = ns.x {operator} ns.x %>");
        format!("{start}{}<< ns.x|length >>", step.repeat(40))
    };
    for (template, told) in [
        (double("+"), "limit of steps and memory"),
        (double("~"), "limit of steps and memory"),
        (
            "<% set t = \"a\" * 1000000 %><< t|replace(\"a\", t)|length >>".to_owned(),
            "limit of steps and memory",
        ),
        (
            format!("<< {}true >>", "not ".repeat(100_000)),
            "the limit is 1000",
        ),
        (
            format!("<< {}1 >>", "1 + ".repeat(100_000)),
            "the limit is 1000",
        ),
        (
            format!("<< \"x\"{} >>", "|upper".repeat(100_000)),
            "the limit is 1000",
        ),
        (
            format!("<< {}1{} >>", "(".repeat(300), ")".repeat(300)),
            "recursion",
        ),
        (
            format!(
                "<% if false %>{}<% endif %>",
                "<% elif false %>".repeat(1000)
            ),
            "more than 500 branches of elif",
        ),
        (
            "<% include \"results.typ\" %>".to_owned(),
            "recursion limit",
        ),
    ] {
        let place = Place::new();
        place.write("templates/results.typ", &template);
        let output = place.report();
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(4), "{text}");
        assert!(text.contains(told), "{told}: {text}");
        assert!(text.contains("results.typ (of the study):1"), "{text}");
        assert!(text.len() < 2_000, "{}", text.len());
    }
}

#[test]
fn claims_have_limits() {
    for (condition, told) in [
        (
            format!("{}true", "not ".repeat(100_000)),
            "the limit is 1000",
        ),
        (
            format!("{}true", "true and ".repeat(100_000)),
            "the limit is 1000",
        ),
        (
            "((\"a\" * 1000000)|replace(\"a\", \"b\" * 1000000))|length > 3".to_owned(),
            "too many steps, or too much memory",
        ),
        ("range(100000000000)|list|length > 3".to_owned(), "too many"),
        ("\"a\" * 3000".to_owned(), "evaluates to a string"),
    ] {
        let place = Place::new();
        let holds = quoted(&condition);
        place.write(
            "published.toml",
            &format!("source = \"P\"\n[[claims]]\nwords = \"w\"\nholds = {holds}\n"),
        );
        let output = place.command("check").output().unwrap();
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(3), "{text}");
        assert!(text.contains(told), "{told}: {text}");
        assert!(text.len() < 4_000, "{}", text.len());
    }
}

#[test]
fn studies_have_limits() {
    let list = |count: usize| {
        let items: Vec<String> = (0..count).map(|item| format!("\"l{item}\"")).collect();
        items.join(", ")
    };
    let tables: String = (0..10_001)
        .map(|at| format!("[[tables]]\nid = \"t{at}\"\ntitle = \"T\"\nrows = [\"size\"]\n"))
        .collect();
    let rates: Vec<String> = (1..13_000).map(|month| month.to_string()).collect();
    let nested = format!(
        "a = {}{}\n{STUDY}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    for (study, told) in [
        (
            STUDY.replace("\"surgery\", \"radiotherapy\"", &list(100_000)),
            "lists 100000 items; the limit is 10000",
        ),
        (format!("{STUDY}\n{tables}"), "items; the limit is 10000"),
        (
            STUDY.replace("rates = [12]", &format!("rates = [{}]", rates.join(", "))),
            "lists 12999 items; the limit is 10000",
        ),
        (nested, "recurs"),
        (
            format!("rules = [\"{}size > 0\"]\n{STUDY}", "not ".repeat(100_000)),
            "size",
        ),
    ] {
        let place = Place::with(&study, COHORT);
        let output = place.command("validate").output().unwrap();
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(3), "{text}");
        assert!(text.contains(told), "{told}: {text}");
        assert!(text.len() < 20_000, "{}", text.len());
    }
}

/// Findings without number are counted, not listed.
#[test]
fn findings_in_thousands_are_counted() {
    let many: String = (0..3_000)
        .map(|at| format!("[variables.v{at}]\nkind = \"text\"\n"))
        .collect();
    let output = Place::with(&format!("{STUDY}\n{many}"), COHORT)
        .command("figures")
        .output()
        .unwrap();
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        text.contains("… and 2000 more in 2000 other places"),
        "{}",
        &text[text.len() - 200..]
    );
    assert!(
        text.contains("3000 findings"),
        "{}",
        &text[text.len() - 200..]
    );
}
