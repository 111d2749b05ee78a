import { byId } from '/_local/dom.js'
import { on } from '/_local/events.js'

on('snapshot', ({ reload }) => show(reload))
on('reload', show)

/** Shows why the last save was not applied, until one is. */
function show(state) {
  byId('reload').hidden = !state?.error
  byId('reload-error').textContent = state?.error ?? ''
}
