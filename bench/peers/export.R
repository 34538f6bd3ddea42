# Writes data sets that only GPL packages carry to the folder named on the command line (never committed), for scripts/peers/panel.js.
suppressMessages({library(plm); library(sandwich)})
folder <- commandArgs(TRUE)[1]
options(digits = 17)
write_set <- function(d, name) write.csv(d, file.path(folder, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
data(Produc); write_set(Produc[, c("state", "year", "pcap", "pc", "gsp", "emp", "unemp")], "produc")
data(EmplUK); write_set(EmplUK[, c("firm", "year", "emp", "wage", "capital", "output")], "emplUK")
data(Males); Males$union <- as.integer(Males$union == "yes"); Males$married <- as.integer(Males$married == "yes")
Males$exper2 <- Males$exper^2; write_set(Males[, c("nr", "year", "wage", "union", "married", "exper", "exper2")], "males")
data(Cigar); write_set(Cigar[, c("state", "year", "sales", "ndi")], "cigar")
data(Wages); Wages$id <- rep(1:595, each = 7); Wages$time <- rep(1:7, 595)
for (v in c("bluecol", "ind", "south", "smsa", "married", "union")) Wages[[v]] <- as.integer(Wages[[v]] %in% c("yes", 1))
write_set(Wages[, c("id", "time", "lwage", "exp", "wks", "bluecol", "ind", "south", "smsa", "married", "union")], "wages")
data(PetersenCL); write_set(PetersenCL, "petersen")
