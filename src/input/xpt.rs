//! SAS transport files, `.xpt`, of version 5 and 8, as technical notes TS-140 and
//! "Record Layout of a SAS Version 8 or 9 Data Set in SAS Transport Format"
//! describe them: records of 80 bytes, numbers as IBM mainframes store them.

use std::collections::BTreeSet;

use encoding_rs::{UTF_8, WINDOWS_1252};

use super::binary::{Binary, Order, Texts};
use super::described::{Described, Stored};
use super::moment::{self, DAY_1960};
use super::records::{self, Fault, Recorded};
use super::{Charset, Container};

pub(super) static CONTAINER: Container = Container {
    name: "a SAS transport file (.xpt)",
    endings: &["xpt", "xport"],
    media_type: "application/x-sas-xport",
    recognises: |bytes| bytes.starts_with(b"HEADER RECORD*******LIB"),
    open: |source| {
        records::open(source, "a SAS transport file", |source| {
            read(source.bytes(), source.options.encoding)
        })
    },
};

const RECORD: usize = 80;
const HEADER: &[u8] = b"HEADER RECORD*******";

/// What numbers of a variable count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Number,
    Date,
    Moment,
    Time,
}

struct Variable {
    name: String,
    label: String,
    is_text: bool,
    width: usize,
    at: usize,
    shown: Shown,
    /// Letters of missing values that stand in its cells.
    letters: BTreeSet<char>,
}

fn read(bytes: &[u8], stated: Option<Charset>) -> Result<Recorded, Fault> {
    if !bytes.len().is_multiple_of(RECORD) {
        return Err(Fault::Truncated);
    }
    let is_utf_8 = !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok();
    let guess = if is_utf_8 { UTF_8 } else { WINDOWS_1252 };
    let mut texts = Texts::new(stated.unwrap_or_else(|| guess.into()));
    let mut at = Binary::new(bytes, Order::Big);
    let mut variables = header(&mut at, &mut texts)?;
    let names = variables.iter().map(|variable| variable.name.as_str());
    let mut recorded = Recorded::new(names)?;
    let width = variables.iter().map(|own| own.at + own.width).max();
    let width = width.filter(|width| *width > 0);
    let width = width.ok_or_else(|| Fault::damaged("its records are empty"))?;
    let (rows, others) = member(at.rest());
    for row in without_filling(rows, width).chunks_exact(width) {
        recorded.next()?;
        for (column, variable) in variables.iter_mut().enumerate() {
            let end = variable.at + variable.width;
            let cell = row.get(variable.at..end).ok_or(Fault::Truncated)?;
            write(&mut recorded, column, variable, cell, &mut texts)?;
        }
    }
    for (column, variable) in variables.into_iter().enumerate() {
        let described = Described {
            label: variable.label,
            missing: variable
                .letters
                .iter()
                .map(|letter| format!(".{letter}"))
                .collect(),
            stored: match (variable.is_text, variable.shown) {
                (true, _) | (_, Shown::Time) => Stored::Text,
                (_, Shown::Number) => Stored::Number,
                _ => Stored::Date,
            },
            ..Described::default()
        };
        recorded.describe(column, described)?;
    }
    if others {
        let problem = "holds several data sets, of which the first is read".to_owned();
        recorded
            .remarks
            .push((problem, "export the data set of the cohort alone"));
    }
    recorded.tell_encoding(&texts);
    Ok(recorded)
}

/// The variables; `at` stands before the first row then.
fn header(at: &mut Binary<'_>, texts: &mut Texts) -> Result<Vec<Variable>, Fault> {
    const LIBRARY: usize = 3;
    const DESCRIPTOR: usize = 3;
    at.take(LIBRARY * RECORD)?;
    let member = at.take(RECORD)?;
    expect(member, b"MEM")?;
    let size = number_in(member, 74..78)?;
    at.take(DESCRIPTOR * RECORD)?;
    let names = at.take(RECORD)?;
    expect(names, b"NAM")?;
    let count = number_in(names, 48..58)?;
    // 136 on one old machine; all that is read stands in the first 120 bytes.
    if !(136..=140).contains(&size) {
        return Err(Fault::damaged("its header is damaged"));
    }
    let length = count.checked_mul(size).ok_or(Fault::Truncated)?;
    let list = at.take(length)?;
    at.take(length.next_multiple_of(RECORD) - length)?;
    let variables: Result<Vec<Variable>, Fault> = list
        .chunks_exact(size)
        .map(|own| variable(own, texts))
        .collect();
    let mut variables = variables?;
    loop {
        let record = at.take(RECORD)?;
        match record.get(20..23).filter(|_| record.starts_with(HEADER)) {
            Some(b"OBS") => return Ok(variables),
            Some(b"LAB") => {
                let count = number_in(record, 48..53)?;
                let has_formats = record.get(20..27) == Some(b"LABELV9");
                let from = at.at();
                for _ in 0..count {
                    long_label(at, has_formats, &mut variables, texts)?;
                }
                let length = at.at() - from;
                at.take(length.next_multiple_of(RECORD) - length)?;
            }
            _ => {}
        }
    }
}

/// The label of a variable that is longer than 40 bytes.
fn long_label(
    at: &mut Binary<'_>,
    has_formats: bool,
    variables: &mut [Variable],
    texts: &mut Texts,
) -> Result<(), Fault> {
    let index = usize::from(at.u16()?);
    let name = usize::from(at.u16()?);
    let formats = match has_formats {
        true => usize::from(at.u16()?) + usize::from(at.u16()?),
        false => 0,
    };
    let length = usize::from(at.u16()?);
    at.take(name)?;
    let label = texts.text(at.take(length)?).trim().to_owned();
    at.take(formats)?;
    if let Some(variable) = index.checked_sub(1).and_then(|at| variables.get_mut(at)) {
        variable.label = label;
    }
    Ok(())
}

fn expect(record: &[u8], word: &[u8]) -> Result<(), Fault> {
    let is = record.starts_with(HEADER) && record.get(20..23) == Some(word);
    is.then_some(())
        .ok_or_else(|| Fault::damaged("its header is damaged"))
}

fn number_in(record: &[u8], range: std::ops::Range<usize>) -> Result<usize, Fault> {
    let digits = record
        .get(range)
        .and_then(|own| std::str::from_utf8(own).ok());
    let number = digits.and_then(|digits| digits.trim().parse().ok());
    number.ok_or_else(|| Fault::damaged("its header is damaged"))
}

fn variable(bytes: &[u8], texts: &mut Texts) -> Result<Variable, Fault> {
    let mut own = Binary::new(bytes, Order::Big);
    let is_text = own.u16()? == 2;
    own.take(2)?;
    let width = usize::from(own.u16()?);
    own.take(2)?;
    let short = own.take(8)?;
    let label = own.take(40)?;
    let format = own.take(8)?;
    own.go(84)?;
    let at = own.u32()? as usize;
    // Version 8 has a longer name here; version 5 zeros.
    let long = texts.text(own.take(32)?).trim().to_owned();
    let short = texts.text(short).trim().to_owned();
    if !is_text && width > 8 {
        return Err(Fault::damaged("the width of a number is damaged"));
    }
    Ok(Variable {
        name: if long.is_empty() { short } else { long },
        label: texts.text(label).trim().to_owned(),
        is_text,
        width,
        at,
        shown: shown(&texts.text(format)),
        letters: BTreeSet::new(),
    })
}

/// Formats of SAS that show dates, moments and times, by how their names begin.
fn shown(format: &str) -> Shown {
    const MOMENTS: &[&str] = &[
        "DATETIME", "DATEAMPM", "E8601DT", "B8601DT", "MDYAMPM", "DTDATE",
    ];
    const TIMES: &[&str] = &["TIME", "HHMM", "TOD", "E8601TM", "B8601TM", "MMSS"];
    const DATES: &[&str] = &[
        "DATE", "DDMMYY", "MMDDYY", "YYMMDD", "YYMMDDN", "MONYY", "MMYY", "YYMM", "YYMON", "YYQ",
        "JULIAN", "WEEKDAT", "WORDDAT", "E8601DA", "B8601DA", "NLDATE", "MINGUO", "EURDF",
    ];
    let format = format.trim().to_uppercase();
    let is = |list: &[&str]| list.iter().any(|known| format.starts_with(known));
    match () {
        () if is(MOMENTS) => Shown::Moment,
        () if is(TIMES) => Shown::Time,
        () if is(DATES) => Shown::Date,
        () => Shown::Number,
    }
}

/// The rows of the first member, and whether others follow.
fn member(rest: &[u8]) -> (&[u8], bool) {
    let is_next = |record: &[u8]| record.starts_with(HEADER) && record.get(20..23) == Some(b"MEM");
    match rest.chunks(RECORD).position(is_next) {
        Some(record) => (rest.get(..record * RECORD).unwrap_or_default(), true),
        None => (rest, false),
    }
}

/// The rows without the blanks that fill the last record up.
fn without_filling(rows: &[u8], width: usize) -> &[u8] {
    let filled = rows.iter().rposition(|byte| *byte != b' ');
    let end = filled.map_or(0, |last| last + 1).next_multiple_of(width);
    rows.get(..end.min(rows.len())).unwrap_or_default()
}

fn write(
    recorded: &mut Recorded,
    column: usize,
    variable: &mut Variable,
    cell: &[u8],
    texts: &mut Texts,
) -> Result<(), Fault> {
    if variable.is_text {
        let text = texts.text(cell);
        return recorded.write(column, |out| out.push_str(&text));
    }
    match number(cell) {
        Number::Is(number) => recorded.write(column, |out| match variable.shown {
            Shown::Number => moment::write_number(number, out),
            Shown::Date => moment::write_day(DAY_1960, number, out),
            Shown::Moment => moment::write_moment(DAY_1960, number, out),
            Shown::Time => moment::write_time(number, out),
        }),
        Number::Missing(None) => Ok(()),
        Number::Missing(Some(letter)) => {
            variable.letters.insert(letter);
            recorded.write(column, |out| out.extend(['.', letter]))
        }
    }
}

/// A number, or the letter of a missing one.
#[derive(Debug, PartialEq)]
enum Number {
    Is(f64),
    Missing(Option<char>),
}

/// Sign, exponent of 16 with an excess of 64, and a fraction of 56 bits, of which
/// the last bytes may be left out.
fn number(cell: &[u8]) -> Number {
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(cell) {
        *to = *from;
    }
    let [first, fraction @ ..] = bytes;
    if fraction == [0; 7] && first != 0 {
        return match first {
            b'A'..=b'Z' | b'_' => Number::Missing(Some(char::from(first))),
            _ => Number::Missing(None),
        };
    }
    let whole = u64::from_be_bytes(bytes) & 0x00ff_ffff_ffff_ffff;
    let exponent = i32::from(first & 0x7f) - 64 - 14;
    #[expect(
        clippy::cast_precision_loss,
        reason = "the fraction is rounded to 53 bits"
    )]
    let size = whole as f64 * 16_f64.powi(exponent);
    Number::Is(if first & 0x80 == 0 { size } else { -size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_ibm() {
        // TS-140: 1 is 4110 0000 0000 0000; -118.625, of the manual of the System/360,
        // is C276 A000.
        for (bytes, expected) in [
            (&[0x41, 0x10, 0, 0, 0, 0, 0, 0][..], Number::Is(1.0)),
            (&[0xc2, 0x76, 0xa0], Number::Is(-118.625)),
            (&[0; 8], Number::Is(0.0)),
            (b".\0\0\0\0\0\0\0", Number::Missing(None)),
            (b"A\0\0\0\0\0\0\0", Number::Missing(Some('A'))),
            (b"_\0\0", Number::Missing(Some('_'))),
        ] {
            assert_eq!(number(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn blanks_that_fill_a_record_are_no_rows() {
        assert_eq!(without_filling(b"ab  cd      ", 4), b"ab  cd  ");
        assert_eq!(without_filling(b"    ", 2), b"");
        assert_eq!(without_filling(b"abcde", 4), b"abcde");
    }
}
