//! Compares a PDF with the one made again, page by page.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, ObjectId};

use super::pdf::{Pdf, text_of};

/// Something that is not as it follows from the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alteration {
    /// The number of pages.
    Pages {
        /// In the file.
        given: usize,
        /// As follows.
        expected: usize,
    },
    /// Text of a page.
    Text {
        /// The page, counted from 1.
        page: usize,
        /// Words in the file.
        given: String,
        /// Words that follow.
        expected: String,
    },
    /// A figure.
    Figure {
        /// The page, counted from 1.
        page: usize,
        /// Its description.
        name: String,
    },
    /// Something else on a page: links, fonts, drawings.
    Page {
        /// The page, counted from 1.
        page: usize,
        /// What was done to it.
        what: &'static str,
    },
    /// Something beside the pages: outline, tags, metadata.
    Document(String),
}

/// Everything in `given` that is not as in `expected`.
pub(super) fn alterations(given: &Pdf, expected: &Pdf) -> Vec<Alteration> {
    let pair = Pair { given, expected };
    let mut found = Vec::new();
    if given.pages.len() != expected.pages.len() {
        found.push(Alteration::Pages {
            given: given.pages.len(),
            expected: expected.pages.len(),
        });
    }
    let figures = figures(expected);
    for (index, (a, b)) in given.pages.iter().zip(&expected.pages).enumerate() {
        found.extend(pair.page(index + 1, *a, *b, &figures));
    }
    found.extend(pair.beside_pages());
    found
}

struct Pair<'a> {
    given: &'a Pdf,
    expected: &'a Pdf,
}

/// Keys that lead back up, or say how a stream is packed.
const SKIPPED: &[&[u8]] = &[
    b"Parent",
    b"P",
    b"Pg",
    b"StructParent",
    b"StructParents",
    b"Length",
    b"Filter",
    b"DecodeParms",
];

impl Pair<'_> {
    fn page(
        &self,
        page: usize,
        a: ObjectId,
        b: ObjectId,
        figures: &BTreeMap<(ObjectId, i64), String>,
    ) -> Vec<Alteration> {
        let mut found = self.content(page, a, b, figures);
        let resources = [
            inherited(self.given, a, b"Resources"),
            inherited(self.expected, b, b"Resources"),
        ];
        if !self.same_optional(resources) {
            found.push(Alteration::Page {
                page,
                what: "its fonts or drawings were changed",
            });
        }
        for (key, what) in [
            (&b"Annots"[..], "its links or notes were changed"),
            (b"MediaBox", "its size was changed"),
            (b"CropBox", "its size was changed"),
            (b"Rotate", "its rotation was changed"),
            (b"UserUnit", "its size was changed"),
        ] {
            let pair = [
                inherited(self.given, a, key),
                inherited(self.expected, b, key),
            ];
            if !self.same_optional(pair) {
                found.push(Alteration::Page { page, what });
            }
        }
        found
    }

    /// The marks on a page, figure by figure, then the rest by its words.
    fn content(
        &self,
        page: usize,
        a: ObjectId,
        b: ObjectId,
        figures: &BTreeMap<(ObjectId, i64), String>,
    ) -> Vec<Alteration> {
        let bytes = [page_bytes(self.given, a), page_bytes(self.expected, b)];
        let [given, expected] = &bytes;
        if given == expected {
            return Vec::new();
        }
        let (Ok(given), Ok(expected)) = (Content::decode(given), Content::decode(expected)) else {
            return vec![Alteration::Page {
                page,
                what: "its content cannot be read",
            }];
        };
        let (given, expected) = (sections(given.operations), sections(expected.operations));
        let mut found = Vec::new();
        let (mut in_text, mut unmarked) = (false, false);
        let keys: BTreeSet<Option<i64>> = given.keys().chain(expected.keys()).copied().collect();
        for key in keys {
            if given.get(&key) == expected.get(&key) {
                continue;
            }
            match key.and_then(|mark| figures.get(&(b, mark))) {
                Some(name) => found.push(Alteration::Figure {
                    page,
                    name: name.clone(),
                }),
                None if key.is_none() => unmarked = true,
                None => in_text = true,
            }
        }
        if in_text || unmarked {
            let [given, expected] = [self.given, self.expected].map(|pdf| words_of(pdf, page));
            found.push(match difference(&given, &expected) {
                Some((given, expected)) => Alteration::Text {
                    page,
                    given,
                    expected,
                },
                None if in_text => Alteration::Page {
                    page,
                    what: "its text is laid out differently",
                },
                None => Alteration::Page {
                    page,
                    what: "content was drawn over it or removed",
                },
            });
        }
        found
    }

    /// Outline, tags, metadata and whatever else the catalog refers to.
    fn beside_pages(&self) -> Vec<Alteration> {
        let catalogs = [self.given, self.expected].map(|pdf| pdf.document.catalog().ok());
        let [Some(given), Some(expected)] = catalogs else {
            return vec![Alteration::Document("catalog".to_owned())];
        };
        let keys: BTreeSet<&[u8]> = given
            .iter()
            .chain(expected.iter())
            .map(|(key, _)| key.as_slice())
            // Pages and attachments are compared by themselves.
            .filter(|key| {
                ![&b"Pages"[..], b"AF", b"Names", b"Version", b"Extensions"].contains(key)
            })
            .collect();
        let mut found: Vec<Alteration> = keys
            .into_iter()
            .filter(|key| !self.same_optional([given.get(key).ok(), expected.get(key).ok()]))
            .map(|key| Alteration::Document(String::from_utf8_lossy(key).into_owned()))
            .collect();
        let names = [(self.given, given), (self.expected, expected)].map(|(pdf, catalog)| {
            let names = catalog.get(b"Names").ok().and_then(|names| pdf.at(names));
            let keys = names.and_then(|names| names.as_dict().ok());
            keys.map(|keys| {
                keys.iter()
                    .map(|(key, _)| key.clone())
                    .collect::<BTreeSet<_>>()
            })
        });
        if names[0] != names[1] {
            found.push(Alteration::Document("Names".to_owned()));
        }
        let info = [self.given, self.expected].map(|pdf| pdf.document.trailer.get(b"Info").ok());
        if !self.same_optional(info) {
            found.push(Alteration::Document("Info".to_owned()));
        }
        found
    }

    fn same_optional(&self, pair: [Option<&Object>; 2]) -> bool {
        match pair {
            [None, None] => true,
            [Some(a), Some(b)] => self.same(a, b),
            _ => false,
        }
    }

    /// Whether two objects are the same all the way down. Pages that are
    /// referred to are the same when their numbers are.
    fn same(&self, a: &Object, b: &Object) -> bool {
        let mut seen: HashSet<(ObjectId, ObjectId)> = HashSet::new();
        let mut open = vec![(a, b)];
        while let Some((a, b)) = open.pop() {
            let ids = (a.as_reference().ok(), b.as_reference().ok());
            if let (Some(a), Some(b)) = ids {
                let pages = [(self.given, a), (self.expected, b)]
                    .map(|(pdf, id)| pdf.pages.iter().position(|page| *page == id));
                if pages[0].is_some() || pages[1].is_some() {
                    if pages[0] != pages[1] {
                        return false;
                    }
                    continue;
                }
                if !seen.insert((a, b)) {
                    continue;
                }
            }
            let (Some(a), Some(b)) = (self.given.at(a), self.expected.at(b)) else {
                return false;
            };
            match (a, b) {
                (Object::Array(a), Object::Array(b)) => {
                    if a.len() != b.len() {
                        return false;
                    }
                    open.extend(a.iter().zip(b));
                }
                (Object::Dictionary(a), Object::Dictionary(b)) => {
                    if !pairs_of(a, b, &mut open) {
                        return false;
                    }
                }
                (Object::Stream(a), Object::Stream(b)) => {
                    let same = a.content == b.content || Pdf::unpacked(a) == Pdf::unpacked(b);
                    if !same || !pairs_of(&a.dict, &b.dict, &mut open) {
                        return false;
                    }
                }
                (Object::String(a, _), Object::String(b, _)) if a == b => {}
                (Object::Integer(_) | Object::Real(_), Object::Integer(_) | Object::Real(_)) => {
                    if a.as_float().ok() != b.as_float().ok() {
                        return false;
                    }
                }
                (a, b) if a == b => {}
                _ => return false,
            }
        }
        true
    }
}

/// The values of two dictionaries side by side, or `false` when their keys differ.
fn pairs_of<'a>(
    a: &'a Dictionary,
    b: &'a Dictionary,
    open: &mut Vec<(&'a Object, &'a Object)>,
) -> bool {
    let counted = |dictionary: &Dictionary| {
        dictionary
            .iter()
            .filter(|(key, _)| !SKIPPED.contains(&key.as_slice()))
            .count()
    };
    if counted(a) != counted(b) {
        return false;
    }
    for (key, value) in a
        .iter()
        .filter(|(key, _)| !SKIPPED.contains(&key.as_slice()))
    {
        match b.get(key) {
            Ok(other) => open.push((value, other)),
            Err(_) => return false,
        }
    }
    true
}

/// A value of a page, or of the tree above it.
fn inherited<'a>(pdf: &'a Pdf, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    const HIGHEST: usize = 32;
    let mut node = pdf.document.get_dictionary(page).ok()?;
    for _ in 0..HIGHEST {
        if let Ok(value) = node.get(key) {
            return Some(value);
        }
        let parent = node.get(b"Parent").ok()?;
        node = pdf.at(parent)?.as_dict().ok()?;
    }
    None
}

fn page_bytes(pdf: &Pdf, page: ObjectId) -> Vec<u8> {
    let mut bytes = Vec::new();
    for id in pdf.document.get_page_contents(page) {
        if let Ok(stream) = pdf.document.get_object(id).and_then(Object::as_stream) {
            bytes.extend(Pdf::unpacked(stream));
            bytes.push(b'\n');
        }
    }
    bytes
}

/// An operator and its operands.
type Drawn = (String, Vec<Object>);

/// The operations of a page by their mark.
fn sections(operations: Vec<Operation>) -> BTreeMap<Option<i64>, Vec<Drawn>> {
    let mut found: BTreeMap<Option<i64>, Vec<Drawn>> = BTreeMap::new();
    let mut marks: Vec<Option<i64>> = Vec::new();
    for operation in operations {
        match operation.operator.as_str() {
            "BDC" => {
                let properties = operation
                    .operands
                    .get(1)
                    .and_then(|object| object.as_dict().ok());
                let mark = properties
                    .and_then(|p| p.get(b"MCID").ok())
                    .and_then(|id| id.as_i64().ok());
                marks.push(mark.or(marks.last().copied().flatten()));
            }
            "BMC" => marks.push(marks.last().copied().flatten()),
            _ => {}
        }
        let mark = marks.last().copied().flatten();
        if operation.operator == "EMC" {
            marks.pop();
        }
        let drawn = (operation.operator, operation.operands);
        found.entry(mark).or_default().push(drawn);
    }
    found
}

/// Which marks of which pages belong to figures, with the figures' words.
fn figures(pdf: &Pdf) -> BTreeMap<(ObjectId, i64), String> {
    let mut found = BTreeMap::new();
    let Some(root) = pdf
        .document
        .catalog()
        .ok()
        .and_then(|catalog| catalog.get(b"StructTreeRoot").ok())
        .and_then(|root| pdf.at(root))
        .and_then(|root| root.as_dict().ok())
    else {
        return found;
    };
    let mut open: Vec<(&Dictionary, Option<ObjectId>, Option<String>)> = vec![(root, None, None)];
    let mut seen: HashSet<*const Dictionary> = HashSet::new();
    while let Some((node, page, figure)) = open.pop() {
        if !seen.insert(std::ptr::from_ref(node)) {
            continue;
        }
        let page = node
            .get(b"Pg")
            .ok()
            .and_then(|page| page.as_reference().ok())
            .or(page);
        let is_figure = node
            .get(b"S")
            .and_then(Object::as_name)
            .is_ok_and(|name| name == b"Figure");
        let figure = if is_figure {
            let alt = node.get(b"Alt").ok().and_then(text_of);
            Some(short(&alt.unwrap_or_default()))
        } else {
            figure
        };
        let kids = match node.get(b"K").ok().and_then(|kids| pdf.at(kids)) {
            Some(Object::Array(kids)) => kids.iter().collect(),
            Some(other) => vec![other],
            None => Vec::new(),
        };
        for kid in kids.into_iter().filter_map(|kid| pdf.at(kid)) {
            match kid {
                Object::Integer(mark) => {
                    if let (Some(page), Some(name)) = (page, &figure) {
                        found.insert((page, *mark), name.clone());
                    }
                }
                Object::Dictionary(kid) => {
                    if let (Ok(mark), Some(name)) =
                        (kid.get(b"MCID").and_then(Object::as_i64), &figure)
                    {
                        let own = kid
                            .get(b"Pg")
                            .ok()
                            .and_then(|page| page.as_reference().ok());
                        if let Some(page) = own.or(page) {
                            found.insert((page, mark), name.clone());
                        }
                    } else {
                        open.push((kid, page, figure.clone()));
                    }
                }
                _ => {}
            }
        }
    }
    found
}

fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

/// The words of a page.
fn words_of(pdf: &Pdf, page: usize) -> Vec<String> {
    let page = u32::try_from(page).unwrap_or(u32::MAX);
    let text = pdf.document.extract_text(&[page]).unwrap_or_default();
    text.split_whitespace().map(str::to_owned).collect()
}

/// The part in which two texts differ, with a word on either side.
fn difference(given: &[String], expected: &[String]) -> Option<(String, String)> {
    if given == expected {
        return None;
    }
    const MOST: usize = 24;
    let start = given
        .iter()
        .zip(expected)
        .take_while(|(a, b)| a == b)
        .count();
    let limit = given.len().min(expected.len()) - start;
    let end = given
        .iter()
        .rev()
        .zip(expected.iter().rev())
        .take(limit)
        .take_while(|(a, b)| a == b)
        .count();
    let part = |words: &[String]| {
        let from = start.saturating_sub(2);
        let to = (words.len() - end + 2).min(words.len());
        let own = words.get(from..to).unwrap_or_default();
        let mut text = own.iter().take(MOST).cloned().collect::<Vec<_>>().join(" ");
        if own.len() > MOST {
            text.push_str(" …");
        }
        text
    };
    Some((part(given), part(expected)))
}
