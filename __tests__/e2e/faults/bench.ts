import type { CacheService } from '../../../testing/cache-service/service.ts'
import type { FaultyProxy } from '../../../testing/faulty-proxy.ts'
import type { SshServer } from '../../../testing/sshd.ts'

/** What the rows of the fault table break: one set of servers for each row. */
export interface Bench {
  readonly service: CacheService
  /** In front of nginx. */
  readonly proxy: FaultyProxy
  /** In the rows that use it. */
  readonly ssh: SshServer | undefined
  /** The directory of the row's file or HTTP store. */
  readonly store: string
  /** What sshd runs in place of `nix-daemon --stdio`, and the attic client in place of its `push`: bash. */
  remoteCommand(script: string): void
  clientPush(script: string): void
  /** Of the step that meets the fault, beside what all have. */
  readonly env: Record<string, string>
  /** To be undone after the row. */
  later(undo: () => unknown): void
}

export type Backend = 'GitHub cache' | 'File store' | 'HTTP store' | 'ssh-ng store' | 'attic'

/** What becomes of a row; the job's exit and result are those of the plain build in all of them. */
export const outcomes = {
  hit: 'Restored, as without the fault',
  miss: 'No warning; the full build is built',
  rebuilt: 'One warning; the full build is built',
  replaced: 'One warning; the full build is built, and the bad one replaced',
  unpushed: 'One warning; a later job builds it again',
  silent: 'A line in the log; not pushed',
  pushed: 'Pushed, as without the fault',
} as const

export interface FaultRow {
  readonly cache: Backend
  readonly phase: 'restore' | 'push'
  readonly fault: string
  readonly outcome: keyof typeof outcomes
  /** Of the warning. */
  readonly says?: RegExp
  /** Of the input `cache-timeout`. */
  readonly timeout?: string
  readonly inputs?: Readonly<Record<string, string>>
  /** Steps that push at once; default 1. */
  readonly jobs?: number
  /** The signal that ends the step in the middle of it. */
  readonly signal?: NodeJS.Signals
  /** Why it cannot be made on this machine. */
  readonly skip?: string | undefined
  arrange(bench: Bench): unknown
}

/** Seconds that a row may take, beside its `cache-timeout`. */
export const rowLimitSeconds = 60
