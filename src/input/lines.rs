//! Lines as an editor counts them.

/// How many lines end within `range` of `bytes`: at LF, at CRLF, or at a CR of
/// its own. The counts of two ranges that meet add up, also between the CR and
/// the LF of one end.
pub(super) fn ends(bytes: &[u8], range: std::ops::Range<usize>) -> u64 {
    let own = bytes.get(range.clone()).unwrap_or_default();
    let is_apart = |at: &usize| bytes.get(range.start + at + 1) != Some(&b'\n');
    let feeds = memchr::memchr_iter(b'\n', own).count();
    let returns = memchr::memchr_iter(b'\r', own).filter(is_apart).count();
    (feeds + returns) as u64
}

/// How many bytes of blank lines and of lines that begin with `comment` stand
/// before the first other one.
pub(super) fn skipped(bytes: &[u8], comment: Option<u8>) -> usize {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        at += rest.iter().take_while(|byte| is_end(byte)).count();
        let rest = bytes.get(at..).unwrap_or_default();
        if comment.is_none() || rest.first().copied() != comment {
            return at;
        }
        match memchr::memchr2(b'\r', b'\n', rest) {
            Some(end) => at += end,
            None => return at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_counts_once() {
        for (text, count) in [
            ("", 0),
            ("a\nb\n", 2),
            ("a\r\nb\r\n", 2),
            ("a\rb\r", 2),
            ("a\n\r\n\rb", 3),
            ("\r\r\n\n", 3),
        ] {
            let bytes = text.as_bytes();
            assert_eq!(ends(bytes, 0..bytes.len()), count, "{text:?}");
            for cut in 0..=bytes.len() {
                let parts = ends(bytes, 0..cut) + ends(bytes, cut..bytes.len());
                assert_eq!(parts, count, "{text:?} cut at {cut}");
            }
        }
    }
}
