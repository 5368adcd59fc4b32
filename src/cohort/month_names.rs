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
        "leden",
        "ocak",
        "января",
        "январь",
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
        "unor",
        "subat",
        "февраля",
        "февраль",
    ],
    &[
        "march",
        "marz",
        "maerz",
        "mrz",
        "mars",
        "marzo",
        "maart",
        "mrt",
        "marco",
        "marts",
        "marca",
        "brezna",
        "brezen",
        "mart",
        "марта",
    ],
    &[
        "april",
        "avril",
        "abril",
        "aprile",
        "kwietnia",
        "dubna",
        "duben",
        "nisan",
        "апреля",
        "апрель",
    ],
    &[
        "may", "mai", "mayo", "maggio", "mei", "maio", "maj", "maja", "kvetna", "kveten", "mayis",
        "мая", "май",
    ],
    &[
        "june", "juni", "juin", "junio", "giugno", "junho", "czerwca", "cervna", "cerven",
        "haziran", "июня", "июнь",
    ],
    &[
        "july", "juli", "juillet", "julio", "luglio", "julho", "lipca", "cervence", "cervenec",
        "temmuz", "июля", "июль",
    ],
    &[
        "august",
        "aout",
        "agosto",
        "augustus",
        "augusti",
        "sierpnia",
        "srpna",
        "srpen",
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
        "сентябрь",
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
        "rijen",
        "ekim",
        "октября",
        "октябрь",
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
        "ноябрь",
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
        "prosinec",
        "aralik",
        "декабря",
        "декабрь",
    ],
];

/// A month by its name or by three letters of it that no other month has.
pub(crate) fn month(part: &str) -> Option<i8> {
    if part.bytes().next()?.is_ascii_digit() {
        return None;
    }
    let folded = folded(part);
    // A whole name first: the Czech June is the beginning of their July.
    let whole = |names: &&[&str]| names.contains(&folded.as_str());
    let begun = |names: &&[&str]| {
        folded.chars().count() >= 3 && names.iter().any(|name| name.starts_with(&folded))
    };
    let of = |fits: &dyn Fn(&&[&str]) -> bool| {
        let mut found = MONTHS.iter().zip(1..).filter(|(names, _)| fits(names));
        let (_, month) = found.next()?;
        found.next().is_none().then_some(month)
    };
    of(&whole).or_else(|| of(&begun))
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
