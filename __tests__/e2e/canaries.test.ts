import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runMain, runPost, type StepResult } from '../../testing/action.ts'
import {
  type CacheService,
  cacheEnvironment,
  cacheToken,
  startCacheService,
} from '../../testing/cache-service/service.ts'
import { azureHost, dnsOverride } from '../../testing/cache-service/worker.ts'
import { type Server, startNginx } from '../../testing/nginx.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { standInClients } from '../../testing/stand-in-clients.ts'
import { standInGhc } from '../../testing/stand-in-ghc.ts'

/** Every secret that the action is given is searched for in all that others can read. */
let scenario: Scenario
let directory: string
let service: CacheService
let nginx: Server
let workspace: string
let inputs: Record<string, string>
let env: Record<string, string>
let secrets: Record<string, string>
/** Files with the environments that programs had. */
let recorded: string

/** Variables that a `run:` step of the same job has. */
const ofTheJob = {
  MY_FLAG: 'kept-flag',
  AWS_ACCESS_KEY_ID: 'kept-key-id',
  GITHUB_SHA: 'kept-sha',
  GITHUB_TOKEN: 'kept-token',
}
/** Those that only an action has; of the files by which it talks to the runner, one. */
const ofTheAction = [
  'INPUT_GITHUB-TOKEN',
  'INPUT_SIGNING-KEY',
  'INPUT_CACHE',
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_RESULTS_URL',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'GITHUB_OUTPUT',
]

/** Nix code that looks into the environment, with a builder that notes what the code found and what it has itself. */
function inquisitive(file: string): string {
  const names = [...Object.keys(ofTheJob), ...ofTheAction, 'NIX_CONFIG'].map((name) => `"${name}"`).join(' ')
  return `(import ./. { }) // {
  probe = derivation {
    name = "probe";
    system = builtins.currentSystem;
    builder = "/bin/sh";
    evaluated = toString (map (name: " " + name + "=<" + builtins.getEnv name + ">") [ ${names} ]);
    args = [ "-c" "/usr/bin/env >${file}; echo >$out; exit" ];
  };
}
`
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'canaries-'))
  scenario = createScenario({ modules: 2, ghc: standInGhc(directory) })
  recorded = join(directory, 'environments')
  mkdirSync(recorded)
  scenario.sample.write('environment.nix', inquisitive(join(recorded, 'builder')))
  scenario.sample.commit('base', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  workspace = scenario.checkout(scenario.sample.commit('head', '2026-01-02T05:00:00Z'))
  service = await startCacheService({ blobHost: azureHost })
  const passwords = join(directory, 'htpasswd')
  writeFileSync(passwords, 'team:{PLAIN}canary-password\n', { mode: 0o644 })
  execFileSync('chmod', ['755', directory])
  nginx = await startNginx(
    directory,
    join(directory, 'http'),
    `location /private/ { auth_basic store; auth_basic_user_file ${passwords}; dav_methods PUT; create_full_put_path on; }`,
  )
  const { stdout: key } = await scenario.world.nix(['key', 'generate-secret', '--key-name', 'team-1'])
  const { stdout: open } = await scenario.world.nix(['key', 'convert-secret-to-public'], { input: key })
  const runtimeToken = cacheToken(['refs/heads/main'])
  secrets = {
    'signing-key': key.split(':')[1] ?? '',
    'github-token': 'canary-github-token',
    'URL password': 'canary-password',
    ACTIONS_RUNTIME_TOKEN: runtimeToken,
    'identity token': 'canary-identity-token',
  }
  inputs = {
    installables: '.#sample',
    cache: `http://team:canary-password@127.0.0.1:${nginx.port}/private\ngithub`,
    'signing-key': key,
    'trusted-public-keys': open,
    'github-token': 'canary-github-token',
  }
  env = { ...cacheEnvironment(service.url, runtimeToken), NODE_OPTIONS: dnsOverride, LOOPBACK_HASTE: '50' }
})
afterAll(async () => {
  await Promise.all([service.close(), nginx.stop()])
  scenario.dispose()
  rmSync(directory, { recursive: true, force: true })
})

interface Observed {
  readonly steps: readonly StepResult[]
  /** What `ps` showed meanwhile, each line once. */
  readonly processes: ReadonlySet<string>
}

async function observe(more: Record<string, string> = {}): Promise<Observed> {
  const processes = new Set<string>()
  let running = true
  const watch = (async () => {
    while (running) {
      const { stdout } = await promisify(execFile)('ps', ['-eo', 'args='], { maxBuffer: 1 << 26 })
      for (const line of stdout.split('\n')) processes.add(line)
    }
  })()
  const step = scenario.step(workspace, { inputs: { ...inputs, ...more }, env })
  const main = await runMain(step)
  const post = await runPost(step, main)
  running = false
  await watch
  return { steps: [main, post], processes }
}

/** Names of the secrets that are in `text`. The runner itself hides what `add-mask` names, and so that line. */
function leaks(text: string): string[] {
  const shown = text
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n')
  return Object.entries(secrets)
    .filter(([, value]) => shown.includes(value))
    .map(([name]) => name)
}

function expectNoLeaks({ steps, processes }: Observed): void {
  for (const { log, outputs, state, summary, errors, warnings } of steps)
    expect(leaks([log, JSON.stringify({ outputs, state, summary, errors, warnings })].join('\n'))).toEqual([])
  expect(leaks([...processes].join('\n'))).toEqual([])
  // The watch saw what it is meant to see.
  expect([...processes].some((line) => line.includes('github-worker'))).toBe(true)
}

/** All files below, those of zstd unpacked. */
function contents(root: string): string {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) =>
      (path.endsWith('.zst')
        ? execFileSync('zstd', ['-dcq', path], { maxBuffer: 1 << 28 })
        : readFileSync(path)
      ).toString('latin1'),
    )
    .join('\n')
}

it('the search finds what is there', () => {
  for (const [name, value] of Object.entries(secrets)) expect(leaks(`x${value}y`)).toEqual([name])
})

it('a job that builds, signs and pushes shows no secret, and keeps none in a cache', async () => {
  const observed = await observe()
  expect(observed.steps.map((step) => step.exitCode)).toEqual([0, 0])
  // The full build and what it was built with, to two caches.
  expect(observed.steps[1]?.log.match(/Pushed incremental-nix/g)).toHaveLength(4)
  expectNoLeaks(observed)
  expect(leaks(contents(join(directory, 'http')))).toEqual([])
  const blobs = [...service.snapshot().blobs.values()]
  expect(blobs).toHaveLength(2)
  for (const blob of blobs) {
    const unpacked = mkdtempSync(join(directory, 'blob-'))
    writeFileSync(join(unpacked, 'archive'), blob)
    execFileSync('tar', ['-xf', 'archive'], { cwd: unpacked })
    expect(readdirSync(unpacked).sort()).toEqual(['archive', 'full-build'])
    expect(leaks(contents(unpacked))).toEqual([])
  }
  expect(scenario.leftovers()).toEqual([])
})

/** Puts programs in front of PATH that note their environment and go on as themselves. */
function recording(names: readonly string[], clients: string): Record<string, string> {
  const bin = join(directory, 'recording')
  mkdirSync(bin)
  const path = `${clients}:${process.env.PATH}`
  for (const name of names) {
    const program = execFileSync('which', [name], { env: { PATH: path }, encoding: 'utf8' }).trim()
    writeFileSync(
      join(bin, name),
      `#!/bin/bash\n/usr/bin/env >'${recorded}/${name}-'$$\nexec '${program}' "$@"\n`,
      { mode: 0o755 },
    )
  }
  const preload = join(directory, 'record.cjs')
  writeFileSync(
    preload,
    `if (process.argv[1]?.includes('github-worker'))
  require('node:fs').writeFileSync('${recorded}/worker-' + process.pid, Object.entries(process.env).map((one) => one.join('=')).join('\\n'))`,
  )
  return { PATH: `${bin}:${path}`, NODE_OPTIONS: `${dnsOverride} --require=${preload}` }
}

it('no program has what only an action gets, but for those that need a secret', async () => {
  scenario.world.wipeStore()
  const empty = await startCacheService({ blobHost: azureHost })
  const runtimeToken = cacheToken(['refs/heads/main'])
  const { bin } = standInClients(join(directory, 'clients'))
  const needs: Record<string, readonly string[]> = {
    nix: [],
    // Its remote here is a directory, which needs no token.
    git: [],
    worker: ['ACTIONS_RUNTIME_TOKEN'],
    ssh: [],
    attic: [],
    tar: [],
    zstd: [],
    builder: [],
  }
  const step = scenario.step(workspace, {
    inputs: {
      ...inputs,
      file: 'environment.nix',
      installables: 'sample\nprobe',
      // Where nothing is yet, so that every client has something to push.
      cache: `${inputs.cache?.replace('\n', '/second\n')}\nattic:team\nssh-ng://nobody@127.0.0.1`,
    },
    env: {
      ...env,
      ...cacheEnvironment(empty.url, runtimeToken),
      ...ofTheJob,
      ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'canary-identity-token',
      NIX_SSHOPTS: '-p 1 -o BatchMode=yes',
      ...recording(
        Object.keys(needs).filter((name) => name !== 'worker' && name !== 'builder'),
        bin,
      ),
    },
  })
  const main = await runMain(step)
  const post = await runPost(step, main)
  await empty.close()
  expect([main.exitCode, main.errors, post.exitCode, post.errors]).toEqual([0, [], 0, []])
  const evaluated = /^evaluated=.*/m.exec(readFileSync(join(recorded, 'builder'), 'utf8'))?.[0] ?? ''
  for (const [name, value] of Object.entries(ofTheJob)) expect(evaluated).toContain(` ${name}=<${value}>`)
  for (const name of ofTheAction) expect(evaluated).toContain(` ${name}=<>`)

  const programs = new Map<string, Set<string>>()
  for (const file of readdirSync(recorded)) {
    const text = readFileSync(join(recorded, file), 'utf8')
    const name = file.replace(/-\d+$/, '')
    const found = programs.get(name) ?? new Set()
    programs.set(name, found)
    for (const leak of leaks(text)) found.add(leak)
    const given = text.split('\n').map((line) => line.split('=')[0] ?? '')
    if (name !== 'worker')
      expect([
        file,
        given.filter((one) => /^(INPUT|STATE|ACTIONS)_|^GITHUB_(OUTPUT|ENV|STATE)$/.test(one)),
      ]).toEqual([file, []])
    else expect(given.filter((one) => /^INPUT_|_ID_TOKEN_/.test(one))).toEqual([])
    if (name === 'nix')
      for (const [own, value] of Object.entries(ofTheJob)) expect(text).toContain(`${own}=${value}`)
  }
  expect(Object.fromEntries([...programs].map(([name, found]) => [name, [...found]]).sort())).toEqual(
    Object.fromEntries(Object.entries(needs).sort()),
  )
})

it('nor does one whose caches fail', async () => {
  scenario.world.wipeStore()
  await nginx.stop()
  service.fail('lookup', { kind: 'status', status: 503 })
  const observed = await observe()
  expect(observed.steps.map((step) => step.warnings.length)).toEqual([2, 2])
  expectNoLeaks(observed)
})

it('nor an input error', async () => {
  const secret = secrets['signing-key'] ?? ''
  const step = scenario.step(workspace, { inputs: { ...inputs, 'signing-key': secret }, env })
  const main = await runMain(step)
  expect(main.errors).toEqual([expect.stringMatching(/Input `signing-key`: it is not a secret key of Nix/)])
  expect(leaks(main.log)).toEqual([])
  const swapped = await runMain(
    scenario.step(workspace, {
      inputs: { ...inputs, 'trusted-public-keys': inputs['signing-key'] ?? '' },
      env,
    }),
  )
  expect(swapped.errors).toEqual([
    expect.stringMatching(/Input `trusted-public-keys`: a secret key is among/),
  ])
  expect(leaks(swapped.log)).toEqual([])
})
