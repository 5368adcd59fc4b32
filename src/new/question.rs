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
    /// What stands before the choices, to be typed: numbers, or letters where words
    /// are numbers themselves, such as the codes of a status.
    pub fn marks(&self) -> Vec<String> {
        let is_number = |choice: &Choice| choice.word.parse::<f64>().is_ok();
        let letters = self.choices.iter().any(is_number);
        let mark = |at: usize| match (letters, u8::try_from(at).ok().filter(|at| *at < 26)) {
            (true, Some(at)) => char::from(b'a' + at).to_string(),
            (true, None) => format!("z{at}"),
            (false, _) => (at + 1).to_string(),
        };
        (0..self.choices.len()).map(mark).collect()
    }

    /// What a line means: nothing is the guess, else words of choices or the marks
    /// before them, with commas or blanks between them.
    pub fn read(&self, line: &str) -> Option<Vec<usize>> {
        let line = line.trim();
        if line.is_empty() {
            return Some(self.guessed.clone()).filter(|guessed| !guessed.is_empty());
        }
        let named = |text: &str| {
            let word = |choice: &Choice| choice.word.eq_ignore_ascii_case(text);
            self.choices.iter().position(word)
        };
        let marks = self.marks();
        let marked = |text: &str| {
            let is_it = |mark: &String| mark.eq_ignore_ascii_case(text);
            marks.iter().position(is_it)
        };
        let one = |text: &str| named(text).or_else(|| marked(text));
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
            // The words are numbers, so that the marks are letters.
            ("2", Some(vec![2])),
            ("c", Some(vec![2])),
            ("d B", Some(vec![1, 3])),
            ("1,2", Some(vec![1, 2])),
            ("Dead of disease", Some(vec![3])),
            ("0", Some(vec![0])),
            ("5", None),
            ("x", None),
        ] {
            assert_eq!(question.read(line), expected, "{line}");
        }
        question.takes = Takes::One;
        assert_eq!(question.read("1 2"), None);
        question.choices = vec![Choice::new("days", ""), Choice::new("months", "")];
        assert_eq!(question.read("2"), Some(vec![1]));
        assert_eq!(question.read("Days"), Some(vec![0]));
        question.guessed.clear();
        assert_eq!(question.read(""), None);
    }
}
