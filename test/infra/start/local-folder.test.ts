import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'

let folder: string

/** Loads the module for a new folder with these files. */
async function load(files: Readonly<Record<string, string>> = {}) {
  folder = join(await mkdtemp(join(tmpdir(), 'user api-')), 'nested', 'local')
  if (Object.keys(files).length > 0) mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  vi.stubEnv('LOCAL_FOLDER', folder)
  vi.resetModules()
  return await import('../../../infra/start/local-folder.ts')
}

/** Starts a process that looks like a local stack. Returns its id. */
async function startProcess(script: string): Promise<string> {
  const code = 'process.stdout.write("ready"); setInterval(() => {}, 1000)'
  const child = spawn(process.execPath, ['-e', code, script])
  onTestFinished(() => void child.kill())
  await once(child.stdout, 'data')
  return String(child.pid)
}

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

test('a folder is made, marked and locked for this process', async () => {
  const { lockFolder, unlockFolder } = await load()
  await lockFolder()
  expect(readdirSync(folder).sort()).toEqual(['local-stack', 'pid'])
  expect(readFileSync(join(folder, 'pid'), 'utf8')).toBe(String(process.pid))
  unlockFolder()
  expect(readdirSync(folder)).toEqual(['local-stack'])
})

test.each(['local-stack', 'prepared.json'])('a folder with %s can be locked', async (mark) => {
  const { lockFolder } = await load({ [mark]: '', other: '' })
  await lockFolder()
  expect(readdirSync(folder)).toContain('pid')
})

test('a folder of something else is refused, and nothing in it is changed', async () => {
  const { lockFolder, clearFolder } = await load({ 'outputs.json': 'mine' })
  const refused = `LOCAL_FOLDER is ${folder}, which has files of something else.`
  await expect(lockFolder()).rejects.toThrow(refused)
  await expect(clearFolder()).rejects.toThrow(refused)
  expect(readdirSync(folder)).toEqual(['outputs.json'])
})

test('a folder whose stack runs is refused, with its process and URL', async () => {
  const pid = await startProcess('/x/infra/start/start.ts')
  const outputs = JSON.stringify({ 'user-api-local': { ApiUrl: 'http://127.0.0.1:3000' } })
  const files = { 'local-stack': '', pid, 'outputs.json': outputs }
  const { lockFolder, clearFolder, readHolder } = await load(files)
  const refused = `The local stack of this folder runs already at http://127.0.0.1:3000, as process ${pid}.`
  await expect(lockFolder()).rejects.toThrow(refused)
  await expect(clearFolder()).rejects.toThrow(refused)
  expect(readHolder()).toBe(Number(pid))
  expect(readFileSync(join(folder, 'pid'), 'utf8')).toBe(pid)
})

test('the lock of a process that has ended, or is another program, does not count', async () => {
  const other = await startProcess('/x/other.js')
  for (const pid of ['99999999', 'no number', other]) {
    const { readHolder } = await load({ 'local-stack': '', pid })
    expect(readHolder()).toBeUndefined()
  }
})

test('clearing deletes the folder when all of it is the stack’s', async () => {
  const { clearFolder } = await load({ 'local-stack': '', 'outputs.json': '', 'audit.log': '' })
  mkdirSync(join(folder, 'data/deep'), { recursive: true })
  await clearFolder()
  expect(existsSync(folder)).toBe(false)
})

test('clearing keeps files that the stack has not written', async () => {
  const { clearFolder } = await load({ 'local-stack': '', 'outputs.json': '', notes: 'mine' })
  await clearFolder()
  expect(readdirSync(folder)).toEqual(['notes'])
})

test('an empty LOCAL_FOLDER is the default folder of this checkout', async () => {
  vi.stubEnv('LOCAL_FOLDER', '')
  vi.resetModules()
  const { LOCAL_FOLDER } = await import('../../../infra/start/local-folder.ts')
  expect(LOCAL_FOLDER).toBe(join(import.meta.dirname, '../../../.local'))
})
