//! Messages of Typst at the templates that they are about.

use super::ReportError;
use crate::findings::{LONGEST_EXCERPT, shortened};
use crate::template::Rendered;
use crate::typst::{Diagnostic, TypstError};

/// Most messages of Typst that are shown.
const MOST_MESSAGES: usize = 20;

/// A message of Typst at the template line that the author wrote, and whether
/// that is a template of the study.
pub(super) fn place(message: &Diagnostic, rendered: &Rendered) -> (String, bool) {
    let found = message
        .place
        .and_then(|(line, column)| rendered.map.place(line, column));
    match found {
        Some(place) => (
            format!(
                "{}:{}: {message}\n  {:>5} | {}",
                place.template,
                place.line,
                place.line,
                shortened(&place.excerpt, LONGEST_EXCERPT)
            ),
            place.is_own,
        ),
        None => (format!("report.typ: {message}"), false),
    }
}

/// An error in a template of the study may cause errors in all that follows it:
/// then only those of the study are listed.
pub(super) fn relevant(messages: &[Diagnostic], rendered: &Rendered) -> Vec<String> {
    let placed: Vec<(String, bool)> = messages
        .iter()
        .map(|message| place(message, rendered))
        .collect();
    let own = placed.iter().filter(|(_, is_own)| *is_own).count();
    let listed = if own == 0 { placed.len() } else { own };
    let mut lines: Vec<String> = placed
        .iter()
        .filter(|(_, is_own)| *is_own || own == 0)
        .map(|(text, _)| text.clone())
        .take(MOST_MESSAGES)
        .collect();
    if let Some(more @ 1..) = listed.checked_sub(MOST_MESSAGES) {
        lines.push(format!("… and {more} more"));
    }
    if own > 0 && own < placed.len() {
        let rest = placed.len() - own;
        lines.push(format!(
            "… and {rest} more in the built-in templates, which may follow from this"
        ));
    }
    lines
}

pub(super) fn located(error: TypstError, rendered: &Rendered) -> ReportError {
    match error {
        TypstError::Failed(messages) => ReportError::Source(relevant(&messages, rendered)),
        other => ReportError::Typst(other),
    }
}
