//! Where text leaves for the terminal: control characters of an input, an id or a
//! file name could move the cursor and print over a verdict, so they are escaped
//! here, in one place, whatever command writes them.

use std::io::{self, StderrLock, StdoutLock, Write};

use super::progress;
use crate::findings::is_deceptive;

/// Standard output, escaped.
pub(super) fn stdout() -> Escaped<StdoutLock<'static>> {
    progress::erase();
    Escaped(io::stdout().lock())
}

/// Standard error, escaped.
pub(super) fn stderr() -> Escaped<StderrLock<'static>> {
    progress::erase();
    Escaped(io::stderr().lock())
}

/// A writer of text that escapes control characters but line ends and tabs. The
/// form is that of JSON, so that it is valid there too.
pub(super) struct Escaped<W>(W);

impl<W: Write> Write for Escaped<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let mut plain = String::with_capacity(text.len());
        for c in text.chars() {
            if is_deceptive(c) && !matches!(c, '\n' | '\t') {
                plain.push_str(&format!("\\u{:04x}", u32::from(c)));
            } else {
                plain.push(c);
            }
        }
        self.0.write_all(plain.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let mut out = Escaped(Vec::new());
        write!(out, "a\u{1b}[2K\rgood\u{9b}0m\u{7f}\tü\u{202e}\n").unwrap();
        let text = String::from_utf8(out.0).unwrap();
        assert_eq!(text, "a\\u001b[2K\\u000dgood\\u009b0m\\u007f\tü\\u202e\n");
    }
}
