//! Ways to shorten a value to its printed digits.

use super::Change;
use crate::number::format::round;
use crate::study::Rounding;

/// A way to shorten a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printing {
    /// By a rule of rounding.
    Rule(Rounding),
    /// Away from zero.
    Up,
    /// To this many further digits first, then again.
    Twice(usize),
    /// To one digit fewer, with a zero behind.
    Padded,
}

impl Printing {
    /// Every way, the commonest first.
    pub const ALL: [Self; 7] = [
        Self::Rule(Rounding::HalfUp),
        Self::Rule(Rounding::HalfEven),
        Self::Rule(Rounding::Truncate),
        Self::Up,
        Self::Twice(1),
        Self::Twice(2),
        Self::Padded,
    ];

    /// The text of a value with so many digits.
    pub fn print(self, value: f64, digits: usize) -> String {
        match self {
            Self::Rule(rule) => round(value, digits, rule),
            Self::Up => {
                let down = round(value, digits, Rounding::Truncate);
                let back: f64 = down.replace('\u{2212}', "-").parse().unwrap_or(value);
                if back == value {
                    return down;
                }
                let step = 10f64.powi(-(digits as i32)).copysign(value);
                round(back + step, digits, Rounding::HalfUp)
            }
            Self::Twice(further) => {
                let first = round(value, digits + further, Rounding::HalfUp);
                let first = first.replace('\u{2212}', "-").parse().unwrap_or(value);
                round(first, digits, Rounding::HalfUp)
            }
            Self::Padded => match digits.checked_sub(1) {
                Some(0) => format!("{}.0", round(value, 0, Rounding::HalfUp)),
                Some(fewer) => format!("{}0", round(value, fewer, Rounding::HalfUp)),
                None => round(value, 0, Rounding::HalfUp),
            },
        }
    }

    /// The change in words.
    pub fn change(self) -> Change {
        let title = match self {
            Self::Rule(Rounding::HalfUp) => "rounded half up".to_owned(),
            Self::Rule(Rounding::HalfEven) => "rounded half to even".to_owned(),
            Self::Rule(Rounding::Truncate) => "truncated, not rounded".to_owned(),
            Self::Up => "rounded up".to_owned(),
            Self::Twice(further) => format!(
                "rounded twice, first to {further} digit{} more",
                if further == 1 { "" } else { "s" }
            ),
            Self::Padded => "rounded to one digit fewer, with a trailing zero".to_owned(),
        };
        Change::new("rounding", title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_prints_as_its_name_says() {
        for (printing, value, digits, text) in [
            (Printing::Up, 62.1, 0, "63"),
            (Printing::Up, 62.0, 0, "62"),
            (Printing::Up, 0.12, 2, "0.12"),
            (Printing::Up, 0.121, 2, "0.13"),
            (Printing::Up, -0.121, 2, "\u{2212}0.13"),
            (Printing::Rule(Rounding::Truncate), 62.9, 0, "62"),
            (Printing::Twice(1), 0.0449, 2, "0.05"),
            (Printing::Twice(2), 0.04496, 2, "0.05"),
            (Printing::Padded, 62.48, 1, "62.0"),
            (Printing::Padded, 0.123, 2, "0.10"),
        ] {
            assert_eq!(printing.print(value, digits), text, "{printing:?} {value}");
        }
    }
}
