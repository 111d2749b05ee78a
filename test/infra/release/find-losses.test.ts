import { describe, expect, test } from 'vitest'
import { acceptanceOf, findLosses } from '../../../infra/release/find-losses.ts'
import {
  RELEASED_FOLDER,
  readReleased,
  type Template,
} from '../../../infra/release/released-template.ts'
import { serviceStackOf } from '../../../infra/stages/stacks.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { synthesizeStage } from '../../support/synthesize-stage.ts'

const prod = await synthesizeStage('prod')
const released = prod.template.toJSON() as Template
const outside = prod.outside?.toJSON() as Template
const USERS = 'TablesUsersTable160FE13D'
const BUCKET = 'PicturesBucket93B3B90B'
const QUEUE = 'WorkersMcqAttemptsB23E1C02'
const STATS = 'TablesMcqDailyStatsTable63FF68D5'
const REPORTS = 'TablesReportsTable5A80208F'
const FAILED = 'WorkersFailedPurges0CA1AAAB'
const [LOG = ''] = Object.keys(released.Resources).filter((id) => id.startsWith('AccessLogLogs'))

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
      resources[REPORTS].Properties.TimeToLiveSpecification = {
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

  test.each<[string, string, (resources: Resources) => void]>([
    [
      'turns off point-in-time recovery',
      `${USERS} would lose its point-in-time recovery`,
      ({ [USERS]: table }) => {
        delete table.Properties.Replicas[0].PointInTimeRecoverySpecification
      },
    ],
    [
      'shortens point-in-time recovery',
      `${USERS} would have 7 days of point-in-time recovery, which is less than before`,
      ({ [USERS]: table }) => {
        table.Properties.Replicas[0].PointInTimeRecoverySpecification.RecoveryPeriodInDays = 7
      },
    ],
    [
      'turns off deletion protection',
      `${USERS} would lose its deletion protection`,
      ({ [USERS]: table }) => {
        table.Properties.Replicas[0].DeletionProtectionEnabled = false
      },
    ],
    [
      'removes a global index',
      `${USERS} would lose its index tombstones`,
      ({ [USERS]: table }) => {
        delete table.Properties.GlobalSecondaryIndexes
      },
    ],
    [
      'changes the key of a global index',
      `${USERS} would lose its index tombstones until it is built again`,
      ({ [USERS]: table }) => {
        table.Properties.GlobalSecondaryIndexes[0].KeySchema.pop()
      },
    ],
    [
      'removes a local index',
      `${STATS} would be replaced by an empty one`,
      ({ [STATS]: table }) => {
        table.Properties.LocalSecondaryIndexes = []
      },
    ],
    [
      'removes a stream',
      `${USERS} would lose or change its stream`,
      ({ [USERS]: table }) => {
        delete table.Properties.StreamSpecification
      },
    ],
    [
      'changes the attribute of the time to live',
      `${STATS} would lose or change its time to live`,
      ({ [STATS]: table }) => {
        table.Properties.TimeToLiveSpecification.AttributeName = 'updatedAt'
      },
    ],
    [
      'changes the key that encrypts a table',
      `${USERS} would lose or change its encryption key`,
      ({ [USERS]: table }) => {
        table.Properties.SSESpecification = { SSEEnabled: true, SSEType: 'KMS' }
      },
    ],
    [
      'shortens the retention of a queue',
      `${FAILED} would have 60 seconds of retention, which is less than before`,
      ({ [FAILED]: queue }) => {
        queue.Properties.MessageRetentionPeriod = 60
      },
    ],
    [
      'leaves the retention of a queue to SQS, which keeps messages for four days',
      `${FAILED} would have 345600 seconds of retention, which is less than before`,
      ({ [FAILED]: queue }) => {
        delete queue.Properties.MessageRetentionPeriod
      },
    ],
    [
      'removes a dead-letter queue',
      `${QUEUE} would lose or change its dead-letter queue`,
      ({ [QUEUE]: queue }) => {
        delete queue.Properties.RedrivePolicy
      },
    ],
    [
      'shortens the retention of a log',
      `${LOG} would have 90 days of retention, which is less than before`,
      ({ [LOG]: log }) => {
        log.Properties.RetentionInDays = 90
      },
    ],
    [
      'no longer retains a log',
      `${LOG} would no longer outlive the stack`,
      ({ [LOG]: log }) => {
        log.DeletionPolicy = 'Delete'
      },
    ],
    [
      'no longer retains a table that is replaced',
      `${USERS} would no longer outlive its replacement`,
      ({ [USERS]: table }) => {
        delete table.UpdateReplacePolicy
      },
    ],
    [
      'deletes pictures after a time',
      `${BUCKET} would lose objects to a new lifecycle rule`,
      ({ [BUCKET]: bucket }) => {
        bucket.Properties.LifecycleConfiguration.Rules.push({
          ExpirationInDays: 30,
          Status: 'Enabled',
        })
      },
    ],
    [
      'deletes older versions of pictures',
      `${BUCKET} would lose objects to a new lifecycle rule`,
      ({ [BUCKET]: bucket }) => {
        const NoncurrentVersionExpiration = { NoncurrentDays: 1 }
        bucket.Properties.LifecycleConfiguration.Rules[0].NoncurrentVersionExpiration =
          NoncurrentVersionExpiration
      },
    ],
    [
      'makes another origin secret',
      'EdgeOriginSecretsVersion1B2CC990D would lose or change its value',
      ({ EdgeOriginSecretsVersion1B2CC990D: secret }) => {
        secret.Properties.GenerateSecretString.PasswordLength = 20
      },
    ],
  ])('that %s is found', (_, expected, change) => {
    expect(losses(change)).toEqual([expected])
  })

  test('that loses an index, gets another key, and stays in another way has a word for each loss', () => {
    const words = (change: (resources: Resources) => void) =>
      findLosses(released, changed(change)).map(acceptanceOf)
    const withoutIndex = words(({ [USERS]: users }) =>
      users.Properties.GlobalSecondaryIndexes.pop(),
    )
    const replaced = words((resources) => {
      resources[USERS].Properties.KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }]
      resources[USERS].Properties.GlobalSecondaryIndexes.pop()
    })
    expect(withoutIndex).toEqual([expect.stringMatching(`^${USERS}:lose-its-index-\\w+$`)])
    expect(replaced).toEqual([`${USERS}:be-replaced-by-an-empty-one`])
    const expiring = (count: number) =>
      words(({ [BUCKET]: bucket }) => {
        for (let days = 1; days <= count; days++) {
          const rule = { ExpirationInDays: days, Status: 'Enabled' }
          bucket.Properties.LifecycleConfiguration.Rules.push(rule)
        }
      })
    expect(expiring(1)).toEqual([`${BUCKET}:lose-objects-to-a-new-lifecycle-rule`])
    expect(expiring(2)).toEqual([`${BUCKET}:lose-objects-to-2-new-rules`])
  })

  test('that raises retention, or adds an index or a rule that deletes nothing, loses nothing', () => {
    const found = losses((resources) => {
      resources[FAILED].Properties.MessageRetentionPeriod = 1_209_600
      delete resources[LOG].Properties.RetentionInDays
      const [index] = resources[USERS].Properties.GlobalSecondaryIndexes
      resources[USERS].Properties.GlobalSecondaryIndexes.push({ ...index, IndexName: 'another' })
      resources[BUCKET].Properties.LifecycleConfiguration.Rules.push({
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
      })
    })
    expect(found).toEqual([])
  })

  test('that raises the retention of a queue above SQS’s own loses nothing', () => {
    const before = changed(({ [FAILED]: queue }) => {
      delete queue.Properties.MessageRetentionPeriod
    })
    expect(findLosses(before, released)).toEqual([])
  })

  test('that gives up a domain, but not one that adds a domain, loses the address that clients know', () => {
    const [EDGE = ''] = Object.entries(released.Resources as Resources).flatMap(([id, { Type }]) =>
      Type === 'AWS::CloudFront::Distribution' ? [id] : [],
    )
    const withDomains = (...names: string[]) =>
      changed(({ [EDGE]: edge }) => {
        edge.Properties.DistributionConfig.Aliases = names
      })
    const [one, two] = [withDomains('a.example.com'), withDomains('a.example.com', 'b.example.com')]
    const effects = (before: Template, after: Template) =>
      findLosses(before, after).map(({ effect }) => effect)
    expect(effects(released, one)).toEqual([])
    expect(effects(one, two)).toEqual([])
    expect(effects(two, one)).toEqual(['would lose its address b.example.com'])
    expect(effects(one, released)).toEqual(['would lose its address a.example.com'])
  })

  test('that removes or replaces a retained log loses nothing, and one that deletes it does', () => {
    const remove = (resources: Resources) => delete resources[LOG]
    expect(losses((resources) => void remove(resources))).toEqual([])
    const rename = ({ [LOG]: log }: Resources) => {
      log.Properties.LogGroupName = 'another'
    }
    expect(losses(rename)).toEqual([])
    const deletable = changed(({ [LOG]: log }) => {
      log.DeletionPolicy = 'Delete'
    })
    const without = changed((resources) => void remove(resources))
    expect(findLosses(deletable, without)).toMatchObject([
      { logicalId: LOG, effect: 'would be deleted' },
    ])
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
  const kept = await readReleased(serviceStackOf(stageNamed('prod')), RELEASED_FOLDER)
  if (!kept) throw new Error('infra/release/released has no template of prod')
  expect(findLosses(kept, released)).toEqual([])
})

describe('a deployment of the stacks in us-east-1', () => {
  const idOf = (type: string) => {
    const resources = Object.entries(outside.Resources as Resources)
    return resources.find(([, { Type }]) => Type === type)?.[0] ?? ''
  }

  test('loses the alarms’ topic, whose subscription its reader has confirmed', () => {
    const topic = idOf('AWS::SNS::Topic')
    const { [topic]: _, ...Resources } = outside.Resources as Resources
    expect(findLosses(outside, { ...outside, Resources })).toMatchObject([
      { logicalId: topic, effect: 'would be deleted' },
    ])
  })

  test('can create everything else again: a new type that holds data must be added to the list of find-losses.ts', () => {
    const stacks = [prod.firewall, prod.outside].map((stack) => stack?.toJSON() as Template)
    const types = stacks.flatMap(({ Resources }) =>
      Object.values(Resources as Resources).map(({ Type }) => Type),
    )
    expect([...new Set(types)].sort()).toEqual([
      'AWS::Budgets::Budget',
      'AWS::CloudWatch::Alarm',
      'AWS::KMS::Key',
      'AWS::Route53::HealthCheck',
      'AWS::SNS::Subscription',
      'AWS::SNS::Topic',
      'AWS::SNS::TopicPolicy',
      'AWS::WAFv2::WebACL',
    ])
  })
})
