import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { UnsupportedMediaTypeError } from '../../../shared/errors.ts'
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
    const read = () => upload.read(type, body)
    expect(read).toThrow(UnsupportedMediaTypeError)
    expect(read).toThrow('multipart/form-data')
  })

  const NO_BOUNDARY = 'The content-type has no boundary. Let the HTTP client set this header'
  const NO_END = 'The body ends before its last boundary'
  const BAD_HEADERS = 'The headers of a part do not end, or are too long'
  test.each<[string, string, Form]>([
    ['no boundary', NO_BOUNDARY, { contentType: 'multipart/form-data', body }],
    ['an empty boundary', NO_BOUNDARY, { contentType: 'multipart/form-data; boundary=""', body }],
    [
      'a boundary of 71 characters',
      'The boundary is longer than 70 characters',
      writeForm('b'.repeat(71), [part('file')]),
    ],
    ['another boundary', NO_END, { contentType: 'multipart/form-data; boundary=other', body }],
    ['two content-types', NO_END, { contentType: `${contentType}, ${contentType}`, body }],
    ['no body', NO_END, { contentType, body: Buffer.alloc(0) }],
    ['JSON instead', NO_END, { contentType, body: Buffer.from('{"file":"x"}') }],
    ['no end', NO_END, { contentType, body: body.subarray(0, -4) }],
    ['half of itself', BAD_HEADERS, { contentType, body: body.subarray(0, body.length / 2) }],
    [
      'bare line feeds',
      NO_END,
      { contentType, body: concat(body.toString().replaceAll('\r\n', '\n')) },
    ],
    [
      'a part header without an end',
      BAD_HEADERS,
      { contentType, body: concat(`--${boundary}\r\nA: b\r\n`) },
    ],
    [
      'a part header of 17 kB',
      BAD_HEADERS,
      writeForm('b', [{ head: [`A: ${'b'.repeat(17_000)}`], content: '' }]),
    ],
    ['101 parts', 'The body has too many parts', writeForm('b', Array(101).fill(part('other')))],
    ['no parts', 'Is required, as a file', { contentType, body: concat(`--${boundary}--\r\n`) }],
    ['no file', 'Is required, as a file', writeForm('b', [part('picture')])],
    ['two files', 'Must be given once', writeForm('b', [part('file'), part('file')])],
    ['an empty file', 'Must not be empty', fileForm('')],
    [
      'a file that is an attachment',
      'Is required, as a file',
      writeForm('b', [{ head: ['Content-Disposition: attachment; name="file"'], content: 'x' }]),
    ],
  ])('as invalid: %s (%s)', (_, message, form) => {
    const details = [expect.objectContaining({ message })]
    expect(() => read(form)).toThrow(expect.objectContaining({ details }))
  })
})
