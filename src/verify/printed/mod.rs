//! Whether the pages print what the source gives them.
//!
//! A show rule of Typst can print another text in the place of a number, and the
//! link to the number's entry stays. So the text of the finished pages is read, at
//! each link to an entry and in each row of a table, and its digits are compared
//! with those of the source, which are the ledger's.

mod cmap;
mod content;
mod expected;
mod tree;

use std::collections::BTreeMap;

use super::pdf::{Pdf, PdfError};
use expected::{Given, Row, Table};
use tree::{Print, Rows, Shown};

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
    found.extend(tables(&print.tables, &given.tables));
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

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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

/// Tables by the rows that they have.
fn tables(printed: &[Rows], given: &[Table]) -> Vec<Reprinted> {
    let mut found = Vec::new();
    let mut matched: Vec<Vec<Vec<bool>>> = given
        .iter()
        .map(|table| {
            table
                .rows
                .iter()
                .map(|row| vec![false; row.cells.len()])
                .collect()
        })
        .collect();
    for rows in printed {
        let rows: Vec<Vec<&Shown>> = rows
            .iter()
            .map(|row| {
                row.iter()
                    .filter(|cell| !digits(&cell.text).is_empty())
                    .collect()
            })
            .filter(|row: &Vec<&Shown>| !row.is_empty())
            .collect();
        let fits = |table: &Table| {
            let known = |row: &&Vec<&Shown>| table.rows.iter().any(|own| cells(row, own).is_some());
            rows.iter().filter(known).count()
        };
        let best = given
            .iter()
            .enumerate()
            .max_by_key(|(_, table)| fits(table));
        let Some((at, table)) = best.filter(|(_, table)| 2 * fits(table) > rows.len()) else {
            continue;
        };
        // The dictionary and the like have rows that are those of a table by chance.
        let numeric = |row: &&Row| row.cells.iter().any(|cell| !digits(cell).is_empty());
        let is_printed = |own: &&Row| rows.iter().any(|row| cells(row, own).is_some());
        let own = table.rows.iter().filter(numeric);
        let is_table = 2 * own.clone().filter(is_printed).count() > own.count();
        for row in &rows {
            // The remarks below a table are a row of it.
            let mut known = match row.as_slice() {
                [cell] => digits(&table.remarks).contains(&digits(&cell.text)),
                _ => false,
            } || !is_table;
            for (own, marks) in table
                .rows
                .iter()
                .zip(matched.get_mut(at).into_iter().flatten())
            {
                let Some(cells) = cells(row, own) else {
                    continue;
                };
                known = true;
                for cell in cells {
                    if let Some(mark) = marks.get_mut(cell) {
                        *mark = true;
                    }
                }
            }
            let text: Vec<String> = row.iter().map(|cell| one_line(&cell.text)).collect();
            let page = row.first().and_then(|cell| cell.page);
            let place = format!("table \"{}\"", table.id);
            if !known {
                let problem = format!(
                    "\"{}\" is printed, and no row of the table has this",
                    text.join(" | ")
                );
                found.push(Reprinted {
                    page,
                    place,
                    problem,
                });
            } else if row.iter().any(|cell| cell.is_hidden) {
                let problem = format!(
                    "\"{}\" is printed so that it cannot be seen",
                    text.join(" | ")
                );
                found.push(Reprinted {
                    page,
                    place,
                    problem,
                });
            }
        }
    }
    for (table, marks) in given.iter().zip(&matched) {
        let place = format!("table \"{}\"", table.id);
        // What is printed instead says more.
        if found.iter().any(|own| own.place == place) {
            continue;
        }
        let missing = table.rows.iter().zip(marks).flat_map(|(row, marks)| {
            let cells = row.cells.iter().zip(marks);
            cells.filter(|(text, mark)| !**mark && !digits(text).is_empty())
        });
        found.extend(missing.map(|(text, _)| Reprinted {
            page: None,
            place: place.clone(),
            problem: format!(
                "\"{}\" of the ledger is printed in none of its rows",
                one_line(text)
            ),
        }));
    }
    found
}

/// The cells of a row of the source that a printed row has, in order; none if it is
/// another row. A table in parts prints some of the columns.
fn cells(printed: &[&Shown], own: &Row) -> Option<Vec<usize>> {
    let labels: Vec<String> = own.labels.iter().map(|text| digits(text)).collect();
    let both = labels.concat();
    let mut cells = own.cells.iter().map(|text| digits(text)).enumerate();
    let mut matched = Vec::new();
    for (at, cell) in printed.iter().enumerate() {
        let text = digits(&cell.text);
        if at == 0 && !both.is_empty() && (text == both || labels.contains(&text)) {
            continue;
        }
        matched.push(cells.find(|(_, own)| *own == text)?.0);
    }
    Some(matched)
}
