import type { OpenApiDocument } from './document.ts'
import { type Html, html, markdown } from './html.ts'
import { type DocumentedRoute, toRouteSection } from './route-section.ts'

/** Converts the OpenAPI document to the page. Its scripts and style are files beside it. */
export function toPage(document: OpenApiDocument): string {
  const { title, version, description } = document.info
  const groups = document.tags.map((tag) => ({ ...tag, routes: routesOf(document, tag.name) }))
  const page = html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title}</title>
  <link rel="icon" href="/docs/icon.svg">
  ${['page', 'route', 'controls'].map(
    (name) => html`<link rel="stylesheet" href="/docs/${name}.css">`,
  )}
  <script type="module" src="/docs/page.js"></script>
</head>
<body>
  <a class="skip" href="#content">Skip to the content</a>
  <header>
    <h1>${title} <small>${version}</small></h1>
    <button type="button" id="menu" aria-expanded="false" aria-controls="sidebar">Routes</button>
    <a href="/docs/openapi.json">openapi.json</a>
  </header>
  <nav id="sidebar" aria-label="Routes">
    <label for="search">Search <kbd>/</kbd></label>
    <input id="search" type="search" autocomplete="off" placeholder="path, field or error code">
    <p id="found" role="status"></p>
    ${groups.map(toLinks)}
  </nav>
  <main id="content" tabindex="-1">
    <section id="about">
      <h2>About</h2>
      ${markdown(description)}
      <label for="token">Access token <small>for the requests of this page</small></label>
      <input id="token" autocomplete="off" spellcheck="false" placeholder="from register or log-in">
    </section>
    ${groups.map(
      ({ name, description: about, routes }) => html`<section class="group">
      <h2>${name}</h2>
      ${markdown(about)}
      ${routes.map((route) => toRouteSection(document, route))}
    </section>`,
    )}
  </main>
</body>
</html>
`
  return page.html
}

function routesOf({ paths }: OpenApiDocument, tag: string): DocumentedRoute[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { tags }]) => tags.includes(tag))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

function toLinks({ name, routes }: { name: string; routes: readonly DocumentedRoute[] }): Html {
  const links = routes.map(
    ({ method, path, operation: { operationId, summary } }) =>
      html`<li><a href="#${operationId}"><span class="method ${method}">${method}</span> ${summary}
        <small>${path}</small></a></li>`,
  )
  return html`<div class="links"><p>${name}</p><ul>${links}</ul></div>`
}
