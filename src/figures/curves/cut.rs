//! Where the time axis ends when a few rows were followed much longer than all
//! others: before their times, which is said above the plot.

use super::{Course, Moment, Panel};
use crate::analyse::shown_until;
use crate::figures::alt::Alt;
use crate::figures::axis::digits_of;
use crate::number::{format, unit};
use crate::study::Study;

impl Panel<'_> {
    /// Without what is later than the tick after `end`, up to which all but a few
    /// rows were followed.
    pub fn until(mut self, end: f64, study: &Study, alt: &mut Alt<'_>) -> Self {
        let longest = self.last();
        let end = shown_until(end, longest, self.every);
        if longest <= end {
            return self;
        }
        for course in &mut self.courses {
            course.cut(end);
        }
        let time = format::tick(end, digits_of(end), alt.style());
        let unit = self.endpoint.unit.words(alt.words());
        let slots = [
            ("time", time.as_str()),
            ("unit", &unit::beside(&time, unit, alt.words())),
            ("many", &study.cohort.many),
        ];
        let note = alt.words().fill("figure.axis_ends", &slots);
        alt.say(&note);
        self.notes.push(note);
        self
    }
}

impl Course {
    /// Ends it at this time.
    fn cut(&mut self, end: f64) {
        let kept = self
            .steps
            .iter()
            .take_while(|step| step.time <= end)
            .count();
        if kept == self.steps.len() {
            return;
        }
        self.steps.truncate(kept);
        self.median = self.median.filter(|median| *median <= end);
        let last = self.steps.last();
        self.steps.push(Moment {
            time: end,
            share: last.map_or(self.start, |step| step.share),
            limits: last.and_then(|step| step.limits),
            is_certain: last.is_none_or(|step| step.is_certain),
            is_censored: false,
        });
    }
}
