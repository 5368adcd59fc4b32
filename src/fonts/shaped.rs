//! Words in scripts whose letters change beside others, as a renderer shapes them.

use rustybuzz::{Face, UnicodeBuffer, shape};

/// A part of a word that looks the same wherever it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its letters.
    pub text: String,
    /// Its width in ems.
    pub advance: f64,
    /// Whether its last letter is written with several glyphs beside each other. A
    /// renderer of SVG that takes the widest of them for the width of the letter
    /// writes the next one over it.
    pub is_compound: bool,
}

/// The glyphs of one letter, or of letters that are one.
struct Cluster {
    /// Where it begins in the text.
    from: usize,
    advance: i32,
    /// How many glyphs take room.
    wide: usize,
    /// Whether the letters before it are shaped without it.
    is_apart: bool,
}

/// Whether the letters before a place and those behind it are shaped alike with and
/// without one another: fonts mark more letters as unsafe to part than change.
fn is_alike_apart(face: &Face<'_>, before: &str, behind: Option<&str>) -> bool {
    let Some(behind) = behind else {
        return false;
    };
    let glyphs = |text: &str| {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaped = shape(face, &[], buffer);
        let both = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        let own = both.map(|(info, at)| (info.glyph_id, at.x_advance, at.x_offset, at.y_offset));
        own.collect::<Vec<_>>()
    };
    let [mut first, second] = [before, behind].map(glyphs);
    first.extend(second);
    first == glyphs(&format!("{before}{behind}"))
}

/// A run of one font in pieces, each of which ends with a letter of several glyphs
/// or with the run; `None` where the font cannot be read.
pub(super) fn pieces(text: &str, font: &[u8]) -> Option<Vec<Piece>> {
    let face = Face::from_slice(font, 0)?;
    let em = f64::from(face.units_per_em());
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    let glyphs = shape(&face, &[], buffer);
    let mut clusters: Vec<Cluster> = Vec::new();
    for (info, place) in glyphs.glyph_infos().iter().zip(glyphs.glyph_positions()) {
        let from = info.cluster as usize;
        let wide = usize::from(place.x_advance > 0);
        match clusters.last_mut().filter(|own| own.from == from) {
            Some(own) => {
                own.advance += place.x_advance;
                own.wide += wide;
                own.is_apart &= !info.unsafe_to_break();
            }
            None => clusters.push(Cluster {
                from,
                advance: place.x_advance,
                wide,
                is_apart: !info.unsafe_to_break(),
            }),
        }
    }
    // From right to left the last letter comes first.
    clusters.sort_by_key(|own| own.from);
    let ends = clusters.iter().skip(1).map(|own| own.from);
    let ends: Vec<usize> = ends.chain([text.len()]).collect();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut ended = true;
    for (own, end) in clusters.iter().zip(ends) {
        let letters = text.get(own.from..end)?;
        let advance = f64::from(own.advance) / em;
        let is_compound = own.wide > 1;
        let begins = |piece: &Piece| {
            ended && (own.is_apart || is_alike_apart(&face, &piece.text, text.get(own.from..)))
        };
        match pieces.last_mut() {
            Some(piece) if !begins(piece) => {
                piece.text.push_str(letters);
                piece.advance += advance;
                ended |= is_compound;
                piece.is_compound |= is_compound;
            }
            _ => {
                pieces.push(Piece {
                    text: letters.to_owned(),
                    advance,
                    is_compound,
                });
                ended = is_compound;
            }
        }
    }
    Some(pieces)
}
