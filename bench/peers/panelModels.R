# Numbers of plm on generated panels, recorded in test/fixtures/panel/models.json.
# Run from the repository root:  node bench/peers/iv.js && Rscript bench/peers/panelModels.R
suppressMessages({library(plm); library(lmtest); library(jsonlite)})
num <- function(v) as.list(v)
one <- function(name, f) {
  d <- read.csv(sprintf(".peers/iv/%s.csv", name)); pd <- pdata.frame(d, index = c("firm", "year"))
  fe <- plm(f, pd, model = "within"); po <- plm(f, pd, model = "pooling"); be <- plm(f, pd, model = "between"); re <- plm(f, pd, model = "random")
  # Differences within units one year apart only: plm's own difference the rows, whatever years lie between.
  gap <- any(unlist(tapply(d$year, d$firm, diff)) != 1)
  comp <- lapply(c(swamyArora = "swar", wallaceHussain = "walhus", amemiya = "amemiya", nerlove = "nerlove"), function(m) {
    r <- plm(f, pd, model = "random", random.method = m); s <- ercomp(r)$sigma2
    list(coef = num(coef(r)), iid = num(sqrt(diag(vcov(r)))), unit = s[["id"]], rest = s[["idios"]],
         firm = num(sqrt(diag(vcovHC(r, method = "arellano", type = "HC0")))))
  })
  X <- model.matrix(f, d)[, -1]; for (v in colnames(X)) d[[paste0("m_", v)]] <- ave(d[[v]], d$firm)
  cre <- plm(update(f, as.formula(paste("~ . +", paste0("m_", colnames(X), collapse = " + ")))), pdata.frame(d, index = c("firm", "year")),
             model = "random", random.method = "walhus")
  balanced <- is.pbalanced(pd)
  out <- list(components = comp, between = list(coef = num(coef(be)), iid = num(sqrt(diag(vcov(be))))),
       correlated = list(coef = num(coef(cre)), firm = num(sqrt(diag(vcovHC(cre, method = "arellano", type = "HC0"))))),
       hausman = unname(phtest(fe, re)$statistic), breuschPagan = unname(plmtest(po, type = "bp")$statistic),
       effectsF = unname(pFtest(fe, po)$statistic), pesaranCd = unname(pcdtest(fe, test = "cd")$statistic))
  if (balanced) out$wooldridgeSerial <- unname(pwartest(fe)$statistic)
  if (!gap) {
    fd <- plm(f, pd, model = "fd")
    out$firstDifference <- list(coef = num(coef(fd)), iid = num(sqrt(diag(vcov(fd)))))
    out$wooldridgeDifferences <- unname(pwfdtest(f, pd, h0 = "fe")$statistic)
  }
  out
}
out <- list(source = sprintf("R %s, plm %s; bench/peers/panelModels.R", getRversion(), packageVersion("plm")),
  panels = list(firmEffects = one("firmEffects", y ~ x1 + size + age), unbalanced = one("unbalanced", y ~ x1 + size + age),
                twoEndogenous = one("twoEndogenous", y ~ x1 + x2 + size), threeEndogenous = one("threeEndogenous", y ~ x1 + x2 + x3 + size)))
write(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "test/fixtures/panel/models.json")
