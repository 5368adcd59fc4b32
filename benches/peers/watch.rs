//! From saving a template until the new PDF is in its place, beside Typst's own `watch`.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use super::{CURVES, TABLES, generate, measure, typst};

const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(5);

/// A program that is ended with this.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(program: &Path, arguments: &[&Path]) -> Result<Running, String> {
    let mut command = Command::new(program);
    let command = command
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let child = command
        .spawn()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    Ok(Running(child))
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}

/// Waits until a file differs from what it was.
fn wait_for(file: &Path, was: Option<SystemTime>) -> Result<(), String> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if changed(file).is_some_and(|now| Some(now) != was) {
            return Ok(());
        }
        sleep(LOOK);
    }
    Err(format!("{} was not made within a minute", file.display()))
}

/// The median of the seconds between a change of `source` and the new `pdf`.
fn median(source: &Path, pdf: &Path, runs: usize) -> Result<f64, String> {
    wait_for(pdf, None)?;
    let mut all = Vec::new();
    for at in 0..runs.max(1) {
        // What is still written is no answer to the next change.
        sleep(Duration::from_secs(2));
        let was = changed(pdf);
        let begun = Instant::now();
        let mut file = OpenOptions::new()
            .append(true)
            .open(source)
            .map_err(|error| error.to_string())?;
        writeln!(file, "\nOne more sentence, {at}.").map_err(|error| error.to_string())?;
        drop(file);
        wait_for(pdf, was)?;
        all.push(begun.elapsed().as_secs_f64());
    }
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2)
        .copied()
        .ok_or_else(|| "no run".to_owned())
}

/// A sentence with both medians.
pub fn seconds(program: &Path, folder: &Path, runs: usize) -> Result<String, String> {
    let cohort = folder.join("watched.csv");
    generate::write(200, &mut File::create(&cohort).unwrap()).unwrap();
    let study = measure::study(folder, "watched", &[TABLES, CURVES].concat(), &cohort);
    let template = study.join("templates/results.typ");
    fs::create_dir_all(study.join("templates")).unwrap();
    fs::write(&template, "= Results\n\nA sentence.\n").unwrap();
    let out = folder.join("watched-out");
    let running = start(
        program,
        &[Path::new("watch"), &study, Path::new("--out"), &out],
    )?;
    let ours = median(&template, &out.join("report.pdf"), runs)?;
    drop(running);
    let (source, pdf) = (folder.join("plain.typ"), folder.join("plain.pdf"));
    fs::write(&source, "= Results\n\nA sentence.\n").unwrap();
    let theirs = start(&typst(), &[Path::new("watch"), &source, &pdf])
        .and_then(|_running| median(&source, &pdf, runs));
    let beside = match theirs {
        Ok(theirs) => format!(
            "{theirs:.2} s of `typst watch` on one sentence, {:.2} times as long",
            ours / theirs
        ),
        Err(why) => format!("`typst watch` skipped: {why}"),
    };
    Ok(format!(
        "A change seen by `watch`, 200 rows: {ours:.2} s until the new PDF; {beside}."
    ))
}
