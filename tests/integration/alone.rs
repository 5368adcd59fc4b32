//! A figure as high as a page or higher, and short methods above it: its beginning stands
//! on their page, which would be left more than half empty.

use std::fmt::Write;

use crate::census::measure;
use crate::common::Place;

/// The figure of a study that has nothing else: a lane for each patient, a bar for each of
/// 36 levels, a box for each of 40 groups.
const ALONE: [(&str, &str); 3] = [
    ("swimmer", "endpoint = \"os\"\nmarks = []"),
    ("bars", "variable = \"site\""),
    ("boxes", "by = \"ward\"\nvariables = [\"age\"]"),
];

/// Short methods, and below them a figure that alone fills a page or more.
fn measure_alone(kind: &str, keys: &str, rows: usize, look: &str) {
    let mut cohort = "id,age,months,dead,site,ward\n".to_owned();
    for row in 0..rows {
        let (age, months, dead) = (30 + row * 7 % 50, 1 + row * 13 % 90, ["no", "yes"][row % 2]);
        let (site, ward) = (10 + row % 36, 10 + row % 40);
        let _ = writeln!(cohort, "{row},{age},{months},{dead},S{site},W{ward}");
    }
    let levels = |letter: char, count: usize| -> String {
        let levels = (10..10 + count).map(|at| format!("\"{letter}{at}\""));
        levels.collect::<Vec<_>>().join(", ")
    };
    let study = format!(
        "[document]\ntitle = \"Alone\"\ndate = \"2024-01-31\"\nlook = \"{look}\"\n\n\
         [variables.id]\nkind = \"identifier\"\n\n\
         [variables.age]\nlabel = \"Age\"\nkind = \"continuous\"\n\n\
         [variables.months]\nlabel = \"Months\"\nkind = \"continuous\"\n\n\
         [variables.dead]\nlabel = \"Dead\"\nkind = \"binary\"\n\n\
         [variables.site]\nlabel = \"Site\"\nkind = \"nominal\"\nlevels = [{}]\n\n\
         [variables.ward]\nlabel = \"Ward\"\nkind = \"nominal\"\nlevels = [{}]\n\n\
         [endpoints.os]\nlabel = \"survival\"\nevent_label = \"death\"\nunit = \"months\"\n\
         time = \"months\"\nstatus = \"dead\"\nevent = [\"yes\"]\n\n\
         [[figures]]\nid = \"alone\"\nkind = \"{kind}\"\ncaption = \"Alone.\"\n{keys}\n",
        levels('S', 36),
        levels('W', 40),
    );
    let place = Place::with(&study, &cohort);
    measure(&place, &format!("{kind} of {rows} rows alone, {look}"));
}

#[test]
fn a_figure_of_several_pages_alone() {
    let [(kind, keys), ..] = ALONE;
    measure_alone(kind, keys, 160, "report");
}

#[test]
#[ignore = "make long"]
fn figures_of_a_page_and_more_alone() {
    for look in ["report", "journal"] {
        for (kind, keys) in ALONE {
            for rows in [200, 240] {
                measure_alone(kind, keys, rows, look);
            }
        }
    }
}
