//! Parquet files: one, or the parts of one table in an archive, which is how a
//! folder of parts is read.

mod arrow;
mod partitions;
mod parts;
mod values;

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::Type;

use super::Container;
use super::described::{Described, Stored};
use super::records::{self, Fault, Recorded};

pub use partitions::without_value;
pub use parts::{archive, is_part};

pub(super) static CONTAINER: Container = Container {
    name: "a Parquet file",
    endings: &["parquet", "pq"],
    media_type: "application/vnd.apache.parquet",
    recognises: |bytes| bytes.starts_with(b"PAR1") || bytes.starts_with(b"PARE"),
    open: |source| {
        records::open(source, "a Parquet file", |source| {
            read(&[("", source.bytes())])
        })
    },
};

pub(super) use parts::CONTAINER as PARTS;

use partitions::Divided;

/// Reads the parts of a table one after the other; each but a single one has a name,
/// which may state values of columns.
fn read(parts: &[(&str, &[u8])]) -> Result<Recorded, Fault> {
    let divided = Divided::of(parts)?;
    let mut table: Option<(Table, Recorded)> = None;
    for (at, (name, bytes)) in parts.iter().enumerate() {
        let within = |fault: Fault| match fault {
            Fault::Damaged(what) if !name.is_empty() => Fault::Damaged(format!("{name}: {what}")),
            other => other,
        };
        let file = open(bytes).map_err(within)?;
        let own = Table::of(&file).map_err(within)?;
        let (first, recorded) = match &mut table {
            Some(table) => table,
            None => {
                let recorded = own.begin(&divided).map_err(within)?;
                table.insert((own.clone(), recorded))
            }
        };
        if *first != own {
            let what = format!("{name} has other columns than the parts before it");
            return Err(Fault::Unknown(what));
        }
        let values = divided.values(at);
        first.read(&file, values, recorded).map_err(within)?;
    }
    let (_, recorded) = table.ok_or_else(|| Fault::damaged("it has no parts"))?;
    Ok(recorded)
}

fn failed(error: ParquetError) -> Fault {
    match error {
        ParquetError::NYI(what) => {
            Fault::Unknown(format!("is a Parquet file that cannot be read: {what}"))
        }
        other => Fault::Damaged(other.to_string()),
    }
}

fn open(bytes: &[u8]) -> Result<SerializedFileReader<Bytes>, Fault> {
    let tail = bytes
        .len()
        .checked_sub(4)
        .and_then(|from| bytes.get(from..));
    if tail == Some(b"PARE") {
        return Err(Fault::Encrypted);
    }
    let file = SerializedFileReader::new(Bytes::copy_from_slice(bytes)).map_err(failed)?;
    check(&file, bytes.len())?;
    Ok(file)
}

/// Compares what the file states about its size with its size: buffers are made
/// for what is stated.
fn check(file: &SerializedFileReader<Bytes>, length: usize) -> Result<(), Fault> {
    /// What one column of a row group may take.
    const MOST: i64 = 1 << 30;
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let damaged = || Fault::damaged("its sizes are damaged");
    for group in file.metadata().row_groups() {
        if group.num_rows() < 0 {
            return Err(damaged());
        }
        for column in group.columns() {
            let sizes = [column.compressed_size(), column.uncompressed_size()];
            if sizes.iter().any(|size| *size < 0) || column.compressed_size() > length {
                return Err(damaged());
            }
            if column.uncompressed_size() > MOST {
                return Err(Fault::TooLarge);
            }
        }
    }
    Ok(())
}

/// The columns of a file that are read.
#[derive(Clone, PartialEq)]
struct Table {
    columns: Vec<values::Column>,
    /// Columns that hold more than one value in a row.
    nested: Vec<String>,
}

impl Table {
    fn of(file: &SerializedFileReader<Bytes>) -> Result<Self, Fault> {
        let schema = file.metadata().file_metadata().schema();
        if !schema.is_group() {
            return Err(Fault::damaged("its schema is damaged"));
        }
        let lengths = arrow::lengths(file.metadata().file_metadata());
        let mut names = BTreeSet::new();
        let mut table = Self {
            columns: Vec::new(),
            nested: Vec::new(),
        };
        for field in schema.get_fields() {
            let name = field.name().to_owned();
            if !names.insert(name.clone()) {
                return Err(Fault::Unknown(format!("has two columns \"{name}\"")));
            }
            let length = lengths.get(&name).copied();
            match values::Column::of(field, length) {
                Some(column) => table.columns.push(column),
                None => table.nested.push(name),
            }
        }
        Ok(table)
    }

    /// The columns of the file, then those by which the table is divided.
    fn begin(&self, divided: &Divided) -> Result<Recorded, Fault> {
        let own = self
            .columns
            .iter()
            .map(|column| (column.field.name(), column.stored));
        let stated = divided
            .columns
            .iter()
            .map(|(name, stored)| (name.as_str(), *stored));
        let columns: Vec<(&str, Stored)> = own.chain(stated).collect();
        let mut names = BTreeSet::new();
        if let Some((twice, _)) = columns.iter().find(|(name, _)| !names.insert(*name)) {
            let what = format!("has a column \"{twice}\" that the names of its folders state too");
            return Err(Fault::Unknown(what));
        }
        let mut recorded = Recorded::new(columns.iter().map(|(name, _)| *name))?;
        for (at, (_, stored)) in columns.iter().enumerate() {
            let described = Described {
                stored: *stored,
                ..Described::default()
            };
            recorded.describe(at, described)?;
        }
        if !self.nested.is_empty() {
            let problem = match self.nested.as_slice() {
                [only] => format!("column {only} holds several values in a row and is left out"),
                many => format!(
                    "columns {} hold several values in a row and are left out",
                    many.join(", ")
                ),
            };
            let help = "export each value as a column of its own";
            recorded.remarks.push((problem, help));
        }
        Ok(recorded)
    }

    fn read(
        &self,
        file: &SerializedFileReader<Bytes>,
        stated: &[String],
        recorded: &mut Recorded,
    ) -> Result<(), Fault> {
        let root = file.metadata().file_metadata().schema().name();
        let fields = self
            .columns
            .iter()
            .map(|column| Arc::clone(&column.field))
            .collect();
        let schema = Type::group_type_builder(root).with_fields(fields).build();
        let schema = schema.map_err(failed)?;
        for index in 0..file.num_row_groups() {
            let group = file.get_row_group(index).map_err(failed)?;
            let rows = group.get_row_iter(Some(schema.clone())).map_err(failed)?;
            let mut left = group.metadata().num_rows();
            for row in rows {
                let row = row.map_err(failed)?;
                recorded.next()?;
                left -= 1;
                for (at, ((_, value), column)) in
                    row.get_column_iter().zip(&self.columns).enumerate()
                {
                    recorded.write(at, |out| column.write(value, out))?;
                }
                for (at, value) in stated.iter().enumerate() {
                    recorded.write(self.columns.len() + at, |out| out.push_str(value))?;
                }
            }
            if left != 0 {
                return Err(Fault::Truncated);
            }
        }
        Ok(())
    }
}
