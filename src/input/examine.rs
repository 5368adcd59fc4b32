//! What of a file is not its rows: titles and comments above the header, units
//! below it, totals and notes at the end. It is found once, for a study file to
//! state it; reading looks for nothing.

use std::collections::VecDeque;

use encoding_rs::Encoding;

use super::sheet::is_blank;
use super::{Charset, Frame, ReadOptions, Record, Source, Table, encoding, recognised, rows, text};
use crate::findings::{Addressing, Finding, Findings};

mod above;
mod between;
mod counted;
mod footer;
mod header_rows;
mod lines;
mod longer;
mod shape;
mod sums;
mod transposed;

pub use counted::counted_sums;
use header_rows::HeaderRows;
pub(crate) use shape::is_unit;
use shape::{is_date_or_number, shape};

/// How a file seems to be stored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Examined {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The delimiter of a text file that is not the comma.
    pub delimiter: Option<u8>,
    /// The encoding of a text file that is neither UTF-8 nor marked.
    pub encoding: Option<Charset>,
    /// Where the header and the rows stand.
    pub frame: Frame,
    /// Lines of rows that are none.
    pub skip: Vec<u64>,
    /// Rows that sum up others, with what they hold.
    pub sums: Vec<(u64, String)>,
    /// Headers with what a row below them says of their columns.
    pub titles: Vec<(String, String)>,
    /// What was found, and where.
    pub remarks: Findings,
}

impl Examined {
    /// The options that read the file so.
    pub fn options(&self) -> ReadOptions<'_> {
        ReadOptions {
            delimiter: self.delimiter,
            sheet: self.sheet.as_deref(),
            encoding: self.encoding,
            frame: self.frame,
            skip: &self.skip,
            only: &[],
        }
    }
}

/// Records that are kept from the beginning, and from the end.
const FIRST: usize = 60;
const LAST: usize = 24;
/// Lines that may stand above a header.
const MOST_ABOVE: usize = 20;

/// One record as text.
struct Line {
    number: u64,
    fields: Vec<String>,
}

impl Line {
    fn of(record: &Record) -> Self {
        let text = |field: &[u8]| String::from_utf8_lossy(field).trim().to_owned();
        Self {
            number: record.number,
            fields: record.fields.iter().map(text).collect(),
        }
    }

    /// Its first text, in quotation marks.
    fn quoted(&self) -> String {
        let text = self.fields.iter().find(|field| !field.is_empty());
        format!("\"{}\"", shortened(text.map_or("", String::as_str)))
    }

    fn filled(&self) -> usize {
        self.fields.iter().filter(|field| !field.is_empty()).count()
    }
}

/// The records of a table that show how it is framed.
struct Sample {
    first: Vec<Line>,
    last: Vec<Line>,
    /// Fields with text in a usual record.
    typical: usize,
}

/// Finds how a file is stored; of a workbook the sheet is known or found.
///
/// # Errors
/// Those of [`super::read`] for a file that cannot be read at all.
pub fn examine(file: &str, bytes: &[u8], sheet: Option<&str>) -> Result<Examined, Findings> {
    let mut found = Examined::default();
    let container = recognised(bytes);
    let is_text = super::is_text(container);
    if is_text {
        found.encoding = stated_encoding(file, bytes, &mut found.remarks)?;
        found.frame.comment = lines::comment(file, bytes, &mut found.remarks)?;
    }
    let source = Source {
        file,
        content: bytes.into(),
        options: ReadOptions {
            sheet,
            encoding: found.encoding,
            frame: found.frame,
            ..ReadOptions::default()
        },
    };
    if is_text {
        let rare = text::rare_delimiter(&source, &mut found.remarks)?;
        let usual = text::found_delimiter(&source)?;
        found.delimiter = rare.or(Some(usual).filter(|sign| b";\t|".contains(sign)));
        lines::garbled(file, &source, &mut found.remarks)?;
    }
    let source = Source {
        options: ReadOptions {
            delimiter: found.delimiter,
            ..source.options
        },
        ..source
    };
    let opened = (container.open)(&source)?;
    match (&opened.addressing, sheet) {
        (Addressing::Cells { sheet, .. }, _) => found.sheet = Some(sheet.to_string()),
        (_, Some(sheet)) => {
            let problem = format!("is {}, which has no sheet \"{sheet}\"", container.name);
            return Err(Finding::new(file, problem, "leave out --sheet").into());
        }
        (_, None) => {}
    }
    found.remarks.extend(opened.remarks);
    if opened.addressing == Addressing::Records {
        return Ok(found);
    }
    let sample = Sample::of(&*opened.table);
    let mut notes = Notes {
        file,
        addressing: &opened.addressing,
        remarks: &mut found.remarks,
    };
    let Some(header) = sample.header(&mut notes) else {
        return Ok(found);
    };
    let rows = sample.header_rows(header);
    let header = rows.map_or(header, HeaderRows::last);
    match rows {
        Some(rows) => {
            found.frame.header_line = sample.stated_line(rows.first);
            found.frame.header_rows = Some(rows.count as u64);
            sample.tell_header_rows(rows, &mut notes);
        }
        None => found.frame.header_line = sample.header_line(header, &mut notes),
    }
    sample.tell_transposed(header, &mut notes);
    let no_header = found.frame.header_line == Some(0);
    let below = sample.first.get(header + usize::from(!no_header)..);
    let below = below.unwrap_or_default();
    let mut skip = Vec::new();
    if !no_header {
        found.frame.row_names = sample.has_row_names(header, below, found.delimiter, &mut notes)?;
        skip = sample.described(header, below, &mut notes);
        found.titles = sample.titles(header, &skip);
    }
    let below = below.get(skip.len()..).unwrap_or_default();
    found.frame.units_row = !no_header && sample.has_units(below, &mut notes);
    found.frame.footer = sample.footer(below, &mut notes);
    if !no_header {
        let body = below.get(usize::from(found.frame.units_row)..);
        let first = body.and_then(|body| body.first());
        let first = first.map_or(u64::MAX, |line| line.number);
        let last = sample.last_row(found.frame.footer);
        let table = &*opened.table;
        let between = between::rows(table, &sample, header, first..=last);
        found.sums.clone_from(&between.sums);
        skip.extend(between.tell(&mut notes));
    }
    found.skip = skip;
    Ok(found)
}

/// The encoding to be stated: none for UTF-8 and for what a mark states.
fn stated_encoding(
    file: &str,
    bytes: &[u8],
    remarks: &mut Findings,
) -> Result<Option<Charset>, Findings> {
    if Encoding::for_bom(bytes).is_some() {
        return Ok(None);
    }
    let found = super::guess_encoding::guess(bytes.into()).map(|(encoding, _)| encoding);
    if found.is_some() {
        encoding::decode(file, bytes, None, remarks)?;
    }
    Ok(found)
}

/// Where remarks go.
struct Notes<'n> {
    file: &'n str,
    addressing: &'n Addressing,
    remarks: &'n mut Findings,
}

impl Notes<'_> {
    fn add(&mut self, number: u64, problem: String, help: &str) {
        let finding = Finding::new(self.file, problem, help);
        self.remarks.push(finding.at(self.addressing.row(number)));
    }
}

/// The first word of a row that sums up the others, in several languages.
const TOTALS: &[&str] = &[
    "total",
    "totals",
    "sum",
    "summe",
    "gesamt",
    "somme",
    "totale",
    "suma",
    "totaal",
    "mean",
    "average",
    "median",
    "mittelwert",
    "moyenne",
    "media",
    "gemiddelde",
    "min",
    "max",
    "sd",
    "n",
    "count",
    "anzahl",
    "subtotal",
    "insgesamt",
];

impl Sample {
    fn of(table: &dyn Table) -> Self {
        let mut first: Vec<Line> = Vec::new();
        let mut last: VecDeque<Record> = VecDeque::new();
        let mut record = Record::default();
        let mut records = table.records();
        let line = |record: &mut Record| {
            rows::without_controls(record);
            Line::of(record)
        };
        while records.next(&mut record) {
            if is_blank(&record) {
                continue;
            }
            if first.len() < FIRST {
                first.push(line(&mut record));
            }
            // The oldest gives its memory to the next.
            let spare = (last.len() == LAST).then(|| last.pop_front()).flatten();
            last.push_back(std::mem::replace(&mut record, spare.unwrap_or_default()));
        }
        let last = last.iter_mut().map(line).collect();
        let mut filled: Vec<usize> = first.iter().map(Line::filled).collect();
        filled.sort_unstable();
        let typical = filled.get(filled.len() / 2).copied().unwrap_or(0);
        Self {
            first,
            last,
            typical,
        }
    }

    /// Which of the first records is the header, or would be one: the first
    /// that is not nearly empty.
    fn header(&self, notes: &mut Notes<'_>) -> Option<usize> {
        let first = self.first.first()?;
        let is_title = |line: &Line| match self.typical {
            0 | 1 => false,
            2 => line.fields.len() == 1,
            typical => line.filled() * 3 <= typical,
        };
        let titles = self.first.iter().take_while(|line| is_title(line)).count();
        let above = self.above_contrast().unwrap_or(titles);
        // A file of titles alone is none.
        if above == 0 || above > MOST_ABOVE || above + 1 >= self.first.len() {
            return Some(0);
        }
        let header = self.first.get(above)?;
        let lines = notes.addressing.row(header.number);
        let text = first.fields.iter().find(|field| !field.is_empty());
        let problem = format!(
            "begins with a title (\"{}\"); the header is taken from {lines}, and what stands above it is left out",
            shortened(text.map_or("", String::as_str))
        );
        notes.add(
            first.number,
            problem,
            "correct header_line in [cohort] if it is another",
        );
        Some(above)
    }

    /// The line of a record if it is not the first.
    fn stated_line(&self, at: usize) -> Option<u64> {
        let line = self.first.get(at)?;
        (at > 0).then_some(line.number)
    }

    /// The line of the header if it is to be stated: 0 where there is none.
    fn header_line(&self, header: usize, notes: &mut Notes<'_>) -> Option<u64> {
        let line = self.first.get(header)?;
        let below = self.first.get(header + 1..)?.iter();
        // Files that were put together have the header again.
        let below: Vec<&Line> = below.filter(|own| own.fields != line.fields).collect();
        if looks_like_data(line, &below) {
            let problem = "looks like a row, not a header; the file is read without a header line and its columns are called column_1, column_2, …";
            let help = format!(
                "add a line with the names of the columns, or set header_line = {} in [cohort] if it is one",
                line.number
            );
            notes.add(line.number, problem.to_owned(), &help);
            return Some(0);
        }
        self.stated_line(header)
    }

    /// Whether the first row below the header holds units.
    fn has_units(&self, below: &[Line], notes: &mut Notes<'_>) -> bool {
        let Some((row, others)) = below.split_first() else {
            return false;
        };
        if others.len() < 2 {
            return false;
        }
        let number_below = |at: usize| {
            let cells = others.iter().filter_map(|line| line.fields.get(at));
            let filled: Vec<&String> = cells.filter(|cell| !cell.is_empty()).collect();
            let numbers = filled.iter().filter(|cell| is_date_or_number(cell)).count();
            !filled.is_empty() && numbers * 10 >= filled.len() * 8
        };
        let mut units = Vec::new();
        for (at, cell) in row.fields.iter().enumerate() {
            if is_date_or_number(cell) {
                return false;
            }
            if !cell.is_empty() && number_below(at) {
                units.push((cell, is_unit(cell)));
            }
        }
        let known = units.iter().filter(|(_, known)| *known).count();
        if known == 0 || known * 2 < units.len() {
            return false;
        }
        let list: Vec<&str> = units
            .iter()
            .map(|(cell, _)| cell.as_str())
            .take(4)
            .collect();
        let problem = format!("is a row of units ({}) and is no patient", list.join(", "));
        notes.add(
            row.number,
            problem,
            "remove units_row in [cohort] if it is one",
        );
        true
    }
}

/// Whether a text begins with a word for a total.
fn is_total(text: &str) -> bool {
    let word: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
    TOTALS.contains(&word.to_lowercase().as_str())
}

/// Whether a text names a total in its first or last word: "Grand total", "Ward A
/// subtotal", "Mean age".
fn names_total(text: &str) -> bool {
    const WORDS: [&str; 22] = [
        "total",
        "totals",
        "subtotal",
        "subtotals",
        "sum",
        "summary",
        "summe",
        "gesamt",
        "gesamtsumme",
        "zwischensumme",
        "insgesamt",
        "somme",
        "totale",
        "totaal",
        "suma",
        "razem",
        "celkem",
        "yhteensä",
        "toplam",
        "итого",
        "mean",
        "average",
    ];
    const MOST: usize = 5;
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let ends = [words.first(), words.last()];
    let mut ends = ends.into_iter().flatten();
    words.len() <= MOST && ends.any(|word| WORDS.contains(&word.as_str()))
}

/// Whether a record would fit the columns below it, which a header does not: its
/// numbers stand above numbers, its words among the same words or others of the
/// same form.
fn looks_like_data(line: &Line, below: &[&Line]) -> bool {
    const ENOUGH: usize = 3;
    if below.len() < ENOUGH || line.fields.len() < 2 {
        return false;
    }
    let mut numbers = 0;
    let mut repeated = 0;
    let mut filled = 0;
    for (at, field) in line.fields.iter().enumerate() {
        if field.is_empty() {
            continue;
        }
        filled += 1;
        let cells = || {
            let cells = below.iter().filter_map(move |line| line.fields.get(at));
            cells.filter(|cell| !cell.is_empty())
        };
        let count = cells().count();
        if is_date_or_number(field) {
            let fitting = cells().filter(|cell| is_date_or_number(cell)).count();
            if fitting * 10 < count * 8 {
                return false;
            }
            numbers += 1;
            continue;
        }
        if cells().any(|cell| cell == field) {
            repeated += 1;
            continue;
        }
        let own = shape(field);
        let alike = cells().filter(|cell| shape(cell) == own).count();
        if !own.contains('9') || alike * 10 < count * 8 {
            return false;
        }
    }
    let whole: Vec<Option<u64>> = line.fields.iter().map(|field| field.parse().ok()).collect();
    let counted = |from: u64| {
        whole
            .iter()
            .zip(from..)
            .all(|(field, at)| *field == Some(at))
    };
    // 0, 1, 2, … and the years of repeated measurements are headers.
    filled > 1 && (numbers > 0 || repeated * 2 > filled) && !counted(0) && !counted(1)
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let begin: String = text.chars().take(LONGEST).collect();
    format!("{begin}…")
}

#[cfg(test)]
mod tests;
