//! The names of the columns, where a header does not give each its own.

use std::collections::HashSet;

use super::markup;
use crate::findings::{Addressing, Finding, Findings, letters};

/// The columns of a sheet.
pub(super) struct Header {
    /// Each with a name of its own.
    pub(super) names: Vec<String>,
    /// The header of each column whose name is not its header.
    pub(super) written: Vec<Option<String>>,
    /// The field of a record in which each column stands.
    pub(super) fields: Vec<usize>,
    pub(super) remarks: Findings,
}

impl Header {
    /// From the fields of the header record, which is `number` in the file;
    /// `has_cells` is asked for the columns without a header.
    pub(super) fn new(
        file: &str,
        written: &[String],
        addressing: &Addressing,
        number: u64,
        has_cells: impl FnOnce() -> Vec<bool>,
    ) -> Self {
        let mut header = Self {
            names: Vec::new(),
            written: Vec::new(),
            fields: Vec::new(),
            remarks: Findings::default(),
        };
        let place = |at: usize| match addressing {
            Addressing::Cells { .. } => letters(at),
            _ => (at + 1).to_string(),
        };
        let mut remark = |problem: String, help: &str| {
            let finding = Finding::new(file, problem, help);
            header.remarks.push(finding.at(addressing.row(number)));
        };
        let unnamed = written.iter().any(String::is_empty);
        let has_cells = if unnamed { has_cells() } else { Vec::new() };
        let mut taken: HashSet<String> = HashSet::new();
        let own: HashSet<&str> = written.iter().map(String::as_str).collect();
        let mut left_out = Vec::new();
        for (at, title) in written.iter().enumerate() {
            let plain = markup::without_tags(title);
            let named = if !plain.is_empty() {
                plain.clone()
            } else if !title.is_empty() {
                title.clone()
            } else if !has_cells.get(at).copied().unwrap_or(false) {
                left_out.push(place(at));
                continue;
            } else if at == 0 {
                // As write.csv of R writes its row names.
                "row_name".to_owned()
            } else {
                format!("column_{}", at + 1)
            };
            let is_free = |name: &str| !taken.contains(name);
            let is_new = |name: &str| is_free(name) && !own.contains(name);
            let name = if title.is_empty() && is_new(&named) || !title.is_empty() && is_free(&named)
            {
                named
            } else {
                numbered(&named, is_new)
            };
            if title.is_empty() {
                let problem = format!("column {} has no header and is called {name}", place(at));
                remark(problem, "give the column a header");
            } else if name == plain && name != *title {
                let problem = format!(
                    "column {} has markup in its header and is called {name}",
                    place(at)
                );
                remark(problem, "");
            } else if name != *title {
                let problem = format!(
                    "column {} is another with the header \"{title}\" and is called {name}",
                    place(at)
                );
                remark(problem, "give every column a header of its own");
            }
            taken.insert(name.clone());
            header.written.push((name != *title).then(|| title.clone()));
            header.names.push(name);
            header.fields.push(at);
        }
        match left_out.as_slice() {
            [] => {}
            [only] => remark(
                format!("column {only} has neither a header nor cells and is left out"),
                "",
            ),
            many => remark(
                format!(
                    "columns {} have neither a header nor cells and are left out",
                    many.join(", ")
                ),
                "",
            ),
        }
        header
    }

    /// For a file without a header: `column_1`, `column_2`, …
    pub(super) fn numbered(width: usize) -> Self {
        Self {
            names: (1..=width).map(|at| format!("column_{at}")).collect(),
            written: vec![None; width],
            fields: (0..width).collect(),
            remarks: Findings::default(),
        }
    }

    /// Whether every field of a record is a column, in order.
    pub(super) fn is_whole(&self) -> bool {
        self.fields
            .iter()
            .enumerate()
            .all(|(at, field)| at == *field)
    }
}

/// The first of `name_2`, `name_3`, … that is free.
fn numbered(name: &str, is_free: impl Fn(&str) -> bool) -> String {
    let mut count = 2_usize;
    loop {
        let numbered = format!("{name}_{count}");
        if is_free(&numbered) {
            return numbered;
        }
        count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(written: &[&str], has_cells: &[bool]) -> (Vec<String>, Vec<usize>, usize) {
        let written: Vec<String> = written.iter().map(|name| (*name).to_owned()).collect();
        let cells = || has_cells.to_vec();
        let header = Header::new("x.csv", &written, &Addressing::Lines, 1, cells);
        (header.names, header.fields, header.remarks.len())
    }

    #[test]
    fn every_column_has_a_name_of_its_own() {
        let plain = names(&["a", "b"], &[]);
        assert_eq!(plain, (vec!["a".into(), "b".into()], vec![0, 1], 0));
        let doubled = names(&["Date", "CRP", "Date", "Date", "Date_2"], &[]);
        let expected = ["Date", "CRP", "Date_3", "Date_4", "Date_2"];
        assert_eq!(doubled.0, expected);
        assert_eq!(doubled.2, 2);
        let unnamed = names(
            &["", "a", "", "", "column_3"],
            &[true, true, true, false, true],
        );
        assert_eq!(unnamed.0, ["row_name", "a", "column_3_2", "column_3"]);
        assert_eq!(unnamed.1, [0, 1, 2, 4]);
        assert_eq!(unnamed.2, 3);
    }
}
