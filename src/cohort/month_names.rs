//! Names of months and days of the week in thirteen languages.

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

/// The months in English, German, French, Spanish, Italian, Dutch, Portuguese,
/// Danish with Norwegian and Swedish, Polish, Czech, Turkish and Russian, without accents.
const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "januar",
        "janner",
        "janvier",
        "enero",
        "gennaio",
        "januari",
        "janeiro",
        "stycznia",
        "ledna",
        "ocak",
        "января",
    ],
    &[
        "february",
        "februar",
        "fevrier",
        "febrero",
        "febbraio",
        "februari",
        "fevereiro",
        "lutego",
        "unora",
        "subat",
        "февраля",
    ],
    &[
        "march", "marz", "maerz", "mrz", "mars", "marzo", "maart", "mrt", "marco", "marts",
        "marca", "brezna", "mart", "март",
    ],
    &[
        "april",
        "avril",
        "abril",
        "aprile",
        "kwietnia",
        "dubna",
        "nisan",
        "апреля",
    ],
    &[
        "may", "mai", "mayo", "maggio", "mei", "maio", "maj", "maja", "kvetna", "mayis", "мая",
    ],
    &[
        "june", "juni", "juin", "junio", "giugno", "junho", "czerwca", "cervna", "haziran", "июня",
    ],
    &[
        "july", "juli", "juillet", "julio", "luglio", "julho", "lipca", "cervence", "temmuz",
        "июля",
    ],
    &[
        "august",
        "aout",
        "agosto",
        "augustus",
        "augusti",
        "sierpnia",
        "srpna",
        "agustos",
        "августа",
    ],
    &[
        "september",
        "septembre",
        "septiembre",
        "setiembre",
        "settembre",
        "setembro",
        "wrzesnia",
        "zari",
        "eylul",
        "сентября",
    ],
    &[
        "october",
        "oktober",
        "octobre",
        "octubre",
        "ottobre",
        "outubro",
        "pazdziernika",
        "rijna",
        "ekim",
        "октября",
    ],
    &[
        "november",
        "novembre",
        "noviembre",
        "novembro",
        "listopada",
        "listopadu",
        "kasim",
        "ноября",
    ],
    &[
        "december",
        "dezember",
        "decembre",
        "diciembre",
        "dicembre",
        "dezembro",
        "desember",
        "grudnia",
        "prosince",
        "aralik",
        "декабря",
    ],
];

/// A month by its name or by three letters of it that no other month has.
pub(crate) fn month(part: &str) -> Option<i8> {
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

/// Whether a word is the name of a month, or a short form of one.
pub(crate) fn is_month(part: &str) -> bool {
    month(part).is_some()
}

/// Small letters without accents.
fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'á' | 'â' | 'ä' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ç' | 'č' => 'c',
        'ě' => 'e',
        'ğ' => 'g',
        'ı' => 'i',
        'ń' | 'ň' => 'n',
        'ř' => 'r',
        'ś' | 'š' | 'ş' => 's',
        'ů' => 'u',
        'ý' => 'y',
        'ź' | 'ž' => 'z',
        other => other,
    };
    text.to_lowercase().chars().map(plain).collect()
}
