# Proportions, tables of counts, agreement, effect sizes of them.
# Sourced by reference.R, which defines add() and the data.

root <- function(f, lower, upper) uniroot(f, c(lower, upper), tol = 1e-15, maxiter = 10000)$root

for (pair in list(c(0, 12), c(3, 24), c(12, 24), c(15, 24), c(7, 7), c(81, 263), c(1, 1000))) {
  k <- pair[1]; n <- pair[2]; text <- paste(k, n); z <- qnorm(0.975)
  both <- function(option, limits) {
    add("proportion", "", text, "", option, "lower", limits[1])
    add("proportion", "", text, "", option, "upper", limits[2])
  }
  both("wilson", suppressWarnings(prop.test(k, n, correct = FALSE))$conf.int)
  both("wilson-corrected", suppressWarnings(prop.test(k, n, correct = TRUE))$conf.int)
  both("clopper-pearson", binom.test(k, n)$conf.int)
  m <- n + z^2; p <- (k + z^2 / 2) / m
  both("agresti-coull", c(max(0, p - z * sqrt(p * (1 - p) / m)), min(1, p + z * sqrt(p * (1 - p) / m))))
  both("jeffreys", c(if (k == 0) 0 else qbeta(0.025, k + 0.5, n - k + 0.5), if (k == n) 1 else qbeta(0.975, k + 0.5, n - k + 0.5)))
}

# Score intervals by their definition: the nuisance proportion maximises the
# likelihood under the value of the effect, found by the root of its slope.
for (cells in list(c(10, 20, 5, 30), c(1, 9, 8, 3), c(3, 3, 3, 3), c(50, 7, 12, 90), c(0, 8, 5, 4), c(6, 0, 2, 5))) {
  text <- paste(cells, collapse = " ")
  a <- cells[1]; b <- cells[2]; c0 <- cells[3]; d <- cells[4]; m <- a + b; n <- c0 + d
  slope <- function(k, l, p) (if (k > 0) k / p else 0) - (if (l > 0) l / (1 - p) else 0)
  inner <- function(f, low, high) {
    w <- high - low
    if (f(low + 1e-13 * w) <= 0) low else if (f(high - 1e-13 * w) >= 0) high else root(f, low + 1e-13 * w, high - 1e-13 * w)
  }
  factor <- (m + n) / (m + n - 1); z <- qnorm(0.975)
  difference <- function(delta) {
    q <- inner(function(q) slope(a, b, q + delta) + slope(c0, d, q), max(0, -delta), min(1, 1 - delta)); p <- q + delta
    (a / m - c0 / n - delta) / sqrt(factor * (p * (1 - p) / m + q * (1 - q) / n))
  }
  at <- a / m - c0 / n
  add("risk_difference_score", "", text, "", "", "lower", root(function(x) difference(x) - z, -1 + 1e-9, at - 1e-9))
  add("risk_difference_score", "", text, "", "", "upper", root(function(x) difference(x) + z, at + 1e-9, 1 - 1e-9))
  ratio <- function(l) {
    r <- exp(l); q <- inner(function(q) r * slope(a, b, r * q) + slope(c0, d, q), 0, min(1, 1 / r)); p <- r * q
    (a / m - r * c0 / n) / sqrt(factor * (p * (1 - p) / m + r^2 * q * (1 - q) / n))
  }
  if (a > 0) {
    at <- log((a / m) / (c0 / n))
    add("risk_ratio_score", "", text, "", "", "lower", exp(root(function(x) ratio(x) - z, at - 8, at - 1e-9)))
    add("risk_ratio_score", "", text, "", "", "upper", exp(root(function(x) ratio(x) + z, at + 1e-9, at + 8)))
  }
  # Boschloo: Fisher's p of every table, maximised over the common proportion.
  if (m * n < 2000) {
    grid <- expand.grid(x = 0:m, y = 0:n)
    p <- mapply(function(x, y) fisher.test(matrix(c(x, m - x, y, n - y), 2), conf.int = FALSE)$p.value, grid$x, grid$y)
    own <- fisher.test(matrix(cells, 2), conf.int = FALSE)$p.value
    extreme <- grid[p <= own * (1 + 1e-7), ]
    size <- function(q) sum(dbinom(extreme$x, m, q) * dbinom(extreme$y, n, q))
    at <- seq(0, 1, 0.001); best <- at[which.max(sapply(at, size))]
    add("boschloo", "", text, "", "", "p", optimize(size, c(max(0, best - 0.001), min(1, best + 0.001)), maximum = TRUE, tol = 1e-12)$objective)
    support <- max(0, a + c0 - n):min(m, a + c0); mass <- dhyper(support, m, n, a + c0); here <- dhyper(a, m, n, a + c0)
    near <- abs(mass / here - 1) < 1e-7
    add("fisher_mid_p", "", text, "", "", "p", sum(mass[mass < here & !near]) + sum(mass[near]) / 2)
  }
}

for (name in names(tables)) for (pair in tables[[name]]) {
  counts <- table(data[[name]][[pair[1]]], data[[name]][[pair[2]]])
  expected <- suppressWarnings(chisq.test(counts, correct = FALSE))$expected
  g <- 2 * sum(ifelse(counts > 0, counts * log(counts / expected), 0))
  add("likelihood_ratio", name, pair[1], pair[2], "", "chi2", g)
  add("likelihood_ratio", name, pair[1], pair[2], "", "p", pchisq(g, prod(dim(counts) - 1), lower.tail = FALSE))
  chi2 <- suppressWarnings(chisq.test(counts, correct = FALSE))$statistic[[1]]; df <- prod(dim(counts) - 1)
  limit <- function(level) if (pchisq(chi2, df) <= level) 0 else root(function(l) pchisq(chi2, df, l) - level, 0, 4 * chi2 + 80)
  v <- function(l) min(1, sqrt(l / (sum(counts) * (min(dim(counts)) - 1))))
  add("cramers_v_interval", name, pair[1], pair[2], "", "lower", v(limit(0.975)))
  add("cramers_v_interval", name, pair[1], pair[2], "", "upper", v(limit(0.025)))
}

for (case in list(c("3 5 9 12", "20 20 20 20"), c("0 2 1 5", "6 9 4 5"), c("12 8 5", "15 12 9"))) {
  events <- as.numeric(strsplit(case[1], " ")[[1]]); trials <- as.numeric(strsplit(case[2], " ")[[1]])
  test <- suppressWarnings(prop.trend.test(events, trials))
  add("cochran_armitage", "", case[1], case[2], "", "chi2", test$statistic)
  add("cochran_armitage", "", case[1], case[2], "", "p", test$p.value)
  answers <- data.frame(
    y = factor(unlist(mapply(function(x, m) rep(c(1, 0), c(x, m - x)), events, trials))),
    g = ordered(rep(seq_along(trials), trials)))
  add("cochran_armitage_exact", "", case[1], case[2], "", "p",
    c(pvalue(lbl_test(g ~ y, data = answers, distribution = "exact"))))
}

# Three answers by each of twelve subjects.
answers <- c("110", "110", "111", "100", "011", "100", "110", "000", "111", "101", "100", "110")
m <- t(sapply(strsplit(answers, ""), as.numeric)); k <- ncol(m)
q <- (k - 1) * (k * sum(colSums(m)^2) - sum(m)^2) / (k * sum(m) - sum(rowSums(m)^2))
long <- data.frame(y = factor(c(m)), question = factor(rep(1:k, each = nrow(m))), subject = factor(rep(1:nrow(m), k)))
stopifnot(all.equal(q, unname(statistic(symmetry_test(y ~ question | subject, data = long, teststat = "quadratic")))))
add("cochran_q", "", paste(answers, collapse = " "), "", "", "q", q)
add("cochran_q", "", paste(answers, collapse = " "), "", "", "p", pchisq(q, k - 1, lower.tail = FALSE))

for (set in list(c("birthwt", "low", "smoke", "race"), c("birthwt", "race", "low", "smoke"), c("melanoma", "ulcer", "sex", "status"))) {
  counts <- table(data[[set[1]]][[set[2]]], data[[set[1]]][[set[3]]], data[[set[1]]][[set[4]]])
  for (correct in c(TRUE, FALSE)) {
    test <- mantelhaen.test(counts, correct = correct)
    # Levels without rows are dropped.
    unused <- function(name) factor(data[[set[1]]][[name]], levels = c("none", sort(unique(as.character(data[[set[1]]][[name]])))))
    again <- mantelhaen.test(unused(set[2]), unused(set[3]), data[[set[1]]][[set[4]]], correct = correct)
    stopifnot(all.equal(c(test$statistic, test$parameter, p = test$p.value), c(again$statistic, again$parameter, p = again$p.value)))
    option <- paste(set[4], if (correct) "corrected" else "plain")
    add("mantel_haenszel", set[1], set[2], set[3], option, "chi2", test$statistic)
    add("mantel_haenszel", set[1], set[2], set[3], option, "p", test$p.value)
    if (!is.null(test$estimate)) {
      add("mantel_haenszel", set[1], set[2], set[3], option, "or", test$estimate)
      add("mantel_haenszel", set[1], set[2], set[3], option, "lower", test$conf.int[1])
      add("mantel_haenszel", set[1], set[2], set[3], option, "upper", test$conf.int[2])
    }
  }
}

# Cohen 1960 and a table of three ordered levels, row by row.
for (lines in c("44 5 1/7 20 3/9 5 6", "20 5/10 15", "12 3 1/2 9 4/0 3 14")) {
  m <- do.call(rbind, lapply(strsplit(strsplit(lines, "/")[[1]], " "), as.numeric)); n <- sum(m); k <- nrow(m)
  for (kind in c("unweighted", "linear", "quadratic")) {
    w <- switch(kind, unweighted = diag(k), linear = 1 - abs(outer(1:k, 1:k, "-")) / (k - 1), quadratic = 1 - (outer(1:k, 1:k, "-") / (k - 1))^2)
    p <- m / n; r <- rowSums(p); s <- colSums(p); e <- sum(w * outer(r, s)); kappa <- (sum(w * p) - e) / (1 - e)
    wr <- drop(w %*% s); ws <- drop(r %*% w)
    se <- sqrt((sum(p * (w - outer(wr, ws, "+") * (1 - kappa))^2) - (kappa - e * (1 - kappa))^2) / (n * (1 - e)^2))
    se0 <- sqrt((sum(outer(r, s) * (w - outer(wr, ws, "+"))^2) - e^2) / (n * (1 - e)^2))
    if (kind != "linear") {
      known <- vcd::Kappa(m, weights = if (kind == "quadratic") "Fleiss-Cohen" else "Equal-Spacing")
      known <- if (kind == "unweighted") known$Unweighted else known$Weighted
      stopifnot(all.equal(c(kappa, se), unname(known[1:2])))
    }
    add("kappa", "", lines, "", kind, "estimate", kappa)
    add("kappa", "", lines, "", kind, "se", se)
    add("kappa", "", lines, "", kind, "p", 2 * pnorm(-abs(kappa / se0)))
  }
}
for (case in list(c("10 20 5", "8 4 19"), c("12 3", "5 9"))) {
  a <- as.numeric(strsplit(case[1], " ")[[1]]); b <- as.numeric(strsplit(case[2], " ")[[1]])
  p <- (a / sum(a))[-1]; q <- (b / sum(b))[-1]
  s <- ((diag(p, length(p)) - p %o% p) + (diag(q, length(q)) - q %o% q)) / 2
  add("smd_levels", "", case[1], case[2], "", "estimate", sqrt(drop((p - q) %*% solve(s, p - q))))
}
