//! Texts from the ledger: for labels in a figure and for its alternative text.
//! It notes every entry that was used.

use crate::ledger::Ledger;
use crate::number::{Number, NumberId, Path, Subject, Value, format};
use crate::study::NumberStyle;
use crate::wording::Wording;
use crate::words::capitalised;

/// With usual spaces: no line of an alternative text breaks.
pub(super) fn spaced(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// Collects an alternative text and the numbers behind a figure.
pub struct Alt<'a> {
    ledger: &'a Ledger,
    text: String,
    used: Vec<NumberId>,
}

impl<'a> Alt<'a> {
    /// Empty, with no numbers used yet.
    pub fn new(ledger: &'a Ledger) -> Self {
        Self {
            ledger,
            text: String::new(),
            used: Vec::new(),
        }
    }

    /// The entry, noted as used.
    pub fn number(&mut self, id: &NumberId) -> Option<&'a Number> {
        let number = self.ledger.get(id)?;
        if !self.used.contains(id) {
            self.used.push(id.clone());
        }
        Some(number)
    }

    /// The entry, not yet noted as used.
    pub fn peek(&self, id: &NumberId) -> Option<&'a Number> {
        self.ledger.get(id)
    }

    /// Its text, as printed; in words for what the ledger does not hold or could not
    /// compute: a figure has no footnote that would explain an abbreviation.
    pub fn get(&mut self, id: &NumberId) -> String {
        self.known(id, |number| number.text.clone())
    }

    /// The same with its unit.
    pub fn with_unit(&mut self, id: &NumberId) -> String {
        let words = self.words();
        self.known(id, |own| own.with_unit(words))
    }

    fn known(&mut self, id: &NumberId, text: impl Fn(&Number) -> String) -> String {
        let missing = self.words().text("figure.not_estimable");
        let known = self.number(id);
        let known = known.filter(|own| !matches!(own.value, Value::NotComputable(_)));
        known.map_or_else(|| missing.to_owned(), text)
    }

    /// The words of the report's language.
    pub fn words(&self) -> Wording {
        self.ledger.style.words
    }

    /// Adds a sentence of the report's language, its places filled.
    pub fn tell(&mut self, key: &str, slots: &[(&str, impl AsRef<str>)]) {
        let sentence = self.words().fill(key, slots);
        self.say(&sentence);
    }

    /// How the numbers of the figure are printed.
    pub fn style(&self) -> NumberStyle {
        self.ledger.style
    }

    /// A p-value with its letter: "P = 0.03"; nothing where there is none.
    pub fn p(&mut self, id: &NumberId) -> Option<String> {
        let number = self.number(id)?;
        number.value.number()?;
        let text = format::p_phrase(&number.value, &number.text, self.style());
        Some(spaced(&text))
    }

    /// An estimate with the limits that stand under the path: "1.2 (0.8–1.9)".
    pub fn with_interval(&mut self, estimate: &NumberId, limits: &Path) -> String {
        let text = self.get(estimate);
        let [low, high] = ["ci_lower", "ci_upper"].map(|key| limits.key(key));
        if !(self.is_number(&low) || self.is_number(&high)) {
            return text;
        }
        let mark = self.range_mark(&low, &high);
        let [open, close] = self.style().interval_marks();
        format!(
            "{text} {open}{}{mark}{}{close}",
            self.get(&low),
            self.get(&high)
        )
    }

    /// "95% CI".
    pub fn confidence_interval(&mut self) -> String {
        let level = self.get(&Path::of(Subject::Convention).key("confidence"));
        self.words()
            .fill("number.confidence_interval", &[("confidence", &level)])
    }

    /// The text between the numbers of two ids.
    pub fn range_mark(&self, low: &NumberId, high: &NumberId) -> &'static str {
        self.ledger.range_mark(low, high)
    }

    /// Its value, for the geometry of the figure.
    pub fn value(&mut self, id: &NumberId) -> Option<f64> {
        self.number(id)?.value.number()
    }

    /// Adds the p-value of a comparison and its test, where the report has one: what
    /// is compared may not be what the figure shows, as means are beside medians.
    pub fn tell_p(&mut self, id: &NumberId) {
        let Some(method) = self.peek(id).map(|own| own.method) else {
            return;
        };
        if let Some(p) = self.p(id) {
            let test = capitalised(&method.title_in(self.style()));
            self.tell("figure.test", &[("test", &test), ("p", &p)]);
        }
    }

    /// Tells of numbers that neither the figure nor the text beside it prints: the
    /// ledger holds them, and the appendix need not.
    pub fn aside<T>(&mut self, tell: impl FnOnce(&mut Self) -> T) -> T {
        let printed = self.used.len();
        let told = tell(self);
        self.used.truncate(printed);
        told
    }

    /// Whether the entry is a number.
    pub fn is_number(&self, id: &NumberId) -> bool {
        self.peek(id)
            .is_some_and(|own| own.value.number().is_some())
    }

    /// Adds a sentence.
    pub fn say(&mut self, sentence: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(&spaced(sentence));
    }

    /// The text and the ids.
    pub fn finish(self) -> (String, Vec<NumberId>) {
        (self.text, self.used)
    }
}
