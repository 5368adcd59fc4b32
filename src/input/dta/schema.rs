//! The variables of a Stata file, and what stands behind its records.

use std::collections::HashMap;

use encoding_rs::{UTF_8, WINDOWS_1252};

use super::super::Charset;
use super::super::binary::{Binary, Texts};
use super::super::records::{Fault, MOST_OF_LABELS};
use super::layout::{Layout, mark};
use super::values::{Kind, Shown};

/// A variable.
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) shown: Shown,
    /// The name of its value labels; empty without them.
    pub(super) labels: String,
    pub(super) label: String,
}

/// The variables of a file.
pub(super) struct Schema {
    layout: Layout,
    pub(super) variables: Vec<Variable>,
    pub(super) texts: Texts,
    /// Long values that are bytes and no texts; they are left out.
    pub(super) binary: usize,
}

impl Schema {
    /// Up to the records.
    pub(super) fn read(
        layout: Layout,
        at: &mut Binary<'_>,
        stated: Option<Charset>,
    ) -> Result<Self, Fault> {
        let encoding = stated.unwrap_or_else(|| {
            let usual = match layout.release {
                118.. => UTF_8,
                _ if !at.rest().is_ascii() && std::str::from_utf8(at.rest()).is_ok() => UTF_8,
                _ => WINDOWS_1252,
            };
            usual.into()
        });
        let mut schema = Self {
            layout,
            variables: Vec::new(),
            texts: Texts::new(encoding),
            binary: 0,
        };
        let count = layout.variables;
        let code_size = if layout.is_marked() { 2 } else { 1 };
        // The list is taken whole first: a count is not believed beyond the file.
        let codes = schema.list(at, "variable_types", code_size, count)?;
        let names = schema.list(at, "varnames", layout.name(), count)?;
        schema.list(at, "sortlist", layout.sorted(), count + 1)?;
        let formats = schema.list(at, "formats", layout.format(), count)?;
        let label_names = schema.list(at, "value_label_names", layout.name(), count)?;
        let labels = schema.list(at, "variable_labels", layout.label(), count)?;
        for index in 0..count {
            let own = |list: &[&[u8]]| {
                list.get(index)
                    .map(|bytes| bytes.to_vec())
                    .unwrap_or_default()
            };
            let code = own(&codes);
            let mut code = Binary::new(&code, at.order);
            let code = match code_size {
                1 => u16::from(code.u8()?),
                _ => code.u16()?,
            };
            let kind = Kind::of(code, layout.release)?;
            let mut text = |list: &[&[u8]]| schema.texts.text(&own(list)).trim().to_owned();
            schema.variables.push(Variable {
                name: text(&names),
                kind,
                shown: match kind {
                    Kind::Text(_) | Kind::LongText => Shown::Number,
                    _ => Shown::of(&text(&formats)),
                },
                labels: text(&label_names),
                label: text(&labels),
            });
        }
        schema.skip_fields(at)?;
        if layout.is_marked() {
            mark(at, "<data>")?;
        }
        Ok(schema)
    }

    /// A list of items of one size, between its marks.
    fn list<'a>(
        &self,
        at: &mut Binary<'a>,
        name: &str,
        size: usize,
        count: usize,
    ) -> Result<Vec<&'a [u8]>, Fault> {
        if self.layout.is_marked() {
            mark(at, &format!("<{name}>"))?;
        }
        let bytes = at.take(size.checked_mul(count).ok_or(Fault::Truncated)?)?;
        if self.layout.is_marked() {
            mark(at, &format!("</{name}>"))?;
        }
        Ok(bytes.chunks_exact(size).collect())
    }

    /// Notes and the like, which the file holds for Stata alone.
    fn skip_fields(&self, at: &mut Binary<'_>) -> Result<(), Fault> {
        if !self.layout.is_marked() {
            loop {
                let kind = at.u8()?;
                let length = match self.layout.has_short_fields() {
                    true => usize::from(at.u16()?),
                    false => at.length()?,
                };
                if kind == 0 && length == 0 {
                    return Ok(());
                }
                at.take(length)?;
            }
        }
        mark(at, "<characteristics>")?;
        while at.rest().starts_with(b"<ch>") {
            at.take(4)?;
            let length = at.length()?;
            at.take(length)?;
            mark(at, "</ch>")?;
        }
        mark(at, "</characteristics>")
    }

    /// The long texts behind the records, by variable and record.
    pub(super) fn long_texts(
        &mut self,
        at: &mut Binary<'_>,
    ) -> Result<HashMap<(u32, u64), String>, Fault> {
        const BINARY: u8 = 129;
        let mut found = HashMap::new();
        if !self.layout.is_marked() {
            return Ok(found);
        }
        mark(at, "</data>")?;
        mark(at, "<strls>")?;
        while at.rest().starts_with(b"GSO") {
            at.take(3)?;
            let variable = at.u32()?;
            let record = match self.layout.release {
                117 => u64::from(at.u32()?),
                _ => at.u64()?,
            };
            let kind = at.u8()?;
            let length = at.length()?;
            let bytes = at.take(length)?;
            if kind == BINARY {
                self.binary += 1;
            } else {
                let text = self.texts.text(bytes).into_owned();
                found.insert((variable, record), text);
            }
        }
        mark(at, "</strls>")?;
        Ok(found)
    }

    /// The value labels at the end, by their name.
    pub(super) fn value_labels(
        &mut self,
        at: &mut Binary<'_>,
    ) -> Result<HashMap<String, Vec<(i32, String)>>, Fault> {
        let mut found = HashMap::new();
        let is_marked = self.layout.is_marked();
        if is_marked {
            mark(at, "<value_labels>")?;
        }
        while if is_marked {
            at.rest().starts_with(b"<lbl>")
        } else {
            !at.rest().is_empty()
        } {
            if is_marked {
                at.take(5)?;
            }
            let (name, labels) = match self.layout.release {
                ..108 => self.short_labels(at)?,
                _ => self.labels(at)?,
            };
            found.insert(name, labels);
            if is_marked {
                mark(at, "</lbl>")?;
            }
        }
        if is_marked {
            mark(at, "</value_labels></stata_dta>")?;
        }
        Ok(found)
    }

    fn labels(&mut self, at: &mut Binary<'_>) -> Result<(String, Vec<(i32, String)>), Fault> {
        let length = at.length()?;
        let name = self.texts.text(at.take(self.layout.name())?).into_owned();
        at.take(3)?;
        let mut own = Binary::new(at.take(length)?, at.order);
        let count = own.length()?;
        let text = own.length()?;
        let size = count.checked_mul(4).ok_or(Fault::Truncated)?;
        let mut places = Binary::new(own.take(size)?, at.order);
        let mut numbers = Binary::new(own.take(size)?, at.order);
        let all = own.take(text)?;
        let mut labels = Vec::new();
        let mut total = 0;
        for _ in 0..count {
            let label = all.get(places.length()?..).ok_or(Fault::Truncated)?;
            let label = self.texts.text(label).trim().to_owned();
            // Every label may begin at the same byte.
            total += label.len();
            if total > MOST_OF_LABELS {
                return Err(Fault::TooLarge);
            }
            labels.push((numbers.i32()?, label));
        }
        labels.sort_by_key(|(number, _)| *number);
        Ok((name, labels))
    }

    /// Labels of eight bytes, before the format 108.
    fn short_labels(&mut self, at: &mut Binary<'_>) -> Result<(String, Vec<(i32, String)>), Fault> {
        const LABEL: usize = 8;
        let count = usize::from(at.u16()?);
        let name = self.texts.text(at.take(self.layout.name())?).into_owned();
        at.take(1)?;
        let mut numbers = Binary::new(at.take(count * 2)?, at.order);
        let mut labels = Vec::new();
        for _ in 0..count {
            let number = i32::from(numbers.u16()?.cast_signed());
            let label = self.texts.text(at.take(LABEL)?).trim().to_owned();
            labels.push((number, label));
        }
        Ok((name, labels))
    }
}
