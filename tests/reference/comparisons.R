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
  add_comparison(case[1], case[2], case[3], "ordinal ordinal", p = test$p, statistic = test$statistic, effect = tau(set))
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
