/** A median with the interval of 95 % of the medians of resamples. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

const RESAMPLES = 2000

/** The median: of an even number of values, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1)
  return (low + high) / 2
}

/** The value that `share` of the values do not exceed (nearest rank): 0.9 for p90. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** The median, with a bootstrap interval. */
export function estimate(values: readonly number[]): Estimate {
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(values.map(() => values[Math.floor(Math.random() * values.length)] ?? Number.NaN)),
  ).sort((x, y) => x - y)
  const at = (share: number) => medians[Math.floor(share * (RESAMPLES - 1))] ?? Number.NaN
  return { value: median(values), low: at(0.025), high: at(0.975) }
}

/**
 * The median of a[i] / b[i]. Both were measured in the same round, so a slow machine affected both.
 */
export function pairedRatio(a: readonly number[], b: readonly number[]): Estimate {
  return estimate(a.map((value, i) => value / (b[i] ?? Number.NaN)))
}
