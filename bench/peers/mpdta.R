# Exports mpdta (shipped with the GPL package did, so never committed) and did's numbers on it, without bootstrap, to an ignored folder.
# Usage: Rscript bench/peers/mpdta.R FOLDER
suppressMessages({ library(did); library(jsonlite) })
folder <- commandArgs(trailingOnly = TRUE)[1]
data(mpdta)
write.csv(mpdta[c("countyreal", "year", "first.treat", "lemp")], file.path(folder, "mpdta.csv"), row.names = FALSE, quote = FALSE)
run <- function(controls) {
  fit <- att_gt("lemp", "year", "countyreal", "first.treat", data = mpdta, control_group = controls, bstrap = FALSE, cband = FALSE)
  aggregate <- function(type) {
    a <- aggte(fit, type = type, bstrap = FALSE, cband = FALSE)
    c(a$overall.att, a$overall.se)
  }
  types <- c("simple", "dynamic", "group", "calendar")
  list(
    cells = data.frame(cohort = fit$group, time = fit$t, estimate = fit$att, stdError = fit$se),
    aggregates = setNames(lapply(types, aggregate), types),
    wald = as.numeric(fit$W)
  )
}
out <- list(version = paste0("did ", packageVersion("did")), never = run("nevertreated"), notYet = run("notyettreated"))
write_json(out, file.path(folder, "mpdta.json"), digits = NA, auto_unbox = TRUE)
