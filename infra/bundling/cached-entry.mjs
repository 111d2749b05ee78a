// The entry of a function whose bundle comes with V8's code cache: what the function compiled while
// the cache was made is not compiled again. Copied as it is; a cache that this Node refuses costs
// nothing but its own reading, and is counted.
const { readFileSync } = process.getBuiltinModule('node:fs')
const { createRequire } = process.getBuiltinModule('node:module')
const { Script, constants } = process.getBuiltinModule('node:vm')

const file = `${import.meta.dirname}/function.cjs`
const script = new Script(readFileSync(file, 'utf8'), {
  filename: file,
  cachedData: readCache(),
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
})
if (script.cachedDataRejected !== false) countRefusal()

const module = { exports: {} }
script.runInThisContext()(module.exports, createRequire(import.meta.url), module)

/** For the maker of the cache. */
export { script }
export const { handler } = module.exports
await module.exports.prime?.()

function readCache() {
  try {
    return readFileSync(`${import.meta.dirname}/function.cache`)
  } catch {
    return undefined
  }
}

/** A metric in CloudWatch's embedded format: a line of the log. */
function countRefusal() {
  const FunctionName = process.env.AWS_LAMBDA_FUNCTION_NAME
  const Metrics = [{ Name: 'CodeCacheRejected', Unit: 'Count' }]
  const CloudWatchMetrics = [{ Namespace: 'UserApi', Dimensions: [['FunctionName']], Metrics }]
  const line = { _aws: { Timestamp: Date.now(), CloudWatchMetrics }, FunctionName }
  process.stdout.write(`${JSON.stringify({ ...line, CodeCacheRejected: 1 })}\n`)
}
