import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCfnLint, runCheckov } from '../../../infra/linters/linter.ts'
import { createBin, writeProgram } from '../programs/fake-program.ts'
import { writeLinter } from './fake-linter.ts'

async function createOptions() {
  const bin = await createBin()
  return { bin, region: 'ap-south-1', logFile: join(bin, 'log') }
}

describe('cfn-lint', () => {
  const needs = ['--format json', '--regions ap-south-1', '--template some.json']
  const match = (...path: string[]) => ({
    Rule: { Id: 'W3005' },
    Message: 'Obsolete',
    Location: { Path: path },
  })

  test('gives the rule, the resource and the message, although it exits with an error code', async () => {
    const options = await createOptions()
    const output = [match('Resources', 'Queue1', 'DependsOn')]
    await writeLinter(options.bin, 'cfn-lint', { needs, output, code: 4 })
    expect(await runCfnLint('some.json', options)).toEqual([
      { rule: 'W3005', resource: 'Queue1', message: 'Obsolete' },
    ])
  })

  test('keeps a finding about the whole template, which has no resource', async () => {
    const options = await createOptions()
    await writeLinter(options.bin, 'cfn-lint', { needs, output: [match()] })
    expect(await runCfnLint('some.json', options)).toMatchObject([{ rule: 'W3005', resource: '' }])
  })

  test('that prints no JSON fails with its exit code and its last five lines, and is logged', async () => {
    const options = await createOptions()
    await writeProgram(options.bin, 'cfn-lint', "printf '%s\\n' a b c d e f >&2; exit 7")
    const lines = ['b', 'c', 'd', 'e', 'f'].join('\n')
    await expect(runCfnLint('some.json', options)).rejects.toThrow(
      new Error(`cfn-lint failed with code 7: ${lines}`),
    )
    expect(await readFile(options.logFile, 'utf8')).toBe('a\nb\nc\nd\ne\nf\n')
  })
})

describe('checkov', () => {
  const needs = [
    '--output json',
    '--framework cloudformation',
    // Without it, checkov downloads its policies: a run offline would fail.
    '--skip-download',
    '--quiet',
    '--compact',
    '--file some.json',
  ]
  const failed = (resource: string) => ({
    check_id: 'CKV_AWS_27',
    check_name: 'Encrypt the queue',
    resource,
  })
  const report = (resources: string[], count = 1) => ({
    results: { failed_checks: resources.map(failed) },
    summary: { resource_count: count },
  })

  test('gives the rule, the resource and the message of each failed check', async () => {
    const options = await createOptions()
    const output = report(['AWS::SQS::Queue.Queue1', 'AWS::SQS::Queue'])
    await writeLinter(options.bin, 'checkov', { needs, output, code: 1 })
    expect(await runCheckov('some.json', options)).toEqual([
      { rule: 'CKV_AWS_27', resource: 'Queue1', message: 'Encrypt the queue' },
      { rule: 'CKV_AWS_27', resource: '', message: 'Encrypt the queue' },
    ])
  })

  test('refuses a report without resources: checkov did not read the template', async () => {
    const options = await createOptions()
    await writeLinter(options.bin, 'checkov', { needs, output: report([], 0) })
    await expect(runCheckov('some.json', options)).rejects.toThrow('checkov cannot read some.json')
  })
})
