//! The tables of conventions in `docs/study-file.md`.

use std::fmt::Write as _;

use super::record::Form;
use super::{ConventionKey, Preset};

/// The tables of conventions, in Markdown: first those that presets differ in,
/// then the others.
pub fn documentation() -> String {
    let differs = |key: &ConventionKey| {
        let record = key.record();
        let own = record.preset(Preset::Default);
        Preset::ALL
            .iter()
            .any(|preset| record.preset(*preset) != own)
    };
    let all = ConventionKey::ALL.iter().copied();
    let (differing, equal): (Vec<_>, Vec<_>) = all.partition(differs);
    let packages = || Preset::ALL.iter().filter(|p| **p != Preset::Default);
    let mut text = "| key | meaning | without a preset |".to_owned();
    for preset in packages() {
        // Writing to a string does not fail.
        let _ = write!(text, " `{}` |", preset.word());
    }
    text += "\n| --- | --- | --- |";
    text += &" --- |".repeat(packages().count());
    for key in differing {
        text += &row(key);
        for preset in packages() {
            let _ = write!(text, " {} |", key.record().preset(*preset));
        }
    }
    text += "\n\n| key | meaning | default |\n| --- | --- | --- |";
    for key in equal {
        text += &row(key);
    }
    text + "\n"
}

/// The key, its meaning and its default.
fn row(key: ConventionKey) -> String {
    let record = key.record();
    format!(
        "\n| `{}` | {}{} | {} |",
        key.word(),
        record.about().documentation,
        words(&record.form()),
        record.preset(Preset::Default)
    )
}

/// The allowed words, each with its effect.
fn words(form: &Form) -> String {
    let Form::Words(words) = form else {
        return String::new();
    };
    let mut text = String::new();
    for (at, (word, does)) in words.iter().enumerate() {
        text += if at == 0 { ": " } else { ", " };
        let _ = write!(text, "`\"{word}\"`");
        if !does.is_empty() {
            let _ = write!(text, " ({does})");
        }
    }
    text
}
