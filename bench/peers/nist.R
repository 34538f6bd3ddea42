# The twin of bench/nist.js: lm on NIST's linear sets, powers written as a user writes them, with its own tolerance and with one that keeps every column.
# Argument: test/fixtures/nist/nist.json. Prints coefficients (0 where a column was dropped) with 17 digits.
suppressMessages(library(jsonlite))
sets <- fromJSON(commandArgs(TRUE)[1], simplifyVector = FALSE)
fit <- function(s, tol) {
  d <- data.frame(y = unlist(s$y))
  for (j in seq_along(s$columns)) d[[paste0("x", j)]] <- unlist(s$columns[[j]])
  powers <- unlist(s$powers)
  terms <- if (is.null(powers)) paste0("x", seq_along(s$columns)) else sprintf("I(x1^%d)", powers[powers > 0])
  f <- as.formula(paste("y ~", paste(terms, collapse = " + "), if (is.null(powers) || 0 %in% powers) "" else "- 1"))
  b <- unname(coef(lm(f, d, tol = tol)))
  b[is.na(b)] <- 0
  as.list(b)
}
cat(toJSON(list(version = R.version.string, lm = lapply(sets, fit, tol = 1e-7), all = lapply(sets, fit, tol = 1e-16)), digits = I(17), auto_unbox = TRUE))
