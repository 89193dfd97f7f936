import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runMain, runPost } from '../../testing/action.ts'
import { type FaultyPrograms, faultyPrograms } from '../../testing/faulty-programs.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

// What the action does where there is nothing to do.

let scenario: Scenario
let programs: FaultyPrograms
let workspace: string

beforeAll(async () => {
  scenario = createScenario({ modules: 3 })
  const { sample, world } = scenario
  sample.commit('base', '2026-01-01T12:00:00Z')
  sample.write('README.md', 'Another one.\n')
  workspace = scenario.checkout(sample.commit('head', '2026-01-02T05:00:00Z'))
  programs = faultyPrograms(scenario.directory)
  await world.nix(['build', '--no-link', '.#sample'], { cwd: workspace })
})
afterAll(() => scenario.dispose())
beforeEach(() => programs.heal())

async function use(inputs: Readonly<Record<string, string>>, bin = programs.bin) {
  const step = scenario.step(workspace, {
    inputs,
    env: { PATH: [bin, programs.bin, process.env.PATH].join(delimiter) },
  })
  const main = await runMain(step)
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  return { step, main }
}

it.each([
  ['a flake', { installables: '.#sample' }],
  ['a file', { installables: 'sample', file: 'default.nix' }],
])('evaluates HEAD once, builds nothing, and pushes nothing: %s', async (_, inputs) => {
  const { step, main } = await use(inputs)
  expect(main.log).toContain('There is nothing to build')
  const calls = programs.calls().filter((call) => call.startsWith('nix '))
  const { stdout } = await scenario.world.nix(['eval', '--raw', '.#sample.outPath'], { cwd: workspace })
  expect(JSON.parse(main.outputs['out-paths'] ?? '')).toEqual({ [inputs.installables]: [stdout] })
  // That of the base may have begun.
  expect(calls.filter((call) => !call.startsWith('nix path-info --derivation ')).toSorted()).toEqual([
    'nix --version',
    expect.stringMatching(/^nix build --dry-run /),
    expect.stringMatching(/^nix eval --impure --raw --expr builtins\.currentSystem /),
    expect.stringMatching(/^nix path-info --json /),
  ])
  programs.heal()
  const post = await runPost(step, main)
  expect([post.warnings, post.exitCode, programs.calls(), scenario.leftovers()]).toEqual([[], 0, [], []])
})

it('asks git and Nix for all that it has to know at the same time', async () => {
  const bin = join(scenario.directory, 'meeting')
  mkdirSync(bin)
  // Each of them waits for the others.
  const meet = (program: string, first: string) => `#!/bin/bash
here='${bin}'
come() {
  touch "$here/came-$1"
  for ((turn = 0; turn < 200; turn++)); do
    [[ -e $here/came-version && -e $here/came-eval && -e $here/came-git ]] && return
    sleep 0.1
  done
  exit 1
}
${first}
exec '${join(programs.bin, program)}' "$@"
`
  const nix = 'case $1 in --version) come version ;; eval) come eval ;; esac'
  writeFileSync(join(bin, 'nix'), meet('nix', nix), { mode: 0o755 })
  writeFileSync(join(bin, 'git'), meet('git', 'come git'), { mode: 0o755 })
  await use({ installables: '.#sample' }, bin)
})
