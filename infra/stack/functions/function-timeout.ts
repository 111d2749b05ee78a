/**
 * The timeout of every function, in seconds. Longer than all AWS calls and retries of a request, shorter than API
 * Gateway's limit of 30 s.
 */
export const FUNCTION_TIMEOUT_SECONDS = 25
