import type { Contender } from './contenders.ts'
import type { Sample } from './measure.ts'
import { type Estimate, median, pairedRatio } from './statistics.ts'

/** The samples of one contender by round. */
export interface Measured extends Contender {
  readonly cold: readonly Sample[]
  readonly warm: readonly Sample[]
  readonly frameworkOnly: readonly Sample[]
}

/** The samples of one of our functions. */
export interface MeasuredFunction {
  readonly id: string
  readonly loadedBytes: number
  readonly totalBytes: number
  readonly cold: readonly Sample[]
  readonly warm: readonly Sample[]
  readonly frameworkOnly: readonly Sample[]
}

type Kind = 'cold' | 'warm' | 'frameworkOnly'

/** A goal of this benchmark, and whether this run met it. */
export interface Target {
  readonly what: string
  readonly most: number
  readonly found: Estimate
  readonly isMet: boolean
}

/** The median of one figure; NaN when it was not measured. */
export function figure(samples: readonly Sample[], name: string): number {
  return median(samples.map((sample) => sample[name] ?? Number.NaN))
}

/** The ratio of two contenders, paired by round. */
export function ratio(one: Measured, other: Measured, kind: Kind, name: string): Estimate {
  const values = ({ [kind]: samples }: Measured) =>
    samples.map((sample) => sample[name] ?? Number.NaN)
  return pairedRatio(values(one), values(other))
}

/** Compares this run with the goals of docs/performance.md. */
export function holdTargets(
  measured: readonly Measured[],
  functions: readonly MeasuredFunction[],
): Target[] {
  const named = (name: string): Measured => {
    const found = measured.find((one) => one.name === name)
    if (!found) throw new Error(`There is no contender ${name}`)
    return found
  }
  const compare = (
    what: string,
    most: number,
    [one, other]: readonly [string, string],
    [kind, name]: readonly [Kind, string],
  ): Target => {
    const found = ratio(named(one), named(other), kind, name)
    return { what, most, found, isMet: found.value <= most }
  }
  const { ours, cached, bare, hono } = {
    ours: 'ours',
    cached: 'ours, code cache',
    bare: 'bare SDK',
    hono: 'Hono',
  }
  return [
    compare('cold CPU / bare', 0.85, [ours, bare], ['cold', 'coldCpu']),
    compare('cold CPU with the code cache / bare', 0.6, [cached, bare], ['cold', 'coldCpu']),
    compare('cold CPU / Express', 0.5, [ours, 'Express'], ['cold', 'coldCpu']),
    compare('framework only, hot / Hono', 0.35, [ours, hono], ['frameworkOnly', 'hot']),
    compare('framework only, first 100 / Hono', 0.35, [ours, hono], ['frameworkOnly', 'first100']),
    compare('warm request / bare', 1.2, [ours, bare], ['warm', 'hot']),
    compare('warm request / Hono', 0.9, [ours, hono], ['warm', 'hot']),
    compare('memory after 1,000 invokes / bare', 1.08, [ours, bare], ['warm', 'rss']),
    largest(functions),
  ]
}

const SHARP = 'UsersProfilePicturePost'

function largest(functions: readonly MeasuredFunction[]): Target {
  const others = functions.filter(({ id }) => id !== SHARP)
  const most = 310
  const value = Math.max(...others.map(({ loadedBytes }) => loadedBytes / 1024))
  const found = { value, low: value, high: value }
  return { what: 'KB loaded, largest without sharp', most, found, isMet: value <= most }
}
