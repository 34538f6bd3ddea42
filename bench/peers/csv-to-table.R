# The twin of bench/csv-to-table.js: data.table's fread and fixest's feols on the same file, two threads. Argument: the file.
suppressMessages({library(data.table); library(fixest)})
setDTthreads(2)
setFixest_nthreads(2)
m <- feols(y ~ x1 + x2 + x3 + x4 + x5 | firm + year, fread(commandArgs(TRUE)[1]), cluster = ~firm, notes = FALSE)
cat(sprintf('{"version": "data.table %s and fixest %s", "b": %.17g, "se": %.17g}', packageVersion("data.table"), packageVersion("fixest"), coef(m)[[1]], se(m)[[1]]))
