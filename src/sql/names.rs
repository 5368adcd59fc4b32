//! Names of the columns of the reduced file: what every engine and file format can
//! hold, none of which differs from another in capitals alone.

use super::dialect::LONGEST_NAME;
use crate::study::Study;

/// Gives out names, each once.
pub(super) struct Names {
    taken: Vec<String>,
    count: usize,
}

impl Names {
    pub(super) fn new() -> Self {
        Self {
            taken: Vec::new(),
            count: 0,
        }
    }

    /// The name of the column of a variable: its own where engines can hold it.
    pub(super) fn of_variable(&mut self, name: &str) -> String {
        if is_plain(name) && self.take(name) {
            return name.to_owned();
        }
        loop {
            self.count += 1;
            let numbered = format!("column_{}", self.count);
            if self.take(&numbered) {
                return numbered;
            }
        }
    }

    /// A name for what the study does not have yet, like the wanted one.
    pub(super) fn free(&mut self, study: &Study, wanted: &str) -> String {
        let wanted: String = wanted
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .take(40)
            .collect();
        let is_known = |name: &str| {
            let mut known = study
                .variables
                .iter()
                .map(|variable| variable.name.as_str());
            known.any(|known| known.eq_ignore_ascii_case(name))
        };
        let mut name = wanted.clone();
        let mut number = 1;
        while is_known(&name) || !self.take(&name) {
            number += 1;
            name = format!("{wanted}_{number}");
        }
        name
    }

    fn take(&mut self, name: &str) -> bool {
        let name = name.to_lowercase();
        let is_free = !self.taken.contains(&name);
        if is_free {
            self.taken.push(name);
        }
        is_free
    }
}

/// Letters, digits and underscores, not too many.
fn is_plain(name: &str) -> bool {
    let is_letter = |c: char| c == '_' || c.is_alphabetic();
    name.len() <= LONGEST_NAME
        && name.starts_with(is_letter)
        && name.chars().all(|c| c == '_' || c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_differ_in_more_than_capitals() {
        let mut names = Names::new();
        let given = ["age", "Age", "AGE", "wt.loss", "Größe", "1st", "column_1"];
        let given = given.map(|name| names.of_variable(name));
        let expected = [
            "age", "column_1", "column_2", "column_3", "Größe", "column_4",
        ];
        assert_eq!(
            given.iter().take(6).collect::<Vec<_>>(),
            expected.iter().collect::<Vec<_>>()
        );
        assert_eq!(given[6], "column_5");
        assert_eq!(names.of_variable(&"x".repeat(64)), "column_6");
    }
}
