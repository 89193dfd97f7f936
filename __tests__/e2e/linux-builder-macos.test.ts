import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runMain, runPost } from '../../testing/action.ts'
import { addForeignProject, foreignFile } from '../../testing/foreign-project.ts'
import {
  createGuests,
  describeGuests,
  expectNothingLeft,
  machineState,
} from '../../testing/linux-guest/guest.ts'
import { writeBuilderFlake } from '../../testing/nixpkgs-builder.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/**
 * The way of a Mac, from `uname` and `sysctl` to the build: the package of nixpkgs is built, its script starts the VM. The
 * package has the names of nixpkgs, and the VM is the namespace guest with the host key that the package names.
 */
interface Mac {
  readonly name: string
  /** What `sysctl` prints. */
  readonly hypervisor: '0' | '1'
}

describeGuests('on a Mac', () => {
  let scenario: Scenario
  let system: string
  let hostKey: string

  beforeAll(async () => {
    scenario = createScenario({ modules: 1 })
    addForeignProject(scenario)
    scenario.sample.commit('base', '2026-01-01T12:00:00Z')
    hostKey = join(scenario.directory, 'host-key')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', hostKey])
    const asked = ['eval', '--impure', '--raw', '--expr', 'builtins.currentSystem']
    system = (await scenario.world.nix(asked)).stdout
  })
  beforeEach(() => scenario.world.wipeStore())
  afterAll(() => scenario.dispose())

  /** The programs by which a machine tells what it is, and a Nix for which the channel is this flake. */
  function programsOf({ name, hypervisor }: Mac, flake: string): string {
    const bin = join(scenario.directory, `bin-${name}`)
    mkdirSync(bin)
    const nix = execFileSync('which', ['nix'], { encoding: 'utf8' }).trim()
    const channel = 'https://channels.nixos.org/nixpkgs-unstable/nixexprs.tar.xz'
    for (const [program, text] of [
      ['uname', 'echo Darwin arm64'],
      ['sysctl', `echo ${hypervisor}`],
      ['sw_vers', 'echo 26.5.1'],
      ['arch', 'echo x86_64'],
      [
        'nix',
        `for one; do if [[ $one == ${channel} ]]; then one=${flake}; fi; all+=("$one"); done; exec ${nix} "\${all[@]}"`,
      ],
    ]) {
      writeFileSync(join(bin, program!), `#!/bin/bash\n${text}\n`)
      chmodSync(join(bin, program!), 0o755)
    }
    return bin
  }

  const flakeOf = (name: string, framework: boolean) =>
    writeBuilderFlake(join(scenario.directory, `nixpkgs-${name}`), {
      system,
      hostKey: readFileSync(`${hostKey}.pub`, 'utf8'),
      framework,
    })

  it('that is hosted, nixpkgs’ builder is built, started as it wants to be, and builds', async () => {
    const guests = createGuests(scenario.directory)
    const flake = flakeOf('hosted', true)
    const before = machineState(scenario)
    const step = scenario.step(scenario.checkout('main'), {
      inputs: {
        file: foreignFile,
        installables: 'guest',
        'linux-builder-package': `${flake}#darwin.linux-builder`,
        'linux-builder-memory': '2',
      },
      env: {
        PATH: `${programsOf({ name: 'hosted', hypervisor: '0' }, flake)}:${process.env.PATH}`,
        RUNNER_ENVIRONMENT: 'github-hosted',
        GUEST: guests.namespace(),
        GUEST_HOST_KEY: hostKey,
      },
    })
    const main = await runMain(step)
    expect([main.exitCode, main.errors]).toEqual([0, []])
    expect(main.log).toContain(
      `Linux builder: aarch64-linux on hosted darwin aarch64, acceleration: none, from ${flake}#darwin.linux-builder.`,
    )
    expect(main.log).toContain("GitHub's Apple silicon runners cannot accelerate VMs")
    const [folder = ''] = machineState(scenario).folders.filter((name) => name.startsWith('linux-builder-'))
    const started = readFileSync(join(step.runnerTemp, folder, 'vm/environment'), 'utf8')
    expect(started).toMatch(/^QEMU_OPTS=-m 2048 -smp \d+ .* -machine accel=tcg$/m)
    expect(started).toMatch(/^QEMU_NET_OPTS=hostfwd=tcp:127\.0\.0\.1:\d+-:22$/m)
    expect(started).toMatch(/^QEMU_KERNEL_PARAMS=arm64\.nopauth$/m)
    expect(JSON.parse(main.outputs['out-paths'] ?? '{}').guest[0]).toMatch(/-guest$/)
    const post = await runPost(step, main)
    expect([post.exitCode, post.warnings]).toEqual([0, []])
    await expectNothingLeft(scenario, guests, before)
  })

  it.each([
    ['of one’s own, the VM of the framework builds for both systems', 'own', true],
    ['of one’s own, QEMU takes its place where nixpkgs does not have it', 'old', false],
  ])('%s', async (_, name, framework) => {
    const guests = createGuests(scenario.directory)
    const flake = flakeOf(name, framework)
    const before = machineState(scenario)
    const step = scenario.step(scenario.checkout('main'), {
      inputs: { file: foreignFile, installables: 'guest', 'linux-builder-memory': '2' },
      env: {
        PATH: `${programsOf({ name, hypervisor: '1' }, flake)}:${process.env.PATH}`,
        RUNNER_ENVIRONMENT: 'self-hosted',
        GUEST: guests.namespace(),
        GUEST_HOST_KEY: hostKey,
      },
    })
    const main = await runMain(step)
    expect([main.exitCode, main.errors, main.warnings]).toEqual([0, [], []])
    expect(main.log).toMatch(
      /^Linux builder: aarch64-linux and x86_64-linux on self-hosted darwin aarch64, acceleration: hvf, from .*#darwin\.linux-builder-vz\.$/m,
    )
    expect(main.log).toContain(
      framework
        ? 'The Linux builder of aarch64-linux and x86_64-linux is ready'
        : 'The Linux builder of aarch64-linux is ready',
    )
    const tookPlace = /cannot be used: .* has no darwin\.linux-builder-vz .*One of QEMU takes its place\./
    if (framework) expect(main.log).not.toMatch(/takes its place/)
    else expect(main.log).toMatch(tookPlace)
    expect(JSON.parse(main.outputs['out-paths'] ?? '{}').guest[0]).toMatch(/-guest$/)
    const post = await runPost(step, main)
    expect([post.exitCode, post.warnings]).toEqual([0, []])
    await expectNothingLeft(scenario, guests, before)
  })
})
