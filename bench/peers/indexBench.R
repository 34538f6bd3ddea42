# COINr's side of bench/index.js: an uncertainty analysis of the ASEM index over the same three choices. Needs COINr (CRAN, MIT), 1.1.14.
#   Rscript bench/peers/indexBench.R REPLICATES
# Prints the processor seconds of the replicates, the version, and the mean width of the middle 90 percent of the ranks.
suppressMessages(library(COINr))
replicates <- as.integer(commandArgs(trailingOnly = TRUE)[1])
coin <- suppressMessages(build_example_coin(quietly = TRUE))
points <- list(Address = "$Log$Treat$global_specs$f1_para$winmax", Distribution = 1:5, Type = "discrete")
scales <- list(list(f_n = "n_minmax", f_n_para = list(c(0, 100))), list(f_n = "n_zscore", f_n_para = list(c(0, 1))))
normal <- list(Address = "$Log$Normalise$global_specs", Distribution = scales, Type = "discrete")
noisy <- get_noisy_weights(coin$Meta$Weights$Original, data.frame(Level = 1:3, NoiseFactor = 0.25), Nrep = 100)
weights <- list(Address = "$Log$Aggregate$w", Distribution = noisy, Type = "discrete")
set.seed(1)
clock <- system.time(found <- suppressMessages(get_sensitivity(coin,
  SA_specs = list(Winmax = points, Normalisation = normal, Weights = weights), N = replicates, SA_type = "UA", dset = "Aggregated",
  iCode = "Index", quietly = TRUE, check_addresses = FALSE)))
width <- mean(found$RankStats$Q95 - found$RankStats$Q5)
cat(sprintf('{ "seconds": %.6f, "version": "%s", "width": %.3f }\n', clock[["user.self"]] + clock[["sys.self"]], packageVersion("COINr"), width))
