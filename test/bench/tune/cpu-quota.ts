import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'

/** Limits processes to a share of one processor, as Lambda does, by a control group of Linux. */
export interface CpuQuota {
  /** Moves a process under the quota, at first without a limit. */
  add(pid: number): void
  /** Sets the limit for all processes under the quota: 1 is one processor, `Infinity` no limit. */
  limit(share: number): void
  /** Removes the group. Its processes must have ended. */
  remove(): void
}

const ROOT = '/sys/fs/cgroup'
// As on Lambda: short enough that a request of some milliseconds is slowed down, too.
const PERIOD_US = 20_000

/** Opens a group in version 2 or 1 of control groups. Undefined when this machine does not allow it. */
export function openCpuQuota(): CpuQuota | undefined {
  const isVersion2 = existsSync(`${ROOT}/cgroup.controllers`)
  const group = `${isVersion2 ? ROOT : `${ROOT}/cpu`}/user-api-tune-${process.pid}`
  const write = (file: string, value: string | number) =>
    writeFileSync(`${group}/${file}`, `${value}`)
  const limit = (share: number) => {
    const quota = Number.isFinite(share) ? Math.round(PERIOD_US * share) : undefined
    if (isVersion2) write('cpu.max', `${quota ?? 'max'} ${PERIOD_US}`)
    else write('cpu.cfs_quota_us', quota ?? -1)
  }
  try {
    mkdirSync(group)
    // The highest priority: other work on a busy machine would lengthen each request.
    if (isVersion2) write('cpu.weight', 10_000)
    else write('cpu.shares', 262_144)
    if (!isVersion2) write('cpu.cfs_period_us', PERIOD_US)
    limit(Infinity)
  } catch {
    if (existsSync(group)) rmdirSync(group)
    return undefined
  }
  return {
    add: (pid) => write('cgroup.procs', pid),
    limit,
    remove: () => rmdirSync(group),
  }
}
