//! Statistics that a study can ask for by name: `[[analyses]]` of kind `tests`.

use super::read::{read_by, read_endpoints, read_times, read_variables};
use crate::number::{Path, Subject};
use crate::study::section::Section;
use crate::study::variable::Kind;
use crate::study::{Endpoint, Scope, Study};

/// What a statistic is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// A number.
    Number,
    /// A category.
    Category,
    /// A number in two groups.
    NumberInTwo,
    /// A number in two or more groups.
    NumberInGroups,
    /// A binary variable in two groups.
    BinaryInTwo,
    /// A binary variable in two or more ordered groups.
    BinaryInGroups,
    /// A category in two groups.
    CategoryInTwo,
    /// A category in two or more groups.
    CategoryInGroups,
    /// A category in groups, within strata.
    CategoryInStrata,
    /// Two numbers of the same rows.
    TwoNumbers,
    /// Two or more numbers of the same rows.
    Numbers,
    /// Two categories of the same rows with the same levels.
    TwoCategories,
    /// Two or more binary variables of the same rows.
    Binaries,
    /// A time to event.
    Endpoint,
    /// A time to event in two groups.
    EndpointInTwo,
    /// A time to event in two or more groups.
    EndpointInGroups,
    /// A time to event with competing events.
    Competing,
    /// The same in two or more groups.
    CompetingInGroups,
}

/// What the keys of an analysis offer a statistic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offer {
    Alone,
    Groups,
    Strata,
    Pair,
    Repeated,
}

impl Design {
    /// The keys that it needs, in words.
    pub fn needs(self) -> &'static str {
        match self {
            Self::Number => "variables: numbers",
            Self::Category => "variables: categories",
            Self::NumberInTwo => "variables: numbers; by: two groups",
            Self::NumberInGroups => "variables: numbers; by: groups",
            Self::BinaryInTwo => "variables: binary; by: two groups",
            Self::BinaryInGroups => "variables: binary; by: groups in order",
            Self::CategoryInTwo => "variables: categories; by: two groups",
            Self::CategoryInGroups => "variables: categories; by: groups",
            Self::CategoryInStrata => "variables: categories; by: groups; strata: a category",
            Self::TwoNumbers => "variables: numbers; with: a number",
            Self::Numbers => "repeated: numbers",
            Self::TwoCategories => "variables: categories; with: one of the same levels",
            Self::Binaries => "repeated: binary variables",
            Self::Endpoint => "endpoints",
            Self::EndpointInTwo => "endpoints; by: two groups",
            Self::EndpointInGroups => "endpoints; by: groups",
            Self::Competing => "endpoints with competing events",
            Self::CompetingInGroups => "endpoints with competing events; by: groups",
        }
    }

    fn offer(self) -> Offer {
        match self {
            Self::Number | Self::Category | Self::Endpoint | Self::Competing => Offer::Alone,
            Self::CategoryInStrata => Offer::Strata,
            Self::TwoNumbers | Self::TwoCategories => Offer::Pair,
            Self::Numbers | Self::Binaries => Offer::Repeated,
            _ => Offer::Groups,
        }
    }

    fn is_of_endpoints(self) -> bool {
        matches!(
            self,
            Self::Endpoint
                | Self::EndpointInTwo
                | Self::EndpointInGroups
                | Self::Competing
                | Self::CompetingInGroups
        )
    }

    fn fits(self, kind: Kind) -> bool {
        match self {
            Self::Number
            | Self::NumberInTwo
            | Self::NumberInGroups
            | Self::TwoNumbers
            | Self::Numbers => kind.is_numeric(),
            Self::BinaryInTwo | Self::BinaryInGroups | Self::Binaries => kind == Kind::Binary,
            _ => kind.is_categorical(),
        }
    }
}

macro_rules! statistics {
    ($($design:ident { $($name:ident = $word:literal, $title:literal, $r:literal;)* })*) => {
        /// A statistic that a study can ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the table below says what each is")]
        pub enum Statistic { $($($name,)*)* }

        impl Statistic {
            /// All of them, in the order of the documentation.
            pub const ALL: &[Self] = &[$($(Self::$name,)*)*];

            /// As the study file writes it.
            pub fn word(self) -> &'static str {
                match self { $($(Self::$name => $word,)*)* }
            }

            /// As methods of numbers are called: not by the word alone, because the
            /// same test may be another number's by the rules of the study.
            pub fn method_id(self) -> &'static str {
                match self { $($(Self::$name => concat!("named-", $word),)*)* }
            }

            /// In words.
            pub fn title(self) -> &'static str {
                match self { $($(Self::$name => $title,)*)* }
            }

            /// The R call that gives the same.
            pub fn r(self) -> &'static str {
                match self { $($(Self::$name => $r,)*)* }
            }

            /// What it is computed from.
            pub fn design(self) -> Design {
                match self { $($(Self::$name => Design::$design,)*)* }
            }
        }
    };
}

statistics! {
    Number {
        Mean = "mean", "mean with Student's interval", "t.test(x)$conf.int";
        Shape = "shape", "sum, standard error, coefficient of variation, skewness and kurtosis", "e1071::skewness(x, type = 2)";
        GeometricMean = "geometric-mean", "geometric mean", "exp(mean(log(x)))";
        MedianExact = "median-exact", "median with its exact interval", "DescTools::MedianCI(x)";
        Pseudomedian = "pseudomedian", "Hodges and Lehmann's pseudomedian", "wilcox.test(x, conf.int = TRUE)";
        ShapiroWilk = "shapiro-wilk", "Shapiro and Wilk's test of normality", "shapiro.test(x)";
        AndersonDarling = "anderson-darling", "Anderson and Darling's test of normality", "nortest::ad.test(x)";
    }
    Category {
        Wilson = "wilson", "Wilson's interval of a proportion", "prop.test(k, n, correct = FALSE)";
        WilsonCorrected = "wilson-corrected", "Wilson's interval with continuity correction", "prop.test(k, n)";
        ClopperPearson = "clopper-pearson", "Clopper and Pearson's exact interval", "binom.test(k, n)";
        AgrestiCoull = "agresti-coull", "Agresti and Coull's interval", "binom::binom.agresti.coull(k, n)";
        Jeffreys = "jeffreys", "Jeffreys' interval", "qbeta(p, k + 0.5, n - k + 0.5)";
    }
    NumberInTwo {
        StudentT = "student-t", "Student's t test", "t.test(x ~ g, var.equal = TRUE)";
        WelchT = "welch-t", "Welch's t test", "t.test(x ~ g)";
        MannWhitney = "mann-whitney", "Mann-Whitney test with continuity correction", "wilcox.test(x ~ g, exact = FALSE)";
        MannWhitneyUncorrected = "mann-whitney-uncorrected", "Mann-Whitney test without continuity correction", "wilcox.test(x ~ g, exact = FALSE, correct = FALSE)";
        MannWhitneyExact = "mann-whitney-exact", "exact Mann-Whitney test", "coin::wilcox_test(x ~ g, distribution = \"exact\")";
        BrunnerMunzel = "brunner-munzel", "Brunner and Munzel's test", "lawstat::brunner.munzel.test(x, y)";
        HodgesLehmann = "hodges-lehmann", "Hodges and Lehmann's shift", "wilcox.test(x ~ g, conf.int = TRUE)";
        FTest = "f-test", "F test of variances", "var.test(x ~ g)";
        CohensD = "cohens-d", "Cohen's d", "effectsize::cohens_d(x ~ g)";
        HedgesG = "hedges-g", "Hedges' g", "effectsize::hedges_g(x ~ g)";
        CliffsDelta = "cliffs-delta", "Cliff's delta", "effsize::cliff.delta(x, y)";
        StandardisedDifference = "standardised-difference", "standardised mean difference", "smd::smd(x, g)";
    }
    NumberInGroups {
        Anova = "anova", "analysis of variance", "oneway.test(x ~ g, var.equal = TRUE)";
        WelchAnova = "welch-anova", "Welch's analysis of variance", "oneway.test(x ~ g)";
        KruskalWallis = "kruskal-wallis", "Kruskal-Wallis test", "kruskal.test(x ~ g)";
        KruskalWallisExact = "kruskal-wallis-exact", "exact Kruskal-Wallis test", "coin::kruskal_test(x ~ g, distribution = approximate())";
        KruskalWallisMonteCarlo = "kruskal-wallis-monte-carlo", "Kruskal-Wallis test by random permutations", "coin::kruskal_test(x ~ g, distribution = approximate())";
        JonckheereTerpstra = "jonckheere-terpstra", "Jonckheere and Terpstra's trend test", "DescTools::JonckheereTerpstraTest(x, g)";
        Levene = "levene", "Levene's test", "car::leveneTest(x, g, center = mean)";
        BrownForsythe = "brown-forsythe", "Brown and Forsythe's test", "car::leveneTest(x, g)";
        Bartlett = "bartlett", "Bartlett's test", "bartlett.test(x, g)";
        EtaSquared = "eta-squared", "eta squared", "effectsize::eta_squared(aov(x ~ g))";
        OmegaSquared = "omega-squared", "omega squared", "effectsize::omega_squared(aov(x ~ g))";
        EpsilonSquared = "epsilon-squared", "rank epsilon squared", "effectsize::rank_epsilon_squared(x ~ g)";
        Dunn = "dunn", "Dunn's comparisons", "FSA::dunnTest(x ~ g)";
        Tukey = "tukey", "Tukey's honest significant differences", "TukeyHSD(aov(x ~ g))";
        GamesHowell = "games-howell", "Games and Howell's comparisons", "rstatix::games_howell_test(x ~ g)";
        PairwiseMannWhitney = "pairwise-mann-whitney", "pairwise Mann-Whitney tests", "pairwise.wilcox.test(x, g)";
        PairwiseWelchT = "pairwise-welch-t", "pairwise Welch's t tests", "pairwise.t.test(x, g, pool.sd = FALSE)";
    }
    BinaryInTwo {
        Boschloo = "boschloo", "Boschloo's exact test", "Exact::exact.test(t, method = \"boschloo\")";
        OddsRatio = "odds-ratio", "odds ratio with Woolf's interval", "epitools::oddsratio.wald(t)";
        ConditionalOddsRatio = "conditional-odds-ratio", "conditional odds ratio with exact interval", "fisher.test(t)";
        RiskRatio = "risk-ratio", "risk ratio", "epitools::riskratio.wald(t)";
        RiskRatioScore = "risk-ratio-score", "risk ratio with score interval", "DescTools::BinomRatioCI(method = \"mn\")";
        RiskDifference = "risk-difference", "risk difference with Newcombe's interval", "DescTools::BinomDiffCI(method = \"score\")";
        RiskDifferenceWald = "risk-difference-wald", "risk difference with Wald's interval", "prop.test(correct = FALSE)";
        RiskDifferenceScore = "risk-difference-score", "risk difference with score interval", "DescTools::BinomDiffCI(method = \"mn\")";
    }
    BinaryInGroups {
        CochranArmitage = "cochran-armitage", "Cochran and Armitage's trend test", "prop.trend.test(k, n)";
    }
    CategoryInTwo {
        StandardisedDifferenceOfLevels = "standardised-difference-of-levels", "standardised difference of level shares", "smd::smd(x, g)";
    }
    CategoryInGroups {
        ChiSquare = "chi-square", "Pearson's chi-square test", "chisq.test(t, correct = FALSE)";
        ChiSquareYates = "chi-square-yates", "chi-square test with Yates's correction", "chisq.test(t)";
        LikelihoodRatio = "likelihood-ratio", "likelihood-ratio test", "DescTools::GTest(t)";
        Fisher = "fisher", "Fisher's exact test", "fisher.test(t)";
        FisherMidP = "fisher-mid-p", "Fisher's exact test with mid-P", "exact2x2::fisher.exact(t, midp = TRUE)";
        FisherMonteCarlo = "fisher-monte-carlo", "Fisher's test by random tables", "fisher.test(t, simulate.p.value = TRUE)";
        CramersV = "cramers-v", "Cramér's V", "effectsize::cramers_v(t, adjust = FALSE)";
        PairwiseFisher = "pairwise-fisher", "pairwise Fisher's exact tests", "rstatix::pairwise_fisher_test(t)";
        PairwiseChiSquare = "pairwise-chi-square", "pairwise chi-square tests", "rstatix::pairwise_prop_test(t)";
    }
    CategoryInStrata {
        MantelHaenszel = "mantel-haenszel", "test of Cochran, Mantel and Haenszel", "mantelhaen.test(t)";
        MantelHaenszelUncorrected = "mantel-haenszel-uncorrected", "the same without continuity correction", "mantelhaen.test(t, correct = FALSE)";
    }
    TwoNumbers {
        PairedT = "paired-t", "paired t test", "t.test(x, y, paired = TRUE)";
        SignedRank = "signed-rank", "Wilcoxon's signed-rank test with continuity correction", "wilcox.test(x, y, paired = TRUE, exact = FALSE)";
        SignedRankUncorrected = "signed-rank-uncorrected", "Wilcoxon's signed-rank test without continuity correction", "wilcox.test(x, y, paired = TRUE, exact = FALSE, correct = FALSE)";
        SignedRankExact = "signed-rank-exact", "exact signed-rank test", "coin::wilcoxsign_test(x ~ y, zero.method = \"Wilcoxon\", distribution = \"exact\")";
        Pearson = "pearson", "Pearson's correlation", "cor.test(x, y)";
        Spearman = "spearman", "Spearman's correlation", "cor.test(x, y, method = \"spearman\", exact = FALSE)";
        SpearmanExact = "spearman-exact", "Spearman's correlation, exact test", "cor.test(x, y, method = \"spearman\")";
        Kendall = "kendall", "Kendall's tau-b", "cor.test(x, y, method = \"kendall\", exact = FALSE)";
        KendallExact = "kendall-exact", "Kendall's tau-b, exact test", "cor.test(x, y, method = \"kendall\")";
    }
    Numbers {
        Friedman = "friedman", "Friedman's test", "friedman.test(cbind(x, y, z))";
    }
    TwoCategories {
        McNemar = "mcnemar", "McNemar's test with continuity correction", "mcnemar.test(t)";
        McNemarUncorrected = "mcnemar-uncorrected", "McNemar's test without continuity correction", "mcnemar.test(t, correct = FALSE)";
        McNemarExact = "mcnemar-exact", "exact McNemar's test", "binom.test(b, b + c)";
        Kappa = "kappa", "Cohen's kappa", "vcd::Kappa(t)";
        KappaLinear = "kappa-linear", "linearly weighted kappa", "irr::kappa2(d, \"equal\")";
        KappaQuadratic = "kappa-quadratic", "quadratically weighted kappa", "vcd::Kappa(t, \"Fleiss-Cohen\")";
    }
    Binaries {
        CochranQ = "cochran-q", "Cochran's Q test", "DescTools::CochranQTest(cbind(x, y, z))";
    }
    Endpoint {
        NelsonAalen = "nelson-aalen", "Nelson-Aalen estimate", "survfit(Surv(time, event) ~ 1, stype = 2, ctype = 1)";
        RestrictedMean = "restricted-mean", "restricted mean survival time", "summary(survfit(Surv(time, event) ~ 1), rmean = limit)";
    }
    EndpointInTwo {
        RestrictedMeanDifference = "restricted-mean-difference", "difference of restricted means", "survRM2::rmst2(time, event, arm, limit)";
        LogRankExact = "log-rank-exact", "exact log-rank test", "coin::logrank_test(Surv(time, event) ~ g, distribution = \"exact\")";
    }
    EndpointInGroups {
        LogRank = "log-rank", "log-rank test", "survdiff(Surv(time, event) ~ g)";
        GehanBreslow = "gehan-breslow", "Gehan and Breslow's test", "coin::logrank_test(Surv(time, event) ~ g, type = \"Gehan-Breslow\")";
        PetoPeto = "peto-peto", "Peto and Peto's test", "survdiff(Surv(time, event) ~ g, rho = 1)";
        FlemingHarrington = "fleming-harrington", "Fleming and Harrington's test", "nph::logrank.test(rho, gamma)";
        LogRankMonteCarlo = "log-rank-monte-carlo", "log-rank test by random permutations", "coin::logrank_test(Surv(time, event) ~ g, distribution = approximate())";
        PairwiseLogRank = "pairwise-log-rank", "pairwise log-rank tests", "survminer::pairwise_survdiff(Surv(time, event) ~ g)";
    }
    Competing {
        CumulativeIncidence = "cumulative-incidence", "Aalen and Johansen's cumulative incidence", "cmprsk::cuminc(time, status)";
    }
    CompetingInGroups {
        Gray = "gray", "Gray's test", "cmprsk::cuminc(time, status, group)$Tests";
    }
}

impl Statistic {
    /// As it stands in ledger ids.
    pub fn id(self) -> String {
        self.word().replace('-', "_")
    }
}

/// A request for statistics by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Tests {
    /// As tables name it.
    pub id: Option<String>,
    /// What to compute.
    pub statistics: Vec<Statistic>,
    /// Variables or endpoints, each in turn; all at once when repeated.
    pub of: Vec<String>,
    /// Whether they are endpoints.
    pub of_endpoints: bool,
    /// Whether the variables are repeated measurements of the same rows.
    pub repeated: bool,
    /// The grouping variable.
    pub by: Option<String>,
    /// The second variable of the same rows.
    pub with: Option<String>,
    /// Category within whose levels groups are compared.
    pub strata: Option<String>,
    /// Times at which a curve is given.
    pub times: Vec<f64>,
    /// Up to where a restricted mean goes.
    pub limit: Option<f64>,
    /// Weights of early and late differences of Fleming and Harrington's test.
    pub rho_gamma: (f64, f64),
}

impl Tests {
    /// A request without further keys.
    pub fn new(
        statistics: Vec<Statistic>,
        of: Vec<String>,
        by: Option<String>,
        with: Option<String>,
    ) -> Self {
        Self {
            id: None,
            statistics,
            of,
            of_endpoints: false,
            repeated: false,
            by,
            with,
            strata: None,
            times: Vec::new(),
            limit: None,
            rho_gamma: (0.0, 0.0),
        }
    }

    /// What its ids begin with, but for the statistic.
    pub fn path(&self, study: &Study, of: &str) -> Path {
        let endpoint = study.endpoint(of).filter(|_| self.of_endpoints);
        let mut path = endpoint.map_or_else(|| Path::of(Subject::variable(of)), Endpoint::path);
        let repeated = self.of.iter().skip(1).filter(|_| self.repeated);
        for other in repeated.chain(&self.with) {
            path = path.with(other);
        }
        if let Some(by) = &self.by {
            path = path.by(by);
        }
        if let Some(strata) = &self.strata {
            path = path.within(strata);
        }
        path
    }

    /// What it is asked of: each variable or endpoint, or the first of those
    /// that are repeated.
    pub fn subjects(&self) -> &[String] {
        if self.repeated {
            &self.of[..1]
        } else {
            &self.of
        }
    }
}

pub(super) fn read_tests(section: &Section<'_>, scope: &Scope<'_>) -> Option<Tests> {
    let known: Vec<&'static str> = Statistic::ALL.iter().map(|known| known.word()).collect();
    let words = section
        .known_strings("tests", "statistic", &known)
        .unwrap_or_default();
    if words.is_empty() {
        section.problem("tests", "is missing", "list names of statistics");
    }
    let of_word = |word: &String| Statistic::ALL.iter().find(|known| known.word() == word);
    let statistics: Vec<Statistic> = words.iter().filter_map(of_word).copied().collect();
    let of_endpoints = section.has("endpoints");
    let repeated = section.has("repeated");
    let numeric = |kind: Kind| kind.is_numeric() || kind.is_categorical();
    let of = if of_endpoints {
        read_endpoints(section, scope)
    } else {
        let key = if repeated { "repeated" } else { "variables" };
        read_variables(section, key, scope, numeric, "a number or a category")
    };
    if repeated && of.len() < 2 {
        section.problem(
            "repeated",
            "needs two variables",
            "list those measured on the same rows",
        );
    }
    let with = section
        .string("with")
        .filter(|with| scope.variable(section, "with", with, numeric, "a number or a category"));
    let strata = section.string("strata").filter(|strata| {
        scope.variable(
            section,
            "strata",
            strata,
            Kind::is_categorical,
            "categorical",
        )
    });
    let tests = Tests {
        id: section.string("id"),
        statistics,
        of,
        of_endpoints,
        repeated,
        by: read_by(section, scope),
        with,
        strata,
        times: read_times(section, "times"),
        limit: section.number("limit"),
        rho_gamma: (
            section.number("rho").unwrap_or(0.0),
            section.number("gamma").unwrap_or(0.0),
        ),
    };
    for statistic in &tests.statistics {
        check(section, scope, &tests, *statistic, of_endpoints);
    }
    (!tests.of.is_empty() && (!repeated || tests.of.len() > 1)).then_some(tests)
}

/// Notes what a statistic lacks.
fn check(
    section: &Section<'_>,
    scope: &Scope<'_>,
    tests: &Tests,
    statistic: Statistic,
    of_endpoints: bool,
) {
    let design = statistic.design();
    let offered = match design.offer() {
        Offer::Alone => tests.with.is_none() && !tests.repeated,
        Offer::Groups => tests.by.is_some(),
        Offer::Strata => tests.by.is_some() && tests.strata.is_some(),
        Offer::Pair => tests.with.is_some(),
        Offer::Repeated => tests.repeated,
    };
    let named = |name: &&String| {
        scope
            .variables
            .iter()
            .find(|variable| variable.name == **name)
    };
    let mut variables = tests
        .of
        .iter()
        .chain(&tests.with)
        .filter_map(|name| named(&name));
    let fitting = of_endpoints || variables.all(|variable| design.fits(variable.kind));
    if !offered || design.is_of_endpoints() != of_endpoints || !fitting {
        section.problem(
            "tests",
            format!(
                "\"{}\" cannot be computed from these keys",
                statistic.word()
            ),
            format!("it needs {}", design.needs()),
        );
    }
    if matches!(
        statistic,
        Statistic::RestrictedMean | Statistic::RestrictedMeanDifference
    ) && !tests.limit.is_some_and(|limit| limit > 0.0)
    {
        section.problem(
            "limit",
            "is missing",
            "write the time up to which the mean goes",
        );
    }
    if statistic == Statistic::NelsonAalen && tests.times.is_empty() {
        section.problem("times", "is missing", "list the times at which it is given");
    }
    if matches!(design, Design::Competing | Design::CompetingInGroups) {
        for id in &tests.of {
            let endpoint = scope.endpoints.iter().find(|endpoint| endpoint.id == *id);
            if endpoint.is_some_and(|endpoint| endpoint.competing.is_empty()) {
                section.problem(
                    "endpoints",
                    format!("\"{id}\" has no competing events"),
                    format!("add competing = […] to [endpoints.{id}]"),
                );
            }
        }
    }
}
