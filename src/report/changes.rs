//! When the files of a study have changed, and settled.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::files::is_kept;
use super::inputs::{FONTS, TEMPLATES};

/// The files of a folder, looked at again and again.
///
/// It polls the file system rather than relying on notifications: shared drives send
/// nothing, and an editor that replaces a file by renaming another looks the
/// same as one that writes into it.
#[derive(Debug)]
pub struct Changes {
    folder: PathBuf,
    seen: Files,
}

/// Length and time of each file, by its name in the folder.
type Files = BTreeMap<String, (u64, Option<SystemTime>)>;

/// Between two looks.
const LOOK: Duration = Duration::from_millis(40);
/// A file that is gone may be about to come back under its name.
const PATIENCE: Duration = Duration::from_millis(700);

impl Changes {
    /// Of the study in this folder, from now on.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            seen: files(folder),
        }
    }

    /// Whether nothing has changed since [`Self::wait`] returned: what was read
    /// from the folder meanwhile is whole.
    pub fn is_at_rest(&self) -> bool {
        files(&self.folder) == self.seen
    }

    /// Waits for a change that has come to rest, so that a file that is being
    /// written is not read by halves; gives the names of the files that are new,
    /// different or gone.
    pub fn wait(&mut self) -> Vec<String> {
        let mut last = files(&self.folder);
        let mut since = Instant::now();
        loop {
            let is_gone = self.seen.keys().any(|name| !last.contains_key(name));
            let rest = if is_gone { PATIENCE } else { LOOK };
            if last != self.seen && since.elapsed() >= rest {
                let changed = differing(&self.seen, &last);
                self.seen = last;
                return changed;
            }
            std::thread::sleep(LOOK);
            let now = files(&self.folder);
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

/// The files directly in the folder, among its templates and fonts; a folder that
/// cannot be read has none.
fn files(folder: &Path) -> Files {
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
            // Links are followed, as they are when the file is read.
            let Ok(data) = std::fs::metadata(entry.path()) else {
                continue;
            };
            if data.is_file() && is_kept(&name) {
                found.insert(
                    format!("{prefix}{name}"),
                    (data.len(), data.modified().ok()),
                );
            }
        }
    }
    found
}
