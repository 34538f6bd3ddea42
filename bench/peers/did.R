# Numbers of the R package did (no bootstrap) on test/fixtures/did/staggered.csv -> test/fixtures/did/did.json.
# Usage: Rscript bench/peers/did.R && npx biome check --write test/fixtures/did
suppressMessages({ library(did); library(jsonlite) })
panel <- read.csv("test/fixtures/did/staggered.csv")
panel$id <- as.integer(factor(panel$unit))
panel$firstTreated[is.na(panel$firstTreated)] <- 0

run <- function(data, controls, anticipation = 0, base = "varying", cluster = NULL) {
  fit <- suppressWarnings(att_gt("y", "year", "id", "firstTreated", data = data, control_group = controls, anticipation = anticipation,
    base_period = base, bstrap = FALSE, cband = FALSE, clustervars = cluster, faster_mode = FALSE))
  cells <- data.frame(cohort = fit$group, time = fit$t, estimate = fit$att, stdError = fit$se)
  cells <- cells[!is.na(cells$stdError), ]
  aggregate <- function(type) {
    a <- suppressWarnings(aggte(fit, type = type, bstrap = FALSE, cband = FALSE, na.rm = TRUE))
    points <- if (type == "simple") list() else data.frame(at = a$egt, estimate = a$att.egt, stdError = a$se.egt)
    list(estimate = a$overall.att, stdError = a$overall.se, points = points)
  }
  types <- c("simple", "dynamic", "group", "calendar")
  list(cells = cells, aggregates = setNames(lapply(types, aggregate), types), wald = if (is.null(fit$W)) NA else as.numeric(fit$W))
}

later <- panel$firstTreated == 2021
never <- panel$firstTreated == 0
out <- list(
  source = paste0("R ", getRversion(), ", did ", packageVersion("did"), ", bstrap = FALSE; bench/peers/did.R"),
  never = run(panel[!later, ], "nevertreated"),
  notYet = run(panel, "notyettreated"),
  laterAdopters = run(panel[!never, ], "notyettreated"),
  noneLater = run(panel[!never & !later, ], "notyettreated"),
  neverUniversal = run(panel[!later, ], "nevertreated", base = "universal"),
  notYetAnticipation = run(panel, "notyettreated", anticipation = 1),
  notYetClustered = run(panel, "notyettreated", cluster = "region")
)
write_json(out, "test/fixtures/did/did.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
