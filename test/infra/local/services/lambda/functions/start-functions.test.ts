import { writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { FunctionDescription } from '../../../../../../infra/local/services/lambda/functions/describe-functions.ts'
import { FunctionFailedError } from '../../../../../../infra/local/services/lambda/functions/invoke-errors.ts'
import { startFunctions } from '../../../../../../infra/local/services/lambda/functions/start-functions.ts'

const ECHO = `import { threadId } from 'node:worker_threads'
export const handler = async ({ fails }) => {
  if (fails) throw new RangeError('secret')
  return { thread: threadId, word: process.env.WORD }
}`

async function startTwo() {
  const folder = await mkdtemp(join(tmpdir(), 'local stack-'))
  writeFileSync(join(folder, 'index.mjs'), ECHO)
  const logged: string[] = []
  const coldStarts: string[] = []
  const describe = (name: string, WORD: string): FunctionDescription => ({
    name,
    arn: `arn:aws:lambda:ap-south-1:000000000000:function:${name}`,
    folder,
    handler: 'index.handler',
    environment: { WORD },
    memoryMb: 128,
    timeoutMs: 10_000,
  })
  const functions = startFunctions([describe('one', 'a'), describe('two', 'b')], {
    packagesFolder: folder,
    compileCache: join(folder, 'cache'),
    onLog: (name, line) => logged.push(`${name}: ${line}`),
    onColdStart: (name, milliseconds) => milliseconds > 0 && coldStarts.push(name),
  })
  onTestFinished(() => functions.close())
  const invoke = async (name: string) =>
    (await functions.invoke(name, {})) as { thread: number; word: string }
  return { functions, describe, invoke, logged, coldStarts }
}

test('each function has its environment, and an event reuses a running one', async () => {
  const { invoke, coldStarts } = await startTwo()
  const first = await invoke('one')
  expect(first.word).toBe('a')
  expect(await invoke('one')).toEqual(first)
  expect((await invoke('two')).word).toBe('b')
  expect(coldStarts).toEqual(['one', 'two'])
})

test('a function that does not exist is named', async () => {
  const { functions } = await startTwo()
  const invoked = functions.invoke('three', {})
  await expect(invoked).rejects.toThrow('There is no function three')
  // Otherwise the gateway would respond with 500 and print nothing.
  await expect(invoked).rejects.not.toBeInstanceOf(FunctionFailedError)
})

test('an error has the name of what was thrown, and so has the log', async () => {
  const { functions, invoke, logged } = await startTwo()
  const { thread } = await invoke('one')
  await expect(functions.invoke('one', { fails: true })).rejects.toThrow('RangeError')
  expect(logged).toEqual(['one: The function threw RangeError'])
  // As on Lambda, an error does not end the environment.
  expect((await invoke('one')).thread).toBe(thread)
})

test('an update replaces changed functions, keeps the others, and adds and removes some', async () => {
  const { functions, describe, invoke } = await startTwo()
  const [one, two] = [await invoke('one'), await invoke('two')]
  await functions.update([describe('one', 'a'), describe('two', 'changed'), describe('new', 'c')])
  expect(await invoke('one')).toEqual(one)
  const changed = await invoke('two')
  expect(changed.word).toBe('changed')
  expect(changed.thread).not.toBe(two.thread)
  expect((await invoke('new')).word).toBe('c')
  await functions.update([describe('one', 'a')])
  await expect(functions.invoke('two', {})).rejects.toThrow('There is no function two')
})

test('environments are replaced by name, or all', async () => {
  const { functions, invoke } = await startTwo()
  const [one, two] = [await invoke('one'), await invoke('two')]
  await functions.replaceEnvironments(['one'])
  expect((await invoke('one')).thread).not.toBe(one.thread)
  expect((await invoke('two')).thread).toBe(two.thread)
  await functions.replaceEnvironments()
  expect((await invoke('two')).thread).not.toBe(two.thread)
  expect(Object.keys(await functions.memoryInUse())).toEqual(['one', 'two'])
})
