import { join } from 'node:path'
import { CLIENTS, type Command, type Generator, type Place } from './generator.ts'
import { generate, install } from './openapi-generator.ts'
import { versions } from './versions.ts'

const packages = Object.entries(versions.python).map(([name, version]) => `${name}==${version}`)

/** The generator for Python. */
export const python: Generator = {
  name: 'openapi-generator python',
  version: versions.openapiGenerator,
  document: '3.1',
  needs: ['java', 'mvn', 'python3'],
  install: (downloads) => [
    ...install(downloads),
    { command: 'python3', args: ['-m', 'venv', join(downloads, 'python')] },
    pip(downloads, 'install', '--quiet', '--disable-pip-version-check', ...packages),
  ],
  generate: (place) => [generate(place, 'python', ['--package-name', 'user_api'])],
  compile: (place) => [
    mypy(place, ['--strict', '--follow-imports=silent', join(CLIENTS, 'python/calls.py')]),
    // The generator expects every variable of a server URL to list its values.
    mypy(place, ['--disable-error-code=typeddict-item', '--package=user_api']),
  ],
  call: (place) => [inClient(place, join(CLIENTS, 'python/calls.py'))],
  remarks: '`actual_instance` has the form of a response that came.',
}

function pip(downloads: string, ...args: string[]): Command {
  return { command: join(downloads, 'python/bin/python'), args: ['-m', 'pip', ...args] }
}

function mypy(place: Place, args: readonly string[]): Command {
  return inClient(place, '-m', 'mypy', `--cache-dir=${join(place.folder, 'mypy')}`, ...args)
}

/** Runs Python with the generated package on its path. */
function inClient({ folder, downloads }: Place, ...args: string[]): Command {
  const python = join(downloads, 'python/bin/python')
  return { command: 'env', args: [`PYTHONPATH=${join(folder, 'client')}`, python, ...args] }
}
