//! Which encoding the bytes of a text file are in, when it is not UTF-8.

use std::collections::BTreeSet;

use super::{Charset, Content};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, IBM866, ISO_2022_JP, ISO_8859_2, ISO_8859_5,
    ISO_8859_15, KOI8_U, MACINTOSH, SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
};

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
    if let Some(wide) = two_bytes(sample) {
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

/// How common the letters of a text are in its script, Greek, Cyrillic or Hebrew: the
/// mean of their shares in a thousand.
fn commonness(text: &str) -> usize {
    const SHARES: &[(&str, usize)] = &[
        ("о", 110),
        ("еёа", 82),
        ("ин", 70),
        ("тсі", 58),
        ("рвл", 46),
        ("кмдпу", 30),
        ("яыьгзбчї", 17),
        ("йхжшюцщэфъє", 7),
        ("αάοό", 110),
        ("ιίεέτ", 83),
        ("νσςηή", 60),
        ("υύρπκ", 42),
        ("μλ", 33),
        ("ωώγδθχ", 16),
        ("φβξζψ", 7),
        ("י", 110),
        ("הול", 85),
        ("אתמ", 63),
        ("רשבנ", 50),
        ("םעדחפק", 30),
        ("כגצזסט", 15),
        ("ןךףץ", 12),
    ];
    let letters = text.chars().filter(|c| matches!(script(*c), 1..=3));
    let share = |c: char| {
        let c = c.to_lowercase().next().unwrap_or(c);
        let found = SHARES.iter().find(|(letters, _)| letters.contains(c));
        found.map_or(0, |(_, share)| *share)
    };
    let (count, total) = letters.fold((0, 0), |(count, total), c| (count + 1, total + share(c)));
    total.checked_div(count).unwrap_or(0)
}

/// Whether most words of Cyrillic and Greek letters have vowels, which those of Hebrew
/// do not write.
fn has_vowels(text: &str) -> bool {
    const VOWELS: &str = "аеёиоуыэюяіїєαεηιουωάέήίόύώϊϋ";
    let words = text.split(|c: char| !c.is_alphabetic());
    let is_word =
        |word: &&str| word.chars().count() > 2 && word.chars().all(|c| matches!(script(c), 1 | 2));
    let words: Vec<String> = words.filter(is_word).map(str::to_lowercase).collect();
    let without = words
        .iter()
        .filter(|word| !word.contains(|c| VOWELS.contains(c)));
    without.count() * 4 <= words.len()
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

/// Encodings of East Asia, whose characters come in pairs of bytes.
fn two_bytes(sample: &[u8]) -> Option<&'static Encoding> {
    let beyond = |encoding: &'static Encoding| -> Option<Vec<char>> {
        let (text, faulty) = encoding.decode_without_bom_handling(sample);
        (!faulty).then(|| text.chars().filter(|c| !c.is_ascii()).collect())
    };
    let most = |chars: &[char], is: fn(char) -> bool| {
        !chars.is_empty() && chars.iter().filter(|c| is(**c)).count() * 10 >= chars.len() * 9
    };
    let hangul = |c: char| ('\u{ac00}'..='\u{d7a3}').contains(&c);
    let kana = |c: char| ('\u{3041}'..='\u{30ff}').contains(&c);
    let ideograph = |c: char| {
        ('\u{4e00}'..='\u{9fff}').contains(&c)
            || ('\u{3000}'..='\u{303f}').contains(&c)
            || ('\u{ff01}'..='\u{ff5e}').contains(&c)
    };
    let kana_or_ideograph = |c: char| kana(c) || ideograph(c);
    let fits = |encoding, is: &dyn Fn(char) -> bool| {
        beyond(encoding)
            .is_some_and(|chars: Vec<char>| !chars.is_empty() && chars.iter().all(|c| is(*c)))
            && !inside_words(&encoding.decode_without_bom_handling(sample).0)
    };
    let has_kana = |encoding| beyond(encoding).is_some_and(|chars| chars.iter().any(|c| kana(*c)));
    // Leading bytes of common ideographs in Shift JIS are below 0xA0; the other
    // encodings have none there, but for rare signs.
    let low = sample
        .iter()
        .filter(|byte| (0x81..0xa0).contains(*byte))
        .count();
    let high = sample.iter().filter(|byte| !byte.is_ascii()).count();
    if (has_kana(SHIFT_JIS) || low * 4 >= high) && fits(SHIFT_JIS, &kana_or_ideograph) {
        return Some(SHIFT_JIS);
    }
    // Chinese has no kana.
    if has_kana(EUC_JP) && pairs(sample) && fits(EUC_JP, &kana_or_ideograph) {
        return Some(EUC_JP);
    }
    // The usual syllables have both bytes from 0xA1 on, the first up to 0xC8.
    // Chinese in GB 18030 uses leading bytes that no Korean syllable has.
    if low == 0
        && pairs(sample)
        && beyond(EUC_KR).is_some_and(|chars| chars.len() >= 4 && most(&chars, hangul))
        && !inside_words(&EUC_KR.decode_without_bom_handling(sample).0)
    {
        return Some(EUC_KR);
    }
    if pairs(sample) && fits(GB18030, &ideograph) {
        return Some(GB18030);
    }
    // Its second bytes may be letters of ASCII, so "°C" and "µg" would be ideographs;
    // a word has more than one.
    let words = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        chars
            .windows(2)
            .any(|pair| pair.iter().all(|c| !c.is_ascii()))
    };
    if !pairs(sample)
        && fits(BIG5, &ideograph)
        && words(&BIG5.decode_without_bom_handling(sample).0)
    {
        return Some(BIG5);
    }
    None
}

/// Whether many characters beyond ASCII stand beside small letters, as where two
/// accented letters of "Größe" are taken for one.
fn inside_words(text: &str) -> bool {
    const SHARE: usize = 5;
    let chars: Vec<char> = text.chars().collect();
    let at = |at: Option<usize>| at.and_then(|at| chars.get(at)).copied().unwrap_or(' ');
    let beyond = chars.iter().enumerate().filter(|(_, c)| !c.is_ascii());
    let (mut all, mut inside) = (0, 0);
    for (own, _) in beyond {
        let (before, after) = (at(own.checked_sub(1)), at(Some(own + 1)));
        all += 1;
        inside += usize::from(before.is_ascii_lowercase() || after.is_ascii_lowercase());
    }
    inside > 0 && inside * SHARE >= all
}

/// Whether bytes beyond ASCII come in even numbers only.
fn pairs(sample: &[u8]) -> bool {
    sample
        .split(u8::is_ascii)
        .all(|run| run.len().is_multiple_of(2))
}

/// How much like written text it is.
fn score(text: &str) -> i64 {
    const LETTERS: &str = "äöüßéèêëçñáíóúàâîïôûùøåæœìòãõąćęłńśźżčřšžěůýőűťďňľĺŕģķļņšūžăâîșțşţğıÄÖÜÉÈÇÑÁÍÓÚÀÅØÆŁŚŻŽŠČŘ";
    // The most frequent letters of Russian, Greek, Hebrew and Arabic, which show the
    // encoding where others make letters too.
    const FREQUENT: &str = "оеаинтсрвлαοιεηνστρκπάίόέςאהוילמרשתاليمنرتبو";
    const SIGNS: &str = "µ°±²³–—’‘“”„€§×·½¼®™«»≤≥…ºª£\u{a0}";
    let chars: Vec<char> = text.chars().collect();
    let mut total = 0;
    for (at, &c) in chars.iter().enumerate() {
        if c.is_ascii() {
            continue;
        }
        let near = |step: isize| {
            let at = at.checked_add_signed(step);
            at.and_then(|at| chars.get(at)).copied().unwrap_or(' ')
        };
        let (before, after) = (near(-1), near(1));
        let own_script = script(c);
        total += if c == '\u{a0}' {
            // A no-break space stands between words or numbers.
            2 * i64::from(before.is_alphanumeric() && after.is_alphanumeric())
        } else if SIGNS.contains(c) {
            // "gr·e" is no word.
            let amid = before.is_alphabetic() && after.is_alphabetic();
            // "cm³" and "µl" are no words.
            if matches!(c, '²' | '³') && before == 'm' || c == 'µ' {
                3
            } else if amid && !matches!(c, '’' | '\u{a0}' | '–') {
                -2
            } else {
                1
            }
        } else if own_script > 0 {
            // No word has letters of two scripts.
            let mixed = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
            let in_word = script(before) == own_script || script(after) == own_script;
            let in_word = in_word && !mixed;
            match in_word {
                true if c.is_uppercase() && before.is_lowercase() => -3,
                true if c.is_uppercase() && before.is_uppercase() => 0,
                true => 2 + i64::from(FREQUENT.contains(c)),
                false => -2,
            }
        } else if LETTERS.contains(c) {
            let in_word = before.is_alphabetic() || after.is_alphabetic();
            match in_word {
                true if c.is_uppercase() && before.is_lowercase() => -3,
                true if c.is_lowercase() && after.is_uppercase() => -3,
                true => 2,
                false => -1,
            }
        } else {
            -3
        };
    }
    total
}

/// Scripts whose letters stand together: Greek, Cyrillic, Hebrew, Arabic.
fn script(c: char) -> u8 {
    match c {
        '\u{370}'..='\u{3ff}' => 1,
        '\u{400}'..='\u{4ff}' => 2,
        '\u{5d0}'..='\u{5ea}' => 3,
        '\u{620}'..='\u{64a}' => 4,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
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
