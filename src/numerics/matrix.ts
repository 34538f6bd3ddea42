/** A dense matrix, column-major: entry (i, j) is `data[i + j * rows]`. */
export interface Matrix {
  rows: number;
  cols: number;
  data: Float64Array;
}
