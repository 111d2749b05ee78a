import { describe, expect, test } from 'vitest'
import { runSteps, type Step } from './run-steps.ts'

const step = (name: string, run: Step['run'], limitSeconds = 10): Step => {
  return { name, limitSeconds, run }
}
const ok = async () => 'done'

describe('the steps of the rehearsal', () => {
  test('run one after another, each with its note', async () => {
    const started: string[] = []
    const results = await runSteps([step('a', ok), step('b', async () => undefined)], (name) => {
      started.push(name)
    })
    expect(started).toEqual(['a', 'b'])
    expect(results).toMatchObject([
      { name: 'a', outcome: 'ok', note: 'done' },
      { name: 'b', outcome: 'ok', note: '' },
    ])
  })

  test('end with the first that fails', async () => {
    const fails = async () => Promise.reject(new Error('It broke'))
    const steps = [step('a', ok), step('b', fails), step('c', ok)]
    expect(await runSteps(steps, () => undefined)).toMatchObject([
      { name: 'a', outcome: 'ok' },
      { name: 'b', outcome: 'FAILED', note: 'It broke' },
      { name: 'c', outcome: 'not run', seconds: 0 },
    ])
  })

  test('fail when they take longer than they may', async () => {
    const { promise } = Promise.withResolvers<undefined>()
    const results = await runSteps([step('a', () => promise, 0.05)], () => undefined)
    expect(results).toMatchObject([{ outcome: 'FAILED', note: 'It was not done after 0.05 s' }])
  })
})
