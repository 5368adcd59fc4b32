//! The cells of a column, each different text once: what a text shows is the same in
//! every row that has it.

use std::collections::HashMap;

/// A text of a column, without blanks around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text<'c> {
    pub(super) text: &'c str,
    /// How many rows have it.
    pub(super) count: usize,
    /// The first of them.
    pub(super) row: usize,
}

/// The cells of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    /// Each text as it is written, in the order of their first rows.
    written: Vec<Written>,
    /// For each row the place of its text. No memory holds so many texts that their
    /// places do not fit.
    rows: Vec<u32>,
}

/// A text as it is written.
#[derive(Debug, Clone)]
struct Written {
    text: Box<str>,
    /// The place of the same text without blanks around it, where rows are counted.
    bare: u32,
    count: usize,
    row: usize,
}

static NO_COLUMN: Column = Column {
    written: Vec::new(),
    rows: Vec::new(),
};

impl Column {
    /// That of a place where there is no column.
    pub(super) fn none() -> &'static Self {
        &NO_COLUMN
    }

    /// The different texts, in the order of their first rows.
    pub(super) fn texts(&self) -> impl Iterator<Item = Text<'_>> + Clone {
        let held = self.written.iter().filter(|own| own.count > 0);
        held.map(|own| Text {
            text: &own.text,
            count: own.count,
            row: own.row,
        })
    }

    /// The different texts that are not empty.
    pub(super) fn filled(&self) -> impl Iterator<Item = Text<'_>> + Clone {
        self.texts().filter(|own| !own.text.is_empty())
    }

    /// Whether any row has this text.
    pub(super) fn has(&self, text: &str) -> bool {
        self.texts().any(|own| own.text == text)
    }

    /// The cells, row by row.
    pub(super) fn rows(&self) -> impl Iterator<Item = &str> {
        self.each(|text| text)
    }

    /// What the cells are read as, row by row; each text is read once.
    pub(super) fn each<'c, T: Clone>(
        &'c self,
        read: impl Fn(&'c str) -> T,
    ) -> impl Iterator<Item = T> {
        let of_texts = self.of_texts(read);
        (0..self.rows.len()).filter_map(move |row| of_texts.get(row).cloned())
    }

    /// What the texts are read as, to look up rows.
    pub(super) fn of_texts<'c, T>(&'c self, read: impl Fn(&'c str) -> T) -> OfTexts<'c, T> {
        let texts = self.written.iter();
        OfTexts {
            read: texts.map(|own| read(own.text.trim())).collect(),
            rows: &self.rows,
        }
    }

    /// The cell of a row; empty after the last.
    pub(super) fn cell(&self, row: usize) -> &str {
        let own = self.rows.get(row);
        let own = own.and_then(|place| self.written.get(*place as usize));
        own.map_or("", |own| own.text.trim())
    }

    /// How many rows have the text of this one.
    pub(super) fn alike(&self, row: usize) -> usize {
        let place = self.rows.get(row);
        let own = place.and_then(|place| self.written.get(*place as usize));
        let bare = own.and_then(|own| self.written.get(own.bare as usize));
        bare.map_or(0, |bare| bare.count)
    }

    /// A number that two rows share if their cells are written alike to the last blank.
    pub(super) fn written(&self, row: usize) -> Option<u32> {
        self.rows.get(row).copied()
    }

    /// Writes other texts into all rows of some, each given by its first row.
    pub(super) fn replace(&mut self, others: Vec<(usize, String)>) {
        let mut new: HashMap<u32, Box<str>> = HashMap::new();
        for (row, text) in others {
            if let Some(own) = self.rows.get(row)
                && let Some(own) = self.written.get(*own as usize)
            {
                new.insert(own.bare, text.into());
            }
        }
        if new.is_empty() {
            return;
        }
        // Of texts that are then the same the first row's place is that of all.
        let mut places: HashMap<Box<str>, Option<u32>> =
            new.values().map(|text| (text.clone(), None)).collect();
        let mut to: Vec<u32> = Vec::with_capacity(self.written.len());
        for (place, own) in (0..).zip(&self.written) {
            let text = new.get(&own.bare).unwrap_or(&own.text);
            to.push(match places.get_mut(text) {
                Some(known) if own.count > 0 => *known.get_or_insert(place),
                _ => place,
            });
        }
        let mut moved: Vec<(u32, usize)> = Vec::new();
        for at in 0..self.written.len() {
            let Some(own) = self.written.get_mut(at) else {
                continue;
            };
            let bare = to.get(own.bare as usize).copied().unwrap_or(own.bare);
            if let Some(text) = new.get(&own.bare) {
                if let Some(to) = to.get_mut(at) {
                    *to = bare;
                }
                own.text = text.clone();
            }
            own.bare = bare;
            if bare as usize != at {
                moved.push((bare, std::mem::take(&mut own.count)));
            }
        }
        for (bare, count) in moved {
            if let Some(own) = self.written.get_mut(bare as usize) {
                own.count += count;
            }
        }
        for place in &mut self.rows {
            *place = to.get(*place as usize).copied().unwrap_or(*place);
        }
    }

    /// The same column without the rows that are not wanted.
    pub(super) fn only(&self, wanted: &[bool]) -> Self {
        let mut kept = Filling::default();
        for (place, _) in self.rows.iter().zip(wanted).filter(|(_, wanted)| **wanted) {
            let own = self.written.get(*place as usize);
            kept.push(own.map_or("", |own| &own.text));
        }
        kept.finish()
    }
}

/// What the texts of a column are read as.
pub(super) struct OfTexts<'c, T> {
    read: Vec<T>,
    rows: &'c [u32],
}

impl<T> OfTexts<'_, T> {
    /// That of a row; none after the last.
    pub(super) fn get(&self, row: usize) -> Option<&T> {
        self.read.get(*self.rows.get(row)? as usize)
    }
}

/// A column that is filled row by row.
#[derive(Debug, Default)]
pub(super) struct Filling {
    column: Column,
    /// The texts with their places; the column gets them at the end.
    places: HashMap<Box<str>, u32>,
}

impl Filling {
    /// Adds a row.
    pub(super) fn push(&mut self, cell: &str) {
        let place = match self.places.get(cell) {
            Some(place) => *place,
            None => self.add(cell),
        };
        let written = &mut self.column.written;
        let bare = written.get(place as usize).map_or(place, |own| own.bare);
        if let Some(own) = written.get_mut(bare as usize) {
            own.count += 1;
        }
        self.column.rows.push(place);
    }

    /// Adds a text that no row has, and first that without blanks around it.
    fn add(&mut self, cell: &str) -> u32 {
        let text = cell.trim();
        let bare = match text.len() == cell.len() {
            true => None,
            false => Some(match self.places.get(text) {
                Some(place) => *place,
                None => self.add(text),
            }),
        };
        let place = u32::try_from(self.column.written.len()).unwrap_or(u32::MAX);
        self.column.written.push(Written {
            text: Box::default(),
            bare: bare.unwrap_or(place),
            count: 0,
            row: self.column.rows.len(),
        });
        self.places.insert(cell.into(), place);
        place
    }

    /// The column of these rows.
    pub(super) fn finish(mut self) -> Column {
        for (text, place) in self.places {
            if let Some(own) = self.column.written.get_mut(place as usize) {
                own.text = text;
            }
        }
        self.column
    }
}

impl<'c> FromIterator<&'c str> for Column {
    fn from_iter<I: IntoIterator<Item = &'c str>>(cells: I) -> Self {
        let mut filling = Filling::default();
        cells.into_iter().for_each(|cell| filling.push(cell));
        filling.finish()
    }
}

/// The cells of a column that are looked at, such as those that are not missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Present<'c> {
    texts: Vec<Text<'c>>,
    cells: usize,
}

impl<'c> Present<'c> {
    /// How many cells there are.
    pub(super) fn len(&self) -> usize {
        self.cells
    }

    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The different ones, in the order of their first rows.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = Text<'c>> + Clone + use<'_, 'c> {
        self.texts.iter().copied()
    }

    /// Their texts.
    pub(super) fn texts(&self) -> impl Iterator<Item = &'c str> + Clone + use<'_, 'c> {
        self.texts.iter().map(|own| own.text)
    }

    /// How many cells fit.
    pub(super) fn count(&self, fits: impl Fn(&str) -> bool) -> usize {
        let own = self.texts.iter().filter(|own| fits(own.text));
        own.map(|own| own.count).sum()
    }

    /// The cells that fit.
    pub(super) fn only(&self, fits: impl Fn(&str) -> bool) -> Self {
        self.iter().filter(|own| fits(own.text)).collect()
    }
}

impl<'c> FromIterator<Text<'c>> for Present<'c> {
    fn from_iter<I: IntoIterator<Item = Text<'c>>>(texts: I) -> Self {
        let texts: Vec<Text<'c>> = texts.into_iter().collect();
        let cells = texts.iter().map(|own| own.count).sum();
        Self { texts, cells }
    }
}

/// The middle of some numbers, each with how often it stands; of two the upper one.
pub(super) fn middle(mut numbers: Vec<(f64, usize)>) -> Option<f64> {
    numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: usize = numbers.iter().map(|(_, count)| count).sum();
    let mut up_to = 0;
    let found = numbers.iter().find(|(_, count)| {
        up_to += count;
        up_to > all / 2
    });
    found.map(|(number, _)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(column: &Column) -> Vec<(&str, usize, usize)> {
        let texts = column.texts();
        texts.map(|own| (own.text, own.count, own.row)).collect()
    }

    #[test]
    fn each_text_is_held_once_with_its_rows() {
        let column: Column = ["b", " a", "b ", "", "a", "b"].into_iter().collect();
        assert_eq!(texts(&column), [("b", 3, 0), ("a", 2, 1), ("", 1, 3)]);
        assert_eq!(
            column.rows().collect::<Vec<_>>(),
            ["b", "a", "b", "", "a", "b"]
        );
        assert_eq!(column.cell(2), "b");
        assert_eq!(column.cell(6), "");
        let alike = |one, other| column.written(one) == column.written(other);
        assert!(alike(0, 5) && !alike(0, 2) && !alike(1, 4));
        let kept = column.only(&[false, true, true, true, true, false]);
        assert_eq!(texts(&kept), [("a", 2, 0), ("b", 1, 1), ("", 1, 2)]);
    }

    #[test]
    fn texts_that_become_the_same_are_one() {
        let mut column: Column = ["x", "A", " x ", "a", "?", "A"].into_iter().collect();
        column.replace(vec![(1, "a".to_owned()), (4, String::new())]);
        assert_eq!(texts(&column), [("x", 2, 0), ("a", 3, 1), ("", 1, 4)]);
        assert_eq!(
            column.rows().collect::<Vec<_>>(),
            ["x", "a", "x", "a", "", "a"]
        );
        let alike = |one, other| column.written(one) == column.written(other);
        assert!(alike(1, 3) && alike(3, 5) && !alike(0, 2));
        // The blanks around it go with the text.
        column.replace(vec![(0, "a".to_owned())]);
        assert_eq!(texts(&column), [("a", 5, 0), ("", 1, 4)]);
        assert!((1..4).all(|row| column.written(row) == column.written(0)));
        column.replace(vec![(0, "a".to_owned()), (4, "a".to_owned())]);
        assert_eq!(texts(&column), [("a", 6, 0)]);
    }

    #[test]
    fn the_middle_is_that_of_all_cells() {
        assert_eq!(middle(vec![(3.0, 1), (1.0, 2)]), Some(1.0));
        assert_eq!(middle(vec![(3.0, 2), (1.0, 2)]), Some(3.0));
        assert_eq!(middle(Vec::new()), None);
    }

    #[test]
    fn texts_are_read_once_for_all_rows() {
        let column: Column = ["1", "x", "1", "2"].into_iter().collect();
        let numbers: Vec<Option<u8>> = column.each(|text| text.parse().ok()).collect();
        assert_eq!(numbers, [Some(1), None, Some(1), Some(2)]);
        let present: Present<'_> = column.texts().collect();
        assert_eq!(present.len(), 4);
        assert_eq!(present.count(|text| text == "1"), 2);
        assert_eq!(present.only(|text| text != "1").len(), 2);
        assert!(Present::default().is_empty());
    }
}
