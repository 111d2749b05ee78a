/**
 * The variables that a program of this project needs. Tests add the others that it should have. With the cache of
 * compiled code a command starts in 0.2 s instead of 0.3 s.
 */
export const programEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '',
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '',
}
