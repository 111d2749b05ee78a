import { deepEqual, equal } from 'node:assert/strict'
import {
  logIn,
  me,
  register,
  syncMcqDailyStats,
  updateUserInfo,
  uploadProfilePicture,
} from './client/api'
import { API_URL, EMAIL, name, password, picture } from './given.ts'

// The client sends to paths: a page of the same origin needs no base URL.
const send = globalThis.fetch
globalThis.fetch = (path, init) => send(`${API_URL}${String(path)}`, init)

const registered = await register({ email: EMAIL, password, name, year: 2 })
if (registered.status !== 201) throw new Error(registered.data.error.message)
equal(registered.data.data.user.email, EMAIL)
const loggedIn = await logIn({ email: EMAIL, password })
if (loggedIn.status !== 200) throw new Error(loggedIn.data.error.message)
const options = { headers: { authorization: `Bearer ${loggedIn.data.data.access_token}` } }

const update = { background_info: 'Engineer', attempt_number: 2 }
const updated = await updateUserInfo(update, options)
if (updated.status !== 200 || updated.data.is_data_encrypted === 1) throw new Error('failed')
equal(updated.data.data.attempt_number, 2)
const readProfile = async () => {
  const read = await me(options)
  if (read.status !== 200 || read.data.is_data_encrypted === 1) throw new Error('failed')
  return read.data.data
}
const { background_info, year, profile_picture } = await readProfile()
deepEqual([background_info, year, profile_picture], ['Engineer', 2, null])

const page = await syncMcqDailyStats({ course_id: 1, sync_from_epoch_ms: 0 }, options)
if (page.status !== 200) throw new Error(page.data.error.message)
deepEqual([page.data.data, page.data.pagination.has_more], [[], false])

const uploaded = await uploadProfilePicture({ file: picture }, options)
if (uploaded.status !== 200 || uploaded.data.is_data_encrypted === 1) throw new Error('failed')
equal(uploaded.data.data.width, 40)
equal((await readProfile()).profile_picture?.height, 30)
