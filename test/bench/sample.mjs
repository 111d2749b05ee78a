// Takes one sample in a new process. Plain JavaScript, so that only the bundle is loaded.
//   node sample.mjs '{"bundle", "event", "status", "kind", "warmUp", "count"}'
// Prints JSON: CPU times in µs (user and system, all threads), wall times in ms, memory in bytes.
// The JSON is the last line, after the lines that the function logs.

const { bundle, event, status, kind, warmUp, count } = JSON.parse(process.argv[2])
const context = {
  awsRequestId: 'bench',
  functionName: 'bench',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:ap-south-1:000000000000:function:bench',
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 25_000,
}
const text = JSON.stringify(event)

function cpu() {
  const { user, system } = process.cpuUsage()
  return user + system
}

const [cpuStart, wallStart] = [cpu(), performance.now()]
const { handler } = await import(bundle)
const [cpuImported, wallImported] = [cpu(), performance.now()]

let answered = 0

async function invoke() {
  // Parsed for each invocation, as the runtime does.
  const response = await handler(JSON.parse(text), context)
  if (status !== undefined && response?.statusCode !== status) {
    throw new Error(`${bundle} returned ${JSON.stringify(response)} instead of ${status}`)
  }
  answered = response?.statusCode ?? 0
}

const result = kind === 'cold' ? await cold() : await warm()
process.stdout.write(`\n${JSON.stringify({ ...result, answered })}`, () => process.exit(0))

async function cold() {
  await invoke()
  return {
    importCpu: cpuImported - cpuStart,
    coldCpu: cpu() - cpuStart,
    importMs: wallImported - wallStart,
    firstMs: performance.now() - wallImported,
    coldMs: performance.now() - wallStart,
  }
}

async function warm() {
  const first = cpu()
  for (let i = 0; i < 100; i++) await invoke()
  const first100 = (cpu() - first) / 100
  for (let i = 100; i < warmUp; i++) await invoke()
  const rss = process.memoryUsage.rss()
  const start = cpu()
  for (let i = 0; i < count; i++) await invoke()
  return { first100, rss, hot: (cpu() - start) / count }
}
