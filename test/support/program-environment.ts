/**
 * The variables that a program of this project needs. Tests add the others that it should have. With the cache of
 * compiled code a command takes 0.27 s of CPU to start instead of 0.45 s.
 */
export const programEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '',
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '',
  TMPDIR: process.env.TMPDIR ?? '',
}
