//! Whole commands beside the peers on the same data in the same run: reading, tables,
//! curves, a Cox model, long exact tests, a whole report, and a change seen by `watch`.
//!
//! `cargo bench --bench peers -- [ROWS [RUNS]]`, or `make bench`; a million rows and
//! three runs unless given. Peers are `Rscript` with survival (and data.table) and
//! `python3`, or the one that `PYTHON` names, with polars and scipy. What is skipped is
//! listed with its reason.
//!
//! `cargo bench --bench peers -- growth [ROWS …]`, or `make growth`: all statistics of
//! registries from a thousand to ten million rows, beside the same peers.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program to run by hand"
)]

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

#[path = "peers/fisher.rs"]
mod fisher;
#[path = "peers/generate.rs"]
mod generate;
#[path = "peers/measure.rs"]
mod measure;
#[path = "peers/sizes.rs"]
mod sizes;
#[path = "peers/watch.rs"]
mod watch;

use measure::{Limits, Ran, Taken, median, parts, run};
use sizes::Sizes;

const TABLES: &str = r#"
[[tables]]
id = "patients"
title = "Patients"
by = "centre"
rows = ["age", "weight", "pressure", "sodium", "creatinine", "stay", "score", "sex", "smoker", "diabetes", "stage", "approach", "anaesthesia", "complication"]
"#;
const CURVES: &str = r#"
[[tables]]
id = "survival"
kind = "survival"
title = "Survival"
endpoints = ["survival"]
by = "centre"
rates = [12, 36, 60]
"#;
const COX: &str = r#"
[[models]]
id = "cox"
kind = "cox"
endpoint = "survival"
covariates = ["age", "sex", "weight"]
"#;
const FIGURES: &str = r#"
[[figures]]
id = "curves"
kind = "kaplan_meier"
endpoints = ["survival"]
by = "centre"
caption = "Survival."
[[figures]]
id = "boxes"
kind = "boxes"
variables = ["weight"]
by = "centre"
caption = "Weight."
"#;

/// A row of the table that is printed.
struct Line {
    work: String,
    ours: Result<Taken, String>,
    peers: Vec<(&'static str, Result<Taken, String>)>,
}

/// Where the peers are, and how often everything is run.
struct Bench {
    program: PathBuf,
    folder: PathBuf,
    peers: PathBuf,
    python: PathBuf,
    runs: usize,
}

impl Bench {
    fn ours(&self, arguments: &[&str]) -> Result<Taken, String> {
        self.several(&self.program, arguments).map(|ran| ran.taken)
    }

    /// The median of several runs.
    fn several(&self, program: &Path, arguments: &[&str]) -> Result<Ran, String> {
        let mut all = Vec::new();
        let mut output = String::new();
        for _ in 0..self.runs {
            let ran = run(program, arguments)?;
            all.push(ran.taken);
            output = ran.output;
        }
        let taken = median(all).ok_or("no run")?;
        Ok(Ran { taken, output })
    }

    fn in_r(&self, arguments: &[&str]) -> Result<Ran, String> {
        let script = self.peers.join("peer.R");
        let script = script.to_string_lossy();
        let all: Vec<&str> = std::iter::once(&*script)
            .chain(arguments.iter().copied())
            .collect();
        self.several(Path::new("Rscript"), &all)
    }

    fn in_python(&self, cohort: &str) -> Result<Ran, String> {
        let script = self.peers.join("peer.py");
        self.several(&self.python, &[&*script.to_string_lossy(), cohort])
    }

    /// All statistics on a registry, then its parts less the reading.
    fn registry(&self, rows: usize) -> Vec<Line> {
        let cohort = self.folder.join(format!("registry-{rows}.csv"));
        let mut out = BufWriter::new(File::create(&cohort).unwrap());
        generate::write(rows, &mut out).unwrap();
        drop(out);
        let path = cohort.to_string_lossy().into_owned();
        let r = self.in_r(&["registry", &path]);
        let python = self.in_python(&path);
        let part = |ran: &Result<Ran, String>, name: &str| {
            let ran = ran.as_ref().map_err(Clone::clone)?;
            let found = parts(&ran.output).into_iter().find(|(own, _)| own == name);
            let (_, seconds) = found.ok_or("not done by this peer")?;
            let (elapsed, memory) = (f64::NAN, f64::NAN);
            Ok(Taken {
                seconds,
                elapsed,
                memory,
            })
        };
        let ours = |name: &str, analyses: &str| {
            let study = measure::study(&self.folder, name, analyses, &cohort);
            self.ours(&["numbers", "--study", &study.to_string_lossy()])
        };
        let reading = ours("reading", "");
        let all = [TABLES, CURVES, COX].concat();
        let mut lines = vec![Line {
            work: format!("{rows} × 21, all statistics"),
            ours: ours("all", &all),
            peers: vec![("R", r.as_ref().map(|ran| ran.taken).map_err(Clone::clone))],
        }];
        for (name, analyses) in [
            ("reading", ""),
            ("tables", TABLES),
            ("curves", CURVES),
            ("cox", COX),
        ] {
            let own = match analyses {
                "" => reading.clone(),
                _ => ours(name, analyses).and_then(|own| {
                    let seconds = own.seconds - reading.clone()?.seconds;
                    Ok(Taken { seconds, ..own })
                }),
            };
            lines.push(Line {
                work: format!("of it: {name}"),
                ours: own,
                peers: vec![("R", part(&r, name)), ("Python", part(&python, name))],
            });
        }
        lines
    }

    /// A report of few rows, with Typst.
    fn report(&self) -> Line {
        let cohort = self.folder.join("registry-24.csv");
        generate::write(24, &mut File::create(&cohort).unwrap()).unwrap();
        let all = [TABLES, CURVES, FIGURES].concat();
        let study = measure::study(&self.folder, "report", &all, &cohort);
        let (study, out) = (study.to_string_lossy(), self.folder.join("built"));
        let ours = self.ours(&["report", &study, "--out", &out.to_string_lossy()]);
        let (path, folder) = (cohort.to_string_lossy(), self.folder.join("built-in-r"));
        let folder = folder.to_string_lossy();
        let r = self.in_r(&["report", &path, &folder, &typst().to_string_lossy()]);
        Line {
            work: "24 patients: a report; in R by survminer, knitr, pandoc and Typst".to_owned(),
            ours,
            peers: vec![("R", taken(r))],
        }
    }

    fn fisher(&self) -> Vec<Line> {
        let line = |(at, table): (usize, &fisher::Crossed)| {
            let study = table.study(&self.folder, at);
            let [counts, rows, workspace] = table.for_peer();
            let numbers = ["numbers", "--no-cache", "--study", &study.to_string_lossy()];
            Line {
                work: table.name.to_owned(),
                ours: self.ours(&numbers),
                peers: vec![(
                    "R",
                    taken(self.in_r(&["fisher", &counts, &rows, &workspace])),
                )],
            }
        };
        fisher::TABLES.iter().enumerate().map(line).collect()
    }
}

fn taken(ran: Result<Ran, String>) -> Result<Taken, String> {
    ran.map(|ran| ran.taken)
}

/// The Typst of the peers, which is also this program's.
fn typst() -> PathBuf {
    std::env::var_os("COHORT_REPORT_TYPST").map_or_else(|| "typst".into(), PathBuf::from)
}

fn print(lines: &[Line]) {
    println!("| work | peer | peer | here | here / peer |\n| --- | --- | --- | --- | --: |");
    let shown = |taken: &Taken| match taken.memory.is_nan() {
        true => format!("{:.2} s", taken.seconds),
        false => format!("{:.2} s, {:.0} MB", taken.seconds, taken.memory),
    };
    let mut skipped = Vec::new();
    for line in lines {
        for (peer, theirs) in &line.peers {
            match (&line.ours, theirs) {
                (Ok(ours), Ok(theirs)) => println!(
                    "| {} | {peer} | {} | {} | {:.3} |",
                    line.work,
                    shown(theirs),
                    shown(ours),
                    ours.seconds / theirs.seconds
                ),
                (Ok(ours), Err(why)) => {
                    println!("| {} | {peer} | skipped | {} | |", line.work, shown(ours));
                    skipped.push(format!("{}, {peer}: {why}", line.work));
                }
                (Err(why), _) => skipped.push(format!("{}: {why}", line.work)),
            }
        }
    }
    for why in skipped {
        println!("\nskipped: {why}");
    }
}

/// A number that the environment may name, such as a limit.
fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |own| own.parse().unwrap())
}

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|own| own != "--bench")
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let bench = |runs: usize| Bench {
        // Another build, to compare two.
        program: std::env::var_os("PROGRAM")
            .map_or_else(|| env!("CARGO_BIN_EXE_cohort-report").into(), PathBuf::from),
        folder: folder.path().to_owned(),
        peers: root.join("benches/peers"),
        python: std::env::var_os("PYTHON").map_or_else(|| "python3".into(), PathBuf::from),
        runs: runs.max(1),
    };
    let number = |text: &String| text.parse::<usize>().unwrap();
    match arguments.as_slice() {
        [word, sizes @ ..] if word == "growth" => {
            let given: Vec<usize> = sizes.iter().map(number).collect();
            let sizes = match given.is_empty() {
                true => sizes::SIZES.to_vec(),
                false => given,
            };
            let place = Sizes {
                folder: root.join("build/growth"),
                limits: Limits {
                    seconds: setting("SECONDS", 900),
                    megabytes: setting("MEGABYTES", 16_384),
                },
            };
            place.run(&bench(3), &sizes);
        }
        _ => {
            let rows = arguments.first().map_or(1_000_000, number);
            rows_of_the_table(&bench(arguments.get(1).map_or(3, number)), rows);
        }
    }
    let _ = fs::remove_dir_all(folder.path());
}

fn rows_of_the_table(bench: &Bench, rows: usize) {
    let runs = bench.runs;
    println!("Processor time and peak memory of processes, medians of {runs}.\n");
    let mut lines = vec![bench.report()];
    lines.extend(bench.registry(rows));
    lines.extend(bench.fisher());
    print(&lines);
    println!();
    match watch::seconds(&bench.program, &bench.folder, runs) {
        Ok(told) => println!("{told}"),
        Err(why) => println!("skipped: a change seen by `watch`: {why}"),
    }
    println!(
        "skipped: from a bare clone to the first PDF, and its tests, which build everything: `make setup`"
    );
}
