//! Columns of numbers: the mark before decimals, thousands, units behind the
//! number, limits of detection. What could be two numbers is asked about.

use super::words::{set_missing, unfit};
use super::{ColumnReading, Found, Mark, Present};
use crate::cohort::numbers::{Sure, grouping, parse, side};
use crate::study::{CellForm, Decimal, Limits, Thousands};

/// What the cells of a column show about its marks.
#[derive(Debug, Clone, Default)]
struct Evidence {
    /// Numbers without any mark.
    whole: usize,
    /// Numbers whose only point or comma stands before decimals.
    point: usize,
    comma: usize,
    /// Numbers in groups of three that can be nothing else.
    grouped: Option<Thousands>,
    /// Numbers like 1.250 and 1,250, which can.
    open_point: usize,
    open_comma: usize,
    /// Cells below or above a limit.
    limits: usize,
    /// What stands behind the numbers.
    suffix: Option<String>,
    /// Whether different things do.
    suffixes: bool,
    /// Cells with something behind the number.
    suffixed: usize,
    /// Different numbers, up to a few.
    different: Vec<String>,
}

/// The marks of a whole file.
pub(super) struct Marks {
    columns: Vec<Option<Evidence>>,
    decimal: Option<Decimal>,
}

impl Marks {
    pub(super) fn of(present: &[Present<'_>]) -> Self {
        let columns: Vec<Option<Evidence>> =
            present.iter().map(|cells| Evidence::of(cells)).collect();
        let count = |shows: fn(&Evidence) -> bool| {
            columns.iter().flatten().filter(|own| shows(own)).count()
        };
        let comma = count(|own| own.comma > 0) + count(|own| own.grouped == Some(Thousands::Point));
        let point = count(|own| own.point > 0) + count(|own| own.grouped == Some(Thousands::Comma));
        let decimal = match (point, comma) {
            (0, 0) => None,
            (point, comma) if comma > point => Some(Decimal::Comma),
            _ => Some(Decimal::Point),
        };
        Self { columns, decimal }
    }

    /// The mark to be stated for the file, if it is the comma.
    pub(super) fn decimal_comma(&self) -> Option<Decimal> {
        self.decimal.filter(|decimal| *decimal == Decimal::Comma)
    }

    /// The reading of a column of numbers; `decided` is what a mark is that may
    /// be either.
    pub(super) fn column(
        &self,
        at: usize,
        cells: &Present<'_>,
        decided: Option<Mark>,
    ) -> Option<Found> {
        let evidence = self.columns.get(at)?.as_ref()?;
        let mut reading = ColumnReading::default();
        let file = self.decimal.unwrap_or(Decimal::Point);
        match evidence.form(self.decimal) {
            Ok((decimal, thousands)) => {
                reading.form.decimal = decimal.filter(|own| *own != file);
                reading.form.thousands = thousands;
            }
            // It is stated even where it is that of the file, as the cells show nothing.
            Err(mark) if decided.is_some() => {
                let point = mark == '.';
                match decided {
                    Some(Mark::Thousands) if point => {
                        reading.form.thousands = Some(Thousands::Point);
                    }
                    Some(Mark::Thousands) => reading.form.thousands = Some(Thousands::Comma),
                    _ if point => reading.form.decimal = Some(Decimal::Point),
                    _ => reading.form.decimal = Some(Decimal::Comma),
                }
            }
            Err(mark) => {
                let open = if mark == '.' {
                    evidence.open_point
                } else {
                    evidence.open_comma
                };
                let example = cells
                    .iter()
                    .find(|(_, cell)| cell.contains(mark))
                    .map_or("", |(_, cell)| *cell);
                let joined = example.replace(mark, "");
                let decimals = example.replace(mark, ".");
                reading.doubts.push(format!(
                    "is not analysed, as \"{example}\" may be {joined} or {decimals} ({open} such cells): set thousands = \"{mark}\" or decimal = \"{mark}\" and kind = \"continuous\""
                ));
                reading.open_mark = Some((mark, example.to_owned()));
                return Some(Found {
                    reading,
                    cells: Vec::new(),
                });
            }
        }
        if evidence.limits > 0 {
            reading.form.limits = Some(Limits::Value);
        }
        reading.unit.clone_from(&evidence.suffix);
        if let Some(unit) = evidence.suffix.as_deref().filter(|unit| *unit != "%") {
            let doubt = format!("\"{unit}\" behind its numbers is taken for the unit");
            reading.doubts.push(doubt);
        } else if evidence.suffix.is_some() && evidence.suffixed < cells.len() {
            let doubt =
                "some of its numbers have a % sign and others none; all are read as percentages";
            reading.doubts.push(doubt.to_owned());
        }
        let form = reading.form.or(CellForm {
            decimal: self.decimal_comma(),
            ..CellForm::default()
        });
        let mut found = Found {
            reading,
            cells: Vec::new(),
        };
        let unit = evidence.suffix.as_deref();
        let read = |cell: &str| parse(cell, &form, unit).ok().and_then(|(number, _)| number);
        let mut numbers = Vec::with_capacity(cells.len());
        for (row, cell) in cells {
            match read(cell) {
                Some(number) => numbers.push((*row, *cell, canonical(cell, number))),
                None => set_missing(&mut found, *row, cell),
            }
        }
        // Statistics packages write 1 as 1.0 in columns with missing cells.
        let is_whole = |text: &str| {
            text.split_once('.')
                .is_none_or(|(_, fraction)| fraction.bytes().all(|byte| byte == b'0'))
        };
        let all_whole = numbers.iter().all(|(_, _, text)| is_whole(text));
        for (row, cell, text) in numbers {
            let whole = text.split_once('.').map(|(whole, _)| whole.to_owned());
            let text = whole.filter(|_| all_whole).unwrap_or(text);
            if text != cell {
                found.cells.push((row, text));
            }
        }
        Some(found)
    }
}

/// A number with its decimals as they are written.
fn canonical(cell: &str, number: f64) -> String {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
    if cell.chars().all(plain) && cell.parse() == Ok(number) {
        return cell.to_owned();
    }
    let decimals = cell
        .rsplit_once([',', '.'])
        .map(|(_, fraction)| fraction)
        .filter(|fraction| fraction.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::len);
    let fixed = decimals.map(|digits| format!("{number:.digits$}"));
    let same = fixed.filter(|text| text.parse() == Ok(number));
    same.unwrap_or_else(|| number.to_string())
}

/// The number at the beginning of a cell, and what stands behind it.
fn split_unit(cell: &str) -> (&str, &str) {
    let text = side(cell).1;
    let is_part = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '.' | ','
                    | '\''
                    | '\u{2019}'
                    | '\u{a0}'
                    | '\u{2009}'
                    | '\u{202f}'
                    | ' '
                    | '-'
                    | '+'
                    | '\u{2212}'
            )
    };
    let mut end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    // An exponent is part of the number.
    let rest = text.get(end..).unwrap_or_default();
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let digits = exponent.trim_start_matches(['-', '+']);
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        if length > 0 {
            end += rest.len() - digits.len() + length;
        }
    }
    let (number, unit) = text.split_at(end);
    (number.trim_end(), unit.trim())
}

impl Evidence {
    /// That of a column of numbers; `None` for others.
    fn of(cells: &Present<'_>) -> Option<Self> {
        let fitting = unfit(cells, |cell| {
            let (number, unit) = split_unit(cell);
            is_number(number) && unit.chars().count() <= LONGEST_UNIT
        });
        fitting?;
        let mut own = Self::default();
        for (_, cell) in cells {
            let (number, unit) = split_unit(cell);
            if is_number(number) && unit.chars().count() <= LONGEST_UNIT {
                own.add(cell, number, unit);
            }
        }
        // 12a, 12b: names. 5 mg, 7 mg: numbers. A unit is behind most of them.
        if own.suffixes || (own.suffixed > 0 && own.suffixed * 2 < cells.len()) {
            own.suffix = None;
        }
        // `<20`, `20-50` and `>50` are levels, as are values with few numbers.
        let few = own.limits > 0 && (own.limits * 2 > cells.len() || own.different.len() < 3);
        let is_all = unfit(cells, |cell| {
            let (number, unit) = split_unit(cell);
            is_number(number) && (unit.is_empty() || own.suffix.as_deref() == Some(unit))
        });
        (!few && is_all.is_some()).then_some(own)
    }

    fn add(&mut self, cell: &str, number: &str, unit: &str) {
        const DIFFERENT: usize = 3;
        let is_limit = side(cell).0.is_some();
        self.limits += usize::from(is_limit);
        if !unit.is_empty() {
            self.suffixed += 1;
            let same = self.suffix.get_or_insert_with(|| unit.to_owned()) == unit;
            self.suffixes |= !same;
        }
        if !is_limit
            && self.different.len() < DIFFERENT
            && !self.different.iter().any(|d| d == number)
        {
            self.different.push(number.to_owned());
        }
        match grouping(number) {
            Some((mark, Sure::Yes)) => self.grouped = Some(mark),
            Some((Thousands::Point, Sure::No)) => self.open_point += 1,
            Some((_, Sure::No)) => self.open_comma += 1,
            None if number.contains('.') => self.point += 1,
            None if number.contains(',') => self.comma += 1,
            None => self.whole += 1,
        }
    }

    /// The marks of the column, given that of the file; the mark that may be
    /// either as an error.
    fn form(&self, file: Option<Decimal>) -> Result<(Option<Decimal>, Option<Thousands>), char> {
        let own = match (self.point, self.comma) {
            (0, 0) => None,
            (_, 0) => Some(Decimal::Point),
            _ => Some(Decimal::Comma),
        };
        if let Some(thousands) = self.grouped {
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

/// The longest unit behind a number.
const LONGEST_UNIT: usize = 10;
/// So many numbers with exactly three decimals are no chance.
const MANY: usize = 3;

/// Whether a text is a number with any marks.
fn is_number(text: &str) -> bool {
    let forms = [
        (None, None),
        (Some(Decimal::Comma), None),
        (None, Some(Thousands::Comma)),
        (None, Some(Thousands::Point)),
        (None, Some(Thousands::Space)),
        (None, Some(Thousands::Apostrophe)),
        (Some(Decimal::Comma), Some(Thousands::Space)),
        (Some(Decimal::Comma), Some(Thousands::Apostrophe)),
    ];
    forms.into_iter().any(|(decimal, thousands)| {
        let form = CellForm {
            decimal,
            thousands,
            ..CellForm::default()
        };
        parse(text, &form, None).is_ok()
    })
}
