import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { runImport } from '../../../../infra/ops/import/run-import.ts'
import { fileOf, importLines, lineOf, profileOf, resultOf } from './import-fixture.ts'

const NAME = { first_name: 'Jos\u00E9', last_name: 'Rao' }

/** Imports a file of these bytes. */
async function importBytes(bytes: Buffer) {
  const file = await fileOf([])
  await writeFile(file, bytes)
  return { report: await runImport({ users: file }), failed: await resultOf(file, 'failed') }
}

describe('a file of users', () => {
  test('that is not UTF-8 is refused, instead of names with replacement characters', async () => {
    const line = lineOf({ name: NAME })
    const latin1 = Buffer.from(`\n${JSON.stringify(line)}\n`, 'latin1')
    const { failed } = await importBytes(latin1)
    expect(failed).toEqual([{ line: 2, reason: 'Is not UTF-8' }])
    expect(await profileOf(line.id)).toBeUndefined()
  })

  test.each(['', ' '])(
    'is decoded whole, also where a read ends within a character: %j',
    async (first) => {
      // A read has 64 KiB. One of the two files has a character of two bytes at its end.
      const lines = Array.from({ length: 60 }, () =>
        JSON.stringify(lineOf({ email: 'asha', background_info: '\u00E9'.repeat(1000) })),
      )
      const { failed } = await importBytes(Buffer.from(`${first}${lines.join('\n')}`))
      expect(failed).toHaveLength(60)
      expect(new Set(failed.map(({ reason }) => reason))).toEqual(
        new Set(['email: Invalid email address']),
      )
    },
  )

  test('may begin with a byte order mark, and may have no line break at its end', async () => {
    const line = lineOf()
    const { report } = await importBytes(Buffer.from(`\uFEFF${JSON.stringify(line)}`))
    expect(report.users).toMatchObject({ lines: 1, imported: 1 })
  })

  test('has a line per line feed, whatever Unicode calls a line separator', async () => {
    const line = lineOf({ name: { first_name: 'Asha\u2028', last_name: 'Rao\u2029' } })
    const wrong = lineOf({ email: 'asha' })
    const { report, failed } = await importLines([line, wrong])
    expect(report.users).toMatchObject({ lines: 2, imported: 1, failed: 1 })
    expect(failed).toEqual([{ line: 2, reason: 'email: Invalid email address' }])
    expect((await profileOf(line.id))?.firstName).toBe('Asha')
  })

  test.each([
    ['a name', { name: { first_name: 'A\uD800', last_name: 'Rao' } }],
    ['an id', { id: 'a\uD800' }],
  ])(
    'may not have a lone surrogate, which would be stored as another character: %s',
    async (_, given) => {
      const { failed } = await importLines([lineOf(given)])
      expect(failed).toEqual([{ line: 1, reason: 'Has a lone surrogate' }])
    },
  )
})
