import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { bundleFunctions } from '../../infra/bundling/bundle-functions.ts'
import { type LoadedFunctions, loadFunctions } from '../../infra/functions/load-functions.ts'

/** One implementation of PATCH /users/info. */
export interface Contender {
  readonly name: string
  /** Undefined for the null handler, which is measured without the SDK only. */
  readonly bundle?: string
  /** The bundle without the SDK. Undefined where it would be the same as that of another contender. */
  readonly framework?: string
  /** Bytes loaded at the start: the code, and its code cache if any. */
  readonly bytes: number
}

const PEERS_FOLDER = join(import.meta.dirname, 'peers')
const ROUTE = 'UsersInfoPatch'
const PEERS: Readonly<Record<string, string>> = {
  bare: 'bare SDK',
  middy: 'middy, stock',
  hono: 'Hono',
  powertools: 'Powertools',
  express: 'Express',
  fastify: 'Fastify',
}
/** Returns at once: its time is that of the harness. */
export const NULL_HANDLER = 'null handler'

const SDK = [
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-s3',
  '@aws-sdk/client-sns',
  '@aws-sdk/client-sqs',
  '@aws-sdk/lib-dynamodb',
  '@aws-sdk/util-dynamodb',
]

const STOCK = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  // CommonJS packages call it.
  banner: {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  },
  logLevel: 'warning',
} satisfies BuildOptions

/** Installs the packages of the peers, from their own lock file. */
export function installPeers(): void {
  const args = ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  const { status } = spawnSync('npm', args, { cwd: PEERS_FOLDER, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error(`npm could not install ${PEERS_FOLDER}`)
}

/** Builds the peers with plain esbuild, and ours as deployed. */
export async function buildContenders(folder: string): Promise<Contender[]> {
  const peers = await Promise.all(
    Object.entries(PEERS).map(([id, name]) => buildPeer(id, name, folder)),
  )
  const asCommonJs = join(folder, 'bare.cjs')
  await build({
    ...STOCK,
    banner: {},
    format: 'cjs',
    entryPoints: [join(PEERS_FOLDER, 'bare.mjs')],
    outfile: asCommonJs,
  })
  const { routes } = await loadFunctions()
  const patch = routes.filter(({ id }) => id === ROUTE)
  const [plain, cached] = [join(folder, 'ours'), join(folder, 'ours-cached')]
  await bundleFunctions(patch, { folder: plain })
  await bundleFunctions(patch, { folder: cached, codeCache: `"${process.execPath}"` })
  const framework = join(folder, 'ours-framework.mjs')
  await buildFramework(patch[0]?.path ?? '', framework)
  const ours = { framework, bundle: join(plain, ROUTE, 'index.mjs') }
  const [bare] = peers
  return [
    { name: NULL_HANDLER, framework: join(PEERS_FOLDER, 'null.mjs'), bytes: 0 },
    ...peers,
    ...(bare ? [{ ...bare, name: 'bare SDK again (A/A)', framework: undefined }] : []),
    { name: 'bare SDK, CommonJS', bundle: asCommonJs, bytes: statSync(asCommonJs).size },
    { name: 'ours', ...ours, bytes: loadedBytes(join(plain, ROUTE)) },
    {
      name: 'ours, code cache',
      bundle: join(cached, ROUTE, 'index.mjs'),
      bytes: loadedBytes(join(cached, ROUTE)),
    },
  ]
}

async function buildPeer(id: string, name: string, folder: string): Promise<Contender> {
  const entry = join(PEERS_FOLDER, `${id}.mjs`)
  const [bundle, framework] = [join(folder, `${id}.mjs`), join(folder, `${id}-framework.mjs`)]
  await build({ ...STOCK, entryPoints: [entry], outfile: bundle })
  await buildFramework(entry, framework)
  return { name, bundle, framework, bytes: statSync(bundle).size }
}

/** Builds a handler with a stub for the SDK that responds at once. */
async function buildFramework(
  entry: string,
  outfile: string,
  external: string[] = [],
): Promise<void> {
  const stub = join(import.meta.dirname, 'sdk-stub.mjs')
  const alias = Object.fromEntries(SDK.map((name) => [name, stub]))
  await build({ ...STOCK, entryPoints: [entry], outfile, alias, external })
}

/** Builds all our functions, as deployed and without the SDK (`frameworkOf`). */
export async function buildFunctions(folder: string): Promise<LoadedFunctions> {
  const loaded = await loadFunctions()
  const functions = [...loaded.routes, ...loaded.workers]
  await bundleFunctions(functions, { folder })
  await Promise.all(
    functions.map(({ id, path, contract }) =>
      buildFramework(path, frameworkOf(folder, id), [...(contract.nativePackages ?? [])]),
    ),
  )
  return loaded
}

/** The file of a function without the SDK. */
export function frameworkOf(folder: string, id: string): string {
  return join(folder, `${id}-framework.mjs`)
}

/** Bytes that a function loads when it starts. */
export function loadedBytes(folder: string): number {
  const found = readdirSync(folder).filter((name) => LOADED.test(name))
  return found.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}

const LOADED = /^(?:index\.mjs|function\.(?:cjs|cache))$/
