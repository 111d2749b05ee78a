import { rm } from 'node:fs/promises'
import { LOCAL_FOLDER, lockFolder } from './local-folder.ts'

// `npm run reset`: forgets everything that the local stack has kept.

try {
  await lockFolder()
  await rm(LOCAL_FOLDER, { recursive: true, force: true })
  process.stdout.write('Forgotten. The next `npm start` begins anew.\n')
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)} End it first.\n`)
  process.exit(1)
}
