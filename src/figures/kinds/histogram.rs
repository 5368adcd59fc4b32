//! Histograms: one panel for each variable, one row of bars for each group, on
//! the same scales, so that groups can be compared.

use std::sync::Arc;

use super::FigureKind;
use crate::analyse::Sample;
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, SMALL, Stroke};
use crate::figures::lanes::{Columns, Lanes, suit_column};
use crate::figures::{Drawing, Scene, bands, theme};
use crate::number::Path;
use crate::stats::histogram::{Classes, sturges};
use crate::study::read::{read_by, read_variables};
use crate::study::section::Section;
use crate::study::{Kind, KindRecord, Request, SampleRequest, Scope, Study, Variable};
use crate::words::capitalised;

/// Above the rows, and below them.
const TOP: i32 = 195;
const BELOW: i32 = 230;
/// Height of the row of one group, alone and among others.
const ALONE: i32 = 1430;
const ROW: i32 = 610;
const LEAST_ROW: i32 = 400;
/// Between the bars of two rows.
const GAP: i32 = 130;
/// Room for the labels of the count axis.
const COUNTS: i32 = 190;
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

    fn draw(&self, scene: &Scene<'_>, alt: &mut Alt<'_>) -> Drawing {
        let Scene {
            study, plot_data, ..
        } = *scene;
        let grouping = self.by.as_ref().and_then(|by| study.variable(by));
        match grouping {
            Some(grouping) => alt.tell("figure.histograms_by", &[("by", &grouping.label)]),
            None => alt.tell("figure.histograms", &[("many", &study.cohort.many)]),
        }
        let heights = match grouping {
            Some(_) => LEAST_ROW..=ROW,
            None => ALONE..=ALONE,
        };
        let mut drawn = Vec::new();
        let most = Columns::most(grouping, scene);
        let beside = bands::beside(self.variables.len(), most);
        for names in self.variables.chunks(beside) {
            let columns = Columns::new(grouping, beside, &scene.below(drawn.len()));
            columns.check()?;
            let shown = || names.iter().filter_map(|name| study.variable(name));
            let (titles, depth) = columns.titles(shown().map(|own| own.label.as_str()));
            let units = shown().map(|own| own.unit.as_deref().unwrap_or_default());
            let below = BELOW + columns.below(units, COUNTS);
            let lanes = Lanes::new(columns, TOP + depth, below, heights.clone());
            let mut canvas = lanes.canvas(below, alt);
            if let Some(grouping) = grouping {
                // Of one variable alone, the sizes are those of its values.
                let alone = shown().next().filter(|_| beside == 1);
                let sizes = alone.map(|own| own.path().by(&grouping.name));
                lanes.draw_labels(&mut canvas, grouping, sizes, alt);
            }
            for ((variable, title), &(left, right)) in shown().zip(&titles).zip(lanes.panels()) {
                let Some(sample) = plot_data.sample(&variable.name, self.by.as_deref()) else {
                    continue;
                };
                let (left, right) = match grouping.filter(|_| beside > 1) {
                    Some(grouping) => {
                        let panel = (left + COUNTS, right);
                        lanes.draw_sizes(&mut canvas, panel, (variable, grouping), alt)
                    }
                    None => (left + COUNTS, right),
                };
                title.draw_from(&mut canvas, (left, 70), Align::Left);
                canvas.panel(&variable.label);
                let counted = capitalised(&study.cohort.many);
                canvas.text(&counted, (left, 165 + depth), Align::Left, SMALL);
                let panel = Panel {
                    variable,
                    classes: classes(sample, self.bins),
                    lanes: &lanes,
                    grouping,
                    left,
                    right,
                };
                panel.draw(&mut canvas, sample);
                panel.describe(alt);
            }
            drawn.push(canvas);
        }
        bands::print(drawn, None, scene.begins)
    }

    fn suits_column(&self, study: &Study) -> bool {
        let by = self.by.as_ref().and_then(|by| study.variable(by));
        self.variables.len() == 1 && by.is_none_or(|by| suit_column(&by.levels))
    }
}

/// The classes of a sample, the same for all groups.
fn classes(sample: &Sample, wanted: Option<usize>) -> Classes {
    let values = || sample.groups.iter().flatten().copied();
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    // The largest group decides, so that no group is cut too finely.
    let largest = sample.groups.iter().map(Vec::len).max().unwrap_or(0);
    let wanted = wanted.unwrap_or_else(|| sturges(largest));
    // Counts have classes of whole numbers: any other width leaves some of them empty.
    let is_whole = |value: f64| value == value.round();
    let of_counts = values()
        .all(is_whole)
        .then(|| Classes::whole(low, high, wanted));
    of_counts
        .flatten()
        .unwrap_or_else(|| Classes::round(low, high, wanted))
}

struct Panel<'a> {
    variable: &'a Variable,
    classes: Classes,
    lanes: &'a Lanes,
    grouping: Option<&'a Variable>,
    left: i32,
    right: i32,
}

impl Panel<'_> {
    fn draw(&self, canvas: &mut Canvas, sample: &Sample) {
        let classes = &self.classes;
        let (first, last) = (classes.first, classes.edge(classes.count));
        let ends = (self.left, self.right);
        let across = match self.classes.are_of_whole_numbers() {
            // A tick between two counts would be a part of one.
            true => Axis::of_whole_numbers((first, last), 6, ends, canvas.style()),
            false => Axis::spanning_readably((first, last), 6, ends, canvas.style()),
        };
        let counts = sample.groups.iter().map(|values| classes.counts(values));
        let counts: Vec<Vec<usize>> = counts.collect();
        let most = counts.iter().flatten().copied().max().unwrap_or(0);
        for (row, counts) in counts.iter().enumerate() {
            let middle = self.lanes.middle(row);
            let half = (self.lanes.pitch.min(ALONE) - GAP) / 2;
            let (top, bottom) = (middle - half, middle + half);
            // Fewer than one row to a tick would be parts of a patient.
            let up = Axis::covering(most.max(3) as f64, 3, bottom, top);
            for &tick in &up.ticks {
                let y = up.at(tick);
                canvas.line((self.left, y), (self.right, y), hair(theme::PALE));
            }
            for (at, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let from = (across.at(classes.edge(at)), up.at(count as f64));
                let to = (across.at(classes.edge(at + 1)), bottom);
                canvas.rectangle(from, to, theme::row(row, sample.groups.len()));
                // Bars that touch are told apart by a light edge.
                canvas.frame(from, to, hair(theme::PAPER));
            }
            up.draw_left(canvas, self.left, "");
            canvas.line((self.left, bottom), (self.right, bottom), hair(theme::GREY));
        }
        let unit = self.variable.unit.as_deref().unwrap_or_default();
        across.draw_below(canvas, self.lanes.bottom, unit);
    }

    fn describe(&self, alt: &mut Alt<'_>) {
        let words = alt.words();
        let path = self.variable.path();
        let groups: Vec<(String, Path)> = match self.grouping {
            None => vec![(words.text("figure.all_in_list").to_owned(), path)],
            Some(by) => by
                .levels
                .iter()
                .map(|level| {
                    let group = path.clone().by(&by.name).at(&level.id);
                    (by.level_of(level, words), group)
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
                let sentence = match alt.value(&path.key("median")) {
                    Some(_) => "figure.histogram_group",
                    None => "figure.no_values",
                };
                words.fill(sentence, &slots)
            })
            .collect();
        let named = self.variable.with_unit();
        let slots = [
            ("variable", named.as_str()),
            ("groups", &described.join("; ")),
        ];
        alt.tell("figure.histogram_of", &slots);
        if let Some(by) = self.grouping {
            alt.tell_p(&self.variable.path().by(&by.name).word("test").key("p"));
        }
    }
}

fn hair(colour: plotters::style::RGBColor) -> Stroke {
    Stroke {
        colour,
        width: theme::HAIR,
    }
}
