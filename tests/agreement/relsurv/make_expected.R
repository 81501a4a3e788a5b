# Writes expected.csv: what relsurv says of cohort.csv. Run in this folder: Rscript make_expected.R
suppressMessages(library(relsurv))
ages <- 0:100; years <- 1995:2015
hazards <- array(NA, dim = c(length(ages), 2, length(years)))
for (s in 1:2) for (y in seq_along(years))
  hazards[, s, y] <- exp(-9.5 + 0.09 * ages - 0.02 * (years[y] - 1990)) * c(1.6, 1)[s] / 365.241
table <- structure(hazards, dimnames = list(age = ages, sex = c("male", "female"), year = years),
  dimid = c("age", "sex", "year"), factor = c(0, 1, 0), type = c(2, 1, 3),
  cutpoints = list(ages * 365.241, NULL, as.Date(paste0(years, "-01-01"))), class = "ratetable")

d <- read.csv("cohort.csv")
d$time <- pmax(d$days, 0.5)
d$dead <- as.integer(d$status != "alive")
d$sexes <- ifelse(d$sex == "male", 1, 2)
d$on <- as.Date(d$diagnosed_on)
at <- c(1, 3, 5) * 365.241
all <- NULL
keep <- function(what, group, years, estimate, lower = NA, upper = NA)
  all <<- rbind(all, data.frame(what, group, years, estimate, lower, upper))

for (group in c("all", "north", "south")) {
  part <- if (group == "all") d else d[d$region == group, ]
  for (method in c("pohar-perme", "ederer2", "ederer1", "hakulinen")) for (scale in c("log", "log-log", "plain")) {
    fit <- rs.surv(Surv(time, dead) ~ 1, data = part, ratetable = table, method = method, conf.type = scale,
      rmap = list(age = age_days, sex = sexes, year = on), precision = 1, add.times = at,
      fin.date = max(as.numeric(d$on) + d$time))
    s <- summary(fit, times = at)
    keep(paste(method, scale), group, c(1, 3, 5), s$surv, s$lower, s$upper)
  }
  fit <- rs.surv(Surv(time, dead) ~ 1, data = part, ratetable = table, type = "fleming-harrington",
    rmap = list(age = age_days, sex = sexes, year = on), precision = 1, add.times = at)
  keep("fleming-harrington", group, c(1, 3, 5), summary(fit, times = at)$surv)
  fit <- cmp.rel(Surv(time, dead) ~ 1, data = part, ratetable = table, tau = 1826,
    rmap = list(age = age_days, sex = sexes, year = on), precision = 1)
  for (cause in c("causeSpec", "population")) {
    each <- fit[[cause]]
    day <- sapply(floor(at), function(t) max(which(each$time <= t)))
    keep(paste("cmp.rel", cause), group, c(1, 3, 5), each$est[day], each$lower[day - 1], each$upper[day - 1])
    keep(paste("years lost", cause), group, 5, each$area)
  }
}
test <- rs.diff(Surv(time, dead) ~ region, data = d, ratetable = table,
  rmap = list(age = age_days, sex = sexes, year = on), precision = 1)
keep("rs.diff", "region", NA, test$test.stat)
test <- rs.diff(Surv(time, dead) ~ region + strata(sex), data = d, ratetable = table,
  rmap = list(age = age_days, sex = sexes, year = on), precision = 1)
keep("rs.diff", "region within sex", NA, test$test.stat)
all[, 4:6] <- signif(all[, 4:6], 9)
write.csv(all, "expected.csv", row.names = FALSE, quote = FALSE, na = "")
