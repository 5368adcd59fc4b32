//! Methods of numbers that are not requested by name: what summaries, curves
//! and models give, and the tests that the study's rules choose.

use super::{associations, correlations, curve_tests, samples, shares, two_by_two, two_samples};
use crate::number::Method;
use crate::number::method::Asked;

/// Random tables where Fisher's exact test is out of reach.
pub const RANDOM_TABLES: u32 = 100_000;

macro_rules! methods {
    (
        own { $($name:ident = $id:literal, $title:literal, $r:literal;)* }
        effects {
            $($effect:ident = $symbol:literal, $effect_id:literal, $words:literal, $call:literal;)*
        }
        of_statistics { $($shared:ident = $statistic:expr;)* }
    ) => {
        $(
            #[doc = $title]
            pub const $name: Method = own($id, $title, $r);
        )*
        $(
            #[doc = $words]
            pub const $effect: Method = Method {
                symbol: $symbol,
                ..own($effect_id, $words, $call)
            };
        )*
        $(
            #[doc = concat!("The method `", stringify!($shared), "`, chosen by a rule.")]
            pub const $shared: Method = $statistic.method();
        )*

        /// Every method that an analysis can name, for documentation and tests.
        pub const ALL: &[Method] = &[$($name,)* $($effect,)* $($shared,)*];
    };
}

const fn own(id: &'static str, title: &'static str, r: &'static str) -> Method {
    Method {
        id,
        title,
        r,
        symbol: "",
        asked: Asked::ByRule,
    }
}

methods! {
    own {
        SETTING = "setting", "setting of the study", "";
        COUNT = "count", "count of rows", "sum(x)";
        PERCENT = "percentage", "count over rows with a value", "100 * mean(x)";
        MISSING_PERCENT = "missing-percentage", "count of missing values over all rows", "100 * mean(is.na(x))";
        QUANTILE = "quantile", "sample quantile", "quantile(x, p, type = 7)";
        MEAN = "mean", "arithmetic mean", "mean(x)";
        STANDARD_DEVIATION = "standard-deviation", "standard deviation, divisor n - 1", "sd(x)";
        EXTREME = "range", "smallest and largest value", "range(x)";
        ADJUSTED = "adjusted-across-rows", "p-value adjusted for the number of rows of the table", "p.adjust(p, method)";
        MEAN_DIFFERENCE = "mean-difference", "difference of means with the interval of the t test", "t.test(x ~ g)$conf.int";
        EXPECTED_COUNT = "expected-count", "expected count without association", "min(chisq.test(table(x, g))$expected)";
        DUNN_ADJUSTED = "dunn-adjusted", "Dunn's test, adjusted for the number of pairs", "FSA::dunnTest(x ~ g, method = \"holm\")";
        FISHER_ADJUSTED = "fisher-adjusted", "Fisher's exact test, adjusted for the number of pairs", "p.adjust(p, \"holm\")";
        CHI_SQUARE_ADJUSTED = "chi-square-adjusted", "Pearson's chi-square test, adjusted for the number of pairs", "p.adjust(p, \"holm\")";
        FISHER_MONTE_CARLO = "fisher-monte-carlo", "Fisher's test by 100,000 random tables (seed 20230617), the table being too large for the exact test", "fisher.test(table(x, g), simulate.p.value = TRUE)";
        FISHER_MONTE_CARLO_ADJUSTED = "fisher-monte-carlo-adjusted", "Fisher's test by 100,000 random tables (seed 20230617), adjusted for the number of pairs", "p.adjust(p, \"holm\")";
        KAPLAN_MEIER = "kaplan-meier", "Kaplan-Meier estimate", "survfit(Surv(time, event) ~ 1)";
        KAPLAN_MEIER_QUANTILE = "kaplan-meier-quantile", "quantile of the Kaplan-Meier curve", "quantile(survfit(Surv(time, event) ~ 1), p)";
        REVERSE_KAPLAN_MEIER = "reverse-kaplan-meier", "reverse Kaplan-Meier estimate", "quantile(survfit(Surv(time, !event) ~ 1), p)";
        COX_EFRON = "cox-efron", "Cox proportional hazards model, Efron's ties", "coxph(Surv(time, event) ~ x)";
        COX_BRESLOW = "cox-breslow", "Cox proportional hazards model, Breslow's ties", "coxph(Surv(time, event) ~ x, ties = \"breslow\")";
        COX_EFRON_ROBUST = "cox-efron-robust", "Cox proportional hazards model, Efron's ties, robust variance", "coxph(Surv(time, event) ~ x, weights = w, robust = TRUE)";
        COX_BRESLOW_ROBUST = "cox-breslow-robust", "Cox proportional hazards model, Breslow's ties, robust variance", "coxph(Surv(time, event) ~ x, weights = w, robust = TRUE, ties = \"breslow\")";
        COX_EFRON_CLUSTERED = "cox-efron-clustered", "Cox proportional hazards model, Efron's ties, robust variance of clusters", "coxph(Surv(time, event) ~ x, cluster = id)";
        COX_BRESLOW_CLUSTERED = "cox-breslow-clustered", "Cox proportional hazards model, Breslow's ties, robust variance of clusters", "coxph(Surv(time, event) ~ x, cluster = id, ties = \"breslow\")";
        COX_FIRTH = "cox-firth", "Cox proportional hazards model with Firth's penalty", "coxphf::coxphf(Surv(time, event) ~ x)";
        PROPORTIONALITY = "proportional-hazards", "score test of proportional hazards", "cox.zph(fit, terms = FALSE)";
        BASELINE = "baseline-hazard", "cumulative baseline hazard", "basehaz(fit)";
        FINE_GRAY = "fine-gray", "Fine and Gray's model of subdistribution hazards", "cmprsk::crr(time, status, x)";
        LINEAR = "linear-regression", "linear regression", "lm(y ~ x)";
        LOGISTIC = "logistic-regression", "logistic regression", "glm(y ~ x, family = binomial)";
        LOGISTIC_FIRTH = "logistic-firth", "logistic regression with Firth's penalty", "logistf::logistf(y ~ x)";
        ROC_AREA = "roc-area", "area under the receiver operating characteristic, DeLong's interval", "pROC::ci.auc(y, fitted(fit))";
        HOSMER_LEMESHOW = "hosmer-lemeshow", "Hosmer and Lemeshow's test", "ResourceSelection::hoslem.test(y, fitted(fit))";
        BRIER = "brier", "mean squared error of the predicted probability", "mean((y - fitted(fit))^2)";
        CONCORDANCE = "concordance", "Harrell's concordance", "concordance(fit)";
        EVENTS_PER_VARIABLE = "events-per-variable", "events over coefficients", "fit$nevent / length(coef(fit))";
        LOG_RANK_ADJUSTED = "log-rank-adjusted", "log-rank test, adjusted for the number of pairs", "survminer::pairwise_survdiff(p.adjust.method = \"holm\")";
    }
    effects {
        RANK_BISERIAL = "r", "rank-biserial", "rank-biserial correlation, 2W / (mn) - 1", "2 * wilcox.test(x ~ g)$statistic / (m * n) - 1";
    }
    of_statistics {
        WILSON = shares::WILSON;
        KRUSKAL_WALLIS = samples::KRUSKAL_WALLIS;
        KRUSKAL_WALLIS_EXACT = samples::KRUSKAL_WALLIS_EXACT;
        EPSILON_SQUARED = samples::EPSILON_SQUARED;
        DUNN = samples::DUNN;
        MANN_WHITNEY = two_samples::MANN_WHITNEY;
        MANN_WHITNEY_UNCORRECTED = two_samples::MANN_WHITNEY_UNCORRECTED;
        MANN_WHITNEY_EXACT = two_samples::MANN_WHITNEY_EXACT;
        WELCH_T = two_samples::WELCH_T;
        STUDENT_T = two_samples::STUDENT_T;
        HEDGES_G = two_samples::HEDGES_G;
        WELCH_ANOVA = samples::WELCH_ANOVA;
        ANOVA = samples::ANOVA;
        ETA_SQUARED = samples::ETA_SQUARED;
        GAMES_HOWELL = samples::GAMES_HOWELL;
        TUKEY = samples::TUKEY;
        FISHER = associations::FISHER;
        CHI_SQUARE = associations::CHI_SQUARE;
        CHI_SQUARE_YATES = associations::CHI_SQUARE_YATES;
        HODGES_LEHMANN = two_samples::HODGES_LEHMANN;
        RISK_DIFFERENCE = two_by_two::RISK_DIFFERENCE;
        CRAMERS_V = associations::CRAMERS_V;
        COCHRAN_ARMITAGE = associations::COCHRAN_ARMITAGE;
        JONCKHEERE_TERPSTRA = samples::JONCKHEERE_TERPSTRA;
        JONCKHEERE_TERPSTRA_EXACT = samples::JONCKHEERE_TERPSTRA_EXACT;
        KENDALL = correlations::KENDALL;
        LOG_RANK = curve_tests::LOG_RANK;
    }
}

/// Whether the method of this id tests a trend over groups in order.
pub fn is_of_trend(id: &str) -> bool {
    let trends = [
        COCHRAN_ARMITAGE,
        JONCKHEERE_TERPSTRA,
        JONCKHEERE_TERPSTRA_EXACT,
    ];
    trends.iter().any(|trend| trend.id == id)
}

/// Whether what a method gives under this key of an id cannot exceed 1: correlations and
/// shares of what is explained, and their limits, but not the statistics of their tests.
pub fn is_bounded(id: &str, key: &str) -> bool {
    const BY_METHOD: [&str; 17] = [
        RANK_BISERIAL.id,
        CRAMERS_V.id,
        EPSILON_SQUARED.id,
        ETA_SQUARED.id,
        KENDALL.id,
        ROC_AREA.id,
        CONCORDANCE.id,
        "kendall-exact",
        "pearson",
        "spearman",
        "spearman-exact",
        "cramers-v-corrected",
        "omega-squared",
        "cliffs-delta",
        "kappa",
        "kappa-linear",
        "kappa-quadratic",
    ];
    let is_effect = matches!(
        key,
        "estimate" | "effect" | "ci_lower" | "ci_upper" | "concordance"
    );
    matches!(key, "r_squared" | "adjusted_r_squared") || (is_effect && BY_METHOD.contains(&id))
}

/// Whether the method of this id is a model with a robust variance.
pub fn is_robust(id: &str) -> bool {
    let robust = [
        COX_EFRON_ROBUST,
        COX_BRESLOW_ROBUST,
        COX_EFRON_CLUSTERED,
        COX_BRESLOW_CLUSTERED,
    ];
    robust.iter().any(|known| known.id == id)
}

/// Whether the method of this id compares ranks, and so uses the order of levels.
pub fn is_of_ranks(id: &str) -> bool {
    let ranks = [
        MANN_WHITNEY,
        MANN_WHITNEY_EXACT,
        MANN_WHITNEY_UNCORRECTED,
        KRUSKAL_WALLIS,
        KRUSKAL_WALLIS_EXACT,
        JONCKHEERE_TERPSTRA,
        JONCKHEERE_TERPSTRA_EXACT,
    ];
    ranks.iter().any(|known| known.id == id)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::number::format::setting;
    use crate::number::styles::{NumberStyle, Thousands};
    use crate::stats::monte_carlo::SEED;
    use crate::wording::Wording;

    #[test]
    fn random_tables_are_told_with_their_number_and_seed() {
        assert_eq!(RANDOM_TABLES, 100_000);
        for own in [FISHER_MONTE_CARLO, FISHER_MONTE_CARLO_ADJUSTED] {
            assert!(own.title.contains("by 100,000 random tables"));
            for language in ["en", "de"] {
                let words = Wording::of(language).unwrap();
                for decimal_mark in ['.', ','] {
                    let style = NumberStyle {
                        words,
                        decimal_mark,
                        ..NumberStyle::default()
                    };
                    let title = own.title_in(style);
                    assert!(title.contains(&format!("{SEED})")), "{title}");
                    let tables = setting(f64::from(RANDOM_TABLES), style);
                    assert!(title.contains(&format!(" {tables} ")), "{title}");
                }
            }
        }
    }

    #[test]
    fn titles_group_digits_as_the_style_does() {
        let title = |thousands, decimal_mark| {
            FISHER_MONTE_CARLO.title_in(NumberStyle {
                thousands,
                decimal_mark,
                ..NumberStyle::default()
            })
        };
        for (thousands, decimal_mark, told) in [
            (Thousands::Mark, '.', "by 100,000 random"),
            (Thousands::Mark, ',', "by 100.000 random"),
            (Thousands::None, '.', "by 100000 random"),
        ] {
            let title = title(thousands, decimal_mark);
            assert!(title.contains(told), "{title}");
        }
    }
}
