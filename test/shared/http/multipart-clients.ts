import { concat, type Form, type WrittenPart, writeForm } from '../../support/forms.ts'

/** A client and the form that it sends. */
export interface Client {
  name: string
  form: (file: Buffer) => Form | Promise<Form>
}

const disposition = 'Content-Disposition: form-data; name="file"; filename="me.jpg"'
const jpeg = 'Content-Type: image/jpeg'
const bytes = 'Content-Type: application/octet-stream'
const text = (name: string, value: string): WrittenPart => ({
  head: [`Content-Disposition: form-data; name="${name}"`],
  content: value,
})

/** A client that sends the file with this boundary and these part headers. */
function client(name: string, boundary: string, head: string[], contentType?: string): Client {
  return { name, form: (file) => writeForm(boundary, [{ head, content: file }], contentType) }
}

/** A client whose form is the usual one with a change. */
function changed(name: string, change: (form: Form) => Form): Client {
  const form = (file: Buffer) =>
    writeForm('b0undary', [{ head: [disposition, jpeg], content: file }])
  return { name, form: (file) => change(form(file)) }
}

/** The bodies of real clients. Each has the file in the field `file`. */
export const clients: readonly Client[] = [
  client('Chrome', '----WebKitFormBoundary7MA4YWxkTrZu0gW', [disposition, jpeg]),
  client('Safari, with its own filenames', '----WebKitFormBoundaryZ3hK8sQ1vB2nM5xC', [
    'Content-Disposition: form-data; name="file"; filename="Foto “Ö” %22x%22.jpeg"',
    jpeg,
  ]),
  client('Firefox', '----geckoformboundary5b8a1f0c7d3e49a2', [disposition, jpeg]),
  client('an older Firefox', '---------------------------9051914041544843365972754266', [
    disposition,
    jpeg,
  ]),
  client('curl -F', '------------------------d74496d66958873e', [disposition, jpeg]),
  client('curl, with a quote in the filename', '------------------------aZ09', [
    'Content-Disposition: form-data; name="file"; filename="a\\"; name=\\"b.jpg"',
    bytes,
  ]),
  client('Dart http', 'dart-http-boundary-Ab+_-.Zq0123456789+_-.abcdefghijklmnopqrstuvwxyz01', [
    'content-type: application/octet-stream',
    'content-disposition: form-data; name="file"; filename="image_picker_1.jpg"',
  ]),
  client(
    'Dart http, with its boundary quoted',
    'dart-http-boundary-a+b_c-d.e',
    ['content-disposition: form-data; name="file"; filename="a.jpg"'],
    'multipart/form-data; boundary="dart-http-boundary-a+b_c-d.e"',
  ),
  client('dio', '--dio-boundary-3788753558', [
    'content-disposition: form-data; name="file"; filename="me.jpg"',
    'content-type: application/octet-stream',
  ]),
  client('OkHttp', '0d1b8a3c-52f8-4b1d-9f0a-6f4f3f6f9c11', [
    disposition,
    jpeg,
    'Content-Length: 4711',
  ]),
  client('Retrofit', '3aa1b2c4-1111-4222-8333-444455556666', [
    disposition,
    'Content-Transfer-Encoding: binary',
    bytes,
  ]),
  {
    name: 'URLSession, with a hand-written body',
    form: (file) => {
      const parts = [text('caption', 'me'), { head: [disposition, jpeg], content: file }]
      const { contentType, body } = writeForm('Boundary-5F2A9C6E-ABCD', parts)
      return { contentType, body: body.subarray(0, -2) }
    },
  },
  client('Alamofire', 'alamofire.boundary.9f86d081884c7d65', [disposition, jpeg]),
  client('React Native', 'bJ8vQ2xR7tL0', [
    'content-disposition: form-data; name="file"; filename="me.jpg"; filename*=utf-8\'\'me.jpg',
    'content-type: image/jpeg',
  ]),
  {
    name: "Node's fetch",
    form: async (file) => {
      const data = new FormData()
      data.set('caption', 'me')
      data.set('file', new Blob([Uint8Array.from(file)], { type: 'image/jpeg' }), 'me.jpg')
      const request = new Request('http://localhost', { method: 'POST', body: data })
      const contentType = request.headers.get('content-type') ?? ''
      return { contentType, body: Buffer.from(await request.arrayBuffer()) }
    },
  },
  client('python-requests', '5c1f0e7e3c0b4f3f8f6e1d2c3b4a5968', [disposition]),
  client('Postman', '--------------------------401234567890123456789012', [disposition, jpeg]),
  client(
    '.NET HttpClient',
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    ["Content-Disposition: form-data; name=file; filename=me.jpg; filename*=utf-8''me.jpg"],
    'multipart/form-data; boundary="3f2504e0-4f89-11d3-9a0c-0305e82c3301"',
  ),
  client(
    'Apache HttpClient',
    'kL_3-vX9QmZ',
    [disposition, bytes, 'Content-Transfer-Encoding: binary'],
    'multipart/form-data; boundary=kL_3-vX9QmZ; charset=ISO-8859-1',
  ),
  client(
    'one with punctuation in its boundary',
    "a:b/c?d=e'(f),g",
    [disposition],
    'multipart/form-data; boundary="a:b/c?d=e\'(f),g"',
  ),
  client('one with the same boundary unquoted', "a:b/c?d=e'(f),g", [disposition]),
  client('one with the filename first', 'b', [
    'Content-Disposition: form-data; filename="name=x; me.jpg"; name="file"',
  ]),
  client('one without a filename', 'b', ['Content-Disposition: form-data; name="file"']),
  client(
    'one without spaces in its headers',
    'b',
    ['Content-Disposition:form-data;name="file";filename="a"'],
    'multipart/form-data;boundary=b',
  ),
  client('one with folded headers', 'b', ['Content-Disposition: form-data;', '\t  name="file"']),
  client(
    'one with spaces around its boundary',
    'b',
    [disposition],
    'multipart/form-data; boundary = b ; charset=utf-8',
  ),
  client(
    'one with headers in capitals',
    'B',
    ['CONTENT-DISPOSITION: FORM-DATA; NAME="file"'],
    'MULTIPART/FORM-DATA; BOUNDARY=B',
  ),
  changed('one with a preamble and an epilogue', ({ contentType, body }) => ({
    contentType,
    body: concat('Not read.\nNor this: --b0undary\r\n', body, 'Nor what follows.'),
  })),
  changed('Unity, which starts with an empty line', ({ contentType, body }) => ({
    contentType,
    body: concat('\r\n', body),
  })),
  changed('one with whitespace after its boundaries', ({ contentType, body }) => ({
    contentType,
    body: concat('--b0undary \t\r\n', body.subarray('--b0undary\r\n'.length)),
  })),
]
