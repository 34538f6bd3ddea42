# Numbers of fixest::fepois and stats::glm on generated panels, recorded in test/fixtures/ppml/peers.json.
# Run from the repository root:  node bench/peers/ppml.js && Rscript bench/peers/ppml.R
suppressMessages({library(fixest); library(sandwich); library(jsonlite)})
setFixest_notes(FALSE)
panels <- fromJSON(".peers/ppml/panels.json")
num <- function(v) as.list(v)
slopes <- function(v) v[!grepl("^factor|^interaction", names(v))]
# CR2 by formula: residuals of the working regression times the symmetric (I - H_gg)^-1/2. (clubSandwich takes another root of the same matrix.)
cr2 <- function(q, cluster) {
  X <- model.matrix(q)[, !is.na(coef(q))] * sqrt(q$weights); e <- q$residuals * sqrt(q$weights); B <- solve(crossprod(X)); M <- 0
  for (g in unique(cluster)) {
    i <- cluster == g; x <- X[i, , drop = FALSE]; s <- eigen(diag(sum(i)) - x %*% B %*% t(x), symmetric = TRUE); on <- s$values > 1e-9
    a <- s$vectors[, on, drop = FALSE] %*% ((t(s$vectors[, on, drop = FALSE]) %*% e[i]) / sqrt(s$values[on]))
    M <- M + tcrossprod(t(x) %*% a)
  }
  B %*% M %*% B
}
one <- function(name) {
  p <- panels[[name]]; d <- read.csv(sprintf(".peers/ppml/%s.csv", name), colClasses = "numeric")
  f <- as.formula(p$formula)
  w <- if (isTRUE(p$weights)) d$w else NULL
  offset <- if (isTRUE(p$exposure)) log(d$hours) else NULL
  flows <- p$kind == "flows"
  fit <- function(data, w, offset, ...) fepois(f, data, weights = w, offset = offset, glm.tol = 3e-13, glm.iter = 100, fixef.tol = 3e-12,
                                               fixef.rm = "perfect_fit", ssc = if (flows) ssc(K.exact = TRUE) else ssc(), ...)
  m <- fit(d, w, offset)
  # Errors of fepois are made from the step before the last; begun at the solution, that is the solution too.
  rows <- obs(m); d <- d[rows, ]; w <- w[rows]; offset <- offset[rows]
  m <- fit(d, w, offset, etastart = predict(m, type = "link"))
  unit <- if (flows) ~pair else ~firm
  ses <- function(...) num(se(vcov(m, ...)))
  out <- list(nobs = m$nobs, coef = num(coef(m)), iid = ses(vcov = "iid"), hc1 = ses(vcov = "hetero"), unit = ses(vcov = unit, ssc = ssc()),
              twoWay = if (flows || p$years > 1) num(se(vcov(m, vcov = if (flows) ~from + to else ~firm + year, ssc = ssc()))),
              plain = num(se(vcov(m, vcov = unit, ssc = ssc(K.adj = FALSE, G.adj = FALSE)))),
              dk = if (p$kind == "counts" && p$years > 1) num(se(vcov(m, vcov = DK(2) ~ year))),
              logLik = as.numeric(logLik(m)), deviance = deviance(m), pseudoR2 = unname(r2(m, "pr2")))
  # glm with dummies on the same rows, and errors made from it.
  used <- d; used$.m <- fitted(m); used$.w <- if (is.null(w)) 1 else w; used$.o <- if (is.null(offset)) 0 else offset
  if (flows) { used$fy <- interaction(used$from, used$year, drop = TRUE); used$ty <- interaction(used$to, used$year, drop = TRUE) }
  g <- if (flows) y ~ dist + treaty + factor(fy) + factor(ty) + factor(pair)
       else if (grepl("year", p$formula)) y ~ x + z + factor(firm) + factor(year) else if (grepl("firm", p$formula)) y ~ x + z + factor(firm) else y ~ x + z
  q <- suppressWarnings(glm(g, poisson, used, weights = .w, offset = .o, mustart = used$.m, control = glm.control(epsilon = 1e-9, maxit = 200)))
  keep <- names(slopes(coef(q)))
  V <- summary(q)$cov.scaled
  out$glm <- list(coef = num(coef(q)[keep]), iid = num(sqrt(diag(V))[keep]), deviance = deviance(q))
  null <- suppressWarnings(glm(y ~ 1, poisson, used, weights = .w, offset = .o, control = glm.control(epsilon = 1e-14)))
  mu <- fitted(null); out$glm$nullLogLik <- sum(used$.w * (used$y * log(mu) - mu - lgamma(used$y + 1)))
  if (!flows) {
    names_in <- rownames(V)
    pick <- function(v) num(sqrt(diag(v))[keep])
    out$glm$hc0 <- pick(vcovHC(q, type = "HC0"))
    # Leverage of one is a row that an effect of its own fits; such rows count nothing.
    out$glm$hc3 <- if (max(hatvalues(q)) < 1 - 1e-8) pick(vcovHC(q, type = "HC3"))
    if (p$years > 1) out$glm$cr2 <- num(sqrt(diag(cr2(q, used$firm)))[keep])
  }
  out
}
out <- list(source = sprintf("R %s, fixest %s, sandwich %s; bench/peers/ppml.R", getRversion(), packageVersion("fixest"),
                             packageVersion("sandwich")),
            panels = sapply(names(panels), one, simplify = FALSE))
write(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "test/fixtures/ppml/peers.json")
