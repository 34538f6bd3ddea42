# Numbers of plm, gretl and plain matrix formulas on the generated dynamic panels, recorded in test/fixtures/gmm/peers.json.
# Run from the repository root:  node bench/peers/gmm.js && Rscript bench/peers/gmm.R
suppressMessages({library(plm); library(jsonlite)})
panels <- fromJSON(".peers/gmm/panels.json", simplifyVector = FALSE)
three <- function(v) setNames(as.list(as.numeric(v[1:3])), c("lag", "x", "w"))
lagsOf <- function(p) if (is.null(p$lags)) c(2, 99) else unlist(p$lags)

# Standard instruments stand in each equation of a system on their own.
ofPlm <- function(p, d) {
  l <- lagsOf(p); pd <- pdata.frame(d, index = c("firm", "year"))
  f <- as.formula(sprintf("y ~ lag(y, 1) + x + w | lag(y, %d:%d) + lag(x, %d:%d) | w", l[1], l[2], l[1], l[2]))
  run <- function(steps) pgmm(f, pd, effect = "twoways", model = steps, transformation = if (isTRUE(p$system)) "ld" else "d", collapse = isTRUE(p$collapse))
  one <- run("onestep"); two <- run("twosteps"); s <- summary(two, robust = TRUE)
  list(instruments = ncol(two$W[[1]]), one = three(coef(one)), oneRobust = three(sqrt(diag(vcovHC(one)))), two = three(coef(two)),
       twoPlain = three(sqrt(diag(vcov(two)))), windmeijer = three(sqrt(diag(vcovHC(two)))), hansen = as.numeric(s$sargan$statistic),
       hansenDf = as.numeric(s$sargan$parameter), ar1 = as.numeric(s$m1$statistic), ar2 = as.numeric(s$m2$statistic))
}

# One column for a standard instrument of both equations of a system; in the notation of xtabond2 h(3), and h(2) with --dpdstyle. No holes, no
# collapsing.
ofGretl <- function(name, p, style = "") {
  if (isTRUE(p$collapse) || !is.null(p$missing)) return(NULL)
  l <- lagsOf(p); last <- min(l[2], 50)
  sets <- if (isTRUE(p$system)) sprintf("GMM(x,%d,%d) GMMlevel(x,%d,%d) w", l[1], last, l[1] - 1, l[1] - 1) else sprintf("GMM(y,%d,%d) GMM(x,%d,%d) w", l[1], last, l[1], last)
  flags <- paste("--time-dummies", if (isTRUE(p$system)) "--system", style)
  read <- function(b) sprintf("printf \"%s\\n\"\nloop i=1..3\nprintf \"%%.17g %%.17g\\n\", $coeff[i], $stderr[i]\nendloop\nprintf \"%%.17g %%.17g %%.17g %%.17g %%.17g\\n\", $model.sargan, $model.sargan_df, $model.AR1, $model.AR2, $model.ninst\n", b)
  script <- sprintf("set echo off\nset messages off\nopen %s/.peers/gmm/%s.csv --quiet\nsetobs firm year --panel-vars\n", getwd(), name)
  script <- paste0(script, sprintf("dpanel 1 ; y x w ; %s %s --quiet\n", sets, flags), read("ONE"), sprintf("dpanel 1 ; y x w ; %s %s --two-step --quiet\n", sets, flags),
                   read("TWO"), "printf \"HANSEN %.17g\\n\", inbundle($model, \"hansen\") ? $model.hansen : NA\n")
  file <- tempfile(fileext = ".inp"); writeLines(script, file)
  out <- system2("gretlcli", c("-b", file), stdout = TRUE, stderr = FALSE)
  part <- function(b) {
    at <- which(out == b); rows <- lapply(strsplit(trimws(out[(at + 1):(at + 4)]), " +"), as.numeric)
    last <- rows[[4]]
    list(coef = three(sapply(rows[1:3], `[`, 1)), se = three(sapply(rows[1:3], `[`, 2)), sargan = last[1], df = last[2], ar1 = last[3], ar2 = last[4], instruments = last[5])
  }
  list(one = part("ONE"), two = part("TWO"), hansen = suppressWarnings(as.numeric(sub("HANSEN ", "", grep("^HANSEN", out, value = TRUE)))))
}

# Dense matrices, unit by unit: transformation matrix D, instruments by loops, the estimators as they are printed in the papers.
byFormula <- function(p, d, transform, h, equations) {
  l <- lagsOf(p); years <- sort(unique(d$year)); system <- isTRUE(p$system)
  value <- function(dd, column, year) { v <- dd[[column]][dd$year == year]; if (length(v) == 0) NA else v }
  used <- sort(unique(unlist(lapply(split(d, d$firm), function(dd) dd$year[(dd$year - 1) %in% dd$year]))))
  dums <- if (system) used[-1] else used
  units <- lapply(split(d, d$firm), function(dd) {
    rows <- dd[(dd$year - 1) %in% dd$year, ]
    if (nrow(rows) == 0) return(NULL)
    lag <- sapply(rows$year, function(t) value(dd, "y", t - 1))
    X <- cbind(lag = lag, x = rows$x, w = rows$w, if (system) 1, outer(rows$year, dums, `==`) + 0)
    n <- nrow(rows); D <- NULL; period <- NULL
    if (transform == "d") { for (i in seq_len(n)[-1]) if (rows$year[i] - rows$year[i - 1] == 1) { r <- numeric(n); r[i] <- 1; r[i - 1] <- -1; D <- rbind(D, r); period <- c(period, rows$year[i]) }
    } else if (n > 1) for (i in 1:(n - 1)) { m <- n - i; r <- numeric(n); r[i] <- 1; r[(i + 1):n] <- -1 / m; D <- rbind(D, r * sqrt(m / (m + 1))); period <- c(period, rows$year[i] + 1) }
    # A unit with a single row still stands in the level equation of a system.
    if (is.null(D)) { if (!system) return(NULL); D <- matrix(0, 0, n) }
    first <- NULL
    for (i in seq_len(n)[-1]) if (rows$year[i] - rows$year[i - 1] == 1) { r <- numeric(n); r[i] <- 1; r[i - 1] <- -1; first <- rbind(first, c(rows$year[i], r)) }
    list(dd = dd, rows = rows, X = X, y = rows$y, D = D, period = period, first = first)
  })
  units <- Filter(Negate(is.null), units)
  cells <- function(u) {
    z <- list()
    put <- function(key, i, v) { if (is.na(v) || v == 0) return(invisible()); if (is.null(z[[key]])) z[[key]] <<- numeric(nrow(u$D) + if (system) nrow(u$rows) else 0); z[[key]][i] <<- v }
    for (column in c("y", "x")) {
      for (i in seq_along(u$period)) for (k in l[1]:min(l[2], length(years)))
        put(if (isTRUE(p$collapse)) sprintf("%s d %d", column, k) else sprintf("%s d %d %d", column, k, u$period[i]), i, value(u$dd, column, u$period[i] - k))
      if (system) for (i in seq_len(nrow(u$rows))) {
        t <- u$rows$year[i] - l[1] + 1
        put(if (isTRUE(p$collapse)) sprintf("%s l", column) else sprintf("%s l %d", column, u$rows$year[i]), nrow(u$D) + i, value(u$dd, column, t) - value(u$dd, column, t - 1))
      }
    }
    z
  }
  every <- lapply(units, cells); keys <- unique(unlist(lapply(every, names)))
  data <- Map(function(u, z) {
    nd <- nrow(u$D); nl <- if (system) nrow(u$rows) else 0
    Z <- sapply(keys, function(k) if (is.null(z[[k]])) numeric(nd + nl) else z[[k]]); if (nd + nl == 1) Z <- matrix(Z, 1)
    own <- u$X[, -(1:3), drop = FALSE]; w <- u$rows$w
    Z <- if (!system) cbind(Z, u$D %*% w, u$D %*% own)
         else cbind(Z, if (equations == "apart") cbind(c(u$D %*% w, numeric(nl)), c(numeric(nd), w)) else c(u$D %*% w, w), rbind(matrix(0, nd, ncol(own)), own))
    M <- if (system) rbind(u$D, diag(nrow(u$rows))) else u$D
    H <- if (h == 1) diag(nd + nl) else if (h == 3) M %*% t(M) else { A <- M %*% t(M); if (system) { A[seq_len(nd), nd + seq_len(nl)] <- 0; A[nd + seq_len(nl), seq_len(nd)] <- 0 }; A }
    list(X = M %*% u$X, y = as.numeric(M %*% u$y), Z = Z, H = H, u = u, nd = nd)
  }, units, every)
  total <- function(f) Reduce(`+`, lapply(data, f))
  rank <- qr(total(function(a) crossprod(a$Z)))
  keep <- sort(rank$pivot[seq_len(rank$rank)])
  X <- do.call(rbind, lapply(data, `[[`, "X"))
  cols <- qr(X, tol = 1e-9); cols <- sort(cols$pivot[seq_len(cols$rank)])
  data <- lapply(data, function(a) { a$Z <- a$Z[, keep, drop = FALSE]; a$X <- a$X[, cols, drop = FALSE]; a$levels <- a$u$X[, cols, drop = FALSE]; a })
  ZX <- total(function(a) t(a$Z) %*% a$X); Zy <- total(function(a) t(a$Z) %*% a$y)
  step <- function(S) { W <- solve(S); V <- solve(t(ZX) %*% W %*% ZX); b <- V %*% t(ZX) %*% W %*% Zy; list(W = W, V = V, b = b) }
  meat <- function(b) total(function(a) tcrossprod(t(a$Z) %*% (a$y - a$X %*% b)))
  one <- step(total(function(a) t(a$Z) %*% a$H %*% a$Z)); S <- meat(one$b); two <- step(S)
  robust <- one$V %*% t(ZX) %*% one$W %*% S %*% one$W %*% ZX %*% one$V
  moments <- Zy - ZX %*% two$b
  Dm <- sapply(seq_along(cols), function(k) {
    dS <- -total(function(a) { e <- a$y - a$X %*% one$b; g <- t(a$Z) %*% a$X[, k]; q <- t(a$Z) %*% e; g %*% t(q) + q %*% t(g) })
    -two$V %*% t(ZX) %*% two$W %*% dS %*% two$W %*% moments
  })
  wind <- two$V + Dm %*% two$V + t(Dm %*% two$V) + Dm %*% robust %*% t(Dm)
  ar <- function(m) {
    parts <- lapply(data, function(a) {
      f <- a$u$first; if (is.null(f)) return(NULL)
      e <- f[, -1, drop = FALSE] %*% (a$u$y - a$levels %*% two$b); dx <- f[, -1, drop = FALSE] %*% a$levels
      at <- match(f[, 1] - m, f[, 1]); ok <- !is.na(at); if (!any(ok)) return(NULL)
      q <- sum(e[ok] * e[at[ok]]); list(q = q, x = colSums(e[at[ok]] * dx[ok, , drop = FALSE]), z = t(a$Z) %*% (a$y - a$X %*% two$b) * q)
    })
    parts <- Filter(Negate(is.null), parts); if (length(parts) == 0) return(NA); s <- function(n) Reduce(`+`, lapply(parts, `[[`, n))
    q <- s("q"); x <- s("x"); z <- s("z")
    v <- sum(sapply(parts, function(b) b$q^2)) - 2 * x %*% two$V %*% t(ZX) %*% two$W %*% z + x %*% wind %*% x
    as.numeric(q / sqrt(v))
  }
  list(instruments = length(keep), one = three(one$b), oneRobust = three(sqrt(diag(robust))), two = three(two$b), twoPlain = three(sqrt(diag(two$V))),
       windmeijer = three(sqrt(diag(wind))), hansen = as.numeric(t(moments) %*% two$W %*% moments), ar1 = ar(1), ar2 = ar(2), ar3 = ar(3))
}

out <- lapply(names(panels), function(name) {
  p <- panels[[name]]; d <- read.csv(sprintf(".peers/gmm/%s.csv", name)); d <- d[order(d$firm, d$year), ]
  made <- list(plm = ofPlm(p, d), gretl = ofGretl(name, p, if (isTRUE(p$system)) "--dpdstyle" else ""), formula = list(h1 = byFormula(p, d, "d", 1, "apart"), orthogonal = byFormula(p, d, "fod", 1, "apart")))
  if (isTRUE(p$system)) made$formula <- c(made$formula, list(h2 = byFormula(p, d, "d", 2, "together"), h3 = byFormula(p, d, "d", 3, "apart"),
                                                              orthogonal3 = byFormula(p, d, "fod", 3, "apart")))
  if (isTRUE(p$system)) made$gretlDefault <- ofGretl(name, p)
  made
})
names(out) <- names(panels)
gretl <- sub(".*version ([0-9a-z]+).*", "\\1", system2("gretlcli", "--version", stdout = TRUE)[1])
versions <- sprintf("R %s, plm %s, gretl %s; bench/peers/gmm.R", getRversion(), packageVersion("plm"), gretl)
write(toJSON(list(source = versions, panels = out), digits = NA, auto_unbox = TRUE, null = "null", na = "null", pretty = TRUE), "test/fixtures/gmm/peers.json")
