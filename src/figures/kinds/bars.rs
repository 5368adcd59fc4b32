//! Bars of the levels of one variable.

use std::sync::Arc;

use super::FigureKind;
use crate::analyse::PlotData;
use crate::figures::alt::Alt;
use crate::figures::axis::Axis;
use crate::figures::canvas::{Align, Canvas, LABEL};
use crate::figures::{Drawing, theme};
use crate::study::read::read_variable;
use crate::study::section::Section;
use crate::study::{Kind, KindRecord, Request, Scope, Study};
use crate::words::capitalised;

/// Height of a row, and where there are many: as little as their labels need.
const PITCH: i32 = 210;
const LEAST_PITCH: i32 = 110;
/// Above and below the rows.
const REST: i32 = 260;

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
        vec![Request::summary(&self.variable, None)]
    }

    fn draw(&self, study: &Study, _: &PlotData, alt: &mut Alt<'_>) -> Drawing {
        let Self { variable } = self;
        let Some(variable) = study.variable(variable) else {
            return Canvas::new(1, alt.style()).svg();
        };
        let levels = &variable.levels;
        let total = alt.get(&variable.path().key("n"));
        let slots = [
            ("variable", variable.label.as_str()),
            ("total", &total),
            ("many", &study.cohort.many),
        ];
        alt.tell("figure.bars", &slots);
        let label_end = levels
            .iter()
            .map(|level| theme::text_width(&level.label, theme::LABEL))
            .max()
            .unwrap_or(0)
            + 20;
        let most = levels
            .iter()
            .filter_map(|level| alt.value(&variable.path().at(&level.id).key("n")))
            .fold(0.0, f64::max);
        let pitch = theme::pitch(levels.len(), REST, LEAST_PITCH..=PITCH);
        let bar = pitch * 13 / 21;
        let bottom = 30 + pitch * levels.len() as i32;
        // Room on the right for the text beside the longest bar.
        let axis = Axis::covering(most, 5, label_end + 50, theme::WIDTH - 700);
        let mut canvas = Canvas::new(bottom + 230, alt.style());
        for (row, level) in levels.iter().enumerate() {
            let y = 30 + pitch * row as i32 + pitch / 2;
            let path = variable.path().at(&level.id);
            let count = alt.value(&path.key("n")).unwrap_or(0.0);
            let (n, percent) = (alt.get(&path.key("n")), alt.get(&path.key("percent")));
            canvas.text(&level.label, (label_end, y), Align::Right, LABEL);
            canvas.rectangle(
                (axis.at(0.0), y - bar / 2),
                (axis.at(count), y + bar / 2),
                theme::group(row),
            );
            let text = format!("{n}/{total} ({percent}%)");
            canvas.text(&text, (axis.at(count) + 40, y), Align::Left, LABEL);
            let slots = [
                ("level", level.label.as_str()),
                ("count", &n),
                ("total", &total),
                ("percent", &percent),
            ];
            alt.tell("figure.bar", &slots);
        }
        axis.draw_below(&mut canvas, bottom, &capitalised(&study.cohort.many));
        canvas.svg()
    }
}
