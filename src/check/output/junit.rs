//! JUnit XML: a test case for each number, claim and uncovered numeral.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::super::Checked;

struct Case {
    name: String,
    failure: Option<String>,
}

pub(super) fn write(checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
    let cases = cases(checked);
    let failures = cases.iter().filter(|case| case.failure.is_some()).count();
    let (tests, failures) = (cases.len().to_string(), failures.to_string());
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let mut xml = Writer::new_with_indent(&mut *out, b' ', 2);
    xml.create_element("testsuites")
        .write_inner_content(|xml| {
            let suite = xml
                .create_element("testsuite")
                .with_attribute(("name", "published numbers"))
                .with_attribute(("tests", tests.as_str()))
                .with_attribute(("failures", failures.as_str()));
            suite.write_inner_content(|xml| {
                for case in &cases {
                    let element = xml
                        .create_element("testcase")
                        .with_attribute(("classname", "published"))
                        .with_attribute(("name", legal(&case.name).as_str()));
                    match &case.failure {
                        None => element.write_empty()?,
                        Some(message) => element.write_inner_content(|xml| {
                            xml.create_element("failure")
                                .with_attribute(("message", legal(message).as_str()))
                                .write_text_content(BytesText::new(&legal(message)))?;
                            Ok(())
                        })?,
                    };
                }
                Ok(())
            })?;
            Ok(())
        })?;
    writeln!(out)
}

/// XML has no place for most control characters, and for two that are none.
fn legal(text: &str) -> String {
    text.chars()
        .map(|c| {
            let is_illegal = c.is_control() && !matches!(c, '\n' | '\t');
            if is_illegal || matches!(c, '\u{fffe}' | '\u{ffff}') {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

fn cases(checked: &Checked) -> Vec<Case> {
    let numbers = checked.checks.iter().map(|check| {
        let missing = checked.manuscript.is_some() && check.located.is_none();
        let failure = if !check.verdict.is_good() {
            Some(format!(
                "published {}, computed {}: {}. {}",
                check.text(),
                check.computed,
                check.verdict.name(),
                check.verdict.details()
            ))
        } else if missing {
            Some("not found in the manuscript".to_owned())
        } else {
            None
        };
        Case {
            name: format!("{} ({})", check.published.ids.join(", "), check.text()),
            failure,
        }
    });
    let claims = checked.claims.iter().map(|claim| Case {
        name: claim.published.words.clone(),
        failure: (!claim.holds).then(|| format!("does not hold: {}", claim.because)),
    });
    let uncovered = checked.uncovered.iter().map(|numeral| Case {
        name: format!("line {}: {}", numeral.line, numeral.numeral),
        failure: Some(format!("not covered by an entry: {}", numeral.excerpt)),
    });
    numbers.chain(claims).chain(uncovered).collect()
}
