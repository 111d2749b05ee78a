import * as z from 'zod/mini'
import { textSetting } from '../config.ts'

/** A user's picture, as kept in the profile; the image itself is an object in the bucket. */
export interface Picture {
  /** `<user id>/<random>.<extension>`: never given twice, so that what it names may be cached for ever. */
  key: string
  /** For display only: users whose ids begin alike have the same. */
  filename: string
  /** Pixels of the stored image. */
  width: number
  height: number
}

/** What an upload answers, as documented. */
export const uploadedPicture = z.object({
  filename: z.string(),
  width: z.int(),
  height: z.int(),
  aspect_ratio: z.string(),
})

/** A picture as the profile shows it. */
export const profilePicture = z.extend(uploadedPicture, { url: z.url() })

/** Describes a picture; `aspect_ratio` is in lowest terms, e.g. `4:3`. */
export function toUploadedPicture(picture: Picture): z.output<typeof uploadedPicture> {
  const { filename, width, height } = picture
  const divisor = greatestCommonDivisor(width, height)
  return { filename, width, height, aspect_ratio: `${width / divisor}:${height / divisor}` }
}

/** Describes a picture and tells where it is. */
export function toProfilePicture(picture: Picture): z.output<typeof profilePicture> {
  return { url: toPictureUrl(picture), ...toUploadedPicture(picture) }
}

/** The public address of a picture. */
export function toPictureUrl({ key }: Picture): string {
  return `${textSetting('picturesUrl')}/${key}`
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
