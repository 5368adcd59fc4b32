# Writes the cohorts that R's packages carry, as they stand there:
#
#   Rscript data/from_packages.R
#
# in the top folder of the project. Needs Debian's r-cran-mass and
# r-cran-survival. Nothing is recoded: what a code means, study.toml says.

write_cohort <- function(cohort, name) {
  folder <- file.path("data", name)
  dir.create(folder, showWarnings = FALSE)
  write.csv(cohort, file.path(folder, "cohort.csv"), row.names = FALSE,
            quote = FALSE, fileEncoding = "UTF-8")
}

write_cohort(MASS::Melanoma, "melanoma")
write_cohort(survival::veteran, "veteran")
write_cohort(survival::lung, "lung")
