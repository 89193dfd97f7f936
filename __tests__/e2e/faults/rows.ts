import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault, Operation } from '../../../testing/cache-service/service.ts'
import type { ProxyFault } from '../../../testing/faulty-proxy.ts'
import { type Bench, type FaultRow, outcomes, rowLimitSeconds } from './bench.ts'

/** The fault table: every row is run by cache-fault-table-*.test.ts, and is a line of docs/cache-faults.md. */

const isRoot = process.getuid?.() === 0
const needsRoot = isRoot ? undefined : 'mounting needs root'
const status = (code: number, retryAfter?: number): Fault => ({
  kind: 'status',
  status: code,
  ...(retryAfter === undefined ? {} : { retryAfter }),
})
const github =
  (operation: Operation, fault: Fault) =>
  ({ service }: Bench) =>
    service.fail(operation, fault)
type Unmatched = ProxyFault extends infer F ? (F extends ProxyFault ? Omit<F, 'match'> : never) : never
const http =
  (match: RegExp, fault: Unmatched) =>
  ({ proxy }: Bench) =>
    proxy.fail({ match, ...fault } as ProxyFault)

const nars = (store: string) => readdirSync(join(store, 'nar')).map((name) => join(store, 'nar', name))
const narinfos = (store: string) =>
  readdirSync(store)
    .filter((name) => name.endsWith('.narinfo'))
    .map((name) => join(store, name))
const each = (paths: (store: string) => string[], damage: (path: string) => void) => (store: string) => {
  for (const path of paths(store)) damage(path)
}
const rewrite = (path: string, change: (content: Buffer) => Buffer | string) => {
  chmodSync(path, 0o644)
  writeFileSync(path, change(readFileSync(path)))
}
const flip = (content: Buffer): Buffer => {
  const middle = content.length >> 1
  content[middle] = (content[middle] ?? 0) ^ 1
  return content
}
const half = (content: Buffer): Buffer => content.subarray(0, content.length >> 1)

/** A key that nothing is signed by. */
const strangeKey = { 'trusted-public-keys': `stranger-1:${Buffer.alloc(32, 1).toString('base64')}` }

const githubRestore: readonly FaultRow[] = [
  ...(
    [
      ['connections are refused', ({ service }: Bench) => service.close(), /ECONNREFUSED/],
      ['the lookup is reset', github('lookup', { kind: 'reset' }), /ECONNRESET|hang up/],
      ['the lookup gets 401', github('lookup', status(401)), /401/],
      ['the lookup gets 403', github('lookup', status(403)), /403/],
      ['the lookup gets 404', github('lookup', status(404)), /404/],
      ['the lookup gets 429, Retry-After 1', github('lookup', status(429, 1)), /429/],
      ['the lookup gets 500', github('lookup', status(500)), /500/],
      ['the lookup gets 503', github('lookup', status(503)), /503/],
      ['the download is reset', github('download', { kind: 'reset' }), /./],
      ['the download ends half-way', github('download', { kind: 'cut' }), /./],
      ['the download gets 403, its URL having expired', github('download', status(403)), /./],
      ['the download gets 404', github('download', status(404)), /./],
      ['the download gets 503', github('download', status(503)), /./],
    ] as const
  ).map(
    ([fault, arrange, says]): FaultRow => ({
      cache: 'GitHub cache',
      phase: 'restore',
      fault,
      outcome: 'rebuilt',
      says,
      arrange,
    }),
  ),
  {
    cache: 'GitHub cache',
    phase: 'restore',
    fault: 'the lookup is never answered',
    outcome: 'rebuilt',
    says: /time limit/,
    timeout: '2s',
    arrange: github('lookup', { kind: 'hang' }),
  },
  {
    cache: 'GitHub cache',
    phase: 'restore',
    fault: 'the download is never answered',
    outcome: 'rebuilt',
    says: /time limit/,
    timeout: '3s',
    arrange: github('download', { kind: 'hang' }),
  },
  {
    cache: 'GitHub cache',
    phase: 'restore',
    fault: 'the download begins a second late',
    outcome: 'hit',
    arrange: github('download', { kind: 'slow', milliseconds: 1000 }),
  },
  {
    cache: 'GitHub cache',
    phase: 'restore',
    fault: 'the entry is half of what it was',
    outcome: 'replaced',
    arrange: github('download', { kind: 'truncate' }),
  },
  {
    cache: 'GitHub cache',
    phase: 'restore',
    fault: 'a bit of the entry flipped',
    outcome: 'replaced',
    arrange: github('download', { kind: 'flip' }),
  },
  {
    cache: 'GitHub cache',
    phase: 'restore',
    fault: 'it is not signed by a trusted key',
    outcome: 'rebuilt',
    says: /not signed by any of the keys/,
    inputs: strangeKey,
    arrange() {},
  },
  {
    cache: 'GitHub cache',
    phase: 'restore',
    fault: 'the runner offers no cache',
    outcome: 'rebuilt',
    says: /not offered to this job/,
    arrange: ({ env }) => void Object.assign(env, { ACTIONS_RESULTS_URL: '' }),
  },
]

const githubPush: readonly FaultRow[] = [
  ...(
    [
      ['connections are refused', ({ service }: Bench) => service.close(), /ECONNREFUSED/],
      ['the lookup gets 503', github('lookup', status(503)), /503/],
      ['the reservation is reset', github('create', { kind: 'reset' }), /./],
      ['the reservation gets 401', github('create', status(401)), /401/],
      ['the reservation gets 429, Retry-After 1', github('create', status(429, 1)), /429/],
      ['the reservation gets 500', github('create', status(500)), /500/],
      ['the reservation gets 503', github('create', status(503)), /503/],
      ['the upload gets 403, its URL having expired', github('upload', status(403)), /./],
      ['the upload gets 503', github('upload', status(503)), /./],
      ['the upload is reset', github('upload', { kind: 'reset' }), /./],
      ['the service counts another length', github('finalize', status(400)), /./],
      ['the entry cannot be finished (503)', github('finalize', status(503)), /503/],
    ] as const
  ).map(
    ([fault, arrange, says]): FaultRow => ({
      cache: 'GitHub cache',
      phase: 'push',
      fault,
      outcome: 'unpushed',
      says,
      arrange,
    }),
  ),
  {
    cache: 'GitHub cache',
    phase: 'push',
    fault: 'the upload is never answered',
    outcome: 'unpushed',
    says: /time limit/,
    timeout: '3s',
    arrange: github('upload', { kind: 'hang' }),
  },
  {
    cache: 'GitHub cache',
    phase: 'push',
    fault: 'the key was taken meanwhile (409)',
    outcome: 'silent',
    arrange: github('create', status(409)),
  },
  {
    cache: 'GitHub cache',
    phase: 'push',
    fault: 'the cache mode of the job is `read`',
    outcome: 'silent',
    arrange: ({ env }) => void Object.assign(env, { ACTIONS_CACHE_MODE: 'read' }),
  },
  {
    cache: 'GitHub cache',
    phase: 'push',
    fault: 'two jobs at once',
    outcome: 'pushed',
    jobs: 2,
    arrange() {},
  },
  {
    cache: 'GitHub cache',
    phase: 'push',
    fault: 'ten jobs at once',
    outcome: 'pushed',
    jobs: 10,
    arrange() {},
  },
]

const damaged: readonly [string, (store: string) => void, FaultRow['outcome']][] = [
  ['its NARs are half of what they were', each(nars, (path) => rewrite(path, half)), 'replaced'],
  ['a bit of its NARs flipped', each(nars, (path) => rewrite(path, flip)), 'replaced'],
  ['its NARs are lost', each(nars, (path) => rmSync(path)), 'replaced'],
  ['its narinfos are empty', each(narinfos, (path) => rewrite(path, () => '')), 'replaced'],
  ['its narinfos are lost', each(narinfos, (path) => rmSync(path)), 'miss'],
]

const fileRows: readonly FaultRow[] = [
  ...damaged.map(
    ([fault, damage, outcome]): FaultRow => ({
      cache: 'File store',
      phase: 'restore',
      fault,
      outcome,
      arrange: ({ store }) => damage(store),
    }),
  ),
  {
    cache: 'File store',
    phase: 'restore',
    fault: 'it belongs to another store directory',
    outcome: 'rebuilt',
    says: /another/,
    arrange: ({ store }) => rewrite(join(store, 'nix-cache-info'), () => 'StoreDir: /another/store\n'),
  },
  {
    cache: 'File store',
    phase: 'restore',
    fault: 'it is not signed by a trusted key',
    outcome: 'rebuilt',
    says: /not signed by any of the keys/,
    inputs: strangeKey,
    arrange() {},
  },
  {
    cache: 'File store',
    phase: 'restore',
    fault: 'the directory is gone',
    outcome: 'miss',
    arrange: ({ store }) => rmSync(store, { recursive: true }),
  },
  {
    cache: 'File store',
    phase: 'push',
    fault: 'the disk is full',
    outcome: 'unpushed',
    says: /ENOSPC/,
    skip: needsRoot,
    arrange({ store, later }) {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', store])
      later(() => execFileSync('umount', [store]))
    },
  },
  {
    cache: 'File store',
    phase: 'push',
    fault: 'the file system is read-only',
    outcome: 'silent',
    skip: needsRoot,
    arrange({ store, later }) {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', store])
      later(() => execFileSync('umount', [store]))
    },
  },
  {
    cache: 'File store',
    phase: 'push',
    fault: 'the directory is read-only',
    outcome: 'silent',
    skip: isRoot ? 'root may write everywhere' : undefined,
    arrange({ store, later }) {
      chmodSync(store, 0o555)
      later(() => chmodSync(store, 0o755))
    },
  },
  {
    cache: 'File store',
    phase: 'push',
    fault: 'a file is where a directory should be',
    outcome: 'unpushed',
    arrange({ store, later }) {
      writeFileSync(join(store, 'nar'), '')
      later(() => rmSync(join(store, 'nar')))
    },
  },
  {
    cache: 'File store',
    phase: 'push',
    fault: 'an earlier push was killed before its narinfos',
    outcome: 'pushed',
    arrange({ store }) {
      mkdirSync(join(store, 'nar'))
      writeFileSync(join(store, 'nar', 'stray.nar.zst'), 'half')
      writeFileSync(join(store, 'nix-cache-info'), '')
    },
  },
  { cache: 'File store', phase: 'push', fault: 'two jobs at once', outcome: 'pushed', jobs: 2, arrange() {} },
  {
    cache: 'File store',
    phase: 'push',
    fault: 'ten jobs at once',
    outcome: 'pushed',
    jobs: 10,
    arrange() {},
  },
]

const nar = /^GET \S*\/nar\//
const head = /^HEAD /
const put = /^PUT \S*\/nar\//
const httpRows: readonly FaultRow[] = [
  ...(
    [
      ['connections are refused', ({ proxy }: Bench) => proxy.close(), /ECONNREFUSED/],
      ['the lookup is reset', http(head, { kind: 'reset' }), /ECONNRESET|hang up/],
      ['the lookup gets 401', http(head, { kind: 'status', status: 401 }), /401/],
      ['the lookup gets 403', http(head, { kind: 'status', status: 403 }), /403/],
      [
        'the lookup gets 429, Retry-After 0',
        http(head, { kind: 'status', status: 429, retryAfter: 0 }),
        /429/,
      ],
      ['the lookup gets 500', http(head, { kind: 'status', status: 500 }), /500/],
      ['a NAR gets 403', http(nar, { kind: 'status', status: 403 }), /does not exist in binary cache/],
    ] as const
  ).map(
    ([fault, arrange, says]): FaultRow => ({
      cache: 'HTTP store',
      phase: 'restore',
      fault,
      outcome: 'rebuilt',
      says,
      arrange,
    }),
  ),
  {
    cache: 'HTTP store',
    phase: 'restore',
    fault: 'the lookup gets 404',
    outcome: 'miss',
    arrange: http(head, { kind: 'status', status: 404 }),
  },
  {
    cache: 'HTTP store',
    phase: 'restore',
    fault: 'the lookup is never answered',
    outcome: 'rebuilt',
    timeout: '2s',
    arrange: http(head, { kind: 'hang' }),
  },
  {
    cache: 'HTTP store',
    phase: 'restore',
    fault: 'a NAR comes byte by byte, one a second',
    outcome: 'rebuilt',
    says: /time limit/,
    timeout: '3s',
    arrange: http(nar, { kind: 'drip' }),
  },
  {
    cache: 'HTTP store',
    phase: 'restore',
    fault: 'NARs end half-way, their length being wrong',
    outcome: 'rebuilt',
    arrange: http(nar, { kind: 'truncate' }),
  },
  {
    cache: 'HTTP store',
    phase: 'restore',
    fault: 'a bit of a NAR flips on the way',
    outcome: 'rebuilt',
    arrange: http(nar, { kind: 'flip' }),
  },
  ...damaged
    .filter(([, , outcome]) => outcome === 'replaced')
    .map(
      ([fault, damage, outcome]): FaultRow => ({
        cache: 'HTTP store',
        phase: 'restore',
        fault,
        outcome,
        arrange: ({ store }) => damage(store),
      }),
    ),
  {
    cache: 'HTTP store',
    phase: 'restore',
    fault: 'it is not signed by a trusted key',
    outcome: 'rebuilt',
    says: /not signed by any of the keys/,
    inputs: strangeKey,
    arrange() {},
  },
  ...(
    [
      ['connections are refused', ({ proxy }: Bench) => proxy.close(), /ECONNREFUSED/],
      ['the upload is reset half-way', http(put, { kind: 'reset' }), /./],
      ['the upload gets 409', http(put, { kind: 'status', status: 409 }), /409/],
      [
        'the upload gets 429, Retry-After 0',
        http(put, { kind: 'status', status: 429, retryAfter: 0 }),
        /429/,
      ],
      ['the upload gets 500', http(put, { kind: 'status', status: 500 }), /500/],
      ['the upload gets 503', http(put, { kind: 'status', status: 503 }), /503/],
      [
        'narinfos get 507, the disk being full',
        http(/^PUT \S*\.narinfo/, { kind: 'status', status: 507 }),
        /507/,
      ],
    ] as const
  ).map(
    ([fault, arrange, says]): FaultRow => ({
      cache: 'HTTP store',
      phase: 'push',
      fault,
      outcome: 'unpushed',
      says,
      arrange,
    }),
  ),
  {
    cache: 'HTTP store',
    phase: 'push',
    fault: 'the upload is never answered',
    outcome: 'unpushed',
    timeout: '2s',
    arrange: http(put, { kind: 'hang' }),
  },
  {
    cache: 'HTTP store',
    phase: 'push',
    fault: 'the upload gets 401',
    outcome: 'silent',
    arrange: http(put, { kind: 'status', status: 401 }),
  },
  {
    cache: 'HTTP store',
    phase: 'push',
    fault: 'the upload gets 403',
    outcome: 'silent',
    arrange: http(put, { kind: 'status', status: 403 }),
  },
  {
    cache: 'HTTP store',
    phase: 'push',
    fault: 'the upload gets 429 once, then nothing is wrong',
    outcome: 'pushed',
    arrange({ proxy, later }) {
      proxy.fail({ match: put, kind: 'status', status: 429, retryAfter: 1 })
      const timer = setTimeout(() => proxy.heal(), 700)
      later(() => clearTimeout(timer))
    },
  },
  { cache: 'HTTP store', phase: 'push', fault: 'two jobs at once', outcome: 'pushed', jobs: 2, arrange() {} },
]

const sshRows: readonly FaultRow[] = (['restore', 'push'] as const).flatMap((phase): FaultRow[] => {
  const outcome = phase === 'restore' ? 'rebuilt' : 'unpushed'
  return [
    {
      cache: 'ssh-ng store',
      phase,
      fault: 'connections are refused',
      outcome,
      arrange: ({ ssh }) => ssh?.stop(),
    },
    {
      cache: 'ssh-ng store',
      phase,
      fault: 'the key is not accepted',
      outcome,
      arrange: ({ env, ssh }) => {
        const NIX_SSHOPTS = ssh?.options.replace(/-i \S+/, '-i /nonexistent -o IdentitiesOnly=yes')
        Object.assign(env, { NIX_SSHOPTS })
      },
    },
    {
      cache: 'ssh-ng store',
      phase,
      fault: 'the daemon at the other end dies',
      outcome,
      arrange: ({ remoteCommand }) => remoteCommand('exit 1'),
    },
    {
      cache: 'ssh-ng store',
      phase,
      fault: 'the daemon at the other end does not answer',
      outcome,
      says: /time limit/,
      timeout: '3s',
      arrange: ({ remoteCommand }) => remoteCommand('exec sleep 20'),
    },
  ]
})

const clientRows: readonly FaultRow[] = [
  {
    cache: 'attic',
    phase: 'push',
    fault: 'the client fails',
    outcome: 'unpushed',
    says: /upload failed/,
    arrange: ({ clientPush }) => clientPush('echo "Error: upload failed" >&2; exit 1'),
  },
  {
    cache: 'attic',
    phase: 'push',
    fault: 'the client hangs',
    outcome: 'unpushed',
    says: /time limit/,
    timeout: '2s',
    arrange: ({ clientPush }) => clientPush('sleep 60'),
  },
  {
    cache: 'attic',
    phase: 'push',
    fault: 'the token may not write',
    outcome: 'silent',
    arrange: ({ clientPush }) =>
      clientPush('echo "Error: PermissionError: The token is not allowed to push" >&2; exit 1'),
  },
]

const cancelRows: readonly FaultRow[] = [
  {
    cache: 'GitHub cache',
    phase: 'restore',
    fault: 'the job is cancelled during the download',
    outcome: 'miss',
    signal: 'SIGINT',
    arrange: github('download', { kind: 'hang' }),
  },
  {
    cache: 'HTTP store',
    phase: 'restore',
    fault: 'the job is cancelled during the download',
    outcome: 'miss',
    signal: 'SIGTERM',
    arrange: http(nar, { kind: 'drip' }),
  },
  ...(['SIGINT', 'SIGKILL'] as const).flatMap((signal): FaultRow[] => {
    const fault =
      signal === 'SIGKILL' ? 'the step is killed during the upload' : 'the job is cancelled during the upload'
    return [
      {
        cache: 'GitHub cache',
        phase: 'push',
        fault,
        outcome: 'miss',
        signal,
        arrange: github('upload', { kind: 'hang' }),
      },
      {
        cache: 'HTTP store',
        phase: 'push',
        fault,
        outcome: 'miss',
        signal,
        arrange: http(/^PUT \S*\.narinfo/, { kind: 'hang' }),
      },
    ]
  }),
]

export const faultRows: readonly FaultRow[] = [
  ...githubRestore,
  ...githubPush,
  ...fileRows,
  ...httpRows,
  ...sshRows,
  ...clientRows,
]

/** The jobs that are ended from outside; they have no result. */
export const endedRows = cancelRows

export function faultsMarkdown(): string {
  const seconds = (row: FaultRow) => rowLimitSeconds + Number.parseInt(row.timeout ?? '0', 10)
  const line = (row: FaultRow, then: string) =>
    `| ${row.cache} | ${row.phase} | ${row.fault} | ${then} | ${seconds(row)} s |`
  return [
    '# What happens when a cache is broken',
    '',
    'Made from the test that runs these faults on the bundled action against real servers on a loopback interface (the',
    'protocol of the GitHub cache, nginx, sshd, a tmpfs); do not edit. In every row the job ends within the limit, its',
    'exit and its result are those of the plain build, and neither files nor processes are left.',
    '',
    '| Cache | While it | Fault | Then | Limit |',
    '| --- | --- | --- | --- | --- |',
    ...faultRows.map((row) => line(row, outcomes[row.outcome])),
    ...endedRows.map((row) => line(row, 'Ends at once; a later job finds no half entry')),
    '',
  ].join('\n')
}
