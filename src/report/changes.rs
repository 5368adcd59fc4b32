//! When the files of a study have changed, and settled.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::files::is_kept;
use super::inputs::{FONTS, TEMPLATES};
use super::parts;

/// The files of a folder, looked at again and again.
///
/// It polls the file system rather than relying on notifications: shared drives send
/// nothing, and an editor that replaces a file by renaming another looks the
/// same as one that writes into it.
#[derive(Debug)]
pub struct Changes {
    folder: PathBuf,
    /// What the study names as its cohort, which may be a folder of Parquet files.
    cohort: Option<PathBuf>,
    seen: Files,
}

/// Length and time of each file, by its name in the folder.
type Files = BTreeMap<String, (u64, Option<SystemTime>)>;

/// Between two looks.
const LOOK: Duration = Duration::from_millis(10);
/// Without a change for this long a file is taken for whole.
const REST: Duration = Duration::from_millis(40);
/// A file that is gone may be about to come back under its name.
const PATIENCE: Duration = Duration::from_millis(700);

impl Changes {
    /// Of the study in this folder, from now on.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            cohort: None,
            seen: files(folder, None),
        }
    }

    /// Looks also at the parts of this cohort, if it is a folder. Those that were not
    /// looked at before count as changed.
    pub fn follow(&mut self, cohort: &Path) {
        let cohort = self.folder.join(cohort);
        if self.cohort.as_ref() != Some(&cohort) {
            self.cohort = Some(cohort);
        }
    }

    fn files(&self) -> Files {
        files(&self.folder, self.cohort.as_deref())
    }

    /// Whether nothing has changed since [`Self::wait`] returned: what was read
    /// from the folder meanwhile is whole.
    pub fn is_at_rest(&self) -> bool {
        self.files() == self.seen
    }

    /// Waits for a change that has come to rest, so that a file that is being
    /// written is not read by halves; gives the names of the files that are new,
    /// different or gone. `notice` is called when a change is seen first.
    pub fn wait(&mut self, mut notice: impl FnMut()) -> Vec<String> {
        let mut last = self.files();
        let mut since = Instant::now();
        let mut is_noticed = false;
        loop {
            let is_gone = self.seen.keys().any(|name| !last.contains_key(name));
            let rest = if is_gone { PATIENCE } else { REST };
            if last != self.seen && since.elapsed() >= rest {
                let changed = differing(&self.seen, &last);
                self.seen = last;
                return changed;
            }
            if last != self.seen && !is_noticed {
                is_noticed = true;
                notice();
            }
            std::thread::sleep(LOOK);
            let now = self.files();
            if now != last {
                last = now;
                since = Instant::now();
            }
        }
    }
}

fn differing(before: &Files, after: &Files) -> Vec<String> {
    let names = before.keys().chain(after.keys());
    let mut changed: Vec<String> = names
        .filter(|name| before.get(*name) != after.get(*name))
        .cloned()
        .collect();
    changed.sort();
    changed.dedup();
    changed
}

/// The files directly in the folder, among its templates and fonts, and the parts of
/// the cohort; a folder that cannot be read has none.
fn files(folder: &Path, cohort: Option<&Path>) -> Files {
    let mut found = Files::new();
    for (place, prefix) in [
        (folder.to_owned(), String::new()),
        (folder.join(TEMPLATES), format!("{TEMPLATES}/")),
        (folder.join(FONTS), format!("{FONTS}/")),
    ] {
        let Ok(entries) = std::fs::read_dir(place) else {
            continue;
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_kept(&name) {
                add(&mut found, format!("{prefix}{name}"), &entry.path());
            }
        }
    }
    if let Some(cohort) = cohort.filter(|cohort| cohort.is_dir()) {
        let own = cohort.file_name().unwrap_or_default().to_string_lossy();
        for (name, path) in parts::below(cohort).unwrap_or_default() {
            add(&mut found, format!("{own}/{name}"), &path);
        }
    }
    found
}

fn add(found: &mut Files, name: String, path: &Path) {
    // Links are followed, as they are when the file is read.
    if let Ok(data) = std::fs::metadata(path)
        && data.is_file()
    {
        found.insert(name, (data.len(), data.modified().ok()));
    }
}
