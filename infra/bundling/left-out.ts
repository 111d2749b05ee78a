import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'

/** A module of a package that no function needs, and its replacement. */
interface LeftOut {
  readonly name: string
  /** Matches the end of the module's path. */
  readonly file: RegExp
  /** Returns the replacement's source, given the original source. */
  readonly replace: (original: string) => string
}

const leftOut: readonly LeftOut[] = [
  {
    name: 'credentials',
    // Lambda and the local stack pass credentials in the environment. The default chain of
    // profiles, SSO, STS and metadata services is 125 KB large and loads undici. Like the chain, this
    // replacement reads the credentials once.
    file: /@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/,
    replace: () => `
      import { fromEnv } from "@aws-sdk/credential-provider-env"
      export function defaultProvider(init) {
        let credentials
        return () => (credentials ??= fromEnv(init)())
      }`,
  },
  {
    name: 'event-streams',
    // No function calls an operation with an event stream. The S3 client loads the code for one anyway.
    file: /@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/,
    replace: (original) => `
      export const resolveEventStreamSerdeConfig = (input) => input
      ${throwingExports(original.replace(/^export { resolveEventStreamSerdeConfig }.*$/m, ''))}`,
  },
  {
    name: 'config-files',
    // Settings come from the environment. The original would look for two configuration files.
    file: /\/shared-ini-file-loader\/loadSharedConfigFiles\.js$/,
    replace: () => `
      export { CONFIG_PREFIX_SEPARATOR } from "./constants"
      export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} })`,
  },
  {
    name: 'stream-type-check',
    // Requests carry strings and buffers, responses are Node streams. The original's check for web
    // streams and blobs loads all of Node's web streams.
    file: /@smithy\/core\/dist-es\/submodules\/serde\/util-stream\/stream-type-check\.js$/,
    replace: () => `
      export const isReadableStream = () => false
      export const isBlob = () => false`,
  },
]

const EXPORT_LIST = /^export \{ ([^}]+?),? \}/gm

/** esbuild plugins: each replaces a module of a package that no function needs. */
export const leaveOut: readonly Plugin[] = leftOut.map(({ name, file, replace }) => ({
  name,
  setup: ({ onLoad }) => {
    onLoad({ filter: file }, async ({ path }) => ({
      contents: replace(await readFile(path, 'utf8')),
      resolveDir: dirname(path),
      loader: 'js',
    }))
  },
}))

/** Generates a module with the same exports, each of which throws. */
function throwingExports(original: string): string {
  const listed = [...original.matchAll(EXPORT_LIST)].flatMap(([, list = '']) => list.split(', '))
  const names = listed.map((name) => name.split(' as ').at(-1))
  return [
    'function leftOut() { throw new Error("This module is left out of bundles by infra/bundling/left-out.ts") }',
    ...names.map((name) => `export { leftOut as ${name} }`),
  ].join('\n')
}
