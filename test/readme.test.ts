import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { stack } from './support/stack.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const sh = promisify(execFile)

interface Step {
  command: string
  response: string
}

/** The commands of the README's console blocks, each with its documented response. */
function steps(): Step[] {
  const blocks = [...readme.matchAll(/```console\n(.*?)```/gs)].map(([, block]) => block ?? '')
  return blocks
    .join('\n')
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const [command = '', ...response] = step.trim().split('\n')
      return { command, response: response.join('\n') }
    })
}

/** Replaces ids, tokens and times, which differ in each run. */
function masked(response: string): string {
  return response
    .replace(/ua_[\w-]+/g, '<token>')
    .replace(/\b[0-9a-f]{24}\b/g, '<id>')
    .replace(/\b1[78]\d{11}\b/g, '<time>')
}

test('the README’s commands get the responses that it shows', async () => {
  let token = ''
  let compared = 0
  for (const { command, response } of steps()) {
    if (command.startsWith('TOKEN=')) continue
    const real = command.replaceAll('http://127.0.0.1:3000', stack.apiUrl)
    const { stdout } = await sh('sh', ['-c', real.replace('curl ', 'curl --silent ')], {
      env: { ...process.env, TOKEN: token },
    })
    token ||= /ua_[\w-]+/.exec(stdout)?.[0] ?? ''
    expect(masked(stdout)).toBe(masked(response))
    compared += 1
  }
  expect(compared).toBeGreaterThan(5)
})
