# Writes every rectangular data set of the installed R packages as CSV. A tool for
# developers: Rscript tests/guesses/frames.R FOLDER [LIBRARY...]
arguments <- commandArgs(TRUE)
out <- arguments[1]
libraries <- c(arguments[-1], .libPaths())
.libPaths(libraries)
dir.create(out, showWarnings = FALSE, recursive = TRUE)

write_set <- function(package, item) {
  name <- sub(" .*", "", item)
  found <- new.env()
  suppressWarnings(data(list = sub(".*\\((.*)\\)$", "\\1", item), package = package,
                        lib.loc = libraries, envir = found))
  set <- get0(name, envir = found, inherits = FALSE)
  if (!is.data.frame(set) || nrow(set) == 0 || ncol(set) == 0) return()
  class(set) <- "data.frame"
  is_column <- function(x) is.atomic(x) && is.null(dim(x)) && length(x) == nrow(set)
  if (!all(vapply(set, is_column, TRUE))) return()
  file <- gsub("[^A-Za-z0-9_.-]", "_", sprintf("%s_%s.csv", package, name))
  write.csv(set, file.path(out, file), row.names = FALSE)
}

for (package in sort(unique(unlist(lapply(libraries, list.files))))) {
  if (!any(file.exists(file.path(libraries, package, "Meta", "data.rds")))) next
  for (item in suppressWarnings(data(package = package, lib.loc = libraries))$results[, "Item"])
    tryCatch(write_set(package, item),
             error = function(e) message(package, " ", item, ": ", conditionMessage(e)))
}
