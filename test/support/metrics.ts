import * as z from 'zod'
import { writeMetrics } from '../../shared/metrics.ts'
import { metricLines } from './logged-lines.ts'

// The embedded metric format as CloudWatch specifies it, and nothing beside: what it does not know
// it would ignore, and what is wrong it would drop without a word.
const name = z.string().regex(/^[\x20-\x7e]{1,255}$/)
const directive = z.strictObject({
  Namespace: name.refine((text) => !text.startsWith('AWS/')),
  Dimensions: z.array(z.array(name).max(30)).min(1),
  Metrics: z
    .array(z.strictObject({ Name: name, Unit: z.enum(['Count', 'Milliseconds']) }))
    .min(1)
    .max(100),
})
const emfLine = z
  .looseObject({
    _aws: z.strictObject({ Timestamp: z.int(), CloudWatchMetrics: z.array(directive).min(1) }),
  })
  .superRefine((line, context) => {
    const targets = line._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) => [
      ...Dimensions.flat().map((key) => [key, 'string']),
      ...Metrics.map(({ Name }) => [Name, 'number']),
    ])
    for (const [key = '', type = ''] of targets) {
      if (typeof line[key] !== type) context.addIssue(`${key} is no ${type}`)
    }
    const known = ['_aws', ...targets.map(([key]) => key)]
    for (const key of Object.keys(line)) {
      if (!known.includes(key)) context.addIssue(`${key} is no target of a metric`)
    }
  })

/** A line of metrics. @throws ZodError when CloudWatch would not take it as it is meant. */
export function parseMetricLine(line: string): z.output<typeof emfLine> {
  return emfLine.parse(JSON.parse(line))
}

/** What a piece of work records, summed by metric. Each of its invocations may write one line. */
export async function metricsOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
  // What was recorded outside of any invocation, by a test that called the domain itself.
  writeMetrics()
  const before = metricLines.length
  await work()
  const sums: Record<string, number> = {}
  for (const text of metricLines.slice(before)) {
    const { _aws, service, function_name, function_version, ...values } = parseMetricLine(text)
    for (const [metric, value] of Object.entries(values)) {
      sums[metric] = (sums[metric] ?? 0) + Number(value)
    }
  }
  return sums
}
