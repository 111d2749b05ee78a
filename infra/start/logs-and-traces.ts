import type { SetApartRule } from '../local/endpoint/permission-use.ts'

/** The grants of each role that Lambda itself uses, for logs and traces, by the names of their policies. */
export const LOGS_AND_TRACES: readonly SetApartRule[] = [
  { policy: /^logs$/, actions: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
  { policy: /^tracing$/, actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'] },
]
