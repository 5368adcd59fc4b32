//! Derived variables and endpoints in SQL, as [`crate::cohort`] derives them.

use super::builder::Builder;
use super::layers::Value;
use crate::study::{Case, Cut, Derivation, Endpoint, EndpointSource, LastSeen, Study, Variable};

/// The end of a row that is followed until an event.
pub(super) const EVENT: &str = "event";
/// The end of a row without an event.
pub(super) const CENSORED: &str = "censored";

/// The time and the end of an endpoint's rows.
pub(super) struct Followed {
    /// Days from the origin.
    pub(super) days: Value,
    /// What ended the time.
    pub(super) end: Value,
    /// Days from the origin at which observation begins.
    pub(super) entry: Option<Value>,
}

/// The levels of the end of an endpoint's rows: censored, the event, the competing
/// events in their order.
pub(super) fn ends(endpoint: &Endpoint) -> Vec<String> {
    let free = |name: &str| match name {
        CENSORED | EVENT => format!("{name} ({})", endpoint.id),
        _ => name.to_owned(),
    };
    let competing = endpoint.competing.iter().map(|name| free(name));
    [CENSORED, EVENT]
        .map(str::to_owned)
        .into_iter()
        .chain(competing)
        .collect()
}

impl Builder<'_> {
    /// A derived variable: the code of a level, or a number.
    pub(super) fn derive(&mut self, variable: &Variable, derivation: &Derivation) -> Option<Value> {
        let sql = self.dialect;
        let (expression, layer) = match derivation {
            Derivation::Years(from, to) => {
                let (ends, layer) = self.all([from.as_str(), to.as_str()])?;
                (completed_years(&ends)?, layer)
            }
            Derivation::Days(from, to) => self.days(from, to)?,
            Derivation::Months(from, to) => {
                let (days, layer) = self.days(from, to)?;
                let days = sql.as_number(&format!("({days})"));
                let month = sql.number(self.study.conventions.month_days);
                (format!("{days} / {month}"), layer)
            }
            Derivation::Present(name) => {
                let (of, layer) = self.all([name.as_str()])?;
                let of = of.first()?;
                (
                    format!("CASE WHEN {of} IS NULL THEN 'no' ELSE 'yes' END"),
                    layer,
                )
            }
            Derivation::Is(name, levels) => self.is_one_of(name, levels)?,
            Derivation::AtLeast(name, least) => {
                let codes = codes(self.study, name);
                let from = codes.iter().position(|code| code == least)?;
                let above: Vec<String> = codes.into_iter().skip(from).collect();
                self.is_one_of(name, &above)?
            }
            Derivation::Any(names) => {
                let (holds, layer) = self.any_of(names)?;
                (yes_no(&holds), layer)
            }
            Derivation::All(names) => {
                let (holds, layer) = self.all_of(names)?;
                (yes_no(&holds), layer)
            }
            Derivation::Cases(cases) => self.cases(cases)?,
            Derivation::Cut(cut) => self.cut(variable, cut)?,
            Derivation::Crossed(names) => self.crossed(variable, names)?,
            Derivation::Log(_) | Derivation::Divided(..) | Derivation::First(_) => return None,
        };
        Some(self.layers.add(layer, expression, &variable.name))
    }

    /// The days between two date variables.
    pub(super) fn days(&mut self, from: &str, to: &str) -> Option<(String, usize)> {
        let (ends, layer) = self.all([from, to])?;
        let [from, to] = ends.as_slice() else {
            return None;
        };
        Some((self.dialect.days(from, to), layer))
    }

    fn is_one_of(&mut self, name: &str, levels: &[String]) -> Option<(String, usize)> {
        let (of, layer) = self.all([name])?;
        let of = of.first()?;
        let listed = self.dialect.texts(levels.iter().map(String::as_str));
        let is = match levels.is_empty() {
            true => String::new(),
            false => format!("WHEN {of} IN ({listed}) THEN 'yes' "),
        };
        let expression = format!("CASE WHEN {of} IS NULL THEN NULL {is}ELSE 'no' END");
        Some((expression, layer))
    }

    /// Whether one of some binary variables is yes. SQL has Kleene's logic too.
    fn any_of(&mut self, names: &[String]) -> Option<(String, usize)> {
        let (holds, layer) = self.are_yes(names)?;
        let none = || "FALSE".to_owned();
        Some((
            holds
                .into_iter()
                .reduce(|a, b| format!("{a} OR {b}"))
                .unwrap_or_else(none),
            layer,
        ))
    }

    fn all_of(&mut self, names: &[String]) -> Option<(String, usize)> {
        let (holds, layer) = self.are_yes(names)?;
        let all = || "TRUE".to_owned();
        Some((
            holds
                .into_iter()
                .reduce(|a, b| format!("{a} AND {b}"))
                .unwrap_or_else(all),
            layer,
        ))
    }

    fn are_yes(&mut self, names: &[String]) -> Option<(Vec<String>, usize)> {
        let (values, layer) = self.all(names.iter().map(String::as_str))?;
        let mut holds = Vec::new();
        for (name, value) in names.iter().zip(values) {
            let yes = codes(self.study, name).into_iter().nth(1)?;
            holds.push(format!("{value} = {}", self.dialect.text(&yes)));
        }
        Some((holds, layer))
    }

    fn cases(&mut self, cases: &[Case]) -> Option<(String, usize)> {
        let mut expression = String::from("CASE");
        let mut layer = 1;
        for case in cases {
            let (all, own) = self.all_of(&case.all)?;
            layer = layer.max(own);
            let holds = if case.any.is_empty() {
                all
            } else {
                let (any, own) = self.any_of(&case.any)?;
                layer = layer.max(own);
                format!("({all}) AND ({any})")
            };
            let level = self.dialect.text(&case.level);
            // An earlier case that is unknown leaves the level unknown.
            expression.push_str(&format!(
                " WHEN {holds} THEN {level} WHEN ({holds}) IS NULL THEN NULL"
            ));
        }
        expression.push_str(" END");
        Some((expression, layer.max(2)))
    }

    fn cut(&mut self, variable: &Variable, cut: &Cut) -> Option<(String, usize)> {
        let (of, layer) = self.all([cut.variable.as_str()])?;
        let of = of.first()?;
        let sql = self.dialect;
        let mut codes = variable.levels.iter().map(|level| sql.text(&level.code));
        let below = if cut.closed_right { "<=" } else { "<" };
        let mut expression = format!("CASE WHEN {of} IS NULL THEN NULL");
        for boundary in &cut.at {
            let (boundary, code) = (sql.number(*boundary), codes.next()?);
            expression.push_str(&format!(" WHEN {of} {below} {boundary} THEN {code}"));
        }
        Some((format!("{expression} ELSE {} END", codes.next()?), layer))
    }

    fn crossed(&mut self, variable: &Variable, names: &[String]) -> Option<(String, usize)> {
        let (values, layer) = self.all(names.iter().map(String::as_str))?;
        let mut conditions = vec![String::new()];
        for (name, value) in names.iter().zip(values) {
            let codes = codes(self.study, name);
            let own = |before: &String| {
                let glue = if before.is_empty() { "" } else { " AND " };
                let is =
                    |code: &String| format!("{before}{glue}{value} = {}", self.dialect.text(code));
                codes.iter().map(is).collect::<Vec<_>>()
            };
            conditions = conditions.iter().flat_map(own).collect();
        }
        let levels = conditions.iter().zip(&variable.levels);
        let cases = levels.map(|(condition, level)| {
            format!("WHEN {condition} THEN {}", self.dialect.text(&level.code))
        });
        Some((
            format!("CASE {} END", cases.collect::<Vec<_>>().join(" ")),
            layer,
        ))
    }

    /// The time and the end of each row, with the orders of dates that the endpoint
    /// implies as problems.
    pub(super) fn follow(&mut self, endpoint: &Endpoint) -> Option<Followed> {
        let EndpointSource::Dates {
            origin,
            events,
            censored,
        } = &endpoint.source
        else {
            return None;
        };
        let (start, _) = self.in_order(endpoint, origin, events, censored)?;
        let names = events.iter().chain(&endpoint.competing).map(String::as_str);
        let (dates, mut layer) = self.all(names)?;
        let last = self.value(censored)?;
        let entry = endpoint.entry.as_ref().map(|name| self.value(name));
        let entry = match entry {
            Some(entry) => Some(entry?),
            None => None,
        };
        for value in [&start, &last].into_iter().chain(&entry) {
            layer = layer.max(value.layer + 1);
        }
        let sql = self.dialect;
        let first = match dates.as_slice() {
            [] => return None,
            [one] => one.clone(),
            several => format!("LEAST({})", several.join(", ")),
        };
        let first = self
            .layers
            .add(layer, first, &format!("{}, first event", endpoint.id))
            .alias;
        let (start, last) = (start.alias, last.alias);
        let mut known = format!("{start} IS NOT NULL AND COALESCE({first}, {last}) IS NOT NULL");
        if let Some(entry) = &entry {
            known.push_str(&format!(" AND {} IS NOT NULL", entry.alias));
        }
        let mut levels = ends(endpoint).into_iter();
        let without = sql.text(&levels.next()?);
        let own = sql.text(&levels.next()?);
        let codes = events.iter().map(|_| own.clone());
        let codes = codes.chain(levels.map(|level| sql.text(&level)));
        // Of an event and a competing one on the same day, the event counts.
        let cases = dates.iter().zip(codes);
        let cases = cases.map(|(date, code)| format!("WHEN {date} = {first} THEN {code}"));
        let cases: Vec<String> = cases.collect();
        let end = format!(
            "CASE WHEN NOT ({known}) THEN NULL {} ELSE {without} END",
            cases.join(" ")
        );
        let since = |date: &str| {
            let days = sql.days(&start, date);
            format!("CASE WHEN {known} THEN {days} END")
        };
        let (days, from) = (
            since(&format!("COALESCE({first}, {last})")),
            entry.map(|entry| since(&entry.alias)),
        );
        let id = &endpoint.id;
        Some(Followed {
            days: self.layers.add(layer + 1, days, &format!("{id}, days")),
            end: self.layers.add(layer + 1, end, &format!("{id}, end")),
            entry: from.map(|from| self.layers.add(layer + 1, from, &format!("{id}, entry"))),
        })
    }

    /// Notes dates in the wrong order; gives the first and the last of them.
    fn in_order(
        &mut self,
        endpoint: &Endpoint,
        origin: &str,
        events: &[String],
        censored: &str,
    ) -> Option<(Value, Value)> {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        for event in events.iter().chain(&endpoint.competing) {
            pairs.push((origin, event));
            if endpoint.last_seen == LastSeen::End {
                pairs.push((event, censored));
            }
        }
        pairs.push((origin, censored));
        for (earlier, later) in pairs {
            let (first, second) = (self.value(earlier)?, self.value(later)?);
            let last = if first.layer > second.layer {
                &first
            } else {
                &second
            };
            let wrong = format!("{} < {}", second.alias, first.alias);
            self.problem(wrong, &format!("{later} is before {earlier}"), last);
        }
        Some((self.value(origin)?, self.value(censored)?))
    }
}

fn yes_no(holds: &str) -> String {
    format!("CASE WHEN {holds} THEN 'yes' WHEN ({holds}) IS NULL THEN NULL ELSE 'no' END")
}

/// Years between two days as `YYYY-MM-DD`, as an age is counted.
fn completed_years(ends: &[String]) -> Option<String> {
    let [from, to] = ends else {
        return None;
    };
    let year = |day: &str| format!("CAST(SUBSTR({day}, 1, 4) AS INTEGER)");
    let in_year = |day: &str| format!("SUBSTR({day}, 6, 5)");
    Some(format!(
        "{} - {} - CASE WHEN {} < {} THEN 1 ELSE 0 END",
        year(to),
        year(from),
        in_year(to),
        in_year(from)
    ))
}

/// The codes of the levels of a variable.
pub(super) fn codes(study: &Study, name: &str) -> Vec<String> {
    let levels = study
        .variable(name)
        .map_or(&[][..], |variable| &variable.levels);
    levels.iter().map(|level| level.code.clone()).collect()
}
