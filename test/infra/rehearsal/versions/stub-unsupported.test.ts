import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type App, Aspects } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, test } from 'vitest'
import { StubUnsupported } from '../../../../infra/rehearsal/versions/stub-unsupported.ts'
import { appOf } from '../../../support/synthesize-stage.ts'

type Resources = Record<string, { Properties: Record<string, unknown> }>

const ALARM = 'AWS::CloudWatch::Alarm'
const alarmsOf = (app: App): Resources =>
  Template.fromJSON(app.synth().stacks[0]?.template).findResources(ALARM) as Resources

describe('the stubs of the rehearsal', () => {
  let asOnAws: Resources
  let stubbed: Resources
  const aspect = new StubUnsupported()

  beforeAll(async () => {
    asOnAws = alarmsOf(await appOf('rehearsal'))
    const app = await appOf('rehearsal')
    Aspects.of(app).add(aspect)
    stubbed = alarmsOf(app)
  })

  test('are the alarms on formulas, and no other resource', () => {
    const onFormulas = Object.entries(asOnAws).filter(([, { Properties }]) => Properties.Metrics)
    expect(onFormulas.length).toBeGreaterThan(0)
    expect(aspect.stubs.map(({ logicalId }) => logicalId).sort()).toEqual(
      onFormulas.map(([logicalId]) => logicalId).sort(),
    )
  })

  test('watch one metric, and keep name, threshold and actions', () => {
    for (const { logicalId } of aspect.stubs) {
      const { Metrics, ...kept } = asOnAws[logicalId]?.Properties ?? {}
      const { MetricName, Namespace, Dimensions, Period, Statistic, ExtendedStatistic, ...rest } =
        stubbed[logicalId]?.Properties ?? {}
      expect(rest).toEqual(kept)
      expect(Metrics).toContainEqual(
        expect.objectContaining({
          MetricStat: {
            Metric: { MetricName, Namespace, ...(Dimensions !== undefined && { Dimensions }) },
            Period,
            Stat: Statistic ?? ExtendedStatistic,
          },
        }),
      )
    }
  })

  test('are in docs/rehearsal.md, by type and reason', () => {
    const docs = readFileSync(resolve('docs/rehearsal.md'), 'utf8')
    for (const { type, why } of aspect.stubs) expect(docs).toContain(`| \`${type}\` | ${why} |`)
  })
})
