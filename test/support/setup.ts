import { loggedLines, metricLines } from './logged-lines.ts'

// Runs before each test file. Files of the project `unit` share the modules of their worker.
loggedLines.length = 0
metricLines.length = 0
