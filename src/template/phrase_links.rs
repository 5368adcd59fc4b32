//! Numbers of a phrase that lead to one entry are one link: `14/24 (58%)`, `57 years (IQR
//! 48–64 years)`.

const NUMBER: &str = "#num(";
const END: &str = ");";
/// The longest markup between two numbers of a phrase.
const LONGEST: usize = 16;
/// The longest word between two numbers of a phrase: of, to, von, bis.
const LONGEST_WORD: usize = 3;

/// Around a phrase that is one link if its numbers have one entry. Comments, so that no
/// text of a study can write them.
const BEGIN: &str = "/*phrase*/";
const CLOSE: &str = "/*phrase ends*/";
/// How the literal of the entry of settings ends: a confidence level within a phrase
/// needs no link of its own.
const SETTINGS: &str = ".convention\"";

/// Marks the markup of a phrase.
pub(super) fn phrase(markup: &str) -> String {
    format!("{BEGIN}{markup}{CLOSE}")
}

/// The text without the marks of phrases.
pub(super) fn unmarked(text: &str) -> String {
    text.replace(BEGIN, "").replace(CLOSE, "")
}

/// A number of the source, or a phrase that is one link.
struct Found<'a> {
    /// Before it.
    before: &'a str,
    /// The literal of the label of its entry.
    entry: &'a str,
    /// What it prints, as markup.
    body: String,
    /// All of it.
    whole: &'a str,
    /// Behind it.
    after: &'a str,
}

/// The text in which the numbers of a phrase are one link, and numbers of one entry with
/// hardly anything between them.
pub(super) fn joined(text: &str) -> String {
    neighbours_joined(&phrases_joined(text))
}

fn phrases_joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside, after)) = marked(rest) {
        out += before;
        match of_one_entry(&unmarked(inside)) {
            Some(link) => out += &link,
            None => out += &phrases_joined(inside),
        }
        rest = after;
    }
    out + rest
}

/// What stands before the first phrase, in it and behind it.
fn marked(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once(BEGIN)?;
    let mut depth = 1_usize;
    let mut from = 0;
    loop {
        let own = rest.get(from..)?;
        let close = own.find(CLOSE)?;
        match own.find(BEGIN).filter(|begin| *begin < close) {
            Some(begin) => {
                depth += 1;
                from += begin + BEGIN.len();
            }
            None if depth > 1 => {
                depth -= 1;
                from += close + CLOSE.len();
            }
            None => {
                let inside = rest.get(..from + close)?;
                return Some((before, inside, rest.get(from + close + CLOSE.len()..)?));
            }
        }
    }
}

/// A phrase as one link, if its numbers are several and of one entry.
fn of_one_entry(phrase: &str) -> Option<String> {
    let mut entries: Vec<&str> = Vec::new();
    let mut body = String::with_capacity(phrase.len());
    let mut rest = phrase;
    while let Some(found) = next(rest) {
        body += found.before;
        body += &found.body;
        entries.push(found.entry);
        rest = found.after;
    }
    body += rest;
    let has_others = body.contains(NUMBER);
    let count = entries.len();
    entries.retain(|entry| !entry.ends_with(SETTINGS));
    entries.dedup();
    match entries.as_slice() {
        [entry] if count > 1 && !has_others => Some(format!("{NUMBER}{entry}, [{body}]{END}")),
        _ => None,
    }
}

/// The text in which numbers of one entry with hardly anything between them are one.
fn neighbours_joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = next(rest) {
        out += first.before;
        let mut body = first.body;
        let mut is_one = true;
        rest = first.after;
        while let Some(other) = next(rest)
            && other.entry == first.entry
            && is_between(other.before)
        {
            body += other.before;
            body += &other.body;
            is_one = false;
            rest = other.after;
            // What is opened inside is closed there.
            if other.before.ends_with('(')
                && let Some(after) = rest.strip_prefix(')')
            {
                body.push(')');
                rest = after;
            }
        }
        out += &match is_one {
            true => first.whole.to_owned(),
            false => format!("{NUMBER}{}, [{body}]{END}", first.entry),
        };
    }
    out + rest
}

/// The next number that has an entry, if its text is a literal or markup.
fn next(text: &str) -> Option<Found<'_>> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find(NUMBER)?;
        from = at + NUMBER.len();
        let Some((entry, rest)) = text.get(from..).and_then(literal) else {
            continue;
        };
        let own = rest
            .strip_prefix(", ")
            .and_then(|rest| match literal(rest) {
                Some((own, rest)) => Some((format!("#{own};"), rest)),
                None => content(rest).map(|(own, rest)| (own.to_owned(), rest)),
            });
        let closed = own.and_then(|(body, rest)| Some((body, rest.strip_prefix(END)?)));
        if let Some((body, after)) = closed.filter(|_| entry != "\"\"") {
            return Some(Found {
                before: text.get(..at)?,
                entry,
                body,
                whole: text.get(at..text.len() - after.len())?,
                after,
            });
        }
    }
}

/// What stands in the brackets at the beginning, and what follows.
fn content(text: &str) -> Option<(&str, &str)> {
    let mut rest = text.strip_prefix('[')?;
    let inside = rest;
    let mut depth = 1_usize;
    while let Some(c) = rest.chars().next() {
        let skipped = match c {
            '"' => literal(rest).map_or(1, |(own, _)| own.len()),
            '\\' => 1 + rest.get(1..)?.chars().next().map_or(0, char::len_utf8),
            _ => c.len_utf8(),
        };
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let own = inside.get(..inside.len() - rest.len())?;
            return Some((own, rest.get(1..)?));
        }
        rest = rest.get(skipped..)?;
    }
    None
}

/// A string literal at the beginning, and what follows.
fn literal(text: &str) -> Option<(&str, &str)> {
    let mut signs = text.char_indices();
    signs.next().filter(|(_, c)| *c == '"')?;
    let mut is_escaped = false;
    let end = signs.find(|(_, c)| {
        let ends = *c == '"' && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    });
    text.split_at_checked(end?.0 + 1)
}

/// Whether this is a mark or a short word, and not the beginning or the end of anything.
fn is_between(markup: &str) -> bool {
    let is_plain = |c: char| !"[]{<>@*_$=`\n".contains(c);
    let escapes = markup.matches("\\u{").count();
    let opens = markup.replace("\\u{", "");
    let codes = markup.match_indices('#');
    let mut literals = codes.map(|(at, _)| markup.get(at + 1..).unwrap_or_default());
    markup.len() <= LONGEST
        && opens.chars().all(is_plain)
        && markup.matches('}').count() == escapes
        && literals.all(|code| code.starts_with('"'))
        && (markup.matches('(').count() == 0 || markup.ends_with('('))
        && !markup.contains(')')
        && is_of_one_phrase(markup)
}

/// Whether no other phrase begins: "12 months, with 12 still at risk; 76%".
fn is_of_one_phrase(markup: &str) -> bool {
    let mut words = String::new();
    let mut rest = markup;
    while let Some((before, code)) = rest.split_once('#') {
        words += before;
        rest = literal(code).map_or(code, |(_, after)| after.strip_prefix(';').unwrap_or(after));
    }
    words += rest;
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    letters <= LONGEST_WORD && !words.contains([';', ','])
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_one_link() {
        let text = "#box[#num(\"s\", \"14\");#\"\\u{2f}\";#num(\"s\", \"24\"); (#num(\"s\", \"58%\");)]; x";
        let one = "#box[#num(\"s\", [#\"14\";#\"\\u{2f}\";#\"24\"; (#\"58%\";)]);]; x";
        assert_eq!(joined(text), one);
    }

    #[test]
    fn a_marked_phrase_is_one_link_where_its_numbers_have_one_entry() {
        let number = |entry: &str, text: &str| format!("#num(\"{entry}\", \"{text}\");");
        let level = number("source-0.convention", "95%");
        let interval = format!("{level} CI #box[{}]", number("s", "39–76%"));
        let inner = phrase(&interval);
        let outer = phrase(&format!("{}; {inner})", number("s", "58%")));
        assert_eq!(
            joined(&format!("a {outer} b")),
            "a #num(\"s\", [#\"58%\";; #\"95%\"; CI #box[#\"39–76%\";])]); b"
        );
        // Of two entries the inner phrase is one link all the same.
        let outer = phrase(&format!("{}; {inner})", number("t", "58%")));
        assert_eq!(
            joined(&outer),
            "#num(\"t\", \"58%\");; #num(\"s\", [#\"95%\"; CI #box[#\"39–76%\";]]);)"
        );
        // So is an estimate before it.
        let text = format!("{} ({inner}).", number("s", "58"));
        assert_eq!(
            joined(&text),
            "#num(\"s\", [#\"58\"; (#\"95%\"; CI #box[#\"39–76%\";])]);."
        );
        // Without an entry there is nothing to lead to.
        assert_eq!(
            joined(&phrase("#num(\"\", \"58%\"); x")),
            "#num(\"\", \"58%\"); x"
        );
        assert_eq!(joined("a /*phrase*/ b"), "a /*phrase*/ b");
    }

    #[test]
    fn what_leads_elsewhere_stays_apart() {
        for text in [
            "#num(\"a\", \"1\");/#num(\"b\", \"2\");",
            "#num(\"a\", \"1\"); of the patients of #num(\"a\", \"2\");",
            "#num(\"a\", \"1\");] [#num(\"a\", \"2\");",
            "#num(\"a\", \"1\");, with #num(\"a\", \"2\");",
            "#num(\"a\", \"1\"); at risk; #num(\"a\", \"2\");",
            "#num(\"a\", \"1\"); #emph[#num(\"a\", \"2\");]",
            "#num(\"\", \"1\");/#num(\"\", \"2\");",
            "#num(\"a\", \"1",
        ] {
            assert_eq!(joined(text), text);
        }
    }
}
