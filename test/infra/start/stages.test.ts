import { expect, test } from 'vitest'
import {
  describeCors,
  describeRoutes,
  describeThrottles,
} from '../../../infra/local/services/api-gateway/describe-routes.ts'
import { describeDistributions } from '../../../infra/local/services/cloudfront/describe-distributions.ts'
import { describeEventSources } from '../../../infra/local/services/lambda/event-sources/describe-event-sources.ts'
import { describeFunctions } from '../../../infra/local/services/lambda/functions/describe-functions.ts'
import { resourceTypes } from '../../../infra/local/services.ts'
import { TemplateResolver } from '../../../infra/local/template/resolve-template.ts'
import type { Template } from '../../../infra/local/template/template.ts'
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
  edge: {
    originSecrets: [2, 1],
    domain,
    firewall: { requestsPerIp: 1_000, requestsPerIpAndPath: {} },
  },
}

const apiUrl = 'http://127.0.0.1:3'

/** Resolves a template as if its resources had been created. */
function resolverOf(template: Template, region: string): TemplateResolver {
  const account = { stackName: 'user-api', accountId: '000000000000', region }
  const place = { ...account, endpointUrl: 'http://127.0.0.1:2' }
  const resolver = new TemplateResolver(template, place, resourceTypes)
  const attributes = Object.keys(template.Resources).map((id) => {
    const StreamArn = `arn:aws:dynamodb:${region}:000000000000:table/${id}/stream/1`
    return [id, { StreamArn, ApiEndpoint: apiUrl }] as const
  })
  const origins = new Map([['https://api.example.org', 'http://127.0.0.1:1']])
  resolver.add({ attributes: new Map(attributes), origins })
  return resolver
}

test.each<[string, string, Partial<Stage>]>([
  ['local', 'local', {}],
  ['dev', 'dev', {}],
  ['prod', 'prod', {}],
  ['prod with every option of a stage', 'prod', everything],
])('the local stack can run the template of %s', async (_, name, values) => {
  const template = (await synthesizeStage(name, values)).template.toJSON() as Template
  const { region } = { ...stageNamed(name), ...values }
  const resolver = resolverOf(template, region)
  const resources = resolver.resources()
  const endpointUrl = 'http://127.0.0.1:2'
  const place = { stackName: 'user-api', accountId: '000000000000', region, endpointUrl }

  const keys = resources.map(({ properties }) => [properties.Code?.S3Key, '/code'] as const)
  const assets = new Map(keys)
  const functions = describeFunctions(resources, { ...place, assets })
  const names = functions.map((one) => one.name)
  const routes = describeRoutes(resources)
  expect(Object.keys(describeThrottles(resources))).toHaveLength(routes.length)
  for (const route of routes) {
    expect(names).toContain(route.functionName)
    expect(route.permitted).toBe(true)
  }
  const sources = describeEventSources(resources)
  expect(sources).toHaveLength(3)
  for (const source of sources) expect(names).toContain(source.functionName)
  const [distribution] = describeDistributions(resources, place, apiUrl)
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
