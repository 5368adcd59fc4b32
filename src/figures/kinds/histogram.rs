//! Histograms: one panel for each variable, one row of bars for each group, on
//! the same scales, so that groups can be compared.

use std::sync::Arc;

use super::FigureKind;
use crate::analyse::{PlotData, Sample};
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, LABEL, SMALL, Stroke, TITLE};
use crate::figures::{Drawing, theme};
use crate::number::Path;
use crate::stats::histogram::{Classes, sturges};
use crate::study::read::{read_by, read_variables};
use crate::study::section::Section;
use crate::study::{Kind, KindRecord, Request, SampleRequest, Scope, Study, Variable};
use crate::words::capitalised;

const TOP: i32 = 260;
/// Height of the bars of one group, alone and among others.
const ALONE: i32 = 1300;
const AMONG: i32 = 480;
const GAP: i32 = 130;
/// Room for the labels of the count axis.
const COUNTS: i32 = 240;
/// More bars than this are too thin to see.
const MOST_BARS: u32 = 60;

pub(super) const RECORD: KindRecord<dyn FigureKind> = KindRecord {
    word: "histogram",
    read: |section, scope| Arc::new(Histogram::read(section, scope)),
};

/// How the values of numeric variables are distributed.
#[derive(Debug, PartialEq)]
struct Histogram {
    /// One panel each.
    variables: Vec<String>,
    /// The grouping variable.
    by: Option<String>,
    /// About how many bars; by Sturges' rule if absent.
    bins: Option<usize>,
}

impl Histogram {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        let bins = section.whole("bins", MOST_BARS);
        if bins == Some(0) {
            section.problem("bins", "is 0", "write how many bars there are about");
        }
        Self {
            variables: read_variables(section, "variables", scope, Kind::is_numeric, "a number"),
            by: read_by(section, scope),
            bins: bins.map(|bins| bins as usize),
        }
    }
}

impl FigureKind for Histogram {
    fn needs(&self) -> Vec<Request> {
        let mut needs = Vec::new();
        needs.extend(self.by.as_ref().map(|by| Request::summary(by, None)));
        for variable in &self.variables {
            needs.push(Request::summary(variable, self.by.as_deref()));
            needs.push(Request::Sample(SampleRequest {
                variable: variable.clone(),
                by: self.by.clone(),
            }));
        }
        needs
    }

    fn draw(&self, study: &Study, plot_data: &PlotData, alt: &mut Alt<'_>) -> Drawing {
        let grouping = self.by.as_ref().and_then(|by| study.variable(by));
        let rows = Rows::new(grouping);
        let mut canvas = Canvas::new(rows.bottom() + 230, alt.style());
        match grouping {
            Some(grouping) => alt.tell("figure.histograms_by", &[("by", &grouping.label)]),
            None => alt.tell("figure.histograms", &[("many", &study.cohort.many)]),
        }
        rows.draw_labels(&mut canvas, alt);
        let room = (theme::WIDTH - rows.labels) / self.variables.len().max(1) as i32;
        for (index, name) in self.variables.iter().enumerate() {
            let sample = plot_data.sample(name, self.by.as_deref());
            let (Some(variable), Some(sample)) = (study.variable(name), sample) else {
                continue;
            };
            let left = rows.labels + room * index as i32 + COUNTS;
            let panel = Panel {
                variable,
                classes: classes(sample, self.bins),
                rows: &rows,
                left,
                right: left + room - COUNTS - 90,
            };
            panel.draw(&mut canvas, sample, &capitalised(&study.cohort.many));
            panel.describe(alt);
        }
        canvas.svg()
    }
}

/// One row of bars for each group, or one for all.
struct Rows<'a> {
    grouping: Option<&'a Variable>,
    /// Width of the labels of the groups.
    labels: i32,
    height: i32,
    count: i32,
}

impl<'a> Rows<'a> {
    fn new(grouping: Option<&'a Variable>) -> Self {
        let levels = grouping.map_or(&[][..], |grouping| &grouping.levels);
        let widths = levels
            .iter()
            .map(|level| theme::text_width(&level.label, theme::LABEL));
        let widest = widths
            .chain([theme::text_width("n = 000", theme::SMALL)])
            .max();
        Self {
            grouping,
            labels: match grouping {
                Some(_) => (widest.unwrap_or(0) + 30).min(theme::WIDTH / 3),
                None => 0,
            },
            height: if grouping.is_some() { AMONG } else { ALONE },
            count: if grouping.is_some() {
                levels.len() as i32
            } else {
                1
            },
        }
    }

    /// Top and bottom of the bars of a row.
    fn ends(&self, row: usize) -> (i32, i32) {
        let top = TOP + (self.height + GAP) * row as i32;
        (top, top + self.height)
    }

    fn bottom(&self) -> i32 {
        TOP + (self.height + GAP) * self.count - GAP
    }

    fn draw_labels(&self, canvas: &mut Canvas, alt: &mut Alt<'_>) {
        let Some(grouping) = self.grouping else {
            return;
        };
        for (row, level) in grouping.levels.iter().enumerate() {
            let (top, bottom) = self.ends(row);
            let y = i32::midpoint(top, bottom);
            let size = alt.get(&grouping.path().at(&level.id).key("n"));
            canvas.text(&level.label, (self.labels, y - 45), Align::Right, LABEL);
            let size = format!("n = {size}");
            canvas.text(&size, (self.labels, y + 50), Align::Right, SMALL);
        }
    }
}

/// The classes of a sample, the same for all groups.
fn classes(sample: &Sample, wanted: Option<usize>) -> Classes {
    let values = || sample.groups.iter().flatten().copied();
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    // The largest group decides, so that no group is cut too finely.
    let largest = sample.groups.iter().map(Vec::len).max().unwrap_or(0);
    Classes::round(low, high, wanted.unwrap_or_else(|| sturges(largest)))
}

struct Panel<'a> {
    variable: &'a Variable,
    classes: Classes,
    rows: &'a Rows<'a>,
    left: i32,
    right: i32,
}

impl Panel<'_> {
    fn draw(&self, canvas: &mut Canvas, sample: &Sample, counted: &str) {
        let classes = &self.classes;
        let (first, last) = (classes.first, classes.edge(classes.count));
        let across = Axis::spanning(first, last, 6, self.left, self.right);
        canvas.text(&self.variable.label, (self.left, 70), Align::Left, TITLE);
        canvas.text(counted, (self.left, 165), Align::Left, SMALL);
        let counts = sample.groups.iter().map(|values| classes.counts(values));
        let counts: Vec<Vec<usize>> = counts.collect();
        let most = counts.iter().flatten().copied().max().unwrap_or(0);
        for (row, counts) in counts.iter().enumerate() {
            let (top, bottom) = self.rows.ends(row);
            // Fewer than one row to a tick would be parts of a patient.
            let up = Axis::covering(most.max(3) as f64, 3, bottom, top);
            for &tick in &up.ticks {
                let y = up.at(tick);
                canvas.line((self.left, y), (self.right, y), hair(theme::PALE));
            }
            for (at, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let from = (across.at(classes.edge(at)), up.at(count as f64));
                let to = (across.at(classes.edge(at + 1)), bottom);
                canvas.rectangle(from, to, theme::group(row));
                // Bars that touch are told apart by a light edge.
                canvas.frame(from, to, hair(theme::PAPER));
            }
            up.draw_left(canvas, self.left, "");
            canvas.line((self.left, bottom), (self.right, bottom), hair(theme::GREY));
        }
        let unit = self.variable.unit.as_deref().unwrap_or_default();
        across.draw_below(canvas, self.rows.bottom(), unit);
    }

    fn describe(&self, alt: &mut Alt<'_>) {
        let words = alt.words();
        let path = self.variable.path();
        let groups: Vec<(String, Path)> = match self.rows.grouping {
            None => vec![(words.text("figure.all_in_list").to_owned(), path)],
            Some(by) => by
                .levels
                .iter()
                .map(|level| {
                    let group = path.clone().by(&by.name).at(&level.id);
                    (level.label.clone(), group)
                })
                .collect(),
        };
        let described: Vec<String> = groups
            .iter()
            .map(|(who, path)| {
                let [n, median, low, high] =
                    ["n", "median", "min", "max"].map(|key| alt.get(&path.key(key)));
                let slots = [
                    ("level", who.as_str()),
                    ("median", &median),
                    ("low", &low),
                    ("high", &high),
                    ("total", &n),
                ];
                words.fill("figure.histogram_group", &slots)
            })
            .collect();
        let named = self.variable.with_unit();
        let slots = [
            ("variable", named.as_str()),
            ("groups", &described.join("; ")),
        ];
        alt.tell("figure.histogram_of", &slots);
    }
}

fn hair(colour: plotters::style::RGBColor) -> Stroke {
    Stroke {
        colour,
        width: theme::HAIR,
    }
}
