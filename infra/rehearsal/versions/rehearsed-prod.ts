import type { Stage } from '../../stages/stage.ts'
import { stageNamed } from '../../stages/stages.ts'
import { ACCOUNT } from '../emulator/start-emulator.ts'
import { rehearsalValues } from './rehearsal-values.ts'
import { rehearsedDev } from './rehearsed-dev.ts'

const WEB_ACL = `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/rehearsal/00000000-0000-4000-8000-000000000000`

/** Changes `prod` for the emulator. */
export function toRehearsed(stage: Stage): Stage {
  return {
    ...stage,
    architecture: rehearsedDev.architecture,
    edge: { originSecrets: [1], ...stage.edge, firewall: { webAclArn: WEB_ACL } },
    settings: {
      ...stage.settings,
      // The e2e suite registers all its people from one address.
      registrationsPerIp: 1_000,
    },
  }
}

/** `prod` as an operator deploys it, with its own values filled in. */
export const rehearsedProd: Stage = toRehearsed(
  stageNamed('prod', { ...rehearsalValues, alarmEmail: 'alarms@rehearsal.test' }),
)
