//! What the names of columns and the words of cells tell.

/// Cells that mean missing wherever they stand.
pub(super) const MISSING: &[&str] = &[
    "NA",
    "N/A",
    "n/a",
    "na",
    "NaN",
    "nan",
    "NULL",
    "null",
    ".",
    "-",
    "--",
    "?",
    "unknown",
    "Unknown",
    "UNKNOWN",
    "missing",
    "Missing",
    "not known",
    "not available",
    "#N/A",
];

/// Headers under which a number names a place or a person, and measures nothing.
pub(super) const PLACES: &[&str] = &[
    "inst",
    "institution",
    "site",
    "center",
    "centre",
    "hospital",
    "clinic",
    "ward",
    "surgeon",
    "operator",
];

const UNITS: &[&str] = &[
    "mm", "cm", "m", "kg", "g", "mg", "ml", "l", "dl", "min", "h", "hours", "days", "weeks",
    "months", "years", "bpm", "mmhg", "kg/m2", "kg/m²", "mg/dl", "g/dl", "ng/ml", "u/l", "%",
];

/// A header and what stands in brackets at its end.
pub(super) fn bracketed(header: &str) -> Option<(String, String)> {
    let brackets = [('(', ')'), ('[', ']')].into_iter();
    let parts = brackets.filter_map(|(open, close)| {
        let inside = header.trim_end().strip_suffix(close)?;
        let (label, inside) = inside.rsplit_once(open)?;
        Some((label.trim(), inside.trim()))
    });
    let mut found = parts.filter(|(label, inside)| !label.is_empty() && !inside.is_empty());
    let owned = |(label, inside): (&str, &str)| (label.to_owned(), inside.to_owned());
    found.next().map(owned)
}

/// A header as a label and a unit: "Size (mm)", "weight_kg", "Age [years]".
pub(super) fn label_and_unit(header: &str) -> (String, Option<String>) {
    let inside = bracketed(header).filter(|(_, unit)| unit.chars().count() < 12);
    let suffixed = || {
        let (label, unit) = header.rsplit_once(['_', ' ', '.'])?;
        let known = UNITS.contains(&unit.to_lowercase().as_str()) && unit.len() > 1;
        (known && !label.is_empty()).then(|| (label.to_owned(), unit.to_owned()))
    };
    let (label, unit) = match inside.or_else(suffixed) {
        Some((label, unit)) => (label, Some(unit)),
        None => (header.to_owned(), None),
    };
    let spaced = label.replace(['_', '.'], " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    (crate::words::capitalised(&words.join(" ")), unit)
}

/// Whether a text is a unit.
pub(super) fn is_unit(text: &str) -> bool {
    UNITS.contains(&text.to_lowercase().as_str())
}

/// The words of a header in small letters.
pub(super) fn words(header: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut lower_before = false;
    for c in header.chars() {
        // patientId is two words.
        if !c.is_alphanumeric() || (c.is_uppercase() && lower_before) {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        lower_before = c.is_lowercase();
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a word of the header is one of these, or begins with a longer one.
pub(super) fn hints(header: &str, wanted: &[&str]) -> bool {
    words(header).iter().any(|word| {
        wanted
            .iter()
            .any(|want| word == want || (want.len() > 3 && word.starts_with(want)))
    })
}
