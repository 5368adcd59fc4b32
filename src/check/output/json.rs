//! JSON. `docs/check.md` describes the layout.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::super::{Check, Checked, Verdict};

pub(super) fn write(checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
    let uncovered: Vec<Value> = checked
        .uncovered
        .iter()
        .map(|numeral| json!({ "line": numeral.line, "numeral": numeral.numeral, "excerpt": numeral.excerpt }))
        .collect();
    let claims: Vec<Value> = checked
        .claims
        .iter()
        .map(|claim| {
            json!({
                "words": claim.published.words,
                "condition": claim.published.holds,
                "where": claim.published.place,
                "holds": claim.holds,
                "because": claim.because,
                "line": claim.line,
            })
        })
        .collect();
    let document = json!({
        "schema_version": 1,
        "source": checked.source,
        "reproduces": checked.is_good(),
        "numbers": checked.checks.iter().map(number).collect::<Vec<_>>(),
        "claims": claims,
        "manuscript": checked.manuscript,
        "uncovered": uncovered,
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn number(check: &Check) -> Value {
    let (changes, others) = match &check.verdict {
        Verdict::Otherwise { changes, others } => (changes.as_slice(), others.as_slice()),
        _ => (&[][..], &[][..]),
    };
    let details = check.verdict.details();
    json!({
        "ids": check.published.ids,
        "published": check.text(),
        "where": check.published.place,
        "computed": check.computed,
        "verdict": check.verdict.name(),
        "details": if details.is_empty() { Value::Null } else { details.into() },
        "changes": changes,
        "other_changes": others,
        "line": check.line(),
        "as_listed": check.located.as_ref().map(|located| located.as_listed),
    })
}
