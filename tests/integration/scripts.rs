//! Reports in any script: with the bundled fonts, with those of a study, and with
//! characters that no font has.

use std::fs;
use std::process::Command;

use crate::census::{Word, pages};
use crate::common::{Place, program, project, stderr, stdout};

/// A study with one word of each script as a level, header, label and title.
fn study(words: &[&str]) -> (String, String) {
    let quoted = format!("\"{}\"", words.join("\", \""));
    let first = words[0];
    let study = format!(
        "[document]\ntitle = \"Words: {}\"\ndate = \"2024-01-31\"\nauthors = [\"{first}\"]\n\
         [variables.\"{first}\"]\nkind = \"nominal\"\nlevels = [\"a\", \"b\"]\n\
         [variables.word]\nlabel = \"{first}\"\nkind = \"nominal\"\nlevels = [{quoted}]\n\
         [variables.size]\nkind = \"continuous\"\nunit = \"{first}\"\n\
         [[tables]]\nid = \"all\"\ntitle = \"{first}\"\nby = \"word\"\nrows = [\"size\", \"{first}\"]\n\
         [[figures]]\nid = \"boxes\"\nkind = \"boxes\"\ncaption = \"{first}.\"\n\
         variables = [\"size\"]\nby = \"word\"\n",
        words.join(" ")
    );
    let mut cohort = format!("{first},word,size\n");
    for row in 0..60 {
        let word = words[row % words.len()];
        cohort += &format!("{},{word},{}\n", ["a", "b"][row % 2], 20 + row * 7 % 31);
    }
    (study, cohort)
}

fn text(place: &Place) -> Option<String> {
    let pdf = place.out().join("report.pdf");
    let output = Command::new("pdftotext").arg(pdf).arg("-").output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Makes the report and verifies it; hands back what was told.
fn made(place: &Place) -> String {
    let output = place.report();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let verified = program()
        .arg("verify")
        .arg(place.out().join("report.pdf"))
        .output()
        .unwrap();
    assert_eq!(verified.status.code(), Some(0), "{}", stdout(&verified));
    stderr(&output)
}

/// Fonts state the height of their capitals, by which Typst places a line in a cell, each
/// in its own way. Behind a label in Latin letters all stand on one line in any case.
#[test]
fn labels_of_other_scripts_stand_on_the_line_of_their_numbers() {
    let scripts = ["الوفاة", "महिला", "หญิง", "女性"];
    let mut study =
        "[document]\ntitle = \"Lines\"\ndate = \"2024-01-31\"\nprovenance = \"none\"\n".to_owned();
    let mut header = Vec::new();
    for (at, word) in scripts.iter().enumerate() {
        study += &format!(
            "[variables.n{at}]\nkind = \"continuous\"\nlabel = \"{word}\"\n\
             [variables.b{at}]\nkind = \"binary\"\nlabel = \"{word}\"\n"
        );
        header.extend([format!("n{at}"), format!("b{at}")]);
    }
    let rows = header.join("\", \"");
    study += &format!("[[tables]]\nid = \"all\"\ntitle = \"All\"\nrows = [\"{rows}\"]\n");
    let mut cohort = header.join(",");
    for row in 0..20 {
        let cells = scripts
            .iter()
            .map(|_| format!("{row},{}", ["no", "yes"][row % 2]));
        cohort += &format!("\n{}", cells.collect::<Vec<_>>().join(","));
    }
    let place = Place::with(&study, &cohort);
    made(&place);
    let pdf = place.out().join("report.pdf");
    let Some(pages) = pages(&pdf) else { return };
    let words = || pages[0].words.iter();
    for word in scripts {
        let is_label = |own: &&Word| own.text.chars().any(|c| !c.is_ascii() && word.contains(c));
        // How far the label stands from the number of its row.
        let offsets: Vec<f64> = words()
            .filter(is_label)
            .filter_map(|label| {
                let numbers =
                    words().filter(|own| own.text.starts_with(|c: char| c.is_ascii_digit()));
                let off = numbers.map(|own| own.top - label.top);
                off.min_by(|a, b| a.abs().total_cmp(&b.abs()))
            })
            // Others stand in the dictionary of the data.
            .filter(|off| off.abs() < 6.0)
            .collect();
        assert!(offsets.len() >= 2, "{word}: {offsets:?}");
        let [least, most] =
            [f64::min, f64::max].map(|f| offsets.iter().copied().reduce(f).unwrap());
        assert!(most - least < 0.5, "{word}: {offsets:?}");
    }
}

#[test]
fn many_scripts_come_out() {
    for words in [
        ["女性", "男性", "其他"],
        ["여성", "남성", "기타"],
        ["じょせい", "ダンセイ", "その他"],
        ["หญิง", "ชาย", "อื่นๆ"],
        ["أنثى", "ذكر", "آخر"],
        ["אישה", "גבר", "אחר"],
        ["महिला", "पुरुष", "अन्य"],
        ["মহিলা", "পুরুষ", "அன்பு"],
        ["👩\u{200d}⚕\u{fe0f}", "🙂", "❤\u{fe0f}"],
        ["☑ yes", "☐ no", "♀"],
    ] {
        let (study, cohort) = study(&words);
        let place = Place::with(&study, &cohort);
        let told = made(&place);
        assert!(!told.contains("U+") && !told.contains("typ"), "{told}");
        let figure = fs::read_to_string(place.out().join("figures/boxes.svg")).unwrap();
        assert!(!figure.contains('\u{fffd}'), "{words:?}");
    }
}

#[test]
fn what_no_font_writes_is_printed_by_number_and_told_once() {
    let (study, cohort) = study(&["\u{12000}", "plain", "\u{1f5d}\u{e31}"]);
    let place = Place::with(&study, &cohort);
    place.write(
        "templates/results.typ",
        "== Results \u{13000} \\u{12001}\n<< table(\"all\") >>\n<< figure(\"boxes\") >>\n",
    );
    let told = made(&place);
    assert_eq!(told.matches("help: ").count(), 1, "{told}");
    for part in [
        "U+12000",
        "U+13000",
        "U+12001",
        "study.toml, lines 2, 4,",
        "templates/results.typ, line 1",
        "cohort.csv, lines 2, 4, 5,",
        "column \"word\"",
        "fonts",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    if let Some(text) = text(&place) {
        assert!(
            text.contains("U+12000") && text.contains("U+13000"),
            "{text}"
        );
    }
    let figure = fs::read_to_string(place.out().join("figures/boxes.svg")).unwrap();
    assert!(
        figure.contains("U+12000") && !figure.contains('\u{fffd}'),
        "{figure}"
    );
    let validated = place.command("validate").output().unwrap();
    let said = stdout(&validated);
    assert_eq!(validated.status.code(), Some(0), "{said}");
    assert!(said.contains("U+12000"), "{said}");
}

#[test]
fn the_fonts_of_a_study_are_used_and_attached() {
    let (study, cohort) = study(&["ชาย", "a", "b"]);
    let place = Place::with(&study, &cohort);
    // Any font will do: that of another script has no Thai.
    let fonts = project().join("fonts/fallback");
    let own = fs::read(fonts.join("NotoSansThai-Regular.ttf")).unwrap();
    place.write_bytes("fonts/own.ttf", &own);
    place.write("fonts/OFL.txt", "a licence");
    let told = made(&place);
    assert!(told.is_empty(), "{told}");
    let results = fs::read_to_string(place.out().join("results.json")).unwrap();
    assert!(results.contains("\"fonts/own.ttf\"") && !results.contains("OFL"));
    // Another font makes another report, so that the old one is not vouched for.
    let pdf = fs::read(place.out().join("report.pdf")).unwrap();
    fs::remove_file(place.study().join("fonts/own.ttf")).unwrap();
    made(&place);
    assert!(pdf != fs::read(place.out().join("report.pdf")).unwrap());
}

#[test]
fn what_is_no_font_is_a_finding() {
    let place = Place::new();
    place.write("fonts/a.ttf", "no font");
    place.write("fonts/b.woff2", "no font");
    let output = place.report();
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(
        told.contains("a.ttf: is not a TrueType or OpenType font"),
        "{told}"
    );
    assert!(
        told.contains("b.woff2: is a font in a format that is not read"),
        "{told}"
    );
}

/// Destinations of a PDF have the bytes of labels, which are those of the columns.
#[test]
fn columns_of_any_script_are_led_to_and_verified() {
    let study = "[document]\ntitle = \"Names\"\ndate = \"2024-01-31\"\nlook = \"LOOK\"\n\
         [variables.\"âge\"]\nkind = \"continuous\"\n[variables.\"女\"]\nkind = \"nominal\"\n\
         levels = [\"a\", \"b\"]\n[[tables]]\nid = \"all\"\ntitle = \"All\"\nby = \"女\"\nrows = [\"âge\"]\n";
    let rows = (0..20).map(|row| format!("{},{}\n", 30 + row * 7 % 31, ["a", "b"][row % 2]));
    let cohort = format!("âge,女\n{}", rows.collect::<String>());
    for look in ["report", "summary"] {
        let place = Place::with(&study.replace("LOOK", look), &cohort);
        if look == "report" {
            let folder = place.study().join("templates");
            fs::create_dir_all(&folder).unwrap();
            let text = "= Results\nÀ l’âge médian de – << median(\"âge\") >>, 中位数<< median(\"âge\") >>.\n\
                        << table(\"all\") >>\n";
            fs::write(folder.join("results.typ"), text).unwrap();
        }
        made(&place);
    }
}
