//! Texts that must fit into a width: set in lines, in smaller type where they
//! would be more than two, never cut.

use super::canvas::{Align, Canvas, Type, Weight};
use super::theme;
use crate::words::joined;

/// Least size of a text in a figure, 6 pt.
pub const LEAST: i32 = 60;
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
            let lines = broken(text, width, look, Words::Whole);
            if let Some(lines) = lines.filter(|lines| lines.len() <= USUAL_LINES) {
                return Self { lines, look };
            }
        }
        let look = Type {
            em: look.em.min(LEAST),
            ..look
        };
        let whole = broken(text, width, look, Words::Whole);
        let lines = whole.or_else(|| broken(text, width, look, Words::Broken));
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

/// Whether a word wider than a line may be broken.
#[derive(Clone, Copy, PartialEq)]
enum Words {
    Whole,
    Broken,
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
        for letter in word.chars() {
            let longer = format!("{line}{letter}");
            if width(&longer, look) > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(letter);
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
