import { execFileSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { node24 } from '../action.ts'
import { addForeignProject } from '../foreign-project.ts'
import { isRunning } from '../processes.ts'
import { createScenario, type Scenario } from '../scenario.ts'

/** Guests that stand in for the builder VM of macOS: launch commands, and what they must not leave behind. */

const guests = fileURLToPath(new URL('./', import.meta.url))

/** Why there are no guests on this machine, to be printed; undefined if there are. */
export const noGuests = ((): string | undefined => {
  if (process.platform !== 'linux') return 'the guests need Linux'
  if (process.getuid?.() !== 0) return 'the guests need root'
  try {
    execFileSync('unshare', ['--mount', '--pid', '--fork', 'true'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'this machine allows no namespaces (a container must be privileged)'
  }
})()

/** `describe`, or, where there are no guests, `describe.skip` that says why. */
export const describeGuests = (name: string, body: () => void): void =>
  noGuests === undefined ? describe(name, body) : describe.skip(`${name} (skipped: ${noGuests})`, body)

export interface GuestOptions {
  /** What goes wrong at the first, second, … launch; see testing/linux-guest/namespace.ts. */
  readonly faults?: readonly string[]
  /** Directories that the guest sees too. */
  readonly share?: readonly string[]
  /** Of the guest's store, as in `8m`. */
  readonly storeSize?: string
}

/** Launches of one scenario. */
export interface Guests {
  /** For the input `linux-builder-command`: ready in half a second, but what it builds is not foreign. */
  namespace(options?: GuestOptions): string
  /** For the same: arm64 in QEMU, where this machine's programs do not run. */
  qemu(options?: Pick<GuestOptions, 'faults'>): string
  /** One for each launch until now. */
  launches(): readonly Launch[]
  /** Forgets them. */
  reset(): void
}

export interface Launch {
  readonly pid: number
  readonly port: number
}

export function createGuests(directory: string): Guests {
  const record = join(directory, 'launches')
  const variables = ({ faults, share, storeSize }: GuestOptions) =>
    Object.entries({
      GUEST_RECORD: record,
      GUEST_FAULT: faults?.join(' ') ?? '',
      GUEST_SHARE: share?.join(' ') ?? '',
      GUEST_STORE_SIZE: storeSize ?? '',
    })
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}='${value}'`)
      .join(' ')
  return {
    namespace: (options = {}) => `${variables(options)} exec '${node24}' '${join(guests, 'namespace.ts')}'`,
    qemu: (options = {}) =>
      `GUEST_IMAGE='${guestImage()}' ${variables(options)} exec '${join(guests, 'qemu')}'`,
    launches: () => {
      if (!existsSync(record)) return []
      const lines = readFileSync(record, 'utf8').trim().split('\n').filter(Boolean)
      return lines.map((line) => {
        const [pid = 0, port = 0] = line.split(' ').map(Number)
        return { pid, port }
      })
    },
    reset: () => writeFileSync(record, ''),
  }
}

/** A scenario with a checkout that guests build, and the machine as it was before. */
export interface GuestWorld {
  readonly scenario: Scenario
  readonly guests: Guests
  readonly workspace: string
  readonly before: MachineState
}

/** The sample's HEAD differs from its full build in one module. */
export function createGuestWorld(options: Parameters<typeof createScenario>[0]): GuestWorld {
  const scenario = createScenario(options)
  addForeignProject(scenario)
  scenario.sample.commit('base', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  const workspace = scenario.checkout(scenario.sample.commit('head', '2026-01-02T05:00:00Z'))
  return {
    scenario,
    guests: createGuests(scenario.directory),
    workspace,
    before: machineState(scenario),
  }
}

/** Made by the first who needs it, which takes half a minute. */
let image: string | undefined
export function guestImage(): string {
  image ??= execFileSync(join(guests, 'image'), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()
  return image
}

/** All that a Linux builder may change on a machine, and must have put back. */
export interface MachineState {
  /** Content by path. */
  readonly settings: Readonly<Record<string, string>>
  /** Directories of builders, in all places where they can be. */
  readonly folders: readonly string[]
  readonly mounts: readonly string[]
  readonly processes: readonly string[]
}

export function machineState(scenario: Scenario): MachineState {
  const runnerTemp = join(scenario.directory, 'runner-temp')
  mkdirSync(runnerTemp, { recursive: true })
  const places = ['/etc/nix', '/etc/ssh/ssh_config', '/etc/ssh/ssh_config.d', join(homedir(), '.ssh')]
  const shared: Record<string, string> = Object.assign({}, ...places.map(contents))
  // Of tests that run at the same time.
  const theirs = Object.keys(shared).filter(
    (path) => path.includes('/linux-builder-') && !shared[path]?.includes(scenario.directory),
  )
  for (const path of theirs) delete shared[path]
  const own = [scenario.world.env.NIX_CONF_DIR, scenario.world.env.HOME].filter((path) => path !== undefined)
  return {
    settings: Object.assign(shared, ...own.map(contents)),
    folders: readdirSync(runnerTemp).filter((name) => !name.startsWith('_runner_file_commands')),
    mounts: readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .filter((line) => line.includes(scenario.directory)),
    processes: processesOf(scenario.directory),
  }
}

function contents(path: string): Record<string, string> {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return {}
  if (stat.isSymbolicLink()) return { [path]: `-> ${readlinkSync(path)}` }
  if (stat.isDirectory())
    return Object.assign({}, ...readdirSync(path).map((name) => contents(join(path, name))))
  return stat.isFile() ? { [path]: readFileSync(path, 'utf8') } : { [path]: 'special' }
}

/** Processes that have the directory in their command line or environment: children of the action inherit it. */
function processesOf(directory: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && isRunning(Number(name)))
    .flatMap((pid) => {
      try {
        const [line = '', environment = ''] = ['cmdline', 'environ'].map((file) =>
          readFileSync(`/proc/${pid}/${file}`, 'latin1'),
        )
        const found = line.includes(directory) || environment.includes(directory)
        return found ? [`${pid} ${line.replaceAll('\0', ' ').trim()}`] : []
      } catch {
        return []
      }
    })
}

/** Nothing of a builder is left: processes, ports, files, mounts and settings are as before. */
export async function expectNothingLeft(
  scenario: Scenario,
  guests: Guests,
  before: MachineState,
): Promise<void> {
  expect(machineState(scenario)).toEqual(before)
  for (const { pid, port } of guests.launches()) {
    expect([pid, isRunning(pid)]).toEqual([pid, false])
    // Another job's may be at the usual one.
    if (port !== 31022) expect([port, await accepts(port)]).toEqual([port, false])
  }
}

export function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => done(true)).once('error', () => done(false))
    socket.once('connect', () => socket.destroy())
  })
}

/** Whether a file is for another processor than this machine's: the word of the ELF header. */
export function machineOfElf(path: string): number {
  expect(statSync(path).isFile()).toBe(true)
  return readFileSync(path).readUInt16LE(18)
}
