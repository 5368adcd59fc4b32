//! Links from printed numbers to their entries, and from entries to the sections
//! of the text that print them.
//!
//! Which entry lists a number is known only after the last template. Until then
//! comments stand in the source, which no text of a study can write, as every
//! text is escaped.

use std::collections::BTreeMap;
use std::fmt::Write;

use typst_syntax::{SyntaxKind, SyntaxNode, parse};

use super::emit::array;
use super::escape::literal;
use super::phrase_links::{joined, unmarked};

/// By id, as a literal: the label of its entry.
pub(super) type Sources = BTreeMap<String, String>;

/// The beginning of the appendix.
pub(super) const APPENDIX: &str = "/*entries*/#report-provenance";

const ENTRIES: &str = "/*entries*/";
const SOURCE: &str = "\"\"/*source ";
const CELL: &str = "\"\"/*cell ";
const ROWS: &str = "\"\"/*rows ";
const BACK: &str = "()/*back ";
const END: &str = "*/";
const NUMBER: &str = "#num(";
const LINK: &str = "#source(";

/// The label of the entry of a subject in the how many-th part of the report.
pub(super) fn key(part: usize, subject: &str) -> String {
    format!("source-{part}.{subject}")
}

/// Becomes the label of the entry of this number; `""` if there is none.
pub(super) fn source(id: &str) -> String {
    format!("{SOURCE}{}{END}", literal(id))
}

/// The same in a cell of rows whose numbers may all have one entry: then the rows
/// are one link.
pub(super) fn cell(id: &str) -> String {
    format!("{CELL}{}{END}", literal(id))
}

/// Becomes the label of the entry of all these numbers, `""` if they have several.
pub(super) fn rows<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let ids: Vec<String> = ids.map(literal).collect();
    format!("{ROWS}{}{END}", ids.join(" "))
}

/// Becomes the sections that print numbers of the entry with this label:
/// `(("printed-1", [Methods]), …)`.
pub(super) fn back(key: &str) -> String {
    format!("{BACK}{}{END}", literal(key))
}

/// The source with all links.
pub(super) fn resolve(source: &str, sources: &Sources) -> String {
    let (text, appendix) = match source.split_once(ENTRIES) {
        Some((text, appendix)) => (text, Some(appendix)),
        None => (source, None),
    };
    let sections = Sections::of(text, sources);
    let mut out = String::with_capacity(source.len());
    let mut is_linked = false;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        // The outline of a PDF shows a heading as it is before Typst lays it out,
        // when `#num` does not know what it prints.
        let heading = Some(line.replace(NUMBER, LINK)).filter(|_| line.starts_with('='));
        let line = heading.as_deref().unwrap_or(line);
        match sections.label_of_line(at) {
            Some(label) => {
                let end = line.trim_end_matches(['\n', '\r']);
                let linked = with_links(end, sources, &sections, &mut is_linked);
                out.push_str(&unmarked(&linked));
                let _ = write!(out, " <{label}>");
                out.push_str(line.get(end.len()..).unwrap_or_default());
            }
            None => out.push_str(&joined(&with_links(
                line,
                sources,
                &sections,
                &mut is_linked,
            ))),
        }
    }
    out.push_str(&with_links(
        appendix.unwrap_or_default(),
        sources,
        &sections,
        &mut is_linked,
    ));
    out
}

/// `is_linked` tells whether the rows around are one link, which goes on over lines.
fn with_links(text: &str, sources: &Sources, sections: &Sections, is_linked: &mut bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("/*") {
        let (before, found) = rest.split_at(at);
        let Some((inside, after)) = found.split_once(END) else {
            break;
        };
        // Two signs stand before each comment of the program; before others anything may.
        let place = before.len().saturating_sub(2);
        let (kept, signs) = before.split_at_checked(place).unwrap_or((before, ""));
        let mark = format!("{signs}{inside} ");
        let label = |id: &str| sources.get(id).map_or("", String::as_str);
        let ids = inside.split_once(' ').map_or("", |(_, ids)| ids);
        if mark.starts_with(SOURCE) {
            out += kept;
            out += &literal(label(ids));
        } else if mark.starts_with(ROWS) {
            let mut labels: Vec<&str> = literals(ids).map(label).collect();
            labels.dedup();
            let shared = match labels.as_slice() {
                [one] => one,
                _ => "",
            };
            *is_linked = !shared.is_empty();
            out += kept;
            out += &literal(shared);
        } else if mark.starts_with(CELL) {
            out += kept;
            out += &literal(if *is_linked { "" } else { label(ids) });
        } else if mark.starts_with(BACK) {
            out += kept;
            out += &sections.printing(ids);
        } else {
            out += before;
            out += found.get(..inside.len() + END.len()).unwrap_or_default();
        }
        rest = after;
    }
    out + rest
}

/// Literals with blanks between them.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('"')
        .scan(0, |at, piece| {
            let start = *at;
            *at += piece.len();
            Some((start, *at))
        })
        .collect::<Vec<_>>()
        .chunks(2)
        .filter_map(|pair| match pair {
            [(start, _), (_, end)] => text.get(*start..*end).map(str::trim),
            _ => None,
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// The headings of the text that have numbers below them.
struct Sections {
    found: Vec<Section>,
    /// By the literal of an entry's label: places of sections.
    of: BTreeMap<String, Vec<usize>>,
}

struct Section {
    line: usize,
    label: String,
    /// Whether the heading has this label already.
    is_labelled: bool,
    /// Nothing if the heading is more than words.
    title: String,
}

impl Sections {
    fn of(text: &str, sources: &Sources) -> Self {
        let mut own = Self {
            found: Vec::new(),
            of: BTreeMap::new(),
        };
        let mut heading = None;
        for (at, line) in text.lines().enumerate() {
            if line.starts_with('=') {
                if let Some(found) = Section::of(at, line) {
                    heading = found;
                }
                continue;
            }
            let mut rest = line;
            while let Some((_, after)) = rest.split_once(NUMBER) {
                rest = after;
                let id = after.strip_prefix(SOURCE).and_then(|id| id.split_once(END));
                let key = id.and_then(|(id, _)| sources.get(id));
                if let Some(key) = key {
                    own.note(&literal(key), &mut heading);
                }
            }
        }
        own
    }

    /// Notes that the section of this heading prints a number of an entry.
    fn note(&mut self, key: &str, heading: &mut Option<Section>) {
        if let Some(mut section) = heading.take() {
            if section.label.is_empty() {
                section.label = format!("printed-{}", self.found.len() + 1);
            }
            self.found.push(section);
        }
        let Some(last) = self.found.len().checked_sub(1) else {
            return;
        };
        let places = self.of.entry(key.to_owned()).or_default();
        if places.last() != Some(&last) {
            places.push(last);
        }
    }

    /// The label that the heading on this line is to have.
    fn label_of_line(&self, line: usize) -> Option<&str> {
        let mut found = self.found.iter();
        let section = found.find(|own| own.line == line && !own.is_labelled)?;
        Some(&section.label)
    }

    fn printing(&self, key: &str) -> String {
        let places = self.of.get(key).into_iter().flatten();
        let sections = places.filter_map(|place| self.found.get(*place));
        array(sections.map(|own| format!("({}, [{}])", literal(&own.label), own.title)))
    }
}

impl Section {
    /// The section below a line, if that is a heading of the first or second level;
    /// inside, none if what it is called cannot be told.
    fn of(line: usize, text: &str) -> Option<Option<Self>> {
        let title = text.trim_start_matches('=');
        let level = text.len() - title.len();
        let title = title.strip_prefix(' ').filter(|_| level <= 2)?.trim();
        let (title, label) = without_label(title);
        // What is no markup by itself may end a block that began further up.
        let whole = parse(&format!("#[{title}]"));
        if whole.diagnosis().errors {
            return Some(None);
        }
        Some(Some(Self {
            line,
            is_labelled: label.is_some(),
            label: label.unwrap_or_default().to_owned(),
            title: match is_plain(&parse(title)) {
                true => title.to_owned(),
                false => String::new(),
            },
        }))
    }
}

/// A heading without the label at its end.
fn without_label(title: &str) -> (&str, Option<&str>) {
    let Some((before, label)) = title.strip_suffix('>').and_then(|own| own.rsplit_once('<')) else {
        return (title, None);
    };
    let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    match !label.is_empty() && label.chars().all(is_sign) {
        true => (before.trim_end(), Some(label)),
        false => (title, None),
    }
}

/// Whether markup holds only words, without links or code.
fn is_plain(node: &SyntaxNode) -> bool {
    let is_plain_kind = matches!(
        node.kind(),
        SyntaxKind::Markup
            | SyntaxKind::Text
            | SyntaxKind::Space
            | SyntaxKind::Escape
            | SyntaxKind::Shorthand
            | SyntaxKind::SmartQuote
            | SyntaxKind::Emph
            | SyntaxKind::Strong
            | SyntaxKind::Underscore
            | SyntaxKind::Star
            | SyntaxKind::Hash
            | SyntaxKind::Str
            | SyntaxKind::Semicolon
    );
    is_plain_kind && node.children().all(is_plain)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn sources() -> Sources {
        let entries = [("age.median", "age"), ("age.q1", "age"), ("bmi.q1", "bmi")];
        let own = entries.map(|(id, subject)| (literal(id), key(1, subject)));
        own.into_iter().collect()
    }

    #[test]
    fn rows_are_one_link_if_their_numbers_have_one_entry() {
        let cells = |ids: [&str; 2]| {
            let [first, second] = ids.map(cell);
            format!("{},\n({first},\n{second})", rows(ids.into_iter()))
        };
        let shared = resolve(&cells(["age.median", "age.q1"]), &sources());
        assert_eq!(shared, "\"source-1.age\",\n(\"\",\n\"\")");
        let several = resolve(&cells(["age.median", "bmi.q1"]), &sources());
        assert_eq!(several, "\"\",\n(\"source-1.age\",\n\"source-1.bmi\")");
        let unknown = resolve(&cells(["age.median", "os.n"]), &sources());
        assert_eq!(unknown, "\"\",\n(\"source-1.age\",\n\"\")");
    }

    /// Letters of several bytes may stand before a comment.
    #[test]
    fn what_stands_before_a_comment_is_kept() {
        for before in ["", "x", "– ", "à ", "中", "é", "≥ 中位数"] {
            for comment in ["/* note */ x", "/*phrase*/x", "/*"] {
                let text = format!("{before}{comment}");
                let inside =
                    with_links(&text, &sources(), &Sections::of("", &sources()), &mut false);
                assert_eq!(inside, text);
            }
            let text = format!("{before}#num({}, \"1\");", source("age.q1"));
            let linked = format!("{before}#num(\"source-1.age\", \"1\");");
            let entry = resolve(&text, &sources());
            assert_eq!(entry, linked);
        }
    }

    #[test]
    fn an_entry_leads_to_the_sections_that_print_it() {
        let number = |id: &str| format!("#num({}, \"1\");", source(id));
        let text = format!(
            "= Methods\nNone.\n= Patients\n{}, {}\n== Weight <bmi>\n{}\n= Age #f[x]\n{}\n{ENTRIES}{} {}",
            number("age.q1"),
            number("age.median"),
            number("bmi.q1"),
            number("age.q1"),
            back(&key(1, "age")),
            back(&key(1, "bmi")),
        );
        let made = resolve(&text, &sources());
        assert!(
            made.contains("= Methods\nNone.\n= Patients <printed-1>\n"),
            "{made}"
        );
        assert!(made.contains("#num(\"source-1.age\", \"1\");"), "{made}");
        assert!(made.contains("== Weight <bmi>\n"), "{made}");
        let sections =
            "((\"printed-1\", [Patients]), (\"printed-3\", []), ) ((\"bmi\", [Weight]), )";
        assert!(made.ends_with(sections), "{made}");
    }

    #[test]
    fn what_is_no_heading_is_left_alone() {
        let number = format!("#num({}, \"1\");", source("age.q1"));
        for line in ["= Title]", "=no", "=== Third", "= Open [", "= A // note"] {
            let text = format!("{line}\n{number}\n{ENTRIES}{}", back(&key(1, "age")));
            let made = resolve(&text, &sources());
            assert!(made.starts_with(&format!("{line}\n")), "{made}");
            assert!(made.ends_with("()"), "{made}");
        }
    }

    #[test]
    fn a_number_in_a_heading_is_in_the_outline() {
        let text = format!(
            "= Of #num({}, \"57\");\n#num(\"\", \"1\");",
            source("age.median")
        );
        let made = resolve(&text, &sources());
        assert_eq!(
            made,
            "= Of #source(\"source-1.age\", \"57\");\n#num(\"\", \"1\");"
        );
    }

    #[test]
    fn comments_of_templates_stay() {
        let text = "a /* b */ c /* d\n*/ e http:/*";
        assert_eq!(resolve(text, &sources()), text);
    }
}
