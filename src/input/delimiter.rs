//! The delimiter of a text file that does not name it.

/// The delimiters that are looked for, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Lines that are looked at.
const LINES: usize = 60;

/// The delimiter that stands most often outside quotes in the first line, if as
/// many stand in all lines; else, as below a title, the one of which as many
/// stand in the most lines.
pub(super) fn sniff(bytes: &[u8], comment: Option<u8>) -> u8 {
    let lines = counts(bytes, comment);
    let Some(first) = lines.first() else {
        return b',';
    };
    let (at, most) = greatest(first);
    let agreeing = |at: usize, count: usize| {
        let same = lines.iter().filter(|line| line.get(at) == Some(&count));
        same.count()
    };
    if most > 0 && agreeing(at, most) == lines.len() {
        return DELIMITERS.get(at).copied().unwrap_or(b',');
    }
    let regular = |at: usize| {
        let counts = lines.iter().filter_map(|line| line.get(at)).copied();
        let found = counts.filter(|count| *count > 0);
        found
            .map(|count| (agreeing(at, count), count))
            .max()
            .unwrap_or((0, 0))
    };
    let mut best = (0, (0, 0));
    for at in 0..DELIMITERS.len() {
        let found = regular(at);
        if found > best.1 {
            best = (at, found);
        }
    }
    // One line alone shows nothing that the first does not.
    let at = if best.1.0 >= 2 { best.0 } else { at };
    DELIMITERS.get(at).copied().unwrap_or(b',')
}

/// Whether further lines would show nothing more to [`sniff`] and [`rare`].
pub(super) fn is_shown(bytes: &[u8], comment: Option<u8>) -> bool {
    counts(bytes, comment).len() == LINES
}

/// The place of the greatest, the first of equals.
fn greatest(line: &[usize; 4]) -> (usize, usize) {
    let mut best = (0, 0);
    for (at, count) in line.iter().enumerate() {
        if *count > best.1 {
            best = (at, *count);
        }
    }
    best
}

/// How many of each delimiter stand outside quotes in each of the first lines
/// that are neither blank nor comments.
fn counts(bytes: &[u8], comment: Option<u8>) -> Vec<[usize; 4]> {
    let mut found = Vec::new();
    let mut line = [0; 4];
    let (mut quoted, mut begun, mut is_comment) = (false, false, false);
    for &byte in bytes {
        let ends = matches!(byte, b'\n' | b'\r') && (!quoted || is_comment);
        if ends {
            if begun && !is_comment {
                found.push(line);
            }
            if found.len() == LINES {
                return found;
            }
            (line, quoted, begun, is_comment) = ([0; 4], false, false, false);
            continue;
        }
        is_comment |= !begun && Some(byte) == comment;
        begun = true;
        if byte == b'"' {
            quoted = !quoted;
        } else if !quoted {
            for (delimiter, count) in DELIMITERS.iter().zip(&mut line) {
                *count += usize::from(byte == *delimiter);
            }
        }
    }
    if begun && !is_comment {
        found.push(line);
    }
    found
}

/// The delimiter of a file that has none of the usual ones.
pub(super) fn rare(bytes: &[u8]) -> Option<u8> {
    const RARE: [u8; 3] = [b'^', b'~', b':'];
    const ENOUGH: usize = 3;
    if is_blanks(bytes) {
        return Some(b' ');
    }
    let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    let lines: Vec<&[u8]> = lines
        .filter(|line| !line.trim_ascii().is_empty())
        .take(LINES)
        .collect();
    let usual = |line: &&[u8]| line.iter().any(|byte| DELIMITERS.contains(byte));
    if lines.len() < ENOUGH || lines.iter().any(usual) {
        return None;
    }
    let count = |line: &[u8], sign: u8| line.iter().filter(|byte| **byte == sign).count();
    RARE.into_iter().find(|sign| {
        let first = lines.first().map_or(0, |line| count(line, *sign));
        first > 0 && lines.iter().all(|line| count(line, *sign) == first)
    })
}

/// Whether fields stand between blanks: no line has a delimiter, and all have as
/// many fields as the first, or one more as R writes them.
pub(super) fn is_blanks(bytes: &[u8]) -> bool {
    const ENOUGH: usize = 3;
    let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    let lines: Vec<&[u8]> = lines
        .filter(|line| !line.trim_ascii().is_empty())
        .take(LINES)
        .collect();
    let is_free = |line: &&[u8]| !line.iter().any(|byte| DELIMITERS.contains(byte));
    if lines.len() < ENOUGH || !lines.iter().all(is_free) {
        return false;
    }
    let widths: Vec<usize> = lines
        .iter()
        .map(|line| blank_fields(line).count())
        .collect();
    let Some((header, rows)) = widths.split_first() else {
        return false;
    };
    let Some(width) = rows.first() else {
        return false;
    };
    *header > 1 && (width == header || *width == header + 1) && rows.iter().all(|own| own == width)
}

/// The ranges of the fields of a line between blanks outside quotes.
pub(super) fn blank_fields(line: &[u8]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
        let rest = line.get(at..)?;
        let start = at + rest.iter().position(|byte| !is_blank(byte))?;
        let mut quoted = false;
        let mut end = start;
        while let Some(byte) = line.get(end) {
            quoted ^= *byte == b'"';
            if is_blank(byte) && !quoted {
                break;
            }
            end += 1;
        }
        at = end;
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_shows_the_delimiter() {
        assert_eq!(sniff(b"a;b;c\n1,2;3,4;5,6", None), b';');
        assert_eq!(sniff(b"a;b\r1,2,3,4;5,6\r", None), b';');
        assert_eq!(sniff(b"\r\na\tb\r\n1,2,3\t4", None), b'\t');
        assert_eq!(sniff(b"\"a,b,c\"|d\n", None), b'|');
        assert_eq!(sniff(b"a\n1;2\n", None), b',');
        assert_eq!(sniff(b"a,b;c,d\n", None), b',');
    }

    #[test]
    fn fields_may_stand_between_blanks() {
        assert!(is_blanks(b"id  age\n1   40\n2   41\n3   9\n"));
        assert!(is_blanks(b"age arm\n\"1\" 40 \"A B\"\n\"2\" 41 \"A\"\n"));
        assert!(!is_blanks(b"remark\nall is well\nnothing\nno\n"));
        assert!(!is_blanks(b"first name\nAnna\nBert\nCarl\n"));
        assert!(!is_blanks(b"id,age of child\n1,2 3 4\n1,2 3 4\n"));
        let fields: Vec<_> = blank_fields(b"  a \"b c\"\td").collect();
        assert_eq!(fields, [2..3, 4..9, 10..11]);
    }

    #[test]
    fn a_title_or_a_comment_hides_no_delimiter() {
        let title = b"Registry, export\nid;age;crp\n1;40;2,3\n2;41;2,4\n3;50;1,1\n";
        assert_eq!(sniff(title, None), b';');
        assert_eq!(sniff(b"# a,b,c,d \"\nid;age\n1;2\n", Some(b'#')), b';');
    }
}
