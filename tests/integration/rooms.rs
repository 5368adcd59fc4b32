//! The rooms of `src/` import in one direction: each only those above it in the
//! table of `docs/architecture.md`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::project;

/// The rooms in the order of the table.
fn rooms() -> Vec<String> {
    let page = fs::read_to_string(project().join("docs/architecture.md")).unwrap();
    let (_, section) = page.split_once("## The rooms of `src/`").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let mut rooms: Vec<String> = Vec::new();
    for row in section.lines().filter(|line| line.starts_with("| `")) {
        let name = row.split('`').nth(1).unwrap();
        let room = name.split('/').next().unwrap().to_owned();
        if rooms.last() != Some(&room) {
            assert!(!rooms.contains(&room), "{room} stands in two places");
            rooms.push(room);
        }
    }
    rooms
}

/// Every file of a room, whether it is a folder or a single file.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).unwrap();
    let mut inside: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    inside.sort();
    inside.iter().flat_map(|path| files(path)).collect()
}

/// The rooms that a source file names, with the line; its tests and comments
/// may name any.
fn imports(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = source.lines().enumerate();
    let code = lines.take_while(|(_, line)| line.trim() != "#[cfg(test)]");
    let code = code.filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.flat_map(|(at, line)| {
        line.split("crate::").skip(1).map(move |rest| {
            let end = rest.find(|c: char| c != '_' && !c.is_ascii_lowercase());
            (at + 1, &rest[..end.unwrap_or(rest.len())])
        })
    })
}

#[test]
fn no_room_imports_a_later_one() {
    let order = rooms();
    let place = |room: &str| order.iter().position(|known| known == room);
    let mut wrong = Vec::new();
    for entry in fs::read_dir(project().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let room = path.file_stem().unwrap().to_str().unwrap();
        if matches!(room, "lib" | "main") {
            continue;
        }
        let Some(own) = place(room) else {
            wrong.push(format!("{room} is not in docs/architecture.md"));
            continue;
        };
        for file in files(&path) {
            let shown = file.strip_prefix(project()).unwrap().display().to_string();
            if file.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let source = fs::read_to_string(&file).unwrap();
            for (line, imported) in imports(&source) {
                if place(imported).is_none_or(|other| other > own) {
                    wrong.push(format!("{shown}:{line}: {room} imports {imported}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn imports_are_found_where_they_stand() {
    let source = "//! Of [`crate::cli`].\nuse crate::stats::quantile;\n\
                  fn f() -> crate::number::Value { crate::words::capitalised(x) }\n\
                  #[cfg(test)]\nmod tests { use crate::report; }\n";
    let found: Vec<(usize, &str)> = imports(source).collect();
    assert_eq!(found, [(2, "stats"), (3, "number"), (3, "words")]);
}
