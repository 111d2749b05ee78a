import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copySources } from '../../support/copy-sources.ts'

const OWN_VALUES = 'infra/stages/own-values.ts'

/**
 * Copies the project into a folder, with `prod`'s own values filled in and an app that deploys to the
 * emulator. Nothing else differs, so that an operator's commands run in it as they are written.
 * @param prodValues the entry `prod: {…},` of own-values.ts.
 */
export async function copyProject(folder: string, prodValues: string): Promise<void> {
  await mkdir(folder)
  copySources(folder)
  const cdkJson = join(folder, 'cdk.json')
  const settings = JSON.parse(await readFile(cdkJson, 'utf8'))
  // No terminal is attached that could approve the changes of permissions.
  const flags = { requireApproval: 'never', progress: 'events', notices: false }
  const app = 'node infra/launch.mjs test/rehearsal/operations/app.ts'
  await writeFile(cdkJson, JSON.stringify({ ...settings, ...flags, app }))
  const ownValues = join(folder, OWN_VALUES)
  await writeFile(ownValues, fillIn(await readFile(ownValues, 'utf8'), prodValues))
}

/** Replaces the entry of prod in own-values.ts. */
export function fillIn(source: string, prodValues: string): string {
  const indented = prodValues.replaceAll(/^(?=.)/gm, '  ')
  const filled = source.replace(/^ {2}prod: \{\n.*?^ {2}\},\n/ms, () => indented)
  if (filled === source) throw new Error(`${OWN_VALUES} has no entry for prod`)
  return filled
}
