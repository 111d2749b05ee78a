import { join } from 'node:path'
import { CLIENTS, type Command, type Generator, type Place } from './generator.ts'
import { versions } from './versions.ts'

const { openapiGenerator: version } = versions
const ARTIFACT = `org.openapitools:openapi-generator-cli:${version}`

/** The generators of openapi-generator that make clients for the JVM, Swift and Dart. */
export const openapiGenerators: readonly Generator[] = [
  {
    ...jvmClient('kotlin', ['--package-name', 'userapi']),
    document: '3.0',
    remarks: 'Of the two forms of a response in 3.1 it keeps only the encrypted one.',
  },
  {
    ...jvmClient('java', [
      ...['--library', 'okhttp-gson', '--invoker-package', 'userapi'],
      ...['--api-package', 'userapi.api', '--model-package', 'userapi.model'],
    ]),
    document: '3.1',
    remarks: '`getMeResponse()` returns the plain form of a response.',
  },
  withoutCompiler('swift6'),
  withoutCompiler('dart-dio'),
]

function jvmClient(language: 'java' | 'kotlin', options: readonly string[]) {
  const maven = ({ folder, downloads }: Place, ...goals: string[]): Command => {
    const properties = { generated: join(folder, 'client'), ...versions.maven }
    const settings = Object.entries(properties).map(([name, value]) => `-D${name}=${value}`)
    const pom = ['-f', join(CLIENTS, language, 'pom.xml')]
    return mvn(downloads, ...pom, ...settings, ...goals)
  }
  return {
    name: `openapi-generator ${language}`,
    version,
    needs: ['java', 'mvn'] as const,
    install,
    generate: (place: Place) => [generate(place, language, options)],
    compile: (place: Place) => [maven(place, 'compile')],
    call: (place: Place) => [maven(place, 'exec:java')],
  }
}

function withoutCompiler(language: string): Generator {
  return {
    name: `openapi-generator ${language}`,
    version,
    document: '3.0',
    needs: ['java', 'mvn'],
    install,
    generate: (place) => [generate(place, language, [])],
    remarks:
      'Only generated: it was not compiled, because npm, PyPI and Debian have no compiler for it.',
  }
}

/** Makes the client in the folder `client`. */
export function generate(
  { folder, downloads, documentUrl }: Place,
  language: string,
  options: readonly string[],
): Command {
  const jar = join(
    repository(downloads),
    `org/openapitools/openapi-generator-cli/${version}/openapi-generator-cli-${version}.jar`,
  )
  const input = ['-i', documentUrl, '-g', language, '-o', join(folder, 'client')]
  return { command: 'java', args: ['-jar', jar, 'generate', ...input, ...options] }
}

/** Downloads openapi-generator. */
export function install(downloads: string): readonly Command[] {
  return [mvn(downloads, 'dependency:get', `-Dartifact=${ARTIFACT}`, '-Dtransitive=false')]
}

function mvn(downloads: string, ...args: string[]): Command {
  const quiet = ['--quiet', '--batch-mode', `-Dmaven.repo.local=${repository(downloads)}`]
  return { command: 'mvn', args: [...quiet, ...args] }
}

function repository(downloads: string): string {
  return join(downloads, 'maven')
}
