//! Kaplan-Meier curves: one panel for each endpoint.

use std::sync::Arc;

use super::groups::{self, level, level_label};
use super::rates::{Rates, Times, median, moment, tell_start};
use super::show::{Shown, read_show};
use super::{FigureKind, read_told_apart};
use crate::analyse::Curve;
use crate::figures::alt::Alt;
use crate::figures::curves::{self, Block, Column, Course, Moment, Panel};
use crate::figures::scene::are_short;
use crate::figures::{Drawing, Scene};
use crate::number::Path;
use crate::study::read::{read_endpoints, read_every};
use crate::study::section::Section;
use crate::study::{Endpoint, KindRecord, Level, Request, Scope, Study, Survival, Ticks};
use crate::words::capitalised;

pub(super) const RECORD: KindRecord<dyn FigureKind> = KindRecord {
    word: "kaplan_meier",
    read: |section, scope| Arc::new(KaplanMeier::read(section, scope)),
};

/// All that can be shown, in the order of the documentation.
const KNOWN: [Shown; 7] = [
    Shown::P,
    Shown::HazardRatio,
    Shown::Median,
    Shown::Band,
    Shown::AtRisk,
    Shown::Events,
    Shown::Censored,
];

/// Kaplan-Meier curves with what is asked for beside them.
#[derive(Debug, PartialEq)]
struct KaplanMeier {
    /// One panel each.
    endpoints: Vec<String>,
    /// The grouping variable.
    by: Option<String>,
    /// Distance of the ticks of the time axis.
    every: Ticks,
    /// What is shown beside the curves.
    show: Vec<Shown>,
}

impl KaplanMeier {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        let by = read_told_apart(section, scope);
        let usual: &[Shown] = match by {
            Some(_) => &[Shown::AtRisk],
            None => &[Shown::Band, Shown::AtRisk],
        };
        Self {
            endpoints: read_endpoints(section, scope),
            show: read_show(section, by.as_deref(), &KNOWN, usual),
            by,
            every: read_every(section),
        }
    }

    fn shows(&self, what: Shown) -> bool {
        self.show.contains(&what)
    }

    fn counts(&self) -> bool {
        self.shows(Shown::Events) || self.shows(Shown::Censored)
    }
}

impl FigureKind for KaplanMeier {
    fn needs(&self) -> Vec<Request> {
        let at = |is_shown: bool| is_shown.then_some(self.every).into_iter().collect();
        let curve = |endpoint: &String| {
            Request::Survival(Survival {
                endpoint: endpoint.clone(),
                by: self.by.clone(),
                risk_every: at(true),
                told_every: at(true),
                counted_every: at(self.counts()),
                hazard_ratios: self.shows(Shown::HazardRatio),
                ..Survival::default()
            })
        };
        let groups = self.by.iter().map(|by| Request::summary(by, None));
        self.endpoints.iter().map(curve).chain(groups).collect()
    }

    fn followed(&self) -> &[String] {
        &self.endpoints
    }

    fn draw(&self, scene: &Scene<'_>, alt: &mut Alt<'_>) -> Drawing {
        let Scene {
            study, plot_data, ..
        } = *scene;
        let by = self.by.as_deref();
        let endpoints = self.endpoints.iter().filter_map(|id| study.endpoint(id));
        let mut shown = Vec::new();
        let mut panels = Vec::new();
        let mut grow = false;
        for endpoint in endpoints {
            let curves = plot_data.curves(&endpoint.id, by);
            let of = curves.iter().map(|own| own.group.as_ref());
            shown.push(groups::Shown::new(endpoint, of));
            let end = curves.first().map_or(0.0, |own| own.last);
            let part = Part {
                study,
                endpoint,
                every: self.every.step(endpoint.unit, end),
                end,
                curves,
                figure: self,
            };
            let panel = part.panel(alt);
            part.describe(alt);
            grow |= part.grows();
            panels.push(panel.until(end, study, alt));
        }
        let entry = grow.then(|| {
            let slots = [("many", study.cohort.many.as_str())];
            alt.words().fill("figure.delayed_entry", &slots)
        });
        let groups = by.and_then(|by| groups::note(study, by, &shown, alt));
        let notes: Vec<String> = groups.into_iter().chain(entry).collect();
        let note = (!notes.is_empty()).then(|| notes.join(" "));
        if let Some(note) = &note {
            alt.say(note);
        }
        curves::draw(&panels, note.as_deref(), scene, alt)
    }

    fn suits_column(&self, study: &Study) -> bool {
        let has_table = self.shows(Shown::Median) && self.shows(Shown::HazardRatio);
        self.endpoints.len() == 1 && !has_table && suits_column(study, self.by.as_deref())
    }
}

/// Whether one column of a journal page is wide enough for one panel of the curves
/// of these groups.
pub(super) fn suits_column(study: &Study, by: Option<&str>) -> bool {
    const MOST: usize = 4;
    const WIDEST: i32 = 520;
    let levels = by.and_then(|by| study.variable(by));
    let levels = levels.map_or(&[][..], |own| &own.levels);
    are_short(
        levels.iter().map(|level| level.label.as_str()),
        MOST,
        WIDEST,
    )
}

/// One endpoint of a figure.
struct Part<'a> {
    study: &'a Study,
    endpoint: &'a Endpoint,
    every: f64,
    /// Where the time axis ends.
    end: f64,
    curves: Vec<&'a Curve>,
    figure: &'a KaplanMeier,
}

impl<'a> Part<'a> {
    fn panel(&self, alt: &mut Alt<'_>) -> Panel<'a> {
        let words = self.study.words();
        let mut columns = Vec::new();
        if self.figure.shows(Shown::Median) {
            columns.push(self.medians(alt));
        }
        if self.figure.shows(Shown::HazardRatio) {
            columns.push(self.hazard_ratios(alt));
        }
        let blocks = [
            (Shown::AtRisk, "figure.at_risk", "at_risk"),
            (Shown::Events, "figure.events_so_far", "events"),
            (Shown::Censored, "figure.censored_so_far", "censored"),
        ];
        let blocks = blocks
            .into_iter()
            .filter(|(shown, ..)| self.figure.shows(*shown));
        let test = self.figure.shows(Shown::P).then(|| self.test(alt));
        Panel {
            title: capitalised(&self.endpoint.label),
            share: words.text(match self.endpoint.is_survival() {
                true => "figure.survival_axis",
                false => "figure.event_free_axis",
            }),
            time: time_title(self.study, self.endpoint, alt),
            endpoint: self.endpoint,
            every: self.every,
            most: None,
            courses: self
                .curves
                .iter()
                .map(|curve| self.course(curve, alt))
                .collect(),
            columns,
            notes: test.into_iter().flatten().collect(),
            blocks: blocks
                .map(|(_, heading, key)| Block {
                    heading: words.text(heading),
                    key,
                })
                .collect(),
        }
    }

    fn course(&self, curve: &Curve, alt: &mut Alt<'_>) -> Course {
        let few = self.study.conventions.few_at_risk as usize;
        let percent = |share: f64| 100.0 * share;
        let median = self.figure.shows(Shown::Median);
        let median = median.then(|| alt.value(&curve.path.key("median")));
        let steps = curve.estimate.steps.iter();
        Course {
            label: level_label(self.study, curve.group.as_ref()),
            look: curve.group.as_ref().map_or(0, |(_, level)| *level),
            path: curve.path.clone(),
            start: 100.0,
            steps: steps
                .map(|step| Moment {
                    time: step.time,
                    share: percent(step.survival),
                    limits: step.lower.map(percent).zip(step.upper.map(percent)),
                    is_certain: step.at_risk >= few,
                    is_censored: step.censored > 0,
                })
                .collect(),
            has_band: self.figure.shows(Shown::Band),
            median: median.flatten(),
        }
    }

    /// Whether a number at risk is larger than the one before it.
    fn grows(&self) -> bool {
        if !self.figure.shows(Shown::AtRisk) || self.endpoint.entry.is_none() {
            return false;
        }
        let ticks = crate::analyse::ticks(self.every, self.end);
        self.curves.iter().any(|curve| {
            let counts = ticks.iter().map(|tick| curve.estimate.at_risk(*tick));
            !counts.is_sorted_by(|before, after| before >= after)
        })
    }

    /// What the ids of comparisons of the groups begin with.
    fn compared(&self) -> Option<Path> {
        let by = self.curves.first()?.group.as_ref().map(|(by, _)| by)?;
        Some(self.endpoint.path().by(by))
    }

    /// "Log-rank P = 0.03".
    fn test(&self, alt: &mut Alt<'_>) -> Option<String> {
        let p = alt.p(&self.compared()?.word("test").key("p"))?;
        Some(alt.words().fill("figure.log_rank", &[("p", &p)]))
    }

    fn medians(&self, alt: &mut Alt<'_>) -> Column {
        let unit = self.endpoint.unit.words(alt.words());
        let slots = [("ci", alt.confidence_interval()), ("unit", unit.to_owned())];
        let heading = alt.words().fill("figure.median_column", &slots);
        let cell = |curve: &&Curve| {
            let median = curve.path.key("median");
            alt.with_interval(&median, &median.below())
        };
        let cells = self.curves.iter().map(cell).collect();
        Column { heading, cells }
    }

    fn hazard_ratios(&self, alt: &mut Alt<'_>) -> Column {
        let slots = [("ci", alt.confidence_interval())];
        let heading = alt.words().fill("figure.hazard_ratio_column", &slots);
        let ratios = self.ratios(alt);
        let cell = |ratio: &Option<Path>| match ratio {
            Some(path) => alt.with_interval(&path.key("hr"), path),
            None => alt.words().text("table.reference").to_owned(),
        };
        let cells = ratios.iter().map(cell).collect();
        Column { heading, cells }
    }

    /// What the ids of the hazard ratio of each curve begin with; none for the
    /// reference.
    fn ratios(&self, alt: &Alt<'_>) -> Vec<Option<Path>> {
        let levels = || {
            let curves = self.curves.iter();
            curves.map(|curve| level(self.study, curve.group.as_ref()))
        };
        let path = |own: Option<&Level>, other: Option<&Level>| {
            let path = self.compared()?.pair(&own?.id, &other?.id);
            alt.peek(&path.key("hr")).map(|_| path)
        };
        let ratio = |own| levels().find_map(|reference| path(own, reference));
        levels().map(ratio).collect()
    }

    fn describe(&self, alt: &mut Alt<'_>) {
        let by = self.figure.by.as_deref();
        match by.and_then(|by| self.study.variable(by)) {
            Some(grouping) => {
                let slots = [
                    ("endpoint", self.endpoint.label.as_str()),
                    ("by", &grouping.label),
                ];
                alt.tell("figure.kaplan_meier_by", &slots);
            }
            None => alt.tell("figure.kaplan_meier", &[("endpoint", &self.endpoint.label)]),
        }
        tell_start(self.study, self.endpoint, alt);
        let axis = (self.every, self.end);
        let times = Times::of_survival(self.study, self.endpoint, by, axis);
        for curve in &self.curves {
            self.describe_curve(curve, &times, alt);
        }
        self.describe_at_risk(alt);
        if let Some(test) = self.test(alt) {
            alt.say(&format!("{test}."));
        }
        if !self.figure.shows(Shown::HazardRatio) {
            return;
        }
        let ratios = self.ratios(alt);
        let groups = self.curves.iter();
        let groups = groups.map(|curve| level_label(self.study, curve.group.as_ref()));
        let groups: Vec<Option<String>> = groups.collect();
        let reference = ratios.iter().zip(&groups).find(|(own, _)| own.is_none());
        let reference = reference.and_then(|(_, label)| label.as_deref());
        let reference = reference.unwrap_or_default();
        for (ratio, group) in ratios.iter().zip(&groups) {
            if let (Some(path), Some(label)) = (ratio, group) {
                self.describe_ratio(path, (label, reference), alt);
            }
        }
    }

    fn describe_ratio(&self, path: &Path, (label, reference): (&str, &str), alt: &mut Alt<'_>) {
        let [effect, low, high] = ["hr", "ci_lower", "ci_upper"].map(|key| path.key(key));
        let sentence = match alt.is_number(&low) || alt.is_number(&high) {
            true => "figure.hazard_ratio",
            false => "figure.hazard_ratio_alone",
        };
        let [effect, low, high] = [effect, low, high].map(|id| alt.get(&id));
        let ci = alt.aside(Alt::confidence_interval);
        let slots = [
            ("label", label),
            ("reference", reference),
            ("effect", &effect),
            ("ci", &ci),
            ("low", &low),
            ("high", &high),
        ];
        alt.tell(sentence, &slots);
    }

    fn describe_curve(&self, curve: &Curve, times: &Times, alt: &mut Alt<'_>) {
        let who = level_label(self.study, curve.group.as_ref());
        let who = who.unwrap_or_else(|| alt.words().text("figure.all").to_owned());
        let told = median(&who, &curve.path, alt);
        alt.say(&told);
        let rates = Rates::of_survival(&who, &curve.path, self.endpoint);
        rates.tell(times, alt);
    }

    /// Numbers at risk of a curve of all rows.
    fn describe_at_risk(&self, alt: &mut Alt<'_>) {
        let Some(curve) = self.curves.first().filter(|curve| curve.group.is_none()) else {
            return;
        };
        let words = alt.words();
        let ticks = crate::analyse::ticks(self.every, 5.0 * self.every);
        let risk: Vec<String> = [1, 3, 5]
            .into_iter()
            .filter_map(|tick| {
                let time = *ticks.get(tick)?;
                let unit = self.endpoint.unit.name();
                let id = curve.path.clone().time(time, unit).key("at_risk");
                let (time, unit) = moment(time, self.endpoint, alt);
                let slots = [
                    ("number", alt.number(&id)?.text.as_str()),
                    ("time", &time),
                    ("unit", &unit),
                ];
                Some(words.fill("figure.at_risk_at", &slots))
            })
            .collect();
        if !risk.is_empty() {
            alt.tell("figure.at_risk_list", &[("list", &risk.join(", "))]);
        }
    }
}

/// "Months since date of operation".
pub(super) fn time_title(study: &Study, endpoint: &Endpoint, alt: &mut Alt<'_>) -> String {
    let unit = capitalised(endpoint.unit.words(study.words()));
    if endpoint.landmark.is_some()
        && let Some(landmark) = alt.number(&endpoint.path().key("landmark"))
    {
        let slots = [
            ("unit", unit.as_str()),
            ("time", &landmark.with_unit(study.words())),
        ];
        return study.words().fill("figure.time_since_landmark", &slots);
    }
    match endpoint.start(study) {
        Some(origin) => {
            let slots = [("unit", unit.as_str()), ("origin", &origin)];
            study.words().fill("figure.time_since", &slots)
        }
        None => unit,
    }
}
