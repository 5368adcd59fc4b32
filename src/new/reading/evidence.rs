//! What the cells of a column of numbers show about their marks and units.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::super::cells::{Present, Text};
use super::super::nomenclature;
use super::suffix::{
    Suffix, are_of_scale, different_cells, different_numbers, has_words_for_missing, suffix,
    with_unit,
};
use super::words::enough_fit;
use crate::cohort::numbers::{Sure, grouping, is_currency, side};
use crate::cohort::plain;
use crate::study::{Decimal, Thousands};

/// What the cells of a column show.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    /// Numbers without any mark.
    whole: usize,
    /// Numbers whose only point or comma stands before decimals.
    pub(super) point: usize,
    pub(super) comma: usize,
    /// The most decimals among these.
    decimals: usize,
    /// Numbers in groups of three that can be nothing else, by their separator,
    /// with the first.
    groups: Vec<(Thousands, usize, String)>,
    /// Numbers like 1.250 and 1,250, which can.
    pub(super) open_point: usize,
    pub(super) open_comma: usize,
    /// The least and the greatest number without a mark that is open, and of those
    /// with one, its mark taken for that of decimals.
    clear: Range,
    open: Range,
    /// Cells below or above a limit.
    pub(super) limits: usize,
    pub(super) suffix: Suffix,
    /// Cells without a unit.
    without: usize,
    /// The greatest number with a percent sign, and the range of those without.
    percentages: Range,
    bare: Range,
    /// Different numbers, up to a few.
    different: Vec<String>,
}

/// The least and the greatest of some numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Range {
    low: f64,
    high: f64,
}

impl Default for Range {
    fn default() -> Self {
        Self {
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
        }
    }
}

impl Range {
    fn add(&mut self, number: f64) {
        self.low = self.low.min(number);
        self.high = self.high.max(number);
    }

    fn is_empty(&self) -> bool {
        self.low > self.high
    }

    /// Whether all of another lies about where this does.
    fn is_about(&self, other: &Self) -> bool {
        const FACTOR: f64 = 3.0;
        other.low * FACTOR >= self.low && other.high <= self.high * FACTOR
    }
}

/// So many numbers with exactly three decimals are no chance.
const MANY: usize = 3;
/// So many different numbers are a measurement.
const DIFFERENT: usize = 4;

/// Whether cells are the codes of a scale that is open at its end, such as 0, 1, 2 and
/// `>=3`, rather than measurements beyond a limit.
fn are_codes(cells: &Present<'_>) -> bool {
    /// The highest code.
    const HIGHEST: u32 = 6;
    /// Fewer rows of each are no category.
    const ROWS: usize = 3;
    let mut codes: BTreeSet<u32> = BTreeSet::new();
    let mut open: BTreeSet<(bool, u32)> = BTreeSet::new();
    for cell in cells.texts() {
        let cell = plain(cell);
        let (limit, number) = side(&cell);
        let Ok(number) = number.trim().parse::<u32>() else {
            return false;
        };
        match limit {
            None => codes.insert(number),
            Some(_) => open.insert((cell.starts_with(['<', '\u{2264}']), number)),
        };
    }
    let (Some(low), Some(high)) = (codes.first(), codes.last()) else {
        return false;
    };
    let counts_on = usize::try_from(high - low + 1) == Ok(codes.len());
    let adjoins = |(below, limit): &(bool, u32)| match below {
        true => limit <= low && limit + 1 >= *low,
        false => limit >= high && *limit <= high + 1,
    };
    codes.len() >= 2
        && *high <= HIGHEST
        && counts_on
        && open.iter().all(adjoins)
        && cells.len() >= ROWS * (codes.len() + open.len())
}

impl Evidence {
    /// That of a column of numbers; `None` for others.
    pub(super) fn of(name: &str, cells: &Present<'_>) -> Option<Self> {
        let is_measured = |cell: &str| with_unit(&plain(cell)).is_some();
        // Of columns of other texts neither is asked for.
        let many = LazyCell::new(|| different_numbers(cells));
        let worded = LazyCell::new(|| *many && has_words_for_missing(name, cells));
        let most = |fitting: usize, others: usize| fitting >= 2 * others || *worded;
        if !enough_fit(cells, is_measured, most) || nomenclature::are_codes(name, &cells.texts()) {
            return None;
        }
        let enough = |fitting: usize, others: usize| {
            fitting >= 4 * others || (*many && fitting >= 2 * others) || *worded
        };
        let mut own = Self::default();
        let mut units: BTreeMap<String, (String, usize, String)> = BTreeMap::new();
        for cell in cells.iter() {
            if let Some((_, unit)) = with_unit(&plain(cell.text))
                && !unit.is_empty()
            {
                let first = || (unit.clone(), 0, cell.text.to_owned());
                units.entry(unit.to_lowercase()).or_insert_with(first).1 += cell.count;
            }
        }
        own.suffix = suffix(units, cells.len(), are_of_scale(cells));
        // "3 months" and "2 years" are levels where they are few.
        if matches!(own.suffix, Suffix::Units(_)) && !different_cells(cells) {
            return None;
        }
        let fits = |cell: &str| {
            let cell = plain(cell);
            with_unit(&cell).is_some_and(|(_, unit)| own.takes(&unit))
        };
        if !matches!(own.suffix, Suffix::Units(_)) && !enough_fit(cells, fits, enough) {
            return None;
        }
        for Text { text, count, .. } in cells.iter() {
            let cell = plain(text);
            if let Some((number, unit)) = with_unit(&cell)
                && own.takes(&unit)
            {
                own.add(&cell, number, &unit, count);
            }
        }
        // `<20`, `20-50` and `>50` are levels, as are values with few numbers.
        let few = own.different.len() < 3
            || (own.limits * 2 > cells.len() && own.different.len() < DIFFERENT);
        (!(own.limits > 0 && (few || are_codes(cells)))).then_some(own)
    }

    /// Whether a number with this unit is one of the column.
    fn takes(&self, unit: &str) -> bool {
        match &self.suffix {
            _ if unit.is_empty() => true,
            Suffix::Unit(own) => own.eq_ignore_ascii_case(unit),
            Suffix::Units(_) => true,
            Suffix::Marks(marks) => marks.iter().any(|mark| mark.eq_ignore_ascii_case(unit)),
            Suffix::Nothing => false,
        }
    }

    /// Adds so many cells with the same text.
    fn add(&mut self, cell: &str, number: &str, unit: &str, cells: usize) {
        let is_limit = side(cell).0.is_some();
        if is_limit {
            self.limits += cells;
        }
        let known = self.different.iter().any(|different| different == number);
        if !is_limit && self.different.len() < DIFFERENT && !known {
            self.different.push(number.to_owned());
        }
        let as_decimals = number.replace(',', ".").parse::<f64>().ok().map(f64::abs);
        if unit.is_empty() || matches!(self.suffix, Suffix::Marks(_)) {
            self.without += cells;
            self.bare.add(as_decimals.unwrap_or(f64::INFINITY));
        } else {
            self.percentages.add(as_decimals.unwrap_or(0.0));
        }
        let group = grouping(number);
        match group {
            Some((mark, Sure::Yes)) => {
                match self.groups.iter_mut().find(|(own, ..)| *own == mark) {
                    Some((_, count, _)) => *count += cells,
                    None => self.groups.push((mark, cells, number.to_owned())),
                }
            }
            Some((Thousands::Point, Sure::No)) => self.open_point += cells,
            Some((_, Sure::No)) => self.open_comma += cells,
            None if number.contains('.') => self.point += cells,
            None if number.contains(',') => self.comma += cells,
            None => self.whole += cells,
        }
        if group.is_none() {
            let decimals = number.rsplit_once(['.', ',']).map_or(0, |(_, d)| d.len());
            self.decimals = self.decimals.max(decimals);
        }
        match (group, as_decimals) {
            (Some((_, Sure::No)), Some(number)) => self.open.add(number),
            (None, Some(number)) => self.clear.add(number),
            _ => {}
        }
    }

    /// The separator of thousands that most cells show.
    pub(super) fn grouped(&self) -> Option<Thousands> {
        let most = self.groups.iter().max_by_key(|(_, count, _)| *count);
        most.map(|(mark, ..)| *mark)
    }

    /// Why no reading fits the column.
    pub(super) fn contradiction(&self) -> Option<String> {
        if let Suffix::Units(units) = &self.suffix {
            let list: Vec<String> = units
                .iter()
                .map(|(unit, count, first)| format!("{unit} ({count}, such as \"{first}\")"))
                .collect();
            return Some(format!(
                "its numbers have different units: {}: convert them to one unit, or set kind = \"continuous\" with unit, and list the cells with another unit under missing",
                list.join(", ")
            ));
        }
        let marks = |mark: Thousands| self.groups.iter().find(|(own, ..)| *own == mark);
        if let (Some((_, a, first)), Some((_, b, second))) =
            (marks(Thousands::Comma), marks(Thousands::Point))
            && a.max(b) < &(4 * a.min(b))
        {
            return Some(format!(
                "\"{first}\" and \"{second}\" use points and commas in opposite ways: write one way in the whole column"
            ));
        }
        let is_percent = self.suffix == Suffix::Unit("%".to_owned());
        if is_percent
            && !self.bare.is_empty()
            && self.bare.high <= 1.0
            && self.percentages.high > 1.0
        {
            return Some(
                "some of its numbers are percentages and others, at most 1, seem to be fractions: write all of them alike"
                    .to_owned(),
            );
        }
        None
    }

    /// What to look at in the reading of the column.
    pub(super) fn doubts(&self) -> Vec<String> {
        let mut found = Vec::new();
        match &self.suffix {
            Suffix::Unit(unit) if unit == "%" && self.without > 0 => found.push(
                "some of its numbers have a % sign and others none; all are read as percentages"
                    .to_owned(),
            ),
            Suffix::Unit(unit) if unit != "%" => {
                let bare = match self.without {
                    0 => String::new(),
                    1 => ", also of 1 number without any".to_owned(),
                    count => format!(", also of {count} numbers without any"),
                };
                let place = if is_currency(unit) {
                    "beside"
                } else {
                    "behind"
                };
                found.push(format!(
                    "\"{unit}\" {place} its numbers is taken for the unit{bare}"
                ));
            }
            Suffix::Marks(marks) => found.push(format!(
                "\"{}\" behind some of its numbers is taken for a mark of abnormal values and left out",
                marks.join("\", \"")
            )),
            _ => {}
        }
        if self.point > 0 && self.comma > 0 {
            found.push(format!(
                "{} of its numbers have a decimal point and {} a decimal comma; both are read as decimals",
                self.point, self.comma
            ));
        }
        found
    }

    /// The marks of the column, given that of the file; the mark that may be
    /// either as an error.
    pub(super) fn form(
        &self,
        file: Option<Decimal>,
    ) -> Result<(Option<Decimal>, Option<Thousands>), char> {
        let own = match (self.point, self.comma) {
            (0, 0) => None,
            (_, 0) => Some(Decimal::Point),
            _ => Some(Decimal::Comma),
        };
        if let Some(thousands) = self.grouped() {
            let decimal = match thousands {
                Thousands::Comma => Some(Decimal::Point),
                Thousands::Point => Some(Decimal::Comma),
                _ => own,
            };
            return Ok((decimal, Some(thousands)));
        }
        let open = |count: usize, mark: Decimal, thousands: Thousands, sign: char| {
            if count == 0 {
                return None;
            }
            Some(match own.or(file) {
                // 1.250 and 350.5: no column has three decimals or one, unless its
                // numbers are of one size then.
                Some(decimal)
                    if own == Some(mark)
                        && decimal == mark
                        && self.decimals < 2
                        && !self.clear.is_about(&self.open) =>
                {
                    Err(sign)
                }
                Some(decimal) if own.is_some() || decimal != mark => {
                    if decimal == mark {
                        Ok((Some(mark), None))
                    } else {
                        Ok((Some(decimal), Some(thousands)))
                    }
                }
                // The file writes decimals so, but not always three of them
                // beside whole numbers.
                Some(_) if self.whole == 0 || count < MANY => Ok((Some(mark), None)),
                _ => Err(sign),
            })
        };
        open(self.open_point, Decimal::Point, Thousands::Point, '.')
            .or_else(|| open(self.open_comma, Decimal::Comma, Thousands::Comma, ','))
            .unwrap_or(Ok((own, None)))
    }
}
