//! The record of a convention: of a few choices, or of a number.

use super::preset::Preset;
use super::setting::SettingValue;

/// What is known of a convention whatever its values are.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// One line for the documentation and the schema of the study file.
    pub documentation: &'static str,
    /// The word for programs under which `check` names a change of it.
    pub kind: &'static str,
    /// Its place among the conventions that `check` tries: the lower, the more
    /// often it is the reason.
    pub rank: u8,
    /// What must be done again when it changes.
    pub stage: Stage,
    /// What a try of it costs.
    pub effort: Effort,
}

/// The first stage of a report that a convention changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading the cohort: a derived variable depends on it.
    Reading,
    /// Computing.
    Computing,
    /// Printing alone.
    Printing,
}

/// What a try of an alternative costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// As much as the study itself.
    Little,
    /// Seconds: it is tried only where it may be the reason.
    Much,
}

/// The values of a convention's key in `study.toml`.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// One of these words, each with what it does (empty if the word does say
    /// it).
    Words(Vec<(&'static str, &'static str)>),
    /// `true` or `false`.
    Flag,
    /// A number between 0 and 1.
    Share,
    /// A positive number of days.
    Days,
    /// A whole number in these bounds.
    Whole {
        /// The least.
        least: u32,
        /// The greatest.
        most: u32,
    },
}

/// What `check` tries in place of a study's own choice.
#[derive(Debug, Clone, Copy)]
pub(super) enum Alternatives<T: 'static> {
    /// Every other choice, in their order.
    Others,
    /// These, in this order, but for the study's own.
    These(&'static [T]),
    /// Nothing, and why.
    None(&'static str),
}

/// A convention, whatever its values are.
pub trait Convention: Sync {
    /// What is known of it whatever its values are.
    fn about(&self) -> &About;

    /// The values of its key.
    fn form(&self) -> Form;

    /// What a preset sets it to.
    fn preset(&self, preset: Preset) -> SettingValue;

    /// What `check` tries, a study's own choice among it.
    fn alternatives(&self) -> Vec<SettingValue>;

    /// Why `check` tries nothing, where it does not.
    fn why_no_alternatives(&self) -> Option<&'static str>;

    /// A choice in prose.
    fn title(&self, value: SettingValue) -> String;
}

/// One choice of a convention.
pub(super) struct Choice<T> {
    /// What code reads.
    pub(super) value: T,
    /// As `study.toml` writes it.
    pub(super) word: SettingValue,
    /// In prose, as `check` names it.
    pub(super) title: &'static str,
    /// What it does, for the documentation; empty if the word is clear.
    pub(super) documentation: &'static str,
}

/// A convention of a few choices.
pub(super) struct Choices<T: 'static> {
    pub(super) about: About,
    /// Without a preset, and with one that is not listed.
    pub(super) default: T,
    pub(super) presets: &'static [(Preset, T)],
    pub(super) choices: &'static [Choice<T>],
    pub(super) alternatives: Alternatives<T>,
}

impl<T: Copy + PartialEq> Choices<T> {
    pub(super) fn under(&self, preset: Preset) -> T {
        chosen_by(self.presets, preset).unwrap_or(self.default)
    }

    /// Every choice is listed; a test holds that.
    pub(super) fn value_of(&self, value: T) -> SettingValue {
        let known = self.choices.iter().find(|choice| choice.value == value);
        known.map_or(SettingValue::Word(""), |choice| choice.word)
    }

    pub(super) fn choose(&self, word: SettingValue) -> Option<T> {
        self.choice(word).map(|choice| choice.value)
    }

    /// The word of a choice.
    pub(super) fn name(&self, value: T) -> &'static str {
        match self.value_of(value) {
            SettingValue::Word(word) => word,
            _ => "",
        }
    }

    fn choice(&self, word: SettingValue) -> Option<&'static Choice<T>> {
        self.choices.iter().find(|choice| choice.word == word)
    }
}

impl<T: Copy + PartialEq + Sync> Convention for Choices<T> {
    fn about(&self) -> &About {
        &self.about
    }

    fn form(&self) -> Form {
        let words = self.choices.iter().filter_map(|choice| match choice.word {
            SettingValue::Word(word) => Some((word, choice.documentation)),
            _ => None,
        });
        let words: Vec<_> = words.collect();
        if words.is_empty() {
            Form::Flag
        } else {
            Form::Words(words)
        }
    }

    fn preset(&self, preset: Preset) -> SettingValue {
        self.value_of(self.under(preset))
    }

    fn alternatives(&self) -> Vec<SettingValue> {
        match self.alternatives {
            Alternatives::Others => self.choices.iter().map(|choice| choice.word).collect(),
            Alternatives::These(values) => values.iter().map(|v| self.value_of(*v)).collect(),
            Alternatives::None(_) => Vec::new(),
        }
    }

    fn why_no_alternatives(&self) -> Option<&'static str> {
        self.alternatives.why_none()
    }

    fn title(&self, value: SettingValue) -> String {
        self.choice(value)
            .map_or_else(String::new, |choice| choice.title.to_owned())
    }
}

/// What a number of a convention is to code.
pub(super) trait Numeric: Copy + PartialEq + Sync {
    fn of(value: SettingValue) -> Option<Self>;
    fn value(self) -> SettingValue;
}

impl Numeric for f64 {
    fn of(value: SettingValue) -> Option<Self> {
        match value {
            SettingValue::Number(number) => Some(number),
            _ => None,
        }
    }

    fn value(self) -> SettingValue {
        SettingValue::Number(self)
    }
}

impl Numeric for u32 {
    fn of(value: SettingValue) -> Option<Self> {
        match value {
            SettingValue::Whole(number) => Some(number),
            _ => None,
        }
    }

    fn value(self) -> SettingValue {
        SettingValue::Whole(self)
    }
}

impl Numeric for usize {
    fn of(value: SettingValue) -> Option<Self> {
        u32::of(value).and_then(|number| number.try_into().ok())
    }

    fn value(self) -> SettingValue {
        SettingValue::Whole(self.try_into().unwrap_or(u32::MAX))
    }
}

/// A convention that is a number.
pub(super) struct Quantity<T: 'static> {
    pub(super) about: About,
    pub(super) form: Form,
    /// Without a preset, and with one that is not listed.
    pub(super) default: T,
    pub(super) presets: &'static [(Preset, T)],
    pub(super) alternatives: Alternatives<T>,
    /// A value in prose.
    pub(super) title: fn(T) -> String,
}

impl<T: Numeric> Quantity<T> {
    pub(super) fn under(&self, preset: Preset) -> T {
        chosen_by(self.presets, preset).unwrap_or(self.default)
    }

    #[expect(clippy::unused_self, reason = "called as that of choices is")]
    pub(super) fn value_of(&self, value: T) -> SettingValue {
        value.value()
    }

    pub(super) fn choose(&self, value: SettingValue) -> Option<T> {
        self.form.admits(value).then(|| T::of(value)).flatten()
    }
}

impl<T: Numeric> Convention for Quantity<T> {
    fn about(&self) -> &About {
        &self.about
    }

    fn form(&self) -> Form {
        self.form.clone()
    }

    fn preset(&self, preset: Preset) -> SettingValue {
        self.under(preset).value()
    }

    fn alternatives(&self) -> Vec<SettingValue> {
        match self.alternatives {
            Alternatives::These(values) => values.iter().map(|value| value.value()).collect(),
            // A number has no list of other choices.
            Alternatives::Others | Alternatives::None(_) => Vec::new(),
        }
    }

    fn why_no_alternatives(&self) -> Option<&'static str> {
        self.alternatives.why_none()
    }

    fn title(&self, value: SettingValue) -> String {
        T::of(value).map_or_else(String::new, self.title)
    }
}

impl<T> Alternatives<T> {
    fn why_none(&self) -> Option<&'static str> {
        match self {
            Self::None(why) => Some(why),
            Self::Others | Self::These(_) => None,
        }
    }
}

impl Form {
    /// Whether a number is in its bounds.
    fn admits(&self, value: SettingValue) -> bool {
        match (self, value) {
            (Self::Share, SettingValue::Number(number)) => number > 0.0 && number < 1.0,
            (Self::Days, SettingValue::Number(number)) => number > 0.0 && number.is_finite(),
            (Self::Whole { least, most }, SettingValue::Whole(number)) => {
                (*least..=*most).contains(&number)
            }
            _ => false,
        }
    }
}

fn chosen_by<T: Copy>(presets: &[(Preset, T)], preset: Preset) -> Option<T> {
    let own = presets.iter().find(|(known, _)| *known == preset);
    own.map(|(_, value)| *value)
}
