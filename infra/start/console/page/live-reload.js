// `npm start` adds this script to each page of the API: it reloads the page when a save has changed it.

// The page, and the scripts and styles below its path.
const files = [location.href.split('#')[0]]
for (const { name } of performance.getEntriesByType('resource')) {
  if (name.startsWith(`${location.origin}${location.pathname}/`)) files.push(name)
}
const read = async () => {
  const texts = files.map(async (file) => await (await fetch(file)).text())
  return (await Promise.all(texts)).join('')
}

const shown = await read()
const reloadIfChanged = async () => {
  // While the stack restarts, nothing can be read. The next connection compares again.
  const current = await read().catch(() => shown)
  if (current !== shown) location.reload()
}
const events = new EventSource('/_local/events')
events.addEventListener('snapshot', reloadIfChanged)
events.addEventListener('reload', reloadIfChanged)
