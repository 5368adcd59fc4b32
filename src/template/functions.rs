//! What templates can call. `docs/templates.md` documents each.

use std::sync::Arc;

use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State};

use super::filters;
use super::number::{NumberObject, linked, linked_as, linked_with_unit};
use super::provenance::Part;
use super::{Shared, emit, escape, follow_up, wording};
use crate::findings::suggest;
use crate::number::conventions::Setting;
use crate::number::method::Asked;
use crate::number::styles::{NumberStyle, RangeMark};
use crate::number::{Method, Name, Number, Path, Step, format};
use crate::statistics::methods;
use crate::study::{Endpoint, Model, Outcome, Study};
use crate::tables::Direction;

/// Writes one value of `<< … >>`.
pub(super) fn write_value(
    out: &mut Output<'_>,
    _: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    out.write_str(&markup_of(value)?).map_err(Error::from)
}

pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

/// A value as markup.
pub(super) fn markup_of(value: &Value) -> Result<String, Error> {
    if let Some(number) = value.downcast_object_ref::<NumberObject>() {
        return Ok(linked(&number.0));
    }
    if value.is_safe() {
        return Ok(value.to_string());
    }
    match value.kind() {
        ValueKind::Undefined => Err(Error::new(
            ErrorKind::UndefinedError,
            "this name is undefined",
        )),
        ValueKind::None => Err(invalid("this has no value; guard it with <% if … %>")),
        // A number computed in a template would not be in the ledger.
        ValueKind::Number if !value.is_integer() => Err(invalid(
            "a computed number is not printed; print an entry of the ledger with num(\"id\")",
        )),
        ValueKind::Number | ValueKind::String => Ok(escape::markup(&value.to_string())),
        kind => Err(invalid(format!(
            "a {kind} cannot be printed; loop over it or name a part of it"
        ))),
    }
}

/// Adds every function and filter.
pub(super) fn add(env: &mut Environment<'static>, shared: &Arc<Shared>) {
    // HTML escaping and its bypass have no meaning in Typst.
    for filter in ["safe", "escape", "e"] {
        env.remove_filter(filter);
    }
    shared.conditions.add_to(env);
    add_numbers(env, shared);
    add_parts(env, shared);
    filters::add(env, shared);
}

fn add_numbers(env: &mut Environment<'static>, shared: &Arc<Shared>) {
    let own = Arc::clone(shared);
    env.add_function("num", move |id: &str| -> Result<Value, Error> {
        Ok(Value::from_object(NumberObject(own.print(id)?.clone())))
    });
    let own = Arc::clone(shared);
    env.add_function(
        "used",
        move |wanted: &str, of: Kwargs| -> Result<bool, Error> {
            let known = || methods::ALL.iter().map(|method| method.id);
            if !known().any(|id| id == wanted) {
                let help = suggest(wanted, known().collect::<Vec<_>>());
                return Err(invalid(format!("unknown method \"{wanted}\"; {help}")));
            }
            let ordinal: Option<bool> = of.get("ordinal")?;
            of.assert_all_used()?;
            let by_rule = |method: &Method| method.id == wanted && method.asked == Asked::ByRule;
            // What no result came of is no method of the report.
            let has_value = |number: &Number| number.value.reason().is_none();
            let fits = |number: &Number| ordinal.is_none_or(|is| own.is_of_ordinal(number) == is);
            Ok(own
                .in_report()
                .any(|number| by_rule(&number.method) && has_value(number) && fits(number)))
        },
    );
    let own = Arc::clone(shared);
    env.add_function("tested_as_ordered", move || own.tested_as_ordered());
    let own = Arc::clone(shared);
    env.add_function("prints_missing", move || {
        own.prints_missing(Missing::OfVariables)
    });
    let own = Arc::clone(shared);
    env.add_function("prints_excluded", move || {
        own.prints_missing(Missing::OfModels)
    });
    let own = Arc::clone(shared);
    env.add_function("prints_p_values", move || {
        let is_known = |number: &Number| number.value.reason().is_none();
        own.in_report().any(|own| own.is_p_value() && is_known(own))
    });
    let own = Arc::clone(shared);
    env.add_function("named_statistics", move || {
        let mut titles: Vec<Value> = Vec::new();
        for number in own.in_report().filter(|n| n.method.asked == Asked::ByName) {
            let title = safe(escape::markup(&number.method.title_in(own.words())));
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        titles
    });
    let own = Arc::clone(shared);
    env.add_function("relies_on", move |convention: &str| {
        let named = |setting: &Setting| setting.key.word() == convention;
        own.in_report()
            .any(|number| number.conventions.iter().any(named))
    });
    let own = Arc::clone(shared);
    env.add_function("convention", move |key: &str| -> Result<Value, Error> {
        Ok(safe(own.convention(key)?))
    });
    let words = shared.words();
    env.add_function("word", move |key: &str, slots: Kwargs| {
        wording::phrase(words, key, &slots).map(safe)
    });
    let own = Arc::clone(shared);
    env.add_function("p", move |id: &str| -> Result<Value, Error> {
        Ok(safe(p_value(own.print(id)?, own.ledger.style)))
    });
    let symbol = p_symbol(shared.ledger.style);
    env.add_function("p_symbol", move || safe(symbol.clone()));
    let own = Arc::clone(shared);
    env.add_function("test", move |prefix: &str| -> Result<Value, Error> {
        let p = own.print(&format!("{prefix}.test.p"))?;
        let title = escape::markup(&p.method.title_in(own.words()));
        let mut out = format!("{title}, {}", p_value(p, own.ledger.style));
        if own.ledger.find(&format!("{prefix}.test.effect")).is_some() {
            out += ", ";
            out += &own.effect(own.print(&format!("{prefix}.test.effect"))?)?;
        }
        Ok(safe(out))
    });
    let own = Arc::clone(shared);
    env.add_function("significant_pairs", move |variable: &str, by: &str| {
        own.pairs(variable, by)
    });
    let own = Arc::clone(shared);
    env.add_function("count", move |prefix: &str| -> Result<Value, Error> {
        Ok(safe(unbroken(&format!("{})", own.count(prefix)?))))
    });
    let own = Arc::clone(shared);
    env.add_function(
        "count_interval",
        move |prefix: &str| -> Result<Value, Error> {
            Ok(safe(format!(
                "{}; {})",
                unbroken(&own.count(prefix)?),
                own.interval(prefix)?
            )))
        },
    );
    let own = Arc::clone(shared);
    env.add_function("median", move |prefix: &str| -> Result<Value, Error> {
        let [median, q1, q3] = own.print_three(prefix, ["median", "q1", "q3"])?;
        let range = own.range(q1, q3);
        let median = linked_with_unit(median);
        let slots = [("median", median.as_str()), ("range", &range)];
        Ok(safe(wording::with_markup(
            own.words(),
            "number.median",
            &slots,
        )))
    });
    let own = Arc::clone(shared);
    env.add_function(
        "range",
        move |low: Value, high: Option<Value>, step: Option<isize>| -> Result<Value, Error> {
            if let (Some(low), Some(high)) = (low.as_str(), high.as_ref().and_then(Value::as_str)) {
                let (low, high) = (own.print(low)?, own.print(high)?);
                return Ok(safe(own.range(low, high)));
            }
            // Of whole numbers it is minijinja's, to loop over.
            let high = high.map(isize::try_from).transpose()?;
            minijinja::functions::range(isize::try_from(low)?, high, step)
        },
    );
    let own = Arc::clone(shared);
    env.add_function(
        "count_of",
        move |part: &str, whole: &str| -> Result<Value, Error> {
            Ok(safe(unbroken(
                &own.count_of(own.print(part)?, own.print(whole)?),
            )))
        },
    );
    let own = Arc::clone(shared);
    env.add_function("interval", move |prefix: &str| -> Result<Value, Error> {
        Ok(safe(own.interval(prefix)?))
    });
}

fn add_parts(env: &mut Environment<'static>, shared: &Arc<Shared>) {
    let own = Arc::clone(shared);
    env.add_function(
        "table",
        move |id: &str, of: Kwargs| -> Result<Value, Error> {
            let in_series = of.get::<Option<bool>>("in_series")?.unwrap_or(false);
            of.assert_all_used()?;
            let mut tables = own.tables.iter().enumerate();
            let Some((at, table)) = tables.find(|(_, table)| table.id == id) else {
                let ids: Vec<&str> = own.tables.iter().map(|table| table.id.as_str()).collect();
                return Err(invalid(format!(
                    "unknown table \"{id}\"; {}",
                    suggest(id, ids)
                )));
            };
            let part = own.printed().part(Part::Table, id);
            for number in emit::table_numbers(table) {
                own.print_in(number, &part)?;
            }
            let flows = if in_series { &own.flows } else { &own.alone };
            let flow = flows.get(at).copied().unwrap_or_default();
            Ok(safe(emit::table(table, &own.ledger, &own.fonts, flow)))
        },
    );
    let look = shared.look;
    env.add_function("table_page", move || safe(emit::table_page(look)));
    let own = Arc::clone(shared);
    env.add_function("figure", move |id: &str| -> Result<Value, Error> {
        let Some(figure) = own.figures.iter().find(|figure| figure.id == id) else {
            let ids: Vec<&str> = own
                .figures
                .iter()
                .map(|figure| figure.id.as_str())
                .collect();
            return Err(invalid(format!(
                "unknown figure \"{id}\"; {}",
                suggest(id, ids)
            )));
        };
        let part = own.printed().part(Part::Figure, id);
        for number in &figure.numbers {
            own.print_in(number.as_str(), &part)?;
        }
        let stated = own
            .before
            .as_ref()
            .map(|before| before.follow_up.as_slice());
        let besides = follow_up::sentences(&own.follow_ups, stated.unwrap_or_default(), id);
        let gaps = emit::effects_without_value(figure, &own.ledger);
        let besides: Vec<_> = besides.chain(&gaps).collect();
        for number in besides.iter().copied().flat_map(emit::numbers) {
            own.print_in(number, &part)?;
        }
        Ok(safe(emit::figure(figure, &besides, &own.ledger)))
    });
    let own = Arc::clone(shared);
    env.add_function("provenance", move || {
        let mut printed = own.printed();
        let title = |part: &Part| own.title(part);
        safe(printed.appendix(&own.ledger, own.words(), own.provenance, title))
    });
    let own = Arc::clone(shared);
    env.add_function("dictionary", move || safe(own.dictionary.clone()));
    let own = Arc::clone(shared);
    env.add_function("verdicts", move || safe(own.verdicts.clone()));
}

/// "P = 0.012" or "P <0.001", as the style requires, the number linked.
fn p_value(number: &Number, style: NumberStyle) -> String {
    let sign = format::p_sign(&number.value, &number.text, style);
    let text = match number.text.strip_prefix(['<', '>']) {
        Some(_) if style.p_sign_apart => {
            let (sign, digits) = number.text.split_at(1);
            linked_as(number, &format!("{sign}\u{a0}{digits}"))
        }
        _ => linked(number),
    };
    format!("{}{}{text}", p_symbol(style), escape::markup(sign))
}

/// The letter for a p-value, as markup.
fn p_symbol(style: NumberStyle) -> String {
    let symbol = style.p_symbol;
    if style.p_italic {
        format!("_{symbol}_")
    } else {
        symbol.to_owned()
    }
}

/// Markup that stays on one line: a range or a count that breaks is misread.
fn unbroken(markup: &str) -> String {
    format!("#box[{markup}];")
}

pub(super) fn safe(markup: String) -> Value {
    Value::from_safe_string(markup)
}

/// Whose missing values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    OfVariables,
    OfModels,
}

impl Shared {
    /// Whether the report prints how many values are missing, or how many rows a
    /// model leaves out.
    fn prints_missing(&self, of: Missing) -> bool {
        self.in_report().any(|number| {
            let of_model = self.models.contains(number.id.path());
            number.id.key() == "missing" && of_model == (of == Missing::OfModels)
        })
    }

    /// The numbers that the report prints; before that is known, all.
    fn in_report(&self) -> impl Iterator<Item = &Number> {
        let prints = |place: &usize| match &self.before {
            Some(before) => before.numbers.contains(place),
            None => true,
        };
        let numbers = self.ledger.iter().enumerate();
        numbers.filter_map(move |(place, number)| prints(&place).then_some(number))
    }

    /// Whether the report prints numbers of an endpoint, or of a model of it.
    pub(super) fn prints_of(&self, study: &Study, endpoint: &Endpoint) -> bool {
        self.prints_by(study, endpoint, |_| true)
    }

    /// Whether the report prints numbers of a model.
    pub(super) fn prints_of_model(&self, model: &Model) -> bool {
        let path = model.path();
        let mut numbers = self.in_report();
        numbers.any(|number| number.id.path().beyond(&path).is_some())
    }

    /// Whether the report prints numbers of an endpoint by methods that count
    /// competing events as censored.
    pub(super) fn censors_competing(&self, study: &Study, endpoint: &Endpoint) -> bool {
        let starts = ["kaplan-meier", "log-rank", "cox-"];
        let censors = |method: &Method| starts.iter().any(|own| method.id.starts_with(own));
        self.prints_by(study, endpoint, censors)
    }

    fn prints_by(&self, study: &Study, endpoint: &Endpoint, by: impl Fn(&Method) -> bool) -> bool {
        let of_it =
            |model: &&Model| matches!(&model.outcome, Outcome::Endpoint(id) if *id == endpoint.id);
        let models = study.models.iter().filter(of_it);
        let mut paths: Vec<Path> = models.map(Model::path).collect();
        paths.push(endpoint.path());
        let of = |number: &Number| {
            let path = number.id.path();
            by(&number.method) && paths.iter().any(|own| path.beyond(own).is_some())
        };
        self.in_report().any(of)
    }

    /// "r = 0.24 (95% CI 0.03 to 0.43; higher in surgery)".
    fn effect(&self, effect: &Number) -> Result<String, Error> {
        let sign = format::p_sign(&effect.value, &effect.text, self.ledger.style);
        let symbol = escape::markup(&format!("{}{sign}", effect.method.symbol));
        let mut out = unbroken(&(symbol + &linked(effect)));
        let below = effect.id.below();
        let lower = self.ledger.get(below.key("ci_lower"));
        let mut remarks = Vec::new();
        if lower.is_some_and(|lower| lower.value.number().is_some()) {
            remarks.push(self.interval(&below.to_string())?);
        }
        remarks.extend(self.direction(effect).map(|words| escape::markup(&words)));
        if !remarks.is_empty() {
            out += &format!(" ({})", remarks.join("; "));
        }
        Ok(out)
    }

    /// Which group has the higher values, or whether they rise or fall over
    /// groups in order.
    fn direction(&self, effect: &Number) -> Option<String> {
        let groups = effect.id.path().parent()?;
        let by = groups.grouping()?;
        let own = self.levels.iter().filter(|(name, ..)| name == by);
        let levels = own.map(|(_, id, label)| (id, label.as_str()));
        let label = self.ordinal(by).unwrap_or(by);
        let direction = Direction::of(&effect.method, &self.ledger, &groups, levels, label)?;
        direction.in_text(effect.value.number()?, self.words())
    }

    /// The label of an ordinal variable.
    fn ordinal(&self, name: &str) -> Option<&str> {
        let mut ordinal = self.ordinal.iter();
        let known = ordinal.find(|(known, _)| known == name);
        known.map(|(_, label)| label.as_str())
    }

    /// Whether a number is of an ordinal variable.
    fn is_of_ordinal(&self, number: &Number) -> bool {
        let name = number.id.subject().name();
        name.is_some_and(|name| self.ordinal(name).is_some())
    }

    /// The labels of the ordinal variables that the report tests as ordered, as
    /// variables or as groups.
    fn tested_as_ordered(&self) -> Vec<Value> {
        let mut labels: Vec<&str> = Vec::new();
        let by_rule = |number: &&Number| {
            number.method.asked == Asked::ByRule && number.value.reason().is_none()
        };
        for number in self.in_report().filter(by_rule) {
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

    /// The entry of this id.
    fn find(&self, id: &str) -> Result<&Number, Error> {
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
    fn title(&self, part: &Part) -> String {
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

    fn print_in(&self, id: &str, part: &Part) -> Result<&Number, Error> {
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

    /// "15/24 (63%", still open for an interval.
    fn count(&self, prefix: &str) -> Result<String, Error> {
        let n = self.print(&format!("{prefix}.n"))?;
        // `sex.female` has its denominator in `sex.n`.
        let whole = n.id.path().parent().unwrap_or_else(|| n.id.path().clone());
        let total = self.print(whole.key("n").as_str())?;
        let percent = self.print(&format!("{prefix}.percent"))?;
        Ok(format!(
            "{} ({}",
            self.count_of(n, total),
            linked_with_unit(percent)
        ))
    }

    /// "15/24" or "15 of 24".
    fn count_of(&self, part: &Number, whole: &Number) -> String {
        let of = if self.ledger.style.count_of {
            self.words().text("number.of")
        } else {
            "/"
        };
        linked(part) + &escape::markup(of) + &linked(whole)
    }

    /// Two ends on one line, with the style's mark between them.
    fn range(&self, low: &Number, high: &Number) -> String {
        let style = self.ledger.style;
        let ends = [low, high].map(|end| (&end.value, end.text.as_str()));
        let [low_end, high_end] = ends;
        let mark = match style.range {
            RangeMark::ToInText => self.words().text("number.to"),
            _ => format::range_mark(low_end, high_end, low.ends(), style),
        };
        unbroken(&(linked(low) + &escape::markup(mark) + &linked_with_unit(high)))
    }

    /// "95% CI 39 to 76%".
    fn interval(&self, prefix: &str) -> Result<String, Error> {
        let [lower, upper] =
            ["ci_lower", "ci_upper"].map(|key| self.print(&format!("{prefix}.{key}")));
        let confidence = self.print("convention.confidence")?;
        let (lower, upper) = (lower?, upper?);
        let comma = if self.ledger.style.interval_comma {
            ","
        } else {
            ""
        };
        let mut range = self.range(lower, upper);
        if self.ledger.style.interval_brackets {
            range = unbroken(&format!("\\[{range}\\]"));
        }
        let slots = [
            ("confidence", linked_with_unit(confidence)),
            ("comma", comma.to_owned()),
            ("range", range),
        ];
        let slots = slots.each_ref().map(|(name, text)| (*name, text.as_str()));
        Ok(wording::with_markup(
            self.words(),
            "number.interval",
            &slots,
        ))
    }

    /// The pairs of groups whose adjusted p-value is significant, as text.
    fn pairs(&self, variable: &str, by: &str) -> Result<Value, Error> {
        let test = self.find(&format!("{variable}.by_{by}.test.p"))?;
        let Some(groups) = test.id.path().parent() else {
            return Ok(Value::from(Vec::<Value>::new()));
        };
        let mut pairs = Vec::new();
        for number in self.ledger.iter().filter(|number| number.id.key() == "p") {
            let significant = number
                .value
                .number()
                .is_some_and(|p| p < self.conventions.alpha);
            let pair = number.id.path().beyond(&groups).filter(|_| significant);
            let Some([Step::Pair(first, second)]) = pair else {
                continue;
            };
            let label = |id: &Name| {
                let mut levels = self.levels.iter();
                let grouping = groups.grouping();
                let level =
                    levels.find(|(name, level, _)| Some(name.as_str()) == grouping && level == id);
                level.map_or_else(
                    || id.text().to_owned(),
                    |(_, _, label)| self.words().in_sentence(label),
                )
            };
            let words = format!("{} and {} (", label(first), label(second));
            let number = self.print(number.id.as_str())?;
            pairs.push(safe(format!(
                "{}{})",
                escape::markup(&words),
                p_value(number, self.ledger.style)
            )));
        }
        Ok(Value::from(pairs))
    }

    fn print_three(&self, prefix: &str, keys: [&str; 3]) -> Result<[&Number; 3], Error> {
        let [first, second, third] = keys.map(|key| self.print(&format!("{prefix}.{key}")));
        Ok([first?, second?, third?])
    }
}
