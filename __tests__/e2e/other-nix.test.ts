import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAction } from '../../testing/action.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'
import { standInGhc } from '../../testing/stand-in-ghc.ts'
import { otherNixes, standInNix } from '../../testing/stand-in-nix.ts'

/** The main job on kinds and versions of Nix that this machine does not have: full build, HEAD on top, then a hit. */

let directory: string
let scenario: Scenario
let revisions: readonly string[]
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'other-nix-'))
  scenario = createScenario({ modules: 2, ghc: standInGhc(directory) })
  const base = scenario.sample.commit('first', '2026-01-01T12:00:00Z')
  scenario.sample.changeLeaf()
  revisions = [base, scenario.sample.commit('leaf', '2026-01-02T05:00:00Z')]
})
afterAll(() => {
  scenario.dispose()
  rmSync(directory, { recursive: true })
})

it.each(otherNixes)('%s', async (kind) => {
  const [base = '', leaf = ''] = revisions
  const bin = standInNix(kind, mkdtempSync(join(directory, 'nix-')))
  const job = () =>
    runAction(
      scenario.step(scenario.checkout(leaf), {
        inputs: { installables: '.#sample', cache: `file://${join(bin, 'cache')}` },
        env: { PATH: `${bin}:${process.env.PATH}` },
      }),
    )
  for (const hit of [false, true]) {
    scenario.world.wipeStore()
    const { main, post } = await job()
    expect([main.errors, main.warnings, post.warnings]).toEqual([[], [], []])
    expect(main.outputs).toMatchObject({
      revision: base,
      build: 'incremental',
      'cache-hit': String(hit),
      'modules-compiled': '1',
    })
    expect(post.exitCode).toBe(0)
    expect(post.log.includes('Pushed incremental-nix')).toBe(!hit)
  }
})
