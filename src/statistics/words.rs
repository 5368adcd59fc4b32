//! Names in ids that must not be read as a statistic.

use crate::number::Name;

/// What leads to several numbers of a variable or an endpoint:
/// `age.by_arm.test.p`, `os.median.ci_lower`.
const OF_SUBJECTS: [&str; 6] = ["test", "difference", "follow_up", "median", "q1", "q3"];

/// What leads to several numbers of a model: `cox.score.p`.
const OF_MODELS: [&str; 13] = [
    "lr",
    "wald",
    "score",
    "robust_score",
    "ph",
    "ph_rank",
    "ph_identity",
    "ph_log",
    "f",
    "auc",
    "calibration",
    "baseline",
    "intercept",
];

/// What leads to several numbers of a term of a model: `cox.stage.ph.p`.
const OF_TERMS: [&str; 4] = ["ph", "ph_rank", "ph_identity", "ph_log"];

/// The name of a level, which no statistic of its variable has.
pub fn level_name(text: &str) -> Name {
    Name::distinct_from(text, |word| {
        OF_SUBJECTS.contains(&word)
            || OF_TERMS.contains(&word)
            || is_percentile(word)
            || super::all().any(|known| known.id() == word)
    })
}

/// The name of a covariate in a model, which no statistic of the model has.
pub fn term_name(text: &str) -> Name {
    Name::distinct_from(text, |word| OF_MODELS.contains(&word))
}

/// The key of a quantile beyond the quartiles, by its share: `p10`, `p2_5`.
pub fn percentile_key(share: f64) -> String {
    format!("p{}", percent(share).replace('.', "_"))
}

/// Which percentile a share is, in words: "10th", "2.5th", "1st".
pub fn ordinal(share: f64) -> String {
    let percent = percent(share);
    let ending = match percent.as_str() {
        "11" | "12" | "13" => "th",
        whole if whole.contains('.') => "th",
        whole if whole.ends_with('1') => "st",
        whole if whole.ends_with('2') => "nd",
        whole if whole.ends_with('3') => "rd",
        _ => "th",
    };
    format!("{percent}{ending}")
}

/// A share in percent without the noise of its binary form.
fn percent(share: f64) -> String {
    let percent = (share * 1e12).round() / 1e10;
    percent.to_string()
}

fn is_percentile(word: &str) -> bool {
    word.strip_prefix('p').is_some_and(|share| {
        share.starts_with(|c: char| c.is_ascii_digit())
            && share.chars().all(|c| c.is_ascii_digit() || c == '_')
    })
}
