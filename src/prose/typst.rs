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
    let printed = || {
        node.parent_kind()
            .is_some_and(|kind| kind == SyntaxKind::Markup)
    };
    match node.kind() {
        SyntaxKind::Heading | SyntaxKind::Raw | SyntaxKind::Label | SyntaxKind::Ref => {}
        SyntaxKind::Text | SyntaxKind::MathText | SyntaxKind::MathIdent => parts.push(node.range()),
        // `#24` and `#"24"` print what they hold.
        SyntaxKind::Int | SyntaxKind::Float | SyntaxKind::Numeric | SyntaxKind::Str
            if printed() =>
        {
            let range = node.range();
            if node.kind() == SyntaxKind::Str {
                parts.push(range.start + 1..range.end.saturating_sub(1).max(range.start + 1));
            } else {
                parts.push(range);
            }
        }
        _ => {
            for child in node.children() {
                collect(&child, parts);
            }
        }
    }
}
