//! A drawing that is taller than a page, divided among several: what stands above
//! and below its rows is on each of them.

use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;

use super::shape::{Shape, draw};
use super::{Drawing, Refusal, theme};

/// More pages of one figure nobody reads.
pub const MOST: usize = 8;

/// Where a drawing is divided.
#[derive(Debug, Clone, Default)]
pub(super) struct Pages {
    /// Upper end of what is divided.
    pub(super) top: i32,
    /// Lower end of it.
    pub(super) bottom: i32,
    /// Where the second page and those after it begin.
    pub(super) starts: Vec<i32>,
}

/// The rows at which a new page begins, for rows of these heights and so much
/// room on each page: as few pages as hold them, of about the same number of rows.
pub fn starts(rows: &[i32], room: i32) -> Vec<usize> {
    let fewest = greedy(rows, room);
    let total: i32 = rows.iter().sum();
    let even = total / (fewest.len() as i32 + 1);
    let step = (rows.iter().copied().max().unwrap_or(1) / 4).max(1);
    let rooms = (even..room).step_by(step as usize);
    let balanced = rooms.map(|room| greedy(rows, room));
    let mut balanced = balanced.filter(|own| own.len() == fewest.len());
    balanced.next().unwrap_or(fewest)
}

fn greedy(rows: &[i32], room: i32) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut filled = 0;
    for (at, height) in rows.iter().enumerate() {
        if filled > 0 && filled + height > room {
            starts.push(at);
            filled = 0;
        }
        filled += height;
    }
    starts
}

/// The pages as SVG.
pub(super) fn print(shapes: &[Shape], (width, height): (i32, i32), pages: &Pages) -> Drawing {
    if pages.starts.is_empty() {
        return Ok(vec![page(shapes.to_vec(), (width, height))?]);
    }
    let count = pages.starts.len() + 1;
    if count > MOST {
        return Err(Refusal::TooLong { pages: count });
    }
    let from = std::iter::once(pages.top).chain(pages.starts.iter().copied());
    let to = pages.starts.iter().copied().chain([pages.bottom]);
    from.zip(to)
        .map(|(from, to)| {
            let own = shapes
                .iter()
                .filter_map(|shape| part(shape, pages, from, to));
            let cut = pages.bottom - pages.top - (to - from);
            page(own.collect(), (width, height - cut))
        })
        .collect()
}

/// What a page from one height to another shows of a shape.
fn part(shape: &Shape, pages: &Pages, from: i32, to: i32) -> Option<Shape> {
    let (high, low) = shape.ends();
    let up = from - pages.top;
    if low <= pages.top {
        return Some(shape.clone());
    }
    if high >= pages.bottom {
        let up = pages.bottom - pages.top - (to - from);
        return Some(shape.moved(|y| y - up));
    }
    if low < from || high >= to {
        return None;
    }
    Some(shape.moved(|y| y.clamp(from, to) - up))
}

fn page(shapes: Vec<Shape>, (width, height): (i32, i32)) -> Result<String, Refusal> {
    if height > theme::TALLEST {
        return Err(Refusal::TooTall { height });
    }
    let mut svg = String::new();
    {
        let size = (width as u32, height.max(1) as u32);
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        for shape in shapes {
            draw(&area, shape).map_err(Refusal::Backend)?;
        }
        let presented = area.present();
        presented.map_err(|error| Refusal::Backend(error.to_string()))?;
    }
    Ok(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_hold_their_rows_and_are_about_even() {
        assert!(starts(&[100; 60], 6000).is_empty());
        assert_eq!(starts(&[100; 61], 6000), [31]);
        assert_eq!(starts(&[100; 240], 6000), [60, 120, 180]);
        // A row taller than a page stands alone, and is refused where it is drawn.
        assert_eq!(starts(&[100, 9000, 100], 6000), [1, 2]);
        assert!(starts(&[], 6000).is_empty());
    }
}
