//! How long an expression may be. The engine follows its tree by recursion, so
//! that a chain of a hundred thousand operators would exhaust the stack.

/// Most words and signs of one expression.
pub(crate) const MOST_TOKENS: usize = 1_000;

/// Why an expression is refused; `None` if it is short enough.
pub(crate) fn refusal(expression: &str) -> Option<String> {
    let count = tokens(expression);
    (count > MOST_TOKENS).then(|| {
        format!("has {count} words and signs in one expression; the limit is {MOST_TOKENS}")
    })
}

/// Words, numbers, texts in quotation marks and signs.
fn tokens(expression: &str) -> usize {
    let mut count = 0;
    let mut quoted = None;
    let mut in_word = false;
    for c in expression.chars() {
        if let Some(quote) = quoted {
            if c == quote {
                quoted = None;
            }
            continue;
        }
        let is_word = c.is_alphanumeric() || c == '_';
        let goes_on = is_word && in_word;
        if !(c.is_whitespace() || goes_on) {
            count += 1;
        }
        in_word = is_word;
        if matches!(c, '"' | '\'') {
            quoted = Some(c);
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_texts_and_signs_are_counted() {
        assert_eq!(tokens("value(\"a b.c\") > 50 and not x_1"), 9);
        assert_eq!(tokens(""), 0);
        assert_eq!(tokens("'it is (one'"), 1);
        assert!(refusal(&"not ".repeat(999)).is_none());
        assert!(refusal(&"not ".repeat(100_000)).is_some());
    }
}
