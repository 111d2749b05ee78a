import { byId, make, request } from '/_local/dom.js'
import { on } from '/_local/events.js'

// Without flags when these could not be read.
on('snapshot', ({ flags = [] }) => byId('flag-list').replaceChildren(...flags.map(toSwitch)))
on('flag', ({ name, isOn }) => {
  const box = byId(`flag-${name}`)
  if (box) box.checked = isOn
})

function toSwitch({ name, isOn }) {
  const id = `flag-${name}`
  const box = make('input', { type: 'checkbox', role: 'switch', id })
  const note = make('p', { class: 'hint', id: `${id}-note`, role: 'status' })
  box.checked = isOn
  box.addEventListener('change', async () => {
    box.disabled = true
    try {
      await request('PUT', `/_local/flags/${name}`, box.checked)
      note.textContent = `It is ${box.checked ? 'on' : 'off'}, from the next request on.`
    } catch (error) {
      box.checked = !box.checked
      note.textContent = error.message
    }
    box.disabled = false
    box.focus()
  })
  return make(
    'div',
    { class: 'flag' },
    make('label', { for: id }, make('code', {}, name)),
    box,
    note,
  )
}
