//! Words of the field that are written in one way wherever they stand: abbreviations
//! such as ECOG or HbA1c, and names of persons and places in the names of scales.

/// Abbreviations as they are usually written, of whatever part of the field.
const ABBREVIATIONS: &[&str] = &[
    // Scores and classes.
    "ECOG", "ASA", "NYHA", "TNM", "AJCC", "UICC", "FIGO", "ISUP", "BCLC", "RECIST", "CTCAE", "GCS",
    "SOFA", "qSOFA", "APACHE", "SAPS", "MELD", "NIHSS", "mRS", "VAS", "NRS", "EDSS", "MMSE",
    "MoCA", "HADS", "PHQ", "GAD", "BDI", "KPS", "TRG", "CCS", "CCI", "TIMI", "HAQ", "PASI", "DLQI",
    "WOMAC", "LVEF", "AHI", "ISS", "CPIS", "CDAI", "PIRADS", "BIRADS", // Measurements.
    "BMI", "BSA", "LDH", "CRP", "PSA", "CEA", "INR", "eGFR", "GFR", "HbA1c", "WBC", "RBC", "ANC",
    "ALT", "AST", "ALP", "GGT", "AFP", "ESR", "BUN", "TSH", "HDL", "LDL", "SBP", "DBP", "MAP",
    "MCV", "MCH", "MCHC", "RDW", "PTT", "aPTT", "BNP", "NTproBNP", "CKMB", "TNF", "FEV1", "FVC",
    "SpO2", "SaO2", "PaO2", "PaCO2", "FiO2", "PEEP", "ECG", "EEG", "MRI", "DNA", "RNA", "IgA",
    "IgE", "IgG", "IgM", "NLR", "PLR", "SUV", "SUVmax", "PDL1", "CA125", "HOMA", "UACR", "PTH",
    "FSH", "AMH", "hCG", "pH", "QTc", "RSBI", "TAPSE", "PASP", // Genes and markers.
    "HER2", "EGFR", "KRAS", "NRAS", "BRAF", "BRCA", "BRCA1", "BRCA2", "IDH", "MGMT", "FLT3",
    "NPM1", "CD4", "CD8", "MSI", "dMMR", "HLA", "HIV", "HBV", "HCV", "HPV", "EBV", "CMV", "PCR",
    // Diseases, operations and wards.
    "COPD", "CKD", "CHF", "CAD", "AKI", "ARDS", "DVT", "VTE", "SSI", "UTI", "IBD", "GERD", "ICU",
    "NICU", "ECMO", "CABG", "PCI", "TAVI", "NSCLC", "SCLC", "HCC", "AML", "CML", "CLL", "DLBCL",
    "MDS", "STEMI", "NSTEMI", "TBI", "HFrEF", "HFpEF", "NSAID", "SSRI", "GVHD", "aGVHD", "cGVHD",
    "HSCT", "EBL", "POD", "ERCP", "PICC",
];

/// The same whose letters are also a word; they are taken for an abbreviation only where
/// they stand alone.
const ALONE: &[&str] = &["LOS", "PET", "WHO", "Hb", "Hct", "PLT", "Plt"];

/// Names of persons and places with which names of scales and diseases begin.
const NAMES: &[&str] = &[
    "Alzheimer",
    "Ann",
    "Apgar",
    "Asian",
    "African",
    "Balthazar",
    "Barrett",
    "Barthel",
    "Beck",
    "Billroth",
    "Binet",
    "Bismuth",
    "Borg",
    "Borrmann",
    "Bosniak",
    "Braak",
    "Breslow",
    "Caucasian",
    "Charlson",
    "Clavien",
    "Cobb",
    "Crohn",
    "Cushing",
    "Doppler",
    "Dukes",
    "Epworth",
    "European",
    "Fontaine",
    "Forrest",
    "Fuhrman",
    "Glasgow",
    "Gleason",
    "Gustilo",
    "Hamilton",
    "Hartmann",
    "Hinchey",
    "Hispanic",
    "Hodgkin",
    "Hoehn",
    "Ishak",
    "Japanese",
    "Karnofsky",
    "Kellgren",
    "Ki",
    "Killip",
    "Lauren",
    "Likert",
    "Lugano",
    "Mallampati",
    "Masaoka",
    "Mayo",
    "Montgomery",
    "Nottingham",
    "Oswestry",
    "Parkinson",
    "Ranson",
    "Rankin",
    "Rutherford",
    "Siewert",
    "Sokal",
    "Whipple",
    "Zubrod",
];

fn as_written(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let is = |own: &&&str| own.eq_ignore_ascii_case(word);
    known.iter().find(is).copied()
}

/// A word in small letters or with a capital first letter as the field writes it; `alone`
/// if no other words stand beside it.
fn written(word: &str, stands_alone: Option<()>) -> Option<&'static str> {
    let is_plain = !word.chars().skip(1).any(char::is_uppercase);
    let known = as_written(word, ABBREVIATIONS);
    let known = known.or_else(|| stands_alone.and_then(|()| as_written(word, ALONE)));
    known.filter(|_| is_plain)
}

/// The text with its abbreviations as the field writes them, with digits behind them or
/// without: `crp d1` as `CRP d1`, `Hba1c` as `HbA1c`. Words with a capital behind the
/// first letter are kept as they are.
pub fn with_abbreviations(text: &str) -> String {
    let is_alone = (!text.trim().contains(char::is_whitespace)).then_some(());
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let own = written(word, is_alone).map(|known| (known, word));
        let own = own.or_else(|| written(stem, is_alone).map(|known| (known, stem)));
        match own.and_then(|(known, stem)| Some((known, part.strip_prefix(stem)?))) {
            Some((known, rest)) => {
                out.push_str(known);
                out.push_str(rest);
            }
            None => out.push_str(part),
        }
    }
    out
}

/// Whether a word keeps its first letter in the middle of a sentence: a name, an
/// abbreviation, a single capital as in "T stage", or a word with a capital behind its
/// first letter as in "HbA1c" or "Clavien-Dindo".
pub(super) fn keeps_its_letter(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    let rest = letters.as_str();
    let is_letter = first.is_some_and(char::is_uppercase) && rest.is_empty() && word != "A";
    let known = |list: &[&str]| {
        let stem = rest_of_name(word);
        list.contains(&word) || list.contains(&stem)
    };
    is_letter || rest.chars().any(char::is_uppercase) || known(ALONE) || known(NAMES)
}

/// A name without what makes it another word: "Crohn's", "Ki67", "Parkinson-like".
fn rest_of_name(word: &str) -> &str {
    let end = word.find(|c: char| !c.is_alphabetic());
    end.and_then(|end| word.get(..end)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_written_as_the_field_writes_them() {
        for (text, wanted) in [
            ("ecog", "ECOG"),
            ("Bmi", "BMI"),
            ("crp d1", "CRP d1"),
            ("hba1c", "HbA1c"),
            ("egfr", "eGFR"),
            ("EGFR", "EGFR"),
            ("fev1 at baseline", "FEV1 at baseline"),
            ("psa2", "PSA2"),
            ("los", "LOS"),
            ("los pacientes", "los pacientes"),
            ("hb", "Hb"),
            ("pet owner", "pet owner"),
            ("ASA-Class", "ASA-Class"),
            ("Max. crp", "Max. CRP"),
            ("Basal", "Basal"),
            ("", ""),
        ] {
            assert_eq!(with_abbreviations(text), wanted);
        }
    }

    #[test]
    fn names_keep_their_letter() {
        for word in [
            "Clavien-Dindo",
            "Gleason",
            "Crohn's",
            "T",
            "Ki67",
            "HbA1c",
            "Hb",
            "Charlson",
            "pT",
        ] {
            assert!(keeps_its_letter(word), "{word}");
        }
        for word in ["Age", "A", "Size", "Time-to-event", "Child", "Ä", ""] {
            assert_eq!(keeps_its_letter(word), word == "Ä", "{word}");
        }
    }
}
