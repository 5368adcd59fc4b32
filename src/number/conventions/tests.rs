//! Properties of every convention of the table.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::record::{Effort, Form};
use super::*;

fn conventions(preset: Preset) -> Conventions {
    Conventions::new(preset, NumberStyle::default())
}

/// Every value that a convention names: its words, those of presets and those
/// that `check` tries.
fn values(key: ConventionKey) -> Vec<SettingValue> {
    let record = key.record();
    let mut values = record.alternatives();
    values.extend(Preset::ALL.iter().map(|preset| record.preset(*preset)));
    match record.form() {
        Form::Words(words) => {
            values.extend(words.into_iter().map(|(word, _)| SettingValue::Word(word)));
        }
        Form::Flag => values.extend([true, false].map(SettingValue::Flag)),
        Form::Whole { least, most } => values.extend([least, most].map(SettingValue::Whole)),
        Form::Share | Form::Days => {}
    }
    values
}

#[test]
fn every_convention_is_documented() {
    for key in ConventionKey::ALL {
        let about = key.record().about();
        assert!(!about.documentation.is_empty(), "{key:?}");
        assert!(!about.documentation.contains('|'), "{key:?}");
        let row = format!("| `{}` | {}", key.word(), about.documentation);
        assert!(documentation().contains(&row), "{key:?}");
        for value in values(*key) {
            assert!(!key.record().title(value).is_empty(), "{key:?} {value}");
        }
    }
}

#[test]
fn every_convention_has_an_alternative_or_a_reason_for_none() {
    for key in ConventionKey::ALL {
        let record = key.record();
        let others = record.alternatives().len();
        match record.why_no_alternatives() {
            Some(why) => assert!(!why.is_empty() && others == 0, "{key:?}"),
            None => assert!(others > 1, "{key:?}"),
        }
    }
}

#[test]
fn every_word_reads_back_as_itself() {
    for key in ConventionKey::ALL {
        for value in values(*key) {
            let mut changed = conventions(Preset::Default);
            let setting = Setting { key: *key, value };
            changed.set(setting).unwrap();
            assert_eq!(changed.setting(*key), setting);
            assert_eq!(setting.to_string(), format!("{} = {value}", key.word()));
        }
    }
}

#[test]
fn what_no_convention_has_is_refused_and_changes_nothing() {
    let own = conventions(Preset::Default);
    for key in ConventionKey::ALL {
        for value in [
            SettingValue::Word("unheard-of"),
            SettingValue::Number(-1.0),
            SettingValue::Whole(u32::MAX),
        ] {
            let mut changed = own.clone();
            let setting = Setting { key: *key, value };
            assert_eq!(changed.set(setting), Err(UnknownChoice(setting)));
            assert_eq!(changed, own);
        }
    }
}

/// No two choices of a convention have one word or one title: what `check`
/// names can be set.
#[test]
fn choices_are_distinct() {
    for key in ConventionKey::ALL {
        let mut titles: Vec<String> = Vec::new();
        let mut known: Vec<SettingValue> = Vec::new();
        for value in values(*key) {
            if known.contains(&value) {
                continue;
            }
            known.push(value);
            let title = key.record().title(value);
            assert!(!titles.contains(&title), "{key:?}: {title}");
            titles.push(title);
        }
    }
}

#[test]
fn an_alternative_changes_one_setting() {
    for preset in Preset::ALL {
        let own = conventions(*preset);
        let alternatives = own.alternatives();
        assert!(!alternatives.is_empty());
        for alternative in alternatives {
            let other = own.with(alternative).unwrap();
            let changed: Vec<ConventionKey> = ConventionKey::ALL
                .iter()
                .copied()
                .filter(|key| own.value(*key) != other.value(*key))
                .collect();
            assert_eq!(changed, [alternative.key], "{alternative}");
        }
    }
}

/// The defaults of the packages, from their manuals.
#[test]
fn presets_are_those_of_the_packages() {
    let text = |preset, key| conventions(preset).setting(key).to_string();
    use ConventionKey as Key;
    assert_eq!(text(Preset::R, Key::Quantile), "quantile = 7");
    assert_eq!(text(Preset::Spss, Key::Quantile), "quantile = 6");
    assert_eq!(text(Preset::Sas, Key::Quantile), "quantile = 2");
    assert_eq!(text(Preset::R, Key::Ties), "ties = efron");
    assert_eq!(text(Preset::Stata, Key::Ties), "ties = breslow");
    assert_eq!(text(Preset::R, Key::Yates), "yates = true");
    assert_eq!(
        text(Preset::Sas, Key::SurvivalInterval),
        "survival_interval = log-log"
    );
    assert_eq!(
        text(Preset::Stata, Key::SurvivalQuantile),
        "survival_quantile = first"
    );
    assert_eq!(
        text(Preset::Sas, Key::SurvivalQuantile),
        "survival_quantile = midpoint"
    );
    assert_eq!(
        text(Preset::Default, Key::MonthDays),
        "month_days = 30.4375"
    );
    assert_eq!(text(Preset::Default, Key::Confidence), "confidence = 0.95");
}

#[test]
fn slow_alternatives_are_marked() {
    let slow = ConventionKey::ALL
        .iter()
        .filter(|key| key.record().about().effort == Effort::Much);
    assert_eq!(
        slow.collect::<Vec<_>>(),
        [&ConventionKey::ExactKruskalWallis]
    );
}

#[test]
fn methods_has_a_phrase_for_every_choice_or_for_none() {
    let words = crate::wording::Wording::ENGLISH;
    let mut known = Vec::new();
    for key in ConventionKey::ALL {
        let name = format!("conventions.{}", key.word());
        known.push(name.clone());
        let Form::Words(choices) = key.record().form() else {
            known.extend(["true", "false"].map(|flag| format!("{name}.{flag}")));
            continue;
        };
        let has = |(word, _): &(&str, &str)| words.find(&format!("{name}.{word}")).is_some();
        assert!(choices.iter().all(has), "{name}");
        known.extend(choices.iter().map(|(word, _)| format!("{name}.{word}")));
    }
    for key in words.keys().filter(|key| key.starts_with("conventions.")) {
        assert!(known.iter().any(|name| name == key), "{key}");
    }
}
