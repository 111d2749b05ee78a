/** The part of Lambda's context object that is used here. Tests may omit it. */
export interface InvocationContext {
  readonly awsRequestId?: string
}

// An execution environment handles one event at a time, so module state is safe.
let lambdaRequestId: string | undefined
let invocations = 0

/** Records the start of an invocation. */
export function beginInvocation(context?: InvocationContext): void {
  lambdaRequestId = context?.awsRequestId
  invocations += 1
}

/**
 * Returns the log fields that identify the invocation, named as in Powertools for AWS. Lambda's own log lines
 * have the same ids. An unknown field is undefined, and so is `cold_start` after the first invocation.
 */
export function invocationFields() {
  return {
    function_request_id: lambdaRequestId,
    xray_trace_id: xrayTraceId(),
    cold_start: invocations <= 1 ? true : undefined,
  }
}

/** `Root=1-5759e988-bd862e3f;Parent=…;Sampled=1` → `1-5759e988-bd862e3f` */
function xrayTraceId(): string | undefined {
  return /Root=([^;]+)/.exec(process.env._X_AMZN_TRACE_ID ?? '')?.[1]
}
