import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { Child, ChildEndedError } from '../../../../infra/start/reload/child.ts'

/** Starts a process with this code. */
function start(code: string): Child<string, string> {
  const file = join(mkdtempSync(join(tmpdir(), 'user api-')), 'script.mjs')
  writeFileSync(file, code)
  return new Child(pathToFileURL(file).href, 'Start it again.')
}

test('its messages are returned in order, and what is sent arrives', async () => {
  const child = start(`
    process.send('first')
    process.once('message', (text) => {
      process.send('got ' + text)
      process.disconnect()
    })
  `)
  child.send('it')
  expect(await child.next()).toBe('first')
  expect(await child.next()).toBe('got it')
})

test.each([
  ['ends with a code', 'process.exit(3)', '3'],
  ['is killed', "process.kill(process.pid, 'SIGKILL')", 'SIGKILL'],
])('a process that %s fails the next message, with the advice', async (_, code, reason) => {
  const child = start(code)
  await expect(child.next()).rejects.toThrow(
    new RegExp(`script.mjs ended with ${reason}\\. Start it again\\.$`),
  )
})

test('after its end, the next message fails with an error of its own', async () => {
  const child = start('setInterval(() => {}, 1000)')
  child.end()
  await expect(child.next()).rejects.toThrow(ChildEndedError)
})
