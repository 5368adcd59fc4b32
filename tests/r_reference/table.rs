//! The table of agreement in `docs/methods.md`: every function, its reference,
//! and the largest error seen.

use std::fmt::Write as _;
use std::path::Path;

use crate::harness::SEEN;

/// The methods of `expected.csv`, the functions that they test, and R's.
const ROWS: &[(&str, &str, &str)] = &[
    ("describe", "descriptive::describe", "mean, sd, min, max"),
    (
        "shape",
        "descriptive::{shape, geometric_mean, median_interval}",
        "e1071::skewness, kurtosis (type = 2); qbinom",
    ),
    ("quantile", "quantile", "quantile(type = 1…9)"),
    ("mean_interval", "means::mean_interval", "t.test"),
    (
        "pseudomedian",
        "hodges_lehmann::pseudomedian",
        "all Walsh averages; wilcox.test(conf.int = TRUE)",
    ),
    (
        "comparison",
        "comparisons of a table, by rule",
        "wilcox.test, kruskal.test, prop.trend.test, chisq.test; definition of J",
    ),
    (
        "difference",
        "differences of a table of two groups",
        "t.test, all differences; Newcombe's definition",
    ),
    ("wilson", "proportion::wilson", "prop.test(correct = FALSE)"),
    (
        "clopper_pearson",
        "proportion::clopper_pearson",
        "binom.test",
    ),
    (
        "proportion",
        "proportion::proportion_interval",
        "prop.test, binom.test, qbeta",
    ),
    (
        "student_t",
        "means::student_t_test",
        "t.test(var.equal = TRUE)",
    ),
    ("welch_t", "means::welch_t_test", "t.test"),
    ("paired_t", "means::paired_t_test", "t.test(paired = TRUE)"),
    (
        "mann_whitney",
        "mann_whitney",
        "wilcox.test; coin::wilcox_test(distribution = \"exact\")",
    ),
    (
        "pairwise_wilcoxon",
        "mann_whitney, by pairs",
        "pairwise.wilcox.test",
    ),
    (
        "hodges_lehmann",
        "hodges_lehmann",
        "wilcox.test(conf.int = TRUE)",
    ),
    (
        "hodges_lehmann_exact",
        "hodges_lehmann, small samples",
        "wilcox.test(conf.int = TRUE)",
    ),
    (
        "signed_rank",
        "signed_rank",
        "wilcox.test(paired = TRUE); coin::wilcoxsign_test",
    ),
    (
        "brunner_munzel",
        "rank_tests::brunner_munzel",
        "lawstat::brunner.munzel.test",
    ),
    ("f_test", "variances::f_test", "var.test"),
    (
        "levene",
        "variances::levene",
        "car::leveneTest, mean and median",
    ),
    ("bartlett", "variances::bartlett", "bartlett.test"),
    ("anova", "means::anova", "oneway.test(var.equal = TRUE)"),
    ("welch_anova", "means::welch_anova", "oneway.test"),
    ("kruskal_wallis", "kruskal_wallis", "kruskal.test"),
    (
        "kruskal_wallis_exact",
        "kruskal_wallis_exact",
        "all arrangements",
    ),
    (
        "jonckheere",
        "rank_tests::jonckheere_terpstra",
        "DescTools::JonckheereTerpstraTest",
    ),
    (
        "jonckheere_exact",
        "jonckheere_exact",
        "all arrangements; dwilcox, convolved",
    ),
    ("friedman", "rank_tests::friedman", "friedman.test"),
    ("dunn", "kruskal_wallis::dunn", "FSA::dunnTest"),
    ("tukey_hsd", "pairwise_means::tukey_hsd", "TukeyHSD"),
    (
        "games_howell",
        "pairwise_means::games_howell",
        "rstatix::games_howell_test",
    ),
    ("adjust", "multiplicity::adjust", "p.adjust"),
    ("chi_square", "contingency::chi_square", "chisq.test"),
    (
        "likelihood_ratio",
        "contingency::likelihood_ratio",
        "DescTools::GTest",
    ),
    (
        "cramers_v_bias_corrected",
        "contingency::cramers_v_bias_corrected",
        "effectsize::cramers_v(adjust = TRUE), by its formula",
    ),
    ("fisher", "fisher::fisher_exact", "fisher.test"),
    ("fisher_mid_p", "fisher::fisher_mid_p", "dhyper"),
    ("boschloo", "boschloo", "optimize over dbinom"),
    ("cochran_armitage", "cochran_armitage", "prop.trend.test"),
    (
        "cochran_armitage_exact",
        "cochran_armitage_exact",
        "coin::lbl_test(distribution = \"exact\")",
    ),
    ("cochran_q", "cochran_q", "coin::symmetry_test"),
    ("mantel_haenszel", "mantel_haenszel", "mantelhaen.test"),
    ("mcnemar", "two_by_two::mcnemar", "mcnemar.test, binom.test"),
    ("kappa", "agreement::kappa", "vcd::Kappa"),
    ("odds_ratio", "two_by_two::odds_ratio", "Woolf's formula"),
    (
        "conditional_odds_ratio",
        "two_by_two::conditional_odds_ratio",
        "fisher.test, its equations solved to 1e-14",
    ),
    (
        "risk_ratio",
        "two_by_two::risk_ratio",
        "epitools::riskratio.wald",
    ),
    (
        "risk_ratio_score",
        "score_intervals::risk_ratio_score",
        "uniroot of the score equation",
    ),
    (
        "risk_difference",
        "two_by_two::risk_difference",
        "prop.test; Newcombe's method 10",
    ),
    (
        "risk_difference_score",
        "score_intervals::risk_difference_score",
        "uniroot of the score equation",
    ),
    ("cohens_d", "means::cohens_d", "effectsize::cohens_d"),
    (
        "cohens_d_interval",
        "effect_sizes::cohens_d_interval",
        "Hedges and Olkin's formula",
    ),
    (
        "hedges_g_interval",
        "effect_sizes::hedges_g_interval",
        "Hedges and Olkin's formula",
    ),
    ("smd", "effect_sizes::standardised_difference", "smd::smd"),
    (
        "smd_levels",
        "effect_sizes::standardised_difference_of_levels",
        "smd::smd",
    ),
    (
        "cliffs_delta",
        "effect_sizes::cliffs_delta",
        "effsize::cliff.delta",
    ),
    (
        "eta_squared_interval",
        "effect_sizes::eta_squared_interval",
        "uniroot of pf(ncp)",
    ),
    (
        "epsilon_squared_interval",
        "effect_sizes::epsilon_squared_interval",
        "uniroot of pchisq(ncp)",
    ),
    (
        "cramers_v_interval",
        "effect_sizes::cramers_v_interval",
        "uniroot of pchisq(ncp)",
    ),
    ("pearson", "correlation::pearson", "cor.test"),
    (
        "spearman",
        "correlation::spearman",
        "cor.test(method = \"spearman\", exact = FALSE)",
    ),
    (
        "spearman_exact",
        "correlation::spearman_exact",
        "all orders; cor.test(exact = TRUE)",
    ),
    (
        "kendall",
        "correlation::kendall",
        "cor.test(method = \"kendall\", exact = FALSE)",
    ),
    (
        "kendall_exact",
        "correlation::kendall_exact",
        "all orders; cor.test(exact = TRUE)",
    ),
    ("shapiro_wilk", "normality::shapiro_wilk", "shapiro.test"),
    (
        "anderson_darling",
        "normality::anderson_darling",
        "nortest::ad.test",
    ),
    ("kaplan_meier", "survival::kaplan_meier", "survfit"),
    (
        "survival_quantile",
        "survival::survival_quantile",
        "quantile(survfit)",
    ),
    (
        "reverse_quantile",
        "the same with censoring as the event",
        "quantile(survfit)",
    ),
    (
        "truncated",
        "survival::kaplan_meier, nelson_aalen, delayed entry",
        "survfit(Surv(start, stop, event) ~ 1)",
    ),
    (
        "nelson_aalen",
        "survival::life::nelson_aalen",
        "survfit(stype = 2, ctype = 1)",
    ),
    (
        "restricted_mean",
        "survival::life::restricted_mean",
        "summary(survfit, rmean =)",
    ),
    (
        "restricted_mean_difference",
        "survival::life::restricted_mean_difference",
        "summary(survfit, rmean =)",
    ),
    ("log_rank", "survival::log_rank", "survdiff"),
    (
        "truncated_log_rank",
        "survival::log_rank, delayed entry",
        "sums over the event times",
    ),
    (
        "weighted_log_rank",
        "survival::weighted_log_rank",
        "survdiff(rho =), strata()",
    ),
    (
        "log_rank_exact",
        "survival::log_rank_exact",
        "coin::logrank_test(distribution = \"exact\"); all choices",
    ),
    (
        "cumulative_incidence",
        "survival::competing::cumulative_incidence",
        "cmprsk::cuminc",
    ),
    ("gray", "survival::gray", "cmprsk::cuminc"),
    ("fine_gray", "survival::fine_gray", "cmprsk::crr"),
    (
        "fine_gray_separated",
        "survival::fine_gray, a group without events",
        "cmprsk::crr",
    ),
    ("cox", "survival::cox, concordance", "coxph"),
    ("cox_output", "survival::cox, AIC", "AIC(coxph)"),
    (
        "cox_separated",
        "survival::cox, a level without events",
        "coxph, cox.zph",
    ),
    (
        "timefix",
        "survival::TiedTimes",
        "survdiff, coxph, cox.zph, survfit",
    ),
    (
        "cox_weighted",
        "survival::cox, case weights",
        "coxph(weights =)",
    ),
    (
        "cox_robust",
        "survival::cox_with_tests, robust variance",
        "coxph(weights =, cluster =)",
    ),
    (
        "cox_profile",
        "survival::cox, profile likelihood",
        "optim and uniroot on coxph(iter.max = 0)",
    ),
    (
        "cox_firth",
        "survival::cox, Firth's penalty",
        "optim and uniroot on coxph(iter.max = 0)",
    ),
    (
        "proportional_hazards",
        "survival::cox::proportional_hazards",
        "cox.zph(terms = FALSE)",
    ),
    (
        "cox_zph",
        "survival::cox::Proportionality, categories together",
        "cox.zph",
    ),
    (
        "baseline_hazard",
        "survival::cox::baseline_hazard",
        "basehaz(centered = FALSE)",
    ),
    ("linear", "regression::linear", "lm"),
    ("logistic", "regression::logistic", "glm(family = binomial)"),
    (
        "logistic_separated",
        "regression::logistic, a level without events",
        "glm(family = binomial)",
    ),
    (
        "logistic_profile",
        "regression::logistic, profile likelihood",
        "optim and uniroot",
    ),
    (
        "logistic_firth",
        "regression::logistic, Firth's penalty",
        "brglm2; optim and uniroot",
    ),
    ("roc_area", "regression::roc_area", "pROC::roc, ci.auc"),
    (
        "calibration",
        "regression::calibration",
        "ResourceSelection::hoslem.test",
    ),
    (
        "chi_squared_upper",
        "distribution::chi_squared_upper",
        "pchisq",
    ),
    (
        "noncentral_chi_squared",
        "distribution::noncentral_chi_squared_lower",
        "pchisq(ncp)",
    ),
    (
        "noncentral_f",
        "distribution::noncentral_f_lower",
        "pf(ncp)",
    ),
    (
        "normal_two_sided",
        "distribution::normal_two_sided",
        "pnorm",
    ),
    ("normal_quantile", "distribution::normal_quantile", "qnorm"),
    (
        "student_t_two_sided",
        "distribution::student_t_two_sided",
        "pt",
    ),
    (
        "student_t_quantile",
        "distribution::student_t_quantile",
        "qt",
    ),
    ("f_upper", "distribution::f_upper", "pf"),
    (
        "studentized_range_upper",
        "distribution::studentized_range_upper",
        "ptukey",
    ),
    (
        "studentized_range_quantile",
        "distribution::studentized_range_quantile",
        "qtukey",
    ),
];

const START: &str = "<!-- agreement: written by the tests -->\n";
const END: &str = "<!-- end of agreement -->";

/// The errors seen must be those of the table; `UPDATE=1` writes them there.
pub fn compare() {
    let seen = SEEN.lock().unwrap();
    let mut table = String::from(
        "\n| function | reference | values | largest error |\n| --- | --- | --: | --: |\n",
    );
    for (method, function, reference) in ROWS {
        let (values, error) = seen
            .get(*method)
            .unwrap_or_else(|| panic!("{method} was not compared"));
        // Rounded up to a power of ten.
        let error = if *error == 0.0 {
            "0".to_owned()
        } else {
            format!("1e{}", error.log10().ceil())
        };
        writeln!(
            table,
            "| `{function}` | `{reference}` | {values} | {error} |"
        )
        .unwrap();
    }
    table.push('\n');
    for method in seen.keys() {
        assert!(
            ROWS.iter().any(|(known, _, _)| known == method),
            "{method} has no row"
        );
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/methods.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let from = text.find(START).unwrap() + START.len();
    let to = text.find(END).unwrap();
    if text[from..to] == table {
        return;
    }
    assert!(
        std::env::var_os("UPDATE").is_some(),
        "docs/methods.md is not up to date; run with UPDATE=1"
    );
    std::fs::write(&path, format!("{}{table}{}", &text[..from], &text[to..])).unwrap();
}
