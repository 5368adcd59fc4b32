//! The prose of Typst source, by Typst's own parser.

use std::ops::Range;

use typst_syntax::{LinkedNode, SyntaxKind, parse};

pub(super) fn prose(text: &str) -> Vec<Range<usize>> {
    let root = parse(text);
    let mut parts = Vec::new();
    collect(&LinkedNode::new(&root), &mut parts);
    parts
}

fn collect(node: &LinkedNode<'_>, parts: &mut Vec<Range<usize>>) {
    match node.kind() {
        SyntaxKind::Heading | SyntaxKind::Raw | SyntaxKind::Label | SyntaxKind::Ref => {}
        SyntaxKind::Text | SyntaxKind::MathText | SyntaxKind::MathIdent => parts.push(node.range()),
        // `#24`, `#"24"` and `#strong("24")` print what they hold.
        SyntaxKind::Str if is_printed(node) => {
            let range = node.range();
            parts.push(range.start + 1..range.end.saturating_sub(1).max(range.start + 1));
        }
        SyntaxKind::Int | SyntaxKind::Float | SyntaxKind::Numeric if is_printed_number(node) => {
            parts.push(node.range());
        }
        _ => {
            for child in node.children() {
                collect(&child, parts);
            }
        }
    }
}

/// Functions whose arguments are names, places and colours, and print nothing.
const SILENT: &[&str] = &[
    "at",
    "bibliography",
    "cite",
    "cmyk",
    "contains",
    "counter",
    "csv",
    "datetime",
    "ends-with",
    "find",
    "image",
    "json",
    "label",
    "link",
    "linear-rgb",
    "luma",
    "match",
    "matches",
    "oklab",
    "oklch",
    "range",
    "read",
    "ref",
    "regex",
    "replace",
    "rgb",
    "slice",
    "split",
    "starts-with",
    "state",
    "step",
    "toml",
    "update",
    "xml",
    "yaml",
];

/// Functions that take a text as a pattern.
const PATTERNS: &[&str] = &["display", "numbering"];

/// Functions that make text of a number.
const NUMBERS_TO_TEXT: &[&str] = &["numbering", "repr", "str"];

/// The name of the function that a call calls, without what stands before a point.
fn called(call: &LinkedNode<'_>) -> Option<String> {
    let callee = call.children().next()?;
    let text = callee.get().full_text();
    text.rsplit('.').next().map(str::to_owned)
}

/// Whether a node cannot print what is in it: arguments by name, rules, imports,
/// comparisons.
fn is_silent(node: &LinkedNode<'_>) -> bool {
    match node.kind() {
        SyntaxKind::Named
        | SyntaxKind::SetRule
        | SyntaxKind::ShowRule
        | SyntaxKind::ModuleImport
        | SyntaxKind::ModuleInclude => true,
        SyntaxKind::Binary => node.children().any(|child| {
            matches!(
                child.kind(),
                SyntaxKind::EqEq
                    | SyntaxKind::ExclEq
                    | SyntaxKind::Lt
                    | SyntaxKind::LtEq
                    | SyntaxKind::Gt
                    | SyntaxKind::GtEq
                    | SyntaxKind::In
            )
        }),
        SyntaxKind::FuncCall => called(node).is_some_and(|name| SILENT.contains(&name.as_str())),
        _ => false,
    }
}

/// The code around a node, from inside out, as far as the text that it stands in.
fn code_around<'a>(node: &LinkedNode<'a>) -> Vec<LinkedNode<'a>> {
    let parents = std::iter::successors(node.parent().cloned(), |node| node.parent().cloned());
    parents
        .take_while(|parent| {
            !matches!(
                parent.kind(),
                SyntaxKind::Markup | SyntaxKind::Math | SyntaxKind::ContentBlock
            )
        })
        .collect()
}

/// A text is printed unless it is a pattern, as in `numbering("1.1", …)`.
fn is_printed(node: &LinkedNode<'_>) -> bool {
    let takes_pattern = |node: &LinkedNode<'_>| {
        let name = called(node).unwrap_or_default();
        node.kind() == SyntaxKind::FuncCall && PATTERNS.contains(&name.as_str())
    };
    let around = code_around(node);
    !around
        .iter()
        .any(|node| is_silent(node) || takes_pattern(node))
}

/// Numbers are arguments of many functions; they are text where they stand alone,
/// are computed with, are named, or are made text of.
fn is_printed_number(node: &LinkedNode<'_>) -> bool {
    let is_length = node.kind() == SyntaxKind::Numeric && !node.get().full_text().ends_with('%');
    let around = code_around(node);
    if around.is_empty() {
        return true;
    }
    // What is computed and named is a measure more often than a result.
    let is_named = around
        .iter()
        .any(|node| node.kind() == SyntaxKind::LetBinding);
    if is_named && around.len() > 1 {
        return false;
    }
    let calls = around
        .iter()
        .filter(|node| node.kind() == SyntaxKind::FuncCall);
    let made_text = calls
        .map(called)
        .all(|name| name.is_some_and(|name| NUMBERS_TO_TEXT.contains(&name.as_str())));
    !is_length && made_text && !around.iter().any(is_silent)
}
