# Sensitivity of event studies: numbers of HonestDiD (relative magnitudes, C-LF) and, by the formulas of pretrends
# (mvtnorm and tmvtnorm at tight tolerances), the power of a look at the leads. Event studies are made here, so that anybody may run it.
#   Rscript bench/peers/sensitivity.R > test/fixtures/sensitivity/honestdid.json
suppressWarnings(suppressMessages({library(HonestDiD); library(mvtnorm); library(tmvtnorm)}))

make <- function(name, leads, lags, seed, size, weights) {
  set.seed(seed)
  n <- leads + lags
  l <- matrix(rnorm(n * n), n)
  s <- round(size^2 * (0.2 * tcrossprod(l) / n + 0.5 + 0.5 * diag(n)), 12)
  b <- round(c(rnorm(leads, 0, size / 2), 0.08 + rnorm(lags, 0.02, size / 2)), 12)
  list(name = name, leads = leads, lags = lags, estimates = b, covariance = s, weights = weights)
}
studies <- list(
  make("four leads, four lags, their mean", 4, 4, 1, 0.02, rep(0.25, 4)),
  make("four leads, four lags, the first", 4, 4, 2, 0.02, c(1, 0, 0, 0)),
  make("three leads, two lags, unequal weights", 3, 2, 3, 0.03, c(0.7, 0.3)),
  make("five leads, five lags, their mean", 5, 5, 4, 0.01, rep(0.2, 5)))

pretest <- function(x, power) {
  p <- x$leads; s <- x$covariance[1:p, 1:p]; ub <- qnorm(.975) * sqrt(diag(s)); t <- -(p:1)
  pass <- function(slope) as.numeric(pmvnorm(lower = -ub, upper = ub, mean = slope * t, sigma = s,
    algorithm = GenzBretz(maxpts = 1e6, abseps = 1e-7)))
  set.seed(1)
  slope <- uniroot(function(g) 1 - pass(g) - power, c(0, 8 * max(sqrt(diag(s)))), tol = 1e-9)$root
  m <- mtmvnorm(mean = slope * t, sigma = s, lower = -ub, upper = ub, doComputeVariance = FALSE)$tmean
  post <- (p + 1):(p + x$lags)
  moved <- x$covariance[post, 1:p] %*% solve(s) %*% (m - slope * t)
  bias <- sum(x$weights * slope * seq_len(x$lags))
  b <- x$estimates[1:p]
  list(power = power, slope = slope, bias = bias, biasAfterPassing = bias + sum(x$weights * moved),
    bayesFactor = pass(slope) / pass(0),
    likelihoodRatio = dmvnorm(b, slope * t, s) / dmvnorm(b, 0 * t, s))
}

num <- function(v) paste0("[", paste(format(v, digits = 15, trim = TRUE), collapse = ","), "]")
obj <- function(l) paste0("{", paste(sprintf('"%s":%s', names(l), vapply(l, function(v) if (is.character(v)) v else format(v, digits = 15), "")), collapse = ","), "}")
out <- vapply(studies, function(x) {
  lv <- matrix(x$weights, ncol = 1)
  sd <- sqrt(as.numeric(t(lv) %*% x$covariance[-(1:x$leads), -(1:x$leads)] %*% lv))
  # Its grid of 1,000 points in two steps: where the set ends roughly, then closely.
  grid <- function(m, from, to, n) {
    cs <- computeConditionalCS_DeltaRM(x$estimates, x$covariance, x$leads, x$lags, lv, Mbar = m, hybrid_flag = "LF",
      gridPoints = n, grid.lb = from, grid.ub = to)
    cs$grid[cs$accept == 1]
  }
  # Ends beyond its grid are not ends: they are left out (null).
  rm <- vapply(c(0.5, 1, 2), function(m) {
    rough <- grid(m, -20 * sd, 20 * sd, 41)
    low <- min(grid(m, min(rough) - sd, min(rough), 21))
    high <- max(grid(m, max(rough), max(rough) + sd, 21))
    end <- function(at, edge) if (abs(edge) >= 20 * sd * (1 - 1e-9)) "null" else at
    obj(list(m = m, step = sd / 20, low = end(low, min(rough)), high = end(high, max(rough))))
  }, "")
  pt <- vapply(c(0.5, 0.8), function(p) obj(pretest(x, p)), "")
  sprintf('{"name":"%s","times":%s,"reference":-1,"estimates":%s,"covariance":[%s],"weights":%s,"magnitudes":[%s],"pretest":[%s]}',
    x$name, num(c(-(x$leads:1) - 1, seq_len(x$lags) - 1)), num(x$estimates),
    paste(apply(x$covariance, 2, num), collapse = ","), num(x$weights),
    paste(rm, collapse = ","), paste(pt, collapse = ","))
}, "")
cat(sprintf('{"source":"HonestDiD %s, mvtnorm %s, tmvtnorm %s; bench/peers/sensitivity.R",\n"studies":[\n%s\n]}\n',
  packageVersion("HonestDiD"), packageVersion("mvtnorm"), packageVersion("tmvtnorm"), paste(out, collapse = ",\n")))
