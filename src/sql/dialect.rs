//! How engines write what queries need: names, texts, conversions, days between
//! dates. Everything that stands in a study file passes here before it is part of a
//! query.

/// The language of an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// DuckDB.
    DuckDb,
    /// PostgreSQL.
    Postgres,
    /// Spark SQL.
    Spark,
}

/// The bytes of a name beyond which PostgreSQL cuts it short without an error.
pub(super) const LONGEST_NAME: usize = 63;

/// White space, and what [`crate::input`] takes out of every cell. It takes out other
/// control characters too, which are left here.
const BLANKS: &str = " \t\n\u{b}\u{c}\r\u{85}\u{a0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200a}\u{200b}\u{200e}\u{200f}\u{2028}\u{2029}\u{202f}\u{205f}\u{2060}\u{3000}\u{feff}\u{fffe}\u{ffff}";

impl Dialect {
    /// As people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::DuckDb => "DuckDB",
            Self::Postgres => "PostgreSQL",
            Self::Spark => "Spark SQL",
        }
    }

    /// Whether names that differ only in capitals are one name.
    pub(super) fn ignores_case(self) -> bool {
        matches!(self, Self::DuckDb | Self::Spark)
    }

    /// What keeps an engine from writing a step into each place that reads it, which
    /// doubles expressions at every step.
    pub(super) fn fence(self) -> &'static str {
        match self {
            Self::Postgres => " OFFSET 0",
            Self::DuckDb | Self::Spark => "",
        }
    }

    /// Why a header cannot be the name of a column, if it cannot.
    pub(super) fn refuses(self, name: &str) -> Option<&'static str> {
        if name.contains('\0') {
            return Some("has the character U+0000, which no name can have");
        }
        match self {
            Self::Postgres if name.len() > LONGEST_NAME => {
                Some("is longer than 63 bytes, and PostgreSQL cuts such names short")
            }
            Self::Spark if name.contains("${") => {
                Some("contains ${, which Spark replaces by a setting wherever it stands")
            }
            _ => None,
        }
    }

    /// The name of a column or table.
    pub(super) fn identifier(self, name: &str) -> String {
        match self {
            Self::DuckDb | Self::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
            Self::Spark => format!("`{}`", name.replace('`', "``")),
        }
    }

    /// A text.
    pub(super) fn text(self, text: &str) -> String {
        match self {
            Self::DuckDb => format!("'{}'", text.replace('\'', "''")),
            // With E the same whether or not backslashes are plain in other texts.
            Self::Postgres if text.contains('\\') => {
                format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
            }
            Self::Postgres => format!("'{}'", text.replace('\'', "''")),
            Self::Spark => {
                let escaped = text.replace('\\', "\\\\").replace('\'', "\\'");
                format!("'{}'", escaped.replace("${", "\\u0024{"))
            }
        }
    }

    /// Texts between commas.
    pub(super) fn texts<'a>(self, texts: impl IntoIterator<Item = &'a str>) -> String {
        let written: Vec<String> = texts.into_iter().map(|text| self.text(text)).collect();
        written.join(", ")
    }

    /// Anything as text.
    pub(super) fn as_text(self, value: &str) -> String {
        match self {
            Self::DuckDb => format!("CAST({value} AS VARCHAR)"),
            Self::Postgres => format!("CAST({value} AS text)"),
            Self::Spark => format!("CAST({value} AS STRING)"),
        }
    }

    /// A text that is a number, as one of eight bytes.
    pub(super) fn as_number(self, text: &str) -> String {
        match self {
            Self::DuckDb | Self::Spark => format!("CAST({text} AS DOUBLE)"),
            Self::Postgres => format!("CAST({text} AS double precision)"),
        }
    }

    /// The number of the study file, to its last bit.
    pub(super) fn number(self, number: f64) -> String {
        self.as_number(&self.text(&number.to_string()))
    }

    /// A text that is a whole number.
    pub(super) fn as_whole(self, text: &str) -> String {
        format!("CAST({text} AS BIGINT)")
    }

    /// A text without blanks and what does not show at its ends; none if nothing is
    /// left.
    pub(super) fn trimmed(self, text: &str) -> String {
        format!("NULLIF(TRIM(BOTH {} FROM {text}), '')", self.blanks())
    }

    /// A text of the characters that the reader leaves out at the ends of a cell.
    fn blanks(self) -> String {
        let code = |c: char| u32::from(c);
        match self {
            Self::DuckDb => {
                let characters = BLANKS.chars().map(|c| format!("chr({})", code(c)));
                characters.collect::<Vec<_>>().join(" || ")
            }
            Self::Postgres | Self::Spark => {
                let escaped = BLANKS.chars().map(|c| format!("\\u{:04x}", code(c)));
                let start = if self == Self::Postgres { "E" } else { "" };
                format!("{start}'{}'", escaped.collect::<String>())
            }
        }
    }

    /// Whether a text has the pattern, which has its own `^` and `$`.
    pub(super) fn matches(self, text: &str, pattern: &str) -> String {
        let pattern = self.text(pattern);
        match self {
            Self::DuckDb => format!("regexp_matches({text}, {pattern})"),
            Self::Postgres => format!("{text} ~ {pattern}"),
            Self::Spark => format!("{text} RLIKE {pattern}"),
        }
    }

    /// A group of a pattern that the text has, counted from 1.
    pub(super) fn group(self, text: &str, pattern: &str, group: usize) -> String {
        let pattern = self.text(pattern);
        match self {
            Self::DuckDb | Self::Spark => format!("regexp_extract({text}, {pattern}, {group})"),
            Self::Postgres => format!("(regexp_match({text}, {pattern}))[{group}]"),
        }
    }

    /// The days from one date, as `YYYY-MM-DD`, to another.
    pub(super) fn days(self, from: &str, to: &str) -> String {
        match self {
            Self::DuckDb => {
                format!("date_diff('day', CAST({from} AS DATE), CAST({to} AS DATE))")
            }
            Self::Postgres => format!("CAST({to} AS date) - CAST({from} AS date)"),
            Self::Spark => format!("datediff(CAST({to} AS DATE), CAST({from} AS DATE))"),
        }
    }
}

/// A text in a pattern, standing for itself in all three engines.
pub(super) fn literal(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        match c {
            // These have a meaning inside brackets too.
            '\\' | '^' | '[' | ']' => pattern.extend(['\\', c]),
            _ if c.is_ascii_punctuation() => pattern.extend(['[', c, ']']),
            _ => pattern.push(c),
        }
    }
    pattern
}

/// A text of the study file for a comment, which ends at the end of its line.
pub(super) fn comment(text: &str) -> String {
    let plain = |c: char| {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            ' '
        } else {
            c
        }
    };
    // Spark replaces settings in comments too.
    text.chars()
        .map(plain)
        .collect::<String>()
        .replace("${", "$ {")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::Dialect::{DuckDb, Postgres, Spark};
    use super::*;

    #[test]
    fn names_and_texts_cannot_end_early() {
        for (name, duckdb, spark) in [
            ("age", "\"age\"", "`age`"),
            ("a \"b\" c", "\"a \"\"b\"\" c\"", "`a \"b\" c`"),
            (
                "x`; DROP TABLE y",
                "\"x`; DROP TABLE y\"",
                "`x``; DROP TABLE y`",
            ),
            ("two\nlines", "\"two\nlines\"", "`two\nlines`"),
            ("年齢", "\"年齢\"", "`年齢`"),
        ] {
            assert_eq!(DuckDb.identifier(name), duckdb);
            assert_eq!(Postgres.identifier(name), duckdb);
            assert_eq!(Spark.identifier(name), spark);
        }
        for (text, duckdb, postgres, spark) in [
            ("no", "'no'", "'no'", "'no'"),
            ("it's", "'it''s'", "'it''s'", "'it\\'s'"),
            ("a\\", "'a\\'", "E'a\\\\'", "'a\\\\'"),
            (
                "\\' OR 1=1 --",
                "'\\'' OR 1=1 --'",
                "E'\\\\'' OR 1=1 --'",
                "'\\\\\\' OR 1=1 --'",
            ),
            (
                "${env:HOME}",
                "'${env:HOME}'",
                "'${env:HOME}'",
                "'\\u0024{env:HOME}'",
            ),
        ] {
            assert_eq!(DuckDb.text(text), duckdb);
            assert_eq!(Postgres.text(text), postgres);
            assert_eq!(Spark.text(text), spark);
        }
        assert!(Spark.refuses("${a}").is_some() && DuckDb.refuses("${a}").is_none());
        assert!(Postgres.refuses(&"ä".repeat(32)).is_some());
        assert!(Postgres.refuses(&"ä".repeat(31)).is_none());
        assert_eq!(comment("a\n; DROP\r\u{2028}b"), "a ; DROP  b");
    }

    #[test]
    fn blanks_are_those_of_the_reader() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            assert!(
                !c.is_whitespace() || BLANKS.contains(c),
                "{:04x}",
                u32::from(c)
            );
        }
        assert!(BLANKS.chars().all(|c| u32::from(c) < 0x1_0000));
        assert!(
            Postgres
                .trimmed("x")
                .starts_with("NULLIF(TRIM(BOTH E'\\u0020\\u0009")
        );
        assert!(DuckDb.trimmed("x").contains("chr(32) || chr(9) || "));
    }

    #[test]
    fn numbers_keep_their_last_bit() {
        assert_eq!(DuckDb.number(0.1), "CAST('0.1' AS DOUBLE)");
        assert_eq!(Postgres.number(-2.0), "CAST('-2' AS double precision)");
    }

    #[test]
    fn texts_in_patterns_stand_for_themselves() {
        assert_eq!(literal("a.b[c]^1"), "a[.]b\\[c\\]\\^1");
        for text in ["-9", "<5", "a|b", "(x)*", "\\d", "$", "年"] {
            let pattern = regex::Regex::new(&format!("^{}$", literal(text))).unwrap();
            assert!(pattern.is_match(text), "{text}");
        }
    }
}
