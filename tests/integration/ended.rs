//! Runs that a signal ends, and what Typst does to a run.
#![cfg(unix)]
#![allow(clippy::expect_used, reason = "a test may fail")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::common::{COHORT, Place, STATE, all_files, files, stderr};

/// A program that is taken for Typst, and after that runs this script.
fn fake_typst(place: &Place, script: &str) -> PathBuf {
    let path = place.folder.path().join("fake/typst");
    let version = cohort_report::typst::VERSION;
    let text = format!(
        "#!/bin/sh\nPATH=/usr/bin:/bin\n\
         [ \"$1\" = --version ] && echo typst {version} && exit\n{script}\n"
    );
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn report_with(place: &Place, typst: &Path) -> Command {
    let mut command = place.command("report");
    command.arg("--out").arg(place.out());
    command.arg("--typst").arg(typst);
    command
}

/// A run that waits for a Typst that does not end, and the process of that.
fn waiting(place: &Place) -> (Child, u32) {
    let noted = place.folder.path().join("process");
    let script = format!("echo $$ > '{}'\nexec sleep 60", noted.display());
    let typst = fake_typst(place, &script);
    let child = report_with(place, &typst).spawn().unwrap();
    let start = Instant::now();
    let process = || fs::read_to_string(&noted).ok()?.trim().parse().ok();
    while process().is_none() && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(5));
    }
    (child, process().expect("Typst did not start"))
}

fn signal(process: u32, name: &str) {
    let sent = Command::new("kill")
        .args(["-s", name, &process.to_string()])
        .status();
    assert!(sent.unwrap().success());
}

/// Whether a process still runs; one that nobody waited for has ended.
fn is_running(process: u32) -> bool {
    let process = process.to_string();
    let output = Command::new("ps")
        .args(["-o", "stat=", "-p", &process])
        .output();
    let state = String::from_utf8(output.unwrap().stdout).unwrap();
    !state.trim().is_empty() && !state.starts_with('Z')
}

fn has_ended(process: u32) -> bool {
    let start = Instant::now();
    while is_running(process) {
        if start.elapsed() > Duration::from_secs(10) {
            return false;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    true
}

/// Scratch folders and journals of runs.
fn left_behind(place: &Place) -> Vec<String> {
    let names = all_files(&place.out()).into_iter().map(|(name, _)| name);
    let own = names.filter(|name| Path::new(name).iter().any(|part| part == STATE));
    own.filter(|name| name.contains("run-") || name.contains("journal"))
        .collect()
}

/// Whether this process, and so its children, ignore a signal: SIGHUP under
/// nohup, SIGINT in the background of a script.
fn ignores(signal: &str) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let bits = ignored.and_then(|hex| u64::from_str_radix(hex.trim(), 16).ok());
    let number = match signal {
        "HUP" => 1,
        "INT" => 2,
        _ => 15,
    };
    bits.is_some_and(|bits| bits >> (number - 1) & 1 == 1)
}

#[test]
fn signals_end_typst_and_remove_the_copy_of_the_cohort() {
    let place = Place::new();
    assert!(place.report().status.success());
    let before = files(&place.out());
    for (name, status) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        // What is ignored when the program starts stays ignored.
        if ignores(name) {
            continue;
        }
        let (mut child, typst) = waiting(&place);
        assert!(!left_behind(&place).is_empty());
        signal(child.id(), name);
        let ended: ExitStatus = child.wait().unwrap();
        if name == "HUP" && !cfg!(target_os = "linux") {
            continue;
        }
        assert_eq!(ended.code(), Some(status), "{name}");
        assert!(has_ended(typst), "{name}: Typst lives on");
        assert_eq!(left_behind(&place), [""; 0], "{name}");
        assert!(files(&place.out()) == before, "{name}");
        fs::remove_file(place.folder.path().join("process")).unwrap();
    }
}

/// Signalled while an exact test of many seconds is computed, before there is a Typst.
#[test]
fn a_signal_ends_a_long_test_and_leaves_nothing() {
    if ignores("INT") {
        return;
    }
    let levels = |letter: char, n: usize| -> Vec<String> {
        (0..n).map(|at| format!("{letter}{at}")).collect()
    };
    let (rows, columns) = (levels('r', 4), levels('c', 9));
    let study = format!(
        "[document]\ntitle = \"T\"\ndate = \"2024-01-31\"\n\n[variables.a]\nlabel = \"A\"\n\
         kind = \"nominal\"\nlevels = {rows:?}\n\n[variables.b]\nlabel = \"B\"\nkind = \"nominal\"\n\
         levels = {columns:?}\n\n[[tables]]\nid = \"t\"\ntitle = \"T\"\nby = \"b\"\nrows = [\"a\"]\n"
    );
    let mut cohort = String::from("a,b\n");
    for at in 0..90 {
        let (row, column) = ((at * 5 + at / 7) % 4, (at * 7 + at / 11) % 9);
        cohort += &format!("{},{}\n", rows[row], columns[column]);
    }
    let place = Place::with(&study, &cohort);
    let mut command = report_with(&place, &fake_typst(&place, "exit 1"));
    let mut child = command
        .arg("--no-cache")
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(800));
    signal(child.id(), "INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    if place.out().exists() {
        assert_eq!(left_behind(&place), [""; 0]);
        assert!(files(&place.out()).is_empty());
    }
}

#[test]
fn a_run_that_was_killed_is_tidied_up_by_one_that_fails() {
    let place = Place::new();
    assert!(place.report().status.success());
    let before = files(&place.out());
    let (mut child, typst) = waiting(&place);
    let scratch = place.out().join(STATE);
    let scratch = fs::read_dir(scratch)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let scratch: Vec<PathBuf> = scratch.filter(|path| path.is_dir()).collect();
    assert_eq!(scratch.len(), 1);
    let mode = fs::metadata(&scratch[0]).unwrap().permissions().mode();
    assert_eq!(
        mode & 0o777,
        0o700,
        "others can read the copy of the cohort"
    );
    child.kill().unwrap();
    child.wait().unwrap();
    if cfg!(target_os = "linux") {
        assert!(has_ended(typst), "Typst lives on");
    }
    assert!(files(&place.out()) == before);
    assert!(!left_behind(&place).is_empty());
    place.write("cohort.csv", "id\n");
    assert_eq!(place.report().status.code(), Some(3));
    assert_eq!(left_behind(&place), [""; 0]);
    assert!(files(&place.out()) == before);
}

/// Killed in the middle of anything, from a fixed seed.
#[test]
fn runs_that_are_killed_at_any_time_leave_one_report() {
    let place = Place::new();
    assert!(place.report().status.success());
    let old = files(&place.out());
    let changed = COHORT.replace("A1,surgery,42", "A1,surgery,43");
    place.write("cohort.csv", &changed);
    let start = Instant::now();
    assert!(place.report().status.success());
    let whole = start.elapsed();
    let new = files(&place.out());
    let mut seed: u64 = 20_240_131;
    for name in ["KILL", "TERM", "INT", "KILL"] {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let part = f64::from(u32::try_from(seed >> 40).unwrap()) / f64::from(1_u32 << 24);
        for cohort in [COHORT, &changed] {
            place.write("cohort.csv", cohort);
            let mut command = place.command("report");
            let mut child = command.arg("--out").arg(place.out()).spawn().unwrap();
            std::thread::sleep(whole.mul_f64(part));
            signal(child.id(), name);
            child.wait().unwrap();
            if name == "KILL" {
                // Any run puts it right, also one whose study is wrong.
                place.write("cohort.csv", "id\n");
                assert_eq!(place.report().status.code(), Some(3));
            }
            let now = files(&place.out());
            assert!(now == old || now == new, "{name} after {part} of {whole:?}");
            assert_eq!(left_behind(&place), [""; 0], "{name} after {part}");
        }
    }
}

#[test]
fn what_is_no_pdf_replaces_none() {
    let place = Place::new();
    assert!(place.report().status.success());
    let before = files(&place.out());
    for (script, status, said) in [
        ("exit 0", 5, "not a complete PDF"),
        (": > report.pdf", 5, "not a complete PDF"),
        (
            "printf '%%PDF-1.7\\nhalf' > report.pdf",
            5,
            "not a complete PDF",
        ),
        (
            "kill -9 $$",
            4,
            "typst stopped without a message (signal: 9",
        ),
        (
            "echo 'error: failed to write PDF file (No space left on device (os error 28))' >&2; exit 1",
            5,
            "typst could not write the PDF: No space left on device",
        ),
        (
            "echo 'error: failed to write PDF file (File too large (os error 27))' >&2; exit 1",
            5,
            "typst could not write the PDF: File too large",
        ),
        (
            "echo 'report.typ:1:2: error: panicked with: No space left on device (os error 28)' >&2; exit 1",
            4,
            "No space left on device",
        ),
        (
            "echo 'memory allocation of 8 bytes failed' >&2; kill -6 $$",
            4,
            "typst ran out of memory",
        ),
        (
            "yes warning: long | head -c 9000000 >&2; exit 3",
            4,
            "warning: long",
        ),
    ] {
        let typst = fake_typst(&place, script);
        let output = report_with(&place, &typst).output().unwrap();
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(status), "{script}: {text}");
        assert!(text.contains(said), "{script}: {text}");
        assert!(files(&place.out()) == before, "{script}");
    }
}

/// Typst may use what the documentation says, and no more.
#[cfg(target_os = "linux")]
#[test]
fn typst_is_stopped_at_its_limit_of_memory() {
    let place = Place::new();
    let seen = place.folder.path().join("limit");
    let script = format!("ulimit -v > '{}'\nexit 1", seen.display());
    let typst = fake_typst(&place, &script);
    let limit = |arguments: &[&str]| {
        report_with(&place, &typst)
            .args(arguments)
            .output()
            .unwrap();
        fs::read_to_string(&seen)
            .unwrap()
            .trim()
            .parse::<u64>()
            .unwrap()
    };
    assert_eq!(limit(&[]), 4096 << 10);
    assert_eq!(limit(&["--memory-limit", "512"]), 512 << 10);

    let loops =
        "= Results\n#{ let all = (1,); let n = 0; while n < 60 { all = all + all; n += 1 } }\n";
    place.write("templates/results.typ", loops);
    let mut command = place.command("report");
    command
        .arg("--out")
        .arg(place.out())
        .args(["--memory-limit", "600"]);
    let output = command.output().unwrap();
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(4), "{text}");
    assert!(
        text.contains("typst ran out of memory: it may use 600 MB"),
        "{text}"
    );
    assert!(text.contains("raise --memory-limit"), "{text}");
}

/// By whatever name Typst is called, it is found where it runs.
#[test]
fn typst_is_found_by_relative_names() {
    let place = Place::new();
    let noted = place.folder.path().join("ran");
    let script = format!("touch '{}'\nexit 1", noted.display());
    let typst = fake_typst(&place, &script);
    let folder = typst.parent().unwrap();
    let runs = |command: &mut Command| {
        let output = command.current_dir(place.folder.path()).output().unwrap();
        assert!(
            fs::remove_file(&noted).is_ok(),
            "{command:?}: {}",
            stderr(&output)
        );
    };
    let out = place.out();
    let report = || {
        let mut command = crate::common::program();
        command
            .arg("report")
            .arg(place.study())
            .arg("--out")
            .arg(&out);
        command
            .stdin(Stdio::null())
            .env_remove("COHORT_REPORT_TYPST");
        command
    };
    runs(report().args(["--typst", "fake/typst"]));
    runs(report().args(["--typst", "./fake/../fake/typst"]));
    runs(report().args(["--typst", "typst"]).env("PATH", folder));
    runs(report().args(["--typst", "typst"]).env("PATH", "fake"));
    runs(report().env("COHORT_REPORT_TYPST", "fake/typst"));
    let mut link = report();
    std::os::unix::fs::symlink(&typst, place.folder.path().join("linked")).unwrap();
    runs(link.args(["--typst", "linked"]));
}

#[test]
fn outputs_that_left_the_study_are_removed_unless_they_were_changed() {
    let place = Place::new();
    assert!(place.report().status.success());
    let out = place.out();
    fs::write(out.join("figures/mine.svg"), "<svg/>").unwrap();
    fs::write(out.join("figures/bars.svg"), "<svg/>").unwrap();
    let (rest, _) = crate::common::STUDY
        .split_once("[[figures]]\nid = \"boxes\"")
        .unwrap();
    place.write(
        "study.toml",
        &rest.replace("id = \"rates\"", "id = \"renamed\""),
    );
    let output = place.report();
    let text = stderr(&output);
    assert!(output.status.success(), "{text}");
    assert!(
        text.contains("bars.svg: is no longer made, but was changed"),
        "{text}"
    );
    let names: Vec<String> = files(&out).into_iter().map(|(name, _)| name).collect();
    let expected = [
        "figures/bars.svg",
        "figures/mine.svg",
        "report.pdf",
        "report.typ",
        "results.json",
        "tables/all.csv",
        "tables/renamed.csv",
    ];
    assert_eq!(names, expected);
}

#[test]
fn a_folder_by_the_name_of_an_output_changes_nothing() {
    let place = Place::new();
    assert!(place.report().status.success());
    fs::remove_file(place.out().join("report.pdf")).unwrap();
    fs::create_dir(place.out().join("report.pdf")).unwrap();
    let before = files(&place.out());
    place.write(
        "cohort.csv",
        &COHORT.replace("A1,surgery,42", "A1,surgery,43"),
    );
    let output = place.report();
    assert_eq!(output.status.code(), Some(5));
    let text = stderr(&output);
    assert!(text.contains("report.pdf: is not a file"), "{text}");
    assert!(text.contains("\n    help: "), "{text}");
    assert!(files(&place.out()) == before);
}

/// Two at once: each waits for the other, and the folder holds one report.
#[test]
fn runs_at_the_same_time_take_turns() {
    let place = Place::new();
    let run = || {
        let mut command = place.command("report");
        command.arg("--out").arg(place.out()).spawn().unwrap()
    };
    let mut all = [run(), run(), run()];
    for child in &mut all {
        assert!(child.wait().unwrap().success());
    }
    let now = files(&place.out());
    assert!(place.report().status.success());
    assert!(files(&place.out()) == now);
    assert_eq!(left_behind(&place), [""; 0]);
}

/// What was written would be read by the next run.
#[test]
fn outputs_do_not_replace_inputs() {
    let place = Place::new();
    place.write("templates/results.typ", "= Results\n");
    let templates = place.study().join("templates");
    for arguments in [["--out"], ["--figures"]] {
        let mut command = place.command("report");
        let output = command.args(arguments).arg(&templates).output().unwrap();
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(3), "{text}");
        assert!(
            text.contains("is inside the templates of the study"),
            "{text}"
        );
        assert!(text.contains("help: choose another folder"), "{text}");
        assert_eq!(fs::read_dir(&templates).unwrap().count(), 1);
    }
    // A cohort with the name of an output.
    let study = crate::common::STUDY.replace(
        "[variables.id]",
        "[cohort]\nfile = \"results.json\"\n\n[variables.id]",
    );
    place.write("study.toml", &study);
    place.write("results.json", COHORT);
    let mut command = place.command("report");
    let output = command.arg("--out").arg(place.study()).output().unwrap();
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(
        text.contains("results.json: is a file of the study"),
        "{text}"
    );
    assert_eq!(
        fs::read_to_string(place.study().join("results.json")).unwrap(),
        COHORT
    );
}
