/**
 * The function threw, timed out or died. The gateway responds with 500
 * `{"message":"Internal Server Error"}`; the reason is only in the function's log.
 */
export class FunctionErrored extends Error {
  override readonly name = 'FunctionErrored'
}

/** The function itself threw. As on Lambda, its environment is kept. */
export class FunctionThrew extends FunctionErrored {}

/** No function of the stack has this name. Not a `FunctionErrored`, because no function can log the reason. */
export class UnknownFunctionError extends Error {
  override readonly name = 'UnknownFunctionError'
}

/** The stack has ended the function. */
export class FunctionClosedError extends FunctionErrored {
  constructor() {
    super('The function is closed')
  }
}
