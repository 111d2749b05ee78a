/** AWS answered a call with an error. `code` is its name without what stands before it. */
export class AwsCallFailedError extends Error {
  override readonly name = 'AwsCallFailedError'
  readonly code: string

  constructor(code: string, message: string) {
    super(`${code}: ${message}`)
    this.code = code
  }
}

/**
 * Makes one call to AWS. `target` is what AWS's JSON protocol calls it, as in `AmazonSQS.SendMessage`.
 * @throws AwsCallFailedError when it is refused; AbortError when `signal` ended it.
 */
export type AwsClient = <T>(target: string, input: object, signal?: AbortSignal) => Promise<T>

/** Whose calls they are, and where AWS is. */
export interface AwsClientOptions {
  readonly endpointUrl: string
  readonly region: string
  readonly accessKeyId: string
}

/**
 * The few calls that Lambda's pollers make, with a function's own access key. No SDK: there is none
 * for streams among our packages, and the local endpoint verifies no signature.
 */
export function createAwsClient(options: AwsClientOptions): AwsClient {
  const { endpointUrl, region, accessKeyId } = options
  return async <T>(target: string, input: object, signal?: AbortSignal) => {
    const service = target.startsWith('AmazonSQS.') ? 'sqs' : 'dynamodb'
    const scope = `${accessKeyId}/20260101/${region}/${service}/aws4_request`
    const response = await fetch(endpointUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': target,
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`,
      },
      body: JSON.stringify(input),
      ...(signal && { signal }),
    })
    const answer = (await response.json()) as Record<string, unknown>
    if (response.ok) return answer as T
    const code = String(answer.__type).split('#').at(-1) ?? ''
    throw new AwsCallFailedError(code, String(answer.message ?? answer.Message))
  }
}
