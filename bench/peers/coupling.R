# Coupling coordination by the CRAN package coupling 0.1, whose `standard` and `wang` are our `classic` and `modified` (its vignette prints both
# formulas). It is compiled as C++17: R_MAKEVARS_USER=FILE with `CXX14 = g++ -std=gnu++17` on R 4.2.
#   Rscript bench/peers/coupling.R
# Writes test/fixtures/index/coupling.json in full precision.
library(coupling)
set.seed(20210319)
number <- function(x) paste0("[", paste(formatC(x, digits = 17, format = "g", width = 1), collapse = ", "), "]")
one <- function(n) {
  u <- matrix(round(runif(6 * n), 6), 6)
  w <- seq_len(n) / sum(seq_len(n))
  made <- function(method) ccd(u, weight = w, method = method)
  fields <- list(weights = number(w), systems = paste0("[", paste(apply(u, 1, number), collapse = ", "), "]"),
    classic = number(made("standard")$C), classicD = number(made("standard")$D),
    modified = number(made("wang")$C), modifiedD = number(made("wang")$D))
  paste0("{ ", paste(sprintf('"%s": %s', names(fields), fields), collapse = ",\n "), " }")
}
writeLines(sprintf('{ "source": "coupling %s, %s, bench/peers/coupling.R",\n "cases": [%s] }', packageVersion("coupling"), R.version.string,
  paste(vapply(2:5, one, ""), collapse = ",\n")), "test/fixtures/index/coupling.json")
