//! Typst's short diagnostics: `report.typ:12:4: error: message`.

use std::fmt;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// No PDF was made.
    Error,
    /// The PDF was made.
    Warning,
}

/// One message of Typst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Line from 1 and column from 0 in the source, if there is one.
    pub place: Option<(usize, usize)>,
    /// Its text, hints included.
    pub message: String,
}

impl Diagnostic {
    /// The text that no font could display, if this is what it states.
    pub fn text_without_glyphs(&self) -> Option<String> {
        let (_, rest) = self.message.split_once("the text `\"")?;
        let (text, _) = rest.split_once("\"` could not be displayed")?;
        // Written as Rust writes a string for people who look for errors in it.
        let mut pieces = text.split("\\u{");
        let mut found = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (number, rest) = piece.split_once('}').unwrap_or(("", piece));
            found.extend(
                u32::from_str_radix(number, 16)
                    .ok()
                    .and_then(char::from_u32),
            );
            found.push_str(rest);
        }
        Some(found)
    }

    /// Whether it says that pages, and what is printed of them, still changed each
    /// time when they were laid out for the last time.
    pub fn is_about_convergence(&self) -> bool {
        self.message.contains("did not converge within")
    }

    /// Whether it is about a family of this name that it did not find.
    pub fn is_about_family(&self, family: &str) -> bool {
        self.message.starts_with("unknown font family")
            && self.message.contains(&family.to_lowercase())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}: {}", self.message)
    }
}

/// Reads standard error. Lines that are no diagnostic belong to the one before.
pub(super) fn parse(messages: &str, input: &str) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for line in messages.lines().filter(|line| !line.trim().is_empty()) {
        match parse_line(line, input) {
            Some(diagnostic) => diagnostics.push(diagnostic),
            None => match diagnostics.last_mut() {
                Some(last) => {
                    last.message.push_str("; ");
                    last.message.push_str(line.trim());
                }
                None => diagnostics.push(Diagnostic {
                    severity: Severity::Error,
                    place: None,
                    message: line.trim().to_owned(),
                }),
            },
        }
    }
    diagnostics
}

/// The reason of the operating system if this says that the output could not be
/// written.
pub(super) fn not_written(message: &str) -> Option<&str> {
    let rest = message
        .strip_prefix("failed to write ")
        .or_else(|| message.strip_prefix("failed to create "))?;
    let (_, reason) = rest.split_once(" (").or_else(|| rest.split_once(": "))?;
    Some(reason.strip_suffix(')').unwrap_or(reason))
}

fn parse_line(line: &str, input: &str) -> Option<Diagnostic> {
    let (severity, before, message) = [
        ("error: ", Severity::Error),
        ("warning: ", Severity::Warning),
    ]
    .into_iter()
    .filter_map(|(word, severity)| {
        let at = line.find(word)?;
        // The word is first or after a place, never inside a message.
        let before = line.get(..at)?;
        (before.is_empty() || before.ends_with(": "))
            .then(|| Some((severity, before, line.get(at + word.len()..)?)))?
    })
    .min_by_key(|(_, before, _)| before.len())?;
    let place = before.trim_end_matches(": ");
    let place = place.rsplit_once(':').and_then(|(rest, column)| {
        let (file, line) = rest.rsplit_once(':')?;
        file.ends_with(input)
            .then_some((line.parse().ok()?, column.parse().ok()?))
    });
    Some(Diagnostic {
        severity,
        place,
        message: message.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_without_glyphs_are_read() {
        let text = "error: PDF/A-3a error: the text `\"\\u{e31}é\"` could not be displayed with font `\"Source Serif 4\"`";
        let parsed = parse(text, "report.typ");
        assert_eq!(parsed[0].text_without_glyphs().as_deref(), Some("\u{e31}é"));
        assert_eq!(parse("error: x", "a")[0].text_without_glyphs(), None);
    }

    #[test]
    fn places_severities_and_hints_are_read() {
        let text = "report.typ:12:4: error: unclosed delimiter\n\
                    report.typ:12:4: hint: close it\n\
                    warning: unknown font family: error: x\n";
        let parsed = parse(text, "report.typ");
        assert_eq!(parsed.len(), 2);
        assert_eq!(parsed[0].place, Some((12, 4)));
        assert!(parsed[0].message.ends_with("close it"));
        assert_eq!(parsed[1].severity, Severity::Warning);
        assert_eq!(parsed[1].message, "unknown font family: error: x");
        assert_eq!(
            parse("no such file", "report.typ")[0].severity,
            Severity::Error
        );
    }
}
