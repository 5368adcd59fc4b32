//! Numbers beside the estimates that R prints and readers ask for, on the lung
//! cohort of R's survival package (R 4.2.2, survival 3.5).

use std::fs;

use crate::common::project;
use cohort_report::ledger::Ledger;
use cohort_report::report::{Timings, compute};

const STUDY: &str = r#"
[document]
title = "Further numbers"
date = "2024-01-31"

[conventions]
ordinal = "unordered"
rank_test = "corrected"
exact_kruskal_wallis = false
association = "chi-square"

[variables.inst]
kind = "count"
[variables.time]
kind = "continuous"
unit = "days"
[variables.status]
kind = "binary"
levels = ["1", "2"]
[variables.age]
kind = "continuous"
[variables.sex]
kind = "binary"
levels = ["1", "2"]
[variables."ph.ecog"]
kind = "ordinal"
levels = ["0", "1", "2"]
missing = ["3"]
[variables."ph.karno"]
kind = "count"
[variables."pat.karno"]
kind = "count"
[variables."meal.cal"]
kind = "continuous"
[variables."wt.loss"]
kind = "continuous"

[derived.decade]
label = "Age group"
cut = { variable = "age", at = [60, 70], closed = "right" }

[endpoints.os]
time = "time"
status = "status"
event = ["2"]
unit = "days"

[[analyses]]
kind = "summary"
variables = ["age"]
quantiles = [0.1, 0.9, 0.025]

[[analyses]]
kind = "survival"
endpoint = "os"
rates = [365]
quantiles = [0.1, 0.9]

[[analyses]]
kind = "survival"
endpoint = "os"
by = "sex"

[[analyses]]
kind = "follow_up"
endpoint = "os"
by = "sex"

[[analyses]]
kind = "summary"
variables = ["age"]
by = "ph.ecog"

[[analyses]]
kind = "tests"
tests = ["dunn"]
variables = ["age"]
by = "ph.ecog"

[[analyses]]
kind = "tests"
tests = ["cramers-v-corrected"]
variables = ["decade"]
by = "ph.ecog"

[[analyses]]
kind = "tests"
tests = ["log-rank"]
endpoints = ["os"]
by = "sex"

[[analyses]]
kind = "tests"
tests = ["pearson", "kendall", "spearman"]
variables = ["age"]
with = "wt.loss"

[[analyses]]
kind = "summary"
variables = ["decade"]
by = "ph.ecog"

[[models]]
id = "cox"
kind = "cox"
endpoint = "os"
covariates = ["age", "ph.ecog"]
proportionality = ["km", "rank", "identity", "log"]

[[models]]
id = "logit"
kind = "logistic"
outcome = "sex"
covariates = ["age", "wt.loss"]

[[models]]
id = "line"
kind = "linear"
outcome = "wt.loss"
covariates = ["age"]

[[tables]]
id = "first"
title = "First"
by = "sex"
rows = ["age", "wt.loss"]
q = "benjamini-hochberg"
"#;

fn ledger() -> Ledger {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("further");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("study.toml"), STUDY).unwrap();
    let cohort = project().join("data/lung/cohort.csv");
    fs::copy(cohort, folder.join("cohort.csv")).unwrap();
    let computed = compute(&folder, &mut Timings::default());
    computed
        .unwrap_or_else(|error| panic!("{error}"))
        .results
        .ledger
}

#[test]
fn numbers_beside_the_estimates_are_those_of_r() {
    let ledger = ledger();
    for (id, r) in [
        // summary(survfit(Surv(time, status == 2) ~ 1), times = 365)
        ("os.365_days.survival", 40.924_162_446_006_64),
        ("os.365_days.se", 3.582_363_817_203_78),
        // quantile(survfit(...), c(0.1, 0.9))
        ("os.p10", 79.0),
        ("os.p90", 735.0),
        // quantile(age, c(0.1, 0.9, 0.025))
        ("age.p10", 50.0),
        ("age.p90", 74.0),
        ("age.p2_5", 43.675),
        // survdiff(Surv(time, status == 2) ~ sex)
        ("os.by_sex.test.1.observed", 112.0),
        ("os.by_sex.test.1.expected", 91.581_739_029_572_8),
        ("os.by_sex.test.2.expected", 73.418_260_970_427_2),
        ("os.by_sex.log_rank.2.observed", 53.0),
        ("os.by_sex.log_rank.1.expected", 91.581_739_029_572_8),
        // quantile(survfit(Surv(time, status != 2) ~ sex), 0.5)
        ("os.by_sex.1.follow_up.median", 840.0),
        ("os.by_sex.2.follow_up.median", 529.0),
        // summary(coxph(... ~ age + factor(ph.ecog)))
        ("cox.age.z", 1.147_037_109_118_10),
        ("cox.ph.ecog.2.z", 3.715_013_980_108_46),
        ("cox.log_likelihood", -730.135_460_589_502),
        ("cox.null_log_likelihood", -739.065_659_685_283),
        ("cox.aic", 1_466.270_921_179),
        // cox.zph(fit, transform = ...)
        ("cox.ph.statistic", 2.128_400_835_080_515),
        ("cox.age.ph.statistic", 0.266_929_782_280_624),
        ("cox.ph.ecog.ph.statistic", 2.089_721_228_313_969),
        ("cox.ph.ecog.ph.df", 2.0),
        ("cox.ph_rank.p", 0.477_033_512_936_538),
        ("cox.ph.ecog.ph_rank.p", 0.288_861_627_816_136),
        ("cox.ph_identity.p", 0.648_822_502_898_016),
        ("cox.age.ph_identity.p", 0.641_527_811_209_377),
        ("cox.ph_log.statistic", 5.012_266_065_604_23),
        ("cox.age.ph_log.p", 0.052_134_722_500_476_1),
        // glm(sex == 2 ~ age + wt.loss, family = binomial)
        ("logit.intercept", 1.478_604_514_515_587_7),
        ("logit.intercept.se", 0.979_596_677_608_859_6),
        ("logit.intercept.z", 1.509_401_316_187_37),
        ("logit.intercept.p", 0.131_196_256_934_212_5),
        ("logit.intercept.ci_lower", -0.441_369_692_972_871),
        ("logit.wt.loss.z", -1.798_593_158_351_54),
        ("logit.log_likelihood", -140.805_155_327_153),
        ("logit.aic", 287.610_310_654_306),
        ("logit.deviance", 281.610_310_654_306),
        ("logit.null_deviance", 288.370_251_910_327),
        // lm(wt.loss ~ age)
        ("line.intercept.t", 1.035_538_723_086_786),
        ("line.intercept.se", 6.201_043_722_502_081),
        ("line.intercept.ci_upper", 18.645_023_779_553_67),
        ("line.age.t", 0.555_846_039_414_156),
        ("line.log_likelihood", -854.185_701_990_055),
        ("line.aic", 1_714.371_403_980_109),
        // cor.test(age, wt.loss), and the other methods
        ("age.with_wt.loss.pearson.statistic", 0.555_846_039_414_156),
        ("age.with_wt.loss.pearson.df", 212.0),
        ("age.with_wt.loss.kendall.statistic", 0.941_876_721_705_713),
        ("age.with_wt.loss.spearman.s", 1_526_758.798_734_24),
        // (mean rank - mean rank) / standard error, corrected for ties
        ("age.by_ph.ecog.dunn.0_vs_1.z", -0.197_579_696_179_996),
        ("age.by_ph.ecog.dunn.1_vs_2.z", -3.182_138_870_953_157),
        ("age.by_ph.ecog.0_vs_2.z", -3.017_699_824_684_453),
        // p.adjust(c(wilcox.test(age ~ sex)$p.value, ...), "BH")
        ("age.by_sex.test.first.q", 0.057_006_281_451_711_5),
        ("wt.loss.by_sex.test.first.q", 0.057_006_281_451_711_5),
        // min(chisq.test(t)$expected); Bergsma's V of the same table
        (
            "decade.by_ph.ecog.test.least_expected",
            10.176_991_150_442_5,
        ),
        (
            "decade.by_ph.ecog.cramers_v_corrected.estimate",
            0.170_805_159_721_401,
        ),
    ] {
        let number = ledger.find(id).unwrap_or_else(|| panic!("no {id}"));
        let ours = number
            .value
            .number()
            .unwrap_or_else(|| panic!("{id}: {number:?}"));
        // R ends its iterations earlier than the program.
        let iterative = id.starts_with("logit") || id.starts_with("cox");
        let tolerance = if iterative { 1e-6 } else { 1e-9 };
        assert!(
            ((ours - r) / r).abs() < tolerance,
            "{id}: {ours} against {r}"
        );
    }
}
