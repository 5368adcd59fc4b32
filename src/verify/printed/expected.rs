//! What the source of a report gives to print: numbers of the text with the label
//! of their entry, and tables with their cells.

use std::ops::Range;

use typst_syntax::{SyntaxKind, SyntaxNode, ast, parse};

/// A table of the source.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) id: String,
    /// The heading of the labels.
    pub(super) corner: String,
    pub(super) headings: Vec<String>,
    pub(super) spanners: Vec<Spanner>,
    /// The columns of each part that it may stand in: upright, on its side, and whole.
    pub(super) parts: Vec<Vec<usize>>,
    pub(super) rows: Vec<Row>,
    /// The footnotes and notes below it, one after another.
    pub(super) remarks: String,
}

/// A heading above several columns.
#[derive(Debug, Default)]
pub(super) struct Spanner {
    pub(super) label: String,
    pub(super) columns: Range<usize>,
}

/// The texts of a row's cells.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The label and the statistic, which one cell may hold.
    pub(super) labels: Vec<String>,
    pub(super) cells: Vec<String>,
}

/// What a source gives to print.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// The label of an entry, and the text of a link to it, in order.
    pub(super) links: Vec<(String, String)>,
    pub(super) tables: Vec<Table>,
}

/// Reads the source of a report.
pub(super) fn read(source: &str) -> Given {
    let mut given = Given::default();
    collect(&parse(source), &mut given);
    given
}

fn collect(node: &SyntaxNode, given: &mut Given) {
    if let Some((name, arguments)) = call(node) {
        match name.as_str() {
            "num" | "source" => {
                let mut values = values(arguments);
                if let (Some(label), Some(body)) = (values.next().and_then(string), values.next()) {
                    if !label.is_empty() {
                        given.links.push((label, text(body)));
                    }
                    collect(body, given);
                    return;
                }
            }
            "report-table" => given.tables.push(table(arguments)),
            _ => {}
        }
    }
    for child in node.children() {
        collect(child, given);
    }
}

/// The name and the arguments of a call.
fn call(node: &SyntaxNode) -> Option<(String, &SyntaxNode)> {
    if node.kind() != SyntaxKind::FuncCall {
        return None;
    }
    let name = node.children().next()?.full_text().to_string();
    let arguments = node
        .children()
        .find(|child| child.kind() == SyntaxKind::Args)?;
    Some((name, arguments))
}

/// The expressions of arguments or an array.
fn values(node: &SyntaxNode) -> impl Iterator<Item = &SyntaxNode> {
    node.children().filter(|child| {
        !child.kind().is_trivia()
            && !matches!(
                child.kind(),
                SyntaxKind::LeftParen | SyntaxKind::RightParen | SyntaxKind::Comma
            )
    })
}

fn string(node: &SyntaxNode) -> Option<String> {
    Some(node.cast::<ast::Str>()?.get().to_string())
}

/// The value of `name: value` among arguments or in a dictionary.
fn named<'a>(node: &'a SyntaxNode, name: &str) -> Option<&'a SyntaxNode> {
    let mut pairs = node
        .children()
        .filter(|child| child.kind() == SyntaxKind::Named);
    let pair = pairs.find(|pair| {
        let key = pair.children().next();
        key.is_some_and(|key| key.full_text() == name)
    })?;
    pair.children().last()
}

/// The text that a node prints, the labels of links left out.
fn text(node: &SyntaxNode) -> String {
    let mut out = String::new();
    write_text(node, &mut out);
    out.trim().to_owned()
}

fn write_text(node: &SyntaxNode, out: &mut String) {
    if let Some(text) = string(node) {
        out.push_str(&text);
        return;
    }
    if let Some((name, arguments)) = call(node) {
        let linked = matches!(name.as_str(), "num" | "source");
        for value in values(arguments).skip(usize::from(linked)) {
            write_text(value, out);
        }
        // `#box[…]` has its content behind the brackets of the call.
        return;
    }
    match node.kind() {
        SyntaxKind::Text | SyntaxKind::Space => out.push_str(&node.full_text()),
        _ => {
            for child in node.children() {
                write_text(child, out);
            }
        }
    }
}

fn number(node: &SyntaxNode) -> Option<usize> {
    node.full_text().parse().ok()
}

/// `(label, first, count)`
fn spanner(node: &SyntaxNode) -> Option<Spanner> {
    let mut values = values(node);
    let label = values.next().map(text)?;
    let (first, count) = (number(values.next()?)?, number(values.next()?)?);
    let columns = first..first.checked_add(count)?;
    Some(Spanner { label, columns })
}

/// The columns of each part of a layout: `(parts: (((0, 1, ), 6.00pt), ), …)`.
fn parts(layout: &SyntaxNode) -> Vec<Vec<usize>> {
    let parts = named(layout, "parts").map(|list| values(list).collect::<Vec<_>>());
    let columns = |part: &SyntaxNode| {
        let columns = values(part).next().map(values);
        columns.into_iter().flatten().filter_map(number).collect()
    };
    parts.into_iter().flatten().map(columns).collect()
}

fn table(arguments: &SyntaxNode) -> Table {
    let id = values(arguments).next().and_then(string);
    let listed = |name: &str| named(arguments, name).map(|list| values(list).collect::<Vec<_>>());
    let heading = |column: &SyntaxNode| named(column, "heading").map(text).unwrap_or_default();
    let columns = listed("columns").unwrap_or_default();
    let headings: Vec<String> = columns.into_iter().map(heading).collect();
    let spanners = listed("spanners").unwrap_or_default();
    let mut parts: Vec<Vec<usize>> = ["upright", "on-side"]
        .into_iter()
        .filter_map(|layout| named(arguments, layout))
        .flat_map(parts)
        .collect();
    parts.push((0..headings.len()).collect());
    let mut rows = Vec::new();
    for row in listed("rows").unwrap_or_default() {
        let part = |name: &str| named(row, name).map(text).unwrap_or_default();
        let cells = named(row, "cells").map(|list| values(list).map(text).collect());
        rows.push(Row {
            labels: vec![part("label"), part("statistic")],
            cells: cells.unwrap_or_default(),
        });
    }
    let remark = |node: &SyntaxNode| text(node) + " ";
    let remarks = ["footnotes", "notes"]
        .into_iter()
        .filter_map(listed)
        .flatten();
    Table {
        id: id.unwrap_or_default(),
        corner: named(arguments, "corner").map(text).unwrap_or_default(),
        headings,
        spanners: spanners.into_iter().filter_map(spanner).collect(),
        parts,
        rows,
        remarks: remarks.map(remark).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_cells_are_found() {
        let given = read(
            "Of #num(\"source-1.cohort\", \"22\\u{38}\");#\" patients\";#num(\"\", \"9\");\n#report-table(\n  \"a\",\n  columns: ((heading: [#\"Men (n = 138)\";]), (heading: [#\"Women\";]), ),\n  spanners: (([#\"Sex\";], 0, 2), ),\n  upright: (size: 8.00pt, columns: (61.36pt, 60.00pt, ), parts: (((0, ), 24.00pt), ((1, ), 24.00pt), )),\n  rows: (\n    (label: [#\"Age\";], statistic: [#\"median\";], span: 1, source: \"source-1.age\", cells: ((1, source(\"source-5.x\", [#\"63 (\";#box[#\"56–69\";];#\")\";#mark(\"a\");])), none, )),\n  ),\n);",
        );
        assert_eq!(
            given.links,
            [
                ("source-1.cohort".to_owned(), "228".to_owned()),
                ("source-5.x".to_owned(), "63 (56–69)a".to_owned())
            ]
        );
        let table = &given.tables[0];
        assert_eq!(table.headings, ["Men (n = 138)", "Women"]);
        assert_eq!(table.spanners[0].label, "Sex");
        assert_eq!(table.spanners[0].columns, 0..2);
        assert_eq!(table.parts, [vec![0], vec![1], vec![0, 1]]);
        assert_eq!(table.rows[0].labels, ["Age", "median"]);
        assert_eq!(table.rows[0].cells, ["63 (56–69)a", ""]);
    }
}
