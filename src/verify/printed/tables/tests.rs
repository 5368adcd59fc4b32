use super::super::expected::{Row, Spanner};
use super::super::tree::Shown;
use super::*;

fn row(label: &str, cells: &[&str]) -> Row {
    Row {
        labels: vec![label.to_owned()],
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
    }
}

fn table(headings: &[&str], parts: &[&[usize]], rows: Vec<Row>) -> Table {
    let mut parts: Vec<Vec<usize>> = parts.iter().map(|part| part.to_vec()).collect();
    parts.push((0..headings.len()).collect());
    Table {
        id: "a".to_owned(),
        corner: "Characteristic".to_owned(),
        headings: headings.iter().map(|text| (*text).to_owned()).collect(),
        parts,
        rows,
        ..Table::default()
    }
}

fn printed(rows: &[&[&str]]) -> Printed {
    let shown = |cell: &&str| Shown {
        text: (*cell).to_owned(),
        ..Shown::default()
    };
    Printed {
        caption: "Table\n12\n. Survival at 5 years".to_owned(),
        rows: rows
            .iter()
            .map(|row| row.iter().map(shown).collect())
            .collect(),
    }
}

fn problems(printed: &[Printed], given: Table) -> Vec<String> {
    let found = reprinted(printed, &[given]);
    found.into_iter().map(|own| own.problem).collect()
}

#[test]
fn rows_stand_in_their_order_with_their_labels() {
    let given = || {
        let rows = [("Men", "21"), ("Women", "39"), ("Missing", "54")];
        let rows = rows.map(|(label, cell)| row(label, &[cell]));
        table(&["All"], &[&[0]], rows.into())
    };
    let corner: &[&str] = &["Characteristic", "All"];
    let as_is = printed(&[corner, &["Men", "21"], &["Women", "39"], &["Missing", "54"]]);
    assert!(problems(&[as_is], given()).is_empty());
    for (exchanged, problem) in [
        (
            [["x", "39"], ["y", "21"], ["z", "54"]],
            "\"21\" is printed in another place than the table has it",
        ),
        (
            [["Women", "21"], ["x", "39"], ["Missing", "54"]],
            "\"21\" is printed with the label of another row",
        ),
    ] {
        let mut rows = vec![corner];
        rows.extend(exchanged.iter().map(|row| row.as_slice()));
        assert_eq!(problems(&[printed(&rows)], given()), [problem]);
    }
    // Words of a template's own, and of a script that is read letter by letter.
    let own = printed(&[corner, &["Males", "21"], &["nemoW", "39"], &["", "54"]]);
    assert!(problems(&[own], given()).is_empty());
}

#[test]
fn equal_rows_of_several_variables_are_told_apart() {
    let rows = || {
        let rows = [
            ("Sex", ""),
            ("no", "5"),
            ("yes", "7"),
            ("Age", ""),
            ("yes", "5"),
            ("no", "7"),
        ];
        Vec::from(rows.map(|(label, cell)| row(label, &[cell])))
    };
    let given = || table(&["All"], &[&[0]], rows());
    let print = |order: [usize; 6]| {
        let all = rows();
        let all = order.map(|at| {
            all.get(at)
                .map(|row| [row.labels.concat(), row.cells.concat()])
        });
        let all: Vec<[String; 2]> = all.into_iter().flatten().collect();
        let all: Vec<Vec<&str>> = all
            .iter()
            .map(|row| row.iter().map(String::as_str).collect())
            .collect();
        let mut rows: Vec<&[&str]> = vec![&["Characteristic", "All"]];
        rows.extend(all.iter().map(Vec::as_slice));
        problems(&[printed(&rows)], given())
    };
    assert!(print([0, 1, 2, 3, 4, 5]).is_empty());
    assert!(!print([3, 1, 2, 0, 4, 5]).is_empty(), "variables");
    assert!(!print([0, 2, 1, 3, 4, 5]).is_empty(), "levels");
    assert!(!print([0, 4, 5, 3, 1, 2]).is_empty(), "levels of variables");
}

#[test]
fn parts_have_their_columns_in_their_order() {
    let headings = ["All", "A", "B", "C", "D", "E"];
    let rows = || {
        vec![
            row("Missing", &["8", "1", "2", "3", "1", "2"]),
            row("Known", &["9", "4", "4", "2", "2", "2"]),
        ]
    };
    let given = || table(&headings, &[&[0, 1, 2, 3], &[4, 5]], rows());
    let first = || {
        printed(&[
            &["Characteristic", "All", "A", "B", "C"],
            &["Missing", "8", "1", "2", "3"],
            &["Known", "9", "4", "4", "2"],
        ])
    };
    let second =
        |heading: &[&str]| printed(&[heading, &["Missing", "1", "2"], &["Known", "2", "2"]]);
    let own = &["Characteristic", "D", "E"];
    assert!(problems(&[first(), second(own)], given()).is_empty());
    assert!(!problems(&[second(own), first()], given()).is_empty());
    assert!(!problems(&[first(), second(&["Characteristic", "E", "D"])], given()).is_empty());
    // What no part prints is told.
    let cut = printed(&[own, &["Missing", "1", "2"]]);
    assert!(!problems(&[first(), cut], given()).is_empty());
    // Neighbours of several parts are no part.
    let given = table(
        &["A", "B", "C", "D"],
        &[&[0, 1], &[2, 3]],
        vec![
            row("x", &["1", "2", "2", "1"]),
            row("y", &["3", "4", "5", "6"]),
            row("z", &["7", "8", "9", "0"]),
        ],
    );
    let part = |one: &str, other: &str, rows: [[&str; 2]; 2]| {
        let [y, z] = rows;
        printed(&[&["x", one, other], &["y", y[0], y[1]], &["z", z[0], z[1]]])
    };
    let parts = [
        part("2", "1", [["3", "4"], ["7", "8"]]),
        part("1", "2", [["5", "6"], ["9", "0"]]),
    ];
    assert!(!problems(&parts, given).is_empty());
}

#[test]
fn headings_stand_over_their_columns() {
    let given = || {
        let mut given = table(
            &["n = 30", "n = 31", "P"],
            &[],
            vec![row("x", &["1", "2", "3"])],
        );
        given.spanners.push(Spanner {
            label: "Treatment".to_owned(),
            columns: 0..2,
        });
        given
    };
    let print = |above: &[&str], below: &[&str]| {
        let pages = printed(&[above, below, &["x", "1", "2", "3"]]);
        problems(&[pages], given())
    };
    let above = ["Characteristic", "Treatment", "P"];
    assert!(print(&above, &["n = 30", "n = 31"]).is_empty());
    assert!(!print(&above, &["n = 31", "n = 30"]).is_empty());
    let exchanged = ["Characteristic", "P", "Treatment"];
    assert!(!print(&exchanged, &["n = 30", "n = 31"]).is_empty());
}

#[test]
fn a_part_that_begins_a_page_has_the_number_of_its_table() {
    for (corner, is_known) in [
        ("Table 12 (continued) Characteristic", true),
        ("Deaths 37 Characteristic", false),
        ("P = 0.04 Characteristic", false),
    ] {
        let rows = vec![row("x", &["1"]), row("y", &["2"])];
        let given = table(&["Effect (95% CI)"], &[&[0]], rows);
        let part = printed(&[&[corner, "Effect (95% CI)"], &["x", "1"], &["y", "2"]]);
        assert_eq!(problems(&[part], given).is_empty(), is_known, "{corner}");
    }
}
