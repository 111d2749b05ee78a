import type { Stage } from '../../../infra/stages/stage.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { rehearsalValues } from './rehearsal-values.ts'
import { rehearsedDev } from './rehearsed-dev.ts'

/** Changes `prod` for the emulator. */
export function toRehearsed(stage: Stage): Stage {
  return {
    ...stage,
    architecture: rehearsedDev.architecture,
    settings: {
      ...stage.settings,
      // The e2e suite registers all its users from one IP address.
      registrationsPerIp: 1_000,
    },
  }
}

/** `prod` as an operator deploys it, with its own values filled in. */
export const rehearsedProd: Stage = toRehearsed(
  stageNamed('prod', { ...rehearsalValues, alarmEmail: 'alarms@rehearsal.test' }),
)
