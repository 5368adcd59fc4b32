//! Names of months and days of the week in six languages.

/// Whether a word is a day of the week, or a short form of one.
pub(super) fn is_weekday(part: &str) -> bool {
    const DAYS: [&str; 36] = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so",
        "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mie", "jue", "vie", "sab", "dom", "gio",
        "ma", "wo", "vr", "za", "zo", "don", "die", "mit", "zat",
    ];
    let folded = folded(part);
    let prefix = |day: &&str| folded == **day || (day.len() >= 3 && folded.starts_with(*day));
    DAYS.iter().any(prefix)
}

/// The months in English, German, French, Spanish, Italian and Dutch, without
/// accents.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "januar", "janner", "janvier", "enero", "gennaio", "januari",
    ],
    &[
        "february", "februar", "fevrier", "febrero", "febbraio", "februari",
    ],
    &[
        "march", "marz", "maerz", "mrz", "mars", "marzo", "maart", "mrt",
    ],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "mei"],
    &["june", "juni", "juin", "junio", "giugno"],
    &["july", "juli", "juillet", "julio", "luglio"],
    &["august", "aout", "agosto", "augustus"],
    &[
        "september",
        "septembre",
        "septiembre",
        "setiembre",
        "settembre",
    ],
    &["october", "oktober", "octobre", "octubre", "ottobre"],
    &["november", "novembre", "noviembre"],
    &["december", "dezember", "decembre", "diciembre", "dicembre"],
];

/// A month by its name or by three letters of it that no other month has.
pub(super) fn month(part: &str) -> Option<i8> {
    if part.bytes().next()?.is_ascii_digit() {
        return None;
    }
    let folded = folded(part);
    let is_it = |names: &&[&str]| {
        names
            .iter()
            .any(|name| folded.len() >= 3 && name.starts_with(&folded))
    };
    let mut found = MONTHS.iter().zip(1..).filter(|(names, _)| is_it(names));
    let (_, month) = found.next()?;
    found.next().is_none().then_some(month)
}

/// Small letters without accents.
fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'á' | 'â' | 'ä' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        other => other,
    };
    text.to_lowercase().chars().map(plain).collect()
}
