import { UsageError } from './run-command.ts'

/** The option by which a command is told its stage, as the CDK's own are: `-c stage=prod`. */
export const stageOption = { context: { type: 'string', short: 'c' } } as const

/** The stage that was named. @throws UsageError when none was. */
export function namedStage(context: string | undefined): string {
  const [, stage] = /^stage=(\w[\w-]*)$/.exec(context ?? '') ?? []
  if (!stage) throw new UsageError('Name the stage: -c stage=prod')
  return stage
}
