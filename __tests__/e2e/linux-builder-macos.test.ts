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
describeGuests('on a hosted Mac', () => {
  let scenario: Scenario
  let bin: string

  beforeAll(() => {
    scenario = createScenario({ modules: 1 })
    addForeignProject(scenario)
    scenario.sample.commit('base', '2026-01-01T12:00:00Z')
    bin = join(scenario.directory, 'bin')
    mkdirSync(bin)
    const program = (name: string, text: string) => {
      writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`)
      chmodSync(join(bin, name), 0o755)
    }
    program('uname', 'echo Darwin arm64')
    program('sysctl', 'echo 0')
  })
  afterAll(() => scenario.dispose())

  it('nixpkgs’ builder is built, started as it wants to be, and builds', async () => {
    const guests = createGuests(scenario.directory)
    const hostKey = join(scenario.directory, 'host-key')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', hostKey])
    const { stdout } = await scenario.world.nix([
      'eval',
      '--impure',
      '--raw',
      '--expr',
      'builtins.currentSystem',
    ])
    const flake = writeBuilderFlake(
      join(scenario.directory, 'nixpkgs'),
      stdout,
      readFileSync(`${hostKey}.pub`, 'utf8'),
    )
    const before = machineState(scenario)
    const step = scenario.step(scenario.checkout('main'), {
      inputs: {
        file: foreignFile,
        installables: 'guest',
        'linux-builder-package': `${flake}#darwin.linux-builder`,
        'linux-builder-memory': '2',
      },
      env: {
        PATH: `${bin}:${process.env.PATH}`,
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
})
