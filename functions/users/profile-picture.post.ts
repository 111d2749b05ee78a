import { uploadedPicture } from '../../shared/accounts/picture.ts'
import { defineRoute } from '../../shared/http/define-route.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'
import { multipartFile } from '../../shared/http/multipart-file.ts'
import { MAX_PICTURE_BYTES } from '../../shared/profile-picture/limits.ts'
import { uploadPicture } from '../../shared/profile-picture/upload-picture.ts'

export const route = defineRoute({
  summary: 'Upload a profile picture',
  authentication: 'session',
  envelope: v1Envelope,
  upload: multipartFile('file', MAX_PICTURE_BYTES),
  response: uploadedPicture,
  errors: [],
  uses: {
    usersTable: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    picturesBucket: ['s3:ListBucket'],
    'picturesBucket/objects': ['s3:PutObject', 's3:DeleteObject'],
  },
  // Decoding takes up to 550 MB. Lambda assigns CPU in proportion to memory.
  memoryMb: 1024,
  nativePackages: ['sharp'],
})

export const handler = endpoint(route, ({ caller, user, file }) =>
  uploadPicture(caller, user, file),
)
