# Numbers of the tests on the ten-firm Grunfeld panel (src/econometrics/panel/ols.test.ts), and the data themselves.
# The panel is plm's; statsmodels, whose copy has an eleventh firm, declares these data public domain.
suppressMessages({library(plm); library(sandwich); library(fixest)})
options(digits = 13)
data(Grunfeld)
write.csv(Grunfeld, "test/fixtures/grunfeld.csv", row.names = FALSE, quote = FALSE)
pooled <- lm(inv ~ value + capital, Grunfeld)
print(rbind(b = coef(pooled), iid = sqrt(diag(vcov(pooled))), HC1 = sqrt(diag(vcovHC(pooled, "HC1"))), HC2 = sqrt(diag(vcovHC(pooled, "HC2"))),
            HC3 = sqrt(diag(vcovHC(pooled, "HC3"))), firm = sqrt(diag(vcovCL(pooled, ~firm))), twoWay = sqrt(diag(vcovCL(pooled, ~firm + year)))))
within <- plm(inv ~ value + capital, Grunfeld, effect = "individual", model = "within")
print(rbind(b = coef(within), iid = sqrt(diag(vcov(within))), arellano = sqrt(diag(vcovHC(within, type = "HC0"))),
            scc = sqrt(diag(vcovSCC(within, type = "HC0"))), nw = sqrt(diag(vcovNW(within, type = "HC0"))), twoWay = sqrt(diag(vcovDC(within, type = "HC0")))))
f <- feols(inv ~ capital | firm + year, Grunfeld, cluster = ~firm)
for (k in c("nonnested", "full", "none")) print(c(K.fixef = k, se = format(se(vcov(f, cluster = ~firm, ssc = ssc(K.fixef = k))), digits = 13)))
print(se(vcov(f, cluster = ~firm, ssc = ssc(K.adj = FALSE, G.adj = FALSE))))
d <- lm(inv ~ capital + factor(firm) + factor(year), Grunfeld)
print(sapply(c("HC1", "HC2", "HC3"), function(type) sqrt(vcovHC(d, type)[2, 2])))
