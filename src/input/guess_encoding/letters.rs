//! How much like written text decoded bytes are: which letters stand beside each other.

/// How common the letters of a text are in its script, Greek, Cyrillic or Hebrew: the
/// mean of their shares in a thousand.
pub(super) fn commonness(text: &str) -> usize {
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
pub(super) fn has_vowels(text: &str) -> bool {
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

/// How much like written text it is.
pub(super) fn score(text: &str) -> i64 {
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
