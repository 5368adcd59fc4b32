//! The bytes of objects to values. Only what every viewer reads alike is read:
//! whatever the standard leaves open, or viewers repair each in its own way, is
//! irregular.

use super::error::PdfError;
use super::limits::{DEPTH, VALUES};
use super::value::{Dictionary, Number, Value};

/// A place in bytes.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    /// How many values may still be read.
    values: usize,
    /// Letters of a number.
    longest_number: usize,
}

/// More letters than any number outside the content of a page has.
const LONGEST_NUMBER: usize = 24;
/// A coordinate near zero is written with all its zeros.
const LONGEST_COORDINATE: usize = 400;

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            values: VALUES,
            longest_number: LONGEST_NUMBER,
        }
    }

    /// In the content of a page.
    pub(super) fn of_content(bytes: &'a [u8]) -> Self {
        Self {
            longest_number: LONGEST_COORDINATE,
            ..Self::new(bytes, 0)
        }
    }

    /// The same bytes and what is left of the limit, elsewhere.
    pub(super) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn values_left(&self) -> usize {
        self.values
    }

    pub(super) fn with_values(mut self, left: usize) -> Self {
        self.values = left;
        self
    }

    pub(super) fn fail<T>(&self, problem: &str) -> Result<T, PdfError> {
        Err(PdfError::at(self.at, problem))
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn skip_blanks(&mut self) {
        let blanks = self.rest().iter().take_while(|byte| is_blank(**byte));
        self.at += blanks.count();
    }

    /// Takes these bytes, if they are next.
    pub(super) fn takes(&mut self, expected: &[u8]) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    /// Takes a keyword that ends here.
    pub(super) fn keyword(&mut self, word: &[u8]) -> bool {
        let rest = self.rest();
        let ends = rest
            .get(word.len())
            .is_none_or(|byte| is_blank(*byte) || is_delimiter(*byte));
        let found = rest.starts_with(word) && ends;
        if found {
            self.at += word.len();
        }
        found
    }

    /// Takes this many bytes.
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(count)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    /// A run of digits that ends at a blank or a delimiter.
    pub(super) fn digits(&mut self) -> Option<usize> {
        let run = self.rest().iter().take_while(|byte| byte.is_ascii_digit());
        let count = run.count();
        let text = std::str::from_utf8(self.rest().get(..count)?).ok()?;
        let next = self.rest().get(count);
        if next.is_some_and(|byte| !is_blank(*byte) && !is_delimiter(*byte)) {
            return None;
        }
        let number = text.parse().ok()?;
        self.at += count;
        Some(number)
    }

    /// Whether nothing is left.
    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// The operator of a content stream that begins here.
    pub(super) fn operator(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest().iter();
        let ends = |byte: &u8| is_blank(*byte) || is_delimiter(*byte);
        let count = rest.take_while(|byte| !ends(byte)).count();
        let starts = |byte: u8| byte.is_ascii_alphabetic() || b"'\"".contains(&byte);
        self.peek().filter(|byte| starts(*byte))?;
        self.take(count)
    }

    /// `12 0 obj`, of which the number is returned.
    pub(super) fn object_header(&mut self) -> Result<u32, PdfError> {
        let start = self.at;
        let number = self
            .digits()
            .and_then(|number| u32::try_from(number).ok())
            .filter(|number| *number > 0);
        self.skip_blanks();
        let generation = self.digits();
        self.skip_blanks();
        match (number, generation, self.keyword(b"obj")) {
            (Some(number), Some(0), true) => Ok(number),
            _ => Err(PdfError::at(
                start,
                "no object of generation 0 begins where the cross-reference says",
            )),
        }
    }

    pub(super) fn value(&mut self) -> Result<Value, PdfError> {
        self.nested(0)
    }

    /// A dictionary where only one can be.
    pub(super) fn dictionary(&mut self) -> Result<Dictionary, PdfError> {
        match self.value()? {
            Value::Dictionary(dictionary) => Ok(dictionary),
            _ => self.fail("a dictionary is missing"),
        }
    }

    fn nested(&mut self, depth: usize) -> Result<Value, PdfError> {
        if depth > DEPTH {
            return self.fail("arrays and dictionaries are nested too deeply");
        }
        self.values = self.values.checked_sub(1).ok_or(PdfError::TooManyObjects)?;
        match self.peek() {
            Some(b'/') => self.name().map(Value::Name),
            Some(b'(') => self.literal().map(Value::Text),
            Some(b'[') => self.array(depth),
            Some(b'<') if self.rest().starts_with(b"<<") => self.entries(depth),
            Some(b'<') => self.hexadecimal().map(Value::Text),
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => self.number_or_reference(),
            Some(b'%') => Err(PdfError::Rewritten),
            _ if self.keyword(b"true") => Ok(Value::Boolean(true)),
            _ if self.keyword(b"false") => Ok(Value::Boolean(false)),
            _ if self.keyword(b"null") => Ok(Value::Null),
            _ => self.fail("this is no object"),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, PdfError> {
        self.at += 1;
        let mut values = Vec::new();
        loop {
            self.skip_blanks();
            if self.takes(b"]") {
                return Ok(Value::Array(values));
            }
            values.push(self.nested(depth + 1)?);
        }
    }

    fn entries(&mut self, depth: usize) -> Result<Value, PdfError> {
        let start = self.at;
        self.at += 2;
        let mut entries = Vec::new();
        loop {
            self.skip_blanks();
            if self.takes(b">>") {
                let found = Dictionary::new(entries);
                let twice = || PdfError::at(start, "a dictionary has a key twice");
                return found.map(Value::Dictionary).ok_or_else(twice);
            }
            match self.peek() {
                Some(b'/') => {}
                Some(b'%') => return Err(PdfError::Rewritten),
                _ => return self.fail("a dictionary has something else than a key"),
            }
            let key = self.name()?;
            self.skip_blanks();
            entries.push((key, self.nested(depth + 1)?));
        }
    }

    fn name(&mut self) -> Result<Box<[u8]>, PdfError> {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek() {
            match byte {
                b'#' => {
                    let pair = self.rest().get(1..3).and_then(hex_pair);
                    match pair {
                        Some(byte) if byte > 0 && must_be_escaped(byte) => name.push(byte),
                        _ => return self.fail("a name has a # where none is needed"),
                    }
                    self.at += 2;
                }
                byte if is_blank(byte) || is_delimiter(byte) => break,
                b'!'..=b'~' => name.push(byte),
                _ => return self.fail("a name has a byte that must be escaped"),
            }
            self.at += 1;
        }
        Ok(name.into())
    }

    fn literal(&mut self) -> Result<Box<[u8]>, PdfError> {
        self.at += 1;
        let (mut text, mut open) = (Vec::new(), 1_usize);
        loop {
            let Some(byte) = self.peek() else {
                return self.fail("a text does not end");
            };
            self.at += 1;
            match byte {
                b'\\' => text.push(self.escape()?),
                b'(' => {
                    open += 1;
                    text.push(byte);
                }
                b')' if open == 1 => return Ok(text.into()),
                b')' => {
                    open -= 1;
                    text.push(byte);
                }
                b'\r' => return self.fail("a text has a line end that is read as another"),
                _ => text.push(byte),
            }
        }
    }

    fn escape(&mut self) -> Result<u8, PdfError> {
        let byte = match self.peek() {
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'b') => 8,
            Some(b'f') => 12,
            Some(byte @ (b'(' | b')' | b'\\')) => byte,
            Some(b'0'..=b'7') => return self.octal(),
            _ => return self.fail("a text has an unknown escape"),
        };
        self.at += 1;
        Ok(byte)
    }

    fn octal(&mut self) -> Result<u8, PdfError> {
        let digits = self.rest().iter().take(3);
        let run: Vec<u8> = digits
            .copied()
            .take_while(|byte| (b'0'..=b'7').contains(byte))
            .collect();
        self.at += run.len();
        let code = run
            .iter()
            .fold(0_u32, |code, digit| code * 8 + u32::from(digit - b'0'));
        match u8::try_from(code) {
            Ok(byte) => Ok(byte),
            Err(_) => self.fail("a text has an escape above 377"),
        }
    }

    fn hexadecimal(&mut self) -> Result<Box<[u8]>, PdfError> {
        self.at += 1;
        let mut text = Vec::new();
        loop {
            self.skip_blanks();
            if self.takes(b">") {
                return Ok(text.into());
            }
            match self.rest().get(..2).and_then(hex_pair) {
                Some(byte) => text.push(byte),
                None => return self.fail("a hexadecimal text has something else than digits"),
            }
            self.at += 2;
        }
    }

    fn number_or_reference(&mut self) -> Result<Value, PdfError> {
        let mut ahead = self.clone();
        if let Some(number) = ahead.digits() {
            ahead.skip_blanks();
            if let Some(generation) = ahead.digits() {
                ahead.skip_blanks();
                if ahead.keyword(b"R") {
                    let number = u32::try_from(number).ok().filter(|number| *number > 0);
                    let (Some(number), 0) = (number, generation) else {
                        return self.fail("a reference to no object of generation 0");
                    };
                    self.at = ahead.at;
                    return Ok(Value::Reference(number));
                }
            }
        }
        self.number().map(Value::Number)
    }

    fn number(&mut self) -> Result<Number, PdfError> {
        let count = self
            .rest()
            .iter()
            .take_while(|byte| !is_blank(**byte) && !is_delimiter(**byte))
            .count();
        let token = self.rest().get(..count).unwrap_or_default();
        let Some(number) = number_of(token).filter(|_| token.len() <= self.longest_number) else {
            return self.fail("this is no number that all viewers read alike");
        };
        self.at += count;
        Ok(number)
    }
}

/// Whether a byte can only be in a name by its code.
fn must_be_escaped(byte: u8) -> bool {
    !byte.is_ascii_graphic() || is_delimiter(byte) || byte == b'#'
}

fn hex_pair(pair: &[u8]) -> Option<u8> {
    let [high, low] = pair else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

/// Digits with a sign or none, and with a point or none.
fn number_of(token: &[u8]) -> Option<Number> {
    let token = std::str::from_utf8(token).ok()?;
    let unsigned = token.strip_prefix(['+', '-']).unwrap_or(token);
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((whole, fraction)) = unsigned.split_once('.') else {
        let good = !unsigned.is_empty() && is_digits(unsigned);
        return good.then(|| token.parse().ok().map(Number::Integer))?;
    };
    if !is_digits(whole) || !is_digits(fraction) || whole.len() + fraction.len() == 0 {
        return None;
    }
    let (whole, fraction) = (
        whole.trim_start_matches('0'),
        fraction.trim_end_matches('0'),
    );
    let mut text = String::new();
    if token.starts_with('-') && whole.len() + fraction.len() > 0 {
        text.push('-');
    }
    text.push_str(if whole.is_empty() { "0" } else { whole });
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    Some(Number::Real(text.into()))
}
