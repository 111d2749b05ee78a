import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const ROOT = resolve(import.meta.dirname, '../../..')
const run = promisify(execFile)

const STRICT = [
  ...['--strict', '--noEmit', '--skipLibCheck', 'false', '--pretty', 'false'],
  ...['--target', 'es2022', '--lib', 'es2022,dom'],
]
const HEAD =
  "import { isApiError, UserApi } from '@user-api/client'; const api = new UserApi({ baseUrl: '' })"

/** How to compile: TypeScript 7 as an ES module, or TypeScript 5 with a resolution. */
interface Compilation {
  readonly file: string
  readonly compiler: 'typescript' | 'typescript-7'
  readonly options: readonly string[]
}

/** TypeScript 7, as an ES module. */
export const ES_MODULE: Compilation = {
  file: 'app.ts',
  compiler: 'typescript-7',
  options: ['--module', 'nodenext'],
}

/** Module resolutions of TypeScript 5, by name. */
export const resolutions: Readonly<Record<string, Compilation>> = {
  node10: {
    file: 'app.ts',
    compiler: 'typescript',
    options: ['--module', 'commonjs', '--moduleResolution', 'node10'],
  },
  'node16, CommonJS': {
    file: 'app.cts',
    compiler: 'typescript',
    options: ['--module', 'node16'],
  },
  'node16, ES module': {
    file: 'app.mts',
    compiler: 'typescript',
    options: ['--module', 'node16'],
  },
  bundler: {
    file: 'app.ts',
    compiler: 'typescript',
    options: ['--module', 'esnext', '--moduleResolution', 'bundler'],
  },
}

/**
 * Compiles a file of an app that uses the client as `api`, with the types of a browser and without those
 * of Node. Returns the errors.
 */
export async function compileApp(
  app: string,
  lines: readonly string[],
  { file, compiler, options } = ES_MODULE,
): Promise<string[]> {
  await writeFile(join(app, file), [HEAD, ...lines].join('\n'))
  const args = [join(ROOT, `node_modules/${compiler}/bin/tsc`), ...STRICT, ...options, file]
  const { stdout } = await run(process.execPath, args, { cwd: app }).catch(
    (error: { stdout: string }) => error,
  )
  return stdout.split('\n').filter((line) => line.includes('error'))
}
