import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Aspects, type Stack } from 'aws-cdk-lib'
import { type LoadedFunctions, loadFunctions } from '../../functions/load-functions.ts'
import { createApp } from '../../stack/create-app.ts'
import type { Stage } from '../../stages/stage.ts'
import { stageNamed } from '../../stages/stages.ts'
import { failHalfWay } from './fail-half-way.ts'
import { type Stub, StubUnsupported } from './stub-unsupported.ts'

const ADDED_FUNCTIONS = resolve(import.meta.dirname, 'added')

/** A version of the service, synthesized. */
export interface Version {
  /** The folder of its cloud assembly, for `cdk deploy --app`. */
  readonly assembly: string
  /** What its API shows: how long an OTP lives, and whether it has `GET /users/points`. */
  readonly otpSeconds: number
  readonly hasPoints: boolean
}

/** The versions that are deployed, and what the stubs of the stage replace. */
export interface Versions {
  /** The stage as it is. */
  readonly first: Version
  /** An added route, and a changed setting of a function that is there. */
  readonly changed: Version
  /** Another setting, and a resource that fails after all functions are updated. */
  readonly broken: Version
  readonly stubs: readonly Stub[]
}

interface Variant {
  readonly name: string
  readonly stage: Stage
  readonly functions: LoadedFunctions
  readonly breaks?: boolean
}

/** Bundles all functions once, and synthesizes each version from the same bundles. */
export async function synthesizeVersions(folder: string): Promise<Versions> {
  // The CDK's template validator takes 2 s; `npm run synth` runs it.
  process.env.CDK_VALIDATION ??= 'false'
  await rm(folder, { recursive: true, force: true })
  const stage = stageNamed('rehearsal')
  const [functions, added] = [await loadFunctions(), await loadFunctions(ADDED_FUNCTIONS)]
  const more = { ...functions, routes: [...functions.routes, ...added.routes] }

  const changed = await synthesize(folder, {
    name: 'changed',
    stage: withOtpSeconds(stage, 240),
    functions: more,
  })
  const first = await synthesize(folder, { name: 'first', stage, functions })
  const broken = await synthesize(folder, {
    name: 'broken',
    stage: withOtpSeconds(stage, 200),
    functions: more,
    breaks: true,
  })
  return {
    first: { assembly: first.assembly, otpSeconds: 300, hasPoints: false },
    changed: { assembly: changed.assembly, otpSeconds: 240, hasPoints: true },
    broken: { assembly: broken.assembly, otpSeconds: 200, hasPoints: true },
    stubs: first.stubs,
  }
}

async function synthesize(folder: string, { name, stage, functions, breaks }: Variant) {
  const assembly = join(folder, name)
  const bundlesFolder = join(folder, 'bundles')
  const isBundled = name !== 'changed'
  const app = await createApp({
    stage,
    functions,
    outdir: assembly,
    bundlesFolder,
    isBundled,
    forLambda: true,
  })
  if (breaks) failHalfWay(app.node.findChild('UserApi') as Stack)
  const aspect = new StubUnsupported()
  Aspects.of(app).add(aspect)
  app.synth()
  return { assembly, stubs: aspect.stubs }
}

function withOtpSeconds(stage: Stage, otpSeconds: number): Stage {
  return { ...stage, settings: { ...stage.settings, otpSeconds } }
}
