import { randomUUID } from 'node:crypto'
import type {
  AwsApi,
  AwsCall,
  AwsResponse,
  CallDescription,
  Refusal,
} from '../../endpoint/aws-api.ts'
import { escapeXml, textResponse, withHeaders } from '../../endpoint/responses.ts'
import type { InboxMessage, SmsInbox } from './sms-inbox.ts'

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/'
// A plus and up to 15 digits. A number with India's code must have ten digits after it.
const PHONE_NUMBER = /^\+(?!91)[1-9]\d{1,14}$|^\+91\d{10}$/

function xmlResponse(statusCode: number, requestId: string, xml: string): AwsResponse {
  const response = textResponse(statusCode, 'text/xml', xml)
  return withHeaders(response, { 'x-amzn-RequestId': requestId })
}

function errorResponse(statusCode: number, code: string, message: string): AwsResponse {
  const id = randomUUID()
  const type = statusCode < 500 ? 'Sender' : 'Receiver'
  const error = `<Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message>`
  const xml = `<ErrorResponse xmlns="${NAMESPACE}"><Error>${error}</Error><RequestId>${id}</RequestId></ErrorResponse>`
  return xmlResponse(statusCode, id, xml)
}

function refuse({ kind, message }: Refusal): AwsResponse {
  switch (kind) {
    case 'access denied':
      return errorResponse(403, 'AuthorizationError', message)
    case 'unknown key':
      return errorResponse(403, 'InvalidClientTokenId', message)
    case 'emulator unreachable':
      return errorResponse(503, 'ServiceUnavailable', message)
  }
}

function describe(call: AwsCall): CallDescription {
  const form = new URLSearchParams(call.body.toString())
  const operation = form.get('Action') ?? ''
  if (operation !== 'Publish') {
    return { operation, problem: `it does not know the operation "${operation}"` }
  }
  // A phone number has no ARN. The number itself is the resource, which `*` and a NotResource match.
  const resource = form.get('TopicArn') ?? form.get('TargetArn') ?? form.get('PhoneNumber')
  return { operation, needs: resource ? [{ action: 'sns:Publish', resource }] : [] }
}

/** Reads `MessageAttributes.entry.1.Name=…&MessageAttributes.entry.1.Value.StringValue=…` and so on. */
function readAttributes(form: URLSearchParams): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (let i = 1; form.has(`MessageAttributes.entry.${i}.Name`); i++) {
    const entry = `MessageAttributes.entry.${i}`
    const name = form.get(`${entry}.Name`) ?? ''
    attributes[name] = form.get(`${entry}.Value.StringValue`) ?? ''
  }
  return attributes
}

function publish(form: URLSearchParams, deliver: (message: InboxMessage) => void): AwsResponse {
  const to = form.get('PhoneNumber')
  const body = form.get('Message')
  if (!to) {
    return errorResponse(
      404,
      'NotFound',
      'Topic does not exist: the local stack sends only SMS to phone numbers',
    )
  }
  if (!PHONE_NUMBER.test(to)) {
    const reason = `Invalid parameter: PhoneNumber Reason: ${to} is not valid to publish to`
    return errorResponse(400, 'InvalidParameter', reason)
  }
  if (!body) return errorResponse(400, 'InvalidParameter', 'Invalid parameter: Empty message')
  deliver({ to, body, attributes: readAttributes(form), sent_at: Date.now() })
  const id = randomUUID()
  const result = `<PublishResult><MessageId>${randomUUID()}</MessageId></PublishResult>`
  const metadata = `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>`
  const xml = `<PublishResponse xmlns="${NAMESPACE}">${result}${metadata}</PublishResponse>`
  return xmlResponse(200, id, xml)
}

/** SNS for SMS: `Publish` to a phone number adds a message to the inbox. */
export function snsApi(inbox: SmsInbox): AwsApi {
  return {
    signingName: 'sns',
    contextKeys: [],
    describe,
    refuse,
    perform: (call) => {
      const form = new URLSearchParams(call.body.toString())
      const action = form.get('Action')
      // Calls of the operator are not checked against policies, so unknown operations are refused here.
      if (action !== 'Publish') {
        const message = `The operation ${action} is not valid for this web service.`
        return Promise.resolve(errorResponse(400, 'InvalidAction', message))
      }
      return Promise.resolve(publish(form, (message) => inbox.add(message)))
    },
  }
}
