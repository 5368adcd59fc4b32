//! Stata files, `.dta`, as `help dta` of Stata documents them: the formats 105 to
//! 119, of Stata 5 to 18.

mod layout;
mod schema;
mod values;

use super::described::{Described, Stored};
use super::records::{self, Fault, Recorded};
use super::{Charset, Container};
use layout::Layout;
use schema::{Schema, Variable};
use values::{Kind, Shown};

pub(super) static CONTAINER: Container = Container {
    name: "a Stata file (.dta)",
    endings: &["dta"],
    media_type: "application/x-stata-dta",
    recognises: layout::recognises,
    open: |source| {
        records::open(source, "a Stata file", |source| {
            read(source.bytes(), source.options.encoding)
        })
    },
};

fn read(bytes: &[u8], stated: Option<Charset>) -> Result<Recorded, Fault> {
    let (layout, mut at) = Layout::read(bytes)?;
    let mut schema = Schema::read(layout, &mut at, stated)?;
    let names = schema
        .variables
        .iter()
        .map(|variable| variable.name.as_str());
    let mut recorded = Recorded::new(names)?;
    let start = at.clone();
    let width: usize = schema.variables.iter().map(|own| own.kind.width()).sum();
    // A record has at least a byte, so that the file bounds their number.
    let records = layout
        .records
        .checked_mul(width as u64)
        .and_then(|bytes| usize::try_from(bytes).ok())
        .ok_or(Fault::Truncated)?;
    at.take(records)?;
    let long = schema.long_texts(&mut at)?;
    let labels = schema.value_labels(&mut at)?;
    let mut at = start;
    let mut letters: Vec<u32> = vec![0; schema.variables.len()];
    for _ in 0..layout.records {
        recorded.next()?;
        for (column, (variable, letters)) in schema.variables.iter().zip(&mut letters).enumerate() {
            match variable.kind {
                Kind::Text(width) => {
                    let text = schema.texts.text(at.take(width)?);
                    recorded.write(column, |out| out.push_str(&text))?;
                }
                Kind::LongText => {
                    let key = layout.long_key(&mut at)?;
                    let text = long.get(&key).map_or("", String::as_str);
                    recorded.write(column, |out| out.push_str(text))?;
                }
                kind => match kind.number(&mut at, layout.release)? {
                    values::Number::Is(number) => {
                        recorded.write(column, |out| variable.shown.write(number, out))?;
                    }
                    values::Number::Missing(0) => {}
                    values::Number::Missing(letter) => {
                        *letters |= 1 << letter;
                        recorded.write(column, |out| out.push_str(&values::code(letter)))?;
                    }
                },
            }
        }
    }
    for (column, (variable, letters)) in schema.variables.iter().zip(letters).enumerate() {
        let labels = labels.get(&variable.labels).map_or(&[][..], Vec::as_slice);
        recorded.describe(column, describe(variable, letters, labels))?;
        if let Some(period) = variable.shown.period() {
            let problem = format!(
                "holds the {period} of {}, which are read as their first days",
                variable.name
            );
            recorded
                .remarks
                .push((problem, "check whether the day matters"));
        }
    }
    if schema.binary > 0 {
        let problem = match schema.binary {
            1 => "holds a long value that is no text and is left out".to_owned(),
            many => format!("holds {many} long values that are no texts and are left out"),
        };
        recorded.remarks.push((problem, ""));
    }
    recorded.tell_encoding(&schema.texts);
    Ok(recorded)
}

fn describe(variable: &Variable, letters: u32, labels: &[(i32, String)]) -> Described {
    let code = |(number, label): &(i32, String)| {
        let code = match values::letter_of(*number) {
            Some(letter) => values::code(letter),
            None => variable.shown.text(f64::from(*number)),
        };
        (code, label.clone())
    };
    let found = (1..=values::LETTERS).filter(|letter| letters & (1 << letter) != 0);
    Described {
        label: variable.label.clone(),
        labels: labels.iter().map(code).collect(),
        missing: found.map(values::code).collect(),
        stored: match (variable.kind, variable.shown) {
            (Kind::Text(_) | Kind::LongText, _) => Stored::Text,
            (_, Shown::Number) => Stored::Number,
            _ => Stored::Date,
        },
        ..Described::default()
    }
}
