import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCli, screenOf, temporaryLeftovers } from '../../testing/cli.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { standInGhc } from '../../testing/stand-in-ghc.ts'

/** Whenever a developer presses Ctrl-C, nothing is left but what is whole. */
const programs = mkdtempSync(join(tmpdir(), 'incremental-nix-programs-'))
let scenario: Scenario
let silent: Server
let cache: string
/** Clones in which a build takes for ever: that of HEAD, and that of the base. */
const clones: Record<string, string> = {}

beforeAll(async () => {
  scenario = createScenario({ modules: 2, ghc: standInGhc(programs) })
  const { sample } = scenario
  const forEver = () =>
    sample.edit('package.nix', (text) => text.replace(/\n}\s*$/, "\n  preBuild = ''sleep 1000'';\n}\n"))
  const first = sample.commit('first', '2026-01-01T12:00:00Z')
  forEver()
  clones.head = scenario.checkout(sample.commit('slow', '2026-01-02T05:00:00Z'), 0)
  sample.branch('slow-base', first)
  forEver()
  sample.commit('slow', '2026-01-01T13:00:00Z')
  sample.changeLeaf()
  clones.base = scenario.checkout(sample.commit('leaf', '2026-01-02T05:00:00Z'), 0)
  // It takes connections and says nothing.
  silent = createServer((socket) => socket.on('error', () => {}))
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
  const { port } = silent.address() as { port: number }
  cache = `http://127.0.0.1:${port}`
})
afterAll(() => {
  silent.close()
  scenario.dispose()
  rmSync(programs, { recursive: true, force: true })
})

/** Processes with a file or directory of the scenario in their command line, environment aside. */
function survivors(): string[] {
  const all = execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' }).split('\n')
  return all.filter((line) => line.includes(scenario.directory) && !/^\s*\d+\s+Z/.test(line))
}

/** What keeps Nix's garbage collector from something. */
function roots(): string[] {
  const directory = join(scenario.world.directory, 'state/gcroots/auto')
  if (!existsSync(directory)) return []
  return readdirSync(directory).filter((name) => existsSync(readlinkSync(join(directory, name))))
}

const stages: [string, { clone: string; marker: RegExp; args?: () => string[] }][] = [
  ['while it evaluates', { clone: 'head', marker: /Plan/ }],
  ['while it restores', { clone: 'head', marker: /Restore full builds/, args: () => ['--cache', cache] }],
  [
    'while it makes a full build',
    { clone: 'base', marker: /Build full builds[\s\S]*buildPhase|full builds, .*\(build\)/ },
  ],
  ['while it builds HEAD', { clone: 'head', marker: /Build HEAD[\s\S]*buildPhase|Build HEAD, .*\(build\)/ }],
]

const ways: [string, { signal: NodeJS.Signals; terminal: boolean; exitCode: number }][] = [
  ['SIGINT', { signal: 'SIGINT', terminal: false, exitCode: 130 }],
  ['SIGTERM', { signal: 'SIGTERM', terminal: false, exitCode: 143 }],
  ['Ctrl-C', { signal: 'SIGINT', terminal: true, exitCode: 130 }],
]

it.each(stages.flatMap(([stage, how]) => ways.map(([way, by]) => [stage, way, { ...how, ...by }] as const)))(
  '%s, by %s',
  async (_, __, { clone, marker, args, signal, terminal, exitCode }) => {
    scenario.world.wipeStore()
    let sent = false
    const result = await runCli(scenario, {
      args: ['build', '.#sample', ...(args?.() ?? [])],
      directory: clones[clone]!,
      terminal,
      onOutput(output, kill) {
        if (sent || !marker.test(output)) return
        sent = true
        kill(signal)
      },
    })
    expect(sent).toBe(true)
    expect(result.exitCode).toBe(exitCode)
    expect(survivors()).toEqual([])
    expect(temporaryLeftovers(scenario)).toEqual([])
    expect(roots()).toEqual([])
    expect(existsSync(join(clones[clone]!, 'result'))).toBe(false)
    const shown = terminal ? screenOf(result.stdout) : result.stderr.split('\n')
    expect(shown.slice(-2)).toEqual([`Ended by ${signal}.`, ''])
    // Apart from what the terminal itself shows of the key.
    if (terminal)
      expect(
        shown
          .map((line) => line.replace(/^\^C/, ''))
          .slice(0, -2)
          .join(''),
      ).toBe('')
  },
)
