/** Median and quartiles of a sample, by linear interpolation between order statistics. */
export interface Quartiles {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

/** Throws `RangeError` on an empty sample: a figure nobody measured must not look like one. */
export const quartiles = (sample: readonly number[]): Quartiles => {
  if (sample.length === 0) throw new RangeError("no sample");
  const sorted = [...sample].sort((a, b) => a - b);
  return { lower: quantile(sorted, 0.25), median: quantile(sorted, 0.5), upper: quantile(sorted, 0.75) };
};

/** The `q` quantile (0 to 1) of an ascending sample. */
export const quantile = (sorted: readonly number[], q: number): number => {
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
};
