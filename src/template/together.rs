//! What must not part at the end of a line, nor be stretched in a justified one: a
//! number and its decimal mark, a unit, a range.

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// It breaks where its language does.
    Free(&'a str),
    /// It stands on one line.
    Kept(&'a str),
}

/// The longest piece that is kept, in characters: a column of a table has room
/// for it.
const LONGEST: usize = 16;

/// The text in its pieces.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut free = 0;
    let mut start = 0;
    for token in text.split_inclusive([' ', '\n', '\t']) {
        let end = start + token.len();
        let word = token.trim_end_matches([' ', '\n', '\t']);
        if is_kept(word) {
            if let Some(before) = text.get(free..start).filter(|text| !text.is_empty()) {
                pieces.push(Piece::Free(before));
            }
            pieces.push(Piece::Kept(word));
            free = start + word.len();
        }
        start = end;
    }
    if let Some(rest) = text.get(free..).filter(|text| !text.is_empty()) {
        pieces.push(Piece::Free(rest));
    }
    pieces
}

fn is_kept(word: &str) -> bool {
    // Most words of most texts are letters.
    if !word.contains(['/', '·', '–', '-']) || word.chars().count() > LONGEST {
        return false;
    }
    let mut before = None;
    let mut following = word.chars().skip(1);
    word.chars().any(|c| {
        let (left, right) = (before, following.next());
        before = Some(c);
        let both = |is: fn(char) -> bool| [left, right].iter().all(|c| c.is_some_and(is));
        match c {
            // "4·2" would be stretched at its mark, as punctuation of Chinese is.
            '·' | '–' => both(|c| c.is_ascii_digit()),
            // "g/dl", "n/a", "l/min/m²"; two figures hold without.
            '/' => both(char::is_alphanumeric) && right.is_some_and(char::is_alphabetic),
            // "95%-KI"
            '-' => left == Some('%'),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_units_and_ranges_are_kept() {
        use Piece::{Free, Kept};
        for (text, wanted) in [
            ("Hemoglobin, g/dl", vec![Free("Hemoglobin, "), Kept("g/dl")]),
            ("n/a", vec![Kept("n/a")]),
            (
                "4·2 g in (1·2–3·4), all",
                vec![
                    Kept("4·2"),
                    Free(" g in "),
                    Kept("(1·2–3·4),"),
                    Free(" all"),
                ],
            ),
            ("Effect (95%-KI)", vec![Free("Effect "), Kept("(95%-KI)")]),
            ("12/24 and 3-5", vec![Free("12/24 and 3-5")]),
            ("well-known – no", vec![Free("well-known – no")]),
            (
                "https://example.org/a/b",
                vec![Free("https://example.org/a/b")],
            ),
            ("", vec![]),
        ] {
            assert_eq!(pieces(text), wanted, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(text in "[a-z0-9·/–% =\u{2212}-]{0,40}") {
            let joined: String = pieces(&text)
                .into_iter()
                .map(|piece| match piece { Piece::Free(text) | Piece::Kept(text) => text })
                .collect();
            proptest::prop_assert_eq!(&joined, &text);
        }
    }
}
