//! Where a text file can be divided: after records, as the csv crate reads them.

use std::ops::Range;

/// What of a text file shows where its records end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    pub(super) delimiter: u8,
    /// What lines that are left out begin with.
    pub(super) comment: Option<u8>,
}

/// Whether more of the file follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Follows {
    More,
    Nothing,
}

/// The records at the beginning of some bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Division {
    /// Where the first of them ends from the wanted place on; none if it cannot be
    /// told from these bytes.
    pub(super) end: Option<usize>,
    /// Blanks between a delimiter and the quotation mark of a field before that,
    /// which would else be one of its characters: `a, "b, c"`.
    pub(super) blanks: Vec<Range<usize>>,
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Finds the first end of a record from `from` on. The bytes begin with a record.
pub(super) fn divide(bytes: &[u8], from: usize, marks: Marks, follows: Follows) -> Division {
    let mut found = Division::default();
    let mut at = after_comments(bytes, 0, marks.comment);
    loop {
        let sought = bytes.get(at..).unwrap_or_default();
        // Ends of lines count from `from` on, and where a comment may follow them.
        let near = match at < from && marks.comment.is_none() {
            true => match memchr::memchr(b'"', sought.get(..from - at).unwrap_or(sought)) {
                None if from < bytes.len() => {
                    at = from;
                    continue;
                }
                near => near,
            },
            false => memchr::memchr3(b'"', b'\n', b'\r', sought),
        };
        let Some(near) = near else { return found };
        at += near;
        if bytes.get(at) != Some(&b'"') {
            let Some(end) = end_of_line(bytes, at, follows) else {
                return found;
            };
            if end >= from && is_apart(bytes, end, follows) {
                found.end = Some(end);
                return found;
            }
            at = after_comments(bytes, end, marks.comment);
            continue;
        }
        match opens(bytes, at, marks.delimiter) {
            None => at += 1,
            Some(blanks) => {
                if !blanks.is_empty() {
                    found.blanks.push(blanks);
                }
                match after_quotes(bytes, at + 1, follows) {
                    Some(after) => at = after,
                    None => return found,
                }
            }
        }
    }
}

/// Whether the quotation mark opens a field: it is the first character of one but
/// for the blanks before it, which are given.
fn opens(bytes: &[u8], at: usize, delimiter: u8) -> Option<Range<usize>> {
    let before = bytes.get(..at).unwrap_or_default();
    let begins = |before: &[u8]| {
        let last = before.last();
        last.is_none_or(|last| *last == delimiter || matches!(last, b'\n' | b'\r'))
    };
    if begins(before) {
        return Some(at..at);
    }
    let blanks = before
        .iter()
        .rev()
        .take_while(|byte| **byte == b' ')
        .count();
    let is_field = || before.get(..at - blanks).and_then(<[u8]>::last) == Some(&delimiter);
    (blanks > 0 && delimiter != b'\t' && is_field()).then(|| at - blanks..at)
}

/// Where a field that is quoted from `at` on has ended; two quotation marks stand for one.
fn after_quotes(bytes: &[u8], mut at: usize, follows: Follows) -> Option<usize> {
    loop {
        at += memchr::memchr(b'"', bytes.get(at..)?)? + 1;
        match bytes.get(at) {
            Some(b'"') => at += 1,
            None if follows == Follows::More => return None,
            _ => return Some(at),
        }
    }
}

/// Where the line ends whose first sign of it stands at `at`.
fn end_of_line(bytes: &[u8], at: usize, follows: Follows) -> Option<usize> {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => Some(at + 2),
        (Some(b'\r'), None) if follows == Follows::More => None,
        _ => Some(at + 1),
    }
}

/// A reader leaves out a byte order mark with which it begins, so that no part may
/// begin with one.
fn is_apart(bytes: &[u8], at: usize, follows: Follows) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    let known = rest.len() >= BYTE_ORDER_MARK.len() || follows == Follows::Nothing;
    !rest.starts_with(BYTE_ORDER_MARK) && (known || !BYTE_ORDER_MARK.starts_with(rest))
}

/// The place after blank lines and comments; a comment ends with a line feed.
fn after_comments(bytes: &[u8], mut at: usize, comment: Option<u8>) -> usize {
    if comment.is_none() {
        return at;
    }
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
        let blank = blank.count();
        let rest = rest.get(blank..).unwrap_or_default();
        if rest.first().copied() != comment {
            return at + blank;
        }
        let Some(end) = memchr::memchr(b'\n', rest) else {
            return bytes.len();
        };
        at += blank + end + 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COMMA: Marks = Marks {
        delimiter: b',',
        comment: None,
    };

    fn ends(text: &[u8], marks: Marks) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(end) = divide(&text[at..], 1, marks, Follows::Nothing).end {
            at += end;
            found.push(at);
        }
        found
    }

    #[test]
    fn quotes_count_at_the_beginning_of_fields_only() {
        assert_eq!(ends(b"a,b\nc\r\nd\re", COMMA), [4, 7, 9]);
        assert_eq!(ends(b"a,\"x\n\"\"\n\"\nb\n", COMMA), [10, 12]);
        assert_eq!(ends(b"5\" x,b\nc\n", COMMA), [7, 9]);
        assert_eq!(ends(b"\"a\" \"b\n\"c\n\"\n", COMMA), [7, 12]);
        assert_eq!(ends(b"a, \"x\ny\"\n", COMMA), [9]);
        assert_eq!(ends(b"a,\"open\nb\n", COMMA), Vec::<usize>::new());
        let comments = Marks {
            comment: Some(b'#'),
            ..COMMA
        };
        assert_eq!(ends(b"# \"x\na\n# \"\r\n\nb\n", comments), [7, 15]);
    }

    #[test]
    fn what_follows_is_awaited() {
        let end = |text: &[u8]| divide(text, 1, COMMA, Follows::More).end;
        assert_eq!(end(b"ab\r"), None);
        assert_eq!(end(b"a,\"b\""), None);
        assert_eq!(end(b"ab\n\xef\xbb"), None);
        assert_eq!(end(b"ab\n\xef\xbc"), Some(3));
        assert_eq!(end(b"ab\n\xef\xbb\xbfc\nd"), Some(8));
    }

    #[test]
    fn blanks_before_quotes_are_found() {
        let blanks = |text: &[u8]| divide(text, text.len(), COMMA, Follows::Nothing).blanks;
        assert_eq!(blanks(b"a, \"b\",  \"c\"\n"), [2..3, 7..9]);
        assert_eq!(
            blanks(b"\"CT, \"\"no\"\" pain\", 2\n"),
            Vec::<Range<usize>>::new()
        );
        assert_eq!(blanks(b"5\" x, \"b\", \"c\"\n"), [5..6, 10..11]);
    }

    proptest! {
        /// The csv crate reads from every end as it reads through it.
        #[test]
        fn records_end_where_the_csv_crate_ends_them(
            text in "[ab,# \"\n\r]{0,60}",
            comment in prop::option::of(Just(b'#')),
        ) {
            let marks = Marks { delimiter: b',', comment };
            let records = |text: &[u8]| {
                let mut reader = csv::ReaderBuilder::new();
                let reader = reader.flexible(true).has_headers(false).comment(comment);
                let reader = reader.from_reader(text).into_byte_records();
                reader.map(|record| record.unwrap()).collect::<Vec<_>>()
            };
            // Blanks before quotes are taken out first.
            let bytes = text.as_bytes();
            let blanks = divide(bytes, bytes.len(), marks, Follows::Nothing).blanks;
            prop_assume!(blanks.is_empty());
            let mut pieces = Vec::new();
            let mut at = 0;
            for end in ends(bytes, marks) {
                pieces.extend(records(&bytes[at..end]));
                at = end;
            }
            pieces.extend(records(&bytes[at..]));
            prop_assert_eq!(pieces, records(bytes));
        }
    }
}
