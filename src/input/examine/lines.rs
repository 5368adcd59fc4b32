//! What the lines of a text file show before they are records: comments, and text
//! that an export has garbled.

use super::super::{Source, encoding};
use super::FIRST;
use crate::findings::{Finding, Findings};

/// `#`, if the first lines begin with it and are not the header.
pub(super) fn comment(
    file: &str,
    bytes: &[u8],
    remarks: &mut Findings,
) -> Result<Option<u8>, Findings> {
    let decoded = encoding::decode(file, bytes, None, &mut Findings::default())?;
    let mut lines = decoded
        .bytes
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .filter(|line| !line.trim_ascii().is_empty());
    let starts = |line: &[u8]| line.first() == Some(&b'#');
    let mut count = 0;
    let mut last: &[u8] = &[];
    let after = loop {
        match lines.next() {
            Some(line) if starts(line) => (last, count) = (line, count + 1),
            other => break other.unwrap_or_default(),
        }
    };
    // "#id,age" is a header: it has as many fields as the row below it.
    let is_header = [b',', b';', b'\t', b'|'].iter().any(|delimiter| {
        let fields = |line: &[u8]| line.iter().filter(|byte| *byte == delimiter).count();
        fields(last) > 0 && fields(last) == fields(after)
    });
    if is_header {
        return Ok(None);
    }
    if count == 0 {
        return Ok(comment_amid(file, &decoded.bytes, remarks));
    }
    count += lines.filter(|line| starts(line)).count();
    let problem = match count {
        1 => "1 line begins with # and is left out as a comment".to_owned(),
        _ => format!("{count} lines begin with # and are left out as comments"),
    };
    let help = "remove comment in [cohort] if they are rows";
    remarks.push(Finding::new(file, problem, help).at_line(1));
    Ok(Some(b'#'))
}

/// Tells of text that was converted to UTF-8 twice, and of lines in quotation marks.
pub(super) fn garbled(
    file: &str,
    source: &Source<'_>,
    remarks: &mut Findings,
) -> Result<(), Findings> {
    const SIGNS: [&str; 12] = [
        "\u{c3}\u{a4}",
        "\u{c3}\u{b6}",
        "\u{c3}\u{bc}",
        "\u{c3}\u{178}",
        "\u{c3}\u{a9}",
        "\u{c3}\u{a8}",
        "\u{c3}\u{b1}",
        "\u{c3}\u{a7}",
        "\u{c3}\u{b3}",
        "\u{c2}\u{b5}",
        "\u{c2}\u{b0}",
        "\u{e2}\u{20ac}",
    ];
    let told = &mut Findings::default();
    let decoded = encoding::decode(file, source.bytes(), source.options.encoding, told)?;
    let lines = decoded.bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    let lines: Vec<&[u8]> = lines.filter(|line| !line.is_empty()).take(FIRST).collect();
    let text = lines
        .iter()
        .filter_map(|line| std::str::from_utf8(line).ok());
    let found = text.zip(1..).find_map(|(line, at)| {
        let sign = SIGNS.iter().any(|sign| line.contains(sign));
        let mut words = line.split(|c: char| c.is_whitespace() || ",;|\"".contains(c));
        let word = words.find(|word| SIGNS.iter().any(|sign| word.contains(sign)))?;
        sign.then(|| (at, word.to_owned()))
    });
    if let Some((line, word)) = found {
        let problem = format!("seems to be UTF-8 that was converted a second time: \"{word}\"");
        let help = "export the file again as UTF-8 from its source";
        remarks.push(Finding::new(file, problem, help).at_line(line));
    }
    let is_wrapped = |line: &&[u8]| {
        let inside = line
            .strip_prefix(b"\"")
            .and_then(|line| line.strip_suffix(b"\""));
        inside.is_some_and(|inside| {
            !inside.contains(&b'"') && inside.iter().any(|byte| b",;\t|".contains(byte))
        })
    };
    if lines.len() > 2 && lines.iter().all(is_wrapped) {
        let problem = "has every line in quotation marks, and so a single column";
        let help = "remove the quotation mark at the beginning and the end of each line";
        remarks.push(Finding::new(file, problem, help).at_line(1));
    }
    Ok(())
}

/// `#`, if a few lines amid the rows begin with it and have other fields than they.
fn comment_amid(file: &str, bytes: &[u8], remarks: &mut Findings) -> Option<u8> {
    const FEW: usize = 10;
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let delimiters = |line: &[u8]| {
        let is_one = |byte: &&u8| matches!(**byte, b',' | b';' | b'\t' | b'|');
        line.iter().filter(is_one).count()
    };
    let usual = delimiters(lines.next()?);
    let (mut found, mut rows, mut first) = (0, 0, 0);
    for (line, number) in lines.zip(2..) {
        if line.first() != Some(&b'#') {
            rows += usize::from(!line.trim_ascii().is_empty());
        } else if delimiters(line) >= usual && usual > 0 {
            return None;
        } else {
            found += 1;
            first = if first == 0 { number } else { first };
        }
    }
    if found == 0 || found * FEW > rows {
        return None;
    }
    let problem = match found {
        1 => "1 line begins with # and is left out as a comment".to_owned(),
        _ => format!("{found} lines begin with # and are left out as comments"),
    };
    let help = "remove comment in [cohort] if they are rows";
    remarks.push(Finding::new(file, problem, help).at_line(first));
    Some(b'#')
}
