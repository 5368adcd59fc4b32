//! Compares a PDF with the one made again: everything that its trailer leads to,
//! key by key and byte by byte. Only the numbers of objects and the packing of
//! streams may be others.

use std::collections::{HashMap, VecDeque};

use super::marks;
use super::pdf::{Budget, Dictionary, Object, Pdf, PdfError, Stream, Value, unpack};
use super::place::{Place, Places};

/// Something that is not as in the report made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alteration {
    /// The page, counted from 1, if it is on one.
    pub page: Option<usize>,
    /// Where it is: `page 3 /Contents`.
    pub place: String,
    /// What is there.
    pub what: String,
}

impl Alteration {
    pub(super) fn of_file(error: &PdfError) -> Self {
        let (place, what) = match error {
            PdfError::Irregular { place, problem } => (place.clone(), problem.clone()),
            other => ("the file".to_owned(), other.to_string()),
        };
        Self {
            page: None,
            place,
            what,
        }
    }
}

/// Two PDFs side by side.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    pub(super) alterations: Vec<Alteration>,
    /// Keys that say who saved the file and when, of which the values are others.
    pub(super) harmless: Vec<String>,
    /// Whether the content of every page is another: written anew by a program, or
    /// altered throughout.
    pub(super) pages_rewritten: bool,
}

/// More is not told.
const MOST: usize = 1000;

/// Keys of the document information that every program sets when it saves.
const HARMLESS: [&[u8]; 2] = [b"ModDate", b"Producer"];

/// Keys that say how a stream is packed.
const PACKING: [&[u8]; 3] = [b"DecodeParms", b"Filter", b"Length"];

/// Compares what is given with what is expected.
///
/// # Errors
/// [`PdfError::UnpacksToTooMuch`].
pub(super) fn compare(given: &Pdf<'_>, expected: &Pdf<'_>) -> Result<Comparison, PdfError> {
    let mut walk = Walk {
        given,
        expected,
        page_of: (1..)
            .zip(&expected.pages)
            .map(|(at, id)| (*id, at))
            .collect(),
        places: Places::default(),
        open: VecDeque::new(),
        matched: HashMap::new(),
        taken: HashMap::new(),
        budgets: [Budget::new(), Budget::new()],
        contents: 0,
        found: Comparison::default(),
    };
    walk.run()?;
    let mut found = walk.found;
    // Pages first: they are what a reader looks at.
    found
        .alterations
        .sort_by_key(|alteration| (alteration.page.is_none(), alteration.page));
    found.pages_rewritten = expected.pages.len() > 1 && walk.contents >= expected.pages.len();
    Ok(found)
}

struct Walk<'a> {
    given: &'a Pdf<'a>,
    expected: &'a Pdf<'a>,
    page_of: HashMap<u32, usize>,
    places: Places<'a>,
    /// Pairs that are still to be compared.
    open: VecDeque<(&'a Value, &'a Value, Place)>,
    /// Objects of the file, each with the one that it must be, and the other way
    /// round: no object may stand for two.
    matched: HashMap<u32, u32>,
    taken: HashMap<u32, u32>,
    budgets: [Budget; 2],
    /// Content streams of pages that are others.
    contents: usize,
    found: Comparison,
}

impl<'a> Walk<'a> {
    fn run(&mut self) -> Result<(), PdfError> {
        if self.given.version != self.expected.version {
            let what = "is of another version of PDF than reports are";
            self.tell_at("header", what);
        }
        self.compare_trailers();
        while let Some((given, expected, place)) = self.open.pop_front() {
            if self.found.alterations.len() >= MOST {
                return Ok(());
            }
            self.value(given, expected, place)?;
        }
        // Beside an alteration, what it took out or brought in is no news.
        if self.found.alterations.is_empty() {
            let matched = std::mem::take(&mut self.matched);
            let given = self.given;
            let strays = given.numbers();
            for number in strays.filter(|number| !matched.contains_key(number)) {
                let place = format!("object {number}");
                self.tell_at(&place, "nothing in the report refers to it");
            }
        }
        Ok(())
    }

    fn compare_trailers(&mut self) {
        let (given, expected) = (&self.given.trailer, &self.expected.trailer);
        let place = self.places.named("trailer");
        for (key, name) in [(&b"Root"[..], "catalog"), (b"Info", "document information")] {
            match (given.get(key), expected.get(key)) {
                (None, None) => {}
                (Some(given), Some(expected)) => {
                    let place = self.places.named(name);
                    self.open.push_back((given, expected, place));
                }
                (given, _) => {
                    let place = self.places.key(place, key);
                    self.tell(place, presence(given.is_some()));
                }
            }
        }
        let is_id = |value: &Value| {
            let parts = value.array().unwrap_or_default();
            parts.len() == 2 && parts.iter().all(is_short_text)
        };
        match (given.get(b"ID"), expected.get(b"ID")) {
            (given, expected) if given == expected => {}
            (Some(given), _) if !is_id(given) => {
                let place = self.places.key(place, b"ID");
                self.tell(place, "is no identifier");
            }
            _ => self.found.harmless.push("ID".to_owned()),
        }
    }

    fn value(
        &mut self,
        given: &'a Value,
        expected: &'a Value,
        place: Place,
    ) -> Result<(), PdfError> {
        match (given, expected) {
            (Value::Reference(given), Value::Reference(expected)) => {
                return self.objects(*given, *expected, place);
            }
            (Value::Array(given), Value::Array(expected)) if given.len() == expected.len() => {
                for (at, (given, expected)) in given.iter().zip(expected).enumerate() {
                    if !is_same_leaf(given, expected) {
                        let place = self.places.index(place, at);
                        self.open.push_back((given, expected, place));
                    }
                }
            }
            (Value::Array(given), Value::Array(expected)) => {
                let (given, expected) = (given.len(), expected.len());
                self.tell(place, &format!("has {given} elements, expected {expected}"));
            }
            (Value::Dictionary(given), Value::Dictionary(expected)) => {
                self.entries(given, expected, &[], place);
            }
            (Value::Number(given), Value::Number(expected)) if given.stands_for(expected) => {}
            (given, expected) if given == expected => {}
            (given, expected) => {
                let (given, expected) = (shown(given), shown(expected));
                self.tell(place, &format!("is {given}, expected {expected}"));
            }
        }
        Ok(())
    }

    fn objects(&mut self, given: u32, expected: u32, place: Place) -> Result<(), PdfError> {
        match (self.matched.get(&given), self.taken.get(&expected)) {
            (None, None) => {}
            (Some(other), Some(own)) if *other == expected && *own == given => return Ok(()),
            _ => {
                self.tell(place, "refers to another object than in the report");
                return Ok(());
            }
        }
        self.matched.insert(given, expected);
        self.taken.insert(expected, given);
        let place = match self.page_of.get(&expected) {
            Some(page) => self.places.page(*page),
            None => place,
        };
        match (self.given.object(given), self.expected.object(expected)) {
            (Some(Object::Value(given)), Some(Object::Value(expected))) => {
                if self.is_information(expected) {
                    self.information(given, expected, place);
                } else {
                    self.open.push_back((given, expected, place));
                }
            }
            (Some(Object::Stream(given)), Some(Object::Stream(expected))) => {
                self.streams(given, expected, place)?;
            }
            (None, None) => {}
            (None, Some(_)) => self.tell(place, "is not in the file"),
            _ => self.tell(place, "is another kind of object"),
        }
        Ok(())
    }

    /// Whether a value is the document information.
    fn is_information(&self, expected: &Value) -> bool {
        let own = self
            .expected
            .trailer
            .get(b"Info")
            .and_then(Value::reference);
        let own = own.and_then(|number| self.expected.object(number)?.value());
        own.is_some_and(|own| std::ptr::eq(own, expected))
    }

    fn information(&mut self, given: &'a Value, expected: &'a Value, place: Place) {
        let (Some(own), Some(wanted)) = (given.dictionary(), expected.dictionary()) else {
            self.open.push_back((given, expected, place));
            return;
        };
        let mut left_out = Vec::new();
        for key in HARMLESS {
            let value = own.get(key);
            if value.is_none_or(|value| is_told(key, value)) {
                left_out.push(key);
                if value != wanted.get(key) {
                    self.found.harmless.push(harmless(key, value));
                }
            }
        }
        self.entries(own, wanted, &left_out, place);
    }

    /// Dictionaries key by key, but those that are left out.
    fn entries(
        &mut self,
        given: &'a Dictionary,
        expected: &'a Dictionary,
        left_out: &[&[u8]],
        place: Place,
    ) {
        for (key, value) in expected.iter().filter(|(key, _)| !left_out.contains(key)) {
            let own = given.get(key);
            if own.is_some_and(|own| is_same_leaf(own, value)) {
                continue;
            }
            let place = self.places.key(place, key);
            match own {
                Some(own) => self.open.push_back((own, value, place)),
                None => self.tell(place, presence(false)),
            }
        }
        for (key, _) in given.iter().filter(|(key, _)| !left_out.contains(key)) {
            if expected.get(key).is_none() {
                let place = self.places.key(place, key);
                self.tell(place, presence(true));
            }
        }
    }

    fn streams(
        &mut self,
        given: &'a Stream<'a>,
        expected: &'a Stream<'a>,
        place: Place,
    ) -> Result<(), PdfError> {
        self.entries(&given.dictionary, &expected.dictionary, &PACKING, place);
        let words = self.places.words(place);
        let [own, wanted] = &mut self.budgets;
        let wanted = unpack(expected, &words, wanted)?;
        let own = match unpack(given, &words, own) {
            Err(PdfError::Irregular { problem, .. }) => {
                self.tell(place, &problem);
                return Ok(());
            }
            own => own?,
        };
        if own.left != wanted.left {
            self.tell(place, "is packed in a way that is not comparable");
        } else if own.bytes != wanted.bytes {
            let mut pairs = own.bytes.iter().zip(wanted.bytes.iter());
            let at = pairs.position(|(own, wanted)| own != wanted);
            let at = at.unwrap_or(own.bytes.len().min(wanted.bytes.len()));
            let mut what = format!(
                "its content differs from byte {at} on; it has {} bytes, expected {}",
                own.bytes.len(),
                wanted.bytes.len()
            );
            let page = self.places.page_of(place);
            if let Some(page) = page.filter(|_| words.ends_with("/Contents")) {
                self.contents += 1;
                let part = marks::part(self.expected, page, &wanted.bytes, at);
                if let Some(part) = part {
                    what = format!("{what} ({part})");
                }
            }
            self.tell(place, &what);
        }
        Ok(())
    }

    fn tell(&mut self, place: Place, what: &str) {
        let (page, place) = (self.places.page_of(place), self.places.words(place));
        self.tell_on(page, place, what);
    }

    fn tell_at(&mut self, place: &str, what: &str) {
        self.tell_on(None, place.to_owned(), what);
    }

    fn tell_on(&mut self, page: Option<usize>, place: String, what: &str) {
        if self.found.alterations.len() < MOST {
            let what = what.to_owned();
            self.found
                .alterations
                .push(Alteration { page, place, what });
        }
    }
}

/// Whether two values are the same and have nothing under them.
fn is_same_leaf(given: &Value, expected: &Value) -> bool {
    let leads_on = matches!(
        expected,
        Value::Array(_) | Value::Dictionary(_) | Value::Reference(_)
    );
    !leads_on && given == expected
}

fn presence(is_there: bool) -> &'static str {
    if is_there { "was added" } else { "is missing" }
}

/// A text that cannot hold much.
fn is_short_text(value: &Value) -> bool {
    const LONGEST: usize = 200;
    value.text().is_some_and(|text| text.len() <= LONGEST)
}

/// Whether a value of the document information says who saved the file, or when,
/// and nothing else can be read in it.
fn is_told(key: &[u8], value: &Value) -> bool {
    let is_date = |text: &[u8]| {
        let text = text.strip_prefix(b"D:").unwrap_or_default();
        let of_date = |byte: &u8| byte.is_ascii_digit() || b"+-Z'".contains(byte);
        (4..=21).contains(&text.len()) && text.iter().all(of_date)
    };
    is_short_text(value) && (key != b"ModDate" || value.text().is_some_and(is_date))
}

fn harmless(key: &[u8], value: Option<&Value>) -> String {
    let key = String::from_utf8_lossy(key);
    match value.and_then(Value::text) {
        Some(text) => {
            let text = super::attached::text_of(text);
            let text = text.unwrap_or_else(|| "not readable".to_owned());
            format!("{key} ({text})")
        }
        None => format!("{key} (removed)"),
    }
}

/// A value in a message.
fn shown(value: &Value) -> String {
    use super::pdf::Number;
    let short = |bytes: &[u8]| {
        const LONGEST: usize = 40;
        let text = super::attached::text_of(bytes)
            .unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned());
        match text.char_indices().nth(LONGEST) {
            Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
            None => text,
        }
    };
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Number(Number::Integer(number)) => number.to_string(),
        Value::Number(Number::Real(number)) => number.to_string(),
        Value::Name(name) => format!("/{}", short(name)),
        Value::Text(text) => format!("({})", short(text)),
        Value::Array(_) => "an array".to_owned(),
        Value::Dictionary(_) => "a dictionary".to_owned(),
        Value::Reference(_) => "a reference".to_owned(),
    }
}
