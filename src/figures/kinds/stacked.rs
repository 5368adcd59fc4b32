//! Stacked bars of shares by group, counts written in the bars.

use std::sync::Arc;

use super::FigureKind;
use crate::analyse::PlotData;
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, SMALL, Stroke, Type};
use crate::figures::lanes::{Columns, Lanes, list_end};
use crate::figures::text::Lines;
use crate::figures::theme::Fill;
use crate::figures::{Drawing, theme};
use crate::study::read::{check_levels, read_required_by, read_variables};
use crate::study::section::Section;
use crate::study::{Kind, KindRecord, Request, Scope, Study, Variable};

/// Above the rows, without their legend.
const TOP: i32 = 150;
/// Below them.
const BELOW: i32 = 230;
const PITCH: i32 = 230;
const LEAST_PITCH: i32 = 130;
/// A line of the legend.
const LEGEND: i32 = 110;
/// From the left end of an entry to its label.
const SWATCH: i32 = 85;
/// Between two entries.
const BETWEEN: i32 = 70;

pub(super) const RECORD: KindRecord<dyn FigureKind> = KindRecord {
    word: "stacked",
    read: |section, scope| Arc::new(Stacked::read(section, scope)),
};

/// Stacked bars of categorical variables by group.
#[derive(Debug, PartialEq)]
struct Stacked {
    /// One panel each.
    variables: Vec<String>,
    /// The grouping variable.
    by: String,
}

impl Stacked {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        let fits = Kind::is_categorical;
        let variables = read_variables(section, "variables", scope, fits, "categorical");
        for name in &variables {
            check_levels(section, "variables", scope, name, theme::MOST_FILLS);
        }
        Self {
            variables,
            by: read_required_by(section, scope),
        }
    }
}

impl FigureKind for Stacked {
    fn needs(&self) -> Vec<Request> {
        let mut needs = vec![Request::summary(&self.by, None)];
        for variable in &self.variables {
            needs.push(Request::summary(variable, Some(&self.by)));
        }
        needs
    }

    fn draw(&self, study: &Study, _: &PlotData, alt: &mut Alt<'_>) -> Drawing {
        let Self { variables, by } = self;
        let Some(grouping) = study.variable(by) else {
            return Canvas::new(1, alt.style()).svg();
        };
        alt.tell("figure.stacked", &[("by", &grouping.label)]);
        let mut pages = Vec::new();
        for names in variables.chunks(Columns::most(Some(grouping))) {
            let shown = names.iter().filter_map(|name| study.variable(name));
            let shown: Vec<&Variable> = shown.collect();
            let columns = Columns::new(Some(grouping), shown.len());
            let (titles, depth) = columns.titles(shown.iter().map(|own| own.label.as_str()));
            let legends: Vec<Legend> = shown
                .iter()
                .zip(&columns.panels)
                .map(|(variable, (left, right))| Legend::new(variable, right - left))
                .collect();
            let legend = legends.iter().map(|own| own.height).max().unwrap_or(0);
            let top = TOP + depth + legend;
            let lanes = Lanes::new(columns, top, BELOW, LEAST_PITCH..=PITCH);
            let mut canvas = lanes.canvas(BELOW, alt);
            lanes.draw_labels(&mut canvas, grouping, alt);
            for (at, variable) in shown.iter().enumerate() {
                let Some(&panel) = lanes.panels().get(at) else {
                    continue;
                };
                if let (Some(title), Some(legend)) = (titles.get(at), legends.get(at)) {
                    title.draw_from(&mut canvas, (panel.0, 70), Align::Left);
                    legend.draw(&mut canvas, (panel.0, 180 + depth));
                }
                draw_panel(&mut canvas, &lanes, panel, variable, grouping, alt);
            }
            pages.extend(canvas.svg()?);
        }
        Ok(pages)
    }
}

/// The levels above a panel, from left to right in lines.
struct Legend {
    entries: Vec<Entry>,
    height: i32,
}

/// One level.
struct Entry {
    label: Lines,
    fill: Fill,
    /// From the upper left corner of the legend.
    at: (i32, i32),
}

impl Legend {
    fn new(variable: &Variable, width: i32) -> Self {
        let count = variable.levels.len();
        let (mut x, mut y, mut line) = (0, 0, LEGEND);
        let mut entries = Vec::new();
        for (index, level) in variable.levels.iter().enumerate() {
            let label = Lines::fit(&level.label, width - SWATCH, SMALL);
            let room = SWATCH + label.width();
            if x > 0 && x + room > width {
                (x, y, line) = (0, y + line, LEGEND);
            }
            line = line.max(label.depth() + LEGEND);
            let (at, fill) = ((x, y), theme::level(index, count));
            x += room + BETWEEN;
            entries.push(Entry { label, fill, at });
        }
        Self {
            entries,
            height: y + line,
        }
    }

    fn draw(&self, canvas: &mut Canvas, (left, top): (i32, i32)) {
        for entry in &self.entries {
            let (x, y) = (left + entry.at.0, top + entry.at.1);
            canvas.filled((x, y - 30), (x + 60, y + 30), entry.fill);
            canvas.frame((x, y - 30), (x + 60, y + 30), outline());
            let label = (x + SWATCH, y);
            entry.label.draw_from(canvas, label, Align::Left);
        }
    }
}

fn outline() -> Stroke {
    Stroke {
        colour: theme::GREY,
        width: theme::HAIR,
    }
}

fn draw_panel(
    canvas: &mut Canvas,
    lanes: &Lanes,
    (left, right): (i32, i32),
    variable: &Variable,
    grouping: &Variable,
    alt: &mut Alt<'_>,
) {
    let axis = Axis::stepped(25.0, 100.0, left, right);
    let bar = lanes.pitch.min(PITCH) * 14 / 23;
    alt.say(&format!("{}:", variable.label));
    for (row, group) in grouping.levels.iter().enumerate() {
        let path = variable.path().by(&grouping.name).at(&group.id);
        let y = lanes.middle(row);
        let total = alt.value(&path.key("n")).unwrap_or(0.0);
        let mut passed = 0.0;
        let mut words = Vec::new();
        for (index, level) in variable.levels.iter().enumerate() {
            let id = path.clone().at(&level.id).key("n");
            let count = alt.value(&id).unwrap_or(0.0);
            let text = alt.get(&id);
            words.push(format!("{text} {}", level.label));
            if count > 0.0 && total > 0.0 {
                let (from, to) = (
                    axis.at(100.0 * passed / total),
                    axis.at(100.0 * (passed + count) / total),
                );
                let fill = theme::level(index, variable.levels.len());
                canvas.filled((from, y - bar / 2), (to, y + bar / 2), fill);
                canvas.frame((from, y - bar / 2), (to, y + bar / 2), outline());
                let width = theme::text_width(&text, theme::SMALL);
                if width + 20 < to - from {
                    let look = Type {
                        colour: theme::text_on(fill.colour),
                        ..SMALL
                    };
                    let middle = i32::midpoint(from, to);
                    // Digits are not read on hatching.
                    let (left, right) = (middle - width / 2 - 8, middle + width / 2 + 8);
                    canvas.rectangle((left, y - 38), (right, y + 38), fill.colour);
                    canvas.text(&text, (middle, y), Align::Middle, look);
                }
            }
            passed += count;
        }
        let end = list_end(row, grouping);
        alt.say(&format!("{} {}{end}", group.label, words.join(", ")));
    }
    let title = if variable.levels.is_empty() { "" } else { "%" };
    axis.draw_below(canvas, lanes.bottom, title);
}
