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

/// Orders of levels, lowest first. The first that holds all levels is taken.
const ORDERS: &[&[&str]] = &[
    &["none", "mild", "moderate", "severe", "very severe"],
    &["absent", "minimal", "mild", "moderate", "severe"],
    &[
        "very low",
        "low",
        "medium",
        "moderate",
        "intermediate",
        "high",
        "very high",
    ],
    &["never", "former", "ex", "current"],
    &[
        "i", "ia", "ib", "ic", "ii", "iia", "iib", "iic", "iii", "iiia", "iiib", "iiic", "iv",
        "iva", "ivb", "v",
    ],
    &["stage i", "stage ii", "stage iii", "stage iv"],
    &["g1", "g2", "g3", "g4"],
    &["grade 1", "grade 2", "grade 3", "grade 4", "grade 5"],
    &[
        "t0", "tis", "t1", "t1a", "t1b", "t2", "t2a", "t2b", "t3", "t3a", "t3b", "t4", "t4a", "t4b",
    ],
    &["n0", "n1", "n2", "n3"],
    &["r0", "r1", "r2"],
    &["small", "medium", "large"],
    &["primary", "secondary", "tertiary"],
];

/// The levels in their known order, if they have one.
pub(super) fn ordered(levels: &[String]) -> Option<Vec<String>> {
    ORDERS.iter().find_map(|order| {
        let place = |level: &String| {
            order
                .iter()
                .position(|known| *known == level.to_lowercase())
        };
        let places: Option<Vec<usize>> = levels.iter().map(place).collect();
        let mut sorted: Vec<(usize, &String)> = places?.into_iter().zip(levels).collect();
        sorted.sort();
        Some(sorted.into_iter().map(|(_, level)| level.clone()).collect())
    })
}

/// No and yes, in whatever words.
const ANSWERS: &[(&str, &str)] = &[
    ("no", "yes"),
    ("n", "y"),
    ("false", "true"),
    ("f", "t"),
    ("absent", "present"),
    ("negative", "positive"),
    ("0", "1"),
    ("nein", "ja"),
    ("non", "oui"),
];

/// The two levels as no and yes, if they are that.
pub(super) fn answers(levels: &[String]) -> Option<[String; 2]> {
    let [a, b] = levels else { return None };
    let is = |level: &String, word: &str| level.to_lowercase() == word;
    ANSWERS.iter().find_map(|(no, yes)| {
        if is(a, no) && is(b, yes) {
            Some([a.clone(), b.clone()])
        } else if is(b, no) && is(a, yes) {
            Some([b.clone(), a.clone()])
        } else {
            None
        }
    })
}

const UNITS: &[&str] = &[
    "mm", "cm", "m", "kg", "g", "mg", "ml", "l", "dl", "min", "h", "hours", "days", "weeks",
    "months", "years", "bpm", "mmhg", "kg/m2", "kg/m²", "mg/dl", "g/dl", "ng/ml", "u/l", "%",
];

/// A header as a label and a unit: "Size (mm)", "weight_kg", "Age [years]".
pub(super) fn label_and_unit(header: &str) -> (String, Option<String>) {
    let bracketed = [('(', ')'), ('[', ']')]
        .into_iter()
        .find_map(|(open, close)| {
            let inside = header.trim_end().strip_suffix(close)?;
            let (label, unit) = inside.rsplit_once(open)?;
            let unit = unit.trim();
            (!label.trim().is_empty() && !unit.is_empty() && unit.chars().count() < 12)
                .then(|| (label.to_owned(), unit.to_owned()))
        });
    let suffixed = || {
        let (label, unit) = header.rsplit_once(['_', ' ', '.'])?;
        let known = UNITS.contains(&unit.to_lowercase().as_str()) && unit.len() > 1;
        (known && !label.is_empty()).then(|| (label.to_owned(), unit.to_owned()))
    };
    let (label, unit) = match bracketed.or_else(suffixed) {
        Some((label, unit)) => (label, Some(unit)),
        None => (header.to_owned(), None),
    };
    let spaced = label.replace(['_', '.'], " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    (crate::words::capitalised(&words.join(" ")), unit)
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
