import type { Access, DecidedNeed, FunctionPrincipal, Principal } from './access.ts'
import { EmulatorUnreachableError } from './forward.ts'
import { unknownService } from './replies.ts'
import type {
  AwsCall,
  AwsReply,
  AwsService,
  CallDescription,
  DenialOf,
  Forward,
  Need,
  Refusal,
} from './service.ts'

/** What came of a call: the answer, and what is to be reported about it. */
export interface Outcome {
  readonly principal?: Principal
  readonly operation?: string
  readonly needs: readonly Need[]
  /** What the caller's policies said to each need; none for an operator. */
  readonly decisions: readonly DecidedNeed[]
  readonly allowed: boolean
  /** Undefined when the answer is to be lost: the connection ends without one. */
  readonly reply: AwsReply | undefined
}

/** An allowed call as whoever stands around it sees it. */
export interface AllowedCall {
  /** Undefined when the operator calls. */
  readonly functionName?: string
  /** The signing name, as in `dynamodb`. */
  readonly service: string
  readonly operation: string
  readonly body: Buffer
}

/**
 * Stands around each allowed call and answers in its place, with or without performing it: how
 * faults are injected. Undefined loses the answer.
 */
export type AroundCall = (
  call: AllowedCall,
  perform: () => Promise<AwsReply>,
) => Promise<AwsReply | undefined>

/** What a call is answered with. `services` is keyed by the signing name. */
export interface AnswerOptions {
  readonly access: Access
  readonly services: Readonly<Record<string, AwsService>>
  readonly forward: Forward
  readonly aroundCall?: AroundCall
}

/** Why the function may not make this call, or undefined when it may. */
function denialMessage(
  access: Access,
  principal: FunctionPrincipal,
  service: string,
  call: CallDescription,
  decisions: readonly DecidedNeed[],
): string | undefined {
  if (!call.needs) {
    const action = `${service}:${call.operation}`
    const who = access.whoMayNot(principal, action)
    return `${who}, because the local endpoint cannot tell which permissions that needs: ${call.problem}`
  }
  const denial = decisions.find(({ decision }) => !decision.allowed)
  return denial && access.explain(principal, denial)
}

async function perform(
  service: AwsService,
  call: AwsCall,
  forward: Forward,
  denialOf: DenialOf,
): Promise<AwsReply> {
  try {
    return await service.perform(call, forward, denialOf)
  } catch (error) {
    if (!(error instanceof EmulatorUnreachableError)) throw error
    return service.refuse({ kind: 'emulator unreachable', message: error.message })
  }
}

/**
 * Answers one signed call: finds its service and its principal, lets IAM decide, and has the service
 * perform what is allowed. Everything that AWS would refuse is an answer too, not an exception.
 */
export async function answerCall(options: AnswerOptions, call: AwsCall): Promise<Outcome> {
  const { access, services, forward, aroundCall } = options
  const { accessKeyId, service: name } = call.caller
  const service = Object.hasOwn(services, name) ? services[name] : undefined
  const principal = access.find(accessKeyId)
  if (!service) {
    const reply = unknownService(name, Object.keys(services), call.headers)
    return { principal, needs: [], decisions: [], allowed: false, reply }
  }
  const description = service.describe(call)
  const { operation, needs = [] } = description
  const caller = principal?.kind === 'function' ? principal : undefined
  const decisions = caller ? access.decide(caller, needs) : []
  const about = { principal, operation, needs, decisions }
  const refused = (refusal: Refusal) => ({
    ...about,
    allowed: false,
    reply: service.refuse(refusal),
  })
  if (!principal) {
    const message = 'The security token included in the request is invalid.'
    return refused({ kind: 'unknown key', message })
  }
  const message = caller && denialMessage(access, caller, name, description, decisions)
  const inParts = description.needs !== undefined && description.inParts
  if (message !== undefined && !inParts) return refused({ kind: 'access denied', message })
  const allowed = message === undefined
  const denialOf = (need: Need) => {
    const [asked] = caller ? access.decide(caller, [need]) : []
    return caller && asked && !asked.decision.allowed ? access.explain(caller, asked) : undefined
  }
  const performIt = () => perform(service, call, forward, denialOf)
  if (!aroundCall) return { ...about, allowed, reply: await performIt() }
  const around = { functionName: caller?.functionName, service: name, operation, body: call.body }
  return { ...about, allowed, reply: await aroundCall(around, performIt) }
}
