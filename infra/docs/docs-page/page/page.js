// Starts Swagger UI on the document that is served beside this file.

const page = SwaggerUIBundle({
  url: '/docs/openapi.json',
  dom_id: '#page',
  // Links to an operation can be shared.
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 4,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  // The default asks a server of Swagger's whether the document is valid.
  validatorUrl: null,
  onComplete: authorizeLocally,
})

/** On somebody's own machine the demo account's token is filled in: only the local stack has one. */
async function authorizeLocally() {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname)) return
  const response = await fetch('/_local/demo-account')
  const { access_token } = await response.json()
  if (access_token) page.preauthorizeApiKey('accessToken', access_token)
}
