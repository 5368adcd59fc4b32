//! Cells of the table as the study reads them. What a query does not recognise for
//! certain stays as it is written where the column remains, and is a problem where
//! something is derived from it: never another value.

use super::builder::Builder;
use super::dialect::literal;
use super::layers::Value;
use crate::study::{DateOrder, Decimal, Kind, Range, Variable, whole_code};

/// A day, perhaps with a time of day behind it, which is left out.
const ISO: &str =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$";
const YEAR_FIRST: &str = "^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$";
const YEAR_LAST: &str = "^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})$";
/// The days of the calendar, as engines refuse or move others.
const CALENDAR: &str = "^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$";
const LEAP_DAY: &str = "^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$";

const WITH_POINT: &str = "^-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]{1,2})?$";
const WITH_COMMA: &str = "^-?[0-9]+(,[0-9]+)?$";
/// Three digits behind a point could be thousands where the comma is the decimal mark.
const POINT_BESIDE_COMMA: &str = "^-?[0-9]+[.]([0-9]{1,2}|[0-9]{4,})$";

/// The levels that logical values may have been written as.
const LOGICAL: [(&str, &str); 9] = [
    ("FALSE", "TRUE"),
    ("no", "yes"),
    ("No", "Yes"),
    ("NO", "YES"),
    ("n", "y"),
    ("N", "Y"),
    ("f", "t"),
    ("F", "T"),
    ("0", "1"),
];

impl Builder<'_> {
    /// The text of a cell, none where it is missing.
    pub(super) fn cell(&mut self, variable: &Variable) -> Value {
        if let Some(value) = self.cells.get(&variable.name) {
            return value.clone();
        }
        let text = self.text(variable.header());
        // An empty cell is a level there, which nothing else may become.
        let codes = match variable.empty {
            Some(_) => Vec::new(),
            None => self.missing(variable),
        };
        let value = if codes.is_empty() {
            text
        } else {
            let sql = self.dialect;
            let listed = sql.texts(codes.iter().map(String::as_str));
            let mut is_missing = format!("{} IN ({listed})", text.alias);
            for code in codes {
                if code.ends_with(|c: char| c.is_ascii_digit()) {
                    let zeros = format!("^{}[.,]0+$", literal(&code));
                    is_missing.push_str(" OR ");
                    is_missing.push_str(&sql.matches(&text.alias, &zeros));
                }
            }
            let expression = format!("CASE WHEN {is_missing} THEN NULL ELSE {} END", text.alias);
            self.layers.add(1, expression, &variable.name)
        };
        self.cells.insert(variable.name.clone(), value.clone());
        value
    }

    /// The texts that mean missing in a column.
    pub(super) fn missing(&self, variable: &Variable) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for code in self.study.cohort.missing.iter().chain(&variable.missing) {
            if !code.is_empty() && !codes.contains(code) {
                codes.push(code.clone());
            }
        }
        codes
    }

    /// A cell of a column that remains, alike where it means the same.
    pub(super) fn kept(&mut self, variable: &Variable) -> Value {
        let cell = self.cell(variable);
        let (sql, text) = (self.dialect, &cell.alias);
        let expression = match variable.kind {
            Kind::Continuous | Kind::Count => {
                format!("CASE WHEN LOWER({text}) = 'nan' THEN NULL ELSE {text} END")
            }
            Kind::Binary | Kind::Nominal | Kind::Ordinal => {
                format!("CASE {} ELSE {text} END", self.levels(variable, text))
            }
            Kind::Date => {
                let day = sql.matches(text, ISO);
                format!("CASE WHEN {day} THEN SUBSTR({text}, 1, 10) ELSE {text} END")
            }
            // Nothing but whether there is one is ever read.
            Kind::Identifier | Kind::Text => {
                let there = sql.text(self.word_for_text(variable));
                format!("CASE WHEN {text} IS NOT NULL THEN {there} END")
            }
        };
        self.layers.add(cell.layer + 1, expression, &variable.name)
    }

    fn word_for_text(&self, variable: &Variable) -> &'static str {
        let codes = self.missing(variable);
        let words = ["text", "present", "there is a text"];
        let free = words
            .into_iter()
            .find(|word| !codes.iter().any(|code| code == word));
        free.unwrap_or("a text is there")
    }

    /// The value of a column: a day as `YYYY-MM-DD`, a number, the code of a level.
    pub(super) fn column(&mut self, variable: &Variable) -> Value {
        let cell = self.cell(variable);
        let (sql, text) = (self.dialect, cell.alias.clone());
        let name = &variable.name;
        let (value, what) = match variable.kind {
            Kind::Identifier | Kind::Text => return cell,
            Kind::Date => {
                let day = self.day(variable, &text);
                let day = self.layers.add(cell.layer + 1, day, name);
                let is_day = format!(
                    "{} OR {}",
                    sql.matches(&day.alias, CALENDAR),
                    sql.matches(&day.alias, LEAP_DAY)
                );
                let expression = format!("CASE WHEN {is_day} THEN {} END", day.alias);
                (self.layers.add(day.layer + 1, expression, name), "a date")
            }
            Kind::Continuous | Kind::Count => {
                let number = self.number(variable, &text);
                (self.layers.add(cell.layer + 1, number, name), "a number")
            }
            Kind::Binary | Kind::Nominal | Kind::Ordinal => {
                let level = format!("CASE {} END", self.levels(variable, &text));
                (
                    self.layers.add(cell.layer + 1, level, name),
                    "one of its levels",
                )
            }
        };
        let unread = format!("{text} IS NOT NULL AND {} IS NULL", value.alias);
        let unread = match variable.kind {
            Kind::Continuous | Kind::Count => format!("{unread} AND LOWER({text}) <> 'nan'"),
            _ => unread,
        };
        let problem = format!("{name} is not read by the query as {what}");
        self.problem(unread, &problem, &value);
        self.check_range(variable, &value);
        value
    }

    /// What the study would refuse in a column that does not remain.
    fn check_range(&mut self, variable: &Variable, value: &Value) {
        let (sql, alias) = (self.dialect, &value.alias);
        let ends = match &variable.range {
            Some(Range::Numbers(low, high)) => Some((sql.number(*low), sql.number(*high))),
            Some(Range::Dates(low, high)) => {
                Some((sql.text(&low.to_string()), sql.text(&high.to_string())))
            }
            None => None,
        };
        if let Some((low, high)) = ends {
            let outside = format!("{alias} < {low} OR {alias} > {high}");
            let problem = format!("{} is outside its range", variable.name);
            self.problem(outside, &problem, value);
        }
        if variable.kind == Kind::Count {
            let wrong = format!("{alias} < 0 OR {alias} <> FLOOR({alias})");
            let problem = format!("{} is not a whole number from 0", variable.name);
            self.problem(wrong, &problem, value);
        }
    }

    /// The day of a cell as `YYYY-MM-DD`, which need not be one of the calendar.
    fn day(&self, variable: &Variable, text: &str) -> String {
        let sql = self.dialect;
        let part = |pattern: &str, group: usize| {
            let digits = sql.group(text, pattern, group);
            match group_is_year(pattern, group) {
                true => digits,
                false => format!("LPAD({digits}, 2, '0')"),
            }
        };
        let joined = |pattern: &str, groups: [usize; 3]| {
            let parts = groups.map(|group| part(pattern, group));
            format!(
                "WHEN {} THEN {}",
                sql.matches(text, pattern),
                parts.join(" || '-' || ")
            )
        };
        let form = variable.form.or(self.study.cohort.form);
        let mut cases = vec![
            format!("WHEN {} THEN SUBSTR({text}, 1, 10)", sql.matches(text, ISO)),
            joined(YEAR_FIRST, [1, 2, 3]),
        ];
        match form.dates {
            Some(DateOrder::DayMonthYear) => cases.push(joined(YEAR_LAST, [3, 2, 1])),
            Some(DateOrder::MonthDayYear) => cases.push(joined(YEAR_LAST, [3, 1, 2])),
            _ => {}
        }
        format!("CASE {} END", cases.join(" "))
    }

    fn number(&self, variable: &Variable, text: &str) -> String {
        let sql = self.dialect;
        let form = variable.form.or(self.study.cohort.form);
        let cases = match form.decimal() {
            Decimal::Point => {
                let read = sql.as_number(text);
                format!("WHEN {} THEN {read}", sql.matches(text, WITH_POINT))
            }
            Decimal::Comma => {
                let read = sql.as_number(&format!("REPLACE({text}, ',', '.')"));
                let (comma, point) = (
                    sql.matches(text, WITH_COMMA),
                    sql.matches(text, POINT_BESIDE_COMMA),
                );
                format!("WHEN {comma} OR {point} THEN {read}")
            }
        };
        format!("CASE {cases} END")
    }

    /// The cases in which a text is a level, with its code.
    fn levels(&self, variable: &Variable, text: &str) -> String {
        let sql = self.dialect;
        let codes: Vec<&str> = variable
            .levels
            .iter()
            .map(|level| level.code.as_str())
            .collect();
        let mut cases = vec![format!(
            "WHEN {text} IN ({}) THEN {text}",
            sql.texts(codes.iter().copied())
        )];
        let mut case = |condition: String, code: &str| {
            cases.push(format!("WHEN {condition} THEN {}", sql.text(code)));
        };
        for (spelling, code) in &variable.spellings {
            if !codes.contains(&spelling.as_str()) {
                case(format!("{text} = {}", sql.text(spelling)), code);
            }
        }
        let mut numbers: Vec<i64> = Vec::new();
        for code in &codes {
            if let Some(number) = whole_code(code).filter(|number| !numbers.contains(number)) {
                numbers.push(number);
                let pattern = format!("^{number}([.]0*)?$");
                case(sql.matches(text, &pattern), code);
            }
        }
        // Logical values, which engines also make of a column of yes and no.
        let has = |code: &str| codes.contains(&code);
        let pair = LOGICAL.into_iter().find(|(no, yes)| has(no) && has(yes));
        if let Some((no, yes)) = pair.filter(|_| !has("false") && !has("true")) {
            case(format!("{text} = 'false'"), no);
            case(format!("{text} = 'true'"), yes);
        }
        cases.join(" ")
    }
}

/// The year stands first or last.
fn group_is_year(pattern: &str, group: usize) -> bool {
    match pattern == YEAR_LAST {
        true => group == 3,
        false => group == 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_the_days_of_the_calendar() {
        let patterns = [CALENDAR, LEAP_DAY].map(|pattern| regex::Regex::new(pattern).ok());
        let is_day = |day: &str| patterns.iter().flatten().any(|own| own.is_match(day));
        for year in [
            1000, 1200, 1300, 1896, 1899, 1900, 1904, 1999, 2000, 2023, 2024, 2100, 2400, 2999,
        ] {
            for month in 0..=13 {
                for day in 0..=32 {
                    let exists = jiff::civil::Date::new(year, month, day).is_ok();
                    let text = format!("{year}-{month:02}-{day:02}");
                    assert_eq!(is_day(&text), exists, "{text}");
                }
            }
        }
        assert!(!is_day("0000-01-01") && !is_day("3000-01-01") && !is_day("2020-1-1"));
    }
}
