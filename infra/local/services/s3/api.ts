import type { AwsApi, AwsCall, AwsResponse, Refusal } from '../../endpoint/aws-api.ts'
import { describeS3Call, readTarget } from './needs.ts'
import { deleteObjects, listVersions, putObject, readObject, s3Error } from './operations.ts'

const errors = {
  'access denied': [403, 'AccessDenied'],
  'unknown key': [403, 'InvalidAccessKeyId'],
  'emulator unreachable': [503, 'ServiceUnavailable'],
} as const

function refuse({ kind, message }: Refusal): AwsResponse {
  const [status, code] = errors[kind]
  return s3Error(status, code, message)
}

/** Returns whether a presigned URL has expired, which the emulator does not check. */
function isExpired({ path }: AwsCall): boolean {
  const { query } = readTarget(path)
  const seconds = query.get('X-Amz-Expires')
  if (seconds === null) return false
  const date = query.get('X-Amz-Date') ?? ''
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  // An invalid date makes the comparison false, so that the URL counts as expired.
  return !(Date.parse(iso) + Number(seconds) * 1000 > Date.now())
}

/** S3 with path-style URLs, performed by the emulator at `emulatorUrl`. */
export function s3Api(emulatorUrl: string): AwsApi {
  const emulator = new URL(emulatorUrl)
  return {
    signingName: 's3',
    contextKeys: ['s3:prefix', 's3:delimiter', 's3:max-keys'],
    describe: describeS3Call,
    refuse,
    perform: async (call, forward, denialOf) => {
      if (isExpired(call)) return s3Error(403, 'AccessDenied', 'Request has expired')
      const send = (sent: AwsCall) => forward(sent, emulator)
      switch (describeS3Call(call).operation) {
        case 'GetObject':
        case 'HeadObject':
          return await readObject(call, send, denialOf)
        case 'PutObject':
          return await putObject(call, send)
        case 'DeleteObjects':
          return await deleteObjects(call, send, denialOf)
        case 'ListObjectVersions':
          return await listVersions(call, send)
        default:
          return await send(call)
      }
    },
  }
}
