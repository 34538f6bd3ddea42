# Oster's delta and adjusted coefficient by the R package robomit (Schaub) on test/fixtures/grunfeld.csv -> test/fixtures/sensitivity/oster.json.
# Within firms its lm is given columns freed of the firms' means. Usage: Rscript bench/peers/oster.R [file of the fixture]
suppressMessages({library(robomit); library(jsonlite)})
arguments <- commandArgs(TRUE)
out <- if (length(arguments) > 0) arguments[1] else "test/fixtures/sensitivity/oster.json"
d <- read.csv("test/fixtures/grunfeld.csv")
within <- as.data.frame(lapply(d, function(v) v - ave(v, d$firm)))
one <- function(term, controls, most, effects) {
  data <- if (effects) within else d
  con <- paste(controls, collapse = " + ")
  delta <- as.data.frame(o_delta(y = "inv", x = term, con = con, beta = 0, R2max = most, type = "lm", data = data))
  beta <- as.data.frame(o_beta(y = "inv", x = term, con = con, delta = 1, R2max = most, type = "lm", data = data))
  at <- function(name) delta$Value[delta$Name == name]
  list(term = term, controls = controls, most = most, effects = effects, delta = at("delta*"), uncontrolled = at("Uncontrolled Coefficient"),
       controlled = at("Controlled Coefficient"), r2Uncontrolled = at("Uncontrolled R-square"), r2Controlled = at("Controlled R-square"),
       adjusted = c(beta$Value[beta$Name == "beta*"], beta$Value[grepl("^Alternative", beta$Name)]))
}
cases <- list(one("value", c("capital", "year"), 0.9, FALSE), one("value", c("capital", "year"), 1, FALSE), one("capital", c("value", "year"), 0.95, FALSE),
              one("value", c("capital", "year"), 0.9, TRUE), one("capital", c("value", "year"), 0.85, TRUE))
write_json(list(source = paste0("robomit ", packageVersion("robomit"), ", ", R.version.string, "; bench/peers/oster.R"), cases = cases), out, digits = NA, auto_unbox = TRUE, pretty = TRUE)
