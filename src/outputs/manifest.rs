//! What the program wrote into a folder, so that it can later remove what it no
//! longer makes, and nothing else.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

use super::Part;

/// The manifest's name in the state folder.
pub(super) const MANIFEST: &str = "manifest.json";

/// The files of a folder that the program wrote, by their names in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Paths with `/`.
    pub(super) files: BTreeMap<String, Written>,
}

/// A file that the program wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Written {
    /// The study; several may share a folder.
    pub(super) study: String,
    /// What it belongs to.
    pub(super) part: Part,
    /// Its SHA-256 when it was written.
    pub(super) sha256: String,
}

impl Manifest {
    /// Of the folder with this state folder. Without a manifest, nothing there is
    /// known to be the program's; so if it cannot be read.
    pub(super) fn read(state: &Path) -> Self {
        let text = std::fs::read(state.join(MANIFEST)).unwrap_or_default();
        let mut read: Self = serde_json::from_slice(&text).unwrap_or_default();
        read.files.retain(|name, _| is_inside(name));
        read
    }

    /// Its text.
    pub(super) fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        Ok(text)
    }
}

/// Whether a name leads nowhere but into its folder.
pub(super) fn is_inside(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    !name.is_empty() && parts.all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_not_ours() {
        for name in ["report.pdf", "tables/a.csv"] {
            assert!(is_inside(name), "{name}");
        }
        for name in ["", "../a", "tables/../../a", "/etc/passwd", "."] {
            assert!(!is_inside(name), "{name}");
        }
    }
}
