//! The cases of an SPSS file.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::super::binary::{Binary, Order};
use super::super::described::{Described, Range, Stored};
use super::super::records::{Fault, Recorded};
use super::dictionary::{Compression, Dictionary, PIECE, UNIT, Variable};
use super::format::Shown;

pub(super) fn read(bytes: &[u8], mut dictionary: Dictionary) -> Result<Recorded, Fault> {
    let names = dictionary
        .variables
        .iter()
        .map(|variable| variable.name.as_str());
    let mut recorded = Recorded::new(names)?;
    let variables = std::mem::take(&mut dictionary.variables);
    for (at, variable) in variables.iter().enumerate() {
        let described = describe(variable, &mut dictionary);
        recorded.describe(at, described)?;
    }
    let rest = bytes.get(dictionary.start..).unwrap_or_default();
    let data = match dictionary.compression {
        Compression::Zlib => Cow::Owned(inflate(rest, bytes, dictionary.order)?),
        _ => Cow::Borrowed(rest),
    };
    let mut units: Box<dyn Units + '_> = match dictionary.compression {
        Compression::None => Box::new(Plain(Binary::new(&data, dictionary.order))),
        _ => Box::new(Codes {
            at: Binary::new(&data, dictionary.order),
            bias: dictionary.bias,
            order: dictionary.order,
            system_missing: dictionary.system_missing,
            block: [0; UNIT],
            next: UNIT,
        }),
    };
    let mut case = vec![0; dictionary.case * UNIT];
    let mut read = 0;
    while dictionary.count.is_none_or(|count| read < count) {
        let mut filled = 0;
        for unit in case.chunks_exact_mut(UNIT) {
            match units.next()? {
                Some(value) => unit.copy_from_slice(&value),
                None => break,
            }
            filled += 1;
        }
        if filled < dictionary.case {
            // Only where the header does not count them may the cases just end.
            if filled > 0 || dictionary.count.is_some() {
                return Err(Fault::Truncated);
            }
            break;
        }
        read += 1;
        recorded.next()?;
        for (at, variable) in variables.iter().enumerate() {
            cell(&mut recorded, at, variable, &case, &mut dictionary)?;
        }
    }
    recorded.tell_encoding(&dictionary.texts);
    if let Some(name) = &dictionary.encoding_unknown {
        let problem = format!(
            "states the encoding {name}, which is not known; it is read as {}",
            dictionary.texts.encoding.name()
        );
        let help = "state another with encoding in [cohort] if letters are wrong";
        recorded.remarks.push((problem, help));
    }
    if let Some(weight) = &dictionary.weight {
        let problem = format!("weights its cases by {weight}; every case is counted once");
        recorded
            .remarks
            .push((problem, "check that the cases are single patients"));
    }
    Ok(recorded)
}

fn cell(
    recorded: &mut Recorded,
    at: usize,
    variable: &Variable,
    case: &[u8],
    dictionary: &mut Dictionary,
) -> Result<(), Fault> {
    let from = variable.at * UNIT;
    if variable.width > 0 {
        let text = text_of(case.get(from..).unwrap_or_default(), variable.width);
        let text = dictionary.texts.text(&text);
        return recorded.write(at, |out| out.push_str(&text));
    }
    let number = Binary::new(case.get(from..).unwrap_or_default(), dictionary.order).f64()?;
    if number == dictionary.system_missing || number.is_nan() {
        return Ok(());
    }
    recorded.write(at, |out| variable.shown.write(number, out))
}

/// The bytes of a text, whose pieces stand in 256 bytes each and count 255.
fn text_of(bytes: &[u8], width: usize) -> Cow<'_, [u8]> {
    if width < PIECE {
        return Cow::Borrowed(bytes.get(..width).unwrap_or_default());
    }
    let mut text = Vec::new();
    for piece in bytes.chunks(PIECE) {
        let left = width - text.len();
        let own = piece.get(..left.min(PIECE - 1)).unwrap_or(piece);
        text.extend_from_slice(own);
        if text.len() >= width {
            break;
        }
    }
    Cow::Owned(text)
}

fn describe(variable: &Variable, dictionary: &mut Dictionary) -> Described {
    let order = dictionary.order;
    let texts = &mut dictionary.texts;
    let number = |bytes: &[u8]| Binary::new(bytes, order).f64().unwrap_or(f64::NAN);
    let mut described = Described {
        label: texts.text(&variable.label).trim().to_owned(),
        measure: variable.measure,
        stored: if variable.width > 0 {
            Stored::Text
        } else {
            variable.shown.stored()
        },
        ..Described::default()
    };
    let mut code = |bytes: &[u8]| match variable.width {
        0 => variable.shown.text(number(bytes)),
        _ => texts.text(bytes).into_owned(),
    };
    for (bytes, _) in variable.labels.iter() {
        described.labels.push((code(bytes), String::new()));
    }
    let mut codes: &[[u8; 8]] = &variable.missing;
    if let (true, [low, high, others @ ..]) = (variable.has_range, codes) {
        let range = Range::new(number(low), number(high));
        described.missing_ranges.push(range);
        codes = others;
    }
    described.missing = codes.iter().map(|bytes| code(bytes)).collect();
    for value in variable.long_missing.iter() {
        described.missing.push(code(value));
    }
    for ((_, label), (_, bytes)) in described.labels.iter_mut().zip(variable.labels.iter()) {
        *label = texts.text(bytes).trim().to_owned();
    }
    // A range is of numbers; dates are written as dates.
    if variable.shown != Shown::Number {
        described.missing_ranges.clear();
    }
    described
}

/// The values of the cases, eight bytes each; none after the last.
trait Units {
    fn next(&mut self) -> Result<Option<[u8; UNIT]>, Fault>;
}

struct Plain<'a>(Binary<'a>);

impl Units for Plain<'_> {
    fn next(&mut self) -> Result<Option<[u8; UNIT]>, Fault> {
        if self.0.rest().is_empty() {
            return Ok(None);
        }
        Ok(self.0.take(UNIT)?.try_into().ok())
    }
}

/// Values as codes of one byte, eight codes before the values that they call for.
struct Codes<'a> {
    at: Binary<'a>,
    bias: f64,
    order: Order,
    system_missing: f64,
    block: [u8; UNIT],
    next: usize,
}

impl Units for Codes<'_> {
    fn next(&mut self) -> Result<Option<[u8; UNIT]>, Fault> {
        let number = |number: f64| match self.order {
            Order::Little => number.to_le_bytes(),
            Order::Big => number.to_be_bytes(),
        };
        loop {
            let Some(code) = self.block.get(self.next).copied() else {
                if self.at.rest().is_empty() {
                    return Ok(None);
                }
                self.block = self.at.take(UNIT)?.try_into().unwrap_or_default();
                self.next = 0;
                continue;
            };
            self.next += 1;
            return Ok(Some(match code {
                0 => continue,
                252 => return Ok(None),
                253 => self.at.take(UNIT)?.try_into().unwrap_or_default(),
                254 => [b' '; UNIT],
                255 => number(self.system_missing),
                code => number(f64::from(code) - self.bias),
            }));
        }
    }
}

/// The codes of a `.zsav`, whose blocks are listed at the end of the file.
fn inflate(start: &[u8], file: &[u8], order: Order) -> Result<Vec<u8>, Fault> {
    /// A million cases of a hundred variables take less.
    const MOST: u64 = 1 << 30;
    let mut header = Binary::new(start, order);
    header.u64()?;
    let trailer = header.u64()?;
    let mut at = Binary::new(file, order);
    at.go(trailer)?;
    at.take(16)?;
    at.u32()?;
    let count = at.u32()?;
    let mut data = Vec::new();
    for _ in 0..count {
        at.u64()?;
        let place = at.u64()?;
        let size = at.u32()?;
        let packed = at.u32()? as usize;
        let mut block = Binary::new(file, order);
        block.go(place)?;
        let packed = block.take(packed)?;
        let left = MOST - data.len() as u64;
        if u64::from(size) > left {
            return Err(Fault::TooLarge);
        }
        let read = ZlibDecoder::new(packed)
            .take(u64::from(size))
            .read_to_end(&mut data);
        match read {
            Ok(length) if length == size as usize => {}
            Ok(_) => return Err(Fault::Truncated),
            Err(error) => return Err(Fault::Damaged(error.to_string())),
        }
    }
    Ok(data)
}
