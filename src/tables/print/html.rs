//! A table as an HTML page of its own, to open in a browser or to paste into a
//! word processor with its rows and columns kept.

use std::fmt::Write as _;

use super::Printer;
use crate::ledger::Ledger;
use crate::tables::{Cell, Piece, Row, Table, mark_letter};

pub(super) const PRINTER: Printer = Printer {
    word: "html",
    extension: "html",
    print: |table, ledger, language| Ok(page(table, ledger, language).into_bytes()),
};

/// Rules above, below and under the header, as in a printed table.
const STYLE: &str = "\
table { border-collapse: collapse; border-top: 1px solid; border-bottom: 1px solid; font-family: sans-serif; }
caption { text-align: left; font-weight: bold; padding-bottom: 0.5em; }
th, td { padding: 0.2em 0.8em; text-align: left; vertical-align: top; font-weight: normal; }
thead th { border-bottom: 1px solid; vertical-align: bottom; font-weight: bold; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; }
.part { padding-left: 2em; }
.note { font-family: sans-serif; font-size: smaller; margin: 0.4em 0; }
";

fn page(table: &Table, ledger: &Ledger, language: &str) -> String {
    let title = escaped(&table.title);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<table>\n<caption>{title}</caption>\n<thead>\n<tr>",
        escaped(language)
    );
    let mut put = |text: std::fmt::Arguments<'_>| {
        // Writing to a string does not fail.
        let _ = page.write_fmt(text);
    };
    // Under a spanner stand the headings of its columns, in a row of their own.
    let rows = match table.spanners.is_empty() {
        true => "",
        false => " rowspan=\"2\"",
    };
    put(format_args!(
        "<th scope=\"col\"{rows}>{}</th>",
        escaped(&table.corner)
    ));
    let mut below = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        let heading = html(column, ledger);
        let Some(spanner) = table.spanner(at) else {
            put(format_args!("<th scope=\"col\"{rows}>{heading}</th>"));
            continue;
        };
        if at == spanner.first {
            let (columns, label) = (spanner.count, escaped(&spanner.label));
            put(format_args!(
                "<th scope=\"colgroup\" colspan=\"{columns}\">{label}</th>"
            ));
        }
        below.push(heading);
    }
    put(format_args!("</tr>\n"));
    if !below.is_empty() {
        put(format_args!("<tr>"));
        for heading in below {
            put(format_args!("<th scope=\"col\">{heading}</th>"));
        }
        put(format_args!("</tr>\n"));
    }
    put(format_args!("</thead>\n<tbody>\n"));
    // The heading of a level refers to that of its variable.
    let mut above = 0;
    for (at, row) in table.rows.iter().enumerate() {
        let is_above = |next: &Row| !row.indented && next.indented;
        let attributes = if row.indented && above == 0 {
            " class=\"part\"".to_owned()
        } else if row.indented {
            format!(" headers=\"row-{above}\" class=\"part\"")
        } else if table.rows.get(at + 1).is_some_and(is_above) {
            above = at + 1;
            format!(" id=\"row-{above}\"")
        } else {
            String::new()
        };
        put(format_args!(
            "<tr><th scope=\"row\"{attributes}>{}</th>",
            label(row)
        ));
        for cell in &row.cells {
            put(format_args!("<td>{}</td>", html(cell, ledger)));
        }
        put(format_args!("</tr>\n"));
    }
    put(format_args!("</tbody>\n</table>\n"));
    for (index, footnote) in table.footnotes.iter().enumerate() {
        put(format_args!(
            "<p class=\"note\"><sup>{}</sup> {}</p>\n",
            mark_letter(index),
            html(footnote, ledger)
        ));
    }
    for note in &table.notes {
        put(format_args!(
            "<p class=\"note\">{}</p>\n",
            html(note, ledger)
        ));
    }
    put(format_args!("</body>\n</html>\n"));
    page
}

fn label(row: &Row) -> String {
    match &row.statistic {
        Some(statistic) => format!("{}, {}", escaped(&row.label), escaped(statistic)),
        None => escaped(&row.label),
    }
}

fn html(cell: &Cell, ledger: &Ledger) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Break => "<br>".to_owned(),
        Piece::Mark(index) => format!("<sup>{}</sup>", mark_letter(*index)),
        _ => escaped(&piece.words(ledger).unwrap_or_default()),
    };
    cell.iter().map(text).collect()
}

/// Text that HTML takes for text wherever it stands, in quotes also. Control
/// characters, which no HTML page may hold, become the replacement character.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(character),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ if character.is_control() => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The HTML standard, 13.1.2: text may hold no `<`, and no ambiguous `&`;
    /// values in double quotes no `"`.
    #[test]
    fn data_is_never_markup() {
        let table = Table {
            id: "t".to_owned(),
            title: "</title><script>alert(1)</script>".to_owned(),
            corner: "<b>".to_owned(),
            spanners: Vec::new(),
            columns: vec![vec![Piece::Text("a & b\u{0}".to_owned()), Piece::Mark(0)]],
            rows: vec![Row {
                label: "<65".to_owned(),
                statistic: Some("x > y".to_owned()),
                indented: true,
                cells: vec![vec![Piece::Text("\"'".to_owned()), Piece::Break]],
            }],
            footnotes: vec![vec![Piece::Text("<i>".to_owned())]],
            notes: vec![vec![Piece::Text("&lt;".to_owned())]],
        };
        let page = page(&table, &Ledger::default(), "en\" onload=\"x");
        for expected in [
            "<html lang=\"en&quot; onload=&quot;x\">",
            "<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>",
            "<th scope=\"col\">&lt;b&gt;</th>",
            "<th scope=\"col\">a &amp; b\u{fffd}<sup>a</sup></th>",
            "<th scope=\"row\" class=\"part\">&lt;65, x &gt; y</th><td>&quot;&#39;<br></td>",
            "<sup>a</sup> &lt;i&gt;</p>",
            "<p class=\"note\">&amp;lt;</p>",
        ] {
            assert!(page.contains(expected), "{expected}\n{page}");
        }
        assert!(!page.contains("<script"));
    }
}
