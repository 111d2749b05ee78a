import type { paths } from './api-types.ts'

type Path = keyof paths & string
type Method = 'delete' | 'get' | 'patch' | 'post'

/** Every route, as `POST /auth/login`. */
export type RouteKey = {
  [P in Path]: {
    [M in Method]: paths[P][M] extends { responses: unknown } ? `${Uppercase<M>} ${P}` : never
  }[Method]
}[Path]

type OperationOf<K extends RouteKey> = K extends `${infer M} ${infer P extends Path}`
  ? paths[P][Lowercase<M> & Method]
  : never

/** The JSON body of a route's requests. */
export type BodyOf<K extends RouteKey> =
  OperationOf<K> extends { requestBody?: infer R }
    ? NonNullable<R> extends { content: { 'application/json': infer B } }
      ? B
      : never
    : never

/** The query of a route's requests. */
export type QueryOf<K extends RouteKey> =
  OperationOf<K> extends { parameters: { query: infer Q } } ? Q : never

type SuccessOf<K extends RouteKey> =
  OperationOf<K> extends { responses: { 200: { content: { 'application/json': infer B } } } }
    ? B
    : never

/** The data inside a success response body of either envelope, decrypted. */
type Unwrapped<B> = B extends { is_data_encrypted: 0; data: infer D }
  ? D
  : B extends { error: null; user: infer U }
    ? U
    : never

/** The data of a route's success response, without the envelope. */
export type DataOf<K extends RouteKey> = Unwrapped<SuccessOf<K>>
