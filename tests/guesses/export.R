# Writes the data sets of tests/guesses/answers.toml as CSV: Rscript tests/guesses/export.R
# Packages of R's own distribution, and TH.data, coin and boot. At most 250 rows of each.
sets <- list(
  survival = c("bladder", "colon", "gbsg", "heart", "kidney", "mgus2", "nwtco", "ovarian",
               "pbc", "rotterdam", "transplant", "udca"),
  MASS = c("VA", "gehan", "Pima.tr", "anorexia", "Aids2"),
  TH.data = "GBSG2", coin = c("glioma", "ocarcinoma"), boot = "melanoma", rpart = "stagec")
for (package in names(sets)) for (name in sets[[package]]) {
  found <- new.env()
  suppressWarnings(data(list = name, package = package, envir = found))
  if (!exists(name, envir = found, inherits = FALSE))
    assign(name, getExportedValue(package, name), envir = found)
  set <- as.data.frame(get(name, envir = found))
  set <- set[unique(round(seq(1, nrow(set), length.out = min(nrow(set), 250)))), ]
  write.csv(set, sprintf("tests/guesses/data/%s_%s.csv", package, name), row.names = FALSE)
}
