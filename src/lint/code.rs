//! Typst code of a template that prints something else than what the template says:
//! rules that replace text, texts of other files, computed numbers.

use typst_syntax::{LinkedNode, SyntaxKind, SyntaxNode, parse};

use super::Origin;
use crate::words::one_line;

/// A piece of code that prints, and where it begins, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Printing {
    pub(super) at: usize,
    pub(super) code: String,
    pub(super) origin: Origin,
}

/// What the code of a text prints, its tags blanked.
pub(super) fn printing(text: &str) -> Vec<Printing> {
    let root = parse(text);
    let mut found = Vec::new();
    collect(&LinkedNode::new(&root), &mut found);
    found
}

fn collect(node: &LinkedNode<'_>, found: &mut Vec<Printing>) {
    let origin = match node.kind() {
        SyntaxKind::ShowRule if replaces(node.get()) => Some(Origin::Replaced),
        SyntaxKind::ModuleInclude => Some(Origin::Read),
        SyntaxKind::ModuleImport => Some(Origin::Read),
        SyntaxKind::FuncCall => call(node),
        SyntaxKind::Escape | SyntaxKind::Str if escapes_digit(&node.get().full_text()) => {
            Some(Origin::Computed)
        }
        _ => None,
    };
    if let Some(origin) = origin {
        let code = one_line(&node.get().full_text());
        found.push(Printing {
            at: node.offset(),
            code,
            origin,
        });
        // What is inside was part of it.
        if origin != Origin::Replaced {
            return;
        }
    }
    for child in node.children() {
        collect(&child, found);
    }
}

/// Elements that hold no results of their own.
const PLAIN: [&str; 7] = [
    "bibliography",
    "cite",
    "colbreak",
    "image",
    "line",
    "pagebreak",
    "parbreak",
];

/// Methods and functions that take a text to pieces or leave it out.
const TAKING_APART: [&str; 22] = [
    ".at(",
    ".children",
    ".clusters(",
    ".codepoints(",
    ".find(",
    ".fields(",
    ".first(",
    ".last(",
    ".match(",
    ".matches(",
    ".replace(",
    ".rev(",
    ".slice(",
    ".split(",
    ".text",
    ".trim(",
    "eval(",
    "hide(",
    "repr(",
    "str(",
    "upper-roman",
    "float(",
];

/// Whether a rule prints another text than the one that it is for: it looks for a
/// text, or what it prints does not have in it what it was given.
fn replaces(rule: &SyntaxNode) -> bool {
    let parts: Vec<&SyntaxNode> = rule
        .children()
        .filter(|child| !child.kind().is_trivia())
        .collect();
    let colon = parts
        .iter()
        .position(|part| part.kind() == SyntaxKind::Colon);
    let (Some(colon), Some(transform)) = (colon, parts.last()) else {
        return false;
    };
    let selector: Vec<&&SyntaxNode> = parts.iter().take(colon).skip(1).collect();
    let selector = selector
        .last()
        .map(|own| own.full_text())
        .unwrap_or_default();
    let root = selector.split(['.', '(']).next().unwrap_or_default();
    if PLAIN.contains(&root) {
        return false;
    }
    let looks_for_text =
        selector.contains(['"', '`']) && !selector.contains("where") || selector.contains("regex");
    match transform.kind() {
        // What it looks for stays as it is.
        SyntaxKind::SetRule => hides(&transform.full_text()),
        _ if looks_for_text || root == "text" => true,
        SyntaxKind::Closure => drops(transform),
        // A function by name: what it does is seen where it is defined.
        SyntaxKind::Ident | SyntaxKind::FieldAccess | SyntaxKind::FuncCall => {
            matches!(transform.full_text().as_str(), "hide" | "repr")
        }
        _ => true,
    }
}

/// Whether set rules make a text that nobody sees.
fn hides(rule: &str) -> bool {
    let plain: String = rule.chars().filter(|c| !c.is_whitespace()).collect();
    let hiding = [
        "fill:white",
        "size:0pt",
        "size:0em",
        "fill:none",
        "fill:luma(255)",
        "luma(100%)",
    ];
    plain.contains("text(") && hiding.iter().any(|own| plain.contains(own))
}

/// Whether a function does not print what it is given, or takes it to pieces.
fn drops(closure: &SyntaxNode) -> bool {
    let params = closure
        .children()
        .find(|child| child.kind() == SyntaxKind::Params);
    let body = closure.children().last();
    let (Some(params), Some(body)) = (params, body) else {
        return false;
    };
    let name = params.full_text();
    let name = name.trim_matches(['(', ')', ' ']).trim_start_matches("..");
    !mentions(body, name) || takes_apart(body)
}

fn mentions(node: &SyntaxNode, name: &str) -> bool {
    node.kind() == SyntaxKind::Ident && node.full_text() == name
        || node.children().any(|child| mentions(child, name))
}

fn takes_apart(body: &SyntaxNode) -> bool {
    let text = body.full_text();
    TAKING_APART.iter().any(|own| {
        text.match_indices(own).any(|(at, _)| {
            let after = text.get(at + own.len()..).unwrap_or_default();
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let is_word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
            let ends = own.ends_with('(') || !after.starts_with(is_word) && !after.starts_with('(');
            let begins = own.starts_with('.') || !before.is_some_and(is_word);
            ends && begins
        })
    })
}

/// Functions that print what a file holds.
const READING: [&str; 8] = [
    "cbor", "csv", "json", "plugin", "read", "toml", "xml", "yaml",
];

/// Methods that make a number or another text.
const MAKING: [&str; 27] = [
    "codepoints",
    "count",
    "day",
    "find",
    "hour",
    "len",
    "minute",
    "month",
    "ordinal",
    "position",
    "pow",
    "product",
    "replace",
    "rev",
    "second",
    "slice",
    "split",
    "sum",
    "to-unicode",
    "weekday",
    "days",
    "hours",
    "minutes",
    "seconds",
    "weeks",
    "year",
    "match",
];

fn call(node: &LinkedNode<'_>) -> Option<Origin> {
    let callee = node.children().next()?;
    let name = callee.get().full_text();
    let (receiver, method) = name.rsplit_once('.').unwrap_or(("", name.as_str()));
    if receiver.is_empty() && READING.contains(&method) {
        return Some(Origin::Read);
    }
    if receiver.is_empty() && method == "eval" || method == "from-unicode" {
        return Some(Origin::Computed);
    }
    let arguments = || {
        let arguments = node.children().find(|own| own.kind() == SyntaxKind::Args);
        arguments
            .map(|own| own.get().full_text())
            .unwrap_or_default()
    };
    // A picture whose text stands in the template.
    if method == "decode" || method == "image" && arguments().contains("bytes(") {
        return Some(Origin::Computed);
    }
    let is_printed = node
        .parent()
        .is_some_and(|parent| matches!(parent.kind(), SyntaxKind::Markup | SyntaxKind::Math));
    let of_literals = || {
        let arguments = node.children().find(|own| own.kind() == SyntaxKind::Args);
        arguments.is_some_and(|own| only_literals(own.get()))
    };
    let computes = receiver == "calc" && (is_printed || of_literals())
        || MAKING.contains(&method)
            && (is_printed && !receiver.is_empty()
                || receiver.ends_with('"')
                || receiver.starts_with("range("));
    computes.then_some(Origin::Computed)
}

/// Whether arguments are numbers, and nothing else.
fn only_literals(node: &SyntaxNode) -> bool {
    node.children().all(|child| {
        child.kind().is_trivia()
            || matches!(
                child.kind(),
                SyntaxKind::Int
                    | SyntaxKind::Float
                    | SyntaxKind::Comma
                    | SyntaxKind::LeftParen
                    | SyntaxKind::RightParen
            )
    })
}

/// `\u{37}`: a digit by its code.
fn escapes_digit(text: &str) -> bool {
    let codes = text.split("\\u{").skip(1);
    let mut codes = codes.filter_map(|rest| rest.split('}').next());
    codes.any(|code| {
        let own = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        own.is_some_and(char::is_numeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_that_prints_other_things_is_found() {
        for (text, origin) in [
            ("#show \"138\": \"12\"", Origin::Replaced),
            ("#show \"138\": [12]", Origin::Replaced),
            ("#show regex(\"[0-9]+\"): it => it", Origin::Replaced),
            ("#show text: it => [x]", Origin::Replaced),
            ("#show link: it => [12]", Origin::Replaced),
            (
                "#show link: it => it.body.text.replace(\"1\", \"2\")",
                Origin::Replaced,
            ),
            ("#show table.cell: none", Origin::Replaced),
            ("#show link: hide", Origin::Replaced),
            ("#show link: set text(fill: white)", Origin::Replaced),
            ("#let f(it) = { show \"a\": \"b\"; it }", Origin::Replaced),
            ("#read(\"assets/n.txt\")", Origin::Read),
            ("#table(..csv(\"assets/n.csv\").flatten())", Origin::Read),
            ("#include \"assets/n.txt\"", Origin::Read),
            ("#import \"assets/n.typ\": n", Origin::Read),
            ("#eval(read(\"a\"), mode: \"markup\")", Origin::Computed),
            ("#calc.pow(2, 6)", Origin::Computed),
            ("#let n = calc.pow(2, 6)", Origin::Computed),
            ("#\"aaaa\".len()", Origin::Computed),
            ("#duration(days: 74).days()", Origin::Computed),
            ("#let n = range(74).len()", Origin::Computed),
            ("#image(bytes(\"<svg>74</svg>\"))", Origin::Computed),
            ("#let n = \"aaaa\".len()", Origin::Computed),
            ("#range(75).sum()", Origin::Computed),
            (
                "#datetime(year: 2024, month: 1, day: 12).day()",
                Origin::Computed,
            ),
            ("#str.from-unicode(55)", Origin::Computed),
            ("was \\u{37}\\u{34}", Origin::Computed),
            ("#\"\\u{37}\"", Origin::Computed),
        ] {
            let found = printing(text);
            assert!(
                found.iter().any(|own| own.origin == origin),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn looks_and_layout_are_not() {
        for text in [
            "#show heading: set text(fill: blue)",
            "#show heading.where(level: 1): it => block(text(size: 14pt, it.body))",
            "#show figure.caption: it => [#it.supplement: #it.body]",
            "#show: columns.with(2)",
            "#show: body => pad(x: 3pt, body)",
            "#show link: underline",
            "#show raw: set text(size: 1.1em)",
            "#let n = calc.max(a, 2)",
            "#let parts = words.split(\", \")",
            "#image(\"assets/logo.svg\")",
            "#context counter(page).display()",
            "#datetime(year: 2024, month: 3, day: 1).display()",
            "#link(\"https://example.org/2020\")[here]",
            "#grid(columns: 2)[a][b]",
            "5\\u{a0}mm",
        ] {
            assert!(printing(text).is_empty(), "{text}: {:?}", printing(text));
        }
    }
}
