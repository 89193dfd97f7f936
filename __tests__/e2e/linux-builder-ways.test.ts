import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ActionStep, runAction, runMain, runPost, type StepResult } from '../../testing/action.ts'
import { foreignFile } from '../../testing/foreign-project.ts'
import {
  createGuestWorld,
  describeGuests,
  expectNothingLeft,
  type Guests,
  type MachineState,
  machineState,
} from '../../testing/linux-guest/guest.ts'
import { freePort } from '../../testing/nginx.ts'
import type { Scenario } from '../../testing/scenario.ts'
import { standInNix } from '../../testing/stand-in-nix.ts'

/** The ways to a Linux builder: for the steps of one's own, a machine that is there, and through Nix's daemon. */
describeGuests('ways to the Linux builder', () => {
  let scenario: Scenario
  let guests: Guests
  let workspace: string
  let before: MachineState

  beforeAll(() => {
    ;({ scenario, guests, workspace, before } = createGuestWorld({ modules: 1 }))
  })
  afterAll(() => scenario.dispose())
  beforeEach(() => {
    scenario.world.wipeStore()
    guests.reset()
  })

  const step = (inputs: Readonly<Record<string, string>>, more: Partial<ActionStep> = {}): ActionStep =>
    scenario.step(workspace, {
      ...more,
      inputs: { file: foreignFile, installables: 'guest', ...inputs },
    })
  const fromGuest = /^linux-builder\n/
  const built = (main: StepResult) =>
    readFileSync(JSON.parse(main.outputs['out-paths'] ?? '{}').guest[0], 'utf8')

  it('linux-builder/action.yml starts it for the steps that follow, until post', async () => {
    const builder: ActionStep = scenario.step(workspace, {
      action: 'linux-builder',
      inputs: { 'linux-builder-command': guests.namespace() },
    })
    const main = await runMain(builder)
    expect([main.exitCode, main.errors, main.warnings]).toEqual([0, [], []])
    const build = () =>
      scenario.world.nix(['build', '--no-link', '--print-out-paths', '--file', foreignFile, 'mixed'], {
        cwd: workspace,
        env: main.exported,
      })
    const { stdout } = await build()
    expect(readFileSync(stdout.trim(), 'utf8')).toMatch(fromGuest)
    expect(guests.launches()).toHaveLength(1)

    const post = await runPost({ ...builder, env: { ...builder.env, ...main.exported } }, main)
    expect([post.exitCode, post.errors, post.warnings]).toEqual([0, [], []])
    expect(post.exported.NIX_CONFIG).toBe('')
    await expectNothingLeft(scenario, guests, before)
    scenario.world.wipeStore()
    await expect(build()).rejects.toThrow()
  })

  it('linux-builder/action.yml fails where there is none, and says why', async () => {
    const builder: ActionStep = scenario.step(workspace, {
      action: 'linux-builder',
      inputs: { 'linux-builder-command': guests.namespace({ faults: ['exit-1'] }) },
    })
    const { main, post } = await runAction(builder)
    expect(main.exitCode).toBe(1)
    expect(main.errors).toEqual([expect.stringMatching(/There is no Linux builder: .*exit code 1/)])
    expect([post.exitCode, post.warnings]).toEqual([0, []])
    await expectNothingLeft(scenario, guests, before)
  })

  it.each(['Lix', 'the newest'] as const)('it is found ready, and what needs it, by %s', async (kind) => {
    const bin = standInNix(kind, mkdtempSync(join(scenario.directory, 'other-nix-')))
    const env = { PATH: `${bin}:${process.env.PATH}` }
    const { main, post } = await runAction(
      step({ 'linux-builder-command': guests.namespace(), 'linux-builder-timeout': '1 minute' }, { env }),
    )
    expect([main.errors, main.warnings, post.warnings]).toEqual([[], [], []])
    expect(built(main)).toMatch(fromGuest)
    expect(guests.launches()).toHaveLength(1)
  })

  it('`builders` names machines that are there; no VM is started', async () => {
    const directory = join(scenario.directory, 'remote')
    const keys = join(directory, 'keys')
    mkdirSync(keys, { recursive: true })
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(keys, 'builder_ed25519')])
    const port = await freePort()
    const remote = spawn('bash', ['-c', guests.namespace()], {
      cwd: directory,
      env: {
        ...process.env,
        ...scenario.world.env,
        KEYS: keys,
        LINUX_BUILDER_PORT: String(port),
        NIX_DISK_IMAGE: join(directory, 'disk'),
      },
      stdio: 'ignore',
    })
    try {
      const hostKey = join(keys, 'ssh_host_ed25519_key.pub')
      for (let tries = 0; !existsSync(join(directory, 'disk')) && tries < 200; tries++) await sleep(50)
      const line = [
        'ssh-ng://builder@127.0.0.1 aarch64-linux',
        `${join(keys, 'builder_ed25519')} 2 1 - - ${readFileSync(hostKey).toString('base64')}`,
      ].join(' ')
      const { main, post } = await runAction(
        step(
          { builders: `# ours\n${line}`, 'linux-builder-command': guests.namespace() },
          { env: { NIX_SSHOPTS: `-F none -p ${port} -o HostKeyAlias=127.0.0.1` } },
        ),
      )
      expect([main.exitCode, main.errors]).toEqual([0, []])
      expect(built(main)).toMatch(fromGuest)
      expect(post.exitCode).toBe(0)
      // The test's own.
      expect(guests.launches()).toHaveLength(1)
      expect(scenario.leftovers()).toEqual([])
    } finally {
      const exit = once(remote, 'exit')
      remote.kill()
      await exit
      rmSync(directory, { recursive: true })
    }
    await expectNothingLeft(scenario, guests, before)
  })

  describe('through a daemon', () => {
    let daemon: ChildProcess | undefined
    let socket: string
    const nobody = {
      uid: Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' })),
      gid: Number(execFileSync('id', ['-g', 'nobody'], { encoding: 'utf8' })),
    }

    async function startDaemon(...lines: readonly string[]): Promise<void> {
      socket = join(scenario.world.directory, 'socket')
      scenario.world.configure(...lines)
      const env = { PATH: process.env.PATH, ...scenario.world.env, NIX_DAEMON_SOCKET_PATH: socket }
      daemon = spawn('nix-daemon', [], { env, stdio: 'ignore' })
      for (let tries = 0; !existsSync(socket) && tries < 500; tries++) await sleep(20)
      before = machineState(scenario)
    }
    afterEach(async () => {
      if (daemon === undefined) return
      const exit = once(daemon, 'exit')
      daemon.kill('SIGKILL')
      await exit
      rmSync(socket, { force: true })
    })
    const viaDaemon = (more: Partial<ActionStep> = {}) =>
      step(
        { 'linux-builder-command': guests.namespace() },
        { ...more, env: { NIX_REMOTE: `unix://${socket}` } },
      )

    it('that trusts this user, with nothing written outside of the job', async () => {
      await startDaemon('trusted-users = root')
      const main = await runMain(viaDaemon())
      expect([main.exitCode, main.errors]).toEqual([0, []])
      expect(built(main)).toMatch(fromGuest)
      expect(machineState(scenario).settings).toEqual(before.settings)
      const post = await runPost(viaDaemon(), main)
      expect([post.exitCode, post.warnings]).toEqual([0, []])
      await expectNothingLeft(scenario, guests, before)
    })

    it('that does not, by its own files, which are as before afterwards', async () => {
      await startDaemon('trusted-users = nobody')
      const main = await runMain(viaDaemon())
      expect([main.exitCode, main.errors]).toEqual([0, []])
      expect(built(main)).toMatch(fromGuest)
      expect(machineState(scenario).settings).not.toEqual(before.settings)
      const post = await runPost(viaDaemon(), main)
      expect([post.exitCode, post.warnings]).toEqual([0, []])
      await expectNothingLeft(scenario, guests, before)
    })

    it('that does not, where this user may not change these files: one error with the remedy', async () => {
      await startDaemon('trusted-users = root')
      // Below directories that are not theirs, the files must be readable, and those that are written theirs.
      chmodSync(scenario.directory, 0o755)
      for (const path of [scenario.sample.directory, workspace, ...theirDirectories()])
        execFileSync('chown', ['-R', `${nobody.uid}:${nobody.gid}`, path])
      // Guests need root; a machine that is there has to be registered as well.
      const { main, post } = await runAction(
        step(
          { builders: 'ssh-ng://builder@127.0.0.1 aarch64-linux' },
          { user: nobody, env: { NIX_REMOTE: `unix://${socket}` } },
        ),
      )
      expect(main.exitCode).toBe(1)
      expect(main.warnings).toContainEqual(
        expect.stringMatching(/registered with Nix.*does not trust this user.*`trusted-users`/),
      )
      expect(post.exitCode).toBe(0)
      expect(machineState(scenario).settings).toEqual(before.settings)
    })

    const theirDirectories = () => ['home', 'cache'].map((name) => join(scenario.world.directory, name))
  })
})
