//! The few shapes that figures are made of, on Plotters' SVG backend.

use plotters::style::RGBColor;

use super::pages::{self, Begins, Pages, Told};
use super::scene::Width;
use super::shape::Shape;
use super::theme::{self, Fill, Hatch};
use crate::study::NumberStyle;

/// The position of a text relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// It begins there.
    Left,
    /// It is centred there.
    Middle,
    /// It ends there.
    Right,
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// Font size.
    pub em: i32,
    /// Colour.
    pub colour: RGBColor,
    /// Weight.
    pub weight: Weight,
}

/// Weight of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Regular.
    Regular,
    /// Bold.
    Bold,
}

/// Labels in ink.
pub const LABEL: Type = Type {
    em: theme::LABEL,
    colour: theme::INK,
    weight: Weight::Regular,
};
/// Axis labels in grey.
pub const SMALL: Type = Type {
    em: theme::SMALL,
    colour: theme::GREY,
    weight: Weight::Regular,
};
/// Titles of panels.
pub const TITLE: Type = Type {
    em: theme::LABEL,
    colour: theme::INK,
    weight: Weight::Bold,
};

/// A stroke.
#[derive(Debug, Clone, Copy)]
pub struct Stroke {
    /// Colour.
    pub colour: RGBColor,
    /// Width.
    pub width: u32,
}

/// The text without what XML cannot hold, not even escaped: control characters,
/// and the two code points that are no characters. Each becomes U+FFFD, so that
/// its place is seen.
fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(shown).collect()
}

/// A place on the canvas.
type Point = (i32, i32);

/// Shapes in drawing order; [`Canvas::svg`] hands them to Plotters.
pub struct Canvas {
    width: i32,
    height: i32,
    style: NumberStyle,
    shapes: Vec<Shape>,
    pages: Pages,
    told: Told,
}

impl Canvas {
    /// A canvas with numbers in this style.
    pub fn new(width: Width, height: i32, style: NumberStyle) -> Self {
        Self {
            width: width.units(),
            height,
            style,
            shapes: Vec::new(),
            pages: Pages::default(),
            told: Told {
                words: style.words,
                ..Told::default()
            },
        }
    }

    /// Its height, before it is divided among pages.
    pub fn height(&self) -> i32 {
        self.height
    }

    /// Whether it is divided among pages.
    pub fn is_divided(&self) -> bool {
        !self.pages.starts.is_empty()
    }

    /// Adds another drawing below this one.
    pub fn append(&mut self, other: &Self) {
        let down = self.height;
        let moved = other.shapes.iter().map(|shape| shape.moved(|y| y + down));
        self.shapes.extend(moved);
        self.told.panels.extend(other.told.panels.iter().cloned());
        self.height += other.height;
    }

    /// Tells what a panel shows that stands on each page of the drawing.
    pub fn panel(&mut self, name: &str) {
        self.told.panels.push(name.to_owned());
    }

    /// Tells what stands at a height, for the page that it comes to stand on.
    pub fn row(&mut self, y: i32, text: &str) {
        self.told.rows.push((y, text.to_owned()));
    }

    /// How the numbers on it are printed.
    pub fn style(&self) -> NumberStyle {
        self.style
    }

    /// Text, centred vertically on its point.
    pub fn text(&mut self, text: &str, at: (i32, i32), align: Align, look: Type) {
        let text = printable(text);
        self.shapes.push(Shape::Text(text, at, align, look));
    }

    /// Text that reads from below, its middle on its point.
    pub fn upward(&mut self, text: &str, at: (i32, i32), look: Type) {
        let text = printable(text);
        self.shapes.push(Shape::Upward(text, at, look));
    }

    /// A line through points.
    pub fn path(&mut self, points: Vec<(i32, i32)>, stroke: Stroke) {
        if points.len() > 1 {
            self.shapes.push(Shape::Path(points, stroke));
        }
    }

    /// A line between two points.
    pub fn line(&mut self, from: (i32, i32), to: (i32, i32), stroke: Stroke) {
        self.path(vec![from, to], stroke);
    }

    /// A dashed line through points.
    pub fn dashed(&mut self, points: &[(i32, i32)], stroke: Stroke) {
        const DASH: f64 = 45.0;
        const GAP: f64 = 35.0;
        let mut drawn = true;
        let mut left = DASH;
        let mut piece: Vec<(i32, i32)> = points.first().copied().into_iter().collect();
        for pair in points.windows(2) {
            let [from, to] = pair else { continue };
            let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
            // Steps go along the axes: no square root, the same on all machines.
            let length = dx.abs() + dy.abs();
            let mut passed = 0.0;
            while length - passed > left {
                passed += left;
                let share = passed / length;
                let at = (
                    from.0 + (dx * share).round() as i32,
                    from.1 + (dy * share).round() as i32,
                );
                if drawn {
                    piece.push(at);
                    self.path(std::mem::take(&mut piece), stroke);
                }
                drawn = !drawn;
                left = if drawn { DASH } else { GAP };
                piece = vec![at];
            }
            left -= length - passed;
            if drawn {
                piece.push(*to);
            }
        }
        if drawn {
            self.path(piece, stroke);
        }
    }

    /// A filled polygon.
    pub fn fill(&mut self, points: Vec<(i32, i32)>, colour: RGBColor, opacity: f64) {
        self.shapes.push(Shape::Fill(points, colour, opacity));
    }

    /// A filled rectangle between two corners.
    pub fn rectangle(&mut self, from: (i32, i32), to: (i32, i32), colour: RGBColor) {
        self.shapes.push(Shape::Box(from, to, colour));
    }

    /// A rectangle in a fill, with its hatch.
    pub fn filled(&mut self, from: (i32, i32), to: (i32, i32), fill: Fill) {
        self.rectangle(from, to, fill.colour);
        let stroke = Stroke {
            colour: theme::text_on(fill.colour),
            width: theme::HAIR,
        };
        for (from, to) in hatch(from, to, fill.hatch) {
            self.line(from, to, stroke);
        }
    }

    /// The outline of a rectangle.
    pub fn frame(&mut self, (left, top): (i32, i32), (right, bottom): (i32, i32), stroke: Stroke) {
        let corners = vec![
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top),
        ];
        self.path(corners, stroke);
    }

    /// A filled circle.
    pub fn dot(&mut self, at: (i32, i32), radius: i32, colour: RGBColor, opacity: f64) {
        self.shapes.push(Shape::Dot(at, radius, colour, opacity));
    }

    /// The outline of a circle.
    pub fn ring(&mut self, at: (i32, i32), radius: i32, stroke: Stroke) {
        self.shapes.push(Shape::Ring(at, radius, stroke));
    }

    /// An arrow to the right or left, its tip this high above and below it.
    pub fn arrow(&mut self, from: Point, to: Point, tip: i32, stroke: Stroke) {
        let back = to.0 - 22 * (to.0 - from.0).signum();
        self.line(from, to, stroke);
        self.path(vec![(back, to.1 - tip), to, (back, to.1 + tip)], stroke);
    }

    /// A mark that is distinct without colour: ring, triangle, cross, square, disc,
    /// open diamond, plus, triangle on its tip, open square, and again from the
    /// first.
    pub fn marker(&mut self, index: usize, at: (i32, i32), colour: RGBColor) {
        self.marker_of(index, at, 27, colour);
    }

    /// The same of another size.
    pub fn marker_of(&mut self, index: usize, (x, y): (i32, i32), r: i32, colour: RGBColor) {
        let stroke = Stroke {
            colour,
            width: theme::LINE + theme::HAIR,
        };
        match index % theme::MARKS {
            0 => {
                self.dot((x, y), r, theme::PAPER, 1.0);
                self.ring((x, y), r, stroke);
            }
            1 => {
                let corners = vec![(x, y - r - 6), (x + r + 4, y + r), (x - r - 4, y + r)];
                self.fill(corners, colour, 1.0);
            }
            2 => {
                self.line((x - r, y - r), (x + r, y + r), stroke);
                self.line((x - r, y + r), (x + r, y - r), stroke);
            }
            3 => self.rectangle((x - r, y - r), (x + r, y + r), colour),
            4 => self.dot((x, y), r, colour, 1.0),
            5 => self.open(
                &[
                    (x, y - r - 8),
                    (x + r + 8, y),
                    (x, y + r + 8),
                    (x - r - 8, y),
                ],
                stroke,
            ),
            6 => {
                self.line((x - r - 6, y), (x + r + 6, y), stroke);
                self.line((x, y - r - 6), (x, y + r + 6), stroke);
            }
            7 => {
                let corners = vec![(x, y + r + 6), (x - r - 4, y - r), (x + r + 4, y - r)];
                self.fill(corners, colour, 1.0);
            }
            _ => self.open(
                &[
                    (x - r, y - r),
                    (x + r, y - r),
                    (x + r, y + r),
                    (x - r, y + r),
                ],
                stroke,
            ),
        }
    }

    /// The outline of a shape on white.
    fn open(&mut self, corners: &[Point], stroke: Stroke) {
        self.fill(corners.to_vec(), theme::PAPER, 1.0);
        let outline = corners.iter().chain(corners.first()).copied();
        self.path(outline.collect(), stroke);
    }

    /// Divides what stands from `top` to `bottom` among pages that begin at
    /// `starts`; what stands above and below it is on each of them.
    pub fn divide(&mut self, (top, bottom): (i32, i32), starts: Vec<i32>, begins: Begins) {
        self.pages = Pages {
            top,
            bottom,
            starts,
            begins,
        };
    }

    /// The drawing as SVG texts, one for each page.
    ///
    /// # Errors
    /// [`Refusal`](super::Refusal): a figure that no page can hold is not cut in
    /// silence.
    pub fn svg(self) -> super::Drawing {
        let size = (self.width, self.height);
        pages::print(&self.shapes, size, &self.pages, &self.told)
    }
}

/// From one line of a hatch to the next.
const HATCH: usize = 40;

/// The lines of a hatch in a rectangle.
fn hatch((left, top): Point, (right, bottom): Point, hatch: Hatch) -> Vec<(Point, Point)> {
    let rising = || {
        let sums = (left + top..right + bottom).step_by(HATCH).skip(1);
        sums.map(move |sum| {
            let (from, to) = (left.max(sum - bottom), right.min(sum - top));
            ((from, sum - from), (to, sum - to))
        })
    };
    let falling = || {
        let gaps = (left - bottom..right - top).step_by(HATCH).skip(1);
        gaps.map(move |gap| {
            let (from, to) = (left.max(gap + top), right.min(gap + bottom));
            ((from, from - gap), (to, to - gap))
        })
    };
    match hatch {
        Hatch::Plain => Vec::new(),
        Hatch::Rising => rising().collect(),
        Hatch::Falling => falling().collect(),
        Hatch::Crossed => rising().chain(falling()).collect(),
        Hatch::Upright => {
            let lines = (left..right).step_by(HATCH).skip(1);
            lines.map(|x| ((x, top), (x, bottom))).collect()
        }
        Hatch::Level => {
            let lines = (top..bottom).step_by(HATCH).skip(1);
            lines.map(|y| ((left, y), (right, y))).collect()
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::super::Refusal;
    use super::*;

    #[test]
    fn control_characters_leave_the_svg_valid() {
        let mut canvas = Canvas::new(Width::Page, 100, NumberStyle::default());
        canvas.text("a\u{1b}[31m\u{0}b\tc <&", (0, 50), Align::Left, LABEL);
        let parts = canvas.svg().unwrap().into_iter();
        let svg: String = parts.map(|part| part.svg).collect();
        assert!(svg.contains("a\u{fffd}[31m\u{fffd}b c &lt;&amp;"), "{svg}");
        let is_lost = |c: char| c.is_control() && c != '\n';
        assert!(!svg.contains(is_lost));
    }

    #[test]
    fn a_figure_taller_than_a_page_is_refused() {
        let tallest = Canvas::new(Width::Page, theme::TALLEST, NumberStyle::default());
        assert!(tallest.svg().is_ok());
        let height = theme::TALLEST + 1;
        let refused = Canvas::new(Width::Page, height, NumberStyle::default()).svg();
        assert_eq!(refused, Err(Refusal::TooTall { height }));
    }
}
