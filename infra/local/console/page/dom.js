// Everything that is shown is put in as text: what a log holds is never read as markup.

/** Makes an element. `attributes` that are null are left out; children are elements or texts. */
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

/** Puts an element first into a list that keeps so many. */
export function addFirst(list, element, max) {
  list.prepend(element)
  while (list.children.length > max) list.lastElementChild.remove()
}

const clock = new Intl.DateTimeFormat([], { timeStyle: 'medium', hourCycle: 'h23' })

/** The time of day, with the whole date for who asks. */
export function time(epochMs) {
  const date = new Date(epochMs)
  return make('time', { datetime: date.toISOString(), title: date.toString() }, clock.format(date))
}

/** Milliseconds as one reads them. */
export function ms(milliseconds) {
  return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${Math.round(milliseconds)} ms`
}

/** `3 calls`, `1 call`. */
export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** Sends to the local stack. Throws what it answers when it refuses. */
export async function ask(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.message ?? `It answered ${response.status}`)
  return answer
}
