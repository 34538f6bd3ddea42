# Newey-West, Driscoll-Kraay and Conley errors of two-stage least squares, recorded in test/fixtures/iv/errors.json: of fixest, of sandwich
# (vcovPL on AER's ivreg, effects as dummies), and by their formulas; with two-step GMM and Hansen's J under the same covariances, by formula.
# Run from the repository root:  node bench/peers/iv.js && Rscript bench/peers/ivErrors.R
suppressMessages({library(fixest); library(AER); library(sandwich); library(jsonlite)})
setFixest_notes(FALSE)
panels <- fromJSON(".peers/iv/panels.json", simplifyVector = FALSE)
clean <- function(v) { names(v) <- sub("^fit_", "", names(v)); as.list(v) }
se <- function(v) clean(sqrt(diag(v)))
exact <- ssc(K.fixef = "full", K.exact = TRUE)
LAGS <- 2; CUTOFF <- 300

ofFixest <- function(p, d) {
  x <- paste0("x", seq_len(p$endogenous), collapse = " + "); z <- paste0("z", seq_len(p$instruments), collapse = " + ")
  f <- as.formula(sprintf("y ~ size + age | %s | %s ~ %s", paste(unlist(p$effects), collapse = " + "), x, z))
  m <- if (isTRUE(p$weights)) feols(f, d, weights = d$w, fixef.tol = 3e-12) else feols(f, d, fixef.tol = 3e-12)
  list(neweyWest = se(vcov(m, vcov_NW(unit = ~firm, time = ~year, lag = LAGS, ssc = exact), vcov_fix = FALSE)),
       driscollKraay = se(vcov(m, vcov_DK(time = ~year, lag = LAGS, ssc = exact), vcov_fix = FALSE)),
       conley = se(vcov(m, vcov_conley(lat = ~lat, lon = ~lon, cutoff = CUTOFF, distance = "spherical", ssc = exact), vcov_fix = FALSE)))
}

ofSandwich <- function(p, d) {
  if (isTRUE(p$weights)) return(NULL)
  x <- paste0("x", seq_len(p$endogenous)); z <- paste0("z", seq_len(p$instruments))
  e <- paste0(" + factor(", unlist(p$effects), ")", collapse = "")
  m <- ivreg(as.formula(sprintf("y ~ %s + size + age%s | %s + size + age%s", paste(x, collapse = " + "), e, paste(z, collapse = " + "), e)), data = d)
  v <- vcovPL(m, cluster = d$firm, order.by = d$year, lag = LAGS, aggregate = TRUE, adjust = FALSE)
  list(driscollKraay = as.list(sqrt(diag(v))[c(x, "size", "age")]))
}

# The covariance of moments u (rows by columns) as its definition has it, pair by pair.
bartlett <- function(t) { w <- 1 - abs(outer(t, t, "-")) / (LAGS + 1); w[w < 0] <- 0; w }
meats <- list(
  neweyWest = function(u, d) { M <- 0; for (g in split(seq_len(nrow(u)), d$firm)) { M <- M + t(u[g, , drop = FALSE]) %*% bartlett(d$year[g]) %*% u[g, , drop = FALSE] }; M },
  driscollKraay = function(u, d) { s <- rowsum(u, d$year); t <- as.numeric(rownames(s)); t(s) %*% bartlett(t) %*% s },
  conley = function(u, d) {
    s <- rowsum(u, d$province); at <- d[match(rownames(s), d$province), ]; r <- pi / 180
    a <- sin(outer(at$lat, at$lat, "-") * r / 2)^2 + outer(cos(at$lat * r), cos(at$lat * r)) * sin(outer(at$lon, at$lon, "-") * r / 2)^2
    t(s) %*% (2 * 6371.01 * asin(sqrt(pmin(a, 1))) <= CUTOFF) %*% s
  })

byFormula <- function(p, d) {
  if (isTRUE(p$weights)) return(NULL)
  x <- paste0("x", seq_len(p$endogenous)); z <- paste0("z", seq_len(p$instruments))
  W <- model.matrix(as.formula(paste0("~ size + age", paste0(" + factor(", unlist(p$effects), ")", collapse = ""))), d)
  free <- function(v) qr.resid(qr(W), as.matrix(v))
  y <- free(d$y); X <- free(d[x]); Z <- free(d[z])
  P <- function(v) Z %*% solve(crossprod(Z), crossprod(Z, v))
  b <- solve(crossprod(P(X), X), crossprod(P(X), y)); e <- as.numeric(y - X %*% b)
  ZX <- crossprod(Z, X); Zy <- crossprod(Z, y); B <- solve(crossprod(P(X)))
  lapply(meats, function(meat) {
    S <- meat(Z * e, d); out <- list(plain = setNames(as.list(sqrt(diag(B %*% meat(P(X) * e, d) %*% B))), x))
    b2 <- tryCatch(solve(t(ZX) %*% solve(S, ZX), t(ZX) %*% solve(S, Zy)), error = function(e) NULL)
    definite <- min(eigen(S, symmetric = TRUE)$values) > 0
    if (!is.null(b2) && definite) { h <- Zy - ZX %*% b2; out$gmm <- setNames(as.list(as.numeric(b2)), x); out$hansenJ <- as.numeric(t(h) %*% solve(S, h)) }
    V <- X[, 1] - P(X)[, 1]; g <- solve(crossprod(Z), ZX)[, 1]
    out$firstStageWald <- as.numeric(t(g) %*% solve(solve(crossprod(Z)) %*% meat(Z * V, d) %*% solve(crossprod(Z)), g))
    out$stockWright <- if (min(eigen(meat(Z * as.numeric(y), d), symmetric = TRUE)$values) > 0) as.numeric(t(Zy) %*% solve(meat(Z * as.numeric(y), d), Zy)) else NULL
    out
  })
}

chosen <- c("twoWay", "unbalanced", "twoEndogenous", "threeEndogenous", "weighted")
out <- lapply(chosen, function(name) { p <- panels[[name]]; d <- read.csv(sprintf(".peers/iv/%s.csv", name)); list(fixest = ofFixest(p, d), sandwich = ofSandwich(p, d), formula = byFormula(p, d)) })
names(out) <- chosen
source <- sprintf("R %s, fixest %s, AER %s, sandwich %s; bench/peers/ivErrors.R", getRversion(), packageVersion("fixest"), packageVersion("AER"), packageVersion("sandwich"))
write(toJSON(list(source = source, panels = out), digits = NA, auto_unbox = TRUE, null = "null", pretty = TRUE), "test/fixtures/iv/errors.json")
