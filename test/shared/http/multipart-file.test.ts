import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { UnsupportedMediaTypeError, ValidationFailedError } from '../../../shared/errors.ts'
import { PayloadTooLargeError } from '../../../shared/http/errors.ts'
import { multipartFile } from '../../../shared/http/multipart-file.ts'
import { concat, type Form, fileForm, writeForm } from '../../support/forms.ts'
import { clients } from './multipart-clients.ts'

const MAX_BYTES = 1000
const upload = multipartFile('file', MAX_BYTES)
const read = ({ contentType, body }: Form) => upload.read(contentType, body)
const part = (name: string, content: Buffer | string = 'x') => ({
  head: [`Content-Disposition: form-data; name="${name}"; filename="a"`],
  content,
})
const { contentType, body } = fileForm('content')
const boundary = contentType.split('boundary=')[1] ?? ''

/** A file with content that is hard to parse: every byte, line ends, partial boundaries. */
const file = concat(
  Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte)),
  '\r\n\r\n--\r\n--b\n--b0undary\n\r\n--b0undary?\r\n',
  randomBytes(300),
  '\r\n',
)

describe('the file of a form', () => {
  test.each(clients)('is extracted from the form of $name', async ({ form }) => {
    expect(read(await form(file))).toEqual(file)
  })

  test('is found among other fields', () => {
    const parts = [part('files'), part('File'), part('file', 'it'), { head: [], content: 'file' }]
    expect(read(writeForm('b', parts)).toString()).toBe('it')
  })

  test('may have exactly the maximum size', () => {
    expect(read(fileForm(randomBytes(MAX_BYTES)))).toHaveLength(MAX_BYTES)
    expect(() => read(fileForm(randomBytes(MAX_BYTES + 1)))).toThrow(PayloadTooLargeError)
  })

  test('is found within two seconds in a body designed to be slow', () => {
    const aaa = 'a'.repeat(70)
    const slow = Buffer.alloc(6_000_000, `\r\n--${aaa.slice(1)}`)
    const started = performance.now()
    expect(() => read(writeForm(aaa, [part('file', slow)]))).toThrow(PayloadTooLargeError)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe('a form is refused', () => {
  test.each([
    ['no content-type', undefined],
    ['JSON', 'application/json'],
    ['another kind of multipart', 'multipart/mixed; boundary=b'],
    ['a type that only starts the same', 'multipart/form-data-x; boundary=b'],
    ['a url-encoded form', 'application/x-www-form-urlencoded'],
  ])('with a wrong type: %s', (_, type) => {
    expect(() => upload.read(type, body)).toThrow(UnsupportedMediaTypeError)
  })

  test.each<[string, Form]>([
    ['no boundary', { contentType: 'multipart/form-data', body }],
    ['an empty boundary', { contentType: 'multipart/form-data; boundary=""', body }],
    ['a boundary of 71 characters', writeForm('b'.repeat(71), [part('file')])],
    ['another boundary', { contentType: 'multipart/form-data; boundary=other', body }],
    ['two content-types', { contentType: `${contentType}, ${contentType}`, body }],
    ['no body', { contentType, body: Buffer.alloc(0) }],
    ['JSON instead', { contentType, body: Buffer.from('{"file":"x"}') }],
    ['no end', { contentType, body: body.subarray(0, -4) }],
    ['half of itself', { contentType, body: body.subarray(0, body.length / 2) }],
    ['bare line feeds', { contentType, body: concat(body.toString().replaceAll('\r\n', '\n')) }],
    ['a part header without an end', { contentType, body: concat(`--${boundary}\r\nA: b\r\n`) }],
    [
      'a part header of 17 kB',
      writeForm('b', [{ head: [`A: ${'b'.repeat(17_000)}`], content: '' }]),
    ],
    ['101 parts', writeForm('b', Array(101).fill(part('other')))],
    ['no parts', { contentType, body: concat(`--${boundary}--\r\n`) }],
    ['no file', writeForm('b', [part('picture')])],
    ['two files', writeForm('b', [part('file'), part('file')])],
    ['an empty file', fileForm('')],
    [
      'a file that is an attachment',
      writeForm('b', [{ head: ['Content-Disposition: attachment; name="file"'], content: 'x' }]),
    ],
  ])('as invalid: %s', (_, form) => {
    expect(() => read(form)).toThrow(ValidationFailedError)
  })
})
