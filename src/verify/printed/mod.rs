//! Whether the pages print what the source gives them.
//!
//! A show rule of Typst can print another text in the place of a number, and the
//! link to the number's entry stays. So the text of the finished pages is read, at
//! each link to an entry and in each row of a table, and its digits are compared
//! with those of the source, which are the ledger's.

mod cmap;
mod content;
mod expected;
mod parts;
mod tables;
mod tree;

use std::collections::BTreeMap;

use super::pdf::{Pdf, PdfError};
use crate::words::one_line;
use expected::Given;
use tree::{Print, Shown};

/// A number that is not printed as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reprinted {
    /// The page, counted from 1, as far as it is known.
    pub page: Option<usize>,
    /// What it is about: a table, or an entry of the appendix.
    pub place: String,
    /// What is wrong.
    pub problem: String,
}

/// Every place of a PDF, made from this source, that prints something else.
///
/// # Errors
/// [`PdfError`] where the PDF cannot be read.
pub(super) fn reprinted(pdf: &[u8], source: &str) -> Result<Vec<Reprinted>, PdfError> {
    let pdf = Pdf::open(pdf)?;
    let print = tree::read(&pdf)?;
    let given = expected::read(source);
    let mut found = links(&print, &given);
    found.extend(tables::reprinted(&print.tables, &given.tables));
    Ok(found)
}

/// The digits of a text and what changes their meaning: decimal marks, signs,
/// percent.
fn digits(text: &str) -> String {
    let plain: Vec<char> = text
        .chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}'))
        .collect();
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| plain.get(at))
            .is_some_and(|c| c.is_numeric())
    };
    let kept = plain.iter().enumerate().filter(|(at, c)| match c {
        '.' | ',' | '·' | '∙' | '٫' => is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)),
        '<' | '>' | '≤' | '≥' | '\u{2212}' | '%' => true,
        c => c.is_numeric(),
    });
    kept.map(|(_, c)| c).collect()
}

fn differs(shown: &Shown, place: &str, expected: &str) -> Option<Reprinted> {
    let problem = if digits(&shown.text) != digits(expected) {
        format!(
            "\"{}\" is printed, the ledger has \"{}\"",
            one_line(&shown.text),
            one_line(expected)
        )
    } else if shown.is_hidden && !digits(expected).is_empty() {
        format!(
            "\"{}\" is printed so that it cannot be seen",
            one_line(expected)
        )
    } else {
        return None;
    };
    Some(Reprinted {
        page: shown.page,
        place: place.to_owned(),
        problem,
    })
}

/// Links of each entry, in order where as many are printed as given.
fn links(print: &Print, given: &Given) -> Vec<Reprinted> {
    let mut by_label: BTreeMap<&str, (Vec<&Shown>, Vec<&str>)> = BTreeMap::new();
    for (label, text) in &given.links {
        let (_, texts) = by_label.entry(label).or_default();
        texts.push(text);
    }
    for (label, shown) in &print.links {
        if let Some((all, _)) = by_label.get_mut(label.as_str()) {
            // A box over the rows of a table is a link without a text.
            if !shown.text.trim().is_empty() {
                all.push(shown);
            }
        }
    }
    let mut found = Vec::new();
    for (label, (shown, texts)) in by_label {
        let place = format!("entry {label}");
        if shown.len() == texts.len() {
            let pairs = shown.iter().zip(&texts);
            found.extend(pairs.filter_map(|(shown, text)| differs(shown, &place, text)));
            continue;
        }
        let printed = |text: &&&str| shown.iter().any(|own| digits(&own.text) == digits(text));
        for own in &shown {
            let given = texts.iter().find(|text| digits(&own.text) == digits(text));
            let nearest = given.or(texts.first()).copied().unwrap_or_default();
            if !digits(&own.text).is_empty() {
                found.extend(differs(own, &place, nearest));
            }
        }
        for text in texts
            .iter()
            .filter(|text| !digits(text).is_empty() && !printed(text))
        {
            found.push(Reprinted {
                page: None,
                place: place.clone(),
                problem: format!("\"{}\" is printed nowhere", one_line(text)),
            });
        }
    }
    found
}
