/** An error in arguments or in values of a stage. Its message says what to do, so it needs no stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Makes the app of an entry point of the CDK CLI. Prints a UsageError as one line, and ends the process. */
export async function orExplainUsage<T>(make: () => T | Promise<T>): Promise<T> {
  try {
    return await make()
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`error: ${error.message}\n`)
    process.exit(1)
  }
}
