import { ValidationFailedError } from '../../shared/errors.ts'
import { describeRoute } from '../../shared/http/describe-route.ts'
import { PayloadTooLargeError } from '../../shared/http/errors.ts'
import { UnsupportedPictureError } from '../../shared/profile-picture/errors.ts'
import {
  MAX_PICTURE_BYTES,
  MAX_PIXELS,
  MAX_STORED_SIDE,
} from '../../shared/profile-picture/limits.ts'
import { route } from './profile-picture.post.ts'

const MAX_SIZE = `${MAX_PICTURE_BYTES / 1024 / 1024} MiB`

export const docs = describeRoute(route, {
  operationId: 'uploadProfilePicture',
  tag: 'Profile',
  description: ({ pictureUploadsPerUser }) =>
    `Upload a profile picture for the authenticated user: JPEG, PNG or WEBP, of at most ${MAX_SIZE}. ` +
    'Only the content of the file decides its format, not its name or type. The picture is rotated upright, ' +
    `shrunk to fit into ${MAX_STORED_SIDE} × ${MAX_STORED_SIDE} pixels without cropping, and stripped of all metadata. It replaces ` +
    `the previous picture. A user may upload ${pictureUploadsPerUser} files an hour; further uploads get 1005. ` +
    'For a body between 4 and 4.5 MB, the 413 has the envelope; for a larger body, API Gateway itself returns the 413, ' +
    'without an envelope.',
  response: { filename: 'profile_507f1f77.jpg', width: 400, height: 400, aspect_ratio: '1:1' },
  errors: [
    {
      error: new PayloadTooLargeError(MAX_PICTURE_BYTES, 'file'),
      when: `The file is larger than ${MAX_SIZE}.`,
    },
    {
      error: new UnsupportedPictureError(),
      when: 'The file is not a JPEG, PNG or WEBP image, or the body is not multipart/form-data, or it is compressed (`content-encoding`).',
    },
    {
      error: new ValidationFailedError([{ path: 'file', message: 'Is required, as a file' }]),
      when:
        'The form has no `file` or more than one, or the file cannot be read as an image, or the image has more than ' +
        `${MAX_PIXELS / 1_000_000} megapixels, or it has more scans, segments or frames than any camera or editor writes, ` +
        'or arithmetic coding. `details` has the reason.',
    },
  ],
})
