//! What the documentation shows works, and what is generated is up to date.

use std::fs;

use crate::common::{Place, project, stderr};
use cohort_report::layout::Layout;
use cohort_report::number::conventions::{self, ConventionKey, Conventions, Form, Preset, Setting};
use cohort_report::number::styles;
use cohort_report::statistics::methods;
use cohort_report::wording::Wording;

/// The fenced blocks of one language in a page of `docs`.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let text = fs::read_to_string(project().join("docs").join(page)).unwrap();
    text.split("```")
        .skip(1)
        .step_by(2)
        .filter_map(|block| {
            block
                .strip_prefix(&format!("{language}\n"))
                .map(str::to_owned)
        })
        .collect()
}

#[test]
fn the_complete_study_file_is_valid() {
    let example = blocks("study-file.md", "toml")
        .into_iter()
        .find(|block| block.contains("[document]"));
    if let Err(findings) = Layout::parse("example", "study-file.md", &example.unwrap()) {
        panic!("{findings}");
    }
}

#[test]
fn every_key_of_the_example_study_is_documented() {
    let page = fs::read_to_string(project().join("docs/study-file.md")).unwrap();
    let study = fs::read_to_string(project().join("data/rvlms/study.toml")).unwrap();
    for line in study
        .lines()
        .filter(|line| !line.starts_with(['#', ' ', '[', '"']))
    {
        if let Some((key, _)) = line.split_once(" = ") {
            assert!(
                page.contains(&format!("`{key}`")) || page.contains(&format!("`{key} =")),
                "{key}"
            );
        }
    }
}

#[test]
fn every_snippet_of_the_tutorial_runs() {
    let place = Place::of_cohort("rvlms");
    let snippets = blocks("templates.md", "typst");
    assert!(snippets.len() > 4);
    // From the empty file on, one snippet after the other, as a reader does.
    let mut sizes = Vec::new();
    for written in 0..=snippets.len() {
        place.write("templates/results.typ", &snippets[..written].join("\n"));
        let output = place.report();
        let said = stderr(&output);
        assert!(output.status.success(), "after snippet {written}: {said}");
        let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
        sizes.push(source.len());
    }
    assert!(sizes.is_sorted(), "{sizes:?}");
}

#[test]
fn every_method_is_named_once() {
    let mut ids: Vec<&str> = methods::ALL.iter().map(|method| method.id).collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

/// The page with what stands between `<!-- name -->` and the next `<!-- end -->`
/// replaced.
fn with_block(page: &str, name: &str, block: &str) -> String {
    let begin = format!("<!-- {name} -->\n");
    let (before, rest) = page.split_once(&begin).unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    format!("{before}{begin}\n{block}\n<!-- end -->{after}")
}

#[test]
fn the_tables_of_conventions_and_styles_are_those_of_the_records() {
    let path = project().join("docs/study-file.md");
    let page = fs::read_to_string(&path).unwrap();
    let made = with_block(&page, "conventions", &conventions::documentation());
    let made = with_block(&made, "styles", &styles::documentation());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &made).unwrap();
        return;
    }
    assert!(
        made == page,
        "docs/study-file.md is not up to date: UPDATE=1 cargo test --test integration docs"
    );
}

/// The settings of `results.json` as its schema has them.
fn schema_of_settings() -> String {
    let list = |words: &[&str]| {
        let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        format!("[{}]", quoted.join(", "))
    };
    let one_of = |words: &[&str]| format!("{{ \"enum\": {} }}", list(words));
    let keys: Vec<&str> = ConventionKey::ALL.iter().map(|key| key.word()).collect();
    let required = [&["preset"], keys.as_slice(), &["journal"]].concat();
    let presets: Vec<&str> = Preset::ALL.iter().map(|preset| preset.word()).collect();
    let mut lines = vec![format!("\"preset\": {}", one_of(&presets))];
    for key in ConventionKey::ALL {
        let shape = match key.record().form() {
            Form::Words(words) => one_of(&words.iter().map(|(word, _)| *word).collect::<Vec<_>>()),
            Form::Flag => "{ \"type\": \"boolean\" }".to_owned(),
            Form::Share => {
                "{ \"type\": \"number\", \"exclusiveMinimum\": 0, \"exclusiveMaximum\": 1 }"
                    .to_owned()
            }
            Form::Days => "{ \"type\": \"number\", \"exclusiveMinimum\": 0 }".to_owned(),
            Form::Whole { least, most } => {
                format!("{{ \"type\": \"integer\", \"minimum\": {least}, \"maximum\": {most} }}")
            }
        };
        lines.push(format!("\"{}\": {shape}", key.word()));
    }
    let journals: Vec<&str> = styles::styles().iter().map(|(word, _)| *word).collect();
    lines.push(format!(
        "\"journal\": {{ \"description\": \"The journal whose print of numbers the texts have.\", \
         \"enum\": {} }}",
        list(&journals)
    ));
    format!(
        "\"required\": {},\n      \"properties\": {{\n        {}\n      }}",
        list(&required),
        lines.join(",\n        ")
    )
}

#[test]
fn the_schema_of_results_has_every_convention() {
    let path = project().join("docs/results.schema.json");
    let text = fs::read_to_string(&path).unwrap();
    let begin = text.find("\"required\": [\"preset\"").unwrap();
    let end = text.find("\n    },\n    \"conclusions\"").unwrap();
    let made = format!("{}{}{}", &text[..begin], schema_of_settings(), &text[end..]);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &made).unwrap();
        return;
    }
    assert!(
        made == text,
        "docs/results.schema.json is not up to date: UPDATE=1 cargo test --test integration docs"
    );
}

/// Numbers inside what Methods states of a convention are those of the ledger.
#[test]
fn phrases_of_conventions_name_numbers_of_the_ledger() {
    let page = fs::read_to_string(project().join("docs/ledger.md")).unwrap();
    let row = page
        .lines()
        .find(|line| line.starts_with("| `convention.NAME`"))
        .unwrap();
    for preset in Preset::ALL {
        let conventions = Conventions::new(*preset, styles::NumberStyle::NONE);
        let mut settings: Vec<Setting> = conventions.settings().collect();
        settings.extend(conventions.alternatives());
        for setting in settings {
            for phrase in Wording::all().filter_map(|words| setting.phrase(words)) {
                for name in phrase.slots() {
                    assert!(row.contains(&format!("`{name}`")), "{setting}: {name}");
                }
            }
        }
    }
}
