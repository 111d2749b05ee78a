import type { Access, Principal } from './access.ts'
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

/** Why the principal may not make this call, or undefined when it may. */
function denialMessage(
  access: Access,
  principal: Principal,
  service: string,
  call: CallDescription,
): string | undefined {
  if (principal.kind === 'operator') return
  if (!call.needs) {
    const action = `${service}:${call.operation}`
    const who = access.whoMayNot(principal, action)
    return `${who}, because the local endpoint cannot tell which permissions that needs: ${call.problem}`
  }
  const denial = access.firstDenial(principal, call.needs)
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
  const { access, services, forward } = options
  const { accessKeyId, service: name } = call.caller
  const service = Object.hasOwn(services, name) ? services[name] : undefined
  const principal = access.find(accessKeyId)
  if (!service) {
    const reply = unknownService(name, Object.keys(services), call.headers)
    return { principal, needs: [], allowed: false, reply }
  }
  const description = service.describe(call)
  const about = { principal, operation: description.operation, needs: description.needs ?? [] }
  const refused = (refusal: Refusal) => ({
    ...about,
    allowed: false,
    reply: service.refuse(refusal),
  })
  if (!principal) {
    const message = 'The security token included in the request is invalid.'
    return refused({ kind: 'unknown key', message })
  }
  const message = denialMessage(access, principal, name, description)
  const inParts = description.needs !== undefined && description.inParts
  if (message !== undefined && !inParts) return refused({ kind: 'access denied', message })
  const denialOf = (need: Need) => {
    if (principal.kind === 'operator') return
    const denial = access.firstDenial(principal, [need])
    return denial && access.explain(principal, denial)
  }
  const allowed = message === undefined
  const performIt = () => perform(service, call, forward, denialOf)
  const { aroundCall } = options
  if (!aroundCall) return { ...about, allowed, reply: await performIt() }
  const functionName = principal.kind === 'function' ? principal.functionName : undefined
  const { operation } = description
  const around = { functionName, service: name, operation, body: call.body }
  return { ...about, allowed, reply: await aroundCall(around, performIt) }
}
