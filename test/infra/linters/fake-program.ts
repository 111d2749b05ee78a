import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Creates an empty folder for fake programs and their files. */
export function createBin(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'user-api-linters-'))
}

/** Writes a shell script that stands in for a program of a third party. */
export async function writeProgram(bin: string, name: string, script: string): Promise<void> {
  const file = join(bin, name)
  await writeFile(file, `#!/bin/sh\n${script}\n`)
  await chmod(file, 0o755)
}

/** A linter that prints `output` with the options it needs for it, and nothing that is JSON without them. */
export function writeLinter(
  bin: string,
  name: string,
  linter: { readonly needs: readonly string[]; readonly output: unknown; readonly code?: number },
): Promise<void> {
  const checks = linter.needs.map((option) => {
    return `case " $* " in *" ${option} "*) ;; *) echo "lacks ${option}"; exit 1 ;; esac`
  })
  const text = JSON.stringify(linter.output)
  const print = `cat <<'END'\n${text}\nEND\nexit ${linter.code ?? 0}`
  return writeProgram(bin, name, [...checks, print].join('\n'))
}
