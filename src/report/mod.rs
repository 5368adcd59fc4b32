//! The pipeline: a study's folder in, tables, figures and a PDF out.
//!
//! read → parse → cohort → analyse → tables, figures → template → typst. Each
//! stage hands on one value; nothing goes back.

mod attachments;
mod changes;
mod computed;
mod create;
mod cross_check;
mod draft;
mod error;
mod files;
mod flat_effects;
mod glyphs;
mod inputs;
mod make;
mod manuscript;
mod messages;
mod parts;
mod places;
mod rebuild;
mod sparse;
mod timings;
mod unshown;
mod word;

use std::path::Path;

pub use attachments::Data;
pub(crate) use attachments::name_in_study;
pub use changes::Changes;
pub use computed::{
    Computed, check_published, compute, compute_from, numbers, typed_marks, typed_numerals,
};
pub use create::{check_new, write_new};
pub use draft::{Draft, cross_check, draft, results_json};
pub use error::ReportError;
pub use files::{CohortFile, read_named};
pub use inputs::{Inputs, PUBLISHED_FILE, STUDY_FILE, StudyFile};
pub(crate) use make::SOURCE;
pub use make::{DEFAULT_LIMIT, Made, Target, Typesetter, make, write_figures, write_tables};
pub use manuscript::Manuscript;
pub use parts::{is_folder_of_parts, read_cohort};
pub use rebuild::Rebuild;
pub use timings::Timings;

use computed::{analyse_rows, read_rows};

pub(crate) use crate::digest::sha256;
use crate::findings::Finding;
pub(crate) use crate::template::is_cohort_attachment;

/// The name of a study in this folder.
pub fn study_name(folder: &Path) -> String {
    inputs::study_id(folder)
}

/// The remark about the characters of the study file that no font of its report
/// writes.
pub fn texts_without_glyphs(inputs: &Inputs) -> Option<Finding> {
    let texts = inputs.study_text.lines();
    let texts = texts.filter(|line| !line.trim_start().starts_with('#'));
    let characters = texts.flat_map(str::chars).filter(|c| !c.is_control());
    let lacking = characters.filter(|c| !inputs.fonts.has_glyph(*c)).collect();
    glyphs::remark(inputs, None, &lacking)
}
