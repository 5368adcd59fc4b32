//! What a PDF says of itself: title, authors, keywords, date.
//!
//! Typst hands such a rule down to everything that follows it, so at the beginning
//! each other title would have the whole report laid out again by `watch`. It stands
//! at the end, and the foot of a page looks the title up.

use super::emit::array;
use super::escape::literal;
use crate::study::Document;

const RULE: &str = "#set document(";

/// What follows the last template: the title for the foot of pages, and the rule,
/// unless a template of the study has one.
pub(super) fn of(document: &Document, source: &str) -> String {
    let title = literal(&document.title);
    let mut out = format!("\n\n#metadata({title}) <report-title>\n");
    if source.contains(RULE) {
        return out;
    }
    let literals = |texts: &[String]| array(texts.iter().map(|text| literal(text)));
    let (authors, keywords) = (literals(&document.authors), literals(&document.keywords));
    let (year, month, day) = (
        document.date.year(),
        document.date.month(),
        document.date.day(),
    );
    out += &format!(
        "{RULE}title: {title}, author: {authors}, keywords: {keywords}, \
         date: datetime(year: {year}, month: {month}, day: {day}))\n"
    );
    out
}
