/**
 * Public on-demand prices in US dollars, us-east-1, without free tiers, volume discounts and taxes.
 * docs/scaling.md lists the sources and their dates.
 */
export const PRICES = {
  /** Per GB-second on arm64. */
  gigabyteSeconds: 0.000_013_333_4,
  /** Per million requests. */
  httpApi: 1,
  lambda: 0.2,
  /** HTTPS; in India 1.20. */
  cloudFront: 1,
  cloudFrontFunctions: 0.1,
  webAcl: 0.6,
  /** Traces that X-Ray records. */
  traces: 5,
  readUnits: 0.125,
  writeUnits: 0.625,
  /** PUT and LIST; DELETE is free. */
  s3Requests: 5,
  /** Per GB. */
  logs: 0.5,
  egress: 0.09,
} as const

/** The part of the requests whose traces X-Ray records by default, beside one a second. */
const TRACED = 0.05

// The lines that Lambda itself logs for each invocation, as in its documentation.
const PLATFORM_LINES = [
  'START RequestId: 8f507cfc-xmpl-4697-b07a-ac58fc914c95 Version: $LATEST\n',
  'END RequestId: 8f507cfc-xmpl-4697-b07a-ac58fc914c95\n',
  'REPORT RequestId: 8f507cfc-xmpl-4697-b07a-ac58fc914c95\tDuration: 15.74 ms\tBilled Duration: 16 ms\tMemory Size: 512 MB\tMax Memory Used: 130 MB\t\n',
]
/** Bytes of the lines that Lambda itself logs for each invocation. */
export const PLATFORM_LOG_BYTES = PLATFORM_LINES.join('').length

/** The average usage of one request. */
export interface Usage {
  reads: number
  writes: number
  s3Requests: number
  logBytes: number
  responseBytes: number
}

/** Dollars per million requests by service, without compute and SMS. `edge` is only on stages with one. */
export function dollarsPerMillion(
  usage: Usage,
): Record<'edge' | 'gateway' | 'data' | 'logs', number> {
  const { reads, writes, s3Requests, logBytes, responseBytes } = usage
  // One byte per request is one MB per million requests.
  const gigabytes = (bytesPerRequest: number) => bytesPerRequest / 1000
  return {
    edge: PRICES.cloudFront + PRICES.cloudFrontFunctions + PRICES.webAcl,
    gateway: PRICES.httpApi + PRICES.lambda + gigabytes(responseBytes) * PRICES.egress,
    data: reads * PRICES.readUnits + writes * PRICES.writeUnits + s3Requests * PRICES.s3Requests,
    logs: gigabytes(logBytes) * PRICES.logs + TRACED * PRICES.traces,
  }
}
