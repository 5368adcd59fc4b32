//! Where the templates let the place of something on its page decide how it is set.

/// Stands in the templates where they decide by the place of what is printed. A comment,
/// so that no text of a study can write it.
const BY_POSITION: &str = "true/*by position*/";
/// What replaces it.
const WITHOUT: &str = "false/*position*/";

/// The source in which nothing is decided by its place; `None` where nothing is anyway.
pub fn without_positions(source: &str) -> Option<String> {
    let decides = source.contains(BY_POSITION);
    decides.then(|| source.replacen(BY_POSITION, WITHOUT, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_decide_once() {
        let source = "#let by-position = true/*by position*/\n";
        let without = without_positions(source).unwrap();
        assert_eq!(without, "#let by-position = false/*position*/\n");
        assert_eq!(without_positions(&without), None);
    }
}
