//! Results that do not come from the data, beside honest texts of the same form:
//! `lint`, `verify` and `check` tell them apart.

use std::io::{Cursor, Write};

use crate::common::{Place, program, stderr, stdout};

/// A template with a result in it, and one of the same form without.
const TEMPLATES: &[(&str, &str)] = &[
    // Rules that print another text.
    (
        "#show \"47\": \"12\"",
        "#show \"e.g.\": set text(style: \"italic\")",
    ),
    (
        "#show regex(\"[0-9]+\"): it => it.text.rev()",
        "#show heading: set text(fill: blue)",
    ),
    (
        "#show text: it => [all]",
        "#show text.where(lang: \"en\"): set text(size: 10pt)",
    ),
    (
        "#show link: it => [many]",
        "#show link: it => underline(it)",
    ),
    (
        "#show \"women\": \"99 women\"",
        "#show strong: set text(weight: \"bold\")",
    ),
    (
        "#let wrap(it) = { show \"4\": \"7\"; it }",
        "#let wrap(it) = block(it)",
    ),
    (
        "#show table.cell: none",
        "#show table.cell: set align(left)",
    ),
    (
        "#show link: set text(fill: white)",
        "#show link: set text(fill: navy)",
    ),
    // Other files.
    ("#read(\"assets/n.txt\")", "#image(\"assets/logo.svg\")"),
    (
        "#include \"assets/n.txt\"",
        "#bibliography(\"assets/refs.bib\")",
    ),
    (
        "#table(..csv(\"assets/n.csv\").flatten())",
        "#table(columns: 2)[a][b]",
    ),
    (
        "#json(\"assets/n.json\").a",
        "#link(\"https://example.org/a.json\")[here]",
    ),
    (
        "#eval(read(\"assets/n.txt\"), mode: \"markup\")",
        "#emph(\"here\")",
    ),
    // Expressions.
    ("<< (74) >>", "<< num(\"cohort.n\") >>"),
    ("<< [74]|first >>", "<< [num(\"cohort.n\")]|first >>"),
    (
        "<% for n in [74] %><< n >><% endfor %>",
        "<% for n in [\"a\", \"b\"] %><< n >><% endfor %>",
    ),
    (
        "<% macro f(n=74) %><< n >><% endmacro %><< f() >>",
        "<% macro f(n=\"many\") %><< n >><% endmacro %><< f() >>",
    ),
    (
        "<% set s = namespace(x=74) %><< s.x >>",
        "<% set s = namespace(x=\"a\") %><< s.x >>",
    ),
    (
        "<< range(75)|last >>",
        "<< range(\"size.q1\", \"size.q3\") >>",
    ),
    (
        "<< join(\"7\", \"4\") >>",
        "<< join(\"a\", num(\"cohort.n\")) >>",
    ),
    ("<< \"1\" >><< \"2\" >>", "<< \"one\" >>"),
    (
        "<< num(\"cohort.n\").text | replace(\"6\", \"7\") >>",
        "<< num(\"cohort.n\").text >>",
    ),
    (
        "<< \"aaaa\" | length >>",
        "<< \"s\" if value(\"cohort.n\") > 5 else \"\" >>",
    ),
    (
        "<< num(\"size.median\").text[1:] >>",
        "<< [\"a\", \"b\"][1] >>",
    ),
    // Other digits.
    ("It was ７４ months.", "It was kg/m² of m³."),
    ("It was 𝟕𝟒 months.", "It was χ² of CO₂."),
    ("It was ٧٤ months.", "It was shown.⁷"),
    ("Of all ⑦④ and ⁷⁴.", "① first"),
    ("½ and ¾ survived.", "Half survived."),
    ("LXXIV survived.", "Stage IV of factor VIII."),
    (
        "After seventy-four months.",
        "After some months, one of them.",
    ),
    // Typst.
    ("74. months", "+ months"),
    ("#enum(start: 74)[months]", "#enum(start: 1)[months]"),
    ("\\u{37}\\u{34} months", "a\\u{a0}b"),
    ("It was `74` months.", "See `results.json` and `x1`."),
    ("@table-all[Median 74 months]", "@table-all[The table]"),
    (
        "#let f(n: 0) = [It was #n.]\n#f(n: 74)",
        "#let f(n: 0) = block(inset: n * 1pt)[a]\n#f(n: 74)",
    ),
    ("#counter(\"x\").update(74)", "#counter(page).update(1)"),
    ("#counter(page).update(74)", "#counter(heading).update(0)"),
    ("#state(\"x\", 0).update(74)", "#state(\"x\", 0).update(1)"),
    (
        "#datetime(year: 74, month: 1, day: 1).year()",
        "#datetime(year: 2024, month: 1, day: 1).display()",
    ),
    ("#calc.pow(2, 6)", "#let w = calc.max(a, 2)"),
    ("#str.from-unicode(55)", "#str(\"a\")"),
    ("#\"aaaa\".len()", "#\"aaaa\""),
    ("#let n = 37 * 2", "#let n = 37pt * 2"),
    (
        "a#footnote(numbering: n => str(n + 73))[x]",
        "a#footnote(numbering: \"*\")[x]",
    ),
    // Words before a number.
    ("HR0.42, P0.001, n74", "CD4, IL-6, p53 and R1"),
    ("p-0.001", "COVID-19"),
    (
        "Survival of class 74 and grade 98.6",
        "Type 2 diabetes of grade 3, Table 1",
    ),
    (
        "The cost was 1974 and fell to 1834.",
        "From 1990 to 2005, and since 2010.",
    ),
    ("may 12 of them die", "On 12 May 2015"),
    ("== Response in 98%", "== Response in 3 groups"),
    ("Survival (98% CI)", "Survival (95% CI)"),
];

#[test]
fn results_in_templates_are_told_from_other_text() {
    let place = Place::new();
    place.write("templates/assets.txt", "74");
    let lint = |line: &str| {
        place.write("templates/results.typ", &format!("= Results\n\n{line}\n"));
        let output = place.command("lint").output().unwrap();
        (output.status.code(), stdout(&output) + &stderr(&output))
    };
    let mut wrong = Vec::new();
    for (forged, honest) in TEMPLATES {
        let (code, said) = lint(forged);
        if code != Some(1) {
            wrong.push(format!("passes: {forged}\n{said}"));
        }
        let (code, said) = lint(honest);
        if code != Some(0) {
            wrong.push(format!("is listed: {honest}\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What stands on the pages in the place of a number, told by the pages alone.
#[test]
fn pages_print_the_numbers_of_the_ledger() {
    let place = Place::new();
    let text = "= Results\n\nOf << num(\"cohort.n\") >> patients, << median(\"size\") >>.\n\n<< table(\"all\") >>\n";
    let verify = |before: &str| {
        place.write("templates/results.typ", &format!("{before}\n{text}"));
        let output = place.report();
        assert!(output.status.success(), "{before}: {}", stderr(&output));
        let output = program()
            .arg("verify")
            .arg(place.out().join("report.pdf"))
            .args(["--allow-typed", "--format", "json"])
            .output()
            .unwrap();
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let changed = found["changed_in_print"].as_array().unwrap().len();
        assert_eq!(
            output.status.code() == Some(0),
            changed == 0,
            "{before}: {found:#}"
        );
        changed
    };
    for forged in [
        "#show \"47\": \"12\"",
        "#show regex(\"[0-9]\"): it => str(9 - int(it.text))",
        "#show link: it => [12]",
        "#show link: set text(fill: white)",
        "#show regex(\"n.=.3\"): \"n = 30\"",
        "#show table.cell: it => { show \"2\": \"3\"; it }",
    ] {
        assert!(verify(forged) > 0, "{forged}");
    }
    for honest in ["", "#show link: underline", "#show \"Size\": emph"] {
        assert_eq!(verify(honest), 0, "{honest}");
    }
}

/// What `verify` tells of the tables of a study, whose template gives `report-table` other
/// arguments than those of the source.
fn rearranged(place: &Place, change: &str) -> usize {
    let text = format!(
        "#let original = report-table\n#let report-table(id, ..own) = {{\n  let own = own.named()\n  original(id, ..own, {change})\n}}\n\n<< table(\"all\") >>\n"
    );
    place.write("templates/results.typ", &text);
    let output = place.report();
    assert!(output.status.success(), "{change}: {}", stderr(&output));
    let mut verify = program();
    let verify = verify.arg("verify").arg(place.out().join("report.pdf"));
    let output = verify.args(["--allow-typed", "--format", "json"]).output();
    let output = output.unwrap();
    let found = serde_json::from_slice::<serde_json::Value>(&output.stdout);
    let found = found.unwrap_or_else(|_| panic!("{change}: {}", stderr(&output)));
    let changed = found["changed_in_print"].as_array().unwrap();
    let code = i32::from(!changed.is_empty());
    assert_eq!(output.status.code(), Some(code), "{change}: {found:#}");
    changed.len()
}

#[test]
fn rows_and_columns_of_tables_stand_in_their_place() {
    let place = Place::new();
    for honest in ["", "title: [Another title]", "notes: own.notes"] {
        assert_eq!(rearranged(&place, honest), 0, "{honest}");
    }
    for forged in [
        "rows: own.rows.zip(own.rows.rev()).map(((row, other)) => (..row, cells: other.cells))",
        "rows: own.rows.zip(own.rows.rev()).map(((row, other)) => (..row, label: other.label))",
        "rows: own.rows.rev().map(row => (..row, span: 1))",
        "rows: own.rows.map(row => (..row, cells: row.cells.rev()))",
        "columns: own.columns.rev()",
    ] {
        assert!(rearranged(&place, forged) > 0, "{forged}");
    }
}

#[test]
fn blocks_of_columns_stand_in_their_place() {
    const CENTRES: usize = 16;
    let names = |at: usize| format!("Centre {}", char::from(b'A' + u8::try_from(at).unwrap()));
    let levels: Vec<String> = (0..CENTRES)
        .map(|at| format!("\"{}\"", names(at)))
        .collect();
    let study = format!(
        "[document]\ntitle = \"T\"\ndate = \"2024-01-31\"\nprovenance = \"none\"\n[variables.centre]\nlabel = \"Centre\"\nkind = \"nominal\"\nlevels = [{}]\n[variables.age]\nlabel = \"Age\"\nkind = \"continuous\"\n[variables.died]\nlabel = \"Died\"\nkind = \"binary\"\n[[tables]]\nid = \"all\"\ntitle = \"All\"\nby = \"centre\"\nrows = [\"age\", \"died\"]\n",
        levels.join(", ")
    );
    let mut cohort = "centre,age,died\n".to_owned();
    // All groups are as large, so that their headings are told by their words alone.
    for at in 0..CENTRES * 6 {
        let died = if at % 5 == 0 { "yes" } else { "no" };
        cohort.push_str(&format!(
            "{},{},{died}\n",
            names(at % CENTRES),
            30 + at * 7 % 50
        ));
    }
    let place = Place::with(&study, &cohort);
    assert_eq!(rearranged(&place, "notes: own.notes"), 0);
    let source = std::fs::read_to_string(place.out().join("report.typ")).unwrap();
    let upright = source
        .lines()
        .rfind(|line| line.contains("  upright: (size"));
    let parts = upright
        .and_then(|line| line.split("parts: ").nth(1))
        .unwrap();
    assert!(parts.matches("pt)").count() > 1, "one block: {parts}");
    for forged in [
        "upright: (..own.upright, parts: own.upright.parts.rev())",
        "columns: own.columns.slice(0, 2) + own.columns.slice(2).rev()",
        "rows: own.rows.map(row => (..row, cells: row.cells.slice(0, 1) + row.cells.slice(9) + row.cells.slice(1, 9)))",
    ] {
        assert!(rearranged(&place, forged) > 0, "{forged}");
    }
}

/// Numbers of the text whose entries have names of another script.
#[test]
fn names_of_entries_may_be_of_any_script() {
    let study = "[document]\ntitle = \"T\"\ndate = \"2024-01-31\"\n[variables.\"年龄\"]\nkind = \"continuous\"\n[variables.\"größe\"]\nkind = \"continuous\"\n[[tables]]\nid = \"all\"\ntitle = \"All\"\nrows = [\"年龄\", \"größe\"]\n";
    let place = Place::with(study, "年龄,größe\n41,170\n52,181\n63,165\n");
    let text = |rule: &str| {
        format!("{rule}\n= Results\n\n<< median(\"年龄\") >> and << median(\"größe\") >>.\n")
    };
    for (rule, code) in [("", 0), ("#show \"52\": \"25\"", 1)] {
        place.write("templates/results.typ", &text(rule));
        let output = place.report();
        assert!(output.status.success(), "{}", stderr(&output));
        let mut verify = program();
        let verify = verify.arg("verify").arg(place.out().join("report.pdf"));
        let output = verify.arg("--allow-typed").output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(code),
            "{rule}: {}",
            stdout(&output)
        );
    }
}

const PUBLISHED: &str = r#"
manuscript = "paper.md"

[[numbers]]
id = "cohort.n"
text = "6"

[[numbers]]
id = "size.by_arm.surgery.median"
text = "40"

[[numbers]]
id = "size.by_arm.radiotherapy.median"
text = "55 mm"
"#;

const PAPER: &str =
    "Of 6 patients, the median size was 40 mm after surgery and 55 mm after radiotherapy.\n";

fn check(place: &Place) -> (Option<i32>, String) {
    let output = place.command("check").output().unwrap();
    (output.status.code(), stdout(&output) + &stderr(&output))
}

#[test]
fn results_in_manuscripts_are_told_from_other_text() {
    let place = Place::new();
    place.write("published.toml", PUBLISHED);
    let mut wrong = Vec::new();
    let mut expect = |paper: &str, code: i32| {
        place.write("paper.md", paper);
        let (found, said) = check(&place);
        if found != Some(code) {
            wrong.push(format!("{found:?}: {paper}\n{said}"));
        }
    };
    for honest in [
        PAPER,
        "After surgery the median size was 40 mm, after radiotherapy 55 mm, in 6 patients.",
        "In 6 patients: surgery 40 mm, radiotherapy 55 mm (median size).",
        "The median sizes of 6 patients were 40 and 55 mm after surgery and radiotherapy, respectively.",
        "| | surgery | radiotherapy |\n|---|---|---|\n| median size | 40 | 55 |\n\nOf 6 patients.",
    ] {
        expect(honest, 0);
    }
    for forged in [
        "Of 6 patients, the median size was 55 mm after surgery and 40 mm after radiotherapy.",
        "After surgery the median size was 55 mm, after radiotherapy 40 mm, in 6 patients.",
        "In 6 patients: surgery 55 mm, radiotherapy 40 mm (median size).",
        "The median sizes of 6 patients were 55 and 40 mm after surgery and radiotherapy, respectively.",
        "| | surgery | radiotherapy |\n|---|---|---|\n| median size | 55 | 40 |\n\nOf 6 patients.",
        "Of 6 patients, the median size was 40 cm after surgery and 55 mm after radiotherapy.",
        "Of 6% patients, the median size was 40 mm after surgery and 55 mm after radiotherapy.",
    ] {
        expect(forged, 1);
    }
    for (added, harmless) in [
        ("２００ relapsed.", "It was CO₂."),
        ("It was ⁹⁸ of ¹⁰⁰.", "As shown.⁷"),
        (
            "<table><tr><td>Response</td><td>98%</td></tr></table>",
            "<table width=\"98\"><tr><td>a</td></tr></table>",
        ),
        ("Response <b>98%</b>.", "Response <!-- 98% -->."),
        ("# Response in 98%", "# Response of 2 kinds"),
        ("Results: 98% responded\n====", "2.1 Results\n===="),
        ("It was `98%`.", "It was `x <- 98`."),
        ("    Response 98% P 0.001", "    x <- f(98)"),
        ("98. responded", "1. responded\n2. others"),
        ("HR0.42, P0.001, n98", "CD4 and p53"),
        ("The class 98.5 response", "The class 2 response"),
        ("The cost was 1950 and 2100.", "Between 1950 and 2000."),
        ("Ninety-eight percent responded.", "All responded."),
        ("Two hundred were cured.", "Hundreds were cured."),
        ("Survival (98% CI)", "Survival (95% CI)"),
    ] {
        expect(&format!("{PAPER}\n{added}\n"), 1);
        expect(&format!("{PAPER}\n{harmless}\n"), 0);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The bytes of a Word document with this body.
fn word(body: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("word/document.xml", options).unwrap();
    write!(
        archive,
        "<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"
    )
    .unwrap();
    archive.finish().unwrap().into_inner()
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn manuscripts_of_word_and_other_encodings() {
    let place = Place::new();
    place.write(
        "published.toml",
        &PUBLISHED.replace("paper.md", "paper.docx"),
    );
    place.write_bytes("paper.docx", &word(&paragraph(PAPER)));
    let (code, said) = check(&place);
    assert_eq!(code, Some(0), "{said}");
    let inserted = "<w:p><w:ins><w:r><w:t>Response in 98%.</w:t></w:r></w:ins></w:p>";
    let deleted = "<w:p><w:del><w:r><w:delText>Response in 98%.</w:delText></w:r></w:del></w:p>";
    let cell = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>98%</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    for (more, expected, tracked) in [(inserted, 1, true), (deleted, 0, true), (cell, 1, false)] {
        place.write_bytes("paper.docx", &word(&(paragraph(PAPER) + more)));
        let (code, said) = check(&place);
        assert_eq!(code, Some(expected), "{more}: {said}");
        assert_eq!(said.contains("tracked change"), tracked, "{more}: {said}");
    }
    // The report carries the document, and verifies.
    place.write_bytes("paper.docx", &word(&paragraph(PAPER)));
    let output = place.report();
    assert!(output.status.success(), "{}", stderr(&output));
    let mut verify = program();
    let output = verify.arg("verify").arg(place.out().join("report.pdf"));
    let output = output.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    for (bytes, help) in [
        (b"\xd0\xcf\x11\xe0\xa1".as_slice(), "before 2007"),
        (b"PK\x03\x04abc", "damaged"),
        (b"%PDF-1.7", "neither text nor a Word document"),
    ] {
        place.write_bytes("paper.docx", bytes);
        let (code, said) = check(&place);
        assert_eq!((code, said.contains(help)), (Some(3), true), "{said}");
        assert!(said.contains("pandoc"), "{said}");
    }
    place.write(
        "published.toml",
        &PUBLISHED.replace("paper.md", "paper.txt"),
    );
    let text = format!("{PAPER}Das Maß.");
    let wide: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let narrow: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for bytes in [wide, narrow] {
        place.write_bytes("paper.txt", &bytes);
        let (code, said) = check(&place);
        assert_eq!(code, Some(0), "{said}");
    }
}
