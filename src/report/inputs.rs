//! A study's folder, read once. Nothing outside it is read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::ReportError;
use crate::findings::{Finding, Findings};
use crate::study::Study;
use crate::template::InputFile;

/// The bytes of a study.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The folder as the user named it.
    pub folder: PathBuf,
    /// The parsed study file.
    pub study: Study,
    /// The text of `study.toml`.
    pub study_text: String,
    /// The raw cohort.
    pub cohort: Vec<u8>,
    /// The text of `published.toml`, if there is one.
    pub published: Option<String>,
    /// The study's own templates.
    pub templates: BTreeMap<String, String>,
    /// Other files beside the templates, such as a logo.
    pub assets: BTreeMap<String, Vec<u8>>,
}

/// The study file's name.
pub const STUDY_FILE: &str = "study.toml";
/// The published numbers' name.
pub const PUBLISHED_FILE: &str = "published.toml";
const TEMPLATES: &str = "templates";

impl Inputs {
    /// Reads and parses a study's folder.
    ///
    /// # Errors
    /// [`ReportError::Findings`] for what is missing, unreadable, invalid, or
    /// leads out of the folder.
    pub fn read(folder: &Path) -> Result<Self, ReportError> {
        let shown = folder.display().to_string();
        let real = folder
            .canonicalize()
            .ok()
            .filter(|real| real.is_dir())
            .ok_or_else(|| {
                let mend = "name a folder that holds a study.toml, such as data/rvlms";
                Findings::from(Finding::new(&shown, "is not a folder", mend))
            })?;
        let reader = Reader {
            folder: folder.to_owned(),
            real,
        };
        let study_text = reader.text(STUDY_FILE)?.ok_or_else(|| {
            let mend = "every study has one; docs/study-file.md says what stands in it";
            Findings::from(Finding::new(&reader.shown(STUDY_FILE), "is missing", mend))
        })?;
        let id = study_id(&reader.real);
        let study = Study::parse(&id, &reader.shown(STUDY_FILE), &study_text)?;
        let cohort = reader.bytes(&study.cohort.file)?.ok_or_else(|| {
            let mend = "put the raw cohort there, or name it with file = in [cohort]";
            Findings::from(Finding::new(
                &reader.shown(&study.cohort.file),
                "is missing",
                mend,
            ))
        })?;
        let published = reader.text(PUBLISHED_FILE)?;
        let (templates, assets) = reader.templates()?;
        Ok(Self {
            folder: folder.to_owned(),
            study,
            study_text,
            cohort,
            published,
            templates,
            assets,
        })
    }

    /// A file of the study as messages name it.
    pub fn shown(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// Name, size and hash of every input, in a fixed order.
    pub fn hashes(&self) -> Vec<InputFile> {
        let published = self
            .published
            .as_ref()
            .map(|text| (PUBLISHED_FILE.to_owned(), text.as_bytes()));
        [
            (self.study.cohort.file.clone(), self.cohort.as_slice()),
            (STUDY_FILE.to_owned(), self.study_text.as_bytes()),
        ]
        .into_iter()
        .chain(published)
        .chain(
            self.templates
                .iter()
                .map(|(name, text)| (format!("{TEMPLATES}/{name}"), text.as_bytes())),
        )
        .chain(
            self.assets
                .iter()
                .map(|(name, bytes)| (format!("{TEMPLATES}/{name}"), bytes.as_slice())),
        )
        .map(|(name, bytes)| InputFile {
            name,
            bytes: bytes.len(),
            sha256: sha256(bytes),
        })
        .collect()
    }
}

/// SHA-256, hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The folder's name, with what cannot stand in a file name replaced.
fn study_id(folder: &Path) -> String {
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let id: String = name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    if id.trim_matches(['.', '-']).is_empty() {
        "study".to_owned()
    } else {
        id
    }
}

/// Reads inside one folder only.
struct Reader {
    folder: PathBuf,
    real: PathBuf,
}

impl Reader {
    fn shown(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, ReportError> {
        let path = self.folder.join(name);
        let Ok(real) = path.canonicalize() else {
            return Ok(None);
        };
        if !real.starts_with(&self.real) {
            let mend = "copy the file into the study: nothing outside it is read";
            let finding = Finding::new(&self.shown(name), "leads out of the study's folder", mend);
            return Err(Findings::from(finding).into());
        }
        std::fs::read(&real).map(Some).map_err(|error| {
            let mend = "check that it is a file that you may read";
            Findings::from(Finding::new(
                &self.shown(name),
                format!("cannot be read: {error}"),
                mend,
            ))
            .into()
        })
    }

    fn text(&self, name: &str) -> Result<Option<String>, ReportError> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        String::from_utf8(bytes).map(Some).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..at).unwrap_or_default();
            let line = before.iter().filter(|&&byte| byte == b'\n').count() as u64 + 1;
            let problem = format!("is not UTF-8 at byte {}", at + 1);
            let finding = Finding::new(&self.shown(name), problem, "save the file as UTF-8");
            Findings::from(finding.at_line(line)).into()
        })
    }

    /// The files of the templates folder: sources, and everything else.
    #[expect(clippy::type_complexity, reason = "two maps, named at the call")]
    fn templates(
        &self,
    ) -> Result<(BTreeMap<String, String>, BTreeMap<String, Vec<u8>>), ReportError> {
        let (mut templates, mut assets) = (BTreeMap::new(), BTreeMap::new());
        let Ok(entries) = std::fs::read_dir(self.folder.join(TEMPLATES)) else {
            return Ok((templates, assets));
        };
        let mut names: Vec<String> = entries
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            // Editors leave .swp and ~ files behind.
            .filter(|name| !name.starts_with('.') && !name.ends_with('~'))
            .filter(|name| self.folder.join(TEMPLATES).join(name).is_file())
            .collect();
        names.sort();
        for name in names {
            let inside = format!("{TEMPLATES}/{name}");
            if name.ends_with(".typ") {
                templates.extend(self.text(&inside)?.map(|text| (name, text)));
            } else {
                assets.extend(self.bytes(&inside)?.map(|bytes| (name, bytes)));
            }
        }
        Ok((templates, assets))
    }
}
