//! Words that say something about numbers, bound to conditions over the ledger.
//!
//! A condition is an expression such as `value("relapse.yes.percent") > 50`,
//! `significant("os.by_arm.test.p")` or `highest("size.by_arm.a.median")`.
//! Templates and `published.toml` use the same functions.

mod length;

use std::sync::{Arc, Mutex, PoisonError};

use minijinja::value::{Rest, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};

pub(crate) use length::refusal as too_long;

use crate::ledger::{Conclusion, Ledger};
use crate::number::{self, Number, NumberId, id::pieces};

/// The functions of conditions over one ledger, and what they were asked.
#[derive(Debug, Clone)]
pub struct Conditions {
    ledger: Arc<Ledger>,
    alpha: f64,
    asked: Arc<Mutex<Asked>>,
}

/// Most steps of one condition; 64 bytes of text count as one.
const MOST_STEPS: u64 = 200_000;

#[derive(Debug, Default)]
struct Asked {
    conclusions: Vec<Conclusion>,
    /// Numbers that were looked at since the last claim.
    looked: Vec<(String, String)>,
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

impl Conditions {
    /// Of this ledger; a p-value below `alpha` is significant.
    pub fn new(ledger: Arc<Ledger>, alpha: f64) -> Self {
        Self {
            ledger,
            alpha,
            asked: Arc::default(),
        }
    }

    /// The conclusions that were asked for so far, in order, each once.
    pub fn conclusions(&self) -> Vec<Conclusion> {
        self.asked().conclusions.clone()
    }

    /// Whether a condition holds.
    ///
    /// # Errors
    /// What is wrong with it: its syntax, an unknown id.
    pub fn holds(&self, condition: &str) -> Result<bool, String> {
        if let Some(problem) = too_long(condition) {
            return Err(problem);
        }
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_fuel(Some(MOST_STEPS));
        self.add_to(&mut env);
        let said = |error: Error| {
            if error.kind() == ErrorKind::OutOfFuel {
                return "takes too many steps, or too much memory".to_owned();
            }
            let detail = error.detail().map(str::to_owned);
            detail.unwrap_or_else(|| error.kind().to_string())
        };
        let expression = env.compile_expression(condition).map_err(said)?;
        let value = expression.eval(()).map_err(said)?;
        bool::try_from(value.clone())
            .map_err(|_| format!("evaluates to a {}, expected true or false", value.kind()))
    }

    /// What the last condition looked at: "relapse.yes.percent is 45.8".
    pub fn looked_at(&self) -> String {
        let looked = std::mem::take(&mut self.asked().looked);
        let told: Vec<String> = looked
            .into_iter()
            .map(|(id, value)| format!("{id} is {value}"))
            .collect();
        told.join(", ")
    }

    fn asked(&self) -> std::sync::MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, id: &str) -> Result<&Number, Error> {
        self.ledger.find(id).ok_or_else(|| {
            let help = self.ledger.help_for(id);
            invalid(format!("the ledger has no number \"{id}\"; {help}"))
        })
    }

    /// The entry of an id, noted as looked at.
    fn look(&self, id: &str) -> Result<&Number, Error> {
        const REMEMBERED: usize = 8;
        let number = self.find(id)?;
        let looked = &mut self.asked().looked;
        let entry = (number.id.to_string(), number.full_value());
        if !looked.contains(&entry) {
            if looked.len() == REMEMBERED {
                looked.remove(0);
            }
            looked.push(entry);
        }
        Ok(number)
    }

    /// Notes a conclusion and hands its truth on.
    fn conclude(&self, claim: String, holds: bool) -> bool {
        let conclusions = &mut self.asked().conclusions;
        if !conclusions.iter().any(|known| known.claim == claim) {
            conclusions.push(Conclusion { claim, holds });
        }
        holds
    }

    /// The numbers that a pattern names: `*` matches one part of an id.
    fn matching(&self, pattern: &str) -> Result<Vec<f64>, Error> {
        let wanted = pieces(pattern);
        let fits = |id: &str| {
            let parts = pieces(id);
            parts.len() == wanted.len()
                && parts
                    .iter()
                    .zip(&wanted)
                    .all(|(part, want)| *want == "*" || part == want)
        };
        let ids: Vec<&str> = self
            .ledger
            .iter()
            .map(|n| n.id.as_str())
            .filter(|id| fits(id))
            .collect();
        if ids.is_empty() {
            return Err(invalid(format!(
                "no number of the ledger matches \"{pattern}\""
            )));
        }
        let mut values = Vec::new();
        for id in ids {
            values.extend(self.look(id)?.value.number());
        }
        Ok(values)
    }

    /// Whether a number is at an end of those that a pattern names; without a
    /// pattern, of the same number in every group.
    fn extreme(
        &self,
        name: &str,
        id: &str,
        pattern: Option<&str>,
        better: fn(f64, f64) -> bool,
    ) -> Result<bool, Error> {
        let found = self.look(id)?;
        let own = found.value.number();
        let pattern = match pattern {
            Some(pattern) => pattern.to_owned(),
            None => in_every_group(&found.id).ok_or_else(|| {
                invalid(format!(
                    "\"{id}\" has no group; list the ids to compare: {name}(\"{id}\", \"….*.…\")"
                ))
            })?,
        };
        let others = self.matching(&pattern)?;
        let at_end = others
            .iter()
            .filter(|other| own.is_some_and(|own| **other == own || better(**other, own)));
        // Nobody better, and nobody equal but itself.
        let holds = own.is_some() && at_end.count() == 1;
        Ok(self.conclude(format!("{name}(\"{id}\")"), holds))
    }

    fn ordered(
        &self,
        name: &str,
        ids: &[String],
        before: fn(f64, f64) -> bool,
    ) -> Result<bool, Error> {
        if ids.len() < 2 {
            return Err(invalid(format!("{name} needs two ids or more")));
        }
        let values: Vec<Option<f64>> = ids
            .iter()
            .map(|id| Ok(self.look(id)?.value.number()))
            .collect::<Result<_, Error>>()?;
        let holds = values.windows(2).all(|pair| match pair {
            [Some(a), Some(b)] => before(*a, *b),
            _ => false,
        });
        Ok(self.conclude(format!("{name}(\"{}\")", ids.join("\", \"")), holds))
    }

    /// Adds the functions to an environment.
    pub fn add_to(&self, env: &mut Environment<'_>) {
        let own = self.clone();
        env.add_function("value", move |id: &str| -> Result<Value, Error> {
            // For conditions: looking is not printing.
            let number = own.look(id)?.value.number();
            Ok(number.map_or(Value::from(()), Value::from))
        });
        let own = self.clone();
        env.add_function("has", move |id: &str| own.ledger.find(id).is_some());
        let own = self.clone();
        env.add_function("computed", move |id: &str| -> Result<bool, Error> {
            Ok(matches!(
                own.find(id)?.value,
                number::Value::Number(_) | number::Value::Date(_)
            ))
        });
        let own = self.clone();
        env.add_function("significant", move |id: &str| -> Result<bool, Error> {
            let p = own.look(id)?.value.number();
            let holds = p.is_some_and(|p| p < own.alpha);
            Ok(own.conclude(format!("significant(\"{id}\")"), holds))
        });
        let own = self.clone();
        env.add_function("highest", move |id: &str, pattern: Option<&str>| {
            own.extreme("highest", id, pattern, |other, own| other > own)
        });
        let own = self.clone();
        env.add_function("lowest", move |id: &str, pattern: Option<&str>| {
            own.extreme("lowest", id, pattern, |other, own| other < own)
        });
        let own = self.clone();
        env.add_function("rising", move |ids: Rest<String>| {
            own.ordered("rising", &ids, |a, b| a < b)
        });
        let own = self.clone();
        env.add_function("falling", move |ids: Rest<String>| {
            own.ordered("falling", &ids, |a, b| a > b)
        });
        let own = self.clone();
        env.add_function(
            "claim",
            move |words: &str, holds: bool| -> Result<String, Error> {
                own.conclude(words.to_owned(), holds);
                let looked = own.looked_at();
                if holds {
                    return Ok(words.to_owned());
                }
                let because = if looked.is_empty() {
                    String::new()
                } else {
                    format!(": {looked}")
                };
                Err(invalid(format!("\"{words}\" does not hold{because}")))
            },
        );
    }
}

/// `size.by_arm.a.median` → `size.by_arm.*.median`.
fn in_every_group(id: &NumberId) -> Option<String> {
    id.path().grouping()?;
    let mut parts = pieces(id.as_str());
    let by = parts.iter().position(|part| part.starts_with("by_"))?;
    *parts.get_mut(by + 1)? = "*";
    Some(parts.join("."))
}
