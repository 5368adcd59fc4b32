//! A folder of Parquet parts as one file: an archive that holds each of them as it
//! is. The same parts make the same bytes.

use std::io::{Cursor, Read, Write};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime, ZipArchive};

use super::super::Container;
use super::super::archive::{check, is_zip};
use super::super::records::{self, Fault, Recorded};

pub(in super::super) static CONTAINER: Container = Container {
    name: "an archive of Parquet files (.zip)",
    endings: &["zip"],
    media_type: "application/zip",
    recognises,
    open: |source| {
        records::open(source, "an archive of Parquet files", |source| {
            read(source.bytes())
        })
    },
};

/// Whether a name is that of a part, and not of a note or a checksum beside it.
pub fn is_part(name: &str) -> bool {
    let own = name.rsplit('/').next().unwrap_or(name);
    !own.starts_with(['_', '.']) && (own.ends_with(".parquet") || own.ends_with(".pq"))
}

/// By the name of the first file, which stands in the first bytes.
fn recognises(bytes: &[u8]) -> bool {
    const NAME: usize = 30;
    let length = bytes.get(26..28).and_then(|own| own.try_into().ok());
    let length = length.map_or(0, |own| usize::from(u16::from_le_bytes(own)));
    let name = bytes.get(NAME..NAME + length).unwrap_or_default();
    is_zip(bytes) && std::str::from_utf8(name).is_ok_and(is_part)
}

fn read(bytes: &[u8]) -> Result<Recorded, Fault> {
    check(bytes)?;
    let broken = |error: zip::result::ZipError| Fault::Damaged(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(broken)?;
        let name = file.name().map_err(broken)?.into_owned();
        if file.is_dir() || !is_part(&name) {
            continue;
        }
        let mut content = Vec::new();
        file.read_to_end(&mut content)
            .map_err(|error| Fault::Damaged(error.to_string()))?;
        parts.push((name, content));
    }
    parts.sort_by(|(a, _), (b, _)| a.cmp(b));
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect();
    super::read(&parts)
}

/// Puts the Parquet files of a folder together, in the order of their names; none
/// if there is none.
///
/// # Errors
/// If they do not fit into one archive.
pub fn archive(mut files: Vec<(String, Vec<u8>)>) -> std::io::Result<Option<Vec<u8>>> {
    files.retain(|(name, _)| is_part(name));
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    if files.is_empty() {
        return Ok(None);
    }
    // Parquet is compressed in itself.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(name, options)?;
        writer.write_all(&content)?;
    }
    Ok(Some(writer.finish()?.into_inner()))
}
