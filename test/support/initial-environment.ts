// Outside the modules, because a test may reset them.
const worker = globalThis as { initialEnvironment?: NodeJS.ProcessEnv }
worker.initialEnvironment ??= { ...process.env }

/** The environment of this worker before its first test file. */
export const initialEnvironment: NodeJS.ProcessEnv = worker.initialEnvironment
