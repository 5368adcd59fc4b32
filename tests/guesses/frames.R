# Writes every rectangular data set of the R packages in these libraries as CSV.
arguments <- commandArgs(TRUE)
out <- arguments[1]; libraries <- c(arguments[-1], .libPaths())
dir.create(out, showWarnings = FALSE, recursive = TRUE)
.libPaths(libraries)
for (package in sort(unique(unlist(lapply(libraries, list.files))))) {
  if (!file.exists(file.path(libraries, package, "Meta", "data.rds")) |> any()) next
  found <- tryCatch(suppressWarnings(data(package = package, lib.loc = libraries)$results), error = function(e) NULL)
  if (is.null(found) || nrow(found) == 0) next
  items <- found[, "Item"]
  one <- function(item) {
    name <- sub(" .*", "", item); file <- sub(".*\\((.*)\\)$", "\\1", item)
    e <- new.env()
    try(suppressWarnings(data(list = file, package = package, lib.loc = libraries, envir = e)), silent = TRUE)
    if (!exists(name, envir = e, inherits = FALSE)) return(NULL)
    set <- get(name, envir = e)
    if (!is.data.frame(set)) return(NULL)
    set <- tryCatch({ class(set) <- "data.frame"; set }, error = function(e) NULL)
    if (is.null(set) || nrow(set) == 0 || ncol(set) == 0) return(NULL)
    if (!all(vapply(set, function(x) is.atomic(x) && is.null(dim(x)) && length(x) == nrow(set), TRUE))) return(NULL)
    try(utils::write.csv(set, file.path(out, paste0(package, "_", gsub("[^A-Za-z0-9_.-]", "_", name), ".csv")), row.names = FALSE), silent = TRUE)
    NULL
  }
  for (item in items) tryCatch(one(item), error = function(e) message(package, " ", item, ": ", conditionMessage(e)))
}
