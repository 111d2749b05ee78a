import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type PolicyDocument, toList } from '../infra/local/policies/policy.ts'
import { ACCESS_LOG_FIELDS } from '../infra/stack/api/access-log.ts'
import { runbookLink } from '../infra/stack/monitoring/alarms.ts'
import { stageNamed } from '../infra/stages/stages.ts'
import { ServiceUnavailableError } from '../shared/errors.ts'
import { beginInvocation } from '../shared/invocation.ts'
import {
  logAcceptance,
  logDeviceClock,
  logError,
  logMalformedMessage,
  logNeglected,
  logRefusal,
  logWorkerError,
} from '../shared/log.ts'
import { metricUnits } from '../shared/metrics.ts'
import { RateLimitedError } from '../shared/rate-limits/errors.ts'
import { REMEDY_GAPS } from './rehearsal/emulator-gaps.ts'
import type { Rehearsal } from './rehearsal/rehearsal.ts'
import { readRemedies } from './rehearsal/runbook/read-remedies.ts'
import { rehearseDev, rehearseProd } from './rehearsal/steps.ts'
import { loggedLines } from './support/logged-lines.ts'
import { testValues } from './support/own-values.ts'
import { synthesizeStage } from './support/synthesize-stage.ts'

const runbook = readFileSync(resolve(import.meta.dirname, '../docs/runbook.md'), 'utf8')
// Words of the query language, and fields of Lambda's own lines.
const WORDS =
  /^(and|as|asc|bin|by|count|desc|display|filter|in|ispresent|latest|like|limit|max|or|pct|sort|stats|sum|\d+[mh]?)$/
const LAMBDA = /^@(timestamp|message|log|type|duration|initDuration|maxMemoryUsed)$/

/** The queries of the functions' logs or the access log. */
function queries(command: 'logs' | 'access'): string[] {
  const found = runbook.matchAll(new RegExp(`^${command}(?: \\d+)? <<'Q'\\n(.*?)\\nQ$`, 'gms'))
  return [...found].map(([, query = '']) => query)
}

/** The fields that a query reads, without those that it defines. */
function fieldsOf(query: string): string[] {
  const bare = query.replace(/'[^']*'|\/[^/]*[a-z][^/]*\/(?= )/g, ' ')
  const named = [...bare.matchAll(/ as (\w+)/g)].map(([, name]) => name)
  const words = bare.match(/@?[A-Za-z_][\w.]*|\d+[mh]?/g) ?? []
  return words.filter((word) => !(WORDS.test(word) || LAMBDA.test(word) || named.includes(word)))
}

/** The sections of the runbook by anchor. */
function sections(): Map<string, string> {
  const parts = runbook.split(/^## /m).slice(1)
  return new Map(parts.map((part) => [toAnchor(part.slice(0, part.indexOf('\n'))), part]))
}

function toAnchor(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-')
}

/** The names of the rehearsal's steps. None is run. */
function rehearsalSteps(): string[] {
  const [rehearsal, findings] = [{} as Rehearsal, { dev: [], prod: [] }]
  const steps = [...rehearseDev(rehearsal, findings), ...rehearseProd(rehearsal, findings)]
  return steps.map(({ name }) => name)
}

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return ['']
  return Object.entries(value).flatMap(([key, inner]) =>
    keysOf(inner).map((rest) => (rest ? `${key}.${rest}` : key)),
  )
}

/** Every field of log lines, from a line of every kind. */
function loggedFields(): string[] {
  const aws = Object.assign(new Error('busy', { cause: new Error() }), { $metadata: {} })
  loggedLines.length = 0
  beginInvocation({ awsRequestId: 'lambda-1' })
  logError('gateway-1', new ServiceUnavailableError(), aws)
  logWorkerError('record-1', aws)
  logNeglected('remove a picture', aws)
  logMalformedMessage('record-1', ['mcq_id'])
  logDeviceClock('gateway-1', 1)
  logAcceptance('gateway-1', { route: 'POST /a', network: '192.0.2.1' })
  logRefusal('gateway-1', new RateLimitedError(1), { route: 'GET /a', network: '192.0.2.1' })
  return loggedLines.flatMap((line) => keysOf(JSON.parse(line)))
}

test('queries of the functions’ logs use only fields that log lines have', () => {
  const known = [...loggedFields(), ...Object.keys(metricUnits)]
  expect(queries('logs').length).toBeGreaterThan(10)
  for (const query of queries('logs')) {
    for (const field of fieldsOf(query)) expect(known, query).toContain(field)
  }
})

test('queries of the access log use only fields that it has', () => {
  expect(queries('access').length).toBeGreaterThan(4)
  for (const query of queries('access')) {
    for (const field of fieldsOf(query))
      expect(Object.keys(ACCESS_LOG_FIELDS), query).toContain(field)
  }
})

test('queries search only for messages that are logged', () => {
  const messages = queries('logs').flatMap((query) => [
    ...[...query.matchAll(/(?<!@)message (?:=|in) (?:'([^']+)'|\[([^\]]+)\])/g)].flatMap(
      ([, one, many = '']) => one ?? [...many.matchAll(/'([^']+)'/g)].map(([, each]) => each),
    ),
  ])
  const sources = ['log.ts', 'erasure/purge-user.ts', 'password-recovery/send-recovery-sms.ts'].map(
    (file) => readFileSync(resolve(import.meta.dirname, '../shared', file), 'utf8'),
  )
  expect(messages.length).toBeGreaterThan(4)
  for (const message of messages) {
    expect(sources.join('')).toContain(`'${message?.replace(/^Failed to /, '')}'`)
  }
})

describe('the sections', () => {
  const notOfAnAlarm = ['before-you-look', 'requests-of-people']
  const ofAlarms = [...sections()].filter(([section]) => !notOfAnAlarm.includes(section))
  let descriptions: string[]

  beforeAll(async () => {
    const { template, outside } = await synthesizeStage('prod')
    const alarms = [template, outside].flatMap((stack) =>
      Object.values(stack?.findResources('AWS::CloudWatch::Alarm') ?? {}),
    )
    descriptions = alarms.map(({ Properties }) => Properties.AlarmDescription)
  })

  test('are exactly those that the descriptions of alarms link to', () => {
    expect(descriptions.length).toBeGreaterThan(20)
    const linked = descriptions.map((text) => {
      const [, url, section] = / (\S+)#([a-z0-9-]+)$/.exec(text) ?? []
      expect(url).toBe(testValues.runbookUrl)
      return section
    })
    expect(new Set(linked)).toEqual(new Set(ofAlarms.map(([section]) => section)))
  })

  test('are linked to by their file’s path until the stage says where operators read it', () => {
    const stage = stageNamed('prod', { ...testValues, runbookUrl: undefined })
    expect(runbookLink(stage, 'api-latency')).toBe('docs/runbook.md#api-latency')
  })

  test.each(ofAlarms)(
    '%s says what it means, what to check, what to do and where that was tried',
    (_, section) => {
      const parts = [...section.matchAll(/^\*\*(\w+)\.\*\*\s+\S/gm)].map(([, part]) => part)
      expect(parts).toEqual(['Meaning', 'Check', 'Remedy', 'Tried'])
    },
  )

  test.each(ofAlarms)(
    '%s names a step of the rehearsal or a test that tried it, or why none did',
    (_, section) => {
      const [, tried = ''] = section.split('**Tried.** ')
      const named = [...tried.matchAll(/\[Rehearsal\]\(rehearsal\.md\)[^:]*: `([^`]+)`/g)]
      for (const [, step] of named) expect(rehearsalSteps()).toContain(step)
      const tests = [
        ...tried.matchAll(/\[Test\]\(\.\.\/(test\/[\w/.-]+\.test\.ts)\) (?:that|of) /g),
      ]
      for (const [, file = ''] of tests) expect(existsSync(resolve(file)), file).toBe(true)
      const reasons = [...tried.matchAll(/(?:^|\. )Not: [^.]{20,}\./g)]
      expect(named.length + tests.length + reasons.length).toBeGreaterThan(0)
    },
  )

  test('say of each command of a remedy that the rehearsal runs it, or that the emulator cannot', () => {
    const remedies = readRemedies(runbook)
    expect(remedies.length).toBeGreaterThan(3)
    for (const { section, command } of remedies) {
      const isLeftOut = REMEDY_GAPS.some((gap) => command.includes(gap.command))
      const [, tried = ''] = (sections().get(toAnchor(section)) ?? '').split('**Tried.** ')
      expect(tried).toContain(isLeftOut ? 'Not: the command' : '`prod: remedies of the runbook`')
    }
  })

  test('link only to sections that exist', () => {
    const links = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, section = '']) => section)
    expect(links.length).toBeGreaterThan(5)
    for (const section of links) expect([...sections().keys()]).toContain(section)
  })
})

describe('the policy of docs/permissions.md', () => {
  const withoutPermission = ['configure get', 'sts get-caller-identity']
  /** The actions that a move of messages needs beside its own. */
  const ofMoves = ['sqs:deletemessage', 'sqs:sendmessage']

  /** The actions of the runbook's AWS commands. IAM does not distinguish capitals. */
  function actionsOfCommands(): string[] {
    const commands = runbook.matchAll(/\baws ([a-z0-9]+) ([a-z0-9-]+)/g)
    const actions = [...commands]
      .map(([, service = '', operation = '']) => ({ service, operation }))
      .filter(({ service, operation }) => !withoutPermission.includes(`${service} ${operation}`))
      .map(({ service, operation }) => `${service}:${operation.replaceAll('-', '')}`)
    return [...new Set(actions)].sort()
  }

  test('allows the commands of the runbook, and nothing else', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../docs/permissions.md'), 'utf8')
    const [, json = ''] = /^### Answer an alarm$.*?^```json\n(.*?)^```$/ms.exec(page) ?? []
    const { Statement }: PolicyDocument = JSON.parse(json)
    const allowed = toList(Statement).flatMap(({ Action }) => toList(Action))
    const names = [...new Set(allowed.map((action) => String(action).toLowerCase()))]
    expect(names.filter((name) => !ofMoves.includes(name)).sort()).toEqual(actionsOfCommands())
    expect(names).toEqual(expect.arrayContaining(ofMoves))
  })
})
