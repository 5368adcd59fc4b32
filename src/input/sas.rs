//! SAS data sets, `.sas7bdat`. The crate finds the rows; numbers are read here, as
//! it does not tell the missing values `.A` to `.Z` apart.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use encoding_rs::{Encoding, UTF_8};
use sas7bdat::{ColumnMeta, Dataset, Endianness, LogicalType, Parallelism};

use super::binary::Texts;
use super::described::{Described, Stored};
use super::moment::{self, DAY_1960};
use super::records::{self, Fault, Recorded};
use super::{Charset, Container};

pub(super) static CONTAINER: Container = Container {
    name: "a SAS file (.sas7bdat)",
    endings: &["sas7bdat"],
    media_type: "application/x-sas-data",
    recognises: |bytes| bytes.get(12..32) == Some(MAGIC),
    open: |source| {
        records::open(source, "a SAS file", |source| {
            read(source.bytes(), source.options.encoding)
        })
    },
};

/// What stands in the header behind twelve zeros.
const MAGIC: &[u8] =
    b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c\x18\x1f\x10\x11";

fn read(bytes: &[u8], stated: Option<Charset>) -> Result<Recorded, Fault> {
    let failed = |error: sas7bdat::Error| match &error {
        sas7bdat::Error::Unsupported(_) => {
            Fault::Unknown(format!("is a SAS file that cannot be read: {error}"))
        }
        other => Fault::Damaged(other.to_string()),
    };
    let set = Dataset::from_bytes(bytes.to_vec()).map_err(failed)?;
    let metadata = set.metadata();
    let named = metadata.encoding.as_deref().unwrap_or_default();
    let known = Encoding::for_label(named.to_ascii_lowercase().as_bytes());
    let mut texts = Texts::new(stated.unwrap_or_else(|| known.unwrap_or(UTF_8).into()));
    let order = metadata.endianness;
    let columns = set.columns();
    let mut recorded = Recorded::new(columns.iter().map(|column| column.name.trim()))?;
    let mut letters: Vec<BTreeSet<char>> = vec![BTreeSet::new(); columns.len()];
    let mut fault = None;
    let scan = set.scan().with_parallelism(Parallelism::None);
    let scanned = scan.visit_raw_rows(|row| {
        let row = row_of(
            &mut recorded,
            row.bytes,
            columns,
            order,
            &mut texts,
            &mut letters,
        );
        Ok(match row {
            Ok(()) => ControlFlow::Continue(()),
            Err(found) => {
                fault = Some(found);
                ControlFlow::Break(())
            }
        })
    });
    if let Some(fault) = fault {
        return Err(fault);
    }
    scanned.map_err(failed)?;
    let mut formats = BTreeSet::new();
    for (at, (column, letters)) in columns.iter().zip(letters).enumerate() {
        let text = |text: &Option<String>| text.clone().unwrap_or_default().trim().to_owned();
        let described = Described {
            label: text(&column.label),
            missing: letters
                .into_iter()
                .map(|letter| format!(".{letter}"))
                .collect(),
            stored: match column.logical_type {
                LogicalType::Integer | LogicalType::Float => Stored::Number,
                LogicalType::Date | LogicalType::DateTime => Stored::Date,
                _ => Stored::Text,
            },
            ..Described::default()
        };
        recorded.describe(at, described)?;
        let format = text(&column.format).to_uppercase();
        let is_plain = matches!(
            column.logical_type,
            LogicalType::Integer | LogicalType::Float | LogicalType::String
        );
        if is_plain && !format.is_empty() && !BUILT_IN.contains(&format.trim_start_matches('$')) {
            formats.insert(format);
        }
    }
    if !formats.is_empty() {
        let formats: Vec<String> = formats.into_iter().collect();
        let problem = format!(
            "shows codes with the formats {}, whose labels stand in a catalogue (.sas7bcat) and not in the file",
            formats.join(", ")
        );
        recorded
            .remarks
            .push((problem, "write levels and labels of these columns by hand"));
    }
    if metadata.deleted_row_count > 0 {
        let problem = format!(
            "{} records are deleted and left out",
            metadata.deleted_row_count
        );
        recorded.remarks.push((problem, ""));
    }
    recorded.tell_encoding(&texts);
    Ok(recorded)
}

/// Formats of SAS itself that show numbers and texts; others are of the user.
const BUILT_IN: &[&str] = &[
    "", "ASCII", "BEST", "BESTD", "BESTX", "BINARY", "CHAR", "COMMA", "COMMAX", "D", "DOLLAR",
    "DOLLARX", "E", "EURO", "EUROX", "F", "FRACT", "HEX", "IB", "LOGPROB", "NEGPAREN", "NUMX",
    "ODDSR", "PCPIB", "PD", "PERCENT", "PERCENTN", "PIB", "PVALUE", "QUOTE", "REVERJ", "REVERS",
    "RB", "ROMAN", "SSN", "UPCASE", "VARYING", "W", "WORDF", "WORDS", "YEAR", "Z",
];

fn row_of(
    recorded: &mut Recorded,
    row: &[u8],
    columns: &[ColumnMeta],
    order: Endianness,
    texts: &mut Texts,
    letters: &mut [BTreeSet<char>],
) -> Result<(), Fault> {
    recorded.next()?;
    for ((at, column), letters) in columns.iter().enumerate().zip(letters) {
        let from = column.offset as usize;
        let to = from.saturating_add(column.physical_width as usize);
        let bytes = row.get(from..to).ok_or(Fault::Truncated)?;
        if !column.logical_type.is_numeric() {
            let text = texts.text(bytes);
            recorded.write(at, |out| out.push_str(&text))?;
            continue;
        }
        let number = number(bytes, order)?;
        if number.is_nan() {
            if let Some(letter) = letter_of(number) {
                letters.insert(letter);
                recorded.write(at, |out| out.extend(['.', letter]))?;
            }
            continue;
        }
        recorded.write(at, |out| match column.logical_type {
            LogicalType::Date => moment::write_day(DAY_1960, number, out),
            LogicalType::DateTime => moment::write_moment(DAY_1960, number, out),
            LogicalType::Time => moment::write_time(number, out),
            _ => moment::write_number(number, out),
        })?;
    }
    Ok(())
}

/// A number that may have been stored without its last bytes.
fn number(bytes: &[u8], order: Endianness) -> Result<f64, Fault> {
    let mut whole = [0; 8];
    let wrong = || Fault::damaged("the width of a number is damaged");
    match order {
        Endianness::Little => {
            let from = whole.len().checked_sub(bytes.len()).ok_or_else(wrong)?;
            whole
                .get_mut(from..)
                .ok_or_else(wrong)?
                .copy_from_slice(bytes);
            Ok(f64::from_le_bytes(whole))
        }
        Endianness::Big => {
            whole
                .get_mut(..bytes.len())
                .ok_or_else(wrong)?
                .copy_from_slice(bytes);
            Ok(f64::from_be_bytes(whole))
        }
    }
}

/// The letter of a missing value, which its bits hold inverted: `_`, then `A` to `Z`
/// from 2; or its own character, as some writers store it.
fn letter_of(number: f64) -> Option<char> {
    let [_, _, inverted, ..] = number.to_be_bytes();
    match !inverted {
        0 => Some('_'),
        code @ 2..=27 => Some(char::from(b'A' + code - 2)),
        code @ (b'A'..=b'Z' | b'_') => Some(char::from(code)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_may_be_short_and_missing_values_have_letters() {
        // SAS, "Numeric precision": 1 in three bytes is 3FF000.
        assert_eq!(number(&[0x3f, 0xf0, 0], Endianness::Big).unwrap(), 1.0);
        assert_eq!(number(&[0, 0xf0, 0x3f], Endianness::Little).unwrap(), 1.0);
        assert!(number(&[0; 9], Endianness::Little).is_err());
        let missing = |byte: u8| letter_of(f64::from_be_bytes([0xff, 0xff, byte, 0, 0, 0, 0, 0]));
        assert_eq!(missing(0xfe), None);
        assert_eq!(missing(0xfd), Some('A'));
        assert_eq!(missing(0xe4), Some('Z'));
        assert_eq!(missing(0xff), Some('_'));
        assert_eq!(missing(0xbe), Some('A'));
        assert_eq!(missing(0xd1), None);
    }
}
