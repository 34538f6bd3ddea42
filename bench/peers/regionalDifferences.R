# Numbers of R on the income of the states of the USA (test/fixtures/inequality), for the tests of inequality, density, markov and
# convergence. Run in the repository root: Rscript bench/peers/regionalDifferences.R; writes test/fixtures/inequality/peers.json.
# Packages: ineq 0.2-13, REAT 3.0.3, markovchain 0.9.1, sandwich 3.0-2, multimode 1.5, fixest 0.14.2.
suppressMessages({library(ineq); library(REAT); library(markovchain); library(sandwich); library(jsonlite)})
folder <- "test/fixtures/inequality"
wide <- read.csv(file.path(folder, "us-states-income.csv"), check.names = FALSE)
income <- as.matrix(wide[, -(1:2)]); years <- as.integer(colnames(income)); n <- nrow(income)
region <- (wide$state_fips %% 4) + 1                     # an arbitrary grouping, nested in `half`
half <- ifelse(region <= 2, 1, 2)
people <- 1 + (wide$state_fips %% 7)                     # arbitrary whole weights

# Inequality, by double loops over pairs: formulas of Dagum (1997), no package.
dagum <- function(y, g, w) {
  W <- sum(w); mu <- sum(w * y) / W
  pair <- function(i, j) sum(outer(w[i], w[j]) * abs(outer(y[i], y[j], "-"))) / (sum(w[i]) * sum(w[j]))
  k <- sort(unique(g)); at <- lapply(k, function(v) which(g == v))
  m <- sapply(at, function(i) sum(w[i] * y[i]) / sum(w[i])); p <- sapply(at, function(i) sum(w[i]) / W); s <- p * m / mu
  within <- sum(sapply(seq_along(k), function(a) pair(at[[a]], at[[a]]) / (2 * m[a]) * p[a] * s[a]))
  nb <- 0; tv <- 0; G <- matrix(NA, length(k), length(k)); D <- G
  for (a in seq_along(k)) for (b in seq_along(k)) if (a > b) {
    hi <- if (m[a] >= m[b]) a else b; lo <- a + b - hi
    d <- outer(y[at[[hi]]], y[at[[lo]]], "-"); ww <- outer(w[at[[hi]]], w[at[[lo]]]); ww <- ww / sum(ww)
    up <- sum(ww * pmax(d, 0)); down <- sum(ww * pmax(-d, 0))
    G[a, b] <- (up + down) / (m[a] + m[b]); D[a, b] <- (up - down) / (up + down)
    f <- G[a, b] * (p[a] * s[b] + p[b] * s[a]); nb <- nb + f * D[a, b]; tv <- tv + f * (1 - D[a, b])
  }
  list(gini = pair(seq_along(y), seq_along(y)) / (2 * mu), within = within, between = nb, transvariation = tv,
       pairGini = G[lower.tri(G)], pairAffluence = D[lower.tri(D)])
}
theilT <- function(y, w) { r <- y / (sum(w * y) / sum(w)); sum(w / sum(w) * r * log(r)) }
theilL <- function(y, w) { r <- y / (sum(w * y) / sum(w)); sum(w / sum(w) * -log(r)) }
nested <- function(y, w, f, share) {
  means <- function(g) { v <- tapply(w * y, g, sum) / tapply(w, g, sum); list(y = v, w = tapply(w, g, sum)) }
  inner <- means(region); outer <- means(half)
  innerHalf <- ifelse(as.integer(names(inner$y)) <= 2, 1, 2)
  sh <- function(g) { v <- if (share == "income") tapply(w * y, g, sum) else tapply(w, g, sum); v / sum(v) }
  c(f(outer$y, outer$w),
    sum(sh(half) * sapply(1:2, function(h) f(inner$y[innerHalf == h], inner$w[innerHalf == h]))),
    sum(sh(region) * sapply(1:4, function(r) f(y[region == r], w[region == r]))))
}
y <- income[, "2009"]; y29 <- income[, "1929"]
inequality <- list(
  gini = ineq(y, type = "Gini"), gini1929 = ineq(y29, type = "Gini"),
  theilT = ineq(y, type = "Theil", parameter = 0), theilL = ineq(y, type = "Theil", parameter = 1),
  giniReplicated = ineq(rep(y, people), type = "Gini"),
  dagum = dagum(y, region, rep(1, n)), dagumWeighted = dagum(y, region, people),
  nestedT = nested(y, people, theilT, "income"), nestedL = nested(y, people, theilL, "population"),
  totalT = theilT(y, people), totalL = theilL(y, people))

# Density.
x <- y29 / mean(y29)
sj <- bw.SJ(x, nb = 100000, method = "ste", tol = 1e-12)
at <- c(0.5, 0.8, 1, 1.3, 1.9)
density <- list(silverman = bw.nrd0(x), scott = bw.nrd(x), sheatherJones = sj,
  at = at, value = sapply(at, function(a) mean(dnorm(a, x, bw.nrd0(x)))))
density$critical <- multimode::bw.crit(x, mod0 = 1, tol = 1e-10, full.result = FALSE)
# multimode counts peaks on a grid; here the derivative is followed in steps of a four-thousandth of the bandwidth.
peaks <- function(h) { g <- seq(min(x), max(x), by = h / 4000); sum(diff(sign(colSums(outer(x, g, function(v, z) (v - z) * exp(-((v - z) / h)^2 / 2))))) < 0) }
lo <- 0.05; hi <- 1; while (hi - lo > 1e-10 * hi) { m <- (lo + hi) / 2; if (peaks(m) <= 1) hi <- m else lo <- m }
density$criticalFine <- hi

# Chain of relative incomes in pooled quintiles.
relative <- t(t(income) / colMeans(income))
cuts <- quantile(as.vector(relative), c(.2, .4, .6, .8))
class <- matrix(1 + findInterval(as.vector(relative), cuts, left.open = TRUE), n)
moves <- lapply(seq_len(n), function(i) as.character(class[i, ]))
fit <- markovchainFit(moves, method = "mle", name = "states")
chain <- list(probabilities = unname(fit$estimate@transitionMatrix), ergodic = as.vector(steadyStates(fit$estimate)),
  errors = unname(sqrt(fit$estimate@transitionMatrix * (1 - fit$estimate@transitionMatrix) / rowSums(table(class[, -ncol(class)], class[, -1])))))
period <- rep(seq_len(ncol(class) - 1), each = n); from <- as.vector(class[, -ncol(class)]); to <- as.vector(class[, -1])
lr <- 0; q <- 0; df <- 0
for (i in 1:5) { t3 <- table(factor(to[from == i], 1:5), factor(period[from == i] > 40, c(FALSE, TRUE)))
  t3 <- t3[rowSums(t3) > 0, , drop = FALSE]; e <- outer(rowSums(t3), colSums(t3)) / sum(t3)
  q <- q + sum((t3 - e)^2 / e); lr <- lr + 2 * sum(t3[t3 > 0] * log(t3[t3 > 0] / e[t3 > 0])); df <- df + (nrow(t3) - 1) * (ncol(t3) - 1) }
chain$halves <- list(likelihoodRatio = lr, pearson = q, df = df)
values <- eigen(fit$estimate@transitionMatrix)$values
chain$halfLife <- -log(2) / log(sort(Mod(values), decreasing = TRUE)[2])

# Convergence.
cv <- apply(income, 2, sd) / colMeans(income)
trend <- lm(cv ~ years); L <- floor(length(years)^0.25)
V <- NeweyWest(trend, lag = L, prewhite = FALSE, adjust = FALSE)
N <- length(years); factor <- N / (N - 1) * (N - 1) / (N - 2)
pm <- cor.test(log(y) + log(y29), log(y) - log(y29))
span <- 80; growth <- (log(y) - log(y29)) / span
ols <- lm(growth ~ log(y29)); hc <- vcovHC(ols, "HC1"); b <- unname(coef(ols)[2]); se <- unname(sqrt(hc[2, 2]))
reat <- betaconv.ols(y29, 1929, y, 2009, print.results = FALSE)
speed <- function(b, s) -log(1 + b * s) / s
five <- years[seq(1, 81, 5)]
d <- do.call(rbind, lapply(seq_len(length(five) - 1), function(t) data.frame(unit = seq_len(n), start = five[t],
  g = (log(income[, as.character(five[t + 1])]) - log(income[, as.character(five[t])])) / 5, l = log(income[, as.character(five[t])]))))
two <- lm(g ~ l + factor(unit) + factor(start), d)
cl <- fixest::feols(g ~ l | unit + start, d, cluster = ~unit)
groups <- lapply(1:4, function(r) { m <- lm(growth[region == r] ~ log(y29[region == r])); c(coef(m)[2], vcovHC(m, "HC1")[2, 2]) })
bg <- sapply(groups, `[`, 1); vg <- sapply(groups, `[`, 2); common <- sum(bg / vg) / sum(1 / vg)
convergence <- list(cv = unname(cv[c("1929", "1969", "2009")]), sdLog = c(sd(log(y29)), sd(log(y))),
  trend = unname(coef(trend)[2]), trendError = unname(sqrt(V[2, 2] * factor)), lags = L,
  pitmanMorgan = unname(pm$statistic), pitmanMorganP = pm$p.value,
  b = b, error = se, errorHC3 = unname(sqrt(vcovHC(ols, "HC3")[2, 2])), speed = speed(b, span), speedError = se / (1 + b * span), halfLife = log(2) / speed(b, span),
  # REAT 3.0.3 prints Lambda = -ln(1 + b) / T though its growth is per year already: its speed is wrong, its b is right.
  reat = list(b = reat$abeta$estimates["Beta", 1], lambda = reat$abeta$estimates["Lambda", 1]),
  panel = list(b = unname(coef(cl)), error = unname(fixest::se(cl)), check = unname(coef(two)["l"]), speed = speed(unname(coef(cl)), 5)),
  clubs = list(b = unname(bg), error = sqrt(unname(vg)), chi2 = sum((bg - common)^2 / vg)))
versions <- sapply(c("ineq", "REAT", "markovchain", "sandwich", "fixest", "multimode"), function(p) as.character(packageVersion(p)))

out <- list(source = paste("bench/peers/regionalDifferences.R;", R.version.string), versions = as.list(versions), inequality = inequality, density = density, chain = chain, convergence = convergence)
writeLines(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = 1), file.path(folder, "peers.json"))
