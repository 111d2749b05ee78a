import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SourceWatcher } from '../../../../infra/start/reload/watch-sources.ts'

const FILE = 'functions/users/info.patch.ts'
let root: string
let sources: SourceWatcher
let saved: Set<string>
let onSave: (() => void) | undefined

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'user-api-watch-'))
  mkdirSync(join(root, 'functions/users'), { recursive: true })
  save(FILE)
  sources = new SourceWatcher(root)
  saved = new Set()
  sources.start((files) => {
    for (const file of files) saved.add(file)
    onSave?.()
  })
})
afterEach(() => {
  sources.stop()
  rmSync(root, { recursive: true })
})

function save(file: string): void {
  writeFileSync(join(root, file), String(Math.random()))
}

/** Saves as many editors do: a new file takes the name of the old one. */
function replace(file: string): void {
  save(`${file}.tmp`)
  renameSync(join(root, `${file}.tmp`), join(root, file))
}

/** Resolves when a change of the file was reported after `action`. */
async function reported(file: string, action: () => void): Promise<void> {
  saved.clear()
  action()
  while (!saved.has(file)) {
    await new Promise<void>((resolve) => {
      onSave = resolve
    })
  }
}

test('reports each save of a file that is replaced', async () => {
  await reported(FILE, () => replace(FILE))
  await reported(FILE, () => replace(FILE))
  await reported(FILE, () => save(FILE))
})

test('reports each save of a file that is deleted and created again, as by git', async () => {
  for (const _ of [1, 2, 3]) {
    await reported(FILE, () => {
      rmSync(join(root, FILE))
      save(FILE)
    })
  }
})

test('reports a moved folder, and saves in it, also in a second one of the old name', async () => {
  const move = () => renameSync(join(root, 'functions/users'), join(root, 'functions/people'))
  await reported('functions/people', move)
  expect(saved).toContain('functions/users')
  await reported('functions/people/info.patch.ts', () => save('functions/people/info.patch.ts'))
  await reported('functions/users', () => mkdirSync(join(root, 'functions/users')))
  await reported(FILE, () => save(FILE))
})

test('does not report other files', async () => {
  save('functions/users/.info.patch.ts.swp')
  mkdirSync(join(root, 'functions/node_modules'))
  save('functions/node_modules/package.json')
  await reported(FILE, () => save(FILE))
  expect([...saved]).toEqual([FILE])
})
