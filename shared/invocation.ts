/** What Lambda tells of an invocation, as far as it is used here. Tests may leave it out. */
export interface InvocationContext {
  readonly awsRequestId?: string
}

// Lambda gives an environment one event at a time, so one place is enough for all of it.
let lambdaRequestId: string | undefined
let invocations = 0

/** Notes which invocation runs from now on. */
export function beginInvocation(context?: InvocationContext): void {
  lambdaRequestId = context?.awsRequestId
  invocations += 1
}

/**
 * What ties a log line to its invocation, under the names that Powertools for AWS gave it: Lambda's
 * own lines tell the same ids. What is unknown or goes without saying is left out.
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
