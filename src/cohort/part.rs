//! The rows of a part of a sheet, cell by cell into columns.

use super::cell::{Filler, Keep};
use super::counted::Counts;
use super::texts::{Reader, kept};
use crate::findings::{Addressing, Finding};
use crate::input::{self, Sheet, Tally};
use crate::study::{Kind, Study};

/// The rows of a part of the sheet.
pub(super) struct Part<'a> {
    pub(super) lines: Vec<u64>,
    pub(super) fillers: Vec<Option<Filler<'a>>>,
    /// Where the study names a column of counts.
    pub(super) counts: Option<Counts>,
    pub(super) found: Vec<Found>,
    pub(super) tally: Tally,
}

/// What parts are read from.
pub(super) struct Source<'a, 's> {
    pub(super) study: &'a Study,
    pub(super) file: &'s str,
    pub(super) sheet: &'s Sheet<'s>,
    /// The places of the columns under the names of their variables.
    pub(super) addressing: &'s Addressing,
}

/// A finding about a cell.
pub(super) struct Found {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) finding: Finding,
}

impl<'a> Part<'a> {
    pub(super) fn new(reader: Reader, source: &Source<'a, '_>) -> Self {
        let study = source.study;
        let filler = |name: &String| {
            let variable = study.variable_of_column(name)?;
            // Identifiers must be compared at least.
            let keep = match variable.kind {
                Kind::Identifier => Keep::Whole,
                _ => kept(reader, study, variable),
            };
            Some(Filler::new(variable, &study.cohort, keep))
        };
        Self {
            lines: Vec::new(),
            fillers: source.sheet.names().iter().map(filler).collect(),
            counts: study.cohort.count.as_ref().map(|_| Counts::default()),
            found: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Takes the rows of a part.
    pub(super) fn fill(&mut self, source: &Source<'a, '_>, part: input::Part<'_>) {
        let count = source.study.cohort.count.as_deref();
        let counted = count.and_then(|count| {
            let mut names = source.sheet.names().iter();
            names.position(|name| name == count)
        });
        let mut rows = source.sheet.rows_of(part);
        while let Some(row) = rows.next() {
            let line = row.number();
            let at = self.lines.len();
            self.lines.push(line);
            let cells = self.fillers.iter_mut().zip(row.cells()).enumerate();
            for (column, (filler, cell)) in cells {
                if counted == Some(column)
                    && let Some(counts) = &mut self.counts
                {
                    let problem = match cell {
                        Ok(text) => counts.take(text),
                        // An invalid cell of counts, told as any other.
                        Err(_) => counts.take(""),
                    };
                    let name = count.unwrap_or_default();
                    self.found.extend(problem.map(|mut finding| {
                        source.file.clone_into(&mut finding.file);
                        let finding = finding.at(source.addressing.cell(line, name));
                        Found {
                            row: at,
                            column,
                            finding: finding.in_column(name),
                        }
                    }));
                    continue;
                }
                let Some(filler) = filler else { continue };
                let name = &filler.variable().name;
                let problem = match cell {
                    Ok(text) => filler.take(text).err().map(|mut finding| {
                        source.file.clone_into(&mut finding.file);
                        finding.at(source.addressing.cell(line, name))
                    }),
                    Err(finding) => {
                        let _ = filler.take("");
                        Some(*finding)
                    }
                };
                if let Some(finding) = problem {
                    self.found.push(Found {
                        row: at,
                        column,
                        finding,
                    });
                }
            }
        }
        self.tally = rows.finish_part();
    }

    /// Makes room for so many times the rows that there are.
    pub(super) fn reserve(&mut self, times: f64) {
        let rows = (self.lines.len() as f64 * times) as usize;
        self.lines.reserve(rows);
        if let Some(counts) = &mut self.counts {
            counts.reserve(rows);
        }
        for filler in self.fillers.iter_mut().flatten() {
            filler.reserve(rows);
        }
    }

    /// Adds the part that follows.
    pub(super) fn append(&mut self, next: Self) {
        let before = self.lines.len();
        self.lines.extend(next.lines);
        if let (Some(own), Some(next)) = (&mut self.counts, next.counts) {
            own.append(next);
        }
        for (own, next) in self.fillers.iter_mut().zip(next.fillers) {
            if let (Some(own), Some(next)) = (own, next) {
                own.append(next);
            }
        }
        self.found.extend(next.found.into_iter().map(|found| Found {
            row: before + found.row,
            ..found
        }));
        self.tally.append(next.tally);
    }
}
