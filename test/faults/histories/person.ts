import type { World } from '../world.ts'
import type { Operation } from './operation.ts'

/** A person. Their devices share the e-mail address and the password that they last knew. */
export interface Person {
  readonly name: string
  readonly email: string
  password: string
  /** OTPs that their phone got, for any device. */
  readonly otps: { phone: string; oti: string; otp: string; tries: number }[]
  /** OTPs that reset the password, of which each is used three times at most. */
  readonly recoveries: { oti: string; otp: string; tries: number }[]
  /** The number of logins: too many would end the oldest session. */
  logins: number
}

/** A history that is being recorded. */
export interface History {
  readonly world: World
  readonly operations: Operation[]
  /** Phone numbers of ten digits, which the people compete for. */
  readonly phones: readonly string[]
}
