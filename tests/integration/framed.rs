//! What of a file is not its rows: sums and means, subtotals, titles of sections, headers
//! of two rows, columns without a header. The numbers are those of the rows alone.

use crate::cells::{made, plain};
use cohort_report::layout::Layout;
use cohort_report::new::new_study;
use cohort_report::validate::inspect;

/// The fields of the rows of the plain cohort.
fn rows() -> Vec<Vec<String>> {
    let text = plain();
    let lines = text.lines().skip(1);
    let fields = |line: &str| line.split(',').map(str::to_owned).collect();
    lines.map(fields).collect()
}

/// The sum of a column of some rows.
fn sum(rows: &[Vec<String>], at: usize) -> f64 {
    rows.iter().map(|row| row[at].parse::<f64>().unwrap()).sum()
}

/// The plain cohort with a line below each of these rows, counted from 1.
fn with_lines(lines: &[(usize, String)]) -> String {
    let mut text = String::new();
    for (at, line) in plain().lines().enumerate() {
        text.push_str(line);
        text.push('\n');
        for (_, own) in lines.iter().filter(|(below, _)| *below == at) {
            text.push_str(own);
            text.push('\n');
        }
    }
    text
}

#[test]
fn rows_that_sum_up_others_are_left_out_and_told() {
    let (_, _, expected) = made(plain().as_bytes());
    let all = rows();
    let of = |part: &[Vec<String>], name: &str| {
        let (age, crp, platelets) = (sum(part, 2), sum(part, 3), sum(part, 4));
        format!("{name},,{age},{crp:.1},{platelets},,,")
    };
    let count = all.len() as f64;
    let mean = |at: usize| sum(&all, at) / count;
    let deviation = |at: usize| {
        let own = |row: &Vec<String>| (row[at].parse::<f64>().unwrap() - mean(at)).powi(2);
        (all.iter().map(own).sum::<f64>() / (count - 1.0)).sqrt()
    };
    let means = format!(",,{:.2},{:.2},{:.1},,,", mean(2), mean(3), mean(4));
    let deviations = format!(
        ",,{:.2},{:.2},{:.1},,,",
        deviation(2),
        deviation(3),
        deviation(4)
    );
    let thousands = {
        let text = format!("{}", sum(&all, 4));
        let (head, tail) = text.split_at(text.len() - 3);
        let (million, head) = head.split_at(head.len() - 3);
        format!(",,{},,\"{million},{head},{tail}\",,,", sum(&all, 2))
    };
    let cases: Vec<(&str, Vec<(usize, String)>)> = vec![
        ("sums", vec![(40, of(&all, ""))]),
        ("one sum", vec![(40, format!(",,,,{},,,", sum(&all, 4)))]),
        ("means", vec![(40, means.clone())]),
        ("exact mean", vec![(40, format!(",,{},,,,,", mean(2)))]),
        ("means and deviations", vec![(40, means), (40, deviations)]),
        ("thousands", vec![(40, thousands)]),
        ("counts", vec![(40, ",,40,40,40,,,".to_owned())]),
        ("another language", vec![(40, of(&all, "Итого"))]),
        (
            "labelled subtotals",
            vec![
                (15, of(&all[..15], "Ward A total")),
                (40, of(&all[15..], "Ward B total")),
                (40, of(&all, "Grand total")),
            ],
        ),
        (
            "subtotals",
            vec![(15, of(&all[..15], "")), (40, of(&all[15..], ""))],
        ),
        (
            "a small table below",
            vec![
                (40, ",,,,,,,".to_owned()),
                (40, "Summary,,,,,,,".to_owned()),
                (40, "patients,40,,,,,,".to_owned()),
                (40, "mean age,59.5,,,,,,".to_owned()),
            ],
        ),
    ];
    for (name, lines) in cases {
        let text = with_lines(&lines);
        let (study, told, numbers) = made(text.as_bytes());
        assert_eq!(numbers, expected, "{name}: {study}\n{told}");
        assert!(told.contains("left out"), "{name}: {told}");
    }
}

#[test]
fn a_title_above_some_rows_is_no_patient() {
    let (_, _, expected) = made(plain().as_bytes());
    for titles in [["North clinic", "South clinic"], ["Arm A:", "Arm B:"]] {
        let line = |title: &str| format!("{title},,,,,,,");
        let text = with_lines(&[(0, line(titles[0])), (21, line(titles[1]))]);
        let (study, told, numbers) = made(text.as_bytes());
        assert_eq!(numbers, expected, "{study}\n{told}");
        assert!(told.contains("the title of the rows below it"), "{told}");
        assert!(told.contains(titles[1]), "{told}");
    }
}

#[test]
fn patients_are_not_taken_for_sums() {
    for text in [
        // Two or three patients, of whom one is unnamed or has the values of all.
        "id,age,crp\nA,30,4.5\nB,40,5.5\n,35,5\n",
        "id,count\nA,1\nB,2\n,3\n",
        "id,age\nA,30\nB,40\nC,70\n",
        "id,x,y\nA,0,1\nB,1,0\nC,0,0\nD,0,0\n,1,1\n",
        // The last number is that of the rows.
        "id,age,crp\n1,30,1.5\n2,41,2.5\n3,52,3.5\n4,41,\n",
        "age,crp\n30,1.5\n41,2.5\n52,3.5\n41,2.5\n",
        // A sum of what others are, and a name.
        "id,sex,nodes\nP1,m,3\nP2,f,4\nP3,f,5\nP4,m,6\nP5,f,18\n",
        "procedure,id,age,sex\nTotal hip,1,30,m\nPartial hip,2,50,f\nTotal knee,3,40,m\nTotal knee,4,44,f\n",
        // The last row is the rounded mean of codes, or has the sums of small numbers.
        "m,r,aged,stage,acid\n1,1,0,1,1\n1,1,0,1,1\n1,0,0,1,0\n1,1,0,0,1\n1,0,1,0,1\n1,1,0,1,1\n",
        "id,t,E,x,y\n1,1,0,0,1\n1,2,0,0,1\n8,1,0,-1,0\n8,2,1,1,0\n9,1,0,1,1\n9,2,0,2,2\n",
        // Only the sex of some patients is known.
        "sex,age,crp\nm,30,1.5\nf,40,2.5\nm,,\nf,50,4.5\nf,,\nm,38,2.5\nf,61,3\n",
        "id,total,sex\nA,1,m\nB,2,f\nC,3,m\nD,10,f\n",
        "id,sex,age,crp\nP1,m,30,1.5\nP2,f,44,2.5\nP3,f,38,8.1\nP4,m,51,4.4\n,,41,4.4\n",
    ] {
        let today = jiff::civil::date(2024, 5, 1);
        let made = new_study("cohort.csv", "study", text.as_bytes(), today).unwrap();
        let (_, study) = made
            .files
            .iter()
            .find(|(name, _)| name == "study.toml")
            .unwrap();
        let study = String::from_utf8_lossy(study);
        assert!(
            !study.contains("\nskip =") && !study.contains("\nfooter ="),
            "{text}{study}"
        );
    }
}

#[test]
fn columns_are_never_shifted_under_each_others_names() {
    let plain = plain();
    let refused = |text: &str| {
        let today = jiff::civil::date(2024, 5, 1);
        let findings = new_study("cohort.csv", "study", text.as_bytes(), today).unwrap_err();
        assert_eq!(findings.len(), 1, "{findings}");
        findings.to_string()
    };
    let header = plain.lines().next().unwrap();
    let short = header.rsplit_once(',').unwrap().0;
    let numbered = |header: &str| {
        let mut text = format!("{header}\n");
        for (row, line) in rows().iter().enumerate() {
            text.push_str(&format!("{},{}\n", row + 1, line[1..].join(",")));
        }
        text
    };
    // The last column has no header.
    let told = refused(&numbered(short));
    assert!(told.contains("a column has no header"), "{told}");
    let told = refused(&plain.replacen(header, short, 1));
    assert!(told.contains("a column has no header"), "{told}");
    // Decimal commas in a file of commas.
    for text in [
        "nr,sex,age,hb\n1,m,72,13,5\n2,m,34,12,8\n3,f,36,13,7\n4,f,51,9,9\n",
        "id,hb,crp\n7,13,5,1,2\n9,12,8,0,4\n3,11,3,22,1\n",
        "id,sex,hb\n1,m,13,5\n2,m,12\n3,f,13,7\n4,f,9,9\n5,f,9,1\n",
    ] {
        let told = refused(text);
        assert!(told.contains("decimal comma"), "{text}{told}");
    }
    // What R writes is read as before.
    let mut text = "sex,age,hb\n".to_owned();
    for row in 0..6 {
        text.push_str(&format!(
            "{},{},{},{}.5\n",
            row + 1,
            ["m", "f"][row % 2],
            40 + row,
            9 + row
        ));
    }
    let (study, _, _) = made(text.as_bytes());
    assert!(study.contains("row_names = true"), "{study}");
}

#[test]
fn a_header_of_two_rows_names_each_column() {
    let body: String = rows()
        .iter()
        .map(|row| format!("{},{},{},{},{}\n", row[0], row[2], row[3], row[4], row[2]))
        .collect();
    let (_, _, expected) = made(format!("ID,Age,Before: CRP,Hb,After: CRP\n{body}").as_bytes());
    for header in [
        "Patient,,Before,,After\nID,Age,CRP,Hb,CRP",
        "ID,Age,Before,,After\n,,CRP,Hb,CRP",
        "ID,Age,Before,Before,After\n,,CRP,Hb,CRP",
        "Series of 2024,,,,\nPatient,,Before,,After\nID,Age,CRP,Hb,CRP",
        "Patient,,Laboratory,,\n,,Before,,After\nID,Age,CRP,Hb,CRP",
    ] {
        let (study, told, numbers) = made(format!("{header}\n{body}").as_bytes());
        assert!(study.contains("header_rows = "), "{header}: {study}");
        assert!(
            study.contains("Before: CRP") && study.contains("After: CRP"),
            "{study}"
        );
        assert_eq!(numbers, expected, "{header}\n{study}");
        assert!(told.contains("a header of "), "{told}");
    }
}

#[test]
fn titles_below_the_names_are_labels() {
    let body: String = rows()
        .iter()
        .map(|row| format!("{},{},{}\n", row[0], row[2], row[3]))
        .collect();
    for second in [
        "",
        "\"{\"\"ImportId\"\":\"\"Q1\"\"}\",\"{\"\"ImportId\"\":\"\"Q2\"\"}\",\"{\"\"ImportId\"\":\"\"Q3\"\"}\"\n",
    ] {
        let text = format!(
            "Q1,Q2,Q3\nPatient number,What is your age?,C-reactive protein\n{second}{body}"
        );
        let (study, _, _) = made(text.as_bytes());
        assert!(study.contains("label = \"What is your age?\""), "{study}");
        assert!(study.contains("label = \"C-reactive protein\""), "{study}");
    }
}

#[test]
fn a_study_that_reads_a_sum_as_a_patient_is_queried() {
    let mut text = "sex,age,hb\n".to_owned();
    let (mut ages, mut hbs) = (0, 0.0);
    for at in 0..20_u32 {
        let (age, hb) = (40 + at * 7 % 31, 9.5 + f64::from(at % 6));
        (ages, hbs) = (ages + age, hbs + hb);
        text.push_str(&format!("{},{age},{hb}\n", ["m", "f"][at as usize % 2]));
    }
    let (study, _, _) = made(text.as_bytes());
    let (study, _) = Layout::parse("study", "study.toml", &study).unwrap();
    let queries = |text: &str| inspect(&study, "cohort.csv", text).queries;
    assert_eq!(queries(&text), 0);
    assert_eq!(queries(&format!("{text},{ages},{hbs}\n")), 1);
    assert_eq!(queries(&format!("{text},{},{hbs}\n", ages + 1)), 0);
}

/// The study of forty rows with an identifier and a sex, and what else these give.
fn study_of(header: &str, cells: impl Fn(usize) -> String) -> String {
    let mut text = format!("id,sex,{header}\n");
    for at in 0..40 {
        text.push_str(&format!("{at},{},{}\n", ["f", "m"][at % 3 % 2], cells(at)));
    }
    made(text.as_bytes()).0
}

#[test]
fn cells_that_only_look_like_something_else_stay_as_they_are() {
    // The header, its cells in turn, and what the study must not say.
    for (header, cells, without) in [
        ("K", &["3", "4", "5", "3 H"][..], "marks ="),
        ("grade", &["1", "2", "3", "3*"], "marks ="),
        ("HLA-A", &["03:01", "24:02", "11:07", "02:03"], "unit ="),
        ("ratio", &["1:19", "1:14", "2:30"], "unit ="),
        ("time of day", &["13:57", "23:18", "9:41"], "unit ="),
        ("surgery time", &["11:31", "7:26", "12:32"], "unit ="),
        ("first dose", &["8:27", "12:36", "9:10"], "unit ="),
        ("n_children", &["1", ""], "empty ="),
        ("parity", &["1", ""], "empty ="),
        ("ECOG", &["1", ""], "empty ="),
        ("line of therapy", &["1", ""], "empty ="),
        ("repeat_instance", &["1", ""], "empty ="),
        ("amount", &["1 mg", ""], "empty ="),
        ("genotype", &["A/A", "A/G", "G/A", "G/G"], "[derived."),
        ("regimen", &["A", "B", "C", "A + B", "B + A"], "[derived."),
        (
            "tumor",
            &["upper", "middle", "upper/middle", "middle/upper"],
            "[derived.",
        ),
    ] {
        let study = study_of(header, |at| cells[at % cells.len()].to_owned());
        assert!(!study.contains(without), "{header}: {study}");
    }
    // Few numbers beside words that say how much.
    let few = |at: usize| match at % 4 {
        0 => format!("{}", at % 40),
        1 => "some".to_owned(),
        _ => "none".to_owned(),
    };
    let study = study_of("minimum", few);
    assert!(!study.contains("missing ="), "{study}");
    // A stent is there or it is not.
    let study = study_of("stent", |at| ["1", ""][at % 2].to_owned());
    assert!(study.contains("empty = \"0\""), "{study}");
}

#[test]
fn answers_beside_values_are_no_stacked_table() {
    for (header, levels) in [
        ("outcome", ["0", "1"]),
        ("measurement", ["ok", "bad"]),
        ("parameter", ["CRP", "PCT"]),
    ] {
        let cells = |at: usize| format!("{},{}", levels[at * 7 % 5 % 2], 20 + at * 3 % 37);
        let study = study_of(&format!("{header},result"), cells);
        assert!(!study.contains("only = "), "{header}: {study}");
    }
    let mut text = "id,parameter,result\n".to_owned();
    for at in 0..40 {
        text.push_str(&format!(
            "{},{},{}\n",
            at / 2,
            ["CRP", "PCT"][at % 2],
            20 + at * 3 % 37
        ));
    }
    let (study, _, _) = made(text.as_bytes());
    assert!(study.contains("only = "), "{study}");
}

#[test]
fn few_second_rows_of_patients_are_visits_where_a_column_tells_them_apart() {
    for (header, first, second) in [
        ("visit_date", "2020-01-03", "2020-06-05"),
        ("visit_no", "1", "2"),
        ("tumor", "1", "2"),
        ("laterality", "R", "L"),
        ("admission", "2021-03-04", "2021-08-09"),
    ] {
        let mut text = format!("patient_id,{header},size\n");
        for at in 0..40 {
            text.push_str(&format!("P{at:03},{first},{}\n", 10 + at * 7 % 31));
        }
        text.push_str(&format!("P004,{second},17\n"));
        let (study, _, _) = made(text.as_bytes());
        assert!(study.contains("rows = \"visits\""), "{header}: {study}");
    }
}

#[test]
fn names_of_which_nothing_else_is_known_are_no_titles() {
    let mut text = "country,co2,gdp,growth\n".to_owned();
    for at in 0..26_u8 {
        let name = format!("{}land", char::from(b'A' + at));
        let empty = at == 4 || at == 11;
        let cells = if empty {
            ",,".to_owned()
        } else {
            format!("{},{},{}", at * 3 % 17, 900 + u32::from(at), at % 7)
        };
        text.push_str(&format!("{name} Isle,{cells}\n"));
    }
    let (study, _, _) = made(text.as_bytes());
    assert!(!study.contains("skip = "), "{study}");
}
