import { s3Error } from './replies.ts'
import { deleteObjects, listVersions, putObject, readObject } from './s3-answers.ts'
import { describeS3Call, readTarget } from './s3-needs.ts'
import type { AwsCall, AwsReply, AwsService, Refusal } from './service.ts'

const errors = {
  'access denied': [403, 'AccessDenied'],
  'unknown key': [403, 'InvalidAccessKeyId'],
  'emulator unreachable': [503, 'ServiceUnavailable'],
} as const

function refuse({ kind, message }: Refusal): AwsReply {
  const [status, code] = errors[kind]
  return s3Error(status, code, message)
}

/** Whether a presigned URL's time is over: the emulator would serve it for ever. */
function isExpired({ path }: AwsCall): boolean {
  const { query } = readTarget(path)
  const seconds = query.get('X-Amz-Expires')
  if (seconds === null) return false
  const date = query.get('X-Amz-Date') ?? ''
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  // A date that is none makes this false, and the URL expired.
  return !(Date.parse(iso) + Number(seconds) * 1000 > Date.now())
}

/** S3 with path-style URLs, performed by the emulator at `emulatorUrl`. */
export function s3(emulatorUrl: string): AwsService {
  const emulator = new URL(emulatorUrl)
  return {
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
