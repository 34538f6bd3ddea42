# The twin of bench/ols.js: feols on the same arrays, and lm with sandwich where no effects are absorbed. Arguments: file of doubles, its columns, rows,
# the models as JSON pairs of formula and errors.
suppressMessages({library(fixest); library(sandwich); library(jsonlite)})
setFixest_nthreads(2)
setFixest_notes(FALSE)
arguments <- commandArgs(TRUE)
names <- strsplit(arguments[2], ",")[[1]]
con <- file(arguments[1], "rb")
d <- as.data.frame(setNames(lapply(names, function(n) readBin(con, "double", as.numeric(arguments[3]))), names))
close(con)
for (n in c("firm", "year")) d[[n]] <- as.integer(d[[n]])
models <- fromJSON(arguments[4], simplifyVector = FALSE)
least <- function(run) min(sapply(1:3, function(k) { gc(); unname(system.time(made <<- run())[3]) }))
of_fixest <- lapply(models, function(m) {
  f <- as.formula(m[[1]])
  s <- least(function() if (m[[2]] == "cluster") feols(f, d, cluster = ~firm) else feols(f, d, vcov = "hetero"))
  list(seconds = s, b = unname(coef(made)["x1"]), se = unname(se(made)["x1"]))
})
of_lm <- lapply(models, function(m) {
  if (grepl("|", m[[1]], fixed = TRUE)) return(NA)
  f <- as.formula(m[[1]])
  least(function() { fit <- lm(f, d); if (m[[2]] == "cluster") vcovCL(fit, d$firm) else vcovHC(fit, "HC1") })
})
cat(toJSON(list(version = paste0(sub(" \\(.*", "", R.version.string), ", fixest ", packageVersion("fixest"), ", sandwich ", packageVersion("sandwich")),
                fixest = of_fixest, lm = of_lm), digits = NA, auto_unbox = TRUE))
