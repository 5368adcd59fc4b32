//! The rules of the tables of a PDF, and what stands beyond them.

use std::path::Path;

use lopdf::content::Content;
use lopdf::{Document, Object};

use crate::census::{Page, Word};

/// The thick rules above and below a table, and the hair below its headings.
const THICK: f64 = 0.7;
/// A shorter rule stands below the heading of several columns.
const SHORTEST: f64 = 80.0;
/// What a box of letters has beyond their ink.
const SLACK: f64 = 1.2;

/// A horizontal line, in points from the upper left corner.
#[derive(Debug, Clone, Copy)]
struct Rule {
    left: f64,
    right: f64,
    top: f64,
    is_thick: bool,
}

impl Rule {
    fn is_as_wide_as(&self, other: &Self) -> bool {
        (self.left - other.left).abs() < 0.5 && (self.right - other.right).abs() < 0.5
    }
}

/// A matrix as PDF has it.
type Matrix = [f64; 6];

fn times(one: Matrix, two: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = one;
    let [g, h, i, j, k, l] = two;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}

fn place([a, b, c, d, e, f]: Matrix, [x, y]: [f64; 2]) -> [f64; 2] {
    [a * x + c * y + e, b * x + d * y + f]
}

/// The horizontal lines that the content of a page strokes.
fn rules(content: &Content, height: f64) -> Vec<Rule> {
    const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let mut found = Vec::new();
    let mut state = (UNIT, 1.0);
    let mut saved = Vec::new();
    let mut path: Vec<[f64; 2]> = Vec::new();
    for step in &content.operations {
        let numbers = step.operands.iter().map(Object::as_float);
        let numbers: Vec<f64> = numbers.filter_map(Result::ok).map(f64::from).collect();
        match (step.operator.as_str(), numbers.as_slice()) {
            ("q", _) => saved.push(state),
            ("Q", _) => state = saved.pop().unwrap(),
            ("cm", &[a, b, c, d, e, f]) => state.0 = times([a, b, c, d, e, f], state.0),
            ("w", &[width]) => state.1 = width,
            ("m", &[x, y]) => path = vec![place(state.0, [x, y])],
            ("l", &[x, y]) => path.push(place(state.0, [x, y])),
            ("S", _) => {
                if let [[left, y], [right, end]] = path[..]
                    && (y - end).abs() < 0.01
                    && right - left > SHORTEST
                {
                    found.push(Rule {
                        left,
                        right,
                        top: height - y,
                        is_thick: state.1 > THICK,
                    });
                }
                path.clear();
            }
            ("re" | "c" | "h", _) => path.clear(),
            _ => {}
        }
    }
    found.sort_by(|one, two| one.top.total_cmp(&two.top));
    found
}

/// The words of each page that begin between two rules of a table and end beyond them.
/// The second number is how many pairs of rules there are.
pub fn beyond_rules(pdf: &Path, pages: &[Page]) -> (Vec<String>, usize) {
    let document = Document::load(pdf).unwrap();
    let (mut beyond, mut pairs) = (Vec::new(), 0);
    for ((number, id), page) in document.get_pages().into_iter().zip(pages) {
        let content = document.get_and_decode_page_content(id).unwrap();
        let rules = rules(&content, page.height);
        for (at, above) in rules.iter().enumerate() {
            let mut next = rules.iter().skip(at + 1);
            let Some(below) = next.find(|below| below.is_as_wide_as(above)) else {
                continue;
            };
            // Between two tables stand two thick ones.
            if above.is_thick == below.is_thick {
                continue;
            }
            pairs += 1;
            let begins = |word: &&Word| {
                let middle = f64::midpoint(word.top, word.bottom);
                let is_between = middle > above.top && middle < below.top;
                is_between && word.left > above.left - 2.0 && word.left < above.right - 2.0
            };
            let words = page.words.iter().filter(begins);
            for word in words.filter(|word| word.right > above.right + SLACK) {
                let (by, text) = (word.right - above.right, &word.text);
                beyond.push(format!(
                    "page {number}: \"{text}\" {by:.1} beyond its table"
                ));
            }
        }
    }
    (beyond, pairs)
}
