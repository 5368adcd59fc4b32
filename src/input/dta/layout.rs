//! The header of a Stata file, and the sizes that depend on its format.

use super::super::binary::{Binary, Order};
use super::super::records::Fault;

/// What the header states.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// The number of the format.
    pub(super) release: u16,
    pub(super) variables: usize,
    pub(super) records: u64,
}

const FIRST: &[u8] = b"<stata_dta>";
/// Before this format the file begins with its number.
const MARKED: u16 = 117;

/// Whether the bytes begin as a Stata file: the marks of the newer formats, or
/// number, byte order and type of the older ones.
pub(super) fn recognises(bytes: &[u8]) -> bool {
    bytes.starts_with(FIRST)
        || matches!(
            bytes,
            [102..=116, 1 | 2, 1, 0, ..] | [104..=108, 1 | 2, 1, _, ..]
        )
}

/// Takes a mark such as `<data>`, which the older formats do not have.
pub(super) fn mark(at: &mut Binary<'_>, mark: &str) -> Result<(), Fault> {
    if at.take(mark.len())? == mark.as_bytes() {
        return Ok(());
    }
    Err(Fault::Damaged(format!("{mark} is missing")))
}

impl Layout {
    /// The header, and the place after it.
    pub(super) fn read(bytes: &[u8]) -> Result<(Self, Binary<'_>), Fault> {
        let mut at = Binary::new(bytes, Order::Little);
        if !bytes.starts_with(FIRST) {
            return Self::old(at);
        }
        at.take(FIRST.len())?;
        mark(&mut at, "<header><release>")?;
        let release = at.take(3)?;
        let release = std::str::from_utf8(release)
            .ok()
            .and_then(|text| text.parse().ok());
        let release = release.ok_or_else(|| Fault::damaged("its header is damaged"))?;
        if !(MARKED..=119).contains(&release) {
            let what = format!("is a Stata file of the format {release}, which is not known");
            return Err(Fault::Unknown(what));
        }
        mark(&mut at, "</release><byteorder>")?;
        at.order = match at.take(3)? {
            b"LSF" => Order::Little,
            b"MSF" => Order::Big,
            _ => return Err(Fault::damaged("its header is damaged")),
        };
        mark(&mut at, "</byteorder><K>")?;
        let variables = match release {
            119 => at.u32()?,
            _ => u32::from(at.u16()?),
        };
        mark(&mut at, "</K><N>")?;
        let records = match release {
            117 => u64::from(at.u32()?),
            _ => at.u64()?,
        };
        mark(&mut at, "</N><label>")?;
        let label = match release {
            117 => u16::from(at.u8()?),
            _ => at.u16()?,
        };
        at.take(usize::from(label))?;
        mark(&mut at, "</label><timestamp>")?;
        let stamp = at.u8()?;
        at.take(usize::from(stamp))?;
        mark(&mut at, "</timestamp></header><map>")?;
        at.take(14 * 8)?;
        mark(&mut at, "</map>")?;
        let layout = Self {
            release,
            variables: variables as usize,
            records,
        };
        Ok((layout, at))
    }

    fn old(mut at: Binary<'_>) -> Result<(Self, Binary<'_>), Fault> {
        let release = u16::from(at.u8()?);
        if !matches!(release, 105 | 108 | 110..=115) {
            let what = format!("is a Stata file of the format {release}, which is not known");
            return Err(Fault::Unknown(what));
        }
        at.order = if at.u8()? == 1 {
            Order::Big
        } else {
            Order::Little
        };
        at.take(2)?;
        let variables = usize::from(at.u16()?);
        let records = u64::from(at.u32()?);
        let stamp = 18;
        at.take(if release < 108 { 32 } else { 81 } + stamp)?;
        let layout = Self {
            release,
            variables,
            records,
        };
        Ok((layout, at))
    }

    pub(super) fn is_marked(&self) -> bool {
        self.release >= MARKED
    }

    fn by_release<const N: usize>(&self, sizes: [(u16, usize); N], last: usize) -> usize {
        let found = sizes.iter().find(|(before, _)| self.release < *before);
        found.map_or(last, |(_, size)| *size)
    }

    /// Bytes of a name, of a variable or of value labels.
    pub(super) fn name(&self) -> usize {
        self.by_release([(110, 9), (118, 33)], 129)
    }

    /// Bytes of a display format.
    pub(super) fn format(&self) -> usize {
        self.by_release([(114, 12), (118, 49)], 57)
    }

    /// Bytes of the label of a variable.
    pub(super) fn label(&self) -> usize {
        self.by_release([(108, 32), (118, 81)], 321)
    }

    /// Bytes of a place in the list of variables that the file is sorted by.
    pub(super) fn sorted(&self) -> usize {
        self.by_release([(119, 2)], 4)
    }

    /// Bytes of the length of an expansion field.
    pub(super) fn has_short_fields(&self) -> bool {
        self.release < 110
    }

    /// The variable and record under which a long text stands.
    pub(super) fn long_key(&self, at: &mut Binary<'_>) -> Result<(u32, u64), Fault> {
        if self.release == MARKED {
            return Ok((at.u32()?, u64::from(at.u32()?)));
        }
        let variable_bits = if self.release == 118 { 16 } else { 24 };
        let both = at.u64()?;
        let (variable, record) = match at.order {
            Order::Little => (both & ((1 << variable_bits) - 1), both >> variable_bits),
            Order::Big => {
                let record_bits = 64 - variable_bits;
                (both >> record_bits, both & ((1 << record_bits) - 1))
            }
        };
        let variable = u32::try_from(variable).map_err(|_| Fault::Truncated)?;
        Ok((variable, record))
    }
}
