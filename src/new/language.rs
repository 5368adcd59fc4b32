//! The language of a sheet, by the words of its headers and cells.

use super::guess::Guess;
use super::vocabulary::plain_words;
use crate::wording::Wording;

/// Words that stand in sheets of a language, without accents; of as many the later one.
/// A word of five letters or more may be the beginning of one.
const WORDS: [(&str, &[&str]); 6] = [
    (
        "fr",
        &[
            "sexe",
            "homme",
            "femme",
            "bras",
            "deces",
            "decede",
            "vivant",
            "oui",
            "survie",
            "mois",
            "jours",
            "recidive",
            "chirurgie",
            "dernieres",
            "nouvelles",
            "stade",
            "delai",
            "suivi",
            "taille",
            "poids",
            "tabac",
            "naissance",
            "groupe",
            "traitement",
            "reponse",
            "numero",
            "etat",
            "duree",
            "sans",
            "rechute",
        ],
    ),
    (
        "es",
        &[
            "sexo",
            "edad",
            "hombre",
            "mujer",
            "estadio",
            "supervivencia",
            "meses",
            "dias",
            "muerto",
            "fallecido",
            "fecha",
            "cirugia",
            "recaida",
            "grupo",
            "tiempo",
            "seguimiento",
            "peso",
            "talla",
            "tabaquismo",
            "brazo",
            "ultimo",
            "estado",
            "paciente",
            "ingreso",
            "muerte",
        ],
    ),
    (
        "it",
        &[
            "sesso",
            "eta",
            "maschio",
            "femmina",
            "stadio",
            "sopravvivenza",
            "mesi",
            "giorni",
            "decesso",
            "deceduto",
            "intervento",
            "recidiva",
            "gruppo",
            "paziente",
            "stato",
            "peso",
            "altezza",
            "fumatore",
            "ultimo",
            "ricovero",
            "nascita",
            "risposta",
            "braccio",
        ],
    ),
    (
        "nl",
        &[
            "geslacht",
            "leeftijd",
            "man",
            "vrouw",
            "overleving",
            "maanden",
            "dagen",
            "overleden",
            "leven",
            "nee",
            "operatiedatum",
            "laatste",
            "controle",
            "recidief",
            "groep",
            "gewicht",
            "lengte",
            "roker",
            "geboorte",
            "opname",
            "ontslag",
            "behandeling",
            "patientnr",
        ],
    ),
    (
        "pt",
        &[
            "sexo",
            "idade",
            "masculino",
            "feminino",
            "estadio",
            "sobrevida",
            "meses",
            "dias",
            "obito",
            "nao",
            "sim",
            "cirurgia",
            "recidiva",
            "grupo",
            "tempo",
            "peso",
            "altura",
            "prontuario",
            "ultima",
            "consulta",
            "data",
            "tratamento",
            "seguimento",
            "internacao",
        ],
    ),
    (
        "de",
        &[
            "geschlecht",
            "maennlich",
            "weiblich",
            "gruppe",
            "groesse",
            "gewicht",
            "datum",
            "geburt",
            "aufnahme",
            "entlassung",
            "eingriff",
            "behandlung",
            "befund",
            "diagnosedatum",
            "erstdiagnose",
            "letzt",
            "kontakt",
            "nachsorge",
            "verstorben",
            "gestorben",
            "lebt",
            "lebend",
            "todes",
            "sterbe",
            "ueberleben",
            "monate",
            "jahre",
            "wochen",
            "dauer",
            "nein",
            "ja",
            "rezidiv",
            "zensiert",
            "raucher",
            "stadium",
            "unbekannt",
            "keine",
            "kein",
            "ohne",
            "laparoskopisch",
            "offen",
            "robotisch",
            "komplikation",
            "verweildauer",
            "blutverlust",
            "krankenhaus",
            "klinik",
            "anzahl",
            "alter",
            "patientin",
            "links",
            "rechts",
        ],
    ),
];

/// Different words that show a language: one may be a name.
const ENOUGH: usize = 3;

/// The language of the report: that of the columns, where reports are written in it.
pub(super) fn of(columns: &[Guess]) -> Wording {
    Wording::of(tag(columns)).unwrap_or_default()
}

/// The tag of the language whose words the columns have; English where they have too few.
pub(super) fn tag(columns: &[Guess]) -> &'static str {
    let texts = columns.iter().flat_map(|guess| {
        let levels = guess.levels().iter().map(String::as_str);
        std::iter::once(guess.name.as_str()).chain(levels)
    });
    let words: Vec<String> = texts.flat_map(plain_words).collect();
    let found = WORDS.iter().map(|(tag, known)| {
        let is_used = |known: &&&str| {
            let begins = |word: &String| known.len() >= 5 && word.starts_with(**known);
            words.iter().any(|word| word == **known || begins(word))
        };
        (known.iter().filter(is_used).count(), *tag)
    });
    let most = found.max_by_key(|(count, _)| *count);
    let shown = most.filter(|(count, _)| *count >= ENOUGH);
    shown.map_or(Wording::ENGLISH.tag(), |(_, tag)| tag)
}
