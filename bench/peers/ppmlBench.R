# The twin of bench/ppml.js: fixest on the same arrays. Arguments: file of doubles, its columns (comma separated), rows, formula, repeats.
suppressMessages({library(fixest); library(jsonlite)})
arguments <- commandArgs(TRUE)
setFixest_nthreads(2)
setFixest_notes(FALSE)
names <- strsplit(arguments[2], ",")[[1]]
rows <- as.numeric(arguments[3])
con <- file(arguments[1], "rb")
d <- as.data.frame(setNames(lapply(names, function(n) readBin(con, "double", rows)), names))
close(con)
for (n in c("firm", "year", "region")) d[[n]] <- as.integer(d[[n]])
f <- as.formula(arguments[4])
times <- sapply(seq_len(as.integer(arguments[5])), function(k) { gc(); unname(system.time(m <<- fepois(f, d, cluster = ~firm))[3]) })
used <- d[obs(m), ]
failed <- rowsum(used$y - fitted(m), used$firm) / rowsum(used$y, used$firm)
cat(toJSON(list(version = as.character(packageVersion("fixest")), seconds = times, b = unname(coef(m)[1]), se = unname(se(m)[1]), residual = max(abs(failed)), iterations = m$iterations),
           digits = NA, auto_unbox = TRUE))
