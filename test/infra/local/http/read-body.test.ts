import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { readBody } from '../../../../infra/local/http/read-body.ts'

it('reads a body of the maximum size', async () => {
  const body = Readable.from([Buffer.from('ab'), Buffer.from('cd')])

  expect(await readBody(body, 4)).toEqual(Buffer.from('abcd'))
})

it('returns too-large for one byte more, after the end of the body', async () => {
  const body = Readable.from([Buffer.from('abcde'), Buffer.from('fgh')])

  expect(await readBody(body, 4)).toBe('too-large')
  expect(body.readableEnded).toBe(true)
})

it('returns aborted when the sender leaves before the end', async () => {
  const body = new Readable({ read: () => undefined })
  body.push('abc')
  body.destroy(new Error('aborted'))

  expect(await readBody(body, 4)).toBe('aborted')
})
