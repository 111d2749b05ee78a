import { S3Client } from '@aws-sdk/client-s3'
import { clientConfig } from './client-config.ts'

/**
 * The S3 client. It is in a separate file, so that only functions with pictures bundle it. A call takes at most
 * 2 attempts × 3.3 s (0.3 s to connect, 3 s for the response) plus the SDK's pause. The timeout is longer than
 * DynamoDB's, because a call may send an image of up to 4 MB. There are fewer attempts, so that an upload stays below
 * the functions' timeout of 25 s.
 */
export const s3 = new S3Client(clientConfig(2, 3000))
