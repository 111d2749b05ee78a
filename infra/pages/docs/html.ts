import { Marked } from 'marked'
import { escapeHtml } from '../escape-html.ts'

/** HTML that is safe to insert. */
export interface Html {
  readonly html: string
}

type Part = Html | string | number | undefined | readonly Part[]

/** Tag of a template: text between the parts is HTML, strings in it are escaped, `undefined` is left out. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: String.raw({ raw: strings }, ...parts.map(toText)) }
}

/** Converts Markdown to HTML. HTML in the text is escaped. */
export function markdown(text: string): Html {
  return { html: parser.parse(text, { async: false }) }
}

const parser = new Marked({ renderer: { html: ({ text }) => escapeHtml(text) } })

function toText(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return 'html' in part ? part.html : part.map(toText).join('')
}
