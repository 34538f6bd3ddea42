# The audit of the ASEM index by COINr (CRAN, MIT), 1.1.14: correlation flags, Cronbach's alpha, effective weights, strengths and weaknesses.
#   Rscript bench/peers/audit.R
# Writes test/fixtures/index/audit.json in full precision. COINr has no shares of variance: those are base R on its scores.
suppressMessages(library(COINr))
coin <- suppressMessages(build_example_coin())
flags <- function(level, type, at) {
  f <- get_corr_flags(coin, dset = "Normalised", cor_thresh = at, thresh_type = type, grouplev = level, roundto = NULL)
  f[order(f$Ind1, f$Ind2), ]
}
alpha <- function(codes, level) get_cronbach(coin, dset = "Aggregated", iCodes = codes, Level = level)
meta <- coin$Meta$Ind
meta <- meta[!is.na(meta$Level), ]
nodes <- meta[meta$Level > 1, ]
of <- function(code) meta$iCode[which(meta$Parent == code)]
alphas <- vapply(nodes$iCode, function(code) alpha(of(code), nodes$Level[nodes$iCode == code] - 1), 0)
effective <- get_eff_weights(coin, out2 = "df")
effective <- effective[effective$Level == 1, c("iCode", "EffWeight")]
scores <- get_data(coin, dset = "Aggregated")
z <- scores[effective$iCode]
# Rows of a sum of parts: weighted means have their weights divided by the sum of the group, as the effective weights are.
share <- function(j) cov(effective$EffWeight[j] * z[[j]], scores$Index) / var(scores$Index)
sides <- lapply(scores$uCode, function(unit) {
  found <- get_str_weak(coin, dset = "Normalised", usel = unit, topN = 5, bottomN = 5, min_discard = FALSE, sig_figs = NULL)
  side <- function(x) list(indicator = x$Code, rank = x$Rank, value = x$Value)
  list(unit = unit, strengths = side(found$Strengths), weaknesses = side(found$Weaknesses))
})
library(jsonlite)
write(toJSON(list(
  source = paste("COINr", packageVersion("COINr"), R.version.string, "bench/peers/audit.R"),
  high = flags(2, "high", 0.75), weak = flags(2, "low", 0.3), negative = flags(2, "low", -0.4),
  allHigh = flags(4, "high", 0.75), allNegative = flags(4, "low", -0.4),
  alpha = as.list(alphas),
  effective = list(indicator = effective$iCode, weight = effective$EffWeight, correlation = unname(vapply(z, cor, 0, scores$Index)),
    varianceShare = vapply(seq_along(z), share, 0)),
  sides = sides), digits = NA, dataframe = "columns", auto_unbox = TRUE), "test/fixtures/index/audit.json")
