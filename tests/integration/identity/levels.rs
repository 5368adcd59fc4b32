//! Levels that differ by a sign or by case, or are called as statistics.

use super::{Computed, quoted};

/// A category of these levels, the first in one row, the second in two, and so
/// on, beside a number that is the place of the level.
fn counted(levels: &[&str]) -> Computed {
    let listed: Vec<String> = levels.iter().map(|level| format!("\"{level}\"")).collect();
    let study = format!(
        "[variables.group]\nkind = \"nominal\"\nlevels = [{0}]\n\
         [variables.other]\nkind = \"nominal\"\nlevels = [{0}]\n\
         [variables.size]\nkind = \"continuous\"\n\
         [[analyses]]\nkind = \"summary\"\nvariables = [\"group\"]\n\
         [[analyses]]\nkind = \"summary\"\nvariables = [\"size\", \"other\"]\nby = \"group\"\n\
         [[analyses]]\nkind = \"tests\"\nvariables = [\"group\"]\ntests = [\"wilson\"]\n\
         [[analyses]]\nkind = \"tests\"\nvariables = [\"size\"]\nby = \"group\"\ntests = [\"mean\"]\n",
        listed.join(", ")
    );
    let mut cohort = "group,other,size\n".to_owned();
    for (at, level) in levels.iter().enumerate() {
        for _ in 0..=at {
            cohort += &format!("{},{},{}\n", quoted(level), quoted(level), at + 1);
        }
    }
    Computed::of(&study, &cohort)
}

#[test]
fn levels_that_differ_by_sign_or_case_are_counted_apart() {
    for (levels, ids) in [
        (&["<65", ">=65"][..], &["lt_65", "ge_65"][..]),
        (&["ER+", "ER-"], &["er_pos", "er_neg"]),
        (&["-", "+", "++"], &["negative", "positive", "pos_pos"]),
        (&["Male", "male"], &["male", "male_2"]),
        (&["R0 (>1mm)", "R0 (<1mm)"], &["r0_gt_1mm", "r0_lt_1mm"]),
        (
            &["mean", "test", "12 months"],
            &["\"mean\"", "\"test\"", "\"12_months\""],
        ),
        (&["a vs b", "a", "b"], &["\"a_vs_b\"", "a", "b"]),
        (&["by sex", "n", "missing"], &["\"by_sex\"", "n", "missing"]),
        (
            &["p10", "median", "q1"],
            &["\"p10\"", "\"median\"", "\"q1\""],
        ),
        (&["2.5", "25", "2,5"], &["2_5", "25", "2_5_2"]),
    ] {
        let computed = counted(levels);
        let all = (levels.len() * (levels.len() + 1) / 2) as f64;
        for (at, id) in ids.iter().enumerate() {
            let rows = (at + 1) as f64;
            for (id, expected) in [
                (format!("group.{id}.n"), rows),
                (format!("group.{id}.percent"), 100.0 * rows / all),
                (format!("size.by_group.{id}.n"), rows),
                (format!("size.by_group.{id}.median"), rows),
                (format!("other.by_group.{id}.{id}.n"), rows),
            ] {
                let own = computed.value(&id);
                assert!((own - expected).abs() < 1e-9, "{levels:?}: {id} is {own}");
            }
        }
    }
}
