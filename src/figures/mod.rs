//! Figures: study, ledger and plot data in, SVG with caption and alternative
//! text out, drawn by Plotters behind one theme.
//!
//! Every count, percentage and time that is written in a figure is the text of
//! a ledger entry. Only the labels of axes are made here. A kind of figure is a
//! file of `kinds/`.

mod alt;
mod axis;
mod canvas;
mod kinds;
mod lanes;
mod layout;
mod theme;

use thiserror::Error;

use crate::analyse::Results;
use crate::number::NumberId;
use crate::study::Study;
pub use alt::Alt;
pub use kinds::{FigureKind, KINDS};
pub use layout::FigureLayout;
pub(crate) use layout::{needs, read_all};

/// A figure could not be drawn.
#[derive(Debug, Error)]
#[error("figure \"{figure}\" could not be drawn: {reason}")]
pub struct FigureError {
    /// The figure's id.
    pub figure: String,
    /// The error of Plotters.
    pub reason: String,
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
    /// The drawing.
    pub svg: String,
    /// The ledger entries whose texts it shows.
    pub numbers: Vec<NumberId>,
}

/// A drawing as SVG, or the reason why Plotters refused.
pub type Drawing = Result<String, String>;

/// Draws every figure of a report.
///
/// # Errors
/// [`FigureError`] when Plotters fails.
pub fn build(
    study: &Study,
    layouts: &[FigureLayout],
    results: &Results,
) -> Result<Vec<Figure>, FigureError> {
    layouts
        .iter()
        .map(|layout| draw(study, layout, results))
        .collect()
}

fn draw(study: &Study, layout: &FigureLayout, results: &Results) -> Result<Figure, FigureError> {
    theme::register_fonts();
    let mut alt = Alt::new(&results.ledger);
    let svg = layout.kind.draw(study, &results.plot_data, &mut alt);
    let svg = svg.map_err(|reason| FigureError {
        figure: layout.id.clone(),
        reason,
    })?;
    let (alt, numbers) = alt.finish();
    Ok(Figure {
        id: layout.id.clone(),
        caption: layout.caption.clone(),
        alt,
        svg,
        numbers,
    })
}
