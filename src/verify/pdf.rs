//! A PDF that may come from anywhere: opened with limits, its attachments read.

use std::collections::BTreeMap;

use lopdf::{Document, LoadOptions, Object, ObjectId};
use thiserror::Error;

/// No report is larger, and no stream of one unpacks to more.
const LARGEST: usize = 256 * 1024 * 1024;
/// A tree of names deeper than this is no report's.
const DEEPEST: usize = 32;

/// Why a file cannot be verified.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PdfError {
    /// Something else.
    #[error("is not a PDF")]
    NotPdf,
    /// A password is needed, or was.
    #[error("is encrypted, but reports are not")]
    Encrypted,
    /// Cut short, or not a PDF inside.
    #[error("is damaged or cut short: {0}")]
    Damaged(String),
    /// More than a report can be.
    #[error("is larger than {} MiB, or unpacks to more", LARGEST / 1024 / 1024)]
    TooLarge,
}

impl PdfError {
    fn from_library(error: &lopdf::Error) -> Self {
        match error {
            lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => {
                Self::TooLarge
            }
            lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => Self::Encrypted,
            other => Self::Damaged(other.to_string()),
        }
    }
}

/// An opened PDF.
#[derive(Debug)]
pub struct Pdf {
    pub(super) document: Document,
    /// The pages in order.
    pub(super) pages: Vec<ObjectId>,
}

impl Pdf {
    /// Opens a PDF.
    ///
    /// # Errors
    /// [`PdfError`].
    pub fn open(bytes: &[u8]) -> Result<Self, PdfError> {
        if bytes.len() > LARGEST {
            return Err(PdfError::TooLarge);
        }
        let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        if !start.windows(5).any(|window| window == b"%PDF-") {
            return Err(PdfError::NotPdf);
        }
        let options = LoadOptions {
            strict: true,
            max_decompressed_size: Some(LARGEST),
            ..LoadOptions::default()
        };
        let document = Document::load_mem_with_options(bytes, options)
            .map_err(|error| PdfError::from_library(&error))?;
        if document.is_encrypted() || document.was_encrypted() {
            return Err(PdfError::Encrypted);
        }
        let pages: Vec<ObjectId> = document.page_iter().collect();
        if pages.is_empty() {
            return Err(PdfError::Damaged("it has no pages".to_owned()));
        }
        Ok(Self { document, pages })
    }

    /// The attached files by name.
    ///
    /// # Errors
    /// [`PdfError::TooLarge`] when one unpacks to too much.
    pub fn attachments(&self) -> Result<BTreeMap<String, Vec<u8>>, PdfError> {
        let mut found = BTreeMap::new();
        let tree = self
            .document
            .catalog()
            .ok()
            .and_then(|catalog| self.at(catalog.get(b"Names").ok()?))
            .and_then(|names| self.at(names.as_dict().ok()?.get(b"EmbeddedFiles").ok()?));
        if let Some(tree) = tree {
            self.collect(tree, 0, &mut found)?;
        }
        Ok(found)
    }

    /// What an object is, references followed.
    pub(super) fn at<'a>(&'a self, object: &'a Object) -> Option<&'a Object> {
        self.document
            .dereference(object)
            .ok()
            .map(|(_, found)| found)
    }

    fn collect(
        &self,
        node: &Object,
        depth: usize,
        found: &mut BTreeMap<String, Vec<u8>>,
    ) -> Result<(), PdfError> {
        let Ok(node) = node.as_dict() else {
            return Ok(());
        };
        let list = |key: &[u8]| {
            let value = node.get(key).ok().and_then(|value| self.at(value));
            value
                .and_then(|value| value.as_array().ok())
                .map_or(&[][..], Vec::as_slice)
        };
        if depth < DEEPEST {
            for kid in list(b"Kids") {
                if let Some(kid) = self.at(kid) {
                    self.collect(kid, depth + 1, found)?;
                }
            }
        }
        for pair in list(b"Names").chunks(2) {
            let [name, file] = pair else { continue };
            let name = self.at(name).and_then(text_of);
            if let (Some(name), Some(bytes)) = (name, self.file(file)?) {
                found.insert(name, bytes);
            }
        }
        Ok(())
    }

    /// The bytes of a file specification.
    fn file(&self, specification: &Object) -> Result<Option<Vec<u8>>, PdfError> {
        let stream = self
            .at(specification)
            .and_then(|object| object.as_dict().ok())
            .and_then(|dictionary| self.at(dictionary.get(b"EF").ok()?))
            .and_then(|files| files.as_dict().ok())
            .and_then(|files| files.get(b"UF").or_else(|_| files.get(b"F")).ok())
            .and_then(|file| self.at(file))
            .and_then(|file| file.as_stream().ok());
        let Some(stream) = stream else {
            return Ok(None);
        };
        if stream.dict.get(b"Filter").is_err() {
            return Ok(Some(stream.content.clone()));
        }
        let unpacked = stream.decompressed_content_with_limit(LARGEST);
        unpacked
            .map(Some)
            .map_err(|error| PdfError::from_library(&error))
    }

    /// What a stream unpacks to, or its bytes as they are.
    pub(super) fn unpacked(stream: &lopdf::Stream) -> Vec<u8> {
        stream
            .decompressed_content_with_limit(LARGEST)
            .unwrap_or_else(|_| stream.content.clone())
    }
}

/// A text string in UTF-16 or PDFDocEncoding, of which names use ASCII.
pub(super) fn text_of(object: &Object) -> Option<String> {
    let bytes = object.as_str().ok()?;
    match bytes.strip_prefix(b"\xfe\xff") {
        Some(wide) => {
            let units = wide.chunks_exact(2).map(|pair| match pair {
                [high, low] => u16::from_be_bytes([*high, *low]),
                _ => 0,
            });
            Some(
                char::decode_utf16(units)
                    .map(|c| c.unwrap_or('\u{fffd}'))
                    .collect(),
            )
        }
        None => Some(String::from_utf8_lossy(bytes).into_owned()),
    }
}
