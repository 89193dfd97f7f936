import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type RunOptions, run } from '../src/lib/process.ts'
import { runMain, runPost } from '../testing/action.ts'
import { foreignFile } from '../testing/foreign-project.ts'
import { createGuestWorld, guestImage } from '../testing/linux-guest/guest.ts'
import { freePort } from '../testing/nginx.ts'
import { writeResult } from './machine.ts'
import { table, timed } from './measures.ts'

/**
 * `npm run bench:builder`: what the Linux builder costs. Its guests: arm64 Debian in QEMU, emulated, as on a runner
 * without acceleration, and namespaces, which cost nothing themselves, so that delegation alone is measured.
 * Needs root. BENCH_BUILDS sets how many small builds there are (default 10).
 */
const builds = Number(process.env.BENCH_BUILDS ?? 10)
const copiedMegabytes = 100

const { scenario, guests, workspace } = createGuestWorld({ modules: 8 })
const at = (name: string) => join(scenario.directory, name)

type Kind = 'QEMU' | 'namespaces'
const commands: Record<Kind, string> = { QEMU: guests.qemu(), namespaces: guests.namespace() }
const seconds = (value: number) => `${value.toFixed(1)} s`

/** Of what the action says of it: seconds until it was ready, and seconds that the job waited. */
const saidReady = /is ready, (\d+) s after its start; the job waited (\d+) s/

/** One job with the bundled action. */
async function job(kind: Kind, inputs: Readonly<Record<string, string>>): Promise<readonly string[]> {
  scenario.world.wipeStore()
  const step = scenario.step(workspace, {
    inputs: { 'linux-builder-command': commands[kind], 'linux-builder-memory': '2', ...inputs },
  })
  const { value: main, seconds: took } = await timed(() => runMain(step))
  const { seconds: down } = await timed(() => runPost(step, main))
  if (main.exitCode !== 0) throw new Error(main.log)
  const [, ready = '?', waited = '?'] = saidReady.exec(main.log) ?? []
  return [`${ready} s`, `${waited} s`, seconds(took), seconds(down)]
}

interface Remote {
  /** Runs nix with the guest as the machine for aarch64-linux. */
  nix(args: readonly string[], shared: boolean, options?: RunOptions): Promise<{ readonly stdout: string }>
  readonly uri: string
  stop(): Promise<void>
}

/** A guest without the action. */
async function startRemote(kind: Kind): Promise<Remote> {
  const directory = at('remote')
  const keys = join(directory, 'keys')
  mkdirSync(keys, { recursive: true })
  const key = join(keys, 'builder_ed25519')
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  const port = await freePort()
  const env = {
    ...process.env,
    ...scenario.world.env,
    KEYS: keys,
    LINUX_BUILDER_PORT: String(port),
    NIX_DISK_IMAGE: join(directory, 'disk'),
    QEMU_OPTS: '-m 2048',
  }
  const child = spawn('bash', ['-c', commands[kind]], {
    cwd: directory,
    env,
    stdio: 'ignore',
    detached: true,
  })
  const options = `-F none -p ${port} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR`
  const sharing = `${options} -o ControlMaster=auto -o ControlPath=${directory}/c%i -o ControlPersist=60`
  const machine = `ssh-ng://builder@127.0.0.1 aarch64-linux ${key} 2 1`
  const remote: Remote = {
    uri: `ssh-ng://builder@127.0.0.1?ssh-key=${key}`,
    nix: (args, shared, more = {}) =>
      scenario.world.nix([...args, '--builders', machine, '--builders-use-substitutes'], {
        ...more,
        cwd: workspace,
        env: { NIX_SSHOPTS: shared ? sharing : options },
      }),
    async stop() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
      await new Promise((done) => child.once('exit', done))
      rmSync(directory, { recursive: true, force: true })
    },
  }
  for (let tries = 0; tries < 60; tries++) {
    try {
      await remote.nix(['store', 'info', '--store', remote.uri], false, { timeoutSeconds: 60 })
      return remote
    } catch {
      await sleep(2000)
    }
  }
  throw new Error(`the guest of ${kind} does not answer`)
}

/** Seconds for that many small derivations that were never built before, and for one copy to the guest. */
async function delegation(kind: Kind, shared: boolean): Promise<readonly string[]> {
  const remote = await startRemote(kind)
  try {
    const small = async (count: number) => {
      const expression = `map (n: derivation { name = "small-\${toString n}-${randomBytes(6).toString('hex')}"; system = "aarch64-linux"; builder = "/bin/bash"; args = [ "-c" "echo >$out" ]; }) (builtins.genList (n: n) ${count})`
      const build = () => remote.nix(['build', '--no-link', '--impure', '--expr', expression], shared)
      return (await timed(build)).seconds
    }
    // The first opens the connection.
    await small(1)
    const rounds = [await small(builds), await small(builds), await small(builds)]
    const many = Math.min(...rounds)
    writeFileSync(at('data'), randomBytes(copiedMegabytes * 1e6))
    const { stdout } = await remote.nix(['store', 'add-file', at('data')], shared)
    const copy = () => remote.nix(['copy', '--no-check-sigs', '--to', remote.uri, stdout.trim()], shared)
    const copied = (await timed(copy)).seconds
    const rate = `${(copiedMegabytes / copied).toFixed(0)} MB/s`
    return [kind, shared ? 'yes' : 'no', seconds(many), seconds(many / builds), rate]
  } finally {
    await remote.stop()
  }
}

try {
  guestImage()
  const foreign = { file: foreignFile, installables: 'guest' }
  const haskell = { installables: '.#packages.aarch64-linux.sample' }
  const jobs = []
  for (const [kind, what, inputs] of [
    ['QEMU', 'one small derivation that nothing announces', foreign],
    ['QEMU', 'the same, the VM started with the plan (`always`)', { ...foreign, 'linux-builder': 'always' }],
    ['namespaces', 'one small derivation that nothing announces', foreign],
    ['namespaces', '`packages.aarch64-linux.sample`, Haskell, incremental', haskell],
  ] as const) {
    jobs.push([kind, what, ...(await job(kind, inputs))])
    console.log(jobs.at(-1)?.join(' | '))
  }
  const delegated = []
  for (const kind of ['QEMU', 'namespaces'] as const) {
    for (const shared of [false, true]) {
      delegated.push(await delegation(kind, shared))
      console.log(delegated.at(-1)?.join(' | '))
    }
  }
  writeResult('builder', 'The Linux builder', [
    'Made by `npm run bench:builder`. QEMU: an arm64 Debian guest, emulated. Namespaces: the same without emulation.',
    table(['Guest', 'What is built', 'Ready after', 'The job waited', 'Main', 'Post'], jobs),
    `${builds} derivations that do nothing, two at a time, after a first one, the best of three rounds, and a copy of ${copiedMegabytes} MB that do not compress. Connection sharing is what the action uses.`,
    table(['Guest', 'Connection shared', `${builds} derivations`, 'each', 'Copy to the guest'], delegated),
  ])
} finally {
  scenario.dispose()
}
