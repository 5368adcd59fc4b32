//! The text of a page, by its marked sections.

use std::collections::BTreeMap;

use super::cmap::Cmap;
use crate::verify::attached::text_of;
use crate::verify::pdf::{
    Budget, ContentItem, Dictionary, Object, Pdf, PdfError, Value, content, unpack,
};

/// The text of one marked section.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    pub(super) text: String,
    /// Some of it is set so that nobody can read it.
    pub(super) is_hidden: bool,
}

/// The marked sections of a page, by their numbers.
pub(super) type Sections = BTreeMap<i64, Section>;

/// Fonts that were read, by the number of their object.
pub(super) type Fonts = BTreeMap<u32, Cmap>;

/// Below this size, in points, nobody reads a text.
const LEAST_SIZE: f64 = 2.0;
/// From this share of white on, nobody sees a text on paper.
const WHITE: f64 = 0.97;
/// Below this share of ink, neither.
const CLEAR: f64 = 0.1;

/// Reads a page.
///
/// # Errors
/// [`PdfError`] where its streams cannot be unpacked.
pub(super) fn sections(
    pdf: &Pdf<'_>,
    page: &Dictionary,
    fonts: &mut Fonts,
    budget: &mut Budget,
) -> Result<Sections, PdfError> {
    let mut bytes = Vec::new();
    let contents: Vec<&Value> = match page.get(b"Contents") {
        Some(Value::Array(parts)) => parts.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    for part in contents.into_iter().filter_map(Value::reference) {
        if let Some(Object::Stream(stream)) = pdf.object(part) {
            bytes.extend_from_slice(&unpack(stream, "page /Contents", budget)?.bytes);
            bytes.push(b'\n');
        }
    }
    let resources = page
        .get(b"Resources")
        .and_then(|own| pdf.at(own)?.dictionary());
    let mut reader = Reader {
        pdf,
        resources,
        fonts,
        budget,
        state: State::default(),
        kept: Vec::new(),
        open: Vec::new(),
        found: Sections::new(),
    };
    let mut operands = Vec::new();
    for item in content(&bytes) {
        match item? {
            ContentItem::Operand(value) => operands.push(value),
            ContentItem::Operator(operator) => {
                reader.run(operator, &operands)?;
                operands.clear();
            }
        }
    }
    Ok(reader.found)
}

/// What decides how a text looks.
#[derive(Debug, Clone)]
struct State {
    font: Option<u32>,
    size: f64,
    is_invisible: bool,
    is_white: bool,
    is_clear: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            font: None,
            size: LEAST_SIZE,
            is_invisible: false,
            is_white: false,
            is_clear: false,
        }
    }
}

/// A marked section that is open.
struct Mark {
    number: Option<i64>,
    /// Its text is given instead of that of its letters.
    is_replaced: bool,
}

struct Reader<'a, 'b> {
    pdf: &'a Pdf<'a>,
    resources: Option<&'a Dictionary>,
    fonts: &'b mut Fonts,
    budget: &'b mut Budget,
    state: State,
    kept: Vec<State>,
    open: Vec<Mark>,
    found: Sections,
}

impl Reader<'_, '_> {
    fn run(&mut self, operator: &[u8], operands: &[Value]) -> Result<(), PdfError> {
        match operator {
            b"q" => self.kept.push(self.state.clone()),
            b"Q" => self.state = self.kept.pop().unwrap_or_default(),
            b"BMC" => self.begin(None),
            b"BDC" => self.begin(operands.last()),
            b"EMC" => {
                self.open.pop();
            }
            b"Tf" => {
                let name = operands.first().and_then(Value::name).unwrap_or_default();
                self.state.size = operands.last().and_then(Value::real).unwrap_or_default();
                self.state.font = self.font(name)?;
            }
            b"Tr" => {
                let mode = operands.first().and_then(Value::integer);
                self.state.is_invisible = matches!(mode, Some(3 | 7));
            }
            b"g" | b"rg" | b"sc" | b"scn" => {
                let parts: Vec<f64> = operands.iter().filter_map(Value::real).collect();
                let is_ink = parts.len() == 4;
                self.state.is_white = !parts.is_empty()
                    && parts.iter().all(|part| {
                        if is_ink {
                            *part <= 1.0 - WHITE
                        } else {
                            *part >= WHITE
                        }
                    });
            }
            b"gs" => {
                let name = operands.first().and_then(Value::name).unwrap_or_default();
                if let Some(alpha) = self
                    .resource(b"ExtGState", name)
                    .and_then(|own| self.pdf.at(own)?.dictionary()?.get(b"ca")?.real())
                {
                    self.state.is_clear = alpha < CLEAR;
                }
            }
            b"Tj" | b"'" | b"\"" => {
                if let Some(text) = operands.last().and_then(Value::text) {
                    self.show(text);
                }
            }
            b"TJ" => {
                let parts = operands.first().and_then(Value::array).unwrap_or_default();
                for text in parts.iter().filter_map(Value::text) {
                    self.show(text);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, properties: Option<&Value>) {
        let properties = properties.and_then(Value::dictionary);
        let number = properties.and_then(|own| own.get(b"MCID")?.integer());
        let replaced = properties
            .and_then(|own| own.get(b"ActualText")?.text())
            .and_then(text_of);
        let is_replaced = replaced.is_some();
        self.open.push(Mark {
            number,
            is_replaced,
        });
        if let Some(text) = replaced {
            self.add(&text);
        }
    }

    fn resource(&self, kind: &[u8], name: &[u8]) -> Option<&Value> {
        let kinds = self.resources?.get(kind)?;
        self.pdf.at(kinds)?.dictionary()?.get(name)
    }

    fn font(&mut self, name: &[u8]) -> Result<Option<u32>, PdfError> {
        let Some(number) = self.resource(b"Font", name).and_then(Value::reference) else {
            return Ok(None);
        };
        if !self.fonts.contains_key(&number) {
            let font = self.pdf.object(number).and_then(Object::dictionary);
            let map = font.and_then(|font| font.get(b"ToUnicode")?.reference());
            let map = match map.and_then(|map| self.pdf.object(map)) {
                Some(Object::Stream(stream)) => {
                    Cmap::read(&unpack(stream, "font /ToUnicode", self.budget)?.bytes)
                }
                _ => Cmap::default(),
            };
            self.fonts.insert(number, map);
        }
        Ok(Some(number))
    }

    fn show(&mut self, shown: &[u8]) {
        if self.open.iter().any(|mark| mark.is_replaced) {
            return;
        }
        let map = self.state.font.and_then(|font| self.fonts.get(&font));
        if let Some(text) = map.map(|map| map.text(shown)) {
            self.add(&text);
        }
    }

    fn add(&mut self, text: &str) {
        let number = self.open.iter().rev().find_map(|mark| mark.number);
        let Some(number) = number else { return };
        let state = &self.state;
        let is_hidden =
            state.is_invisible || state.is_white || state.is_clear || state.size < LEAST_SIZE;
        let section = self.found.entry(number).or_default();
        section.text.push_str(text);
        section.is_hidden |= is_hidden && !text.trim().is_empty();
    }
}
