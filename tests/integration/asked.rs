//! `new --ask`, its answers coming from a pipe.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};

use crate::common::{files, program, stderr, stdout};

fn asked(folder: &Path, csv: &str, answers: &str) -> Output {
    fs::write(folder.join("in.csv"), csv).unwrap();
    let mut child = program()
        .args(["new", "study", "--from", "in.csv", "--ask"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // A program that has stopped reading is a result too.
    let _ = pipe.write_all(answers.as_bytes());
    drop(pipe);
    child.wait_with_output().unwrap()
}

fn study(csv: &str, answers: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output = asked(folder.path(), csv, answers);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    fs::read_to_string(folder.path().join("study/study.toml")).unwrap()
}

/// Columns that can be read in two ways each.
fn ambiguous() -> String {
    let mut csv = "id,arm,visit_date,ferritin,stage,inst,time,status,nodes\n".to_owned();
    for row in 1..=40 {
        let (month, day) = (row % 12 + 1, row * 7 % 12 + 1);
        let (arm, thousand, stage, inst) =
            (["A", "B"][row % 2], 100 + row * 3, row % 4 + 1, row % 5 + 1);
        let (time, status, nodes) = (10 + row * 9, row % 3, [0, 1, 2, 3, 9][row % 5]);
        writeln!(
            csv,
            "P{row},{arm},{month:02}/{day:02}/2020,1.{thousand},{stage},{inst},{time},{status},{nodes}"
        )
        .unwrap();
    }
    csv
}

const ANSWERS: &str = "mdy\nthousands\nmissing\nnominal\ncontinuous\n2\n1\ndays\nstage\n";

#[test]
fn answers_are_keys_of_the_study() {
    let text = study(&ambiguous(), ANSWERS);
    for part in [
        "[cohort]\ndates = \"mdy\"\n",
        "[variables.\"ferritin\"]\nlabel = \"Ferritin\"\nkind = \"continuous\"\nthousands = \".\"\n",
        "[variables.\"nodes\"]\nlabel = \"Nodes\"\nkind = \"continuous\"\nmissing = [\"9\"]\n",
        "[variables.\"stage\"]\nlabel = \"Stage\"\nkind = \"nominal\"\nlevels = [\"1\", \"2\", \"3\", \"4\"]\n",
        "[variables.\"inst\"]\nlabel = \"Inst\"\nkind = \"continuous\"\n",
        "[endpoints.survival]\nlabel = \"survival\"\nevent_label = \"status = 2\"\ntime = \"time\"\n\
         status = \"status\"\nevent = [\"2\"]\ncompeting = [\"1\"]\nunit = \"days\"\n",
        "by = \"stage\"\n",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("# LOOK"), "{text}");
}

#[test]
fn an_empty_line_is_the_guess() {
    // Whether a point stands between thousands cannot be guessed.
    let answers = ANSWERS.replace("mdy", "").replace("missing", "");
    let guessed: String = answers
        .lines()
        .map(|line| if line == "thousands" { "2\n" } else { "\n" })
        .collect();
    let with = study(&ambiguous(), &guessed);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.csv"), ambiguous()).unwrap();
    let made = program()
        .args(["new", "study", "--from", "in.csv"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let without = fs::read_to_string(folder.path().join("study/study.toml")).unwrap();
    let keys = |text: &str| -> Vec<String> {
        let lines = text
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        // What cannot be guessed is text without --ask.
        let own = lines.filter(|line| !line.contains("ferritin") && !line.contains("decimal"));
        own.map(str::to_owned).collect()
    };
    let text = |line: &String| line == "kind = \"text\"" || line == "kind = \"continuous\"";
    let without: Vec<String> = keys(&without)
        .into_iter()
        .filter(|line| !text(line))
        .collect();
    let with: Vec<String> = keys(&with).into_iter().filter(|line| !text(line)).collect();
    let with: Vec<String> = with
        .into_iter()
        .filter(|line| line != "digits = 2")
        .collect();
    let rows = |line: &String| line.starts_with("rows = ") || line.starts_with("variables = ");
    assert_eq!(
        with.iter().filter(|line| !rows(line)).collect::<Vec<_>>(),
        without
            .iter()
            .filter(|line| !rows(line))
            .collect::<Vec<_>>()
    );
}

#[test]
fn what_is_no_endpoint_is_left_out() {
    let answers = "mdy\nthousands\nvalue\n\n\nnone\nnone\n";
    let text = study(&ambiguous(), answers);
    assert!(!text.contains("[endpoints"), "{text}");
    assert!(!text.contains("\nby = "), "{text}");
    assert!(!text.contains("missing = "), "{text}");
}

#[test]
fn an_early_end_or_a_wrong_answer_writes_nothing() {
    for (answers, part) in [
        (
            "",
            "the input ended before every question was answered; nothing was written",
        ),
        ("mdy\nthousands\n", "the input ended"),
        ("mdy", "the input ended"),
        (
            "ymd\n",
            "\"ymd\" is no answer to \"cohort.csv: In which order are day and month written?\"",
        ),
        // There is no guess to agree to.
        ("mdy\n\n", "\"\" is no answer to \"ferritin"),
        ("mdy\n1 2\n", "\"1 2\" is no answer"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let output = asked(folder.path(), &ambiguous(), answers);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{answers}: {}",
            stderr(&output)
        );
        let text = stderr(&output);
        assert!(
            text.contains(part) && text.contains("help: "),
            "{part}: {text}"
        );
        assert_eq!(stdout(&output), "");
        let left = files(folder.path());
        assert_eq!(
            left.iter()
                .map(|(name, _)| name.as_str())
                .collect::<Vec<_>>(),
            ["in.csv"]
        );
    }
}

#[test]
fn a_file_without_doubts_is_asked_about_its_groups_alone() {
    let mut csv = "id,arm,sex,size\n".to_owned();
    for row in 0..20 {
        let (arm, sex) = (["A", "B"][row % 2], ["f", "m"][row / 2 % 2]);
        writeln!(csv, "P{row},{arm},{sex},{}.5", row + 20).unwrap();
    }
    let text = study(&csv, "sex\n");
    assert!(text.contains("by = \"sex\""), "{text}");
    // Nothing to ask.
    let csv = "id,size\nP1,1.5\nP2,2.5\nP3,3.5\nP4,5.5\n";
    assert!(study(csv, "").contains("kind = \"continuous\""));
}

#[test]
fn a_folder_that_exists_is_told_before_any_question() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("study")).unwrap();
    fs::write(folder.path().join("study/notes.txt"), "mine").unwrap();
    let output = asked(folder.path(), &ambiguous(), "");
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("already exists"),
        "{}",
        stderr(&output)
    );
    assert!(
        !stderr(&output).contains("In which order"),
        "{}",
        stderr(&output)
    );
}

/// Dates of surgery, recurrence, death and last contact; two died after it.
fn dated() -> String {
    let mut csv = "id,arm,surgery_date,recurrence_date,death_date,last_contact\n".to_owned();
    for row in 0..24 {
        let (arm, month) = (["A", "B"][row % 2], row % 9 + 1);
        let recurrence = if row % 3 == 0 {
            format!("2020-0{month}-03")
        } else {
            String::new()
        };
        let death = match row % 8 {
            0 => "2022-05-20",
            4 => "2021-04-01",
            _ => "",
        };
        let last = if row % 8 == 4 {
            "2021-04-01"
        } else {
            "2022-05-01"
        };
        writeln!(
            csv,
            "P{row},{arm},2019-0{month}-03,{recurrence},{death},{last}"
        )
        .unwrap();
    }
    csv
}

#[test]
fn death_before_recurrence_is_asked_about() {
    let recurrence = |answers: &str| {
        let text = study(&dated(), answers);
        let start = text
            .find("[endpoints.recurrence]")
            .unwrap_or_else(|| panic!("{text}"));
        text[start..].split("\n\n").next().unwrap().to_owned()
    };
    for (answer, parts, absent) in [
        (
            "censored",
            &["events = [\"recurrence_date\"]"][..],
            "censored_is",
        ),
        (
            "event",
            &[
                "events = [\"recurrence_date\", \"death_date\"]",
                "censored_is = \"visit\"",
            ],
            "competing",
        ),
        (
            "3",
            &[
                "events = [\"recurrence_date\"]",
                "competing = [\"death_date\"]",
                "censored_is = \"visit\"",
            ],
            "LOOK",
        ),
    ] {
        let section = recurrence(&format!("{answer}\narm\n"));
        for part in parts {
            assert!(section.contains(part), "{part}: {section}");
        }
        assert!(!section.contains(absent), "{absent}: {section}");
    }
}
