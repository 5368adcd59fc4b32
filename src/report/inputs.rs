//! The files of a study, read once, from a folder or from memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::ReportError;
use super::files::{CohortFile, Files, Folder, Memory};
use super::manuscript::Manuscript;
use crate::check::Published;
use crate::digest::{sha256, sha256_of};
use crate::findings::{Finding, Findings};
use crate::fonts::{self, Fonts};
use crate::layout::Layout;
use crate::ledger::InputFile;
use crate::study::Study;

/// The bytes of a study.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The folder as the user named it.
    pub folder: PathBuf,
    /// The parsed study file.
    pub study: Study,
    /// Its tables and figures.
    pub layout: Layout,
    /// The text of `study.toml`.
    pub study_text: String,
    /// The raw cohort.
    pub cohort: CohortFile,
    /// The text of `published.toml`, if there is one.
    pub published_text: Option<String>,
    /// The published numbers.
    pub published: Option<Published>,
    /// The manuscript, if the published numbers name one.
    pub manuscript: Option<Manuscript>,
    /// The study's own templates.
    pub templates: BTreeMap<String, String>,
    /// Other files beside the templates, such as a logo.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// The fonts that it may use, its own included.
    pub fonts: Fonts,
}

/// The study file's name.
pub const STUDY_FILE: &str = "study.toml";
/// The published numbers' name.
pub const PUBLISHED_FILE: &str = "published.toml";
pub(super) const TEMPLATES: &str = "templates";
/// The folder of a study's own fonts.
pub(super) const FONTS: &str = "fonts";

/// A study file without the rest of its folder, whose data may be elsewhere.
#[derive(Debug, Clone)]
pub struct StudyFile {
    /// As messages name it.
    pub shown: String,
    /// What stands in it.
    pub text: String,
    /// The study.
    pub study: Study,
}

impl StudyFile {
    /// Reads and parses the study file of a folder.
    ///
    /// # Errors
    /// [`ReportError::Findings`] where it is missing or invalid.
    pub fn read(folder: &Path) -> Result<Self, ReportError> {
        let files = Folder::new(folder)?;
        let (text, (study, _)) = read_study(&study_id(files.real()), &files)?;
        Ok(Self {
            shown: files.shown(STUDY_FILE),
            text,
            study,
        })
    }
}

/// The text of the study file, and what it says.
fn read_study(id: &str, files: &dyn Files) -> Result<(String, (Study, Layout)), ReportError> {
    let text = files.text(STUDY_FILE)?.ok_or_else(|| {
        let help = "every study needs one; docs/study-file.md describes its keys";
        Findings::from(Finding::new(&files.shown(STUDY_FILE), "is missing", help))
    })?;
    let study = Layout::parse(id, &files.shown(STUDY_FILE), &text)?;
    Ok((text, study))
}

impl Inputs {
    /// Reads and parses a study's folder.
    ///
    /// # Errors
    /// [`ReportError::Findings`] for what is missing, unreadable, invalid, or
    /// leads out of the folder.
    pub fn read(folder: &Path) -> Result<Self, ReportError> {
        let files = Folder::new(folder)?;
        let id = study_id(files.real());
        Self::from_files(folder, &id, &files)
    }

    /// The same with a cohort that stays on disk where it can: it is read a piece at a
    /// time, whenever it is needed. [`Self::unchanged`] tells whether it was the same
    /// each time.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn on_disk(folder: &Path) -> Result<Self, ReportError> {
        let files = Folder::new(folder)?;
        let id = study_id(files.real());
        let cohort = |name: &str| files.stored_cohort(name);
        Self::with_cohort(folder, &id, &files, cohort)
    }

    /// An error if the cohort on disk has changed, or could not be read, since its
    /// study was.
    pub(super) fn unchanged(&self) -> Result<(), ReportError> {
        let Some(failure) = self.cohort.content().failure() else {
            return Ok(());
        };
        let file = self.shown(&self.study.cohort.file);
        let problem = format!("cannot be read: {failure}");
        let help = "read it again once nothing writes to it";
        Err(Findings::from(Finding::new(&file, problem, help)).into())
    }

    /// The same from files in memory, by their names in the study; `shown` is
    /// where messages say that they stand, `name` what the folder is called.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn from_memory(
        shown: &Path,
        name: &str,
        files: BTreeMap<String, Vec<u8>>,
    ) -> Result<Self, ReportError> {
        Self::from_files(
            shown,
            &study_id(Path::new(name)),
            &Memory::new(shown, files),
        )
    }

    fn from_files(folder: &Path, id: &str, files: &dyn Files) -> Result<Self, ReportError> {
        let cohort = |name: &str| Ok(files.cohort(name)?.map(CohortFile::Bytes));
        Self::with_cohort(folder, id, files, cohort)
    }

    fn with_cohort(
        folder: &Path,
        id: &str,
        files: &dyn Files,
        cohort: impl FnOnce(&str) -> Result<Option<CohortFile>, ReportError>,
    ) -> Result<Self, ReportError> {
        let (study_text, (study, layout)) = read_study(id, files)?;
        let cohort = cohort(&study.cohort.file)?.ok_or_else(|| {
            let help = "put the raw cohort there, or set file = in [cohort]";
            Findings::from(Finding::new(
                &files.shown(&study.cohort.file),
                "is missing",
                help,
            ))
        })?;
        let published_text = files.text(PUBLISHED_FILE)?;
        let published = published_text
            .as_ref()
            .map(|text| Published::parse(&files.shown(PUBLISHED_FILE), text))
            .transpose()?;
        let manuscript = published
            .as_ref()
            .and_then(|published| published.manuscript.as_ref())
            .map(|name| read_manuscript(files, name))
            .transpose()?;
        let (templates, assets) = read_templates(files)?;
        let fonts = read_fonts(files)?;
        Ok(Self {
            folder: folder.to_owned(),
            study,
            layout,
            study_text,
            cohort,
            published_text,
            published,
            manuscript,
            templates,
            assets,
            fonts,
        })
    }

    /// Whether another reading found the same files.
    pub fn same_files(&self, other: &Self) -> bool {
        self.study_text == other.study_text
            && self.cohort == other.cohort
            && self.published_text == other.published_text
            && self.manuscript == other.manuscript
            && self.templates == other.templates
            && self.assets == other.assets
            && self.fonts == other.fonts
    }

    /// A file of the study as messages name it.
    pub fn shown(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// Every file of the study but the cohort, by its name in the study, in a
    /// fixed order.
    pub fn other_files(&self) -> Vec<(String, &[u8])> {
        let published = self
            .published_text
            .as_ref()
            .map(|text| (PUBLISHED_FILE.to_owned(), text.as_bytes()));
        let manuscript = self
            .manuscript
            .as_ref()
            .map(|own| (own.name.clone(), own.bytes.as_slice()));
        let templates = self
            .templates
            .iter()
            .map(|(name, text)| (format!("{TEMPLATES}/{name}"), text.as_bytes()));
        let assets = self
            .assets
            .iter()
            .map(|(name, bytes)| (format!("{TEMPLATES}/{name}"), bytes.as_slice()));
        let fonts = self.fonts.files();
        let fonts = fonts.map(|(name, bytes)| (format!("{FONTS}/{name}"), bytes));
        std::iter::once((STUDY_FILE.to_owned(), self.study_text.as_bytes()))
            .chain(published)
            .chain(manuscript)
            .chain(templates)
            .chain(assets)
            .chain(fonts)
            .collect()
    }

    /// Name, size and hash of every input, in a fixed order.
    pub fn hashes(&self) -> Vec<InputFile> {
        let cohort = self.cohort.content();
        let cohort = InputFile {
            name: self.study.cohort.file.clone(),
            bytes: cohort.len(),
            sha256: sha256_of(cohort.pieces()),
        };
        let others = self.other_files().into_iter();
        let others = others.map(|(name, bytes)| InputFile {
            name,
            bytes: bytes.len(),
            sha256: sha256(bytes),
        });
        std::iter::once(cohort).chain(others).collect()
    }
}

/// The folder's name, with what cannot stand in a file name replaced.
pub(super) fn study_id(folder: &Path) -> String {
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

fn read_manuscript(files: &dyn Files, name: &str) -> Result<Manuscript, ReportError> {
    match files.bytes(name)? {
        Some(bytes) => Ok(Manuscript::read(name, &files.shown(name), bytes)?),
        None => {
            let help = format!("put the text there, or correct manuscript = in {PUBLISHED_FILE}");
            Err(Findings::from(Finding::new(&files.shown(name), "is missing", help)).into())
        }
    }
}

/// Sources of templates by name, and the other files beside them.
type Templates = (BTreeMap<String, String>, BTreeMap<String, Vec<u8>>);

fn read_templates(files: &dyn Files) -> Result<Templates, ReportError> {
    let (mut templates, mut assets) = (BTreeMap::new(), BTreeMap::new());
    let mut findings = Findings::default();
    let purpose = "the templates of the study and the images beside them";
    for name in files.list(TEMPLATES, purpose)? {
        let inside = format!("{TEMPLATES}/{name}");
        let read = match name.ends_with(".typ") {
            true => files
                .text(&inside)
                .map(|text| text.map(|text| templates.insert(name, text)).is_some()),
            false => files
                .bytes(&inside)
                .map(|bytes| bytes.map(|bytes| assets.insert(name, bytes)).is_some()),
        };
        match read {
            Ok(true) => {}
            Ok(false) => {
                let problem = "is a link to a file that does not exist";
                let help = "correct the link, or remove it";
                findings.push(Finding::new(&files.shown(&inside), problem, help));
            }
            Err(ReportError::Findings(found)) => findings.extend(found),
            Err(error) => return Err(error),
        }
    }
    if !findings.is_empty() {
        return Err(findings.into());
    }
    Ok((templates, assets))
}

/// The bundled fonts and those of the study. Licences and notes beside them are
/// passed over.
fn read_fonts(files: &dyn Files) -> Result<Fonts, ReportError> {
    let mut found = BTreeMap::new();
    let mut findings = Findings::default();
    let help = "put fonts as TrueType or OpenType files (.ttf, .otf) there";
    for name in files.list(FONTS, "the fonts of the study")? {
        let inside = format!("{FONTS}/{name}");
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let ending = ending.to_ascii_lowercase();
        if matches!(ending.as_str(), "ttc" | "otc" | "woff" | "woff2" | "pfb") {
            let problem = format!("is a font in a format that is not read (.{ending})");
            findings.push(Finding::new(&files.shown(&inside), problem, help));
        }
        if !fonts::ENDINGS.contains(&ending.as_str()) {
            continue;
        }
        match files.bytes(&inside) {
            Ok(Some(bytes)) => {
                found.insert(name, bytes);
            }
            Ok(None) => {
                let problem = "is a link to a file that does not exist";
                let help = "correct the link, or remove it";
                findings.push(Finding::new(&files.shown(&inside), problem, help));
            }
            Err(ReportError::Findings(more)) => findings.extend(more),
            Err(error) => return Err(error),
        }
    }
    let fonts = Fonts::new(found).unwrap_or_else(|errors| {
        for (name, error) in errors {
            let shown = files.shown(&format!("{FONTS}/{name}"));
            findings.push(Finding::new(&shown, error.to_string(), help));
        }
        Fonts::default()
    });
    match findings.is_empty() {
        true => Ok(fonts),
        false => Err(findings.into()),
    }
}
