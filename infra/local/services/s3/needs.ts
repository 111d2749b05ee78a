import type { AwsCall, CallDescription, Need } from '../../endpoint/aws-api.ts'

/** The bucket, key and query of a path-style URL. Empty strings for missing parts. */
export interface S3Target {
  readonly bucket: string
  readonly key: string
  readonly query: URLSearchParams
}

type Rule = (target: S3Target, call: AwsCall) => readonly Need[]

/** Query parameters that change the operation. Operations without a rule below are refused. */
const SUBRESOURCES = new Set([
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'cors',
  'delete',
  'encryption',
  'inventory',
  'legal-hold',
  'lifecycle',
  'location',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versioning',
  'versions',
  'website',
])

/** Parses `/bucket/key?query`. @throws URIError when its percent-encoding is invalid. */
export function readTarget(path: string): S3Target {
  const [pathname = '', ...search] = path.split('?')
  const [, bucket = '', ...key] = pathname.split('/')
  return {
    bucket: decodeURIComponent(bucket),
    key: decodeURIComponent(key.join('/')),
    query: new URLSearchParams(search.join('?')),
  }
}

function onObject(action: string): Rule {
  return ({ bucket, key }) => [{ action: `s3:${action}`, resource: arnOf(bucket, key) }]
}

function onBucket(action: string): Rule {
  return ({ bucket }) => [{ action: `s3:${action}`, resource: arnOf(bucket) }]
}

/** IAM grants listing on the bucket. A condition of a policy can limit it to a prefix. */
function onListing(action: string): Rule {
  return ({ bucket, query }) => {
    const context: Record<string, string> = {}
    for (const name of ['prefix', 'delimiter', 'max-keys']) {
      const value = query.get(name)
      if (value !== null) context[`s3:${name}`] = value
    }
    return [{ action: `s3:${action}`, resource: arnOf(bucket), context }]
  }
}

const onEachKey: Rule = ({ bucket }, { body }) =>
  keysToDelete(body).map((key) => ({ action: 's3:DeleteObject', resource: arnOf(bucket, key) }))

const put: Rule = (target, call) => [
  ...onObject('PutObject')(target, call),
  ...(call.headers['x-amz-tagging'] ? onObject('PutObjectTagging')(target, call) : []),
  ...(call.headers['x-amz-acl'] ? onObject('PutObjectAcl')(target, call) : []),
]

const copy: Rule = (target, call) => {
  const source = String(call.headers['x-amz-copy-source']).replace(/^\/?/, '/')
  return [...put(target, call), ...onObject('GetObject')(readTarget(source), call)]
}

/** The operation and the rule for its permissions, by `METHOD bucket|object subresource`. */
const rules = new Map<string, readonly [operation: string, rule: Rule]>([
  ['PUT object', ['PutObject', put]],
  ['PUT object uploadId', ['UploadPart', onObject('PutObject')]],
  ['POST object uploads', ['CreateMultipartUpload', put]],
  ['POST object uploadId', ['CompleteMultipartUpload', onObject('PutObject')]],
  ['DELETE object uploadId', ['AbortMultipartUpload', onObject('AbortMultipartUpload')]],
  ['GET object uploadId', ['ListParts', onObject('ListMultipartUploadParts')]],
  ['GET object', ['GetObject', onObject('GetObject')]],
  ['HEAD object', ['HeadObject', onObject('GetObject')]],
  ['DELETE object', ['DeleteObject', onObject('DeleteObject')]],
  ['POST bucket delete', ['DeleteObjects', onEachKey]],
  ['GET bucket', ['ListObjects', onListing('ListBucket')]],
  ['GET bucket versions', ['ListObjectVersions', onListing('ListBucketVersions')]],
  ['HEAD bucket', ['HeadBucket', onBucket('ListBucket')]],
  ['PUT bucket', ['CreateBucket', onBucket('CreateBucket')]],
  ['DELETE bucket', ['DeleteBucket', onBucket('DeleteBucket')]],
  ['GET service', ['ListBuckets', () => [{ action: 's3:ListAllMyBuckets', resource: '*' }]]],
])

/** Returns the permissions that an S3 call needs, from its method, path-style URL and headers. */
export function describeS3Call(call: AwsCall): CallDescription {
  let target: S3Target
  try {
    target = readTarget(call.path)
  } catch {
    return { operation: 'unknown', problem: `the percent-encoding of ${call.path} is invalid` }
  }
  const { bucket, key, query } = target
  const kind = key ? 'object' : bucket ? 'bucket' : 'service'
  const subresources = [...query.keys()].filter((name) => SUBRESOURCES.has(name))
  const request = [call.method, kind, ...subresources].join(' ')
  const [operation, rule] = rules.get(request) ?? [request]
  if (!rule) return { operation, problem: `it does not know the operation ${request}` }
  if (query.has('versionId')) return { operation, problem: 'local buckets keep no versions' }
  if (operation === 'PutObject' && call.headers['x-amz-copy-source']) {
    return { operation: 'CopyObject', needs: copy(target, call) }
  }
  const isV2 = operation === 'ListObjects' && query.get('list-type') === '2'
  return {
    operation: isV2 ? 'ListObjectsV2' : operation,
    needs: rule(target, call),
    inParts: operation === 'DeleteObjects',
  }
}

/** Returns the keys in the body of DeleteObjects. */
export function keysToDelete(body: Buffer): string[] {
  return [...body.toString().matchAll(/<Key>([\s\S]*?)<\/Key>/g)].map(([, key = '']) =>
    key
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&'),
  )
}

/** Returns the ARN of a bucket, or of an object in it. */
export function arnOf(bucket: string, key?: string): string {
  return key === undefined ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`
}
