import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { describe, expect, test } from 'vitest'
import type { FunctionPrincipal } from '../../../../../infra/local/endpoint/access.ts'
import type { CallReport } from '../../../../../infra/local/endpoint/aws-endpoint.ts'
import type { Statement } from '../../../../../infra/local/policies/policy.ts'
import { snsApi } from '../../../../../infra/local/services/sns/api.ts'
import { SmsInbox } from '../../../../../infra/local/services/sns/sms-inbox.ts'
import {
  functionWith,
  nowhere,
  operator,
  policy,
  region,
  startEndpoint,
} from '../../endpoint/endpoint-fixture.ts'

// Everything but topics, which leaves phone numbers.
const mayText: Statement = {
  Effect: 'Allow',
  Action: 'sns:Publish',
  NotResource: 'arn:*:sns:*:*:*',
}
const topic = 'arn:aws:sns:ap-south-1:000000000000:news'
const sms = { PhoneNumber: '+919876543210', Message: 'Tom & Jerry <3\n+1' }

async function start(statement: Statement = mayText) {
  const inbox = new SmsInbox()
  const reports: CallReport[] = []
  const caller: FunctionPrincipal = functionWith(policy(statement))
  const endpoint = await startEndpoint(
    nowhere,
    { KEY1: caller, OPERATOR: operator },
    { apis: [snsApi(inbox)], onCall: (report) => reports.push(report) },
  )
  const clientOf = (accessKeyId: string) =>
    new SNSClient({
      endpoint: endpoint.url,
      region,
      maxAttempts: 1,
      credentials: { accessKeyId, secretAccessKey: 'x' },
    })
  return { inbox, reports, endpoint, clientOf, client: clientOf('KEY1') }
}

describe('Publish to a phone number', () => {
  test('adds the SMS to the inbox, as it was sent', async () => {
    const { inbox, reports, client } = await start()
    const before = Date.now()
    const { MessageId, $metadata } = await client.send(
      new PublishCommand({
        ...sms,
        MessageAttributes: {
          'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
          'AWS.MM.SMS.EntityId': { DataType: 'String', StringValue: '110 & 1' },
        },
      }),
    )
    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/)
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(inbox.list()).toEqual([
      {
        to: '+919876543210',
        body: 'Tom & Jerry <3\n+1',
        attributes: { 'AWS.SNS.SMS.SMSType': 'Transactional', 'AWS.MM.SMS.EntityId': '110 & 1' },
        sent_at: expect.any(Number),
      },
    ])
    expect(inbox.list()[0]?.sent_at).toBeGreaterThanOrEqual(before)
    expect(reports[0]).toMatchObject({
      service: 'sns',
      operation: 'Publish',
      needs: [{ action: 'sns:Publish', resource: '+919876543210' }],
      allowed: true,
      statusCode: 200,
    })
  })

  test.each(['9876543210', '+9198765432100', '+91987654321', '+0123456789', '+1234567890123456'])(
    'is refused for %s, which is no number',
    async (PhoneNumber) => {
      const { inbox, client } = await start()
      await expect(client.send(new PublishCommand({ ...sms, PhoneNumber }))).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: `Invalid parameter: PhoneNumber Reason: ${PhoneNumber} is not valid to publish to`,
        $metadata: { httpStatusCode: 400 },
      })
      expect(inbox.list()).toEqual([])
    },
  )

  test('is refused without a text', async () => {
    const { client } = await start()
    const empty = new PublishCommand({ ...sms, Message: '' })
    await expect(client.send(empty)).rejects.toThrow('Invalid parameter: Empty message')
  })

  test('is denied with AWS’s error', async () => {
    const { inbox, client } = await start({
      Effect: 'Allow',
      Action: 'sns:Publish',
      Resource: topic,
    })
    await expect(client.send(new PublishCommand(sms))).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      message:
        'User: arn:aws:sts::000000000000:assumed-role/get-user/get-user is not authorized to perform: sns:Publish on resource: +919876543210 because no identity-based policy allows the sns:Publish action',
      $metadata: { httpStatusCode: 403 },
    })
    expect(inbox.list()).toEqual([])
  })

  test('is allowed by a grant on *', async () => {
    const { client } = await start({ Effect: 'Allow', Action: '*', Resource: '*' })
    await client.send(new PublishCommand(sms))
  })
})

describe('every other call', () => {
  test('to a topic is denied to a caller that may only send SMS', async () => {
    const { client } = await start()
    const publish = new PublishCommand({ TopicArn: topic, Message: 'x' })
    await expect(client.send(publish)).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      message: expect.stringContaining(`on resource: ${topic}`),
    })
  })

  test('to a topic fails also for the operator, since none exists', async () => {
    const { clientOf } = await start()
    const publish = new PublishCommand({ TopicArn: topic, Message: 'x' })
    await expect(clientOf('OPERATOR').send(publish)).rejects.toMatchObject({
      name: 'NotFoundException',
    })
  })

  test('with an unknown key is refused in the protocol of SNS', async () => {
    const { clientOf } = await start()
    await expect(clientOf('NOBODY').send(new PublishCommand(sms))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    })
  })

  test('of an unknown operation is denied, and invalid for the operator', async () => {
    const { endpoint } = await start({ Effect: 'Allow', Action: '*', Resource: '*' })
    const call = async (key: string) => {
      const scope = `${key}/20260101/${region}/sns/aws4_request`
      const response = await fetch(endpoint.url, {
        method: 'POST',
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'Action=ListTopics&Version=2010-03-31',
      })
      return `${response.status} ${await response.text()}`
    }
    expect(await call('KEY1')).toMatch(/^403 .*it does not know the operation "ListTopics"/)
    expect(await call('OPERATOR')).toMatch(/^400 .*<Code>InvalidAction<\/Code>/)
  })
})
