# Further numbers that R prints, and fits in which one coefficient has no finite
# estimate. Sourced by reference.R, which defines add() and the data.

# Kaplan-Meier: the quantiles of any share.
for (name in names(endpoints)) {
  set <- data[[name]]; outcome <- Surv(set$time, set$status == endpoints[[name]]$status)
  for (scale in c("plain", "log", "log-log")) {
    fit <- survfit(outcome ~ 1, conf.type = scale)
    for (p in c(0.1, 0.35, 0.6, 0.9)) {
      found <- quantile(fit, p)
      for (part in c("estimate", "lower", "upper"))
        add("survival_quantile", name, "", "", paste(scale, p), part, found[[c(estimate = "quantile", lower = "lower", upper = "upper")[part]]])
    }
  }
}

# Observed and expected events of weighted and stratified tests.
for (name in names(endpoints)) {
  set <- data[[name]]; outcome <- Surv(set$time, set$status == endpoints[[name]]$status)
  for (by in setdiff(endpoints[[name]]$by, strata_of[[name]])) for (rho in c(0, 0.5, 1)) {
    tests <- list(survdiff(outcome ~ set[[by]], rho = rho))
    if (!is.null(strata_of[[name]])) tests[[2]] <- survdiff(outcome ~ set[[by]] + strata(set[[strata_of[[name]]]]), rho = rho)
    for (k in seq_along(tests)) {
      observed <- rowSums(as.matrix(tests[[k]]$obs)); expected <- rowSums(as.matrix(tests[[k]]$exp))
      stratum <- if (k == 2) strata_of[[name]] else ""
      for (group in seq_along(observed)) {
        add("weighted_log_rank", name, stratum, by, rho, paste("observed", group), observed[group])
        add("weighted_log_rank", name, stratum, by, rho, paste("expected", group), expected[group])
      }
    }
  }
}

# The test of proportional hazards of each term, a category as one.
lung$ecog <- factor(lung$ph.ecog)
for (model in list(
  list("veteran", c("karno", "celltype"), c("karno", paste0("celltype:", levels(veteran$celltype)[-1]))),
  list("lung", c("age", "sex", "ecog"), c("age", "sex", paste0("ph.ecog:", 1:3)))
)) {
  set <- if (model[[1]] == "lung") lung else veteran; x <- paste(model[[3]], collapse = " ")
  for (ties in c("efron", "breslow")) {
    fit <- coxph(reformulate(model[[2]], paste0("Surv(time, status == ", endpoints[[model[[1]]]]$status, ")")), set, ties = ties, control = tight)
    add("cox_output", model[[1]], x, "", ties, "aic", AIC(fit))
    for (scale in c("km", "rank", "identity", "log")) for (terms in c(TRUE, FALSE)) {
      test <- cox.zph(fit, transform = scale, terms = terms)$table
      labels <- rownames(test)
      if (!terms) labels[seq_along(model[[3]])] <- model[[3]]
      labels[labels == "ecog"] <- "ph.ecog"
      for (row in seq_along(labels)) for (part in c("chisq", "df", "p"))
        add("cox_zph", model[[1]], x, "", paste(ties, scale), paste(part, labels[row]), test[row, part])
    }
  }
}

# Linear and logistic: what summary(), logLik(), AIC() and deviance() print.
for (set in list(list("birthwt", "bwt", c("age", "lwt", "smoke")), list("veteran", "karno", c("age", "diagtime", "trt")))) {
  fit <- lm(reformulate(set[[3]], set[[2]]), data[[set[[1]]]]); x <- paste(set[[3]], collapse = " ")
  add("linear", set[[1]], x, set[[2]], "", "loglik", logLik(fit)); add("linear", set[[1]], x, set[[2]], "", "aic", AIC(fit))
}
for (set in list(list("birthwt", "low", c("age", "smoke")), list("melanoma", "ulcer", c("thickness", "sex")))) {
  fit <- glm(reformulate(set[[3]], set[[2]]), binomial, data[[set[[1]]]], control = glm.control(epsilon = 1e-15, maxit = 100))
  x <- paste(set[[3]], collapse = " "); limits <- confint.default(fit); labels <- c("intercept", set[[3]])
  for (j in seq_along(labels)) for (part in 1:2) add("logistic", set[[1]], x, set[[2]], "", paste(c("lower", "upper")[part], labels[j]), limits[j, part])
  add("logistic", set[[1]], x, set[[2]], "", "null_deviance", fit$null.deviance); add("logistic", set[[1]], x, set[[2]], "", "deviance", deviance(fit))
  add("logistic", set[[1]], x, set[[2]], "", "aic", AIC(fit))
}

# Correlations: the statistics themselves.
for (set in list(c("veteran", "karno", "age"), c("lung", "age", "ph.karno"), c("melanoma", "thickness", "time"))) {
  use <- complete.cases(data[[set[1]]][, set[2:3]]); x <- data[[set[1]]][use, set[2]]; y <- data[[set[1]]][use, set[3]]
  test <- cor.test(x, y)
  add("pearson", set[1], set[2], set[3], "", "t", test$statistic); add("pearson", set[1], set[2], set[3], "", "df", test$parameter)
  add("spearman", set[1], set[2], set[3], "", "s", cor.test(x, y, method = "spearman", exact = FALSE)$statistic)
  rho <- cor(rank(x), rank(y)); add("spearman", set[1], set[2], set[3], "", "t", rho * sqrt((length(x) - 2) / (1 - rho^2)))
}

# Cramér's V less its bias (Bergsma 2013).
for (name in names(tables)) for (pair in tables[[name]]) {
  counts <- table(data[[name]][[pair[1]]], data[[name]][[pair[2]]]); n <- sum(counts); size <- dim(counts)
  phi <- max(0, suppressWarnings(chisq.test(counts, correct = FALSE))$statistic / n - prod(size - 1) / (n - 1))
  add("cramers_v_bias_corrected", name, pair[1], pair[2], "", "v", sqrt(phi / (min(size - (size - 1)^2 / (n - 1)) - 1)))
}

# One coefficient without a finite estimate. "NA" stands for that coefficient.
separated <- veteran[, c("time", "status", "karno", "age", "trt")]
separated$cell <- as.character(veteran$celltype)
separated$cell[which(veteran$status == 0)[c(1, 3, 4, 6)]] <- "none"
separated$some <- as.numeric(separated$cell != "none") # none of the level 0 has the event
separated$first <- as.numeric(veteran$time == 1) # the first who die, then nobody
separated$response <- as.numeric(veteran$karno >= 60 & separated$cell != "none")
separated$cause <- ifelse(veteran$status == 1, ifelse(veteran$prior == 10, 2, 1), 0)
separated$group <- ifelse(separated$cause != 1 & veteran$age > 60, "none", as.character(veteran$trt))
data$separated <- separated
dummies <- function(column, reference) {
  levels <- setdiff(sort(unique(separated[[column]])), reference)
  m <- sapply(levels, function(level) as.numeric(separated[[column]] == level)); colnames(m) <- paste0(column, ":", levels); m
}
cells <- dummies("cell", "adeno")
infinite <- c("cell:none", "some", "first", "group:none")
finite <- function(label, value) if (label %in% infinite) NA else value
for (m in list(cbind(as.matrix(separated[c("karno", "age")]), cells), as.matrix(separated[c("some", "karno")]), as.matrix(separated[c("karno", "first", "trt")]), cbind(as.matrix(separated[c("first", "karno")]), cells))) {
  x <- paste(colnames(m), collapse = " ")
  for (ties in c("efron", "breslow")) {
    fit <- suppressWarnings(coxph(Surv(separated$time, separated$status) ~ m, ties = ties)); s <- summary(fit); table <- s$coefficients; limits <- s$conf.int
    for (j in seq_len(ncol(m))) {
      label <- colnames(m)[j]
      for (part in 1:4) add("cox_separated", "separated", x, "", ties, paste(c("coef", "se", "z", "p")[part], label), finite(label, table[j, c(1, 3, 4, 5)[part]]))
      add("cox_separated", "separated", x, "", ties, paste("lower", label), finite(label, limits[j, "lower .95"]))
      add("cox_separated", "separated", x, "", ties, paste("upper", label), finite(label, limits[j, "upper .95"]))
    }
    add("cox_separated", "separated", x, "", ties, "loglik", fit$loglik[2]); add("cox_separated", "separated", x, "", ties, "lr", s$logtest["test"])
    # Once the information of a term has vanished, R drops the term with its degree of freedom ("first").
    add("cox_separated", "separated", x, "", ties, "lr_p", pchisq(s$logtest[["test"]], ncol(m), lower.tail = FALSE)); add("cox_separated", "separated", x, "", ties, "score", s$sctest["test"])
    add("cox_separated", "separated", x, "", ties, "wald", NA)
    add("cox_separated", "separated", x, "", ties, "concordance", fit$concordance["concordance"]); add("cox_separated", "separated", x, "", ties, "concordance_se", fit$concordance["std"])
    if (anyNA(coef(fit))) next
    test <- cox.zph(fit, terms = FALSE)$table
    for (j in seq_len(ncol(m))) add("cox_separated", "separated", x, "", ties, paste("zph", colnames(m)[j]), finite(colnames(m)[j], test[j, "chisq"]))
    add("cox_separated", "separated", x, "", ties, "zph_overall", test["GLOBAL", "chisq"]); add("cox_separated", "separated", x, "", ties, "zph_overall_p", test["GLOBAL", "p"])
  }
}
for (m in list(cbind(as.matrix(separated["age"]), cells), as.matrix(separated[c("some", "age")]))) {
  x <- paste(colnames(m), collapse = " "); labels <- c("intercept", colnames(m))
  fit <- glm(separated$response ~ m, binomial, control = glm.control(epsilon = 1e-12, maxit = 100)); s <- summary(fit)$coefficients
  # Where the level 0 has no event, the intercept has no finite estimate either.
  none <- if ("some" %in% labels) c("intercept", "some") else "cell:none"
  for (j in seq_along(labels)) for (part in 1:4)
    add("logistic_separated", "separated", x, "response", "", paste(c("coef", "se", "z", "p")[part], labels[j]), if (labels[j] %in% none) NA else s[j, part])
  add("logistic_separated", "separated", x, "response", "", "loglik", logLik(fit)); add("logistic_separated", "separated", x, "response", "", "lr", fit$null.deviance - fit$deviance)
  add("logistic_separated", "separated", x, "response", "", "aic", AIC(fit))
}
for (m in list(dummies("group", "1"), cbind(as.matrix(separated["karno"]), dummies("group", "1")))) {
  fit <- cmprsk::crr(separated$time, separated$cause, m, gtol = 1e-8, maxiter = 60); x <- paste(colnames(m), collapse = " ")
  for (j in seq_len(ncol(m))) {
    add("fine_gray_separated", "separated", x, "", 1, paste("coef", colnames(m)[j]), finite(colnames(m)[j], fit$coef[j]))
    add("fine_gray_separated", "separated", x, "", 1, paste("se", colnames(m)[j]), finite(colnames(m)[j], sqrt(diag(fit$var))[j]))
  }
  add("fine_gray_separated", "separated", x, "", 1, "loglik", fit$loglik)
}

# Times that differ in their last bits only are one time.
rounding <- data.frame(
  time = c(0.1 + 0.2, 0.3, 0.7000000000000001, 0.7, 1.1, 1.1, 2.4, 2.4, 2.4000000000000004, 3.6),
  status = c(1, 0, 1, 0, 1, 1, 1, 1, 0, 1), arm = rep(0:1, 5)
)
times <- paste(sprintf("%.17g", rounding$time), collapse = " "); events <- paste(rounding$status, collapse = " ")
test <- survdiff(Surv(time, status) ~ arm, rounding); fit <- coxph(Surv(time, status) ~ arm, rounding)
add("timefix", "", times, events, "", "log_rank_p", pchisq(test$chisq, 1, lower.tail = FALSE))
add("timefix", "", times, events, "", "coef", coef(fit)); add("timefix", "", times, events, "", "loglik", fit$loglik[2])
add("timefix", "", times, events, "", "concordance", fit$concordance["concordance"])
add("timefix", "", times, events, "", "zph", cox.zph(fit)$table[1, "chisq"])
curve <- survfit(Surv(time, status) ~ 1, rounding)
add("timefix", "", times, events, "", "steps", length(curve$time)); add("timefix", "", times, events, "", "survival", curve$surv[2])
