# Comparisons between groups as tables print them, from the study file to the
# ledger. Sourced by reference.R, which defines add(), jonckheere() and the data.
# The option says what the variable and the groups are, and what the study chose.

compared <- function(name, x, by) {
  use <- !is.na(data[[name]][[x]]) & !is.na(data[[name]][[by]])
  list(x = data[[name]][[x]][use], by = data[[name]][[by]][use])
}
add_comparison <- function(name, x, by, option, ...) {
  values <- list(...)
  for (part in names(values)) add("comparison", name, x, by, option, part, values[[part]])
}
tau <- function(set) suppressWarnings(cor.test(set$x, as.numeric(set$by), method = "kendall", exact = FALSE)$estimate)

# The limits of tau-b by its asymptotic standard error, cell by cell from the definition
# (Agresti, Categorical Data Analysis, section 3.4), as DescTools::KendallTauB has them.
tau_limits <- function(set) {
  p <- unclass(table(set$x, set$by)); n <- sum(p); p <- p / n
  i <- row(p); j <- col(p); agree <- p
  for (at in seq_along(p)) agree[at] <- sum(p[(i - i[at]) * (j - j[at]) > 0]) - sum(p[(i - i[at]) * (j - j[at]) < 0])
  d <- sqrt(c(1 - sum(rowSums(p)^2), 1 - sum(colSums(p)^2))); difference <- sum(p * agree)
  phi <- 2 * agree * d[1] * d[2] + difference * (colSums(p)[j] * d[1] / d[2] + rowSums(p)[i] * d[2] / d[1])
  difference / prod(d) + c(-1, 1) * qnorm(0.975) * sqrt((sum(p * phi^2) - sum(p * phi)^2) / n) / prod(d)^2
}

# Ordinal variables: by two groups, by more, by ordered groups.
for (case in list(c("lung", "ph.ecog", "sex"), c("birthwt", "ftv", "smoke"))) {
  set <- compared(case[1], case[2], case[3]); parts <- split(set$x, set$by)
  test <- wilcox.test(parts[[1]], parts[[2]], exact = FALSE)
  add_comparison(case[1], case[2], case[3], "ordinal nominal", p = test$p.value, statistic = test$statistic,
    effect = 2 * test$statistic / prod(lengths(parts)) - 1)
}
for (case in list(c("lung", "ph.ecog", "inst"), c("birthwt", "ftv", "race"))) {
  set <- compared(case[1], case[2], case[3]); test <- kruskal.test(set$x, factor(set$by))
  add_comparison(case[1], case[2], case[3], "ordinal nominal", p = test$p.value, statistic = test$statistic,
    df = test$parameter, effect = test$statistic / (length(set$x) - 1))
}
for (case in list(c("birthwt", "ftv", "race"), c("lung", "ph.karno", "ph.ecog"))) {
  set <- compared(case[1], case[2], case[3]); test <- jonckheere(set$x, set$by)
  limits <- tau_limits(set)
  add_comparison(case[1], case[2], case[3], "ordinal ordinal", p = test$p, statistic = test$statistic, effect = tau(set),
    effect.ci_lower = limits[1], effect.ci_upper = limits[2])
}
for (case in list(c("lung", "sex", "ph.ecog"), c("birthwt", "low", "ftv"), c("birthwt", "smoke", "race"))) {
  set <- compared(case[1], case[2], case[3]); counts <- table(set$by, set$x)
  test <- prop.trend.test(counts[, 2], rowSums(counts))
  add_comparison(case[1], case[2], case[3], "nominal ordinal", p = test$p.value, statistic = test$statistic, df = 1, effect = tau(set))
}
# As categories without order.
for (case in list(c("lung", "ph.ecog", "sex"), c("birthwt", "race", "smoke"))) {
  set <- compared(case[1], case[2], case[3])
  test <- suppressWarnings(chisq.test(table(set$by, set$x), correct = FALSE))
  add_comparison(case[1], case[2], case[3], "ordinal nominal unordered", p = test$p.value, statistic = test$statistic,
    df = test$parameter, expected_below_five = if (mean(test$expected < 5) > 0.2 || min(test$expected) < 1) 100 * mean(test$expected < 5) else NA)
}

# Differences of two groups, the first less the second, and intervals of effects.
newcombe <- function(k, n) {
  wilson <- function(k, n) { z <- qnorm(0.975); p <- k / n
    (p + z^2 / (2 * n) + c(-1, 1) * z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))) / (1 + z^2 / n) }
  p <- k / n; a <- wilson(k[1], n[1]); b <- wilson(k[2], n[2]); d <- p[1] - p[2]
  100 * c(d, d - sqrt((p[1] - a[1])^2 + (b[2] - p[2])^2), d + sqrt((a[2] - p[1])^2 + (p[2] - b[1])^2))
}
add_difference <- function(name, x, by, option, place, three) {
  parts <- c("estimate", "ci_lower", "ci_upper")
  for (i in 1:3) if (!is.na(three[i])) add("difference", name, x, by, option, paste0(place, parts[i]), three[i])
}
for (case in list(c("birthwt", "smoke", "ht", "1"), c("birthwt", "low", "smoke", "1"), c("melanoma", "ulcer", "sex", "1"))) {
  set <- compared(case[1], case[2], case[3]); counts <- table(set$by, set$x)
  add_difference(case[1], case[2], case[3], "binary nominal", paste0(case[4], "."), newcombe(counts[, 2], rowSums(counts)))
}
for (level in 1:3) {
  set <- compared("birthwt", "race", "smoke"); counts <- table(set$by, set$x)
  add_difference("birthwt", "race", "smoke", "nominal nominal", paste0(level, "."), newcombe(counts[, level], rowSums(counts)))
}
for (case in list(c("birthwt", "bwt", "smoke"), c("lung", "wt.loss", "sex"), c("melanoma", "thickness", "sex"))) {
  set <- compared(case[1], case[2], case[3]); parts <- split(set$x, set$by)
  test <- t.test(parts[[1]], parts[[2]])
  add_difference(case[1], case[2], case[3], "continuous nominal means", "", c(diff(rev(test$estimate)), test$conf.int))
  add_difference(case[1], case[2], case[3], "continuous nominal", "", c(median(outer(parts[[1]], parts[[2]], "-")), NA, NA))
}
