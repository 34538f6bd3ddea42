export { missingMarkers } from "./csv.js";
export { columnNames, fileHash, type Lake, type LakeOptions, openLake, readFrame, readTables, type TableSource } from "./read.js";
