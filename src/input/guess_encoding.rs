//! Which encoding the bytes of a text file are in, when it is not UTF-8.

mod letters;
mod two_bytes;

use std::collections::BTreeSet;

use super::{Charset, Content};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, IBM866, ISO_2022_JP, ISO_8859_2, ISO_8859_5, ISO_8859_15, KOI8_U, MACINTOSH,
    UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
    WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
};
use letters::{commonness, has_vowels, score};

/// Bytes that are looked at together.
const BLOCK: usize = 1 << 20;

/// The encoding of a file without a byte order mark, and what shows it. `None`
/// for UTF-8, and for a file of which a part is UTF-8.
pub(super) fn guess(content: Content<'_>) -> Option<(Charset, &'static str)> {
    if let Some(wide) = wide(&content.part(0, SAMPLE)) {
        return Some((wide.into(), "the zero bytes between its characters"));
    }
    // Two bytes of another encoding may happen to be a character of UTF-8.
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for block in content.lines(BLOCK) {
        let has_escape = |at: usize| {
            let after = block.get(at + 1..);
            after.is_some_and(|after| after.starts_with(b"$B") || after.starts_with(b"$@"))
        };
        if memchr::memchr_iter(b'\x1b', &block).any(has_escape) {
            return Some((ISO_2022_JP.into(), "its escape sequences"));
        }
        if std::str::from_utf8(&block).is_ok() {
            // The first byte of every character beyond ASCII.
            valid += block.iter().filter(|byte| **byte >= 0xc0).count();
            continue;
        }
        // A line ends no character but its own, so that the counts of blocks add up.
        for chunk in block.utf8_chunks() {
            valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            invalid += usize::from(!chunk.invalid().is_empty());
        }
    }
    if valid >= invalid {
        return None;
    }
    let mut sample = Vec::new();
    let mut blocks = content.lines(BLOCK);
    while sample.len() <= MOST_OF_SAMPLE
        && let Some(block) = blocks.next()
    {
        add_sample(&block, &mut sample);
    }
    Some((likeliest(&sample), "the characters that its bytes then are"))
}

/// Bytes at the beginning that show UTF-16.
const SAMPLE: usize = 4096;

/// UTF-16 without a mark: every other byte of Western text is zero.
fn wide(sample: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| {
        let own = sample.iter().skip(odd).step_by(2);
        own.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let many = sample.len() / 5;
    match (even, odd) {
        _ if sample.len() < 8 => None,
        (even, odd) if odd > many && even * 10 < odd => Some(UTF_16LE),
        (even, odd) if even > many && odd * 10 < even => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding older than Unicode in which the bytes make the best text.
pub(super) fn legacy(bytes: &[u8]) -> Charset {
    let mut sample = Vec::new();
    add_sample(bytes, &mut sample);
    likeliest(&sample)
}

fn likeliest(sample: &[u8]) -> Charset {
    if let Some(wide) = two_bytes::guess(sample) {
        return wide.into();
    }
    // The first of equals: most files of Western Europe are Windows-1252.
    let candidates = [
        WINDOWS_1252,
        ISO_8859_15,
        WINDOWS_1250,
        ISO_8859_2,
        WINDOWS_1251,
        KOI8_U,
        IBM866,
        ISO_8859_5,
        MACINTOSH,
        WINDOWS_1253,
        WINDOWS_1254,
        WINDOWS_1255,
        WINDOWS_1256,
        WINDOWS_1257,
    ];
    let all = candidates.map(Charset::from).into_iter();
    let scored: Vec<(Charset, i64)> = all
        .chain(Charset::dos())
        .map(|encoding| (encoding, score(&encoding.decode(sample).0)))
        .collect();
    let mut best = (Charset::from(WINDOWS_1252), i64::MIN);
    for (encoding, score) in &scored {
        // Bytes that make no word in any show nothing.
        if *score > best.1 && (*score > 0 || best.1 == i64::MIN) {
            best = (*encoding, *score);
        }
    }
    by_letters(best, &scored, sample)
}

/// The encoding by how often letters stand beside each other in its languages, where
/// that tells what their kinds do not: Cyrillic and Greek words are words in both, as
/// are Czech ones in that of Western Europe.
fn by_letters(best: (Charset, i64), scored: &[(Charset, i64)], sample: &[u8]) -> Charset {
    const OPEN: [&Encoding; 8] = [
        WINDOWS_1252,
        WINDOWS_1250,
        WINDOWS_1251,
        WINDOWS_1253,
        WINDOWS_1254,
        WINDOWS_1255,
        WINDOWS_1256,
        WINDOWS_1257,
    ];
    let (own, most) = best;
    // "µg" and "cm³" show nothing of a language.
    let (text, _) = own.decode(sample);
    let words = text.split(|c: char| !c.is_alphabetic());
    let is_word = |word: &&str| !word.is_ascii() && !word.contains(['µ', 'ª', 'º']);
    let words: BTreeSet<&str> = words.filter(is_word).collect();
    if words.len() < 2 || !OPEN.iter().any(|open| Charset::from(*open) == own) {
        return own;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let found = detector.guess(None, Utf8Detection::Deny);
    let is_near = |encoding: &&&'static Encoding| {
        let score = scored
            .iter()
            .find(|(own, _)| *own == Charset::from(**encoding));
        let is_near = score.is_some_and(|(_, score)| *score > 0 && score * 4 >= most * 3);
        let (text, faulty) = encoding.decode_without_bom_handling(sample);
        // Nobody writes the points of Hebrew in a table.
        let is_pointed = text.contains(|c| matches!(c, '\u{5b0}'..='\u{5c7}'));
        is_near && !faulty && !is_pointed && has_vowels(&text)
    };
    let near: Vec<&'static Encoding> = OPEN.iter().filter(is_near).copied().collect();
    // "lieèba" beside "muž": the letters with a hook of Slavic languages.
    let (western, _) = WINDOWS_1252.decode_without_bom_handling(sample);
    let is_slavic = western.contains(['š', 'ž', 'Š', 'Ž'])
        && western.contains(['è', 'ì', 'ò', 'ù', 'ï', 'æ', 'È', 'Ì', 'Ò', 'Ù', 'Ï', 'Æ']);
    if own == Charset::from(WINDOWS_1252) && is_slavic && near.contains(&WINDOWS_1250) {
        return WINDOWS_1250.into();
    }
    if near.contains(&found) {
        return found.into();
    }
    // Words may be too few for the detector, but not for the commonest letters.
    let common =
        |encoding: &&&'static Encoding| commonness(&encoding.decode_without_bom_handling(sample).0);
    let likely = near
        .iter()
        .filter(|encoding| common(encoding) > 0)
        .max_by_key(common);
    likely.map_or(own, |found| (*found).into())
}

/// Most bytes of a sample, but for the last piece.
const MOST_OF_SAMPLE: usize = 65_536;

/// Adds the pieces of text around the bytes beyond ASCII.
fn add_sample(bytes: &[u8], sample: &mut Vec<u8>) {
    let pieces = bytes.split(|byte| matches!(byte, b'\n' | b'\r' | b',' | b';' | b'\t' | b'|'));
    for piece in pieces.filter(|piece| !piece.is_ascii()) {
        sample.extend_from_slice(piece);
        sample.push(b'\n');
        if sample.len() > MOST_OF_SAMPLE {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, GB18030, SHIFT_JIS};

    use super::*;

    #[test]
    fn text_is_recognised_in_the_encoding_that_wrote_it() {
        for (encoding, text) in [
            (WINDOWS_1252, "Name,Größe\nMüller,groß\nCafé,crème brûlée"),
            (WINDOWS_1252, "Temperature (°C),Volume (cm³),µg/l,a – b"),
            (WINDOWS_1250, "Płeć,Wynik\nmężczyzna,częściowa\nžena,léčba"),
            (WINDOWS_1251, "Пол,Исход\nмужской,умер\nженский,жив"),
            (WINDOWS_1253, "Φύλο,Έκβαση\nάνδρας,θάνατος"),
            (
                MACINTOSH,
                "Größe,Geschlecht\ngroß,männlich\nMüller,weiblich",
            ),
            (GB18030, "性别,结局\n男,肿瘤\n女,死亡"),
            (EUC_KR, "성별,결과\n남성,사망\n여성,생존"),
            (WINDOWS_1252, "temp (°C),dose (µg)\n37,5"),
            (WINDOWS_1252, "size\nÿ"),
            (WINDOWS_1252, "id;Größe\n1;2"),
            (SHIFT_JIS, "せいべつ,カルテ\n男,なし"),
            (SHIFT_JIS, "群,性別\n対照,男\n治療,女"),
            (EUC_JP, "群,性別,結果\n対照,男性,死亡あり"),
            (ISO_2022_JP, "群,性別\n対照,男\n"),
            (BIG5, "組,性別,結局\n治療,男,死亡\n對照,女,存活"),
            (KOI8_U, "Пол;Исход\nмужской;умер\nженский;жив"),
            (IBM866, "Пол;Исход\nмужской;умер\nженский;жив"),
            (ISO_8859_5, "Пол;Исход\nмужской;умер\nженский;жив"),
            (ISO_8859_2, "Płeć;Wynik\nmężczyzna;częściowa\nkobieta;źle"),
            (WINDOWS_1255, "מין;תוצאה\nזכר;נפטר\nנקבה;חי"),
            (WINDOWS_1256, "الجنس;النتيجة\nذكر;وفاة\nأنثى;حي"),
            (WINDOWS_1252, "site\nNorth\u{a0}East\nSouth\u{a0}West"),
            (WINDOWS_1252, "name\nÉtat\nélève\ncélèbre\nForêt"),
            (WINDOWS_1251, "Пол,Возраст\nмуж,72\nжен,34"),
            (
                WINDOWS_1251,
                "Диагноз;Стадия\nрак лёгкого;третья\nмеланома;первая",
            ),
            (WINDOWS_1251, "стать;наслідок\nчоловіча;помер\nжіноча;живий"),
            (
                WINDOWS_1253,
                "Διάγνωση;Στάδιο\nκαρκίνος;πρώτο\nμελάνωμα;δεύτερο",
            ),
            (WINDOWS_1255, "מגדר,אבחנה\nזכר,סרטן\nנקבה,מלנומה"),
            (
                WINDOWS_1250,
                "Spol;Stanje\nmoški;živ\nženska;umrl, vzrok neznan, določeno",
            ),
            (
                WINDOWS_1250,
                "Orgán;Výsledek\nŽlučník;příznivý\nKůže;nepříznivý",
            ),
            (
                WINDOWS_1250,
                "Pohlavie;Stav\nmuž;žije\nžena;mŕtvy\nmuž;ďalšia liečba",
            ),
            (
                WINDOWS_1251,
                "№;Пол;Возраст;Дата операции\n1;муж;72;29.06.2018\n2;жен;34;18.08.2017",
            ),
            (
                WINDOWS_1254,
                "Cinsiyet;Sonuç\nkadın;öldü\nerkek;sağ\nkadın;yaşıyor",
            ),
            (
                ISO_8859_15,
                "Geschlecht;Kosten €\nmännlich;300\nweiblich;für Ältere",
            ),
            (ISO_8859_15, "Coût (€);Décès\n300;décédé\n200;opéré"),
            (WINDOWS_1252, "Kosten (€);Größe\n12;groß\n14;klein"),
            (
                WINDOWS_1252,
                "Kön;Diagnos\nman;hjärtsjukdom\nkvinna;lungcancer på höger sida",
            ),
            (
                WINDOWS_1252,
                "Sexo;Defunción\nvarón;sí\nmujer;no\nniño;según informe",
            ),
            (
                WINDOWS_1252,
                "Sexo;Óbito\nhomem;não\nmulher;sim\nirmã;operação",
            ),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            let found = guess((&bytes).into()).map(|(encoding, _)| encoding);
            assert_eq!(found, Some(encoding.into()), "{text}");
        }
    }

    #[test]
    fn code_pages_of_dos_are_recognised() {
        for (label, bytes) in [
            (
                "cp850",
                b"gr\x94\xe1e;stra\xe1e\nM\x81ller;caf\x82".as_slice(),
            ),
            ("cp850", b"Name\nM\x81ller\nJ\x84ger\nGro\xe1"),
            (
                "cp852",
                b"p\x88e\x86\nm\xa9\xbeczyzna\ncz\xa9\x98ciowa\nodpowied\xab",
            ),
        ] {
            let found = guess(bytes.into()).map(|(encoding, _)| encoding.name());
            assert_eq!(found, Some(label), "{bytes:?}");
        }
    }

    #[test]
    fn utf_8_is_not_converted_nor_is_a_mixture() {
        assert_eq!(guess("Größe,µ\n".into()), None);
        assert_eq!(guess(b"Gr\xc3\xb6\xc3\x9fe,M\xfcller\n".into()), None);
        let wide: Vec<u8> = "id,sex\n1,m\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let found = guess((&wide).into()).map(|(encoding, _)| encoding);
        assert_eq!(found, Some(UTF_16LE.into()));
    }
}
