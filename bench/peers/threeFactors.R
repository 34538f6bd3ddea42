# Numbers of R's packages on the generated three-factor panel, recorded in test/fixtures/panel/threeFactors.json.
# Run from the repository root:  node bench/peers/threeFactors.js && Rscript bench/peers/threeFactors.R
suppressMessages({library(fixest); library(sandwich); library(jsonlite)})
setFixest_notes(FALSE)
d <- read.csv(".peers/threeFactors.csv")
tol <- 3e-12
se <- function(v) as.list(sqrt(diag(v)))
# All named corrections of one clustered fit, as fixest's small-sample options.
corrections <- function(m, cl) list(
  areg   = se(vcov(m, cluster = cl, ssc = ssc(K.fixef = "full", K.exact = TRUE))),
  plm    = se(vcov(m, cluster = cl, ssc = ssc(K.adj = FALSE, G.adj = FALSE))),
  plmSss = se(vcov(m, cluster = cl, ssc = ssc(K.fixef = "none"))),
  fixestDefault = se(vcov(m, cluster = cl)))
one <- function(f, weights = NULL, clusters = list(firm = ~firm)) {
  m <- if (is.null(weights)) feols(f, d, fixef.tol = tol, fixef.iter = 1e5) else feols(f, d, weights = weights, fixef.tol = tol, fixef.iter = 1e5)
  list(formula = deparse1(f), nobs = m$nobs, coef = as.list(coef(m)),
       iidExact = se(vcov(m, "iid", ssc = ssc(K.exact = TRUE))), hc1Exact = se(vcov(m, "hetero", ssc = ssc(K.exact = TRUE))),
       r2 = unname(r2(m, "r2")), r2Within = unname(r2(m, "wr2")), rmse = unname(fitstat(m, "rmse")[[1]]),
       clusters = lapply(clusters, function(cl) corrections(m, cl)),
       twoWay = list(min = se(vcov(m, cluster = ~firm + year, ssc = ssc(K.fixef = "none"))),
                     own = se(vcov(m, cluster = ~firm + year, ssc = ssc(K.fixef = "none", G.df = "conventional"))),
                     default = se(vcov(m, cluster = ~firm + year)),
                     plain = se(vcov(m, cluster = ~firm + year, ssc = ssc(K.adj = FALSE, G.adj = FALSE)))))
}
both <- list(firm = ~firm, province = ~province)
# Dummies in lm: coefficients, exact rank, and sandwich's clustered errors (all effects counted).
l <- lm(y ~ factor(firm) + factor(occupation) + factor(year) + x1 + x2, d)
slopes <- c("x1", "x2")
w <- lm(y ~ factor(firm) + factor(occupation) + factor(year) + x1 + x2, d, weights = w)
out <- list(
  source = sprintf("R %s, fixest %s (fixef.tol %g), sandwich %s; bench/peers/threeFactors.R",
                   getRversion(), packageVersion("fixest"), tol, packageVersion("sandwich")),
  models = list(
    three = one(y ~ x1 + x2 | firm + occupation + year, clusters = both),
    threeWeighted = one(y ~ x1 + x2 | firm + occupation + year, weights = d$w, clusters = both),
    two = one(y ~ x1 + x2 | firm + year, clusters = both),
    combined = one(y ~ x1 + x2 | firm + occupation^year, clusters = both),
    slopes = one(y ~ x1 | firm[x2] + year, clusters = list(province = ~province)),
    slopesWeighted = one(y ~ x1 | firm[x2] + year, weights = d$w, clusters = list(province = ~province)),
    firm = one(y ~ x1 + x2 | firm, clusters = both),
    pooled = one(y ~ x1 + x2, clusters = both),
    interacted = one(y ~ x1 * x2 + i(year, x1, ref = 2001) | firm, clusters = list(firm = ~firm))),
  lm = list(rank = l$rank, coef = as.list(coef(l)[slopes]), se = as.list(sqrt(diag(vcovCL(l, ~firm)))[slopes]),
            iid = as.list(sqrt(diag(vcov(l)))[slopes]), logLik = as.numeric(logLik(l)), adjR2 = summary(l)$adj.r.squared,
            weighted = list(coef = as.list(coef(w)[slopes]), iid = as.list(sqrt(diag(vcov(w)))[slopes]), logLik = as.numeric(logLik(w)),
                            r2 = summary(w)$r.squared)))
write(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "test/fixtures/panel/threeFactors.json")
