//! `verify`.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Value, json};

use super::arguments::{self, Format};
use super::check::{no_junit, write_json};
use super::commands::Outcome;
use super::terminal;
use crate::findings::printable;
use crate::report::{ReportError, read_named};
use crate::typst;
use crate::verify::{self, Alteration, ChangedFile, ChangedNumber, Verification};

pub(super) fn verify(options: &arguments::Verify) -> Outcome {
    if options.format == Format::Junit {
        return Err(no_junit("verify"));
    }
    let bytes = read_named(&options.pdf, "name the PDF of a report")?;
    let csv = options.data.as_deref();
    let data = csv
        .map(|path| read_named(path, "name the cohort's CSV"))
        .transpose()?;
    let name = csv.map(|path| path.display().to_string());
    let typst = typst::find(options.typst.as_deref()).map_err(ReportError::Typst)?;
    let file = options.pdf.display().to_string();
    let data = name.as_deref().zip(data);
    let limit = Duration::from_secs(options.time_limit);
    let found = verify::verify(&file, &bytes, data, &typst, limit)?;
    let mut out = terminal::stdout();
    if options.format == Format::Json {
        write_json(&mut out, &as_json(&found))?;
    } else {
        write(&mut out, &file, &found)?;
    }
    Ok(if found.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// How many numbers and alterations are told one by one.
const SHOWN: usize = 20;

fn write(out: &mut impl Write, file: &str, found: &Verification) -> io::Result<()> {
    if found.is_good() {
        writeln!(
            out,
            "{file}: every number, table and figure follows from the data"
        )?;
        let how = if found.identical {
            "the file is, byte for byte, the one that follows"
        } else {
            "another program wrote the file anew, but what it shows and carries is what follows"
        };
        return writeln!(
            out,
            "{} numbers computed anew, {} pages compared: {how}",
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
        writeln!(
            out,
            "  results.json: {id} is {given}, but {computed} follows"
        )?;
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
                "  pages that do not follow from these files: {}",
                pages.join(", ")
            )?;
        }
        return Ok(());
    }
    for alteration in found.alterations.iter().take(SHOWN) {
        writeln!(out, "  {}", told(alteration))?;
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

fn told(alteration: &Alteration) -> String {
    match alteration {
        Alteration::Pages { given, expected } => {
            format!("the file has {given} pages, but {expected} follow")
        }
        Alteration::Text {
            page,
            given,
            expected,
        } => {
            format!("page {page}: the text says \"{given}\", but \"{expected}\" follows")
        }
        Alteration::Figure { page, name } => format!("page {page}: a figure was changed ({name})"),
        Alteration::Page { page, what } => format!("page {page}: {what}"),
        Alteration::Document(what) => format!("beside the pages: {what} was changed"),
    }
}

fn as_json(found: &Verification) -> Value {
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
            json!({ "kind": kind, "page": page_of(alteration), "told": told(alteration) })
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
