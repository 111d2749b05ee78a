/** What functions that are invoked directly have logged in this test file. */
export const loggedLines: string[] = []

const write = process.stdout.write.bind(process.stdout)

process.stdout.write = ((chunk: string | Uint8Array, ...rest: []) => {
  if (typeof chunk !== 'string' || !chunk.startsWith('{"level"')) return write(chunk, ...rest)
  loggedLines.push(chunk)
  return true
}) as typeof process.stdout.write
