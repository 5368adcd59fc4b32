//! How the cells of each column are written, decided from all of them. What is
//! decided is stated in the study file, and the cells are handed on in one form:
//! ISO dates, decimal points, empty where missing.

mod codes;
mod dates;
mod decided;
mod evidence;
mod exchanged;
mod labels;
mod lengths;
mod mangled;
mod numbers;
mod odd_dates;
mod odd_numbers;
mod spellings;
mod suffix;
mod ticks;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

pub(super) use decided::{Code, Decided, Mark};
pub(super) use odd_dates::is_dated;
pub(super) use suffix::is_measured;

use super::Raw;
use super::cells::{Present, Text};
use super::columns::Guesses;
use super::group;
use super::guess::GuessedKind;
use crate::input::Examined;
use crate::progress::{self, Measure};
use crate::study::{CellForm, Decimal, Limits};

/// What the study file states about the cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// Keys of `[cohort]` with their values as TOML.
    pub(super) keys: Vec<(&'static str, String)>,
    /// One for each column.
    pub(super) columns: Vec<ColumnReading>,
    /// What to look at in the whole file.
    pub(super) doubts: Vec<String>,
    /// Whether the day or the month may come first.
    pub(super) order_in_doubt: bool,
}

/// What the study file states about the cells of one column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ColumnReading {
    /// How they are written, where that is not as in the file.
    pub(super) form: CellForm,
    /// Cells that mean missing in this column.
    pub(super) missing: Vec<String>,
    /// The unit behind the numbers.
    pub(super) unit: Option<String>,
    /// What to look at.
    pub(super) doubts: Vec<String>,
    /// The mark that may stand between thousands or before decimals, with an
    /// example; nothing can be read before a person decides.
    pub(super) open_mark: Option<(char, String)>,
    /// Whether its cells contradict each other; nothing can be read before they
    /// are corrected.
    pub(super) unsure: bool,
    /// Numbers that may stand for missing.
    pub(super) open_codes: Vec<String>,
    /// Other spellings of levels, each with the level that it is read as.
    pub(super) spellings: Vec<(String, String)>,
    /// Marks behind its numbers that are left out.
    pub(super) marks: Vec<String>,
    /// The level that its empty cells are.
    pub(super) empty_level: Option<String>,
    /// Empty cells.
    pub(super) empty: usize,
    /// How often each text stands that is set missing.
    pub(super) counts: Vec<(String, usize)>,
}

impl ColumnReading {
    /// Whether nothing can be read before a person decides.
    fn is_open(&self) -> bool {
        self.unsure || self.open_mark.is_some()
    }

    /// Keys of the variable with their values as TOML.
    pub(super) fn keys(&self) -> Vec<(&'static str, String)> {
        form_keys(&self.form)
    }

    /// The spellings of its levels as TOML, if it has any.
    pub(super) fn spelling_keys(&self) -> Option<(&'static str, String)> {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let pair =
            |(spelling, level): &(String, String)| format!("{} = {}", text(spelling), text(level));
        let pairs: Vec<String> = self.spellings.iter().map(pair).collect();
        (!pairs.is_empty()).then(|| ("spellings", format!("{{ {} }}", pairs.join(", "))))
    }

    /// Puts what is known of its missing cells before what was found.
    fn add(&mut self, known: Self) {
        self.empty = known.empty;
        self.counts.splice(0..0, known.counts);
        self.missing.splice(0..0, known.missing);
        self.doubts.splice(0..0, known.doubts);
    }

    /// What the study file states of marks behind numbers and of empty cells.
    pub(super) fn marks_and_empty(&self) -> Vec<(&'static str, String)> {
        let text = |text: &String| serde_json::Value::from(text.as_str()).to_string();
        let marks: Vec<String> = self.marks.iter().map(text).collect();
        let marks = (!marks.is_empty()).then(|| ("marks", format!("[{}]", marks.join(", "))));
        let empty = self.empty_level.as_ref();
        let empty = empty.map(|level| ("empty", text(level)));
        marks.into_iter().chain(empty).collect()
    }

    /// Counts cells with a text that is set missing.
    fn count_missing(&mut self, text: &str, cells: usize) {
        match self.counts.iter_mut().find(|(known, _)| known == text) {
            Some((_, count)) => *count += cells,
            None => self.counts.push((text.to_owned(), cells)),
        }
    }

    /// How many cells are missing, and what stands in them: "NA 2, 999 1, 3 empty".
    fn missing_told(&self) -> String {
        const SHOWN: usize = 6;
        let mut parts: Vec<String> = self
            .counts
            .iter()
            .take(SHOWN)
            .map(|(text, count)| format!("{text} {count}"))
            .collect();
        let rest: usize = self.counts.iter().skip(SHOWN).map(|(_, count)| count).sum();
        if rest > 0 {
            parts.push(format!("others {rest}"));
        }
        if self.empty > 0 {
            parts.push(format!("{} empty", self.empty));
        }
        parts.join(", ")
    }
}

fn form_keys(form: &CellForm) -> Vec<(&'static str, String)> {
    let word = |word: &str| format!("\"{word}\"");
    let all = [
        ("decimal", form.decimal.map(|decimal| word(decimal.word()))),
        ("thousands", form.thousands.map(|mark| word(mark.word()))),
        ("limits", form.limits.map(|limits| word(limits.word()))),
        ("dates", form.dates.map(|order| word(order.word()))),
        ("pivot", form.pivot.map(|year| year.to_string())),
    ];
    let stated = all.into_iter();
    stated
        .filter_map(|(key, value)| Some((key, value?)))
        .collect()
}

/// What is found about one column.
struct Found {
    reading: ColumnReading,
    /// The texts that are handed on in another form, by their first rows.
    cells: Vec<(usize, String)>,
}

impl Found {
    /// A column that is not read before a person settles the doubt.
    fn unsure(doubt: String) -> Self {
        Self {
            reading: ColumnReading {
                unsure: true,
                doubts: vec![doubt],
                ..ColumnReading::default()
            },
            cells: Vec::new(),
        }
    }
}

/// Decides how the cells are written, but for what is decided already, and puts
/// them in one form.
pub(super) fn read(raw: &mut Raw, examined: &Examined, decided: &Decided, today: Date) -> Reading {
    let mut reading = Reading {
        keys: frame_keys(examined),
        ..Reading::default()
    };
    let known: Vec<ColumnReading> = (0..raw.header.len())
        .map(|at| words::known_missing(raw, at))
        .collect();
    let (columns, form) = {
        let rows = &*raw;
        let present: Vec<Present<'_>> = (0..rows.header.len())
            .map(|at| words::present(rows, at))
            .collect();
        let dates = dates::Dates::of(&rows.header, &present, decided.order, today);
        let marks = numbers::Marks::of(&rows.header, &present);
        let form = CellForm {
            decimal: marks.decimal_comma(),
            dates: dates.file_order(),
            pivot: dates.pivot(),
            ..CellForm::default()
        };
        let exchanged = rows.header.iter().zip(&present);
        let exchanged = exchanged.filter_map(|(name, cells)| exchanged::doubt(name, cells));
        reading.doubts.extend(exchanged);
        reading.doubts.extend(dates.doubts());
        reading.order_in_doubt = dates.in_doubt();
        let column = |(at, cells): (usize, &Present<'_>)| {
            let mut found = mangled::column(rows, at, cells)
                .or_else(|| dates.column(at, cells))
                .or_else(|| odd_numbers::column(rows, cells))
                .or_else(|| odd_dates::column(rows, at, cells))
                .or_else(|| lengths::column(rows, at, cells))
                .or_else(|| marks.column(at, cells, decided.marks.get(&at).copied()))
                .unwrap_or_else(|| words::errors(cells));
            tell_unfit(rows, &mut found.reading, cells);
            found
        };
        let stage = progress::begin("look at the columns", Measure::Uneven(present.len()));
        let columns = present.iter().enumerate().map(column);
        let columns: Vec<Found> = columns.inspect(|_| stage.advance()).collect();
        (columns, form)
    };
    reading.keys.extend(form_keys(&form));
    for ((at, found), known) in columns.into_iter().enumerate().zip(known) {
        if let Some(cells) = raw.cells.get_mut(at) {
            cells.replace(found.cells);
        }
        let mut column = found.reading;
        column.add(known);
        let name = raw.header.get(at).cloned().unwrap_or_default();
        // A file that labels the codes of a column also states which are missing.
        let is_stated = raw.described.get(at).is_some_and(|own| {
            !own.labels.is_empty() || !own.missing.is_empty() || !own.missing_ranges.is_empty()
        });
        if !column.is_open() && !decided.listed.contains(&at) && !is_stated {
            let open = decided.codes.get(&at).copied();
            codes::set_missing(raw, at, &name, open, &mut column);
            if column.form.or(form).decimal() == Decimal::Comma {
                with_commas(&mut column.missing);
            }
            spellings::merge(raw, at, &mut column);
            ticks::read(raw, at, &mut column);
        }
        reading.columns.push(column);
    }
    reading
}

/// Writes numbers that mean missing as they stand in a file with decimal commas.
fn with_commas(missing: &mut [String]) {
    for code in missing {
        if code.contains('.') && code.parse::<f64>().is_ok() {
            *code = code.replace('.', ",");
        }
    }
}

fn frame_keys(examined: &Examined) -> Vec<(&'static str, String)> {
    let frame = examined.frame;
    let text = |text: &str| serde_json::Value::from(text).to_string();
    let delimiter = |delimiter: u8| match delimiter {
        b'\t' => text("tab"),
        b' ' => text("blanks"),
        delimiter => text(&char::from(delimiter).to_string()),
    };
    let all = [
        ("sheet", examined.sheet.as_deref().map(text)),
        ("delimiter", examined.delimiter.map(delimiter)),
        (
            "encoding",
            examined.encoding.map(|encoding| text(encoding.name())),
        ),
        (
            "header_line",
            frame.header_line.map(|line| line.to_string()),
        ),
        (
            "header_rows",
            frame.header_rows.map(|rows| rows.to_string()),
        ),
        (
            "comment",
            frame
                .comment
                .map(|mark| text(&char::from(mark).to_string())),
        ),
        ("row_names", frame.row_names.then(|| "true".to_owned())),
        (
            "skip",
            (!examined.skip.is_empty()).then(|| format!("{:?}", examined.skip)),
        ),
        ("units_row", frame.units_row.then(|| "true".to_owned())),
        (
            "footer",
            (frame.footer > 0).then(|| frame.footer.to_string()),
        ),
    ];
    let stated = all.into_iter();
    stated
        .filter_map(|(key, value)| Some((key, value?)))
        .collect()
}

/// Adds where the cells stand that do not fit and are set missing, and those
/// beyond limits of detection.
fn tell_unfit(raw: &Raw, reading: &mut ColumnReading, cells: &Present<'_>) {
    const EXAMPLES: usize = 3;
    if !reading.missing.is_empty() {
        let known: BTreeSet<&str> = reading.missing.iter().map(String::as_str).collect();
        let unfit = cells.only(|cell| known.contains(cell));
        let total = unfit.len();
        let by_text: BTreeMap<&str, usize> = unfit.iter().map(|own| (own.text, own.row)).collect();
        let example = |(cell, row): (&&str, &usize)| format!("\"{cell}\" ({})", raw.place(*row));
        let examples: Vec<String> = by_text.iter().take(EXAMPLES).map(example).collect();
        let more = if by_text.len() > EXAMPLES {
            ", …"
        } else {
            ""
        };
        let cells = if total == 1 {
            "cell that does not fit is"
        } else {
            "cells that do not fit are"
        };
        reading.doubts.push(format!(
            "{total} {cells} set missing: {}{more}",
            examples.join(", ")
        ));
    }
    if reading.form.limits == Some(Limits::Value) {
        let limits = cells.only(|cell| crate::cohort::numbers::side(cell).0.is_some());
        if let Some(Text {
            text: cell, row, ..
        }) = limits.iter().next()
        {
            let place = raw.place(row);
            let count = limits.len();
            let cells = if count == 1 { "cell is" } else { "cells are" };
            reading.doubts.push(format!(
                "{count} {cells} beyond a limit of detection, such as \"{cell}\" ({place}), read as the limit: set limits to \"half\" or \"missing\" for another reading"
            ));
        }
    }
}

impl Reading {
    /// Hands what was found about the cells on to the guesses about the columns.
    pub(super) fn add_to(&self, guesses: &mut Guesses, raw: &Raw) {
        for (at, (guess, read)) in guesses.columns.iter_mut().zip(&self.columns).enumerate() {
            labels::tidy(guess);
            labels::alike(guess);
            let below = raw.units.get(at).map(|unit| labels::bare_unit(unit));
            let below = below.filter(|unit| !unit.is_empty() && guess.is_number());
            if let Some(unit) = read.unit.clone().or(below) {
                guess.unit = Some(unit);
            }
            if read.is_open() {
                guess.kind = GuessedKind::Text;
                guess.reason = "cells that cannot be read as they are".to_owned();
                guess.doubts.clear();
            }
            for code in &read.missing {
                if !guess.missing.contains(code) {
                    guess.missing.push(code.clone());
                }
            }
            let told: Vec<String> = read.doubts.clone();
            guess.doubts.splice(0..0, told);
            guess.missing_told = read.missing_told();
            guess.unusable |= read.is_open();
        }
        // What cannot be read makes no groups.
        let is_text = |name: &String| {
            let own = guesses.columns.iter().find(|guess| guess.name == *name);
            own.is_some_and(|guess| guess.unusable && guess.kind == GuessedKind::Text)
        };
        if guesses.group.as_ref().is_some_and(is_text) {
            guesses.group = group::guess(&guesses.columns, &guesses.endpoints);
        }
    }
}

#[cfg(test)]
mod tests;
