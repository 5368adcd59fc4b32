use jiff::civil::date;

use super::*;

/// The reading of a file of one column beside another, and its cells then.
fn column(cells: &[&str], beside: &[&str]) -> (ColumnReading, Vec<String>, Reading) {
    named("x", cells, beside)
}

fn named(name: &str, cells: &[&str], beside: &[&str]) -> (ColumnReading, Vec<String>, Reading) {
    let beside = beside.iter().cycle();
    let rows = cells.iter().zip(beside.chain(std::iter::repeat(&"")));
    let mut raw = Raw::of_rows(
        vec![name.to_owned(), "beside".to_owned()],
        &rows
            .map(|(cell, beside)| vec![*cell, *beside])
            .collect::<Vec<_>>(),
    );
    let reading = read(
        &mut raw,
        &Examined::default(),
        &Decided::default(),
        date(2026, 5, 1),
    );
    let cells = raw.column(0).rows().map(str::to_owned).collect();
    (reading.columns.first().cloned().unwrap(), cells, reading)
}

#[test]
fn marks_are_decided_from_all_cells() {
    let points = ["12.8", "6.6"];
    let commas = ["12,8", "6,6"];
    for (cells, beside, keys, first) in [
        (
            &["189,068", "98", "1,200"][..],
            &points[..],
            "thousands=\",\"",
            "189068",
        ),
        (
            &["1.250", "350", "2.400"],
            &commas,
            "thousands=\".\"",
            "1250",
        ),
        (&["1,234.5", "12"], &[], "thousands=\",\"", "1234.5"),
        (&["1.234,5", "12"], &[], "thousands=\".\"", "1234.5"),
        (&["1,234,567", "12"], &[], "thousands=\",\"", "1234567"),
        (&["1 150", "2 300"], &[], "thousands=\" \"", "1150"),
        (&["2'600", "900"], &[], "thousands=\"'\"", "2600"),
        (&["1.250", "0.125"], &[], "", "1.250"),
        (&["1.250", "2.400"], &points, "", "1.250"),
        (&["12,5", "3,2"], &["1.5", "2.5"], "decimal=\",\"", "12.5"),
        (&["1.2E+05", "3.4E+03"], &[], "", "120000"),
        (&["1.0", "0.0", "1.0"], &[], "", "1"),
        (&["1.0", "0.5"], &[], "", "1.0"),
        (&["01234", "04567"], &[], "", "01234"),
    ] {
        let (reading, read, _) = column(cells, beside);
        let keys_of: Vec<String> = reading
            .keys()
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        assert_eq!(
            (keys_of.join(" ").as_str(), read[0].as_str()),
            (keys, first),
            "{cells:?}"
        );
        assert!(reading.open_mark.is_none(), "{cells:?}");
    }
}

#[test]
fn a_factor_of_a_thousand_is_asked_about() {
    for (cells, beside) in [
        (&["1.250", "2.400", "1.875"][..], &[][..]),
        (&["1.250", "350"], &[]),
        (&["1,250", "350"], &[]),
        (&["1.250", "2.400", "1.100", "350"], &["12.8", "6.6"]),
    ] {
        let (reading, read, _) = column(cells, beside);
        assert!(reading.open_mark.is_some(), "{cells:?}");
        assert_eq!(read, cells, "{cells:?}");
        assert!(
            reading.doubts[0].contains("thousands"),
            "{:?}",
            reading.doubts
        );
    }
}

#[test]
fn units_and_limits_are_told() {
    let (reading, read, _) = column(&["5%", "7 %", "9%"], &[]);
    assert_eq!(
        (reading.unit.as_deref(), read),
        (Some("%"), vec!["5".into(), "7".into(), "9".into()])
    );
    let (reading, read, _) = column(&["5 mg", "7 mg", "9"], &[]);
    assert_eq!(
        (reading.unit.as_deref(), read[0].as_str()),
        (Some("mg"), "5")
    );
    let (reading, read, _) = column(&["<0.5", "1.5", "2.5", "3", ">100"], &[]);
    assert_eq!(reading.keys(), [("limits", "\"value\"".to_owned())]);
    assert_eq!((read[0].as_str(), read[4].as_str()), ("0.5", "100"));
    assert!(
        reading.doubts[0].starts_with("2 cells are beyond a limit"),
        "{:?}",
        reading.doubts
    );
    for levels in [
        &["<=20", "20-50", ">50"][..],
        &["12a", "12b", "13c"],
        &["0-5", "6-11", "12+"],
    ] {
        let (reading, read, _) = column(levels, &[]);
        assert_eq!(reading, ColumnReading::default(), "{levels:?}");
        assert_eq!(read, levels);
    }
}

#[test]
fn what_does_not_fit_is_set_missing_and_told_with_its_place() {
    let numbers = [
        "9.0", "9.5", "ND", "10", "11", "n.a.", "12", "8", "7", "6.5", "5",
    ];
    let (reading, read, _) = column(&numbers, &[]);
    assert_eq!(reading.missing, ["n.a.", "ND"]);
    assert_eq!(read[2], "");
    assert!(
        reading.doubts[1].contains("\"ND\" (line 4)"),
        "{:?}",
        reading.doubts
    );
    let dates = [
        "2016-01-04",
        "2016-02-10",
        "2016-??-11",
        "2016-03-18",
        "2016-04-24",
        "lost",
        "2016-05-31",
        "2016-06-01",
        "2016-06-02",
        "2016-06-03",
    ];
    let (reading, read, _) = column(&dates, &[]);
    assert_eq!(reading.missing, ["2016-??-11", "lost"]);
    assert_eq!((read[0].as_str(), read[5].as_str()), ("2016-01-04", ""));
    let (reading, ..) = column(&["A", "B", "#DIV/0!"], &[]);
    assert_eq!(reading.missing, ["#DIV/0!"]);
}

#[test]
fn dates_have_one_order() {
    for (cells, beside, file, own, first) in [
        (
            &["31/12/2019", "01/02/2019"][..],
            &[][..],
            "dates=\"dmy\"",
            "",
            "2019-12-31",
        ),
        (
            &["12/31/2019", "01/02/2019"],
            &[],
            "dates=\"mdy\"",
            "",
            "2019-12-31",
        ),
        (
            &["01/02/2019", "03/04/2019"],
            &["12/31/2019"],
            "dates=\"mdy\"",
            "",
            "2019-01-02",
        ),
        (&["03FEB2021", "04FEB2021"], &[], "", "", "2021-02-03"),
        (
            &["03-Feb-21", "04-Feb-61"],
            &[],
            "pivot=26",
            "",
            "2021-02-03",
        ),
        (
            &["31.12.19", "01.02.20"],
            &[],
            "dates=\"dmy\" pivot=26",
            "",
            "2019-12-31",
        ),
        (
            &["2016-01-04 01:07", "2016-02-10 00:00"],
            &[],
            "",
            "",
            "2016-01-04",
        ),
        (
            &["31/12/2019", "13/02/2019"],
            &["12/31/2019", "12/30/2019"],
            "dates=\"dmy\"",
            "",
            "2019-12-31",
        ),
    ] {
        let (reading, read, all) = column(cells, beside);
        let text = |keys: &[(&str, String)]| {
            let keys: Vec<String> = keys
                .iter()
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            keys.join(" ")
        };
        assert_eq!(
            (
                text(&all.keys).as_str(),
                text(&reading.keys()).as_str(),
                read[0].as_str()
            ),
            (file, own, first),
            "{cells:?}"
        );
    }
    let (reading, read, _) = named("surgery_date", &["42373", "42410"], &[]);
    assert_eq!(reading.keys(), [("dates", "\"day_number\"".to_owned())]);
    assert_eq!(read[0], "2016-01-04");
    let (reading, ..) = named("platelets", &["42373", "42410"], &[]);
    assert_eq!(reading, ColumnReading::default());
    let (_, _, all) = column(&["01/02/2019", "03/04/2019"], &[]);
    assert!(all.doubts[0].contains("month/day/year would fit too"));
}
