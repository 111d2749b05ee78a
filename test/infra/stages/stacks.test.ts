import { expect, test } from 'vitest'
import { stacksOf } from '../../../infra/stages/stacks.ts'
import type { Stage } from '../../../infra/stages/stage.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { testValues } from '../../support/own-values.ts'

const prod = stageNamed('prod', testValues)
const firewall = { requestsPerIp: 100, requestsPerIpAndPath: {} }
const withEdge: Stage = { ...prod, edge: { originSecrets: [1], firewall } }
const service = { id: 'UserApi', name: 'user-api-prod', region: 'ap-south-1' }

test('a stage with CloudFront, limits and alarms has stacks in us-east-1 before and after its own', () => {
  expect(stacksOf(withEdge)).toEqual([
    { id: 'Firewall', name: 'user-api-prod-firewall', region: 'us-east-1' },
    service,
    { id: 'Outside', name: 'user-api-prod-outside', region: 'us-east-1' },
  ])
})

test.each<[string, Stage]>([
  ['no CloudFront', { ...prod, edge: undefined }],
  [
    'a web ACL of its own and no alarms',
    {
      ...prod,
      alarms: undefined,
      edge: {
        originSecrets: [1],
        firewall: { webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b' },
      },
    },
  ],
])('a stage with %s has one stack', (_, stage) => {
  expect(stacksOf(stage)).toEqual([service])
})
