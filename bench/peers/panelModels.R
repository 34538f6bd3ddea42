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
  # Other errors of random effects and of first differences.
  others <- function(m) list(hc0 = num(sqrt(diag(vcovHC(m, method = "white1", type = "HC0")))), hc3 = num(sqrt(diag(vcovHC(m, method = "white1", type = "HC3")))),
                             dk = num(sqrt(diag(vcovSCC(m, maxlag = 2, type = "HC0")))))
  out$others <- list(randomEffects = others(re))
  if (!gap) out$others$firstDifference <- others(fd)
  out
}
# gretl's random effects (Swamy and Arora; Baltagi and Chang's form in unbalanced panels), to 15 digits.
ofGretl <- function(name, f) {
  d <- read.csv(sprintf(".peers/iv/%s.csv", name)); x <- paste(all.vars(f)[-1], collapse = " ")
  balanced <- length(unique(table(d$firm))) == 1 && all(tapply(d$year, d$firm, length) == length(unique(d$year)))
  numbers <- function(letter, of) c(sprintf("matrix v = %s", of), sprintf('printf "%s"', letter), "loop i=1..rows(v) -q", '  printf " %.15g", v[i]', "endloop", 'printf "\\n"')
  script <- c("set verbose off", sprintf("open %s/.peers/iv/%s.csv --quiet", getwd(), name), "setobs firm year --panel-vars",
              sprintf("panel y const %s --random-effects %s --quiet", x, if (balanced) "" else "--unbalanced"), numbers("b", "$coeff"), numbers("s", "$stderr"))
  file <- tempfile(fileext = ".inp"); writeLines(script, file)
  lines <- system2("gretlcli", c("-b", file), stdout = TRUE, stderr = FALSE)
  read <- function(letter) { v <- as.numeric(strsplit(grep(sprintf("^%s ", letter), lines, value = TRUE)[1], " +")[[1]][-1]); num(setNames(v, c("(Intercept)", all.vars(f)[-1]))) }
  tryCatch(list(coef = read("b"), iid = read("s")), error = function(e) NULL)
}
formulas <- list(firmEffects = y ~ x1 + size + age, twoWay = y ~ x1 + size + age, unbalanced = y ~ x1 + size + age, twoEndogenous = y ~ x1 + x2 + size,
                 threeEndogenous = y ~ x1 + x2 + x3 + size, collinear = y ~ x1 + size + age, weak = y ~ x1 + size + age, weighted = y ~ x1 + x2 + size)
out <- list(source = sprintf("R %s, plm %s, gretl 2022c; bench/peers/panelModels.R", getRversion(), packageVersion("plm")),
  panels = sapply(names(formulas), function(name) { o <- one(name, formulas[[name]]); o$gretl <- ofGretl(name, formulas[[name]]); o }, simplify = FALSE))
write(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "test/fixtures/panel/models.json")
