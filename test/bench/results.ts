import { type Contender, NULL_HANDLER } from './contenders.ts'
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

/** CPU of a request without the SDK in the steady state, net of the harness, by round in µs. */
export function steadyNet(one: Measured, nullHandler: Measured): number[] {
  const hot = ({ frameworkOnly }: Measured) => frameworkOnly.map(({ hot = Number.NaN }) => hot)
  const harness = hot(nullHandler)
  return hot(one).map((value, round) => value - (harness[round] ?? Number.NaN))
}

/** The contender with a name. @throws Error when there is none. */
export function named(measured: readonly Measured[], name: string): Measured {
  const found = measured.find((one) => one.name === name)
  if (!found) throw new Error(`There is no contender ${name}`)
  return found
}

/** Compares this run with the goals of docs/performance.md. */
export function checkTargets(measured: readonly Measured[]): Target[] {
  const toTarget = (what: string, most: number, found: Estimate): Target => ({
    what,
    most,
    found,
    isMet: found.value <= most,
  })
  const compare = (
    what: string,
    most: number,
    [one, other]: readonly [string, string],
    [kind, name]: readonly [Kind, string],
  ): Target => {
    const found = ratio(named(measured, one), named(measured, other), kind, name)
    return toTarget(what, most, found)
  }
  const steady = (what: string, most: number, one: string, other: string): Target => {
    const nullHandler = named(measured, NULL_HANDLER)
    const [a, b] = [one, other].map((name) => steadyNet(named(measured, name), nullHandler))
    return toTarget(what, most, pairedRatio(a ?? [], b ?? []))
  }
  const { ours, cached, bare, hono, middy } = {
    ours: 'ours',
    cached: 'ours, code cache',
    bare: 'bare SDK',
    hono: 'Hono',
    middy: 'middy, stock',
  }
  return [
    compare('cold CPU / bare', 0.75, [ours, bare], ['cold', 'coldCpu']),
    compare('cold CPU with the code cache / bare', 0.55, [cached, bare], ['cold', 'coldCpu']),
    compare('cold CPU / Express', 0.45, [ours, 'Express'], ['cold', 'coldCpu']),
    compare('framework only, first 100 / Hono', 0.35, [ours, hono], ['frameworkOnly', 'first100']),
    steady('framework only, steady / middy, stock', 0.8, ours, middy),
    steady('framework only, steady / Hono', 0.4, ours, hono),
    compare('warm request / bare', 1.05, [ours, bare], ['warm', 'hot']),
    compare('warm request / Hono', 0.8, [ours, hono], ['warm', 'hot']),
    compare('memory after 1,000 invokes / bare', 1, [ours, bare], ['warm', 'rss']),
  ]
}
