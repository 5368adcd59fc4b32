# Values for tests/integration/identity: models whose covariates are called as
# the models' own tests, and statistics that differ only in a parameter.
#   Rscript tests/reference/identity.R        writes data/ovarian.csv and identity.csv
# R 4.2, survival, cmprsk.
suppressMessages({ library(survival); library(cmprsk) })
folder <- "tests/reference"
set <- data.frame(
  id = seq_len(nrow(ovarian)), time = ovarian$futime, dead = ovarian$fustat,
  # Four of the censored are taken as dead of another cause.
  cause = ifelse(ovarian$fustat == 1, 1, ifelse(seq_len(nrow(ovarian)) %% 3 == 0, 2, 0)),
  rx = ovarian$rx, resid = ovarian$resid.ds, ecog = ovarian$ecog.ps, age = ovarian$age
)
write.csv(set, file.path(folder, "data/ovarian.csv"), row.names = FALSE, quote = FALSE)
rows <- list()
add <- function(id, value) rows[[length(rows) + 1]] <<- sprintf("%s,%.15g", id, value)

# W is the covariate that the tests rename.
W <- set$age; rx <- set$rx; time <- set$time; dead <- set$dead

fit <- coxph(Surv(time, dead) ~ rx + W, ties = "efron", control = coxph.control(eps = 1e-11, toler.chol = 1e-13, iter.max = 50))
own <- summary(fit); zph <- cox.zph(fit, transform = "km", terms = FALSE)$table
for (term in c("rx", "W")) {
  add(sprintf("cox.%s.hr", term), own$coefficients[term, 2])
  add(sprintf("cox.%s.p", term), own$coefficients[term, 5])
  add(sprintf("cox.%s.ci_lower", term), own$conf.int[term, 3])
  add(sprintf("cox.%s.ci_upper", term), own$conf.int[term, 4])
}
tests <- c(lr = 2 * diff(fit$loglik), wald = drop(coef(fit) %*% solve(vcov(fit), coef(fit))), score = fit$score)
for (test in names(tests)) {
  add(sprintf("cox.%s.statistic", test), tests[[test]])
  add(sprintf("cox.%s.df", test), 2)
  add(sprintf("cox.%s.p", test), pchisq(tests[[test]], 2, lower.tail = FALSE))
}
add("cox.ph.p", zph["GLOBAL", "p"])
add("cox.concordance", own$concordance[1])

fit <- glm(dead ~ rx + W, family = binomial, control = glm.control(epsilon = 1e-14, maxit = 50))
own <- coef(summary(fit))
for (term in c("rx", "W")) {
  add(sprintf("logistic.%s.or", term), exp(own[term, 1]))
  add(sprintf("logistic.%s.p", term), own[term, 4])
}
change <- fit$null.deviance - fit$deviance
add("logistic.lr.statistic", change); add("logistic.lr.df", 2); add("logistic.lr.p", pchisq(change, 2, lower.tail = FALSE))
area <- outer(fitted(fit)[dead == 1], fitted(fit)[dead == 0], function(a, b) (a > b) + (a == b) / 2)
add("logistic.auc.estimate", mean(area))

fit <- summary(lm(time ~ rx + W))
for (term in c("rx", "W")) {
  add(sprintf("linear.%s.difference", term), fit$coefficients[term, 1])
  add(sprintf("linear.%s.p", term), fit$coefficients[term, 4])
}
f <- fit$fstatistic
add("linear.f.statistic", f[1]); add("linear.f.df", f[2]); add("linear.f.df2", f[3])
add("linear.f.p", pf(f[1], f[2], f[3], lower.tail = FALSE))
add("linear.r_squared", fit$r.squared)

fit <- crr(time, set$cause, cbind(rx = rx, W = W), failcode = 1, cencode = 0, gtol = 1e-12, maxiter = 50)
own <- summary(fit)$coef
for (term in c("rx", "W")) {
  add(sprintf("fine_gray.%s.shr", term), own[term, 2])
  # The summary rounds its p-values.
  add(sprintf("fine_gray.%s.p", term), 2 * pnorm(-abs(own[term, 1] / own[term, 3])))
}
change <- 2 * (fit$loglik - fit$loglik.null)
add("fine_gray.lr.statistic", change); add("fine_gray.lr.df", 2); add("fine_gray.lr.p", pchisq(change, 2, lower.tail = FALSE))

# A linear model with a covariate f and a covariate score.
fit <- summary(lm(time ~ resid + age, data = set))
add("f_and_score.f.p", fit$coefficients["resid", 4])
add("f_and_score.score.p", fit$coefficients["age", 4])
f <- fit$fstatistic
add("f_and_score.own.p", pf(f[1], f[2], f[3], lower.tail = FALSE))

# Restricted means and weighted log-rank tests of one endpoint.
for (limit in c(365, 700)) {
  table <- summary(survfit(Surv(time, dead) ~ 1), rmean = limit)$table
  add(sprintf("rmst.%d.estimate", limit), table["rmean"]); add(sprintf("rmst.%d.se", limit), table["se(rmean)"])
  table <- summary(survfit(Surv(time, dead) ~ rx), rmean = limit)$table
  for (arm in 1:2) {
    add(sprintf("rmst.%d.arm%d.estimate", limit, arm), table[arm, "rmean"])
    add(sprintf("rmst.%d.arm%d.se", limit, arm), table[arm, "se(rmean)"])
  }
}
weighted <- function(rho, gamma) {
  left <- 1; u <- 0; v <- 0
  for (t in sort(unique(time[dead == 1]))) {
    risk <- time >= t; died <- time == t & dead == 1
    r <- sum(risk); d <- sum(died); r1 <- sum(risk & rx == 1); d1 <- sum(died & rx == 1)
    w <- left^rho * (1 - left)^gamma
    u <- u + w * (d1 - d * r1 / r)
    if (r > 1) v <- v + w^2 * d * r1 / r * (1 - r1 / r) * (r - d) / (r - 1)
    left <- left * (1 - d / r)
  }
  u^2 / v
}
peto <- survdiff(Surv(time, dead) ~ rx, rho = 1)$chisq
stopifnot(abs(weighted(1, 0) - peto) < 1e-9)
for (pair in list(c(1, 0), c(0, 1))) {
  x <- weighted(pair[1], pair[2]); name <- paste0("fh.", pair[1], pair[2])
  add(paste0(name, ".statistic"), x); add(paste0(name, ".p"), pchisq(x, 1, lower.tail = FALSE))
}
writeLines(c("id,value", unlist(rows)), file.path(folder, "identity.csv"))
