# Hakulinen's relative survival as relsurv has it. Called: Rscript hakulinen.R patients.csv lifetable.csv how
# how: "Date" has the table's years as R's own dates; "transrate" makes it by transrate, whose dates begin in 1960. Prints CSV.
suppressMessages(library(relsurv))
given <- commandArgs(trailingOnly = TRUE)
patients <- read.csv(given[1]); table <- read.csv(given[2])
surviving <- function(sex) { d <- table[table$sex == sex, ]; 1 - tapply(d$qx, list(d$age, d$year), identity) }
years <- range(table$year)
rates <- transrate(surviving("male"), surviving("female"), yearlim = years, int.length = 1)
if (given[3] == "Date") {
  parts <- attributes(rates)
  parts$cutpoints[[3]] <- as.Date(paste0(years[1]:years[2], "-01-01"))
  attributes(rates) <- parts
}
patients$on <- as.Date(patients$diag_date)
patients$age <- patients$age_years * 365.241
patients$sexes <- ifelse(patients$sex == "male", 1, 2)
patients$time <- pmax(patients$time_days, 0.5)
at <- c(1, 3, 5)
cat("stage,years,survival\n")
for (stage in c("all", 1:3)) {
  part <- if (stage == "all") patients else patients[patients$stage == stage, ]
  fit <- rs.surv(Surv(time, dead) ~ 1, data = part, ratetable = rates, method = "hakulinen", precision = 1,
    rmap = list(age = age, sex = sexes, year = on), add.times = at * 365.241)
  cat(sprintf("%s,%d,%.8f\n", stage, at, summary(fit, times = at * 365.241)$surv), sep = "")
}
