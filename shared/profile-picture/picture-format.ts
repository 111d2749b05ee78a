/** The formats that an upload may have. A picture is stored in the format of its upload. */
export type PictureFormat = 'jpeg' | 'png' | 'webp'

/** File extension by format. */
export const extensions: Readonly<Record<PictureFormat, string>> = {
  jpeg: 'jpg',
  png: 'png',
  webp: 'webp',
}

/** Makes the name of a user's picture, which is for display only: see `Picture` (accounts/picture.ts). */
export function toFilename(userId: string, format: PictureFormat): string {
  return `profile_${userId.slice(0, 8)}.${extensions[format]}`
}

/** Detects the format of a file by its signature: the first bytes. Returns undefined for any other format. */
export function detectFormat(file: Buffer): PictureFormat | undefined {
  const start = file.toString('latin1', 0, 12)
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'webp'
  return undefined
}
