//! The prose of Typst source, by Typst's own parser.

use std::ops::Range;

use std::collections::BTreeSet;

use typst_syntax::{LinkedNode, SyntaxKind, SyntaxNode, parse};

use super::hidden;

pub(super) fn prose(text: &str) -> Vec<Range<usize>> {
    let root = parse(text);
    let mut printing = BTreeSet::new();
    printing_functions(&root, &mut printing);
    let mut reader = Reader {
        printing,
        parts: Vec::new(),
    };
    reader.collect(&LinkedNode::new(&root));
    reader.parts
}

struct Reader {
    /// Functions of the text that print an argument.
    printing: BTreeSet<String>,
    parts: Vec<Range<usize>>,
}

impl Reader {
    fn collect(&mut self, node: &LinkedNode<'_>) {
        let range = node.range();
        match node.kind() {
            SyntaxKind::Label => {}
            SyntaxKind::Heading => {
                let text = node.get().full_text();
                self.add(hidden::in_heading(&text), range.start);
                self.calls(node);
            }
            SyntaxKind::Raw => {
                let text = node.get().full_text();
                let inner = text.trim_matches('`');
                let ticks = text.len() - text.trim_start_matches('`').len();
                self.add(hidden::in_code(inner), range.start + ticks);
            }
            // The words that a reference prints before its number.
            SyntaxKind::Ref => {
                let children = node.children();
                for child in children.filter(|child| child.kind() == SyntaxKind::ContentBlock) {
                    self.collect(&child);
                }
            }
            SyntaxKind::EnumMarker => self.marker(node),
            SyntaxKind::Text | SyntaxKind::MathText | SyntaxKind::MathIdent => {
                self.parts.push(range);
            }
            // `#24`, `#"24"` and `#strong("24")` print what they hold.
            SyntaxKind::Str if is_printed(node) => {
                let start = range.start + 1;
                self.parts
                    .push(start..range.end.saturating_sub(1).max(start));
            }
            SyntaxKind::Int | SyntaxKind::Float | SyntaxKind::Numeric
                if is_printed_number(node, &self.printing) =>
            {
                self.parts.push(range);
            }
            _ => {
                for child in node.children() {
                    self.collect(&child);
                }
            }
        }
    }

    fn add(&mut self, parts: Vec<Range<usize>>, by: usize) {
        let moved = parts.into_iter().map(|own| own.start + by..own.end + by);
        self.parts.extend(moved);
    }

    /// Code inside a heading.
    fn calls(&mut self, node: &LinkedNode<'_>) {
        for child in node.children() {
            match child.kind() {
                SyntaxKind::FuncCall => self.collect(&child),
                _ => self.calls(&child),
            }
        }
    }

    /// `74.` at the beginning of a line, unless it counts on.
    fn marker(&mut self, node: &LinkedNode<'_>) {
        let number = |node: &SyntaxNode| -> Option<u64> {
            node.full_text().trim_end_matches('.').parse().ok()
        };
        let Some(own) = number(node.get()) else {
            return;
        };
        let before = node.parent().and_then(|item| {
            let mut earlier = std::iter::successors(item.prev_sibling(), LinkedNode::prev_sibling);
            let item = earlier.find(|node| node.kind() == SyntaxKind::EnumItem)?;
            let marker = item.children().next()?;
            number(marker.get())
        });
        if own > 1 && before.is_none_or(|before| before + 1 != own) {
            let range = node.range();
            self.parts.push(range.start..range.end.saturating_sub(1));
        }
    }
}

/// The functions that a text defines and that print one of their parameters:
/// `#let f(n) = [It was #n.]`.
fn printing_functions(node: &SyntaxNode, found: &mut BTreeSet<String>) {
    if node.kind() == SyntaxKind::LetBinding
        && let Some(closure) = node
            .children()
            .find(|own| own.kind() == SyntaxKind::Closure)
        && let Some(name) = closure
            .children()
            .find(|own| own.kind() == SyntaxKind::Ident)
        && let Some(params) = closure
            .children()
            .find(|own| own.kind() == SyntaxKind::Params)
        && let Some(body) = closure.children().last()
    {
        let mut printed = BTreeSet::new();
        printed_names(body, &mut printed);
        let names = params.children().filter_map(|own| match own.kind() {
            SyntaxKind::Ident => Some(own.full_text()),
            SyntaxKind::Named => own.children().next().map(SyntaxNode::full_text),
            _ => None,
        });
        if names.into_iter().any(|own| printed.contains(own.as_str())) {
            found.insert(name.full_text().to_string());
        }
    }
    for child in node.children() {
        printing_functions(child, found);
    }
}

/// The names that stand in content: `#n`.
fn printed_names(node: &SyntaxNode, found: &mut BTreeSet<String>) {
    let mut after_hash = false;
    for child in node.children() {
        if after_hash && child.kind() == SyntaxKind::Ident {
            found.insert(child.full_text().to_string());
        }
        after_hash = child.kind() == SyntaxKind::Hash;
        printed_names(child, found);
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
    "step",
    "toml",
    "xml",
    "yaml",
];

/// Functions whose numbers are those of a counter or a state, which the text prints
/// elsewhere.
const COUNTING: &[&str] = &["state", "update"];

/// Arguments by name that the page shows.
const SHOWN: &[&str] = &[
    "alt",
    "body",
    "caption",
    "number",
    "start",
    "supplement",
    "text",
    "title",
    "value",
];

/// Functions that take a text as a pattern.
const PATTERNS: &[&str] = &["display", "numbering"];

/// Functions that make text of a number.
const NUMBERS_TO_TEXT: &[&str] = &["item", "numbering", "repr", "str"];

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
        // A numbering may be a function, which prints.
        SyntaxKind::Named => {
            let name = name_of(node);
            let shown = name.as_deref().is_some_and(|name| SHOWN.contains(&name));
            let is_function = node
                .children()
                .any(|child| child.kind() == SyntaxKind::Closure);
            !(shown || is_function && name.as_deref() == Some("numbering"))
        }
        SyntaxKind::SetRule
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

/// The name of an argument.
fn name_of(node: &LinkedNode<'_>) -> Option<String> {
    let name = node.children().next()?;
    Some(name.get().full_text().to_string())
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
    let is_key = |node: &LinkedNode<'_>| {
        let name = called(node).unwrap_or_default();
        node.kind() == SyntaxKind::FuncCall && COUNTING.contains(&name.as_str())
    };
    let around = code_around(node);
    // What a show rule puts in the place of a text is printed, what it looks for is not.
    let replaced = around.iter().position(|node| {
        let rule = node
            .parent()
            .filter(|rule| rule.kind() == SyntaxKind::ShowRule);
        rule.is_some() && is_last(node)
    });
    let is_replacement = is_last(node)
        && node
            .parent()
            .is_some_and(|parent| parent.kind() == SyntaxKind::ShowRule);
    let inner = match (replaced, is_replacement) {
        (_, true) => return true,
        (Some(at), false) => around.get(..=at).unwrap_or_default(),
        (None, false) => around.as_slice(),
    };
    !inner
        .iter()
        .any(|node| is_silent(node) || takes_pattern(node) || is_key(node))
}

/// Whether nothing but blanks follows a node below its parent.
fn is_last(node: &LinkedNode<'_>) -> bool {
    node.next_sibling().is_none()
}

/// Numbers are arguments of many functions; they are text where they stand alone,
/// are computed with, are named, or are made text of.
fn is_printed_number(node: &LinkedNode<'_>, printing: &BTreeSet<String>) -> bool {
    let text = node.get().full_text();
    let is_length = node.kind() == SyntaxKind::Numeric && !text.ends_with('%');
    let around = code_around(node);
    if around.is_empty() {
        return true;
    }
    if is_length {
        return false;
    }
    let is_small = matches!(text.as_str(), "0" | "1");
    let calls = |name: &[&str]| {
        around.iter().any(|node| {
            node.kind() == SyntaxKind::FuncCall
                && called(node).is_some_and(|own| name.contains(&own.as_str()))
        })
    };
    if calls(COUNTING) {
        return !is_small;
    }
    if calls(&["datetime"]) {
        let year = around.iter().find(|node| node.kind() == SyntaxKind::Named);
        let is_year = year.and_then(name_of).as_deref() == Some("year");
        return is_year && !matches!(text.parse(), Ok(1800..=2200));
    }
    // `#f(74)` and `#f(n: 74)`, where the text defines that `f` prints it.
    let inner = around
        .iter()
        .find(|node| node.kind() == SyntaxKind::FuncCall);
    let prints = |call: &LinkedNode<'_>| {
        let callee = call.children().next().map(|own| own.get().full_text());
        callee.is_some_and(|callee| {
            let name = callee.split(['.', '(']).next().unwrap_or_default();
            printing.contains(name)
        })
    };
    if inner.is_some_and(prints) {
        return true;
    }
    let is_shown = around.iter().any(|node| {
        node.kind() == SyntaxKind::Named
            && name_of(node).is_some_and(|name| matches!(name.as_str(), "start" | "number"))
    });
    if is_shown {
        return !is_small;
    }
    // What is computed with other things and named is a measure more often than a result.
    let binding = around
        .iter()
        .find(|node| node.kind() == SyntaxKind::LetBinding);
    if let Some(binding) = binding
        && around.len() > 1
    {
        // The default of a parameter that the function prints.
        let is_default = around.iter().any(|node| node.kind() == SyntaxKind::Params);
        let name = binding.children().find_map(|own| {
            let name = own
                .children()
                .next()
                .filter(|_| own.kind() == SyntaxKind::Closure)?;
            Some(name.get().full_text().to_string())
        });
        if is_default {
            return name.is_some_and(|name| printing.contains(&name));
        }
        let value = binding.children().last();
        return value.is_some_and(|value| is_arithmetic(value.get()));
    }
    // A numbering is a function whose value is printed, whatever takes it.
    let numbers = around.iter().position(|node| {
        node.kind() == SyntaxKind::Named && name_of(node).as_deref() == Some("numbering")
    });
    let inside = around
        .get(..numbers.unwrap_or(around.len()))
        .unwrap_or_default();
    let made_text = inside
        .iter()
        .filter(|node| node.kind() == SyntaxKind::FuncCall)
        .map(called)
        .all(|name| name.is_some_and(|name| NUMBERS_TO_TEXT.contains(&name.as_str())));
    made_text && !around.iter().any(is_silent)
}

/// Whether an expression has nothing but numbers: `37 * 2`.
fn is_arithmetic(node: &SyntaxNode) -> bool {
    match node.kind() {
        SyntaxKind::Int | SyntaxKind::Float => true,
        SyntaxKind::Plus
        | SyntaxKind::Minus
        | SyntaxKind::Star
        | SyntaxKind::Slash
        | SyntaxKind::LeftParen
        | SyntaxKind::RightParen
        | SyntaxKind::Space => true,
        SyntaxKind::Binary | SyntaxKind::Unary | SyntaxKind::Parenthesized => {
            node.children().all(is_arithmetic)
        }
        _ => false,
    }
}
