# The twin of bench/factors/factors.js: fixest on the same arrays. Arguments: file of doubles, its columns (comma separated), rows, formula, repeats.
suppressMessages({library(fixest); library(jsonlite)})
arguments <- commandArgs(TRUE)
setFixest_nthreads(2)
setFixest_notes(FALSE)
names <- strsplit(arguments[2], ",")[[1]]
rows <- as.numeric(arguments[3])
con <- file(arguments[1], "rb")
d <- as.data.frame(setNames(lapply(names, function(n) readBin(con, "double", rows)), names))
close(con)
for (n in c("worker", "firm", "year")) d[[n]] <- as.integer(d[[n]])
f <- as.formula(arguments[4])
# As many repeats as asked for, but no more once a minute is over.
times <- matrix(0, 3, 0)
while (ncol(times) < as.integer(arguments[5]) && sum(times[3, ]) < 60) {
  gc()
  times <- cbind(times, system.time(m <- feols(f, d, cluster = ~worker))[1:3])
}
# What the effects could still explain of the freed outcome and regressors, as our certificate has it.
X <- as.matrix(d[, c("y", names(coef(m)))])
D <- demean(X, d[, c("worker", "firm", "year")])
share <- function(j) {
  x <- X[, j] - mean(X[, j])
  max(sapply(c("worker", "firm", "year"), function(g) sqrt(sum(rowsum(D[, j], d[[g]])^2 / tabulate(match(d[[g]], sort(unique(d[[g]]))))))) / sqrt(sum(x^2)))
}
cat(toJSON(list(version = as.character(packageVersion("fixest")), seconds = unname(times[3, ]), processor = unname(times[1, ] + times[2, ]), b = unname(coef(m)[1]), se = unname(se(m)[1]),
                residual = max(sapply(seq_len(ncol(X)), share)), iterations = m$iterations), digits = NA, auto_unbox = TRUE))
