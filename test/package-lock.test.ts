import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const file = join(import.meta.dirname, '../package-lock.json')
const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
  packages: Record<string, { integrity?: string; link?: boolean; inBundle?: boolean }>
}

// npm leaves the hash out for packages of other platforms when it makes the file from node_modules. On those platforms
// it would then install whatever the registry or a mirror sends.
test('every package of the registry has its hash, also those of other platforms', () => {
  const downloaded = Object.entries(packages).filter(
    ([path, { link, inBundle }]) => path.startsWith('node_modules/') && !link && !inBundle,
  )
  expect(downloaded.length).toBeGreaterThan(100)
  const unchecked = downloaded.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))
  expect(unchecked.map(([path]) => path)).toEqual([])
})
