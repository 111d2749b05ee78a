import { writeProgram } from '../programs/fake-program.ts'

/** A linter that prints `output` with the options it needs for it, and nothing that is JSON without them. */
export function writeLinter(
  bin: string,
  name: string,
  linter: { readonly needs: readonly string[]; readonly output: unknown; readonly code?: number },
): Promise<void> {
  const checks = linter.needs.map((option) => {
    return `case " $* " in *" ${option} "*) ;; *) echo "lacks ${option}"; exit 1 ;; esac`
  })
  const text = JSON.stringify(linter.output)
  const print = `cat <<'END'\n${text}\nEND\nexit ${linter.code ?? 0}`
  return writeProgram(bin, name, [...checks, print].join('\n'))
}
