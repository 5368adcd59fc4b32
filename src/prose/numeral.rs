//! Numerals as papers print them.

use std::ops::Range;

use crate::words::SUPERSCRIPTS;

/// The relation before a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Nothing, or an equals sign.
    Equal,
    /// `<`
    Below,
    /// `≤`
    AtMost,
    /// `>`
    Above,
    /// `≥`
    AtLeast,
}

impl Relation {
    /// Whether `value` has this relation to `limit`.
    pub fn holds(self, value: f64, limit: f64) -> bool {
        match self {
            Self::Equal => value == limit,
            Self::Below => value < limit,
            Self::AtMost => value <= limit,
            Self::Above => value > limit,
            Self::AtLeast => value >= limit,
        }
    }
}

/// A numeral of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numeral {
    /// The relation before it.
    pub relation: Relation,
    /// Digits after the decimal mark; trailing zeros count.
    pub digits: usize,
    /// Without separators of thousands, with a decimal point and U+2212 as
    /// minus: as the ledger prints numbers.
    pub text: String,
    /// Whether a percent sign follows.
    pub percent: bool,
    /// Whether it is the level of an interval, as in "95% CI".
    pub level: bool,
    /// Its range in the text, in bytes, its sign included.
    pub span: Range<usize>,
}

impl Numeral {
    /// The number that it reads as.
    pub fn value(&self) -> f64 {
        self.text
            .replace('\u{2212}', "-")
            .parse()
            .unwrap_or(f64::NAN)
    }
}

/// Blanks that separate thousands.
const NARROW: [char; 3] = ['\u{a0}', '\u{202f}', '\u{2009}'];

/// The text with a no-break blank for each blank that stands between a digit and
/// exactly three more, as in `1 569`.
pub fn with_narrow_blanks(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let parts_thousands = |at: usize| {
        at > 0 && is_digit(at - 1) && (at + 1..at + 4).all(is_digit) && !is_digit(at + 4)
    };
    let narrow = |(at, c): (usize, &char)| match c {
        ' ' if parts_thousands(at) => NARROW[1],
        c => *c,
    };
    letters.iter().enumerate().map(narrow).collect()
}

/// The decimal mark of a text, which decides what a separator before three
/// digits means: `1,200` is 1200 with a point, 1.2 with a comma.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DecimalMark {
    /// `12.5`.
    #[default]
    Point,
    /// `12,5`.
    Comma,
}

/// The numerals of a text, in order. Understood are decimal points, decimal
/// commas (`12,5`), raised points (`12·5`), a point without a zero (`.05`),
/// thousands (`1,200`, `1 200` with narrow blanks, `1'200`), and powers of ten
/// below 1 (`6.9e-6`, `6.9 × 10⁻⁶`). `1,200` is 1.2 with [`DecimalMark::Comma`]. A digit behind a letter, as in `R1` or `IL-6`, is a name.
pub fn numerals(text: &str, decimal_mark: DecimalMark) -> Vec<Numeral> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let scanner = Scanner {
        text,
        characters: &characters,
        decimal_mark,
    };
    let mut found: Vec<Numeral> = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        match scanner.numeral(at) {
            Some((numeral, next)) => {
                found.extend(numeral);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

struct Scanner<'a> {
    text: &'a str,
    characters: &'a [(usize, char)],
    decimal_mark: DecimalMark,
}

impl Scanner<'_> {
    fn at(&self, index: usize) -> Option<char> {
        self.characters.get(index).map(|(_, c)| *c)
    }

    fn before(&self, index: usize) -> Option<char> {
        self.at(index.checked_sub(1)?)
    }

    fn is_digit(&self, index: usize) -> bool {
        self.at(index).is_some_and(|c| c.is_ascii_digit())
    }

    fn digits_from(&self, index: usize) -> usize {
        (index..).take_while(|at| self.is_digit(*at)).count()
    }

    fn offset(&self, index: usize) -> usize {
        self.characters
            .get(index)
            .map_or(self.text.len(), |(offset, _)| *offset)
    }

    fn is_decimal_mark(&self, c: char) -> bool {
        matches!(c, '.' | '·' | '∙' | '٫') || c == ','
    }

    /// The numeral that begins here, if one does, and where to go on. A name
    /// that ends in digits is passed over.
    fn numeral(&self, start: usize) -> Option<(Option<Numeral>, usize)> {
        let leading_point = matches!(self.at(start), Some('.' | '·'))
            && self.is_digit(start + 1)
            && !self.before(start).is_some_and(char::is_alphanumeric);
        if !leading_point && !self.is_digit(start) {
            return None;
        }
        let (text, digits, end) = self.read(start);
        if self.is_name(start) && !self.is_glued_result(start, &text, digits) {
            return Some((None, end));
        }
        let (text, digits, end) = match self.negative_power(end) {
            Some((power, end)) => (shifted(&text, digits, power), digits + power, end),
            None => (text, digits, end),
        };
        let negative = self.is_negative(start);
        let first = if negative { start - 1 } else { start };
        let rest = self.text.get(self.offset(end)..).unwrap_or_default();
        let percent = rest.trim_start().starts_with(['%', '٪']);
        let behind = rest.trim_start().trim_start_matches('%').trim_start();
        let level = percent
            && ["CI", "CrI", "confidence", "KI", "IC"]
                .iter()
                .any(|word| behind.starts_with(word));
        let numeral = Numeral {
            relation: self.relation(first),
            digits,
            text: if negative {
                format!("\u{2212}{text}")
            } else {
                text
            },
            percent,
            level,
            span: self.offset(first)..self.offset(end),
        };
        Some((Some(numeral), end))
    }

    /// Digits with a decimal point, how many stand behind it, and the end.
    fn read(&self, start: usize) -> (String, usize, usize) {
        let digits = |from: usize, count: usize| -> String {
            (from..from + count).filter_map(|at| self.at(at)).collect()
        };
        let mut at = start;
        let mut whole = String::new();
        if !self.is_digit(start) {
            whole.push('0');
        } else {
            let first = self.digits_from(at);
            whole.push_str(&digits(at, first));
            at += first;
            if first <= 3 && whole != "0" {
                while self.is_thousands(at) {
                    whole.push_str(&digits(at + 1, 3));
                    at += 4;
                }
            }
        }
        let mark = self.at(at).is_some_and(|c| self.is_decimal_mark(c));
        let fraction = if mark { self.digits_from(at + 1) } else { 0 };
        let trimmed = whole.trim_start_matches('0');
        let whole = if trimmed.is_empty() { "0" } else { trimmed };
        if fraction == 0 {
            return (whole.to_owned(), 0, at);
        }
        let end = at + 1 + fraction;
        (
            format!("{whole}.{}", digits(at + 1, fraction)),
            fraction,
            end,
        )
    }

    /// The power in `e-6`, `× 10⁻⁶` or `x 10^-6` behind the digits of a numeral,
    /// and where it ends. Powers above 1 are not read: `1.5e3` does not tell
    /// which of its digits count.
    fn negative_power(&self, from: usize) -> Option<(usize, usize)> {
        const MINUS: [char; 4] = ['-', '\u{2212}', '–', '⁻'];
        let mut at = from;
        if matches!(self.at(at), Some('e' | 'E')) {
            at += 1;
        } else {
            let blanks = |from: usize| {
                let blank = |at: &usize| self.at(*at).is_some_and(char::is_whitespace);
                (from..).take_while(blank).count()
            };
            at += blanks(at);
            if !matches!(self.at(at), Some('×' | 'x')) {
                return None;
            }
            at += 1 + blanks(at + 1);
            if (self.at(at), self.at(at + 1)) != (Some('1'), Some('0')) {
                return None;
            }
            at += 2;
            if self.at(at) == Some('^') {
                at += 1;
            }
        }
        if !MINUS.contains(&self.at(at)?) {
            return None;
        }
        at += 1;
        let mut power = 0;
        let first = at;
        while let Some(digit) = self.at(at).and_then(exponent_digit) {
            power = 10 * power + digit;
            at += 1;
            if power > MOST_POWER {
                return None;
            }
        }
        let whole = !self.at(at).is_some_and(char::is_alphanumeric);
        (at > first && whole).then_some((power, at))
    }

    /// Whether a separator and exactly three digits stand here.
    fn is_thousands(&self, at: usize) -> bool {
        let separator = match self.at(at) {
            Some(',') => self.decimal_mark == DecimalMark::Point,
            Some('.') => self.decimal_mark == DecimalMark::Comma,
            Some('\'' | '’') => true,
            Some(c) => NARROW.contains(&c),
            None => false,
        };
        separator && self.digits_from(at + 1) == 3
    }

    /// `R1`, `IL-6`, `COVID-19`: digits that belong to a word.
    fn is_name(&self, start: usize) -> bool {
        match self.before(start) {
            Some(c) if c.is_alphabetic() || c == '_' => true,
            Some('-' | '.') => self.before(start - 1).is_some_and(char::is_alphabetic),
            _ => false,
        }
    }

    /// `HR0.42`, `p-0.001`, `n74`: a result behind the letters of its statistic. Names
    /// have no fraction that begins with a zero, but versions, as in `v0.1`.
    fn is_glued_result(&self, start: usize, text: &str, digits: usize) -> bool {
        let joined = matches!(self.before(start), Some('-' | '.' | '_'));
        let end = start - usize::from(joined);
        let letters = (0..end).rev().map_while(|at| self.at(at));
        let word: String = letters.take_while(|c| c.is_alphabetic()).collect();
        let word: String = word.chars().rev().collect::<String>().to_lowercase();
        let is_version = matches!(word.as_str(), "v" | "ver" | "version");
        let is_statistic = STATISTICS.contains(&word.as_str());
        digits > 0 && (text.starts_with("0.") && !is_version || is_statistic)
            || word == "n" && !joined
    }

    /// A dash after a digit or a closing bracket is "to", not a sign.
    fn is_negative(&self, start: usize) -> bool {
        matches!(self.before(start), Some('-' | '\u{2212}'))
            && self
                .before(start - 1)
                .is_none_or(|c| c.is_whitespace() || "([=<>≤≥–—/±;,".contains(c))
    }

    fn relation(&self, first: usize) -> Relation {
        let before = self
            .text
            .get(..self.offset(first))
            .unwrap_or_default()
            .trim_end();
        match before.chars().last() {
            Some('<') => Relation::Below,
            Some('≤') => Relation::AtMost,
            Some('>') => Relation::Above,
            Some('≥') => Relation::AtLeast,
            _ => Relation::Equal,
        }
    }
}

/// What is printed before its value.
const STATISTICS: [&str; 20] = [
    "hr", "ahr", "shr", "or", "aor", "rr", "arr", "irr", "p", "n", "r", "rho", "iqr", "sd", "se",
    "auc", "ci", "md", "smd", "rd",
];

/// The largest power of ten that is read: the smallest double is 5e-324.
const MOST_POWER: usize = 324;

fn exponent_digit(c: char) -> Option<usize> {
    let plain = c.to_digit(10).map(|digit| digit as usize);
    plain.or_else(|| SUPERSCRIPTS.iter().position(|digit| *digit == c))
}

/// A number with `digits` behind its point, divided by a power of ten.
fn shifted(text: &str, digits: usize, power: usize) -> String {
    let plain: String = text.chars().filter(|c| *c != '.').collect();
    let digits = digits + power;
    let padded = format!("{plain:0>width$}", width = digits + 1);
    let (whole, fraction) = padded.split_at(padded.len() - digits);
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        numerals(text, DecimalMark::Point)
            .into_iter()
            .map(|n| {
                let relation = match n.relation {
                    Relation::Equal => "",
                    Relation::Below => "<",
                    Relation::AtMost => "≤",
                    Relation::Above => ">",
                    Relation::AtLeast => "≥",
                };
                let sign = if n.level {
                    "%CI"
                } else if n.percent {
                    "%"
                } else {
                    ""
                };
                format!("{relation}{}{sign}", n.text)
            })
            .collect()
    }

    #[test]
    fn forms_of_journals() {
        for (text, expected) in [
            ("80", &["80"][..]),
            ("63–105 mm", &["63", "105"]),
            ("63-105", &["63", "105"]),
            ("P < 0.001", &["<0.001"]),
            ("p=.03", &["0.03"]),
            ("0·05", &["0.05"]),
            ("12,5", &["12.5"]),
            ("1,200 ml", &["1200"]),
            ("1\u{202f}200\u{202f}000", &["1200000"]),
            ("1,234,567.8", &["1234567.8"]),
            ("n = 15", &["15"]),
            ("15 (62.5%)", &["15", "62.5%"]),
            ("15/24", &["15", "24"]),
            ("1.8 (95% CI 1.1–3.0)", &["1.8", "95%CI", "1.1", "3.0"]),
            ("−0.5 to -0.25", &["\u{2212}0.5", "\u{2212}0.25"]),
            ("R1/R2 in IL-6 of COVID-19", &[]),
            (
                "HR0.42, P0.001, p-0.02 and n74",
                &["0.42", "0.001", "0.02", "74"],
            ),
            ("HR1.35 of R1, p53, CD4, C34.1, v0.2", &["1.35"]),
            ("≥ 3 and ≤5, > 7", &["≥3", "≤5", ">7"]),
            ("80mm.", &["80"]),
            ("007", &["7"]),
            ("P = 6.9e-6", &["0.0000069"]),
            ("P < 1E-16", &["<0.0000000000000001"]),
            ("6.9 × 10⁻⁶ and 2.25×10−1", &["0.0000069", "0.225"]),
            ("12.5 x 10^-1", &["1.25"]),
            ("2 x 10 mm, 3e4, 5 e-mails", &["2", "10", "3", "5"]),
            ("", &[]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        let comma = |text| numerals(text, DecimalMark::Comma)[0].text.clone();
        assert_eq!(comma("1,200"), "1.200");
        assert_eq!(comma("1.200,5"), "1200.5");
        assert_eq!(comma("1.20"), "1.20");
    }

    proptest::proptest! {
        /// Any text is read, and each span is a part of it.
        #[test]
        fn spans_are_inside(text in ".*") {
            for numeral in numerals(&text, DecimalMark::Point) {
                proptest::prop_assert!(text.get(numeral.span.clone()).is_some());
                proptest::prop_assert!(numeral.value().is_finite());
            }
        }
    }
}
