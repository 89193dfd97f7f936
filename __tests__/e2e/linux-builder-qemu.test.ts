import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { runAction, type StepResult } from '../../testing/action.ts'
import { foreignFile } from '../../testing/foreign-project.ts'
import {
  createGuestWorld,
  describeGuests,
  expectNothingLeft,
  type Guests,
  guestImage,
  type MachineState,
  machineOfElf,
} from '../../testing/linux-guest/guest.ts'
import type { Scenario } from '../../testing/scenario.ts'

/** The same on a VM whose processor this machine does not have: arm64 Debian in QEMU, all of it emulated. */
const arm64 = 183

describeGuests('the Linux builder in QEMU', () => {
  let scenario: Scenario
  let guests: Guests
  let workspace: string
  let before: MachineState

  beforeAll(() => {
    guestImage()
    ;({ scenario, guests, workspace, before } = createGuestWorld({ modules: 3, size: 2 }))
  })
  afterAll(() => scenario.dispose())
  beforeEach(() => {
    scenario.world.wipeStore()
    guests.reset()
  })

  const job = (installables: string, inputs: Readonly<Record<string, string>> = {}) =>
    runAction(
      scenario.step(workspace, {
        inputs: {
          file: foreignFile,
          installables,
          'linux-builder-command': guests.qemu(),
          'linux-builder-memory': '1.5',
          'linux-builder-cores': '2',
          ...inputs,
        },
      }),
    )
  const outPath = (main: StepResult, installable: string): string =>
    JSON.parse(main.outputs['out-paths'] ?? '{}')[installable][0]

  it('compiles for arm64, while what is for this machine is built here; nothing is left', async () => {
    const { main, post } = await job('compiled\nguest\nhost')
    expect([main.exitCode, main.errors]).toEqual([0, []])
    expect(readFileSync(outPath(main, 'guest'), 'utf8')).toBe('linux-builder\naarch64\n')
    const here = readFileSync('/proc/sys/kernel/hostname', 'utf8')
    expect(readFileSync(outPath(main, 'host'), 'utf8')).toContain(here)
    expect(machineOfElf(outPath(main, 'compiled'))).toBe(arm64)
    if (process.arch === 'x64') expect(() => execFileSync(outPath(main, 'compiled'))).toThrow()
    expect([post.exitCode, post.errors, post.warnings]).toEqual([0, [], []])
    await expectNothingLeft(scenario, guests, before)
  })

  it('makes a Haskell package incrementally, by GHC for arm64', async () => {
    const { main } = await job('.#packages.aarch64-linux.sample', { file: '' })
    expect([main.exitCode, main.errors, main.warnings]).toEqual([0, [], []])
    expect(main.outputs).toMatchObject({
      build: 'incremental',
      'modules-compiled': '1',
      'modules-total': '4',
    })
    const program = `${outPath(main, '.#packages.aarch64-linux.sample')}/bin/sample`
    expect(existsSync(program) && machineOfElf(program)).toBe(arm64)
    await expectNothingLeft(scenario, guests, before)
  })

  it('says that the memory of the VM was too little, where a build took it all', async () => {
    const { main } = await job('greedy', { 'linux-builder-memory': '1', 'linux-builder-cores': '1' })
    expect(main.exitCode).toBe(1)
    expect(main.errors).toEqual([
      expect.stringMatching(/the Linux builder ran out of memory.*linux-builder-memory/),
    ])
    await expectNothingLeft(scenario, guests, before)
  })
})
