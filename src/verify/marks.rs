//! Which part of the report a place in a page's content belongs to: the tags of
//! the report made again say so.

use super::attached::text_of;
use super::pdf::{Dictionary, Object, Pdf, Value};

/// The figure or table in which this byte of the content of a page is drawn.
pub(super) fn part(pdf: &Pdf<'_>, page: usize, content: &[u8], at: usize) -> Option<String> {
    const HIGHEST: usize = 64;
    let mark = mark_before(content, at)?;
    let page = pdf.object(*pdf.pages.get(page.checked_sub(1)?)?)?;
    let list = page.dictionary()?.get(b"StructParents")?.integer()?;
    let mut element = element(pdf, list, mark)?;
    for _ in 0..HIGHEST {
        match element.get(b"S").and_then(Value::name) {
            Some(b"Figure") => {
                let words = element.get(b"Alt").and_then(Value::text).and_then(text_of);
                return Some(match words {
                    Some(words) => format!("in the figure \"{}\"", short(&words)),
                    None => "in a figure".to_owned(),
                });
            }
            Some(b"Table") => return Some("in a table".to_owned()),
            _ => element = pdf.at(element.get(b"P")?)?.dictionary()?,
        }
    }
    None
}

/// The number of the marked section that begins last before this byte.
fn mark_before(content: &[u8], at: usize) -> Option<usize> {
    const MARK: &[u8] = b"/MCID ";
    let before = content.get(..at)?;
    let start = before.windows(MARK.len()).rposition(|own| own == MARK)?;
    let digits = content.get(start + MARK.len()..)?;
    let count = digits.iter().take_while(|byte| byte.is_ascii_digit());
    let digits = digits.get(..count.count())?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// The element of a marked section, by the list of its page.
fn element<'a>(pdf: &'a Pdf<'_>, list: i64, mark: usize) -> Option<&'a Dictionary> {
    let root = pdf.at(pdf.catalog()?.get(b"StructTreeRoot")?)?;
    let tree = pdf.at(root.dictionary()?.get(b"ParentTree")?)?;
    let pairs = pdf.at(tree.dictionary()?.get(b"Nums")?)?.array()?;
    let own = pairs.chunks(2).find_map(|pair| match pair {
        [number, elements] if number.integer() == Some(list) => Some(elements),
        _ => None,
    })?;
    let number = pdf.at(own)?.array()?.get(mark)?.reference()?;
    pdf.object(number).and_then(Object::dictionary)
}

fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
