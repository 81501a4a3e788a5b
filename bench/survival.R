# Prints the seconds that rs.surv takes and its estimates at 1, 5 and 10 years. Rscript survival.R FOLDER
suppressMessages(library(relsurv))
folder <- commandArgs(TRUE)[1]
m <- read.csv(file.path(folder, "mortality.csv"))
m <- m[order(m$year, m$sex, m$age), ]
ages <- sort(unique(m$age)); years <- sort(unique(m$year))
table <- structure(array(m$mx / 365.241, c(length(ages), 2, length(years))),
  dimnames = list(age = ages, sex = c("male", "female"), year = years), dimid = c("age", "sex", "year"),
  factor = c(0, 1, 0), type = c(2, 1, 3),
  cutpoints = list(ages * 365.241, NULL, as.Date(paste0(years, "-01-01"))), class = "ratetable")
d <- read.csv(file.path(folder, "patients.csv"))
d$on <- as.Date(d$diagnosed_on)
d$age_days <- as.numeric(d$on - as.Date(d$born_on))
taken <- system.time(fit <- rs.surv(Surv(days, status) ~ 1, data = d, ratetable = table, method = "pohar-perme",
  precision = 1, add.times = c(1, 5, 10) * 365.241, rmap = list(age = age_days, sex = sex, year = on)))
cat(taken[["elapsed"]], format(summary(fit, times = c(1, 5, 10) * 365.241)$surv, digits = 10), "\n")
