# Reference values from R for the statistics of this project.
#
#   Rscript tests/reference/reference.R
#
# writes tests/reference/data/*.csv (public data sets of R's packages) and
# tests/reference/expected.csv (one value a row, 17 significant digits).
# Packages: survival, coin, MASS, cmprsk, e1071, vcd, pROC, brglm2. Run from the
# project's folder. The other scripts of this folder are its further chapters.

suppressPackageStartupMessages({
  library(survival)
  library(coin)
})

folder <- "tests/reference"
survival_data <- function(name) get(name, envir = asNamespace("survival"))
veteran <- survival_data("veteran")
lung <- survival_data("lung")
aml <- survival_data("aml")
melanoma <- MASS::Melanoma
birthwt <- MASS::birthwt
warpbreaks <- datasets::warpbreaks
data <- list(
  veteran = veteran, lung = lung, aml = aml, melanoma = melanoma,
  birthwt = birthwt, warpbreaks = warpbreaks, heart = survival_data("heart"),
  morley = datasets::morley, longley = datasets::longley
)

rows <- list()
add <- function(method, data, x, by = "", option = "", part, value) {
  value <- unname(as.numeric(value))
  stopifnot(length(value) == 1)
  rows[[length(rows) + 1]] <<- data.frame(
    method = method, data = data, x = x, by = by, option = option, part = part,
    value = if (is.na(value)) "NA" else sprintf("%.17g", value)
  )
}

# ------------------------------------------------------------ one sample

numeric <- list(
  veteran = c("time", "karno", "diagtime", "age"),
  lung = c("time", "age", "ph.karno", "meal.cal", "wt.loss"),
  aml = "time",
  melanoma = c("time", "age", "thickness"),
  birthwt = c("age", "lwt", "bwt"),
  warpbreaks = "breaks"
)
for (name in names(numeric)) {
  for (x in numeric[[name]]) {
    values <- na.omit(data[[name]][[x]])
    add("describe", name, x, part = "n", value = length(values))
    add("describe", name, x, part = "mean", value = mean(values))
    add("describe", name, x, part = "sd", value = sd(values))
    add("describe", name, x, part = "min", value = min(values))
    add("describe", name, x, part = "max", value = max(values))
    for (type in 1:9) {
      for (p in c(0.01, 0.1, 0.25, 0.5, 0.75, 0.9)) {
        add("quantile", name, x, option = type, part = p, value = quantile(values, p, type = type))
      }
    }
  }
}

# ------------------------------------------------------------- normality

anderson_darling <- function(x) {
  # Stephens (1986).
  x <- sort(x); n <- length(x)
  z <- (x - mean(x)) / sd(x)
  -n - mean((2 * seq_len(n) - 1) * (pnorm(z, log.p = TRUE) + pnorm(rev(z), lower.tail = FALSE, log.p = TRUE)))
}
for (name in names(numeric)) {
  for (x in numeric[[name]]) {
    values <- na.omit(data[[name]][[x]])
    for (size in unique(pmin(length(values), c(3, 4, 5, 6, 9, 11, 12, 30, 5000)))) {
      some <- head(values, size)
      if (length(unique(some)) > 1) {
        test <- shapiro.test(some)
        add("shapiro_wilk", name, x, "", size, "w", test$statistic)
        add("shapiro_wilk", name, x, "", size, "p", test$p.value)
        if (size > 7) add("anderson_darling", name, x, "", size, "a2", anderson_darling(some))
      }
    }
  }
}

# ----------------------------------------------------------- proportions

for (n in c(1, 4, 9, 24, 137, 5000)) {
  for (k in unique(c(0, 1, n %/% 3, n %/% 2, n))) {
    for (level in c(0.9, 0.95, 0.99)) {
      wilson <- suppressWarnings(prop.test(k, n, conf.level = level, correct = FALSE))$conf.int
      exact <- binom.test(k, n, conf.level = level)$conf.int
      counts <- paste0(k, "/", n)
      add("wilson", "", counts, option = level, part = "lower", value = max(wilson[1], 0))
      add("wilson", "", counts, option = level, part = "upper", value = min(wilson[2], 1))
      add("clopper_pearson", "", counts, option = level, part = "lower", value = exact[1])
      add("clopper_pearson", "", counts, option = level, part = "upper", value = exact[2])
    }
  }
}

# ------------------------------------------------------------ rank tests

groups <- list(
  veteran = c("trt", "celltype", "prior"), lung = c("sex", "ph.ecog", "inst"),
  aml = "x", melanoma = c("sex", "ulcer"), birthwt = c("race", "smoke", "ptl"),
  warpbreaks = c("wool", "tension")
)
dunn <- function(values, group) {
  # Dunn (1964) with the tie correction, two-sided.
  ranks <- rank(values)
  n <- length(values)
  ties <- table(ranks)
  variance <- n * (n + 1) / 12 - sum(ties^3 - ties) / (12 * (n - 1))
  means <- tapply(ranks, group, mean)
  sizes <- tapply(ranks, group, length)
  pairs <- combn(levels(group), 2)
  z <- apply(pairs, 2, function(pair) {
    (means[pair[1]] - means[pair[2]]) / sqrt(variance * sum(1 / sizes[pair]))
  })
  p <- 2 * pnorm(-abs(z))
  data.frame(pair = apply(pairs, 2, paste, collapse = "|"), z = z, p = p, holm = p.adjust(p, "holm"))
}
for (name in names(groups)) {
  for (by in groups[[name]]) {
    for (x in numeric[[name]]) {
      use <- !is.na(data[[name]][[x]]) & !is.na(data[[name]][[by]])
      values <- data[[name]][[x]][use]
      group <- factor(data[[name]][[by]][use])
      test <- kruskal.test(values, group)
      add("kruskal_wallis", name, x, by, part = "h", value = test$statistic)
      add("kruskal_wallis", name, x, by, part = "df", value = test$parameter)
      add("kruskal_wallis", name, x, by, part = "p", value = test$p.value)
      add("kruskal_wallis", name, x, by, part = "epsilon_squared",
          value = test$statistic / (length(values) - 1))
      if (nlevels(group) == 2) {
        parts <- split(values, group)
        for (correct in c(TRUE, FALSE)) {
          test <- wilcox.test(parts[[1]], parts[[2]], exact = FALSE, correct = correct)
          option <- if (correct) "corrected" else "plain"
          add("mann_whitney", name, x, by, option, "w", test$statistic)
          add("mann_whitney", name, x, by, option, "p", test$p.value)
        }
        test <- wilcox_test(values ~ group, distribution = exact(algorithm = "shift"))
        add("mann_whitney", name, x, by, "exact", "p", pvalue(test))
      } else {
        pairs <- dunn(values, group)
        for (row in seq_len(nrow(pairs))) {
          for (part in c("z", "p", "holm")) {
            add("dunn", name, x, by, pairs$pair[row], part, pairs[[part]][row])
          }
        }
      }
    }
  }
}

# ------------------------------------------------------- means, variances

for (name in names(numeric)) {
  for (x in numeric[[name]]) {
    values <- na.omit(data[[name]][[x]])
    interval <- t.test(values)$conf.int
    add("mean_interval", name, x, part = "lower", value = interval[1])
    add("mean_interval", name, x, part = "upper", value = interval[2])
  }
}
games_howell <- function(values, group) {
  # Games and Howell (1976).
  means <- tapply(values, group, mean)
  parts <- tapply(values, group, var) / tapply(values, group, length)
  sizes <- tapply(values, group, length)
  pairs <- combn(levels(group), 2)
  do.call(rbind, apply(pairs, 2, function(pair) {
    p <- parts[pair]
    df <- sum(p)^2 / sum(p^2 / (sizes[pair] - 1))
    error <- sqrt(sum(p) / 2)
    difference <- means[pair[1]] - means[pair[2]]
    half <- qtukey(0.95, nlevels(group), df) * error
    data.frame(
      pair = paste(pair, collapse = "|"), difference = difference,
      lower = difference - half, upper = difference + half,
      p = ptukey(abs(difference) / error, nlevels(group), df, lower.tail = FALSE)
    )
  }))
}
for (name in names(groups)) {
  for (by in groups[[name]]) {
    for (x in numeric[[name]]) {
      use <- !is.na(data[[name]][[x]]) & !is.na(data[[name]][[by]])
      values <- data[[name]][[x]][use]
      group <- factor(data[[name]][[by]][use])
      if (min(table(group)) > 1) {
        test <- oneway.test(values ~ group)
        add("welch_anova", name, x, by, part = "f", value = test$statistic)
        add("welch_anova", name, x, by, part = "df2", value = test$parameter[2])
        add("welch_anova", name, x, by, part = "p", value = test$p.value)
        test <- bartlett.test(values, group)
        add("bartlett", name, x, by, part = "k2", value = test$statistic)
        add("bartlett", name, x, by, part = "p", value = test$p.value)
      }
      table <- anova(lm(values ~ group))
      add("anova", name, x, by, part = "f", value = table[1, "F value"])
      add("anova", name, x, by, part = "p", value = table[1, "Pr(>F)"])
      sums <- table[["Sum Sq"]]
      add("anova", name, x, by, part = "eta2", value = sums[1] / sum(sums))
      mse <- table[2, "Mean Sq"]
      add("anova", name, x, by, part = "omega2",
          value = max(0, (sums[1] - table[1, "Df"] * mse) / (sum(sums) + mse)))
      for (centre in c("mean", "median")) {
        deviation <- abs(values - ave(values, group, FUN = get(centre)))
        table <- anova(lm(deviation ~ group))
        add("levene", name, x, by, centre, "f", table[1, "F value"])
        add("levene", name, x, by, centre, "p", table[1, "Pr(>F)"])
      }
      if (nlevels(group) == 2) {
        parts <- split(values, group)
        for (equal in c(TRUE, FALSE)) {
          test <- t.test(parts[[1]], parts[[2]], var.equal = equal)
          method <- if (equal) "student_t" else "welch_t"
          add(method, name, x, by, part = "t", value = test$statistic)
          add(method, name, x, by, part = "df", value = test$parameter)
          add(method, name, x, by, part = "p", value = test$p.value)
          add(method, name, x, by, part = "lower", value = test$conf.int[1])
          add(method, name, x, by, part = "upper", value = test$conf.int[2])
        }
        test <- var.test(parts[[1]], parts[[2]])
        add("f_test", name, x, by, part = "f", value = test$statistic)
        add("f_test", name, x, by, part = "p", value = test$p.value)
        n <- lengths(parts)
        pooled <- sqrt(sum((n - 1) * sapply(parts, var)) / (sum(n) - 2))
        d <- diff(rev(sapply(parts, mean))) / pooled
        m <- sum(n) - 2
        add("cohens_d", name, x, by, part = "d", value = d)
        add("cohens_d", name, x, by, part = "g",
            value = d * exp(lgamma(m / 2) - log(m / 2) / 2 - lgamma((m - 1) / 2)))
      } else if (nlevels(group) < 6) {
        table <- TukeyHSD(aov(values ~ group))$group
        for (row in rownames(table)) {
          # R names the pair second-first.
          pair <- paste(rev(regmatches(row, regexec("^(.*)-([^-]*)$", row))[[1]][2:3]), collapse = "|")
          add("tukey_hsd", name, x, by, pair, "difference", -table[row, "diff"])
          add("tukey_hsd", name, x, by, pair, "lower", -table[row, "upr"])
          add("tukey_hsd", name, x, by, pair, "p", table[row, "p adj"])
        }
        if (min(table(group)) > 1) {
          table <- games_howell(values, group)
          for (row in seq_len(nrow(table))) {
            for (part in c("difference", "lower", "p")) {
              add("games_howell", name, x, by, table$pair[row], part, table[[part]][row])
            }
          }
        }
      }
    }
  }
}
for (pair in list(c("ph.karno", "pat.karno"), c("age", "ph.karno"))) {
  use <- complete.cases(lung[, pair])
  test <- t.test(lung[use, pair[1]], lung[use, pair[2]], paired = TRUE)
  add("paired_t", "lung", pair[1], pair[2], part = "t", value = test$statistic)
  add("paired_t", "lung", pair[1], pair[2], part = "p", value = test$p.value)
  add("paired_t", "lung", pair[1], pair[2], part = "lower", value = test$conf.int[1])
}
some <- c(0.8, 0.001, 0.04, 0.04, 0.2, 1e-8, 0.011, 0.5, 1)
for (method in c("bonferroni", "holm", "hochberg", "BH", "BY")) {
  adjusted <- p.adjust(some, method)
  for (index in seq_along(some)) {
    add("adjust", "", paste(some, collapse = " "), "", method, index, adjusted[index])
  }
}

# ---------------------------------------------------- further rank tests

scores <- lung[complete.cases(lung[, c("ph.karno", "pat.karno", "age")]), ]
for (correct in c(TRUE, FALSE)) {
  test <- suppressWarnings(
    wilcox.test(scores$ph.karno, scores$pat.karno, paired = TRUE, exact = FALSE, correct = correct)
  )
  option <- if (correct) "corrected" else "plain"
  add("signed_rank", "lung", "ph.karno", "pat.karno", option, "v", test$statistic)
  add("signed_rank", "lung", "ph.karno", "pat.karno", option, "p", test$p.value)
}
test <- wilcoxsign_test(ph.karno ~ pat.karno, data = scores, distribution = "exact", zero.method = "Wilcoxon")
add("signed_rank", "lung", "ph.karno", "pat.karno", "exact", "p", pvalue(test))
blocks <- as.matrix(scores[, c("ph.karno", "pat.karno", "age")])
test <- friedman.test(blocks)
add("friedman", "lung", "ph.karno pat.karno age", part = "chi2", value = test$statistic)
add("friedman", "lung", "ph.karno pat.karno age", part = "p", value = test$p.value)

brunner_munzel <- function(x, y) {
  # Brunner and Munzel (2000).
  m <- length(x); n <- length(y)
  all <- rank(c(x, y)); rx <- all[1:m]; ry <- all[m + 1:n]
  vx <- sum((rx - rank(x) - mean(rx) + (m + 1) / 2)^2) / (m - 1)
  vy <- sum((ry - rank(y) - mean(ry) + (n + 1) / 2)^2) / (n - 1)
  statistic <- m * n * (mean(ry) - mean(rx)) / (m + n) / sqrt(m * vx + n * vy)
  df <- (m * vx + n * vy)^2 / ((m * vx)^2 / (m - 1) + (n * vy)^2 / (n - 1))
  list(statistic = statistic, df = df, p = 2 * pt(-abs(statistic), df),
       superiority = mean(outer(x, y, "<") + outer(x, y, "==") / 2))
}
jonckheere <- function(values, group) {
  # Hollander and Wolfe, by counting pairs.
  parts <- split(values, group)
  k <- length(parts)
  j <- 0
  for (a in 1:(k - 1)) for (b in (a + 1):k) {
    j <- j + sum(outer(parts[[a]], parts[[b]], "<") + outer(parts[[a]], parts[[b]], "==") / 2)
  }
  n <- length(values); sizes <- lengths(parts); ties <- table(values)
  variance <- (n * (n - 1) * (2 * n + 5) - sum(sizes * (sizes - 1) * (2 * sizes + 5)) -
    sum(ties * (ties - 1) * (2 * ties + 5))) / 72 +
    sum(sizes * (sizes - 1) * (sizes - 2)) * sum(ties * (ties - 1) * (ties - 2)) /
      (36 * n * (n - 1) * (n - 2)) +
    sum(sizes * (sizes - 1)) * sum(ties * (ties - 1)) / (8 * n * (n - 1))
  z <- (j - (n^2 - sum(sizes^2)) / 4) / sqrt(variance)
  list(statistic = j, z = z, p = 2 * pnorm(-abs(z)))
}
for (name in names(groups)) {
  for (by in groups[[name]]) {
    for (x in numeric[[name]]) {
      use <- !is.na(data[[name]][[x]]) & !is.na(data[[name]][[by]])
      values <- data[[name]][[x]][use]
      group <- factor(as.character(data[[name]][[by]][use]))
      if (!is.numeric(data[[name]][[by]]) || max(nchar(levels(group))) == 1) {
        test <- jonckheere(values, group)
        for (part in names(test)) add("jonckheere", name, x, by, "", part, test[[part]])
      }
      if (nlevels(group) == 2) {
        parts <- split(values, factor(data[[name]][[by]][use]))
        test <- brunner_munzel(parts[[1]], parts[[2]])
        for (part in names(test)) add("brunner_munzel", name, x, by, "", part, test[[part]])
        differences <- outer(parts[[1]], parts[[2]], "-")
        add("hodges_lehmann", name, x, by, "", "estimate", median(differences))
        if (max(lengths(parts)) < 50 && !any(duplicated(values))) {
          test <- wilcox.test(parts[[1]], parts[[2]], conf.int = TRUE)
          add("hodges_lehmann", name, x, by, "", "lower", test$conf.int[1])
          add("hodges_lehmann", name, x, by, "", "upper", test$conf.int[2])
        }
      }
    }
  }
}
# Without ties: the first values of two columns, moved apart.
tie_free <- list(x = c(1.1, 2.7, 3.3, 9.4, 12.8, 0.2, 7.7), y = c(4.5, 8.1, 13.2, 15.9, 2.2, 10.01))
test <- wilcox.test(tie_free$x, tie_free$y, conf.int = TRUE)
text <- sapply(tie_free, paste, collapse = " ")
add("hodges_lehmann_exact", "", text[["x"]], text[["y"]], "", "estimate", test$estimate)
add("hodges_lehmann_exact", "", text[["x"]], text[["y"]], "", "lower", test$conf.int[1])
add("hodges_lehmann_exact", "", text[["x"]], text[["y"]], "", "upper", test$conf.int[2])
add("hodges_lehmann_exact", "", text[["x"]], text[["y"]], "", "p", test$p.value)

# ------------------------------------------------------------ correlation

for (set in list(c("veteran", "karno", "age"), c("lung", "age", "ph.karno"), c("lung", "meal.cal", "wt.loss"),
                 c("melanoma", "thickness", "time"), c("birthwt", "lwt", "bwt"))) {
  use <- complete.cases(data[[set[1]]][, set[2:3]])
  x <- data[[set[1]]][use, set[2]]
  y <- data[[set[1]]][use, set[3]]
  test <- cor.test(x, y)
  add("pearson", set[1], set[2], set[3], "", "r", test$estimate)
  add("pearson", set[1], set[2], set[3], "", "p", test$p.value)
  add("pearson", set[1], set[2], set[3], "", "lower", test$conf.int[1])
  add("pearson", set[1], set[2], set[3], "", "upper", test$conf.int[2])
  rho <- cor(rank(x), rank(y))
  t <- rho * sqrt((length(x) - 2) / (1 - rho^2))
  add("spearman", set[1], set[2], set[3], "", "r", rho)
  add("spearman", set[1], set[2], set[3], "", "p", 2 * pt(-abs(t), length(x) - 2))
  test <- cor.test(x, y, method = "kendall", exact = FALSE)
  add("kendall", set[1], set[2], set[3], "", "r", test$estimate)
  add("kendall", set[1], set[2], set[3], "", "z", test$statistic)
  add("kendall", set[1], set[2], set[3], "", "p", test$p.value)
  limits <- tanh(atanh(test$estimate) + c(-1, 1) * qnorm(0.975) * sqrt(0.437 / (length(x) - 4)))
  add("kendall", set[1], set[2], set[3], "", "lower", limits[1])
  add("kendall", set[1], set[2], set[3], "", "upper", limits[2])
}

# ------------------------------------------------------- two proportions

for (cells in list(c(10, 20, 5, 30), c(1, 9, 8, 3), c(3, 3, 3, 3), c(50, 7, 12, 90), c(0, 8, 5, 4), c(6, 0, 2, 5))) {
  text <- paste(cells, collapse = " ")
  m <- cells[1] + cells[2]; n <- cells[3] + cells[4]
  p <- cells[1] / m; q <- cells[3] / n
  z <- qnorm(0.975)
  fisher <- fisher.test(matrix(cells, 2))
  # By the definition: fisher.test stops its own search at 1e-4.
  support <- max(0, cells[1] + cells[3] - n):min(m, cells[1] + cells[3])
  logdc <- dhyper(support, m, n, cells[1] + cells[3], log = TRUE)
  density <- function(ncp) { d <- logdc + log(ncp) * support; d <- exp(d - max(d)); d / sum(d) }
  find <- function(f) exp(uniroot(function(l) f(exp(l)), c(-40, 40), tol = 1e-14)$root)
  a <- cells[1]
  if (a > min(support) && a < max(support)) {
    add("conditional_odds_ratio", "", text, "", "", "estimate", find(function(o) sum(support * density(o)) - a))
  }
  if (a > min(support)) {
    add("conditional_odds_ratio", "", text, "", "", "lower",
        find(function(o) sum(density(o)[support >= a]) - 0.025))
  }
  if (a < max(support)) {
    add("conditional_odds_ratio", "", text, "", "", "upper",
        find(function(o) sum(density(o)[support <= a]) - 0.025))
  }
  stopifnot(all.equal(unname(fisher$conf.int[1]), if (a > min(support)) find(function(o) sum(density(o)[support >= a]) - 0.025) else 0, tolerance = 1e-3))
  test <- suppressWarnings(prop.test(c(cells[1], cells[3]), c(m, n), correct = FALSE))
  add("risk_difference", "", text, "", "wald", "estimate", p - q)
  add("risk_difference", "", text, "", "wald", "lower", test$conf.int[1])
  add("risk_difference", "", text, "", "wald", "upper", test$conf.int[2])
  w <- function(k, n) suppressWarnings(prop.test(k, n, correct = FALSE))$conf.int
  first <- w(cells[1], m); second <- w(cells[3], n)
  add("risk_difference", "", text, "", "newcombe", "lower", p - q - sqrt((p - first[1])^2 + (second[2] - q)^2))
  add("risk_difference", "", text, "", "newcombe", "upper", p - q + sqrt((first[2] - p)^2 + (q - second[1])^2))
  if (all(cells > 0)) {
    odds <- cells[1] * cells[4] / (cells[2] * cells[3])
    error <- sqrt(sum(1 / cells))
    add("odds_ratio", "", text, "", "", "estimate", odds)
    add("odds_ratio", "", text, "", "", "lower", odds * exp(-z * error))
    add("odds_ratio", "", text, "", "", "upper", odds * exp(z * error))
    error <- sqrt((1 - p) / (m * p) + (1 - q) / (n * q))
    add("risk_ratio", "", text, "", "", "estimate", p / q)
    add("risk_ratio", "", text, "", "", "lower", p / q * exp(-z * error))
    add("risk_ratio", "", text, "", "", "upper", p / q * exp(z * error))
  }
  for (correct in c(TRUE, FALSE)) {
    test <- mcnemar.test(matrix(cells, 2), correct = correct)
    option <- if (correct) "corrected" else "plain"
    add("mcnemar", "", text, "", option, "chi2", test$statistic)
    add("mcnemar", "", text, "", option, "p", test$p.value)
  }
  add("mcnemar", "", text, "", "exact", "p", binom.test(cells[2], cells[2] + cells[3])$p.value)
}

# ----------------------------------------------------------- contingency

tables <- list(
  veteran = list(c("celltype", "trt"), c("prior", "trt"), c("prior", "celltype")),
  lung = list(c("ph.ecog", "sex"), c("status", "ph.ecog"), c("status", "sex")),
  melanoma = list(c("status", "ulcer"), c("status", "sex")),
  birthwt = list(c("low", "race"), c("low", "smoke"), c("ptl", "race"), c("ftv", "low"))
)
for (name in names(tables)) {
  for (pair in tables[[name]]) {
    counts <- table(data[[name]][[pair[1]]], data[[name]][[pair[2]]])
    for (correct in c(FALSE, TRUE)) {
      test <- suppressWarnings(chisq.test(counts, correct = correct))
      option <- if (correct) "yates" else "plain"
      add("chi_square", name, pair[1], pair[2], option, "chi2", test$statistic)
      add("chi_square", name, pair[1], pair[2], option, "df", test$parameter)
      add("chi_square", name, pair[1], pair[2], option, "p", test$p.value)
    }
    test <- suppressWarnings(chisq.test(counts, correct = FALSE))
    add("chi_square", name, pair[1], pair[2], "plain", "least_expected", min(test$expected))
    add("chi_square", name, pair[1], pair[2], "plain", "cramers_v",
        sqrt(test$statistic / (sum(counts) * (min(dim(counts)) - 1))))
    fisher <- fisher.test(counts, workspace = 2e7)
    add("fisher", name, pair[1], pair[2], part = "p", value = fisher$p.value)
  }
}

# -------------------------------------------------------------- survival

endpoints <- list(
  veteran = list(status = 1, by = c("trt", "celltype")),
  lung = list(status = 2, by = c("sex", "ph.ecog")),
  aml = list(status = 1, by = "x"),
  melanoma = list(status = 1, by = c("sex", "ulcer"))
)
for (name in names(endpoints)) {
  set <- data[[name]]
  event <- set$status == endpoints[[name]]$status
  outcome <- Surv(set$time, event)
  last <- max(set$time)
  for (scale in c("plain", "log", "log-log")) {
    fit <- survfit(outcome ~ 1, conf.type = scale)
    for (share in c(0, 0.1, 0.25, 0.4, 0.6, 0.8, 1)) {
      at <- round(share * last)
      row <- summary(fit, times = at)
      option <- paste(scale, at)
      add("kaplan_meier", name, "", "", option, "survival", row$surv)
      add("kaplan_meier", name, "", "", option, "at_risk", row$n.risk)
      add("kaplan_meier", name, "", "", option, "std_err", row$std.err)
      add("kaplan_meier", name, "", "", option, "lower", row$lower)
      add("kaplan_meier", name, "", "", option, "upper", row$upper)
    }
    for (reverse in c(FALSE, TRUE)) {
      fit <- survfit(Surv(set$time, if (reverse) !event else event) ~ 1, conf.type = scale)
      for (p in c(0.25, 0.5, 0.75)) {
        found <- quantile(fit, p)
        method <- if (reverse) "reverse_quantile" else "survival_quantile"
        option <- paste(scale, p)
        add(method, name, "", "", option, "estimate", found$quantile)
        add(method, name, "", "", option, "lower", found$lower)
        add(method, name, "", "", option, "upper", found$upper)
      }
    }
  }
  for (by in endpoints[[name]]$by) {
    test <- survdiff(outcome ~ set[[by]])
    df <- length(test$n) - 1
    add("log_rank", name, "", by, "", "chi2", test$chisq)
    add("log_rank", name, "", by, "", "df", df)
    add("log_rank", name, "", by, "", "p", pchisq(test$chisq, df, lower.tail = FALSE))
    for (group in seq_along(test$obs)) {
      level <- sub(".*=", "", names(test$n)[group])
      add("log_rank", name, "", by, level, "observed", test$obs[group])
      add("log_rank", name, "", by, level, "expected", test$exp[group])
    }
  }
}

# ---------------------------------- weighted tests, hazard, restricted mean

strata_of <- list(veteran = "celltype", lung = "ph.ecog", aml = NULL, melanoma = "sex")
for (name in names(endpoints)) {
  set <- data[[name]]
  outcome <- Surv(set$time, set$status == endpoints[[name]]$status)
  by <- endpoints[[name]]$by[length(endpoints[[name]]$by)]
  if (!is.null(strata_of[[name]])) by <- endpoints[[name]]$by[1]
  if (identical(by, strata_of[[name]])) by <- endpoints[[name]]$by[2]
  for (rho in c(0, 0.5, 1)) {
    test <- survdiff(outcome ~ set[[by]], rho = rho)
    add("weighted_log_rank", name, "", by, rho, "chi2", test$chisq)
    if (!is.null(strata_of[[name]])) {
      test <- survdiff(outcome ~ set[[by]] + strata(set[[strata_of[[name]]]]), rho = rho)
      add("weighted_log_rank", name, strata_of[[name]], by, rho, "chi2", test$chisq)
    }
  }
  fit <- survfit(outcome ~ 1, stype = 2, ctype = 1)
  for (at in quantile(set$time, c(0.1, 0.5, 0.9), type = 1)) {
    index <- max(which(fit$time <= at))
    add("nelson_aalen", name, "", "", at, "hazard", fit$cumhaz[index])
    add("nelson_aalen", name, "", "", at, "std_err", fit$std.chaz[index])
  }
  fit <- survfit(outcome ~ 1)
  for (limit in round(max(set$time) * c(0.2, 0.5, 0.9))) {
    table <- summary(fit, rmean = limit)$table
    add("restricted_mean", name, "", "", limit, "estimate", table[["rmean"]])
    add("restricted_mean", name, "", "", limit, "std_err", table[["se(rmean)"]])
  }
}
for (cause in c(1, 3)) {
  fit <- cmprsk::cuminc(melanoma$time, melanoma$status, cencode = 2)
  times <- c(400, 1000, 2000, 3000, 5000)
  found <- cmprsk::timepoints(fit, times)
  row <- paste(1, cause)
  for (index in seq_along(times)) {
    add("cumulative_incidence", "melanoma", "", "", paste(cause, times[index]), "estimate", found$est[row, index])
    add("cumulative_incidence", "melanoma", "", "", paste(cause, times[index]), "variance", found$var[row, index])
  }
}

# ------------------------------------------------------------------- Cox

models <- list(
  list("veteran", c("karno"), NULL), list("veteran", c("karno", "age", "trt"), NULL),
  list("veteran", c("karno", "diagtime"), "celltype"), list("lung", c("age", "sex", "ph.ecog"), NULL),
  list("lung", c("age", "wt.loss"), "sex"), list("melanoma", c("thickness", "ulcer", "sex"), NULL),
  list("heart", c("age", "year", "surgery"), NULL), list("heart", c("age", "surgery"), "transplant")
)
tight <- coxph.control(eps = 1e-14, toler.chol = 1e-14, iter.max = 100)
for (model in models) {
  name <- model[[1]]; covariates <- model[[2]]; stratum <- model[[3]]
  set <- data[[name]]
  outcome <- if (name == "heart") {
    "Surv(start, stop, event)"
  } else {
    paste0("Surv(time, status == ", endpoints[[name]]$status, ")")
  }
  terms <- c(covariates, if (!is.null(stratum)) paste0("strata(", stratum, ")"))
  for (ties in c("efron", "breslow")) {
    fit <- coxph(as.formula(paste(outcome, "~", paste(terms, collapse = "+"))), set, ties = ties, control = tight)
    table <- summary(fit)$coefficients
    limits <- summary(fit)$conf.int
    x <- paste(covariates, collapse = " ")
    by <- if (is.null(stratum)) "" else stratum
    for (term in covariates) {
      row <- match(term, rownames(table))
      for (part in c("coef", "se(coef)", "z", "Pr(>|z|)")) {
        add("cox", name, x, by, ties, paste(part, term), table[row, part])
      }
      add("cox", name, x, by, ties, paste("lower", term), limits[row, "lower .95"])
      add("cox", name, x, by, ties, paste("upper", term), limits[row, "upper .95"])
    }
    add("cox", name, x, by, ties, "null", fit$loglik[1])
    add("cox", name, x, by, ties, "loglik", fit$loglik[2])
    tests <- summary(fit)
    add("cox", name, x, by, ties, "lr", tests$logtest["test"])
    add("cox", name, x, by, ties, "lr_p", tests$logtest["pvalue"])
    add("cox", name, x, by, ties, "wald", sum(fit$coefficients * solve(fit$var, fit$coefficients)))
    add("cox", name, x, by, ties, "score", tests$sctest["test"])
    if (ties == "efron") {
      add("cox", name, x, by, ties, "concordance", fit$concordance["concordance"])
      add("cox", name, x, by, ties, "concordance_se", fit$concordance["std"])
    }
  }
}

# ------------------------------------------------------------- far tails

for (df in c(1, 2, 3, 7, 30)) {
  for (x in c(1e-8, 0.5, 3, 20, 200, 1400)) {
    add("chi_squared_upper", "", x, "", df, "p", pchisq(x, df, lower.tail = FALSE))
  }
}
for (z in c(0, 0.3, 1.96, 6, 12, 25, 37)) {
  add("normal_two_sided", "", z, "", "", "p", 2 * pnorm(-z))
}
for (p in c(1e-300, 1e-20, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999999)) {
  add("normal_quantile", "", p, "", "", "z", qnorm(p))
}

for (df in c(1, 2.5, 7, 30, 1234.5)) {
  for (t in c(0, 0.01, 0.7, 2, 12, 1e4)) {
    add("student_t_two_sided", "", t, "", df, "p", 2 * pt(-t, df))
  }
  for (p in c(0.001, 0.3, 0.5, 0.9, 0.975, 0.9995)) {
    add("student_t_quantile", "", p, "", df, "t", qt(p, df))
  }
  for (df2 in c(1, 6, 100.5, 4000)) {
    for (f in c(1e-6, 0.4, 1, 5, 80, 5000)) {
      add("f_upper", "", f, "", paste(df, df2), "p", pf(f, df, df2, lower.tail = FALSE))
    }
  }
}
for (df in c(5, 20, 133, 1000)) {
  for (k in c(2, 4, 10)) {
    for (q in c(0.5, 2, 3.5, 5, 8)) {
      add("studentized_range_upper", "", q, "", paste(k, df), "p", ptukey(q, k, df, lower.tail = FALSE))
    }
    add("studentized_range_quantile", "", 0.95, "", paste(k, df), "q", qtukey(0.95, k, df))
  }
}

for (chapter in c("counts", "numbers", "models", "outputs", "comparisons")) source(file.path(folder, paste0(chapter, ".R")))

# ----------------------------------------------------------------- write

for (name in names(data)) {
  write.csv(data[[name]], file.path(folder, "data", paste0(name, ".csv")), row.names = FALSE, na = "")
}
write.csv(do.call(rbind, rows), file.path(folder, "expected.csv"), row.names = FALSE, quote = FALSE)
cat(length(rows), "values\n")
