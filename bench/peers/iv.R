# Numbers of fixest, ivreg, AER, plm, ivmodel and gretl on the ten generated panels with instruments, recorded in test/fixtures/iv/peers.json.
# Run from the repository root:  node bench/peers/iv.js && Rscript bench/peers/iv.R
# The second argument may name a folder with further R packages (ivreg, ivmodel).
more <- commandArgs(TRUE)
if (length(more) > 0) .libPaths(c(more[1], .libPaths()))
suppressMessages({library(fixest); library(ivreg); library(plm); library(sandwich); library(lmtest); library(ivmodel); library(jsonlite)})
setFixest_notes(FALSE)
panels <- fromJSON(".peers/iv/panels.json", simplifyVector = FALSE)
named <- function(v) as.list(v)
clean <- function(v) { names(v) <- sub("^fit_", "", names(v)); as.list(v) }
se <- function(v) clean(sqrt(diag(v)))

ofFixest <- function(p, d) {
  x <- paste0("x", seq_len(p$endogenous)); z <- paste0("z", seq_len(p$instruments))
  effects <- if (length(p$effects) == 0) "1" else paste(unlist(p$effects), collapse = " + ")
  f <- as.formula(sprintf("y ~ size + age | %s | %s ~ %s", if (effects == "1") "0" else effects, paste(x, collapse = " + "), paste(z, collapse = " + ")))
  if (effects == "1") f <- as.formula(sprintf("y ~ size + age | %s ~ %s", paste(x, collapse = " + "), paste(z, collapse = " + ")))
  m <- if (isTRUE(p$weights)) feols(f, d, weights = d$w, fixef.tol = 3e-12) else feols(f, d, fixef.tol = 3e-12)
  stat <- function(name, v) tryCatch({
    s <- if (is.null(v)) fitstat(m, name) else fitstat(m, name, vcov = v)
    lapply(s, function(one) if (is.list(one)) one$stat else one)
  }, error = function(e) NULL)
  list(nobs = m$nobs, coef = clean(coef(m)),
       iid = se(vcov(m, "iid", ssc = ssc(K.exact = TRUE))), hc1 = se(vcov(m, "hetero", ssc = ssc(K.exact = TRUE))),
       firm = se(vcov(m, cluster = ~firm)),
       province = se(vcov(m, cluster = ~province)),
       twoWay = se(vcov(m, cluster = ~firm + year, ssc = ssc(K.adj = FALSE, G.adj = FALSE))),
       cd = stat("cd", NULL), sargan = stat("sargan", NULL), wh = stat("wh", NULL), ivf1 = stat("ivf1", NULL))
}

# Dummies in ivreg (and AER, whose code it is): coefficients, errors of sandwich, and its diagnostics.
ofIvreg <- function(p, d) {
  x <- paste0("x", seq_len(p$endogenous)); z <- paste0("z", seq_len(p$instruments))
  if (isTRUE(p$collinear)) z <- z[1:2]
  e <- if (length(p$effects) == 0) "" else paste0(" + factor(", unlist(p$effects), ")", collapse = "")
  f <- as.formula(sprintf("y ~ %s + size + age%s | %s + size + age%s", paste(x, collapse = " + "), e, paste(z, collapse = " + "), e))
  d$one <- if (isTRUE(p$weights)) d$w else 1
  m <- ivreg(f, data = d, weights = one)
  keep <- c(x, "size", "age")
  s <- function(v) as.list(sqrt(diag(v))[keep])
  g <- function(v) summary(m, vcov. = v, diagnostics = TRUE)$diagnostics
  di <- g(NULL)
  out <- list(coef = as.list(coef(m)[keep]), iid = s(vcov(m)), hc1 = s(vcovHC(m, type = "HC1")), hc0 = s(vcovHC(m, type = "HC0")),
       firmPlain = s(vcovCL(m, ~firm, type = "HC0", cadjust = FALSE)), firmAll = s(vcovCL(m, ~firm)),
       weakF = I(as.numeric(di[grep("Weak", rownames(di)), "statistic"])), wuHausman = di["Wu-Hausman", "statistic"],
       wuHausmanDf2 = di["Wu-Hausman", "df2"], sargan = if (is.na(di["Sargan", "statistic"])) NULL else di["Sargan", "statistic"])
  out
}

ofPlm <- function(p, d) {
  if (p$years == 1 || isTRUE(p$weights)) return(NULL)
  x <- paste0("x", seq_len(p$endogenous)); z <- paste0("z", seq_len(p$instruments))
  if (isTRUE(p$collinear)) z <- z[1:2]
  f <- as.formula(sprintf("y ~ %s + size + age | %s + size + age", paste(x, collapse = " + "), paste(z, collapse = " + ")))
  pd <- pdata.frame(d, index = c("firm", "year"))
  m <- plm(f, pd, model = "within", effect = if (length(p$effects) == 2) "twoways" else if (p$effects[[1]] == "firm") "individual" else "time")
  list(coef = as.list(coef(m)), iid = as.list(sqrt(diag(vcov(m)))), arellano = as.list(sqrt(diag(vcovHC(m, method = "arellano", type = "HC0")))))
}

# One endogenous variable, iid: LIML and the Anderson-Rubin test and interval of ivmodel, effects as dummies.
ofIvmodel <- function(p, d) {
  if (p$endogenous > 1 || isTRUE(p$weights)) return(NULL)
  z <- paste0("z", seq_len(p$instruments)); if (isTRUE(p$collinear)) z <- z[1:2]
  e <- if (length(p$effects) == 0) "" else paste0(" + factor(", unlist(p$effects), ")", collapse = "")
  X <- model.matrix(as.formula(paste0("~ size + age", e)), d)[, -1]
  m <- ivmodel(Y = d$y, D = d$x1, Z = as.matrix(d[z]), X = X, intercept = TRUE)
  l <- LIML(m); a <- AR.test(m)
  list(liml = as.numeric(l$point.est), kappa = l$k, limlSe = as.numeric(l$std.err), arF = a$Fstat, arP = a$p.value, arCi = a$ci, arInfo = a$ci.info)
}

# Two-step GMM, Hansen's J, Kleibergen-Paap, effective F and Stock-Wright's S by their formulas, effects as dummies, clustered by firm.
byFormula <- function(p, d) {
  if (isTRUE(p$weights)) return(NULL)
  x <- paste0("x", seq_len(p$endogenous)); z <- paste0("z", seq_len(if (isTRUE(p$collinear)) 2 else p$instruments))
  e <- if (length(p$effects) == 0) "" else paste0(" + factor(", unlist(p$effects), ")", collapse = "")
  W <- model.matrix(as.formula(paste0("~ size + age", e)), d)
  free <- function(v) qr.resid(qr(W), as.matrix(v))
  y <- free(d$y); X <- free(d[x]); Z <- free(d[z])
  g <- if (p$years == 1) seq_len(nrow(d)) else d$firm
  meat <- function(u) crossprod(rowsum(Z * as.numeric(u), g))
  P <- function(v) Z %*% solve(crossprod(Z), crossprod(Z, v))
  b <- solve(crossprod(P(X), X), crossprod(P(X), y))
  S <- meat(y - X %*% b); ZX <- crossprod(Z, X); Zy <- crossprod(Z, y)
  b2 <- solve(t(ZX) %*% solve(S, ZX), t(ZX) %*% solve(S, Zy))
  h <- Zy - ZX %*% b2
  out <- list(gmm = setNames(as.list(as.numeric(b2)), x), stockWright = as.numeric(t(Zy) %*% solve(meat(y), Zy)))
  if (length(z) > length(x)) out$hansenJ <- as.numeric(t(h) %*% solve(S, h))
  if (length(x) == 1) {
    V <- X - P(X)
    out$kpLm <- as.numeric(t(ZX) %*% solve(meat(X), ZX))
    out$kpWald <- as.numeric(t(ZX) %*% solve(meat(V), ZX))
    out$effectiveF <- as.numeric(t(ZX) %*% solve(crossprod(Z), ZX)) / sum(diag(meat(V) %*% solve(crossprod(Z))))
  }
  out
}

ofGretl <- function(name, p) {
  x <- paste0("x", seq_len(p$endogenous), collapse = " "); z <- paste0("z", seq_len(if (isTRUE(p$collinear)) 2 else p$instruments), collapse = " ")
  dums <- ""; make <- ""
  for (e in unlist(p$effects)) { make <- paste0(make, sprintf("list D%s = dummify(%s)\n", e, e)); dums <- paste(dums, paste0("D", e)) }
  read <- function(b, s) sprintf("printf \"%s\\n\"\nloop i=1..%d\nprintf \"%%.17g %%.17g\\n\", $coeff[i], $stderr[i]\nendloop\n", b, p$endogenous + 3)
  script <- sprintf("set echo off\nset messages off\nopen %s/.peers/iv/%s.csv --quiet\n%s", getwd(), name, make)
  base <- sprintf("y const %s size age%s ; const %s size age%s", x, dums, z, dums)
  weighted <- isTRUE(p$weights)
  if (weighted) return(NULL)
  script <- paste0(script, sprintf("tsls %s --quiet\n", base), read("TSLS"), sprintf("tsls %s --liml --quiet\n", base), read("LIML"))
  file <- tempfile(fileext = ".inp"); writeLines(script, file)
  out <- system2("gretlcli", c("-b", file), stdout = TRUE)
  part <- function(b) {
    at <- which(out == b); if (length(at) == 0) return(NULL)
    rows <- do.call(rbind, strsplit(trimws(out[(at + 1):(at + p$endogenous + 3)]), " +"))
    names <- c("const", paste0("x", seq_len(p$endogenous)), "size", "age")
    list(coef = setNames(as.list(as.numeric(rows[, 1])), names), se = setNames(as.list(as.numeric(rows[, 2])), names))
  }
  list(tsls = part("TSLS"), liml = part("LIML"))
}

out <- lapply(names(panels), function(name) {
  p <- panels[[name]]; d <- read.csv(sprintf(".peers/iv/%s.csv", name))
  list(fixest = ofFixest(p, d), ivreg = ofIvreg(p, d), plm = ofPlm(p, d), ivmodel = ofIvmodel(p, d), formula = byFormula(p, d), gretl = ofGretl(name, p))
})
names(out) <- names(panels)
gretl <- sub(".*version ([0-9a-z]+).*", "\\1", system2("gretlcli", "--version", stdout = TRUE)[1])
versions <- sprintf("R %s, fixest %s, ivreg %s, plm %s, sandwich %s, ivmodel %s, gretl %s; bench/peers/iv.R", getRversion(), packageVersion("fixest"),
                    packageVersion("ivreg"), packageVersion("plm"), packageVersion("sandwich"), packageVersion("ivmodel"), gretl)
write(toJSON(list(source = versions, panels = out), digits = NA, auto_unbox = TRUE, null = "null", pretty = TRUE), "test/fixtures/iv/peers.json")
