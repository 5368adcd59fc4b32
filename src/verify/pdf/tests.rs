#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::filters;
use super::lexer::Cursor;
use super::{Budget, Number, PdfError, Value};

fn read(text: &str) -> Result<Value, PdfError> {
    Cursor::new(text.as_bytes(), 0).value()
}

#[test]
fn values_are_read_as_they_stand() {
    let real = |text: &str| Value::Number(Number::Real(text.into()));
    let integer = |number| Value::Number(Number::Integer(number));
    for (text, value) in [
        ("12", integer(12)),
        ("+0012 ", integer(12)),
        ("-0", integer(0)),
        ("00.50]", real("0.5")),
        ("-.50", real("-0.5")),
        ("-0.0", real("0")),
        ("4.", real("4")),
        ("7 0 R", Value::Reference(7)),
        ("7 0 ", integer(7)),
        ("/A#20b", Value::Name(b"A b"[..].into())),
        ("/", Value::Name(b""[..].into())),
        (r"(a\(\)(b)\\\n\61)", Value::Text(b"a()(b)\\\n1"[..].into())),
        ("<61 62>", Value::Text(b"ab"[..].into())),
        (
            "[1 null true]",
            Value::Array(vec![integer(1), Value::Null, Value::Boolean(true)]),
        ),
    ] {
        assert_eq!(read(text), Ok(value), "{text}");
    }
}

/// What the standard leaves open, or viewers read each in its own way.
#[test]
fn values_with_two_readings_are_irregular() {
    for text in [
        "1.2.3",
        "--1",
        "1-2",
        "1e5",
        "0x1",
        "-",
        ".",
        "+.",
        "12abc",
        "99999999999999999999",
        "0.00000000000000000000000001",
        "7 1 R",
        "0 0 R",
        "/A#42",
        "/A#0",
        "/A#00",
        "/\u{e9}",
        r"(\q)",
        r"(\400)",
        "(a",
        "(a\rb)",
        "(a\\\nb)",
        "<4>",
        "<4g>",
        "<<1 2>>",
        "<</A 1/A 1>>",
        "<</A 1/A#20 1/A#20 2>>",
        "<</A>>",
        "[1",
        "]",
        "nul",
        "truefalse",
        "R",
        "",
    ] {
        assert!(
            matches!(read(text), Err(PdfError::Irregular { .. })),
            "{text}: {:?}",
            read(text)
        );
    }
    assert_eq!(read("[1 % a\n]"), Err(PdfError::Rewritten));
    let deep = "[".repeat(100_000);
    assert!(read(&deep).is_err());
}

/// Reals are compared as programs hold them, integers as they are.
#[test]
fn numbers_stand_for_each_other() {
    let number = |text: &str| match read(text) {
        Ok(Value::Number(number)) => number,
        other => panic!("{text}: {other:?}"),
    };
    for (given, expected, same) in [
        ("63.779527", "63.779526", true),
        ("63.7795", "63.779526", false),
        ("1", "1.0", true),
        ("1.0", "1", false),
        ("1.0", "1.00", true),
        ("16777217", "16777216", false),
    ] {
        assert_eq!(number(given).stands_for(&number(expected)), same, "{given}");
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

#[test]
fn only_the_whole_of_a_packed_stream_is_unpacked() {
    let text = "words ".repeat(50_000);
    let good = packed(text.as_bytes());
    let unpack = |bytes: &[u8]| filters::inflate(bytes, "here", &mut Budget::new());
    assert_eq!(unpack(&good), Ok(text.into_bytes()));
    assert_eq!(unpack(&packed(b"")), Ok(Vec::new()));
    let mut checksum = good.clone();
    *checksum.last_mut().unwrap() ^= 1;
    let mut small_window = good.clone();
    small_window[0] = 0x48;
    for bad in [
        &good[..good.len() - 1],
        &good[..good.len() / 2],
        &[&good[..], b" "].concat(),
        &checksum,
        &small_window,
        b"",
        b"\x78",
        b"words",
    ] {
        assert!(matches!(unpack(bad), Err(PdfError::Irregular { .. })));
    }
}

#[test]
fn all_streams_share_one_budget() {
    let zeros = packed(&vec![0; 100 << 20]);
    let mut budget = Budget::new();
    for _ in 0..2 {
        assert!(filters::inflate(&zeros, "here", &mut budget).is_ok());
    }
    let third = filters::inflate(&zeros, "here", &mut budget);
    assert_eq!(third, Err(PdfError::UnpacksToTooMuch));
}
