import { readFile } from 'node:fs/promises'
import { ProcessError, run } from '../lib/process.ts'

/** A process for certain: numbers are used again, but not with the same start. */
export interface ProcessId {
  readonly pid: number
  /** As the system says it. */
  readonly started: string
}

interface ProcessInfo {
  /** `Z` for one that has ended and waits to be collected. */
  readonly state: string
  readonly started: string
  readonly name: string
}

export async function processId(pid: number): Promise<ProcessId | undefined> {
  const info = await lookUp(pid)
  return info === undefined ? undefined : { pid, started: info.started }
}

/** Whether that very process runs. */
export async function isAlive({ pid, started }: ProcessId): Promise<boolean> {
  const info = await lookUp(pid)
  return info !== undefined && !info.state.startsWith('Z') && info.started === started
}

/** Name of the program that a process runs; undefined if there is no such process. */
export async function processName(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return (await fromPs(pid))?.name
  // What /proc/PID/stat has is the name of a thread.
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return line.split('\0')[0]?.split('/').at(-1) || undefined
}

async function lookUp(pid: number): Promise<Omit<ProcessInfo, 'name'> | undefined> {
  if (process.platform !== 'linux') return fromPs(pid)
  return parseStat(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))
}

/** Reads /proc/PID/stat: `1 (name) S …`, where the name may hold anything. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function parseStat(text: string): Omit<ProcessInfo, 'name'> | undefined {
  const match = /^\d+ \(.*\) (.*)$/s.exec(text.trim())
  if (match === null) return undefined
  const [state = '', ...fields] = (match[1] ?? '').split(' ')
  return { state, started: fields[18] ?? '' }
}

async function fromPs(pid: number): Promise<ProcessInfo | undefined> {
  try {
    const columns = ['stat=', 'lstart=', 'comm='].flatMap((column) => ['-o', column])
    const { stdout } = await run('ps', [...columns, '-p', String(pid)], {
      env: { LC_ALL: 'C', TZ: 'UTC' },
      timeoutSeconds: 10,
      evenIfCancelled: true,
    })
    return parsePs(stdout)
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error
    return undefined
  }
}

/** Reads `Ss Mon Nov 23 02:37:00 2026 /path of/program`. */
export function parsePs(text: string): ProcessInfo | undefined {
  const match = /^(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.+)$/.exec(text.trim())
  if (match === null) return undefined
  return { state: match[1] ?? '', started: match[2] ?? '', name: match[3]?.split('/').at(-1) ?? '' }
}
