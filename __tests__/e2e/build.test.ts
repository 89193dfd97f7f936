import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../../src/nix/build.ts'
import { openNix } from '../../src/nix/nix.ts'
import { createNixWorld, type NixWorld } from '../../testing/nix-world.ts'

let world: NixWorld
const before = { ...process.env }
beforeAll(() => {
  world = createNixWorld(mkdtempSync(join(tmpdir(), 'incremental-nix-build-')))
  Object.assign(process.env, world.env)
})
afterAll(() => {
  process.env = { ...before }
  world.dispose()
})

function derivation(name: string, script: string): string[] {
  const expression = `derivation { name = "${name}"; system = builtins.currentSystem; builder = "/bin/sh"; args = [ "-c" ''${script}'' ]; PATH = "/usr/bin:/bin"; }`
  return ['--impure', '--expr', expression]
}

it('says what is being built when nothing else is said for a while', async () => {
  const printed: string[] = []
  const nix = await openNix([], world.directory)
  const result = await build(nix, derivation('quiet', 'sleep 4; echo done > $out'), {
    print: (line) => printed.push(line),
    heartbeatSeconds: 1,
  })
  expect(result).toMatchObject({ ok: true, built: [{ paths: [expect.stringMatching(/-quiet$/)] }] })
  expect(printed.filter((line) => line.includes('still building: quiet')).length).toBeGreaterThanOrEqual(2)
})

it('reports what failed', async () => {
  const printed: string[] = []
  const nix = await openNix([], world.directory)
  const result = await build(nix, derivation('broken', 'echo the reason; exit 3'), {
    print: (line) => printed.push(line),
  })
  expect(result.ok).toBe(false)
  expect(result.error).toMatch(/broken.*exit code 3/)
  expect(printed).toContain('broken> the reason')
})

it('applies the settings of `nix-options`', async () => {
  const nix = await openNix(['max-jobs = 0'], world.directory)
  const result = await build(nix, derivation('nowhere', 'echo > $out'), { print: () => {} })
  expect(result.ok).toBe(false)
})
