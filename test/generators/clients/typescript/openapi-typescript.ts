import { deepEqual, equal } from 'node:assert/strict'
import createClient from 'openapi-fetch'
import type { paths } from './client/schema'
import { API_URL, EMAIL, name, password, picture } from './given.ts'

const client = createClient<paths>({ baseUrl: API_URL })

const registered = await client.POST('/auth/register', {
  body: { email: EMAIL, password, name, year: 2 },
})
equal(registered.data?.data.user.email, EMAIL)
const loggedIn = await client.POST('/auth/login', { body: { email: EMAIL, password } })
const headers = { authorization: `Bearer ${loggedIn.data?.data.access_token}` }

const updated = await client.PATCH('/users/info', {
  headers,
  body: { background_info: 'Engineer', attempt_number: 2 },
})
if (updated.data?.is_data_encrypted !== 0) throw new Error('failed')
equal(updated.data.data.attempt_number, 2)
const readProfile = async () => {
  const { data } = await client.GET('/auth/me', { headers })
  if (data?.is_data_encrypted !== 0) throw new Error('failed')
  return data.data
}
const { background_info, year, profile_picture } = await readProfile()
deepEqual([background_info, year, profile_picture], ['Engineer', 2, null])

const query = { course_id: 1, sync_from_epoch_ms: 0 } as const
const { data: page } = await client.GET('/users/mcq-daily/sync', { headers, params: { query } })
deepEqual([page?.data, page?.pagination.has_more], [[], false])

const form = new FormData()
form.append('file', picture)
const uploaded = await client.POST('/users/profile-picture', {
  headers,
  body: { file: '' },
  bodySerializer: () => form,
})
if (uploaded.data?.is_data_encrypted !== 0) throw new Error('failed')
equal(uploaded.data.data.width, 40)
equal((await readProfile()).profile_picture?.height, 30)
