//! Where in a document something is, as its readers name it: by page and key.

use std::fmt::Write;

/// Places by their number; each knows the one above it.
#[derive(Debug, Default)]
pub(super) struct Places<'a>(Vec<(Option<Place>, Step<'a>)>);

/// One of [`Places`].
pub(super) type Place = usize;

#[derive(Debug)]
enum Step<'a> {
    /// A place of its own: the catalog, a page.
    Named(Box<str>, Option<usize>),
    Key(&'a [u8]),
    Index(usize),
}

impl<'a> Places<'a> {
    /// A place with a name of its own.
    pub(super) fn named(&mut self, name: &str) -> Place {
        self.add(None, Step::Named(name.into(), None))
    }

    /// A page, counted from 1.
    pub(super) fn page(&mut self, number: usize) -> Place {
        let name = format!("page {number}");
        self.add(None, Step::Named(name.into(), Some(number)))
    }

    /// What is under a key.
    pub(super) fn key(&mut self, above: Place, key: &'a [u8]) -> Place {
        self.add(Some(above), Step::Key(key))
    }

    /// An element of an array, counted from 0.
    pub(super) fn index(&mut self, above: Place, index: usize) -> Place {
        self.add(Some(above), Step::Index(index))
    }

    fn add(&mut self, above: Option<Place>, step: Step<'a>) -> Place {
        self.0.push((above, step));
        self.0.len() - 1
    }

    /// The page that a place is on.
    pub(super) fn page_of(&self, place: Place) -> Option<usize> {
        match self.steps(place).first() {
            Some(Step::Named(_, page)) => *page,
            _ => None,
        }
    }

    /// A place in words: `page 3 /Resources /Font`.
    pub(super) fn words(&self, place: Place) -> String {
        /// Steps that are written at either end of a long way.
        const ENDS: usize = 4;
        let steps = self.steps(place);
        let mut words = String::new();
        for (at, step) in steps.iter().enumerate() {
            let is_end = at < ENDS || at + ENDS >= steps.len();
            match step {
                _ if at == ENDS && !is_end => words.push_str(" …"),
                _ if !is_end => {}
                Step::Named(name, _) => words.push_str(name),
                Step::Key(key) => {
                    let _ = write!(words, " /{}", String::from_utf8_lossy(key));
                }
                Step::Index(index) => {
                    let _ = write!(words, "[{index}]");
                }
            }
        }
        words
    }

    fn steps(&self, place: Place) -> Vec<&Step<'a>> {
        let mut steps = Vec::new();
        let mut next = Some(place);
        while let Some((above, step)) = next.and_then(|place| self.0.get(place)) {
            steps.push(step);
            next = *above;
        }
        steps.reverse();
        steps
    }
}
