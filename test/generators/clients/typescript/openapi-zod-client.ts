import { deepEqual, equal } from 'node:assert/strict'
import { createApiClient } from './client/api'
import { API_URL, EMAIL, name, password, picture } from './given.ts'

const client = createApiClient(API_URL)

const registered = await client.post('/auth/register', { email: EMAIL, password, name, year: 2 })
equal(registered.data.user.email, EMAIL)
const loggedIn = await client.post('/auth/login', { email: EMAIL, password })
const options = { headers: { authorization: `Bearer ${loggedIn.data.access_token}` } }

const update = { background_info: 'Engineer', attempt_number: 2 }
const updated = await client.patch('/users/info', update, options)
if (typeof updated.data === 'string') throw new Error('encrypted')
equal(updated.data.attempt_number, 2)
const readProfile = async () => {
  const { data } = await client.get('/auth/me', options)
  if (typeof data === 'string') throw new Error('encrypted')
  return data
}
const { background_info, year, profile_picture } = await readProfile()
deepEqual([background_info, year, profile_picture], ['Engineer', 2, null])

const queries = { course_id: 1, sync_from_epoch_ms: 0 } as const
const page = await client.get('/users/mcq-daily/sync', { ...options, queries })
deepEqual([page.data, page.pagination.has_more], [[], false])

const uploaded = await client.post('/users/profile-picture', { file: picture }, options)
if (typeof uploaded.data === 'string') throw new Error('encrypted')
equal(uploaded.data.width, 40)
equal((await readProfile()).profile_picture?.height, 30)
