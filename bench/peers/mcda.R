# A second independent reference for entropy, CRITIC and TOPSIS: the CRAN packages RMCDA 0.3.1 (apply.entropy, apply.CRITIC, apply.TOPSIS)
# and topsis 1.0, on the panel of bench/peers/index.R. Their functions are read from the packages' sources, so that nothing is installed.
#   Rscript bench/peers/mcda.R
# Writes test/fixtures/index/mcda.json in full precision.
folder <- tempdir()
options(repos = "https://cloud.r-project.org")
peer <- function(package, version, files) {
  found <- download.packages(package, folder, type = "source", quiet = TRUE)
  stopifnot(grepl(paste0("_", version, ".tar.gz"), found[1, 2], fixed = TRUE))
  untar(found[1, 2], exdir = folder)
  for (file in files) source(file.path(folder, package, "R", file))
}
peer("RMCDA", "0.3.1", c("ENTROPY.R", "CRITIC.R", "TOPSIS.R"))
peer("topsis", "1.0", "topsis.R")

panel <- read.csv("test/fixtures/index/panel.csv")
indicators <- c("rd", "patents", "energy", "schooling", "market")
X <- as.matrix(panel[, indicators])
X[, "energy"] <- -X[, "energy"]
Z <- apply(X, 2, function(x) (x - min(x)) / (max(x) - min(x)))
# RMCDA has no 0 ln 0: entropy is compared on 0.01 to 1.
G <- 0.01 + 0.99 * Z
entropy <- apply.entropy(G)
critic <- apply.CRITIC(X)
close <- apply.TOPSIS(Z, critic, normalized = TRUE)
# topsis divides each column by its length; weights times that length undo it.
again <- topsis(Z, unname(critic) * sqrt(colSums(Z^2)), rep("+", 5))$score
number <- function(x) paste0("[", paste(formatC(unname(x), digits = 17, format = "g", width = 1), collapse = ", "), "]")
writeLines(sprintf('{ "source": "RMCDA 0.3.1, topsis 1.0, %s, bench/peers/mcda.R",\n "entropy": %s,\n "critic": %s,\n "topsis": %s,\n "topsisAgain": %s }',
  R.version.string, number(entropy), number(critic), number(close), number(again)), "test/fixtures/index/mcda.json")
