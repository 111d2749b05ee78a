interface AwsError extends Error {
  readonly code?: string
  /** The file or folder of a file system error. */
  readonly path?: string
  readonly cause?: unknown
}

const NO_CREDENTIALS = 'There are no AWS credentials. Run `aws sso login`, or set AWS_PROFILE.'
const REFUSED_CREDENTIALS =
  'AWS refuses these credentials: they are wrong or have expired. Run `aws sso login`, or set AWS_PROFILE.'

/** What to do about an error, by its name or code. */
const ADVICE: Readonly<Record<string, string>> = {
  CredentialsProviderError: NO_CREDENTIALS,
  ExpiredToken: REFUSED_CREDENTIALS,
  ExpiredTokenException: REFUSED_CREDENTIALS,
  InvalidClientTokenId: REFUSED_CREDENTIALS,
  InvalidSignatureException: REFUSED_CREDENTIALS,
  UnrecognizedClientException: REFUSED_CREDENTIALS,
  ResourceNotFoundException:
    'The stack of these outputs does not exist. Is it in another account or region, or was it deleted?',
  ENOTFOUND: 'AWS cannot be reached. Is this machine online, and AWS_REGION correct?',
  EAI_AGAIN: 'AWS cannot be reached. Is this machine online?',
}

/** Explains an error and what to do about it, in one line without a stack trace. */
export function explainFailure(error: unknown): string {
  for (const one of withCauses(error)) {
    const { name, code = '', message, path = 'A file' } = one
    if (code === 'EACCES') return `${path} cannot be opened: this user lacks the permission.`
    if (code === 'EISDIR') return 'That is a folder: name a file.'
    if (code === 'ECONNREFUSED') return explainRefusedConnection(one)
    if (/^AccessDenied(Exception)?$/.test(name))
      return `These credentials lack a permission: ${message}`
    if (message === 'Region is missing') return 'There is no AWS region. Set AWS_REGION.'
    const advice = ADVICE[name] ?? ADVICE[code]
    if (advice) return advice
  }
  return error instanceof Error ? error.message : String(error)
}

/** Explains ECONNREFUSED. Only the local stack can refuse a connection: AWS endpoints do not. */
function explainRefusedConnection(error: AwsError): string {
  const { address = '', port = '' } = error as { address?: string; port?: number }
  const where = address ? ` at ${address}:${port}` : ''
  return `No response${where}: the local stack is not running. Run \`npm start\`.`
}

/**
 * Yields an error and its causes. `fetch` puts the real error in `cause`; a connection that tried several
 * addresses throws an AggregateError.
 */
function* withCauses(error: unknown): Generator<AwsError> {
  if (!(error instanceof Error)) return
  yield error as AwsError
  if (error instanceof AggregateError) yield* withCauses(error.errors[0])
  yield* withCauses(error.cause)
}
