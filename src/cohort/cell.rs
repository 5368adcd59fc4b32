//! One cell of text into one typed value.

use crate::findings::{Finding, suggest};
use crate::study::{
    CellForm, CohortFile, Decimal, Kind, Limits, Range, Thousands, Variable, whole_code,
};

use super::codes::Codes;
use super::limits::BeyondLimits;
use super::noted::Noted;
use super::numbers::{self, NotANumber, Side};
use super::{Column, DateForm, Dates, Levels, Numbers, Texts, dates, has_time_of_day, plain};

/// A problem of a cell, with a help.
type Problem = (String, String);

/// What is kept of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    Whole,
    /// Whether there is one.
    Presence,
}

/// Appends cells to a column, one by one, checking each.
pub(super) struct Filler<'a> {
    variable: &'a Variable,
    file: &'a CohortFile,
    form: CellForm,
    /// Whether numbers are written as programs write them.
    is_plain: bool,
    codes: Codes<'a>,
    /// The place of the level that an empty cell is.
    empty: Option<usize>,
    /// Which bytes begin a text that is set missing.
    may_be_missing: [bool; 256],
    column: Column,
    /// Rows of cells below and above a limit of detection.
    limits: BeyondLimits,
    /// Dates whose time of day is left out.
    times: usize,
    /// Cells that are not empty and set missing.
    coded: Vec<Coded>,
    noted: Noted,
}

/// A text that is set missing in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    /// As it is written.
    pub text: String,
    /// How many cells hold it.
    pub count: usize,
    /// The first row that does.
    pub first: usize,
}

/// The most texts that are counted each; `missing` lists few.
const MOST_CODED: usize = 64;

impl<'a> Filler<'a> {
    pub(super) fn new(variable: &'a Variable, file: &'a CohortFile, texts: Keep) -> Self {
        let column = match variable.kind {
            Kind::Continuous | Kind::Count => Column::Numbers(Numbers::default()),
            Kind::Binary | Kind::Nominal | Kind::Ordinal => Column::Levels(Levels::default()),
            Kind::Date => Column::Dates(Dates::default()),
            Kind::Identifier | Kind::Text => Column::Text(match texts {
                Keep::Whole => Texts::new(),
                Keep::Presence => Texts::presence(),
            }),
        };
        let form = variable.form.or(file.form);
        let mut may_be_missing = [false; 256];
        let all = file.missing.iter().chain(&variable.missing);
        for first in all.filter_map(|missing| missing.bytes().next()) {
            if let Some(may_be) = may_be_missing.get_mut(usize::from(first)) {
                *may_be = true;
            }
        }
        Self {
            variable,
            file,
            form,
            is_plain: form.thousands.is_none() && form.decimal() == Decimal::Point,
            codes: Codes::new(&variable.levels),
            empty: variable.empty.as_deref().and_then(|empty| {
                let mut codes = variable.levels.iter();
                codes.position(|level| level.code == empty)
            }),
            may_be_missing,
            column,
            limits: BeyondLimits::default(),
            times: 0,
            coded: Vec::new(),
            noted: Noted::default(),
        }
    }

    /// What was read otherwise than it stands: cells beyond limits, times of day.
    pub(super) fn remarks(&self) -> Vec<(String, &'static str)> {
        let mut found = Vec::new();
        let cells = |count: usize| match count {
            1 => "1 cell is".to_owned(),
            _ => format!("{count} cells are"),
        };
        let [below, above] = self.limits.counts();
        for (count, side, half) in [
            (below, "below", "half of the limit"),
            (above, "above", "the limit"),
        ] {
            if count > 0 {
                let read = match self.form.limits {
                    Some(Limits::Missing) => "missing",
                    Some(Limits::Half) => half,
                    _ => "the limit",
                };
                let problem = format!(
                    "{} {side} a limit of detection and read as {read}",
                    cells(count)
                );
                found.push((problem, "see limits in docs/study-file.md"));
            }
        }
        if self.times > 0 {
            let have = if self.times == 1 {
                "date has"
            } else {
                "dates have"
            };
            found.push((
                format!("{} {have} a time of day, which is left out", self.times),
                "",
            ));
        }
        found.extend(self.noted.remarks());
        found
    }

    /// Rows of cells beyond a limit of detection.
    pub(super) fn take_limits(&mut self) -> BeyondLimits {
        std::mem::take(&mut self.limits)
    }

    pub(super) fn variable(&self) -> &'a Variable {
        self.variable
    }

    pub(super) fn column(&self) -> &Column {
        &self.column
    }

    /// Makes room for so many further rows.
    pub(super) fn reserve(&mut self, rows: usize) {
        self.column.reserve(rows);
    }

    /// Adds the rows of another of the same variable.
    pub(super) fn append(&mut self, other: Self) {
        let before = self.column.len();
        for coded in other.coded {
            let first = before + coded.first;
            self.add_coded(Coded { first, ..coded });
        }
        self.column.append(other.column);
        self.limits.append(other.limits, before);
        self.times += other.times;
        self.noted.append(other.noted);
    }

    pub(super) fn finish(mut self, texts: Keep) -> (Column, Vec<Coded>) {
        if let (Column::Text(cells), Keep::Presence) = (&mut self.column, texts) {
            cells.forget();
        }
        (self.column, self.coded)
    }

    /// Counts cells that are set missing.
    fn add_coded(&mut self, other: Coded) {
        if let Some(coded) = self.coded.iter_mut().find(|own| own.text == other.text) {
            coded.count += other.count;
        } else if self.coded.len() < MOST_CODED {
            self.coded.push(other);
        }
    }

    /// Counts a cell that is set missing, before it is stored.
    fn count_coded(&mut self, cell: &str) {
        if let Some(coded) = self.coded.iter_mut().find(|coded| coded.text == cell) {
            coded.count += 1;
        } else {
            self.add_coded(Coded {
                text: cell.to_owned(),
                count: 1,
                first: self.column.len(),
            });
        }
    }

    /// Whether a cell has no value.
    fn is_missing(&self, cell: &str) -> bool {
        let Some(first) = cell.bytes().next() else {
            return true;
        };
        let may_be = self.may_be_missing.get(usize::from(first));
        if may_be != Some(&true) {
            return false;
        }
        let is = |missing: &String| missing == cell || is_same_code(missing, cell);
        self.file.missing.iter().any(is) || self.variable.missing.iter().any(is)
    }

    /// Takes a cell; a bad one is stored as missing and returned as a finding,
    /// which stops the pipeline after the reading.
    pub(super) fn take(&mut self, cell: &str) -> Result<(), Box<Finding>> {
        let cell = trimmed(cell);
        if let (true, Some(level), Column::Levels(cells)) =
            (cell.is_empty(), self.empty, &mut self.column)
        {
            cells.push(Some(level));
            return Ok(());
        }
        let missing = self.is_missing(cell);
        if missing && !cell.is_empty() {
            self.count_coded(cell);
        }
        let mut problem = None;
        let row = self.column.len();
        match &mut self.column {
            Column::Numbers(cells) => cells.push(read(missing, &mut problem, || {
                if self.is_plain
                    && let Some(number) = numbers::short_decimal(cell)
                {
                    return self.variable.allowed(number).map(Some);
                }
                let bare = numbers::without_mark(cell, &self.variable.marks);
                let (number, side) = self.variable.number(bare, &self.form)?;
                if bare != cell {
                    self.noted.marked(cell);
                }
                if let Some(side) = side {
                    self.limits.add(side, row);
                }
                if !is_usual(bare, &self.form) {
                    note_notation(bare, &self.form, &mut self.noted);
                }
                Ok(number)
            })),
            Column::Levels(cells) => cells.push(read(missing, &mut problem, || {
                if let Some(at) = self.codes.find(cell) {
                    return Ok(Some(at));
                }
                let level = self.variable.level(cell)?;
                if level.is_respelled {
                    let code = self.variable.levels.get(level.at);
                    let code = code.map_or("", |level| level.code.as_str());
                    self.noted.respelled(cell, code);
                }
                Ok(Some(level.at))
            })),
            Column::Dates(cells) => cells.push(read(missing, &mut problem, || {
                let date = self.variable.date(cell, &self.form)?;
                self.times += usize::from(has_time_of_day(cell));
                if plain(cell) != cell {
                    self.noted.rewritten(cell);
                }
                Ok(Some(date))
            })),
            Column::Text(cells) => cells.push((!missing).then_some(cell)),
        }
        let problem = problem.or_else(|| {
            (missing && self.variable.kind == Kind::Identifier).then(|| {
                (
                    "is missing, but is the identifier of the row".to_owned(),
                    "give every row an identifier".to_owned(),
                )
            })
        });
        match problem {
            None => Ok(()),
            Some((problem, help)) => Err(Box::new(
                Finding::new("", problem, help)
                    .in_column(self.variable.name.clone())
                    .with_value(cell),
            )),
        }
    }
}

/// Without blanks around it, which few cells have.
fn trimmed(cell: &str) -> &str {
    let is_seen = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = cell.as_bytes();
    match is_seen(bytes.first()) && is_seen(bytes.last()) {
        true => cell,
        false => cell.trim(),
    }
}

/// Whether a cell is a number in the notation of programs.
fn is_usual(cell: &str, form: &CellForm) -> bool {
    let points = form.decimal() == Decimal::Point;
    let usual = |byte: u8| byte.is_ascii_digit() || byte == b'-' || (points && byte == b'.');
    cell.bytes().all(usual)
}

/// Notes a number that was read otherwise than it stands.
fn note_notation(cell: &str, form: &CellForm, noted: &mut Noted) {
    if plain(cell) != cell && !cell.starts_with('\u{2212}') {
        noted.rewritten(cell);
    }
    if form.decimal() == Decimal::Comma
        && form.thousands != Some(Thousands::Point)
        && cell.contains('.')
        && !cell.contains(',')
    {
        noted.other_mark(cell);
    }
}

/// The level of a cell.
struct FoundLevel {
    at: usize,
    /// Whether the cell is another spelling of it, as the study states.
    is_respelled: bool,
}

/// Whether a cell is a code with a fraction of zeros, as statistics packages
/// write 9 in a column with missing cells: 9.0.
fn is_same_code(code: &str, cell: &str) -> bool {
    cell.strip_prefix(code)
        .and_then(|rest| rest.strip_prefix(['.', ',']))
        .is_some_and(|zeros| !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0'))
        && code.ends_with(|c: char| c.is_ascii_digit())
}

/// The value of a cell; of a bad one none, and its problem.
fn read<T>(
    missing: bool,
    problem: &mut Option<Problem>,
    parse: impl FnOnce() -> Result<Option<T>, Problem>,
) -> Option<T> {
    if missing {
        return None;
    }
    parse().unwrap_or_else(|found| {
        *problem = Some(found);
        None
    })
}

/// The date of a cell, its parts in this order.
pub fn date_of(cell: &str, form: impl Into<DateForm>) -> Option<jiff::civil::Date> {
    dates::parse(cell, form).ok()
}

/// The date of a cell that was read as one.
pub fn read_date(cell: &str, variable: &Variable, file: &CohortFile) -> Option<jiff::civil::Date> {
    date_of(cell, &variable.form.or(file.form))
}

impl Variable {
    fn number(&self, cell: &str, form: &CellForm) -> Result<(Option<f64>, Option<Side>), Problem> {
        let read = numbers::parse(cell, form, self.unit.as_deref());
        let (number, side) = read.map_err(|why| self.not_a_number(cell, why))?;
        let checked = number.map(|number| self.allowed(number)).transpose()?;
        Ok((checked, side))
    }

    /// The number, if the variable may have it.
    fn allowed(&self, number: f64) -> Result<f64, Problem> {
        if self.kind == Kind::Count && (number < 0.0 || number.fract() != 0.0) {
            return Err((
                "is not a whole number from 0".to_owned(),
                "correct the count, or declare the column continuous".to_owned(),
            ));
        }
        match self.range {
            Some(Range::Numbers(low, high)) if !(low..=high).contains(&number) => {
                let unit = self
                    .unit
                    .as_deref()
                    .map(|unit| format!(" {unit}"))
                    .unwrap_or_default();
                Err((
                    format!("is outside {low} to {high}{unit}"),
                    "correct the cell, or widen range in study.toml if the value is correct"
                        .to_owned(),
                ))
            }
            _ => Ok(number),
        }
    }

    fn not_a_number(&self, cell: &str, why: NotANumber) -> Problem {
        let name = &self.name;
        match why {
            NotANumber::Ambiguous {
                mark,
                as_thousands,
                as_decimals,
            } => (
                format!("is ambiguous: {as_thousands} or {as_decimals}"),
                format!(
                    "set thousands = \"{mark}\" or decimal = \"{mark}\" in [cohort] or in [variables.{name}]"
                ),
            ),
            NotANumber::OtherMark(mark) => (
                "is not a number".to_owned(),
                format!("set decimal = \"{mark}\" in [cohort] or in [variables.{name}]"),
            ),
            NotANumber::Limit(side) => (
                format!(
                    "is {} a limit, which is not a measurement",
                    if side == Side::Below {
                        "below"
                    } else {
                        "above"
                    }
                ),
                format!("set limits = \"value\", \"half\" or \"missing\" in [variables.{name}]"),
            ),
            NotANumber::Text => {
                let help = if cell.starts_with(|c: char| c.is_ascii_digit()) {
                    "write the number alone, or with the unit that study.toml gives the variable"
                } else {
                    "write a number, leave the cell empty, or list the text under missing in study.toml"
                };
                ("is not a number".to_owned(), help.to_owned())
            }
        }
    }

    fn level(&self, cell: &str) -> Result<FoundLevel, Problem> {
        let place = |code: &str| self.levels.iter().position(|level| level.code == code);
        let found = |is_respelled| move |at| FoundLevel { at, is_respelled };
        let spelling = || {
            let known = self.spellings.iter().find(|(own, _)| own == cell);
            known.and_then(|(_, level)| place(level))
        };
        place(cell)
            .map(found(false))
            .or_else(|| spelling().map(found(true)))
            .or_else(|| self.whole_level(cell).map(found(false)))
            .ok_or_else(|| {
                let codes: Vec<&str> = self
                    .levels
                    .iter()
                    .map(|level| level.code.as_str())
                    .collect();
                let same = codes.iter().find(|code| code.eq_ignore_ascii_case(cell));
                (
                    format!("is not one of {}", codes.join(", ")),
                    match same {
                        Some(code) => format!(
                            "write \"{code}\", or list it under spellings: {{ \"{cell}\" = \"{code}\" }}"
                        ),
                        None => suggest(cell, codes),
                    },
                )
            })
    }

    /// Statistics packages write the code 1 as 1.0 where cells are missing.
    fn whole_level(&self, cell: &str) -> Option<usize> {
        let number = whole_code(cell)?;
        let same = |level: &crate::study::Level| whole_code(&level.code) == Some(number);
        self.levels.iter().position(same)
    }

    fn date(&self, cell: &str, form: &CellForm) -> Result<jiff::civil::Date, Problem> {
        let date = dates::parse(cell, form).map_err(|not| (not.problem, not.help))?;
        match self.range {
            Some(Range::Dates(from, to)) if !(from..=to).contains(&date) => Err((
                format!("is outside {from} to {to}"),
                "correct the cell, or widen range in study.toml if the value is correct".to_owned(),
            )),
            _ => Ok(date),
        }
    }
}
