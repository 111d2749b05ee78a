import type { ResourceEvent } from './cdk.ts'
import type { Rehearsal } from './rehearsal.ts'
import { countOf } from './resource-table.ts'
import type { Step } from './run-steps.ts'

/** What the steps collect for the table of resources at the end. */
export interface Findings {
  /** The events of each stack's first successful deployment. */
  dev: readonly ResourceEvent[]
  prod: readonly ResourceEvent[]
}

/** The steps that install and start everything that the other steps use. */
export function setUp(rehearsal: Rehearsal): Step[] {
  return [
    { name: 'install the emulator', run: () => rehearsal.install() },
    { name: 'start the emulator', run: () => rehearsal.start() },
    { name: 'synthesize', run: () => rehearsal.synthesize() },
    { name: 'bootstrap', run: () => rehearsal.bootstrap() },
  ]
}

/** The steps of a stage without real users: failed deployments, e2e tests, an update and a rollback. */
export function rehearseDev(rehearsal: Rehearsal, findings: Findings): Step[] {
  return [
    {
      name: 'dev: without its own values it is refused',
      run: async () => await rehearsal.dev.failToDeployWithoutStrict(rehearsal.versions.incomplete),
    },
    {
      name: 'dev: first deployment fails',
      run: async () => await rehearsal.dev.failToDeploy(rehearsal.versions.broken),
    },
    {
      name: 'dev: deploy',
      run: async () => {
        findings.dev = await rehearsal.dev.deploy(rehearsal.versions.first)
        return `${countOf(findings.dev, 'CREATE_COMPLETE')} resources created`
      },
    },
    { name: 'dev: e2e', run: async () => await rehearsal.dev.e2e() },
    {
      name: 'dev: update fails and is undone',
      run: async () => {
        const reason = await rehearsal.dev.failToDeploy(rehearsal.versions.broken)
        await rehearsal.dev.check(rehearsal.versions.first)
        return reason
      },
    },
    {
      name: 'dev: deploy a changed version with the roles of the pipeline',
      run: async () => {
        await rehearsal.deployByPipeline()
        return 'an added route, another setting'
      },
    },
    { name: 'dev: e2e of the changed version', run: async () => await rehearsal.dev.e2e() },
    {
      name: 'dev: roll back',
      run: async () => {
        await rehearsal.dev.deploy(rehearsal.versions.first)
        return 'the previous version is deployed again'
      },
    },
  ]
}

/** The steps of a stage with real users: behind CloudFront, protected, and with data that outlives the stack. */
export function rehearseProd(rehearsal: Rehearsal, findings: Findings): Step[] {
  return [
    {
      name: 'prod: first deployment fails',
      run: async () => {
        const reason = await rehearsal.prod.failToDeploy(rehearsal.versions.prodBroken)
        await rehearsal.prod.requireLeft()
        return reason
      },
    },
    {
      name: 'prod: deploy as docs/operations.md says',
      run: async () => {
        const { events, commands } = await rehearsal.followOperations()
        findings.prod = events
        return `${commands.length} commands, ${countOf(events, 'CREATE_COMPLETE')} resources created`
      },
    },
    { name: 'prod: e2e through CloudFront', run: async () => await rehearsal.prod.e2e() },
    { name: 'prod: remedies of the runbook', run: async () => await rehearsal.runRemedies() },
    {
      name: 'prod: destroy is refused',
      run: async () => await rehearsal.prod.failToDestroy(rehearsal.versions.prod),
    },
  ]
}

/** The steps that destroy both stacks, and check what is left of them. */
export function tearDown(rehearsal: Rehearsal): Step[] {
  return [
    {
      name: 'dev: destroy',
      run: async () => {
        const events = await rehearsal.dev.destroy(rehearsal.versions.first)
        await rehearsal.dev.requireLeft('logs')
        return `${countOf(events, 'DELETE_COMPLETE')} resources deleted, only the audit log left`
      },
    },
    {
      name: 'prod: destroy, once unprotected',
      run: async () => {
        await rehearsal.prod.deploy(rehearsal.versions.prodFirst)
        await rehearsal.prod.destroy(rehearsal.versions.prodFirst)
        const left = await rehearsal.prod.requireLeft('dynamodb', 'logs', 's3', 'sqs')
        await rehearsal.prod.requireNoOthers()
        return `${left.length} resources with data or logs left`
      },
    },
  ]
}
