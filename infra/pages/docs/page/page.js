// Starts the parts of the page: search, the menu of a phone, and the forms with their code samples.
import { startSearch } from './search.js'
import { startForms } from './try-it.js'

const $ = (id) => document.getElementById(id)
const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname)

const forms = startForms($('token'))
startSearch($('search'), $('found'))
startMenu()
markRouteInView()
followOldLink()
if (isLocal) await fillInDemoToken()

/** Opens and closes the routes on a phone, where they cover the page. */
function startMenu() {
  const show = (isOpen) => $('menu').setAttribute('aria-expanded', String(isOpen))
  const isOpen = () => $('menu').getAttribute('aria-expanded') === 'true'
  $('menu').addEventListener('click', () => show(!isOpen()))
  $('sidebar').addEventListener('click', (event) => {
    if (event.target.closest('a')) show(false)
  })
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen()) return
    show(false)
    $('menu').focus()
  })
}

/** Marks the link of the route at the top of the window. */
function markRouteInView() {
  const links = new Map(
    [...document.querySelectorAll('#sidebar a')].map((link) => [link.hash.slice(1), link]),
  )
  const mark = (entries) => {
    const [entry] = entries.filter(({ isIntersecting }) => isIntersecting)
    if (!entry) return
    for (const [id, link] of links) {
      if (id === entry.target.id) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }
  const observer = new IntersectionObserver(mark, { rootMargin: '-10% 0px -80% 0px' })
  for (const section of document.querySelectorAll('.route')) observer.observe(section)
}

/** Links to the earlier page end with `#/Profile/me`. */
function followOldLink() {
  const [, id] = /^#\/[^/]+\/(\w+)$/.exec(location.hash) ?? []
  if (id && $(id)) location.replace(`#${id}`)
}

/** Fills in the demo account's token on a local stack. Deployed stacks have no demo account. */
async function fillInDemoToken() {
  const response = await fetch('/_local/demo-account')
  if (!response.ok) return
  const { access_token: token } = await response.json()
  if (!token) return
  $('token').value = token
  forms.refresh()
}
