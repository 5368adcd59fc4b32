use super::*;
use crate::input::read;

/// The rows of a file read as it was examined: header, first and last row, how
/// many, and what was told.
fn framed(text: &str) -> (Examined, Vec<String>, String) {
    let examined = examine("x.csv", text.as_bytes(), None).unwrap();
    let stated = examined.clone();
    let options = stated.options();
    let sheet = read("x.csv", text.as_bytes(), &options).unwrap();
    let mut lines = vec![sheet.names().join("|")];
    let mut rows = sheet.rows();
    while let Some(row) = rows.next() {
        let cells: Vec<&str> = row.cells().map(|cell| cell.unwrap()).collect();
        lines.push(format!("{}: {}", row.number(), cells.join("|")));
    }
    let told: Vec<String> = examined.remarks.iter().map(ToString::to_string).collect();
    let told = told.join("\n");
    (examined, lines, told)
}

const ROWS: &str = "P1,A,39,12.8\nP2,B,40,6.6\nP3,A,49,\nP4,B,37,8.2\n";

#[test]
fn a_plain_file_has_no_frame() {
    let (examined, lines, told) = framed(&format!("id,arm,age,crp\n{ROWS}"));
    assert_eq!(examined, Examined::default());
    assert_eq!((lines.len(), told.as_str()), (5, ""));
    for text in [
        "year,2019,2020,2021\nA,1,2,3\nB,2,3,4\nC,4,4,4\n",
        "0,1,2\n3,4,5\n1,2,3\n4,5,6\n",
        "x\n1\n2\n3\n4\n",
        ",age,arm\n1,40,A\n2,41,B\n3,50,A\n",
        "id,arm,age,crp\nP1,A,39,12.8\nP2,B,40,6.6\nP3,A,49,1.1\nP4,,,\n",
        "#id,arm,age\nP1,A,39\nP2,B,40\nP3,A,41\n",
    ] {
        assert_eq!(
            examine("x.csv", text.as_bytes(), None),
            Ok(Examined::default()),
            "{text}"
        );
    }
}

#[test]
fn titles_comments_and_footers_are_no_rows() {
    for above in ["Export of 2024,,,\n\n", "Export of 2024\n,,,\n"] {
        let below = ",,,\nTotal,40,,\n\"* at admission, in mg\",,,\n";
        let (examined, lines, told) = framed(&format!("{above}id,arm,age,crp\n{ROWS}{below}"));
        assert_eq!(lines.first().unwrap(), "id|arm|age|crp", "{above}");
        assert_eq!(lines.last().unwrap(), "7: P4|B|37|8.2");
        assert_eq!(examined.frame.header_line, Some(3));
        assert_eq!(examined.frame.footer, 2);
        assert!(told.contains("x.csv:9: the last 2 rows"), "{told}");
    }
    let text = format!("# one\n# \"two\nid,arm,age,crp\n{ROWS}# end\n");
    let (examined, lines, told) = framed(&text);
    assert_eq!(examined.frame.comment, Some(b'#'));
    assert_eq!((lines.len(), lines[4].as_str()), (5, "7: P4|B|37|8.2"));
    assert!(told.contains("3 lines begin with #"), "{told}");
}

#[test]
fn units_below_the_header_are_no_row() {
    for units in [",,years,mg/L", "-,-,[yrs],(mg/l)", ",,,%"] {
        let (examined, lines, told) = framed(&format!("id,arm,age,crp\n{units}\n{ROWS}"));
        assert!(examined.frame.units_row, "{units}");
        assert_eq!(lines.len(), 5, "{units}");
        assert!(told.contains("x.csv:2: is a row of units"), "{told}");
    }
    for first in ["P0,A,NA,unknown", "P0,A,,", "P0,A,1,mg"] {
        let (examined, ..) = framed(&format!("id,arm,age,crp\n{first}\n{ROWS}"));
        assert!(!examined.frame.units_row, "{first}");
    }
}

#[test]
fn a_first_row_of_data_is_no_header() {
    for text in [
        ROWS,
        "39.0,1.0\n40,0.0\n41,1.0\n50,0\n",
        "A,yes\nB,no\nA,no\nA,yes\nB,yes\n",
    ] {
        let (examined, lines, told) = framed(text);
        assert_eq!(examined.frame.header_line, Some(0), "{text}");
        assert!(lines[0].starts_with("column_1|column_2"), "{lines:?}");
        assert!(lines[1].starts_with("1: "), "{lines:?}");
        assert!(told.contains("without a header line"), "{told}");
    }
}

#[test]
fn an_encoding_is_found_and_stated() {
    let text = "id;Präparat\n1;Größe\n2;Fuß\n3;Café\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let examined = examine("x.csv", &bytes, None).unwrap();
    assert_eq!(examined.encoding, Some(encoding_rs::WINDOWS_1252.into()));
    let told = examined.remarks.to_string();
    assert!(
        told.contains("Windows-1252") && told.contains("\"Präparat\""),
        "{told}"
    );
    let sheet = read("x.csv", &bytes, &examined.options()).unwrap();
    assert_eq!(sheet.names()[1], "Präparat");
    assert!(sheet.remarks().is_empty());
}
