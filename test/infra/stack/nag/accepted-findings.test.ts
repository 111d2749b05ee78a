import { type App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { beforeAll, describe, expect, test } from 'vitest'
import { appOf } from '../../../support/synthesize-stage.ts'

/** The id of a rule, and the construct that it found or that acknowledges it. */
interface Finding {
  id: string
  path: string
}

function findings(app: App, checks = new AwsSolutionsChecks(app)): Finding[] {
  return checks
    .validateScope(app)
    .violations.flatMap(({ ruleName: id, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({ id, path: constructPath })),
    )
}

/** The findings of cdk-nag without acknowledgements. */
function allFindings(app: App): Finding[] {
  const checks = new AwsSolutionsChecks(app)
  Object.assign(checks, { isAcknowledged: () => false })
  return findings(app, checks)
}

function acknowledgements(app: App): (Finding & { reason: string })[] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([id, reason]) => ({ id: id.replace(/^annotation::/i, ''), reason, path: node.path })),
  )
}

describe.each([
  { stage: 'dev' },
  { stage: 'prod' },
  // As deployed: with an account, a template has its number instead of references.
  { stage: 'prod', account: '111122223333' },
])('AwsSolutions of cdk-nag, in $stage with account $account', ({ stage, account }) => {
  let app: App

  beforeAll(async () => {
    app = await appOf(stage, { account })
  })

  test('finds nothing that is not accepted', () => {
    expect(findings(app)).toEqual([])
  })

  test('finds everything that is accepted, on that construct', () => {
    const found = allFindings(app)
    expect(found.length).toBeGreaterThan(0)
    const idle = acknowledgements(app).filter(
      ({ id, path }) =>
        !found.some((finding) => finding.id === id && `${finding.path}/`.startsWith(`${path}/`)),
    )
    expect(idle).toEqual([])
  })

  test('gets a sentence as the reason for each, and none for the whole stack', () => {
    const all = acknowledgements(app)
    expect(all.length).toBeGreaterThan(0)
    for (const { reason, path } of all) {
      expect(reason).toMatch(/^[A-Z].{40,}\.$/)
      expect(path.split('/').length).toBeGreaterThan(2)
    }
  })
})
