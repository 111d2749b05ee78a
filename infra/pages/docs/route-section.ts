import {
  type Media,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  resolveResponse,
} from './document.ts'
import { type Html, html, markdown } from './html.ts'
import { toField, toFields } from './schema-fields.ts'

/** A route of the document. */
export interface DocumentedRoute {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** Shows a route: what it does, its parameters, body and responses, and a form that sends a request. */
export function toRouteSection(document: OpenApiDocument, route: DocumentedRoute): Html {
  const { method, path, operation } = route
  const { operationId: id, summary, description = '' } = operation
  return html`<section class="route" id="${id}" aria-labelledby="${id}-title">
  <h3 id="${id}-title"><span class="method ${method}">${method}</span> <code>${path}</code>
    <a class="anchor" href="#${id}" aria-label="Link to ${summary}">#</a></h3>
  <p class="summary">${summary}</p>
  <div class="columns">
    <div>
      ${markdown(description)}
      ${parametersOf(document, operation)}
      ${bodyOf(document, operation)}
      <h4>Responses</h4>
      ${responsesOf(document, operation)}
    </div>
    ${formOf(route)}
  </div>
</section>`
}

function parametersOf(document: OpenApiDocument, { parameters = [] }: Operation): Html | undefined {
  if (parameters.length === 0) return undefined
  const fields = parameters.map(({ name, in: place, required = false, schema, description }) =>
    toField(document, {
      name,
      schema,
      isRequired: required,
      ...(place === 'header' && { description: `Header. ${description ?? ''}` }),
    }),
  )
  return html`<h4>Parameters</h4><ul class="fields">${fields}</ul>`
}

function bodyOf(document: OpenApiDocument, operation: Operation): Html | undefined {
  const { type, media } = mediaOf(operation)
  if (!media) return undefined
  return html`<h4>Body <small>${type}</small></h4>${toFields(document, media.schema)}`
}

function mediaOf({ requestBody }: Operation): { type?: string; media?: Media } {
  const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? []
  return { ...(type && { type }), ...(media && { media }) }
}

function responsesOf(document: OpenApiDocument, { responses }: Operation): Html[] {
  return Object.entries(responses).map(([status, response]) => {
    const { description, content = {} } = resolveResponse(document, response)
    const isSuccess = status.startsWith('2')
    const errors = [...description.matchAll(/\*\*(\d+ \w+)\*\*/g)].map(([, name]) => name ?? '')
    const [media] = Object.values(content)
    const fields = isSuccess && media ? toFields(document, media.schema) : undefined
    return html`<details class="response"><summary><b class="${isSuccess ? 'good' : 'bad'}">${status}</b>
      ${errors.length > 0 ? errors.join(', ') : description}</summary>
      ${errors.length > 0 ? markdown(description) : undefined}
      ${examplesOf(media)}
      ${fields && html`<h5>Fields</h5>${fields}`}</details>`
  })
}

function examplesOf(media: Media | undefined): Html[] {
  return Object.entries(media?.examples ?? {}).map(
    ([name, { summary, value }]) =>
      html`<figure><figcaption>${summary ?? name}</figcaption><pre>${pretty(value)}</pre></figure>`,
  )
}

function formOf({ method, path, operation }: DocumentedRoute): Html {
  const { operationId: id, parameters = [], security = [] } = operation
  const { type, media } = mediaOf(operation)
  const isFile = type === 'multipart/form-data'
  return html`<form class="try" data-method="${method}" data-path="${path}"
      data-secured="${String(security.length > 0)}" aria-label="Try ${method} ${path}">
    ${parameters.map((parameter) => inputOf(id, parameter))}
    ${isFile ? html`<label for="${id}-file">File</label><input id="${id}-file" type="file" name="file">` : undefined}
    ${media && !isFile ? textareaOf(id, media) : undefined}
    <button class="send">Send</button>
    <div class="result" role="status"></div>
    <div class="sample"></div>
  </form>`
}

function inputOf(id: string, { in: place, name, required, example }: Parameter): Html {
  const value = required && example !== undefined ? String(example) : ''
  return html`<label for="${id}-${name}">${name}</label>
    <input id="${id}-${name}" name="${name}" data-in="${place}" value="${value}">`
}

function textareaOf(id: string, { examples = {} }: Media): Html {
  const all = Object.entries(examples)
  const first = all[0] ? pretty(all[0][1].value) : '{}'
  const choice = html`<label for="${id}-example">Example</label><select id="${id}-example" class="examples">
    ${all.map(([name, { value }]) => html`<option value="${pretty(value)}">${name}</option>`)}</select>`
  return html`${all.length > 1 ? choice : undefined}<label for="${id}-body">Body</label>
    <textarea id="${id}-body" spellcheck="false" rows="${Math.min(first.split('\n').length, 16)}">${first}</textarea>`
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
