# Writes the data sets of R packages of tests/guesses/answers.toml as CSV, at most 250
# rows of each: Rscript tests/guesses/export.R [LIBRARY...]
# The packages are those of Debian: r-cran-kmsurv, r-cran-timereg, …
.libPaths(c(commandArgs(TRUE), .libPaths()))
source <- readLines("tests/guesses/answers.toml")
names <- gsub('^\\["?|"?\\]$', "", grep('^\\["?[A-Za-z]', source, value = TRUE))
for (name in names) {
  package <- sub("_.*", "", name)
  item <- sub("^[^_]*_", "", name)
  if (package %in% c("lifelines", "sksurv", "statsmodels")) next
  items <- data(package = package)$results[, "Item"]
  entry <- items[sub(" .*", "", items) == item]
  found <- new.env()
  suppressWarnings(data(list = sub(".*\\((.*)\\)$", "\\1", c(entry, item)[1]),
                        package = package, envir = found))
  if (!exists(item, envir = found, inherits = FALSE))
    assign(item, getExportedValue(package, item), envir = found)
  set <- get(item, envir = found)
  class(set) <- "data.frame"
  rows <- unique(round(seq(1, nrow(set), length.out = min(nrow(set), 250))))
  write.csv(set[rows, , drop = FALSE], sprintf("tests/guesses/data/%s.csv", name), row.names = FALSE)
}
