//! What the report prints, as its templates ask for it: which numbers, of which
//! methods, endpoints and models.

use minijinja::Error;
use minijinja::value::Value;

use super::functions::{invalid, safe};
use super::provenance::Part;
use super::wording::with_markup;
use super::{Shared, escape};
use crate::number::method::Asked;
use crate::number::{Method, Name, Number, Path, Subject};
use crate::statistics::{REPLICATES, methods};
use crate::stats::monte_carlo::SEED;
use crate::study::{Endpoint, Model, Outcome, Study};
use crate::words::capitalised;

/// A level of a variable, as texts name it.
pub(super) struct KnownLevel {
    pub(super) variable: String,
    pub(super) id: Name,
    pub(super) label: String,
    /// Where nothing beside it names the variable.
    pub(super) named: String,
}

/// The program's own subjects, and what links call them.
const OWN: [(Subject, &str); 3] = [
    (Subject::Cohort, "page.provenance.cohort"),
    (Subject::Convention, "page.provenance.convention"),
    (Subject::Queries, "page.provenance.queries"),
];

/// What the ids of each variable, endpoint and model begin with, and its label.
pub(super) fn subjects(study: &Study) -> Vec<(String, String)> {
    let own = OWN.map(|(subject, key)| {
        let label = study.words().text(key).to_owned();
        (Path::of(subject).to_string(), label)
    });
    let variables = study.variables.iter();
    let variables = variables.map(|own| (own.path().to_string(), own.label.clone()));
    let endpoints = study.endpoints.iter();
    let endpoints = endpoints.map(|own| (own.path().to_string(), own.label.clone()));
    let models = study.models.iter();
    let models = models.map(|own| {
        let label = own.label.as_deref();
        let label = label.unwrap_or_else(|| study.outcome_label(&own.outcome));
        (own.path().to_string(), label.to_owned())
    });
    own.into_iter()
        .chain(variables)
        .chain(endpoints)
        .chain(models)
        .collect()
}

/// Whose missing values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    OfVariables,
    OfModels,
}

impl Shared {
    /// Whether the report prints how many values are missing, or how many rows a
    /// model leaves out.
    pub(super) fn prints_missing(&self, of: Missing) -> bool {
        self.in_report().any(|number| {
            let of_model = self.models.contains(number.id.path());
            number.id.key() == "missing" && of_model == (of == Missing::OfModels)
        })
    }

    /// The numbers that the report prints; before that is known, all.
    pub(super) fn in_report(&self) -> impl Iterator<Item = &Number> {
        let prints = |place: &usize| match &self.before {
            Some(before) => before.numbers.contains(place),
            None => true,
        };
        let numbers = self.ledger.iter().enumerate();
        numbers.filter_map(move |(place, number)| prints(&place).then_some(number))
    }

    /// Those of them that have a value: what no result came of is no result of the
    /// report.
    pub(super) fn results(&self) -> impl Iterator<Item = &Number> {
        self.in_report()
            .filter(|number| number.value.reason().is_none())
    }

    /// Whether the report prints numbers of an endpoint, or of a model of it.
    pub(super) fn prints_of(&self, study: &Study, endpoint: &Endpoint) -> bool {
        self.prints_by(study, endpoint, |_| true)
    }

    /// Whether nothing else in the report, no table and no figure, prints how long the
    /// rows of an endpoint were followed.
    pub(super) fn leaves_follow_up_untold(&self, endpoint: &Endpoint) -> bool {
        let median = endpoint.path().word("follow_up").key("median");
        let known = self.ledger.get(&median);
        let known = known.filter(|median| median.value.reason().is_none());
        let place = known.and_then(|median| self.ledger.position(&median.id));
        let prints = |before: &super::Before| place.is_some_and(|at| !before.numbers.contains(&at));
        self.before.as_ref().is_some_and(prints)
    }

    /// Whether the report prints numbers of a model.
    pub(super) fn prints_of_model(&self, model: &Model) -> bool {
        let path = model.path();
        let mut numbers = self.in_report();
        numbers.any(|number| number.id.path().beyond(&path).is_some())
    }

    /// Whether the report prints numbers of a model by its robust variance.
    pub(super) fn is_robust(&self, model: &Model) -> bool {
        let path = model.path();
        let mut numbers = self.in_report();
        numbers.any(|number| {
            methods::is_robust(number.method.id) && number.id.path().beyond(&path).is_some()
        })
    }

    /// The methods that count competing events as censored and of which the report
    /// prints numbers of an endpoint, as they begin a sentence.
    pub(super) fn censoring_methods(&self, study: &Study, endpoint: &Endpoint) -> Vec<String> {
        let methods = [
            ("kaplan-meier", "methods.censoring_curves"),
            ("log-rank", "methods.censoring_tests"),
            ("cox-", "methods.censoring_models"),
        ];
        let is_printed = |start: &str| {
            let starts = |method: &Method| method.id.starts_with(start);
            self.prints_by(study, endpoint, starts)
        };
        let printed = methods.into_iter().filter(|(start, _)| is_printed(start));
        let mut names: Vec<String> = printed
            .map(|(_, key)| study.words().text(key).to_owned())
            .collect();
        if let Some(first) = names.first_mut() {
            *first = capitalised(first);
        }
        names
    }

    fn prints_by(&self, study: &Study, endpoint: &Endpoint, by: impl Fn(&Method) -> bool) -> bool {
        let of_it =
            |model: &&Model| matches!(&model.outcome, Outcome::Endpoint(id) if *id == endpoint.id);
        let models = study.models.iter().filter(of_it);
        let mut paths: Vec<Path> = models.map(Model::path).collect();
        paths.push(endpoint.path());
        // Those of groups are numbers of the endpoint as well.
        let of = |number: &Number| {
            let subject = number.id.subject();
            by(&number.method) && paths.iter().any(|own| own.subject() == subject)
        };
        self.in_report().any(of)
    }

    /// The label of an ordinal variable.
    pub(super) fn ordinal(&self, name: &str) -> Option<&str> {
        let mut ordinal = self.ordinal.iter();
        let known = ordinal.find(|(known, _)| known == name);
        known.map(|(_, label)| label.as_str())
    }

    /// Whether a number is of an ordinal variable.
    pub(super) fn is_of_ordinal(&self, number: &Number) -> bool {
        let name = number.id.subject().name();
        name.is_some_and(|name| self.ordinal(name).is_some())
    }

    /// The labels of the ordinal variables that the report tests as ordered, as
    /// variables or as groups.
    pub(super) fn tested_as_ordered(&self) -> Vec<Value> {
        let mut labels: Vec<&str> = Vec::new();
        let by_rule = |number: &&Number| number.method.asked == Asked::ByRule;
        for number in self.results().filter(by_rule) {
            let path = number.id.path();
            let id = number.method.id;
            let variable = path.subject().name().filter(|_| methods::is_of_ranks(id));
            let groups = path.grouping().filter(|_| methods::is_of_trend(id));
            for name in [variable, groups].into_iter().flatten() {
                let label = self.ordinal(name).filter(|label| !labels.contains(label));
                labels.extend(label);
            }
        }
        let printed = |label: &str| safe(escape::markup(&self.words().in_sentence(label)));
        labels.into_iter().map(printed).collect()
    }

    /// The statistics that were asked for by name and of which the report prints a
    /// value, as markup; those by random permutations with their number.
    pub(super) fn named_statistics(&self) -> Vec<Value> {
        let by_name = |number: &&Number| number.method.asked == Asked::ByName;
        let mut titles: Vec<Value> = Vec::new();
        for number in self.results().filter(by_name) {
            let title = escape::markup(&number.method.title_in(self.ledger.style));
            let count = number.id.path().key(REPLICATES);
            let title = safe(match self.ledger.get(&count) {
                Some(count) => with_markup(
                    self.words(),
                    "methods.at_random",
                    &[
                        ("title", &title),
                        ("replicates", &escape::markup(&count.text)),
                        ("seed", &escape::markup(&SEED.to_string())),
                    ],
                ),
                None => title,
            });
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        titles
    }

    /// The tests that were asked for by name and of which the report prints that they
    /// have no value, with the reason, as markup.
    pub(super) fn not_computed_tests(&self) -> Vec<Value> {
        let by_name = |number: &&Number| number.method.asked == Asked::ByName;
        let mut tests: Vec<Value> = Vec::new();
        for number in self.in_report().filter(by_name).filter(|n| n.is_p_value()) {
            let Some(reason) = number.value.reason() else {
                continue;
            };
            let title = escape::markup(&number.method.title_in(self.ledger.style));
            let reason = escape::markup(&self.words().message(reason));
            let slots = [("title", title.as_str()), ("reason", reason.as_str())];
            let test = safe(with_markup(
                self.words(),
                "methods.not_computed_why",
                &slots,
            ));
            if !tests.contains(&test) {
                tests.push(test);
            }
        }
        tests
    }

    /// The entry of this id.
    pub(super) fn find(&self, id: &str) -> Result<&Number, Error> {
        self.ledger.find(id).ok_or_else(|| {
            let help = self.ledger.help_for(id);
            invalid(format!("the ledger has no number \"{id}\"; {help}"))
        })
    }

    /// The entry of this id, noted as printed in the text.
    pub(super) fn print(&self, id: &str) -> Result<&Number, Error> {
        self.print_in(id, &Part::Text)
    }

    /// What a table or figure is called, as markup: the title, or the first
    /// sentence of the caption.
    pub(super) fn title(&self, part: &Part) -> String {
        let text = match part {
            Part::Text => None,
            Part::Table(_, id) => {
                let table = self.tables.iter().find(|table| table.id == *id);
                table.map(|table| table.title.as_str())
            }
            Part::Figure(_, id) => {
                let figure = self.figures.iter().find(|figure| figure.id == *id);
                figure.map(|figure| figure.caption.as_str())
            }
        };
        let text = text.unwrap_or_default();
        let sentence = text.split_once(". ").map_or(text, |(first, _)| first);
        escape::markup(sentence.trim_end_matches('.'))
    }

    /// The label of the variable or endpoint whose ids begin so; of others the beginning.
    pub(super) fn subject_label(&self, subject: &str) -> String {
        let known = self.subjects.iter().find(|(known, _)| known == subject);
        known.map_or(subject, |(_, label)| label).to_owned()
    }

    pub(super) fn print_in(&self, id: &str, part: &Part) -> Result<&Number, Error> {
        let number = self.find(id)?;
        let place = self.ledger.position(&number.id).unwrap_or(usize::MAX);
        if self.printed().note(place, number.id.as_str(), part) {
            return Ok(number);
        }
        Err(invalid(format!(
            "\"{id}\" is printed after provenance(), which lists what was printed before it; \
             move the part up"
        )))
    }
}
