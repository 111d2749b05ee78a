import { UnsupportedRuntimeError, UserApi } from '@user-api/client'

/**
 * Calls an API whose responses are encrypted. Returns the steps that worked, and the missing globals of a runtime
 * that cannot decrypt.
 */
export async function callApi(baseUrl) {
  const steps = []
  const api = new UserApi({ baseUrl })
  const email = `runtime-${Date.now()}-${Math.random().toString(36).slice(2)}@example.com`
  const { user } = await api.register({
    email,
    password: 'quiet-lamp-4',
    name: { first_name: 'John' },
  })
  if (user.email === email) steps.push('register')
  if ((await api.getPortalUser()).email === email) steps.push('portal')
  const refused = await api.updateUserInfo({ attempt_number: 0 }).catch((error) => error)
  if (refused.code === 1006) steps.push('error 1006')
  const controller = new AbortController()
  controller.abort()
  const { signal } = controller
  if ((await api.me({ signal }).catch((error) => error)) === signal.reason) steps.push('abort')
  const late = await api.me({ timeoutMs: 1 }).catch((error) => error)
  if (late.name === 'TimeoutError') steps.push('time-out')
  const nobody = new UserApi({ baseUrl: 'http://nobody.invalid', maxRetries: 0 })
  const unreachable = await nobody.health().catch((error) => error)
  if (unreachable.name === 'NetworkError' && unreachable.cause) steps.push('network error')
  try {
    if ((await api.me()).email === email) steps.push('decrypt')
    const { days } = await api.syncAll({ course_id: 1, sync_from_epoch_ms: 0 })
    if (days.length === 0) steps.push('sync')
  } catch (error) {
    if (!(error instanceof UnsupportedRuntimeError)) throw error
    steps.push(`cannot decrypt without ${error.missing.join(', ')}`)
  }
  return steps.join(', ')
}
