import type { Stage } from '../../../infra/stages/stage.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { rehearsalValues } from './rehearsal-values.ts'

/** `dev` with functions for this machine's processor, on which the emulator runs them. */
export const rehearsedDev: Stage = {
  ...stageNamed('dev', rehearsalValues),
  name: 'rehearsal',
  architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
}
