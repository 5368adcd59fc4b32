//! What a unit of measurement looks like: `mg/dl`, `×10^9/l`, `kg/m²`, `pack-years`.

/// Units that take a prefix: `mg`, `µmol`, `kPa`.
const BASES: &[&str] = &[
    "g", "m", "l", "mol", "pa", "eq", "osm", "gy", "bq", "hz", "v", "w", "j", "cal", "iu", "u",
    "ui", "ie", "kat", "sv", "s",
];
const PREFIXES: &[&str] = &[
    "", "k", "m", "µ", "μ", "u", "n", "p", "f", "c", "d", "mc", "g",
];

/// Units that stand as they are, times in the languages of clinical sheets among them.
const WORDS: &[&str] = &[
    // Times.
    "min",
    "mins",
    "minute",
    "minutes",
    "minuten",
    "minutos",
    "minuti",
    "minuter",
    "minut",
    "sec",
    "secs",
    "second",
    "seconds",
    "sekunden",
    "h",
    "hr",
    "hrs",
    "hour",
    "hours",
    "std",
    "stunde",
    "stunden",
    "heures",
    "horas",
    "ore",
    "uur",
    "uren",
    "timmar",
    "timer",
    "godz",
    "godziny",
    "d",
    "day",
    "days",
    "tag",
    "tage",
    "jour",
    "jours",
    "dias",
    "días",
    "giorni",
    "dag",
    "dagen",
    "dagar",
    "dage",
    "dni",
    "wk",
    "wks",
    "week",
    "weeks",
    "wochen",
    "semaines",
    "semanas",
    "settimane",
    "weken",
    "veckor",
    "uger",
    "tygodnie",
    "tyg",
    "mo",
    "mos",
    "mth",
    "mths",
    "month",
    "months",
    "monat",
    "monate",
    "mois",
    "mes",
    "meses",
    "mese",
    "mesi",
    "maand",
    "maanden",
    "månader",
    "manader",
    "mån",
    "måneder",
    "miesiące",
    "miesiace",
    "mies",
    "y",
    "yr",
    "yrs",
    "year",
    "years",
    "jahr",
    "jahre",
    "an",
    "ans",
    "année",
    "années",
    "año",
    "años",
    "anos",
    "ano",
    "anno",
    "anni",
    "jaar",
    "jaren",
    "år",
    "ar",
    "lat",
    "lata",
    // Shares and counts.
    "%",
    "‰",
    "percent",
    "per cent",
    "prozent",
    "points",
    "point",
    "pts",
    "punkte",
    "puntos",
    "punti",
    "cells",
    "cell",
    "copies",
    "beats",
    "breaths",
    "bpm",
    "rpm",
    "hpf",
    "cigarettes",
    "packs",
    "drinks",
    "steps",
    "times",
    "fold",
    "units",
    "unit",
    "einheiten",
    "pack years",
    "pack-years",
    "packyears",
    "py",
    "log10",
    "ppm",
    "ppb",
    // Of the body and of laboratories.
    "mmhg",
    "cmh2o",
    "mmh2o",
    "mm hg",
    "cm h2o",
    "torr",
    "mbar",
    "bar",
    "°c",
    "°f",
    "°",
    "degrees",
    "deg",
    "grad",
    "mets",
    "met",
    "dioptres",
    "dpt",
    "db",
    "hu",
    "suv",
    "au",
    "a.u.",
    "od",
    "fr",
    "in",
    "inch",
    "inches",
    "ft",
    "lb",
    "lbs",
    "oz",
    "kcal",
    "eur",
    "euro",
    "€",
    "usd",
    "$",
    "£",
    "gbp",
    "bsa",
    "kg bw",
    "micrograms",
    "milligrams",
    "grams",
    "mm",
    "cm",
];

/// The longest text that is looked at.
const LONGEST: usize = 24;

/// Whether a text is a unit of measurement.
pub(super) fn is_unit(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    if text.is_empty() || text.chars().count() > LONGEST {
        return false;
    }
    if is_word(&text) {
        return true;
    }
    let text = text.strip_prefix("per ").map_or_else(
        || text.replace(" per ", "/"),
        |rest| format!("/{}", rest.replace(" per ", "/")),
    );
    // "1.73m2", "10^9", "x 1000" stand before or between units.
    let mut parts = 0;
    let mut numbers = 0;
    let is_known = text
        .split(['/', '·', '*', '×', ' '])
        .enumerate()
        .all(|(at, part)| {
            let part = part.trim();
            if part.is_empty() || part == "x" {
                return at == 0 || part == "x";
            }
            if is_number(part) {
                numbers += 1;
                return true;
            }
            parts += 1;
            is_word(part) || is_powered(without_number(part))
        });
    is_known && parts > 0 && parts + numbers <= 5
}

fn is_word(text: &str) -> bool {
    WORDS.contains(&text)
        || PREFIXES.iter().any(|prefix| {
            text.strip_prefix(prefix)
                .is_some_and(|base| BASES.contains(&base))
        })
}

/// A unit with an exponent: `m2`, `mm³`, `kg^-1`.
fn is_powered(part: &str) -> bool {
    let exponent = |c: char| c.is_ascii_digit() || ['²', '³', '^', '-', '⁻', '¹'].contains(&c);
    let base = part.trim_end_matches(exponent);
    !base.is_empty() && part.chars().count() - base.chars().count() <= 3 && is_word(base)
}

/// A factor: `10^9`, `x10e9`, `1000`, `1.73`.
fn is_number(part: &str) -> bool {
    let part = part.strip_prefix('x').unwrap_or(part);
    let digits = |c: char| {
        c.is_ascii_digit()
            || [
                '.', ',', '^', 'e', '⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁻',
            ]
            .contains(&c)
    };
    part.starts_with(|c: char| c.is_ascii_digit()) && part.chars().all(digits)
}

/// A unit without the number that stands before it: `1.73m²`, `100ml`.
fn without_number(part: &str) -> &str {
    part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_told_from_other_words_in_brackets() {
        for unit in [
            "mm",
            "kg/m²",
            "kg/m2",
            "mg/dL",
            "µmol/l",
            "mmol/L",
            "IU/L",
            "U/ml",
            "ng/mL",
            "x10^9/L",
            "×10⁹/l",
            "10e9/l",
            "10^3/µl",
            "ml/min/1.73m²",
            "ml/min/1.73 m2",
            "%",
            "mmHg",
            "mm Hg",
            "°C",
            "years",
            "Jahre",
            "pack-years",
            "beats/min",
            "/min",
            "per day",
            "g/day",
            "cells/µl",
            "mEq/L",
            "pg",
            "fl",
            "h",
            "Monate",
            "dagar",
            "kPa",
            "Gy",
            "cGy",
            "cm H2O",
            "l/min/m2",
            "1000/mm3",
            "mg/kg",
            "kcal/day",
            "anni",
            "lata",
            "mg per day",
        ] {
            assert!(is_unit(unit), "{unit}");
        }
        for other in [
            "PET/CT",
            "ICD-10",
            "surgeon",
            "h:mm",
            "0-10",
            "WHO",
            "yes/no",
            "NYHA",
            "dd.mm.yyyy",
            "Clavien-Dindo",
            "left",
            "CT",
            "n",
            "right/left",
            "a priori",
            "TNM 8",
            "",
            "10",
            "surgeon/nurse",
            "AJCC 8th ed.",
            "Y/N",
            "ECOG",
            "1=yes",
        ] {
            assert!(!is_unit(other), "{other}");
        }
    }
}
