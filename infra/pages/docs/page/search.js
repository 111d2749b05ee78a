/**
 * Filters the links of the routes by the text of each route: its path, description, fields and errors.
 * Enter goes to the first route; `/` moves the focus to the search.
 */
export function startSearch(input, found) {
  const links = [...document.querySelectorAll('#sidebar li')].map((item) => {
    const link = item.querySelector('a')
    const section = document.getElementById(link.hash.slice(1))
    return { item, link, text: `${link.textContent} ${section.textContent}`.toLowerCase() }
  })
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
    for (const { item, text } of links) item.hidden = !words.every((word) => text.includes(word))
    for (const group of document.querySelectorAll('#sidebar .links')) {
      group.hidden = !group.querySelector('li:not([hidden])')
    }
    const count = links.filter(({ item }) => !item.hidden).length
    found.textContent = words.length > 0 ? `${count} of ${links.length} routes` : ''
  }
  input.addEventListener('input', filter)
  input.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') links.find(({ item }) => !item.hidden)?.link.click()
  })
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target.closest('input, textarea, select')) return
    event.preventDefault()
    input.focus()
  })
}
