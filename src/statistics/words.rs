//! Names in ids that must not be read as a statistic.

use crate::number::Name;

/// What leads to several numbers of a variable or an endpoint:
/// `age.by_arm.test.p`, `os.median.ci_lower`.
const OF_SUBJECTS: [&str; 5] = ["test", "follow_up", "median", "q1", "q3"];

/// What leads to several numbers of a model: `cox.score.p`.
const OF_MODELS: [&str; 12] = [
    "lr",
    "wald",
    "score",
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

/// `p10`, `p2_5`.
fn is_percentile(word: &str) -> bool {
    word.strip_prefix('p').is_some_and(|share| {
        share.starts_with(|c: char| c.is_ascii_digit())
            && share.chars().all(|c| c.is_ascii_digit() || c == '_')
    })
}
