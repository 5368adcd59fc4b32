//! The texts of a drawing, as each renderer of SVG sets them alike.
//!
//! Plotters centres a text by `dy`, which some renderers apply to its first letter
//! alone where a script is read from right to left, and leaves the widths of the
//! letters to the renderer, of which some take the widest glyph of a letter for all
//! of it. Both are written out: the line on which a text stands, and where each part
//! of it begins.

use std::collections::BTreeSet;

use super::{Run, runs};
use crate::figures::theme;
use crate::fonts::{Fonts, Piece, is_joined};

const BEGIN: &str = "<text ";
const END: &str = "</text>";
/// How Plotters lowers a text whose middle stands on its point, and by how many ems.
const LOWERED: (&str, f64) = (" dy=\"0.5ex\"", 0.25);

/// A drawing with the family of each text that is not in the sans family. What
/// no font writes becomes its number, and is added to `lacking`. Runs whose letters
/// change their shape beside others are added to `joined`.
pub(in crate::figures) fn set(
    svg: &str,
    fonts: &Fonts,
    (lacking, joined): (&mut BTreeSet<char>, &mut BTreeSet<String>),
) -> String {
    let mut out = String::with_capacity(svg.len() + 1024);
    let mut rest = svg;
    while let Some((before, element)) = rest.split_once(BEGIN) {
        out.push_str(before);
        let whole = element.split_once(END);
        let parts = whole.and_then(|(own, after)| Some((own.split_once('>')?, after)));
        let Some(((attributes, content), after)) = parts else {
            out.push_str(BEGIN);
            rest = element;
            continue;
        };
        let mut head = Head(attributes.to_owned());
        head.raise();
        let content = match content.chars().all(Fonts::is_usual) {
            true => content.to_owned(),
            false => {
                let runs = runs(&unescaped(content), fonts);
                for run in &runs {
                    lacking.extend(&run.lacking);
                    if run.family.is_some() && run.text.chars().any(is_joined) {
                        joined.insert(run.text.clone());
                    }
                }
                with_families(&runs, &mut head, fonts)
            }
        };
        out.extend([BEGIN, &head.0, ">", &content, END]);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The attributes of a text.
struct Head(String);

impl Head {
    fn get(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.padded(name)?;
        rest.split_once('"').map(|(value, _)| value)
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.parse().ok()
    }

    /// What stands before the value of an attribute, and from there on.
    fn padded(&self, name: &str) -> Option<(&str, &str)> {
        let sign = format!("{name}=\"");
        let all = self.0.match_indices(&sign).map(|(at, _)| at);
        let mut own = all.filter(|at| *at == 0 || self.0.get(at - 1..*at) == Some(" "));
        let at = own.next()? + sign.len();
        Some((self.0.get(..at)?, self.0.get(at..)?))
    }

    fn put(&mut self, name: &str, value: &str) {
        if let Some((before, rest)) = self.padded(name)
            && let Some((_, after)) = rest.split_once('"')
        {
            self.0 = format!("{before}{value}\"{after}");
        }
    }

    /// Moves the line of the text by what it is lowered.
    fn raise(&mut self) {
        let (lowered, share) = LOWERED;
        if let (true, Some(y), Some(em)) = (
            self.0.contains(lowered),
            self.number("y"),
            self.number("font-size"),
        ) {
            self.0 = self.0.replace(lowered, "");
            self.put("y", &(y + share * em).to_string());
        }
    }

    /// The width of a text of the sans family.
    fn width(&self, text: &str) -> f64 {
        let em = self.number("font-size").unwrap_or_default();
        // Half a unit too wide at most: as exact as what is drawn beside it.
        let width = match self.get("font-weight") {
            Some("bold") => theme::bold_width(text, em as i32),
            _ => theme::text_width(text, em as i32),
        };
        f64::from(width)
    }
}

/// A part of a text in one family, and its width in units of the canvas.
struct Part<'a> {
    family: Option<&'a str>,
    text: String,
    width: f64,
}

/// Each run in its family; with the place of each part where a letter of several
/// glyphs stands before another. Texts from right to left keep the order of the
/// renderer.
fn with_families(runs: &[Run<'_>], head: &mut Head, fonts: &Fonts) -> String {
    let em = head.number("font-size").unwrap_or_default();
    let is_leftward = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    let pieces = |run: &Run<'_>| match run.family {
        Some(_) => fonts.pieces(&run.text),
        None => Vec::new(),
    };
    let shaped: Vec<Vec<Piece>> = runs.iter().map(pieces).collect();
    let is_compound = shaped.iter().flatten().any(|piece| piece.is_compound);
    let is_placed = is_compound && !runs.iter().any(|run| run.text.contains(is_leftward));
    let mut out = String::new();
    if !is_placed {
        for run in runs {
            push_part(&mut out, run.family, None, &run.text);
        }
        return out;
    }
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (run, pieces) in runs.iter().zip(shaped) {
        let Run { family, text, .. } = run;
        if family.is_none() {
            // The breaks of Plotters around the text take no room.
            let text = text.trim_matches('\n').to_owned();
            let width = head.width(&text);
            match parts.last_mut().filter(|_| text.trim().is_empty()) {
                // A space needs no part of its own.
                Some(part) => {
                    part.text.push_str(&text);
                    part.width += width;
                }
                None if text.is_empty() => {}
                None => parts.push(Part {
                    family: None,
                    text,
                    width,
                }),
            }
        }
        parts.extend(pieces.into_iter().map(|piece| Part {
            family: *family,
            text: piece.text,
            width: piece.advance * em,
        }));
    }
    let whole: f64 = parts.iter().map(|part| part.width).sum();
    let before = match head.get("text-anchor") {
        Some("end") => whole,
        Some("middle") => whole / 2.0,
        _ => 0.0,
    };
    let mut x = head.number("x").unwrap_or_default() - before;
    head.put("text-anchor", "start");
    for part in &parts {
        push_part(&mut out, part.family, Some(x), &part.text);
        x += part.width;
    }
    format!("\n{out}\n")
}

fn push_part(out: &mut String, family: Option<&str>, x: Option<f64>, text: &str) {
    let x = x.map(|x| format!(" x=\"{}\"", (x * 100.0).round() / 100.0));
    let family = family.map(|family| {
        let name: String = family.chars().filter(|c| !"'\"<>&".contains(*c)).collect();
        format!(" font-family=\"'{name}'\"")
    });
    if x.is_none() && family.is_none() {
        push_escaped(out, text);
        return;
    }
    out.push_str("<tspan");
    out.extend(x.into_iter().chain(family));
    out.push('>');
    push_escaped(out, text);
    out.push_str("</tspan>");
}

/// The signs that XML escapes.
const ESCAPES: [(char, &str); 5] = [
    ('<', "&lt;"),
    ('>', "&gt;"),
    ('"', "&quot;"),
    ('\'', "&apos;"),
    ('&', "&amp;"),
];

fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match ESCAPES.iter().find(|(sign, _)| *sign == c) {
            Some((_, escape)) => out.push_str(escape),
            None => out.push(c),
        }
    }
}

fn unescaped(text: &str) -> String {
    // The sign of escapes last, so that no escape is read twice.
    let replaced = |text: String, (sign, escape): &(char, &str)| {
        text.replace(escape, sign.encode_utf8(&mut [0; 4]))
    };
    ESCAPES.iter().fold(text.to_owned(), replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(x: i32, anchor: &str, text: &str) -> (String, BTreeSet<char>, BTreeSet<String>) {
        theme::register_fonts();
        let svg = format!(
            "<svg>\n<text x=\"{x}\" y=\"100\" dy=\"0.5ex\" text-anchor=\"{anchor}\" \
             font-size=\"80\">\n{text}\n</text>\n</svg>"
        );
        let (mut lacking, mut joined) = (BTreeSet::new(), BTreeSet::new());
        let set = set(&svg, &Fonts::default(), (&mut lacking, &mut joined));
        (set, lacking, joined)
    }

    #[test]
    fn each_run_names_its_family() {
        let (svg, lacking, _) = drawn(5, "start", "a 男女 b &lt;\u{12000}");
        let text =
            "a <tspan font-family=\"'Droid Sans Fallback'\">男女</tspan> b &lt;U+12000\n</text>";
        assert!(svg.contains(text), "{svg}");
        assert_eq!(lacking, ['\u{12000}'].into());
    }

    /// Half an x-height, which renderers of SVG take for a quarter of an em.
    #[test]
    fn no_text_is_lowered_by_its_first_letter() {
        for text in ["n = 3", "ذكر", "a &amp; b"] {
            let (svg, ..) = drawn(5, "end", text);
            assert!(
                svg.contains("x=\"5\" y=\"120\" text-anchor=\"end\""),
                "{svg}"
            );
            assert!(!svg.contains("dy="), "{svg}");
        }
    }

    #[test]
    fn a_letter_of_several_glyphs_moves_what_stands_behind_it() {
        let fonts = Fonts::default();
        for (text, parts) in [
            ("महिला", &["महि", "ला"][..]),
            ("का आकार", &["का ", "आका", "र"]),
            ("Ward का 2", &["Ward ", "का", " 2"]),
            ("ตำบล", &["ตำ", "บล"]),
        ] {
            let (svg, _, joined) = drawn(1000, "end", text);
            assert!(!joined.is_empty());
            let placed: Vec<(f64, &str)> = svg
                .split("<tspan x=\"")
                .skip(1)
                .filter_map(|part| {
                    let (x, rest) = part.split_once('"')?;
                    let (_, rest) = rest.split_once('>')?;
                    Some((x.parse().ok()?, rest.split_once('<')?.0))
                })
                .collect();
            let texts: Vec<&str> = placed.iter().map(|(_, text)| *text).collect();
            assert_eq!(texts, parts, "{svg}");
            for pair in placed.windows(2) {
                let [(x, own), (next, _)] = pair else {
                    continue;
                };
                let wide = fonts.width(own) * 80.0;
                assert!((next - x - wide).abs() < 2.0, "{own}: {x} {next} {wide}");
            }
            // It ends where it would.
            let end = placed.last().map(|(x, own)| x + fonts.width(own) * 80.0);
            assert!(end.is_some_and(|end| (end - 1000.0).abs() < 2.0), "{end:?}");
        }
    }

    #[test]
    fn texts_from_right_to_left_are_left_to_the_renderer() {
        let (svg, ..) = drawn(5, "end", "ذكر का");
        assert!(!svg.contains("<tspan x="), "{svg}");
    }
}
