//! Pages that change each time they are laid out: no report leaves with wrong numbers.

use std::fs;

use crate::common::{Place, stderr};

/// Prints a mark where there is none, and none where there is one.
const RESTLESS: &str =
    "if calc.even(query(<restless>).len()) [#metadata(none)<restless>#pagebreak()]";

fn place_with(results: &str) -> Place {
    let place = Place::new();
    let templates = place.study().join("templates");
    fs::create_dir_all(&templates).unwrap();
    fs::write(templates.join("results.typ"), results).unwrap();
    place
}

#[test]
fn what_positions_do_not_settle_is_set_without_them() {
    let place = place_with(&format!(
        "= Results\n\n#context if by-position {{ {RESTLESS} }}\n"
    ));
    let output = place.report();
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("the pages did not settle"), "{told}");
    assert!(!told.contains("did not converge"), "{told}");
    let source = fs::read_to_string(place.out().join("report.typ")).unwrap();
    assert!(source.contains("#let by-position = false"), "{source}");
}

#[test]
fn pages_that_never_settle_are_no_report() {
    let place = place_with(&format!("= Results\n\n#context {{ {RESTLESS} }}\n"));
    let output = place.report();
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(4), "{told}");
    assert!(told.contains("the pages do not settle"), "{told}");
    assert!(told.contains("help: "), "{told}");
    assert!(!place.out().join("report.pdf").exists());
}
