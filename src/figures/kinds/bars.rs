//! Bars of the levels of one variable.

use std::sync::Arc;

use super::FigureKind;
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, LABEL};
use crate::figures::lanes::{Columns, Lanes, suit_column};
use crate::figures::{Drawing, Refusal, Scene, theme};
use crate::number::Path;
use crate::number::unit::percent_sign;
use crate::statistics::WILSON;
use crate::study::read::read_variable;
use crate::study::section::Section;
use crate::study::{Kind, KindRecord, Level, Request, Scope, StatisticsByName, Study, Variable};
use crate::words::capitalised;

/// Height of a row, and where there are many: as little as their labels need.
const PITCH: i32 = 210;
const LEAST_PITCH: i32 = 110;
/// The longest bar is not shorter than this.
const LEAST_AXIS: i32 = 350;
/// Above the rows.
const TOP: i32 = 30;
/// Below them.
const BELOW: i32 = 230;

pub(super) const RECORD: KindRecord<dyn FigureKind> = KindRecord {
    word: "bars",
    read: |section, scope| Arc::new(Bars::read(section, scope)),
};

/// Bars of the levels of one categorical variable.
#[derive(Debug, PartialEq)]
struct Bars {
    /// The variable.
    variable: String,
}

impl Bars {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        let fits = Kind::is_categorical;
        Self {
            variable: read_variable(section, "variable", scope, fits, "categorical"),
        }
    }
}

impl FigureKind for Bars {
    fn needs(&self) -> Vec<Request> {
        let of = vec![self.variable.clone()];
        let intervals = StatisticsByName::of_variables(vec![&WILSON], of, None, None);
        vec![
            Request::summary(&self.variable, None),
            Request::Statistics(intervals),
        ]
    }

    fn draw(&self, scene: &Scene<'_>, alt: &mut Alt<'_>) -> Drawing {
        let Scene { study, .. } = *scene;
        let Self { variable } = self;
        let Some(variable) = study.variable(variable) else {
            return Canvas::new(scene.width, 1, alt.style()).svg();
        };
        let levels = &variable.levels;
        let total = alt.get(&variable.path().key("n"));
        let slots = [
            ("variable", variable.label.as_str()),
            ("n", &total),
            ("one", &study.cohort.one),
            ("many", &study.cohort.many),
        ];
        alt.tell("figure.bars", &slots);
        let most = levels
            .iter()
            .filter_map(|level| alt.value(&variable.path().at(&level.id).key("n")))
            .fold(0.0, f64::max);
        let lanes = Lanes::new(
            Columns::of_levels(variable, scene),
            TOP,
            BELOW,
            LEAST_PITCH..=PITCH,
        );
        let bar = lanes.pitch.min(PITCH) * 13 / 21;
        // Room on the right for the text beside the longest bar.
        let left = lanes.panels().first().map_or(0, |(left, _)| *left);
        let sign = percent_sign(alt.words());
        let longest = format!("{total}/{total} (100.00{sign})");
        let right = scene.room() - theme::text_width(&longest, theme::LABEL) - 60;
        if right - left < LEAST_AXIS {
            return Err(Refusal::TooNarrow {
                needed: scene.room() + LEAST_AXIS - (right - left),
                room: scene.room(),
            });
        }
        let axis = Axis::of_counts(most, 5, (left, right), alt.style());
        let mut canvas = lanes.canvas(BELOW, alt);
        lanes.draw_names(&mut canvas);
        for (row, level) in levels.iter().enumerate() {
            let y = lanes.middle(row);
            let path = variable.path().at(&level.id);
            let count = alt.value(&path.key("n")).unwrap_or(0.0);
            let (n, percent) = (alt.get(&path.key("n")), alt.get(&path.key("percent")));
            canvas.rectangle(
                (axis.at(0.0), y - bar / 2),
                (axis.at(count), y + bar / 2),
                theme::row(row, levels.len()),
            );
            let text = match alt.value(&path.key("percent")) {
                Some(_) => format!("{n}/{total} ({percent}{sign})"),
                None => format!("{n}/{total}"),
            };
            canvas.text(&text, (axis.at(count) + 40, y), Align::Left, LABEL);
            let sentence = alt.aside(|alt| told(variable, level, &total, alt));
            canvas.row(y, &sentence);
            alt.say(&sentence);
        }
        alt.aside(|alt| tell_method(variable, alt));
        axis.draw_below(&mut canvas, lanes.bottom, &capitalised(&study.cohort.many));
        canvas.svg()
    }

    fn suits_column(&self, study: &Study) -> bool {
        study
            .variable(&self.variable)
            .is_some_and(|own| suit_column(&own.levels))
    }
}

/// What the ids of the interval of a level begin with.
fn interval(variable: &Variable, level: &Level) -> Path {
    variable.path().word(&WILSON.id()).at(&level.id)
}

/// The share of a level, with its interval where there is one.
fn told(variable: &Variable, level: &Level, total: &str, alt: &mut Alt<'_>) -> String {
    let own = variable.path().at(&level.id);
    let limits = interval(variable, level);
    let limits = ["ci_lower", "ci_upper"].map(|key| limits.key(key));
    let sentence = match limits.iter().all(|id| alt.is_number(id)) {
        true => "figure.bar_interval",
        false => "figure.bar",
    };
    let [low, high] = limits.map(|id| alt.get(&id));
    let ci = alt.confidence_interval();
    let [n, percent] = ["n", "percent"].map(|key| alt.get(&own.key(key)));
    let label = variable.level_of(level, alt.words());
    let slots = [
        ("level", label.as_str()),
        ("count", &n),
        ("total", total),
        ("percent", &percent),
        ("ci", &ci),
        ("low", &low),
        ("high", &high),
    ];
    alt.words().fill(sentence, &slots)
}

/// Adds how the intervals were found, which the methods of a report need not tell.
fn tell_method(variable: &Variable, alt: &mut Alt<'_>) {
    let mut levels = variable.levels.iter();
    let found = levels.find_map(|level| {
        let id = interval(variable, level).key("ci_lower");
        alt.is_number(&id).then(|| alt.peek(&id)).flatten()
    });
    if let Some(number) = found {
        let method = number.method.title_in(alt.style());
        alt.tell("figure.bars_interval", &[("method", &method)]);
    }
}
