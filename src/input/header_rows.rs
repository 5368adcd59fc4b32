//! Names from a header of several rows, the upper of which name groups of columns.

/// One name for each column: the lowest text, and those above it where columns of
/// several groups are called alike: "Before surgery: CRP". A text above stands for
/// the columns up to the next one, as spreadsheets show merged cells.
pub(super) fn compose(rows: &[Vec<String>]) -> Vec<String> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let own = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
    let mut parts: Vec<Vec<String>> = vec![Vec::new(); width];
    let mut below: Vec<bool> = vec![false; width];
    for row in rows.iter().rev() {
        let mut group = String::new();
        for (at, (parts, below)) in parts.iter_mut().zip(&mut below).enumerate() {
            let text = own(row, at);
            if !text.is_empty() {
                group = text;
            } else if !*below {
                // Nothing stands in this column that a group could be of.
                group.clear();
            }
            if !group.is_empty() {
                *below = true;
                if parts.last() != Some(&group) {
                    parts.push(group.clone());
                }
            }
        }
    }
    let first = |parts: &Vec<String>| parts.first().cloned().unwrap_or_default();
    let mut names: Vec<String> = parts.iter().map(first).collect();
    for level in 1..rows.len() {
        let before = names.clone();
        for (at, (name, parts)) in names.iter_mut().zip(&parts).enumerate() {
            let mut others = before.iter().enumerate().filter(|(other, _)| *other != at);
            let is_alike = !name.is_empty() && others.any(|(_, other)| other == name);
            if let Some(group) = parts.get(level).filter(|_| is_alike) {
                *name = format!("{group}: {name}");
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn composed(rows: &[&str]) -> String {
        let fields = |row: &&str| row.split(',').map(str::to_owned).collect();
        let rows: Vec<Vec<String>> = rows.iter().map(fields).collect();
        compose(&rows).join(",")
    }

    #[test]
    fn groups_tell_columns_apart_that_are_called_alike() {
        for (rows, expected) in [
            (&["a,b", ",x"][..], "a,x"),
            (
                &["Patient,,Before,,After,", "ID,Age,CRP,Hb,CRP,Hb"],
                "ID,Age,Before: CRP,Before: Hb,After: CRP,After: Hb",
            ),
            (&["ID,Lab,,Dead", ",CRP,Hb,"], "ID,CRP,Hb,Dead"),
            (
                &["ID,Before,Before,After", "ID,x,y,x"],
                "ID,Before: x,y,After: x",
            ),
            (&["T,,,,", "A,,B,,", "x,y,x,y,z"], "A: x,A: y,B: x,B: y,z"),
            (&["Pre,,", "x,,x"], "Pre: x,,x"),
        ] {
            assert_eq!(composed(rows), expected, "{rows:?}");
        }
    }
}
