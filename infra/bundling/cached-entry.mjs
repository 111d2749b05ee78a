// The entry (index.mjs) of a function with a V8 code cache; code-cache.ts copies it beside the bundle. V8 does
// not compile again what it compiled when the cache was made. If this Node rejects the cache, V8 compiles as
// usual, and a metric counts the rejection.
const { readFileSync } = process.getBuiltinModule('node:fs')
const { createRequire } = process.getBuiltinModule('node:module')
const { Script, constants } = process.getBuiltinModule('node:vm')

const file = `${import.meta.dirname}/function.cjs`
const script = new Script(readFileSync(file, 'utf8'), {
  filename: file,
  cachedData: readCache(),
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
})
if (script.cachedDataRejected !== false) countRejection()

const module = { exports: {} }
script.runInThisContext()(module.exports, createRequire(import.meta.url), module)

/** Used by make-code-cache.mjs. */
export { script }
export const { handler } = module.exports
// Opens connections before the first request: shared/http/prime.ts.
await module.exports.prime?.()

function readCache() {
  try {
    return readFileSync(`${import.meta.dirname}/function.cache`)
  } catch {
    return undefined
  }
}

/** Logs a metric in CloudWatch's embedded metric format. */
function countRejection() {
  const FunctionName = process.env.AWS_LAMBDA_FUNCTION_NAME
  const Metrics = [{ Name: 'CodeCacheRejected', Unit: 'Count' }]
  const CloudWatchMetrics = [{ Namespace: 'UserApi', Dimensions: [['FunctionName']], Metrics }]
  const line = { _aws: { Timestamp: Date.now(), CloudWatchMetrics }, FunctionName }
  process.stdout.write(`${JSON.stringify({ ...line, CodeCacheRejected: 1 })}\n`)
}
