import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ActionStep, runMain, runPost, type StepResult } from '../../../testing/action.ts'
import {
  cacheEnvironment,
  cacheToken,
  type Snapshot,
  startCacheService,
} from '../../../testing/cache-service/service.ts'
import { azureHost, dnsOverride } from '../../../testing/cache-service/worker.ts'
import { startFaultyProxy } from '../../../testing/faulty-proxy.ts'
import { type Server, startNginx } from '../../../testing/nginx.ts'
import { createScenario, type Scenario } from '../../../testing/scenario.ts'
import { type SshServer, startSshd } from '../../../testing/sshd.ts'
import { standInClients } from '../../../testing/stand-in-clients.ts'
import { standInGhc } from '../../../testing/stand-in-ghc.ts'
import { type Bench, type FaultRow, rowLimitSeconds } from './bench.ts'

/** Runs rows of the fault table: real Nix and real servers; the compiler is a stand-in, so that builds are quick. */
let scenario: Scenario
/** Of all that is no use of the action: what has this in its command line may stay. */
let servers: string
let nginx: Server
let workspace: string
let expected: string
/** What main leaves for post when it has made the full build, and the store at that moment. */
let state: string
/** The full builds that it names. */
let pending: string
let filled: string
/** The caches with the full build in them. */
let prepared: Snapshot
const preparedStore = () => join(servers, 'prepared-store')
const preparedRemote = () => join(servers, 'prepared-remote')
const token = cacheToken(['refs/heads/main'])

const say = (path: string) => execFileSync(join(path, 'bin/sample'), { encoding: 'utf8' })

interface RunningBench extends Bench {
  readonly inputs: Readonly<Record<string, string>>
  readonly common: Readonly<Record<string, string>>
  heal(): void
  end(): Promise<void>
}

async function prepare(): Promise<void> {
  servers = mkdtempSync(join(tmpdir(), 'fault-servers-'))
  scenario = createScenario({ modules: 2, ghc: standInGhc(servers) })
  scenario.sample.commit('base', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  workspace = scenario.checkout(scenario.sample.commit('head', '2026-01-02T05:00:00Z'))
  nginx = await startNginx(servers, join(servers, 'http'))
  const { stdout } = await scenario.world.nix(['build', '--no-link', '--print-out-paths', '.#sample'], {
    cwd: workspace,
  })
  expected = say(stdout.trim())
  scenario.world.wipeStore()

  const bench = await start({ cache: 'GitHub cache', phase: 'push' })
  const main = await runMain(step(bench))
  expectPlainResult(main)
  state = main.state['incremental-nix'] ?? ''
  pending = readFileSync(join(scratchOf(state), 'pending.json'), 'utf8')
  filled = join(servers, 'filled')
  for (const name of ['store', 'state']) copy(join(scenario.world.directory, name), join(filled, name))
  expect((await runPost(step(bench), main)).log).toContain('Pushed incremental-nix')
  prepared = bench.service.snapshot()
  await bench.end()

  for (const cache of ['File store', 'ssh-ng store'] as const) {
    const other = await start({ cache, phase: 'push' })
    const post = await runPost(step(other), withState(main, state))
    expect(post.log).toContain('Pushed incremental-nix')
    if (cache === 'File store') copy(other.store, preparedStore())
    else copy(remoteOf(other), preparedRemote())
    await other.end()
  }
}

async function dispose(): Promise<void> {
  await nginx.stop()
  scenario.dispose()
  execFileSync('chmod', ['-R', 'u+w', servers])
  rmSync(servers, { recursive: true, force: true })
}

function copy(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
}

const remoteOf = (bench: Pick<Bench, 'store'>) => `${bench.store}-remote`
const scratchOf = (text: string) => (JSON.parse(text) as { readonly scratch: string }).scratch

/** What main left for post: also in its private directory, which every post removes. */
function withState(main: StepResult | undefined, text: string): StepResult {
  mkdirSync(scratchOf(text), { recursive: true })
  writeFileSync(join(scratchOf(text), 'pending.json'), pending)
  return { ...(main ?? empty), state: { 'incremental-nix': text } }
}
const empty: StepResult = {
  exitCode: 0,
  log: '',
  errors: [],
  warnings: [],
  located: [],
  outputs: {},
  state: {},
  exported: {},
  summary: '',
}

let number = 0
async function start(row: Pick<FaultRow, 'cache' | 'phase'>): Promise<RunningBench> {
  const undo: (() => unknown)[] = []
  const name = `row-${++number}`
  const store = join(servers, 'http', name)
  const full = row.phase === 'restore'
  mkdirSync(store)
  if (full && row.cache.match(/File|HTTP|attic/)) copy(preparedStore(), store)
  // nginx may be another user.
  execFileSync('chmod', ['-R', 'a+rwX', store])
  const service = await startCacheService({ blobHost: azureHost, from: full ? prepared : undefined })
  const proxy = await startFaultyProxy(`http://127.0.0.1:${nginx.port}`)
  const clients = row.cache === 'attic' ? standInClients(join(servers, `${name}-clients`)) : undefined
  const ssh = row.cache === 'ssh-ng store' ? await startRemote(store, full) : undefined
  const cache = {
    'GitHub cache': 'github',
    'File store': `file://${store}`,
    'HTTP store': `${proxy.url}/${name}`,
    'ssh-ng store': `ssh-ng://${ssh?.target}`,
    attic: 'attic:team',
  }[row.cache]
  const common: Record<string, string> = {
    ...cacheEnvironment(service.url, token),
    NODE_OPTIONS: dnsOverride,
    LOOPBACK_HASTE: '50',
    ...(ssh === undefined ? {} : { NIX_SSHOPTS: ssh.options }),
    ...(clients === undefined ? {} : { PATH: `${clients.bin}:${process.env.PATH}` }),
  }
  const command = ssh === undefined ? '' : remoteScript(store)
  return {
    service,
    proxy,
    ssh,
    store,
    env: {},
    common,
    inputs: { installables: '.#sample', cache },
    remoteCommand: (script) => writeFileSync(`${store}-command`, script),
    clientPush: (script) => clients?.onPush(script),
    later: (step) => void undo.unshift(step),
    heal() {
      service.heal()
      proxy.heal()
      clients?.heal()
      if (ssh !== undefined) writeFileSync(`${store}-command`, command)
      for (const one of undo.splice(0)) one()
    },
    async end() {
      for (const one of undo.splice(0)) one()
      await Promise.all([service.close(), proxy.close(), ssh?.stop()])
    },
  }
}

function remoteScript(store: string): string {
  const uri = `local?root=${remoteOf({ store })}&store=${scenario.world.store}`
  return `NIX_CONF_DIR=${scenario.world.env.NIX_CONF_DIR} NIX_REMOTE= HOME=${servers} exec nix-daemon --stdio --store '${uri}'\n`
}

async function startRemote(store: string, full: boolean): Promise<SshServer> {
  mkdirSync(remoteOf({ store }))
  if (full) copy(preparedRemote(), remoteOf({ store }))
  writeFileSync(`${store}-command`, remoteScript(store))
  const directory = `${store}-ssh`
  mkdirSync(directory)
  return startSshd(directory, `bash ${store}-command`)
}

function step(
  bench: RunningBench,
  inputs: Readonly<Record<string, string>> = {},
  more: Partial<ActionStep> = {},
): ActionStep {
  return scenario.step(workspace, {
    ...more,
    inputs: { ...bench.inputs, ...inputs },
    env: { ...bench.common, ...more.env },
  })
}

function faulty(bench: RunningBench, row: FaultRow, more: Partial<ActionStep> = {}): ActionStep {
  const timeout = row.timeout === undefined ? {} : { 'cache-timeout': row.timeout }
  return step(bench, { ...timeout, ...row.inputs }, { ...more, env: bench.env })
}

function expectPlainResult(main: StepResult): void {
  expect([main.exitCode, main.errors]).toEqual([0, []])
  expect(main.outputs).toMatchObject({ build: 'incremental', 'modules-compiled': '1' })
  expect(say(JSON.parse(main.outputs['out-paths'] ?? '')['.#sample'][0])).toBe(expected)
}

/** Processes of the action: they name a file of the scenario, or the key. */
function survivors(): string[] {
  const key = JSON.parse(pending).wanted[0].key as string
  const all = execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' }).split('\n')
  return all.filter(
    (line) =>
      (line.includes(scenario.directory) || line.includes(key)) &&
      !line.includes(servers) &&
      !/^\s*\d+\s+Z/.test(line),
  )
}

function expectNothingLeft(bench: RunningBench): void {
  expect(scenario.leftovers()).toEqual([])
  expect(survivors()).toEqual([])
  const staged = existsSync(bench.store)
    ? readdirSync(bench.store, { recursive: true, encoding: 'utf8' })
    : []
  expect(staged.filter((name) => name.endsWith('.tmp'))).toEqual([])
  const strange = readdirSync(scenario.world.store).filter((name) => !/^([a-z0-9]{32}-|\.links$)/.test(name))
  expect(strange).toEqual([])
}

function refill(): void {
  scenario.world.wipeStore()
  for (const name of ['store', 'state']) copy(join(filled, name), join(scenario.world.directory, name))
}

/** A push of its own: another private directory. */
const pushState = (index: number) =>
  JSON.stringify({
    ...JSON.parse(state),
    scratch: join(scenario.directory, 'runner-temp', `incremental-nix-${index}`),
  })

/** The next job, on another machine: nothing warns it, whatever the row left in the cache. */
async function expectNextJob(bench: RunningBench, hit: boolean): Promise<void> {
  scenario.world.wipeStore()
  const main = await runMain(step(bench))
  expectPlainResult(main)
  expect(main.warnings).toEqual([])
  expect(main.outputs['cache-hit']).toBe(String(hit))
  const post = await runPost(step(bench), main)
  expect([post.exitCode, post.errors]).toEqual([0, []])
}

function expectWarnings(row: FaultRow, found: readonly string[]): void {
  const text = row.phase === 'restore' ? 'could not be restored' : 'could not be pushed'
  const warns = ['rebuilt', 'replaced', 'unpushed'].includes(row.outcome)
  expect(found).toEqual(warns ? [expect.stringContaining(text)] : [])
  if (warns) expect(found[0]).toMatch(row.says ?? /./)
}

const limitOf = (row: FaultRow) => rowLimitSeconds + Number.parseInt(row.timeout ?? '0', 10)
const isDown = (row: FaultRow) => row.fault === 'connections are refused'

async function restoreRow(row: FaultRow, bench: RunningBench): Promise<void> {
  scenario.world.wipeStore()
  const started = performance.now()
  await row.arrange(bench)
  const main = await runMain(faulty(bench, row))
  expect((performance.now() - started) / 1000).toBeLessThan(limitOf(row))
  expectPlainResult(main)
  expectWarnings(row, main.warnings)
  expect(main.outputs['cache-hit']).toBe(String(row.outcome === 'hit'))
  bench.heal()
  const post = await runPost(step(bench), main)
  expect([post.exitCode, post.errors]).toEqual([0, []])
  if (!isDown(row)) expect(post.warnings).toEqual([])
  expectNothingLeft(bench)
  if (row.outcome === 'replaced') await expectNextJob(bench, true)
}

async function pushRow(row: FaultRow, bench: RunningBench): Promise<void> {
  refill()
  const started = performance.now()
  await row.arrange(bench)
  const jobs = Array.from({ length: row.jobs ?? 1 }, (_, index) =>
    runPost(faulty(bench, row), withState(undefined, pushState(index))),
  )
  for (const post of await Promise.all(jobs)) {
    expect([post.exitCode, post.errors]).toEqual([0, []])
    expectWarnings(row, post.warnings)
    if (row.outcome === 'silent') expect(post.log).toMatch(/is not pushed|is in the cache already/)
    if (row.outcome === 'pushed') expect(post.log).toMatch(/Pushed|is in the cache already/)
  }
  expect((performance.now() - started) / 1000).toBeLessThan(limitOf(row))
  bench.heal()
  expectNothingLeft(bench)
  if (!isDown(row)) await expectNextJob(bench, row.outcome === 'pushed')
}

function titled(rows: readonly FaultRow[]): [string, FaultRow][] {
  return rows.map((row) => [`${row.cache}, ${row.phase}: ${row.fault}`, row])
}

async function withBench(row: FaultRow, use: (bench: RunningBench) => Promise<void>): Promise<void> {
  const bench = await start(row)
  try {
    await use(bench)
  } finally {
    await bench.end()
    for (const name of scenario.leftovers())
      rmSync(join(scenario.directory, 'runner-temp', name), { recursive: true, force: true })
  }
}

/** Defines the tests of these rows. `ended`: those whose step is ended from outside. */
export function defineTable(rows: readonly FaultRow[], ended: readonly FaultRow[]): void {
  beforeAll(prepare)
  afterAll(dispose)
  for (const [title, row] of titled(rows)) {
    const run = row.skip === undefined ? it : it.skip
    run(row.skip === undefined ? title : `${title} (skipped: ${row.skip})`, () =>
      withBench(row, (bench) => (row.phase === 'restore' ? restoreRow(row, bench) : pushRow(row, bench))),
    )
  }

  describe('ended from outside', () => {
    it.each(titled(ended))('%s', (_, row) =>
      withBench(row, async (bench) => {
        const restoring = row.phase === 'restore'
        let sent = false
        const end: Partial<ActionStep> = {
          onOutput(output, kill) {
            if (sent || !output.includes(restoring ? '::group::Restore' : '::group::Push')) return
            sent = true
            setTimeout(() => kill(row.signal ?? 'SIGTERM'), 1500)
          },
        }
        if (restoring) scenario.world.wipeStore()
        else refill()
        await row.arrange(bench)
        const ended = restoring
          ? await runMain(faulty(bench, row, end))
          : await runPost(faulty(bench, row, end), withState(undefined, pushState(0)))
        expect(sent).toBe(true)
        if (row.signal === 'SIGKILL') {
          // What a killed step leaves is the runner's to clean up: it ends orphans and empties RUNNER_TEMP.
          expect(ended.exitCode).toBe(null)
          for (const line of survivors()) process.kill(Number(line.trim().split(' ')[0]), 'SIGKILL')
          for (const name of scenario.leftovers())
            rmSync(join(scenario.directory, 'runner-temp', name), { recursive: true, force: true })
        } else {
          expect(ended.exitCode).toBe(restoring ? 1 : 0)
          if (restoring) expect((await runPost(step(bench), ended)).exitCode).toBe(0)
          expectNothingLeft(bench)
        }
        bench.heal()
        await expectNextJob(bench, restoring)
      }),
    )
  })
}
