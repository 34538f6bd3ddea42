# The ASEM sustainable connectivity data and what COINr makes of them. Needs the CRAN package COINr (MIT), 1.1.14.
#   Rscript bench/peers/asem.R
# Writes studies/asem-connectivity/data/asem.csv, test/fixtures/index/asem.json (results in full precision) and prints COINr's speed.
suppressMessages(library(COINr))
# The shortest text that reads back as the same number.
full <- function(x) vapply(x, function(v) {
  if (is.na(v)) return("")
  for (digits in 15:17) if (as.numeric(text <- formatC(v, digits = digits, width = 1)) == v) break
  text
}, "")
data <- ASEM_iData
text <- vapply(data, is.character, TRUE)
out <- as.data.frame(lapply(names(data), function(n) if (text[[n]]) data[[n]] else full(data[[n]])), col.names = names(data))
write.csv(out[names(out) != "Time"], "studies/asem-connectivity/data/asem.csv", row.names = FALSE, quote = FALSE, na = "")

coin <- suppressMessages(build_example_coin())
results <- get_data(coin, dset = "Aggregated")
wanted <- c("uCode", "Index", "Conn", "Sust", "Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin")
treatment <- coin$Analysis$Treated$Dets_Table
optimal <- get_opt_weights(coin, itarg = "equal", dset = "Aggregated", Level = 3, out2 = "list")
pca <- get_PCA(coin, dset = "Aggregated", Level = 2, out2 = "list")
social <- get_PCA(coin, dset = "Aggregated", iCodes = "Sust", Level = 2, out2 = "list")
w <- social$Weights
normal <- function(f, para = NULL) {
  x <- Normalise(coin, dset = "Treated", global_specs = list(f_n = f, f_n_para = para))
  get_data(x, dset = "Normalised")[, c("uCode", "Flights", "Tariff")]
}
aggregate_by <- function(f) {
  x <- Normalise(coin, dset = "Treated", global_specs = list(f_n = "n_minmax", f_n_para = list(l_u = c(1, 100))))
  get_data(Aggregate(x, dset = "Normalised", f_ag = f), dset = "Aggregated")$Index
}
alpha <- get_cronbach(coin, dset = "Raw", iCodes = "P2P", Level = 1)
library(jsonlite)
meta <- ASEM_iMeta
indicators <- meta[meta$Type == "Indicator", ]
above <- meta[meta$Type == "Aggregate" & !is.na(meta$Parent), ]
divided <- indicators[!is.na(indicators$Denominator), ]
system <- list(
  indicators = as.list(setNames(ifelse(indicators$Direction == 1, "higher", "lower"), indicators$iCode)),
  denominators = as.list(setNames(divided$Denominator, divided$iCode)),
  groups = lapply(c(split(indicators$iCode, factor(indicators$Parent, unique(indicators$Parent))),
    split(above$iCode, factor(above$Parent, setdiff(unique(above$Parent), "Index")))), function(of) list(of = I(of))))
write(toJSON(list(
  source = paste("COINr", packageVersion("COINr"), R.version.string, "bench/peers/asem.R"),
  system = system,
  aggregates = results[wanted],
  treated = treatment[c("iCode", "winsorise.nwin", "check_SkewKurt0.Skew", "check_SkewKurt0.Kurt")],
  optimal = optimal$WeightsOpt[optimal$WeightsOpt$Level == 3, c("iCode", "Weight")],
  pca = w[w$iCode %in% c("Environ", "Social", "SusEcFin"), c("iCode", "Weight")],
  normalised = list(zScore = normal("n_zscore"), rank = normal("n_rank"), percentileRank = normal("n_prank"), borda = normal("n_borda"),
    distanceToMax = normal("n_dist2max")),
  aggregated = list(geometric = aggregate_by("a_gmean"), harmonic = aggregate_by("a_hmean")),
  alpha = alpha), digits = NA, dataframe = "columns", auto_unbox = TRUE), "test/fixtures/index/asem.json")
