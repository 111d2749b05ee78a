import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'

/** A module of a package that no function needs, and what takes its place in the bundles. */
interface LeftOut {
  /** The end of its path. */
  readonly file: RegExp
  /** Its replacement, given the text that it replaces. */
  readonly replace: (original: string) => string
}

const leftOut: readonly LeftOut[] = [
  {
    // Lambda gives credentials in the environment, and so does the local stack. The chain of
    // profiles, SSO, STS and metadata services behind it is 125 KB, and loads undici. Read once, as by
    // the chain.
    file: /@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/,
    replace: () => `
      import { fromEnv } from "@aws-sdk/credential-provider-env"
      export function defaultProvider(init) {
        let credentials
        return () => (credentials ??= fromEnv(init)())
      }`,
  },
  {
    // DynamoDB's client configures it and no command of it uses it. Brings an LRU cache.
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
    // No call of ours is a stream of events; S3's client only asks to be ready for one.
    file: /@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/,
    replace: (original) => `
      export const resolveEventStreamSerdeConfig = (input) => input
      ${throwing(original.replace(/^export { resolveEventStreamSerdeConfig }.*$/m, ''))}`,
  },
  {
    // Settings come from the environment too: two files of a profile would be looked for.
    file: /\/shared-ini-file-loader\/loadSharedConfigFiles\.js$/,
    replace: () => `
      export { CONFIG_PREFIX_SEPARATOR } from "./constants"
      export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} })`,
  },
  {
    // Calls carry texts and buffers, answers come as Node's own streams. Asking whether one is
    // something of the web loads all of Node's web streams.
    file: /@smithy\/core\/dist-es\/submodules\/serde\/util-stream\/stream-type-check\.js$/,
    replace: () => `
      export const isReadableStream = () => false
      export const isBlob = () => false`,
  },
  {
    // Nor do they carry files, whose class loads the streams of files.
    file: /\/util-body-length\/calculateBodyLength\.js$/,
    replace: () => `
      export function calculateBodyLength(body) {
        if (typeof body === "string") return Buffer.byteLength(body)
        return body ? body.byteLength : 0
      }`,
  },
]

const LISTED = /^export \{ ([^}]+?),? \}/gm

/** Leaves out what the packages carry and no function needs: what is not loaded costs nothing. */
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

/** The same exports; each of them throws. */
function throwing(original: string): string {
  const listed = [...original.matchAll(LISTED)].flatMap(([, list = '']) => list.split(', '))
  const names = listed.map((name) => name.split(' as ').at(-1))
  return [
    'function leftOut() { throw new Error("Left out of bundles: infra/bundling/left-out.ts") }',
    ...names.map((name) => `export { leftOut as ${name} }`),
  ].join('\n')
}
