// Starts Swagger UI with the document that is served beside this file.

const page = SwaggerUIBundle({
  url: '/docs/openapi.json',
  dom_id: '#page',
  // Gives each operation a link.
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 4,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  // The default sends the document to a server of Swagger for validation.
  validatorUrl: null,
  onComplete: authorizeLocally,
})

/** Fills in the demo account's token on a local stack. Deployed stacks have no demo account. */
async function authorizeLocally() {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname)) return
  const response = await fetch('/_local/demo-account')
  const { access_token } = await response.json()
  if (access_token) page.preauthorizeApiKey('accessToken', access_token)
}
