import { readFileSync } from 'node:fs'
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
import type { Scenario } from '../../testing/scenario.ts'

/** Builds for Linux on a VM, through the bundled action. The VM is the namespace guest; linux-builder-qemu has QEMU's. */
describeGuests('the Linux builder', () => {
  let scenario: Scenario
  let guests: Guests
  let workspace: string
  let before: MachineState

  beforeAll(() => {
    ;({ scenario, guests, workspace, before } = createGuestWorld({ modules: 4 }))
  })
  afterAll(() => scenario.dispose())
  beforeEach(() => {
    scenario.world.wipeStore()
    guests.reset()
  })

  const step = (
    installables: string,
    inputs: Readonly<Record<string, string>> = {},
    more: Partial<ActionStep> = {},
  ): ActionStep =>
    scenario.step(workspace, {
      ...more,
      inputs: { file: foreignFile, installables, 'linux-builder-command': guests.namespace(), ...inputs },
    })
  const outPath = (main: StepResult, installable: string): string =>
    JSON.parse(main.outputs['out-paths'] ?? '{}')[installable][0]
  const read = (main: StepResult, installable: string) => readFileSync(outPath(main, installable), 'utf8')

  it('is what a derivation for another system needs', async () => {
    const { main, post } = await runAction(step('guest', { 'linux-builder': 'never' }))
    expect(main.exitCode).toBe(1)
    expect(main.errors).toEqual([expect.stringMatching(/aarch64-linux/)])
    expect(post.exitCode).toBe(0)
    expect(guests.launches()).toEqual([])
    await expectNothingLeft(scenario, guests, before)
  })

  it('builds it, and the output comes back; post takes the VM down, and nothing is left', async () => {
    const main = await runMain(step('guest'))
    expect([main.exitCode, main.errors]).toEqual([0, []])
    expect(read(main, 'guest')).toMatch(/^linux-builder\n/)
    expect(guests.launches()).toHaveLength(1)
    const post = await runPost(step('guest'), main)
    expect([post.exitCode, post.errors, post.warnings]).toEqual([0, [], []])
    await expectNothingLeft(scenario, guests, before)
  })

  it('builds what is for this machine on this machine, in the same job', async () => {
    const { main } = await runAction(step('host\nguest\nmixed'))
    expect([main.exitCode, main.errors]).toEqual([0, []])
    const here = readFileSync('/proc/sys/kernel/hostname', 'utf8')
    expect(read(main, 'guest')).toMatch(/^linux-builder\n/)
    expect(read(main, 'host')).toContain(here)
    expect(read(main, 'mixed')).toBe(`${read(main, 'guest')}${here}`)
    await expectNothingLeft(scenario, guests, before)
  })

  it('is not started for what this machine builds itself', async () => {
    const { main } = await runAction(step('host'))
    expect(main.exitCode).toBe(0)
    expect(guests.launches()).toEqual([])
    await expectNothingLeft(scenario, guests, before)
  })

  it('is started whatever is built with `always`', async () => {
    const { main } = await runAction(step('host', { 'linux-builder': 'always' }))
    expect(main.exitCode).toBe(0)
    expect(guests.launches()).toHaveLength(1)
    await expectNothingLeft(scenario, guests, before)
  })

  it('lets a build for Linux fail as one at home would', async () => {
    const { main } = await runAction(step('broken'))
    expect(main.exitCode).toBe(1)
    expect(main.log).toContain('the broken build says no')
    expect(main.errors).toEqual([expect.stringMatching(/broken.*failed with exit code 1/)])
    expect(guests.launches()).toHaveLength(1)
    await expectNothingLeft(scenario, guests, before)
  })

  it('serves many builds over one connection', async () => {
    const { main } = await runAction(step('many'))
    expect([main.exitCode, main.errors]).toEqual([0, []])
    expect(read(main, 'many').split('\n')).toHaveLength(18)
    await expectNothingLeft(scenario, guests, before)
  })

  it('serves the evaluations of HEAD and of its base, which are at once', async () => {
    const { main } = await runAction(step('evaluated'))
    expect([main.exitCode, main.errors, main.warnings]).toEqual([0, [], []])
    expect(main.outputs).toMatchObject({ build: 'incremental', 'modules-compiled': '1' })
    const log = main.log.split('\n')
    const line = log.indexOf('The evaluation depends on a build for aarch64-linux.')
    expect(line).toBeGreaterThan(0)
    expect(line).toBeLessThan(log.indexOf('::group::Build HEAD'))
    expect(guests.launches()).toHaveLength(1)
    await expectNothingLeft(scenario, guests, before)
  })

  it('makes a Haskell package for Linux incrementally', async () => {
    const cache = `file://${scenario.directory}/cache`
    const { main: first } = await runAction(step('.#packages.aarch64-linux.sample', { file: '', cache }))
    expect([first.exitCode, first.errors, first.warnings]).toEqual([0, [], []])
    expect(first.outputs).toMatchObject({
      build: 'incremental',
      'cache-hit': 'false',
      'modules-compiled': '1',
      'modules-total': '5',
    })
    await expectNothingLeft(scenario, guests, before)

    // A new runner: the full build comes out of the cache, and goes to the VM.
    scenario.world.wipeStore()
    guests.reset()
    const { main: second } = await runAction(step('.#packages.aarch64-linux.sample', { file: '', cache }))
    expect([second.exitCode, second.errors, second.warnings]).toEqual([0, [], []])
    expect(second.outputs).toMatchObject({
      build: 'incremental',
      'cache-hit': 'true',
      'modules-compiled': '1',
    })
    expect(guests.launches()).toHaveLength(1)
    await expectNothingLeft(scenario, guests, before)
  })

  it('is one VM for all uses of a job, until the last of them is done', async () => {
    const first = await runMain(step('guest'))
    const second = await runMain(step('compiled'))
    expect([first.exitCode, second.exitCode]).toEqual([0, 0])
    expect(second.log).toContain('The Linux builder of an earlier step is used.')
    expect(guests.launches()).toHaveLength(1)
    // The runner runs posts in the opposite order.
    await runPost(step('compiled'), second)
    expect(machineState(scenario)).not.toEqual(before)
    const post = await runPost(step('guest'), first)
    expect([post.exitCode, post.warnings]).toEqual([0, []])
    await expectNothingLeft(scenario, guests, before)
  })
})
