# Independent reference for src/econometrics/index: base R only (4.2.2), no code shared with the product.
# Writes the generated panel and the values it gives: Rscript bench/peers/index.R test/fixtures/index
# The panel: 12 units x 6 periods x 5 indicators, with ties, a true zero, skewed and negatively directed columns.
out <- commandArgs(trailingOnly = TRUE)[1]
set.seed(20240601)
units <- sprintf("u%02d", 1:12); years <- 2015:2020
panel <- expand.grid(year = years, unit = units)[, c("unit", "year")]
u <- rep(rnorm(12), each = 6); t <- rep(seq(0, 1, length.out = 6), 12); n <- nrow(panel)
panel$rd <- round(exp(0.5 + 0.6 * u + 0.4 * t + rnorm(n, sd = 0.2)), 3)
panel$patents <- pmax(0, round(exp(2 + 1.2 * u + 0.8 * t + rnorm(n, sd = 0.4)) - 2))
panel$energy <- round(2 - 0.4 * u - 0.5 * t + rnorm(n, sd = 0.15), 2)
panel$schooling <- round(9 + 0.5 * u + 0.6 * t + rnorm(n, sd = 0.5), 1)
panel$market <- round(plogis(-1 - 0.2 * u - 0.3 * t + rnorm(n)), 4)
stopifnot(min(panel$patents) == 0, min(panel$energy) > 0)

ind <- c("rd", "patents", "energy", "schooling", "market")
higher <- c(TRUE, TRUE, FALSE, TRUE, TRUE)
X <- as.matrix(panel[, ind])

scale01 <- function(X, fit = rep(TRUE, nrow(X)), rows = fit) sapply(seq_along(ind), function(j) {
  r <- range(X[rows, j]); if (higher[j]) (X[, j] - r[1]) / (r[2] - r[1]) else (r[2] - X[, j]) / (r[2] - r[1])
})
entropies <- function(Z, denominator = nrow(Z), shift = 0) apply(Z + shift, 2, function(z) {
  p <- z / sum(z); -sum(ifelse(p > 0, p * log(p), 0)) / log(denominator)
})
normalise <- function(w) w / sum(w)
entropyW <- function(e) normalise(1 - e)
critic <- function(Z, absolute = FALSE) {
  R <- cor(Z); if (absolute) R <- abs(R)
  normalise(apply(Z, 2, sd) * colSums(1 - R))
}
values <- list()
Z <- scale01(X)
e <- entropies(Z); w1 <- entropyW(e); w2 <- critic(Z)
values$entropy <- list(entropies = e, weights = w1, scores = drop(Z %*% w1))
values$entropyShift <- list(entropies = entropies(Z, shift = 0.0001), weights = entropyW(entropies(Z, shift = 0.0001)))
ep <- entropies(Z, denominator = length(years))
values$entropyPeriods <- list(entropies = ep, weights = entropyW(ep), scores = drop(Z %*% entropyW(ep)))
values$critic <- list(weights = w2, scores = drop(Z %*% w2))
values$criticAbsolute <- list(weights = critic(Z, TRUE))
values$criticEntropyProduct <- list(weights = normalise(w1 * w2), scores = drop(Z %*% normalise(w1 * w2)))
values$criticEntropyMean <- list(weights = (w1 + w2) / 2, scores = drop(Z %*% ((w1 + w2) / 2)))
values$equal <- list(scores = drop(Z %*% rep(0.2, 5)))

# ln of rd and energy before scaling
L <- X; L[, c("rd", "energy")] <- log(L[, c("rd", "energy")])
ZL <- scale01(L)
values$entropyLn <- list(weights = entropyW(entropies(ZL)), scores = drop(ZL %*% entropyW(entropies(ZL))))
values$spearmanEntropyLn <- cor(values$entropy$scores, values$entropyLn$scores, method = "spearman")
values$spearmanCritic <- cor(values$entropy$scores, values$critic$scores, method = "spearman")

# ranges and weights frozen on years before 2018
fit <- panel$year < 2018
ZF <- scale01(X, fit); wF <- entropyW(entropies(ZF[fit, ]))
values$frozen <- list(weights = wF, scores = drop(ZF %*% wF), outside = sum(ZF < 0 | ZF > 1))

# ranges of the base year 2015, CRITIC weights over all rows
ZB <- scale01(X, rows = panel$year == 2015)
values$baseYearCritic <- list(weights = critic(ZB), scores = drop(ZB %*% critic(ZB)))

# ranges by year (weights pooled), and ranges and weights by year
ZY <- X
for (y in years) { i <- panel$year == y; ZY[i, ] <- scale01(X[i, , drop = FALSE]) }
values$byYear <- list(weights = entropyW(entropies(ZY)), scores = drop(ZY %*% entropyW(entropies(ZY))))
WY <- sapply(years, function(y) entropyW(entropies(ZY[panel$year == y, ])))
values$byYearWeights <- list(weights = WY, scores = sapply(seq_len(n), function(i) sum(ZY[i, ] * WY[, panel$year[i] - 2014])))

# z-scores and CRITIC
S <- scale(X); S[, !higher] <- -S[, !higher]
values$zCritic <- list(weights = critic(S), scores = drop(S %*% critic(S)))

# standard deviation, coefficient of variation (before and after scaling), principal components
values$standardDeviation <- list(weights = normalise(apply(Z, 2, sd)))
values$variation <- list(weights = normalise(apply(X, 2, sd) / colMeans(X)))
values$variationScaled <- list(weights = normalise(apply(Z, 2, sd) / colMeans(Z)))
turned <- function(P) t(t(P) * ifelse(colSums(P) < 0, -1, 1))
pc <- prcomp(Z, center = TRUE, scale. = TRUE)
P <- turned(pc$rotation); lambda <- pc$sdev^2
values$pcaFirst <- list(weights = normalise(P[, 1]))
kept <- which(lambda > 1)
values$pcaKaiser <- list(components = length(kept), weights = normalise(drop(P[, kept, drop = FALSE] %*% lambda[kept])))

# geometric mean on 0.01..1 and TOPSIS, both with entropy weights
G <- 0.01 + 0.99 * Z; wG <- entropyW(entropies(G))
values$geometric <- list(weights = wG, scores = exp(drop(log(G) %*% wG)))
V <- t(t(Z) * w1); best <- apply(V, 2, max); worst <- apply(V, 2, min)
dPlus <- sqrt(colSums((t(V) - best)^2)); dMinus <- sqrt(colSums((t(V) - worst)^2))
values$topsis <- list(scores = dMinus / (dPlus + dMinus))

# harmonic mean on 0.01..1, grey relation and Mazziotta-Pareto (min-max onto 70..130, as AMPI), with entropy weights
values$harmonic <- list(scores = drop(1 / ((1 / G) %*% wG)))
D <- abs(t(t(Z) - apply(Z, 2, max)))
values$greyRelation <- list(scores = drop(((min(D) + 0.5 * max(D)) / (D + 0.5 * max(D))) %*% w1))
A <- 70 + 60 * Z; wA <- entropyW(entropies(A)); M <- drop(A %*% wA)
S2 <- rowSums(t(t((A - M)^2) * wA))
values$mazziottaPareto <- list(scores = M - S2 / M)

# entropy joins the contrast of CRITIC
values$criticEntropyContrast <- list(weights = normalise((e + apply(Z, 2, sd)) * colSums(1 - cor(Z))))

# a hierarchy: entropy weights in (rd, patents) and (energy, schooling), in both together, and with market at the top
two <- function(A) entropyW(entropies(A))
inputs <- drop(Z[, 1:2] %*% two(Z[, 1:2])); rest <- drop(Z[, 3:4] %*% two(Z[, 3:4]))
both <- drop(cbind(inputs, rest) %*% two(cbind(inputs, rest)))
top <- cbind(both, Z[, 5])
values$hierarchy <- list(inputs = inputs, both = both, weights = two(top), scores = drop(top %*% two(top)))

# z-scores with mean 100 and sd 10, weights of CRITIC of the base year 2015 over min-max ranges of all years
values$zHundred <- list(scores = drop((100 + 10 * S) %*% rep(0.2, 5)))
base <- panel$year == 2015
values$baseYearWeights <- list(weights = critic(Z[base, ]))

# benefit of the doubt by lpSolve, without and with shares of 10 to 60 percent
if (requireNamespace("lpSolve", quietly = TRUE)) {
  bod <- function(shares = NULL) sapply(seq_len(n), function(i) {
    A <- Z; b <- rep(1, n)
    if (!is.null(shares)) for (j in 1:5) {
      low <- shares[1] * Z[i, ]; low[j] <- low[j] - Z[i, j]
      high <- -shares[2] * Z[i, ]; high[j] <- high[j] + Z[i, j]
      A <- rbind(A, low, high); b <- c(b, 0, 0)
    }
    lpSolve::lp("max", Z[i, ], A, rep("<=", nrow(A)), b)$objval
  })
  values$benefitOfTheDoubt <- list(scores = bod(), bounded = bod(c(0.1, 0.6)))
}

# AHP by eigen, and the concordance of three experts by friedman.test
M <- matrix(c(1, 1/3, 1/5, 3, 1, 1/2, 5, 2, 1), 3); E <- eigen(M); v <- Re(E$vectors[, 1])
values$ahp <- list(weights = v / sum(v), largest = Re(E$values[1]), ratio = (Re(E$values[1]) - 3) / 2 / 0.58)
opinions <- rbind(c(40, 30, 20, 10), c(35, 35, 20, 10), c(10, 50, 20, 20))
ft <- friedman.test(opinions)
values$agreement <- list(chi2 = unname(ft$statistic), pValue = ft$p.value, kendallW = unname(ft$statistic) / (3 * 3))

# obstacle degrees with entropy weights; one column of the result per row of the panel
lack <- t(t(1 - Z) * w1)
values$obstacles <- t(lack / pmax(rowSums(lack), 1e-300))

# coupling coordination of three dimensions (rd and patents; energy; schooling and market), entropy weights inside
members <- list(1:2, 3, 4:5)
U <- sapply(members, function(m) drop(Z[, m, drop = FALSE] %*% w1[m]) / sum(w1[m]))
classic <- 3 * apply(U, 1, prod)^(1 / 3) / rowSums(U)
modified <- sqrt((1 - (abs(U[, 1] - U[, 2]) + abs(U[, 1] - U[, 3]) + abs(U[, 2] - U[, 3])) / 3) * apply(U / apply(U, 1, max), 1, prod)^(1 / 2))
share <- sapply(members, function(m) sum(w1[m]))
values$coupling <- list(systems = t(U), classic = classic, modified = modified,
  coordinationClassic = sqrt(classic * rowMeans(U)), coordinationModified = sqrt(modified * drop(U %*% share)))

# R2 of an outcome on the indicators
panel$outcome <- round(0.3 * Z[, 1] + 0.4 * Z[, 2] + rnorm(n, sd = 0.1), 6)
values$identityR2 <- summary(lm(panel$outcome ~ X))$r.squared

number <- function(x) formatC(x, digits = 17, format = "g", width = 1)
json <- function(v) if (is.list(v)) paste0("{", paste0("\"", names(v), "\": ", sapply(v, json), collapse = ",\n "), "}") else
  if (is.matrix(v)) paste0("[", paste(apply(v, 2, json), collapse = ",\n  "), "]") else
  if (length(v) > 1) paste0("[", paste(number(v), collapse = ", "), "]") else number(v)
writeLines(json(c(list(source = 0), values)[-1]), file.path(out, "reference.json"))
write.csv(panel, file.path(out, "panel.csv"), row.names = FALSE, quote = FALSE)
