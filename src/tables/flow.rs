//! Where tables break, and which of the wide ones turn their page, so that no page is
//! left half empty.

use super::Table;
use super::blocks::{Asked, Blocks};
use super::model::{cell_width, line_count};
use super::page::{BESIDE_LABEL, FEW_ROWS, PageRoom, WIDEST_REMARK};
use crate::fonts::Fonts;
use crate::ledger::Ledger;

/// A table that is no higher than this share of a page does not break.
const WHOLE: f64 = 0.42;
/// Among text, a table of no more rows is moved where it has room.
const MOVED: usize = 40;
/// A page is filled, if so much of it is; more than half, as heights are estimated.
const FILLED: f64 = 0.58;
/// The fewest lines of a table that stand on a page before a break and after it.
const FEWEST_LINES: usize = 6;

// In ems: the height of a line, and of the next ones.
const LINE: f64 = 0.66;
const NEXT_LINE: f64 = 1.11;
/// What a row has above and below its text, in points.
const ROW_INSET: f64 = 5.2;
/// The space around a table and its caption, in points.
const AROUND: f64 = 44.0;

/// The rows that no page break parts, at the beginning and at the end of each of the
/// blocks of a table; `None` if the whole table does not break.
pub type Ends = Option<(usize, usize)>;

/// How a table stands among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flow {
    /// Upright.
    pub upright: Ends,
    /// On a page on its side, if it turns where the page before it is filled.
    pub on_side: Option<Ends>,
}

impl Flow {
    /// Whether it neither breaks nor turns.
    pub fn is_whole(self) -> bool {
        self == Self::default()
    }
}

/// How each table of a study stands.
#[derive(Debug, Clone, Default)]
pub struct Flows {
    /// Between texts, which fill a page above it and below it.
    pub alone: Vec<Flow>,
    /// Where tables follow one another, with the figures below them.
    pub in_series: Vec<Flow>,
}

impl Flows {
    /// Those of tables in this order, with so many figures in the same study.
    pub fn of(
        tables: &[Table],
        ledger: &Ledger,
        fonts: &Fonts,
        page: PageRoom,
        figures: usize,
    ) -> Self {
        let forms = tables
            .iter()
            .map(|table| Form::of(&table.folded(ledger, fonts, page), ledger, fonts));
        let forms: Vec<Form> = forms.collect();
        Self {
            alone: forms.iter().map(|form| alone(form, page)).collect(),
            in_series: in_series(&forms, page, figures),
        }
    }
}

fn in_series(forms: &[Form], page: PageRoom, figures: usize) -> Vec<Flow> {
    let flow = |(at, form): (usize, &Form)| {
        let own = form.laid_out(page.upright);
        let breaks = own.height() > WHOLE * page.height;
        let upright = breaks.then(|| own.ends(page.height));
        // What comes after it begins on another page.
        let is_last = at + 1 == forms.len() && figures == 0;
        let on_side = form.on_side(page);
        let on_side = on_side.filter(|own| {
            is_last || own.on_last_page(page.height_on_side) >= FILLED * page.height_on_side
        });
        let on_side = on_side.map(|own| {
            let higher = own.height() > page.height_on_side;
            higher.then(|| own.ends(page.height_on_side))
        });
        Flow { upright, on_side }
    };
    forms.iter().enumerate().map(flow).collect()
}

fn alone(form: &Form, page: PageRoom) -> Flow {
    // One that is set among lines of text moves to where there is room for it.
    let ends = |own: LaidOut, height: f64| {
        let breaks = own.height() > height || form.rows.len() * own.parts > MOVED;
        breaks.then(|| own.ends(height))
    };
    let on_side = form.on_side(page);
    let on_side =
        on_side.filter(|own| own.on_last_page(page.height_on_side) >= FILLED * page.height_on_side);
    Flow {
        upright: ends(form.laid_out(page.upright), page.height),
        on_side: on_side.map(|own| ends(own, page.height_on_side)),
    }
}

/// What the layout of a table is found from.
struct Form {
    /// Of its columns.
    asked: Asked,
    /// For each row the width of its label in ems, and the lines of its cells.
    rows: Vec<(f64, usize)>,
    /// For each row how many stay together from it on.
    spans: Vec<usize>,
    /// The lines of the headings.
    headings: usize,
    /// The width of all remarks in one line, in ems.
    notes: f64,
}

impl Form {
    fn of(table: &Table, ledger: &Ledger, fonts: &Fonts) -> Self {
        let rows = table
            .rows
            .iter()
            .zip(table.lines(fonts))
            .map(|(row, line)| {
                let lines = row.cells.iter().map(line_count).max();
                (line, lines.unwrap_or(1))
            });
        let headings = table.columns.iter().map(line_count).max();
        let notes = table.footnotes.iter().chain(&table.notes);
        Self {
            asked: Asked::of(table, ledger, fonts),
            rows: rows.collect(),
            spans: (0..table.rows.len()).map(|at| table.span(at)).collect(),
            headings: headings.unwrap_or(1) + usize::from(!table.spanners.is_empty()),
            notes: notes.map(|note| cell_width(note, ledger, fonts)).sum(),
        }
    }

    /// The table on a page on its side, if an upright one has no room for its columns
    /// beside one another, and it has rows enough to turn.
    fn on_side(&self, page: PageRoom) -> Option<LaidOut> {
        let is_divided = || self.asked.laid_out(page.upright).parts.len() > 1;
        let is_wide = self.rows.len() > FEW_ROWS && is_divided();
        is_wide.then(|| self.laid_out(page.on_side))
    }

    /// The table where a page is so wide.
    fn laid_out(&self, room: f64) -> LaidOut {
        let blocks = self.asked.laid_out(room);
        let Blocks { size, label, .. } = blocks;
        let lines = |width: f64| (width * size / (label - BESIDE_LABEL)).ceil().max(1.0);
        let rows = self.rows.iter().map(|(width, cells)| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let of_label = lines(*width) as usize;
            of_label.max(*cells)
        });
        LaidOut {
            parts: blocks.parts.len(),
            size,
            rows: rows.collect(),
            spans: self.spans.clone(),
            headings: self.headings,
            notes: (self.notes * 7.2 / blocks.width.min(WIDEST_REMARK)).ceil() * 8.0,
        }
    }
}

/// A table on a page of some width.
struct LaidOut {
    parts: usize,
    size: f64,
    /// The lines of each row.
    rows: Vec<usize>,
    /// How many rows stay together from each on.
    spans: Vec<usize>,
    headings: usize,
    /// The height of the remarks.
    notes: f64,
}

impl LaidOut {
    fn row(&self, lines: usize) -> f64 {
        let next = lines.saturating_sub(1) as f64;
        ROW_INSET + (LINE + NEXT_LINE * next) * self.size
    }

    fn part(&self) -> f64 {
        let rows = self.rows.iter().map(|lines| self.row(*lines));
        self.row(self.headings) + rows.sum::<f64>()
    }

    fn height(&self) -> f64 {
        AROUND + self.notes + self.parts as f64 * self.part()
    }

    /// How much of the last of its pages, so high, the table takes.
    fn on_last_page(&self, page: f64) -> f64 {
        let head = self.row(self.headings);
        let mut used = AROUND;
        for _ in 0..self.parts {
            used += head;
            for (at, span) in self.spans.iter().enumerate() {
                let own = self.rows.iter().skip(at).take(*span);
                let own: f64 = own.map(|lines| self.row(*lines)).sum();
                if used + own > page {
                    used = head;
                }
                used += own;
            }
        }
        match used + self.notes > page {
            true => head + self.notes,
            false => used + self.notes,
        }
    }

    /// The rows at both ends of each part that stay together, on pages so high.
    fn ends(&self, page: f64) -> (usize, usize) {
        let all = self.rows.len();
        if self.part() <= WHOLE * page {
            return (all, 0);
        }
        let first = together(self.rows.iter());
        let last = together(self.rows.iter().rev());
        (first.min(all), last.min(all.saturating_sub(first)))
    }
}

/// How many rows have lines enough to stand alone.
fn together<'a>(rows: impl Iterator<Item = &'a usize>) -> usize {
    let lines = rows.scan(0, |lines, row| {
        *lines += row;
        Some(*lines)
    });
    1 + lines.take_while(|lines| *lines < FEWEST_LINES).count()
}

#[cfg(test)]
mod tests {
    use super::super::page::REPORT;
    use super::super::{Piece, Row};
    use super::*;

    fn table(rows: usize, columns: usize, cell: &str) -> Table {
        let cell = || vec![Piece::Text(cell.to_owned())];
        let row = |at: usize| Row {
            label: format!("Row {at}"),
            statistic: None,
            indented: false,
            cells: (0..columns).map(|_| cell()).collect(),
        };
        Table {
            id: "a".to_owned(),
            title: "A".to_owned(),
            corner: "Characteristic".to_owned(),
            columns: (0..columns).map(|_| cell()).collect(),
            spanners: Vec::new(),
            rows: (0..rows).map(row).collect(),
            footnotes: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn flows_of(tables: &[Table], figures: usize) -> Vec<Flow> {
        let (ledger, fonts) = (Ledger::default(), Fonts::default());
        Flows::of(tables, &ledger, &fonts, REPORT, figures).in_series
    }

    #[test]
    fn a_table_breaks_where_it_would_leave_half_a_page() {
        let short = table(10, 3, "1");
        assert_eq!(flows_of(&[short], 1), [Flow::default()]);
        let tall = table(50, 3, "1");
        let upright = Some((FEWEST_LINES, FEWEST_LINES));
        let on_side = None;
        assert_eq!(flows_of(&[tall], 1), [Flow { upright, on_side }]);
    }

    #[test]
    fn a_wide_table_turns_where_it_fills_its_page() {
        let wide = || table(38, 12, "12/150 (8.0%)");
        let few = || table(3, 3, "1");
        let turns = |tables: &[Table], figures: usize| -> Vec<bool> {
            let flows = flows_of(tables, figures);
            flows.iter().map(|flow| flow.on_side.is_some()).collect()
        };
        assert_eq!(turns(&[few(), wide()], 1), [false, true]);
        let short = || table(14, 12, "12/150 (8.0%)");
        assert_eq!(turns(&[short()], 1), [false]);
        // The last page of a part may be left empty.
        assert_eq!(turns(&[short()], 0), [true]);
    }

    #[test]
    fn rows_of_many_lines_stand_alone() {
        assert_eq!(together([1, 1, 1, 1, 1, 1, 1].iter()), 6);
        assert_eq!(together([9, 1].iter()), 1);
        assert_eq!(together([2, 2, 2, 2].iter()), 3);
    }
}
