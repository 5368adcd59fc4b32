//! Encodings of East Asia, whose characters come in pairs of bytes.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS};

/// The encoding of a sample, if it is one of these.
pub(super) fn guess(sample: &[u8]) -> Option<&'static Encoding> {
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
