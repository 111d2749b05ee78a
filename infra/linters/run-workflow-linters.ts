import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { print } from '../ops/print.ts'

// The Go toolchain checks its hash against sum.golang.org.
const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'

/**
 * Runs zizmor (security) and, where Go is installed, actionlint (syntax, types, and shellcheck on its
 * scripts) on .github/workflows.
 * @param bin the folder of zizmor and shellcheck.
 * @returns true when no linter finds a problem.
 */
export function runWorkflowLinters(bin: string): boolean {
  // Without `--offline`, zizmor asks GitHub about each action. Findings of lower severity are matters of taste.
  const zizmor = ['--offline', '--no-progress', '--min-severity', 'medium', '.github/workflows']
  const isSecure = run(join(bin, 'zizmor'), zizmor, bin)
  if (spawnSync('go', ['version']).error) {
    print('Skipped actionlint: it needs Go, and there is none on the PATH.')
    return isSecure
  }
  return run('go', ['run', ACTIONLINT], bin) && isSecure
}

/** Runs a linter to its end. `bin` has shellcheck, which actionlint looks for on the PATH. */
function run(command: string, args: readonly string[], bin: string): boolean {
  const PATH = [bin, process.env.PATH].join(delimiter)
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, PATH } })
  return status === 0
}
