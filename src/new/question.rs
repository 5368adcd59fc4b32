//! Questions about guesses that are not certain, and whoever answers them.

use thiserror::Error;

/// How many of the choices may be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Exactly one.
    One,
    /// One or more.
    Several,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// A word that names it among the others.
    pub word: String,
    /// What it means, where the word does not show it.
    pub meaning: String,
}

impl Choice {
    /// A choice of this word.
    pub fn new(word: impl Into<String>, meaning: impl Into<String>) -> Self {
        Self {
            word: word.into(),
            meaning: meaning.into(),
        }
    }
}

/// A question with its choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The column, endpoint or file that it is about.
    pub about: String,
    /// The question.
    pub text: String,
    /// What can be answered.
    pub choices: Vec<Choice>,
    /// The places of the choices that are guessed.
    pub guessed: Vec<usize>,
    /// How many may be taken.
    pub takes: Takes,
}

/// Why a question has no answer.
#[derive(Debug, Error)]
pub enum Unanswered {
    /// The input ended.
    #[error("the input ended before every question was answered; nothing was written")]
    Ended,
    /// What was answered is none of the choices.
    #[error("\"{answer}\" is no answer to \"{question}\"; nothing was written")]
    NoChoice {
        /// The question.
        question: String,
        /// The line that was read.
        answer: String,
    },
    /// The terminal or pipe.
    #[error("cannot ask: {0}")]
    Input(#[from] std::io::Error),
}

/// Answers questions.
pub trait Respondent {
    /// The places of the choices that are taken, at least one.
    ///
    /// # Errors
    /// Without an answer, the study is not made.
    fn answer(&mut self, question: &Question) -> Result<Vec<usize>, Unanswered>;
}

impl Question {
    /// What a line means: nothing is the guess, else numbers or words of choices
    /// with commas or blanks between them.
    pub fn read(&self, line: &str) -> Option<Vec<usize>> {
        let line = line.trim();
        if line.is_empty() {
            return Some(self.guessed.clone()).filter(|guessed| !guessed.is_empty());
        }
        let named = |text: &str| {
            let word = |choice: &Choice| choice.word.eq_ignore_ascii_case(text);
            self.choices.iter().position(word)
        };
        // A word may hold blanks, and a number may be the word of another choice:
        // numbers in front of the choices are what is shown to be typed.
        let numbered = |text: &str| {
            let number: usize = text.parse().ok()?;
            let at = number.checked_sub(1)?;
            (at < self.choices.len()).then_some(at)
        };
        let one = |text: &str| numbered(text).or_else(|| named(text));
        if let Some(at) = one(line) {
            return Some(vec![at]);
        }
        let parts = line
            .split([',', ' '])
            .filter(|part| !part.is_empty())
            .map(one);
        let mut found: Vec<usize> = parts.collect::<Option<_>>()?;
        found.sort_unstable();
        found.dedup();
        let fits = self.takes == Takes::Several || found.len() == 1;
        (fits && !found.is_empty()).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_guess_numbers_or_words() {
        let mut question = Question {
            about: "status".to_owned(),
            text: "Which values are the event?".to_owned(),
            choices: ["0", "1", "2", "dead of disease"]
                .into_iter()
                .map(|word| Choice::new(word, ""))
                .collect(),
            guessed: vec![1],
            takes: Takes::Several,
        };
        for (line, expected) in [
            ("", Some(vec![1])),
            ("3", Some(vec![2])),
            ("4 2", Some(vec![1, 3])),
            ("2,3", Some(vec![1, 2])),
            ("Dead of disease", Some(vec![3])),
            ("0", Some(vec![0])),
            ("5", None),
            ("x", None),
        ] {
            assert_eq!(question.read(line), expected, "{line}");
        }
        question.takes = Takes::One;
        assert_eq!(question.read("1 2"), None);
        question.guessed.clear();
        assert_eq!(question.read(""), None);
    }
}
