//! The methods behind the numbers of a ledger, each with the R call that gives
//! the same.

use crate::ledger::Method;
use crate::stats::survival::IntervalScale;
use crate::stats::survival::cox::Ties;

macro_rules! methods {
    ($($name:ident = $id:literal, $title:literal, $r:literal;)*) => {
        $(pub(super) const $name: Method = Method { id: $id, title: $title, r: $r };)*

        /// Every method that an analysis can name, for documentation and tests.
        pub const ALL: &[Method] = &[$($name),*];
    };
}

methods! {
    SETTING = "setting", "setting of the study", "";
    COUNT = "count", "count of rows", "sum(x)";
    PERCENT = "percentage", "count over rows with a value", "100 * mean(x)";
    MISSING_PERCENT = "missing-percentage", "count of missing values over all rows", "100 * mean(is.na(x))";
    QUANTILE = "quantile", "sample quantile", "quantile(x, p, type = 7)";
    MEAN = "mean", "arithmetic mean", "mean(x)";
    STANDARD_DEVIATION = "standard-deviation", "standard deviation, divisor n - 1", "sd(x)";
    EXTREME = "range", "smallest and largest value", "range(x)";
    WILSON = "wilson", "Wilson score interval", "prop.test(x, n, correct = FALSE)$conf.int";
    KRUSKAL_WALLIS = "kruskal-wallis", "Kruskal-Wallis rank-sum test", "kruskal.test(x ~ g)";
    EPSILON_SQUARED = "epsilon-squared", "rank epsilon squared, H / (n - 1)", "kruskal.test(x ~ g)$statistic / (n - 1)";
    KRUSKAL_WALLIS_EXACT = "kruskal-wallis-exact", "exact Kruskal-Wallis test", "coin::kruskal_test(x ~ g, distribution = approximate())";
    DUNN = "dunn", "Dunn's test", "FSA::dunnTest(x ~ g)";
    DUNN_ADJUSTED = "dunn-adjusted", "Dunn's test, adjusted for the number of pairs", "FSA::dunnTest(x ~ g, method = \"holm\")";
    MANN_WHITNEY_EXACT = "mann-whitney-exact", "exact Mann-Whitney test", "coin::wilcox_test(x ~ g, distribution = \"exact\")";
    MANN_WHITNEY = "mann-whitney", "Mann-Whitney test with continuity correction", "wilcox.test(x ~ g, exact = FALSE)";
    MANN_WHITNEY_UNCORRECTED = "mann-whitney-uncorrected", "Mann-Whitney test without continuity correction", "wilcox.test(x ~ g, exact = FALSE, correct = FALSE)";
    RANK_BISERIAL = "rank-biserial", "rank-biserial correlation, 2W / (mn) - 1", "2 * wilcox.test(x ~ g)$statistic / (m * n) - 1";
    WELCH_T = "welch-t", "Welch's t test", "t.test(x ~ g)";
    STUDENT_T = "student-t", "Student's t test", "t.test(x ~ g, var.equal = TRUE)";
    HEDGES_G = "hedges-g", "Hedges' g", "effectsize::hedges_g(x ~ g)";
    WELCH_ANOVA = "welch-anova", "Welch's analysis of variance", "oneway.test(x ~ g)";
    ANOVA = "anova", "analysis of variance", "oneway.test(x ~ g, var.equal = TRUE)";
    ETA_SQUARED = "eta-squared", "eta squared, the share of variance between groups", "summary(lm(x ~ g))$r.squared";
    GAMES_HOWELL = "games-howell", "Games and Howell's comparisons", "rstatix::games_howell_test(x ~ g)";
    TUKEY = "tukey", "Tukey's honest significant differences", "TukeyHSD(aov(x ~ g))";
    FISHER = "fisher", "Fisher's exact test", "fisher.test(table(x, g))";
    FISHER_ADJUSTED = "fisher-adjusted", "Fisher's exact test, adjusted for the number of pairs", "p.adjust(p, \"holm\")";
    CHI_SQUARE = "chi-square", "Pearson's chi-square test", "chisq.test(table(x, g), correct = FALSE)";
    FISHER_MONTE_CARLO = "fisher-monte-carlo", "Fisher's test by random tables, the table being too large for the exact test", "fisher.test(table(x, g), simulate.p.value = TRUE)";
    CHI_SQUARE_YATES = "chi-square-yates", "chi-square test with Yates's correction", "chisq.test(table(x, g))";
    CHI_SQUARE_ADJUSTED = "chi-square-adjusted", "Pearson's chi-square test, adjusted for the number of pairs", "p.adjust(p, \"holm\")";
    CRAMERS_V = "cramers-v", "Cramér's V", "sqrt(chisq.test(t, correct = FALSE)$statistic / (n * (k - 1)))";
    KAPLAN_MEIER = "kaplan-meier", "Kaplan-Meier estimate", "survfit(Surv(time, event) ~ 1)";
    KAPLAN_MEIER_QUANTILE = "kaplan-meier-quantile", "quantile of the Kaplan-Meier curve", "quantile(survfit(Surv(time, event) ~ 1), p)";
    REVERSE_KAPLAN_MEIER = "reverse-kaplan-meier", "reverse Kaplan-Meier estimate", "quantile(survfit(Surv(time, !event) ~ 1), p)";
    COX_EFRON = "cox-efron", "Cox proportional hazards model, Efron's ties", "coxph(Surv(time, event) ~ x)";
    COX_BRESLOW = "cox-breslow", "Cox proportional hazards model, Breslow's ties", "coxph(Surv(time, event) ~ x, ties = \"breslow\")";
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
    LOG_RANK = "log-rank", "log-rank test", "survdiff(Surv(time, event) ~ g)";
}

/// The symbol of an effect size, empty for other methods.
pub fn effect_symbol(method: &Method) -> &'static str {
    match method.id {
        "epsilon-squared" => "ε²",
        "cramers-v" => "V",
        "hedges-g" => "g",
        "eta-squared" => "η²",
        "rank-biserial" => "r",
        _ => "",
    }
}

/// The treatment of ties, as R names it.
pub fn ties_name(ties: Ties) -> &'static str {
    match ties {
        Ties::Efron => "efron",
        Ties::Breslow => "breslow",
    }
}

/// The scale of a survival interval, as R names it.
pub fn scale_name(scale: IntervalScale) -> &'static str {
    match scale {
        IntervalScale::Plain => "plain",
        IntervalScale::Log => "log",
        IntervalScale::LogLog => "log-log",
        IntervalScale::Arcsine => "arcsine",
        IntervalScale::Logit => "logit",
    }
}
