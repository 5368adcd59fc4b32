//! What a number is: its id, its value at full precision, and how both become
//! text.
//!
//! Nothing here depends on a cohort, an analysis or a page.

pub mod conventions;
pub mod format;
pub mod id;
pub mod method;
pub mod styles;
mod time_unit;
pub mod unit;
mod value;

pub use format::Format;
pub use id::{Name, NumberId, Parameter, Path, Step, Subject, Time};
pub use method::Method;
pub use time_unit::TimeUnit;
pub use value::Value;

use conventions::Setting;

use crate::wording::Wording;

/// One number of a report and all that is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Stable and readable: `operative_time.by_imaging_type.intraluminal.median`.
    pub id: NumberId,
    /// What it is, in words.
    pub definition: String,
    /// At full precision.
    pub value: Value,
    /// How it becomes text.
    pub format: Format,
    /// What it is among the numbers of its statistic: "W", "difference of means".
    pub name: Option<String>,
    /// As printed, without its unit.
    pub text: String,
    /// Digits behind the decimal mark of the text; `None` where the text is no
    /// rounded number.
    pub decimals: Option<usize>,
    /// Unit of value and text.
    pub unit: Option<String>,
    /// Rows used.
    pub n: usize,
    /// Rows that belong to the question but had no value.
    pub missing: usize,
    /// How it was found.
    pub method: Method,
    /// Conventions that the value depends on.
    pub conventions: Vec<Setting>,
    /// Columns of the cohort that it was read from.
    pub columns: Vec<String>,
    /// Index of the rows used among the ledger's row sets.
    pub rows: usize,
}

impl Number {
    /// Text and unit with a no-break space, or what the language has before `%`.
    pub fn with_unit(&self, words: Wording) -> String {
        self.text.clone() + &self.unit_behind(words)
    }

    /// What follows its text: "%", "\u{a0}weeks"; nothing for what has no unit.
    pub fn unit_behind(&self, words: Wording) -> String {
        match (&self.value, self.unit.as_deref()) {
            (Value::Number(_), Some(unit)) => unit::behind(&self.text, unit, words),
            _ => String::new(),
        }
    }

    /// Whether it is a percentage or a difference of two.
    pub fn is_percentage(&self) -> bool {
        self.unit.as_deref().is_some_and(unit::is_of_percentage)
    }

    /// What it is an end of, if of anything.
    pub fn ends(&self) -> format::Ends {
        match self.id.key() {
            "ci_lower" | "ci_upper" => format::Ends::Confidence,
            _ => format::Ends::Other,
        }
    }

    /// The value as `results.json` and the appendix show it.
    pub fn full_value(&self) -> String {
        match &self.value {
            // 301 digits are no more precise than 17, and fill half a page.
            Value::Number(number) if format::is_immense(*number) || is_minute(*number) => {
                format!("{number:e}")
            }
            Value::Number(number) => number.to_string(),
            Value::Date(date) => date.to_string(),
            Value::NotReached => "not reached".to_owned(),
            Value::NotComputable(why) => format!("not computable: {why}"),
        }
    }

    /// The conventions that it depends on, as text: `quantile = 7, ties = efron`.
    pub fn conventions_text(&self) -> String {
        let settings: Vec<String> = self.conventions.iter().map(Setting::to_string).collect();
        settings.join(", ")
    }

    /// Whether it is a p-value, adjusted ones included.
    pub fn is_p_value(&self) -> bool {
        self.format == Format::PValue
    }
}

/// Whether a number has more zeros behind the point than a reader counts.
fn is_minute(number: f64) -> bool {
    number != 0.0 && number.abs() < 1e-6
}
