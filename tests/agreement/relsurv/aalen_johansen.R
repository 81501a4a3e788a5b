# Cumulative incidence and its standard error as R's survival has them. Called: Rscript aalen_johansen.R patients.csv
# patients.csv: days (0.5 for none), cause (0 alive, 1 cancer, 2 other), group. Prints CSV.
suppressMessages(library(survival))
patients <- read.csv(commandArgs(trailingOnly = TRUE)[1])
patients$cause <- factor(patients$cause, 0:2, c("alive", "cancer", "other"))
at <- floor(c(1, 5, 10) * 365.241)
cat("group,years,cause,probability,error\n")
for (group in unique(patients$group)) {
  fit <- survfit(Surv(days, cause) ~ 1, data = patients[patients$group == group, ])
  told <- summary(fit, times = at)
  for (cause in c("cancer", "other")) for (row in 1:3) {
    column <- which(fit$states == cause)
    cat(sprintf("%s,%d,%s,%.8f,%.8f\n", group, c(1, 5, 10)[row], cause, told$pstate[row, column], told$std.err[row, column]))
  }
}
