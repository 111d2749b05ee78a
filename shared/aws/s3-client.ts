import { S3Client } from '@aws-sdk/client-s3'

/**
 * The one S3 client of a function. Its own file, so that only functions with pictures have it in
 * their bundle. A call takes at most 2 × 3.3 s: longer than DynamoDB's, because it carries an image
 * of up to 4 MB, and tried less often, so that an upload stays below the function's time-out.
 */
export const s3 = new S3Client({
  maxAttempts: 2,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: 300,
    requestTimeout: 3000,
    throwOnRequestTimeout: true,
  },
})
