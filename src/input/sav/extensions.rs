//! Records that later versions of SPSS added to the dictionary.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::Charset;
use super::super::binary::Binary;
use super::super::described::Measure;
use super::super::records::Fault;

/// Codes and their labels, as bytes of an encoding that may be known only later.
pub(super) type Labels = Vec<(Vec<u8>, Vec<u8>)>;

/// What these records hold; names are bytes, with ASCII letters in upper case, as
/// their encoding may be known only later.
#[derive(Debug, Default)]
pub(super) struct Extensions {
    encoding_name: Option<String>,
    code_page: Option<i32>,
    pub(super) system_missing: Option<f64>,
    /// Measurement level, a width in some files, and alignment of every variable.
    display: Vec<i32>,
    /// Long names by short ones.
    pub(super) names: HashMap<Vec<u8>, Vec<u8>>,
    /// Widths of long texts by short name.
    pub(super) widths: HashMap<Vec<u8>, usize>,
    pub(super) long_labels: HashMap<Vec<u8>, Rc<Labels>>,
    pub(super) long_missing: HashMap<Vec<u8>, Rc<Vec<Vec<u8>>>>,
}

impl Extensions {
    /// The measurement level of one of so many variables.
    pub(super) fn measure(&self, variable: usize, of: usize) -> Option<Measure> {
        let step = self.display.len().checked_div(of)?;
        match self.display.get(variable * step)? {
            1 => Some(Measure::Nominal),
            2 => Some(Measure::Ordinal),
            3 => Some(Measure::Scale),
            _ => None,
        }
    }

    /// The encoding that the file states, or the name of one that is not known.
    pub(super) fn encoding(&self) -> Option<Result<Charset, String>> {
        if let Some(name) = &self.encoding_name {
            let known = Charset::for_label(name);
            return Some(known.ok_or_else(|| name.clone()));
        }
        let label = match self.code_page? {
            // EBCDIC, 7-bit and 8-bit ASCII: no code page at all.
            0..=3 => return None,
            4 => return Some(Err("DEC Kanji".to_owned())),
            page @ (874 | 1250..=1258) => format!("windows-{page}"),
            page @ (437 | 850 | 852) => format!("cp{page}"),
            932 => "shift_jis".to_owned(),
            936 => "gbk".to_owned(),
            949 => "euc-kr".to_owned(),
            950 => "big5".to_owned(),
            866 => "ibm866".to_owned(),
            20_866 => "koi8-r".to_owned(),
            page @ 28_591..=28_605 => format!("iso-8859-{}", page - 28_590),
            54_936 => "gb18030".to_owned(),
            65_001 => "utf-8".to_owned(),
            page => format!("code page {page}"),
        };
        Some(Charset::for_label(&label).ok_or(label))
    }
}

pub(super) fn read(at: &mut Binary<'_>, found: &mut Extensions) -> Result<(), Fault> {
    let subtype = at.i32()?;
    let size = at.length()?;
    let count = at.length()?;
    let bytes = at.take(size.checked_mul(count).ok_or(Fault::Truncated)?)?;
    let mut own = Binary::new(bytes, at.order);
    match subtype {
        3 if size == 4 && count >= 8 => {
            own.take(7 * 4)?;
            found.code_page = Some(own.i32()?);
        }
        4 if size == 8 && count >= 1 => found.system_missing = Some(own.f64()?),
        11 if size == 4 => {
            for _ in 0..count {
                found.display.push(own.i32()?);
            }
        }
        13 => {
            found.names = pairs(bytes)
                .map(|(short, long)| (short.to_ascii_uppercase(), long.to_vec()))
                .collect();
        }
        14 => {
            let width = |(short, width): (&[u8], &[u8])| {
                let digits: String = width
                    .iter()
                    .filter(|byte| byte.is_ascii_digit())
                    .map(|byte| char::from(*byte))
                    .collect();
                Some((short.to_ascii_uppercase(), digits.parse().ok()?))
            };
            found.widths = pairs(bytes).filter_map(width).collect();
        }
        20 => {
            let name = String::from_utf8_lossy(bytes);
            found.encoding_name = Some(name.trim_matches(['\0', ' ']).to_owned());
        }
        21 => long_labels(&mut own, found)?,
        22 => long_missing(&mut own, found)?,
        // Others: multiple responses, attributes, the version.
        _ => {}
    }
    Ok(())
}

/// Entries `name=value`, with tabs between them.
fn pairs(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    bytes.split(|byte| *byte == b'\t').filter_map(|entry| {
        let at = entry.iter().position(|byte| *byte == b'=')?;
        let (name, value) = entry.split_at(at);
        Some((name.trim_ascii(), value.get(1..)?))
    })
}

fn long_labels(own: &mut Binary<'_>, found: &mut Extensions) -> Result<(), Fault> {
    while !own.rest().is_empty() {
        let length = own.length()?;
        let name = own.take(length)?.to_ascii_uppercase();
        own.i32()?;
        let mut labels = Vec::new();
        for _ in 0..own.length()? {
            let length = own.length()?;
            let code = own.take(length)?.to_vec();
            let length = own.length()?;
            labels.push((code, own.take(length)?.to_vec()));
        }
        found.long_labels.insert(name, Rc::new(labels));
    }
    Ok(())
}

fn long_missing(own: &mut Binary<'_>, found: &mut Extensions) -> Result<(), Fault> {
    while !own.rest().is_empty() {
        let length = own.length()?;
        let name = own.take(length)?.to_ascii_uppercase();
        let count = own.u8()?;
        // The length stands once, before all values.
        let length = own.length()?;
        let mut values = Vec::new();
        for _ in 0..count {
            values.push(own.take(length)?.to_vec());
        }
        found.long_missing.insert(name, Rc::new(values));
    }
    Ok(())
}
