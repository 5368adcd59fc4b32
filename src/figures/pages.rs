//! A drawing that is taller than a page, divided among several: what stands above
//! and below its rows is on each of them.

use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;

use super::shape::{Shape, draw};
use super::{Drawing, Part, Refusal, theme};
use crate::wording::Wording;

/// More names than this are told by the first and the last.
const MOST_NAMES: usize = 12;
/// What is longer is a sentence.
const LONGEST_NAME: usize = 20;

/// More pages of one figure nobody reads.
pub const MOST: usize = 8;

/// Where a drawing begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Begins {
    /// At the top of a page.
    #[default]
    Overleaf,
    /// Below what fills less than half of a page, and it goes on overleaf.
    HalfWay,
}

impl Begins {
    /// The most pages that it fills.
    fn most(self) -> usize {
        MOST + usize::from(self == Self::HalfWay)
    }

    /// The room for rows, where each page needs so much besides.
    pub fn room(self, besides: i32) -> Room {
        let first = match self {
            Self::Overleaf => theme::TALLEST,
            Self::HalfWay => theme::TALLEST_BEGINNING,
        };
        Room {
            first: first - besides,
            further: theme::TALLEST - besides,
        }
    }
}

/// The room for the rows of a drawing.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// On its first page.
    first: i32,
    /// On each of the others.
    further: i32,
}

impl Room {
    /// Without so much of each page.
    pub fn less(self, besides: i32) -> Self {
        let Self { first, further } = self;
        Self {
            first: first - besides,
            further: further - besides,
        }
    }
}

/// Where a drawing is divided.
#[derive(Debug, Clone, Default)]
pub(super) struct Pages {
    /// Upper end of what is divided.
    pub(super) top: i32,
    /// Lower end of it.
    pub(super) bottom: i32,
    /// Where the second page and those after it begin.
    pub(super) starts: Vec<i32>,
    /// Where the drawing begins.
    pub(super) begins: Begins,
}

/// What a drawing shows, in words.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// Its panels.
    pub(super) panels: Vec<String>,
    /// Its rows, by their height.
    pub(super) rows: Vec<(i32, String)>,
    /// The language.
    pub(super) words: Wording,
}

impl Told {
    /// The rows of a page from one height to another, each once.
    fn between(&self, from: i32, to: i32) -> Vec<String> {
        let rows = self.rows.iter().filter(|(y, _)| (from..to).contains(y));
        let rows = rows.map(|(_, text)| text.clone());
        let mut told: Vec<String> = rows.collect();
        told.dedup();
        told
    }

    /// What a page shows: the panels, and its rows; of many names the first and the
    /// last.
    fn shown(&self, from: i32, to: i32) -> Vec<String> {
        let rows = self.between(from, to);
        let is_name = |text: &String| text.chars().count() <= LONGEST_NAME;
        let mut told = self.panels.clone();
        for run in rows.chunk_by(|before, after| is_name(before) && is_name(after)) {
            match run {
                [first, .., last] if run.len() > MOST_NAMES => {
                    let slots = [("first", first.as_str()), ("last", last)];
                    told.push(self.words.fill("figure.page_range", &slots));
                }
                _ => told.extend_from_slice(run),
            }
        }
        told
    }
}

/// The rows at which a new page begins, for rows of these heights: as few pages as hold
/// them, of about the same number of rows; a first page of less room is filled.
pub fn starts(rows: &[i32], room: Room) -> Vec<usize> {
    let Room { first, further } = room;
    if first == further {
        return even_starts(rows, further);
    }
    let Some(second) = greedy(rows, first).first().copied() else {
        return Vec::new();
    };
    let others = even_starts(rows.get(second..).unwrap_or_default(), further);
    let others = others.into_iter().map(|start| start + second);
    std::iter::once(second).chain(others).collect()
}

fn even_starts(rows: &[i32], room: i32) -> Vec<usize> {
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

/// Whether a page that is almost half full may have no room for the first of these.
pub fn is_tall(parts: &[Part]) -> bool {
    let first = parts.first();
    first.is_some_and(|part| part.height > theme::TALLEST_BEGINNING + theme::TALLEST / 10)
}

/// The pages as SVG.
pub(super) fn print(
    shapes: &[Shape],
    (width, height): (i32, i32),
    pages: &Pages,
    told: &Told,
) -> Drawing {
    if pages.starts.is_empty() {
        return Ok(vec![Part {
            svg: page(shapes.to_vec(), (width, height))?,
            height,
            shows: told.panels.clone(),
        }]);
    }
    let count = pages.starts.len() + 1;
    if count > pages.begins.most() {
        return Err(Refusal::TooLong { pages: count });
    }
    let from = std::iter::once(pages.top).chain(pages.starts.iter().copied());
    let to = pages.starts.iter().copied().chain([pages.bottom]);
    from.zip(to)
        .map(|(from, to)| {
            let own = shapes
                .iter()
                .filter_map(|shape| shown(shape, pages, from, to));
            let cut = pages.bottom - pages.top - (to - from);
            Ok(Part {
                svg: page(own.collect(), (width, height - cut))?,
                height: height - cut,
                shows: told.shown(from, to),
            })
        })
        .collect()
}

/// What a page from one height to another shows of a shape.
fn shown(shape: &Shape, pages: &Pages, from: i32, to: i32) -> Option<Shape> {
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
    fn a_page_tells_its_rows_and_many_names_by_two() {
        let rows = |texts: &[&str]| {
            let rows = (0..).step_by(100).zip(texts);
            let rows = rows.map(|(y, text)| (y, (*text).to_owned()));
            Told {
                panels: vec!["Age".to_owned()],
                rows: rows.collect(),
                words: Wording::default(),
            }
        };
        let few = rows(&["I", "II", "II", "III"]);
        assert_eq!(few.shown(100, 300), ["Age", "II"]);
        let names: Vec<String> = (1..=30).map(|at| at.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(rows(&names).shown(1000, 9000), ["Age", "11 to 30"]);
        let sentence = "Surgery: 27 events in 53, median 3.0 years.";
        let mut told = rows(&names);
        told.rows.push((2950, sentence.to_owned()));
        assert_eq!(told.shown(1000, 9000), ["Age", "11 to 30", sentence]);
    }

    #[test]
    fn pages_hold_their_rows_and_are_about_even() {
        let starts = |rows: &[i32]| starts(rows, Begins::Overleaf.room(500));
        assert!(starts(&[100; 60]).is_empty());
        assert_eq!(starts(&[100; 61]), [31]);
        assert_eq!(starts(&[100; 240]), [60, 120, 180]);
        // A row taller than a page stands alone, and is refused where it is drawn.
        assert_eq!(starts(&[100, 9000, 100]), [1, 2]);
        assert!(starts(&[]).is_empty());
    }

    #[test]
    fn a_beginning_is_filled_and_the_other_pages_are_about_even() {
        let starts = |rows: &[i32]| starts(rows, Begins::HalfWay.room(500));
        assert!(starts(&[100; 25]).is_empty());
        assert_eq!(starts(&[100; 60]), [25]);
        assert_eq!(starts(&[100; 125]), [25, 75]);
        assert_eq!(starts(&[4000, 100]), [1]);
        assert!(starts(&[]).is_empty());
    }
}
