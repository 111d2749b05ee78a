import { Command } from 'commander'

/**
 * The command of a script of package.json. `--help` shows the description and the options that the script adds. Wrong
 * usage ends the process with 2, as in the operators' commands; 1 is a failure.
 * @param name as in package.json, e.g. `bench`.
 */
export function scriptCommand(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .helpOption('--help', 'show this help')
    .showHelpAfterError()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
}
