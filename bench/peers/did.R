# Numbers of the R packages did (no bootstrap) and DRDID on test/fixtures/did/*.csv -> test/fixtures/did/did.json.
# Usage: Rscript bench/peers/did.R && npx biome check --write test/fixtures/did
suppressMessages({ library(did); library(jsonlite) })
panel <- read.csv("test/fixtures/did/staggered.csv")
panel$id <- as.integer(factor(panel$unit))
panel$firstTreated[is.na(panel$firstTreated)] <- 0

covered <- read.csv("test/fixtures/did/holes.csv")
covered$id <- as.integer(factor(covered$unit))
covered$firstTreated[is.na(covered$firstTreated)] <- 0

run <- function(data, controls, anticipation = 0, base = "varying", cluster = NULL, covariates = ~1, method = "dr", balance = NULL) {
  fit <- suppressWarnings(att_gt("y", "year", "id", "firstTreated", data = data, control_group = controls, anticipation = anticipation,
    base_period = base, bstrap = FALSE, cband = FALSE, clustervars = cluster, xformla = covariates, est_method = method, faster_mode = FALSE))
  cells <- data.frame(cohort = fit$group, time = fit$t, estimate = fit$att, stdError = fit$se)
  cells <- cells[!is.na(cells$stdError), ]
  aggregate <- function(type) {
    a <- suppressWarnings(aggte(fit, type = type, bstrap = FALSE, cband = FALSE, na.rm = TRUE))
    points <- if (type == "simple") list() else data.frame(at = a$egt, estimate = a$att.egt, stdError = a$se.egt)
    list(estimate = a$overall.att, stdError = a$overall.se, points = points)
  }
  types <- c("simple", "dynamic", "group", "calendar")
  aggregates <- setNames(lapply(types, aggregate), types)
  if (!is.null(balance)) {
    a <- suppressWarnings(aggte(fit, type = "dynamic", balance_e = balance, bstrap = FALSE, cband = FALSE, na.rm = TRUE))
    points <- data.frame(at = a$egt, estimate = a$att.egt, stdError = a$se.egt)
    aggregates$balanced <- list(estimate = a$overall.att, stdError = a$overall.se, points = points)
  }
  list(cells = cells, aggregates = aggregates, wald = if (is.null(fit$W)) NA else as.numeric(fit$W))
}

# Cells of the units seen in both periods, one by one: did itself either drops units with holes or takes rows for other people's.
pairwise <- function(data, columns, estimate) {
  years <- sort(unique(data$year))
  cells <- expand.grid(time = years[-1], cohort = sort(unique(data$firstTreated[data$firstTreated > 0 & data$firstTreated <= max(years)])))
  rows <- lapply(seq_len(nrow(cells)), function(j) {
    g <- cells$cohort[j]
    t <- cells$time[j]
    base <- if (t >= g) g - 1 else t - 1
    s <- data[data$firstTreated == g | data$firstTreated == 0 | data$firstTreated > max(t, base), ]
    w <- merge(s[s$year == t, c("id", "y", "firstTreated")], s[s$year == base, c("id", "y", columns)], by = "id")
    x <- cbind(1, as.matrix(w[columns]))
    f <- estimate(w$y.x, w$y.y, as.integer(w$firstTreated == g), covariates = x)
    data.frame(cohort = g, time = t, estimate = f$ATT, stdError = f$se)
  })
  list(cells = do.call(rbind, rows))
}

later <- panel$firstTreated == 2021
never <- panel$firstTreated == 0
out <- list(
  source = paste0("R ", getRversion(), ", did ", packageVersion("did"), ", DRDID ", packageVersion("DRDID"), ", bstrap = FALSE; bench/peers/did.R"),
  never = run(panel[!later, ], "nevertreated"),
  notYet = run(panel, "notyettreated"),
  laterAdopters = run(panel[!never, ], "notyettreated"),
  noneLater = run(panel[!never & !later, ], "notyettreated"),
  neverUniversal = run(panel[!later, ], "nevertreated", base = "universal"),
  notYetAnticipation = run(panel, "notyettreated", anticipation = 1),
  notYetClustered = run(panel, "notyettreated", cluster = "region"),
  balanced = run(panel, "notyettreated", balance = 2),
  regression = run(covered, "notyettreated", covariates = ~ x + size, method = "reg"),
  weighting = run(covered, "notyettreated", covariates = ~size, method = "ipw"),
  doublyRobust = run(covered, "notyettreated", covariates = ~size, method = "dr"),
  doublyRobustNever = run(covered[covered$firstTreated != 2021, ], "nevertreated", covariates = ~ x + size, method = "dr"),
  doublyRobustUniversal = run(covered, "notyettreated", base = "universal", covariates = ~size, method = "dr"),
  doublyRobustClustered = run(covered, "notyettreated", cluster = "region", covariates = ~size, method = "dr"),
  holes = pairwise(covered[covered$whole == 1, ], c(), DRDID::reg_did_panel),
  holesRegression = pairwise(covered[covered$whole == 1, ], c("x", "size"), DRDID::reg_did_panel),
  holesWeighting = pairwise(covered[covered$whole == 1 & covered$firstTreated != 2014, ], "size", DRDID::std_ipw_did_panel)
)
write_json(out, "test/fixtures/did/did.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
