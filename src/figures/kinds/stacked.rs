//! Stacked bars of shares by group, counts written in the bars.

use std::sync::Arc;

use super::FigureKind;
use crate::analyse::PlotData;
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, SMALL, Stroke, TITLE, Type};
use crate::figures::lanes::{Lanes, list_end};
use crate::figures::{Drawing, theme};
use crate::study::read::{read_required_by, read_variables};
use crate::study::section::Section;
use crate::study::{Kind, KindRecord, Request, Scope, Study, Variable};

const PITCH: i32 = 230;
const BAR: i32 = 140;
const LEGEND: i32 = 110;

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
        Self {
            variables: read_variables(section, "variables", scope, fits, "categorical"),
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
        let shown: Vec<&Variable> = variables
            .iter()
            .filter_map(|name| study.variable(name))
            .collect();
        let legends: Vec<Vec<LegendEntry>> = {
            let lanes = Lanes::new(grouping, shown.len(), 0, PITCH);
            shown
                .iter()
                .zip(&lanes.panels)
                .map(|(variable, (left, right))| legend(variable, right - left))
                .collect()
        };
        let lines = legends
            .iter()
            .flatten()
            .map(|entry| entry.line + 1)
            .max()
            .unwrap_or(1);
        let top = 150 + LEGEND * lines;
        let lanes = Lanes::new(grouping, shown.len(), top, PITCH);
        let mut canvas = Canvas::new(lanes.bottom + 230, alt.style());
        alt.tell("figure.stacked", &[("by", &grouping.label)]);
        lanes.draw_labels(&mut canvas, grouping, alt);
        for ((variable, legend), &panel) in shown.iter().zip(&legends).zip(&lanes.panels) {
            canvas.text(&variable.label, (panel.0, 70), Align::Left, TITLE);
            for entry in legend {
                entry.draw(&mut canvas, panel.0, 180);
            }
            draw_panel(&mut canvas, &lanes, panel, variable, grouping, alt);
        }
        canvas.svg()
    }
}

/// One level in the legend above a panel.
struct LegendEntry {
    label: String,
    fill: plotters::style::RGBColor,
    x: i32,
    line: i32,
}

impl LegendEntry {
    fn draw(&self, canvas: &mut Canvas, left: i32, top: i32) {
        let (x, y) = (left + self.x, top + LEGEND * self.line);
        canvas.rectangle((x, y - 30), (x + 60, y + 30), self.fill);
        canvas.frame((x, y - 30), (x + 60, y + 30), outline());
        canvas.text(&self.label, (x + 85, y), Align::Left, SMALL);
    }
}

/// The levels from left to right, wrapped to the width of the panel.
fn legend(variable: &Variable, width: i32) -> Vec<LegendEntry> {
    let count = variable.levels.len();
    let (mut x, mut line) = (0, 0);
    variable
        .levels
        .iter()
        .enumerate()
        .map(|(index, level)| {
            let room = 85 + theme::text_width(&level.label, theme::SMALL) + 70;
            if x > 0 && x + room - 70 > width {
                (x, line) = (0, line + 1);
            }
            let entry = LegendEntry {
                label: level.label.clone(),
                fill: theme::level(index, count),
                x,
                line,
            };
            x += room;
            entry
        })
        .collect()
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
                canvas.rectangle((from, y - BAR / 2), (to, y + BAR / 2), fill);
                canvas.frame((from, y - BAR / 2), (to, y + BAR / 2), outline());
                if theme::text_width(&text, theme::SMALL) + 20 < to - from {
                    let look = Type {
                        colour: theme::text_on(fill),
                        ..SMALL
                    };
                    canvas.text(&text, (i32::midpoint(from, to), y), Align::Middle, look);
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
