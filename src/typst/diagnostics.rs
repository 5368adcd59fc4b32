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
