import type { Access, DecidedNeed, FunctionPrincipal, Principal } from './access.ts'
import type {
  AwsApi,
  AwsCall,
  AwsResponse,
  CallDescription,
  DenialOf,
  Forward,
  Need,
  Refusal,
} from './aws-api.ts'
import { EmulatorUnreachableError } from './forward.ts'
import { unknownService } from './responses.ts'

/** The response to a call, and what is reported about the call. */
export interface Outcome {
  readonly principal?: Principal
  readonly operation?: string
  readonly needs: readonly Need[]
  /** The decision on each need; none for an operator. */
  readonly decisions: readonly DecidedNeed[]
  readonly allowed: boolean
  /** Undefined when `WrapCall` returned none. The connection then ends without a response. */
  readonly response: AwsResponse | undefined
}

/** An allowed call, as it is passed to `WrapCall`. */
export interface AllowedCall {
  /** Undefined for a call of the operator. */
  readonly functionName?: string
  /** The signing name, as in `dynamodb`. */
  readonly service: string
  readonly operation: string
  readonly body: Buffer
}

/**
 * Wraps each allowed AWS call and returns its response, with or without performing the call. Tests
 * inject faults with it. If it returns undefined, the connection ends without a response.
 */
export type WrapCall = (
  call: AllowedCall,
  perform: () => Promise<AwsResponse>,
) => Promise<AwsResponse | undefined>

/** What handleCall needs: the services behind the endpoint, by signing name, and who may call them. */
export interface CallOptions {
  readonly access: Access
  readonly apis: ReadonlyMap<string, AwsApi>
  readonly forward: Forward
  readonly wrapCall?: WrapCall
}

/** Returns why the function may not make this call, or undefined when it may. */
function denialMessage(
  access: Access,
  principal: FunctionPrincipal,
  service: string,
  call: CallDescription,
  decisions: readonly DecidedNeed[],
): string | undefined {
  if (!call.needs) {
    const denied = access.notAuthorized(principal, `${service}:${call.operation}`)
    return `${denied}, because the local endpoint does not know which permissions the call needs: ${call.problem}`
  }
  const denial = decisions.find(({ decision }) => !decision.allowed)
  return denial && access.explain(principal, denial)
}

async function perform(
  api: AwsApi,
  call: AwsCall,
  forward: Forward,
  denialOf: DenialOf,
): Promise<AwsResponse> {
  try {
    return await api.perform(call, forward, denialOf)
  } catch (error) {
    if (!(error instanceof EmulatorUnreachableError)) throw error
    return api.refuse({ kind: 'emulator unreachable', message: error.message })
  }
}

/**
 * Handles one signed call: finds its service and its caller, checks the caller's policies, and lets the service
 * perform an allowed call. With `inParts` (`CallDescription`), the service also performs a call when only some of its
 * parts are allowed. A refused call gets a response too; nothing is thrown.
 */
export async function handleCall(options: CallOptions, call: AwsCall): Promise<Outcome> {
  const { access, apis, forward, wrapCall } = options
  const { accessKeyId, service } = call.caller
  const api = apis.get(service)
  const principal = access.find(accessKeyId)
  if (!api) {
    const response = unknownService(service, [...apis.keys()], call.headers)
    return { principal, needs: [], decisions: [], allowed: false, response }
  }
  const description = api.describe(call)
  const { operation, needs = [] } = description
  const caller = principal?.kind === 'function' ? principal : undefined
  const decisions = caller ? access.decide(caller, needs) : []
  const report = { principal, operation, needs, decisions }
  const refused = (refusal: Refusal) => ({
    ...report,
    allowed: false,
    response: api.refuse(refusal),
  })
  if (!principal) {
    const message = 'The security token included in the request is invalid.'
    return refused({ kind: 'unknown key', message })
  }
  const message = caller && denialMessage(access, caller, service, description, decisions)
  const inParts = description.needs !== undefined && description.inParts
  if (message !== undefined && !inParts) return refused({ kind: 'access denied', message })
  const allowed = message === undefined
  const denialOf = (need: Need) => {
    const [decided] = caller ? access.decide(caller, [need]) : []
    return caller && decided && !decided.decision.allowed
      ? access.explain(caller, decided)
      : undefined
  }
  const performCall = () => perform(api, call, forward, denialOf)
  if (!wrapCall) return { ...report, allowed, response: await performCall() }
  const wrapped = { functionName: caller?.functionName, service, operation, body: call.body }
  return { ...report, allowed, response: await wrapCall(wrapped, performCall) }
}
