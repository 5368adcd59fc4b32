//! Questions and answers, line by line: on a terminal, or from a pipe.

use std::io::{BufRead, Write};

use crate::new::{Question, Respondent, Takes, Unanswered};

/// A person at a terminal, or a pipe with a line for each question.
pub(super) struct Lines<R, W> {
    input: R,
    prompts: W,
    /// Whether somebody can be asked again.
    is_terminal: bool,
}

impl<R: BufRead, W: Write> Lines<R, W> {
    pub(super) fn new(input: R, prompts: W, is_terminal: bool) -> Self {
        Self {
            input,
            prompts,
            is_terminal,
        }
    }

    fn show(&mut self, question: &Question) -> std::io::Result<()> {
        let out = &mut self.prompts;
        writeln!(out, "\n{}: {}", question.about, question.text)?;
        let marked = question.choices.iter().zip(question.marks());
        for (at, (choice, mark)) in marked.enumerate() {
            let guessed = if question.guessed.contains(&at) {
                " (guessed)"
            } else {
                ""
            };
            let meaning = match choice.meaning.as_str() {
                "" => String::new(),
                meaning => format!(": {meaning}"),
            };
            writeln!(out, "  {mark}  {}{meaning}{guessed}", choice.word)?;
        }
        Ok(())
    }

    fn prompt(&mut self, question: &Question) -> std::io::Result<()> {
        let one = match question.takes {
            Takes::One => "a choice",
            Takes::Several => "choices with blanks between them",
        };
        match question.guessed.is_empty() {
            true => write!(self.prompts, "Type {one}: ")?,
            false => write!(self.prompts, "Press Enter for the guess, or type {one}: ")?,
        }
        self.prompts.flush()
    }
}

impl<R: BufRead, W: Write> Respondent for Lines<R, W> {
    fn answer(&mut self, question: &Question) -> Result<Vec<usize>, Unanswered> {
        self.show(question)?;
        loop {
            self.prompt(question)?;
            let mut line = String::new();
            if self.input.read_line(&mut line)? == 0 {
                writeln!(self.prompts)?;
                return Err(Unanswered::Ended);
            }
            if !self.is_terminal {
                // What a pipe answers is shown, as a terminal would.
                writeln!(self.prompts, "{}", line.trim())?;
            }
            if let Some(taken) = question.read(&line) {
                return Ok(taken);
            }
            if !self.is_terminal {
                return Err(Unanswered::NoChoice {
                    question: format!("{}: {}", question.about, question.text),
                    answer: line.trim().to_owned(),
                });
            }
            writeln!(self.prompts, "\"{}\" is none of the choices.", line.trim())?;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::new::Choice;

    fn question() -> Question {
        Question {
            about: "file".to_owned(),
            text: "Which order?".to_owned(),
            choices: vec![Choice::new("dmy", "day first"), Choice::new("mdy", "")],
            guessed: vec![0],
            takes: Takes::One,
        }
    }

    #[test]
    fn a_terminal_is_asked_again_and_a_pipe_is_not() {
        let mut prompts = Vec::new();
        let mut person = Lines::new(&b"nonsense\nmdy\n\n"[..], &mut prompts, true);
        assert_eq!(person.answer(&question()).unwrap(), [1]);
        assert_eq!(person.answer(&question()).unwrap(), [0]);
        assert!(matches!(person.answer(&question()), Err(Unanswered::Ended)));
        let text = String::from_utf8(prompts).unwrap();
        assert!(
            text.contains("  1  dmy: day first (guessed)\n  2  mdy\n"),
            "{text}"
        );
        assert!(
            text.contains("\"nonsense\" is none of the choices."),
            "{text}"
        );
        let mut pipe = Lines::new(&b"nonsense\nmdy\n"[..], Vec::new(), false);
        let refused = pipe.answer(&question());
        assert!(matches!(refused, Err(Unanswered::NoChoice { .. })));
    }
}
