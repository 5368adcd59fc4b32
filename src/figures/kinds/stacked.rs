//! Stacked bars of shares by group, counts written in the bars.

use std::sync::Arc;

use super::FigureKind;
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, SMALL, Type};
use crate::figures::lanes::{Columns, Lanes, list_end, suit_column};
use crate::figures::legend::{Legend, OUTLINE, Swatch};
use crate::figures::theme::Hatch;
use crate::figures::{Drawing, Scene, bands, theme};
use crate::number::unit::percent_sign;
use crate::study::read::{check_levels, read_required_by, read_variables};
use crate::study::section::Section;
use crate::study::{Kind, KindRecord, Request, Scope, Study, Variable};

/// Above the rows, without their legend.
const TOP: i32 = 150;
/// Below them.
const BELOW: i32 = 230;
const PITCH: i32 = 230;
const LEAST_PITCH: i32 = 130;
/// From the middle of the frame of a bar to what stands in it.
const INSIDE: i32 = theme::HAIR as i32;

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

    fn draw(&self, scene: &Scene<'_>, alt: &mut Alt<'_>) -> Drawing {
        let study = scene.study;
        let Self { variables, by } = self;
        let Some(grouping) = study.variable(by) else {
            return Canvas::new(scene.width, 1, alt.style()).svg();
        };
        alt.tell("figure.stacked", &[("by", &grouping.label)]);
        let mut drawn = Vec::new();
        let most = beside(scene, variables, grouping);
        let beside = bands::beside(variables.len(), most);
        for names in variables.chunks(beside) {
            let shown = names.iter().filter_map(|name| study.variable(name));
            let shown: Vec<&Variable> = shown.collect();
            let columns = Columns::new(Some(grouping), beside, &scene.below(drawn.len()));
            columns.check()?;
            let (titles, depth) = columns.titles(shown.iter().map(|own| own.label.as_str()));
            let legends: Vec<Legend> = shown
                .iter()
                .zip(&columns.panels)
                .map(|(variable, (left, right))| legend(variable, right - left))
                .collect();
            let highest = legends.iter().map(|own| own.height).max();
            let top = TOP + depth + highest.unwrap_or(0);
            let lanes = Lanes::new(columns, top, BELOW, LEAST_PITCH..=PITCH);
            let mut canvas = lanes.canvas(BELOW, alt);
            lanes.draw_labels(&mut canvas, grouping, None, alt);
            for (at, variable) in shown.iter().enumerate() {
                canvas.panel(&variable.label);
                let Some(&panel) = lanes.panels().get(at) else {
                    continue;
                };
                if let (Some(title), Some(legend)) = (titles.get(at), legends.get(at)) {
                    title.draw_from(&mut canvas, (panel.0, 70), Align::Left);
                    legend.draw(&mut canvas, (panel.0, 180 + depth));
                }
                draw_panel(&mut canvas, &lanes, panel, variable, grouping, alt);
            }
            drawn.push(canvas);
        }
        bands::print(drawn, None, scene.begins)
    }

    fn suits_column(&self, study: &Study) -> bool {
        let by = study.variable(&self.by);
        self.variables.len() == 1 && by.is_some_and(|by| suit_column(&by.levels))
    }
}

/// How many panels stand beside each other, so that their legends leave most of the
/// page to the bars.
fn beside(scene: &Scene<'_>, variables: &[String], grouping: &Variable) -> usize {
    let shown = || {
        variables
            .iter()
            .filter_map(|name| scene.study.variable(name))
    };
    let is_low = |count: &usize| {
        let columns = Columns::new(Some(grouping), *count, scene);
        let panel = columns
            .panels
            .first()
            .map_or(0, |(left, right)| right - left);
        shown().all(|variable| legend(variable, panel).height <= theme::TALLEST / 3)
    };
    let most = Columns::most(Some(grouping), scene);
    (1..=most).rev().find(is_low).unwrap_or(1)
}

/// The levels of a variable in the order of the bars.
fn legend(variable: &Variable, width: i32) -> Legend {
    let levels = variable.levels.iter().enumerate();
    let count = variable.levels.len();
    let fill = |at| Swatch::Fill(theme::level(at, count));
    let entries = levels.map(|(at, level)| (fill(at), level.label.as_str()));
    Legend::new(entries, width)
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
    let sign = percent_sign(alt.words());
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
            let percent = alt.get(&id.sibling("percent"));
            words.push(format!("{}: {text} ({percent}{sign})", level.label));
            if count > 0.0 && total > 0.0 {
                let (from, to) = (
                    axis.at(100.0 * passed / total),
                    axis.at(100.0 * (passed + count) / total),
                );
                let fill = theme::level(index, variable.levels.len());
                canvas.filled((from, y - bar / 2), (to, y + bar / 2), fill);
                canvas.frame((from, y - bar / 2), (to, y + bar / 2), OUTLINE);
                let width = theme::text_width(&text, theme::SMALL);
                if width + 2 * (8 + INSIDE) < to - from {
                    let look = Type {
                        colour: theme::text_on(fill.colour),
                        ..SMALL
                    };
                    let middle = i32::midpoint(from, to);
                    if fill.hatch != Hatch::Plain {
                        // Digits are not read on hatching; the frame is left whole.
                        let (across, up) = (width / 2 + 8, 38.min(bar / 2 - INSIDE));
                        let corners = (middle - across, middle + across);
                        canvas.rectangle((corners.0, y - up), (corners.1, y + up), fill.colour);
                    }
                    canvas.text(&text, (middle, y), Align::Middle, look);
                }
            }
            passed += count;
        }
        let end = list_end(row, grouping);
        let label = grouping.level_of(group, alt.words());
        let rows = alt.get(&path.key("n"));
        let list = words.join(", ");
        let slots = [("level", label.as_str()), ("total", &rows), ("list", &list)];
        let sentence = match total > 0.0 {
            true => "figure.stacked_group",
            false => "figure.no_values",
        };
        let told = alt.words().fill(sentence, &slots);
        alt.say(&format!("{told}{end}"));
    }
    alt.tell_p(&variable.path().by(&grouping.name).word("test").key("p"));
    let title = if variable.levels.is_empty() { "" } else { "%" };
    axis.draw_below(canvas, lanes.bottom, title);
}
