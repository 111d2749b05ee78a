import { describe, expect, test } from 'vitest'
import {
  hasHiddenCharacters,
  isPrintableAscii,
  looksBlank,
  withoutBreakHints,
  withoutSpaces,
} from '../../shared/hidden-characters.ts'

describe('printable ASCII', () => {
  test.each(['a', '!', '~', 'A b', 'It is {wrong}: 5 < 6?'])('is %j', (text) => {
    expect(isPrintableAscii(text)).toBe(true)
  })

  test.each(['', ' a', 'a\tb', 'a\nb', 'a\n', 'a\u0000', 'a\u007F', 'a\u0080', 'é', 'a\u200B'])(
    'is not %j',
    (text) => {
      expect(isPrintableAscii(text)).toBe(false)
    },
  )
})

describe('hidden characters', () => {
  test.each([
    ['NUL', 'a\u0000b'],
    ['a line break', 'a\nb'],
    ['a zero-width space', 'a\u200Bb'],
    ['a right-to-left override', 'a\u202Eb'],
    ['a bidirectional isolate', 'a\u2066b'],
    ['a soft hyphen', 'a\u00ADb'],
    ['a byte order mark', '\uFEFFa'],
    ['a line separator', 'a\u2028b'],
    ['tags without a flag', 'a\u{E0067}\u{E007F}'],
    ['a hidden sentence in a flag', `🏴${toTags('buy at example.com')}\u{E007F}`],
  ])('are found: %s', (_, text) => {
    expect(hasHiddenCharacters(text)).toBe(true)
  })

  test.each([
    ['Tamil', 'க்ஷ'],
    ['Hindi with a zero-width joiner', 'क्\u200Dष'],
    ['Malayalam with a zero-width non-joiner', 'ന്\u200Cമ'],
    ['Urdu with a right-to-left mark', 'عائشہ\u200F'],
    ['Arabic with an Arabic letter mark', 'أ\u061C(ب)'],
    ['a left-to-right mark after a bracket', 'محمد (UPSC)\u200E'],
    ['an emoji of several code points', '👩‍👩‍👧'],
    ['the flag of England', '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'],
  ])('are not found in %s', (_, text) => {
    expect(hasHiddenCharacters(text)).toBe(false)
  })

  test('may be line breaks and tabs where lines are allowed, and nothing else', () => {
    expect(hasHiddenCharacters('a\r\n\tb', { multiline: true })).toBe(false)
    expect(hasHiddenCharacters('a\u0007b', { multiline: true })).toBe(true)
    expect(hasHiddenCharacters('a\u2028b\u2029c', { multiline: true })).toBe(false)
    expect(hasHiddenCharacters('a\u2028\u202Eb', { multiline: true })).toBe(true)
  })
})

test.each(['\u3164', '\u115F\u1160', '\u2800 \u2800', '\u200D', '\u00A0', '\u0301'])(
  'text that shows nothing looks blank: %j',
  (text) => {
    expect(looksBlank(text)).toBe(true)
  },
)

test.each(['', 'a', ' é ', '한'])('text that is empty or shows something does not: %j', (text) => {
  expect(looksBlank(text)).toBe(false)
})

test('characters that only say where a line may break are removed, and no others', () => {
  expect(withoutBreakHints('\uFEFFcon\u00ADsti\u200Btu\u2060tion\u200B')).toBe('constitution')
  const others = 'क्\u200Dष ന്\u200Cമ a\u202Eb\u2028\n'
  expect(withoutBreakHints(others)).toBe(others)
})

test('white space and format characters are removed from a code, other digits stay', () => {
  expect(withoutSpaces(' 12\u00A03\u200E4\n56\u202C ')).toBe('123456')
  expect(withoutSpaces('१२३')).toBe('१२३')
})

/** Writes printable ASCII with the tag characters of Unicode, which show nothing. */
function toTags(ascii: string): string {
  return ascii.replace(/./g, (char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0)))
}
