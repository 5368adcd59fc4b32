//! Identifiers that occur more than once.

use std::hash::{BuildHasher, RandomState};

use super::Texts;

/// Every row whose text an earlier row has, with the last such row before it;
/// rising. Beside the texts there is one number for each row.
pub(super) fn repeated(texts: &Texts) -> Vec<(usize, usize)> {
    // Most files are in the order of their identifiers.
    let next = texts.iter().skip(1);
    if texts.iter().zip(next).all(|(a, b)| a.is_some() && a < b) {
        return Vec::new();
    }
    let hasher = RandomState::new();
    let rows = texts.iter().enumerate();
    let hashed = rows.filter_map(|(row, text)| Some((hasher.hash_one(text?), row)));
    let mut hashed: Vec<(u64, usize)> = hashed.collect();
    hashed.sort_unstable();
    let mut found = Vec::new();
    for alike in hashed.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, row)) in alike.iter().enumerate() {
            let mut earlier = alike.iter().take(at).rev();
            let same = earlier.find(|(_, earlier)| texts.get(*earlier) == texts.get(*row));
            found.extend(same.map(|(_, earlier)| (*row, *earlier)));
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &[&str]) -> Vec<(usize, usize)> {
        let mut texts = Texts::new();
        cells
            .iter()
            .for_each(|cell| texts.push(Some(*cell).filter(|cell| !cell.is_empty())));
        repeated(&texts)
    }

    #[test]
    fn the_last_row_before_is_found() {
        assert_eq!(of(&["a", "b", "c"]), []);
        assert_eq!(of(&["c", "", "a", "", "b"]), []);
        assert_eq!(of(&["b", "a", "b", "a", "b"]), [(2, 0), (3, 1), (4, 2)]);
        assert_eq!(of(&["a", "a"]), [(1, 0)]);
        assert_eq!(of(&[]), []);
    }
}
