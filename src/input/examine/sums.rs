//! Rows that sum up the rows above them: their numbers are the sums, means or
//! counts of these rows, and where a row has an identifier they have none.

use super::super::Record;
use super::{Line, is_total, names_total};

/// How well a row shows that it sums up others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// Its numbers are what no patient has.
    Sums(Statistic),
    /// It follows such a row and has the same gaps.
    Follows,
}

/// What a number is of the numbers above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Statistic {
    Sum,
    Mean,
    Deviation,
    Count,
    /// The lowest or the highest.
    Limit,
}

impl Statistic {
    pub(super) fn plural(self) -> &'static str {
        match self {
            Self::Sum => "sums",
            Self::Mean => "means",
            Self::Deviation => "standard deviations",
            Self::Count => "counts",
            Self::Limit => "limits",
        }
    }
}

/// A number as it is written.
#[derive(Debug, Clone, Copy)]
struct Written {
    value: f64,
    decimals: usize,
}

impl Written {
    /// The readings of a cell: a comma may be a decimal comma or a separator of
    /// thousands.
    fn readings(cell: &str) -> Vec<Self> {
        // "58.9 (12.7)", "58.9 ± 12.7": the number before is the mean.
        let cell = match cell.find(['(', '±']) {
            Some(at) if at > 0 => cell.get(..at).unwrap_or(cell).trim_end(),
            _ => cell,
        };
        if !may_be_number(cell) {
            return Vec::new();
        }
        let mut found: Vec<Self> = Self::plain(cell).into_iter().collect();
        if cell.contains(',') {
            found.extend(Self::plain(&cell.replace('.', "").replace(',', ".")));
            found.extend(Self::plain(&cell.replace(',', "")));
        }
        found
    }

    /// The likeliest reading.
    fn first(cell: &str) -> Option<Self> {
        match may_be_number(cell) && !cell.contains(',') {
            true => Self::plain(cell),
            false => Self::readings(cell).first().copied(),
        }
    }

    fn plain(text: &str) -> Option<Self> {
        let value: f64 = text.parse().ok()?;
        let decimals = text.split_once('.').map_or(0, |(_, after)| after.len());
        value.is_finite().then_some(Self { value, decimals })
    }
}

/// Whether a cell has digits, and nothing that no number has.
fn may_be_number(cell: &str) -> bool {
    let is_part =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-' | b'+' | b'e' | b'E');
    cell.bytes().all(is_part) && cell.bytes().any(|byte| byte.is_ascii_digit())
}

/// The numbers of a column so far.
#[derive(Debug, Clone, Default)]
struct Numbers {
    count: u64,
    sum: f64,
    mean: f64,
    /// The sum of squared distances from the mean.
    squares: f64,
    low: f64,
    high: f64,
    decimals: usize,
}

impl Numbers {
    fn add(&mut self, number: Written) {
        let value = number.value;
        (self.low, self.high) = match self.count {
            0 => (value, value),
            _ => (self.low.min(value), self.high.max(value)),
        };
        self.count += 1;
        self.sum += value;
        let distance = value - self.mean;
        self.mean += distance / count(self.count);
        self.squares += distance * (value - self.mean);
        self.decimals = self.decimals.max(number.decimals);
    }

    /// What a number is of these, and how much that shows: 0 for what a patient
    /// may well have, 2 for what is hardly one's own value.
    fn explain(&self, number: Written, rows: u64) -> Option<(Statistic, u32)> {
        /// Smaller numbers are sums of codes and counts by chance.
        const SMALLEST: f64 = 10.0;
        let Written { value, decimals } = number;
        if self.count == 0 {
            return None;
        }
        let digits = i32::try_from(decimals.min(15)).unwrap_or(15);
        let rounding = 0.500_001 * 10_f64.powi(-digits);
        let is = |expected: f64, tolerance: f64| {
            (value - expected).abs() <= tolerance + 1e-9 * expected.abs()
        };
        let beyond = (value > self.high && value > 0.0) || (value < self.low && value < 0.0);
        let whole = |is_far: bool| match (beyond, is_far) {
            (true, true) => 2,
            (true, false) => 1,
            (false, _) => 0,
        };
        let of_sum = match decimals >= self.decimals {
            true => 1e-9,
            false => rounding,
        };
        if is(self.sum, of_sum) {
            let is_far = value.abs() >= SMALLEST || self.decimals > 0;
            return Some((Statistic::Sum, whole(is_far)));
        }
        // Among few codes a rounded mean is that of any row.
        let is_wide = self.high - self.low >= 20.0 * 10_f64.powi(-digits);
        let finer = match is_wide {
            _ if decimals > self.decimals => 2,
            true => 1,
            false => 0,
        };
        if is(self.mean, rounding) {
            return Some((Statistic::Mean, finer));
        }
        if self.count > 1 {
            let sample = (self.squares / count(self.count - 1)).sqrt();
            let whole = (self.squares / count(self.count)).sqrt();
            if is(sample, rounding) || is(whole, rounding) {
                return Some((Statistic::Deviation, finer));
            }
        }
        if is(count(self.count), 0.0) || is(count(rows), 0.0) {
            return Some((Statistic::Count, whole(value >= SMALLEST)));
        }
        (is(self.low, 0.0) || is(self.high, 0.0)).then_some((Statistic::Limit, 0))
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no file has so many rows that a count is rounded"
)]
fn count(rows: u64) -> f64 {
    rows as f64
}

/// The rows since a subtotal, or all of them.
#[derive(Debug, Clone, Default)]
struct Block {
    columns: Vec<Numbers>,
    rows: u64,
}

impl Block {
    fn add(&mut self, at: usize, number: Written) {
        if self.columns.len() <= at {
            self.columns.resize_with(at + 1, Numbers::default);
        }
        if let Some(column) = self.columns.get_mut(at) {
            column.add(number);
        }
    }

    /// How much all numbers of a row together show, and what most of them are.
    fn explain(&self, cells: &[(usize, Vec<Written>)]) -> Option<(Statistic, u32)> {
        let mut total = 0;
        let mut most: Option<(Statistic, u32)> = None;
        for (at, readings) in cells {
            let column = self.columns.get(*at)?;
            let explained = readings
                .iter()
                .filter_map(|number| column.explain(*number, self.rows))
                .max_by_key(|(_, points)| *points)?;
            total += explained.1;
            if most.is_none_or(|known| explained.1 > known.1) {
                most = Some(explained);
            }
        }
        most.map(|(statistic, _)| (statistic, total))
    }
}

/// Which columns a row of a patient has filled.
#[derive(Debug, Default)]
pub(super) struct Usual {
    /// Columns that are filled in most rows.
    filled: Vec<usize>,
    /// Those by whose gap a row is not a patient's: the first, and texts.
    naming: Vec<usize>,
}

impl Usual {
    pub(super) fn of(rows: &[Line]) -> Self {
        let width = rows.iter().map(|row| row.fields.len()).max().unwrap_or(0);
        let cells = |at: usize| {
            let cells = rows.iter().filter_map(move |row| row.fields.get(at));
            cells.filter(|cell| !cell.is_empty())
        };
        let is_filled = |at: &usize| cells(*at).count() * 10 >= rows.len() * 7;
        let filled: Vec<usize> = (0..width).filter(is_filled).collect();
        let is_text = |at: &usize| {
            let texts = cells(*at).filter(|cell| Written::readings(cell).is_empty());
            texts.count() * 2 > cells(*at).count()
        };
        let first = filled.first().copied();
        let naming = filled.iter().copied();
        let naming = naming.filter(|at| Some(*at) == first || is_text(at));
        Self {
            naming: naming.collect(),
            filled,
        }
    }
}

/// Looks at one row after the other for those that sum up others.
#[derive(Debug)]
pub(super) struct Sums {
    usual: Usual,
    all: Block,
    /// Since the last row that sums up.
    since: Block,
    /// Before it.
    closed: Block,
    /// The gaps of the row before, if it sums up.
    before: Option<Vec<usize>>,
}

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Amid,
    /// Among the last rows.
    NearEnd,
    Last,
}

impl Sums {
    pub(super) fn new(usual: Usual) -> Self {
        Self {
            usual,
            all: Block::default(),
            since: Block::default(),
            closed: Block::default(),
            before: None,
        }
    }

    /// What shows that the next row sums up others; a row that does not is one of
    /// those that later ones may sum up.
    pub(super) fn look(&mut self, record: &Record, standing: Standing) -> Option<Evidence> {
        let found = match self.may_sum_up(record, standing) {
            true => self.evidence(record, standing),
            false => None,
        };
        if let Some((evidence, gaps)) = found {
            if self.since.rows > 0 {
                self.closed = std::mem::take(&mut self.since);
            }
            self.before = Some(gaps);
            return Some(evidence);
        }
        self.before = None;
        self.all.rows += 1;
        self.since.rows += 1;
        for (at, cell) in cells(record) {
            if let Some(number) = Written::first(cell) {
                self.all.add(at, number);
                self.since.add(at, number);
            }
        }
        None
    }

    /// Whether a row lacks what rows of patients have, or is the last.
    fn may_sum_up(&self, record: &Record, standing: Standing) -> bool {
        let is_blank = |at: &usize| {
            let field = record.fields.get(*at);
            field.is_none_or(|field| is_none(field.trim_ascii()))
        };
        standing == Standing::Last || self.usual.filled.iter().any(is_blank)
    }

    /// The evidence of one row, with its gaps.
    fn evidence(&self, record: &Record, standing: Standing) -> Option<(Evidence, Vec<usize>)> {
        let mut numbers = Vec::new();
        let mut texts = Vec::new();
        let mut filled = Vec::new();
        for (at, cell) in cells(record) {
            filled.push(at);
            let readings = Written::readings(cell);
            match readings.is_empty() {
                true => texts.push(cell),
                false => numbers.push((at, readings)),
            }
        }
        let gaps = |columns: &[usize]| -> Vec<usize> {
            let gaps = columns.iter().filter(|at| !filled.contains(at));
            gaps.copied().collect()
        };
        let unnamed = !gaps(&self.usual.naming).is_empty();
        let gaps = gaps(&self.usual.filled);
        let found = match texts.as_slice() {
            [] => self.unlabelled(&numbers, unnamed, &gaps, standing),
            [label] => {
                let many = gaps.len() * 2 >= self.usual.filled.len();
                self.labelled(label, &numbers, !gaps.is_empty(), many)
            }
            _ => None,
        };
        found.map(|evidence| (evidence, gaps))
    }

    fn unlabelled(
        &self,
        numbers: &[(usize, Vec<Written>)],
        unnamed: bool,
        gaps: &[usize],
        standing: Standing,
    ) -> Option<Evidence> {
        if numbers.is_empty() {
            return None;
        }
        if unnamed && self.before.as_deref() == Some(gaps) {
            return Some(Evidence::Follows);
        }
        let is_last = standing == Standing::Last;
        let most = if standing == Standing::Amid { 3 } else { 2 };
        // Without a gap every number must be one that no patient has.
        let all = 2 * u32::try_from(numbers.len()).unwrap_or(u32::MAX / 2);
        let shows = |rows: u64, points: u32| match unnamed {
            true => (points >= 4 && rows >= 2) || (points >= most && rows >= 4),
            false => is_last && numbers.len() > 1 && points >= all && rows >= 4,
        };
        let mut found = self.explained(numbers);
        found.find_map(|(statistic, points, rows)| {
            shows(rows, points).then_some(Evidence::Sums(statistic))
        })
    }

    /// A row with one text, which is a word for a total.
    fn labelled(
        &self,
        label: &str,
        numbers: &[(usize, Vec<Written>)],
        gap: bool,
        many: bool,
    ) -> Option<Evidence> {
        if !gap || !(is_total(label) || names_total(label)) || numbers.is_empty() {
            return None;
        }
        let found = self.explained(numbers).find(|(_, points, _)| *points >= 2);
        match found {
            Some((statistic, ..)) => Some(Evidence::Sums(statistic)),
            None => (many && names_total(label)).then_some(Evidence::Follows),
        }
    }

    /// What the numbers are of all rows, and of those since a subtotal.
    fn explained<'s>(
        &'s self,
        numbers: &'s [(usize, Vec<Written>)],
    ) -> impl Iterator<Item = (Statistic, u32, u64)> + 's {
        let since = match self.since.rows {
            0 => &self.closed,
            _ => &self.since,
        };
        [&self.all, since].into_iter().filter_map(|block| {
            let (statistic, points) = block.explain(numbers)?;
            Some((statistic, points, block.rows))
        })
    }
}

/// The cells of a record that hold something, with their columns.
fn cells(record: &Record) -> impl Iterator<Item = (usize, &str)> {
    let texts = record.fields.iter().enumerate().filter_map(|(at, field)| {
        let cell = std::str::from_utf8(field).ok()?;
        Some((at, cell.trim()))
    });
    texts.filter(|(_, cell)| !is_none(cell.as_bytes()))
}

/// Whether a cell is empty, or a dash that stands for nothing.
fn is_none(cell: &[u8]) -> bool {
    matches!(cell, b"" | b"-" | b"\xe2\x80\x93" | b"\xe2\x80\x94")
}
