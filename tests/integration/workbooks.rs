//! What workbooks say beside their cells: formats of numbers, merged cells, formulas.

use std::io::{Cursor, Write};

use crate::cells::made;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Styles of cells by their number.
const LENGTH: usize = 1;
const PERCENT: usize = 2;
const DIGITS: usize = 3;

/// A workbook of one sheet with these rows, and what stands behind them.
fn workbook(rows: &[String], behind: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let types = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/></Types>"
    );
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |all: String| {
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>")
    };
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>\
         <sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"[h]:mm\"/>\
         <numFmt numFmtId=\"165\" formatCode=\"00000\"/></numFmts>\
         <cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"9\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>"
    );
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\"><sheetData>{}</sheetData>{behind}</worksheet>",
        rows.concat()
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let package = relation("rId1", "officeDocument", "xl/workbook.xml");
    let parts = relation("rId1", "worksheet", "worksheets/sheet1.xml")
        + &relation("rId2", "styles", "styles.xml");
    for (name, content) in [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations(package)),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations(parts)),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn text(text: &str) -> String {
    format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn number(number: impl std::fmt::Display, style: usize) -> String {
    format!("<c s=\"{style}\"><v>{number}</v></c>")
}

fn row(cells: &[String]) -> String {
    format!("<row>{}</row>", cells.concat())
}

/// The same numbers as from CSV text, and what is told.
fn same_as(csv: &str, bytes: &[u8]) -> (String, String) {
    let (_, _, expected) = made(csv.as_bytes());
    let (study, told, numbers) = made(bytes);
    assert_eq!(numbers, expected, "{study}\n{told}");
    (study, told)
}

#[test]
fn formats_of_numbers_are_read_as_they_show() {
    let mut rows = vec![row(
        &["id", "Operative time", "Stay", "LVEF", "Zip"].map(text)
    )];
    let mut csv = "id,Operative time,Stay,LVEF,Zip\n".to_owned();
    for at in 0..40_u32 {
        let (minutes, hours, percent) = (61 + 7 * at, 12 + at % 30, 30 + at % 37);
        let zip = 1000 + 131 * at;
        rows.push(row(&[
            text(&format!("P{at}")),
            number(f64::from(minutes) / 1440.0, LENGTH),
            number(f64::from(hours) / 24.0, LENGTH),
            number(f64::from(percent) / 100.0, PERCENT),
            number(zip, DIGITS),
        ]));
        csv.push_str(&format!("P{at},{minutes},{hours},{percent},{zip:05}\n"));
    }
    let (study, told) = same_as(&csv, &workbook(&rows, ""));
    for unit in ["min", "%"] {
        assert!(study.contains(&format!("unit = \"{unit}\"")), "{study}");
    }
    assert!(
        told.contains("lengths of time are read in minutes"),
        "{told}"
    );
}

#[test]
fn each_row_below_a_merged_cell_has_its_value() {
    let mut rows = vec![row(&["Patient", "Sex", "Visit", "CRP"].map(text))];
    let mut csv = "Patient,Sex,Visit,CRP\n".to_owned();
    let mut merged = String::new();
    for at in 0..20_usize {
        let sex = ["m", "f"][at % 2];
        for visit in 1..=2 {
            let crp = 1.5 + at as f64 + visit as f64;
            csv.push_str(&format!("{},{sex},{visit},{crp}\n", at + 1));
            let own = |cell: String| if visit == 1 { cell } else { "<c/>".to_owned() };
            rows.push(row(&[
                own(number(at + 1, 0)),
                own(text(sex)),
                number(visit, 0),
                number(crp, 0),
            ]));
        }
        for column in ["A", "B"] {
            let (first, last) = (2 * at + 2, 2 * at + 3);
            merged.push_str(&format!(
                "<mergeCell ref=\"{column}{first}:{column}{last}\"/>"
            ));
        }
    }
    let bytes = workbook(
        &rows,
        &format!("<mergeCells count=\"40\">{merged}</mergeCells>"),
    );
    let (_, told) = same_as(&csv, &bytes);
    assert!(told.contains("merged over several rows (A2:A3"), "{told}");
    assert!(told.contains("40 rows below the first"), "{told}");
}

#[test]
fn formulas_without_a_value_are_told() {
    let mut rows = vec![row(&["id", "age", "bmi"].map(text))];
    for at in 0..20_u32 {
        let formula = format!("<c><f>B{}/2</f></c>", at + 2);
        rows.push(row(&[text(&format!("P{at}")), number(40 + at, 0), formula]));
    }
    let (_, told, _) = made(&workbook(&rows, ""));
    assert!(
        told.contains("20 formulas without a stored value"),
        "{told}"
    );
    assert!(told.contains("(C2)"), "{told}");
}

#[test]
fn lengths_of_time_are_numbers_in_one_unit() {
    let file = |header: &str, cell: &dyn Fn(u32) -> String| {
        let mut csv = format!("id,{header}\n");
        for at in 0..40_u32 {
            csv.push_str(&format!("P{at},{}\n", cell(61 + 7 * at)));
        }
        csv
    };
    let minutes = file("Operative time", &|all| all.to_string());
    for written in [
        &(|all: u32| format!("{}:{:02}", all / 60, all % 60)) as &dyn Fn(u32) -> String,
        &|all| format!("{:02}:{:02}:00", all / 60, all % 60),
        &|all| format!("{}h {:02}min", all / 60, all % 60),
        &|all| format!("{} h {} min", all / 60, all % 60),
        &|all| format!("{} Std. {} Min.", all / 60, all % 60),
        &|all| format!("{}h{:02}", all / 60, all % 60),
        &|all| format!("PT{all}M"),
        &|all| match all % 3 {
            0 => "unknown".to_owned(),
            _ => format!("{}:{:02}", all / 60, all % 60),
        },
    ] {
        let written = file("Operative time", written);
        let unknown = |line: &str| {
            written
                .lines()
                .any(|own| own.starts_with(line) && own.ends_with("unknown"))
        };
        let lines = minutes.lines().map(|line| {
            let (id, _) = line.split_once(',').unwrap();
            match unknown(&format!("{id},")) {
                true => format!("{id},\n"),
                false => format!("{line}\n"),
            }
        });
        let (_, _, expected) = made(lines.collect::<String>().as_bytes());
        let (study, told, numbers) = made(written.as_bytes());
        assert_eq!(numbers, expected, "{written}{study}");
        assert!(study.contains("unit = \"min\""), "{study}");
        assert!(
            told.contains("lengths of time are read in minutes"),
            "{told}"
        );
    }
    // The header names the unit, or a stopwatch.
    let hours = file("Stay (h)", &|all| format!("{all}:30:00"));
    let (_, _, expected) = made(file("Stay (h)", &|all| format!("{all}.5")).as_bytes());
    assert_eq!(made(hours.as_bytes()).2, expected);
    let clock = file("Arrival", &|all| format!("{:02}:{:02}", all / 20, all % 60));
    for header in ["Arrival", "Time of surgery", "Start time"] {
        let (study, _, _) = made(clock.replace("Arrival", header).as_bytes());
        assert!(study.contains("kind = \"text\""), "{study}");
    }
}

#[test]
fn measurements_one_below_the_other_are_never_analysed_together() {
    let kinds = [
        ("CRP", 5.0, "mg/l"),
        ("Hb", 13.0, "g/dl"),
        ("Sodium", 140.0, "mmol/l"),
    ];
    let of = |header: &str, with_unit: bool, wanted: &[&str]| {
        let mut csv = format!("{header}\n");
        for at in 0..30_u32 {
            for (name, usual, unit) in kinds.iter().filter(|kind| wanted.contains(&kind.0)) {
                let value = usual + f64::from(at % 7) / 2.0;
                let unit = if with_unit {
                    format!(",{unit}")
                } else {
                    String::new()
                };
                csv.push_str(&format!(
                    "{},{},{name},{value}{unit}\n",
                    at + 1,
                    ["m", "f"][at as usize % 2]
                ));
            }
        }
        csv
    };
    let all = ["CRP", "Hb", "Sodium"];
    for (header, with_unit) in [
        ("patient,sex,test,value,unit", true),
        ("USUBJID,SEX,LBTESTCD,LBSTRESN,LBSTRESU", true),
        ("Patient,Sex,Parameter,Result", false),
        ("pat_id,sex,analyte,result value", false),
        ("Pat-Nr,Geschlecht,Messgröße,Wert,Einheit", true),
    ] {
        let (_, _, expected) = made(of(header, with_unit, &all[..1]).as_bytes());
        let (study, told, numbers) = made(of(header, with_unit, &all).as_bytes());
        assert_eq!(numbers, expected, "{header}\n{study}\n{told}");
        assert!(
            study.contains("only = {") && study.contains("= \"CRP\" }"),
            "{study}"
        );
        assert!(
            told.starts_with(header.split(',').nth(2).unwrap()),
            "{told}"
        );
        assert!(told.contains("3 measurements (CRP, Hb, Sodium)"), "{told}");
    }
    // Repeated visits are not stacked, nor is a category beside a value.
    for (header, levels) in [
        ("patient,sex,visit,value", all),
        ("patient,sex,score,result", ["low", "mid", "high"]),
    ] {
        let text = of(header, false, &all);
        let text = all
            .iter()
            .zip(levels)
            .fold(text, |text, (old, new)| text.replace(old, new));
        let (study, _, _) = made(text.as_bytes());
        assert!(!study.contains("only = {"), "{header}: {study}");
    }
}

#[test]
fn an_analysis_dataset_of_times_to_event_is_an_endpoint() {
    let file = |params: &[(&str, &str, u32)]| {
        let mut csv = "USUBJID,TRT01P,AGE,PARAMCD,PARAM,AVAL,CNSR\n".to_owned();
        for at in 0..60_u32 {
            for (code, label, share) in params {
                let days = (37 + at * 53 % 1400) / share + 1;
                let censored = u32::from(at % 3 == 0);
                let arm = ["Placebo", "Drug"][at as usize % 2];
                csv.push_str(&format!(
                    "S-{at:03},{arm},{},{code},{label},{days},{censored}\n",
                    40 + at % 40
                ));
            }
        }
        csv
    };
    let survival = ("OS", "Overall Survival (Days)", 1);
    let progression = ("PFS", "Progression-Free Survival (Days)", 2);
    let (study, _, expected) = made(file(&[survival]).as_bytes());
    assert!(
        study.contains("time = \"AVAL\"") && study.contains("event = [\"0\"]"),
        "{study}"
    );
    assert!(study.contains("unit = \"days\""), "{study}");
    for params in [[survival, progression], [progression, survival]] {
        let (study, told, numbers) = made(file(&params).as_bytes());
        assert_eq!(numbers, expected, "{study}\n{told}");
        assert!(study.contains("only = { \"PARAMCD\" = \"OS\" }"), "{study}");
    }
}
