# Survival beyond the basics, competing risks, logistic and penalised models.
# Sourced by reference.R, which defines add() and the data.

heart <- data$heart
heart_transplant <- Surv(heart$start, heart$stop, heart$event)

# Arcsine and logit intervals; delayed entry.
for (name in names(endpoints)) {
  set <- data[[name]]; outcome <- Surv(set$time, set$status == endpoints[[name]]$status); last <- max(set$time)
  for (scale in c("arcsin", "logit")) {
    fit <- survfit(outcome ~ 1, conf.type = scale)
    for (share in c(0.1, 0.25, 0.4, 0.6, 0.8)) {
      row <- summary(fit, times = round(share * last)); option <- paste(scale, round(share * last))
      add("kaplan_meier", name, "", "", option, "lower", row$lower)
      add("kaplan_meier", name, "", "", option, "upper", row$upper)
    }
  }
}
fit <- survfit(heart_transplant ~ 1); hazard <- survfit(heart_transplant ~ 1, stype = 2, ctype = 1)
for (at in c(5, 30, 100, 500, 1000)) {
  row <- summary(fit, times = at); index <- max(which(hazard$time <= at))
  add("truncated", "heart", "", "", at, "survival", row$surv)
  add("truncated", "heart", "", "", at, "std_err", row$std.err)
  add("truncated", "heart", "", "", at, "hazard", hazard$cumhaz[index])
}
# At a time the rows at risk are those of the next time at which one leaves.
late <- heart[heart$start > 0, ]
for (at in c(0, 0.5, 1, 2, 5, 30, 100, 150, 300, 900, 1500, 1800, 2000)) {
  for (level in c("0", "1")) {
    row <- summary(survfit(Surv(start, stop, event) ~ 1, heart, subset = transplant == level), times = at, extend = TRUE)
    add("truncated", "heart", "transplant", level, at, "at_risk", row$n.risk)
  }
  row <- summary(survfit(Surv(start, stop, event) ~ 1, late), times = at, extend = TRUE)
  add("truncated", "heart", "late", "", at, "at_risk", row$n.risk)
}
# survdiff knows no delayed entry: the score test of Cox's model with exact
# hypergeometric ties is the log-rank test.
score <- function(group) {
  times <- sort(unique(heart$stop[heart$event == 1])); u <- 0; v <- 0
  for (t in times) {
    risk <- heart$start < t & heart$stop >= t; dead <- heart$stop == t & heart$event == 1
    r <- sum(risk); d <- sum(dead); r1 <- sum(risk & group); d1 <- sum(dead & group)
    u <- u + d1 - d * r1 / r; if (r > 1) v <- v + d * r1 / r * (1 - r1 / r) * (r - d) / (r - 1)
  }
  u^2 / v
}
add("truncated_log_rank", "heart", "", "transplant", "", "chi2", score(heart$transplant == "1"))

# Exact log-rank: all choices of the first group.
for (case in list(list(aml$time[c(1:5, 12:17)], aml$status[c(1:5, 12:17)], 5), list(c(3, 5, 5, 8, 9, 2, 4, 4, 11), c(1, 1, 0, 1, 0, 1, 1, 1, 0), 4))) {
  time <- case[[1]]; event <- case[[2]]; size <- case[[3]]; n <- length(time)
  h <- sapply(time, function(t) sum(sapply(unique(time[time <= t]), function(s) sum(event[time == s]) / sum(time >= s))))
  a <- event - h; observed <- abs(sum(a[1:size]))
  p <- mean(apply(combn(n, size), 2, function(i) abs(sum(a[i]))) >= observed - 1e-9)
  add("log_rank_exact", "", paste(time, collapse = " "), paste(event, collapse = " "), size, "p", p)
}
difference <- logrank_test(Surv(time, status) ~ x, data = aml, distribution = "exact", ties.method = "mid-ranks")
add("log_rank_exact", "aml", "", "x", "", "p", pvalue(difference))

for (set in list(list("veteran", "trt", 180), list("lung", "sex", 500), list("aml", "x", 40))) {
  d <- data[[set[[1]]]]; event <- d$status == endpoints[[set[[1]]]]$status; g <- factor(d[[set[[2]]]])
  one <- function(level) { keep <- g == level; summary(survfit(Surv(d$time[keep], event[keep]) ~ 1), rmean = set[[3]])$table[c("rmean", "se(rmean)")] }
  a <- one(levels(g)[1]); b <- one(levels(g)[2]); estimate <- a[[1]] - b[[1]]; se <- sqrt(a[[2]]^2 + b[[2]]^2)
  add("restricted_mean_difference", set[[1]], "", set[[2]], set[[3]], "estimate", estimate)
  add("restricted_mean_difference", set[[1]], "", set[[2]], set[[3]], "se", se)
  add("restricted_mean_difference", set[[1]], "", set[[2]], set[[3]], "p", 2 * pnorm(-abs(estimate / se)))
}

# Proportional hazards, baseline hazards.
for (model in models) {
  name <- model[[1]]; if (name == "heart") next
  covariates <- model[[2]]; stratum <- model[[3]]; x <- paste(covariates, collapse = " "); by <- if (is.null(stratum)) "" else stratum
  outcome <- paste0("Surv(time, status == ", endpoints[[name]]$status, ")")
  terms <- c(covariates, if (!is.null(stratum)) paste0("strata(", stratum, ")"))
  for (ties in c("efron", "breslow")) {
    fit <- coxph(as.formula(paste(outcome, "~", paste(terms, collapse = "+"))), data[[name]], ties = ties, control = tight)
    for (scale in c("km", "rank", "identity")) {
      test <- cox.zph(fit, transform = scale, terms = FALSE)$table
      for (term in rownames(test)) add("proportional_hazards", name, x, by, paste(ties, scale), term, test[term, "chisq"])
    }
    if (is.null(stratum)) {
      base <- basehaz(fit, centered = FALSE); events <- base[!duplicated(base$hazard) & base$hazard > 0, ]
      for (index in c(1, ceiling(nrow(events) / 2), nrow(events)))
        add("baseline_hazard", name, x, "", ties, events$time[index], events$hazard[index])
    }
  }
}

# Case weights.
for (ties in c("efron", "breslow")) {
  fit <- coxph(Surv(time, status) ~ karno + trt, veteran, weights = veteran$age / 50, ties = ties, control = tight, robust = FALSE)
  for (term in c("karno", "trt")) {
    add("cox_weighted", "veteran", "karno trt", "", ties, paste("coef", term), coef(fit)[term])
    add("cox_weighted", "veteran", "karno trt", "", ties, paste("se", term), sqrt(diag(fit$var))[match(term, c("karno", "trt"))])
  }
  add("cox_weighted", "veteran", "karno trt", "", ties, "loglik", fit$loglik[2])
  add("cox_weighted", "veteran", "karno trt", "", ties, "concordance", fit$concordance["concordance"])
  add("cox_weighted", "veteran", "karno trt", "", ties, "concordance_se", fit$concordance["std"])
}

# The robust variance: weights that are not whole, clusters, strata, delayed entry. R's Wald and
# robust score tests by their definitions, as its own stop at singular matrices of few digits.
robust <- list(
  list("veteran", c("karno", "trt"), NULL, NULL, TRUE), list("veteran", c("karno", "age"), "celltype", NULL, TRUE),
  list("veteran", c("karno", "trt"), NULL, "celltype", FALSE), list("lung", c("age", "sex", "ph.ecog"), NULL, "inst", FALSE),
  list("lung", c("age", "ph.ecog"), "sex", "inst", TRUE), list("heart", c("age", "surgery", "year"), NULL, NULL, TRUE),
  list("heart", c("age", "surgery", "year"), NULL, "id", FALSE), list("heart", c("age", "surgery"), "transplant", "id", TRUE)
)
for (model in robust) {
  name <- model[[1]]; covariates <- model[[2]]; stratum <- model[[3]]; cluster <- model[[4]]; weighted <- model[[5]]
  outcome <- if (name == "heart") "Surv(start, stop, event)" else paste0("Surv(time, status == ", endpoints[[name]]$status, ")")
  set <- data[[name]]
  set <- set[complete.cases(set[c(covariates, stratum, cluster)]), ]
  set$own_weight <- if (weighted) (set$age + if (name == "heart") 60 else 0) / 50 else 1
  set$own_cluster <- if (is.null(cluster)) seq_len(nrow(set)) else set[[cluster]]
  formula <- as.formula(paste(outcome, "~", paste(c(covariates, if (!is.null(stratum)) paste0("strata(", stratum, ")")), collapse = "+")))
  x <- paste(covariates, collapse = " "); by <- if (is.null(stratum)) "" else stratum
  for (ties in c("efron", "breslow")) {
    fit <- if (is.null(cluster)) coxph(formula, set, weights = own_weight, ties = ties, control = tight) else
      coxph(formula, set, weights = own_weight, cluster = own_cluster, ties = ties, control = tight)
    stopifnot(!is.null(fit$naive.var))
    option <- paste(ties, if (is.null(cluster)) "rows" else cluster, if (weighted) "weighted" else "whole")
    table <- summary(fit)$coefficients; limits <- summary(fit)$conf.int
    for (term in covariates) {
      for (part in c("coef", "robust se", "z", "Pr(>|z|)")) add("cox_robust", name, x, by, option, paste(part, term), table[term, part])
      add("cox_robust", name, x, by, option, paste("lower", term), limits[term, "lower .95"])
      add("cox_robust", name, x, by, option, paste("upper", term), limits[term, "upper .95"])
    }
    add("cox_robust", name, x, by, option, "wald", sum(coef(fit) * solve(fit$var, coef(fit))))
    start <- coxph(formula, set, weights = own_weight, ties = ties, init = 0 * coef(fit), control = coxph.control(iter.max = 0))
    scores <- residuals(start, type = "score", weighted = TRUE, collapse = set$own_cluster)
    u <- colSums(as.matrix(scores))
    add("cox_robust", name, x, by, option, "robust_score", sum(u * solve(crossprod(scores), u)))
    stopifnot(abs(sum(u * solve(crossprod(scores), u)) / fit$rscore - 1) < 1e-6)
    add("cox_robust", name, x, by, option, "lr", summary(fit)$logtest["test"])
    add("cox_robust", name, x, by, option, "concordance_se", fit$concordance["std"])
  }
}

# Profile likelihood and Firth's penalty, by their definitions on R's own
# likelihood and information at fixed coefficients.
frozen <- coxph.control(iter.max = 0)
partial <- function(formula, d, ties) function(b) {
  fit <- suppressWarnings(coxph(formula, d, init = b, ties = ties, control = frozen))
  list(value = fit$loglik[2], information = solve(fit$var))
}
climb <- function(value, start, free, errors) {
  b <- start; if (!length(free)) return(value(b))
  f <- function(v) { b[free] <- v; tryCatch(-value(b), error = function(e) 1e10) }
  control <- list(reltol = 1e-16, maxit = 5000, parscale = errors[free], ndeps = rep(1e-4, length(free)))
  fit <- optim(start[free], f, method = "BFGS", control = control)
  for (again in 1:2) fit <- optim(fit$par, f, method = "BFGS", control = control)
  structure(-fit$value, at = { b[free] <- fit$par; b })
}
profile_of <- function(method, name, x, by, value, start, errors, labels) {
  best <- climb(value, start, seq_along(start), errors); at <- attr(best, "at")
  for (j in seq_along(at)) {
    over <- function(v) { s <- at; s[j] <- v; 2 * (best - climb(value, s, setdiff(seq_along(at), j), errors)) - qchisq(0.95, 1) }
    reach <- 2; while (over(at[j] + reach * errors[j]) < 0 || over(at[j] - reach * errors[j]) < 0) reach <- reach * 1.4
    add(method, name, x, by, "", paste("coef", labels[j]), at[j])
    add(method, name, x, by, "", paste("lower", labels[j]), root(over, at[j] - reach * errors[j], at[j]))
    add(method, name, x, by, "", paste("upper", labels[j]), root(over, at[j], at[j] + reach * errors[j]))
    s <- at; s[j] <- 0
    add(method, name, x, by, "", paste("p", labels[j]), pchisq(2 * c(best - climb(value, s, setdiff(seq_along(at), j), errors)), 1, lower.tail = FALSE))
  }
}
melanoma$old <- scale(melanoma$age)[, 1]
for (set in list(list("veteran", c("karno", "trt")), list("aml", "maintained"), list("melanoma", c("thickness", "ulcer")))) {
  d <- data[[set[[1]]]]; if (set[[1]] == "aml") d$maintained <- as.numeric(d$x == "Nonmaintained")
  d$event <- d$status == endpoints[[set[[1]]]]$status
  formula <- reformulate(set[[2]], "Surv(time, event)"); own <- partial(formula, d, "efron"); fit <- coxph(formula, d, control = tight)
  errors <- sqrt(diag(vcov(fit))); x <- paste(set[[2]], collapse = " ")
  profile_of("cox_profile", set[[1]], x, "", function(b) own(b)$value, coef(fit), errors, set[[2]])
  penalised <- function(b) { p <- own(b); p$value + determinant(p$information)$modulus[[1]] / 2 }
  profile_of("cox_firth", set[[1]], x, "", penalised, coef(fit), errors, set[[2]])
}
for (set in list(list("birthwt", "low", c("age", "smoke")), list("melanoma", "ulcer", c("thickness", "sex")))) {
  d <- data[[set[[1]]]]; m <- model.matrix(reformulate(set[[3]]), d); y <- d[[set[[2]]]]; labels <- c("intercept", set[[3]]); x <- paste(set[[3]], collapse = " ")
  fit <- glm.fit(m, y, family = binomial(), control = glm.control(epsilon = 1e-15, maxit = 100)); name <- set[[1]]
  full <- glm(reformulate(set[[3]], set[[2]]), binomial, d, control = glm.control(epsilon = 1e-15, maxit = 100)); s <- summary(full)$coefficients
  for (j in seq_along(labels)) for (part in 1:4) add("logistic", name, x, set[[2]], "", paste(c("coef", "se", "z", "p")[part], labels[j]), s[j, part])
  add("logistic", name, x, set[[2]], "", "loglik", logLik(full)); add("logistic", name, x, set[[2]], "", "lr", full$null.deviance - full$deviance)
  eta <- round(drop(m %*% fit$coefficients), 10); roc <- pROC::roc(y, eta, levels = 0:1, direction = "<", quiet = TRUE)
  add("roc_area", name, x, set[[2]], "", "estimate", roc$auc); add("roc_area", name, x, set[[2]], "", "se", sqrt(pROC::var(roc)))
  add("roc_area", name, x, set[[2]], "", "lower", pROC::ci.auc(roc)[1]); add("roc_area", name, x, set[[2]], "", "upper", pROC::ci.auc(roc)[3])
  p <- fitted(full); cuts <- cut(p, quantile(p, seq(0, 1, 0.1)), include.lowest = TRUE)
  o <- xtabs(cbind(1 - y, y) ~ cuts); e <- xtabs(cbind(1 - p, p) ~ cuts)
  add("calibration", name, x, set[[2]], "", "chi2", sum((o - e)^2 / e)); add("calibration", name, x, set[[2]], "", "brier", mean((y - p)^2))
  value <- function(b) { eta <- drop(m %*% b); sum(y * eta - log1p(exp(eta))) }
  information <- function(b) { p <- plogis(drop(m %*% b)); crossprod(m * p * (1 - p), m) }
  # Centred columns: an optimiser on raw ones stops early.
  centre <- function(f) { shift <- colMeans(m[, -1, drop = FALSE]); function(b) f(c(b[1] - sum(b[-1] * shift), b[-1])) }
  start <- fit$coefficients; start[1] <- start[1] + sum(start[-1] * colMeans(m[, -1, drop = FALSE])); errors <- sqrt(diag(solve(information(fit$coefficients))))
  slopes <- function(method, f) {
    best <- climb(f, start, seq_along(start), errors); at <- attr(best, "at")
    for (j in 2:length(at)) {
      over <- function(v) { s <- at; s[j] <- v; 2 * (best - climb(f, s, setdiff(seq_along(at), j), errors)) - qchisq(0.95, 1) }
      add(method, name, x, set[[2]], "", paste("coef", labels[j]), at[j])
      add(method, name, x, set[[2]], "", paste("lower", labels[j]), root(over, at[j] - 4 * errors[j], at[j]))
      add(method, name, x, set[[2]], "", paste("upper", labels[j]), root(over, at[j], at[j] + 4 * errors[j]))
    }
  }
  slopes("logistic_profile", centre(value))
  slopes("logistic_firth", centre(function(b) value(b) + determinant(information(b))$modulus[[1]] / 2))
  firth <- glm(reformulate(set[[3]], set[[2]]), binomial, d, method = brglm2::brglmFit, type = "AS_mean", epsilon = 1e-12, maxit = 1000)
  for (j in seq_along(labels)) add("logistic_firth", name, x, set[[2]], "brglm2", paste("coef", labels[j]), coef(firth)[j])
}

# Competing risks.
for (cause in c(1, 3)) {
  tests <- cmprsk::cuminc(melanoma$time, melanoma$status, melanoma$sex, cencode = 2)$Tests
  for (by in c("sex", "ulcer", "year_group")) {
    group <- if (by == "year_group") cut(melanoma$year, c(0, 1968, 1971, 1980), labels = FALSE) else melanoma[[by]]
    test <- cmprsk::cuminc(melanoma$time, melanoma$status, group, cencode = 2)$Tests[as.character(cause), ]
    add("gray", "melanoma", "", by, cause, "chi2", test["stat"]); add("gray", "melanoma", "", by, cause, "p", test["pv"])
  }
  for (covariates in list("ulcer", c("sex", "thickness"), c("age", "ulcer", "thickness"))) {
    fit <- cmprsk::crr(melanoma$time, melanoma$status, as.matrix(melanoma[covariates]), failcode = cause, cencode = 2, gtol = 1e-12, maxiter = 100)
    x <- paste(covariates, collapse = " ")
    for (j in seq_along(covariates)) {
      add("fine_gray", "melanoma", x, "", cause, paste("coef", covariates[j]), fit$coef[j])
      add("fine_gray", "melanoma", x, "", cause, paste("se", covariates[j]), sqrt(diag(fit$var))[j])
    }
    add("fine_gray", "melanoma", x, "", cause, "loglik", fit$loglik)
  }
}
