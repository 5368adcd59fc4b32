//! The few shapes that figures are made of, on Plotters' SVG backend.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, FontTransform, IntoFont, RGBColor, ShapeStyle};

use super::{Refusal, theme};
use crate::fonts;
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

/// The text without what XML cannot hold, not even escaped (control characters,
/// and the two code points that are no characters), and without what the fonts
/// cannot write. Each becomes U+FFFD, so that
/// its place is seen.
fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() || !fonts::have_glyph(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(shown).collect()
}

/// Shapes in drawing order; [`Canvas::svg`] hands them to Plotters.
pub struct Canvas {
    height: i32,
    style: NumberStyle,
    shapes: Vec<Shape>,
}

enum Shape {
    Text(String, (i32, i32), Align, Type),
    Upward(String, (i32, i32), Type),
    Path(Vec<(i32, i32)>, Stroke),
    Fill(Vec<(i32, i32)>, RGBColor, f64),
    Box((i32, i32), (i32, i32), RGBColor),
    Dot((i32, i32), i32, RGBColor, f64),
    Ring((i32, i32), i32, Stroke),
}

impl Canvas {
    /// A canvas of the page's width, with numbers in this style.
    pub fn new(height: i32, style: NumberStyle) -> Self {
        Self {
            height,
            style,
            shapes: Vec::new(),
        }
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

    /// A mark that is distinct without colour: ring, triangle, cross, square,
    /// disc, and again from the first.
    pub fn marker(&mut self, index: usize, (x, y): (i32, i32), colour: RGBColor) {
        const R: i32 = 27;
        let stroke = Stroke {
            colour,
            width: theme::LINE + theme::HAIR,
        };
        match index % 5 {
            0 => {
                self.dot((x, y), R, theme::PAPER, 1.0);
                self.ring((x, y), R, stroke);
            }
            1 => {
                let corners = vec![(x, y - R - 6), (x + R + 4, y + R), (x - R - 4, y + R)];
                self.fill(corners, colour, 1.0);
            }
            2 => {
                self.line((x - R, y - R), (x + R, y + R), stroke);
                self.line((x - R, y + R), (x + R, y - R), stroke);
            }
            3 => self.rectangle((x - R, y - R), (x + R, y + R), colour),
            _ => self.dot((x, y), R, colour, 1.0),
        }
    }

    /// The drawing as SVG text.
    ///
    /// # Errors
    /// [`Refusal`]: a figure that no page can hold is not cut in silence.
    pub fn svg(self) -> super::Drawing {
        if self.height > theme::TALLEST {
            return Err(Refusal::TooTall {
                height: self.height,
            });
        }
        let mut svg = String::new();
        {
            let size = (theme::WIDTH as u32, self.height.max(1) as u32);
            let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
            for shape in self.shapes {
                draw(&area, shape).map_err(Refusal::Backend)?;
            }
            let presented = area.present();
            presented.map_err(|error| Refusal::Backend(error.to_string()))?;
        }
        Ok(svg)
    }
}

fn draw(area: &DrawingArea<SVGBackend<'_>, Shift>, shape: Shape) -> Result<(), String> {
    let stroked = |stroke: Stroke| ShapeStyle::from(stroke.colour).stroke_width(stroke.width);
    match shape {
        Shape::Text(text, (x, y), align, look) => {
            let style = match look.weight {
                Weight::Regular => FontStyle::Normal,
                Weight::Bold => FontStyle::Bold,
            };
            let horizontal = match align {
                Align::Left => HPos::Left,
                Align::Middle => HPos::Center,
                Align::Right => HPos::Right,
            };
            let font = (theme::FAMILY, f64::from(look.em) * theme::SIZE_OF_EM, style).into_font();
            let style = font
                .color(&look.colour)
                .pos(Pos::new(horizontal, VPos::Center));
            // Plotters centres on the middle of an x; figures and capitals
            // stand a little higher.
            area.draw(&Text::new(text, (x, y + look.em / 12), style))
        }
        Shape::Upward(text, (x, y), look) => {
            let font = (theme::FAMILY, f64::from(look.em) * theme::SIZE_OF_EM).into_font();
            let style = font
                .transform(FontTransform::Rotate270)
                .color(&look.colour)
                .pos(Pos::new(HPos::Center, VPos::Center));
            area.draw(&Text::new(text, (x + look.em / 12, y), style))
        }
        Shape::Path(points, stroke) => area.draw(&PathElement::new(points, stroked(stroke))),
        Shape::Fill(points, colour, opacity) => {
            area.draw(&Polygon::new(points, colour.mix(opacity)))
        }
        Shape::Box(from, to, colour) => area.draw(&Rectangle::new([from, to], colour.filled())),
        Shape::Dot(at, radius, colour, opacity) => {
            area.draw(&Circle::new(at, radius, colour.mix(opacity).filled()))
        }
        Shape::Ring(at, radius, stroke) => area.draw(&Circle::new(at, radius, stroked(stroke))),
    }
    .map_err(|error| error.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn control_characters_leave_the_svg_valid() {
        let mut canvas = Canvas::new(100, NumberStyle::default());
        canvas.text("a\u{1b}[31m\u{0}b\tc <&", (0, 50), Align::Left, LABEL);
        let svg = canvas.svg().unwrap();
        assert!(svg.contains("a\u{fffd}[31m\u{fffd}b c &lt;&amp;"), "{svg}");
        let is_lost = |c: char| c.is_control() && c != '\n';
        assert!(!svg.contains(is_lost));
    }

    #[test]
    fn a_figure_taller_than_a_page_is_refused() {
        let tallest = Canvas::new(theme::TALLEST, NumberStyle::default());
        assert!(tallest.svg().is_ok());
        let height = theme::TALLEST + 1;
        let refused = Canvas::new(height, NumberStyle::default()).svg();
        assert_eq!(refused, Err(Refusal::TooTall { height }));
    }
}
