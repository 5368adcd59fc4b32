# R's values of numbers of the cohorts under data/, by their ids in the ledger:
#
#   Rscript tests/reference/cohorts.R > tests/reference/cohorts.csv
#
# Needs Debian's r-cran-mass, r-cran-survival and r-cran-cmprsk.

suppressMessages({library(survival); library(cmprsk)})

cat("study,id,value\n")
add <- function(study, id, value) cat(sprintf("%s,%s,%.17g\n", study, id, value), sep = "")
curve <- function(study, prefix, fit, times, unit) {
  s <- summary(fit, times = times)
  for (i in seq_along(times)) {
    id <- paste0(prefix, ".", times[i], "_", unit)
    add(study, paste0(id, ".survival"), 100 * s$surv[i])
    add(study, paste0(id, ".ci_lower"), 100 * s$lower[i])
    add(study, paste0(id, ".ci_upper"), 100 * s$upper[i])
    add(study, paste0(id, ".at_risk"), s$n.risk[i])
  }
}
model <- function(study, prefix, fit, terms) {
  s <- summary(fit)
  for (i in seq_along(terms)) {
    id <- paste0(prefix, ".", terms[i])
    add(study, paste0(id, ".hr"), s$conf.int[i, 1])
    add(study, paste0(id, ".ci_lower"), s$conf.int[i, 3])
    add(study, paste0(id, ".ci_upper"), s$conf.int[i, 4])
    add(study, paste0(id, ".p"), s$coefficients[i, 5])
  }
}

# Groups, logarithms, a scaled covariate, times of another unit.
m <- MASS::Melanoma
m$years <- m$time / 365.25
m$group <- cut(m$thickness, c(-Inf, 2, 5, Inf), right = FALSE)
groups <- c("below_2", "2_to_below_5", "5_or_above")
for (sex in 0:1) for (i in 1:3)
  add("melanoma", paste0("thickness_group.by_sex.", sex, ".", groups[i], ".n"),
      sum(m$sex == sex & m$group == levels(m$group)[i]))
for (ulcer in 0:1)
  curve("melanoma", paste0("melanoma_death.by_ulcer.", ulcer),
        survfit(Surv(years, status == 1) ~ 1, m[m$ulcer == ulcer, ]), c(5, 10), "years")
model("melanoma", "cox",
      coxph(Surv(years, status == 1) ~ sex + I(age / 10) + log(thickness) + ulcer, m),
      c("sex.1", "age_decades", "log_thickness", "ulcer.1"))
x <- with(m, cbind(sex, age / 10, log(thickness), ulcer))
fg <- summary(crr(m$years, ifelse(m$status == 2, 0, m$status), x, failcode = 1, cencode = 0))
terms <- c("sex.1", "age_decades", "log_thickness", "ulcer.1")
for (i in 1:4) add("melanoma", paste0("fine-gray.", terms[i], ".shr"), fg$conf.int[i, 1])
gray <- with(m, cuminc(years, ifelse(status == 2, 0, status), sex, cencode = 0))$Tests
add("melanoma", "melanoma_death.by_sex.gray.statistic", gray[1, 1])

v <- veteran
v$celltype <- factor(v$celltype, levels = c("squamous", "smallcell", "adeno", "large"))
model("veteran", "cox",
      coxph(Surv(time, status) ~ factor(trt) + celltype + I(karno / 10) + age + factor(prior), v),
      c("trt.2", "celltype.smallcell", "celltype.adeno", "celltype.large", "karno_tens", "age", "prior.10"))
for (trt in 1:2)
  curve("veteran", paste0("os.by_trt.", trt),
        survfit(Surv(time, status) ~ 1, v[v$trt == trt, ]), c(90, 180), "days")
v$group <- cut(v$karno, c(-Inf, 40, 70, Inf), right = FALSE)
groups <- c("below_40", "40_to_below_70", "70_or_above")
for (i in 1:3) add("veteran", paste0("karno_group.", groups[i], ".n"), sum(v$group == levels(v$group)[i]))

# A crossed grouping, strata, missing values.
l <- lung
diff <- survdiff(Surv(time, status) ~ interaction(sex, ph.ecog, drop = TRUE), l)
add("lung", "os.by_sex_ecog.test.statistic", diff$chisq)
model("lung", "within-institutions",
      coxph(Surv(time, status) ~ I(age / 10) + factor(sex) + factor(ph.ecog) + strata(inst), l),
      c("age_decades", "sex.2", "ph.ecog.1", "ph.ecog.2", "ph.ecog.3"))
add("lung", "ph.karno.with_pat.karno.spearman.estimate",
    cor(l$ph.karno, l$pat.karno, method = "spearman", use = "complete.obs"))
