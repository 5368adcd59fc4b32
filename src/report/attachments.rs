//! What a PDF carries beside its pages: everything that it was made from.

use super::Inputs;
use super::inputs::{FONTS, PUBLISHED_FILE, STUDY_FILE, TEMPLATES};
use crate::input;
use crate::ledger::RESULTS;
use crate::template::{Attachment, cohort_attachment};

/// Whether a PDF carries the cohort, or only its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data {
    /// The cohort is attached.
    Attached,
    /// It is not: anyone with the file can still verify the PDF with it.
    Withheld,
}

/// The folder of the manuscript among the attachments, so that its name cannot
/// be that of another file.
const MANUSCRIPT: &str = "manuscript";

/// The attachments of a report, in a fixed order.
pub(super) fn list(inputs: &Inputs, data: Data) -> Vec<Attachment> {
    let one = |name: &str, relationship, mime, description| Attachment {
        name: name.to_owned(),
        relationship,
        mime,
        description,
    };
    let toml = "application/toml";
    let mut list = vec![one(
        RESULTS,
        "data",
        "application/json",
        "every number of the report",
    )];
    if data == Data::Attached {
        let (media_type, ending) = input::media_type(inputs.cohort.content());
        let name = cohort_attachment(ending);
        list.push(one(&name, "source", media_type, "the raw cohort"));
    }
    list.push(one(STUDY_FILE, "source", toml, "the study file"));
    if inputs.published_text.is_some() {
        list.push(one(
            PUBLISHED_FILE,
            "supplement",
            toml,
            "the published numbers",
        ));
    }
    if let Some(own) = &inputs.manuscript {
        let name = format!("{MANUSCRIPT}/{}", own.name);
        let kind = manuscript_type(&own.bytes);
        list.push(one(&name, "supplement", kind, "the manuscript"));
    }
    for name in inputs.templates.keys() {
        let name = format!("{TEMPLATES}/{name}");
        list.push(one(&name, "supplement", "text/plain", "a template"));
    }
    for name in inputs.assets.keys() {
        let full = format!("{TEMPLATES}/{name}");
        list.push(one(
            &full,
            "supplement",
            media_type(name),
            "a file beside the templates",
        ));
    }
    for (name, _) in inputs.fonts.files() {
        let full = format!("{FONTS}/{name}");
        list.push(one(&full, "supplement", media_type(name), "a font"));
    }
    list
}

/// The bytes of an attachment that is an input other than the cohort.
pub(super) fn bytes<'a>(inputs: &'a Inputs, name: &str) -> Option<&'a [u8]> {
    let own = inputs.other_files().into_iter();
    own.map(|(file, bytes)| (attached_as(inputs, &file), bytes))
        .find(|(attached, _)| attached == name)
        .map(|(_, bytes)| bytes)
}

fn attached_as(inputs: &Inputs, file: &str) -> String {
    match &inputs.manuscript {
        Some(own) if own.name == file => format!("{MANUSCRIPT}/{file}"),
        _ => file.to_owned(),
    }
}

/// The name in a study of what is attached under this name.
pub(crate) fn name_in_study(attached: &str) -> &str {
    attached
        .strip_prefix(&format!("{MANUSCRIPT}/"))
        .unwrap_or(attached)
}

fn manuscript_type(bytes: &[u8]) -> &'static str {
    match bytes.starts_with(b"PK") {
        true => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        false => "text/plain",
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "bib" | "txt" | "csv" | "md" => "text/plain",
        "json" => "application/json",
        _ => "application/octet-stream",
    }
}
