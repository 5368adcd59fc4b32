//! CSV bytes into columns, in one pass with one reused record.

use std::collections::HashMap;

use csv::{ByteRecord, ReaderBuilder};

use super::cell::Filler;
use super::{Cohort, derive, encoding, validate};
use crate::findings::{Finding, Findings, suggest};
use crate::study::{Kind, Study};

/// Reads and validates the cohort of a study.
///
/// `file` names the CSV in findings. Understood are UTF-8 with or without a
/// byte order mark, LF and CRLF, quoted fields, and the delimiters comma,
/// semicolon, tab and bar.
///
/// # Errors
/// Every problem of the file, sorted by line.
pub fn read(study: &Study, file: &str, bytes: &[u8]) -> Result<Cohort, Findings> {
    match read_what_can_be(study, file, bytes) {
        (Some(cohort), findings) if findings.is_empty() => Ok(cohort),
        (_, findings) => Err(findings),
    }
}

/// The same with what could be read: a cell that cannot be is missing, and so
/// is every cell of a column that is not there. No cohort when the file is
/// none. The findings are sorted by line.
pub fn read_what_can_be(study: &Study, file: &str, bytes: &[u8]) -> (Option<Cohort>, Findings) {
    let mut findings = Findings::default();
    let mut cohort = read_rows(study, file, bytes, &mut findings);
    if let Some(cohort) = &mut cohort {
        add_absent(study, cohort);
        derive::add_derived(study, cohort);
        validate::check_rows(study, cohort, file, &mut findings);
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
        let mut filler = Filler::new(variable, &study.cohort);
        for _ in 0..cohort.len() {
            // An empty cell is none, and its column is a finding already.
            let _ = filler.take("");
        }
        cohort.absent.push(variable.name.clone());
        cohort.names.push(variable.name.clone());
        cohort.columns.push(filler.finish());
    }
}

fn read_rows(study: &Study, file: &str, bytes: &[u8], findings: &mut Findings) -> Option<Cohort> {
    if let Some(finding) = encoding::whole_file(file, bytes) {
        findings.push(finding);
        return None;
    }
    let whole = bytes.len();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mark = whole - bytes.len();
    if bytes.iter().all(u8::is_ascii_whitespace) {
        findings.push(Finding::new(
            file,
            "is empty",
            "export the cohort with a header line",
        ));
        return None;
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(study, bytes))
        .flexible(true)
        .has_headers(false)
        .from_reader(bytes);
    let mut record = ByteRecord::new();
    if !next(&mut reader, &mut record, file, findings) {
        return None;
    }
    let header = read_header(study, file, &record, findings);
    let mut fillers: Vec<Option<Filler<'_>>> = header
        .iter()
        .map(|name| {
            let variable = study.columns().find(|variable| variable.name == *name)?;
            Some(Filler::new(variable, &study.cohort))
        })
        .collect();
    let mut lines = Vec::new();
    let mut identifiers: HashMap<String, u64> = HashMap::new();
    loop {
        let start = reader.position().byte() as usize;
        if !next(&mut reader, &mut record, file, findings) {
            break;
        }
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            findings.push(
                Finding::new(
                    file,
                    format!(
                        "has {} fields, the header has {}",
                        record.len(),
                        header.len()
                    ),
                    "check for a missing or extra delimiter, or a quote that is not closed",
                )
                .at_line(line),
            );
            continue;
        }
        lines.push(line);
        let mut bad_byte_from = start;
        for (filler, field) in fillers.iter_mut().zip(&record) {
            let Some(filler) = filler else { continue };
            let Ok(text) = std::str::from_utf8(field) else {
                let end = reader.position().byte() as usize;
                let raw = bytes.get(bad_byte_from..end).unwrap_or_default();
                let offset =
                    std::str::from_utf8(raw).map_or_else(|error| error.valid_up_to(), |_| 0);
                let name = filler.variable().name.clone();
                findings.push(
                    encoding::cell(file, line, field, mark + bad_byte_from + offset)
                        .in_column(name),
                );
                bad_byte_from += offset + 1;
                let _ = filler.take("");
                continue;
            };
            if let Err(mut finding) = filler.take(text) {
                file.clone_into(&mut finding.file);
                findings.push((*finding).at_line(line));
            } else if filler.variable().kind == Kind::Identifier
                && let Some(first) = identifiers.insert(text.trim().to_owned(), line)
            {
                findings.push(
                    Finding::new(
                        file,
                        format!("stands on line {first} too, but must be unique"),
                        "correct one of the two, or remove the duplicate row",
                    )
                    .at_line(line)
                    .in_column(filler.variable().name.clone())
                    .with_value(text)
                    .by_rule("every row has an identifier of its own"),
                );
            }
        }
    }
    if lines.is_empty() && findings.is_empty() {
        findings.push(Finding::new(
            file,
            "has a header but no rows",
            "export the cohort with its rows",
        ));
    }
    let (names, columns) = fillers
        .into_iter()
        .flatten()
        .map(|filler| (filler.variable().name.clone(), filler.finish()))
        .unzip();
    Some(Cohort {
        absent: Vec::new(),
        names,
        columns,
        lines,
    })
}

fn next(
    reader: &mut csv::Reader<&[u8]>,
    record: &mut ByteRecord,
    file: &str,
    findings: &mut Findings,
) -> bool {
    reader.read_byte_record(record).unwrap_or_else(|error| {
        findings.push(Finding::new(
            file,
            format!("cannot be read as CSV: {error}"),
            "",
        ));
        false
    })
}

/// The delimiter of a CSV: the study's, or the one that its header shows.
pub fn delimiter(study: &Study, bytes: &[u8]) -> u8 {
    let declared = study.cohort.delimiter;
    declared.unwrap_or_else(|| sniff_delimiter(bytes))
}

/// The delimiter that stands most often outside quotes in the first line.
pub fn sniff_delimiter(bytes: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for &byte in bytes {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                for (delimiter, count) in &mut counts {
                    *count += usize::from(byte == *delimiter);
                }
            }
        }
    }
    // The first of equals, so that a line without any is taken as commas.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(delimiter, _)| *delimiter)
}

fn read_header(
    study: &Study,
    file: &str,
    record: &ByteRecord,
    findings: &mut Findings,
) -> Vec<String> {
    let names: Vec<String> = record
        .iter()
        .map(|field| String::from_utf8_lossy(field).trim().to_owned())
        .collect();
    let mut note = |name: &str, problem: String, mend: String| {
        findings.push(Finding::new(file, problem, mend).at_line(1).in_column(name));
    };
    let declared: Vec<&str> = study
        .columns()
        .map(|variable| variable.name.as_str())
        .collect();
    for (index, name) in names.iter().enumerate() {
        if name.is_empty() {
            note(
                &format!("column {}", index + 1),
                "has no header".to_owned(),
                "name the column, or remove it".to_owned(),
            );
        } else if names.iter().take(index).any(|other| other == name) {
            note(
                name,
                "stands twice in the header".to_owned(),
                "rename or remove one of the two columns".to_owned(),
            );
        } else if !declared.contains(&name.as_str()) {
            note(
                name,
                "is not declared in study.toml".to_owned(),
                format!(
                    "add [variables.{name}] with a kind (\"text\" if it is not analysed); {}",
                    suggest(name, declared.iter().copied())
                ),
            );
        }
    }
    for name in &declared {
        if !names.iter().any(|known| known == name) {
            note(
                name,
                "is declared in study.toml, but no column has this header".to_owned(),
                format!(
                    "add the column or remove the variable; {}",
                    suggest(name, names.iter().map(String::as_str))
                ),
            );
        }
    }
    names
}
