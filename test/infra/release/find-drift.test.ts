import { describe, expect, test } from 'vitest'
import { findDrift } from '../../../infra/release/find-drift.ts'
import type { Template } from '../../../infra/release/released-template.ts'
import { RELEASED_FOLDER, readReleased } from '../../../infra/release/released-template.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { synthesizeStage } from '../../support/synthesize-stage.ts'

const released = (await synthesizeStage('prod')).template.toJSON() as Template
const USERS = 'TablesUsersTable160FE13D'
const BUCKET = 'PicturesBucket93B3B90B'
const QUEUE = 'WorkersMcqAttemptsB23E1C02'

// biome-ignore lint/suspicious/noExplicitAny: a template is changed anywhere.
type Resources = Record<string, any>

/** The released template after a change. */
function changed(change: (resources: Resources) => void): Template {
  const template = structuredClone(released)
  change(template.Resources as Resources)
  return template
}
const drift = (change: (resources: Resources) => void) => {
  return findDrift(released, changed(change)).map(({ logicalId, what }) => `${logicalId} ${what}`)
}

describe('a deployment', () => {
  test('of the very template loses nothing', () => {
    expect(drift(() => undefined)).toEqual([])
  })

  test('that changes in place, or adds, loses nothing', () => {
    const found = drift((resources) => {
      resources[USERS].Properties.TimeToLiveSpecification = {
        AttributeName: 'expiresAt',
        Enabled: true,
      }
      resources[QUEUE].Properties.VisibilityTimeout = 200
      resources.Another = { Type: 'AWS::SQS::Queue', Properties: {} }
      const [lambda = ''] = Object.keys(resources).filter((id) => /MeGetFunction/.test(id))
      resources[lambda].Properties.MemorySize = 1024
    })
    expect(found).toEqual([])
  })

  test.each<[string, string, (resources: Resources) => void]>([
    [
      'renames a table that the stack retains',
      `${USERS} is removed from the stack, and left behind`,
      (resources) => {
        resources.Renamed = resources[USERS]
        delete resources[USERS]
      },
    ],
    [
      'gives a table another key',
      `${USERS} is replaced by an empty one`,
      (resources) => {
        resources[USERS].Properties.KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }]
      },
    ],
    [
      'names the bucket',
      `${BUCKET} is replaced by an empty one`,
      (resources) => {
        resources[BUCKET].Properties.BucketName = 'pictures'
      },
    ],
    [
      'makes the queue a plain one',
      `${QUEUE} is replaced by an empty one`,
      (resources) => {
        resources[QUEUE].Properties.FifoQueue = false
      },
    ],
    [
      'retains a table no longer',
      `${USERS} would no longer outlive the stack`,
      (resources) => {
        resources[USERS].DeletionPolicy = 'Delete'
      },
    ],
    [
      'drops the secret',
      'EdgeOriginSecretsVersion1B2CC990D is removed, and destroyed',
      (resources) => {
        delete resources.EdgeOriginSecretsVersion1B2CC990D
      },
    ],
    [
      'moves the API to another address',
      'ApiHttpApi4C294DC0 is replaced by an empty one',
      (resources) => {
        resources.ApiHttpApi4C294DC0.Properties.ProtocolType = 'WEBSOCKET'
      },
    ],
  ])('that %s is named', (_, expected, change) => {
    expect(drift(change)).toEqual([expected])
  })

  test('of functions alone may replace whatever it likes', () => {
    const found = drift((resources) => {
      for (const [id, { Type }] of Object.entries(resources)) {
        if (Type === 'AWS::Lambda::Version') delete resources[id]
      }
    })
    expect(found).toEqual([])
  })
})

test('today’s prod keeps what it was released with', async () => {
  const kept = await readReleased(stageNamed('prod').name, RELEASED_FOLDER)
  if (!kept) throw new Error('infra/release/released has no prod')
  expect(findDrift(kept, released)).toEqual([])
})
