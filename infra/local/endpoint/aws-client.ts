import type { Caller } from './caller.ts'

/** AWS responded with an error. `code` is the error's name without its namespace, as in `ResourceInUseException`. */
export class AwsCallFailedError extends Error {
  override readonly name = 'AwsCallFailedError'
  readonly code: string

  constructor(code: string, message: string) {
    super(`${code}: ${message}`)
    this.code = code
  }
}

/**
 * Makes one call to AWS. `target` names the operation in AWS's JSON protocol, as in `AmazonSQS.SendMessage`.
 * @throws AwsCallFailedError when AWS returns an error; AbortError when `signal` ends the call.
 */
export type AwsClient = <T>(target: string, input: object, signal?: AbortSignal) => Promise<T>

/** The endpoint to call, and the access key to call it with. */
export interface AwsClientOptions {
  readonly endpointUrl: string
  readonly region: string
  readonly accessKeyId: string
}

/**
 * Creates a client for the few calls that this package makes itself. No SDK is needed, because neither
 * the local endpoint nor DynamoDB Local verifies signatures.
 */
export function createAwsClient(options: AwsClientOptions): AwsClient {
  const { endpointUrl, region, accessKeyId } = options
  return async <T>(target: string, input: object, signal?: AbortSignal) => {
    const service = target.startsWith('AmazonSQS.') ? 'sqs' : 'dynamodb'
    const response = await fetch(endpointUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': target,
        authorization: authorizationFor({ accessKeyId, region, service }),
      },
      body: JSON.stringify(input),
      ...(signal && { signal }),
    })
    const output = (await response.json()) as Record<string, unknown>
    if (response.ok) return output as T
    const code = String(output.__type).split('#').at(-1) ?? ''
    throw new AwsCallFailedError(code, String(output.message ?? output.Message))
  }
}

/** Returns an `Authorization` header that names a caller, without a real signature. */
export function authorizationFor({ accessKeyId, region, service }: Caller): string {
  const scope = `${accessKeyId}/20260101/${region}/${service}/aws4_request`
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`
}
