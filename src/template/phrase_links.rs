//! Numbers of a phrase that lead to one entry are one link: `14/24 (58%)`.

const NUMBER: &str = "#num(";
const END: &str = ");";
/// The longest markup between two numbers of a phrase.
const LONGEST: usize = 16;
/// The longest word between two numbers of a phrase: of, to, von, bis.
const LONGEST_WORD: usize = 3;

/// A number of the source.
struct Found<'a> {
    /// Before it.
    before: &'a str,
    /// The literal of the label of its entry.
    entry: &'a str,
    /// The literal of its text.
    text: &'a str,
    /// Behind it.
    after: &'a str,
}

/// The text in which numbers of one entry with hardly anything between them are one.
pub(super) fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = next(rest) {
        out += first.before;
        let mut body = format!("#{};", first.text);
        let mut is_one = true;
        rest = first.after;
        while let Some(other) = next(rest)
            && other.entry == first.entry
            && is_between(other.before)
        {
            body += &format!("{}#{};", other.before, other.text);
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
            true => format!("{NUMBER}{}, {}{END}", first.entry, first.text),
            false => format!("{NUMBER}{}, [{body}]{END}", first.entry),
        };
    }
    out + rest
}

/// The next number that has an entry, if its text is a literal.
fn next(text: &str) -> Option<Found<'_>> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find(NUMBER)?;
        from = at + NUMBER.len();
        let Some((entry, rest)) = text.get(from..).and_then(literal) else {
            continue;
        };
        let own = rest.strip_prefix(", ").and_then(literal);
        let whole = own.and_then(|(own, rest)| Some((own, rest.strip_prefix(END)?)));
        if let Some((own, after)) = whole.filter(|_| entry != "\"\"") {
            return Some(Found {
                before: text.get(..at)?,
                entry,
                text: own,
                after,
            });
        }
    }
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
