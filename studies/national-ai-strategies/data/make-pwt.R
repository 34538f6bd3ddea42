# Writes pwt-10.01.csv from the data frame pwt10.01 of the CRAN package pwt10 (10.1.0): the data only, no code or help text of it.
# Data: Penn World Table 10.01, CC BY 4.0. Feenstra, R. C., Inklaar, R. and Timmer, M. P. (2015), "The Next Generation of the
# Penn World Table", American Economic Review 105(10), 3150-3182, https://www.ggdc.net/pwt, https://doi.org/10.34894/QT5BCC.
# Run in this folder: Rscript make-pwt.R
library(pwt10)
data("pwt10.01")
keep <- c("isocode", "country", "year", "rgdpo", "pop", "emp", "hc", "ctfp", "rgdpna", "rnna", "rtfpna")
d <- subset(pwt10.01, year >= 1995, select = keep)
names(d)[1] <- "iso3"
d <- d[order(as.character(d$iso3), d$year), ]
number <- function(x) ifelse(is.na(x), "", sprintf("%.15g", x))
quoted <- function(x) ifelse(grepl("[,\"]", x), paste0("\"", gsub("\"", "\"\"", x), "\""), x)
out <- data.frame(iso3 = as.character(d$iso3), country = quoted(as.character(d$country)), year = d$year,
                  lapply(d[keep[-(1:3)]], number), check.names = FALSE)
con <- file("pwt-10.01.csv", open = "wb", encoding = "UTF-8")
writeLines(paste(names(out), collapse = ","), con, sep = "\n")
writeLines(do.call(paste, c(unname(as.list(out)), sep = ",")), con, sep = "\n")
close(con)
