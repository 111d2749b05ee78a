import { readFile } from 'node:fs/promises'
import { env } from 'node:process'

export const { API_URL = '', EMAIL = '' } = env
export const password = 'quiet-lamp-4'
export const name = { first_name: 'John', last_name: 'Smith' }
export const picture = new File([await readFile(env.PICTURE ?? '')], 'picture.png', {
  type: 'image/png',
})
