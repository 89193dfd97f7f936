import { fileURLToPath } from 'node:url'
import type { CallFault, Manner } from '../../../testing/faulty-programs.ts'

/** The table of faults of `nix`, of `git` and of the runner: run by call-fault-table.test.ts, shown by docs/faults.md. */

/** What becomes of a row. In all but `refused` the job's exit and the built program are those of the plain build. */
export const outcomes = {
  kept: 'As without the fault',
  told: 'One warning; built as without the fault',
  rebuilt: 'One warning; the full build is built anew',
  plain: 'One warning; HEAD is built plainly',
  refused: 'The job fails, with one error that says why',
  none: 'One warning; no full build is made',
  unpushed: 'One warning; a later job makes the full build again',
} as const

export const jobs = {
  hit: 'builds HEAD on a full build from the cache',
  again: 'builds HEAD once more on the same machine',
  miss: 'makes the full build, and builds HEAD on it',
  file: 'builds HEAD out of a Nix file',
  date: 'looks for the commit of a date',
  compiler: 'shows a compiler’s warning at its line',
  full: 'makes the full build, in mode `full`',
  post: 'pushes the full build, in its post step',
} as const

export const manners: Readonly<Record<Manner, string>> = {
  error: 'fails',
  hang: 'never ends',
  empty: 'does nothing, and says that it has',
  half: 'answers with half a text in JSON',
  binary: 'answers with binary rubbish',
}

interface BaseRow {
  readonly job: keyof typeof jobs
  readonly outcome: keyof typeof outcomes
  /** Of the warning or the error. */
  readonly says?: RegExp
  /** It once ended otherwise: always run. */
  readonly mended: boolean
}

/** A call that is broken. */
export interface CallRow extends BaseRow {
  readonly fault: CallFault
  /** What the call is for. */
  readonly call: string
  /** The inputs that shorten its time limit; without them a preload does. */
  readonly limits?: Readonly<Record<string, string>>
}

/** Something else that the runner gives, and that is not as it should be. */
export interface RunnerRow extends BaseRow {
  readonly runner: string
  /** Of the step that meets it. */
  readonly env?: (directory: string) => Readonly<Record<string, string>>
  /** Done between main and post, with the private directory that main left. */
  readonly between?: 'pending is rubbish' | 'scratch is gone'
}

type Ends = Partial<Record<Manner, keyof typeof outcomes>>

interface Call {
  readonly job: BaseRow['job']
  readonly call: string
  readonly program: CallFault['program']
  readonly matches: string
  readonly only?: number
  readonly limits?: CallRow['limits']
  readonly says?: RegExp
  readonly ends: Ends
  /** Those that once ended otherwise. */
  readonly mended?: readonly Manner[]
}

const calls: readonly Call[] = [
  {
    job: 'hit',
    call: 'to learn the version of Nix',
    program: 'nix',
    matches: '^--version',
    says: /^Nix does not work here/,
    ends: { error: 'refused', hang: 'refused', binary: 'refused' },
    mended: ['binary'],
  },
  {
    job: 'hit',
    call: 'to learn the system',
    program: 'nix',
    matches: '^eval --impure --raw',
    says: /^Nix does not work here/,
    ends: { error: 'refused', empty: 'refused', half: 'refused' },
    mended: ['empty', 'half'],
  },
  {
    job: 'hit',
    call: 'to ask what HEAD has to build',
    program: 'nix',
    matches: '^build --dry-run',
    says: /failed that the build itself does not need/,
    ends: { error: 'plain', hang: 'plain', empty: 'plain', half: 'plain', binary: 'plain' },
    mended: ['error', 'hang', 'empty', 'half', 'binary'],
  },
  {
    job: 'hit',
    call: 'to evaluate the base',
    program: 'nix',
    matches: '^path-info --derivation',
    says: /full build does not evaluate/,
    ends: { error: 'plain', hang: 'plain', empty: 'plain', half: 'plain' },
    mended: ['empty'],
  },
  {
    job: 'hit',
    call: 'to instantiate full builds',
    program: 'nix',
    matches: '^eval --impure --json',
    says: /does not make the same derivation again/,
    ends: { error: 'plain', hang: 'plain', half: 'plain' },
  },
  {
    job: 'hit',
    call: 'to instantiate HEAD on top of them',
    program: 'nix',
    matches: '^eval --impure --json',
    only: 2,
    says: /does not make the same derivation again/,
    ends: { error: 'plain', empty: 'plain', half: 'plain', binary: 'plain' },
    mended: ['empty', 'half', 'binary'],
  },
  {
    job: 'hit',
    call: 'to ask which full builds are in the store',
    program: 'nix',
    matches: '^path-info --json --option',
    says: /could not be restored/,
    ends: { error: 'rebuilt', hang: 'rebuilt', empty: 'rebuilt', half: 'rebuilt' },
    mended: ['empty', 'half'],
  },
  {
    job: 'again',
    call: 'to fetch what HEAD needs besides',
    program: 'nix',
    matches: '^build --no-link --max-jobs 0',
    ends: { error: 'kept', hang: 'kept', binary: 'kept' },
  },
  {
    job: 'hit',
    call: 'to restore a full build',
    program: 'nix',
    matches: '^build --no-link --keep-going --option narinfo',
    says: /could not be restored/,
    ends: { error: 'rebuilt', hang: 'rebuilt', binary: 'kept' },
  },
  {
    job: 'hit',
    call: 'to keep it from the garbage collector',
    program: 'nix',
    matches: '^build --option substitute false --out-link',
    says: /could not be restored/,
    ends: { error: 'kept', hang: 'rebuilt' },
  },
  {
    job: 'hit',
    call: 'to build HEAD on top of it',
    program: 'nix',
    matches: '^build --log-format .*drv\\^out',
    says: /the incremental build failed/,
    ends: { error: 'plain', half: 'kept', binary: 'kept' },
    mended: ['half', 'binary'],
  },
  {
    job: 'hit',
    call: 'to find the checkout',
    program: 'git',
    matches: '^rev-parse --show-toplevel',
    says: /git cannot read the checkout/,
    ends: { error: 'plain', hang: 'plain', empty: 'plain', half: 'plain', binary: 'plain' },
    mended: ['error', 'hang', 'half', 'binary'],
  },
  {
    job: 'hit',
    call: 'to find HEAD',
    program: 'git',
    matches: '^rev-list -1 --timestamp HEAD',
    says: /git cannot read the checkout/,
    ends: { error: 'plain', hang: 'plain', empty: 'plain', binary: 'plain' },
    mended: ['error', 'hang', 'empty', 'binary'],
  },
  {
    job: 'hit',
    call: 'to see whether files have changed',
    program: 'git',
    matches: '^status',
    says: /git cannot read the checkout/,
    ends: { error: 'plain', hang: 'plain', binary: 'kept' },
    mended: ['error', 'hang'],
  },
  {
    job: 'hit',
    call: 'to read its configuration',
    program: 'git',
    matches: '^config --list -z',
    ends: { error: 'plain', binary: 'plain' },
    mended: ['error'],
  },
  {
    job: 'hit',
    call: 'to walk through the history',
    program: 'git',
    matches: '^rev-list --timestamp --parents',
    ends: { error: 'plain', hang: 'plain', empty: 'plain', half: 'plain' },
    mended: ['half'],
  },
  {
    job: 'hit',
    call: 'to see where the history is cut off',
    program: 'git',
    matches: '^cat-file --batch$',
    ends: { error: 'plain', empty: 'plain', half: 'plain' },
  },
  {
    job: 'hit',
    call: 'to read how the remote is reached',
    program: 'git',
    matches: '^config --list --show-scope',
    ends: { error: 'plain', binary: 'kept' },
  },
  {
    job: 'hit',
    call: 'to read the address of the remote',
    program: 'git',
    matches: '^remote get-url',
    ends: { error: 'plain', half: 'plain' },
  },
  {
    job: 'hit',
    call: 'to make a repository, as git before 2.28 refuses to',
    program: 'git',
    matches: '^init --bare',
    ends: { error: 'plain', hang: 'plain' },
  },
  {
    job: 'hit',
    call: 'to find what the checkout borrows from',
    program: 'git',
    matches: '^count-objects',
    ends: { error: 'plain', binary: 'kept' },
  },
  {
    job: 'hit',
    call: 'to see which commits are there',
    program: 'git',
    matches: '^cat-file --batch-check',
    ends: { error: 'plain', half: 'kept' },
  },
  {
    job: 'hit',
    call: 'to fetch history',
    program: 'git',
    matches: '^fetch .*--filter=tree:0',
    limits: { 'fetch-timeout': '3s' },
    says: /took more than 3 s|out of order|history before/,
    ends: { error: 'plain', hang: 'plain', empty: 'plain', binary: 'kept' },
    mended: ['hang'],
  },
  {
    job: 'hit',
    call: 'to see whether the base is there',
    program: 'git',
    matches: '^rev-parse --verify',
    ends: { error: 'plain', half: 'plain' },
  },
  {
    job: 'hit',
    call: 'to fetch the base',
    program: 'git',
    matches: '^fetch .*auto-maintenance --depth=1',
    says: /fetching history from .*|did not give the commit/,
    ends: { error: 'plain', hang: 'plain', empty: 'plain' },
  },
  {
    job: 'hit',
    call: 'to name the base',
    program: 'git',
    matches: '^update-ref',
    ends: { error: 'plain', hang: 'plain' },
  },
  {
    job: 'hit',
    call: 'Nix’s own, to look at the base',
    program: 'git',
    matches: '^ls-remote --symref',
    ends: { error: 'kept', binary: 'kept' },
  },
  {
    job: 'hit',
    call: 'Nix’s own, to fetch the base',
    program: 'git',
    matches: '^-C .* fetch',
    ends: { error: 'plain', hang: 'plain' },
  },
  {
    job: 'hit',
    call: 'to read the lock file of the base',
    program: 'git',
    matches: '^cat-file blob',
    ends: { error: 'kept', binary: 'kept' },
  },
  {
    job: 'miss',
    call: 'to make the full build',
    program: 'nix',
    matches: '^build --log-format .*full-build',
    says: /the full build failed/,
    ends: { error: 'plain', half: 'kept', binary: 'kept' },
    mended: ['half', 'binary'],
  },
  {
    job: 'miss',
    call: 'to see whether it is there',
    program: 'nix',
    matches: '^path-info --json --option',
    only: 2,
    ends: { error: 'kept', half: 'kept' },
    mended: ['half'],
  },
  {
    job: 'file',
    call: 'to make a work tree of the base',
    program: 'git',
    matches: '^checkout',
    ends: { error: 'plain', hang: 'plain', empty: 'plain' },
  },
  {
    job: 'date',
    call: 'to see whether it is a date',
    program: 'git',
    matches: '^config --type=expiry-date',
    ends: { error: 'plain', hang: 'plain' },
    mended: ['error'],
  },
  {
    job: 'date',
    call: 'to read the date',
    program: 'git',
    matches: '^rev-parse --since',
    ends: { error: 'plain', half: 'plain' },
    mended: ['error', 'half'],
  },
  {
    job: 'compiler',
    call: 'to find the file',
    program: 'git',
    matches: '^ls-files',
    says: /are not shown at their lines/,
    ends: { error: 'told', hang: 'told', binary: 'kept' },
  },
  {
    job: 'full',
    call: 'to walk through the history',
    program: 'git',
    matches: '^rev-list --timestamp --parents',
    ends: { error: 'none', half: 'none' },
    mended: ['error', 'half'],
  },
  {
    job: 'full',
    call: 'to evaluate the base',
    program: 'nix',
    matches: '^path-info --derivation',
    ends: { error: 'none', half: 'none' },
  },
  {
    job: 'full',
    call: 'to ask which full builds are in the store',
    program: 'nix',
    matches: '^path-info --json --option',
    only: 1,
    ends: { error: 'none', half: 'none' },
    mended: ['error', 'half'],
  },
  {
    job: 'full',
    call: 'to make the full build',
    program: 'nix',
    matches: '^build --log-format',
    ends: { error: 'none', binary: 'kept' },
    mended: ['binary'],
  },
  {
    job: 'full',
    call: 'to write the full build into the cache',
    program: 'nix',
    matches: '^copy',
    ends: { error: 'unpushed', hang: 'unpushed' },
  },
  ...(
    [
      ['to learn the version of Nix', '^--version', {}],
      ['to learn the system', '^eval', {}],
      ['to ask what is in the store', '^path-info --json --option', {}],
      ['to ask what belongs to the full build', '^path-info --json --recursive', {}],
      // Its former name is tried, too.
      ['to ask for the keys of other caches', '^config show', { error: 'kept' }],
      ['to write the full build into the cache', '^copy', { half: 'kept' }],
    ] as const
  ).map(
    ([call, matches, other]): Call => ({
      job: 'post',
      call,
      program: 'nix',
      matches,
      says: /not (be )?pushed/,
      ends: { error: 'unpushed', hang: 'unpushed', empty: 'unpushed', half: 'unpushed', ...other },
    }),
  ),
]

export const callRows: readonly CallRow[] = calls.flatMap(
  ({ job, call, program, matches, only, limits, says, ends, mended = [] }) =>
    (Object.entries(ends) as [Manner, keyof typeof outcomes][]).map(([manner, outcome]) => ({
      job,
      call,
      outcome,
      fault: { program, call: matches, manner, ...(only === undefined ? {} : { only }) },
      ...(says === undefined ? {} : { says }),
      ...(limits === undefined ? {} : { limits }),
      mended: mended.includes(manner),
    })),
)

export const runnerRows: readonly RunnerRow[] = [
  {
    job: 'hit',
    runner: 'there is no git on PATH',
    outcome: 'plain',
    says: /git is not on PATH/,
    env: (directory) => ({ PATH: `${directory}/nix-alone` }),
    mended: true,
  },
  {
    job: 'hit',
    runner: 'GITHUB_STEP_SUMMARY names no file',
    outcome: 'told',
    says: /^There is no job summary/,
    env: () => ({ GITHUB_STEP_SUMMARY: '' }),
    mended: true,
  },
  {
    job: 'hit',
    runner: 'GITHUB_STEP_SUMMARY cannot be written',
    outcome: 'told',
    says: /^There is no job summary/,
    env: (directory) => ({ GITHUB_STEP_SUMMARY: directory }),
    mended: true,
  },
  {
    job: 'hit',
    runner: 'GITHUB_OUTPUT cannot be written',
    outcome: 'told',
    says: /^The outputs of the step are not set/,
    env: (directory) => ({ GITHUB_OUTPUT: directory }),
    mended: true,
  },
  {
    job: 'miss',
    runner: 'GITHUB_STATE cannot be written',
    outcome: 'told',
    says: /^The post step will not know/,
    env: (directory) => ({ GITHUB_STATE: directory }),
    mended: true,
  },
  {
    job: 'hit',
    runner: 'RUNNER_TEMP does not exist',
    outcome: 'kept',
    env: (directory) => ({ RUNNER_TEMP: `${directory}/nowhere` }),
    mended: true,
  },
  {
    job: 'hit',
    runner: 'the file of the event is rubbish',
    outcome: 'kept',
    env: (directory) => ({ GITHUB_EVENT_PATH: `${directory}/rubbish` }),
    mended: false,
  },
  {
    job: 'post',
    runner: 'what main left to be pushed is rubbish',
    outcome: 'unpushed',
    says: /^The full build was not pushed/,
    between: 'pending is rubbish',
    mended: false,
  },
  {
    job: 'post',
    runner: 'the private directory of main is gone',
    outcome: 'kept',
    between: 'scratch is gone',
    mended: false,
  },
  {
    job: 'post',
    runner: 'a stream breaks that nobody waits for',
    outcome: 'unpushed',
    says: /^The full build was not pushed to the cache: a stream broke/,
    env: () => ({
      NODE_OPTIONS: `--require=${fileURLToPath(new URL('../../../testing/broken-stream.cjs', import.meta.url))}`,
    }),
    mended: true,
  },
]

export const titleOf = (row: CallRow | RunnerRow): string =>
  'fault' in row
    ? `${jobs[row.job]}: \`${row.fault.program}\` ${row.call} ${manners[row.fault.manner]}`
    : `${jobs[row.job]}: ${row.runner}`

export function callFaultsMarkdown(): string {
  const line = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    '# What happens when Nix, git or the runner fails',
    '',
    'Made from the test that runs these faults on the bundled action with real Nix and git, where a wrapper breaks one of',
    'their calls; do not edit. In every row the job ends, nothing that it started is left, and unless the table says that the',
    'job fails, its exit and the program that was built are those of the plain build. For the build of HEAD itself there is',
    'no time limit but the job’s; every other call is given up after minutes.',
    '',
    line('A job that', 'Call', 'Which', 'Then'),
    line('---', '---', '---', '---'),
    ...callRows.map((row) =>
      line(
        jobs[row.job],
        `\`${row.fault.program}\` ${row.call}`,
        manners[row.fault.manner],
        outcomes[row.outcome],
      ),
    ),
    '',
    line('A job that', 'What the runner gives', 'Then'),
    line('---', '---', '---'),
    ...runnerRows.map((row) => line(jobs[row.job], row.runner, outcomes[row.outcome])),
    '',
  ].join('\n')
}
