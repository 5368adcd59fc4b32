//! The header below titles and above descriptions, found by its contrast: words
//! above columns of numbers.

use super::shape::{is_date_or_number, is_unit};
use super::{Line, MOST_ABOVE, Notes, Sample};

/// Types as exports name them in a row of their own.
const TYPES: [&str; 20] = [
    "string",
    "str",
    "text",
    "char",
    "chr",
    "character",
    "varchar",
    "integer",
    "int",
    "double",
    "dbl",
    "float",
    "numeric",
    "num",
    "number",
    "date",
    "factor",
    "fct",
    "logical",
    "boolean",
];

/// So many rows below are enough to see what a column holds.
pub(super) const ENOUGH: usize = 3;

impl Sample {
    /// Which record is the header, if it is the first without a gap, of words only,
    /// above columns of numbers, and all above it are shorter.
    pub(super) fn above_contrast(&self) -> Option<usize> {
        let last = self.first.len().checked_sub(ENOUGH)?;
        let mut longest = 0;
        for (at, line) in self.first.iter().enumerate().take(last.min(MOST_ABOVE + 1)) {
            let below = self.first.get(at + 1..)?;
            if line.filled() > longest && is_header(line) && line.filled() >= self.typical {
                return number_columns(below)
                    .any(|at| has_text(line, at))
                    .then_some(at);
            }
            longest = longest.max(line.filled());
        }
        None
    }

    /// What the first of the rows below the header that describe its columns says of
    /// each, if it has words of its own.
    pub(super) fn titles(&self, header: usize, described: &[u64]) -> Vec<(String, String)> {
        let Some(header) = self.first.get(header) else {
            return Vec::new();
        };
        let is_one = |line: &&Line| described.contains(&line.number);
        let is_word = |text: &String| {
            let lower = text.to_lowercase();
            let is_type = TYPES.contains(&lower.as_str()) || text.starts_with(['{', '-', '=', '_']);
            text.chars().any(char::is_alphabetic) && !is_type
        };
        let mut lines = self.first.iter().filter(is_one);
        let Some(line) = lines.find(|line| line.fields.iter().any(is_word)) else {
            return Vec::new();
        };
        let pairs = header.fields.iter().zip(&line.fields);
        let own = pairs.filter(|(name, title)| is_word(title) && name != title && !name.is_empty());
        own.map(|(name, title)| (name.clone(), title.clone()))
            .collect()
    }

    /// The rows right below the header that describe its columns: their titles or
    /// types in words, or lines of dashes.
    pub(super) fn described(
        &self,
        header: usize,
        below: &[Line],
        notes: &mut Notes<'_>,
    ) -> Vec<u64> {
        const MOST: usize = 3;
        let mut found = Vec::new();
        for at in 0..MOST {
            let (Some(line), Some(rest)) = (below.get(at), below.get(at + 1..)) else {
                break;
            };
            let header = self.first.get(header);
            if rest.len() < ENOUGH || !header.is_some_and(|header| describes(line, header, rest)) {
                break;
            }
            let texts: Vec<&str> = line
                .fields
                .iter()
                .map(String::as_str)
                .filter(|text| !text.is_empty())
                .take(3)
                .collect();
            let problem = format!(
                "describes the columns ({}) and is no patient",
                super::shortened(&texts.join(", "))
            );
            notes.add(
                line.number,
                problem,
                "remove it from skip in [cohort] if it is one",
            );
            found.push(line.number);
        }
        found
    }
}

/// Whether a record has words only, all different, without a gap.
fn is_header(line: &Line) -> bool {
    let last = line.fields.iter().rposition(|field| !field.is_empty());
    let Some(fields) = last.and_then(|last| line.fields.get(..=last)) else {
        return false;
    };
    let is_word = |field: &String| !field.is_empty() && !is_date_or_number(field);
    let different =
        |(at, field): (usize, &String)| !fields.iter().take(at).any(|earlier| earlier == field);
    fields.len() > 1 && fields.iter().all(is_word) && fields.iter().enumerate().all(different)
}

/// The columns whose cells are mostly numbers or dates.
pub(super) fn number_columns(lines: &[Line]) -> impl Iterator<Item = usize> + '_ {
    let width = lines
        .iter()
        .map(|line| line.fields.len())
        .max()
        .unwrap_or(0);
    (0..width).filter(|at| {
        let cells = lines.iter().filter_map(|line| line.fields.get(*at));
        let filled: Vec<&String> = cells.filter(|cell| !cell.is_empty()).collect();
        let numbers = filled.iter().filter(|cell| is_date_or_number(cell)).count();
        filled.len() >= ENOUGH && numbers * 10 >= filled.len() * 8
    })
}

pub(super) fn has_text(line: &Line, at: usize) -> bool {
    let field = line.fields.get(at);
    field.is_some_and(|field| !field.is_empty() && !is_date_or_number(field))
}

/// Whether a row holds words about its columns where the rows below hold numbers.
fn describes(line: &Line, header: &Line, below: &[Line]) -> bool {
    let filled: Vec<&String> = line
        .fields
        .iter()
        .filter(|field| !field.is_empty())
        .collect();
    let is_rule = |field: &&String| {
        field.len() >= 3 && field.chars().all(|c| matches!(c, '-' | '=' | '_' | ':'))
    };
    if filled.len() > 1 && filled.iter().all(is_rule) {
        return true;
    }
    let mut texts: Vec<&str> = Vec::new();
    let mut types = 0;
    let mut repeats = 0;
    let mut columns = 0;
    let mut units = 0;
    for at in number_columns(below) {
        let Some(field) = line.fields.get(at).filter(|field| !field.is_empty()) else {
            continue;
        };
        if is_date_or_number(field) {
            return false;
        }
        columns += 1;
        units += usize::from(is_unit(field));
        let own = field.to_lowercase();
        let title = header.fields.get(at).map(|title| title.to_lowercase());
        types += usize::from(TYPES.contains(&own.as_str()));
        repeats += usize::from(title.as_ref() == Some(&own));
        // A word for missing is that of a patient.
        if field.chars().count() > 4 && !texts.contains(&field.as_str()) {
            texts.push(field);
        }
    }
    let is_title = texts.len() >= 2 && texts.len() == columns && is_unlike(line, below);
    // Below a header with gaps a row of words is its second line.
    let gaps = header.fields.iter().any(String::is_empty);
    let is_second = gaps && columns >= 2 && columns == number_columns(below).count();
    columns > 0
        && units * 2 < columns
        && (is_title || is_second || types == columns || repeats == columns)
}

/// Whether no cell of a row stands again in its column.
pub(super) fn is_unlike(line: &Line, below: &[Line]) -> bool {
    line.fields.iter().enumerate().all(|(at, field)| {
        let again = |line: &Line| line.fields.get(at) == Some(field);
        field.is_empty() || !below.iter().any(again)
    })
}
