//! What a template may cost: steps and bytes are counted by the engine, the rest
//! is seen before and after it runs.

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::time::Duration;

use minijinja::{Environment, Error, ErrorKind, OutputSpan, Value};

use super::TemplateError;
use crate::claims;

/// A template that takes more steps loops without end; a long report takes some
/// hundred thousand. The engine counts 64 bytes of text as a step, so that
/// texts of a fifth of a gigabyte are the most that a template can hold.
pub(super) const MOST_STEPS: u64 = 3_000_000;
/// Most bytes of the text that Typst is given.
const MOST_TEXT: usize = 64 << 20;
/// Most branches of `elif` in one file: each stands inside the one before.
const MOST_BRANCHES: usize = 500;
/// For what is not counted, such as the length of a list of lists of lists.
const MOST_SECONDS: u64 = 30;
/// Depth is bounded by what is checked here; each level takes some kilobytes.
const STACK: usize = 64 << 20;

/// Refuses what the engine could not parse or run without exhausting the stack.
///
/// # Errors
/// [`TemplateError`] of the first such tag.
pub(super) fn check(overrides: &BTreeMap<String, String>) -> Result<(), TemplateError> {
    for (name, text) in overrides {
        let refused = |at: usize, problem: String| {
            let before = text.get(..at).unwrap_or_default();
            TemplateError {
                template: super::source_map::shown_name(name, true),
                line: Some(before.matches('\n').count() + 1),
                excerpt: None,
                problem,
            }
        };
        let mut branches = 0;
        for (at, tag) in tags(text) {
            if let Some(problem) = claims::too_long(tag) {
                return Err(refused(at, problem));
            }
            if tag
                .trim_start_matches(['-', '+'])
                .trim_start()
                .starts_with("elif")
            {
                branches += 1;
                if branches > MOST_BRANCHES {
                    let problem = format!("has more than {MOST_BRANCHES} branches of elif");
                    return Err(refused(at, problem));
                }
            }
        }
    }
    Ok(())
}

/// The inner of `<< … >>` and `<% … %>`, with where it begins.
fn tags(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..)?;
        let starts = ["<<", "<%"].map(|open| rest.find(open));
        let start = from + starts.into_iter().flatten().min()? + 2;
        let close = if text.get(..start)?.ends_with("<<") {
            ">>"
        } else {
            "%>"
        };
        let inner = text.get(start..)?;
        let end = inner.find(close).unwrap_or(inner.len());
        from = start + end;
        Some((start, inner.get(..end)?))
    })
}

/// Renders a template in a thread of its own, whose stack is known and which can
/// be given up. What is given up ends with the process.
///
/// # Errors
/// Those of the engine, and a text that is too long.
pub(super) fn render(
    env: Environment<'static>,
    name: String,
    values: Value,
) -> Result<(String, Vec<OutputSpan>), Error> {
    let invalid = |problem: String| Error::new(ErrorKind::InvalidOperation, problem);
    let (sender, receiver) = mpsc::channel();
    let run = move || {
        let made = env
            .get_template(&name)
            .and_then(|template| template.render_with_spans(values));
        // Nobody waits for it any more after the time limit.
        let _ = sender.send(made);
    };
    std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(run)
        .map_err(|error| invalid(format!("cannot start a thread: {error}")))?;
    let made = receiver.recv_timeout(Duration::from_secs(MOST_SECONDS));
    let (text, spans) = made.map_err(|_| {
        invalid(format!(
            "takes more than {MOST_SECONDS} s; a loop in it or in an included template is too long"
        ))
    })??;
    if text.len() > MOST_TEXT {
        let megabytes = MOST_TEXT >> 20;
        return Err(invalid(format!(
            "makes more than {megabytes} MB of text; print less, or divide the report"
        )));
    }
    Ok((text, spans))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn chains_without_end_are_refused_at_their_line() {
        for hostile in [
            format!("a\n<< {}true >>", "not ".repeat(100_000)),
            format!("a\n<% set x = {}1 %>", "1 + ".repeat(100_000)),
            format!("a\n<< \"x\"{}", "|upper".repeat(100_000)),
            format!("a\n<< x{} >>", ".a".repeat(100_000)),
            format!(
                "a\n<% if false %>{}<% endif %>",
                "<%- elif false %>".repeat(100_000)
            ),
        ] {
            let overrides = BTreeMap::from([("results.typ".to_owned(), hostile)]);
            let error = check(&overrides).unwrap_err();
            assert_eq!(error.line, Some(2), "{}", error.problem);
        }
        let long = format!(
            "{} << x >> {}",
            "words ".repeat(100_000),
            "<% if a %>".repeat(400)
        );
        assert!(check(&BTreeMap::from([("results.typ".to_owned(), long)])).is_ok());
    }
}
