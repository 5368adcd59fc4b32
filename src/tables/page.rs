//! What a page has room for, in points.

use crate::study::Look;

/// Type of a table, at its largest.
pub const LARGEST: f64 = 8.0;
/// Type of a table, at its smallest.
pub const LEAST: f64 = 7.0;
/// The least gap between two columns.
pub const LEAST_GAP: f64 = 5.5;
/// What a cell has on both sides of its text: the inset of `templates/table.typ`, and
/// some room to spare.
pub const BESIDE_CELL: f64 = 2.5;
/// What a column has beside its text.
pub const GAP: f64 = LEAST_GAP + BESIDE_CELL;
/// The most that room to spare adds to a gap.
pub const MOST_GAP: f64 = 18.5;
/// The widest line of the remarks below a table, some 130 characters: most take one line or
/// two, and more lines than that cost a page where a figure below them has no room.
pub const WIDEST_REMARK: f64 = 420.0;
/// The widest label that does not wrap where columns need the room.
pub const WIDEST_LABEL: f64 = 125.0;
/// The widest label that does not wrap where there is room: beside a wider one, the
/// numbers of short labels would stand far from them.
pub const WIDEST_ALONE: f64 = 220.0;
/// What a label has beside its text: the 8pt by which it hangs and the insets of its cell
/// in `templates/table.typ`, and some room to spare.
pub const BESIDE_LABEL: f64 = 12.0;
/// A table of more rows turns its page where it is too wide.
pub const FEW_ROWS: usize = 12;

/// The room for a table on the pages of a look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageRoom {
    /// The width of a page.
    pub upright: f64,
    /// The width of a page on its side.
    pub on_side: f64,
    /// The height of a page, without margins.
    pub height: f64,
    /// The height of a page on its side.
    pub height_on_side: f64,
}

/// That of a report, whose pages are the narrowest.
pub const REPORT: PageRoom = PageRoom {
    upright: 453.0,
    on_side: 700.0,
    height: 711.0,
    height_on_side: 464.0,
};

const OTHERS: PageRoom = PageRoom {
    upright: 497.0,
    on_side: 740.0,
    height: 728.0,
    height_on_side: 482.0,
};

impl PageRoom {
    /// That of a look.
    pub fn of(look: Look) -> Self {
        match look {
            Look::Report => REPORT,
            Look::Journal | Look::Summary => OTHERS,
        }
    }
}
