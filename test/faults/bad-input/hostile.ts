import * as fc from 'fast-check'
import type { Json } from './from-schema.ts'

/** Values that are known to break programs. */
const hostileValues: readonly Json[] = [
  ...['', ' ', '\0', '\u202e', '\ufeff', '💥'.repeat(50), 'a'.repeat(10_000), '../../etc/passwd'],
  ...['null', 'true', 'NaN', '-0', '1e309', '$x', '{{x}}', "' OR '1'='1", '<script>', '%00', '\n'],
  ...['__proto__', 'constructor', 'toString', '０１２', '९८७६५४३२१०', 'ua_', 'ſ', 'İ'],
  ...[0, -1, 1.5, -0, 2 ** 31, 2 ** 53, 1e308, Number.MIN_VALUE],
  ...[true, false, null],
  ...[[], {}, [[]], [null], { length: 1 }, { toString: 1 }],
]

/** Values that are wrong almost anywhere. */
export const hostile: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(...hostileValues),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
  fc.string({ unit: 'binary', maxLength: 30 }),
)

/** Changes a value at one place. */
type Spoil = (value: Json, bad: Json) => Json

const spoils: readonly Spoil[] = [
  (_, bad) => bad,
  (value, bad) => [value, bad],
  (value) => ({ value }),
  (value, bad) => (isObject(value) ? { ...value, extra: bad } : bad),
  (value) => (isObject(value) ? Object.fromEntries(Object.entries(value).slice(1)) : null),
  (value) => (typeof value === 'string' ? `${value}\0` : JSON.stringify(value)),
  (value) => (typeof value === 'string' ? ` ${value}\n` : value),
]

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A valid value with one invalid place. */
export function spoilt(right: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc
    .tuple(right, fc.nat(20), fc.constantFrom(...spoils), hostile)
    .map(([value, place, spoil, bad]) => spoilAt(value, place, (here) => spoil(here, bad)))
}

/** Descends into objects along the digits of `place`. */
function spoilAt(value: Json, place: number, spoil: (value: Json) => Json): Json {
  if (!isObject(value) || place % 4 === 0) return spoil(value)
  const keys = Object.keys(value)
  const key = keys[place % Math.max(1, keys.length)]
  if (key === undefined) return spoil(value)
  return { ...value, [key]: spoilAt(value[key] ?? null, Math.floor(place / 2), spoil) }
}

/** Bodies that are no JSON, or unusual JSON. */
export const hostileText: fc.Arbitrary<string | Buffer> = fc.oneof(
  fc.constantFrom(
    ...[
      '{',
      '{}{}',
      '[',
      'nul',
      '"',
      '{"a":1,}',
      "{'a':1}",
      '\ufeff{}',
      '0x1',
      '{"__proto__":{"x":1}}',
    ],
    ...['{"user":{"__proto__":{"password":"x"}}}', '{"name":{"first_name":"\\ud800"}}', '1e999'],
    ...[`${'['.repeat(5_000)}${']'.repeat(5_000)}`, '{"a":'.repeat(2_000), ' '.repeat(300_000)],
    ...[`{"name":{"first_name":"a"},"name":{"first_name":7}}`],
  ),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

/** Unusual and false headers. */
export const hostileHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  fc.constantFrom<Record<string, string>>(
    ...[
      {},
      {},
      {},
      { 'x-dev-time': '1' },
      { 'x-dev-time': '9999999999999' },
      { 'x-dev-time': '-1' },
    ],
    ...[{ 'x-dev-time': '1714400300000,1714400300000' }, { 'x-dev-time': 'NaN' }],
    ...[{ 'content-type': 'multipart/form-data' }, { 'content-type': 'application/xml' }],
    ...[
      { 'content-type': 'application/json; charset=utf-16' },
      { 'content-type': 'x'.repeat(500) },
    ],
    ...[{ 'x-forwarded-for': '::1, %' }, { cookie: 'a=b; =; ;' }, { 'content-encoding': 'gzip' }],
    ...[{ accept: 'text/html' }, { 'x-http-method-override': 'DELETE' }],
  ),
)

/** Unusual queries, without the question mark. */
export const hostileQuery: fc.Arbitrary<string> = fc.constantFrom(
  ...['', 'course_id', 'course_id=', 'course_id=1&course_id=1', 'course_id=1%2C2', 'course_id=%00'],
  ...['course_id=1&sync_from_epoch_ms=-1', 'course_id=1&sync_from_epoch_ms=1e3', 'course_id[]=1'],
  ...['course_id=1&sync_from_epoch_ms=0&limit=0', 'course_id=1&sync_from_epoch_ms=0&limit=101'],
  ...[
    'course_id=1&sync_from_epoch_ms=0&next_cursor=',
    'course_id=1&sync_from_epoch_ms=0&next_cursor=%',
  ],
  ...[
    'course_id=1&sync_from_epoch_ms=0&next_cursor=eyJ1cGRhdGVkX2F0IjowfQ==',
    '__proto__=1',
    '=&&=',
    '%ff',
  ],
  ...['course_id=1&sync_from_epoch_ms=9999999999999999', 'course_id=toString', 'a=1;b=2'],
)
