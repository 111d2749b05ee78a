import { deepEqual, equal } from 'node:assert/strict'
import { AccountsApi, Configuration, MCQStatsApi, ProfileApi } from './client/index'
import { API_URL, EMAIL, password, picture } from './given.ts'

let token = ''
const configuration = new Configuration({ basePath: API_URL, accessToken: () => token })
const accounts = new AccountsApi(configuration)
const profile = new ProfileApi(configuration)

const name = { firstName: 'John', lastName: 'Smith' }
const registered = await accounts.register({
  registration: { email: EMAIL, password, name, year: 2 },
})
equal(registered.data.user.email, EMAIL)
token = (await accounts.logIn({ credentials: { email: EMAIL, password } })).data.accessToken

const userInfoUpdate = { backgroundInfo: 'Engineer', attemptNumber: 2 }
const updated = await profile.updateUserInfo({ userInfoUpdate })
if (updated.isDataEncrypted === 1) throw new Error('encrypted')
equal(updated.data.attemptNumber, 2)
const readProfile = async () => {
  const response = await profile.me()
  if (response.isDataEncrypted === 1) throw new Error('encrypted')
  return response.data
}
const { backgroundInfo, year, profilePicture } = await readProfile()
deepEqual([backgroundInfo, year, profilePicture], ['Engineer', 2, null])

const query = { courseId: 1, syncFromEpochMs: 0 } as const
const page = await new MCQStatsApi(configuration).syncMcqDailyStats(query)
deepEqual([page.data, page.pagination.hasMore], [[], false])

const uploaded = await profile.uploadProfilePicture({ file: picture })
if (uploaded.isDataEncrypted === 1) throw new Error('encrypted')
equal(uploaded.data.width, 40)
equal((await readProfile()).profilePicture?.height, 30)
