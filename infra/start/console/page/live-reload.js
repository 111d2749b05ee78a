// `npm start` adds this script to each page of the API: it reloads the page when a save has changed it.

// The page, and the scripts and styles below its path.
const files = [location.href.split('#')[0]]
for (const { name } of performance.getEntriesByType('resource')) {
  if (name.startsWith(`${location.origin}${location.pathname}/`)) files.push(name)
}
const read = async (cache) => {
  const texts = files.map(async (file) => {
    const response = await fetch(file, { cache })
    // A page of an error has no script, so it would never be left.
    if (!response.ok) throw new Error(`${file} failed`)
    return await response.text()
  })
  return (await Promise.all(texts)).join('')
}

// From the cache: what the page shows, although a save may have been applied since.
let shown = await read('force-cache').catch(() => undefined)
const reloadIfChanged = async () => {
  // While the stack restarts, nothing can be read. The next connection compares again.
  const current = await read('no-store').catch(() => shown)
  shown ??= current
  if (current !== shown) location.reload()
}

let events
/** Only a page that is visible is connected: a browser opens six connections to an origin, for all its tabs together. */
function followVisibility() {
  events?.close()
  if (document.hidden) return
  events = new EventSource('/_local/events')
  events.addEventListener('snapshot', reloadIfChanged)
  events.addEventListener('reload', reloadIfChanged)
}
document.addEventListener('visibilitychange', followVisibility)
followVisibility()
