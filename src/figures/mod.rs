//! Figures: study, ledger and plot data in, SVG with caption and alternative
//! text out, drawn by Plotters behind one theme.
//!
//! Every count, percentage and time that is written in a figure is the text of
//! a ledger entry. Only the labels of axes are made here. A kind of figure is a
//! file of `kinds/`.

mod alt;
mod axis;
mod bands;
mod canvas;
mod curves;
mod kinds;
mod lanes;
mod layout;
mod legend;
mod letters;
mod log_axis;
mod pages;
mod scene;
mod shape;
mod spread;
mod text;
mod theme;

use std::collections::BTreeSet;

use thiserror::Error;

use crate::analyse::Results;
use crate::fonts::Fonts;
use crate::number::NumberId;
use crate::study::Study;
use crate::wording::Wording;
pub use alt::Alt;
pub use kinds::{FigureKind, KINDS};
pub use layout::FigureLayout;
pub(crate) use layout::{needs, read_all};
pub use pages::Begins;
pub use scene::{Scene, Width};

/// Why a figure could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// It is taller than a page.
    #[error(
        "would be {} mm tall, and a page has room for {} mm",
        millimetres(*height),
        millimetres(theme::TALLEST)
    )]
    TooTall {
        /// Its height in units of the canvas.
        height: i32,
    },
    /// What it shows needs more than its width.
    #[error(
        "needs a width of {} mm, and has {} mm",
        // A part of one counts.
        millimetres(*needed) + 1,
        millimetres(*room)
    )]
    TooNarrow {
        /// The width that it needs, in units of the canvas.
        needed: i32,
        /// The width that it has.
        room: i32,
    },
    /// It fills more pages than anybody reads.
    #[error("would fill {pages} pages, and may fill {}", pages::MOST)]
    TooLong {
        /// How many pages.
        pages: usize,
    },
    /// The drawing backend failed.
    #[error("could not be drawn: {0}")]
    Backend(String),
}

fn millimetres(units: i32) -> i32 {
    // 4677 units are the 165 mm of a page.
    units * 165 / Width::Page.units()
}

/// A figure could not be drawn.
#[derive(Debug, Error)]
#[error("figure \"{figure}\" {reason}")]
pub struct FigureError {
    /// The figure's id.
    pub figure: String,
    /// Line of its section in the study file.
    pub line: u64,
    /// Why.
    #[source]
    pub reason: Refusal,
}

/// A drawn figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// As templates name it; also its file name.
    pub id: String,
    /// Below the figure.
    pub caption: String,
    /// For readers who cannot see it.
    pub alt: String,
    /// The same of each page after the first.
    pub further: Vec<String>,
    /// The drawing as SVG, one text for each page that it fills.
    pub parts: Vec<String>,
    /// The same where it begins below what fills less than half of a page, if it is so
    /// tall that this page had no room for it: the alternative text of each page after
    /// the first, and the drawing.
    pub half_way: Option<HalfWay>,
    /// How wide it is.
    pub width: Width,
    /// The ledger entries whose texts it shows.
    pub numbers: Vec<NumberId>,
    /// Characters of its texts that no font writes.
    pub lacking: BTreeSet<char>,
    /// Words of its texts in scripts whose letters change beside others.
    pub joined: BTreeSet<String>,
}

/// The pages of a figure that begins half-way down the first one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HalfWay {
    /// The alternative text of each page after the first.
    pub further: Vec<String>,
    /// The drawing as SVG, one text for each page.
    pub parts: Vec<String>,
}

impl Figure {
    /// The drawings with the names of their files, without folder.
    pub fn files(&self) -> impl Iterator<Item = (String, &String)> {
        let half_way = self.half_way.iter();
        let half_way = half_way.flat_map(|own| self.half_way_files().zip(&own.parts));
        self.page_files().zip(&self.parts).chain(half_way)
    }

    /// The names of the files of its pages.
    pub fn page_files(&self) -> impl Iterator<Item = String> {
        // Ids have no points, so that no file has the name of another figure's.
        (1..=self.parts.len().max(1)).map(|part| match part {
            1 => format!("{}.svg", self.id),
            part => format!("{}.{part}.svg", self.id),
        })
    }

    /// The names of the files of its pages where it begins half-way down the first one.
    pub fn half_way_files(&self) -> impl Iterator<Item = String> {
        let parts = self.half_way.as_ref().map_or(0, |own| own.parts.len());
        (1..=parts).map(|part| format!("{}.begun.{part}.svg", self.id))
    }
}

/// One page of a drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// As SVG.
    pub svg: String,
    /// Its height in units of the canvas.
    pub height: i32,
    /// What it shows, in words: panels, rows.
    pub shows: Vec<String>,
}

/// A drawing page by page, or why there is none.
pub type Drawing = Result<Vec<Part>, Refusal>;

/// Draws every figure of a report.
///
/// # Errors
/// [`FigureError`] for each figure that pages cannot hold, or at which Plotters
/// fails.
pub fn build(
    study: &Study,
    layouts: &[FigureLayout],
    results: &Results,
    fonts: &Fonts,
) -> Result<Vec<Figure>, Vec<FigureError>> {
    let mut drawn = Vec::new();
    let mut errors = Vec::new();
    for layout in layouts {
        match draw(study, layout, results, fonts) {
            Ok(figure) => drawn.push(figure),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(drawn)
    } else {
        Err(errors)
    }
}

fn draw(
    study: &Study,
    layout: &FigureLayout,
    results: &Results,
    fonts: &Fonts,
) -> Result<Figure, FigureError> {
    theme::register_fonts();
    let at = |width, begins| {
        let mut alt = Alt::new(&results.ledger);
        let scene = Scene {
            study,
            plot_data: &results.plot_data,
            width,
            begins,
        };
        let parts = layout.kind.draw(&scene, &mut alt);
        (width, parts, alt)
    };
    let ((width, parts, alt), half_way) = letters::with(fonts, || {
        let usual = || scene::usual(study.document.look, || layout.kind.suits_column(study));
        let drawn = match at(layout.width.unwrap_or_else(usual), Begins::Overleaf) {
            // Only what is drawn shows that it is wider than a column.
            (Width::Column, Err(_), _) if layout.width.is_none() => {
                at(Width::Page, Begins::Overleaf)
            }
            drawn => drawn,
        };
        let (width, parts, _) = &drawn;
        let parts = parts.as_ref().map_or(&[][..], Vec::as_slice);
        let half_way = pages::is_tall(parts).then(|| at(*width, Begins::HalfWay).1);
        // One that would fill too many pages begins at the top of one.
        let half_way = half_way.and_then(Result::ok);
        (drawn, half_way)
    });
    let parts = parts.map_err(|reason| FigureError {
        figure: layout.id.clone(),
        line: layout.line,
        reason,
    })?;
    let mut lacking = BTreeSet::new();
    let mut joined = BTreeSet::new();
    let mut set = |part: &Part| letters::set(&part.svg, fonts, (&mut lacking, &mut joined));
    let half_way = half_way.filter(|own| own.len() > 1).map(|own| HalfWay {
        further: further(layout, &own, alt.words()),
        parts: own.iter().map(&mut set).collect(),
    });
    let further = further(layout, &parts, alt.words());
    let parts = parts.iter().map(set).collect();
    let (alt, numbers) = alt.finish();
    Ok(Figure {
        id: layout.id.clone(),
        caption: layout.caption.clone(),
        alt,
        further,
        parts,
        half_way,
        width,
        numbers,
        lacking,
        joined,
    })
}

/// The alternative texts of the pages after the first: what each shows.
fn further(layout: &FigureLayout, parts: &[Part], words: Wording) -> Vec<String> {
    let pages = parts.len().to_string();
    let caption = layout.caption.trim();
    let caption = match caption.ends_with(['.', '!', '?']) {
        true => caption.to_owned(),
        false => format!("{caption}."),
    };
    let numbered = parts.iter().enumerate().skip(1);
    let told = numbered.map(|(at, part)| {
        let shows = part.shows.iter().map(|text| text.trim_end_matches('.'));
        let shows: Vec<&str> = shows.collect();
        let page = (at + 1).to_string();
        let slots = [
            ("caption", caption.as_str()),
            ("page", &page),
            ("pages", &pages),
            ("list", &shows.join("; ")),
        ];
        alt::spaced(&words.fill("figure.page", &slots))
    });
    told.collect()
}
