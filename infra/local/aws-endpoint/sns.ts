import { randomUUID } from 'node:crypto'
import type { InboxMessage, SmsInbox } from '../sms-inbox.ts'
import { escapeXml } from './replies.ts'
import type { AwsCall, AwsReply, AwsService, CallDescription, Refusal } from './service.ts'

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/'
// A plus and up to 15 digits; what begins like an Indian number must be as long as one.
const PHONE_NUMBER = /^\+(?!91)[1-9]\d{1,14}$|^\+91\d{10}$/

function reply(statusCode: number, requestId: string, xml: string): AwsReply {
  const body = Buffer.from(xml)
  const headers = ['Content-Type', 'text/xml', 'Content-Length', String(body.length)]
  return { statusCode, headers: [...headers, 'x-amzn-RequestId', requestId], body }
}

function errorReply(statusCode: number, code: string, message: string): AwsReply {
  const id = randomUUID()
  const type = statusCode < 500 ? 'Sender' : 'Receiver'
  const error = `<Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message>`
  const xml = `<ErrorResponse xmlns="${NAMESPACE}"><Error>${error}</Error><RequestId>${id}</RequestId></ErrorResponse>`
  return reply(statusCode, id, xml)
}

function refuse({ kind, message }: Refusal): AwsReply {
  switch (kind) {
    case 'access denied':
      return errorReply(403, 'AuthorizationError', message)
    case 'unknown key':
      return errorReply(403, 'InvalidClientTokenId', message)
    case 'emulator unreachable':
      return errorReply(503, 'ServiceUnavailable', message)
  }
}

function describe(call: AwsCall): CallDescription {
  const form = new URLSearchParams(call.body.toString())
  const operation = form.get('Action') ?? ''
  if (operation !== 'Publish') {
    return { operation, problem: `it does not know the operation "${operation}"` }
  }
  // A phone number has no ARN: it is itself the resource, which `*` and a NotResource cover.
  const resource = form.get('TopicArn') ?? form.get('TargetArn') ?? form.get('PhoneNumber')
  return { operation, needs: resource ? [{ action: 'sns:Publish', resource }] : [] }
}

/** `MessageAttributes.entry.1.Name=…&MessageAttributes.entry.1.Value.StringValue=…` and so on. */
function readAttributes(form: URLSearchParams): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (let i = 1; form.has(`MessageAttributes.entry.${i}.Name`); i++) {
    const entry = `MessageAttributes.entry.${i}`
    const name = form.get(`${entry}.Name`) ?? ''
    attributes[name] = form.get(`${entry}.Value.StringValue`) ?? ''
  }
  return attributes
}

function publish(form: URLSearchParams, deliver: (message: InboxMessage) => void): AwsReply {
  const to = form.get('PhoneNumber')
  const body = form.get('Message')
  if (!to) {
    return errorReply(404, 'NotFound', 'Topic does not exist: the local stack has phones only')
  }
  if (!PHONE_NUMBER.test(to)) {
    const reason = `Invalid parameter: PhoneNumber Reason: ${to} is not valid to publish to`
    return errorReply(400, 'InvalidParameter', reason)
  }
  if (!body) return errorReply(400, 'InvalidParameter', 'Invalid parameter: Empty message')
  deliver({ to, body, attributes: readAttributes(form), sent_at: Date.now() })
  const id = randomUUID()
  const result = `<PublishResult><MessageId>${randomUUID()}</MessageId></PublishResult>`
  const metadata = `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>`
  const xml = `<PublishResponse xmlns="${NAMESPACE}">${result}${metadata}</PublishResponse>`
  return reply(200, id, xml)
}

/** SNS as far as it sends SMS: `Publish` to a phone number, which ends up in the inbox. */
export function sns(inbox: SmsInbox): AwsService {
  return {
    contextKeys: [],
    describe,
    refuse,
    perform: (call) => {
      const form = new URLSearchParams(call.body.toString())
      const action = form.get('Action')
      // The operator may call what no function can: so it is refused here.
      if (action !== 'Publish') {
        const message = `The operation ${action} is not valid for this web service.`
        return Promise.resolve(errorReply(400, 'InvalidAction', message))
      }
      return Promise.resolve(publish(form, (message) => inbox.add(message)))
    },
  }
}
