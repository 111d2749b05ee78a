import { expect, test } from 'vitest'
import { describeDistributions } from '../../../infra/local/cdn/describe-distributions.ts'
import {
  describeCors,
  describeRoutes,
  describeThrottles,
} from '../../../infra/local/describe-routes.ts'
import { describeEventSources } from '../../../infra/local/event-sources/describe-event-sources.ts'
import { describeFunctions } from '../../../infra/local/functions/describe-functions.ts'
import { type Template, TemplateResolver } from '../../../infra/local/resolve-template.ts'
import type { Stage } from '../../../infra/stages/stage.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { synthesizeStage } from '../../support/synthesize-stage.ts'

const domain = {
  name: 'api.example.org',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1',
}
const everything: Partial<Stage> = {
  region: 'us-east-1',
  corsOrigins: ['https://portal.example.org'],
  edge: { originSecrets: [2, 1], domain, firewall: { requestsPerIpIn5Minutes: 1_000 } },
}

function resolverOf({ Resources, Outputs }: Template, region: string): TemplateResolver {
  const streamArns = new Map(
    Object.keys(Resources).map((id) => [
      `user-api-${id}`,
      `arn:aws:dynamodb:${region}:000000000000:table/${id}/stream/1`,
    ]),
  )
  const localOrigins = new Map([['https://api.example.org', 'http://127.0.0.1:1']])
  const account = { stackName: 'user-api', accountId: '000000000000', region }
  const place = { ...account, awsEndpointUrl: 'http://127.0.0.1:2', streamArns, localOrigins }
  return new TemplateResolver({ Resources, Outputs }, place)
}

test.each<[string, string, Partial<Stage>]>([
  ['local', 'local', {}],
  ['dev', 'dev', {}],
  ['prod', 'prod', {}],
  ['prod with all that a stage can have', 'prod', everything],
])('the local stack understands the template of %s', async (_, name, values) => {
  const template = (await synthesizeStage(name, values)).template.toJSON() as Template
  const { region } = { ...stageNamed(name), ...values }
  const resolver = resolverOf(template, region)
  const resources = resolver.resources()
  const place = { stackName: 'user-api', accountId: '000000000000', region }

  const keys = resources.map(({ properties }) => [properties.Code?.S3Key, '/code'] as const)
  const assets = new Map(keys)
  const functions = describeFunctions(resources, { region, awsEndpointUrl: '', assets })
  const names = functions.map((one) => one.name)
  const routes = describeRoutes(resources)
  expect(Object.keys(describeThrottles(resources))).toHaveLength(routes.length)
  for (const route of routes) {
    expect(names).toContain(route.functionName)
    expect(route.permitted).toBe(true)
  }
  const sources = describeEventSources(resources)
  expect(sources).toHaveLength(2)
  for (const source of sources) expect(names).toContain(source.functionName)
  const [distribution] = describeDistributions(resources, place)
  const kinds = distribution?.behaviors.map(({ kind }) => kind)
  const hasEdge = name === 'prod'
  expect(kinds).toEqual(hasEdge ? ['bucket', 'api'] : ['bucket'])
  for (const { environment } of functions) {
    expect(JSON.stringify(environment)).not.toContain('{{resolve:')
  }
  if (values !== everything) return
  expect(describeCors(resources)?.AllowOrigins).toEqual(everything.corsOrigins)
  expect(distribution?.origins).toContain('https://api.example.org')
  expect(resolver.outputs().ApiUrl).toBe('http://127.0.0.1:1')
})
