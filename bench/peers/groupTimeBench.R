# Times did and fastdid on the panel of bench/group-time.js: first call of each in a fresh process, analytic errors, not-yet-treated controls.
# Prints a line of JSON. Usage: Rscript bench/peers/groupTimeBench.R did|fastdid panel.csv
suppressMessages({ library(data.table); library(jsonlite) })
arguments <- commandArgs(trailingOnly = TRUE)
panel <- fread(arguments[2])
seconds <- function(code) as.numeric(system.time(code)[["elapsed"]])
if (arguments[1] == "did") {
  suppressMessages(library(did))
  panel[is.na(first), first := 0]
  cells <- seconds(fit <- att_gt("y", "time", "unit", "first", data = panel, control_group = "notyettreated", bstrap = FALSE, cband = FALSE))
  aggregates <- seconds(all <- lapply(c("simple", "dynamic", "group", "calendar"), function(type) aggte(fit, type = type, bstrap = FALSE, cband = FALSE)))
  cat(toJSON(list(version = as.character(packageVersion("did")), cells = cells, aggregates = aggregates, simple = all[[1]]$overall.att,
    error = all[[1]]$overall.se), auto_unbox = TRUE, digits = NA), "\n")
} else {
  suppressMessages(library(fastdid))
  panel[, first := as.numeric(first)]
  panel[is.na(first), first := Inf]
  run <- function(type) fastdid(panel, timevar = "time", cohortvar = "first", unitvar = "unit", outcomevar = "y", control_option = "both", result_type = type,
    base_period = "varying")
  cells <- seconds(run("group_time"))
  simple <- NULL
  # Every result type is a run of its own.
  aggregates <- seconds({ simple <- run("simple"); run("dynamic"); run("group"); run("time") })
  simple <- as.data.frame(simple)
  simple <- simple[simple$type == "post", ]
  cat(toJSON(list(version = as.character(packageVersion("fastdid")), cells = cells, aggregates = aggregates, simple = simple$att, error = simple$se),
    auto_unbox = TRUE, digits = NA), "\n")
}
