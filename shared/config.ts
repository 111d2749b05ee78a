/**
 * Names of the environment variables by which infra/ tells a function where its resources are.
 * A route names the resource in `uses`; the stack then sets the variable and grants the actions.
 */
export const resourceVariables = {
  usersTable: 'USERS_TABLE_NAME',
  otpsTable: 'OTPS_TABLE_NAME',
} as const

/** Names of the environment variables that carry a stage's numbers. A route names them in `settings`. */
export const settingVariables = {
  loginTriesPerEmailAndIp: 'LOGIN_TRIES_PER_EMAIL_AND_IP',
  loginTriesPerEmail: 'LOGIN_TRIES_PER_EMAIL',
  passwordTries: 'PASSWORD_TRIES',
} as const

/** What a function can be given: a table now, a bucket or a queue by the same name later. */
export type Resource = keyof typeof resourceVariables
/** A number of the stage's configuration. */
export type Setting = keyof typeof settingVariables

/** The API's routes as JSON, `{path: [method, …]}`: only the `$default` function is given them. */
export const ROUTES_VARIABLE = 'ROUTES'

/**
 * Reads the name of a resource, on first use and not on import.
 * @throws Error naming the variable when the route's `uses` does not list the resource.
 */
export function resourceName(resource: Resource): string {
  return read(resourceVariables[resource])
}

/**
 * Reads a number of the stage's configuration.
 * @throws Error naming the variable when the route's `settings` does not list it.
 */
export function setting(name: Setting): number {
  return Number(read(settingVariables[name]))
}

/** Reads the route table: HTTP methods by path template. */
export function routeTable(): Record<string, string[]> {
  return JSON.parse(read(ROUTES_VARIABLE))
}

function read(variable: string): string {
  const value = process.env[variable]
  if (value === undefined) throw new Error(`The environment variable ${variable} is not set`)
  return value
}
