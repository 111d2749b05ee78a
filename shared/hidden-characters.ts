// Finds and removes characters that text should not have: invisible, misleading or only typed by accident.

// Bidirectional controls and other format characters change or hide the text that is shown. Zero-width
// joiners (ZWNJ, ZWJ) are allowed, because Indic scripts and emoji need them. So are the marks LRM, RLM and ALM,
// which keyboards for Urdu and Arabic type: they place a comma or a bracket, and reverse no text. Tag characters are
// allowed within flag emoji, such as England's (`gbeng`). A flag has at most seven (UTS 51, annex C.1): more could hide a text.
const FLAG_TAGS = /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,7}\u{E007F}/gu
const HIDDEN = /(?![\u200C-\u200F\u061C])\p{Cf}/u
// Where a line may break: soft hyphen, zero-width space. Where it may not: word joiner, byte order mark.
const BREAK_HINTS = /[\u00AD\u200B\u2060\uFEFF]/g
// Unicode's line and paragraph separators (U+2028, U+2029) are line breaks too: text copied from notes has them.
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u
const CONTROL_BUT_LINES = /(?![\t\n\r])\p{Cc}/u
// Letters and symbols with an empty glyph: Hangul fillers and the blank Braille pattern.
const BLANK = /[\s\p{Cf}\p{Mn}\u115F\u1160\u3164\uFFA0\u2800]/gu

/** Whether a text is printable ASCII and does not begin with a space. Such a text passes all checks below, which are slower. */
export function isPrintableAscii(text: string): boolean {
  return /^[!-~][ -~]*$/.test(text)
}

/** Whether a text has control or format characters. With `multiline`, tabs and line breaks are allowed. */
export function hasHiddenCharacters(text: string, { multiline = false } = {}): boolean {
  const control = multiline ? CONTROL_BUT_LINES : CONTROL
  return control.test(text) || HIDDEN.test(text.replace(FLAG_TAGS, ''))
}

/** Removes invisible characters that only say where a line may break. Text that is copied from web pages has them. */
export function withoutBreakHints(text: string): string {
  return text.replace(BREAK_HINTS, '')
}

/** Whether a text has characters, but none that is visible. */
export function looksBlank(text: string): boolean {
  return text !== '' && text.replace(BLANK, '') === ''
}

/** Removes white space and format characters. Keyboards and autofill add them to codes and phone numbers. */
export function withoutSpaces(text: string): string {
  return text.replace(/[\s\p{Cf}]/gu, '')
}
