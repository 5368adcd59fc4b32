//! The result of a verification as text and as JSON.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Alteration, ChangedFile, ChangedNumber, Typed, Verdict, Verification};
use crate::findings::printable;

/// How many numbers and alterations are listed.
const SHOWN: usize = 20;

/// Writes the verdict on a file for a reader. What the file itself says is
/// escaped: a line end in a name would look like a verdict of its own.
///
/// # Errors
///
/// Those of the writer.
pub fn write_text(
    found: &Verification,
    typed: Typed,
    file: &str,
    out: &mut impl Write,
) -> io::Result<()> {
    match found.verdict {
        Verdict::Identical => write_good(
            found,
            file,
            "identical, byte for byte, to the report made again",
            out,
        )?,
        Verdict::SavedAgain => {
            let how = "saved again by another program; every object is the same as in the report made again";
            write_good(found, file, how, out)?;
            if !found.harmless.is_empty() {
                let harmless = printable(&found.harmless.join(", "));
                writeln!(out, "  changed, but on no page: {harmless}")?;
            }
        }
        Verdict::NotVouchedFor => {
            writeln!(out, "{file}: not vouched for")?;
            write_changed(found, out)?;
            write_alterations(found, out)?;
        }
        Verdict::NotComparable => {
            writeln!(
                out,
                "{file}: not vouched for: rewritten by another program, contents not comparable"
            )?;
            write_changed(found, out)?;
            writeln!(
                out,
                "    help: verify the PDF as `cohort-report report` wrote it"
            )?;
        }
    }
    write_reprinted(found, out)?;
    write_typed(found, typed, out)
}

/// Numbers that the pages print in another way than the ledger has them.
fn write_reprinted(found: &Verification, out: &mut impl Write) -> io::Result<()> {
    let count = found.reprinted.len();
    if count == 0 {
        return Ok(());
    }
    let places = if count == 1 { "place" } else { "places" };
    writeln!(
        out,
        "{count} {places} where a page prints something else than the ledger has:"
    )?;
    for own in found.reprinted.iter().take(SHOWN) {
        let page = own
            .page
            .map_or_else(String::new, |page| format!("page {page}, "));
        writeln!(
            out,
            "  {page}{}: {}",
            printable(&own.place),
            printable(&own.problem)
        )?;
    }
    write_rest(count, "places", out)?;
    writeln!(
        out,
        "    help: look in the templates for a rule or function that replaces printed text"
    )
}

fn write_good(found: &Verification, file: &str, how: &str, out: &mut impl Write) -> io::Result<()> {
    let what = if !found.reprinted.is_empty() {
        "the report made again prints other numbers than its ledger has"
    } else if found.typed.is_empty() {
        "every number, table and figure follows from the data"
    } else {
        "the report follows from the data, but for numerals typed by hand"
    };
    writeln!(out, "{file}: {what}")?;
    writeln!(
        out,
        "{} numbers recomputed, {} pages compared: {how}",
        found.numbers, found.pages
    )
}

/// Attachments and numbers that are not those of the report.
fn write_changed(found: &Verification, out: &mut impl Write) -> io::Result<()> {
    for ChangedFile { name, how } in found.files.iter().take(SHOWN) {
        writeln!(out, "  {} {how}", printable(name))?;
    }
    write_rest(found.files.len(), "files", out)?;
    for ChangedNumber {
        id,
        given,
        computed,
    } in found.changed.iter().take(SHOWN)
    {
        let or_nothing = |text: &str| match text {
            "" => "nothing".to_owned(),
            text => printable(text),
        };
        writeln!(
            out,
            "  results.json: {} is {}, expected {}",
            printable(id),
            or_nothing(given),
            or_nothing(computed)
        )?;
    }
    write_rest(found.changed.len(), "numbers", out)
}

fn write_alterations(found: &Verification, out: &mut impl Write) -> io::Result<()> {
    // Pages made from other inputs differ everywhere; where is enough.
    if !found.files.is_empty() {
        let mut pages: Vec<usize> = found.alterations.iter().filter_map(|a| a.page).collect();
        pages.sort_unstable();
        pages.dedup();
        if !pages.is_empty() {
            let pages: Vec<String> = pages.iter().map(ToString::to_string).collect();
            writeln!(
                out,
                "  pages that differ from the report made again: {}",
                pages.join(", ")
            )?;
            return Ok(());
        }
    }
    for alteration in found.alterations.iter().take(SHOWN) {
        writeln!(out, "  {}", describe(alteration))?;
    }
    write_rest(found.alterations.len(), "places", out)
}

fn write_rest(count: usize, what: &str, out: &mut impl Write) -> io::Result<()> {
    match count.checked_sub(SHOWN) {
        None | Some(0) => Ok(()),
        Some(rest) => writeln!(out, "  … and {rest} more {what}"),
    }
}

fn write_typed(found: &Verification, typed: Typed, out: &mut impl Write) -> io::Result<()> {
    let count = found.typed.len();
    if count == 0 {
        return Ok(());
    }
    let (numerals, come) = match count {
        1 => ("numeral", "does"),
        _ => ("numerals", "do"),
    };
    writeln!(
        out,
        "{count} {numerals} of its templates {come} not come from the ledger:"
    )?;
    for numeral in found.typed.iter().take(SHOWN) {
        writeln!(
            out,
            "  {}:{}: {}",
            printable(&numeral.file),
            numeral.line,
            printable(&numeral.numeral)
        )?;
    }
    write_rest(count, "numerals", out)?;
    match typed {
        Typed::Allowed => Ok(()),
        Typed::Refused => writeln!(
            out,
            "    help: read these lines; pass --allow-typed to accept them"
        ),
    }
}

fn describe(alteration: &Alteration) -> String {
    let Alteration { place, what, .. } = alteration;
    format!("{}: {}", printable(place), printable(what))
}

/// The verdict on a file as JSON.
pub fn as_json(found: &Verification, typed: Typed) -> Value {
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
            json!({
                "page": alteration.page,
                "place": alteration.place,
                "message": describe(alteration),
            })
        })
        .collect();
    let numerals: Vec<Value> = found
        .typed
        .iter()
        .map(|numeral| {
            json!({ "file": numeral.file, "line": numeral.line, "numeral": numeral.numeral })
        })
        .collect();
    let reprinted: Vec<Value> = found
        .reprinted
        .iter()
        .map(|own| json!({ "page": own.page, "place": own.place, "message": own.problem }))
        .collect();
    json!({
        "schema_version": 1,
        "follows": found.is_good(typed),
        "verdict": match found.verdict {
            Verdict::Identical => "identical",
            Verdict::SavedAgain => "saved_again",
            Verdict::NotVouchedFor => "not_vouched_for",
            Verdict::NotComparable => "not_comparable",
        },
        "identical": found.verdict == Verdict::Identical,
        "made_by": found.made_by,
        "numbers": found.numbers,
        "pages": found.pages,
        "changed_files": files,
        "changed_numbers": numbers,
        "alterations": alterations,
        "changed_by_saving": found.harmless,
        "typed_numerals": numerals,
        "changed_in_print": reprinted,
    })
}
