//! Cells that a sheet shows as one over several rows: each of these rows has its value.

use std::collections::BTreeMap;

use calamine::{DataRef, Dimensions};

use super::cells::{self, Cells};
use super::workbook::Failure;

/// A cell of one column over several rows.
struct Merged<'v> {
    /// Its rows, both included, and its column, counted from 0.
    rows: (u32, u32),
    column: u32,
    /// What stands in its first cell, once that was read.
    value: DataRef<'v>,
}

/// Cells on their way, row by row, with the values of merged ones filled in.
pub(super) struct Filling<'v> {
    cells: Cells,
    merged: Vec<Merged<'v>>,
    /// The merged cells from here on begin below the row that is read.
    next: usize,
    /// Those that go on.
    open: Vec<usize>,
    row: Option<u32>,
    current: BTreeMap<u32, DataRef<'v>>,
    filled: Filled,
}

/// Which cells were filled in.
#[derive(Default)]
pub(super) struct Filled {
    count: usize,
    first: Vec<String>,
}

impl<'v> Filling<'v> {
    pub(super) fn new(merged: &[Dimensions]) -> Self {
        let tall = merged
            .iter()
            .filter(|own| own.start.1 == own.end.1 && own.end.0 > own.start.0);
        let mut merged: Vec<Merged<'v>> = tall
            .map(|own| Merged {
                rows: (own.start.0, own.end.0),
                column: own.start.1,
                value: DataRef::Empty,
            })
            .collect();
        merged.sort_by_key(|own| own.rows);
        Self {
            cells: Cells::default(),
            merged,
            next: 0,
            open: Vec::new(),
            row: None,
            current: BTreeMap::new(),
            filled: Filled::default(),
        }
    }

    /// Takes the next cell, counted from 0.
    pub(super) fn take(
        &mut self,
        row: u32,
        column: u32,
        value: DataRef<'v>,
    ) -> Result<(), Failure> {
        if self.merged.is_empty() {
            return self.cells.push(row, column, &value);
        }
        if self.row != Some(row) {
            self.end_row()?;
            self.row = Some(row);
        }
        if !cells::is_empty(&value) {
            self.current.insert(column, value);
        }
        Ok(())
    }

    /// Hands the row on with the values of the cells that reach into it. A row that
    /// has none of its own stays blank.
    fn end_row(&mut self) -> Result<(), Failure> {
        let Some(row) = self.row else {
            return Ok(());
        };
        while let Some(own) = self.merged.get_mut(self.next) {
            if own.rows.0 > row {
                break;
            }
            if own.rows.0 == row
                && let Some(value) = self.current.get(&own.column)
            {
                own.value = value.clone();
            }
            self.open.push(self.next);
            self.next += 1;
        }
        let merged = &self.merged;
        self.open
            .retain(|at| merged.get(*at).is_some_and(|own| own.rows.1 >= row));
        if !self.current.is_empty() {
            for own in self.open.iter().filter_map(|at| self.merged.get(*at)) {
                let is_below = own.rows.0 < row && !cells::is_empty(&own.value);
                if is_below && !self.current.contains_key(&own.column) {
                    self.current.insert(own.column, own.value.clone());
                    self.filled.add(own);
                }
            }
        }
        for (column, value) in std::mem::take(&mut self.current) {
            self.cells.push(row, column, &value)?;
        }
        Ok(())
    }

    /// All cells, and which were filled in.
    pub(super) fn finish(mut self) -> Result<(Cells, Option<Filled>), Failure> {
        self.end_row()?;
        let filled = Some(self.filled).filter(|filled| filled.count > 0);
        Ok((self.cells, filled))
    }
}

impl Filled {
    fn add(&mut self, merged: &Merged<'_>) {
        const SHOWN: usize = 3;
        self.count += 1;
        let name = |row: u32| cells::name((row, merged.column));
        let range = format!("{}:{}", name(merged.rows.0), name(merged.rows.1));
        if self.first.len() < SHOWN && !self.first.contains(&range) {
            self.first.push(range);
        }
    }

    pub(super) fn told(&self) -> Option<(String, String)> {
        Some((
            format!(
                "has cells that are merged over several rows ({}, …); {} rows below the first take their value",
                self.first.join(", "),
                self.count
            ),
            "undo the merging if the value is that of the first row only".to_owned(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Record, Table};
    use super::*;

    #[test]
    fn rows_have_the_value_of_the_cell_that_reaches_into_them() {
        let merged = [
            Dimensions::new((0, 0), (0, 1)),
            Dimensions::new((1, 0), (3, 0)),
            Dimensions::new((2, 1), (3, 1)),
        ];
        let mut filling = Filling::new(&merged);
        for (row, column, value) in [
            (0, 0, "id"),
            (1, 0, "7"),
            (1, 2, "a"),
            (2, 1, "m"),
            (3, 2, "c"),
            (4, 2, "d"),
        ] {
            let value = DataRef::String(value.to_owned());
            filling.take(row, column, value).unwrap();
        }
        let (cells, filled) = filling.finish().unwrap();
        assert_eq!(filled.map(|filled| filled.count), Some(3));
        let mut records = cells.records();
        let mut record = Record::default();
        let mut rows = Vec::new();
        while records.next(&mut record) {
            let fields = record.fields.iter().map(String::from_utf8_lossy);
            rows.push(fields.collect::<Vec<_>>().join(","));
        }
        assert_eq!(rows, ["id,,", "7,,a", "7,m,", "7,m,c", ",,d"]);
    }
}
