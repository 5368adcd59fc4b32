# The work of every row of `make bench` in R. One line of standard output for each
# part: its name and its processor time in seconds.
#
#   Rscript peer.R registry COHORT.csv            all parts
#   Rscript peer.R report COHORT.csv FOLDER TYPST  the parts as a PDF: survminer, knitr, pandoc, Typst
#   Rscript peer.R fisher COUNTS ROWS WORKSPACE   one table, counts row by row with commas

suppressPackageStartupMessages(library(survival))
arguments <- commandArgs(trailingOnly = TRUE)

part <- function(name, work) {
  used <- system.time(value <- work, gcFirst = FALSE)
  cat(name, sum(used[1:2]), "\n")
  invisible(value)
}

if (arguments[1] == "fisher") {
  counts <- matrix(as.numeric(strsplit(arguments[2], ",")[[1]]),
                   nrow = as.integer(arguments[3]), byrow = TRUE)
  part("fisher", tryCatch(fisher.test(counts, workspace = as.numeric(arguments[4]))$p.value, error = function(problem) {
    # What its help page advises then.
    fisher.test(counts, simulate.p.value = TRUE, B = 1e5)$p.value
  }))
  quit(status = 0)
}

numbers <- c("age", "weight", "pressure", "sodium", "creatinine", "stay", "score")
categories <- c("sex", "smoker", "diabetes", "stage", "approach", "anaesthesia", "complication")

d <- part("reading", {
  d <- if (requireNamespace("data.table", quietly = TRUE)) {
    as.data.frame(data.table::fread(arguments[2], na.strings = ""))
  } else {
    read.csv(arguments[2], na.strings = "")
  }
  for (name in c("centre", categories)) d[[name]] <- factor(d[[name]])
  d
})

part("tables", {
  for (name in numbers) {
    quartiles <- function(x) quantile(x, c(.25, .5, .75), na.rm = TRUE)
    quartiles(d[[name]])
    tapply(d[[name]], d$centre, quartiles)
    kruskal.test(d[[name]], d$centre)
  }
  for (name in categories) {
    counts <- table(d[[name]], d$centre)
    prop.table(counts, 2)
    expected <- suppressWarnings(chisq.test(counts, correct = FALSE)$expected)
    # The usual rule for sparse tables.
    if (mean(expected < 5) > 0.2 || min(expected) < 1) {
      fisher.test(counts, simulate.p.value = TRUE, B = 1e5)
    }
  }
})

curves <- part("curves", {
  curves <- survfit(Surv(months, died) ~ centre, d, conf.type = "log-log")
  capture.output(print(summary(curves, times = c(12, 36, 60), extend = TRUE)))
  survdiff(Surv(months, died) ~ centre, d)
  curves
})

part("cox", {
  fit <- coxph(Surv(months, died) ~ age + sex + weight, d)
  summary(fit)
  cox.zph(fit)
})

if (arguments[1] == "report") part("report", {
  dir.create(arguments[3], showWarnings = FALSE)
  source <- normalizePath(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "peer.Rmd"))
  setwd(arguments[3])
  knitr::knit(source, "report.md", quiet = TRUE)
  run <- function(...) stopifnot(system2(...) == 0)
  run("pandoc", c("report.md", "-s", "-t", "typst", "-o", "report.typ"))
  run(arguments[4], c("compile", "report.typ"))
})
