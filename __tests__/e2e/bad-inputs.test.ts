import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ActionStep, runAction } from '../../testing/action.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** Each bad input gives exactly one error, which names the input and the remedy, and nothing is left behind. */
let scenario: Scenario
let workspace: string

beforeAll(() => {
  scenario = createScenario()
  scenario.sample.commit('first', '2026-01-01T12:00:00Z')
  workspace = scenario.checkout('main')
  writeFileSync(join(scenario.directory, 'outside.nix'), '{ }')
  symlinkSync(join(scenario.directory, 'outside.nix'), join(workspace, 'link.nix'))
})
afterAll(() => scenario.dispose())

async function errorsOf(overrides: Partial<ActionStep>): Promise<readonly string[]> {
  const { main, post } = await runAction(scenario.step(overrides.workspace ?? workspace, overrides))
  expect(main.exitCode).toBe(1)
  expect(post.exitCode).toBe(0)
  expect(main.warnings).toEqual([])
  expect(post.warnings).toEqual([])
  // Set by runs that came as far as running.
  expect(main.outputs).toMatchObject(
    main.outputs.build === undefined ? {} : { build: 'none', 'out-paths': '{}' },
  )
  expect(scenario.leftovers()).toEqual([])
  return main.errors
}

const bad: [string, string, RegExp][] = [
  ['mode', 'fulll', /`fulll` is not one of `incremental`, `full`, `plan`/],
  ['interval', 'banana', /banana.*(1 day|6h|3600)/],
  ['interval', '-1 day', /-1 day.*(1 day|6h|3600)/],
  ['interval', '0', /0.*(1 day|6h|3600)/],
  ['interval', '1 day 1', /(1 day|6h|3600)/],
  ['interval', '0.5', /(1 day|6h|3600)/],
  ['offset', 'noon', /noon/],
  ['offset', '2 days', /not shorter than the interval/],
  ['interval', '60 0 * * *', /"60" is no minute \(0 to 59\)/],
  ['start', 'head', /`head` is not one of `checkout`, `pull-request-head`/],
  ['date', 'last fryday', /"last fryday" is not a date \(git does not know "fryday"\): write one/],
  ['branches', '!main', /every pattern begins with `!`; begin with what to take/],
  ['branches', 'a[b', /`a\[b` is not a pattern: `\[` is never closed/],
  ['fallback-intervals', '-1', /`-1` is not a whole number from 0 to 999/],
  ['simulate', 'yes', /`yes` is not `true`, `false`, or a whole number from 1 to 9999/],
  ['simulate', 'true', /in mode `plan` only; set `mode: plan`/],
  ['keep', '0', /`0` is not a whole number above zero/],
  ['keep-days', '1.5', /`1.5` is not a whole number above zero/],
  ['history', 'second-parent', /`second-parent` is not one of `first-parent`, `all`/],
  ['confirm-failures', 'sometimes', /`sometimes` is not one of `auto`, `always`, `never`/],
  ['strict', 'yes', /`yes` is not one of `true`, `false`/],
  ['summary', '1', /`1` is not one of `true`, `false`/],
  ['cache', 'htps://cache.example.org', /htps.*use `github`, `none`, or the URL/],
  ['cache', 'gihub', /gihub.*use `github`/],
  ['cache', 'file://relative/path', /not an absolute path/],
  ['cache', 'https://', /https/],
  ['cache', 'github\nnone', /`none` stands beside other caches; leave out/],
  ['cache', 'github\ngithub', /is there twice; leave one out/],
  ['cache', 'cachix:team', /needs the program `cachix`, which is not on PATH; install it/],
  ['cache', 'attic:team', /needs the program `attic`, which is not on PATH; install it/],
  ['fetch-timeout', 'soon', /soon.*(1 day|6h|3600)/],
  ['cache-write', 'yes', /`yes` is not one of `auto`, `always`, `never`/],
  ['signing-key', 'canary', /^(?!.*canary).*not a secret key of Nix.*nix key generate-secret/],
  ['trusted-public-keys', 'x', /`x` is not a public key of Nix.*convert-secret-to-public/],
  ['file', 'no-such.nix', /there is no file `no-such.nix`; give its path from the root/],
  ['file', '../outside.nix', /outside the workspace/],
  ['file', '/etc/passwd', /outside the workspace/],
  ['file', 'link.nix', /outside the workspace/],
  ['installables', 'nixpkgs#hello', /names another flake; only a flake of the checked out repository/],
  ['installables', '.?rev=abc#x', /leave out `rev` and `ref`/],
  ['installables', '.#a..b', /separate names by single dots/],
  ['installables', './no-such-directory#x', /names a directory that does not exist/],
  ['installables', './nixpkgs/..//src/..#x\n./nixpkgs/..//src/..#x', /is there twice; leave one out/],
  ['installables', '.#no-such-package', /`.#no-such-package` does not exist at HEAD.*nix flake show/],
  ['nix-options', 'accept-flake-config', /every line must be `name = value`/],
  ['revision', '--output=x', /not a revision; name a commit/],
  ['revision', 'no-such-branch', /no-such-branch/],
  ['revision', 'f'.repeat(40), /f{7}/],
]

it.each(bad)('%s: %j', async (name, value, message) => {
  const errors = await errorsOf({ inputs: { [name]: value } })
  expect(errors).toHaveLength(1)
  expect(errors[0]).toContain(`\`${name}\``)
  expect(errors[0]).toMatch(message)
  expect(errors[0]).not.toContain('\n')
})

it.each([
  [
    'offset',
    { interval: '5 0 * * *', offset: '1h' },
    /`offset`: a cron expression says the time of day itself/,
  ],
  ['branches', { revision: 'main', branches: 'main' }, /with `revision` there is one full build/],
  ['fallback-intervals', { date: 'midnight', 'fallback-intervals': '1' }, /leave one of the two out/],
])('%s beside another input', async (name, inputs, message) => {
  const errors = await errorsOf({ inputs })
  expect(errors).toEqual([expect.stringMatching(message)])
  expect(errors[0]).toContain(`\`${name}\``)
})

it('not a git repository', async () => {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'incremental-nix-no-git-')))
  const errors = await errorsOf({ workspace: path })
  rmSync(path, { recursive: true })
  expect(errors).toEqual([expect.stringMatching(/git repository.*actions\/checkout/)])
})

it('a directory without a flake', async () => {
  const errors = await errorsOf({ inputs: { installables: './src#x' }, workspace: withoutFlake() })
  expect(errors).toEqual([expect.stringMatching(/`installables`: there is no flake.nix.*or set `file`/)])
})

function withoutFlake(): string {
  const { sample } = scenario
  sample.branch('without-flake')
  sample.git('rm', '--quiet', 'flake.nix')
  return scenario.checkout(sample.commit('without flake', '2026-01-01T13:00:00Z'))
}

it('no Nix on PATH', async () => {
  const bin = join(scenario.directory, 'bin')
  mkdirSync(bin)
  symlinkSync('/usr/bin/git', join(bin, 'git'))
  expect(await errorsOf({ env: { PATH: bin } })).toEqual([
    expect.stringMatching(/no `nix` on PATH. Install Nix, in a job by an earlier step/),
  ])
})

it('a Nix that is too old', async () => {
  const bin = join(scenario.directory, 'old')
  mkdirSync(bin)
  writeFileSync(join(bin, 'nix'), '#!/bin/sh\necho "nix (Nix) 2.11.1"\n', { mode: 0o755 })
  expect(await errorsOf({ env: { PATH: `${bin}:${process.env.PATH}` } })).toEqual([
    expect.stringMatching(/Nix 2.11.1 is too old: 2.18 or later/),
  ])
})

it('a setting that Nix cannot read, without repeating its value', async () => {
  const errors = await errorsOf({ inputs: { 'nix-options': 'cores = SECRET' } })
  expect(errors).toEqual([expect.stringMatching(/Nix does not work here: .*`nix-options`/)])
})
