interface AwsError extends Error {
  readonly code?: string
  readonly cause?: unknown
}

const NO_CREDENTIALS = 'There are no AWS credentials. Run `aws sso login`, or set AWS_PROFILE.'
const REFUSED_CREDENTIALS =
  'AWS refuses these credentials: they are wrong or have ended. Run `aws sso login`, or set AWS_PROFILE.'

/** By an error's name or code: what to do about it. */
const ADVICE: Readonly<Record<string, string>> = {
  CredentialsProviderError: NO_CREDENTIALS,
  ExpiredToken: REFUSED_CREDENTIALS,
  ExpiredTokenException: REFUSED_CREDENTIALS,
  InvalidClientTokenId: REFUSED_CREDENTIALS,
  InvalidSignatureException: REFUSED_CREDENTIALS,
  UnrecognizedClientException: REFUSED_CREDENTIALS,
  ResourceNotFoundException:
    'The stack of these outputs is not there. Are they of this account and region, and not of a stack that was deleted?',
  ENOTFOUND: 'AWS cannot be reached. Is this machine connected, and AWS_REGION right?',
  EAI_AGAIN: 'AWS cannot be reached. Is this machine connected?',
  EACCES: 'This folder may not be written to.',
}

/** What a failure is, and what to do about it: one line, with no stack trace. */
export function explainFailure(error: unknown): string {
  for (const one of withCauses(error)) {
    const { name, code = '', message } = one
    if (code === 'ECONNREFUSED') return nothingAnswers(one)
    if (name === 'AccessDeniedException') return `These credentials lack a permission: ${message}`
    if (message === 'Region is missing') return 'Which region? Set AWS_REGION.'
    const advice = ADVICE[name] ?? ADVICE[code]
    if (advice) return advice
  }
  return error instanceof Error ? error.message : String(error)
}

/** Only the local stack's addresses refuse connections. */
function nothingAnswers(error: AwsError): string {
  const { address = '', port = '' } = error as { address?: string; port?: number }
  const where = address ? ` at ${address}:${port}` : ''
  return `Nothing answers${where}: the local stack is not running. Run \`npm start\`.`
}

/** An error and what caused it; `fetch` and connections tried one after another wrap theirs. */
function* withCauses(error: unknown): Generator<AwsError> {
  if (!(error instanceof Error)) return
  yield error as AwsError
  if (error instanceof AggregateError) yield* withCauses(error.errors[0])
  yield* withCauses(error.cause)
}
