//! The forest plot of a model: ratios on a logarithmic axis, differences on a
//! linear one.

mod marks;
mod scale;

use std::sync::Arc;

use scale::{Drawn, Scale};

use super::FigureKind;
use super::rates::tell_start;
use crate::figures::alt::Alt;
use crate::figures::canvas::{Align, Canvas, LABEL, SMALL, TITLE};
use crate::figures::pages::Room;
use crate::figures::scene::are_short;
use crate::figures::text::Lines;
use crate::figures::{Drawing, Refusal, Scene, pages, theme};
use crate::number::Path;
use crate::statistics::term_name;
use crate::study::read::read_model_id;
use crate::study::section::Section;
use crate::study::{KindRecord, Level, Model, ModelKind, Outcome, Request, Scope, Study};
use crate::wording::Wording;
use crate::words::capitalised;

const TOP: i32 = 170;
const PITCH: i32 = 125;
/// Below the lines, and between the last one and the axis.
const BELOW: i32 = 230;
const END: i32 = 30;
/// Above the note on arrows.
const NOTE_GAP: i32 = 85;
/// Above and below a label.
const AIR: i32 = 45;
/// Labels are not wider than this, nor than three eighths of the figure.
const LABELS: i32 = 1750;
/// Nor is the heading of the effects.
const HEADING: i32 = 1000;
/// So many terms are told to those who cannot see the figure, and how many there
/// are beyond: the table of the model has all.
const MOST_TOLD: usize = 40;
/// The axis is not shorter than this.
const LEAST_AXIS: i32 = 400;
/// In one column, the most labels, and the width of the widest.
const MOST_IN_COLUMN: usize = 24;
const WIDEST_IN_COLUMN: i32 = 560;
/// Before the label of a level.
const INDENT: i32 = 90;

/// A row: a heading, the reference level, or a term.
struct Line {
    label: String,
    /// The same where no heading and no reference stand beside it.
    told: String,
    indented: bool,
    term: Option<Path>,
    reference: bool,
    /// Whether it is a level that no row has.
    empty: bool,
}

pub(super) const RECORD: KindRecord<dyn FigureKind> = KindRecord {
    word: "forest",
    read: |section, scope| Arc::new(Forest::read(section, scope)),
};

/// Effects of a model with their intervals.
#[derive(Debug, PartialEq)]
struct Forest {
    /// The model.
    model: String,
}

impl Forest {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        Self {
            model: read_model_id(section, scope),
        }
    }
}

impl FigureKind for Forest {
    fn needs(&self) -> Vec<Request> {
        // Every model of the study file is computed.
        Vec::new()
    }

    fn draw(&self, scene: &Scene<'_>, alt: &mut Alt<'_>) -> Drawing {
        let Scene { study, .. } = *scene;
        let Self { model } = self;
        let Some(model) = study.model(model) else {
            return Canvas::new(scene.width, 1, alt.style()).svg();
        };
        let effect = model.kind.effect_key();
        let lines = lines(study, model, alt);
        let language = alt.words();
        let named = |form: &str| language.text(&format!("effect.{effect}.{form}"));
        let name = capitalised(named("name"));
        let slots = [
            ("effect", name.as_str()),
            ("ci", &alt.confidence_interval()),
        ];
        let heading = language.fill("figure.forest_effect", &slots);
        let heading = Lines::fit(&heading, HEADING, TITLE);
        let texts = scene.room() - 10 - texts(&lines, effect, heading.width(), alt);
        let room = LABELS.min(scene.room() * 3 / 8);
        let set: Vec<Lines> = lines.iter().map(|own| own.set(room)).collect();
        let indents = lines.iter().map(Line::indent);
        let widest = set
            .iter()
            .zip(indents)
            .map(|(own, indent)| own.width() + indent);
        let widest = widest.max().unwrap_or(0);
        let heights: Vec<i32> = set
            .iter()
            .map(|own| (own.height() + AIR).max(PITCH))
            .collect();
        let ends = (widest + 120, texts - 120);
        if ends.1 - ends.0 < LEAST_AXIS {
            return Err(Refusal::TooNarrow {
                needed: scene.room() + LEAST_AXIS - (ends.1 - ends.0),
                room: scene.room(),
            });
        }
        let drawn = Drawn::new(terms(&lines), effect, alt);
        let axis = drawn.scale(model.kind.is_ratio(), ends, alt.style());
        let cut = drawn.cut(&axis).map(|beyond| language.text(beyond.note()));
        let arrows = cut.map(|note| Lines::fit(note, scene.room() - 10, SMALL));
        let below = BELOW + arrows.as_ref().map_or(0, |note| note.height() + NOTE_GAP);
        let room = (room, scene.begins.room(TOP + below + END));
        let places = Places::new(&lines, &heights, room, alt.words());
        let bottom = places.bottom;
        let mut canvas = Canvas::new(scene.width, bottom + below, alt.style());
        canvas.divide((TOP, bottom), places.starts.clone(), scene.begins);
        let [events, n] = ["events", "n"].map(|key| alt.get(&model.path().key(key)));
        let event = study.untold_event(model);
        let outcome = study.outcome_label(&model.outcome);
        let slots = [
            ("effects", named("plural")),
            ("outcome", outcome),
            ("n", events.as_str()),
            ("total", &n),
            ("event", event.as_deref().unwrap_or_default()),
        ];
        if model.kind == ModelKind::Linear {
            let slots = [
                ("effects", named("plural")),
                ("outcome", outcome),
                ("n", n.as_str()),
                ("one", &study.cohort.one),
                ("many", &study.cohort.many),
            ];
            alt.tell("figure.forest_of_rows", &slots);
        } else if event.is_some() {
            alt.tell("figure.forest_of_event", &slots);
        } else {
            alt.tell("figure.forest", &slots);
        }
        if let Outcome::Endpoint(id) = &model.outcome
            && let Some(endpoint) = study.endpoint(id)
        {
            tell_start(study, endpoint, alt);
        }
        heading.draw_from(&mut canvas, (texts, 70), Align::Left);
        canvas.text(
            alt.style().p_symbol,
            (scene.room() - 10, 70),
            Align::Right,
            TITLE,
        );
        axis.draw(&mut canvas, TOP + 1, bottom, &name);
        if let (Some(note), Some(told)) = (arrows, cut) {
            note.draw_from(&mut canvas, (0, bottom + BELOW + 65), Align::Left);
            alt.say(told);
        }
        for (heading, y) in &places.continued {
            heading.draw_around(&mut canvas, (0, *y), Align::Left);
        }
        let mut told = 0;
        for ((line, label), &y) in lines.iter().zip(&set).zip(&places.rows) {
            label.draw_around(&mut canvas, (line.indent(), y), Align::Left);
            if line.reference {
                let reference = language.text("table.reference");
                canvas.text(reference, (texts, y), Align::Left, SMALL);
                canvas.marker(marks::ESTIMATE, (axis.none(), y), theme::GREY);
            }
            if line.empty {
                let slots = [("many", study.cohort.many.as_str())];
                let none = language.fill("figure.forest_no_rows", &slots);
                canvas.text(&none, (texts, y), Align::Left, SMALL);
                alt.say(&format!("{}: {none}.", line.told));
            }
            if let Some(term) = &line.term {
                let term = Term {
                    path: term,
                    effect,
                    label: &line.told,
                };
                let place = (texts, y, scene.room() - 10);
                let sentence = draw_term(&mut canvas, &axis, &term, place, alt);
                canvas.row(y, &sentence);
                told += 1;
                if told <= MOST_TOLD {
                    alt.say(&sentence);
                }
            }
        }
        if told > MOST_TOLD {
            let more = (told - MOST_TOLD).to_string();
            alt.tell("figure.forest_more", &[("n", &more)]);
        }
        canvas.svg()
    }

    fn suits_column(&self, study: &Study) -> bool {
        let covariates = study
            .model(&self.model)
            .map_or(&[][..], |own| &own.covariates);
        let variables = covariates.iter().filter_map(|name| study.variable(name));
        let labels = variables.flat_map(|own| {
            let levels = own.levels.iter().map(|level| level.label.as_str());
            std::iter::once(own.label.as_str()).chain(levels)
        });
        are_short(labels, MOST_IN_COLUMN, WIDEST_IN_COLUMN)
    }
}

impl Line {
    fn indent(&self) -> i32 {
        if self.indented { INDENT } else { 0 }
    }

    fn set(&self, room: i32) -> Lines {
        Lines::fit(&self.label, room - self.indent(), LABEL)
    }
}

/// Where the lines stand.
struct Places {
    /// The middle of each line.
    rows: Vec<i32>,
    /// Headings that stand again above levels at the top of a page.
    continued: Vec<(Lines, i32)>,
    /// Where the pages after the first begin.
    starts: Vec<i32>,
    bottom: i32,
}

impl Places {
    /// With labels of this width, and the room for the lines.
    fn new(lines: &[Line], heights: &[i32], (labels, room): (i32, Room), words: Wording) -> Self {
        let again = |line: &Line| {
            let label = words.fill("figure.continued", &[("label", &line.label)]);
            Lines::fit(&label, labels, LABEL)
        };
        let headings = lines.iter().filter(|line| !line.indented);
        let highest = headings.map(|line| again(line).height() + AIR).max();
        let pages = pages::starts(heights, room.less(highest.unwrap_or(0)));
        let mut own = Self {
            rows: Vec::new(),
            continued: Vec::new(),
            starts: Vec::new(),
            bottom: 0,
        };
        let mut heading = None;
        let mut y = TOP;
        for (at, (line, height)) in lines.iter().zip(heights).enumerate() {
            if pages.contains(&at) {
                own.starts.push(y);
                if let Some(heading) = heading.filter(|_| line.indented) {
                    let heading = again(heading);
                    let height = heading.height() + AIR;
                    own.continued.push((heading, y + height / 2));
                    y += height;
                }
            }
            if !line.indented {
                heading = Some(line);
            }
            own.rows.push(y + height / 2);
            y += height;
        }
        own.bottom = y + END;
        own
    }
}

/// A term with an estimate.
struct Term<'a> {
    path: &'a Path,
    effect: &'static str,
    label: &'a str,
}

/// Draws a term, and gives the sentence about it.
fn draw_term(
    canvas: &mut Canvas,
    axis: &Scale,
    term: &Term<'_>,
    (texts, y, end): (i32, i32, i32),
    alt: &mut Alt<'_>,
) -> String {
    let [ratio, lower, upper] =
        [term.effect, "ci_lower", "ci_upper"].map(|key| alt.value(&term.path.key(key)));
    let (Some(ratio), Some(lower), Some(upper)) = (ratio, lower, upper) else {
        if let Some(ratio) = ratio.filter(|own| own.is_finite()) {
            marks::draw_alone(canvas, axis, y, ratio);
        }
        let text = alt.get(&term.path.key(term.effect));
        canvas.text(&text, (texts, y), Align::Left, LABEL);
        let slots = [("label", term.label), ("effect", text.as_str())];
        return alt.words().fill("figure.forest_term_alone", &slots);
    };
    marks::draw(canvas, axis, y, (ratio, [lower, upper]));
    let [ratio, lower, upper, p] =
        [term.effect, "ci_lower", "ci_upper", "p"].map(|key| alt.get(&term.path.key(key)));
    let text = alt.with_interval(&term.path.key(term.effect), term.path);
    canvas.text(&text, (texts, y), Align::Left, LABEL);
    canvas.text(&p, (end, y), Align::Right, LABEL);
    let test = alt.p(&term.path.key("p")).unwrap_or(p);
    let slots = [
        ("label", term.label),
        ("ci", &alt.confidence_interval()),
        ("effect", &ratio),
        ("low", &lower),
        ("high", &upper),
        ("p", &test),
    ];
    alt.words().fill("figure.forest_term", &slots)
}

fn lines(study: &Study, model: &Model, alt: &mut Alt<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    let covariates = model.covariates.iter();
    for variable in covariates.filter_map(|name| study.variable(name)) {
        let term = model.path().at(&term_name(&variable.name));
        let numeric = variable.kind.is_numeric();
        let label = variable.per_unit(alt.words());
        lines.push(Line {
            told: label.clone(),
            label,
            indented: false,
            term: numeric.then(|| term.clone()),
            reference: false,
            empty: false,
        });
        let levels = variable.levels.iter().map(|level| {
            let term = term.clone().at(&level.id);
            let known = alt.number(&term.key(model.kind.effect_key())).is_some();
            // A level without rows has no term and is no reference.
            let rows = alt.peek(&term.key("n")).and_then(|n| n.value.number());
            (level, term, known, !known && rows != Some(0.0))
        });
        let levels: Vec<(&Level, Path, bool, bool)> = levels.collect();
        let reference = levels.iter().find(|(.., is_reference)| *is_reference);
        let reference = reference.map(|(level, ..)| level.label.as_str());
        for (level, term, known, is_reference) in &levels {
            let slots = [
                ("label", variable.label.as_str()),
                ("level", &level.label),
                ("reference", reference.unwrap_or_default()),
            ];
            lines.push(Line {
                label: level.label.clone(),
                told: alt.words().fill("figure.forest_level", &slots),
                indented: true,
                reference: *is_reference,
                empty: !known && !is_reference,
                term: known.then(|| term.clone()),
            });
        }
    }
    lines
}

/// The terms with an estimate.
fn terms(lines: &[Line]) -> impl Iterator<Item = &Path> {
    lines.iter().filter_map(|line| line.term.as_ref())
}

/// The room of the effects and the p-values on their right.
fn texts(lines: &[Line], effect: &str, heading: i32, alt: &mut Alt<'_>) -> i32 {
    let terms = || lines.iter().filter_map(|line| line.term.as_ref());
    let effects = terms().map(|term| alt.with_interval(&term.key(effect), term));
    let widths = effects.map(|text| theme::text_width(&text, theme::LABEL));
    let widest = widths.max().unwrap_or(0).max(heading);
    let tests = terms().map(|term| alt.get(&term.key("p")));
    let tests = tests
        .map(|text| theme::text_width(&text, theme::LABEL))
        .max();
    tests.unwrap_or(0).max(60) + 90 + widest
}
