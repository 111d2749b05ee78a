import { rehearsedDev } from './rehearsed-dev.ts'
import { synthesizeForCli } from './synthesize-for-cli.ts'

// Entry point of the CDK CLI in a copy of the project, for the stage of rehearsed-dev.ts. `npm run bench:local` runs it.

await synthesizeForCli(rehearsedDev)
