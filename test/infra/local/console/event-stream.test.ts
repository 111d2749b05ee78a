import { EventEmitter } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { createEventStream } from '../../../../infra/local/console/event-stream.ts'

/** The open response of a page, which keeps what is written. */
class Page extends EventEmitter {
  text = ''
  head: unknown
  ended = false
  destroyed = false
  writableLength = 0

  writeHead(...head: unknown[]): void {
    this.head = head
  }
  write(text: string): void {
    this.text += text
  }
  end(): void {
    this.ended = true
  }
  destroy(): void {
    this.destroyed = true
  }
}

function open(stream: ReturnType<typeof createEventStream>): Page {
  const page = new Page()
  stream.open(page as never, { type: 'snapshot', data: 'first\nline' })
  return page
}

afterEach(() => void vi.useRealTimers())

test('a page gets its first event, then every event that is sent', () => {
  const stream = createEventStream()
  const page = open(stream)
  stream.send('sms', { to: '1' })
  expect(page.head).toEqual([200, { 'content-type': 'text/event-stream' }])
  expect(page.text).toBe(
    'event: snapshot\ndata: "first\\nline"\n\nevent: sms\ndata: {"to":"1"}\n\n',
  )
  stream.close()
  expect(page.ended).toBe(true)
})

test('a page that is closed, or that reads too slowly, gets no further event', () => {
  const stream = createEventStream()
  const [closed, slow] = [open(stream), open(stream)]
  const before = closed.text
  closed.emit('close')
  slow.writableLength = 1_000_001
  stream.send('sms', {})
  expect(closed.text).toBe(before)
  expect(slow.text).toBe(before)
  expect(slow.destroyed).toBe(true)
  stream.close()
  expect(closed.ended).toBe(false)
})

test('of more than 50 pages, the oldest is disconnected', () => {
  const stream = createEventStream()
  const pages = Array.from({ length: 50 }, () => open(stream))
  expect(pages.some(({ ended }) => ended)).toBe(false)
  open(stream)
  expect(pages.map(({ ended }) => ended)).toEqual([true, ...Array(49).fill(false)])
  stream.close()
})

test('every 15 seconds the pages get a comment, which finds lost connections', () => {
  vi.useFakeTimers()
  const stream = createEventStream()
  const page = open(stream)
  const before = page.text
  vi.advanceTimersByTime(15_000)
  expect(page.text).toBe(`${before}:\n\n`)
  stream.close()
  vi.advanceTimersByTime(60_000)
  expect(page.text).toBe(`${before}:\n\n`)
})
