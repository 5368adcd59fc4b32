//! The shapes of a canvas, how they are cut at the ends of a page, and how Plotters
//! draws them.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, FontTransform, IntoFont, RGBColor, ShapeStyle};

use super::canvas::{Align, Stroke, Type, Weight};
use super::theme;

/// One shape, in canvas units.
#[derive(Clone)]
pub(super) enum Shape {
    Text(String, (i32, i32), Align, Type),
    Upward(String, (i32, i32), Type),
    Path(Vec<(i32, i32)>, Stroke),
    Fill(Vec<(i32, i32)>, RGBColor, f64),
    Box((i32, i32), (i32, i32), RGBColor),
    Dot((i32, i32), i32, RGBColor, f64),
    Ring((i32, i32), i32, Stroke),
}

/// A place on the canvas.
type Point = (i32, i32);

impl Shape {
    /// Its upper and lower end.
    pub(super) fn ends(&self) -> (i32, i32) {
        let of = |points: &[Point]| {
            let heights = || points.iter().map(|(_, y)| *y);
            (heights().min().unwrap_or(0), heights().max().unwrap_or(0))
        };
        match self {
            Self::Text(_, (_, y), ..) | Self::Upward(_, (_, y), _) => (*y, *y),
            Self::Path(points, _) | Self::Fill(points, ..) => of(points),
            Self::Box(from, to, _) => of(&[*from, *to]),
            Self::Dot((_, y), radius, ..) | Self::Ring((_, y), radius, _) => {
                (y - radius, y + radius)
            }
        }
    }

    /// The shape with each height changed.
    pub(super) fn moved(&self, to: impl Fn(i32) -> i32) -> Self {
        let point = |(x, y): Point| (x, to(y));
        let mut own = self.clone();
        match &mut own {
            Self::Text(_, at, ..)
            | Self::Upward(_, at, _)
            | Self::Dot(at, ..)
            | Self::Ring(at, ..) => *at = point(*at),
            Self::Path(points, _) | Self::Fill(points, ..) => {
                for at in points {
                    *at = point(*at);
                }
            }
            Self::Box(from, until, _) => (*from, *until) = (point(*from), point(*until)),
        }
        own
    }
}

/// Hands a shape to Plotters.
pub(super) fn draw(area: &DrawingArea<SVGBackend<'_>, Shift>, shape: Shape) -> Result<(), String> {
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
