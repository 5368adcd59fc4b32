//! Numbers of a Stata file: their types, missing values and display formats.

use jiff::civil::date;

use super::super::binary::Binary;
use super::super::moment::{self, DAY_1960};
use super::super::records::Fault;

/// How a variable is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Byte,
    Int,
    Long,
    Float,
    Double,
    /// A text of so many bytes.
    Text(usize),
    /// A text that stands elsewhere.
    LongText,
}

impl Kind {
    pub(super) fn of(code: u16, release: u16) -> Result<Self, Fault> {
        let unknown = || Fault::Damaged(format!("a variable has the unknown type {code}"));
        Ok(match (release, code) {
            (117.., 1..=2045) => Self::Text(usize::from(code)),
            (117.., 32_768) => Self::LongText,
            (117.., 65_526) => Self::Double,
            (117.., 65_527) => Self::Float,
            (117.., 65_528) => Self::Long,
            (117.., 65_529) => Self::Int,
            (117.., 65_530) => Self::Byte,
            (111..=116, 1..=244) => Self::Text(usize::from(code)),
            (111..=116, 251) => Self::Byte,
            (111..=116, 252) => Self::Int,
            (111..=116, 253) => Self::Long,
            (111..=116, 254) => Self::Float,
            (111..=116, 255) => Self::Double,
            (..=110, 98) => Self::Byte,
            (..=110, 105) => Self::Int,
            (..=110, 108) => Self::Long,
            (..=110, 102) => Self::Float,
            (..=110, 100) => Self::Double,
            (..=110, 0x80..) => Self::Text(usize::from(code) - 0x7f),
            _ => return Err(unknown()),
        })
    }

    pub(super) fn width(self) -> usize {
        match self {
            Self::Byte => 1,
            Self::Int => 2,
            Self::Long | Self::Float => 4,
            Self::Double | Self::LongText => 8,
            Self::Text(width) => width,
        }
    }

    /// The next number of this type.
    pub(super) fn number(self, at: &mut Binary<'_>, release: u16) -> Result<Number, Fault> {
        let has_letters = release >= 113;
        let whole = |value: i32, first: i32, highest: i32| match has_letters {
            true if value >= first => Number::missing(i64::from(value) - i64::from(first)),
            false if value == highest => Number::Missing(0),
            _ => Number::Is(f64::from(value)),
        };
        Ok(match self {
            Self::Byte => whole(i32::from(at.u8()?.cast_signed()), 101, i32::from(i8::MAX)),
            Self::Int => whole(
                i32::from(at.u16()?.cast_signed()),
                32_741,
                i32::from(i16::MAX),
            ),
            Self::Long => whole(at.i32()?, FIRST_LONG, i32::MAX),
            Self::Float => {
                let number = at.f32()?;
                if number >= f32::from_bits(0x7f00_0000) || number.is_nan() {
                    Number::missing((i64::from(number.to_bits()) - 0x7f00_0000) / 0x800)
                } else {
                    // The shortest number that is stored so: 8.3, and not
                    // 8.300000190734863.
                    Number::Is(number.to_string().parse().unwrap_or(f64::from(number)))
                }
            }
            _ => {
                let number = at.f64()?;
                let first = 0x7fe0_0000_0000_0000_u64;
                if number >= f64::from_bits(first) || number.is_nan() {
                    let over = number.to_bits().saturating_sub(first) >> 40;
                    Number::missing(i64::try_from(over).unwrap_or(0))
                } else {
                    Number::Is(number)
                }
            }
        })
    }
}

/// The first missing value of a long, also in value labels.
const FIRST_LONG: i32 = 2_147_483_621;
/// Missing values beside the plain one: `.a` to `.z`.
pub(super) const LETTERS: u32 = 26;

/// A number, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Is(f64),
    /// 0 for the plain missing value, 1 for `.a`.
    Missing(u32),
}

impl Number {
    fn missing(over: i64) -> Self {
        let letter = u32::try_from(over).unwrap_or(0);
        Self::Missing(if letter <= LETTERS { letter } else { 0 })
    }
}

/// A missing value as Stata writes it.
pub(super) fn code(letter: u32) -> String {
    let letter = u8::try_from(letter).unwrap_or(1).clamp(1, 26);
    format!(".{}", char::from(b'a' - 1 + letter))
}

/// The missing value that a number in value labels stands for.
pub(super) fn letter_of(number: i32) -> Option<u32> {
    let over = i64::from(number) - i64::from(FIRST_LONG);
    u32::try_from(over)
        .ok()
        .filter(|letter| (1..=LETTERS).contains(letter))
}

/// How the numbers of a variable are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    /// Days since 1960.
    Date,
    /// Milliseconds since 1960.
    Moment,
    /// The same with leap seconds.
    LeapMoment,
    /// Weeks since 1960, 52 a year.
    Week,
    Month,
    Quarter,
    HalfYear,
}

impl Shown {
    /// From a display format: `%td`, `%-tdD_m_Y`, `%d`, `%tc`, `%9.0g`.
    pub(super) fn of(format: &str) -> Self {
        let body = format.strip_prefix('%').unwrap_or_default();
        let body = body.strip_prefix('-').unwrap_or(body);
        let mut letters = body.chars();
        match (letters.next(), letters.next()) {
            (Some('d'), _) | (Some('t'), Some('d')) => Self::Date,
            (Some('t'), Some('c')) => Self::Moment,
            (Some('t'), Some('C')) => Self::LeapMoment,
            (Some('t'), Some('w')) => Self::Week,
            (Some('t'), Some('m')) => Self::Month,
            (Some('t'), Some('q')) => Self::Quarter,
            (Some('t'), Some('h')) => Self::HalfYear,
            _ => Self::Number,
        }
    }

    /// What its numbers count, if that is less than a day's date.
    pub(super) fn period(self) -> Option<&'static str> {
        match self {
            Self::Week => Some("weeks"),
            Self::Month => Some("months"),
            Self::Quarter => Some("quarters"),
            Self::HalfYear => Some("half-years"),
            _ => None,
        }
    }

    pub(super) fn write(self, number: f64, out: &mut String) {
        match self {
            Self::Number => moment::write_number(number, out),
            Self::Date => moment::write_day(DAY_1960, number, out),
            Self::Moment => moment::write_moment(DAY_1960, number / 1000.0, out),
            Self::LeapMoment => {
                let seconds = number / 1000.0;
                moment::write_moment(DAY_1960, seconds - leap_seconds(seconds), out);
            }
            Self::Week => first_day(number, 52, out),
            Self::Month => first_day(number, 12, out),
            Self::Quarter => first_day(number, 4, out),
            Self::HalfYear => first_day(number, 2, out),
        }
    }

    pub(super) fn text(self, number: f64) -> String {
        let mut out = String::new();
        self.write(number, &mut out);
        out
    }
}

/// The first day of a period, of which there are so many in a year.
fn first_day(number: f64, in_year: i32, out: &mut String) {
    if !number.is_finite() || number.abs() > 500_000.0 {
        moment::write_number(number, out);
        return;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
    let number = number.floor() as i32;
    let year = i16::try_from(1960 + number.div_euclid(in_year)).unwrap_or(0);
    let part = number.rem_euclid(in_year);
    let (month, days) = match in_year {
        52 => (1, f64::from(part * 7)),
        _ => (1 + part * (12 / in_year), 0.0),
    };
    let month = i8::try_from(month).unwrap_or(1);
    let first = jiff::civil::Date::new(year, month, 1);
    match first {
        Ok(first) if year >= 1 => moment::write_day(first, days, out),
        _ => moment::write_number(f64::from(number), out),
    }
}

/// The leap seconds up to so many seconds after the beginning of 1960, which
/// those of earlier days are part of.
fn leap_seconds(seconds: f64) -> f64 {
    /// The days that ended with one.
    const DAYS: [(i16, i8); 27] = [
        (1972, 6),
        (1972, 12),
        (1973, 12),
        (1974, 12),
        (1975, 12),
        (1976, 12),
        (1977, 12),
        (1978, 12),
        (1979, 12),
        (1981, 6),
        (1982, 6),
        (1983, 6),
        (1985, 6),
        (1987, 12),
        (1989, 12),
        (1990, 12),
        (1992, 6),
        (1993, 6),
        (1994, 6),
        (1995, 12),
        (1997, 6),
        (1998, 12),
        (2005, 12),
        (2008, 12),
        (2012, 6),
        (2015, 6),
        (2016, 12),
    ];
    let mut count = 0.0;
    for (year, month) in DAYS {
        let end = date(year, month, if month == 6 { 30 } else { 31 });
        let days = (end - DAY_1960).get_days() + 1;
        if seconds < f64::from(days) * 86_400.0 + count {
            break;
        }
        count += 1.0;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_those_of_the_manual() {
        // Stata's manual, "Datetime": 1,479,735,745,000 is 21nov2006 13:42:25;
        // weeks 2,438, months 562, quarters 187 and half-years 93 contain that day.
        for (format, number, expected) in [
            ("%tc", 1_479_735_745_000.0, "2006-11-21T13:42:25"),
            ("%tC", 1_479_735_768_000.0, "2006-11-21T13:42:25"),
            ("%td", 17_126.0, "2006-11-21"),
            ("%-tdD_m_Y", 17_126.0, "2006-11-21"),
            ("%d", 0.0, "1960-01-01"),
            ("%tw", 2_438.0, "2006-11-19"),
            ("%tm", 562.0, "2006-11-01"),
            ("%tq", 187.0, "2006-10-01"),
            ("%th", 93.0, "2006-07-01"),
            ("%tm", -1.0, "1959-12-01"),
            ("%ty", 2006.0, "2006"),
            ("%9.0g", 2.5, "2.5"),
            ("", 2.5, "2.5"),
        ] {
            assert_eq!(Shown::of(format).text(number), expected, "{format}");
        }
    }

    #[test]
    fn missing_values_have_letters() {
        use super::super::super::binary::Order;
        let read = |kind: Kind, bytes: &[u8], release| {
            kind.number(&mut Binary::new(bytes, Order::Little), release)
                .unwrap()
        };
        assert_eq!(read(Kind::Byte, &[100], 114), Number::Is(100.0));
        assert_eq!(read(Kind::Byte, &[101], 114), Number::Missing(0));
        assert_eq!(read(Kind::Byte, &[102], 114), Number::Missing(1));
        assert_eq!(read(Kind::Byte, &[127], 114), Number::Missing(26));
        assert_eq!(read(Kind::Byte, &[101], 110), Number::Is(101.0));
        assert_eq!(read(Kind::Byte, &[127], 110), Number::Missing(0));
        let float = |bits: u32| read(Kind::Float, &bits.to_le_bytes(), 118);
        assert_eq!(float(8.3_f32.to_bits()), Number::Is(8.3));
        assert_eq!(float(0x7f00_0800), Number::Missing(1));
        let double = |bits: u64| read(Kind::Double, &bits.to_le_bytes(), 118);
        assert_eq!(double(0x7fe0_0000_0000_0000), Number::Missing(0));
        assert_eq!(double(0x7fe0_1a00_0000_0000), Number::Missing(26));
        assert_eq!(code(1), ".a");
        assert_eq!(code(26), ".z");
        assert_eq!(letter_of(2_147_483_622), Some(1));
        assert_eq!(letter_of(5), None);
    }
}
