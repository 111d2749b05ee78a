import { deepEqual, equal } from 'node:assert/strict'
import { client } from './client/client.gen'
import {
  logIn,
  me,
  register,
  syncMcqDailyStats,
  updateUserInfo,
  uploadProfilePicture,
} from './client/sdk.gen'
import { API_URL, EMAIL, name, password, picture } from './given.ts'

let token = ''
client.setConfig({ baseUrl: API_URL, auth: () => token, throwOnError: true })

const registered = await register({ body: { email: EMAIL, password, name, year: 2 } })
equal(registered.data?.data.user.email, EMAIL)
const { data: loggedIn } = await logIn({ body: { email: EMAIL, password } })
token = loggedIn?.data.access_token ?? ''

const { data: updated } = await updateUserInfo({
  body: { background_info: 'Engineer', attempt_number: 2 },
})
if (updated?.is_data_encrypted !== 0) throw new Error('encrypted')
equal(updated.data.attempt_number, 2)
const readProfile = async () => {
  const { data } = await me({ throwOnError: true })
  if (data.is_data_encrypted === 1) throw new Error('encrypted')
  return data.data
}
const { background_info, year, profile_picture } = await readProfile()
deepEqual([background_info, year, profile_picture], ['Engineer', 2, null])

const { data: page } = await syncMcqDailyStats({ query: { course_id: 1, sync_from_epoch_ms: 0 } })
deepEqual([page?.data, page?.pagination.has_more], [[], false])

const { data: uploaded } = await uploadProfilePicture({ body: { file: picture } })
if (uploaded?.is_data_encrypted !== 0) throw new Error('encrypted')
equal(uploaded.data.width, 40)
equal((await readProfile()).profile_picture?.height, 30)
