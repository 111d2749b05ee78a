import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { closeAws, listenAsAws } from '../../support/stub-aws.ts'

// A server that accepts every request and never responds.
/** The Authorization headers, which name the service. */
const requests: string[] = []
const server = createServer((request) => {
  requests.push(request.headers.authorization ?? '')
  request.resume()
})

beforeAll(async () => {
  await listenAsAws(server)
  vi.stubEnv('PICTURES_BUCKET_NAME', 'pictures')
  vi.stubEnv('USERS_TABLE_NAME', 'users')
})
afterAll(() => closeAws(server))

// The clients are imported only after the environment is set.
const calls: Readonly<Record<string, () => Promise<unknown>>> = {
  dynamodb: async () => {
    const { getItem } = await import('../../../shared/aws/get-item.ts')
    return await getItem('users', { pk: 'USER#1' })
  },
  s3: async () => {
    const { putPicture } = await import('../../../shared/profile-picture/pictures-bucket.ts')
    return await putPicture('1/picture.jpg', { bytes: Buffer.from('x'), format: 'jpeg' } as never)
  },
  sns: async () => {
    const { publishSms } = await import('../../../shared/aws/sms.ts')
    const ids = { senderId: '', entityId: '', templateId: '' }
    return await publishSms({ to: '+919876543210', text: 'text', ...ids })
  },
  sqs: async () => {
    const { sendToQueue } = await import('../../../shared/aws/queue.ts')
    return await sendToQueue(`${process.env.AWS_ENDPOINT_URL}/000000000000/queue`, 'body')
  },
}

const expected = [
  ['dynamodb', 3, 1000],
  ['s3', 2, 3000],
  ['sns', 1, 3000],
  ['sqs', 3, 1000],
] as const

/** Makes a call of a service, and returns the ms until it ends with a timeout. */
async function timeUntilTimeout(service: string): Promise<number> {
  const start = performance.now()
  await expect(calls[service]?.()).rejects.toMatchObject({ name: 'TimeoutError' })
  return performance.now() - start
}

// In one test and in parallel, because each call takes seconds.
test('a call that gets no response ends after the attempts and timeouts of its service', async () => {
  const times = await Promise.all(expected.map(([service]) => timeUntilTimeout(service)))
  for (const [index, [service, attempts, ms]] of expected.entries()) {
    const sent = requests.filter((one) => one.includes(`/${service}/aws4_request`))
    expect(sent, service).toHaveLength(attempts)
    expect(times[index], service).toBeGreaterThanOrEqual(attempts * ms * 0.95)
    expect(times[index], service).toBeLessThan(25_000)
  }
})
