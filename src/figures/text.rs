//! Texts that must fit into a width: set in lines, in smaller type where they
//! would be more than two, never cut. Lines break at spaces, else behind signs that
//! join names, and inside a name only where nothing else fits.

use super::canvas::{Align, Canvas, Type, Weight};
use super::theme;
use crate::words::{is_hyphen, joined, joins_names};

/// Least size of a text in a figure, 7 pt: templates set figures at nine tenths at
/// least where they share a page, which leaves 6 pt.
pub const LEAST: i32 = theme::SMALL;
/// Lines that are set at the usual size before a smaller one is tried.
const USUAL_LINES: usize = 2;
/// From one size to the next smaller one.
const STEP: i32 = 5;

/// A text set in lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    lines: Vec<String>,
    look: Type,
}

impl Lines {
    /// The text in lines of at most `width`.
    pub fn fit(text: &str, width: i32, look: Type) -> Self {
        let sizes = (0..).map(|step| look.em - STEP * step);
        let sizes = sizes.take_while(|em| *em > LEAST);
        for em in sizes {
            let look = Type { em, ..look };
            for words in [Words::Whole, Words::Jointed] {
                let lines = broken(text, width, look, words);
                if let Some(lines) = lines.filter(|lines| lines.len() <= USUAL_LINES) {
                    return Self { lines, look };
                }
            }
        }
        let look = Type {
            em: look.em.min(LEAST),
            ..look
        };
        let mut ways = [Words::Whole, Words::Jointed, Words::Broken].into_iter();
        let lines = ways.find_map(|words| broken(text, width, look, words));
        Self {
            lines: lines.unwrap_or_default(),
            look,
        }
    }

    /// From one line to the next.
    fn leading(&self) -> i32 {
        self.look.em * 23 / 20
    }

    /// From the first line to the last one, 0 for a single line.
    pub fn depth(&self) -> i32 {
        self.leading() * (self.lines.len().max(1) as i32 - 1)
    }

    /// What a row needs that holds it.
    pub fn height(&self) -> i32 {
        self.depth() + self.look.em
    }

    /// The width of the widest line.
    pub fn width(&self) -> i32 {
        let widths = self.lines.iter().map(|line| width(line, self.look));
        widths.max().unwrap_or(0)
    }

    /// Draws it, the middle of its first line at `at`.
    pub fn draw_from(&self, canvas: &mut Canvas, at: (i32, i32), align: Align) {
        for (line, y) in self
            .lines
            .iter()
            .zip((at.1..).step_by(self.leading() as usize))
        {
            canvas.text(line, (at.0, y), align, self.look);
        }
    }

    /// Draws it, its middle at `at`.
    pub fn draw_around(&self, canvas: &mut Canvas, at: (i32, i32), align: Align) {
        self.draw_from(canvas, (at.0, at.1 - self.depth() / 2), align);
    }
}

/// The width of a text in canvas units.
pub fn width(text: &str, look: Type) -> i32 {
    let plain = theme::text_width(text, look.em);
    match look.weight {
        Weight::Regular => plain,
        Weight::Bold => plain * 107 / 100,
    }
}

/// Where a word wider than a line may be broken.
#[derive(Clone, Copy, PartialEq)]
enum Words {
    /// Nowhere.
    Whole,
    /// Behind a sign that joins names.
    Jointed,
    /// Between any two characters, where it has no joint that would do.
    Broken,
}

/// Letters that stay together on either side of a joint.
const LEAST_PART: usize = 3;

/// The parts of a word that end with a sign between two names, as in
/// "small_cell/mixed-type"; numbers such as "18-64" and "1,000" are whole.
fn jointed(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut length = 0;
    for (at, &letter) in letters.iter().enumerate() {
        part.push(letter);
        length += 1;
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let are = |is: fn(char) -> bool| [before, after].iter().all(|c| c.is_some_and(|c| is(*c)));
        let joins = joins_names(letter) || is_hyphen(letter);
        let is_joint =
            joins && after.is_some_and(|c| c.is_alphanumeric()) && !are(|c| c.is_ascii_digit());
        if is_joint && length > LEAST_PART && letters.len() - at > LEAST_PART {
            parts.push(std::mem::take(&mut part));
            length = 0;
        }
    }
    parts.push(part);
    parts
}

/// A sign that is written over or below the letter before it.
fn combines(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{200d}')
        || theme::text_width(&letter.to_string(), 1000) == 0
}

/// The lines of a text; `None` where a whole word does not fit.
fn broken(text: &str, room: i32, look: Type, words: Words) -> Option<Vec<String>> {
    if width(text, look) <= room {
        return Some(vec![text.to_owned()]);
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    let text = joined(text);
    for word in text
        .split([' ', '\n', '\t'])
        .filter(|word| !word.is_empty())
    {
        let longer = match line.is_empty() {
            true => word.to_owned(),
            false => format!("{line} {word}"),
        };
        if width(&longer, look) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if width(word, look) <= room {
            word.clone_into(&mut line);
            continue;
        }
        if words == Words::Whole {
            return None;
        }
        for part in jointed(word) {
            let longer = format!("{line}{part}");
            if width(&longer, look) <= room {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            if width(&part, look) <= room {
                line = part;
                continue;
            }
            if words == Words::Jointed {
                return None;
            }
            for letter in part.chars() {
                let longer = format!("{line}{letter}");
                if width(&longer, look) > room && !line.is_empty() && !combines(letter) {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(letter);
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::super::canvas::{LABEL, TITLE};
    use super::*;

    #[test]
    fn names_break_at_their_joints() {
        theme::register_fonts();
        for (text, room, wanted) in [
            (
                "FOLFOX_plus_bevacizumab_biweekly",
                900,
                ["FOLFOX_plus_", "bevacizumab_biweekly"],
            ),
            ("adeno-squamous/mixed", 640, ["adeno-squamous/", "mixed"]),
            ("Ann Arbor stage", 400, ["Ann Arbor", "stage"]),
        ] {
            assert_eq!(Lines::fit(text, room, LABEL).lines, wanted, "{text}");
        }
        for whole in ["18-64", "1,000", "n/a", "g/dl", "Immunohistochemistry"] {
            assert_eq!(jointed(whole), [whole]);
        }
        assert_eq!(jointed("low_or/high-risk"), ["low_", "or/high-", "risk"]);
    }

    #[test]
    fn no_line_is_wider_than_its_room_and_no_letter_is_lost() {
        theme::register_fonts();
        let long = "Histologically confirmed leiomyosarcoma of the retroperitoneal veins";
        for text in [
            long,
            "Pneumonoultramicroscopicsilicovolcanoconiosis",
            "a",
            "",
        ] {
            for room in [200, 500, 1200] {
                for look in [LABEL, TITLE] {
                    let set = Lines::fit(text, room, look);
                    assert!(set.width() <= room, "{text} in {room}: {set:?}");
                    let letters = |text: &str| text.replace(' ', "");
                    assert_eq!(letters(&set.lines.concat()), letters(text));
                    assert!(set.look.em >= LEAST);
                }
            }
        }
    }
}
