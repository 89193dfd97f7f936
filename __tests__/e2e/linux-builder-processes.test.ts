import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { enterFolder, filesOf, readJson } from '../../src/builder/folder.ts'
import { type ProcessId, processId } from '../../src/builder/process-id.ts'
import { removeSystemFiles, writeSystemFiles } from '../../src/builder/system-files.ts'
import { endOf, endVm, type Running, startVm, until } from '../../src/builder/vm.ts'
import { isRunning } from '../../testing/processes.ts'

/** Real processes under the keeper of dist/, with a shell in place of a VM. */
let place: string
let folder: string
let pids: number[]

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'incremental-nix-test-'))
  folder = join(place, 'linux-builder-1')
  pids = []
  await enterFolder(folder, 'use', { runnerTemp: place, id: '1' })
})
afterEach(async () => {
  for (const pid of pids) {
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // It ended, as it should.
    }
  }
  rmSync(place, { recursive: true, force: true })
})

async function start(script: string, owner?: ProcessId): Promise<Running | undefined> {
  const { vm, log, running } = filesOf(folder)
  const env = { PATH: process.env.PATH }
  await startVm(folder, { file: 'bash', args: ['-c', script], cwd: vm, env, logFile: log, owner })
  const processes = await readJson<Running>(running)
  if (processes !== undefined) pids.push(processes.command.pid, processes.keeper.pid)
  return processes
}

const ended = (limit = 10) => until(async () => (await endOf(folder)) !== undefined, limit)
const gone = (pid: number | undefined) => until(async () => pid === undefined || !isRunning(pid), 10)

it('notes the exit code, and keeps what was printed', async () => {
  await start('echo out; echo err >&2; pwd; exit 7')
  expect(await ended()).toBe(true)
  expect(await endOf(folder)).toEqual({ exitCode: 7 })
  expect(readFileSync(filesOf(folder).log, 'utf8').split('\n').sort()).toEqual(
    ['', 'err', 'out', filesOf(folder).vm].sort(),
  )
})

it('tells a signal from an exit code, and a missing program from one that runs', async () => {
  const processes = await start('sleep 60')
  expect(await endOf(folder)).toBeUndefined()
  process.kill(processes!.command.pid, 'SIGKILL')
  expect(await ended()).toBe(true)
  expect(await endOf(folder)).toEqual({ exitCode: null })

  const { vm, log, running, ended: endFile } = filesOf(folder)
  for (const path of [running, endFile]) rmSync(path)
  await startVm(folder, { file: '/no/such/vm', args: [], cwd: vm, env: {}, logFile: log, owner: undefined })
  expect(await endOf(folder)).toEqual({ exitCode: null })
})

it.each([
  ['a command that ends when it is told', 'exec sleep 60'],
  ['a command with a child', 'sleep 60 & wait'],
  ['a command that left a child behind', 'trap "" TERM; (trap "" TERM; sleep 60) & sleep 60'],
])(
  'ends %s, with all of its group',
  async (_, script) => {
    const processes = await start(script)
    await endVm(folder)
    expect(await endOf(folder)).toBeDefined()
    expect(await gone(processes?.keeper.pid)).toBe(true)
    const group = processes?.command.pid ?? 0
    expect(await until(async () => !isGroupAlive(group), 5)).toBe(true)
  },
  30_000,
)

it('has an end when the runner empties its directory', async () => {
  const processes = await start('exec sleep 60')
  rmSync(folder, { recursive: true })
  expect(await gone(processes?.command.pid)).toBe(true)
  expect(await gone(processes?.keeper.pid)).toBe(true)
  expect(existsSync(folder)).toBe(false)
}, 30_000)

it('has an end, and its folder too, when the process of the runner is gone', async () => {
  const runner = spawn('sleep', ['60'], { stdio: 'ignore' })
  const processes = await start('exec sleep 60', await processId(runner.pid ?? 0))
  await sleep(500)
  expect(await endOf(folder)).toBeUndefined()
  runner.kill('SIGKILL')
  expect(await gone(processes?.command.pid)).toBe(true)
  expect(await gone(processes?.keeper.pid)).toBe(true)
  expect(existsSync(folder)).toBe(false)
}, 30_000)

const asRoot = process.getuid?.() === 0
const whenRoot = asRoot ? it : it.skip
if (!asRoot) console.log('skipped: files that only root may write')

whenRoot.each([
  ['a file of machines', 'ssh://other x86_64-linux\n'],
  ['none', undefined],
])('the files that the daemon reads are as before, where there was %s', async (_, before) => {
  const machines = join(place, 'machines')
  const content = () => (existsSync(machines) ? readFileSync(machines, 'utf8') : undefined)
  if (before !== undefined) writeFileSync(machines, before)
  // Another job's line, whose folder is gone.
  await writeSystemFiles(folder, machines, ['ssh://vm aarch64-linux'], '')
  expect(content()).toContain('ssh://vm aarch64-linux # ')
  await writeSystemFiles(folder, machines, ['ssh://vm aarch64-linux', 'ssh://two'], '')
  expect(content()?.match(/ssh:\/\/vm/g)).toHaveLength(1)
  expect(await removeSystemFiles(folder)).toEqual([])
  expect(content()).toBe(before)
})

whenRoot('a line that a job left behind is removed by the next one', async () => {
  const machines = join(place, 'machines')
  const other = join(place, 'linux-builder-2')
  await enterFolder(other, 'use', { runnerTemp: place, id: '2' })
  await writeSystemFiles(other, machines, ['ssh://left'], '')
  rmSync(other, { recursive: true })
  await writeSystemFiles(folder, machines, ['ssh://vm'], '')
  expect(readFileSync(machines, 'utf8')).not.toContain('ssh://left')
  expect(readFileSync(machines, 'utf8')).toContain('ssh://vm')
})

function isGroupAlive(group: number): boolean {
  try {
    process.kill(-group, 0)
    return true
  } catch {
    return false
  }
}
