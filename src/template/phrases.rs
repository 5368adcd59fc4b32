//! Phrases around numbers: a p-value with its letter, an effect with its interval and
//! direction, a count with its percentage, two ends with a mark between them.

use minijinja::Error;
use minijinja::value::Value;

use super::functions::safe;
use super::number::{linked, linked_as, linked_with_unit};
use super::phrase_links::phrase;
use super::{Shared, escape, wording};
use crate::number::styles::{NumberStyle, RangeMark};
use crate::number::unit::PERCENT;
use crate::number::{Name, Number, Step, format};
use crate::tables::Direction;

/// "P = 0.012" or "P <0.001", as the style requires, the number linked.
pub(super) fn p_value(number: &Number, style: NumberStyle) -> String {
    let sign = format::p_sign(&number.value, &number.text, style);
    let text = linked_as(number, &format::p_text_apart(&number.text, style));
    format!("{}{}{text}", p_symbol(style), escape::markup(sign))
}

/// The letter for a p-value, as markup.
pub(super) fn p_symbol(style: NumberStyle) -> String {
    let symbol = style.p_symbol;
    if style.p_italic {
        format!("_{symbol}_")
    } else {
        symbol.to_owned()
    }
}

/// Markup that stays on one line: a range or a count that breaks is misread.
pub(super) fn unbroken(markup: &str) -> String {
    format!("#box[{markup}];")
}

/// Whether a range has the unit of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RangeUnit {
    Shown,
    /// The estimate before it has it.
    Known,
}

impl Shared {
    /// "r = 0.24 (95% CI 0.03 to 0.43; higher in surgery)".
    pub(super) fn effect(&self, effect: &Number) -> Result<String, Error> {
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
        Ok(phrase(&out))
    }

    /// Which group has the higher values, or whether they rise or fall over
    /// groups in order.
    fn direction(&self, effect: &Number) -> Option<String> {
        let groups = effect.id.path().parent()?;
        let by = groups.grouping()?;
        let own = self.levels.iter().filter(|level| level.variable == by);
        let levels = own.map(|level| (&level.id, level.named.clone()));
        let label = self.ordinal(by).unwrap_or(by);
        let direction = Direction::of(&effect.method, &self.ledger, &groups, levels, label)?;
        direction.in_text(effect.value.number()?, self.words())
    }

    /// "15/24 (63%", still open for an interval.
    pub(super) fn count(&self, prefix: &str) -> Result<String, Error> {
        let n = self.print(&format!("{prefix}.n"))?;
        // `sex.female` has its denominator in `sex.n`.
        let whole = n.id.path().parent().unwrap_or_else(|| n.id.path().clone());
        let total = self.print(whole.key("n").as_str())?;
        let percent = self.print(&format!("{prefix}.percent"))?;
        Ok(format!(
            "{} ({}",
            self.count_of(n, total),
            linked_with_unit(percent, self.words())
        ))
    }

    /// "15/24" or "15 of 24".
    pub(super) fn count_of(&self, part: &Number, whole: &Number) -> String {
        let of = if self.ledger.style.count_of {
            self.words().text("number.of")
        } else {
            "/"
        };
        linked(part) + &escape::markup(of) + &linked(whole)
    }

    /// Two ends on one line, with the style's mark between them and their unit behind.
    pub(super) fn range(&self, low: &Number, high: &Number) -> String {
        self.range_of(low, high, RangeUnit::Shown)
    }

    fn range_of(&self, low: &Number, high: &Number, behind: RangeUnit) -> String {
        let style = self.ledger.style;
        let ends = [low, high].map(|end| (&end.value, end.text.as_str()));
        let [low_end, high_end] = ends;
        let mark = match style.range {
            RangeMark::ToInText => self.words().text("number.to"),
            _ => format::range_mark(low_end, high_end, low.ends(), style),
        };
        let both = style.percent_repeated && high.is_percentage();
        let low = match both && low.is_percentage() {
            true => linked_with_unit(low, self.words()),
            false => linked(low),
        };
        let high = match behind {
            RangeUnit::Shown => linked_with_unit(high, self.words()),
            RangeUnit::Known => linked(high),
        };
        unbroken(&(low + &escape::markup(mark) + &high))
    }

    /// "95% CI 39 to 76%".
    pub(super) fn interval(&self, prefix: &str) -> Result<String, Error> {
        let [lower, upper] =
            ["ci_lower", "ci_upper"].map(|key| self.print(&format!("{prefix}.{key}")));
        let confidence = self.print("convention.confidence")?;
        let (lower, upper) = (lower?, upper?);
        // Joined to the word behind it, the sign follows in every language.
        let joined = format!("{}{PERCENT}", confidence.text);
        let comma = if self.ledger.style.interval_comma {
            ","
        } else {
            ""
        };
        let range = match self.ledger.style.interval_brackets {
            true => {
                let range = self.range_of(lower, upper, RangeUnit::Known);
                unbroken(&format!("\\[{range}\\]"))
            }
            false => self.range(lower, upper),
        };
        let slots = [
            ("confidence", linked_as(confidence, &joined)),
            ("comma", comma.to_owned()),
            ("range", range),
        ];
        let slots = slots.each_ref().map(|(name, text)| (*name, text.as_str()));
        let interval = wording::with_markup(self.words(), "number.interval", &slots);
        Ok(phrase(&interval))
    }

    /// The pairs of groups whose adjusted p-value is significant, as text.
    pub(super) fn pairs(&self, variable: &str, by: &str) -> Result<Value, Error> {
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
                let known = levels
                    .find(|level| Some(level.variable.as_str()) == grouping && level.id == *id);
                known.map_or_else(
                    || id.text().to_owned(),
                    |level| self.words().in_sentence(&level.label),
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

    pub(super) fn print_three(&self, prefix: &str, keys: [&str; 3]) -> Result<[&Number; 3], Error> {
        let [first, second, third] = keys.map(|key| self.print(&format!("{prefix}.{key}")));
        Ok([first?, second?, third?])
    }
}
