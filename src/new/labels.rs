//! What endpoints and events are called in sheets of languages in which no report is
//! written: as the labels of the other columns are.

use crate::wording::Wording;

/// The English name and that of the language.
type Names = &'static [(&'static str, &'static str)];

const LABELS: [(&str, Names); 5] = [
    (
        "fr",
        &[
            ("survival", "survie"),
            ("overall survival", "survie globale"),
            ("disease-specific survival", "survie spécifique"),
            ("disease-free survival", "survie sans récidive"),
            ("progression-free survival", "survie sans progression"),
            ("event-free survival", "survie sans événement"),
            ("time to recurrence", "délai jusqu’à la récidive"),
            ("time to progression", "délai jusqu’à la progression"),
            ("death", "décès"),
            ("recurrence", "récidive"),
            ("recurrence or death", "récidive ou décès"),
            ("progression or death", "progression ou décès"),
        ],
    ),
    (
        "es",
        &[
            ("survival", "supervivencia"),
            ("overall survival", "supervivencia global"),
            ("disease-specific survival", "supervivencia específica"),
            ("disease-free survival", "supervivencia libre de enfermedad"),
            (
                "progression-free survival",
                "supervivencia libre de progresión",
            ),
            ("event-free survival", "supervivencia libre de eventos"),
            ("time to recurrence", "tiempo hasta la recaída"),
            ("time to progression", "tiempo hasta la progresión"),
            ("death", "muerte"),
            ("recurrence", "recaída"),
            ("progression", "progresión"),
            ("recurrence or death", "recaída o muerte"),
            ("progression or death", "progresión o muerte"),
        ],
    ),
    (
        "it",
        &[
            ("survival", "sopravvivenza"),
            ("overall survival", "sopravvivenza globale"),
            ("disease-specific survival", "sopravvivenza specifica"),
            ("disease-free survival", "sopravvivenza libera da malattia"),
            (
                "progression-free survival",
                "sopravvivenza libera da progressione",
            ),
            ("event-free survival", "sopravvivenza libera da eventi"),
            ("time to recurrence", "tempo alla recidiva"),
            ("time to progression", "tempo alla progressione"),
            ("death", "decesso"),
            ("recurrence", "recidiva"),
            ("progression", "progressione"),
            ("recurrence or death", "recidiva o decesso"),
            ("progression or death", "progressione o decesso"),
        ],
    ),
    (
        "nl",
        &[
            ("survival", "overleving"),
            ("overall survival", "totale overleving"),
            ("disease-specific survival", "ziektespecifieke overleving"),
            ("disease-free survival", "ziektevrije overleving"),
            ("progression-free survival", "progressievrije overleving"),
            ("event-free survival", "gebeurtenisvrije overleving"),
            ("time to recurrence", "tijd tot recidief"),
            ("time to progression", "tijd tot progressie"),
            ("death", "overlijden"),
            ("recurrence", "recidief"),
            ("progression", "progressie"),
            ("recurrence or death", "recidief of overlijden"),
            ("progression or death", "progressie of overlijden"),
        ],
    ),
    (
        "pt",
        &[
            ("survival", "sobrevida"),
            ("overall survival", "sobrevida global"),
            ("disease-specific survival", "sobrevida específica"),
            ("disease-free survival", "sobrevida livre de doença"),
            ("progression-free survival", "sobrevida livre de progressão"),
            ("event-free survival", "sobrevida livre de eventos"),
            ("time to recurrence", "tempo até a recidiva"),
            ("time to progression", "tempo até a progressão"),
            ("death", "óbito"),
            ("recurrence", "recidiva"),
            ("progression", "progressão"),
            ("recurrence or death", "recidiva ou óbito"),
            ("progression or death", "progressão ou óbito"),
        ],
    ),
];

/// A name in the language of a sheet, else in that of the report.
pub(super) fn named(language: &str, words: Wording, english: &str) -> String {
    let own = LABELS.iter().find(|(tag, _)| *tag == language);
    let own = own.and_then(|(_, names)| names.iter().find(|(known, _)| *known == english));
    own.map_or_else(|| words.message(english), |(_, own)| (*own).to_owned())
}
