import { chmod, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Creates an empty folder for fake programs and their files. */
export function createBin(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'user api bin-'))
}

/** Writes a shell script that stands in for a program of a third party. */
export async function writeProgram(bin: string, name: string, script: string): Promise<void> {
  const file = join(bin, name)
  await writeFile(file, `#!/bin/sh\n${script}\n`)
  await chmod(file, 0o755)
}

/** Returns a PATH with `sh` and only this `java`, or none. */
export async function pathWithJava(script?: string): Promise<string> {
  const bin = await createBin()
  await symlink('/bin/sh', join(bin, 'sh'))
  if (script) await writeProgram(bin, 'java', script)
  return bin
}
