# Interrupted time series: iterated Prais-Winsten written out here, nlme::gls with the same autocorrelation held, and
# sandwich::NeweyWest on lm. Writes the simulated series and test/fixtures/interrupted/peers.json. Run from the repository root.
suppressMessages({library(nlme); library(sandwich); library(jsonlite)})
set.seed(20261125)
n <- 40
year <- 1981:2020
x <- round(5 + sin(1:n) + rnorm(n, sd = 0.5), 3)
e <- as.numeric(arima.sim(list(ar = 0.6), n, sd = 0.8))
t <- 0:(n - 1)
after <- as.numeric(year >= 2006)
since <- pmax(0, year - 2006)
y <- round(20 + 0.3 * t + 2 * after - 0.4 * since + 0.5 * x + e, 3)
series <- data.frame(year, y, x)
write.csv(series, "test/fixtures/interrupted/series.csv", row.names = FALSE, quote = FALSE)

praisWinsten <- function(X, y) {
  rho <- 0
  for (i in 1:1000) {
    P <- diag(length(y)); P[1, 1] <- sqrt(1 - rho^2)
    for (s in 2:length(y)) P[s, s - 1] <- -rho
    b <- qr.solve(P %*% X, P %*% y)
    e <- as.numeric(y - X %*% b)
    new <- sum(e[-1] * e[-length(e)]) / sum(e[-length(e)]^2)
    done <- abs(new - rho) < 1e-14
    rho <- new
    if (done) break
  }
  list(rho = rho, innovations = as.numeric(P %*% (y - X %*% b)))
}
one <- function(f) {
  d <- data.frame(y, t, after, since, x)
  X <- model.matrix(f, d)
  pw <- praisWinsten(X, y)
  g <- gls(f, d, correlation = corAR1(pw$rho, form = ~t, fixed = TRUE), control = glsControl(tolerance = 1e-12))
  ls <- lm(f, d)
  nw <- sapply(c(2, 5), function(L) sqrt(diag(NeweyWest(ls, lag = L, prewhite = FALSE, adjust = TRUE))))
  V <- vcov(g)
  at <- c(0, 5, 14)
  u <- pw$innovations
  lb <- Box.test(u, lag = 8, type = "Ljung-Box", fitdf = 1)
  r <- resid(ls)
  lbOls <- Box.test(r, lag = 8, type = "Ljung-Box")
  list(rho = pw$rho, coefficients = as.list(unname(coef(g))), errors = as.list(unname(sqrt(diag(V)))),
    effects = lapply(at, function(h) { a <- setNames(rep(0, ncol(X)), colnames(X)); a["after"] <- 1; a["since"] <- h
      c(h, sum(a * coef(g)), sqrt(as.numeric(t(a) %*% V %*% a))) }),
    durbinWatson = sum(diff(u)^2) / sum(u^2), ljungBox = c(lb$statistic, lb$p.value),
    ols = list(coefficients = unname(coef(ls)), lag2 = unname(nw[, 1]), lag5 = unname(nw[, 2]),
      durbinWatson = sum(diff(r)^2) / sum(r^2), ljungBox = c(lbOls$statistic, lbOls$p.value)))
}
out <- list(source = paste0(R.version.string, "; nlme ", packageVersion("nlme"), "; sandwich ", packageVersion("sandwich")),
  script = "bench/peers/interrupted.R", data = "simulated, AR(1) 0.6, seed 20261125",
  models = list(`y ~ 1` = one(y ~ t + after + since), `y ~ x` = one(y ~ t + after + since + x)))
writeLines(toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE), "test/fixtures/interrupted/peers.json")
