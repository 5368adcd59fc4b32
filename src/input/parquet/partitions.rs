//! Columns that the names of folders state, as Hive, Spark and DuckDB divide a table:
//! `year=2020/sex=f/part-0.parquet`.

use super::super::described::Stored;
use super::super::records::Fault;

/// The value of a row that has none.
const MISSING: &str = "__HIVE_DEFAULT_PARTITION__";

/// The columns by which a table is divided.
#[derive(Debug)]
pub(super) struct Divided {
    pub(super) columns: Vec<(String, Stored)>,
    /// Of each part, one for each column; empty for a missing one.
    values: Vec<Vec<String>>,
}

impl Divided {
    pub(super) fn of(parts: &[(&str, &[u8])]) -> Result<Self, Fault> {
        let mut names: Option<(&str, Vec<String>)> = None;
        let mut values = Vec::with_capacity(parts.len());
        for (part, _) in parts {
            let (own, stated): (Vec<String>, Vec<String>) = stated(part).unzip();
            let (first, names) = names.get_or_insert_with(|| (part, own.clone()));
            if *names != own {
                let what = format!("{part} is divided by other columns than {first}");
                return Err(Fault::Unknown(what));
            }
            values.push(stated);
        }
        let (_, names) = names.unwrap_or_default();
        let kind = |at: usize| stored(values.iter().filter_map(|of| of.get(at)));
        let columns = names.into_iter().enumerate();
        let columns = columns.map(|(at, name)| (name, kind(at))).collect();
        Ok(Self { columns, values })
    }

    /// Those of a part.
    pub(super) fn values(&self, part: usize) -> &[String] {
        self.values.get(part).map_or(&[], Vec::as_slice)
    }
}

/// The columns and values in the name of a part.
fn stated(part: &str) -> impl Iterator<Item = (String, String)> {
    folders(part)
        .filter_map(|folder| folder.split_once('='))
        .map(|(name, value)| {
            let value = if value == MISSING { "" } else { value };
            (decoded(name), decoded(value))
        })
}

fn folders(part: &str) -> impl Iterator<Item = &str> {
    let inside = part.rsplit_once('/').map_or("", |(folders, _)| folders);
    inside.split('/').filter(|folder| !folder.is_empty())
}

/// A folder in the name of a part that states no value of a column.
pub fn without_value(part: &str) -> Option<&str> {
    folders(part).find(|folder| {
        folder
            .split_once('=')
            .is_none_or(|(name, _)| name.is_empty())
    })
}

/// `%27` is an apostrophe; what is not written so stands for itself.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = match (first, after) {
            (b'%', [high, low, ..]) => hexadecimal(*high)
                .zip(hexadecimal(*low))
                .map(|(high, low)| high << 4 | low),
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = after
            .get(if code.is_some() { 2 } else { 0 }..)
            .unwrap_or_default();
    }
    match String::from_utf8(bytes) {
        Ok(decoded) => decoded,
        Err(_) => text.to_owned(),
    }
}

fn hexadecimal(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

/// What the values of a column are: numbers or days if all are that.
fn stored<'a>(values: impl Iterator<Item = &'a String> + Clone) -> Stored {
    let mut there = values.filter(|value| !value.is_empty()).peekable();
    if there.peek().is_none() {
        return Stored::Text;
    }
    let is_plain = |value: &str| {
        let digits = value.strip_prefix('-').unwrap_or(value);
        !(digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0."))
    };
    let is_number = |value: &str| value.parse::<f64>().is_ok_and(f64::is_finite) && is_plain(value);
    if there.clone().all(|value| is_number(value)) {
        return Stored::Number;
    }
    match there.all(|value| value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok()) {
        true => Stored::Date,
        false => Stored::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(parts: &[&str]) -> (Vec<(String, Stored)>, Vec<Vec<String>>) {
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|part| (*part, [].as_slice())).collect();
        let divided = Divided::of(&parts).unwrap_or(Divided {
            columns: Vec::new(),
            values: Vec::new(),
        });
        (divided.columns, divided.values)
    }

    #[test]
    fn names_of_folders_state_columns_and_values() {
        let (columns, found) = values(&[
            "year=2020/name=O%27Brien%20%C3%A9/part-0.parquet",
            "year=2021/name=__HIVE_DEFAULT_PARTITION__/a=b.parquet",
            "year=__HIVE_DEFAULT_PARTITION__/name=100%/x.parquet",
        ]);
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["year", "name"]);
        let stored: Vec<Stored> = columns.iter().map(|(_, stored)| *stored).collect();
        assert_eq!(stored, [Stored::Number, Stored::Text]);
        assert_eq!(found, [["2020", "O'Brien é"], ["2021", ""], ["", "100%"]]);
        let (columns, _) = values(&["day=2020-02-29/a.parquet", "day=2021-01-01/a.parquet"]);
        assert_eq!(columns, [("day".to_owned(), Stored::Date)]);
        // A code with a leading zero is no number.
        let (columns, _) = values(&["centre=01/a.parquet", "centre=10/a.parquet"]);
        assert_eq!(columns, [("centre".to_owned(), Stored::Text)]);
        assert_eq!(values(&["a.parquet", "b.parquet"]).0, []);
    }

    #[test]
    fn parts_that_are_divided_otherwise_are_refused() {
        let divided = |parts: &[&str]| {
            let parts: Vec<(&str, &[u8])> =
                parts.iter().map(|part| (*part, [].as_slice())).collect();
            Divided::of(&parts).is_err()
        };
        assert!(divided(&["year=1/a.parquet", "b.parquet"]));
        assert!(divided(&["year=1/sex=f/a.parquet", "year=1/b.parquet"]));
        assert!(divided(&["year=1/a.parquet", "sex=f/b.parquet"]));
        assert!(!divided(&["year=1/a.parquet", "year=1/b.parquet"]));
        assert_eq!(without_value("year=1/2020/a.parquet"), Some("2020"));
        assert_eq!(without_value("=1/a.parquet"), Some("=1"));
        assert_eq!(without_value("year=1/a.parquet"), None);
    }
}
