//! What the expressions of tags print that no entry of the ledger has: number
//! literals, texts of digits, and what filters make of a number's text.

use std::collections::BTreeSet;
use std::ops::Range;

use super::tags::{Tag, TagKind};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Text,
    Name,
    Sign,
}

/// A token of an expression, its place in bytes of the template.
#[derive(Debug, Clone)]
struct Token<'a> {
    kind: Kind,
    text: &'a str,
    at: Range<usize>,
}

fn tokens<'a>(text: &'a str, tag: &Tag) -> Vec<Token<'a>> {
    let inside = text.get(tag.inside.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = inside.get(at..)
        && let Some(c) = rest.chars().next()
    {
        let run = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let (kind, length) = match c {
            c if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '"' | '\'' => {
                let inner = rest.get(1..).unwrap_or_default();
                let end = inner.find(c).map_or(rest.len(), |end| end + 2);
                (Kind::Text, end)
            }
            c if c.is_ascii_digit() => {
                let length = run(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'));
                (Kind::Number, length)
            }
            c if c.is_alphabetic() || c == '_' => {
                (Kind::Name, run(|c| c.is_alphanumeric() || c == '_'))
            }
            _ => {
                let two = ["==", "!=", "<=", ">=", "**", "//"];
                let is_two = two.iter().any(|sign| rest.starts_with(sign));
                (Kind::Sign, if is_two { 2 } else { c.len_utf8() })
            }
        };
        let start = tag.inside.start + at;
        found.push(Token {
            kind,
            text: rest.get(..length).unwrap_or_default(),
            at: start..start + length,
        });
        at += length;
    }
    found
}

/// What a statement begins with; nothing where a tag prints.
fn word<'a>(tag: &Tag, tokens: &[Token<'a>]) -> &'a str {
    match tag.kind {
        TagKind::Statement => {
            let named = tokens.iter().find(|own| own.kind == Kind::Name);
            named.map_or("", |own| own.text)
        }
        TagKind::Print | TagKind::Remark => "",
    }
}

/// Whether a statement keeps values that are printed later.
pub(super) fn keeps(text: &str, tag: &Tag) -> bool {
    matches!(word(tag, &tokens(text, tag)), "for" | "macro")
}

fn is_comparison(token: Option<&Token<'_>>) -> bool {
    token.is_some_and(|own| matches!(own.text, "==" | "!=" | "<" | ">" | "<=" | ">="))
}

/// What a bracket belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around<'a> {
    /// The arguments of a function, a filter or a test.
    Call(&'a str),
    /// The place in a list or a part of a text.
    Subscript,
    /// A list, or an expression in brackets.
    Group,
}

/// The brackets around each token, from outside in.
fn around<'a>(tokens: &[Token<'a>]) -> Vec<Vec<Around<'a>>> {
    let mut open: Vec<Around<'a>> = Vec::new();
    let mut before: Option<&Token<'a>> = None;
    let mut all = Vec::new();
    for token in tokens {
        if matches!(token.text, ")" | "]" | "}") && token.kind == Kind::Sign {
            open.pop();
        }
        all.push(open.clone());
        if token.kind == Kind::Sign && matches!(token.text, "(" | "[" | "{") {
            const WORDS: [&str; 6] = ["in", "if", "else", "and", "or", "not"];
            let callee = before.filter(|own| own.kind == Kind::Name && !WORDS.contains(&own.text));
            let is_value = callee.is_some()
                || before
                    .is_some_and(|own| own.kind == Kind::Text || matches!(own.text, ")" | "]"));
            open.push(match (token.text, callee) {
                ("(", Some(name)) => Around::Call(name.text),
                ("[", _) if is_value => Around::Subscript,
                _ => Around::Group,
            });
        }
        before = Some(token);
    }
    all
}

/// Calls whose numbers are no results: how far, how many digits.
const COUNTING: [&str; 7] = [
    "batch",
    "divisibleby",
    "indent",
    "round",
    "slice",
    "truncate",
    "wordwrap",
];

/// Loops of at most so many turns are no results.
const TURNS: f64 = 20.0;

/// The number literals that a tag prints or keeps.
pub(super) fn numbers(text: &str, tag: &Tag) -> Vec<Range<usize>> {
    let tokens = tokens(text, tag);
    let word = word(tag, &tokens);
    let prints = tag.kind == TagKind::Print
        || matches!(
            word,
            "set" | "with" | "call" | "do" | "filter" | "for" | "macro"
        );
    if !prints {
        return Vec::new();
    }
    let around = around(&tokens);
    let mut found = Vec::new();
    for (at, (token, around)) in tokens.iter().zip(&around).enumerate() {
        if token.kind != Kind::Number {
            continue;
        }
        let (before, after) = (
            at.checked_sub(1).and_then(|at| tokens.get(at)),
            tokens.get(at + 1),
        );
        let value: f64 = token.text.replace('_', "").parse().unwrap_or(f64::NAN);
        // "loop.index0 + 1" counts.
        let is_step = value <= 1.0
            && tokens.iter().any(|own| own.text == "loop")
            && [before, after]
                .iter()
                .any(|own| own.is_some_and(|own| matches!(own.text, "+" | "-")));
        let is_counting = around.iter().any(|own| match own {
            Around::Call("range") => word == "for" && value <= TURNS,
            Around::Call(name) => COUNTING.contains(name),
            Around::Subscript => true,
            Around::Group => false,
        });
        let is_rest = before.is_some_and(|own| own.text == "%");
        if !(is_comparison(before) || is_comparison(after) || is_step || is_counting || is_rest) {
            found.push(token.at.clone());
        }
    }
    found
}

/// Whether the text that begins at this byte is digits that a tag prints as they are.
pub(super) fn prints_literal(text: &str, tag: &Tag, at: usize) -> bool {
    if tag.kind != TagKind::Print {
        return false;
    }
    let tokens = tokens(text, tag);
    let around = around(&tokens);
    let place = tokens.iter().position(|own| own.at.start + 1 == at);
    let Some((place, token)) = place.and_then(|at| Some((at, tokens.get(at)?))) else {
        return false;
    };
    let only_digits =
        token.text.chars().any(char::is_numeric) && !token.text.chars().any(char::is_alphabetic);
    let before = place.checked_sub(1).and_then(|at| tokens.get(at));
    let is_compared = is_comparison(before) || is_comparison(tokens.get(place + 1));
    let printed = around.get(place).is_some_and(|around| {
        around
            .iter()
            .all(|own| matches!(own, Around::Group | Around::Call("join")))
    });
    only_digits && printed && !is_compared
}

/// Filters and methods that make another text or number of what they are given.
const MAKING: [&str; 19] = [
    "abs", "chain", "count", "float", "format", "int", "length", "list", "map", "max", "min",
    "replace", "reverse", "round", "slice", "split", "sum", "tojson", "zip",
];

/// The tags that print what they compute.
pub(super) fn computed<'a>(text: &str, tags: &'a [Tag]) -> Vec<&'a Tag> {
    let mut made = BTreeSet::new();
    let mut found = Vec::new();
    for tag in tags {
        let tokens = tokens(text, tag);
        match (tag.kind, word(tag, &tokens)) {
            (TagKind::Print, _) => {
                let prints_made = tokens.iter().enumerate().any(|(at, own)| {
                    let part = at.checked_sub(1).and_then(|at| tokens.get(at));
                    own.kind == Kind::Name
                        && made.contains(own.text)
                        && part.is_none_or(|part| part.text != ".")
                        && !in_condition(&tokens, at)
                });
                if computes(&tokens) || prints_made {
                    found.push(tag);
                }
            }
            (_, "set" | "with") if computes(&tokens) => {
                let name = tokens.iter().filter(|own| own.kind == Kind::Name).nth(1);
                made.extend(name.map(|own| own.text.to_owned()));
            }
            _ => {}
        }
    }
    found
}

fn computes(tokens: &[Token<'_>]) -> bool {
    let around = around(tokens);
    let of_text = tokens.iter().any(|own| own.text == "text");
    tokens
        .iter()
        .zip(&around)
        .enumerate()
        .any(|(at, (token, around))| {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            let after = tokens.get(at + 1);
            let opens = after.is_some_and(|own| own.text == "(");
            let is_filter = before.is_some_and(|own| own.text == "|");
            let is_method = before.is_some_and(|own| own.text == ".") && opens;
            let makes = token.kind == Kind::Name
                && (is_filter || is_method)
                && MAKING.contains(&token.text);
            // "[1:]" and "[::-1]" of a text.
            let cuts = token.text == ":" && around.last() == Some(&Around::Subscript);
            // A digit of a number's text.
            let picks = of_text
                && (is_filter && matches!(token.text, "first" | "last")
                    || token.text == "[" && before.is_some_and(|own| own.text == "text"));
            (makes || cuts || picks) && !is_compared(tokens, at) && !in_condition(tokens, at)
        })
}

/// Whether what follows a filter and its arguments is a comparison.
fn is_compared(tokens: &[Token<'_>], at: usize) -> bool {
    let mut depth = 0_usize;
    for token in tokens.get(at + 1..).unwrap_or_default() {
        match token.text {
            "(" => depth += 1,
            ")" if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            _ => return is_comparison(Some(token)),
        }
    }
    false
}

/// Whether a token stands between `if` and `else`, where nothing is printed.
fn in_condition(tokens: &[Token<'_>], at: usize) -> bool {
    let before = tokens.get(..at).unwrap_or_default().iter();
    let last = before
        .rev()
        .find(|own| own.kind == Kind::Name && matches!(own.text, "if" | "else"));
    last.is_some_and(|own| own.text == "if")
}

#[cfg(test)]
mod tests {
    use super::super::tags::tags;
    use super::*;

    fn typed(text: &str) -> Vec<&str> {
        let tags = tags(text);
        let numbers = tags.iter().flat_map(|tag| numbers(text, tag));
        let mut found: Vec<&str> = numbers.filter_map(|span| text.get(span)).collect();
        for tag in &tags {
            let literals = tag.strings(text).into_iter();
            found.extend(
                literals
                    .filter(|(at, _)| prints_literal(text, tag, *at))
                    .map(|(_, literal)| literal),
            );
        }
        found
    }

    #[test]
    fn literals_that_are_printed() {
        for (text, expected) in [
            ("<< (74) >>", &["74"][..]),
            ("<< [74]|first >>", &["74"]),
            ("<% for n in [74] %>", &["74"]),
            ("<% macro f(n=74) %>", &["74"]),
            ("<% set ns = namespace(x=74) %>", &["74"]),
            ("<< range(75)|last >>", &["75"]),
            ("<% for n in range(74, 75) %>", &["74", "75"]),
            ("<< join(\"7\", \"4\") >>", &["7", "4"]),
            ("<< \"1\" >><< \"2\" >>", &["1", "2"]),
            ("<< f(74) >>", &["74"]),
            ("<< x if y else 74 >>", &["74"]),
            ("<< 7.4e1 >>", &["7.4e1"]),
        ] {
            assert_eq!(typed(text), expected, "{text}");
        }
        for text in [
            "<< claim(\"most\", value(\"a.percent\") > 50) >>",
            "<< pairs[0] >>",
            "<% for i in range(3) %>",
            "<% if x == 74 %>",
            "<< x | round(1) >>",
            "<< loop.index0 + 1 >>",
            "<< num(\"os.by_sex.\" ~ \"1\" ~ \".median\") >>",
            "<< range(\"age.q1\", \"age.q3\") >>",
            "<# 74 #>",
        ] {
            assert!(typed(text).is_empty(), "{text}: {:?}", typed(text));
        }
    }

    #[test]
    fn filters_that_make_something_else() {
        let computed = |text: &str| computed(text, &tags(text)).len();
        for text in [
            "<< num(\"cohort.n\").text | replace(\"2\", \"7\") >>",
            "<< num(\"cohort.n\").text.replace(\"2\", \"7\") >>",
            "<< \"aaa\" | length >>",
            "<< num(\"a\").text[1:] >>",
            "<< num(\"a\").text | reverse >>",
            "<< num(\"a\").text | first >>",
            "<< num(\"a\").text[0] >>",
            "<% set n = \"aaa\" | length %><< n >>",
            "<< (\"a\" * 7) | count >>",
        ] {
            assert_eq!(computed(text), 1, "{text}");
        }
        for text in [
            "<< num(\"a\") | unit >>",
            "<< num(\"a\") | plural(\"one\", \"many\") >>",
            "<< pairs | and_list >>",
            "<< pairs[0] >>",
            "<< \"s\" if pairs | length > 1 else \"\" >>",
            "<% set n = pairs | length %><% if n > 2 %>x<% endif %>",
            "<< label | lower >>",
            "<< names | join(\", \") >>",
        ] {
            assert_eq!(computed(text), 0, "{text}");
        }
    }
}
