//! All statistics of registries from a thousand rows, beside R and Python.
//!
//! What was measured is appended to a file at once, so that a run that was stopped
//! goes on where it was; a new build of the program is measured anew. Who failed is
//! not tried on more rows, and is tried again in the next run unless it took too long.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::measure::{self, Limits, Taken, median, run_within};
use super::{Bench, COX, CURVES, TABLES, generate};

/// Without other sizes on the command line.
pub const SIZES: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
/// Of more rows one run has to do.
const SEVERAL: usize = 100_000;
const RESULTS: &str = "results.tsv";

/// Who is measured at what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    All,
    AllInR,
    Tables,
    TablesInPython,
}

impl Work {
    const EACH: [Self; 4] = [Self::All, Self::AllInR, Self::Tables, Self::TablesInPython];

    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::AllInR => "all in R",
            Self::Tables => "tables",
            Self::TablesInPython => "tables in Python",
        }
    }
}

/// Where the registries and the results stay, and the limits of each process.
pub struct Sizes {
    pub folder: PathBuf,
    pub limits: Limits,
}

type Measured = Result<Taken, String>;

impl Sizes {
    /// Measures what is not in the file yet, and prints all of it.
    pub fn run(&self, bench: &Bench, sizes: &[usize]) {
        fs::create_dir_all(&self.folder).unwrap();
        let build = build(&bench.program);
        let mut failed = BTreeMap::new();
        for rows in sizes {
            for work in Work::EACH {
                let mut known = self.known(&build);
                known.extend(failed.clone());
                if known.contains_key(&(*rows, work)) {
                    continue;
                }
                let before = known
                    .iter()
                    .find(|((less, own), taken)| *own == work && less < rows && taken.is_err());
                let measured = match before {
                    Some(((less, _), _)) => Err(format!("not tried, see {less} rows")),
                    None => self.measure(bench, *rows, work),
                };
                eprintln!("{rows} {}: {}", work.name(), shown(&measured));
                match measured {
                    Err(why) if !why.starts_with('>') => {
                        failed.insert((*rows, work), Err(why));
                    }
                    measured => self.append(&build, *rows, work, &measured),
                }
            }
        }
        let mut all = self.known(&build);
        all.extend(failed);
        print(&all, sizes);
    }

    fn measure(&self, bench: &Bench, rows: usize, work: Work) -> Measured {
        let cohort = self.registry(rows).map_err(|error| error.to_string())?;
        let path = cohort.to_string_lossy().into_owned();
        let ours = |name: &str, analyses: &str| {
            let study = measure::study(&self.folder, name, analyses, &cohort);
            let study = study.to_string_lossy().into_owned();
            let arguments = ["numbers", "--no-cache", "--study"].map(str::to_owned);
            (
                bench.program.clone(),
                [arguments.to_vec(), vec![study]].concat(),
            )
        };
        let script = |name: &str| bench.peers.join(name).to_string_lossy().into_owned();
        let (program, arguments) = match work {
            Work::All => ours("all", &[TABLES, CURVES, COX].concat()),
            Work::AllInR => {
                let arguments = vec![script("peer.R"), "registry".to_owned(), path];
                ("Rscript".into(), arguments)
            }
            Work::Tables => ours("tables", TABLES),
            Work::TablesInPython => (bench.python.clone(), vec![script("peer.py"), path]),
        };
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let runs = if rows > SEVERAL { 1 } else { bench.runs };
        let all: Result<Vec<Taken>, String> = (0..runs)
            .map(|_| run_within(&program, &arguments, self.limits).map(|ran| ran.taken))
            .collect();
        median(all?).ok_or_else(|| "no run".to_owned())
    }

    /// The registry of so many rows, whole or not there.
    fn registry(&self, rows: usize) -> std::io::Result<PathBuf> {
        let path = self.folder.join(format!("registry-{rows}.csv"));
        if !path.exists() {
            eprintln!("{rows} rows are written");
            let new = path.with_extension("new");
            let mut out = BufWriter::new(File::create(&new)?);
            generate::write(rows, &mut out)?;
            out.flush()?;
            fs::rename(&new, &path)?;
        }
        Ok(path)
    }

    fn append(&self, build: &str, rows: usize, work: Work, measured: &Measured) {
        let told = match measured {
            Ok(taken) => format!("{}\t{}\t{}", taken.seconds, taken.elapsed, taken.memory),
            Err(why) => why.replace(['\t', '\n'], " "),
        };
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.join(RESULTS));
        let line = format!("{}\t{rows}\t{}\t{told}\n", of(work, build), work.name());
        file.unwrap().write_all(line.as_bytes()).unwrap();
    }

    /// What the file has of this build and of the peers; the last entry counts.
    fn known(&self, build: &str) -> BTreeMap<(usize, Work), Measured> {
        let text = fs::read_to_string(self.folder.join(RESULTS)).unwrap_or_default();
        let line = |line: &str| {
            let mut fields = line.split('\t');
            let own = fields.next()?;
            let rows = fields.next()?.parse().ok()?;
            let name = fields.next()?;
            let work = Work::EACH.into_iter().find(|work| work.name() == name)?;
            if own != of(work, build) {
                return None;
            }
            let rest: Vec<&str> = fields.collect();
            let numbers: Vec<f64> = rest.iter().flat_map(|text| text.parse()).collect();
            let measured = match (numbers.as_slice(), rest.as_slice()) {
                (&[seconds, elapsed, memory], _) => Ok(Taken {
                    seconds,
                    elapsed,
                    memory,
                }),
                // A line that was cut short is none.
                (_, [why]) if numbers.is_empty() && !why.is_empty() => Err((*why).to_owned()),
                _ => return None,
            };
            Some(((rows, work), measured))
        };
        text.lines().filter_map(line).collect()
    }
}

/// Which program an entry is about: peers stay as they are.
fn of(work: Work, build: &str) -> &str {
    match work {
        Work::All | Work::Tables => build,
        Work::AllInR | Work::TablesInPython => "peer",
    }
}

/// Tells one build of the program from another.
fn build(program: &Path) -> String {
    let data = fs::metadata(program).unwrap();
    let modified = data.modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
    format!("{}-{}", modified.as_secs(), data.len())
}

fn shown(measured: &Measured) -> String {
    match measured {
        Ok(taken) => format!(
            "{:.2} s ({:.2} s), {:.0} MB",
            taken.seconds, taken.elapsed, taken.memory
        ),
        Err(why) => why.clone(),
    }
}

fn print(known: &BTreeMap<(usize, Work), Measured>, sizes: &[usize]) {
    println!(
        "Processor time (time), peak memory. b is the exponent of processor time from the size before.\n\n\
         | rows | all statistics | R | here / R | b | reading and tables | Python | here / Python |\n\
         | --: | --- | --- | --: | --: | --- | --- | --: |"
    );
    let mut before: Option<(usize, f64)> = None;
    let mut reasons = Vec::new();
    for rows in sizes {
        let seconds = |work: Work| match known.get(&(*rows, work)) {
            Some(Ok(taken)) => Some(taken.seconds),
            _ => None,
        };
        let ratio = |ours: Work, theirs: Work| match (seconds(ours), seconds(theirs)) {
            (Some(ours), Some(theirs)) => format!("{:.3}", ours / theirs),
            _ => String::new(),
        };
        let mut cell = |work: Work| match known.get(&(*rows, work)) {
            Some(Err(why)) if why.len() > 12 => {
                reasons.push(format!("{rows} rows, {}: {why}", work.name()));
                "–".to_owned()
            }
            Some(measured) => shown(measured),
            None => String::new(),
        };
        let now = seconds(Work::All);
        let exponent = match (before, now) {
            (Some((less, earlier)), Some(now)) => {
                let b = (now / earlier).ln() / (*rows as f64 / less as f64).ln();
                format!("{b:.2}")
            }
            _ => String::new(),
        };
        before = now.map(|now| (*rows, now));
        println!(
            "| {rows} | {} | {} | {} | {exponent} | {} | {} | {} |",
            cell(Work::All),
            cell(Work::AllInR),
            ratio(Work::All, Work::AllInR),
            cell(Work::Tables),
            cell(Work::TablesInPython),
            ratio(Work::Tables, Work::TablesInPython),
        );
    }
    for reason in reasons {
        println!("\n– {reason}");
    }
}
