//! Totals and notes below the last row.

use super::shape::{is_date_or_number, shape};
use super::{Line, Notes, Sample, is_total, shortened};

impl Sample {
    /// How many of the last rows are totals or notes.
    pub(super) fn footer(&self, below: &[Line], notes: &mut Notes<'_>) -> u64 {
        const WIDE: usize = 3;
        let first_row = below.first().map_or(u64::MAX, |line| line.number);
        let shapes: Vec<String> = below
            .iter()
            .filter(|line| line.filled() * 3 > self.typical)
            .filter_map(|line| line.fields.first())
            .filter(|field| !is_total(field))
            .map(|field| shape(field))
            .collect();
        let is_footer = |line: &&Line| {
            let text = line.fields.iter().find(|field| !field.is_empty());
            let text = text.map_or("", String::as_str);
            let is_total = is_total(text);
            // An identifier whose other cells are missing is a patient.
            let alone = line.fields.len() == 1;
            let is_note = line.filled() == 1
                && !is_date_or_number(text)
                && !shapes.contains(&shape(text))
                && (alone
                    || text.contains(' ')
                    || !text.starts_with(char::is_alphanumeric)
                    || is_total);
            let is_split = line.fields.len() < self.typical && is_note_word(text);
            let leads = line.fields.first().is_some_and(|field| field == text);
            let sums_up = is_total
                && (leads || line.filled() < self.typical)
                && !shapes.contains(&shape(text));
            line.number > first_row && (is_note || is_split || sums_up)
        };
        if self.typical < WIDE {
            return 0;
        }
        let notes_at_end = self.last.iter().rev().take_while(is_footer).count();
        let count = notes_at_end.max(self.apart(first_row));
        let found: Vec<&Line> = self.last.iter().rev().take(count).collect();
        let count = found.len() as u64;
        if let Some(line) = found.last() {
            let text = line.fields.iter().find(|field| !field.is_empty());
            let text = shortened(text.map_or("", String::as_str));
            let problem = match count {
                1 => format!("the last row is a total or a note (\"{text}\") and is left out"),
                _ => format!(
                    "the last {count} rows are totals or notes (the first \"{text}\") and are left out"
                ),
            };
            notes.add(
                line.number,
                problem,
                "correct footer in [cohort] if they are patients",
            );
        }
        count
    }

    /// How many of the last rows are a small table of its own: they stand below a
    /// blank row, each has gaps, and none has a name as all rows above have.
    fn apart(&self, first_row: u64) -> usize {
        const MOST: usize = 12;
        const ENOUGH: usize = 3;
        let gap = self.last.windows(2).rposition(|pair| match pair {
            [above, below] => below.number > above.number + 1,
            _ => false,
        });
        let Some((above, below)) = gap.and_then(|at| self.last.split_at_checked(at + 1)) else {
            return 0;
        };
        let above: Vec<&Line> = above
            .iter()
            .filter(|line| line.number >= first_row)
            .collect();
        let is_filled = |line: &Line, at: usize| {
            let field = line.fields.get(at);
            field.is_some_and(|field| !field.is_empty())
        };
        let width = self.last.iter().map(|line| line.fields.len()).max();
        let always: Vec<usize> = (0..width.unwrap_or(0))
            .filter(|at| above.iter().all(|line| is_filled(line, *at)))
            .collect();
        let shape_of = |line: &Line, at: usize| line.fields.get(at).map(|field| shape(field));
        let is_apart = |line: &Line| {
            let names_none = always.first().is_some_and(|at| {
                let own = shape_of(line, *at);
                !is_filled(line, *at) || above.iter().all(|line| shape_of(line, *at) != own)
            });
            names_none && line.filled() * 2 <= self.typical
        };
        let all = below.len() <= MOST && above.len() >= ENOUGH && below.iter().all(is_apart);
        if all { below.len() } else { 0 }
    }
}

/// Whether a text begins as a note below a table does.
fn is_note_word(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "abbreviations",
        "abbreviation",
        "note",
        "notes",
        "source",
        "legend",
        "key",
        "footnote",
        "footnotes",
        "legende",
        "quelle",
        "anmerkung",
    ];
    let word: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
    let sign = text.starts_with(['*', '\u{2020}', '\u{2021}', '\u{a7}']);
    sign || (WORDS.contains(&word.to_lowercase().as_str()) && text.contains(':'))
}
