//! Drawings below each other, as many on a page as it holds.

use super::Drawing;
use super::canvas::Canvas;
use super::pages::{self, Begins};

/// How many of these panels stand beside each other in each row, at most `most`:
/// as few rows as hold them all, as even as they can be.
pub fn beside(panels: usize, most: usize) -> usize {
    let rows = panels.div_ceil(most.max(1)).max(1);
    panels.div_ceil(rows).max(1)
}

/// The drawings in their order, on each page `foot` below them. A drawing that is
/// divided among pages has these for itself.
pub(super) fn print(bands: Vec<Canvas>, foot: Option<&Canvas>, begins: Begins) -> Drawing {
    let below = foot.map_or(0, Canvas::height);
    let mut printed = Vec::new();
    let mut run: Vec<Canvas> = Vec::new();
    let first = |printed: &[Canvas]| match printed {
        [] => begins,
        _ => Begins::Overleaf,
    };
    for band in bands {
        if band.is_divided() {
            let begins = first(&printed);
            printed.extend(packed(std::mem::take(&mut run), below, begins));
            printed.push(band);
        } else {
            run.push(band);
        }
    }
    let begins = first(&printed);
    printed.extend(packed(run, below, begins));
    let mut parts = Vec::new();
    for mut page in printed {
        if let Some(foot) = foot {
            page.append(foot);
        }
        parts.extend(page.svg()?);
    }
    Ok(parts)
}

/// Each page of some drawings as one.
fn packed(bands: Vec<Canvas>, below: i32, begins: Begins) -> Vec<Canvas> {
    let heights: Vec<i32> = bands.iter().map(Canvas::height).collect();
    let starts = pages::starts(&heights, begins.room(below));
    let mut packed: Vec<Canvas> = Vec::new();
    for (at, band) in bands.into_iter().enumerate() {
        match packed.last_mut() {
            Some(page) if !starts.contains(&at) => page.append(&band),
            _ => packed.push(band),
        }
    }
    packed
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::super::scene::Width;
    use super::*;
    use crate::study::NumberStyle;

    #[test]
    fn panels_stand_in_even_rows() {
        assert_eq!(beside(1, 3), 1);
        assert_eq!(beside(3, 3), 3);
        assert_eq!(beside(4, 3), 2);
        assert_eq!(beside(5, 3), 3);
        assert_eq!(beside(30, 4), 4);
        assert_eq!(beside(0, 3), 1);
    }

    #[test]
    fn a_page_holds_as_many_drawings_as_it_can() {
        let band = |height| Canvas::new(Width::Page, height, NumberStyle::default());
        let count = |heights: &[i32], foot: Option<&Canvas>| {
            let bands = heights.iter().map(|height| band(*height));
            print(bands.collect(), foot, Begins::Overleaf)
                .unwrap()
                .len()
        };
        assert_eq!(count(&[2000, 2000, 2000], None), 1);
        assert_eq!(count(&[2000, 2000, 2000], Some(&band(600))), 2);
        assert_eq!(count(&[1300; 9], None), 2);
    }
}
