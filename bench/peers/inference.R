# Errors of R's packages on the generated three-factor panel, recorded in test/fixtures/inference/peers.json.
# Run from the repository root:  node bench/peers/threeFactors.js && Rscript bench/peers/inference.R
suppressMessages({library(fixest); library(sandwich); library(clubSandwich); library(jsonlite)})
setFixest_notes(FALSE)
d <- read.csv(".peers/threeFactors.csv")
# Places: degrees made from the firm's number, so that no other file is needed.
d$lat <- 20 + (d$firm * 7) %% 30 + d$firm / 100
d$lon <- 100 + (d$firm * 11) %% 25 + d$firm / 200
slopes <- c("x1", "x2")
se <- function(v) as.list(sqrt(diag(v))[slopes])
dummies <- list(
  pooled = y ~ x1 + x2,
  firm = y ~ factor(firm) + x1 + x2,
  two = y ~ factor(firm) + factor(year) + x1 + x2,
  three = y ~ factor(firm) + factor(occupation) + factor(year) + x1 + x2)
# The jackknife by refits (clubSandwich's CR3 stops where effects are nested in the clusters): sum over clusters of the squared changes.
jackknife <- function(m, cluster) {
  b <- coef(m)[slopes]
  changes <- sapply(unique(cluster), function(g) {
    kept <- d[cluster != g, ]
    coef(if (is.null(m$weights)) lm(formula(m), kept) else lm(formula(m), kept, weights = w))[slopes] - b
  })
  list(sum = as.list(setNames(sqrt(rowSums(changes^2)), slopes)), first = as.list(changes[, 1] + b))
}
corrected <- function(m, cluster) {
  one <- function(type) {
    v <- vcovCR(m, cluster = cluster, type = type)
    t <- coef_test(m, vcov = v, test = "Satterthwaite", coefs = slopes)
    list(se = as.list(setNames(t$SE, slopes)), df = as.list(setNames(t$df_Satt, slopes)))
  }
  list(CR1 = one("CR1")$se, CR2 = one("CR2"), jackknife = jackknife(m, cluster))
}
# Rows that an effect of their own fits (hat value one) count nothing; sandwich itself returns NaN for them.
hc <- function(m, power) se(vcovHC(m, omega = function(residuals, diaghat, df) ifelse(diaghat > 1 - 1e-8, 0, residuals^2 / (1 - diaghat)^power)))
lms <- lapply(dummies, function(f) {
  m <- lm(f, d)
  list(HC0 = se(vcovHC(m, "HC0")), HC2 = hc(m, 1), HC3 = hc(m, 2),
       byFirm = corrected(m, d$firm), byProvince = corrected(m, d$province))
})
# Weighted: the same model on everything times the root of the weights, so that the working model is variance inverse to the weights.
weighted <- function(f) {
  m <- lm(f, d, weights = w)
  x <- model.matrix(m)[, !is.na(coef(m))] * sqrt(d$w)
  slopesAt <- match(slopes, colnames(x))
  rooted <- lm(y ~ 0 + ., data.frame(y = d$y * sqrt(d$w), z = x[, -slopesAt], x1 = x[, "x1"], x2 = x[, "x2"]))
  v <- vcovCR(rooted, cluster = d$province, type = "CR2")
  t <- coef_test(rooted, vcov = v, test = "Satterthwaite", coefs = slopes)
  list(HC2 = hc(m, 1), HC3 = hc(m, 2),
       byProvince = list(CR1 = se(vcovCR(rooted, cluster = d$province, type = "CR1")),
                         CR2 = list(se = as.list(setNames(t$SE, slopes)), df = as.list(setNames(t$df_Satt, slopes))),
                         jackknife = jackknife(m, d$province)))
}
slopesModel <- lm(y ~ factor(firm) * x2 + factor(year) + x1, d)
m <- feols(y ~ x1 + x2 | firm + year, d, fixef.tol = 3e-12, fixef.iter = 1e5)
p <- feols(y ~ x1 + x2, d)
exact <- ssc(K.fixef = "full", K.exact = TRUE)
fx <- function(m) list(
  NW2 = se(vcov(m, vcov_NW(unit = ~firm, time = ~year, lag = 2, ssc = exact))),
  DK2 = se(vcov(m, vcov_DK(time = ~year, lag = 2, ssc = exact))),
  DK = se(vcov(m, vcov_DK(time = ~year, ssc = exact))),
  conley300 = se(vcov(m, vcov_conley(lat = ~lat, lon = ~lon, cutoff = 300, distance = "spherical", ssc = exact), vcov_fix = FALSE)),
  conley800 = se(vcov(m, vcov_conley(lat = ~lat, lon = ~lon, cutoff = 800, distance = "spherical", ssc = exact), vcov_fix = FALSE)))
out <- list(
  source = sprintf("R %s, sandwich %s, clubSandwich %s, fixest %s; bench/peers/inference.R", getRversion(),
                   packageVersion("sandwich"), packageVersion("clubSandwich"), packageVersion("fixest")),
  lm = lms,
  weighted = list(two = weighted(dummies$two), three = weighted(dummies$three)),
  slopes = list(HC2 = hc(slopesModel, 1)["x1"], HC3 = hc(slopesModel, 2)["x1"]),
  fixest = list(two = fx(m), pooled = fx(p)))
write(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "test/fixtures/inference/peers.json")
