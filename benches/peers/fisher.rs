//! Tables whose exact test is long, as studies of their own.

use std::fs;
use std::path::{Path, PathBuf};

/// A table by its rows of counts.
pub struct Crossed {
    pub name: &'static str,
    pub rows: &'static [&'static [usize]],
    /// The workspace that R's exact test is given; it decides by random tables where that
    /// is too small.
    workspace: &'static str,
}

/// R's own default.
const USUAL: &str = "200000";

/// The second is year by stage of the cancers of the larynx in Klein and Moeschberger's book.
pub const TABLES: [Crossed; 3] = [
    Crossed {
        name: "Fisher, 3 × 5, n = 700",
        rows: &[
            &[161, 86, 44, 9, 3],
            &[120, 91, 38, 12, 1],
            &[60, 41, 27, 3, 4],
        ],
        workspace: USUAL,
    },
    Crossed {
        name: "Fisher, exact, 4 × 9, n = 90",
        rows: &[
            &[2, 6, 2, 5, 6, 5, 4, 2, 1],
            &[0, 2, 1, 3, 1, 1, 3, 4, 2],
            &[0, 3, 5, 2, 6, 1, 8, 2, 0],
            &[0, 1, 1, 1, 1, 1, 4, 3, 1],
        ],
        workspace: "20000000",
    },
    Crossed {
        name: "Fisher, 5 × 6, n = 120",
        rows: &[
            &[7, 3, 5, 1, 1, 2],
            &[2, 9, 3, 3, 5, 1],
            &[1, 2, 10, 4, 3, 6],
            &[5, 1, 2, 7, 4, 3],
            &[3, 6, 1, 2, 9, 9],
        ],
        workspace: USUAL,
    },
];

impl Crossed {
    /// As `peer.R` takes it: counts row by row, how many rows, and its workspace.
    pub fn for_peer(&self) -> [String; 3] {
        let counts = self.rows.iter().flat_map(|row| row.iter());
        let counts: Vec<String> = counts.map(usize::to_string).collect();
        let rows = self.rows.len().to_string();
        [counts.join(","), rows, self.workspace.to_owned()]
    }

    /// A study with a patient for each count.
    pub fn study(&self, folder: &Path, at: usize) -> PathBuf {
        let own = folder.join(format!("fisher-{at}"));
        fs::create_dir_all(&own).unwrap();
        let mut text = String::from("patient,row,column\n");
        let mut patient = 0;
        for (row, counts) in self.rows.iter().enumerate() {
            for (column, count) in counts.iter().enumerate() {
                for _ in 0..*count {
                    patient += 1;
                    text.push_str(&format!("{patient},r{row},c{column}\n"));
                }
            }
        }
        let levels = |letter: char, count: usize| {
            let all: Vec<String> = (0..count).map(|at| format!("\"{letter}{at}\"")).collect();
            all.join(", ")
        };
        let width = self.rows.first().map_or(0, |row| row.len());
        let study = format!(
            "[document]\ntitle = \"Table\"\ndate = \"2024-12-31\"\n\
             [variables.patient]\nkind = \"identifier\"\n\
             [variables.row]\nkind = \"nominal\"\nlevels = [{}]\n\
             [variables.column]\nkind = \"nominal\"\nlevels = [{}]\n\
             [[analyses]]\nkind = \"summary\"\nvariables = [\"row\"]\nby = \"column\"\n",
            levels('r', self.rows.len()),
            levels('c', width),
        );
        fs::write(own.join("study.toml"), study).unwrap();
        fs::write(own.join("cohort.csv"), text).unwrap();
        own
    }
}
