import type { SetApartRule } from '../../infra/local/endpoint/permission-use.ts'

/** The grants that Lambda itself uses, not the function's code: for logs and traces, by the policy's name. */
export const LOGS_AND_TRACES: readonly SetApartRule[] = [
  { policy: /^logs$/, actions: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
  { policy: /^tracing$/, actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'] },
]
