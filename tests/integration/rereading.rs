//! What `new` decides about a file stands in the study: reading it again gives the
//! same cohort, without finding anything out.

use std::path::PathBuf;

use cohort_report::cohort;
use cohort_report::input;
use cohort_report::layout::Layout;
use cohort_report::new::{Named, Source, draft};

use crate::common::{files, project};

/// Bytes below which a file is drafted twice; most are smaller.
const SMALL: usize = 12_000;

/// Every cohort among the tests' files.
fn cohorts() -> Vec<(String, Vec<u8>)> {
    let folders = [
        "tests/reference/data",
        "tests/guesses/data",
        "tests/inputs",
        "tests/findings/cohorts",
    ];
    let found = folders.iter().flat_map(|folder| {
        let folder: PathBuf = project().join(folder);
        files(&folder)
    });
    let is_cohort = |(name, _): &(String, Vec<u8>)| {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| input::endings().any(|known| known == ending))
    };
    let mut found: Vec<(String, Vec<u8>)> = found.filter(is_cohort).collect();
    // The same in other forms.
    let plain =
        "id;size;when\nP1;1,5;3.4.2020\nP2;12,25;13.4.2020\nP3;1.250,5;30.5.2020\nP4;7;1.1.2021\n";
    found.push(("semicolons.csv".to_owned(), plain.as_bytes().to_vec()));
    found.push(("tabs.csv".to_owned(), plain.replace(';', "\t").into_bytes()));
    found.push(("bars.csv".to_owned(), plain.replace(';', "|").into_bytes()));
    let german = plain
        .replace("P1", "\u{e4}\u{f6}")
        .replace("P2", "\u{fc}\u{df}");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&german);
    found.push(("windows.csv".to_owned(), bytes.into_owned()));
    let titled = format!("Export of the registry\n\n{plain}\nTotal;;\n");
    found.push(("titled.csv".to_owned(), titled.into_bytes()));
    found.push(("sep.csv".to_owned(), format!("sep=;\n{plain}").into_bytes()));
    found
}

#[test]
fn a_new_study_is_read_alike_again() {
    let mut count = 0;
    for (name, bytes) in cohorts() {
        let source = Source {
            cohort: Named {
                file: &name,
                bytes: &bytes,
            },
            sheet: None,
            redcap: None,
            name: "study",
            today: jiff::civil::date(2026, 5, 1),
        };
        // What is broken on purpose has no study.
        let Ok(made) = draft(&source, None) else {
            continue;
        };
        let text = &made
            .files
            .iter()
            .find(|(name, _)| name == "study.toml")
            .unwrap()
            .1;
        let text = std::str::from_utf8(text).unwrap();
        let (study, _) = Layout::parse("study", "study.toml", text).unwrap();
        let first = cohort::read(&study, &name, &bytes).unwrap();
        // Nothing is left to be found out but the comma and UTF-8.
        let examined = input::examine(&name, &bytes, None).unwrap();
        assert_eq!(study.cohort.sheet, examined.sheet, "{name}");
        assert_eq!(study.cohort.delimiter, examined.delimiter, "{name}");
        assert_eq!(study.cohort.encoding, examined.encoding, "{name}");
        assert_eq!(study.cohort.frame, examined.frame, "{name}");
        let mut stated = study.clone();
        if stated.cohort.sheet.is_none() {
            stated.cohort.delimiter = stated.cohort.delimiter.or(Some(b','));
        }
        let second = cohort::read(&stated, &name, &bytes).unwrap();
        // Numbers follow from the cohort and from nothing else.
        assert_eq!(first, second, "{name}");
        // Another draft says the same, whatever the order of what is hashed: of wide
        // files that takes seconds and adds nothing.
        if bytes.len() < SMALL {
            let again = draft(&source, None).unwrap();
            assert_eq!(made, again, "{name}");
        }
        count += 1;
    }
    assert!(count > 25, "{count} studies");
}
