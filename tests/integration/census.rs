//! Every page of many reports, measured: no text outside the margins, no text on
//! another or beyond the rules of its table, no page blank, or more than half empty but the last of a part, each numbered as
//! it stands in the file, tables and figures in the order of their numbers. The boxes of the words are those of `pdftotext`; without
//! it nothing is measured. `make test` has the reports of the project and small ones,
//! `make long` the others.

use std::fmt::Write;
use std::fs;
use std::process::Command;

use crate::common::{Place, program, stderr};
use crate::ruled::beyond_rules;
use regex::Regex;

/// The narrowest margin of a page, less a hanging mark, in points.
const MARGIN: f64 = 40.0;
/// Where the text of a page ends and its footer begins, above its lower edge.
const FOOTER: f64 = 44.0;
/// What is set as high as this begins a part: headings are larger than text.
const HEADING: f64 = 14.0;
/// White space as high as this is not what stands between the texts of a figure.
const GAP: f64 = 95.0;

/// A word in its box, in points from the upper left corner.
pub struct Word {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub text: String,
}

impl Word {
    /// The box of the letters: what a font reserves above and below is not ink.
    fn ink(&self) -> (f64, f64) {
        let quarter = (self.bottom - self.top) / 4.0;
        (self.top + quarter, self.bottom - quarter)
    }

    fn overlaps(&self, other: &Self) -> bool {
        const TOUCH: f64 = 0.6;
        let ((top, bottom), (other_top, other_bottom)) = (self.ink(), other.ink());
        let across = self.right.min(other.right) - self.left.max(other.left);
        let down = bottom.min(other_bottom) - top.max(other_top);
        across > TOUCH && down > TOUCH
    }
}

pub struct Page {
    width: f64,
    pub height: f64,
    pub words: Vec<Word>,
}

impl Page {
    /// The words above the footer.
    fn text(&self) -> impl Iterator<Item = &Word> {
        let end = self.height - FOOTER;
        self.words.iter().filter(move |word| word.bottom < end)
    }

    /// Its number and that of all pages, as its footer prints them.
    fn number(&self) -> String {
        let end = self.height - FOOTER;
        let mut footer: Vec<&Word> = self.words.iter().filter(|own| own.bottom >= end).collect();
        footer.sort_by(|a, b| a.left.total_cmp(&b.left));
        let last = footer.iter().rev().take(3).rev();
        last.map(|own| own.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The share of the page between the margins that nothing stands on.
    fn empty(&self) -> f64 {
        let (top, end) = (MARGIN, self.height - FOOTER);
        let mut spans: Vec<(f64, f64)> = self.text().map(|word| (word.top, word.bottom)).collect();
        spans.push((end, end));
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut reached, mut empty) = (top, 0.0);
        for (from, to) in spans {
            if from - reached > GAP {
                empty += from - reached;
            }
            reached = reached.max(to);
        }
        empty / (end - top)
    }

    /// Whether its first words are a heading.
    fn begins_a_part(&self) -> bool {
        let first = self.text().min_by(|a, b| a.top.total_cmp(&b.top));
        first.is_some_and(|word| word.bottom - word.top > HEADING)
    }
}

/// The words of each page, or `None` where there is no `pdftotext`.
pub fn pages(pdf: &std::path::Path) -> Option<Vec<Page>> {
    let output = Command::new("pdftotext")
        .arg("-bbox")
        .arg(pdf)
        .arg("-")
        .output();
    let Ok(output) = output else {
        println!(
            "SKIPPED: no pdftotext (poppler), so {} is not measured",
            pdf.display()
        );
        return None;
    };
    assert!(output.status.success(), "{}", stderr(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    let size = Regex::new(r#"^width="([\d.]+)" height="([\d.]+)""#).unwrap();
    let word = Regex::new(
        r#"<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">(.*?)</word>"#,
    )
    .unwrap();
    let pages = text.split("<page ").skip(1).map(|page| {
        let sides = size.captures(page).unwrap();
        let number = |text: &str| text.parse::<f64>().unwrap();
        Page {
            width: number(&sides[1]),
            height: number(&sides[2]),
            words: word
                .captures_iter(page)
                .map(|found| Word {
                    left: number(&found[1]),
                    top: number(&found[2]),
                    right: number(&found[3]),
                    bottom: number(&found[4]),
                    text: found[5].to_owned(),
                })
                .collect(),
        }
    });
    Some(pages.collect())
}

/// Where the caption of a table or a figure stands: its page, its column, how far down.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Caption {
    page: usize,
    left: f64,
    top: f64,
}

impl Caption {
    /// Whether it is read before another. Of two beside each other, the one on the left is.
    fn is_before(&self, other: &Self) -> bool {
        if self.page != other.page {
            return self.page < other.page;
        }
        let same_column = (self.left - other.left).abs() < 20.0;
        match same_column {
            true => self.top < other.top,
            false => self.left < other.left || self.top < other.top,
        }
    }
}

/// The captions of a kind, such as `Table`, in the order of their numbers.
fn captions(pages: &[Page], kind: &str) -> Vec<Caption> {
    let mut found = Vec::new();
    for (page, own) in pages.iter().enumerate() {
        let pairs = own.words.iter().zip(own.words.iter().skip(1));
        for (word, next) in pairs.filter(|(word, _)| word.text == kind) {
            let number = next.text.strip_suffix('.').map(str::parse::<usize>);
            // A sentence ends with the name of a table too, but not in semibold.
            let begins = own.words.iter().all(|other| {
                let same_line = (other.top - word.top).abs() < 2.0;
                !same_line || other.right < word.left - 8.0 || other.left >= word.left
            });
            if let (Some(Ok(number)), true) = (number, begins) {
                let (left, top) = (word.left, word.top);
                found.push((number, Caption { page, left, top }));
            }
        }
    }
    found.sort_by_key(|(number, _)| *number);
    found.into_iter().map(|(_, caption)| caption).collect()
}

/// What is wrong with the pages of a report.
fn faults(pages: &[Page]) -> String {
    let mut faults = String::new();
    for (at, page) in pages.iter().enumerate() {
        let number = at + 1;
        let (printed, count) = (page.number(), pages.len());
        if printed != format!("{number} / {count}") {
            let _ = writeln!(faults, "page {number} of {count} is numbered \"{printed}\"");
        }
        for word in &page.words {
            let inside = word.left >= MARGIN
                && word.right <= page.width - MARGIN
                && word.top >= 0.0
                && word.bottom <= page.height;
            if !inside {
                let (x, y, text) = (word.left, word.top, &word.text);
                let _ = writeln!(faults, "page {number}: \"{text}\" at {x}, {y} is outside");
            }
        }
        let mut sorted: Vec<&Word> = page.words.iter().collect();
        sorted.sort_by(|a, b| a.top.total_cmp(&b.top));
        for (first, word) in sorted.iter().enumerate() {
            let near = sorted.iter().skip(first + 1);
            let near = near.take_while(|other| other.top < word.bottom);
            for other in near.filter(|other| word.overlaps(other)) {
                let (one, two, y) = (&word.text, &other.text, word.top);
                let _ = writeln!(
                    faults,
                    "page {number}: \"{one}\" and \"{two}\" overlap at {y}"
                );
            }
        }
        if page.text().next().is_none() {
            let _ = writeln!(faults, "page {number} is blank");
        }
        let ends_a_part = pages.get(at + 1).is_none_or(Page::begins_a_part);
        let empty = page.empty();
        if !ends_a_part && empty > 0.5 {
            let percent = (100.0 * empty).round();
            let _ = writeln!(faults, "page {number}: {percent}% is empty");
        }
    }
    for kind in ["Table", "Figure"] {
        let captions = captions(pages, kind);
        for (at, pair) in captions.windows(2).enumerate() {
            if let [first, second] = pair
                && !first.is_before(second)
            {
                let (number, page) = (at + 2, second.page + 1);
                let _ = writeln!(faults, "{kind} {number} on page {page} is out of order");
            }
        }
    }
    faults
}

/// The texts of a figure whose place is outside its frame, where they are cut.
fn texts_outside(svg: &str) -> String {
    let number = |tag: &str, key: &str| -> Option<f64> {
        let (_, rest) = tag.split_once(&format!(" {key}=\""))?;
        rest.split_once('"')?.0.parse().ok()
    };
    let (width, height) = (number(svg, "width"), number(svg, "height"));
    let (width, height) = (width.unwrap(), height.unwrap());
    let tags = svg.split("<text").skip(1);
    let outside = tags.filter(|tag| {
        let (x, y) = (number(tag, "x").unwrap(), number(tag, "y").unwrap());
        !(0.0..=width).contains(&x) || !(0.0..=height).contains(&y)
    });
    let texts = outside.filter_map(|tag| tag.split_once('>')?.1.split('<').next());
    texts.map(str::trim).collect::<Vec<_>>().join(", ")
}

/// Makes the report and measures it.
pub fn measure(place: &Place, name: &str) {
    let output = place.report();
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{name}: {told}");
    assert!(!told.contains("did not converge"), "{name}: {told}");
    for entry in fs::read_dir(place.out().join("figures"))
        .into_iter()
        .flatten()
    {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "svg") {
            continue;
        }
        let svg = fs::read_to_string(&path).unwrap();
        assert!(
            !svg.contains("n/a"),
            "{name}: {} has a number that lacks",
            path.display()
        );
        let outside = texts_outside(&svg);
        assert!(outside.is_empty(), "{name}: {}: {outside}", path.display());
    }
    let pdf = place.out().join("report.pdf");
    if let Some(pages) = pages(&pdf) {
        assert!(!pages.is_empty(), "{name}");
        let faults = faults(&pages);
        assert!(faults.is_empty(), "{name}:\n{faults}");
        let (beyond, _) = beyond_rules(&pdf, &pages);
        assert!(beyond.is_empty(), "{name}: {beyond:?}");
    }
}

/// The cohorts of the project in a look.
fn measure_cohorts(look: &str) {
    for name in ["lung", "melanoma", "rvlms", "veteran"] {
        let place = Place::of_cohort(name);
        let path = place.study().join("study.toml");
        let study = fs::read_to_string(&path).unwrap();
        let own = format!("[document]\nlook = \"{look}\"");
        fs::write(path, study.replacen("[document]", &own, 1)).unwrap();
        measure(&place, &format!("{name}, {look}"));
    }
}

#[test]
fn reports_of_the_cohorts() {
    measure_cohorts("report");
}

#[test]
#[ignore = "make long"]
fn journals_of_the_cohorts() {
    measure_cohorts("journal");
}

#[test]
#[ignore = "make long"]
fn summaries_of_the_cohorts() {
    measure_cohorts("summary");
}

/// The rows, variables, levels and groups of a generated file.
#[derive(Clone, Copy)]
struct Size {
    rows: usize,
    variables: usize,
    levels: usize,
    groups: usize,
}

/// The words of a file: those of a level and of a column, short or long.
struct Words {
    level: &'static str,
    column: &'static str,
}

const SHORT: Words = Words {
    level: "Level",
    column: "finding",
};
const LONG: Words = Words {
    level: "Histologically proven carcinoma of the upper gastrointestinal tract, subtype",
    column: "immunohistochemistry_of_the_resection_margin",
};

/// A file of times, numbers, findings of some levels, and a grouping.
fn generated(size: Size, words: &Words) -> String {
    let Size {
        rows,
        variables,
        levels,
        groups,
    } = size;
    let mut file = String::from("id,months,dead");
    if groups > 0 {
        file += ",arm";
    }
    for at in 0..variables {
        let kind = if at % 2 == 0 { "marker" } else { words.column };
        let _ = write!(file, ",{kind}_{at}");
    }
    file.push('\n');
    // A sequence without a pattern that the eye sees, the same every time.
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 40).unwrap() % below
    };
    for row in 0..rows {
        let (months, dead) = (1 + next(90), next(2));
        let _ = write!(file, "{row},{months}.5,{dead}");
        if groups > 0 {
            let _ = write!(file, ",Arm {}", row % groups);
        }
        for at in 0..variables {
            let _ = match at % 2 {
                0 => write!(file, ",{}.{}", 20 + next(60), next(10)),
                _ => write!(file, ",\"{} {}\"", words.level, next(levels)),
            };
        }
        file.push('\n');
    }
    file
}

/// What is printed of a generated file.
#[derive(Clone, Copy)]
enum Printed<'a> {
    /// What `new` drafts.
    Draft,
    /// Whatever the study file defines, with more of it.
    AllWith(&'a str),
    /// This text of the results.
    Text(&'a str),
}

/// What `new` makes of a file, in a look.
fn measure_new(file: &str, printed: Printed<'_>, look: &str, name: &str) {
    let place = Place::empty();
    let from = place.folder.path().join("cohort.csv");
    fs::write(&from, file).unwrap();
    let new = program()
        .arg("new")
        .arg(place.study())
        .arg("--from")
        .arg(&from)
        .output()
        .unwrap();
    assert_eq!(new.status.code(), Some(0), "{}", stderr(&new));
    let path = place.study().join("study.toml");
    let study = fs::read_to_string(&path).unwrap();
    let own = format!("[document]\nlook = \"{look}\"");
    assert!(study.contains("[document]"), "{study}");
    let mut study = study.replacen("[document]", &own, 1);
    let templates = place.study().join("templates");
    match printed {
        Printed::Draft => {}
        Printed::AllWith(more) => {
            study += more;
            fs::remove_dir_all(templates).unwrap();
        }
        Printed::Text(results) => fs::write(templates.join("results.typ"), results).unwrap(),
    }
    fs::write(path, study).unwrap();
    measure(&place, &format!("{name}, {look}"));
}

const LOOKS: [&str; 3] = ["report", "journal", "summary"];

fn measure_generated(rows: usize, variables: usize, levels: usize, groups: usize) {
    let size = Size {
        rows,
        variables,
        levels,
        groups,
    };
    let name = format!("{rows} rows, {variables} variables, {groups} groups");
    for look in LOOKS {
        measure_new(&generated(size, &SHORT), Printed::Draft, look, &name);
    }
}

#[test]
#[ignore = "make long"]
fn a_study_of_many_levels() {
    measure_generated(300, 32, 12, 5);
}

/// The first table is wide, and the text before it fills a page in part.
#[test]
#[ignore = "make long"]
fn a_study_of_six_groups() {
    measure_generated(120, 10, 4, 6);
    measure_generated(150, 14, 3, 7);
}

#[test]
#[ignore = "make long"]
fn a_study_of_sixty_columns() {
    measure_generated(120, 60, 3, 8);
}

#[test]
#[ignore = "make long"]
fn a_study_of_many_rows() {
    measure_generated(5000, 6, 4, 3);
}

#[test]
#[ignore = "make long"]
fn a_study_of_one_variable() {
    measure_generated(50, 1, 2, 2);
}

#[test]
#[ignore = "make long"]
fn a_study_without_groups() {
    measure_generated(90, 14, 6, 0);
}

#[test]
#[ignore = "make long"]
fn a_study_of_long_names() {
    let size = Size {
        rows: 120,
        variables: 8,
        levels: 5,
        groups: 3,
    };
    for look in LOOKS {
        measure_new(&generated(size, &LONG), Printed::Draft, look, "long names");
    }
}

/// Figures that are higher than others: a lane for each of 240 patients, and a bar
/// for each of 36 levels.
#[test]
#[ignore = "make long"]
fn a_study_of_tall_figures() {
    let size = Size {
        rows: 240,
        variables: 2,
        levels: 36,
        groups: 2,
    };
    let more = r#"
[[figures]]
id = "lanes"
kind = "swimmer"
caption = "Follow-up of every patient."
endpoint = "survival"
marks = []

[[figures]]
id = "levels"
kind = "bars"
caption = "Levels."
variable = "finding_1"
"#;
    for look in LOOKS {
        measure_new(
            &generated(size, &SHORT),
            Printed::AllWith(more),
            look,
            "tall figures",
        );
    }
}

/// Tables and figures of many groups, of which no two share a page by chance.
#[test]
#[ignore = "make long"]
fn figures_of_many_groups() {
    for groups in [9, 17, 26, 36] {
        let size = Size {
            rows: 12 * groups,
            variables: 2,
            levels: 3,
            groups,
        };
        let mut more = String::new();
        for (at, (kind, keys)) in [
            ("boxes", "by = \"arm\"\nvariables = [\"marker_0\"]"),
            ("bars", "variable = \"arm\""),
            ("stacked", "by = \"arm\"\nvariables = [\"finding_1\"]"),
            ("histogram", "by = \"arm\"\nvariables = [\"marker_0\"]"),
        ]
        .iter()
        .enumerate()
        {
            let _ = write!(
                more,
                "\n[[figures]]\nid = \"more-{at}\"\nkind = \"{kind}\"\n\
                 caption = \"Groups.\"\n{keys}\n"
            );
        }
        for look in ["report", "journal"] {
            let name = format!("figures of {groups} groups");
            let file = generated(size, &SHORT);
            measure_new(&file, Printed::AllWith(&more), look, &name);
        }
    }
}

/// Sections of so many sentences, each followed by what is called after it.
fn sections(parts: &[(usize, &str)]) -> String {
    let mut text = String::new();
    for (at, (sentences, calls)) in parts.iter().enumerate() {
        let _ = writeln!(text, "= Section {}\n", char::from(b'A' + at as u8));
        for _ in 0..*sentences {
            text +=
                "The cohort holds << num(\"cohort.n\") | plural(one, many) >>, as was planned. ";
        }
        let _ = writeln!(text, "\n\n{calls}\n");
    }
    text
}

const SMALL: Size = Size {
    rows: 80,
    variables: 4,
    levels: 3,
    groups: 2,
};

/// Tables and figures that move to where they have room, some as wide as a column, and
/// others that stand where they are called.
#[test]
fn a_text_with_tables_and_figures() {
    let text = sections(&[
        (
            3,
            "<< figure(\"survival\") >>\n<< table(\"characteristics\") >>",
        ),
        (20, "<< figure(\"numbers\") >>"),
        (
            2,
            "#set figure(placement: none)\n<< table(\"survival-times\") >>",
        ),
    ]);
    let file = generated(SMALL, &SHORT);
    for look in ["report", "journal"] {
        measure_new(&file, Printed::Text(&text), look, "tables and figures");
    }
}

/// A long table and a wide one among text that goes on below them.
#[test]
#[ignore = "make long"]
fn a_text_around_long_tables() {
    let long = "<< table(\"characteristics\") >>";
    for (groups, before, after) in [(2, 4, 60), (6, 12, 40), (6, 45, 5), (3, 30, 30)] {
        let size = Size {
            rows: 240,
            variables: 22,
            levels: 9,
            groups,
        };
        let others = "<< table(\"survival-times\") >>\n<< figure(\"survival\") >>";
        let text = sections(&[
            (before, long),
            (after, others),
            (3, "<< figure(\"numbers\") >>"),
        ]);
        let file = generated(size, &SHORT);
        for look in ["report", "journal"] {
            let name = format!("{groups} groups, {before} sentences before a long table");
            measure_new(&file, Printed::Text(&text), look, &name);
        }
    }
}

/// Nothing but one figure.
#[test]
#[ignore = "make long"]
fn a_text_with_one_figure() {
    for id in ["survival", "numbers"] {
        let call = format!("<< figure(\"{id}\") >>");
        for sentences in [1, 30] {
            let text = sections(&[(sentences, &call)]);
            let file = generated(SMALL, &SHORT);
            for look in ["report", "journal"] {
                measure_new(&file, Printed::Text(&text), look, id);
            }
        }
    }
}

/// Many figures, wide and narrow, with few tables.
#[test]
#[ignore = "make long"]
fn a_study_of_many_figures() {
    let mut more = String::new();
    for (at, by) in ["", "by = \"arm\"", "", "by = \"finding_1\"", ""]
        .iter()
        .enumerate()
    {
        let _ = write!(
            more,
            "[[figures]]\nid = \"curve-{at}\"\nkind = \"kaplan_meier\"\n\
             endpoints = [\"survival\"]\n{by}\ncaption = \"Survival.\"\n\n\
             [[figures]]\nid = \"values-{at}\"\nkind = \"histogram\"\n\
             variables = [\"marker_0\", \"marker_2\"]\ncaption = \"Values.\"\n\n"
        );
    }
    for look in LOOKS {
        let file = generated(SMALL, &SHORT);
        measure_new(
            &file,
            Printed::AllWith(&format!("\n{more}")),
            look,
            "many figures",
        );
    }
}

#[test]
fn a_small_study_of_three_groups() {
    measure_generated(60, 6, 4, 3);
}

#[test]
fn a_tiny_study() {
    measure_generated(3, 4, 2, 2);
}
