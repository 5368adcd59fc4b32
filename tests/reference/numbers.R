# Descriptions, exact rank tests, effect sizes with intervals, linear models.
# Sourced by reference.R, which defines add() and the data.

for (name in names(numeric)) for (x in numeric[[name]]) {
  v <- na.omit(data[[name]][[x]]); n <- length(v)
  parts <- list(sum = sum(v), se = sd(v) / sqrt(n), cv = sd(v) / mean(v),
    skewness = e1071::skewness(v, type = 2), kurtosis = e1071::kurtosis(v, type = 2))
  if (all(v > 0)) parts$geometric_mean <- exp(mean(log(v)))
  k <- qbinom(0.025, n, 0.5); s <- sort(v)
  parts$median_lower <- s[k]; parts$median_upper <- s[n - k + 1]
  for (part in names(parts)) add("shape", name, x, part = part, value = parts[[part]])
  # By all Walsh averages; R's own wilcox.test(conf.int = TRUE) stops at 1e-4.
  if (n < 300) {
    w <- outer(v, v, "+") / 2; w <- sort(w[upper.tri(w, diag = TRUE)])
    k <- if (n < 50) qsignrank(0.025, n) else round(n * (n + 1) / 4 + qnorm(0.025) * sqrt(n * (n + 1) * (2 * n + 1) / 24))
    k <- max(k, 1)
    add("pseudomedian", name, x, part = "estimate", value = median(w))
    add("pseudomedian", name, x, part = "lower", value = w[k])
    add("pseudomedian", name, x, part = "upper", value = w[length(w) + 1 - k])
  }
}
small <- c(1.1, 2.2, 4.3, 0.9, 3.7, 5.2, 2.8)
stopifnot(all.equal(c(wilcox.test(small, conf.int = TRUE)$conf.int), {
  w <- outer(small, small, "+") / 2; w <- sort(w[upper.tri(w, diag = TRUE)]); k <- qsignrank(0.025, 7); c(w[k], w[length(w) + 1 - k])
}))

# Exact Kruskal-Wallis: all arrangements.
enumerate <- function(groups) {
  v <- unlist(groups); r <- rank(v); size <- lengths(groups); total <- 0; far <- 0
  spread <- function(sums) sum(sums^2 / size)
  observed <- spread(tapply(r, rep(seq_along(groups), size), sum))
  place <- function(left, k, sums) {
    if (k == length(size)) {
      total <<- total + 1
      if (spread(c(sums, sum(r[left]))) >= observed - 1e-9) far <<- far + 1
      return(invisible())
    }
    choices <- combn(length(left), size[k])
    for (c in seq_len(ncol(choices))) { own <- left[choices[, c]]; place(setdiff(left, own), k + 1, c(sums, sum(r[own]))) }
  }
  place(seq_along(v), 1, NULL)
  far / total
}
for (case in list(list(c(1, 2, 2), c(3, 4, 2), c(5, 6)), list(c(1.5, 9, 4), c(2, 3), c(7, 8, 8.5)), list(c(1, 1, 1), c(1, 2, 2), c(2, 2, 1)),
                  list(c(3, 5, 8, 1), c(2, 2), c(9, 7, 6)))) {
  text <- paste(sapply(case, paste, collapse = " "), collapse = "/")
  add("kruskal_wallis_exact", "", text, part = "p", value = enumerate(case))
}

# Exact Jonckheere-Terpstra: all arrangements, with ties and without; larger samples without ties as the convolution of the
# distributions of Mann-Whitney statistics (Hollander and Wolfe, table A.13: J of 79 in three groups of six has 0.0231 above).
j_of <- function(parts) {
  pairs <- combn(length(parts), 2)
  sum(apply(pairs, 2, function(p) sum(outer(parts[[p[1]]], parts[[p[2]]], "<") + outer(parts[[p[1]]], parts[[p[2]]], "==") / 2)))
}
arrange <- function(groups) {
  v <- unlist(groups); size <- lengths(groups); mean_j <- (length(v)^2 - sum(size^2)) / 4; total <- 0; far <- 0
  observed <- abs(j_of(groups) - mean_j)
  place <- function(left, k, parts) {
    if (k == length(size)) {
      total <<- total + 1
      if (abs(j_of(c(parts, list(v[left]))) - mean_j) >= observed - 1e-9) far <<- far + 1
      return(invisible())
    }
    choices <- combn(length(left), size[k])
    for (c in seq_len(ncol(choices))) { own <- left[choices[, c]]; place(setdiff(left, own), k + 1, c(parts, list(v[own]))) }
  }
  place(seq_along(v), 1, list())
  far / total
}
convolved <- function(size) {
  d <- 1; before <- size[1]
  for (n in size[-1]) {
    own <- dwilcox(0:(before * n), before, n); next_d <- numeric(length(d) + length(own) - 1)
    for (i in seq_along(d)) { at <- i + seq_along(own) - 1; next_d[at] <- next_d[at] + d[i] * own }
    d <- next_d; before <- before + n
  }
  d
}
stopifnot(round(sum(convolved(c(6, 6, 6))[80:109]), 4) == 0.0231)
add_trend <- function(groups, p) {
  text <- paste(sapply(groups, paste, collapse = " "), collapse = "/")
  add("jonckheere_exact", "", text, part = "statistic", value = j_of(groups)); add("jonckheere_exact", "", text, part = "p", value = p)
}
for (case in list(list(c(1, 2, 2), c(3, 4, 2), c(5, 6)), list(c(1.5, 9, 4), c(2, 3), c(7, 8, 8.5)), list(c(1, 1, 1), c(1, 2, 2), c(2, 2, 1)),
                  list(c(3, 5, 8, 1), c(2, 2), c(9, 7, 6)), list(c(2, 1, 2), c(1, 3), c(2, 3), c(3, 3)), list(c(1, 1, 2, 3, 1), c(2, 3, 1), c(3, 3, 2)))) {
  p <- arrange(case)
  if (!anyDuplicated(unlist(case))) {
    d <- convolved(lengths(case)); j <- seq_along(d) - 1; mean_j <- (length(d) - 1) / 2
    stopifnot(all.equal(p, sum(d[abs(j - mean_j) >= abs(j_of(case) - mean_j)])))
  }
  add_trend(case, p)
}
for (size in list(c(6, 6, 6), c(12, 9, 15), c(20, 30, 25, 25))) {
  # Values without ties that rise a little with the group.
  v <- seq_len(sum(size)); of <- rep(seq_along(size), size); groups <- split((v * 37) %% 101 + 7 * of + v / 1000, of); names(groups) <- NULL
  d <- convolved(size); j <- seq_along(d) - 1; mean_j <- (length(d) - 1) / 2
  add_trend(groups, sum(d[abs(j - mean_j) >= abs(j_of(groups) - mean_j)]))
}

# Exact Spearman and Kendall: all orders.
orders <- function(n) if (n == 1) matrix(1) else { p <- orders(n - 1); do.call(rbind, lapply(1:n, function(i) cbind(i, ifelse(p >= i, p + 1, p)))) }
for (case in list(list(c(1, 2, 3, 4, 5, 6), c(2, 1, 4, 3, 6, 5)), list(c(1, 2, 2, 4, 5, 7), c(3, 3, 1, 6, 5, 8)), list(c(3, 1, 4, 1, 5, 9, 2), c(2, 7, 1, 8, 2, 8, 1)))) {
  x <- case[[1]]; y <- case[[2]]; all <- orders(length(x)); text <- c(paste(x, collapse = " "), paste(y, collapse = " "))
  rho <- abs(apply(all, 1, function(o) cor(rank(x), rank(y)[o]))); tau <- abs(apply(all, 1, function(o) cor(x, y[o], method = "kendall")))
  p_rho <- mean(rho >= abs(cor(rank(x), rank(y))) - 1e-9); p_tau <- mean(tau >= abs(cor(x, y, method = "kendall")) - 1e-9)
  if (!anyDuplicated(x) && !anyDuplicated(y)) stopifnot(all.equal(p_rho, cor.test(x, y, method = "spearman", exact = TRUE)$p.value, tolerance = 1e-6),
    all.equal(p_tau, cor.test(x, y, method = "kendall", exact = TRUE)$p.value))
  add("spearman_exact", "", text[1], text[2], "", "p", p_rho)
  add("kendall_exact", "", text[1], text[2], "", "p", p_tau)
}
x <- c(2.3, 1.1, 7.5, 4.4, 9.6, 3.2, 8.8, 5.1, 6.7, 0.4, 10.2, 11.7); y <- c(1, 3, 6, 2, 12, 5, 9, 4, 8, 7, 11, 10)
add("kendall_exact", "", paste(x, collapse = " "), paste(y, collapse = " "), "", "p", cor.test(x, y, method = "kendall", exact = TRUE)$p.value)

# Effect sizes with intervals.
for (set in list(c("veteran", "karno", "trt"), c("lung", "age", "sex"), c("melanoma", "thickness", "ulcer"), c("birthwt", "bwt", "smoke"), c("aml", "time", "x"))) {
  v <- data[[set[1]]][[set[2]]]; g <- factor(data[[set[1]]][[set[3]]]); keep <- !is.na(v) & !is.na(g); v <- v[keep]; g <- g[keep]
  a <- v[g == levels(g)[1]]; b <- v[g == levels(g)[2]]; m <- length(a); n <- length(b)
  limits <- function(method, estimate, variance) {
    add(method, set[1], set[2], set[3], "", "estimate", estimate)
    add(method, set[1], set[2], set[3], "", "lower", estimate - qnorm(0.975) * sqrt(variance))
    add(method, set[1], set[2], set[3], "", "upper", estimate + qnorm(0.975) * sqrt(variance))
  }
  spread <- function(d) (m + n) / (m * n) + d^2 / (2 * (m + n))
  d <- (mean(a) - mean(b)) / sqrt(((m - 1) * var(a) + (n - 1) * var(b)) / (m + n - 2))
  g_exact <- d * exp(lgamma((m + n - 2) / 2) - log((m + n - 2) / 2) / 2 - lgamma((m + n - 3) / 2))
  smd <- (mean(a) - mean(b)) / sqrt((var(a) + var(b)) / 2)
  limits("cohens_d_interval", d, spread(d)); limits("hedges_g_interval", g_exact, spread(g_exact)); limits("smd", smd, spread(smd))
  s <- sign(outer(a, b, "-")); delta <- mean(s)
  variance <- (n^2 * sum((rowMeans(s) - delta)^2) + m^2 * sum((colMeans(s) - delta)^2) - sum((s - delta)^2)) / (m * n * (m - 1) * (n - 1))
  variance <- max(variance, (1 - delta^2) / (m * n - 1)); z <- qnorm(0.975)
  half <- z * sqrt(variance) * sqrt((1 - delta^2)^2 + z^2 * variance)
  add("cliffs_delta", set[1], set[2], set[3], "", "estimate", delta)
  add("cliffs_delta", set[1], set[2], set[3], "", "lower", (delta - delta^3 - half) / (1 - delta^2 + z^2 * variance))
  add("cliffs_delta", set[1], set[2], set[3], "", "upper", (delta - delta^3 + half) / (1 - delta^2 + z^2 * variance))
}
for (set in list(c("veteran", "karno", "celltype"), c("birthwt", "bwt", "race"), c("warpbreaks", "breaks", "tension"))) {
  v <- data[[set[1]]][[set[2]]]; g <- factor(data[[set[1]]][[set[3]]]); keep <- !is.na(v) & !is.na(g); v <- v[keep]; g <- g[keep]
  test <- oneway.test(v ~ g, var.equal = TRUE); f <- test$statistic[[1]]; a <- test$parameter[[1]]; b <- test$parameter[[2]]
  limit <- function(level, lower, most) if (lower(0) <= level) 0 else root(function(l) lower(l) - level, 0, most)
  share <- function(l) l / (l + a + b + 1); lower <- function(l) pf(f, a, b, l)
  add("eta_squared_interval", set[1], set[2], set[3], "", "lower", share(limit(0.975, lower, 4 * f * a + 80)))
  add("eta_squared_interval", set[1], set[2], set[3], "", "upper", share(limit(0.025, lower, 4 * f * a + 80)))
  h <- kruskal.test(v, g)$statistic[[1]]; lower <- function(l) pchisq(h, nlevels(g) - 1, l)
  add("epsilon_squared_interval", set[1], set[2], set[3], "", "lower", limit(0.975, lower, 4 * h + 80) / (length(v) - 1))
  add("epsilon_squared_interval", set[1], set[2], set[3], "", "upper", limit(0.025, lower, 4 * h + 80) / (length(v) - 1))
  for (pair in combn(levels(g), 2, simplify = FALSE)) {
    for (correct in c(TRUE, FALSE)) add("pairwise_wilcoxon", set[1], set[2], set[3], paste(pair[1], pair[2], if (correct) "corrected" else "plain", sep = "|"), "p",
      wilcox.test(v[g == pair[1]], v[g == pair[2]], exact = FALSE, correct = correct)$p.value)
  }
}
for (df in c(1, 3, 10)) for (ncp in c(0.5, 4, 60)) for (x in c(0.3, 5, 70)) {
  add("noncentral_chi_squared", "", x, ncp, df, "p", pchisq(x, df, ncp))
  add("noncentral_f", "", x / 4, ncp, paste(df, 17), "p", pf(x / 4, df, 17, ncp))
}

# Linear models.
for (set in list(list("veteran", "karno", c("age", "diagtime", "trt")), list("birthwt", "bwt", c("age", "lwt", "smoke")), list("lung", "wt.loss", c("age", "meal.cal")))) {
  fit <- lm(reformulate(set[[3]], set[[2]]), data[[set[[1]]]]); s <- summary(fit); x <- paste(set[[3]], collapse = " ")
  for (term in rownames(s$coefficients)) {
    label <- if (term == "(Intercept)") "intercept" else term
    row <- c(s$coefficients[term, ], confint(fit)[term, ])
    for (part in 1:6) add("linear", set[[1]], x, set[[2]], "", paste(c("coef", "se", "t", "p", "lower", "upper")[part], label), row[part])
  }
  add("linear", set[[1]], x, set[[2]], "", "r2", s$r.squared)
  add("linear", set[[1]], x, set[[2]], "", "adjusted", s$adj.r.squared)
  add("linear", set[[1]], x, set[[2]], "", "sigma", s$sigma)
  add("linear", set[[1]], x, set[[2]], "", "f", s$fstatistic[1])
  add("linear", set[[1]], x, set[[2]], "", "f_p", pf(s$fstatistic[1], s$fstatistic[2], s$fstatistic[3], lower.tail = FALSE))
}
