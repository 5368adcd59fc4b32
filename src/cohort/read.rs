//! A sheet into columns: in parts, each in one pass with one reused record.

use std::ops::ControlFlow;

use super::cell::{Filler, Keep};
use super::counted;
use super::headers::{check_header, other_header};
use super::part::{Found, Part, Source};
use super::texts::{Reader, kept};
use super::{Cohort, derive, unique, validate};
use crate::findings::{Addressing, Finding, Findings};
use crate::input::{self, Content};
use crate::parallel::{cores, in_order};
use crate::progress::{self, Measure};
use crate::study::{Kind, RowUnit, Study};

/// The bytes of the parts that are read at the same time: few beside those of a
/// registry, however many cores there are.
const PARTS: usize = 8 << 20;

/// The bytes of a part: many rows.
fn part() -> usize {
    (PARTS / cores()).clamp(1 << 18, 4 << 20)
}

/// Reads and validates the cohort of a study.
///
/// `file` names the file in findings; [`crate::input`] reads its containers. Of
/// texts that no analysis of the study reads only their presence is kept.
///
/// # Errors
/// Every problem of the file, sorted by line.
pub fn read<'a>(
    study: &Study,
    file: &str,
    content: impl Into<Content<'a>>,
) -> Result<Cohort, Findings> {
    match read_in_parts(part(), Reader::Analysis, study, file, content.into()) {
        (Some(cohort), findings) if findings.is_empty() => Ok(cohort),
        (_, findings) => Err(findings),
    }
}

/// The same with what could be read: a cell that cannot be is missing, and so
/// is every cell of a column that is not there. No cohort when the file is
/// none. The findings are sorted by line. All texts are kept.
pub fn read_what_can_be<'a>(
    study: &Study,
    file: &str,
    content: impl Into<Content<'a>>,
) -> (Option<Cohort>, Findings) {
    read_in_parts(part(), Reader::Inspection, study, file, content.into())
}

fn read_in_parts(
    part: usize,
    reader: Reader,
    study: &Study,
    file: &str,
    content: Content<'_>,
) -> (Option<Cohort>, Findings) {
    let mut findings = Findings::default();
    let mut cohort = read_rows(part, reader, study, file, content, &mut findings);
    if let Some(cohort) = &mut cohort {
        add_absent(study, cohort);
        derive::add_derived(study, cohort);
        validate::check_rows(study, cohort, file, &mut findings);
        if let Some(counts) = cohort.counts.take() {
            counted::check(&counts, file, &mut findings);
            if counts.too_many().is_none() {
                *cohort = counts.repeat(cohort);
            }
        }
    }
    findings.sort_by_place();
    (cohort, findings)
}

/// Adds the declared columns that the file does not have, without values.
fn add_absent(study: &Study, cohort: &mut Cohort) {
    let absent = study
        .columns()
        .filter(|variable| !cohort.names.contains(&variable.name));
    for variable in absent.collect::<Vec<_>>() {
        let mut filler = Filler::new(variable, &study.cohort, Keep::Whole);
        for _ in 0..cohort.len() {
            // An empty cell is none, and its column is a finding already.
            let _ = filler.take("");
        }
        cohort.absent.push(variable.name.clone());
        cohort.names.push(variable.name.clone());
        cohort.columns.push(filler.finish(Keep::Whole).0);
    }
}

fn read_rows(
    part: usize,
    reader: Reader,
    study: &Study,
    file: &str,
    content: Content<'_>,
    findings: &mut Findings,
) -> Option<Cohort> {
    let sheet = match input::read(file, content, &study.cohort.read_options()) {
        Ok(sheet) => sheet,
        Err(found) => {
            findings.extend(found);
            return None;
        }
    };
    if let Some(finding) = other_header(study, file, content, &sheet) {
        findings.push(finding);
        return None;
    }
    check_header(study, file, &sheet, findings);
    let addressing = named_as_variables(sheet.addressing(), study);
    let source = Source {
        study,
        file,
        sheet: &sheet,
        addressing: &addressing,
    };
    let Part {
        lines,
        fillers,
        counts,
        found,
        tally,
    } = all_parts(part, reader, &source);
    if let Some(finding) = sheet.failure() {
        *findings = finding.into();
        return None;
    }
    let mut found = found;
    for (column, filler) in fillers.iter().enumerate() {
        let Some(filler) = filler else { continue };
        found.extend(repeated(filler, column, &lines, &source));
    }
    found.sort_by_key(|found| (found.row, found.column));
    for found in found {
        findings.push(found.finding);
    }
    let told = tally.told(&sheet);
    findings.extend(told.errors);
    if lines.is_empty() && findings.is_empty() {
        findings.push(Finding::new(
            file,
            "has a header but no rows",
            "export the cohort with its rows",
        ));
    }
    let mut remarks = sheet.remarks().clone();
    remarks.extend(told.remarks);
    for filler in fillers.iter().flatten() {
        for (problem, help) in filler.remarks() {
            let finding = Finding::new(file, problem, help);
            remarks.push(finding.in_column(filler.variable().name.clone()));
        }
    }
    let (mut names, mut columns, mut coded) = (Vec::new(), Vec::new(), Vec::new());
    let mut limits = Vec::new();
    for mut filler in fillers.into_iter().flatten() {
        let name = filler.variable().name.clone();
        let keep = kept(reader, study, filler.variable());
        let beyond = filler.take_limits();
        if beyond.counts() != [0; 2] {
            limits.push((name.clone(), beyond));
        }
        let (column, own) = filler.finish(keep);
        if !own.is_empty() {
            coded.push((name.clone(), own));
        }
        names.push(name);
        columns.push(column);
    }
    Some(Cohort {
        absent: Vec::new(),
        coded,
        limits,
        names,
        columns,
        lines,
        addressing,
        remarks,
        counts,
    })
}

/// The parts of the sheet, read at the same time and put together in order.
fn all_parts<'a>(part: usize, reader: Reader, source: &Source<'a, '_>) -> Part<'a> {
    let size = source.sheet.size();
    let read = |piece: input::Part<'_>| {
        let bytes = piece.len();
        let mut part = Part::new(reader, source);
        part.fill(source, piece);
        (part, bytes)
    };
    let count = size.div_ceil(part).max(1);
    let progress = progress::begin("read the rows", Measure::Even(count));
    let mut whole: Option<Part<'a>> = None;
    in_order(
        cores(),
        source.sheet.parts(part),
        read,
        |(mut part, bytes)| {
            progress.advance();
            match &mut whole {
                Some(whole) => whole.append(part),
                None => {
                    part.reserve(1.02 * size as f64 / bytes.max(1) as f64 - 1.0);
                    whole = Some(part);
                }
            }
            ControlFlow::Continue(())
        },
    );
    whole.unwrap_or_else(|| Part::new(reader, source))
}

/// The findings about identifiers that an earlier row has.
fn repeated(
    filler: &Filler<'_>,
    column: usize,
    lines: &[u64],
    source: &Source<'_, '_>,
) -> Vec<Found> {
    let variable = filler.variable();
    if variable.kind != Kind::Identifier || source.study.cohort.rows == RowUnit::Visits {
        return Vec::new();
    }
    let (texts, addressing) = (filler.column().text(), source.addressing);
    let finding = |(row, earlier): (usize, usize)| {
        let first = addressing.row(*lines.get(earlier)?);
        let finding = Finding::new(
            source.file,
            format!("is also the identifier on {first}, but must be unique"),
            "correct one of the two or remove the duplicate row; if a patient has several rows, set rows = \"visits\" in [cohort]",
        )
        .at(addressing.cell(*lines.get(row)?, &variable.name))
        .in_column(variable.name.clone())
        .with_value(texts.get(row)?)
        .by_rule("every row has a unique identifier");
        Some(Found {
            row,
            column,
            finding,
        })
    };
    let rows = unique::repeated(texts).into_iter();
    rows.filter_map(finding).collect()
}

/// The places of the columns under the names of their variables.
fn named_as_variables(addressing: &Addressing, study: &Study) -> Addressing {
    let mut named = addressing.clone();
    if let Addressing::Cells { columns, .. } = &mut named {
        for (name, _) in columns {
            if let Some(variable) = study.variable_of_column(name) {
                name.clone_from(&variable.name);
            }
        }
    }
    named
}

#[cfg(test)]
#[allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use super::*;
    use crate::input::StoredFile;

    fn study() -> Study {
        let text = r#"
            [document]
            title = "Parts"
            date = "2024-01-01"
            [variables.id]
            kind = "identifier"
            [variables.size]
            kind = "continuous"
            [variables.sex]
            kind = "binary"
            levels = ["F", "M"]
            [variables.seen]
            kind = "date"
            [variables.note]
            kind = "text"
        "#;
        Study::parse("parts", "study.toml", text).unwrap_or_else(|found| panic!("{found}"))
    }

    fn field() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "P[0-9]{1,3}",
            2 => "[0-9]{1,2}\\.[0-9]",
            2 => Just("M".to_owned()),
            2 => Just("2020-02-03".to_owned()),
            1 => Just(String::new()),
            1 => Just("\"a\nb, \"\"c\"\"\r\n\"".to_owned()),
            1 => Just("5\" x".to_owned()),
            1 => Just("\"open".to_owned()),
            1 => Just("é\u{1}".to_owned()),
        ]
    }

    fn row() -> impl Strategy<Value = Vec<String>> {
        let proper = (
            "P[0-9]{1,4}",
            "[0-9]{1,2}\\.[0-9]",
            prop_oneof![Just("F"), Just("M"), Just("")],
            prop_oneof![Just("2020-02-03"), Just("")],
            prop_oneof![
                Just("fine"),
                Just("\"two\r\nlines, \"\"said\"\"\""),
                Just("")
            ],
        )
            .prop_map(|(id, size, sex, seen, note)| {
                vec![id, size, sex.to_owned(), seen.to_owned(), note.to_owned()]
            });
        prop_oneof![
            12 => proper,
            1 => prop::collection::vec(field(), 0..7),
        ]
    }

    proptest! {
        /// However a file is divided, the cohort and the findings are those of
        /// the whole.
        #[test]
        fn parts_are_read_as_the_whole(
            rows in prop::collection::vec(row(), 0..80),
            end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r")],
            invalid in prop::option::of(0_usize..2000),
            part in prop_oneof![Just(1_usize), 2_usize..400],
        ) {
            let mut text = format!("id,size,sex,seen,note{end}");
            for row in rows {
                text.push_str(&row.join(","));
                text.push_str(end);
            }
            let mut bytes = text.into_bytes();
            if let Some(byte) = invalid.and_then(|at| bytes.get_mut(at)) {
                *byte = 0xe9;
            }
            let study = study();
            for reader in [Reader::Analysis, Reader::Inspection] {
                let read = |part| read_in_parts(part, reader, &study, "x.csv", (&bytes).into());
                let (whole, findings) = read(usize::MAX);
                let (parts, others) = read(part);
                prop_assert_eq!(parts, whole);
                prop_assert_eq!(others, findings);
            }
        }

        /// A file that stays on disk, in whatever encoding, line ends and with comments,
        /// is read as its text in memory is.
        #[test]
        fn a_file_on_disk_is_read_as_its_text(
            rows in prop::collection::vec(row(), 0..40),
            end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r")],
            commented in any::<bool>(),
            wide in prop::option::of(any::<bool>()),
            part in prop_oneof![Just(1_usize), 2_usize..400],
        ) {
            let mut study = study();
            study.cohort.frame.comment = commented.then_some(b'#');
            let mut text = format!("id,size,sex,seen,note{end}");
            for (at, row) in rows.iter().enumerate() {
                if commented && at % 3 == 0 {
                    text.push_str(&format!("# \"{at}{end}"));
                }
                text.push_str(&row.join(","));
                text.push_str(end);
            }
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            let bytes: Vec<u8> = match wide {
                None => text.clone().into_bytes(),
                Some(true) => units.flat_map(u16::to_le_bytes).collect(),
                Some(false) => units.flat_map(u16::to_be_bytes).collect(),
            };
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(&bytes).unwrap();
            let stored = StoredFile::new(file.reopen().unwrap()).unwrap();
            let read = |part, content| {
                let (cohort, findings) =
                    read_in_parts(part, Reader::Inspection, &study, "x.csv", content);
                let columns = cohort.map(|cohort| (cohort.columns, cohort.lines));
                (columns, findings)
            };
            let whole = read(usize::MAX, text.as_bytes().into());
            prop_assert_eq!(read(part, Content::Disk(&stored)), whole);
        }
    }
}
