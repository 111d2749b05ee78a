// Everything is inserted as text, so that nothing in a log is ever parsed as markup.

/** Creates an element. Attributes that are null are left out; children are elements or texts. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) element.setAttribute(name, value)
  }
  element.append(...children.filter((child) => child !== null).map(toNode))
  return element
}

function toNode(child) {
  return child instanceof Node ? child : document.createTextNode(String(child))
}

export function byId(id) {
  return document.getElementById(id)
}

/** Inserts an element at the start of a list, and removes elements from its end above `max`. */
export function addFirst(list, element, max) {
  list.prepend(element)
  while (list.children.length > max) list.lastElementChild.remove()
}

const clock = new Intl.DateTimeFormat([], { timeStyle: 'medium', hourCycle: 'h23' })

/** A `<time>` element: shows the time of day, and the whole date as its title. */
export function time(epochMs) {
  const date = new Date(epochMs)
  return make('time', { datetime: date.toISOString(), title: date.toString() }, clock.format(date))
}

/** Formats milliseconds. */
export function ms(milliseconds) {
  return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${Math.round(milliseconds)} ms`
}

/** Returns a number with its noun: `3 calls`, `1 call`. */
export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** Sends a request to the local stack. Throws the message of a response with an error status. */
export async function request(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const json = await response.json()
  if (!response.ok) throw new Error(json.message ?? `The response was ${response.status}`)
  return json
}

/**
 * Runs the action of a button. While it runs, another click does nothing. The button is not `disabled`, which would take
 * the focus of the keyboard away from it.
 */
export async function run(button, action) {
  if (button.getAttribute('aria-disabled') === 'true') return
  button.setAttribute('aria-disabled', 'true')
  try {
    await action()
  } finally {
    button.removeAttribute('aria-disabled')
  }
}
