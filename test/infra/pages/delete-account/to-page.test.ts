import { expect, test } from 'vitest'
import { toPage } from '../../../../infra/pages/delete-account/to-page.ts'

const html = `<h1>{{appName}}</h1><ul>
  <li data-if="backups">Backups: {{backups}}</li>
  <li>Logs: {{logRetention}}</li></ul><link rel="stylesheet" href="page.css"><script src="page.js"></script>`
const values = {
  style: 'a > b {}',
  script: "$('x') && '$&'",
  appName: 'Prep',
  logRetentionDays: '90',
  backupDays: '35',
}

test('inserts the values, and style and script unchanged', () => {
  const page = toPage(html, values)
  expect(page).toContain('<h1>Prep</h1>')
  expect(page).toContain('Backups: 35 days')
  expect(page).toContain('Logs: 90 days')
  expect(page).toContain("<style>a > b {}</style><script>$('x') && '$&'</script>")
})

test('escapes the app’s name', () => {
  const page = toPage(html, { ...values, appName: `A & <b> "C" 'D'` })
  expect(page).toContain('<h1>A &#38; &#60;b&#62; &#34;C&#34; &#39;D&#39;</h1>')
})

test('counts a single day', () => {
  expect(toPage(html, { ...values, logRetentionDays: '1' })).toContain('Logs: 1 day<')
})

test('leaves out the backups of a stage that has none', () => {
  const page = toPage(html, { ...values, backupDays: undefined })
  expect(page).not.toContain('Backups')
  expect(page).toContain('Logs: 90 days')
})
