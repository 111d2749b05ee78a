import { join, resolve } from 'node:path'
import { Aspects, type Stack } from 'aws-cdk-lib'
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api'
import { type LoadedFunctions, loadFunctions } from '../../../infra/functions/load-functions.ts'
import { createApp } from '../../../infra/stack/create-app.ts'
import type { Stage } from '../../../infra/stages/stage.ts'
import type { StackPlace } from '../list-leftovers.ts'
import { failHalfWay } from './fail-half-way.ts'
import { rehearsedDev } from './rehearsed-dev.ts'
import { rehearsedProd } from './rehearsed-prod.ts'
import { replaceOtherStacksOutputs } from './replace-outputs.ts'
import { type Stub, StubUnsupported } from './stub-unsupported.ts'

const ADDED_FUNCTIONS = resolve(import.meta.dirname, 'added')

/** The id of the service's stack in an assembly. */
const SERVICE_STACK = 'UserApi'

/** Where the stacks of a version are deployed. */
export interface StackPlaces {
  readonly service: StackPlace
  /** The stacks in us-east-1. */
  readonly others: readonly StackPlace[]
}

/** A version of the service, synthesized. */
export interface Version {
  /** Folder of the cloud assembly, for `cdk deploy --app`. */
  readonly assembly: string
  readonly stacks: StackPlaces
  readonly stubs: readonly Stub[]
  /** Lifetime of an OTP in seconds. It differs between versions, so a check recognises the version by it. */
  readonly otpSeconds: number
  /** Whether its API has `GET /users/points`. */
  readonly hasPoints: boolean
}

/** The versions that the rehearsal deploys. */
export interface Versions {
  /** The stage of rehearsed-dev.ts, unchanged. */
  readonly first: Version
  /** `first` with an added route, another OTP lifetime, and the limits that remedies of docs/runbook.md change. */
  readonly changed: Version
  /** `changed` with a third OTP lifetime, and a resource that fails after all functions are updated. */
  readonly broken: Version
  /** Without one of the stage's own values. */
  readonly incomplete: Version
  /** `prod` without protection, as in its first deployment. */
  readonly prodFirst: Version
  /** `prodFirst` with a resource that fails after all functions are created. */
  readonly prodBroken: Version
  /** `prod`, protected from deletion. */
  readonly prod: Version
}

interface Variant {
  readonly stage: Stage
  readonly functions: LoadedFunctions
  readonly fails?: boolean
}

/** Options of the synthesis. */
export interface SynthesisOptions {
  /** Gets the assemblies and the bundles. */
  readonly folder: string
  /** The port at which the emulator's CloudFront reaches the API. */
  readonly frontPort: number
}

/** Bundles all functions once, and synthesizes each version from the same bundles. */
export async function synthesizeVersions(options: SynthesisOptions): Promise<Versions> {
  // Off here, because the CDK's template validation takes 2 s. `npm run synth` runs it.
  process.env.CDK_VALIDATION ??= 'false'
  const [functions, added] = [await loadFunctions(), await loadFunctions(ADDED_FUNCTIONS)]
  const withAdded = { ...functions, routes: [...functions.routes, ...added.routes] }
  const stage = rehearsedDev
  const withOtps = (otpSeconds: number) => {
    const settings = { ...stage.settings, otpSeconds }
    return { stage: { ...stage, settings }, functions: withAdded }
  }
  const changed = withOtps(240)
  const prod = { stage: rehearsedProd, functions }
  const unprotected = { functions, stage: { ...rehearsedProd, isProtected: false } }
  const synthesize = (name: keyof Versions, variant: Variant) =>
    synthesizeVersion(name, variant, options)
  return {
    // Synthesized first: it has every function, so that all other versions reuse its bundles.
    changed: await synthesize('changed', { ...changed, stage: withOtherLimits(changed.stage) }),
    first: await synthesize('first', { stage, functions }),
    broken: await synthesize('broken', { ...withOtps(200), fails: true }),
    incomplete: await synthesize('incomplete', {
      stage: { ...stage, missing: ['smsEntityId'] },
      functions,
    }),
    prodFirst: await synthesize('prodFirst', unprotected),
    prodBroken: await synthesize('prodBroken', { ...unprotected, fails: true }),
    prod: await synthesize('prod', prod),
  }
}

/** Changes what the runbook says to lower in an attack, and to raise for more users. */
function withOtherLimits(stage: Stage): Stage {
  const { throttle, settings } = stage
  const login = { ratePerSecond: 40, burst: 80 }
  return {
    ...stage,
    throttle: { ...throttle, routes: { ...throttle.routes, 'POST /auth/login': login } },
    settings: {
      ...settings,
      loginTriesPerIp: Number(settings.loginTriesPerIp) - 1,
      otpSendsOfAll: Number(settings.otpSendsOfAll) + 1,
      recoverySendsOfAll: Number(settings.recoverySendsOfAll) + 1,
    },
  }
}

async function synthesizeVersion(
  name: keyof Versions,
  { stage, functions, fails }: Variant,
  { folder, frontPort }: SynthesisOptions,
): Promise<Version> {
  const assembly = join(folder, name)
  const app = await createApp({
    stage,
    functions,
    outdir: assembly,
    bundlesFolder: join(folder, 'bundles'),
    bundles: name === 'changed' ? 'make' : 'existing',
    forLambda: true,
  })
  if (fails) failHalfWay(app.node.findChild(SERVICE_STACK) as Stack)
  const aspect = new StubUnsupported(frontPort)
  Aspects.of(app).add(aspect)
  const { stacks } = app.synth()
  const outputs = await replaceOtherStacksOutputs(stacks)
  return {
    assembly,
    stacks: toStackPlaces(stacks),
    stubs: [...aspect.stubs, ...outputs],
    otpSeconds: Number(stage.settings.otpSeconds),
    hasPoints: functions.routes.some(({ routeKey }) => routeKey === 'GET /users/points'),
  }
}

function toStackPlaces(stacks: readonly CloudFormationStackArtifact[]): StackPlaces {
  const toPlace = ({ stackName, environment }: CloudFormationStackArtifact) => {
    return { name: stackName, region: environment.region }
  }
  const service = stacks.find(({ id }) => id === SERVICE_STACK)
  if (!service) throw new Error('The app has no stack of the service')
  return { service: toPlace(service), others: stacks.filter((one) => one !== service).map(toPlace) }
}
