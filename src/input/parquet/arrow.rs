//! Lengths of time, which Parquet stores as plain numbers: only the schema of Arrow,
//! which writers put beside that of the file, says what they count.

use std::collections::BTreeMap;

use parquet::file::metadata::FileMetaData;

/// The key of the schema.
const KEY: &str = "ARROW:schema";
/// The numbers of the types, as the format of Arrow has them.
const SCHEMA: u8 = 1;
const DURATION: u8 = 18;

/// The columns that hold lengths of time, with how many of their numbers are a second.
pub(super) fn lengths(file: &FileMetaData) -> BTreeMap<String, f64> {
    let pairs = file.key_value_metadata().into_iter().flatten();
    let schema = pairs
        .filter(|pair| pair.key == KEY)
        .find_map(|pair| base64(pair.value.as_deref()?));
    schema
        .and_then(|bytes| of_schema(&bytes))
        .unwrap_or_default()
}

fn of_schema(bytes: &[u8]) -> Option<BTreeMap<String, f64>> {
    // A mark and the length stand before the message.
    let marked = bytes.starts_with(&[0xff; 4]);
    let message = Flat(bytes.get(if marked { 8 } else { 4 }..)?);
    let root = Place(0).followed(message)?;
    if message.byte(root.field(message, 1)?)? != SCHEMA {
        return None;
    }
    let schema = root.field(message, 2)?.followed(message)?;
    let fields = schema.field(message, 1)?.followed(message)?;
    let mut found = BTreeMap::new();
    for at in 0..message.word(fields)? {
        let place = Place(fields.0.checked_add(4)?.checked_add(at.checked_mul(4)?)?);
        let field = place.followed(message)?;
        let Some(kind) = field.field(message, 2) else {
            continue;
        };
        if message.byte(kind)? != DURATION {
            continue;
        }
        let name = field.field(message, 0)?.followed(message)?;
        let length = message.word(name)?;
        let text = message.0.get(name.0.checked_add(4)?..)?.get(..length)?;
        let of_type = field.field(message, 3)?.followed(message)?;
        let unit = match of_type.field(message, 0) {
            Some(unit) => message.short(unit)?,
            None => 1,
        };
        let in_second = match unit {
            0 => 1.0,
            1 => 1e3,
            2 => 1e6,
            3 => 1e9,
            _ => return None,
        };
        found.insert(String::from_utf8(text.to_vec()).ok()?, in_second);
    }
    Some(found)
}

/// A buffer of tables that name their fields by offsets.
#[derive(Clone, Copy)]
struct Flat<'b>(&'b [u8]);

/// A place in it.
#[derive(Clone, Copy)]
struct Place(usize);

impl Flat<'_> {
    fn byte(self, at: Place) -> Option<u8> {
        self.0.get(at.0).copied()
    }

    fn short(self, at: Place) -> Option<usize> {
        let bytes = self.0.get(at.0..)?.first_chunk()?;
        Some(usize::from(u16::from_le_bytes(*bytes)))
    }

    fn word(self, at: Place) -> Option<usize> {
        let bytes = self.0.get(at.0..)?.first_chunk()?;
        usize::try_from(u32::from_le_bytes(*bytes)).ok()
    }
}

impl Place {
    /// Where the offset that stands here leads.
    fn followed(self, buffer: Flat<'_>) -> Option<Self> {
        self.0.checked_add(buffer.word(self)?).map(Self)
    }

    /// A field of the table that stands here.
    fn field(self, buffer: Flat<'_>, number: usize) -> Option<Self> {
        let bytes = buffer.0.get(self.0..)?.first_chunk()?;
        let back = i64::from(i32::from_le_bytes(*bytes));
        let layout = i64::try_from(self.0).ok()?.checked_sub(back)?;
        let layout = usize::try_from(layout).ok()?;
        let at = 4 + 2 * number;
        if at >= buffer.short(Self(layout))? {
            return None;
        }
        let offset = buffer.short(Self(layout.checked_add(at)?))?;
        (offset > 0).then_some(Self(self.0.checked_add(offset)?))
    }
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for sign in text.trim_end().trim_end_matches('=').bytes() {
        let six = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_schema_has_no_lengths() {
        assert_eq!(base64("TWFu").as_deref(), Some(b"Man".as_slice()));
        assert_eq!(base64("TWE=").as_deref(), Some(b"Ma".as_slice()));
        assert_eq!(base64("T*"), None);
        for bytes in [&[][..], &[0xff; 40], &[0; 40], &[1, 2, 3]] {
            assert!(of_schema(bytes).unwrap_or_default().is_empty());
        }
    }
}
