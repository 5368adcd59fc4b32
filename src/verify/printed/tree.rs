//! Links and tables as they stand in print, by the tags of a PDF.

use std::collections::BTreeMap;

use super::content::{Fonts, Section, Sections, sections};
use crate::verify::attached::text_of;
use crate::verify::pdf::{Budget, Dictionary, Object, Pdf, PdfError, Value};

/// A text in print.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    /// The page of its beginning, counted from 1.
    pub(super) page: Option<usize>,
    pub(super) text: String,
    pub(super) is_hidden: bool,
}

/// The cells of a table, row by row.
pub(super) type Rows = Vec<Vec<Shown>>;

/// A table with the caption that stands above it, or above the part before it.
#[derive(Debug, Default)]
pub(super) struct Printed {
    pub(super) caption: String,
    pub(super) rows: Rows,
}

/// What a PDF shows.
#[derive(Debug, Default)]
pub(super) struct Print {
    /// The label that a link leads to, and what it shows, in order.
    pub(super) links: Vec<(String, Shown)>,
    pub(super) tables: Vec<Printed>,
}

/// Tags within each other.
const DEEPEST: usize = 64;

/// Reads all pages.
///
/// # Errors
/// [`PdfError`] where streams cannot be unpacked.
pub(super) fn read(pdf: &Pdf<'_>) -> Result<Print, PdfError> {
    let (mut fonts, mut budget) = (Fonts::new(), Budget::new());
    let mut pages = BTreeMap::new();
    for (at, number) in pdf.pages.iter().enumerate() {
        if let Some(page) = pdf.object(*number).and_then(Object::dictionary) {
            let own = sections(pdf, page, &mut fonts, &mut budget)?;
            pages.insert(*number, (at + 1, own));
        }
    }
    let mut reader = Reader {
        pdf,
        pages,
        found: Print::default(),
        caption: String::new(),
    };
    let root = pdf.catalog().and_then(|own| own.get(b"StructTreeRoot"));
    if let Some(root) = root.and_then(|root| pdf.at(root)?.dictionary()) {
        reader.walk(root, None, 0);
    }
    Ok(reader.found)
}

struct Reader<'a> {
    pdf: &'a Pdf<'a>,
    pages: BTreeMap<u32, (usize, Sections)>,
    found: Print,
    /// The last one.
    caption: String,
}

impl<'a> Reader<'a> {
    fn kids(&self, element: &'a Dictionary) -> Vec<&'a Value> {
        match element.get(b"K").and_then(|kids| self.pdf.at(kids)) {
            Some(Value::Array(kids)) => kids.iter().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        }
    }

    fn page(&self, element: &Dictionary, above: Option<u32>) -> Option<u32> {
        element.get(b"Pg").and_then(Value::reference).or(above)
    }

    fn walk(&mut self, element: &'a Dictionary, page: Option<u32>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let page = self.page(element, page);
        let kind = element.get(b"S").and_then(Value::name);
        if kind == Some(b"Link")
            && let Some(label) = self.destination(element)
        {
            let mut shown = Shown::default();
            self.gather(element, page, depth, &mut shown);
            self.found.links.push((label, shown));
        }
        if kind == Some(b"Caption") {
            self.caption = self.text(element, page, depth);
        }
        if kind == Some(b"Table") {
            let mut rows = Rows::new();
            self.rows(element, page, depth, &mut rows);
            // One of a table in one part stands among its rows.
            let mut kids = self.kids(element).into_iter();
            let own = kids.find_map(|kid| {
                let kid = self.pdf.at(kid)?.dictionary()?;
                let is_caption = kid.get(b"S").and_then(Value::name) == Some(b"Caption");
                is_caption.then(|| self.text(kid, self.page(kid, page), depth))
            });
            let caption = own.unwrap_or_else(|| self.caption.clone());
            self.found.tables.push(Printed { caption, rows });
        }
        for kid in self.kids(element) {
            if let Some(kid) = self.pdf.at(kid).and_then(Value::dictionary) {
                self.walk(kid, page, depth + 1);
            }
        }
    }

    /// The label that the annotation of a link leads to.
    fn destination(&self, element: &'a Dictionary) -> Option<String> {
        self.kids(element).into_iter().find_map(|kid| {
            let kid = self.pdf.at(kid)?.dictionary()?;
            let annotation = self.pdf.at(kid.get(b"Obj")?)?.dictionary()?;
            // A name of Typst's is in UTF-8, which has no mark of its own.
            let name = self.pdf.at(annotation.get(b"Dest")?)?.text()?;
            text_of(name).or_else(|| String::from_utf8(name.to_vec()).ok())
        })
    }

    fn rows(&self, element: &'a Dictionary, page: Option<u32>, depth: usize, rows: &mut Rows) {
        if depth > DEEPEST {
            return;
        }
        for kid in self.kids(element) {
            let Some(kid) = self.pdf.at(kid).and_then(Value::dictionary) else {
                continue;
            };
            let page = self.page(kid, page);
            if kid.get(b"S").and_then(Value::name) != Some(b"TR") {
                self.rows(kid, page, depth + 1, rows);
                continue;
            }
            let mut cells = Vec::new();
            for cell in self.kids(kid) {
                if let Some(cell) = self.pdf.at(cell).and_then(Value::dictionary) {
                    let mut shown = Shown::default();
                    self.gather(cell, self.page(cell, page), depth, &mut shown);
                    cells.push(shown);
                }
            }
            rows.push(cells);
        }
    }

    fn text(&self, element: &'a Dictionary, page: Option<u32>, depth: usize) -> String {
        let mut shown = Shown::default();
        self.gather(element, page, depth, &mut shown);
        shown.text
    }

    /// All text below an element, a line end between two sections.
    fn gather(&self, element: &'a Dictionary, page: Option<u32>, depth: usize, into: &mut Shown) {
        if depth > DEEPEST {
            return;
        }
        let page = self.page(element, page);
        for kid in self.kids(element) {
            match self.pdf.at(kid) {
                Some(Value::Dictionary(own)) if own.get(b"MCID").is_some() => {
                    let number = own.get(b"MCID").and_then(Value::integer);
                    self.add(number, self.page(own, page), into);
                }
                Some(Value::Dictionary(own)) => self.gather(own, page, depth + 1, into),
                Some(number) => self.add(number.integer(), page, into),
                None => {}
            }
        }
    }

    fn add(&self, number: Option<i64>, page: Option<u32>, into: &mut Shown) {
        let own = page.and_then(|page| self.pages.get(&page));
        if let (Some(number), Some((page, sections))) = (number, own)
            && let Some(Section { text, is_hidden }) = sections.get(&number)
        {
            if !into.text.is_empty() {
                into.text.push('\n');
            }
            into.text.push_str(text);
            into.is_hidden |= is_hidden;
            into.page.get_or_insert(*page);
        }
    }
}
