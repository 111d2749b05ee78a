import { hash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import type { Picture } from '../../../shared/accounts/picture.ts'
import {
  type EncodedPicture,
  encodePicture,
} from '../../../shared/profile-picture/encode-picture.ts'
import { MAX_PICTURE_BYTES } from '../../../shared/profile-picture/limits.ts'
import { newPicture } from '../../../shared/profile-picture/pictures-bucket.ts'
import { LineError, refusedAs } from './line-error.ts'

/** A picture that is ready to be stored. */
export interface LoadedPicture {
  readonly encoded: EncodedPicture
  readonly picture: Picture
}

const DOWNLOAD_TIMEOUT_MS = 10_000

/** Where pictures may come from: a line is not trusted. */
export interface PictureSources {
  /** The file of users. A path is relative to its folder. */
  readonly file: string
  /** The origins of URLs, e.g. `https://cdn.example.com`. */
  readonly picturesFrom: readonly string[]
}

/**
 * Reads and encodes the picture of a line, as the API does with an upload. The object's key is a hash of the
 * content, so that a repeated import writes the same object.
 * @param place path or http(s) URL.
 * @throws LineError when it is not in a source, cannot be read, is too large or is no JPEG, PNG or WEBP.
 */
export async function loadPicture(
  userId: string,
  place: string,
  { file, picturesFrom }: PictureSources,
): Promise<LoadedPicture> {
  const bytes = /^https?:\/\//i.test(place)
    ? await download(place, picturesFrom)
    : await readNear(file, place)
  const encoded = await encodePicture(bytes).catch((error) => {
    throw refusedAs('picture', error)
  })
  const digits = hash('sha256', encoded.bytes).slice(0, 32)
  return { encoded, picture: newPicture(userId, encoded, digits) }
}

/** Reads a file in the folder of the users' file, or below it. Refuses other folders: a line's path is not trusted. */
async function readNear(usersFile: string, path: string): Promise<Buffer> {
  const folder = await realpath(dirname(resolve(usersFile)))
  const file = await realpath(resolve(folder, path)).catch(() => {
    throw new LineError('picture: There is no such file')
  })
  const fromFolder = relative(folder, file)
  if (fromFolder.split(sep)[0] === '..')
    throw new LineError('picture: Is outside of the folder of users')
  const found = await stat(file)
  if (!found.isFile()) throw new LineError('picture: There is no such file')
  requireSize(found.size)
  return await readFile(file)
}

/** Downloads from an origin that the operator named. Any other URL could reach this machine or its private network. */
async function download(url: string, origins: readonly string[]): Promise<Buffer> {
  if (!URL.canParse(url) || !origins.includes(new URL(url).origin))
    throw new LineError('picture: Its origin is not among those of --pictures-from')
  // No redirects: one could lead to an address that the file does not name, e.g. in a private network.
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
  }).catch(() => undefined)
  if (!response?.body) throw new LineError('picture: Cannot be downloaded')
  if (!response.ok) throw new LineError(`picture: Its server responds with ${response.status}`)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body) {
      size += chunk.length
      requireSize(size)
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof LineError ? error : new LineError('picture: Cannot be downloaded')
  }
  return Buffer.concat(chunks)
}

function requireSize(size: number): void {
  if (size > MAX_PICTURE_BYTES) {
    throw new LineError(`picture: Must have at most ${MAX_PICTURE_BYTES / 1024 / 1024} MB`)
  }
}
