//! The result of a verification as text and as JSON.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Alteration, ChangedFile, ChangedNumber, Verification};
use crate::findings::printable;

/// How many numbers and alterations are listed.
const SHOWN: usize = 20;

/// Writes the verdict on a file for a reader.
///
/// # Errors
///
/// Those of the writer.
pub fn write_text(found: &Verification, file: &str, out: &mut impl Write) -> io::Result<()> {
    if found.is_good() {
        writeln!(
            out,
            "{file}: every number, table and figure follows from the data"
        )?;
        let how = if found.identical {
            "the file is identical, byte for byte, to the report made again"
        } else {
            "the file was rewritten by another program, but its pages and attachments are unchanged"
        };
        return writeln!(
            out,
            "{} numbers recomputed, {} pages compared: {how}",
            found.numbers, found.pages
        );
    }
    writeln!(out, "{file}: does NOT follow from the data")?;
    for ChangedFile { name, how } in &found.files {
        // A line end in a name would look like a verdict of its own.
        writeln!(out, "  {} {how}", printable(name))?;
    }
    for ChangedNumber {
        id,
        given,
        computed,
    } in found.changed.iter().take(SHOWN)
    {
        let given = if given.is_empty() { "nothing" } else { given };
        let computed = if computed.is_empty() {
            "nothing"
        } else {
            computed
        };
        writeln!(out, "  results.json: {id} is {given}, expected {computed}")?;
    }
    if found.changed.len() > SHOWN {
        writeln!(out, "  … and {} more numbers", found.changed.len() - SHOWN)?;
    }
    // Pages made from other inputs differ everywhere; where is enough.
    if found
        .files
        .iter()
        .any(|file| file.how.contains("cohort") || file.how.contains("changed"))
    {
        let mut pages: Vec<usize> = found.alterations.iter().filter_map(page_of).collect();
        pages.dedup();
        if !pages.is_empty() {
            let pages: Vec<String> = pages.iter().map(ToString::to_string).collect();
            writeln!(
                out,
                "  pages that differ from the report made again: {}",
                pages.join(", ")
            )?;
        }
        return Ok(());
    }
    for alteration in found.alterations.iter().take(SHOWN) {
        writeln!(out, "  {}", describe(alteration))?;
    }
    if found.alterations.len() > SHOWN {
        writeln!(out, "  … and {} more", found.alterations.len() - SHOWN)?;
    }
    Ok(())
}

fn page_of(alteration: &Alteration) -> Option<usize> {
    match alteration {
        Alteration::Text { page, .. }
        | Alteration::Figure { page, .. }
        | Alteration::Page { page, .. } => Some(*page),
        Alteration::Pages { .. } | Alteration::Document(_) => None,
    }
}

fn describe(alteration: &Alteration) -> String {
    match alteration {
        Alteration::Pages { given, expected } => {
            format!("the file has {given} pages, expected {expected}")
        }
        Alteration::Text {
            page,
            given,
            expected,
        } => {
            format!("page {page}: the text is \"{given}\", expected \"{expected}\"")
        }
        Alteration::Figure { page, name } => format!("page {page}: a figure was changed ({name})"),
        Alteration::Page { page, what } => format!("page {page}: {what}"),
        Alteration::Document(what) => format!("document: {what} was changed"),
    }
}

/// The verdict on a file as JSON.
pub fn as_json(found: &Verification) -> Value {
    let files: Vec<Value> = found
        .files
        .iter()
        .map(|file| json!({ "name": file.name, "how": file.how }))
        .collect();
    let numbers: Vec<Value> = found
        .changed
        .iter()
        .map(
            |number| json!({ "id": number.id, "given": number.given, "computed": number.computed }),
        )
        .collect();
    let alterations: Vec<Value> = found
        .alterations
        .iter()
        .map(|alteration| {
            let kind = match alteration {
                Alteration::Pages { .. } => "pages",
                Alteration::Text { .. } => "text",
                Alteration::Figure { .. } => "figure",
                Alteration::Page { .. } => "page",
                Alteration::Document(_) => "document",
            };
            json!({ "kind": kind, "page": page_of(alteration), "message": describe(alteration) })
        })
        .collect();
    json!({
        "schema_version": 1,
        "follows": found.is_good(),
        "identical": found.identical,
        "made_by": found.made_by,
        "numbers": found.numbers,
        "pages": found.pages,
        "changed_files": files,
        "changed_numbers": numbers,
        "alterations": alterations,
    })
}
