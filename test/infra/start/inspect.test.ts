import { readFile } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { CopiedProject } from '../../support/copied-project.ts'
import { ThreadDebugger } from '../../support/thread-debugger.ts'

const HEALTH = 'functions/health.get.ts'
const project = new CopiedProject()

afterAll(() => project.stop())

/** Finds the position in a bundle of a line of a source: the work of an editor that sets a breakpoint. */
async function toGenerated(bundle: string, source: string, line: number) {
  const map = new SourceMap(JSON.parse(await readFile(`${bundle}.map`, 'utf8')))
  const lines = (await readFile(bundle, 'utf8')).split('\n')
  const lineNumber = lines.findIndex((text, index) => {
    const entry = map.findEntry(index, text.search(/\S/))
    const isOfSource = 'originalSource' in entry && entry.originalSource.endsWith(source)
    return isOfSource && entry.originalLine === line - 1
  })
  return { lineNumber, columnNumber: lines[lineNumber]?.search(/\S/) ?? 0 }
}

test('npm start -- --inspect stops at a breakpoint in a route file, and shows its variables', async () => {
  project.save(HEALTH, (text) => {
    const handler = "() => {\n  const message = 'seen'\n  return { message }\n}"
    return text.replace(
      /endpointWithoutAws\(route, .*\)\n/,
      `endpointWithoutAws(route, ${handler})\n`,
    )
  })
  const source = (await readFile(`${project.folder}/${HEALTH}`, 'utf8')).split('\n')
  const line = source.indexOf('  return { message }') + 1
  const url = await project.start('--inspect=0')
  await project.says('Attach a debugger')
  const [inspector = ''] = /ws:\/\/\S+/.exec(project.output) ?? []
  const threads = await ThreadDebugger.attach(inspector)

  await fetch(`${url}/health`)
  const { sessionId, params } = await threads.find(({ method, params: script }) => {
    return method === 'Debugger.scriptParsed' && script.url.endsWith('/HealthGet/index.mjs')
  })
  const { scriptId, url: bundle } = params
  const location = { scriptId, ...(await toGenerated(fileURLToPath(bundle), HEALTH, line)) }
  const set = await threads.call(sessionId, 'Debugger.setBreakpoint', { location })
  const response = fetch(`${url}/health`)
  const paused = await threads.find(({ method }) => method === 'Debugger.paused')
  const [frame] = paused.params.callFrames
  expect(paused.params.hitBreakpoints).toEqual([set.breakpointId])
  expect(frame.location.lineNumber).toBe(location.lineNumber)
  const { callFrameId } = frame
  const read = { callFrameId, expression: 'message' }
  const { result } = await threads.call(sessionId, 'Debugger.evaluateOnCallFrame', read)
  expect(result.value).toBe('seen')
  await threads.call(sessionId, 'Debugger.resume')
  expect((await response).status).toBe(200)
  threads.close()
})
