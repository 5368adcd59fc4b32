//! Cells that were read otherwise than they stand: how many of each sort, and the
//! first of them.

use std::collections::BTreeMap;

/// A text with the remark that it belongs to.
type Remark = (String, &'static str);

/// Cells of one column that were read otherwise than they stand.
#[derive(Debug, Default)]
pub(super) struct Noted {
    /// In another notation, such as `="12.5"`.
    rewritten: Sort,
    /// With the decimal mark that the file does not state.
    other_mark: Sort,
    /// Numbers with a mark behind them that is left out.
    marked: Sort,
    /// In another spelling of their level, by the level.
    respelled: BTreeMap<String, Sort>,
}

/// Cells of one sort.
#[derive(Debug, Default)]
struct Sort {
    count: usize,
    first: String,
}

impl Sort {
    fn add(&mut self, cell: &str) {
        if self.count == 0 {
            cell.clone_into(&mut self.first);
        }
        self.count += 1;
    }

    fn append(&mut self, other: Self) {
        if self.count == 0 {
            self.first = other.first;
        }
        self.count += other.count;
    }

    /// "3 cells are", or "1 cell is".
    fn cells(&self) -> String {
        match self.count {
            1 => "1 cell is".to_owned(),
            count => format!("{count} cells are"),
        }
    }
}

impl Noted {
    /// A number or a date whose notation is not a plain one.
    pub(super) fn rewritten(&mut self, cell: &str) {
        self.rewritten.add(cell);
    }

    /// A number with the other decimal mark.
    pub(super) fn other_mark(&mut self, cell: &str) {
        self.other_mark.add(cell);
    }

    /// A number with a mark behind it.
    pub(super) fn marked(&mut self, cell: &str) {
        self.marked.add(cell);
    }

    /// A level in another spelling.
    pub(super) fn respelled(&mut self, cell: &str, level: &str) {
        if let Some(known) = self.respelled.get_mut(level) {
            known.add(cell);
        } else {
            let mut sort = Sort::default();
            sort.add(cell);
            self.respelled.insert(level.to_owned(), sort);
        }
    }

    /// Adds those of the rows that follow.
    pub(super) fn append(&mut self, other: Self) {
        self.rewritten.append(other.rewritten);
        self.other_mark.append(other.other_mark);
        self.marked.append(other.marked);
        for (level, sort) in other.respelled {
            self.respelled.entry(level).or_default().append(sort);
        }
    }

    pub(super) fn remarks(&self) -> Vec<Remark> {
        let mut found = Vec::new();
        if self.rewritten.count > 0 {
            let problem = format!(
                "{} written in another notation and read as the plain one, such as {}",
                self.rewritten.cells(),
                self.rewritten.first
            );
            found.push((problem, "check the values if they are unexpected"));
        }
        if self.other_mark.count > 0 {
            let problem = format!(
                "{} written with a decimal point beside decimal commas, such as \"{}\"; both are read as decimals",
                self.other_mark.cells(),
                self.other_mark.first
            );
            found.push((problem, "write one decimal mark in the whole column"));
        }
        if self.marked.count > 0 {
            let problem = format!(
                "{} read without the mark behind the number, such as \"{}\"",
                self.marked.cells(),
                self.marked.first
            );
            found.push((problem, "see marks in docs/study-file.md"));
        }
        for (level, sort) in &self.respelled {
            let problem = format!(
                "{} read as \"{level}\", such as \"{}\"",
                sort.cells(),
                sort.first
            );
            found.push((problem, "see spellings in docs/study-file.md"));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_in_their_order() {
        let mut whole = Noted::default();
        let mut rest = Noted::default();
        whole.respelled("MALE", "male");
        rest.respelled("M", "male");
        rest.rewritten("'5");
        rest.other_mark("1.5");
        whole.append(rest);
        let told: Vec<String> = whole.remarks().into_iter().map(|(told, _)| told).collect();
        assert_eq!(
            told,
            [
                "1 cell is written in another notation and read as the plain one, such as '5",
                "1 cell is written with a decimal point beside decimal commas, such as \"1.5\"; both are read as decimals",
                "2 cells are read as \"male\", such as \"MALE\"",
            ]
        );
    }
}
