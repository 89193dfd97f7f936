import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ActionStep, runMain, runPost, type StepResult } from '../../testing/action.ts'
import { foreignFile } from '../../testing/foreign-project.ts'
import {
  createGuestWorld,
  describeGuests,
  expectNothingLeft,
  type Guests,
  type MachineState,
  machineState,
} from '../../testing/linux-guest/guest.ts'
import { endProcess } from '../../testing/processes.ts'
import type { Scenario } from '../../testing/scenario.ts'
import { type Act, type BuilderFaultRow, builderFaultRows, limitOf, stages } from './builder-faults/rows.ts'

/** Runs the rows: the bundled action, a real Nix, and the namespace guest, which boots in half a second. */
describeGuests('when the Linux builder fails', () => {
  let scenario: Scenario
  let guests: Guests
  let workspace: string
  let before: MachineState

  beforeAll(() => {
    ;({ scenario, guests, workspace, before } = createGuestWorld({ modules: 1 }))
  })
  afterAll(() => scenario.dispose())

  const installableOf = (row: BuilderFaultRow) => row.installable ?? 'guest'
  const step = (row: BuilderFaultRow, more: Partial<ActionStep> = {}): ActionStep =>
    scenario.step(workspace, {
      ...more,
      inputs: {
        file: foreignFile,
        installables: installableOf(row),
        'linux-builder-command': row.command ?? guests.namespace(row.guest),
        'linux-builder-timeout': row.timeout ?? '',
        // So that it is started early, while the plan is made.
        ...(row.outcome === 'ended' ? { 'linux-builder': 'always' } : {}),
      },
      env: { GITHUB_RUN_ID: '1', ...more.env },
    })

  /** Does what the row wants when its words come up. */
  function interfering({ when }: BuilderFaultRow): Partial<ActionStep> {
    if (when === undefined) return {}
    let done = 0
    return {
      onOutput(output, kill) {
        while (done < when.times && output.split(when.says).length - 1 > done) {
          done++
          void interfere(when.act, kill)
        }
      },
    }
  }

  async function interfere(act: Act, kill: (signal: NodeJS.Signals) => void): Promise<void> {
    // That it can be seen that the VM goes down, there has to be one.
    for (let tries = 0; guests.launches().length === 0 && tries < 200; tries++) await sleep(50)
    if (act.to === 'job') kill(act.signal)
    else {
      const vm = guests.launches().at(-1)
      if (vm !== undefined) process.kill(act.signal === 'SIGSTOP' ? vm.pid : -vm.pid, act.signal)
    }
  }

  function expectOutcome(row: BuilderFaultRow, main: StepResult): void {
    const built = row.outcome === 'built' || row.outcome === 'restarted'
    const warnings = main.warnings.filter((text) => text.includes('Linux builder'))
    if (built) {
      expect([main.exitCode, main.errors, warnings]).toEqual([0, [], []])
      const [path] = JSON.parse(main.outputs['out-paths'] ?? '{}')[installableOf(row)]
      expect(readFileSync(path, 'utf8')).toMatch(/^(linux-builder|done)\n/)
    } else if (row.outcome === 'refused') {
      expect(main.exitCode).toBe(1)
      expect(main.errors).toEqual([expect.stringMatching(row.says ?? /./)])
      const early = row.stage === 'start' || row.stage === 'boot'
      expect(warnings).toEqual(early ? [expect.stringMatching(row.says ?? /./)] : [])
    } else {
      expect(main.exitCode).toBe(row.when?.act.signal === 'SIGKILL' ? null : 1)
    }
    if (row.outcome === 'restarted') expect(main.log).toContain('it is started once more')
  }

  async function runRow(row: BuilderFaultRow): Promise<void> {
    const main = await runMain(step(row, interfering(row)))
    // The VM of a test that runs at the same time may have got the port first.
    const startedAgain = main.log.split('on another one').length - 1
    const injected = row.guest?.faults?.includes('port-taken') === true ? 1 : 0
    const post = await runPost(step(row), main)
    expect(guests.launches()).toHaveLength(row.launches + startedAgain - injected)
    expectOutcome(row, main)
    expect([post.exitCode, post.errors, post.warnings]).toEqual([0, [], []])
    // A step that was killed leaves its `nix`, which ends when it finds the VM gone; otherwise the runner does that.
    if (main.exitCode === null)
      for (let tries = 0; machineState(scenario).processes.length > 0 && tries < 100; tries++)
        await sleep(200)
  }

  /** Where a VM of another test has it, once that is gone. */
  async function takeUsualPort(): Promise<Server> {
    for (;;) {
      const server = createServer().listen(31022, '127.0.0.1')
      const failure = await once(server, 'listening').then(
        () => undefined,
        (error: NodeJS.ErrnoException) => error,
      )
      if (failure === undefined) return server
      if (failure.code !== 'EADDRINUSE') throw failure
      await sleep(200)
    }
  }

  async function withPortTaken(row: BuilderFaultRow, server: Server): Promise<void> {
    try {
      await runRow(row)
      expect(guests.launches().map(({ port }) => port)).not.toContain(31022)
    } finally {
      server.close()
    }
  }

  /** The first job is killed, and so is its post. */
  async function afterLeftover(row: BuilderFaultRow): Promise<void> {
    const killed = interfering({
      ...row,
      when: { says: 'is ready,', times: 1, act: { to: 'job', signal: 'SIGKILL' } },
    })
    await runMain(step(row, { ...killed, env: { GITHUB_RUN_ID: '0' } }))
    expect(machineState(scenario)).not.toEqual(before)
    // As the runner does at the end of a job.
    endProcesses(/dist\/main\.js|\bnix\b/)
    removeScratch()
    const main = await runMain(step(row))
    await runPost(step(row), main)
    expect(main.log).toContain('that an earlier job left behind is removed')
    expectOutcome(row, main)
  }

  async function twoJobs(row: BuilderFaultRow): Promise<void> {
    const jobs = ['guest', 'compiled'].map(async (installable, index) => {
      const more = {
        runnerTemp: join(scenario.directory, `runner-temp-${index}`),
        env: { GITHUB_RUN_ID: String(index) },
      }
      const one = step({ ...row, installable }, more)
      const main = await runMain(one)
      expect([main.exitCode, main.errors]).toEqual([0, []])
      const post = await runPost(one, main)
      expect([post.exitCode, post.warnings]).toEqual([0, []])
    })
    await Promise.all(jobs)
    expect(new Set(guests.launches().map(({ port }) => port)).size).toBeGreaterThanOrEqual(2)
  }

  function endProcesses(pattern: RegExp): void {
    for (const line of machineState(scenario).processes) {
      if (pattern.test(line)) endProcess(Number(line.split(' ')[0]))
    }
  }
  function removeScratch(): void {
    const runnerTemp = join(scenario.directory, 'runner-temp')
    for (const name of scenario.leftovers())
      if (name.startsWith('incremental-nix-'))
        rmSync(join(runnerTemp, name), { recursive: true, force: true })
  }
  // Only what a row that failed has left.
  afterEach(async () => {
    endProcesses(/./)
    for (const name of scenario.leftovers())
      rmSync(join(scenario.directory, 'runner-temp', name), { recursive: true, force: true })
  })

  it.each(builderFaultRows.map((row) => [`while it ${stages[row.stage]}: ${row.fault}`, row] as const))(
    '%s',
    async (_, row) => {
      scenario.world.wipeStore()
      guests.reset()
      const server = row.surroundings === 'usual port taken' ? await takeUsualPort() : undefined
      const started = performance.now()
      if (server !== undefined) await withPortTaken(row, server)
      else if (row.surroundings === 'leftover') await afterLeftover(row)
      else if (row.surroundings === 'two jobs') await twoJobs(row)
      else await runRow(row)
      expect((performance.now() - started) / 1000).toBeLessThan(limitOf(row))
      await expectNothingLeft(scenario, guests, before)
    },
  )
})
