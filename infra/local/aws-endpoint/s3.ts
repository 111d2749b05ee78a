import { s3Error } from './replies.ts'
import { arnOf, describeS3Call, readTarget } from './s3-needs.ts'
import type { AwsCall, AwsReply, AwsService, DenialOf, Forward, Refusal } from './service.ts'

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

/** Whether this call must not replace the object that is there, which the emulator would do. */
async function wouldReplace(call: AwsCall, forward: Forward, emulator: URL): Promise<boolean> {
  if (call.method !== 'PUT' || call.headers['if-none-match'] !== '*') return false
  const head = { ...call, method: 'HEAD', rawHeaders: [], body: Buffer.alloc(0) }
  return (await forward(head, emulator)).statusCode === 200
}

/** S3 tells who may not list a bucket nothing about which keys there are. */
function hideMissing(reply: AwsReply, call: AwsCall, denialOf: DenialOf): AwsReply {
  const { bucket, key } = readTarget(call.path)
  const isRead = call.method === 'GET' || call.method === 'HEAD'
  if (reply.statusCode !== 404 || !isRead || !key) return reply
  const message = denialOf({ action: 's3:ListBucket', resource: arnOf(bucket) })
  return message === undefined ? reply : s3Error(403, 'AccessDenied', message)
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
      if (await wouldReplace(call, forward, emulator)) {
        const message = 'At least one of the pre-conditions you specified did not hold'
        return s3Error(412, 'PreconditionFailed', message)
      }
      return hideMissing(await forward(call, emulator), call, denialOf)
    },
  }
}
