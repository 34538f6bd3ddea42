# Numbers of fixest (sunab and plain regressions), didimputation, did2s, etwfe, bacondecomp and TwoWayFEWeights on test/fixtures/did/*.csv
# -> test/fixtures/did/estimators.json. Nothing is bootstrapped.
# Usage: Rscript bench/peers/staggered.R && npx biome check --write test/fixtures/did
# marginaleffects (under etwfe) uses an operator that R has had since 4.4.
if (!exists("%||%")) `%||%` <- function(x, y) if (is.null(x)) y else x
suppressMessages({ library(fixest); library(jsonlite) })
setFixest_estimation(fixef.rm = "none", fixef.tol = 3e-12)
here <- function(p) requireNamespace(p, quietly = TRUE)
read <- function(file) {
  d <- read.csv(file.path("test/fixtures/did", file))
  d$id <- as.integer(factor(d$unit))
  # Adopters after the sample are untreated throughout.
  d$g <- ifelse(is.na(d$firstTreated) | d$firstTreated > 2018, 0, d$firstTreated)
  d$first <- ifelse(d$g == 0, 10000, d$g)
  d$treated <- as.integer(d$g > 0 & d$year >= d$g)
  d$event <- ifelse(d$g == 0, -1, d$year - d$g)
  d
}
whole <- read("staggered.csv")
# Few controls, so that late periods of early cohorts get negative weights.
most <- whole[!is.na(whole$firstTreated), ]
covered <- read("holes.csv")
holes <- covered[covered$whole == 1, ]
pairs <- function(b, se, at) data.frame(at = as.numeric(at), estimate = as.numeric(b), stdError = as.numeric(se))
counted <- ssc(K.adj = TRUE, K.fixef = "nonnested", G.adj = TRUE)
# Errors without the factor (n - 1)/(n - K), put on by hand with the exact rank: fixest counts an effect too many per stack, and etwfe's
# cohort effects are not nested in its clusters while unit effects, which give the same estimates, are.
bare <- ssc(K.adj = FALSE, G.adj = TRUE)
rescaled <- function(se, n, K) se * sqrt((n - 1) / (n - K))

sunab_of <- function(d, rhs = "", cluster = ~id) {
  fit <- feols(as.formula(paste("y ~", rhs, "sunab(first, year) | id + year")), d, cluster = cluster, ssc = counted)
  e <- summary(fit)$coeftable
  e <- e[grepl("year::", rownames(e)), ]
  att <- summary(fit, agg = "att")$coeftable["ATT", ]
  list(events = pairs(e[, 1], e[, 2], sub("year::", "", rownames(e))), att = as.numeric(att[1:2]))
}
imputation_of <- function(d, first = NULL, cluster = NULL, leads = -4:-1) {
  library(didimputation)
  att <- did_imputation(d, "y", "g", "year", "id", first_stage = first, cluster_var = cluster)
  es <- did_imputation(d, "y", "g", "year", "id", first_stage = first, cluster_var = cluster, horizon = TRUE, pretrends = leads)
  list(att = c(att$estimate, att$std.error), events = pairs(es$estimate, es$std.error, es$term))
}
two_stage_of <- function(d, first = ~ 0 | id + year, cluster = "id") {
  library(did2s)
  att <- did2s(d, "y", first, ~ i(treated, ref = 0), "treated", cluster, verbose = FALSE)$coeftable
  d$rel <- ifelse(d$g == 0, Inf, d$year - d$g)
  es <- did2s(d, "y", first, ~ i(rel, ref = Inf), "treated", cluster, verbose = FALSE)$coeftable
  list(att = as.numeric(att[1, 1:2]), events = pairs(es[, 1], es[, 2], sub("rel::", "", rownames(es))))
}
saturated_of <- function(d, control = NULL) {
  library(etwfe)
  rhs <- if (is.null(control)) y ~ 0 else as.formula(paste("y ~", control))
  fit <- etwfe(rhs, tvar = year, gvar = g, data = d, vcov = ~id, cgroup = "notyet", ssc = bare)
  att <- emfx(fit, type = "simple")
  es <- emfx(fit, type = "event")
  # Every coefficient but those of the covariate and its products with cohorts, which unit effects take, and the periods.
  K <- length(coef(fit)) + length(unique(d$year)) - (if (is.null(control)) 0 else length(unique(d$g)))
  list(att = c(att$estimate, rescaled(att$std.error, fit$nobs, K)), events = pairs(es$estimate, rescaled(es$std.error, fit$nobs, K), es$event))
}
stacked_of <- function(d, from, to) {
  last <- max(d$year)
  stacks <- lapply(sort(unique(d$g[d$g > 0])), function(g) {
    end <- min(last, g + to)
    s <- d[(d$g == g | d$g == 0 | d$g > end) & d$year >= g + from & d$year <= end, ]
    s$stack <- g
    s$rel <- ifelse(s$g == g, s$year - g, -1)
    s
  })
  s <- do.call(rbind, stacks)
  fit <- feols(y ~ i(rel, ref = -1) | stack^id + stack^year, s, cluster = ~id, ssc = bare)
  K <- length(coef(fit)) + 1 + nrow(unique(s[c("stack", "year")])) - length(unique(s$stack))
  pairs(coef(fit), rescaled(se(fit), nrow(s), K), sub("rel::", "", names(coef(fit))))
}
out <- list(source = paste0("R ", getRversion(), ", fixest ", packageVersion("fixest")))
out$sunab <- list(whole = sunab_of(whole), holes = sunab_of(holes, "x +"), clustered = sunab_of(whole, "", ~region))
out$stacked <- list(whole = stacked_of(whole, -3, 2), holes = stacked_of(holes, -3, 2))
if (here("didimputation")) {
  out$source <- paste0(out$source, ", didimputation ", packageVersion("didimputation"))
  out$imputation <- list(whole = imputation_of(whole), holes = imputation_of(holes, ~ x | id + year), clustered = imputation_of(whole, cluster = "region"))
}
if (here("did2s")) {
  out$source <- paste0(out$source, ", did2s ", packageVersion("did2s"))
  out$twoStage <- list(whole = two_stage_of(whole), holes = two_stage_of(holes, ~ x | id + year), clustered = two_stage_of(whole, cluster = "region"))
}
if (here("etwfe")) {
  out$source <- paste0(out$source, ", etwfe ", packageVersion("etwfe"))
  out$saturated <- list(whole = saturated_of(whole), covariate = saturated_of(covered, "size"))
}
if (here("bacondecomp")) {
  library(bacondecomp)
  out$source <- paste0(out$source, ", bacondecomp ", packageVersion("bacondecomp"))
  b <- bacon(y ~ treated, whole, "id", "year", quietly = TRUE)
  keep <- c("treated", "untreated", "estimate", "weight", "type")
  out$bacon <- list(whole = b[keep], most = bacon(y ~ treated, most, "id", "year", quietly = TRUE)[keep])
}
if (here("TwoWayFEWeights")) {
  library(TwoWayFEWeights)
  out$source <- paste0(out$source, ", TwoWayFEWeights ", packageVersion("TwoWayFEWeights"))
  weights <- function(d, controls = NULL) {
    w <- twowayfeweights(d, "y", "id", "year", "treated", type = "feTR", controls = controls, summary_measures = TRUE)
    w[intersect(c("nr_plus", "nr_minus", "sum_plus", "sum_minus", "beta", "sensibility", "sensibility2"), names(w))]
  }
  out$weights <- list(whole = weights(whole), most = weights(most), holes = weights(holes), covariate = weights(holes, "x"))
}
write_json(out, "test/fixtures/did/estimators.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
