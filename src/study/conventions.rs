//! Reads `[conventions]`: the table of [`crate::number::conventions`], key by
//! key.

use super::section::Section;
use crate::number::conventions::{ConventionKey, Conventions, Form, Preset, Setting, SettingValue};
use crate::number::styles::{NumberStyle, PValues};

/// The conventions of a study; those of no preset without a section.
pub(super) fn read(section: Option<&Section<'_>>, style: NumberStyle) -> Conventions {
    let Some(section) = section else {
        return Conventions::new(Preset::Default, style);
    };
    let presets: Vec<(&str, Preset)> = Preset::ALL
        .iter()
        .map(|preset| (preset.word(), *preset))
        .collect();
    let preset = section
        .choice("preset", &presets)
        .unwrap_or(Preset::Default);
    let mut conventions = Conventions::new(preset, style);
    for key in ConventionKey::ALL {
        let Some(value) = value(section, *key) else {
            continue;
        };
        // What a form admits, a convention has: a test holds that.
        let _ = conventions.set(Setting { key: *key, value });
    }
    if section.has("p_digits") && style.p_values != PValues::Fixed {
        section.problem(
            "p_digits",
            "has no effect on the p-values of this journal",
            "remove it, or write p_values = \"fixed\" in [style]",
        );
    }
    section.finish();
    conventions
}

/// What the section has under the key of a convention, or the problem with it.
fn value(section: &Section<'_>, convention: ConventionKey) -> Option<SettingValue> {
    let key = convention.word();
    match convention.record().form() {
        Form::Words(words) => {
            let words: Vec<(&str, SettingValue)> = words
                .into_iter()
                .map(|(word, _)| (word, SettingValue::Word(word)))
                .collect();
            section.choice(key, &words)
        }
        Form::Flag => section.boolean(key).map(SettingValue::Flag),
        Form::Share => {
            let number = section.number(key)?;
            if number > 0.0 && number < 1.0 {
                return Some(SettingValue::Number(number));
            }
            section.problem(
                key,
                format!("{number} is not between 0 and 1"),
                "write 0.95 for 95%",
            );
            None
        }
        Form::Days => {
            let number = section.number(key)?;
            if number > 0.0 {
                return Some(SettingValue::Number(number));
            }
            section.problem(
                key,
                format!("{number} is not a positive number of days"),
                "write a number above 0, such as 30.4375",
            );
            None
        }
        Form::Whole { least, most } => {
            let number = section.whole(key, most)?;
            if number >= least {
                return Some(SettingValue::Whole(number));
            }
            section.problem(
                key,
                format!("{number} is not a whole number from {least} to {most}"),
                format!("write a whole number from {least} to {most}"),
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;
    use crate::study::section::{Source, parse};

    fn conventions(text: &str) -> Result<Conventions, String> {
        let source = Source::new("study.toml", text);
        let document = parse(&source, text).unwrap();
        let top = Section::top(&source, &document);
        let found = read(top.section("conventions").as_ref(), NumberStyle::default());
        let findings = source.take_findings();
        if findings.is_empty() {
            Ok(found)
        } else {
            Err(findings.to_string())
        }
    }

    /// As TOML writes a value.
    fn written(value: SettingValue) -> String {
        match value {
            SettingValue::Word(word) => format!("\"{word}\""),
            SettingValue::Number(number) => format!("{number:?}"),
            other => other.to_string(),
        }
    }

    #[test]
    fn every_value_of_the_table_can_be_written_in_a_study() {
        for key in ConventionKey::ALL {
            let record = key.record();
            let mut values = record.alternatives();
            values.extend(Preset::ALL.iter().map(|preset| record.preset(*preset)));
            if let Form::Words(words) = record.form() {
                values.extend(words.into_iter().map(|(word, _)| SettingValue::Word(word)));
            }
            for value in values {
                let text = format!("[conventions]\n{} = {}\n", key.word(), written(value));
                assert_eq!(conventions(&text).unwrap().value(*key), value, "{text}");
            }
        }
    }

    #[test]
    fn a_preset_is_overridden_key_by_key() {
        let found = conventions("[conventions]\npreset = \"stata\"\nquantile = 7\n").unwrap();
        let stata = Conventions::new(Preset::Stata, NumberStyle::default());
        for key in ConventionKey::ALL {
            let expected = match key {
                ConventionKey::Quantile => SettingValue::Whole(7),
                key => stata.value(*key),
            };
            assert_eq!(found.value(*key), expected, "{key:?}");
        }
    }

    #[test]
    fn values_out_of_bounds_are_findings() {
        for (line, problem) in [
            ("quantile = 0", "0 is not a whole number from 1 to 9"),
            ("p_digits = 0", "0 is not a whole number from 1 to 10"),
            ("month_days = 0", "0 is not a positive number of days"),
            ("alpha = 5", "5 is not between 0 and 1"),
        ] {
            let findings = conventions(&format!("[conventions]\n{line}\n")).unwrap_err();
            assert!(findings.contains(problem), "{findings}");
        }
    }
}
