//! Problems in an input, each with its place, its value and a help.
//!
//! Reading and validating never stop at the first problem: they collect
//! findings, and the pipeline stops between stages.

mod address;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::Serialize;

pub use address::{Address, Addressing, letters};

/// One problem in an input file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The file, as the user named it.
    pub file: String,
    /// The line, counted from 1; the number of the row in a file without lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The place of the row in a file without lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// The column of a CSV or the key of a study file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The offending value, as written in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The rule of the study that was broken, as the study file states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What is wrong and what was expected.
    pub problem: String,
    /// How to correct it.
    pub help: String,
}

impl Finding {
    /// A finding about a whole file.
    pub fn new(file: &str, problem: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            address: None,
            column: None,
            value: None,
            rule: None,
            problem: problem.into(),
            help: help.into(),
        }
    }

    /// Adds the line, counted from 1.
    #[must_use]
    pub fn at_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// Adds the place of the row or cell.
    #[must_use]
    pub fn at(mut self, address: Address) -> Self {
        self.line = Some(address.number());
        self.address = Some(address).filter(|address| !matches!(address, Address::Line(_)));
        self
    }

    /// On one line, without the file: "line 3: size: is not a number".
    pub fn in_short(&self) -> String {
        let column = self.column.clone();
        let parts = [self.place(), column, Some(self.problem.clone())];
        let mut text = parts.into_iter().flatten().collect::<Vec<_>>().join(": ");
        if !self.help.is_empty() {
            text = format!("{text}; {}", self.help);
        }
        printable(&text)
    }

    /// Where it is, in words: "line 3", "Sheet1!C17".
    pub fn place(&self) -> Option<String> {
        let line = || self.line.map(Address::Line);
        let address = self.address.clone().or_else(line);
        address.map(|address| address.to_string())
    }

    /// Adds the column or key.
    #[must_use]
    pub fn in_column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// Adds the rule that was broken.
    #[must_use]
    pub fn by_rule(mut self, rule: &str) -> Self {
        self.rule = Some(rule.to_owned());
        self
    }

    /// Adds the value, shortened if it is very long.
    #[must_use]
    pub fn with_value(mut self, value: &str) -> Self {
        const LONGEST: usize = 80;
        self.value = Some(shortened(value, LONGEST).into_owned());
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", printable(&self.file))?;
        if let Some(address) = &self.address {
            write!(f, ": {}", printable(&address.to_string()))?;
        } else if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": ")?;
        if let Some(column) = &self.column {
            write!(f, "{}: ", printable(column))?;
        }
        if let Some(value) = &self.value {
            write!(f, "\"{}\": ", printable(value))?;
        }
        write!(f, "{}", printable(&self.problem))?;
        if let Some(rule) = &self.rule {
            write!(f, "\n    rule: {}", printable(rule))?;
        }
        if !self.help.is_empty() {
            write!(f, "\n    help: {}", printable(&self.help))?;
        }
        Ok(())
    }
}

/// Longest line of a template that a message shows.
pub(crate) const LONGEST_EXCERPT: usize = 200;

/// The text, or its first characters and an ellipsis.
pub(crate) fn shortened(text: &str, longest: usize) -> Cow<'_, str> {
    match text.char_indices().nth(longest) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// Whether a character could rewrite what a terminal or a reader sees: controls,
/// marks that turn the direction of writing, and separators of lines.
pub(crate) fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text of an input for a message: on one line, its deceptive characters
/// escaped, and shortened if it is very long.
pub(crate) fn printable(text: &str) -> String {
    const LONGEST: usize = 2_000;
    let mut shown = String::with_capacity(text.len().min(LONGEST));
    for c in shortened(text, LONGEST).chars() {
        if is_deceptive(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// All findings of one stage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Adds all of another stage.
    pub fn extend(&mut self, other: Findings) {
        self.0.extend(other.0);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// In the order of the input.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }

    /// Sorts by file and line, so that a reader goes through a file once.
    pub fn sort_by_place(&mut self) {
        self.0
            .sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    }
}

impl From<Finding> for Findings {
    fn from(finding: Finding) -> Self {
        Self(vec![finding])
    }
}

/// How many findings of one column and problem are shown in full.
const SHOWN_ALIKE: usize = 20;
/// How many findings are shown in full.
const SHOWN: usize = 1_000;

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut places: HashMap<Option<&str>, usize> = HashMap::new();
        // In the order of their first finding: column, found, shown.
        let mut seen: Vec<(Option<&str>, usize, usize)> = Vec::new();
        let mut left = SHOWN;
        for finding in &self.0 {
            let column = finding.column.as_deref();
            let at = *places.entry(column).or_insert(seen.len());
            if at == seen.len() {
                seen.push((column, 0, 0));
            }
            let Some((_, found, shown)) = seen.get_mut(at) else {
                continue;
            };
            *found += 1;
            if *shown < SHOWN_ALIKE && left > 0 {
                *shown += 1;
                left -= 1;
                writeln!(f, "{finding}")?;
            }
        }
        let (mut elsewhere, mut columns) = (0, 0);
        for (column, found, shown) in seen {
            match found - shown {
                0 => {}
                more if shown > 0 => {
                    let name = column.map_or_else(|| "the file".to_owned(), printable);
                    writeln!(f, "… and {more} more in {name}")?;
                }
                more => {
                    elsewhere += more;
                    columns += 1;
                }
            }
        }
        if elsewhere > 0 {
            let places = if columns == 1 { "place" } else { "places" };
            writeln!(f, "… and {elsewhere} more in {columns} other {places}")?;
        }
        let count = self.0.len();
        write!(f, "{count} finding{}", if count == 1 { "" } else { "s" })
    }
}

/// Longer words are no typing errors, and comparing them would take minutes.
const LONGEST_TYPED: usize = 1000;

/// The candidate nearest to `word`, if one is near enough to be a typing error.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_few(word, candidates, 1).into_iter().next()
}

/// Up to `count` candidates near to `word`, nearest first.
pub fn nearest_few<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    count: usize,
) -> Vec<&'a str> {
    if word.len() > LONGEST_TYPED {
        return Vec::new();
    }
    let lower = word.to_lowercase();
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::jaro_winkler(&lower, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(score, _)| *score > 0.75)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored
        .into_iter()
        .take(count)
        .map(|(_, candidate)| candidate)
        .collect()
}

/// How many known words a message lists.
const SUGGESTED: usize = 12;

/// "did you mean …?" for a typing error, or the list of what is known.
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(word, candidates.clone()) {
        return format!("did you mean \"{near}\"?");
    }
    let mut known: Vec<&str> = Vec::new();
    for candidate in candidates {
        if !known.contains(&candidate) {
            known.push(candidate);
        }
    }
    let more = match known.len().checked_sub(SUGGESTED) {
        Some(more @ 1..) => format!(", … and {more} more"),
        _ => String::new(),
    };
    known.truncate(SUGGESTED);
    if known.is_empty() {
        "none is declared".to_owned()
    } else {
        format!("expected one of: {}{more}", known.join(", "))
    }
}
