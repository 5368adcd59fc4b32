//! What the names of columns and the words of cells tell.

use super::guess::{Guess, GuessedKind};
use super::measure;

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

/// A header as a label and a unit: "Size (mm)", "weight_kg", "Age [years]". What stands
/// in brackets and is no unit belongs to the label.
pub(super) fn label_and_unit(header: &str) -> (String, Option<String>) {
    let inside = bracketed(header).filter(|(_, unit)| measure::is_unit(unit));
    let suffixed = || {
        let (label, unit) = header.rsplit_once(['_', ' ', '.'])?;
        let known = UNITS.contains(&unit.to_lowercase().as_str()) && unit.len() > 1;
        let is_other = is_least(header) || is_compound(label);
        (known && !is_other && !label.is_empty()).then(|| (label.to_owned(), unit.to_owned()))
    };
    match inside.or_else(suffixed) {
        Some((label, unit)) => (printed(&label), Some(unit)),
        None => (printed(header), None),
    }
}

/// What is monitored and has a least value: "hr_min" is no time in minutes.
const MONITORED: &[&str] = &[
    "hr",
    "heartrate",
    "heart",
    "rate",
    "pulse",
    "spo2",
    "sao2",
    "sato2",
    "sat",
    "saturation",
    "temp",
    "temperature",
    "tempc",
    "bmi",
    "egfr",
    "gfr",
    "sbp",
    "dbp",
    "map",
    "mbp",
    "nibp",
    "abp",
    "bp",
    "sysbp",
    "diasbp",
    "meanbp",
    "pressure",
    "rr",
    "resp",
    "resprate",
    "respiratory",
    "glucose",
    "glu",
    "lactate",
    "lac",
    "ph",
    "pao2",
    "pco2",
    "paco2",
    "po2",
    "fio2",
    "pf",
    "hb",
    "hgb",
    "hemoglobin",
    "haemoglobin",
    "hematocrit",
    "hct",
    "platelet",
    "platelets",
    "plt",
    "wbc",
    "creatinine",
    "crea",
    "creat",
    "sodium",
    "na",
    "potassium",
    "k",
    "chloride",
    "calcium",
    "bicarbonate",
    "hco3",
    "bun",
    "urea",
    "albumin",
    "alb",
    "bilirubin",
    "bili",
    "inr",
    "ptt",
    "gcs",
    "crp",
    "ph",
    "be",
    "baseexcess",
    "aniongap",
    "weight",
    "value",
    "score",
    "sofa",
    "icp",
    "cvp",
    "map",
    "ef",
    "lvef",
];

/// Whether the last word of a header stands for a minimum, from what stands before it.
fn is_least(header: &str) -> bool {
    // "SpO2" is one word.
    matches!(words(&header.to_lowercase()).as_slice(), [rest @ .., last]
        if last == "min" && rest.iter().any(|word| MONITORED.contains(&word.as_str())))
}

/// Whether a header is that of a minimum beside its maximum or mean in other columns.
pub(super) fn is_least_of(header: &str, headers: &[String]) -> bool {
    const OTHERS: [&str; 8] = ["max", "mean", "avg", "median", "sd", "first", "last", "std"];
    let own = words(header);
    let [rest @ .., last] = own.as_slice() else {
        return false;
    };
    last == "min"
        && headers.iter().any(|other| {
            matches!(words(other).as_slice(), [own @ .., last] if own == rest && OTHERS.contains(&last.as_str()))
        })
}

/// Whether years belong to a unit that is not theirs alone: "Pack years", "Person years".
fn is_compound(label: &str) -> bool {
    const PARTS: [&str; 8] = [
        "pack",
        "packs",
        "person",
        "patient",
        "woman",
        "man",
        "life",
        "cigarette",
    ];
    words(label)
        .last()
        .is_some_and(|word| PARTS.contains(&word.as_str()))
}

/// A header as it is printed: with blanks for what joins its words, a capital first
/// letter, and abbreviations as the field writes them.
pub(super) fn printed(header: &str) -> String {
    let letters: Vec<char> = header.chars().collect();
    let letter = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied();
    let joins = |at: usize, c: char| match c {
        '_' => true,
        // As R joins words; "no. 5", "Q1. Pain" and "1.5" keep theirs.
        '.' => {
            let before = letter(at.checked_sub(1)).filter(|c| c.is_alphanumeric());
            let behind = letter(Some(at + 1)).filter(|c| *c != ' ');
            let digits = before
                .zip(behind)
                .is_some_and(|(a, b)| a.is_numeric() && b.is_numeric());
            behind.is_some() && !digits
        }
        _ => false,
    };
    let spaced = letters.iter().enumerate();
    let spaced: String = spaced
        .map(|(at, c)| if joins(at, *c) { ' ' } else { *c })
        .collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let words = crate::words::with_abbreviations(&words.join(" "));
    crate::words::capitalised(&words)
}

/// Gives a column that measures nothing its whole header back: "Margin [mm]" of levels
/// has no unit. Formats of dates are no part of a name.
pub(super) fn settle_label(guess: &mut Guess, header: &str) {
    if guess.is_number() {
        return;
    }
    guess.unit = None;
    let format = |text: &str| {
        let letters = |c: char| "dmyjahts".contains(c.to_ascii_lowercase()) || "./-: ".contains(c);
        text.chars().all(letters)
    };
    let dated = bracketed(header).filter(|(_, inside)| {
        guess.kind == GuessedKind::Date && inside.contains(['.', '/', '-']) && format(inside)
    });
    guess.label = match dated {
        Some((label, _)) => printed(&label),
        None => printed(header),
    };
    if let Some(stage) = stage(&guess.label).filter(|_| is_staged(guess)) {
        guess.label = stage;
    }
}

/// The parts of a stage of tumours: "pt" as "pT".
fn stage(label: &str) -> Option<String> {
    let lower = label.to_lowercase();
    let (before, part) = lower.split_at_checked(lower.len().checked_sub(1)?)?;
    let known = ["p", "c", "yp"].contains(&before) && ["t", "n", "m"].contains(&part);
    known.then(|| format!("{before}{}", part.to_uppercase()))
}

/// Whether the levels are parts of a stage: "T1b", "pN0", "2a".
fn is_staged(guess: &Guess) -> bool {
    let part = |level: &String| {
        let bare = level.trim_start_matches(|c: char| "pcytnmPCYTNM".contains(c));
        bare.starts_with(|c: char| c.is_ascii_digit() || "xXiI".contains(c))
    };
    let levels = guess.levels();
    !levels.is_empty() && !matches!(guess.kind, GuessedKind::Binary(_)) && levels.iter().all(part)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_what_is_no_unit() {
        for (header, label, unit) in [
            ("Size (mm)", "Size", Some("mm")),
            ("weight_kg", "Weight", Some("kg")),
            ("Platelets [10^9/l]", "Platelets", Some("10^9/l")),
            ("Index test (PET/CT)", "Index test (PET/CT)", None),
            ("Resection (surgeon)", "Resection (surgeon)", None),
            ("Duration (h:mm)", "Duration (h:mm)", None),
            ("alk.phos", "Alk phos", None),
            ("Q1. I feel", "Q1. I feel", None),
            ("Study no.", "Study no.", None),
            ("ldh_d1", "LDH d1", None),
            ("v1.5_total", "V1.5 total", None),
            ("op_min", "Op", Some("min")),
            ("cross clamp min", "Cross clamp", Some("min")),
            ("SpO2_min", "SpO2 min", None),
            ("heart.rate.min", "Heart rate min", None),
            ("Pack years", "Pack years", None),
            ("smoking_years", "Smoking", Some("years")),
        ] {
            let unit = unit.map(str::to_owned);
            assert_eq!(label_and_unit(header), (label.to_owned(), unit), "{header}");
        }
    }

    #[test]
    fn categories_have_no_unit_and_stages_their_letters() {
        let guess = |header: &str, levels: &[&str]| {
            let (label, unit) = label_and_unit(header);
            let mut guess = Guess::new(header, label, unit);
            let levels = levels.iter().map(|level| (*level).to_owned()).collect();
            guess.kind = GuessedKind::Nominal(levels);
            settle_label(&mut guess, header);
            (guess.label, guess.unit)
        };
        for (header, levels, label) in [
            ("Margin [mm]", &["<5", ">5"][..], "Margin [mm]"),
            ("pt", &["1", "2", "3a"], "pT"),
            ("PN", &["N0", "N1"], "pN"),
            ("ct", &["done", "not done"], "Ct"),
        ] {
            assert_eq!(guess(header, levels), (label.to_owned(), None), "{header}");
        }
    }
}
