import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { READY } from '../../infra/start/welcome.ts'
import { copySources } from './copy-sources.ts'
import { startCommand } from './start-command.ts'

/** A copy of the sources whose files a test may change, with `npm start` running in it. */
export class CopiedProject {
  readonly folder: string
  #child: ChildProcess | undefined
  #output = ''

  constructor() {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'user api copy-')))
    copySources(this.folder)
  }

  /** Runs `npm start`. Resolves with the URL of the API, once the stack is ready. */
  async start(...args: readonly string[]): Promise<string> {
    const child = spawn(...startCommand(...args), {
      cwd: this.folder,
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    child.once('exit', (code) => {
      if (code) process.stderr.write(`npm start of the copy ended with ${code}: ${this.#output}`)
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        this.#output += chunk
        child.emit('output')
      })
    }
    await this.says(READY)
    const outputs = readFileSync(join(this.folder, '.local/outputs.json'), 'utf8')
    return JSON.parse(outputs)['user-api-local'].ApiUrl
  }

  /** The id of the process of `npm start`. */
  get pid(): number {
    return this.#child?.pid ?? Number.NaN
  }

  /** Everything that was printed. */
  get output(): string {
    return this.#output
  }

  /** Resolves when something is printed after the first `from` characters. @throws Error when the process ends without it. */
  async says(text: string | RegExp, from = 0): Promise<void> {
    const child = this.#child
    if (!child) throw new Error('It was not started')
    while (!this.#output.slice(from).match(text)) {
      if (child.exitCode !== null) throw new Error(`It ended: ${this.#output}`)
      await Promise.race([once(child, 'output'), once(child, 'close')])
    }
  }

  /** Saves a file. `change` gets the old text, which is empty when the file is new. */
  save(file: string, change: (text: string) => string): void {
    const path = join(this.folder, file)
    let old = ''
    try {
      old = readFileSync(path, 'utf8')
    } catch {
      // The file is new.
    }
    const next = change(old)
    if (next === old) throw new Error(`The change of ${file} changes nothing`)
    writeFileSync(path, next)
  }

  delete(file: string): void {
    rmSync(join(this.folder, file))
  }

  async stop(): Promise<void> {
    if (this.#child && this.#child.exitCode === null) {
      const closed = once(this.#child, 'close')
      this.#child.kill('SIGTERM')
      await closed
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}
