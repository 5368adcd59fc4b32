//! Rows and columns of a workbook's sheet that are not shown, as by a filter. They are
//! read like any other.

use std::io::{Cursor, Read};

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::findings::letters;

/// What is said of a sheet with such rows or columns, and its help.
pub(super) fn told(archive: &[u8], sheet: &str) -> Option<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).ok()?;
    let path = path(&mut archive, sheet)?;
    let hidden = Hidden::of(&part(&mut archive, &path)?);
    let mut what = Vec::new();
    match hidden.rows.as_slice() {
        [] => {}
        [row] => what.push(format!("1 row that is hidden ({row})")),
        rows => {
            let shown: Vec<String> = rows.iter().take(3).map(u64::to_string).collect();
            let more = if rows.len() > 3 { ", …" } else { "" };
            what.push(format!(
                "{} rows that are hidden ({}{more})",
                rows.len(),
                shown.join(", ")
            ));
        }
    }
    if !hidden.columns.is_empty() {
        what.push(format!("hidden columns ({})", hidden.columns.join(", ")));
    }
    (!what.is_empty()).then(|| {
        (
            format!("has {}, which are read like all others", what.join(" and ")),
            "delete them in a copy of the file if they are not meant to be part of the cohort"
                .to_owned(),
        )
    })
}

/// A file of the archive, up to a size beyond which a sheet is no table by hand.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Option<Vec<u8>> {
    const MOST: u64 = 1 << 27;
    let mut bytes = Vec::new();
    let file = archive.by_name(path).ok()?;
    file.take(MOST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Where the archive holds a sheet.
fn path(archive: &mut ZipArchive<Cursor<&[u8]>>, sheet: &str) -> Option<String> {
    let book = part(archive, "xl/workbook.xml")?;
    let id = find(&book, "sheet", |own| {
        (attribute(own, "name")? == sheet).then(|| attribute(own, "id"))?
    })?;
    let relations = part(archive, "xl/_rels/workbook.xml.rels")?;
    let target = find(&relations, "Relationship", |own| {
        (attribute(own, "Id")? == id).then(|| attribute(own, "Target"))?
    })?;
    Some(match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{target}"),
    })
}

/// What is first found in the elements of a name.
fn find<T>(xml: &[u8], name: &str, get: impl Fn(&BytesStart<'_>) -> Option<T>) -> Option<T> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(own) | Event::Empty(own) if own.local_name().as_ref() == name => {
                if let Some(found) = get(&own) {
                    return Some(found);
                }
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// The value of an attribute, whatever its namespace.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = element.attributes().flatten();
    let found = all.find(|own| own.key.local_name().as_ref() == name)?;
    let value = found
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()?;
    Some(value.into_owned())
}

/// What a sheet hides.
#[derive(Debug, Default, PartialEq, Eq)]
struct Hidden {
    rows: Vec<u64>,
    columns: Vec<String>,
}

impl Hidden {
    /// From the text of the sheet, of which only the tags with the attribute are read:
    /// a sheet may have millions.
    fn of(xml: &[u8]) -> Self {
        const MOST_COLUMNS: u32 = 50;
        let mut found = Self::default();
        for at in memmem::find_iter(xml, b" hidden=\"") {
            let before = xml.get(..at).unwrap_or_default();
            let after = xml.get(at + 9..).unwrap_or_default();
            let start = memchr::memrchr(b'<', before).unwrap_or(0);
            let end = memchr::memchr(b'>', after).unwrap_or(0);
            let tag = xml.get(start..at + 9 + end).unwrap_or_default();
            let is_hidden = after.starts_with(b"1\"") || after.starts_with(b"true\"");
            let number = |name: &str| -> Option<u32> {
                let from = memmem::find(tag, format!(" {name}=\"").as_bytes())?;
                let digits = tag.get(from + name.len() + 3..)?;
                let end = memchr::memchr(b'"', digits)?;
                std::str::from_utf8(digits.get(..end)?).ok()?.parse().ok()
            };
            if !is_hidden {
                continue;
            }
            if tag.starts_with(b"<row ") {
                found.rows.extend(number("r").map(u64::from));
            } else if tag.starts_with(b"<col ")
                && let (Some(first), Some(last)) = (number("min"), number("max"))
                // All columns behind the last one are hidden so.
                && last - first.min(last) < MOST_COLUMNS
            {
                let names = (first..=last).map(|at| letters(at.saturating_sub(1) as usize));
                found.columns.extend(names);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_and_columns_are_hidden() {
        let xml = b"<cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"9\" max=\"16384\" hidden=\"1\"/>\
            <col min=\"5\" max=\"5\" hidden=\"0\"/></cols><sheetData><row r=\"1\"/>\
            <row r=\"4\" spans=\"1:3\" hidden=\"1\"><c r=\"A4\"/></row><row hidden=\"true\" r=\"7\"/></sheetData>";
        let expected = Hidden {
            rows: vec![4, 7],
            columns: vec!["B".to_owned(), "C".to_owned()],
        };
        assert_eq!(Hidden::of(xml), expected);
    }
}
