//! Whatever fails or ends a run, the outputs are those of one run, and the next run
//! leaves nothing behind.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cohort_report::outputs::{Disk, OutputError, Outputs, Part, SystemDisk, tidy};

use crate::common::{STATE, files};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    /// This step is refused, as by a full disk; all others are done.
    Refused(usize),
    /// This step is cut short and nothing follows it, as when the process is killed.
    Killed(usize),
    /// Nothing.
    None,
}

/// A disk with a fault.
#[derive(Debug)]
struct Faulty {
    fault: Fault,
    has_links: bool,
    steps: AtomicUsize,
}

impl Faulty {
    fn new(fault: Fault, has_links: bool) -> Arc<Self> {
        Arc::new(Self {
            fault,
            has_links,
            steps: AtomicUsize::new(0),
        })
    }

    fn was_reached(&self) -> bool {
        match self.fault {
            Fault::Refused(at) | Fault::Killed(at) => self.steps.load(Ordering::SeqCst) > at,
            Fault::None => false,
        }
    }

    fn step(&self, work: impl FnOnce() -> io::Result<()>, half: impl FnOnce()) -> io::Result<()> {
        let step = self.steps.fetch_add(1, Ordering::SeqCst);
        match self.fault {
            Fault::Refused(at) if step == at => {
                half();
                Err(io::ErrorKind::StorageFull.into())
            }
            Fault::Killed(at) if step >= at => {
                if step == at {
                    half();
                }
                Err(io::Error::other("killed"))
            }
            _ => work(),
        }
    }
}

impl Disk for Faulty {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| SystemDisk.make_folder(path), || ())
    }

    fn make_private_folder(&self, within: &Path, prefix: &str) -> io::Result<PathBuf> {
        let mut made = PathBuf::new();
        let make = || {
            made = SystemDisk.make_private_folder(within, prefix)?;
            Ok(())
        };
        self.step(make, || ())?;
        Ok(made)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let half = || {
            let _ = SystemDisk.write(path, &bytes[..bytes.len() / 2]);
        };
        self.step(|| SystemDisk.write(path, bytes), half)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let half = || {
            let _ = SystemDisk.append(path, &bytes[..bytes.len() / 2]);
        };
        self.step(|| SystemDisk.append(path, bytes), half)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| SystemDisk.rename(from, to), || ())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        if !self.has_links {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.step(|| SystemDisk.link(from, to), || ())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(|| SystemDisk.remove_file(path), || ())
    }

    fn remove_empty_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| SystemDisk.remove_empty_folder(path), || ())
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        // Removed by halves: one file is gone.
        let half = || {
            let first = files_of(path).into_iter().next();
            let _ = first.map(|(name, _)| SystemDisk.remove_file(&path.join(name)));
        };
        self.step(|| SystemDisk.remove_folder(path), half)
    }
}

/// Also the files of the program itself.
fn files_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    crate::common::all_files(folder)
}

/// Where the two parts go, below a folder.
const LAYOUTS: [(&str, &str); 3] = [
    ("build/s", "figures/s"),
    ("out", "out/figures"),
    ("out", "out"),
];

struct Place {
    folder: tempfile::TempDir,
    out: PathBuf,
    figures: PathBuf,
}

impl Place {
    fn new((out, figures): (&str, &str)) -> Self {
        // In memory where there is such a disk: it is written to a hundred thousand times.
        let memory = Path::new("/dev/shm");
        let folder = tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir());
        let folder = folder.unwrap();
        Self {
            out: folder.path().join(out),
            figures: folder.path().join(figures),
            folder,
        }
    }

    /// The outputs, with what the user has beside them.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        files(self.folder.path())
    }

    /// What a run must not leave: scratch folders, journals.
    fn left_behind(&self) -> Vec<String> {
        let known = ["lock", "manifest.json", ".gitignore"];
        let is_known = |name: &String| {
            known
                .iter()
                .any(|known| name.ends_with(&format!("/{known}")))
        };
        let all = files_of(self.folder.path())
            .into_iter()
            .map(|(name, _)| name);
        let own = all.filter(|name| name.split('/').any(|part| part == STATE));
        let mut left: Vec<String> = own.filter(|name| !is_known(name)).collect();
        for folder in [&self.out, &self.figures] {
            let entries = std::fs::read_dir(folder.join(STATE)).into_iter().flatten();
            let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            left.extend(names.filter(|name| name.starts_with("run-")));
        }
        left
    }

    fn open(&self, disk: Arc<dyn Disk>) -> Result<Outputs, OutputError> {
        let folders = [
            (Part::Report, self.out.as_path()),
            (Part::Figures, self.figures.as_path()),
        ];
        Outputs::open(disk, "s", &folders, Duration::ZERO)
    }

    fn run(&self, disk: Arc<dyn Disk>, run: &Run) -> Result<(), OutputError> {
        let mut outputs = self.open(disk)?;
        outputs.stage("fonts/a.otf", b"font")?;
        for (name, text) in run.figures {
            outputs.put(Part::Figures, name, text.as_bytes())?;
        }
        for (name, text) in run.report {
            outputs.stage(name, text.as_bytes())?;
            outputs.put_staged(Part::Report, name)?;
        }
        outputs.publish().map(|_| ())
    }
}

/// What a run makes.
struct Run {
    report: &'static [(&'static str, &'static str)],
    figures: &'static [(&'static str, &'static str)],
}

const FIRST: Run = Run {
    report: &[
        ("tables/gone.csv", "1"),
        ("tables/kept.csv", "1"),
        ("results.json", "first"),
        ("report.pdf", "first PDF"),
    ],
    figures: &[("a.svg", "same"), ("b.svg", "first"), ("gone.svg", "first")],
};
const SECOND: Run = Run {
    report: &[
        ("tables/kept.csv", "22"),
        ("more/new.csv", "22"),
        ("results.json", "second"),
        ("report.pdf", "second PDF"),
    ],
    figures: &[
        ("a.svg", "same"),
        ("b.svg", "second"),
        ("new.svg", "second"),
    ],
};

/// A place in which the first run was made, or none, and the files of the user.
fn place_after(layout: (&str, &str), first: Option<&Run>) -> Place {
    let place = Place::new(layout);
    if let Some(run) = first {
        place.run(Arc::new(SystemDisk), run).unwrap();
    }
    for folder in [&place.out, &place.figures] {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("notes.txt"), "mine").unwrap();
    }
    place
}

/// Every step of a run is refused once, and every step is the last once: in the end
/// all is old or all is new.
#[test]
fn no_step_of_a_run_leaves_outputs_of_two() {
    let mut tried = 0;
    for (layout, first, has_links) in [
        (LAYOUTS[0], Some(&FIRST), true),
        (LAYOUTS[0], Some(&FIRST), false),
        (LAYOUTS[1], Some(&FIRST), true),
        (LAYOUTS[2], None, true),
    ] {
        let old = place_after(layout, first).files();
        let new = {
            let place = place_after(layout, first);
            place.run(Arc::new(SystemDisk), &SECOND).unwrap();
            place.files()
        };
        for kind in [Fault::Refused, Fault::Killed] {
            for at in 0.. {
                let place = place_after(layout, first);
                let disk = Faulty::new(kind(at), has_links);
                let result = place.run(disk.clone(), &SECOND);
                let said = format!("{layout:?} {:?} {has_links}: {result:?}", kind(at));
                if matches!(kind(at), Fault::Killed(_)) {
                    tidy(&[&place.out, &place.figures]);
                }
                let now = place.files();
                assert!(now == old || now == new, "{said}");
                assert!(result.is_err() || now == new, "{said}");
                // The next run finds what it needs, and leaves nothing.
                place
                    .run(Faulty::new(Fault::None, has_links), &SECOND)
                    .unwrap();
                assert!(place.files() == new, "{said}");
                assert_eq!(place.left_behind(), [""; 0], "{said}");
                if !disk.was_reached() {
                    break;
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

/// The run that puts things right may be killed as well.
#[test]
fn a_recovery_that_is_killed_is_recovered() {
    let layout = LAYOUTS[0];
    let old = place_after(layout, Some(&FIRST)).files();
    let mut tried = 0;
    for at in (20..).step_by(7) {
        let mut is_reached = false;
        for again in 0.. {
            let place = place_after(layout, Some(&FIRST));
            let disk = Faulty::new(Fault::Killed(at), true);
            let done = place.run(disk.clone(), &SECOND).is_ok();
            is_reached = disk.was_reached();
            let second = Faulty::new(Fault::Killed(again), true);
            drop(place.open(second.clone()));
            tidy(&[&place.out, &place.figures]);
            assert!(done || place.files() == old, "{at} {again}");
            assert_eq!(place.left_behind(), [""; 0], "{at} {again}");
            tried += 1;
            if !second.was_reached() {
                break;
            }
        }
        if !is_reached {
            break;
        }
    }
    assert!(tried > 100, "{tried}");
}

/// The next run may be one that draws the figures only, from another folder.
#[test]
fn a_run_with_other_folders_puts_both_right() {
    let layout = LAYOUTS[0];
    let old = place_after(layout, Some(&FIRST)).files();
    for at in 20.. {
        let place = place_after(layout, Some(&FIRST));
        let disk = Faulty::new(Fault::Killed(at), true);
        let done = place.run(disk.clone(), &SECOND).is_ok();
        // The folders were moved together.
        let moved = place.folder.path().join("moved");
        std::fs::create_dir(&moved).unwrap();
        for name in ["build", "figures"] {
            std::fs::rename(place.folder.path().join(name), moved.join(name)).unwrap();
        }
        tidy(&[&moved.join(layout.1)]);
        let now = files(&moved);
        let names = |files: &[(String, Vec<u8>)]| {
            let text = |(name, bytes): &(String, Vec<u8>)| {
                format!("{name}: {}", String::from_utf8_lossy(bytes))
            };
            files.iter().map(text).collect::<Vec<_>>()
        };
        assert!(
            done || now == old,
            "{at}: {:#?} {:#?}",
            names(&now),
            names(&old)
        );
        if !disk.was_reached() {
            break;
        }
    }
}

#[test]
fn what_the_program_did_not_write_stays() {
    for layout in LAYOUTS {
        let place = place_after(layout, Some(&FIRST));
        std::fs::write(place.figures.join("gone.svg"), "edited").unwrap();
        let folders = [(Part::Figures, place.figures.as_path())];
        let open = |study: &str| {
            Outputs::open(Arc::new(SystemDisk), study, &folders, Duration::ZERO).unwrap()
        };
        // Another study in the same folder.
        let mut other = open("t");
        other.put(Part::Figures, "t.svg", b"t").unwrap();
        other.publish().unwrap();
        let mut outputs = open("s");
        outputs.put(Part::Figures, "b.svg", b"b").unwrap();
        let published = outputs.publish().unwrap();
        let figures = place.figures.canonicalize().unwrap();
        assert_eq!(published.kept, [figures.join("gone.svg")]);
        let exists = |name: &str| place.figures.join(name).exists();
        assert!(exists("gone.svg") && exists("t.svg") && exists("notes.txt") && exists("b.svg"));
        assert!(!exists("a.svg"));
        // The other part is left alone, also in the same folder.
        assert!(place.out.join("report.pdf").exists());
        assert!(place.out.join("tables/gone.csv").exists());
    }
}

#[test]
fn two_runs_do_not_write_to_one_folder() {
    let place = Place::new(LAYOUTS[1]);
    let first = place.open(Arc::new(SystemDisk)).unwrap();
    let refused = place.open(Arc::new(SystemDisk));
    assert!(matches!(refused, Err(OutputError::Busy(_))));
    let folders = [(Part::Figures, place.figures.as_path())];
    let refused = Outputs::open(Arc::new(SystemDisk), "s", &folders, Duration::ZERO);
    assert!(matches!(refused, Err(OutputError::Busy(_))));
    // It is not tidied either.
    tidy(&[&place.out]);
    assert!(first.stage("a", b"a").is_ok());
    drop(first);
    place.run(Arc::new(SystemDisk), &FIRST).unwrap();
}

#[test]
fn a_run_that_wrote_nothing_leaves_no_folder() {
    let place = Place::new(LAYOUTS[1]);
    drop(place.open(Arc::new(SystemDisk)).unwrap());
    #[cfg(unix)]
    assert!(!place.out.exists());
}
