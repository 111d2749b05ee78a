import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { hashOfFiles } from '../../../infra/bundling/hash-of-files.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'user api-'))
  mkdirSync(join(folder, 'inner.ts'))
  write('a.ts', 'a')
  write('inner.ts/b.ts', 'b')
})

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

function hash(text = '', exclude: readonly string[] = []): string {
  return hashOfFiles(folder, ['**/*.ts'], { text, exclude })
}

test('equal files have equal hashes, whatever the order of the patterns', () => {
  const one = hashOfFiles(folder, ['a.ts', 'inner.ts/*'], { text: '' })
  expect(hashOfFiles(folder, ['inner.ts/*', 'a.ts'], { text: '' })).toBe(one)
  expect(hash()).toBe(one)
  expect(one).toMatch(/^[0-9a-f]{64}$/)
})

test.each<[string, () => void]>([
  ['content', () => write('inner.ts/b.ts', 'c')],
  ['name', () => [rmSync(join(folder, 'a.ts')), write('c.ts', 'a')]],
  ['number', () => write('c.ts', '')],
])('another %s of the files changes the hash', (_, change) => {
  const before = hash()
  change()
  expect(hash()).not.toBe(before)
})

test('another text changes the hash, a file that is excluded does not', () => {
  const before = hash('', ['c.ts'])
  write('c.ts', 'c')
  expect(hash('', ['c.ts'])).toBe(before)
  expect(hash('text', ['c.ts'])).not.toBe(before)
})
