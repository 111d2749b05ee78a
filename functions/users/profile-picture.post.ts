import { uploadedPicture } from '../../shared/accounts/picture.ts'
import { defineRoute } from '../../shared/http/define-route.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'
import { multipartFile } from '../../shared/http/multipart-file.ts'
import { MAX_PICTURE_BYTES } from '../../shared/profile-picture/limits.ts'
import { uploadPicture } from '../../shared/profile-picture/upload-picture.ts'
import { RateLimitedError } from '../../shared/rate-limits/errors.ts'

export const route = defineRoute({
  summary: 'Upload a profile picture',
  // The handler checks the session itself, in parallel with counting the upload.
  authentication: 'handler',
  envelope: v1Envelope,
  upload: multipartFile('file', MAX_PICTURE_BYTES),
  response: uploadedPicture,
  errors: [RateLimitedError],
  uses: {
    usersTable: ['dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
    // The OTPs table also has the counters of the rate limits. GetItem: to compute Retry-After.
    otpsTable: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
    // To find and delete pictures that crashed uploads left behind, and the replaced picture.
    picturesBucket: ['s3:ListBucket'],
    'picturesBucket/objects': ['s3:PutObject', 's3:DeleteObject'],
  },
  settings: ['pictureUploadsPerUser'],
  // Decoding uses up to 500 MB. 1024 MB take half as long as 512 MB, at the same price: docs/performance.md.
  memoryMb: 1024,
  nativePackages: ['sharp'],
})

export const handler = endpoint(route, ({ caller, file }) => uploadPicture(caller, file))
