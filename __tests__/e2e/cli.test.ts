import { execFileSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CliCall, runCli, screenOf, temporaryLeftovers } from '../../testing/cli.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { standInGhc } from '../../testing/stand-in-ghc.ts'

/** The terminal front on real Nix, as a developer meets it in a clone. */
const programs = mkdtempSync(join(tmpdir(), 'incremental-nix-programs-'))
let scenario: Scenario
let clone: string
let base: string
let cache: string

beforeAll(() => {
  scenario = createScenario({ ghc: standInGhc(programs) })
  base = scenario.sample.commit('first', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  scenario.sample.commit('leaf', '2026-01-02T05:00:00Z')
  clone = scenario.checkout('main', 0)
  cache = join(scenario.directory, 'cache')
})
afterAll(() => {
  scenario.dispose()
  rmSync(programs, { recursive: true, force: true })
})
afterEach(() => expect(temporaryLeftovers(scenario)).toEqual([]))

const cli = (args: readonly string[], more: Partial<CliCall> = {}) =>
  runCli(scenario, { args, directory: clone, ...more })
const jsonOf = (stdout: string) => JSON.parse(stdout)
const status = () => execFileSync('git', ['status', '--short'], { cwd: clone, encoding: 'utf8' })

it('makes the full build, builds on it, and says so in lines', async () => {
  const { exitCode, stdout, stderr } = await cli([
    'build',
    '.#sample',
    '--cache',
    cache,
    '--cache-write=auto',
  ])
  expect(stderr).toContain('sample-0.1.0.0> [8 of 9] Compiling ')
  expect(stderr).not.toMatch(/[\r\x1b]/)
  expect(stderr.split('\n').slice(-6)).toEqual([
    'Built on top of the full build',
    '  sample-0.1.0.0: incremental, 1 of 9 modules compiled, full build built now',
    '1 of 9 modules compiled in 1 unit; the full build of 1 unit was made first.',
    expect.stringMatching(
      /^The full build, for this run and those to come, took \d+ s; HEAD took \d+ s on top\.$/,
    ),
    expect.stringMatching(
      `^HEAD \\w{12} is 17 h newer than the full build’s commit ${base.slice(0, 12)}, the last commit before 2026-01-02T00:00:00Z\\. Cache: file://.*/cache\\.$`,
    ),
    '',
  ])
  expect(stdout).toBe('')
  expect(exitCode).toBe(0)
  expect(readlinkSync(join(clone, 'result'))).toMatch(/-sample-0\.1\.0\.0$/)
  expect(execFileSync(join(clone, 'result/bin/sample'), { encoding: 'utf8' })).toMatch(/^\d+/)
  rmSync(join(clone, 'result'))
})

it('restores it into an empty store, in a dirty work tree, and reports for programs', async () => {
  scenario.world.wipeStore()
  appendFileSync(join(clone, 'src/Sample/L00/M00.hs'), '-- changed\n')
  const before = status()
  const { exitCode, stdout, stderr } = await cli([
    'build',
    '.#sample',
    '--cache',
    cache,
    '--json',
    '--no-link',
  ])
  expect(exitCode).toBe(0)
  expect(stderr).toContain('with uncommitted changes, which are built too')
  const report = jsonOf(stdout)
  expect(report).toMatchObject({
    mode: 'incremental',
    build: 'incremental',
    bases: [{ revision: base, boundary: '2026-01-02T00:00:00Z' }],
    cacheHit: true,
    modulesCompiled: 2,
    modulesTotal: 9,
    warnings: [],
    failure: null,
  })
  expect(report.units).toMatchObject([{ name: 'sample-0.1.0.0', build: 'incremental', origin: 'cache' }])
  expect(existsSync(report.installables[0].outPaths[0])).toBe(true)
  expect(existsSync(join(clone, 'result'))).toBe(false)
  expect(status()).toBe(before)
})

it('builds what the plain build builds', async () => {
  const { stdout } = await cli(['build', '.#sample', '--print-out-paths', '--out-link', 'mine'])
  expect(readlinkSync(join(clone, 'mine'))).toBe(stdout.trim())
  const plain = await scenario.world.nix(['build', '--no-link', '--print-out-paths', '.#sample'], {
    cwd: clone,
  })
  expect(plain.stdout).not.toBe(stdout)
  const say = (path: string) => execFileSync(join(path.trim(), 'bin/sample'), { encoding: 'utf8' })
  expect(say(stdout)).toBe(say(plain.stdout))
  rmSync(join(clone, 'mine'))
})

it('names links as `nix build` does', async () => {
  const links = async (build: (link: string) => Promise<unknown>, link: string) => {
    await build(link)
    return ['', '-1', '-2'].map((end) => existsSync(join(clone, link + end)))
  }
  const wanted = ['.#other', '.#client']
  const own = await links((link) => cli(['build', ...wanted, '--out-link', link]), 'own')
  const plain = await links(
    (link) => scenario.world.nix(['build', ...wanted, '--out-link', link], { cwd: clone }),
    'plain',
  )
  expect(own).toEqual([true, true, false])
  expect(own).toEqual(plain)
  for (const name of ['own', 'own-1', 'plain', 'plain-1']) rmSync(join(clone, name))
})

it('rewrites one line of a terminal, and leaves the report there', async () => {
  scenario.world.wipeStore()
  const { exitCode, stdout } = await cli(['build', '.#sample', '--no-link'], { terminal: true })
  expect(exitCode).toBe(0)
  const written = stdout.split('\r\x1b[K').map((text) => text.trimEnd())
  expect(written).toEqual(expect.arrayContaining([expect.stringMatching(/^\[\d+ s\] Plan$/)]))
  expect(written.some((text) => /^\[\d+ s\] Build (full builds|HEAD), sample-0\.1\.0\.0/.test(text))).toBe(
    true,
  )
  expect(Math.max(...written.slice(0, -1).map((text) => text.length))).toBeLessThan(100)
  expect(screenOf(stdout)[0]).toBe('Built on top of the full build')
  expect(screenOf(stdout).join('\n')).toContain('\n2 of 9 modules compiled in 1 unit;')
})

it('shows what stays above that line, without colours where they are not wanted', async () => {
  const shown = async (env: Record<string, string>) => {
    const args = ['plan', '.#sample', '--cache', join(scenario.directory, 'none')]
    const { stdout } = await cli(args, { terminal: true, env })
    return stdout
  }
  const lines = screenOf(await shown({}))
  expect(lines[0]).toContain(`The full build is of ${base} (`)
  expect(lines).toContain('sample-0.1.0.0: the full build is in the store.')
  expect(lines).toContain('1 of 1 unit has no full build in the cache.')
  const failing = async (env: Record<string, string>) =>
    (await cli(['build', '.#none'], { terminal: true, env })).stdout
  expect(await failing({})).toContain('\x1b[31merror:\x1b[0m `.#none` does not exist at HEAD')
  expect(await failing({ NO_COLOR: '1' })).not.toContain('\x1b[3')
  expect(await failing({ TERM: 'dumb' })).not.toContain('\x1b')
})

it('prints the truncated revision, and nothing else', async () => {
  const { exitCode, stdout, stderr } = await cli(['truncate'])
  expect([exitCode, stdout, stderr]).toEqual([0, `${base}\n`, ''])
  const { stdout: json } = await cli(['truncate', '--json', '--interval=1 week'])
  expect(jsonOf(json)).toMatchObject({
    revision: base,
    commitsSince: 1,
    filesChanged: ['src/Sample/L01/M00.hs'],
  })
})

it('makes full builds, and verifies what is built on them', async () => {
  const full = await cli(['full', '.#other', '--json'])
  expect(jsonOf(full.stdout)).toMatchObject({ mode: 'full', build: 'full', failure: null })
  const verified = await cli(['verify', '.#sample', '--json'])
  expect(verified.exitCode).toBe(0)
  expect(jsonOf(verified.stdout).verification.outputs).toMatchObject([
    { name: 'sample-0.1.0.0', differences: [] },
  ])
})

it('reads nothing of what a job has', async () => {
  const nonsense = ['GITHUB', 'ACTIONS', 'RUNNER', 'INPUT', 'STATE'].flatMap((prefix) =>
    [
      'WORKSPACE',
      'EVENT_NAME',
      'EVENT_PATH',
      'TEMP',
      'MODE',
      'CACHE',
      'INSTALLABLES',
      'OUTPUT',
      'ENVIRONMENT',
      'ACTOR',
      'RUNTIME_TOKEN',
      'CACHE_MODE',
    ].map((name) => [`${prefix}_${name}`, `/nonsense ${name}`]),
  )
  const args = ['build', '.#sample', '--no-link', '--json']
  const without = jsonOf((await cli(args)).stdout)
  const { exitCode, stdout } = await cli(args, { env: { CI: 'true', ...Object.fromEntries(nonsense) } })
  expect(exitCode).toBe(0)
  expect({ ...jsonOf(stdout), seconds: 0 }).toEqual({ ...without, seconds: 0 })
})

it('needs no network, and no remote', async () => {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: clone })
  git('remote', 'set-url', 'origin', 'https://127.0.0.1:1/nothing.git')
  appendFileSync(join(clone, 'src/Sample/L00/M00.hs'), '-- changed again\n')
  const args = ['build', '.#sample', '--no-link', '--json']
  const unreachable = await cli(args)
  expect(jsonOf(unreachable.stdout)).toMatchObject({ build: 'incremental', warnings: [] })
  git('remote', 'remove', 'origin')
  appendFileSync(join(clone, 'src/Sample/L00/M00.hs'), '-- and again\n')
  expect(jsonOf((await cli(args)).stdout)).toMatchObject({ build: 'incremental', warnings: [] })
})

it('builds a file, and a flake above the directory', async () => {
  const file = await cli(['build', '--file', 'default.nix', 'other', '--no-link', '--print-out-paths'])
  expect(file.stdout).toMatch(/-other-2\.0\n$/)
  const below = await cli(['build', '.#other', '--print-out-paths'], { directory: join(clone, 'client') })
  expect(below.stdout).toMatch(/-other-2\.0\n$/)
  expect(readlinkSync(join(clone, 'client/result'))).toBe(below.stdout.trim())
  rmSync(join(clone, 'client/result'))
})

it.each([
  [['bild'], /^error: There is no command `bild`\..*\n$/],
  [['build', '--intervall=6h'], /^error: The command `build` has no option `--intervall`\..*\n$/],
  [['build', '--interval', 'soon'], /^error: `--interval`: "soon" is not a duration.*\n$/],
  [['build', '--out-link', 'src'], /^error: `--out-link`: `src` is there and is no link.*\n$/],
])('does nothing for %j', async (args, message) => {
  const { exitCode, stdout, stderr } = await cli(args)
  expect([exitCode, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(message)
})

it('is a program of the flake', async () => {
  const flake = join(scenario.directory, 'incremental-nix')
  for (const name of ['flake.nix', 'nix', 'dist', 'package.json'])
    cpSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), join(flake, name), { recursive: true })
  const nixRun = (...args: string[]) =>
    scenario.world.nix(['run', '--offline', `path:${flake}`, '--', ...args], { cwd: clone })
  expect((await nixRun('truncate')).stdout).toBe(base)
  expect((await nixRun('--version')).stdout).toMatch(/^incremental-nix \d+\.\d+\.\d+$/)
})

it('fails as the build does, with the end of its log', async () => {
  writeFileSync(join(clone, 'package.nix'), failing)
  const { exitCode, stdout, stderr } = await cli(['build', '.#sample', '--json'])
  expect(exitCode).toBe(1)
  expect(jsonOf(stdout).failure.message).toMatch(/^\.#sample does not build: /)
  expect(stderr).toContain('\nerror: .#sample does not build: ')
  expect(stderr).toContain('\n  it  is broken\n')
  expect(stderr).not.toMatch(/[\x07\x1b]/)
  const { stdout: written } = await cli(['build', '.#sample'], { terminal: true })
  expect(screenOf(written).join('\n')).toContain('error: .#sample does not build: ')
  expect(written).not.toContain('\x07')
})

/** Its log has in it what a terminal would obey. */
const failing = `{ mkDerivation, base }:
mkDerivation {
  pname = "sample";
  version = "0.1.0.0";
  src = ./.;
  libraryHaskellDepends = [ base ];
  preBuild = ''printf 'it \\033[2J\\007is broken\\n'; exit 1'';
}
`
