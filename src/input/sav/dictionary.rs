//! The dictionary of an SPSS file: its variables, their labels and missing values.

use std::collections::HashMap;
use std::rc::Rc;

use encoding_rs::{UTF_8, WINDOWS_1252};

use super::super::Charset;
use super::super::binary::{Binary, Order, Texts};
use super::super::described::Measure;
use super::super::records::Fault;
use super::extensions::{self, Extensions, Labels};
use super::format::Shown;

/// How the cases are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Codes,
    Zlib,
}

/// A variable as the cases hold it: one value, or the pieces of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Variable {
    /// The name of at most eight bytes.
    pub(super) short: Vec<u8>,
    /// The name that people see.
    pub(super) name: String,
    /// Bytes of a text; 0 for a number.
    pub(super) width: usize,
    /// Its place among the values of a case, eight bytes each.
    pub(super) at: usize,
    pub(super) label: Vec<u8>,
    pub(super) shown: Shown,
    pub(super) missing: Vec<[u8; 8]>,
    /// Whether the first two missing values are the ends of a range.
    pub(super) has_range: bool,
    pub(super) labels: Rc<Labels>,
    pub(super) long_missing: Rc<Vec<Vec<u8>>>,
    pub(super) measure: Option<Measure>,
}

/// What stands before the cases.
pub(super) struct Dictionary {
    pub(super) order: Order,
    pub(super) compression: Compression,
    pub(super) bias: f64,
    pub(super) variables: Vec<Variable>,
    /// Values of eight bytes that make up one case.
    pub(super) case: usize,
    /// Where the cases begin.
    pub(super) start: usize,
    pub(super) texts: Texts,
    /// The cases that the header counts; none where it does not know.
    pub(super) count: Option<u64>,
    /// The variable whose numbers weigh the cases.
    pub(super) weight: Option<String>,
    /// The number that stands for system-missing.
    pub(super) system_missing: f64,
    pub(super) encoding_unknown: Option<String>,
}

/// The header up to the first record of the dictionary.
const HEADER: usize = 176;
/// Bytes of one value in the cases.
pub(super) const UNIT: usize = 8;
/// Bytes of a piece of a long text, and those of them that count.
pub(super) const PIECE: usize = 256;
const PIECE_WIDTH: usize = 252;

impl Dictionary {
    pub(super) fn read(bytes: &[u8], stated: Option<Charset>) -> Result<Self, Fault> {
        let mut at = Binary::new(bytes, Order::Little);
        at.take(64)?;
        let layout = at.u32()?;
        at.order = match (layout, layout.swap_bytes()) {
            (1..=3, _) => Order::Little,
            (_, 1..=3) => Order::Big,
            _ => return Err(Fault::damaged("its header is damaged")),
        };
        at.take(4)?;
        let compression = match at.i32()? {
            0 => Compression::None,
            1 => Compression::Codes,
            2 => Compression::Zlib,
            other => {
                let what = format!("is compressed in a way that is not known ({other})");
                return Err(Fault::Unknown(what));
            }
        };
        let weight = at.i32()?;
        let count = u64::try_from(at.i32()?).ok();
        let bias = at.f64()?;
        at.go(HEADER as u64)?;
        let mut records = Records::default();
        let extensions = records.read(&mut at)?;
        let (encoding, encoding_unknown) = encoding(&extensions, stated, bytes, at.at());
        let mut dictionary = Self {
            order: at.order,
            compression,
            bias,
            case: records.values.len(),
            variables: Vec::new(),
            start: at.at(),
            texts: Texts::new(encoding),
            count,
            weight: None,
            system_missing: extensions.system_missing.unwrap_or(-f64::MAX),
            encoding_unknown,
        };
        dictionary.fill(records, &extensions, weight)?;
        Ok(dictionary)
    }

    /// Puts together what several records state about a variable.
    fn fill(
        &mut self,
        records: Records,
        extensions: &Extensions,
        weight: i32,
    ) -> Result<(), Fault> {
        let mut labelled: HashMap<usize, Rc<Labels>> = HashMap::new();
        for (labels, places) in records.labels {
            let labels = Rc::new(labels);
            for place in places {
                labelled.insert(place, Rc::clone(&labels));
            }
        }
        let weight = usize::try_from(weight)
            .ok()
            .and_then(|at| at.checked_sub(1));
        // The pieces of a long text follow the variable as variables of their own.
        let mut pieces = 0;
        let count = records.values.iter().flatten().count();
        let own = records.values.into_iter().enumerate();
        let own = own.filter_map(|(at, value)| Some((at, value?)));
        for (order, (at, mut variable)) in own.enumerate() {
            let measure = extensions.measure(order, count);
            if pieces > 0 {
                pieces -= 1;
                continue;
            }
            let short = variable.short.trim_ascii().to_ascii_uppercase();
            variable.at = at;
            variable.measure = measure;
            let is_long = |width: &&usize| variable.width > 0 && **width > variable.width;
            if let Some(width) = extensions.widths.get(&short).filter(is_long) {
                variable.width = *width;
                pieces = width.div_ceil(PIECE_WIDTH) - 1;
            }
            let own = variable.short.as_slice();
            let name = extensions.names.get(&short).map_or(own, Vec::as_slice);
            let key = name.trim_ascii().to_ascii_uppercase();
            variable.name = self.texts.text(name).into_owned();
            variable.labels = labelled.remove(&at).unwrap_or_default();
            if let Some(labels) = extensions.long_labels.get(&key) {
                variable.labels = Rc::clone(labels);
            }
            if let Some(missing) = extensions.long_missing.get(&key) {
                variable.long_missing = Rc::clone(missing);
            }
            if weight == Some(at) {
                self.weight = Some(variable.name.clone());
            }
            let pieces_end = at + pieces * (PIECE / UNIT) + 1;
            if pieces_end > self.case {
                return Err(Fault::damaged("the width of a long text is damaged"));
            }
            self.variables.push(variable);
        }
        Ok(())
    }
}

/// The encoding that is stated by the study or else by the file.
fn encoding(
    extensions: &Extensions,
    stated: Option<Charset>,
    bytes: &[u8],
    end: usize,
) -> (Charset, Option<String>) {
    if let Some(stated) = stated {
        return (stated, None);
    }
    let guess = || {
        // Without a statement: old files are in the code page of their machine.
        let dictionary = bytes.get(HEADER..end).unwrap_or_default();
        let is_utf_8 = !dictionary.is_ascii() && std::str::from_utf8(dictionary).is_ok();
        Charset::from(if is_utf_8 { UTF_8 } else { WINDOWS_1252 })
    };
    match extensions.encoding() {
        Some(Ok(encoding)) => (encoding, None),
        Some(Err(unknown)) => (guess(), Some(unknown)),
        None => (guess(), None),
    }
}

/// Labels with their codes, and the places of the variables that they belong to.
type Labelled = (Labels, Vec<usize>);

/// The records of the dictionary, in the order of the file.
#[derive(Default)]
struct Records {
    /// One for each value of a case; none for the rest of a text.
    values: Vec<Option<Variable>>,
    labels: Vec<Labelled>,
}

impl Records {
    fn read(&mut self, at: &mut Binary<'_>) -> Result<Extensions, Fault> {
        let mut extensions = Extensions::default();
        loop {
            match at.i32()? {
                2 => self.variable(at)?,
                3 => self.labels(at)?,
                6 => {
                    let lines = at.length()?;
                    at.take(lines.checked_mul(80).ok_or(Fault::Truncated)?)?;
                }
                7 => extensions::read(at, &mut extensions)?,
                999 => {
                    at.i32()?;
                    return Ok(extensions);
                }
                other => {
                    let what = format!("its dictionary has a record of the unknown type {other}");
                    return Err(Fault::Damaged(what));
                }
            }
        }
    }

    fn variable(&mut self, at: &mut Binary<'_>) -> Result<(), Fault> {
        let kind = at.i32()?;
        let has_label = at.i32()?;
        let missing = at.i32()?;
        let print = at.i32()?;
        at.i32()?;
        let name = at.take(8)?;
        let mut variable = Variable {
            short: name.to_vec(),
            width: usize::try_from(kind).unwrap_or(0),
            shown: if kind == 0 {
                Shown::of(print)
            } else {
                Shown::Number
            },
            has_range: missing < 0,
            ..Variable::default()
        };
        if has_label == 1 {
            let length = at.length()?;
            let label = at.take(length)?;
            variable.label = label.to_vec();
            at.take(length.next_multiple_of(4) - length)?;
        }
        if !(-3..=3).contains(&missing) || missing == -1 {
            return Err(Fault::damaged(
                "the missing values of a variable are damaged",
            ));
        }
        for _ in 0..missing.unsigned_abs() {
            let value = at.take(UNIT)?;
            variable.missing.push(value.try_into().unwrap_or_default());
        }
        self.values.push((kind >= 0).then_some(variable));
        Ok(())
    }

    fn labels(&mut self, at: &mut Binary<'_>) -> Result<(), Fault> {
        let mut labels = Vec::new();
        for _ in 0..at.length()? {
            let code = at.take(UNIT)?.to_vec();
            let length = usize::from(at.u8()?);
            let label = at.take(length)?.to_vec();
            at.take((length + 1).next_multiple_of(UNIT) - length - 1)?;
            labels.push((code, label));
        }
        if at.i32()? != 4 {
            return Err(Fault::damaged("value labels belong to no variable"));
        }
        let mut places = Vec::new();
        for _ in 0..at.length()? {
            places.extend(
                usize::try_from(at.i32()?)
                    .ok()
                    .and_then(|at| at.checked_sub(1)),
            );
        }
        self.labels.push((labels, places));
        Ok(())
    }
}
