/** The environment of the worker before its first test file. */
export const initialEnvironment: NodeJS.ProcessEnv = { ...process.env }
