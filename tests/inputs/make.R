# Writes the files that R writes, from cohort.csv beside it:
#
#     apt-get install r-cran-haven   (or install.packages("haven"))
#     Rscript make.R
library(haven)

data <- read.csv("cohort.csv", colClasses = c(smoker = "character"))
for (name in c("operated", "seen")) data[[name]] <- as.Date(data[[name]])
data$smoker[data$smoker == ""] <- NA
suppressWarnings(write_sas(data, "cohort.sas7bdat"))

# Stata 6 and 7, which foreign still writes.
old <- data
for (name in c("operated", "seen")) old[[name]] <- format(old[[name]]) # no dates then
old$smoker[is.na(old$smoker)] <- "." # no empty text may be written
foreign::write.dta(old, "cohort_108.dta", version = 6)
foreign::write.dta(old, "cohort_110.dta", version = 7)

# Codes with labels, and a missing value of SAS with a letter.
coded <- data
coded$arm <- ifelse(data$arm == "surgery", 1, 2)
coded$size[is.na(coded$size)] <- tagged_na("A")
coded$smoker <- c("TRUE" = 1, "FALSE" = 0)[data$smoker]
coded$smoker[is.na(coded$smoker)] <- tagged_na("R")
attr(coded$size, "label") <- "Size of the tumour (mm)"
suppressWarnings(write_sas(coded, "coded.sas7bdat"))

# The transport file that agencies take and NHANES gives; version 8 is its longer one.
write_xpt(data, "cohort.xpt", version = 5, name = "COHORT")
write_xpt(coded, "coded.xpt", version = 8, name = "CODED")
