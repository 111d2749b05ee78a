import { deployableStage } from '../../../infra/stages/stages.ts'
import { toRehearsed } from '../versions/rehearsed-prod.ts'
import { synthesizeForCli } from '../versions/synthesize-for-cli.ts'

// Entry point of the CDK CLI in the copy of the project, for `prod`.

await synthesizeForCli(toRehearsed(deployableStage('prod')))
