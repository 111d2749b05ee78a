import { describe, expect, test } from 'vitest'
import { findLosses } from '../../../infra/release/find-losses.ts'
import {
  RELEASED_FOLDER,
  readReleased,
  type Template,
} from '../../../infra/release/released-template.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { synthesizeStage } from '../../support/synthesize-stage.ts'

const released = (await synthesizeStage('prod')).template.toJSON() as Template
const USERS = 'TablesUsersTable160FE13D'
const BUCKET = 'PicturesBucket93B3B90B'
const QUEUE = 'WorkersMcqAttemptsB23E1C02'

// biome-ignore lint/suspicious/noExplicitAny: tests change any part of a template.
type Resources = Record<string, any>

/** The released template with a change. */
function changed(change: (resources: Resources) => void): Template {
  const template = structuredClone(released)
  change(template.Resources as Resources)
  return template
}
const losses = (change: (resources: Resources) => void) => {
  return findLosses(released, changed(change)).map(
    ({ logicalId, effect }) => `${logicalId} ${effect}`,
  )
}

describe('a deployment', () => {
  test('of the same template loses nothing', () => {
    expect(losses(() => undefined)).toEqual([])
  })

  test('that only updates or adds resources loses nothing', () => {
    const found = losses((resources) => {
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
      'renames a retained table',
      `${USERS} would be removed from the stack and left behind`,
      (resources) => {
        resources.Renamed = resources[USERS]
        delete resources[USERS]
      },
    ],
    [
      'changes the key of a table',
      `${USERS} would be replaced by an empty one`,
      (resources) => {
        resources[USERS].Properties.KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }]
      },
    ],
    [
      'changes the name of the bucket',
      `${BUCKET} would be replaced by an empty one`,
      (resources) => {
        resources[BUCKET].Properties.BucketName = 'pictures'
      },
    ],
    [
      'turns the FIFO queue into a standard one',
      `${QUEUE} would be replaced by an empty one`,
      (resources) => {
        resources[QUEUE].Properties.FifoQueue = false
      },
    ],
    [
      'no longer retains a table',
      `${USERS} would no longer outlive the stack`,
      (resources) => {
        resources[USERS].DeletionPolicy = 'Delete'
      },
    ],
    [
      'removes the secret',
      'EdgeOriginSecretsVersion1B2CC990D would be deleted',
      (resources) => {
        delete resources.EdgeOriginSecretsVersion1B2CC990D
      },
    ],
    [
      'changes the address of the API',
      'ApiHttpApi4C294DC0 would be replaced by an empty one',
      (resources) => {
        resources.ApiHttpApi4C294DC0.Properties.ProtocolType = 'WEBSOCKET'
      },
    ],
  ])('that %s loses it', (_, expected, change) => {
    expect(losses(change)).toEqual([expected])
  })

  test('that retains a table in another way loses nothing', () => {
    const found = losses((resources) => {
      resources[USERS].DeletionPolicy = 'Retain'
    })
    expect(found).toEqual([])
  })

  test('that deletes versions of functions loses nothing', () => {
    const found = losses((resources) => {
      for (const [id, { Type }] of Object.entries(resources)) {
        if (Type === 'AWS::Lambda::Version') delete resources[id]
      }
    })
    expect(found).toEqual([])
  })
})

test('the current prod loses nothing that was released', async () => {
  const kept = await readReleased(stageNamed('prod').name, RELEASED_FOLDER)
  if (!kept) throw new Error('infra/release/released has no template of prod')
  expect(findLosses(kept, released)).toEqual([])
})
