//! Scales of files, in any order.

use super::*;

fn owned(levels: &[&str]) -> Vec<String> {
    levels.iter().map(|level| (*level).to_owned()).collect()
}

#[test]
fn ranges_and_known_words_are_put_in_order() {
    for expected in [
        &["<=20", "20-50", ">50"][..],
        &["<=20 mm", ">20-50 mm", ">50 mm"],
        &["0-5", "6-11", "12+"],
        &["0-5yrs", "6-11yrs", "12+ yrs"],
        &["< 12 years", "12-15 years", "16+ years"],
        &["<65", ">=65"],
        &["5-9", "10-19", "20-99", "100+"],
        &["18-39 years", "40-59 years", "60+"],
        &["(0,19]", "(19,39]", "(39,59]", "(59,Inf]"],
        &["unter 40", "40 bis 60", "über 60"],
        &["moins de 20 ans", "20 à 40 ans", "plus de 40 ans"],
        &["18-64", "65 and over"],
        &["-", "+", "++", "+++"],
        &["I", "II", "IIIa"],
        &["Stage 1", "Stage 2", "Stage 10"],
        &["level.0", "level.1", "level.2"],
        &["Grade I", "Grade II", "Grade III"],
        &["pT1", "pT2a", "pT2b", "pT3"],
        &["none", "I", "II", "IIIa", "IIIb", "IVa", "V"],
        &["keine", "Grad 1", "Grad 2"],
        &["TRG1", "TRG2", "TRG3"],
        &["G1", "G2", "G3"],
        &["Q1", "Q2", "Q3", "Q4"],
        &["1st", "2nd", "3rd"],
        &["none", "mild", "moderate", "severe"],
        &["leicht", "mittel", "schwer"],
        &["aucune", "légère", "modérée", "sévère"],
        &["bajo", "medio", "alto"],
        &["lieve", "moderata", "grave"],
        &["licht", "matig", "ernstig"],
        &["baixo", "médio", "alto"],
        &["lo", "hi"],
        &["lo", "med", "hi"],
        &["L", "M", "H"],
        &["S", "M", "L", "XL"],
        &["Low grade", "Intermediate grade", "High grade"],
        &["low risk", "high risk"],
        &["risque faible", "risque élevé"],
        &["niedrig", "mittel", "hoch"],
        &["keine", "leicht", "mittel", "stark"],
        &["gering", "mäßig", "stark"],
        &["très faible", "faible", "moyen", "élevé", "très élevé"],
        &["faible", "modéré", "élevé"],
        &["muy bajo", "bajo", "medio", "alto"],
        &["CR", "PR", "SD", "PD"],
        &["Mild", "Moderate", "Severe", "Life-threatening"],
        &["F0", "F1", "F2"],
        &["very low", "low", "medium", "high", "very high"],
        &[
            "strongly disagree",
            "disagree",
            "Neither agree nor disagree",
            "Agree",
            "Strongly Agree",
        ],
        &["Much worse", "Worse", "Same", "Better", "Much better"],
        &["None", "Minor", "Moderate", "Severe"],
        &["none", "minor", "major", "fatal"],
        &["brak", "łagodny", "umiarkowany", "ciężki"],
        &[
            "Discordo totalmente",
            "Discordo",
            "Não concordo nem discordo",
            "Concordo",
            "Concordo totalmente",
        ],
        &["Nunca", "Raramente", "Às vezes", "Sempre"],
        &[
            "Very dissatisfied",
            "Dissatisfied",
            "Satisfied",
            "Very satisfied",
        ],
        &["never", "rarely", "sometimes", "often"],
        &["Child A", "Child B", "Child C"],
    ] {
        let mut levels = owned(expected);
        levels.reverse();
        assert_eq!(ordered(&levels), Some(owned(expected)), "{expected:?}");
    }
    for levels in [
        &["1", "2"][..],
        &["yes", "no", "unsure"],
        &["benign", "malignant"],
        &["Arm A", "Arm B", "Arm C"],
        &["agree", "satisfied", "neutral"],
        &["CR", "PR", "SD", "NE"],
        &["stable", "unchanged"],
        &["0-10", "5-15"],
        &["2020-01", "2019-02"],
        &["a", "b"],
        &["never", "former", "current"],
        &["none", "I", "other"],
        &["trt1", "trt2"],
        &["Stage 1", "Grade 2"],
        &["A-1", "B-2"],
        &["chr1", "chr2"],
        &["M", "H"],
        &["M", "F"],
        &["R", "L"],
        &["group red", "group blue"],
    ] {
        assert_eq!(ordered(&owned(levels)), None, "{levels:?}");
    }
}

/// Scales of the field, of which a file may hold any levels.
#[test]
fn any_levels_of_a_scale_are_in_the_order_of_their_meaning() {
    for scale in [
        &[
            "extremely unlikely",
            "very unlikely",
            "unlikely",
            "neither likely nor unlikely",
            "likely",
            "very likely",
            "extremely likely",
        ][..],
        &[
            "not at all important",
            "slightly important",
            "moderately important",
            "important",
            "very important",
        ],
        &[
            "definitely not",
            "probably not",
            "undecided",
            "probably yes",
            "definitely yes",
        ],
        &[
            "very difficult",
            "somewhat difficult",
            "neutral",
            "somewhat easy",
            "very easy",
        ],
        &[
            "greatly decreased",
            "decreased",
            "no change",
            "slightly increased",
            "greatly increased",
        ],
        &[
            "not at all",
            "several days",
            "more than half the days",
            "nearly every day",
        ],
        &["unrelated", "unlikely", "possible", "probable", "definite"],
        &["no pain", "mild pain", "moderate pain", "severe pain"],
        &["none", "mild pain", "severe pain", "very severe pain"],
        &[
            "never",
            "less than monthly",
            "monthly",
            "weekly",
            "daily or almost daily",
        ],
        &[
            "1 - very poor",
            "2 - poor",
            "3 - fair",
            "4 - good",
            "5 - excellent",
        ],
        &[
            "trifft gar nicht zu",
            "trifft eher nicht zu",
            "teils-teils",
            "trifft eher zu",
            "trifft voll und ganz zu",
        ],
        &[
            "stimme überhaupt nicht zu",
            "stimme nicht zu",
            "weder noch",
            "stimme zu",
            "stimme voll zu",
        ],
        &[
            "pas du tout d'accord",
            "plutôt pas d'accord",
            "ni d'accord ni pas d'accord",
            "plutôt d'accord",
            "tout à fait d'accord",
        ],
        &[
            "totalmente en desacuerdo",
            "en desacuerdo",
            "neutral",
            "de acuerdo",
            "totalmente de acuerdo",
        ],
        &[
            "helemaal mee oneens",
            "mee oneens",
            "neutraal",
            "mee eens",
            "helemaal mee eens",
        ],
        &[
            "zdecydowanie się nie zgadzam",
            "raczej się nie zgadzam",
            "trudno powiedzieć",
            "raczej się zgadzam",
            "zdecydowanie się zgadzam",
        ],
        &[
            "muito insatisfeito",
            "insatisfeito",
            "indiferente",
            "satisfeito",
            "muito satisfeito",
        ],
        &[
            "mycket missnöjd",
            "missnöjd",
            "neutral",
            "nöjd",
            "mycket nöjd",
        ],
        &["ingen", "lätt", "måttlig", "svår"],
    ] {
        // Every choice of three levels or more, the last first.
        for chosen in 0_u32..1 << scale.len() {
            let is_chosen = |at: &usize| chosen & (1 << at) != 0;
            let expected: Vec<String> = (0..scale.len())
                .filter(is_chosen)
                .map(|at| scale[at].to_owned())
                .collect();
            if expected.len() > 2 {
                let reversed: Vec<String> = expected.iter().rev().cloned().collect();
                assert_eq!(ordered(&reversed), Some(expected));
            }
        }
    }
}

#[test]
fn letters_have_the_order_of_the_scale_that_their_header_names() {
    let letters = owned(&["C", "A", "B"]);
    let expected = Some(owned(&["A", "B", "C"]));
    for header in ["Child-Pugh", "child_pugh_class", "Dukes", "BCLC stage"] {
        assert_eq!(ordered_under(header, &letters), expected, "{header}");
    }
    for header in ["Arm", "Centre", "Blood group"] {
        assert_eq!(ordered_under(header, &letters), None, "{header}");
    }
}
