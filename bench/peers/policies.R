# Exports the panels that staggered designs are shown on (they come with R packages and are never committed) and what those packages say of them,
# without bootstrap, to an ignored folder. Needs did, fixest, bacondecomp, didimputation, did2s, etwfe.
# Usage: Rscript bench/peers/policies.R FOLDER (npm run test:peers does)
# marginaleffects (under etwfe) uses an operator that R has had since 4.4.
if (!exists("%||%")) `%||%` <- function(x, y) if (is.null(x)) y else x
needed <- c("did", "DRDID", "fixest", "bacondecomp", "didimputation", "did2s", "etwfe", "jsonlite")
absent <- needed[!vapply(needed, requireNamespace, TRUE, quietly = TRUE)]
if (length(absent) > 0) stop("install.packages(c(", paste0('"', absent, '"', collapse = ", "), "))")
suppressMessages({ library(did); library(fixest); library(didimputation); library(did2s); library(etwfe); library(jsonlite) })
setFixest_estimation(fixef.rm = "none", fixef.tol = 3e-12)
folder <- commandArgs(trailingOnly = TRUE)[1]
export <- function(d, name) write.csv(d, file.path(folder, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
from <- function(name, package) { e <- new.env(); data(list = name, package = package, envir = e); as.data.frame(e[[name]]) }
points <- function(b, se, at) data.frame(at = as.numeric(at), estimate = as.numeric(b), stdError = as.numeric(se))
versions <- paste(vapply(setdiff(needed, "jsonlite"), function(p) paste(p, packageVersion(p)), ""), collapse = ", ")
out <- list(source = paste0("R ", getRversion(), ", ", versions))

# mpdta: group-time effects.
mpdta <- from("mpdta", "did")
export(mpdta[c("countyreal", "year", "first.treat", "lemp", "lpop")], "mpdta")
group_time <- function(controls, covariates = ~1, method = "dr") {
  fit <- att_gt("lemp", "year", "countyreal", "first.treat", data = mpdta, control_group = controls, xformla = covariates, est_method = method,
    bstrap = FALSE, cband = FALSE)
  aggregate <- function(type) {
    a <- aggte(fit, type = type, bstrap = FALSE, cband = FALSE)
    list(overall = c(a$overall.att, a$overall.se), points = if (type == "simple") list() else points(a$att.egt, a$se.egt, a$egt))
  }
  types <- c("simple", "dynamic", "group", "calendar")
  list(
    cells = data.frame(cohort = fit$group, time = fit$t, estimate = fit$att, stdError = fit$se),
    aggregates = setNames(lapply(types, aggregate), types),
    wald = as.numeric(fit$W)
  )
}
balanced <- function() {
  fit <- att_gt("lemp", "year", "countyreal", "first.treat", data = mpdta, bstrap = FALSE, cband = FALSE)
  a <- aggte(fit, type = "dynamic", balance_e = 1, bstrap = FALSE, cband = FALSE)
  list(overall = c(a$overall.att, a$overall.se), points = points(a$att.egt, a$se.egt, a$egt))
}
out$groupTime <- list()
for (controls in c("nevertreated", "notyettreated")) {
  out$groupTime[[controls]] <- list(none = group_time(controls))
  for (method in c("reg", "ipw", "dr")) out$groupTime[[controls]][[method]] <- group_time(controls, ~lpop, method)
}
out$balanced <- balanced()

# What the two-way estimate compares. States that were always treated are in no estimate of ours; divorce is compared without them.
first_of <- function(d, unit, time, treat) {
  firsts <- tapply(ifelse(d[[treat]] > 0, d[[time]], Inf), d[[unit]], min)
  as.numeric(firsts[as.character(d[[unit]])])
}
bacon_of <- function(d, name, outcome, unit, time, treat) {
  d <- data.frame(unit = as.character(d[[unit]]), time = d[[time]], y = d[[outcome]], treat = as.numeric(d[[treat]] > 0))
  first <- first_of(d, "unit", "time", "treat")
  d <- d[first > min(d$time), ]
  first <- first[first > min(d$time)]
  export(data.frame(unit = d$unit, time = d$time, y = d$y, first = ifelse(is.infinite(first), NA, first)), name)
  d$id <- as.integer(factor(d$unit))
  b <- bacondecomp::bacon(y ~ treat, d, "id", "time", quietly = TRUE)
  b[c("treated", "untreated", "estimate", "weight", "type")]
}
divorce <- from("divorce", "bacondecomp")
out$bacon <- list(
  castle = bacon_of(from("castle", "bacondecomp"), "castle", "l_homicide", "state", "year", "post"),
  divorce = bacon_of(divorce[divorce$sex == 2, ], "divorce", "suiciderate_jag", "st", "year", "changed"),
  math_reform = bacon_of(from("math_reform", "bacondecomp"), "math_reform", "incearn_ln", "state", "class", "reform_math")
)

# base_stagg: Sun and Abraham.
stagg <- from("base_stagg", "fixest")
export(data.frame(id = stagg$id, year = stagg$year, first = ifelse(stagg$year_treated > 10, NA, stagg$year_treated), x1 = stagg$x1, y = stagg$y), "base_stagg")
fit <- feols(y ~ x1 + sunab(year_treated, year) | id + year, stagg, cluster = ~id, ssc = ssc(K.adj = TRUE, K.fixef = "nonnested", G.adj = TRUE))
events <- summary(fit)$coeftable
events <- events[grepl("year::", rownames(events)), ]
att <- summary(fit, agg = "att")$coeftable["ATT", ]
out$sunab <- list(overall = as.numeric(att[1:2]), points = points(events[, 1], events[, 2], sub("year::", "", rownames(events))))

# df_het: imputation and two stages.
het <- from("df_het", "did2s")
# Numbers written out in full: our panel must be theirs to the last bit.
export(data.frame(unit = het$unit, state = het$state, year = het$year, first = ifelse(het$g == 0 | is.infinite(het$g), NA, het$g),
  y = sprintf("%.17g", het$dep_var)), "df_het")
het$group0 <- ifelse(is.infinite(het$g), 0, het$g)
het$treated <- as.integer(het$group0 > 0 & het$year >= het$group0)
het$event <- ifelse(het$group0 == 0, Inf, het$year - het$group0)
att <- did_imputation(het, "dep_var", "group0", "year", "unit", cluster_var = "state")
es <- did_imputation(het, "dep_var", "group0", "year", "unit", cluster_var = "state", horizon = TRUE)
out$imputation <- list(overall = c(att$estimate, att$std.error), points = points(es$estimate, es$std.error, es$term))
stage <- ~ 0 | unit + year
att <- did2s(het, "dep_var", stage, ~ i(treated, ref = 0), "treated", "state", verbose = FALSE)$coeftable
es <- did2s(het, "dep_var", stage, ~ i(event, ref = Inf), "treated", "state", verbose = FALSE)$coeftable
es <- es[!grepl("-", rownames(es)), ]
out$twoStage <- list(overall = as.numeric(att[1, 1:2]), points = points(es[, 1], es[, 2], sub("event::", "", rownames(es))))

# mpdta with lpop: the saturated regression; its derivatives are numerical. Factor of the variance as where unit effects are nested in clusters.
fit <- etwfe(lemp ~ lpop, tvar = year, gvar = first.treat, data = mpdta, vcov = ~countyreal, cgroup = "notyet", ssc = ssc(K.adj = FALSE, G.adj = TRUE))
K <- length(coef(fit)) + length(unique(mpdta$year)) - length(unique(mpdta$first.treat))
rescaled <- function(se) se * sqrt((fit$nobs - 1) / (fit$nobs - K))
att <- emfx(fit, type = "simple")
es <- emfx(fit, type = "event")
out$saturated <- list(overall = c(att$estimate, rescaled(att$std.error)), points = points(es$estimate, rescaled(es$std.error), es$event))
write_json(out, file.path(folder, "policies.json"), digits = NA, auto_unbox = TRUE, na = "null")
