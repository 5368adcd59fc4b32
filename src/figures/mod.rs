//! Figures: study, ledger and plot data in, SVG with caption and alternative
//! text out, drawn by Plotters behind one theme.
//!
//! Every count, percentage and time that is written in a figure is the text of
//! a ledger entry. Only the labels of axes are made here.

mod alt;
mod axis;
mod bars;
mod boxes;
mod canvas;
mod cumulative_incidence;
mod forest;
mod kaplan_meier;
mod lanes;
mod scatter;
mod stacked;
mod swimmer;
mod theme;

use thiserror::Error;

use crate::analyse::Results;
use crate::study::{FigureKind, FigureLayout, Study};
use alt::Alt;

/// A figure could not be drawn.
#[derive(Debug, Error)]
#[error("figure \"{figure}\" could not be drawn: {reason}")]
pub struct FigureError {
    /// The figure's id.
    pub figure: String,
    /// What Plotters said.
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
    pub numbers: Vec<String>,
}

/// Draws every figure of the study.
///
/// # Errors
/// [`FigureError`] when Plotters refuses to draw.
pub fn build(study: &Study, results: &Results) -> Result<Vec<Figure>, FigureError> {
    study
        .figures
        .iter()
        .map(|layout| draw(study, results, layout))
        .collect()
}

fn draw(study: &Study, results: &Results, layout: &FigureLayout) -> Result<Figure, FigureError> {
    theme::register_fonts();
    let mut alt = Alt::new(&results.ledger);
    let svg = match &layout.kind {
        FigureKind::Bars { variable } => bars::draw(study, variable, &mut alt),
        FigureKind::Boxes { variables, by } => {
            boxes::draw(study, &results.plot_data, variables, by, &mut alt)
        }
        FigureKind::Stacked { variables, by } => stacked::draw(study, variables, by, &mut alt),
        FigureKind::KaplanMeier {
            endpoints,
            by,
            every,
        } => kaplan_meier::draw(
            study,
            &results.plot_data,
            endpoints,
            by.as_deref(),
            *every,
            &mut alt,
        ),
        FigureKind::CumulativeIncidence {
            endpoints,
            by,
            every,
        } => cumulative_incidence::draw(
            study,
            &results.plot_data,
            endpoints,
            by.as_deref(),
            *every,
            &mut alt,
        ),
        FigureKind::Scatter { x, y, by } => {
            let dots = results.plot_data.dots(&layout.id);
            scatter::draw(study, dots, (x, y), by.as_deref(), &mut alt)
        }
        FigureKind::Forest { model } => forest::draw(study, model, &mut alt),
        FigureKind::Swimmer {
            endpoint,
            by,
            marks,
            every,
        } => {
            let lanes = results.plot_data.lanes(&layout.id);
            swimmer::draw(
                study,
                lanes,
                endpoint,
                by.as_deref(),
                marks,
                *every,
                &mut alt,
            )
        }
    };
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

/// A drawing, or what Plotters said.
type Drawing = Result<String, String>;
