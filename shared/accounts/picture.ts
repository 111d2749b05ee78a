import * as z from 'zod/mini'
import { textSetting } from '../config.ts'

/** A picture as the profile stores it. The image itself is an object of the pictures bucket. */
export interface Picture {
  /** `<user id>/<random>.<extension>`. Never reused, so that a cached copy of its URL never shows another picture. */
  key: string
  /** For display only. Not unique: made from the first 8 digits of the user's id. */
  filename: string
  /** Pixels of the stored image. */
  width: number
  height: number
}

/** The response of an upload, as the V1 document (the specification of the V1 routes) defines it. */
export const uploadedPicture = z.object({
  filename: z.string(),
  width: z.int(),
  height: z.int(),
  aspect_ratio: z.string(),
})

/** A picture within `UserDetailsResponse`, the profile in responses (user-details.ts). */
export const profilePicture = z.extend(uploadedPicture, { url: z.url() })

/** Converts a picture to the response of an upload. `aspect_ratio` is in lowest terms, e.g. `4:3`. */
export function toUploadedPicture(picture: Picture): z.output<typeof uploadedPicture> {
  const { filename, width, height } = picture
  const divisor = greatestCommonDivisor(width, height)
  return { filename, width, height, aspect_ratio: `${width / divisor}:${height / divisor}` }
}

/** Converts a picture to its form in UserDetailsResponse, which has the public URL too. */
export function toProfilePicture(picture: Picture): z.output<typeof profilePicture> {
  return { url: toPictureUrl(picture), ...toUploadedPicture(picture) }
}

/** Makes the public URL of a picture. */
export function toPictureUrl({ key }: Picture): string {
  return `${textSetting('picturesUrl')}/${key}`
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
