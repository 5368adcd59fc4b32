//! Cumulative incidence with competing events: one panel for each endpoint.

use std::sync::Arc;

use super::groups::{self, level_label};
use super::kaplan_meier::{suits_column, time_title};
use super::rates::{Rates, Times, tell_start};
use super::show::{Shown, read_show};
use super::{FigureKind, read_told_apart};
use crate::analyse::Incidence;
use crate::figures::alt::Alt;
use crate::figures::curves::{self, Block, Column, Course, Moment, Panel};
use crate::figures::{Drawing, Scene};
use crate::statistics::{CUMULATIVE_INCIDENCE, GRAY};
use crate::study::read::{read_endpoints, read_every};
use crate::study::section::Section;
use crate::study::{
    Endpoint, IncidenceRequest, KindRecord, Request, Scope, StatisticsByName, Study, Ticks,
};
use crate::words::capitalised;

pub(super) const RECORD: KindRecord<dyn FigureKind> = KindRecord {
    word: "cumulative_incidence",
    read: |section, scope| Arc::new(CumulativeIncidence::read(section, scope)),
};

/// All that can be shown, in the order of the documentation.
const KNOWN: [Shown; 4] = [Shown::P, Shown::Band, Shown::AtRisk, Shown::Events];

/// Cumulative incidence with competing events.
#[derive(Debug, PartialEq)]
struct CumulativeIncidence {
    /// One panel each.
    endpoints: Vec<String>,
    /// The grouping variable.
    by: Option<String>,
    /// Distance of the ticks of the time axis.
    every: Ticks,
    /// What is shown beside the curves.
    show: Vec<Shown>,
}

impl CumulativeIncidence {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        let endpoints = read_endpoints(section, scope);
        for id in &endpoints {
            let endpoint = scope.endpoints.iter().find(|endpoint| endpoint.id == *id);
            if endpoint.is_some_and(|endpoint| endpoint.competing.is_empty()) {
                section.problem(
                    "endpoints",
                    format!("\"{id}\" has no competing events"),
                    format!("add competing = […] to [endpoints.{id}], or draw kaplan_meier"),
                );
            }
        }
        let by = read_told_apart(section, scope);
        let usual: &[Shown] = match by {
            Some(_) => &[Shown::P, Shown::AtRisk, Shown::Events],
            None => &[Shown::Band, Shown::AtRisk, Shown::Events],
        };
        Self {
            endpoints,
            show: read_show(section, by.as_deref(), &KNOWN, usual),
            by,
            every: read_every(section),
        }
    }

    fn shows(&self, what: Shown) -> bool {
        self.show.contains(&what)
    }
}

impl FigureKind for CumulativeIncidence {
    fn needs(&self) -> Vec<Request> {
        let statistics = |wanted| {
            let (endpoints, by) = (self.endpoints.clone(), self.by.clone());
            StatisticsByName::of_endpoints(wanted, endpoints, by)
        };
        let rates = StatisticsByName {
            told_every: Some(self.every),
            ..statistics(vec![&CUMULATIVE_INCIDENCE])
        };
        let test = self.by.is_some().then(|| statistics(vec![&GRAY]));
        let test = test.map(Request::Statistics);
        let steps = self.endpoints.iter().map(|endpoint| {
            Request::Incidence(IncidenceRequest {
                endpoint: endpoint.clone(),
                by: self.by.clone(),
                risk_every: vec![self.every],
            })
        });
        std::iter::once(Request::Statistics(rates))
            .chain(test)
            .chain(steps)
            .collect()
    }

    fn followed(&self) -> &[String] {
        &self.endpoints
    }

    fn draw(&self, scene: &Scene<'_>, alt: &mut Alt<'_>) -> Drawing {
        let Scene {
            study, plot_data, ..
        } = *scene;
        let endpoints = self.endpoints.iter().filter_map(|id| study.endpoint(id));
        let by = self.by.as_deref();
        let mut shown = Vec::new();
        let mut panels = Vec::new();
        for endpoint in endpoints {
            let mut curves = plot_data.incidences(&endpoint.id, by);
            // A group without rows has no curve.
            curves.retain(|own| own.group.is_none() || !own.steps.is_empty());
            let of = curves.iter().map(|own| own.group.as_ref());
            shown.push(groups::Shown::new(endpoint, of));
            panels.push(self.panel(study, endpoint, &curves, alt));
        }
        let note = by.and_then(|by| groups::note(study, by, &shown, alt));
        if let Some(note) = &note {
            alt.say(note);
        }
        curves::draw(&panels, note.as_deref(), scene, alt)
    }

    fn suits_column(&self, study: &Study) -> bool {
        self.endpoints.len() == 1 && suits_column(study, self.by.as_deref())
    }
}

impl CumulativeIncidence {
    fn panel<'a>(
        &self,
        study: &'a Study,
        endpoint: &'a Endpoint,
        curves: &[&Incidence],
        alt: &mut Alt<'_>,
    ) -> Panel<'a> {
        let words = study.words();
        let event = ("event", endpoint.event_label.as_str());
        match self.by.as_deref().and_then(|by| study.variable(by)) {
            Some(by) => {
                let slots = [event, ("by", by.label.as_str())];
                alt.tell("figure.cumulative_incidence_by", &slots);
            }
            None => alt.tell("figure.cumulative_incidence", &[event]),
        }
        tell_start(study, endpoint, alt);
        let last = curves.first().map_or(0.0, |curve| curve.last);
        let every = self.every.step(endpoint.unit, last);
        let by = self.by.as_deref();
        let times = Times::of_incidence(study, endpoint, by, (every, last));
        let mut cells = Vec::new();
        for curve in curves {
            cells.push(sizes(study, curve, alt));
            let rates = Rates {
                label: &label(study, curve, alt),
                path: &curve.path,
                endpoint,
                key: "estimate",
                sentences: ["figure.incidence_rates", "figure.incidence_rates_interval"],
            };
            rates.tell(&times, alt);
        }
        let test = self.test(endpoint, alt);
        if let Some(test) = &test {
            alt.say(&format!("{test}."));
        }
        let confidence = study.conventions.confidence;
        let courses: Vec<Course> = curves
            .iter()
            .map(|curve| Course {
                label: level_label(study, curve.group.as_ref()),
                look: curve.group.as_ref().map_or(0, |(_, level)| *level),
                path: curve.path.clone(),
                start: 0.0,
                steps: moments(curve, confidence),
                has_band: self.shows(Shown::Band),
                median: None,
            })
            .collect();
        let heading = words.text("figure.incidence_column").to_owned();
        let panel = Panel {
            title: capitalised(&endpoint.event_label),
            share: words.text("figure.incidence_axis"),
            time: time_title(study, endpoint, alt),
            endpoint,
            every,
            most: Some(highest(&courses)),
            courses,
            columns: match self.shows(Shown::Events) {
                true => vec![Column { heading, cells }],
                false => Vec::new(),
            },
            notes: test.filter(|_| self.shows(Shown::P)).into_iter().collect(),
            blocks: match self.shows(Shown::AtRisk) {
                true => vec![Block {
                    heading: words.text("figure.at_risk"),
                    key: "at_risk",
                }],
                false => Vec::new(),
            },
        };
        panel.until(last, study, alt)
    }

    /// "Gray’s test P = 0.03".
    fn test(&self, endpoint: &Endpoint, alt: &mut Alt<'_>) -> Option<String> {
        let path = endpoint.path().by(self.by.as_deref()?).word(&GRAY.id());
        let p = alt.p(&path.key("p"))?;
        Some(alt.words().fill("figure.gray", &[("p", &p)]))
    }
}

fn moments(curve: &Incidence, confidence: f64) -> Vec<Moment> {
    let steps = curve.steps.iter();
    steps
        .map(|step| Moment {
            time: step.time,
            share: 100.0 * step.incidence,
            limits: step
                .interval(confidence)
                .map(|own| (100.0 * own.lower, 100.0 * own.upper)),
            is_certain: true,
            is_censored: false,
        })
        .collect()
}

/// How far the axis reaches where no event was observed, in percent: one of a fraction
/// of a percent would tell of a precision that there is none of.
const WITHOUT_EVENTS: f64 = 10.0;

/// The highest that is drawn, in percent.
fn highest(courses: &[Course]) -> f64 {
    let of = |course: &Course| {
        let limits = |own: &Moment| own.limits.filter(|_| course.has_band);
        let heights = course.steps.iter();
        let heights = heights.map(|own| limits(own).map_or(own.share, |(_, high)| high));
        heights.fold(0.0, f64::max)
    };
    let highest = courses.iter().map(of).fold(0.0, f64::max);
    if highest > 0.0 {
        highest
    } else {
        WITHOUT_EVENTS
    }
}

/// The name of a curve.
fn label(study: &Study, curve: &Incidence, alt: &Alt<'_>) -> String {
    let all = || alt.words().text("figure.all").to_owned();
    level_label(study, curve.group.as_ref()).unwrap_or_else(all)
}

/// The events and competing events of a curve, told and for its row of the key.
fn sizes(study: &Study, curve: &Incidence, alt: &mut Alt<'_>) -> String {
    let words = alt.words();
    let label = label(study, curve, alt);
    let [events, competing, n] =
        ["events", "competing", "n"].map(|key| alt.get(&curve.path.key(key)));
    let slots = [
        ("label", label.as_str()),
        ("n", &events),
        ("competing", &competing),
        ("total", &n),
    ];
    let sentence = words.fill("figure.incidence_group", &slots);
    alt.say(&format!("{sentence}."));
    words.fill("figure.incidence_cell", &slots)
}
