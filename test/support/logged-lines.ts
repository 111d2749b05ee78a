/** The log lines of functions that were invoked directly in this test file. */
export const loggedLines: string[] = []
/** The metric lines of these functions. */
export const metricLines: string[] = []

const write = process.stdout.write.bind(process.stdout)

process.stdout.write = ((chunk: string | Uint8Array, ...rest: []) => {
  const lines = typeof chunk === 'string' && linesFor(chunk)
  if (!lines) return write(chunk, ...rest)
  lines.push(chunk)
  return true
}) as typeof process.stdout.write

function linesFor(chunk: string): string[] | undefined {
  if (chunk.startsWith('{"level"')) return loggedLines
  return chunk.startsWith('{"_aws"') ? metricLines : undefined
}
