/**
 * The function threw, timed out or died. The gateway responds with 500
 * `{"message":"Internal Server Error"}`; the reason is only in the function's log.
 */
export class FunctionFailedError extends Error {
  override readonly name = 'FunctionFailedError'
}

/** The function itself threw. As on Lambda, its environment is kept. */
export class HandlerThrewError extends FunctionFailedError {}

/** No function of the stack has this name. Not a `FunctionFailedError`, because no function can log the reason. */
export class UnknownFunctionError extends Error {
  override readonly name = 'UnknownFunctionError'
}

/** The stack has ended the function. */
export class FunctionClosedError extends FunctionFailedError {
  constructor() {
    super('The function is closed')
  }
}
