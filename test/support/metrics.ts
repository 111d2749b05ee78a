import * as z from 'zod'
import { writeMetrics } from '../../shared/metrics.ts'
import { metricLines } from './logged-lines.ts'

// The embedded metric format as CloudWatch specifies it, without other fields: CloudWatch ignores
// unknown fields, and drops invalid lines silently.
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
      if (typeof line[key] !== type) context.addIssue(`${key} is not a ${type}`)
    }
    const known = ['_aws', ...targets.map(([key]) => key)]
    for (const key of Object.keys(line)) {
      if (!known.includes(key)) context.addIssue(`${key} is neither a metric nor a dimension`)
    }
  })

/** Parses a metric line. @throws ZodError when CloudWatch would drop or ignore a part of it. */
export function parseMetricLine(line: string): z.output<typeof emfLine> {
  return emfLine.parse(JSON.parse(line))
}

/** The metrics that some work records, summed by name. Each invocation may write one line. */
export async function metricsOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
  // Writes out what a test recorded before, by calling domain functions without an invocation.
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
