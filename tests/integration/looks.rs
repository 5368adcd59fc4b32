//! The looks of a report, and the print of journals, in whole reports.

use std::fs;

use crate::common::{COHORT, Place, STUDY, stderr};
use cohort_report::layout::Layout;
use cohort_report::number::{Value, format};
use lopdf::Document;

/// A cohort of the project with its study file changed.
fn cohort(name: &str, change: impl Fn(String) -> String) -> Place {
    let place = Place::of_cohort(name);
    let path = place.study().join("study.toml");
    let study = fs::read_to_string(&path).unwrap();
    fs::write(path, change(study)).unwrap();
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{name}: {}", stderr(&output));
    place
}

fn with_look(look: &str) -> impl Fn(String) -> String {
    let look = format!("[document]\nlook = \"{look}\"");
    move |study| study.replacen("[document]", &look, 1)
}

/// The text of a page without blanks, which fonts leave to positions.
fn page(place: &Place, number: u32) -> String {
    let pdf = Document::load(place.out().join("report.pdf")).unwrap();
    let text = pdf.extract_text(&[number]).unwrap();
    text.split_whitespace().collect()
}

#[test]
fn each_cohort_has_each_look() {
    for name in ["lung", "melanoma", "rvlms", "veteran"] {
        let journal = cohort(name, with_look("journal"));
        assert!(page(&journal, 1).contains("Statisticalmethods"), "{name}");
        let source = fs::read_to_string(journal.out().join("report.typ")).unwrap();
        assert!(source.contains("#article["), "{name}");

        // One page, or two where figures would be too small; the methods below them
        // where there is room, or on the next.
        let summary = cohort(name, with_look("summary"));
        let note = "Eachnumberofthetextandthetableslinks";
        let methods = "Statisticalmethods";
        let follow = (1..=2).any(|number| {
            let text = page(&summary, number);
            let Some((_, below)) = text.split_once(note) else {
                return false;
            };
            below.contains(methods) || page(&summary, number + 1).starts_with(methods)
        });
        assert!(follow, "{name}");
    }
}

/// A study of six hospitals with a finding of so many levels, below a notice of so many
/// lines.
fn six_hospitals(levels: usize, lines: usize) -> Place {
    let hospitals = [
        "Northern", "Southern", "Eastern", "Western", "Central", "Coastal",
    ];
    let mut rows = String::from("id,hospital,finding\n");
    for row in 0..6000 {
        let hospital = hospitals[row % hospitals.len()];
        rows += &format!(
            "{row},{hospital},kind {}\n",
            row % 7 % levels + row % levels / 7 * 7
        );
    }
    let quoted = |names: Vec<String>| format!("\"{}\"", names.join("\", \""));
    let study = format!(
        "[document]\ntitle = \"Wide\"\ndate = \"2024-01-31\"\nnotice = \"{}\"\n\
         [variables.id]\nkind = \"identifier\"\n\
         [variables.hospital]\nkind = \"nominal\"\nlevels = [{}]\n\
         [variables.finding]\nlabel = \"A finding with a long name\"\nkind = \"nominal\"\n\
         levels = [{}]\n\
         [[tables]]\nid = \"wide\"\ntitle = \"Findings\"\nby = \"hospital\"\nrows = [\"finding\"]\n",
        "The hospitals of the region sent what they had found to one registry, year by year. "
            .repeat(lines),
        quoted(hospitals.map(str::to_owned).to_vec()),
        quoted((0..levels).map(|level| format!("kind {level}")).collect()),
    );
    let place = Place::with(&study, &rows);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    place
}

/// Width and height of the page with this text, and the text.
fn page_with(place: &Place, text: &str) -> (f32, f32, String) {
    let pdf = Document::load(place.out().join("report.pdf")).unwrap();
    let pages = pdf.get_pages();
    let found = pages
        .into_iter()
        .map(|(number, id)| (page(place, number), id));
    let (text, id) = found
        .into_iter()
        .find(|(own, _)| own.contains(text))
        .unwrap();
    let corners = pdf.get_object(id).unwrap().as_dict().unwrap();
    let corners = corners.get(b"MediaBox").unwrap().as_array().unwrap();
    let [_, _, width, height] = corners.as_slice() else {
        panic!("four corners")
    };
    (width.as_float().unwrap(), height.as_float().unwrap(), text)
}

#[test]
fn a_wide_table_of_many_rows_lies_on_its_side_below_a_filled_page() {
    let (width, height, _) = page_with(&six_hospitals(14, 32), "Afindingwithalongname");
    assert!(width > height);
    // Turned, it would leave most of the page before it empty.
    let (width, height, _) = page_with(&six_hospitals(14, 1), "Afindingwithalongname");
    assert!(width < height);
}

#[test]
fn a_wide_table_of_few_rows_stands_in_parts() {
    let (width, height, text) = page_with(&six_hospitals(2, 1), "Afindingwithalongname");
    assert!(width < height);
    assert_eq!(text.matches("Afindingwithalongname").count(), 2);
    for hospital in ["Overall", "Northern", "Coastal"] {
        assert_eq!(text.matches(hospital).count(), 1, "{hospital}");
    }
}

#[test]
fn a_journal_changes_the_print_and_no_value() {
    let plain = cohort("melanoma", |study| study);
    let lancet = cohort("melanoma", |study| {
        study + "\n[style]\njournal = \"lancet\"\n"
    });
    let numbers = |place: &Place| -> Vec<(String, serde_json::Value, String)> {
        let text = fs::read_to_string(place.out().join("results.json")).unwrap();
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        let numbers = document["numbers"].as_array().unwrap();
        let part = |number: &serde_json::Value, key: &str| number[key].as_str().unwrap().to_owned();
        numbers
            .iter()
            .map(|number| {
                (
                    part(number, "id"),
                    number["value"].clone(),
                    part(number, "text"),
                )
            })
            .collect()
    };
    let (plain, printed) = (numbers(&plain), numbers(&lancet));
    assert_eq!(plain.len(), printed.len());
    for ((id, value, text), (other, same, styled)) in plain.iter().zip(&printed) {
        assert_eq!((id, value), (other, same));
        assert!(!styled.contains('.'), "{id}: {styled}");
        if !id.contains(".p") && !id.ends_with("ph_p") {
            assert_eq!(&text.replace('.', "·"), styled, "{id}");
        }
    }
    let text = page(&lancet, 1) + &page(&lancet, 2) + &page(&lancet, 3);
    assert!(text.contains("ranktestp=0·011"), "{text}");
    // Axes too.
    let figure = fs::read_to_string(lancet.out().join("figures/effects.svg")).unwrap();
    assert!(
        !figure.contains(">0.5<") && figure.contains("2·57"),
        "{figure}"
    );
}

/// As the instructions print them: JMIR writes P=.04 and P<.001, APA p = .015
/// and p < .001; neither drops the zero of a number that may exceed 1.
#[test]
fn probabilities_without_a_leading_zero() {
    for (journal, texts, sign) in [
        ("jmir", [".35", ".04", ".006", "<.001", "0.31"], "="),
        (
            "apa",
            [".350", ".045", ".006", "<.001", "0.31"],
            "\u{a0}=\u{a0}",
        ),
    ] {
        let study = format!("{STUDY}\n[style]\njournal = \"{journal}\"\n");
        let conventions = Layout::parse("small", "study.toml", &study)
            .unwrap()
            .0
            .conventions;
        let text = |value: f64, format| {
            format::print(&Value::Number(value), format, 100, &conventions).text
        };
        let second = if journal == "jmir" { 0.0404 } else { 0.0451 };
        let printed = [
            text(0.35, format::Format::PValue),
            text(second, format::Format::PValue),
            text(0.0062, format::Format::PValue),
            text(0.0002, format::Format::PValue),
            text(0.31, format::Format::Digits(2)),
        ];
        assert_eq!(printed, texts, "{journal}");
        let p = Value::Number(0.35);
        assert_eq!(format::p_sign(&p, ".35", conventions.style), sign);
    }
}

/// A study of so many categories without a template of its own.
fn of_categories(look: &str, count: usize, notice: usize) -> Place {
    let names: Vec<String> = (0..count).map(|at| format!("finding{at}")).collect();
    let mut rows = format!("id,arm,{}\n", names.join(","));
    for row in 0..90 {
        let cells: Vec<String> = (0..count)
            .map(|at| format!("level {}", (row * 7 + at * 3) % 11 % 3))
            .collect();
        rows += &format!("{row},{},{}\n", ["a", "b"][row % 2], cells.join(","));
    }
    let mut study = format!(
        "[document]\ntitle = \"Many findings\"\ndate = \"2024-01-31\"\nlook = \"{look}\"\n\
         provenance = \"none\"\nnotice = \"{}\"\n[variables.id]\nkind = \"identifier\"\n[variables.arm]\nkind = \"nominal\"\n\
         levels = [\"a\", \"b\"]\n",
        "These data are invented. ".repeat(notice)
    );
    for name in &names {
        study += &format!(
            "[variables.{name}]\nkind = \"nominal\"\n\
             levels = [\"level 0\", \"level 1\", \"level 2\"]\n"
        );
    }
    // A long table stands alone.
    let tables = [
        ("all", "All of them", names.as_slice()),
        ("few", "Few of them", &names[..2]),
    ];
    for (id, title, rows) in tables.into_iter().take(if count < 10 { 2 } else { 1 }) {
        study += &format!(
            "[[tables]]\nid = \"{id}\"\ntitle = \"{title}\"\nby = \"arm\"\nrows = [\"{}\"]\n",
            rows.join("\", \"")
        );
    }
    let place = Place::with(&study, &rows);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    place
}

/// The pages before the appendix.
fn pages_of_results(place: &Place) -> Vec<String> {
    let pages = Document::load(place.out().join("report.pdf")).unwrap();
    let count = pages.get_pages().len() as u32;
    let pages = (1..=count).map(|number| page(place, number));
    let appendix = |page: &String| page.contains("Wherethenumberscomefrom");
    pages.take_while(|page| !appendix(page)).collect()
}

/// Title, notice, methods, results, and then the tables as the study lists them.
#[test]
fn a_study_without_text_reads_from_top_to_bottom() {
    for look in ["report", "journal"] {
        let place = of_categories(look, 4, 1);
        let text = pages_of_results(&place).concat();
        let parts = [
            "Manyfindings",
            "Thesedataareinvented",
            "Statisticalmethods",
            "Results",
            "Table1",
            "finding3",
            "Table2",
            "Fewofthem",
        ];
        let mut from = 0;
        for part in parts {
            let found = text[from..].find(part);
            from += found.unwrap_or_else(|| panic!("{look}: {part} in {text}"));
        }
    }
}

/// A header says so on each page behind that of the first row, wherever on its
/// page the table begins.
#[test]
fn a_table_is_continued_behind_its_first_page() {
    for look in ["report", "journal"] {
        for notice in [1, 30, 60, 75, 90] {
            let place = of_categories(look, 24, notice);
            let pages = pages_of_results(&place);
            let begin = pages.iter().position(|page| page.contains("finding0"));
            let begin = begin.unwrap();
            assert!(pages[begin].contains("Allofthem"), "{look} {notice}");
            let goes_on = |page: &String| page.contains("Table1(continued)");
            let headers = |page: &String| page.contains("Characteristic") || goes_on(page);
            for (at, page) in pages.iter().enumerate().filter(|(_, page)| headers(page)) {
                let of_long = at >= begin && page.contains("finding");
                let continued = goes_on(page);
                assert!(of_long, "{look} {notice}: header alone on page {at}");
                assert_eq!(continued, at > begin, "{look} {notice}: page {at}");
            }
        }
    }
}

/// Levels that stand on the page behind that of their variable have its name above them.
#[test]
fn levels_behind_a_page_break_have_the_name_of_their_variable() {
    let level = |at: usize| format!("cause {at:02}");
    let mut cohort = "id,arm,chapter\n".to_owned();
    for row in 0..180 {
        cohort += &format!("{row},{},{}\n", ["a", "b"][row % 2], level(row % 90));
    }
    let levels: Vec<String> = (0..90).map(level).collect();
    let study = format!(
        "[document]\ntitle = \"Causes\"\ndate = \"2024-01-31\"\n[variables.id]\nkind = \"identifier\"\n\
         [variables.arm]\nkind = \"nominal\"\nlevels = [\"a\", \"b\"]\n[variables.chapter]\nkind = \"nominal\"\n\
         label = \"Chapter\"\nlevels = [\"{}\"]\n[[tables]]\nid = \"all\"\ntitle = \"All\"\nby = \"arm\"\n\
         rows = [\"chapter\"]\n",
        levels.join("\", \"")
    );
    let place = Place::with(&study, &cohort);
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let pages = pages_of_results(&place);
    let of_table = pages.iter().filter(|page| page.contains("cause"));
    let of_table: Vec<&String> = of_table.collect();
    assert!(of_table.len() > 1);
    for page in &of_table[1..] {
        assert!(page.contains("Table1(continued)"), "{page}");
        assert!(page.contains("Chapter(continued)"), "{page}");
    }
    assert!(!of_table[0].contains("(continued)"));
}

/// A report that prints no result says so; nothing stands below a heading otherwise.
#[test]
fn a_study_without_tables_and_figures_says_that_it_shows_no_results() {
    let study = STUDY.split("[[tables]]").next().unwrap();
    let study = study.split("[[figures]]").next().unwrap();
    let endpoint = study.find("[endpoints").unwrap();
    for (study, is_asked) in [(study, true), (&study[..endpoint], false)] {
        let place = Place::with(study, COHORT);
        let output = place.report();
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(0), "{told}");
        assert_eq!(
            told.contains("prints none of its results"),
            is_asked,
            "{told}"
        );
        let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
        assert_eq!(source.contains("= #\"Results\""), is_asked);
        assert_eq!(source.contains("asks for no table and no figure"), is_asked);
    }
}

/// So does a summary of what its page has no place for.
#[test]
fn a_summary_says_what_it_leaves_out() {
    let bars =
        "\n[[figures]]\nid = \"left\"\nkind = \"bars\"\ncaption = \"C.\"\nvariable = \"arm\"\n";
    let study = STUDY.replacen("[document]", "[document]\nlook = \"summary\"", 1) + bars;
    let place = Place::with(&study, COHORT);
    let output = place.report();
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("the summary has no place for"), "{told}");
    assert!(told.contains("figure \"left\""), "{told}");
    let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
    assert!(source.contains("Not in this summary"));
}
