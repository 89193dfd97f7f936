import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runAction, type StepResult } from '../../testing/action.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { type SshServer, startSshd } from '../../testing/sshd.ts'
import { standInGhc } from '../../testing/stand-in-ghc.ts'

/** Signatures, and users whom the Nix daemon does not trust, as the bundled action meets them. */
let scenario: Scenario
let directory: string
let workspace: string
let ours: KeyPair
let theirs: KeyPair

interface KeyPair {
  readonly secret: string
  readonly open: string
}

async function keyPair(name: string): Promise<KeyPair> {
  const secret = (await scenario.world.nix(['key', 'generate-secret', '--key-name', name])).stdout
  const open = (await scenario.world.nix(['key', 'convert-secret-to-public'], { input: secret })).stdout
  return { secret, open }
}

beforeAll(async () => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'trust-')))
  chmodSync(directory, 0o755)
  scenario = createScenario({ modules: 2, ghc: standInGhc(directory) })
  scenario.sample.commit('base', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  workspace = scenario.checkout(scenario.sample.commit('head', '2026-01-02T05:00:00Z'))
  ours = await keyPair('ours-1')
  theirs = await keyPair('theirs-1')
})
afterAll(() => {
  scenario.dispose()
  rmSync(directory, { recursive: true, force: true })
})

async function job(
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  scenario.world.wipeStore()
  const { main, post } = await runAction(
    scenario.step(workspace, { inputs: { installables: '.#sample', ...inputs }, env }),
  )
  expect([main.exitCode, main.errors, post.exitCode, post.errors, post.warnings]).toEqual([0, [], 0, [], []])
  expect(main.outputs).toMatchObject({ build: 'incremental' })
  expect(scenario.leftovers()).toEqual([])
  return main
}

const refused = [
  expect.stringMatching(/could not be restored.*not signed by any of the keys.*It is built anew/),
]

describe('signatures', () => {
  it('what fits comes back; what does not is refused, and replaced by what fits', async () => {
    const cache = `file://${join(directory, 'signed')}`
    const mine = { cache, 'signing-key': ours.secret, 'trusted-public-keys': ours.open }
    const others = { cache, 'signing-key': theirs.secret, 'trusted-public-keys': theirs.open }
    await job(mine)
    const again = await job(mine)
    expect([again.outputs['cache-hit'], again.warnings]).toEqual(['true', []])
    const foreign = await job(others)
    expect([foreign.outputs['cache-hit'], foreign.warnings]).toEqual(['false', refused])
    const healed = await job(others)
    expect([healed.outputs['cache-hit'], healed.warnings]).toEqual(['true', []])
  })

  it('without `trusted-public-keys` no signature is needed; with them an unsigned one is refused', async () => {
    const cache = `file://${join(directory, 'unsigned')}`
    await job({ cache })
    expect((await job({ cache })).outputs['cache-hit']).toBe('true')
    expect((await job({ cache, 'trusted-public-keys': ours.open })).warnings).toEqual(refused)
    // The URL cannot say otherwise.
    const loose = { cache: `${cache}?trusted=1`, 'trusted-public-keys': ours.open }
    expect((await job(loose)).warnings).toEqual(refused)
  })

  it('a second cache helps out where the first is refused', async () => {
    const [bad, good] = ['second-bad', 'second-good'].map((name) => `file://${join(directory, name)}`)
    await job({ cache: bad ?? '' })
    await job({ cache: good ?? '', 'signing-key': ours.secret })
    const main = await job({ cache: `${bad}\n${good}`, 'trusted-public-keys': ours.open })
    expect(main.outputs['cache-hit']).toBe('true')
    expect(main.warnings).toEqual([expect.stringMatching(/not signed by any.*second-good had it/)])
  })

  it('at the end of ssh there is a store, and its paths are signed before they go there', async () => {
    const remote = join(directory, 'remote')
    mkdirSync(remote)
    const uri = `local?root=${remote}&store=${scenario.world.store}`
    const settings = `NIX_CONF_DIR=${scenario.world.env.NIX_CONF_DIR} NIX_REMOTE= HOME=${remote}`
    const server: SshServer = await startSshd(
      directory,
      `env ${settings} nix-daemon --stdio --store '${uri}'`,
    )
    try {
      const cache = `ssh-ng://${server.target}`
      const env = { NIX_SSHOPTS: server.options }
      await job({ cache, 'signing-key': ours.secret, 'trusted-public-keys': ours.open }, env)
      const again = await job({ cache, 'trusted-public-keys': ours.open }, env)
      expect([again.outputs['cache-hit'], again.warnings]).toEqual(['true', []])
      const foreign = await job({ cache, 'trusted-public-keys': theirs.open }, env)
      expect(foreign.outputs['cache-hit']).toBe('false')
      expect(foreign.warnings).toEqual([expect.stringMatching(/lacks a signature by a trusted key/)])
    } finally {
      await server.stop()
      execFileSync('chmod', ['-R', 'u+w', remote])
    }
  })
})

// Another user than the daemon's takes root; a user name that no system lacks.
const asRoot = process.getuid?.() === 0 ? describe : describe.skip
asRoot('a user whom the Nix daemon does not trust (needs root)', () => {
  const nobody = {
    uid: Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' })),
    gid: Number(execFileSync('id', ['-g', 'nobody'], { encoding: 'utf8' })),
  }
  const cache = () => `file://${join(directory, 'daemon-store')}`
  let daemon: ChildProcess | undefined

  async function stopDaemon(): Promise<void> {
    if (daemon?.pid === undefined || daemon.exitCode !== null) return
    const exit = once(daemon, 'exit')
    daemon.kill('SIGKILL')
    await exit
  }
  /** A daemon on an empty store, and what it says with these lines in its nix.conf. */
  async function underDaemon(lines: readonly string[]): Promise<StepResult> {
    await stopDaemon()
    scenario.world.wipeStore()
    scenario.world.configure(...lines)
    const socket = join(scenario.world.directory, 'socket')
    rmSync(socket, { force: true })
    const env = { ...scenario.world.env, NIX_DAEMON_SOCKET_PATH: socket }
    daemon = spawn('nix-daemon', [], { env: { PATH: process.env.PATH, ...env }, stdio: 'ignore' })
    for (let tries = 0; !existsSync(socket) && tries < 500; tries++) await sleep(20)
    execFileSync('chown', ['-R', `${nobody.uid}:${nobody.gid}`, scenario.sample.directory, workspace])
    for (const name of ['home', 'cache'])
      execFileSync('chown', ['-R', `${nobody.uid}:${nobody.gid}`, join(scenario.world.directory, name)])
    const { main, post } = await runAction(
      scenario.step(workspace, {
        inputs: { installables: '.#sample', cache: cache(), 'cache-write': 'never' },
        user: nobody,
        env: { NIX_REMOTE: `unix://${socket}` },
      }),
    )
    expect([main.exitCode, main.errors, post.exitCode, post.warnings]).toEqual([0, [], 0, []])
    expect(main.outputs).toMatchObject({ build: 'incremental', 'modules-compiled': '1' })
    return main
  }

  beforeAll(async () => {
    await job({ cache: cache(), 'signing-key': ours.secret })
    chmodSync(scenario.directory, 0o755)
  })
  afterAll(stopDaemon)

  it('is told so once, with the line of nix.conf; the build goes on', async () => {
    const main = await underDaemon([])
    expect(main.outputs['cache-hit']).toBe('false')
    expect(main.warnings).toEqual([
      expect.stringMatching(
        /the user `nobody` is not in `trusted-users`.*It is built anew\. Add `trusted-users = root nobody` to \/etc\/nix\/nix\.conf.*`extra-substituters = file:.*`extra-trusted-public-keys/,
      ),
    ])
  })

  it('restores where the daemon itself names the store and its key', async () => {
    const main = await underDaemon([
      `extra-substituters = ${cache()}`,
      `extra-trusted-public-keys = ${ours.open}`,
    ])
    expect([main.outputs['cache-hit'], main.warnings]).toEqual(['true', []])
    scenario.world.configure('substituters =', 'trusted-public-keys =')
  })

  it('restores once it is trusted', async () => {
    const main = await underDaemon(['trusted-users = root nobody'])
    expect([main.outputs['cache-hit'], main.warnings]).toEqual(['true', []])
  })
})
