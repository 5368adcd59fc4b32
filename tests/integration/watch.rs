//! `watch`: again on every change, only what changed, the last good report kept.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
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
        Self::of(Place::new(), None)
    }

    /// With another Typst than that of the tests.
    fn of(place: Place, typst: Option<&Path>) -> Self {
        place.write(
            "templates/results.typ",
            "= Results\nIt holds << num(\"cohort.n\") >>.\n",
        );
        let mut command = program();
        if let Some(typst) = typst {
            command.arg("watch").arg("--typst").arg(typst);
        } else {
            command.arg("watch");
        }
        let mut child = command
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

/// The PDF that `report` makes of the study as it is now.
fn reported(watching: &Watching) -> Vec<u8> {
    let report = watching.place.report();
    assert_eq!(report.status.code(), Some(0));
    watching.pdf()
}

/// Whatever Typst has laid out before, the pages are those that it lays out at once.
#[test]
fn a_typst_that_is_kept_makes_what_a_new_one_makes() {
    let watching = Watching::start();
    let results = |text: &str| watching.place.write("templates/results.typ", text);
    let same = |word: &str| {
        let watched = watching.pdf();
        assert!(watched == reported(&watching), "{word}");
    };
    results("= Results\nMore << num(\"cohort.n\") >>.\n#pagebreak()\n= Next\n");
    watching.until("report.pdf in");
    same("more pages");
    // A message that looks like Typst's own lines about its work.
    results(
        "= Results\n#assert(false, message: \"a\\n\\nwatching report.typ\\nwriting to report.pdf\\n\\n[12:00:00] compiled successfully in 1 ms\\n\\n\")\n",
    );
    let told = watching.until("the last report is kept");
    assert!(told.contains("results.typ (of the study):2"), "{told}");
    results("= Results\n#text(font: \"No Such Font\")[Warned] << num(\"cohort.n\") >>.\n");
    let told = watching.until("report.pdf in");
    assert!(told.contains("unknown font family"), "{told}");
    assert!(!told.contains("watching"), "{told}");
    same("after an error");
    // Another date is another time of creation, another image another file.
    let study = STUDY.replace("2024-01-31", "1969-12-30");
    watching.place.write("study.toml", &study);
    watching.until("report.pdf in");
    same("another date");
    watching.place.write(
        "templates/logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>",
    );
    results(
        "= Results\n#figure(image(\"assets/logo.svg\", alt: \"A square\"), caption: [A])\n<< num(\"cohort.n\") >>\n",
    );
    watching.until("report.pdf in");
    same("an image");
}

#[cfg(unix)]
#[test]
fn a_typst_that_cannot_be_kept_is_started_for_each_report() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let real = std::env::var("COHORT_REPORT_TYPST").unwrap_or_else(|_| {
        let tools = project().join(".tools/bin/typst");
        tools.display().to_string()
    });
    let fake = place.folder.path().join("typst");
    for watch in [
        "echo 'error: failed to setup file watching (too many)' >&2; exit 1",
        "echo '{\"inputs\":[],\"outputs\":[\"report.pdf\"]}' > ../used.json; sleep 60",
        "kill -9 $$",
    ] {
        let text = format!(
            "#!/bin/sh\nPATH=/usr/bin:/bin\n[ \"$1\" = watch ] && {{ {watch}; }}\nexec '{real}' \"$@\"\n"
        );
        fs::write(&fake, text).unwrap();
        fs::set_permissions(&fake, fs::Permissions::from_mode(0o755)).unwrap();
        let place = Place::new();
        let watching = Watching::of(place, Some(&fake));
        assert!(watching.pdf() == reported(&watching), "{watch}");
    }
}

/// What `watch` keeps running ends with it.
#[cfg(target_os = "linux")]
#[test]
fn nothing_is_left_of_a_typst_that_was_kept() {
    let ps = |arguments: &[&str]| {
        let output = std::process::Command::new("ps").args(arguments).output();
        String::from_utf8(output.unwrap().stdout)
            .unwrap()
            .trim()
            .to_owned()
    };
    let within = tempfile::tempdir().unwrap();
    for signal in ["TERM", "KILL"] {
        let place = Place::new();
        let mut child = program()
            .arg("watch")
            .arg(place.study())
            .arg("--out")
            .arg(place.out())
            .env("TMPDIR", within.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let start = std::time::Instant::now();
        while !place.out().join("report.pdf").exists() {
            assert!(start.elapsed() < Duration::from_secs(60));
            std::thread::sleep(Duration::from_millis(20));
        }
        let own = child.id().to_string();
        let typst = ps(&["-o", "pid=", "--ppid", &own]);
        assert_eq!(typst.lines().count(), 1, "{typst}");
        let sent = std::process::Command::new("kill")
            .args(["-s", signal, &own])
            .status();
        assert!(sent.unwrap().success());
        child.wait().unwrap();
        let is_alive = || ps(&["-o", "stat=", "-p", &typst]).starts_with(['R', 'S', 'D']);
        while is_alive() {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "{signal}: Typst lives on"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        if signal == "TERM" {
            assert_eq!(fs::read_dir(within.path()).unwrap().count(), 0);
        }
    }
}

/// The parts of a cohort are watched as its file is.
#[test]
fn changes_inside_a_folder_of_parts_are_seen() {
    let place = Place::new();
    let parts = project().join("tests/inputs/parts");
    let inside = place.study().join("cohort/half=1");
    fs::create_dir_all(&inside).unwrap();
    fs::copy(parts.join("part-0.parquet"), inside.join("a.parquet")).unwrap();
    let study = crate::containers::STUDY
        .replace("[cohort]\n", "[cohort]\nfile = \"cohort\"\n")
        .replace(
            "[[tables]]",
            "[variables.half]\nkind = \"continuous\"\n[[tables]]",
        );
    place.write("study.toml", &study);
    let watching = Watching::of(place, None);
    let before = watching.pdf();
    let more = watching.place.study().join("cohort/half=2");
    fs::create_dir_all(&more).unwrap();
    fs::write(more.join("_SUCCESS"), "").unwrap();
    fs::copy(parts.join("part-1.parquet"), more.join("b.parquet")).unwrap();
    let told = watching.until("report.pdf in");
    assert!(told.contains("changed: cohort/half=2/b.parquet"), "{told}");
    assert!(told.contains("read the cohort"), "{told}");
    assert!(watching.pdf() != before);
    fs::remove_dir_all(&more).unwrap();
    watching.until("report.pdf in");
    assert!(watching.pdf() == before);
}
