/**
 * The most bytes of a text that is normalised to NFC (one form of each Unicode character). The time of that
 * grows with the square of the number of combining characters.
 */
const MAX_NFC_BYTES = 4096

/** Whether a text may be normalised to NFC. 4 KB of combining characters take about 2 ms, 240 KB take 4 s. */
export function isShortEnoughForNfc(text: string): boolean {
  return Buffer.byteLength(text) <= MAX_NFC_BYTES
}

/** Converts a password to NFC, the form that is hashed. A text that is too long is unchanged, and matches no hash. */
export function toNfc(password: string): string {
  return isShortEnoughForNfc(password) ? password.normalize('NFC') : password
}
