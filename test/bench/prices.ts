/**
 * Public on-demand prices in US dollars, us-east-1, without free tiers, volume tiers and taxes. The
 * sources and their dates stand in docs/scaling.md.
 */
const PRICES = {
  /** A million requests. */
  httpApi: 1,
  lambda: 0.2,
  readUnits: 0.125,
  writeUnits: 0.625,
  /** PUT and LIST; DELETE is free. */
  s3Requests: 5,
  /** A GB. */
  logs: 0.5,
  egress: 0.09,
} as const

// As Lambda's documentation shows them: what it writes to the log by itself at each invocation.
const PLATFORM_LINES = [
  'START RequestId: 8f507cfc-xmpl-4697-b07a-ac58fc914c95 Version: $LATEST\n',
  'END RequestId: 8f507cfc-xmpl-4697-b07a-ac58fc914c95\n',
  'REPORT RequestId: 8f507cfc-xmpl-4697-b07a-ac58fc914c95\tDuration: 15.74 ms\tBilled Duration: 16 ms\tMemory Size: 512 MB\tMax Memory Used: 130 MB\t\n',
]
/** Bytes that each invocation costs before it logs anything itself. */
export const PLATFORM_LOG_BYTES = PLATFORM_LINES.join('').length

/** What a million requests of a kind use, per request. */
export interface Usage {
  reads: number
  writes: number
  s3Requests: number
  logBytes: number
  answerBytes: number
}

/** Dollars for a million requests, by what they go to; without compute and SMS. */
export function dollarsPerMillion(usage: Usage): Record<'gateway' | 'data' | 'logs', number> {
  const { reads, writes, s3Requests, logBytes, answerBytes } = usage
  // Bytes of a million requests are so many MB.
  const gigabytes = (bytes: number) => bytes / 1000
  return {
    gateway: PRICES.httpApi + PRICES.lambda + gigabytes(answerBytes) * PRICES.egress,
    data: reads * PRICES.readUnits + writes * PRICES.writeUnits + s3Requests * PRICES.s3Requests,
    logs: gigabytes(logBytes) * PRICES.logs,
  }
}
