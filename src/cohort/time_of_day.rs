//! Times of day behind dates.

/// A cell without a time of day at its end, and whether there was one that is
/// not midnight.
pub(super) fn time_of_day(cell: &str) -> (&str, bool) {
    let Some(colon) = cell.find(':') else {
        let time = cell
            .get(8..)
            .filter(|_| cell.bytes().all(|b| b.is_ascii_digit()));
        let has_time = time.is_some_and(|time| is_compact_time(time) && !is_midnight(time));
        return (cell, has_time);
    };
    let Some(start) = cell.get(..colon).and_then(|before| {
        let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        let start = before.len().checked_sub(digits)?;
        (1..=2).contains(&digits).then_some(start)
    }) else {
        // "03FEB2021:10:15:00", as SAS writes date-times.
        let date = cell.get(..colon).unwrap_or(cell);
        let time = cell.get(colon + 1..).unwrap_or_default();
        return if is_time(time) {
            (date, !is_midnight(time))
        } else {
            (cell, false)
        };
    };
    let (date, time) = cell.split_at(start);
    let date = date
        .strip_suffix(['T', 't', ' ', '\u{a0}'])
        .unwrap_or_default()
        .trim_end_matches([' ', ',']);
    if date.is_empty() || !is_time(time) {
        return (cell, false);
    }
    (date, !is_midnight(time))
}

/// Whether a date has a time of day behind it that is not midnight.
pub fn has_time_of_day(cell: &str) -> bool {
    time_of_day(cell).1
}

/// Hours, minutes and perhaps seconds in digits alone, or nothing.
pub(super) fn is_compact_time(digits: &str) -> bool {
    let part = |at: usize, below: u8| {
        let part = digits
            .get(at..at + 2)
            .and_then(|two| two.parse::<u8>().ok());
        part.is_some_and(|part| part < below)
    };
    match digits.len() {
        0 => true,
        4 => part(0, 24) && part(2, 60),
        6 => part(0, 24) && part(2, 60) && part(4, 60),
        _ => false,
    }
}

/// "EST", "Europe/Berlin", "UTC+02:00", "+01:00[Europe/Berlin]".
fn is_named_zone(text: &str) -> bool {
    let capitals = text.chars().take_while(|c| c.is_ascii_uppercase()).count();
    let is_abbreviation = (3..=5).contains(&capitals) && capitals == text.len();
    let is_place = text.contains('/') || text.starts_with("UTC") || text.starts_with("GMT");
    let sign =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '+' | '-' | ':' | '[' | ']');
    is_abbreviation || (is_place && text.len() <= 40 && text.chars().all(sign))
}

/// Hours, minutes, perhaps seconds, AM or PM, and a time zone.
fn is_time(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let digits = upper
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b','));
    let (clock, rest) = upper.split_at(digits.count());
    let parts: Vec<&str> = clock.split(':').collect();
    let is_clock = (2..=3).contains(&parts.len())
        && parts
            .iter()
            .all(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    let rest = rest.trim_start();
    let rest = ["AM", "PM", "A.M.", "P.M."]
        .iter()
        .find_map(|half| rest.strip_prefix(half))
        .unwrap_or(rest)
        .trim_start();
    let is_zone = rest.is_empty()
        || matches!(rest, "Z" | "UTC" | "GMT" | "CET" | "CEST" | "UHR" | "H")
        || is_named_zone(text.get(text.len() - rest.len()..).unwrap_or_default())
        || rest.strip_prefix(['+', '-']).is_some_and(|offset| {
            (2..=5).contains(&offset.len())
                && offset.bytes().all(|b| b.is_ascii_digit() || b == b':')
        });
    is_clock && is_zone
}

fn is_midnight(time: &str) -> bool {
    let upper = time.to_ascii_uppercase();
    let twelve = upper.starts_with("12:") && upper.contains("AM");
    let clock = if twelve {
        upper.get(2..).unwrap_or_default()
    } else {
        &upper
    };
    clock
        .bytes()
        .take_while(|byte| !byte.is_ascii_alphabetic() && !matches!(byte, b'+' | b'-'))
        .all(|byte| !byte.is_ascii_digit() || byte == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_told_from_midnight() {
        for (cell, date, has_time) in [
            ("2016-01-04 00:00", "2016-01-04", false),
            ("2016-01-04T00:00:00.000Z", "2016-01-04", false),
            ("1/4/2016 12:00 AM", "1/4/2016", false),
            ("1/4/2016 12:00 PM", "1/4/2016", true),
            ("2016-01-04 01:07", "2016-01-04", true),
            ("04JAN2016:01:07:00", "04JAN2016", true),
            ("2016-01-04", "2016-01-04", false),
            ("20160104000000", "20160104000000", false),
            ("201601040107", "201601040107", true),
            ("2016-01-04 01:07 EST", "2016-01-04", true),
            ("2016-01-04 01:07 left", "2016-01-04 01:07 left", false),
            ("10:15", "10:15", false),
            ("a: b", "a: b", false),
        ] {
            assert_eq!(time_of_day(cell), (date, has_time), "{cell}");
        }
    }
}
