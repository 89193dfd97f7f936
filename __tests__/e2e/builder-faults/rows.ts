import type { GuestOptions } from '../../../testing/linux-guest/guest.ts'

/** The fault table of the Linux builder: every row is run by builder-fault-table.test.ts, and is a line of docs/builder-faults.md. */

/** What becomes of a row. */
export const outcomes = {
  built: 'Built, as without the fault',
  restarted: 'The VM is started once more, and the build tried again',
  refused: 'The build fails; the error gives the reason and what to do',
  ended: 'The job ends at once',
} as const

export const stages = {
  start: 'is started',
  boot: 'boots',
  ready: 'is ready',
  build: 'builds',
  end: 'is taken down',
} as const

export interface BuilderFaultRow {
  /** When it happens. */
  readonly stage: keyof typeof stages
  readonly fault: string
  readonly outcome: keyof typeof outcomes
  /** In the error. */
  readonly says?: RegExp
  /** What is built; see foreign-project.ts. */
  readonly installable?: string
  readonly guest?: GuestOptions
  /** In place of the guest's. */
  readonly command?: string
  /** Of the input `linux-builder-timeout`. */
  readonly timeout?: string
  /** Something is done when the log says this, each time or only the first time. */
  readonly when?: { readonly says: string; readonly times: number; readonly act: Act }
  /** Launches of the VM in all. */
  readonly launches: number
  /** What the job needs that is not as usual. */
  readonly surroundings?: 'usual port taken' | 'leftover' | 'two jobs'
}

export type Act =
  | { readonly to: 'job'; readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL' }
  | { readonly to: 'vm'; readonly signal: 'SIGKILL' | 'SIGSTOP' }

/** Seconds that a row may take, beside its `linux-builder-timeout`. */
export const rowLimitSeconds = 60
export const limitOf = (row: BuilderFaultRow) => rowLimitSeconds + Number.parseInt(row.timeout ?? '0', 10)

const refused = (
  stage: BuilderFaultRow['stage'],
  fault: string,
  injected: string,
  says: RegExp,
  more: Partial<BuilderFaultRow> = {},
): BuilderFaultRow => ({
  stage,
  fault,
  outcome: 'refused',
  says,
  guest: { faults: [injected] },
  launches: 1,
  ...more,
})

const starting: readonly BuilderFaultRow[] = [
  {
    stage: 'start',
    fault: 'its usual port is taken',
    outcome: 'built',
    surroundings: 'usual port taken',
    launches: 1,
  },
  {
    stage: 'start',
    fault: 'its port is taken between the choice and the start',
    outcome: 'built',
    guest: { faults: ['port-taken', 'none'] },
    launches: 2,
  },
  {
    stage: 'start',
    fault: 'the command does not exist',
    outcome: 'refused',
    command: '/nonexistent/launcher',
    says: /exit code 127.*linux-builder-command/,
    launches: 0,
  },
  refused('start', 'the command ends at once with exit code 1', 'exit-1', /ended with exit code 1/),
  refused('start', 'the command ends at once with exit code 0', 'exit-0', /ended with exit code 0/),
  {
    stage: 'start',
    fault: 'an earlier job left its VM behind',
    outcome: 'built',
    surroundings: 'leftover',
    launches: 2,
  },
  {
    stage: 'start',
    fault: 'two jobs of one machine start theirs at once',
    outcome: 'built',
    surroundings: 'two jobs',
    launches: 2,
  },
]

const booting: readonly BuilderFaultRow[] = [
  { stage: 'boot', fault: 'it takes longer', outcome: 'built', guest: { faults: ['slow'] }, launches: 1 },
  refused('boot', 'its kernel panics', 'dies-booting', /its kernel panicked/),
  refused('boot', 'it is killed', 'slow', /ended by a signal/, {
    when: { says: 'Waiting for the Linux builder', times: 1, act: { to: 'vm', signal: 'SIGKILL' } },
  }),
  refused('boot', 'its ssh server never answers', 'no-ssh', /linux-builder-timeout/, { timeout: '4s' }),
  refused('boot', 'it shows another host key', 'wrong-host-key', /another host key/),
  {
    stage: 'boot',
    fault: 'it publishes no host key',
    outcome: 'built',
    guest: { faults: ['no-host-key'] },
    launches: 1,
  },
  refused('boot', 'it does not accept the key', 'key-not-authorised', /does not accept the key/),
  refused('boot', 'its Nix does not trust the user', 'user-not-trusted', /does not trust the user `builder`/),
]

const slowBuild = 'the slow build has begun'
const building: readonly BuilderFaultRow[] = [
  {
    stage: 'ready',
    fault: 'it is killed',
    outcome: 'restarted',
    when: { says: 'is ready,', times: 1, act: { to: 'vm', signal: 'SIGKILL' } },
    launches: 2,
  },
  {
    stage: 'build',
    fault: 'it is killed',
    outcome: 'restarted',
    installable: 'slow',
    when: { says: slowBuild, times: 1, act: { to: 'vm', signal: 'SIGKILL' } },
    launches: 2,
  },
  {
    stage: 'build',
    fault: 'it is killed, twice',
    outcome: 'refused',
    says: /ended twice while it built.*linux-builder-memory/,
    installable: 'slow',
    when: { says: slowBuild, times: 2, act: { to: 'vm', signal: 'SIGKILL' } },
    launches: 2,
  },
  {
    stage: 'build',
    fault: 'it no longer answers',
    outcome: 'restarted',
    installable: 'slow',
    when: { says: slowBuild, times: 1, act: { to: 'vm', signal: 'SIGSTOP' } },
    launches: 2,
  },
  {
    stage: 'build',
    fault: 'its disk is full',
    outcome: 'refused',
    says: /the disk of the Linux builder is full.*linux-builder-disk/,
    installable: 'large',
    guest: { storeSize: '8m' },
    launches: 1,
  },
  {
    stage: 'build',
    fault: 'its memory is used up',
    outcome: 'refused',
    says: /the Linux builder ran out of memory.*linux-builder-memory/,
    installable: 'killed',
    launches: 1,
  },
]

const endings = [
  ['start', 'Plan', 'guest'],
  ['boot', 'Waiting for the Linux builder', 'guest'],
  ['build', slowBuild, 'slow'],
] as const
const ended: readonly BuilderFaultRow[] = endings.flatMap(([stage, says, installable]) =>
  (
    [
      ['the job is cancelled by SIGINT', 'SIGINT'],
      ['the job is cancelled by SIGTERM', 'SIGTERM'],
      ['the step is killed', 'SIGKILL'],
    ] as const
  ).map(
    ([fault, signal]): BuilderFaultRow => ({
      stage,
      fault,
      outcome: 'ended',
      installable,
      guest: { faults: ['slow'] },
      when: { says, times: 1, act: { to: 'job', signal } },
      launches: 1,
    }),
  ),
)

const ending: readonly BuilderFaultRow[] = [
  {
    stage: 'end',
    fault: 'it ignores QEMU’s monitor and SIGTERM',
    outcome: 'built',
    guest: { faults: ['stubborn'] },
    launches: 1,
  },
]

export const builderFaultRows: readonly BuilderFaultRow[] = [
  ...starting,
  ...booting,
  ...building,
  ...ended,
  ...ending,
]

export function builderFaultsMarkdown(): string {
  return [
    '# What happens when the Linux builder fails',
    '',
    'Made from the test that runs these faults on the bundled action with a stand-in for the VM; do not edit. In every row',
    'the job ends within the limit, and after its post step there are no processes, ports, files, mounts or settings that',
    'were not there before. Where there is no builder, one warning says so, and the build is attempted nevertheless.',
    '',
    '| While the VM | Fault | Then | Limit |',
    '| --- | --- | --- | --- |',
    ...builderFaultRows.map(
      (row) => `| ${stages[row.stage]} | ${row.fault} | ${outcomes[row.outcome]} | ${limitOf(row)} s |`,
    ),
    '',
  ].join('\n')
}
