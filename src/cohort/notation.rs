//! Ways of writing a number or a date that change nothing about it: wide digits
//! of East Asia and those of other scripts, typographic minus signs, and the marks by which spreadsheets keep
//! a cell as text.

use std::borrow::Cow;

/// A cell in plain signs: `="12.5"`, `'12.5` and `１２.５` as `12.5`, `–5` as `-5`.
pub(crate) fn plain(cell: &str) -> Cow<'_, str> {
    let bytes = cell.as_bytes();
    let is_usual = bytes
        .first()
        .is_some_and(|first| first.is_ascii_digit() || *first == b'-')
        && bytes.is_ascii();
    if is_usual {
        return spaced_minus(cell);
    }
    let bare = unquoted(cell);
    if bare.is_ascii() {
        return spaced_minus(bare);
    }
    let bare: String = bare.chars().map(narrow).collect();
    let signed = bare
        .strip_prefix(is_minus)
        .map(str::trim_start)
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')));
    match signed {
        Some(rest) => Cow::Owned(format!("-{rest}")),
        None if bare == cell => Cow::Borrowed(cell),
        None => Cow::Owned(bare),
    }
}

/// Without a blank behind the minus.
fn spaced_minus(cell: &str) -> Cow<'_, str> {
    match cell.strip_prefix("- ") {
        Some(rest) if rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) => {
            Cow::Owned(format!("-{}", rest.trim_start()))
        }
        _ => Cow::Borrowed(cell),
    }
}

/// Without the marks that keep a cell as text.
fn unquoted(cell: &str) -> &str {
    let formula = cell
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    let quoted = || {
        ['"', '\'']
            .into_iter()
            .find_map(|mark| cell.strip_prefix(mark)?.strip_suffix(mark))
    };
    let begins = |rest: &&str| {
        rest.trim_start()
            .starts_with(|c: char| c.is_alphanumeric() || is_minus(c) || matches!(c, '.' | '<'))
    };
    formula
        .or_else(quoted)
        .or_else(|| cell.strip_prefix('\''))
        .filter(begins)
        .map_or(cell, str::trim)
}

fn is_minus(c: char) -> bool {
    matches!(
        c,
        '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2212}' | '\u{fe63}' | '-'
    )
}

/// The narrow form of a wide sign.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        // Arabic, Persian and Indian digits, and the Arabic mark of decimals.
        '\u{660}'..='\u{669}' => digit(c, '\u{660}'),
        '\u{6f0}'..='\u{6f9}' => digit(c, '\u{6f0}'),
        '\u{966}'..='\u{96f}' => digit(c, '\u{966}'),
        '\u{66b}' => '.',
        _ => c,
    }
}

/// The digit that stands as far behind 0 as this one behind the zero of its script.
fn digit(c: char, zero: char) -> char {
    let value = u32::from(c) - u32::from(zero);
    char::from_digit(value, 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notations_of_one_number_are_one() {
        for (cell, expected) in [
            ("12.5", "12.5"),
            ("-5", "-5"),
            ("- 5", "-5"),
            ("\u{2013}5", "-5"),
            ("\u{2212} 5", "-5"),
            ("\u{ff11}\u{ff12}\u{ff0e}\u{ff15}", "12.5"),
            ("45\u{ff05}", "45%"),
            ("\u{661}\u{662}\u{66b}\u{665}", "12.5"),
            ("\u{6f1}\u{6f9}", "19"),
            ("\u{967}\u{968}", "12"),
            ("=\"007\"", "007"),
            ("'12.5", "12.5"),
            ("'12.5'", "12.5"),
            ("\"2016-01-04\"", "2016-01-04"),
            ("\u{2013}", "\u{2013}"),
            ("-", "-"),
            ("- a", "- a"),
            ("5 \u{2013} 7", "5 \u{2013} 7"),
            ("'", "'"),
            ("", ""),
        ] {
            assert_eq!(plain(cell), expected, "{cell}");
        }
    }
}
