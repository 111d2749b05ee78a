import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Template } from './template.ts'

/** The output of `cdk synth`: its folder, or the `CloudAssembly` that `app.synth()` returns. */
export type Assembly = string | { readonly directory: string }

/** One stack of an assembly (the output of `cdk synth`). */
export interface AssemblyStack {
  readonly name: string
  readonly region: string
  readonly template: Template
  /** Folder of each asset by its object key in the template. */
  readonly assets: ReadonlyMap<string, string>
}

// https://docs.aws.amazon.com/cdk/api/v2/docs/@aws-cdk_cloud-assembly-schema.AssemblyManifest.html
interface Manifest {
  artifacts?: Record<string, Artifact>
}

interface Artifact {
  type: string
  /** `aws://account/region`. */
  environment?: string
  properties?: { templateFile?: string; stackName?: string; file?: string }
}

interface AssetManifest {
  files?: Record<
    string,
    { source: { path?: string }; destinations: Record<string, { objectKey: string }> }
  >
}

/** The region of stacks that do not name one. */
const DEFAULT_REGION = 'us-east-1'

/**
 * Reads a stack of an assembly.
 * @param stackName needed when there are several stacks.
 * @throws Error when there is no assembly, or not exactly one stack to choose.
 */
export function readAssembly(assembly: Assembly, stackName?: string): AssemblyStack {
  const folder = resolve(typeof assembly === 'string' ? assembly : assembly.directory)
  const { artifacts = {} } = readJson<Manifest>(folder, 'manifest.json')
  const stacks = Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id, artifact]) => ({ ...artifact, name: artifact.properties?.stackName ?? id }))
  const [found, ...more] = stacks.filter(({ name }) => !stackName || name === stackName)
  if (!found || more.length > 0) {
    const names = stacks.map(({ name }) => name).join(', ')
    throw new Error(
      stackName
        ? `There is no stack ${stackName}, only: ${names}`
        : `Choose one of the stacks: ${names || 'there is none'}`,
    )
  }
  const { name, environment = '', properties } = found
  const region = environment.split('/').at(-1) ?? ''
  const assetManifests = Object.values(artifacts).flatMap(({ type, properties: { file } = {} }) =>
    type === 'cdk:asset-manifest' && file ? [file] : [],
  )
  return {
    name,
    region: region && region !== 'unknown-region' ? region : DEFAULT_REGION,
    template: readJson<Template>(folder, properties?.templateFile ?? ''),
    assets: new Map(assetManifests.flatMap((file) => readAssets(folder, file))),
  }
}

function readAssets(folder: string, file: string): [objectKey: string, path: string][] {
  const { files = {} } = readJson<AssetManifest>(folder, file)
  return Object.values(files).flatMap(({ source, destinations }) => {
    const path = resolve(folder, source.path ?? '')
    if (!statSync(path).isDirectory()) return []
    return Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, path])
  })
}

function readJson<T>(folder: string, file: string): T {
  try {
    return JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as T
  } catch (cause) {
    throw new Error(`${folder} is not the output of \`cdk synth\`: no ${file}`, { cause })
  }
}
