import { join, resolve } from 'node:path'
import { execPath } from 'node:process'
import { CLIENTS, type Command, type Generator, type Place } from './generator.ts'
import { generate, install } from './openapi-generator.ts'
import { versions } from './versions.ts'

const ESBUILD = resolve(import.meta.dirname, '../../node_modules/.bin/esbuild')
const packages = Object.entries(versions.npm).map(([name, version]) => `${name}@${version}`)

/** The generators for TypeScript. Their clients are compiled with `strict` and run on Node. */
export const typescript: readonly Generator[] = [
  {
    name: 'openapi-generator typescript-fetch',
    version: versions.openapiGenerator,
    document: '3.1',
    needs: ['java', 'mvn'],
    install: (downloads) => [...install(downloads), installPackages(downloads)],
    generate: (place) => [generate(place, 'typescript-fetch', [])],
    ...compileAndCall('typescript-fetch'),
    remarks: '`isDataEncrypted` narrows a response to one of its forms.',
  },
  {
    ...fromNpm('@hey-api/openapi-ts'),
    generate: (place) => [
      run(place, 'openapi-ts', '-i', place.documentUrl, '-o', inClient(place), '--no-log-file'),
    ],
    ...compileAndCall('hey-api'),
    remarks: '`is_data_encrypted` narrows a response to one of its forms.',
  },
  {
    ...fromNpm('orval'),
    generate: (place) => {
      const files = ['--input', place.documentUrl, '--output', inClient(place, 'api.ts')]
      return [run(place, 'orval', ...files, '--client', 'fetch')]
    },
    ...compileAndCall('orval'),
    remarks: '`is_data_encrypted` narrows a response to one of its forms.',
  },
  {
    ...fromNpm('openapi-typescript'),
    generate: (place) => [
      run(place, 'openapi-typescript', place.documentUrl, '-o', inClient(place, 'schema.ts')),
    ],
    ...compileAndCall('openapi-typescript'),
    remarks: 'Types only: called with openapi-fetch.',
  },
  {
    ...fromNpm('openapi-zod-client'),
    generate: (place) => {
      const files = [place.documentUrl, '-o', inClient(place, 'api.ts')]
      return [run(place, 'openapi-zod-client', ...files)]
    },
    ...compileAndCall('openapi-zod-client'),
    remarks: 'Checks every response at run time.',
  },
]

function fromNpm(name: keyof typeof versions.npm) {
  return {
    name,
    version: versions.npm[name],
    document: '3.1',
    needs: [],
    install: (downloads: string) => [installPackages(downloads)],
  } as const
}

/** Compiles a client with the calls of clients/typescript, and runs them. */
function compileAndCall(calls: string) {
  const sources = [`${calls}.ts`, 'given.ts', 'tsconfig.json']
  return {
    compile: (place: Place): Command[] => [
      ...sources.map((file) => copy(file, place.folder, file === sources[0] ? 'calls.ts' : file)),
      run(place, 'tsc', '--project', place.folder),
      bundle(place),
    ],
    call: ({ folder }: Place): Command[] => [
      { command: execPath, args: [join(folder, 'calls.mjs')] },
    ],
  }
}

/** Bundles the calls, because most clients import files without their extension, which Node refuses. */
function bundle({ folder }: Place): Command {
  const files = [join(folder, 'calls.ts'), `--outfile=${join(folder, 'calls.mjs')}`]
  const options = ['--bundle', '--platform=node', '--format=esm', '--packages=external']
  return { command: ESBUILD, args: [...files, ...options, '--log-level=warning'] }
}

function copy(file: string, folder: string, name: string): Command {
  return { command: 'cp', args: [join(CLIENTS, 'typescript', file), join(folder, name)] }
}

function run({ downloads }: Place, bin: string, ...args: string[]): Command {
  return { command: join(downloads, 'node_modules/.bin', bin), args }
}

/** Installs beside the generators' folders, whose clients find the packages there. */
function installPackages(downloads: string): Command {
  const options = ['--no-audit', '--no-fund', '--no-save', '--ignore-scripts', '--loglevel=error']
  return { command: 'npm', args: ['install', '--prefix', downloads, ...options, ...packages] }
}

function inClient({ folder }: Place, file = ''): string {
  return join(folder, 'client', file)
}
