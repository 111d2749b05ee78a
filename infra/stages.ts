import type { Setting } from '../shared/config.ts'

/** What differs between the deployments of the one stack. */
export interface Stage {
  readonly name: string
  /** Whether tables outlive the stack and refuse to be deleted. */
  readonly keepsData: boolean
  readonly logRetentionDays: number
  /** Numbers that functions read from their environment. */
  readonly settings: Readonly<Record<Setting, number>>
}

const settings = {
  // Wrong passwords within 15 minutes for one e-mail from one address …
  loginTriesPerEmailAndIp: 10,
  // … and within an hour from anywhere.
  loginTriesPerEmail: 100,
  // Wrong current passwords within 15 minutes while changing the profile.
  passwordTries: 10,
}

const stages: Readonly<Record<string, Stage>> = {
  local: { name: 'local', keepsData: false, logRetentionDays: 1, settings },
  dev: { name: 'dev', keepsData: false, logRetentionDays: 7, settings },
  prod: { name: 'prod', keepsData: true, logRetentionDays: 90, settings },
}

/**
 * The configuration of a stage, as named with `-c stage=…`.
 * @throws Error that names the stages there are.
 */
export function stageNamed(name: string): Stage {
  const stage = stages[name]
  if (!stage) {
    throw new Error(`There is no stage "${name}". Use one of: ${Object.keys(stages).join(', ')}`)
  }
  return stage
}
