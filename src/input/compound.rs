//! The size of the sheets of an `.xls` before they are read: its reader makes room
//! for the whole rectangle between the first and the last cell, and a few bytes can
//! place them four thousand million cells apart.

use std::collections::HashMap;

use super::binary::{Binary, Order};
use super::records::Fault;
use super::workbook::Failure;

/// Half of a full sheet; each cell takes some 30 bytes, and the reader copies them.
const MOST_CELLS: u64 = 8_000_000;

/// A full sheet; room is made, but not used, for as many as are stated.
const MOST_STATED: u64 = 1 << 24;

/// Whether all sheets of a workbook can be held at once.
pub(super) fn check(bytes: &[u8]) -> Result<(), Failure> {
    let broken = |fault: Fault| Failure::Broken(fault.to_string());
    let compound = Compound::new(bytes).map_err(broken)?;
    let mut cells = 0;
    // Older workbooks call their stream Book; a file may have both.
    for name in ["Workbook", "Book"] {
        if let Some(stream) = compound.stream(name).map_err(broken)? {
            cells = extents(&stream).saturating_add(cells);
        }
    }
    if cells > MOST_CELLS {
        return Err(Failure::TooManyCells);
    }
    Ok(())
}

/// The cells within the bounds of each sheet, added up.
fn extents(stream: &[u8]) -> u64 {
    const BEGIN: u16 = 0x0809;
    const DIMENSIONS: u16 = 0x0200;
    /// FORMULA, MULRK, LABELSST, NUMBER, LABEL, BOOLERR, RSTRING and RK, with those of
    /// earlier versions.
    const CELLS: [u16; 15] = [
        0x0006, 0x0206, 0x0406, 0x00bd, 0x00d6, 0x00fd, 0x0002, 0x0003, 0x0004, 0x0005, 0x0203,
        0x0204, 0x0205, 0x007e, 0x027e,
    ];
    let mut total = 0;
    let mut bounds: Option<Bounds> = None;
    let mut at = Binary::new(stream, Order::Little);
    while let (Ok(kind), Ok(length)) = (at.u16(), at.u16()) {
        let Ok(record) = at.take(usize::from(length)) else {
            break;
        };
        if kind == BEGIN {
            total += bounds.take().map_or(0, |bounds| bounds.cells());
        }
        if kind == DIMENSIONS && stated(record).is_none_or(|cells| cells > MOST_STATED) {
            return u64::MAX;
        }
        if CELLS.contains(&kind) {
            let mut own = Binary::new(record, Order::Little);
            if let (Ok(row), Ok(column)) = (own.u16(), own.u16()) {
                // A record of several cells may reach as far as its bytes.
                let wide = if kind == 0x00bd { length / 6 } else { 1 };
                let last = column.saturating_add(wide.saturating_sub(1));
                let bounds = bounds.get_or_insert_with(Bounds::default);
                bounds.add(row, column);
                bounds.add(row, last);
            }
        }
    }
    bounds.map_or(total, |bounds| total + bounds.cells())
}

/// The cells that a sheet is stated to have; none if its end is before its
/// beginning.
fn stated(record: &[u8]) -> Option<u64> {
    let mut own = Binary::new(record, Order::Little);
    let (first_row, last_row) = match record.len() {
        10 => (u32::from(own.u16().ok()?), u32::from(own.u16().ok()?)),
        _ => (own.u32().ok()?, own.u32().ok()?),
    };
    let (first, last) = (own.u16().ok()?, own.u16().ok()?);
    if last_row == 0 || last == 0 {
        return Some(1);
    }
    // A first column beyond the last possible one is read as 0.
    let first = if first > 0xff || last < first {
        0
    } else {
        first
    };
    let rows = (last_row - 1).checked_sub(first_row)?;
    Some((u64::from(rows) + 1) * u64::from(last.saturating_sub(first).max(1)))
}

struct Bounds {
    rows: (u16, u16),
    columns: (u16, u16),
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            rows: (u16::MAX, 0),
            columns: (u16::MAX, 0),
        }
    }
}

impl Bounds {
    fn add(&mut self, row: u16, column: u16) {
        self.rows = (self.rows.0.min(row), self.rows.1.max(row));
        self.columns = (self.columns.0.min(column), self.columns.1.max(column));
    }

    fn cells(&self) -> u64 {
        let count = |(from, to): (u16, u16)| u64::from(to.saturating_sub(from)) + 1;
        count(self.rows) * count(self.columns)
    }
}

/// A file of streams in sectors, as Microsoft's [MS-CFB] describes it.
struct Compound<'a> {
    bytes: &'a [u8],
    /// Bytes of a sector.
    sector: usize,
    /// The sector after each.
    next: Vec<u32>,
    /// By name: the first sector and the size.
    streams: HashMap<String, (u32, u64)>,
    /// The streams that are smaller than a sector's worth, in one.
    small: Vec<u8>,
    small_next: Vec<u32>,
}

const END: u32 = 0xffff_fffa;
/// Streams below this size stand in the small ones.
const SMALL: u64 = 4096;
const SMALL_SECTOR: usize = 64;

impl<'a> Compound<'a> {
    fn new(bytes: &'a [u8]) -> Result<Self, Fault> {
        const LISTED: usize = 109;
        let mut at = Binary::new(bytes, Order::Little);
        at.go(30)?;
        let shift = u32::from(at.u16()?);
        if !matches!(shift, 9 | 12) {
            return Err(Fault::damaged("its header is damaged"));
        }
        let mut compound = Self {
            bytes,
            sector: 1 << shift,
            next: Vec::new(),
            streams: HashMap::new(),
            small: Vec::new(),
            small_next: Vec::new(),
        };
        at.go(48)?;
        let directory = at.u32()?;
        at.go(60)?;
        let small_table = at.u32()?;
        at.go(68)?;
        let mut more = at.u32()?;
        at.go(76)?;
        let mut tables = Vec::new();
        for _ in 0..LISTED {
            tables.push(at.u32()?);
        }
        // Further lists stand in sectors that end with the number of the next one.
        let most = bytes.len() / compound.sector + 1;
        for _ in 0..most {
            if more >= END {
                break;
            }
            let mut list = numbers(compound.at(more)?);
            more = list.pop().unwrap_or(END);
            tables.extend(list);
        }
        for table in tables.into_iter().filter(|table| *table < END) {
            let own = numbers(compound.at(table)?);
            compound.next.extend(own);
        }
        let root = compound.directory(directory)?;
        compound.small_next = numbers(&compound.chain(small_table, u64::MAX)?);
        if let Some((first, size)) = root {
            compound.small = compound.chain(first, size)?;
        }
        Ok(compound)
    }

    fn at(&self, sector: u32) -> Result<&'a [u8], Fault> {
        let from = (sector as usize + 1).checked_mul(self.sector);
        let from = from.ok_or(Fault::Truncated)?;
        let end = (from + self.sector).min(self.bytes.len());
        self.bytes.get(from..end).ok_or(Fault::Truncated)
    }

    /// The bytes of a chain of sectors, at most so many.
    fn chain(&self, first: u32, size: u64) -> Result<Vec<u8>, Fault> {
        let mut found = Vec::new();
        let mut sector = first;
        while sector < END && (found.len() as u64) < size {
            if found.len() > self.bytes.len() {
                return Err(Fault::damaged("its sectors go round in circles"));
            }
            found.extend_from_slice(self.at(sector)?);
            sector = self.next.get(sector as usize).copied().unwrap_or(END);
        }
        found.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        Ok(found)
    }

    /// Notes the streams of the directory; the root's own place.
    fn directory(&mut self, first: u32) -> Result<Option<(u32, u64)>, Fault> {
        const ENTRY: usize = 128;
        const NAME: usize = 64;
        let mut root = None;
        for entry in self.chain(first, u64::MAX)?.chunks_exact(ENTRY) {
            let mut own = Binary::new(entry, Order::Little);
            let name = own.take(NAME)?;
            let name: Vec<u16> = name
                .chunks_exact(2)
                .filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?)))
                .take_while(|unit| *unit != 0)
                .collect();
            let name = String::from_utf16_lossy(&name);
            own.take(2)?;
            let kind = own.u8()?;
            own.go(116)?;
            let place = (own.u32()?, u64::from(own.u32()?));
            match kind {
                5 => root = Some(place),
                2 => drop(self.streams.insert(name, place)),
                _ => {}
            }
        }
        Ok(root)
    }

    /// The bytes of a stream.
    fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some((first, size)) = self.streams.get(name).copied() else {
            return Ok(None);
        };
        if size >= SMALL {
            return self.chain(first, size).map(Some);
        }
        let mut found = Vec::new();
        let mut sector = first;
        while sector < END && (found.len() as u64) < size {
            let from = sector as usize * SMALL_SECTOR;
            let own = self.small.get(from..).unwrap_or_default();
            let own = own.get(..SMALL_SECTOR).unwrap_or(own);
            if own.is_empty() {
                return Err(Fault::Truncated);
            }
            found.extend_from_slice(own);
            sector = self.small_next.get(sector as usize).copied().unwrap_or(END);
        }
        Ok(Some(found))
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    let own = bytes.chunks_exact(4);
    own.filter_map(|four| Some(u32::from_le_bytes(four.try_into().ok()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: u16, column: u16) -> Vec<u8> {
        let mut record = vec![0x03, 0x02, 14, 0];
        record.extend(row.to_le_bytes());
        record.extend(column.to_le_bytes());
        record.extend([0; 10]);
        record
    }

    #[test]
    fn cells_far_apart_are_counted_by_their_rectangle() {
        let begin = [0x09, 0x08, 0, 0];
        let one = [begin.to_vec(), cell(0, 0), cell(9, 4)].concat();
        assert_eq!(extents(&one), 50);
        let two = [one, begin.to_vec(), cell(3, 3)].concat();
        assert_eq!(extents(&two), 51);
        let far = [begin.to_vec(), cell(0, 0), cell(u16::MAX, u16::MAX)].concat();
        assert_eq!(extents(&far), 1 << 32);
        let stated = |rows: [u32; 2]| {
            let mut record = vec![0x00, 0x02, 14, 0];
            record.extend(rows.iter().flat_map(|row| row.to_le_bytes()));
            record.extend([0, 0, 0, 1, 0, 0]);
            extents(&record)
        };
        assert_eq!(stated([0, 65_536]), 0);
        assert_eq!(stated([0, u32::MAX]), u64::MAX);
        assert_eq!(stated([7, 3]), u64::MAX);
    }

    #[test]
    fn a_workbook_that_people_write_is_let_through() {
        let bytes = include_bytes!("../../tests/inputs/cohort.xls");
        let compound = Compound::new(bytes).unwrap();
        let stream = compound.stream("Workbook").unwrap().unwrap();
        // Nine rows of seven columns.
        assert_eq!(extents(&stream), 63);
        assert!(check(bytes).is_ok());
        for length in (0..bytes.len()).step_by(97) {
            let _ = check(&bytes[..length]);
        }
    }
}
