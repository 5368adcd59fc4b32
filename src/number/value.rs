//! What a number is worth.

use jiff::civil::Date;

use crate::stats::StatsError;

/// What a number is worth.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number at full precision.
    Number(f64),
    /// A calendar date.
    Date(Date),
    /// A time that the curve never reaches.
    NotReached,
    /// No value, and why.
    NotComputable(String),
}

impl Value {
    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Why there is no value, if there is none.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::NotComputable(why) => Some(why),
            _ => None,
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        if number.is_finite() {
            Self::Number(number)
        } else {
            Self::NotComputable("the result is not a finite number".to_owned())
        }
    }
}

impl From<Result<f64, StatsError>> for Value {
    fn from(result: Result<f64, StatsError>) -> Self {
        match result {
            Ok(number) => number.into(),
            Err(error) => Self::NotComputable(error.to_string()),
        }
    }
}
