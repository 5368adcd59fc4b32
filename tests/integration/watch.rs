//! `watch`: again on every change, only what changed, the last good report kept.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::common::{COHORT, Place, STUDY, program, project};

/// A running `watch` whose lines can be waited for.
struct Watching {
    place: Place,
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start() -> Self {
        let place = Place::new();
        place.write(
            "templates/results.typ",
            "= Results\nIt holds << num(\"cohort.n\") >>.\n",
        );
        let mut child = program()
            .arg("watch")
            .arg(place.study())
            .arg("--out")
            .arg(place.out())
            .current_dir(project())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let watching = Self {
            place,
            child,
            lines,
        };
        watching.until("report.pdf in");
        watching
    }

    /// The lines up to the first that holds `words`.
    fn until(&self, words: &str) -> String {
        let mut seen = String::new();
        loop {
            let line = self
                .lines
                .recv_timeout(Duration::from_secs(60))
                .unwrap_or_else(|_| panic!("no {words:?} after: {seen}"));
            seen += &line;
            seen.push('\n');
            if line.contains(words) {
                return seen;
            }
        }
    }

    fn pdf(&self) -> Vec<u8> {
        fs::read(self.place.out().join("report.pdf")).unwrap()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn only_what_changed_is_made_again() {
    let watching = Watching::start();
    let first = watching.pdf();
    watching.place.write(
        "templates/results.typ",
        "= Results\nThere are << num(\"cohort.n\") >>.\n",
    );
    let told = watching.until("report.pdf in");
    assert!(told.contains("changed: templates/results.typ"), "{told}");
    for stage in ["read the cohort", "analyse", "draw"] {
        assert!(!told.contains(stage), "{stage}: {told}");
    }
    assert!(told.contains("fill the template"), "{told}");
    assert!(watching.pdf() != first);

    // Another title: the rows and the numbers are the same.
    watching
        .place
        .write("study.toml", &STUDY.replace("A small study", "Renamed"));
    let told = watching.until("report.pdf in");
    assert!(
        !told.contains("analyse") && !told.contains("draw"),
        "{told}"
    );

    // Another table: the rows are the same.
    let study = STUDY.replace(
        "rows = [\"size\", \"smoker\", \"status\"]",
        "rows = [\"size\"]",
    );
    watching.place.write("study.toml", &study);
    let told = watching.until("report.pdf in");
    assert!(
        told.contains("analyse") && !told.contains("read the cohort"),
        "{told}"
    );

    watching.place.write(
        "cohort.csv",
        &COHORT.replace("A1,surgery,42", "A1,surgery,43"),
    );
    let told = watching.until("report.pdf in");
    assert!(told.contains("read the cohort"), "{told}");

    // What it made is what `report` makes.
    let watched = watching.pdf();
    let report = watching.place.report();
    assert_eq!(report.status.code(), Some(0));
    assert!(watched == watching.pdf());
}

#[test]
fn an_error_keeps_the_last_report_and_is_reported_at_its_line() {
    let watching = Watching::start();
    let good = watching.pdf();
    watching
        .place
        .write("cohort.csv", &COHORT.replace("55,yes", "wide,yes"));
    let told = watching.until("the last report is kept");
    assert!(
        told.contains("cohort.csv:5: size: \"wide\": is not a number"),
        "{told}"
    );
    watching.place.write(
        "templates/results.typ",
        "= Results\n<< num(\"cohort.m\") >>\n",
    );
    watching.place.write("cohort.csv", COHORT);
    let told = watching.until("cohort.m");
    assert!(told.contains("results.typ (of the study):2"), "{told}");
    watching
        .place
        .write("templates/results.typ", "= Results\n#let x = (\n");
    watching.until("results.typ");
    assert!(watching.pdf() == good);
    watching.place.write(
        "templates/results.typ",
        "= Results\nIt holds << num(\"cohort.n\") >>.\n",
    );
    watching.until("report.pdf in");
    assert!(watching.pdf() == good);
}

#[test]
fn renamed_halved_and_returning_files_are_survived() {
    let watching = Watching::start();
    // As editors save: a new file takes the name of the old.
    let changed = COHORT.replace("A2,surgery,38", "A2,surgery,39");
    watching.place.write(".cohort.csv.swp", &changed);
    let study = watching.place.study();
    fs::rename(study.join(".cohort.csv.swp"), study.join("cohort.csv")).unwrap();
    watching.until("report.pdf in");
    // In pieces: a file that keeps growing is waited for.
    for at in (0..=COHORT.len()).step_by(40).chain([COHORT.len()]) {
        watching.place.write("cohort.csv", &COHORT[..at]);
        std::thread::sleep(Duration::from_millis(10));
    }
    watching.until("report.pdf in");
    // Gone for a moment, then for long.
    fs::remove_file(study.join("cohort.csv")).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    watching.place.write("cohort.csv", &changed);
    let told = watching.until("report.pdf in");
    assert!(!told.contains("is missing"), "{told}");
    fs::remove_file(study.join("study.toml")).unwrap();
    let told = watching.until("the last report is kept");
    assert!(told.contains("study.toml: is missing"), "{told}");
    watching.place.write("study.toml", STUDY);
    watching.until("the report is up to date");
}

#[test]
fn a_folder_that_is_not_there_is_not_waited_for() {
    let place = Place::empty();
    let output = place.command("watch").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
}
