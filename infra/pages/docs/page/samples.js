/**
 * Code that sends a request, by language. A request has `method`, `url`, `headers` and a `body` of JSON
 * text. `isFile` means that it uploads a file as a form.
 */
export const samples = {
  curl: toCurl,
  JavaScript: toJavaScript,
  Python: toPython,
  Kotlin: toKotlin,
  Swift: toSwift,
  Dart: toDart,
}

function toCurl({ method, url, headers, body, isFile }) {
  const options = Object.entries(headers).map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`)
  if (body !== undefined) options.push(`-d ${shell(body)}`)
  if (isFile) options.push("-F 'file=@picture.jpg'")
  return [`curl -X ${method} ${shell(url)}`, ...options].join(' \\\n  ')
}

function toJavaScript({ method, url, headers, body, isFile }) {
  return lines(
    isFile && "const body = new FormData()\nbody.set('file', file) // a File or Blob\n",
    `const response = await fetch(${quote(url)}, {`,
    `  method: ${quote(method)},`,
    `  headers: ${indent(JSON.stringify(headers, null, 2))},`,
    body !== undefined && `  body: ${asObject(body, (value) => `JSON.stringify(${value})`)},`,
    isFile && '  body,',
    '})',
    'console.log(await response.json())',
  )
}

function toPython({ method, url, headers, body, isFile }) {
  return lines(
    'import requests\n',
    'response = requests.request(',
    `    ${quote(method)},`,
    `    ${quote(url)},`,
    `    headers=${toPythonValue(headers)},`,
    body !== undefined && `    data=${quote(compact(body))}.encode(),`,
    isFile && '    files={"file": open("picture.jpg", "rb")},',
    ')',
    'print(response.json())',
  )
}

function toKotlin({ method, url, headers, body, isFile }) {
  const content =
    body === undefined
      ? 'null'
      : `${withoutDollar(quote(compact(body)))}\n        .toRequestBody("application/json".toMediaType())`
  const form =
    'MultipartBody.Builder().setType(MultipartBody.FORM)\n' +
    '        .addFormDataPart("file", "picture.jpg", picture.asRequestBody("image/jpeg".toMediaType()))\n' +
    '        .build()'
  return lines(
    '// OkHttp',
    `val body = ${isFile ? form : content}`,
    'val request = Request.Builder()',
    `    .url(${withoutDollar(quote(url))})`,
    ...Object.entries(headers).map(
      ([name, value]) => `    .header(${quote(name)}, ${withoutDollar(quote(value))})`,
    ),
    `    .method(${quote(method)}, body)`,
    '    .build()',
    'OkHttpClient().newCall(request).execute().use { println(it.body.string()) }',
  )
}

function toSwift({ method, url, headers, body, isFile }) {
  return lines(
    `var request = URLRequest(url: URL(string: ${quote(url)})!)`,
    `request.httpMethod = ${quote(method)}`,
    ...Object.entries(headers).map(
      ([name, value]) => `request.setValue(${quote(value)}, forHTTPHeaderField: ${quote(name)})`,
    ),
    body !== undefined && `request.httpBody = Data(${quote(compact(body))}.utf8)`,
    isFile && swiftForm,
    'let (data, _) = try await URLSession.shared.data(for: request)',
    'print(String(decoding: data, as: UTF8.self))',
  )
}

const swiftForm = `let boundary = UUID().uuidString
request.setValue("multipart/form-data; boundary=\\(boundary)", forHTTPHeaderField: "content-type")
var form = Data("--\\(boundary)\\r\\n".utf8)
form.append(Data("content-disposition: form-data; name=\\"file\\"; filename=\\"picture.jpg\\"\\r\\n\\r\\n".utf8))
form.append(picture)
form.append(Data("\\r\\n--\\(boundary)--\\r\\n".utf8))
request.httpBody = form`

function toDart({ method, url, headers, body, isFile }) {
  const uri = `Uri.parse(${withoutDollar(quote(url))})`
  const kind = isFile ? 'MultipartRequest' : 'Request'
  return lines(
    "import 'package:http/http.dart' as http;\n",
    `final request = http.${kind}(${quote(method)}, ${uri});`,
    ...Object.entries(headers).map(
      ([name, value]) => `request.headers[${quote(name)}] = ${withoutDollar(quote(value))};`,
    ),
    body !== undefined && `request.body = ${withoutDollar(quote(compact(body)))};`,
    isFile && "request.files.add(await http.MultipartFile.fromPath('file', 'picture.jpg'));",
    'final response = await http.Response.fromStream(await request.send());',
    'print(response.body);',
  )
}

function lines(...all) {
  return all.filter((line) => line !== false).join('\n')
}

/** A string literal of JavaScript, Python, Swift, and after `withoutDollar` of Kotlin and Dart. */
function quote(text) {
  return JSON.stringify(text)
}

/** In Kotlin and Dart, `$` begins a variable. */
function withoutDollar(literal) {
  return literal.replaceAll('$', '\\$')
}

function shell(text) {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** JSON in one line. Text that is no JSON stays as it is. */
function compact(body) {
  try {
    return JSON.stringify(JSON.parse(body))
  } catch {
    return body
  }
}

function asObject(body, wrap) {
  try {
    return wrap(indent(JSON.stringify(JSON.parse(body), null, 2)))
  } catch {
    return quote(body)
  }
}

function toPythonValue(headers) {
  const pairs = Object.entries(headers).map(([name, value]) => `${quote(name)}: ${quote(value)}`)
  return pairs.length > 0 ? `{\n        ${pairs.join(',\n        ')},\n    }` : '{}'
}

function indent(text) {
  return text.replaceAll('\n', '\n  ')
}
