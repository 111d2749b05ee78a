import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'

/** A module of a package that no function needs, and its replacement. */
interface LeftOut {
  /** Matches the end of the module's path. */
  readonly file: RegExp
  /** Returns the replacement's source, given the original source. */
  readonly replace: (original: string) => string
}

const leftOut: readonly LeftOut[] = [
  {
    // Lambda and the local stack pass credentials in the environment. The default chain of
    // profiles, SSO, STS and metadata services has 125 KB and loads undici. Like the chain, this
    // reads them once.
    file: /@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/,
    replace: () => `
      import { fromEnv } from "@aws-sdk/credential-provider-env"
      export function defaultProvider(init) {
        let credentials
        return () => (credentials ??= fromEnv(init)())
      }`,
  },
  {
    // Endpoint discovery: the DynamoDB client configures it, but no command uses it.
    file: /@aws-sdk\/middleware-endpoint-discovery\/dist-es\/index\.js$/,
    replace: () => `
      export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
        environmentVariableSelector: () => undefined,
        configFileSelector: () => undefined,
        default: undefined,
      }
      export const resolveEndpointDiscoveryConfig = (input) => input`,
  },
  {
    // No function calls an operation with an event stream. The S3 client only prepares for one.
    file: /@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/,
    replace: (original) => `
      export const resolveEventStreamSerdeConfig = (input) => input
      ${throwingExports(original.replace(/^export { resolveEventStreamSerdeConfig }.*$/m, ''))}`,
  },
  {
    // Settings come from the environment. The original would look for two configuration files.
    file: /\/shared-ini-file-loader\/loadSharedConfigFiles\.js$/,
    replace: () => `
      export { CONFIG_PREFIX_SEPARATOR } from "./constants"
      export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} })`,
  },
  {
    // Requests carry strings and buffers, responses are Node streams. The original's check for web
    // streams and blobs loads all of Node's web streams.
    file: /@smithy\/core\/dist-es\/submodules\/serde\/util-stream\/stream-type-check\.js$/,
    replace: () => `
      export const isReadableStream = () => false
      export const isBlob = () => false`,
  },
  {
    // Requests carry no files either. The original's check for them loads Node's file streams.
    file: /\/util-body-length\/calculateBodyLength\.js$/,
    replace: () => `
      export function calculateBodyLength(body) {
        if (typeof body === "string") return Buffer.byteLength(body)
        return body ? body.byteLength : 0
      }`,
  },
]

const LISTED = /^export \{ ([^}]+?),? \}/gm

/** esbuild plugin: replaces modules of packages that no function needs, to shorten cold starts. */
export const leaveOut: Plugin = {
  name: 'leave-out',
  setup: ({ onLoad }) => {
    for (const { file, replace } of leftOut) {
      onLoad({ filter: file }, async ({ path }) => ({
        contents: replace(await readFile(path, 'utf8')),
        resolveDir: dirname(path),
        loader: 'js',
      }))
    }
  },
}

/** Generates a module with the same exports, each of which throws. */
function throwingExports(original: string): string {
  const listed = [...original.matchAll(LISTED)].flatMap(([, list = '']) => list.split(', '))
  const names = listed.map((name) => name.split(' as ').at(-1))
  return [
    'function leftOut() { throw new Error("This module is left out of bundles by infra/bundling/left-out.ts") }',
    ...names.map((name) => `export { leftOut as ${name} }`),
  ].join('\n')
}
