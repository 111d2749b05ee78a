/** Longer texts are not normalised: the time grows with the square of their combining characters. */
const MAX_NFC_BYTES = 4096

/** Whether a text may be normalised to NFC. 4 KB of combining characters take about 2 ms, 240 KB take 4 s. */
export function isShortEnoughForNfc(text: string): boolean {
  return Buffer.byteLength(text) <= MAX_NFC_BYTES
}

/** A password in NFC, the form in which passwords are hashed. A text that is too long stays as it is, and matches nothing. */
export function toNfc(password: string): string {
  return isShortEnoughForNfc(password) ? password.normalize('NFC') : password
}
