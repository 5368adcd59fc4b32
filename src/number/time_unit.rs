//! The units in which times to event are measured.

use crate::wording::Wording;

use super::conventions::{ConventionKey, Conventions};
use super::unit;

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Weeks of seven days.
    Weeks,
    /// Months, by the convention of a month's length.
    Months,
    /// Years, by the convention of a year's length.
    Years,
}

/// The spellings of a unit in the headers of files.
type Spellings = &'static [&'static str];

const SECONDS: Spellings = &[
    "seconds", "second", "secs", "sec", "s", "sekunden", "sekunde", "sek", "secondes", "seconde",
    "segundos", "segundo", "secondi", "secondo", "seconden",
];
const MINUTES: Spellings = &[
    "minutes", "minute", "mins", "min", "minuten", "minutos", "minuto", "minuti", "minuut",
];
const HOURS: Spellings = &[
    "hours", "hour", "hrs", "hr", "h", "stunden", "stunde", "std", "heures", "heure", "horas",
    "hora", "ore", "ora", "uren", "uur",
];
const DAYS: Spellings = &[
    "days", "day", "d", "tage", "tagen", "tag", "jours", "jour", "dias", "días", "dia", "día",
    "giorni", "giorno", "dagen", "dag", "dni", "dagar", "dage",
];
const WEEKS: Spellings = &[
    "weeks",
    "week",
    "wks",
    "wk",
    "wochen",
    "woche",
    "semaines",
    "semaine",
    "semanas",
    "semana",
    "settimane",
    "settimana",
    "weken",
    "tygodni",
    "veckor",
    "uger",
];
const MONTHS: Spellings = &[
    "months", "month", "mos", "mo", "mths", "mth", "monate", "monaten", "monat", "mois", "meses",
    "mes", "mês", "mesi", "mese", "maanden", "maand", "miesi", "mies", "manader",
];
const YEARS: Spellings = &[
    "years", "year", "yrs", "yr", "y", "jahre", "jahren", "jahr", "ans", "annees", "années",
    "annee", "année", "anos", "años", "ano", "año", "anni", "anno", "jaar", "jaren", "lata", "lat",
];

impl TimeUnit {
    /// All, the shortest first.
    pub const ALL: [Self; 7] = [
        Self::Seconds,
        Self::Minutes,
        Self::Hours,
        Self::Days,
        Self::Weeks,
        Self::Months,
        Self::Years,
    ];

    /// The unit that a text names, in the words of people's headers.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let word = text.strip_prefix("in ").map_or(text.as_str(), str::trim);
        let word = word.strip_suffix('.').unwrap_or(word).replace("(s)", "s");
        let mut all = Self::ALL.into_iter();
        all.find(|unit| unit.spellings().contains(&word.as_str()))
    }

    /// The unit of this name, as study files and ids write it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// The names of all, the shortest first: "seconds, minutes, … or years".
    pub fn names() -> String {
        let [first @ .., last] = Self::ALL.map(Self::name);
        format!("{} or {last}", first.join(", "))
    }

    /// The words for it, in small letters and several languages.
    pub fn spellings(self) -> &'static [&'static str] {
        match self {
            Self::Seconds => SECONDS,
            Self::Minutes => MINUTES,
            Self::Hours => HOURS,
            Self::Days => DAYS,
            Self::Weeks => WEEKS,
            Self::Months => MONTHS,
            Self::Years => YEARS,
        }
    }

    /// Plural, as study files and ids write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Years => "years",
        }
    }

    /// Plural, in the language of a report.
    pub fn words(self, words: Wording) -> &'static str {
        words.text(&format!("unit.{}", self.name()))
    }

    /// As it stands behind a number of it: "1 week", "2 weeks".
    pub fn beside(self, time: f64, words: Wording) -> &'static str {
        let own = match unit::is_one(&time.to_string()) {
            true => "unit_one",
            false => "unit",
        };
        words.text(&format!("{own}.{}", self.name()))
    }

    /// Whether it is a part of a day, which dates do not tell.
    pub fn is_within_a_day(self) -> bool {
        self < Self::Days
    }

    /// The convention on which its length depends.
    pub fn convention(self) -> Option<ConventionKey> {
        match self {
            Self::Seconds | Self::Minutes | Self::Hours | Self::Days | Self::Weeks => None,
            Self::Months => Some(ConventionKey::MonthDays),
            Self::Years => Some(ConventionKey::YearDays),
        }
    }

    /// A time in this unit, in another one.
    ///
    /// By the lengths of both in days, or in seconds where one of them is a part of a
    /// day: whole numbers, whose product and quotient are rounded once.
    pub fn convert(self, time: f64, to: Self, conventions: &Conventions) -> f64 {
        /// Seconds of a day.
        const DAY: f64 = 86_400.0;
        if self == to {
            return time;
        }
        let within = self.is_within_a_day() || to.is_within_a_day();
        let length = |unit: Self| match unit {
            Self::Seconds => 1.0,
            Self::Minutes => 60.0,
            Self::Hours => 3_600.0,
            longer => {
                let days = match longer {
                    Self::Weeks => 7.0,
                    Self::Months => conventions.month_days,
                    Self::Years => conventions.year_days,
                    _ => 1.0,
                };
                if within { days * DAY } else { days }
            }
        };
        time * length(self) / length(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::conventions::Preset;
    use crate::number::styles::NumberStyle;

    #[test]
    fn headers_name_units_in_several_languages() {
        for (text, unit) in [
            ("weeks", TimeUnit::Weeks),
            (" Wk ", TimeUnit::Weeks),
            ("Wochen", TimeUnit::Weeks),
            ("semaines", TimeUnit::Weeks),
            ("week(s)", TimeUnit::Weeks),
            ("hrs.", TimeUnit::Hours),
            ("H", TimeUnit::Hours),
            ("Std.", TimeUnit::Hours),
            ("in Monaten", TimeUnit::Months),
            ("min", TimeUnit::Minutes),
            ("s", TimeUnit::Seconds),
            ("Tage", TimeUnit::Days),
            ("años", TimeUnit::Years),
            ("MOIS", TimeUnit::Months),
        ] {
            assert_eq!(TimeUnit::of(text), Some(unit), "{text}");
        }
        for text in ["", "kg", "fortnights", "days per week", "m", "ms"] {
            assert_eq!(TimeUnit::of(text), None, "{text}");
        }
    }

    #[test]
    fn a_spelling_is_of_one_unit() {
        let all = TimeUnit::ALL;
        let mut spellings: Vec<&str> = all
            .iter()
            .flat_map(|unit| unit.spellings())
            .copied()
            .collect();
        let count = spellings.len();
        spellings.sort_unstable();
        spellings.dedup();
        assert_eq!(spellings.len(), count);
        for unit in all {
            assert_eq!(TimeUnit::named(unit.name()), Some(unit));
            assert_eq!(TimeUnit::of(unit.name()), Some(unit));
        }
    }

    #[test]
    fn whole_multiples_are_exact_and_lengths_are_those_of_the_conventions() {
        let own = Conventions::new(Preset::Default, NumberStyle::default());
        use TimeUnit::{Days, Hours, Minutes, Months, Seconds, Weeks, Years};
        for (time, from, to, expected) in [
            (3.0, Weeks, Days, 21.0),
            (21.0, Days, Weeks, 3.0),
            (36.0, Hours, Days, 1.5),
            (90.0, Minutes, Hours, 1.5),
            (2.0, Weeks, Hours, 336.0),
            (1.0, Hours, Seconds, 3600.0),
            (30.4375, Days, Months, 1.0),
            (12.0, Months, Days, 365.25),
            (1.0, Years, Hours, 8766.0),
            (0.1, Months, Months, 0.1),
        ] {
            assert_eq!(from.convert(time, to, &own), expected, "{time} {from:?}");
        }
    }
}
