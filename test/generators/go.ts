import { join } from 'node:path'
import { CLIENTS, type Command, type Generator, type Place } from './generator.ts'
import { versions } from './versions.ts'

const { oapiCodegen, runtime } = versions.go
const MODULE = 'github.com/oapi-codegen'
const calls = join(CLIENTS, 'go')

/** The generator for Go. */
export const go: Generator = {
  name: 'oapi-codegen',
  version: oapiCodegen,
  document: '3.0',
  needs: ['go'],
  install: (downloads) => [
    run(downloads, 'go', 'install', `${MODULE}/oapi-codegen/v2/cmd/oapi-codegen@v${oapiCodegen}`),
  ],
  generate: ({ folder, downloads, documentUrl }) => [
    run(
      downloads,
      join(downloads, 'go/bin/oapi-codegen'),
      ...['-config', join(calls, 'oapi-codegen.yaml')],
      ...['-o', join(folder, 'client/client.go'), documentUrl],
    ),
  ],
  compile: (place) => [
    { command: 'cp', args: [join(calls, 'calls.go'), place.folder] },
    inFolder(place, 'mod', 'init', 'calls'),
    inFolder(place, 'get', `${MODULE}/runtime@v${runtime}`),
    inFolder(place, 'vet', './...'),
    inFolder(place, 'build'),
  ],
  call: ({ folder }) => [{ command: join(folder, 'calls'), args: [] }],
  remarks:
    'With two options, which its [configuration](../test/generators/clients/go/oapi-codegen.yaml) explains.',
}

function inFolder({ downloads }: Place, ...args: string[]): Command {
  return run(downloads, 'go', ...args)
}

/** Downloads into the folder of all downloads, from where it can be deleted. */
function run(downloads: string, program: string, ...args: string[]): Command {
  const settings = [`GOPATH=${join(downloads, 'go')}`, 'GOBIN=', 'GOFLAGS=-modcacherw']
  return { command: 'env', args: [...settings, program, ...args] }
}
