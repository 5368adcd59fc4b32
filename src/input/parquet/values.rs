//! The values of a Parquet column as text.

use std::fmt::Write;

use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::record::Field;
use parquet::schema::types::TypePtr;

use super::super::described::Stored;
use super::super::moment::{self, DAY_1970};

/// A column with at most one value in a row.
#[derive(Clone, PartialEq)]
pub(super) struct Column {
    pub(super) field: TypePtr,
    pub(super) stored: Stored,
    /// Parts of a second that plain numbers of this column count, and from when.
    parts: Option<(f64, Counted)>,
    /// Whether sixteen bytes are an identifier that is written in groups.
    is_uuid: bool,
}

/// What is counted in parts of a second.
#[derive(Clone, Copy, PartialEq)]
enum Counted {
    /// A moment, from the first of January 1970.
    Moment,
    /// A time of day, from midnight.
    TimeOfDay,
    /// A length of time.
    Length,
}

impl Column {
    /// None for a column that holds several values in a row; `length` is how many of its
    /// numbers are a second, if they are lengths of time.
    pub(super) fn of(field: &TypePtr, length: Option<f64>) -> Option<Self> {
        let info = field.get_basic_info();
        if !field.is_primitive() || info.repetition() == Repetition::REPEATED {
            return None;
        }
        let logical = info.logical_type_ref();
        let in_second = |unit: &TimeUnit| match unit {
            TimeUnit::MILLIS => 1e3,
            TimeUnit::MICROS => 1e6,
            TimeUnit::NANOS => 1e9,
        };
        let parts = match logical {
            Some(LogicalType::Timestamp(of)) => Some((in_second(&of.unit), Counted::Moment)),
            Some(LogicalType::Time(of)) => Some((in_second(&of.unit), Counted::TimeOfDay)),
            _ => length.map(|in_second| (in_second, Counted::Length)),
        };
        let converted = info.converted_type();
        let stored = match (converted, parts, field.get_physical_type()) {
            (_, Some((_, Counted::TimeOfDay | Counted::Length)), _)
            | (ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS, ..) => Stored::Text,
            (_, Some((_, Counted::Moment)), _)
            | (
                ConvertedType::DATE
                | ConvertedType::TIMESTAMP_MILLIS
                | ConvertedType::TIMESTAMP_MICROS,
                ..,
            )
            | (_, _, Physical::INT96) => Stored::Date,
            (ConvertedType::DECIMAL, ..)
            | (_, _, Physical::INT32 | Physical::INT64 | Physical::FLOAT | Physical::DOUBLE) => {
                Stored::Number
            }
            _ => Stored::Text,
        };
        Some(Self {
            field: TypePtr::clone(field),
            stored,
            parts,
            is_uuid: matches!(logical, Some(LogicalType::Uuid)),
        })
    }

    pub(super) fn write(&self, value: &Field, out: &mut String) {
        let moment = |seconds: f64, out: &mut String| moment::write_moment(DAY_1970, seconds, out);
        #[expect(
            clippy::cast_precision_loss,
            reason = "moments to the millisecond stay what they are"
        )]
        let _ = match (value, self.parts) {
            (Field::Null, _) => Ok(()),
            (Field::Bool(is), _) => out.write_str(if *is { "TRUE" } else { "FALSE" }),
            (Field::Long(parts), Some((in_second, Counted::Moment))) => {
                moment(*parts as f64 / in_second, out);
                Ok(())
            }
            (Field::Long(parts), Some((in_second, Counted::Length))) => {
                moment::write_length(*parts as f64 / in_second, out);
                Ok(())
            }
            (Field::Long(parts), Some((in_second, Counted::TimeOfDay))) => {
                moment::write_time(*parts as f64 / in_second, out);
                Ok(())
            }
            (Field::TimestampMillis(parts), _) => {
                moment(*parts as f64 / 1e3, out);
                Ok(())
            }
            (Field::TimestampMicros(parts), _) => {
                moment(*parts as f64 / 1e6, out);
                Ok(())
            }
            (Field::TimeMillis(parts), _) => {
                moment::write_time(f64::from(*parts) / 1e3, out);
                Ok(())
            }
            (Field::TimeMicros(parts), _) => {
                moment::write_time(*parts as f64 / 1e6, out);
                Ok(())
            }
            (Field::Date(days), _) => {
                moment::write_day(DAY_1970, f64::from(*days), out);
                Ok(())
            }
            (Field::Double(number), _) => number_or_none(*number, out),
            // The shortest number that is stored so: 8.3, and not
            // 8.300000190734863.
            (Field::Float(number), _) => number_or_none(
                number.to_string().parse().unwrap_or(f64::from(*number)),
                out,
            ),
            (Field::Float16(number), _) => number_or_none(f64::from(number.to_f32()), out),
            (Field::Str(text), _) => out.write_str(text),
            (Field::Bytes(bytes), _) => write_bytes(bytes.data(), self.is_uuid, out),
            (Field::Byte(number), _) => write!(out, "{number}"),
            (Field::Short(number), _) => write!(out, "{number}"),
            (Field::Int(number), _) => write!(out, "{number}"),
            (Field::Long(number), _) => write!(out, "{number}"),
            (Field::UByte(number), _) => write!(out, "{number}"),
            (Field::UShort(number), _) => write!(out, "{number}"),
            (Field::UInt(number), _) => write!(out, "{number}"),
            (Field::ULong(number), _) => write!(out, "{number}"),
            (other, _) => write!(out, "{other}"),
        };
    }
}

/// Text, or else the bytes in hexadecimal: two that differ never read alike.
fn write_bytes(bytes: &[u8], is_uuid: bool, out: &mut String) -> std::fmt::Result {
    if let (false, Ok(text)) = (is_uuid, std::str::from_utf8(bytes)) {
        return out.write_str(text);
    }
    for (at, byte) in bytes.iter().enumerate() {
        if is_uuid && matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        write!(out, "{byte:02x}")?;
    }
    Ok(())
}

/// Data frames hold a missing number as one that is none.
fn number_or_none(number: f64, out: &mut String) -> std::fmt::Result {
    if !number.is_nan() {
        moment::write_number(number, out);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::write_bytes;

    #[test]
    fn bytes_are_text_or_hexadecimal() {
        let written = |bytes: &[u8], is_uuid| {
            let mut out = String::new();
            assert!(write_bytes(bytes, is_uuid, &mut out).is_ok());
            out
        };
        assert_eq!(written("Köln".as_bytes(), false), "Köln");
        assert_eq!(written(&[0xff, 0x00, 0x1a], false), "ff001a");
        // RFC 9562, appendix A.3.
        let uuid = 0x919108f752d133205bacf847db4148a8_u128.to_be_bytes();
        assert_eq!(written(&uuid, true), "919108f7-52d1-3320-5bac-f847db4148a8");
    }
}
