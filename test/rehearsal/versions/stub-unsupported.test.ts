import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type App, Aspects } from 'aws-cdk-lib'
import { beforeAll, describe, expect, test } from 'vitest'
import { appOf } from '../../support/synthesize-stage.ts'
import { rehearsedProd } from './rehearsed-prod.ts'
import { StubUnsupported } from './stub-unsupported.ts'

interface Resource {
  readonly Type: string
  readonly Properties: Readonly<Record<string, unknown>>
}
type Resources = Readonly<Record<string, Resource>>

const PORT = 4566

/** The resources of all stacks. */
function resourcesOf(app: App): Resources {
  const all = app.synth().stacks.map(({ template }) => template.Resources)
  return Object.assign({}, ...all)
}

describe('the stubs of the rehearsal', () => {
  let asOnAws: Resources
  let stubbed: Resources
  const aspect = new StubUnsupported(PORT)

  beforeAll(async () => {
    asOnAws = resourcesOf(await appOf('prod', rehearsedProd))
    const app = await appOf('prod', rehearsedProd)
    Aspects.of(app).add(aspect)
    stubbed = resourcesOf(app)
  })

  const stubsOf = (type: string) => {
    const ids = aspect.stubs.filter((stub) => stub.type === type).map((stub) => stub.logicalId)
    expect(ids.length).toBeGreaterThan(0)
    return ids.map((id) => [asOnAws[id]?.Properties ?? {}, stubbed[id]?.Properties ?? {}] as const)
  }

  test('are all that differs from AWS', () => {
    const ids = Object.keys(asOnAws)
    expect(Object.keys(stubbed)).toEqual(ids)
    const differing = ids.filter((id) => {
      return JSON.stringify(stubbed[id]) !== JSON.stringify(asOnAws[id])
    })
    expect(aspect.stubs.map(({ logicalId }) => logicalId).sort()).toEqual(differing.sort())
  })

  test('are alarms on one metric, with name, threshold and actions of those on a formula', () => {
    for (const [{ Metrics, ...kept }, onOneMetric] of stubsOf('AWS::CloudWatch::Alarm')) {
      const { MetricName, Namespace, Dimensions, Period, Statistic, ExtendedStatistic, ...rest } =
        onOneMetric
      expect(rest).toEqual(kept)
      const Metric = { MetricName, Namespace, ...(Dimensions !== undefined && { Dimensions }) }
      const MetricStat = { Metric, Period, Stat: Statistic ?? ExtendedStatistic }
      expect(Metrics).toContainEqual(expect.objectContaining({ MetricStat }))
    }
  })

  test('are an origin on loopback that gets the secret, and the host of the API', () => {
    const [[asIs, onLoopback] = []] = stubsOf('AWS::CloudFront::Distribution')
    const [origin, changed] = [originOfApi(asIs), originOfApi(onLoopback)]
    const { DomainName, OriginCustomHeaders } = origin
    const host = { HeaderName: 'x-rehearsal-host', HeaderValue: DomainName }
    expect(changed).toMatchObject({
      DomainName: 'localhost',
      CustomOriginConfig: { OriginProtocolPolicy: 'http-only', HTTPPort: PORT },
      OriginCustomHeaders: [...OriginCustomHeaders, host],
    })
  })

  test('are in docs/rehearsal.md, by type and reason', () => {
    const docs = readFileSync(resolve('docs/rehearsal.md'), 'utf8')
    for (const { type, why } of aspect.stubs) expect(docs).toContain(`| \`${type}\` | ${why} |`)
  })
})

interface Origin {
  readonly DomainName: unknown
  readonly OriginCustomHeaders: readonly unknown[]
}

function originOfApi(properties: Readonly<Record<string, unknown>> = {}): Origin {
  const { Origins } = properties.DistributionConfig as { Origins: Origin[] }
  const found = Origins.find((origin) => 'CustomOriginConfig' in origin)
  if (!found) throw new Error('The distribution has no origin for the API')
  return found
}
