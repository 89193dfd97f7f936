import { chmodSync, copyFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runMain, type StepResult } from '../../testing/action.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** Mode `verify`: it passes where nothing is wrong, and finds what is, with the place. */
let scenario: Scenario
let base: string
let branches = 0

beforeAll(() => {
  scenario = createScenario({ modules: 7, pathsModule: true })
  base = scenario.sample.commit('base', '2026-01-01T10:00:00Z')
})
afterAll(() => scenario.dispose())

function commitOf(change: () => void, date = '2026-01-02T05:00:00Z'): string {
  scenario.sample.branch(`branch-${++branches}`, base)
  change()
  return scenario.sample.commit('change', date)
}

const run = (revision: string, inputs: Readonly<Record<string, string>> = {}): Promise<StepResult> =>
  runMain(
    scenario.step(scenario.checkout(revision), {
      inputs: { installables: '.#sample', mode: 'verify', revision: base, ...inputs },
    }),
  )

describe('an ordinary edit', () => {
  it('is the same on top, whatever was compiled', async () => {
    const head = commitOf(() => scenario.sample.changeInterior())
    const main = await run(head)
    expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
    expect(main.outputs).toMatchObject({ build: 'incremental' })
    expect(Number(main.outputs['modules-compiled'])).toBeLessThan(Number(main.outputs['modules-total']))
    expect(main.log).toMatch(/sample-[\d.]+: equal in \d+ files, but for store paths of the two builds;/)
    expect(main.summary).toContain('### Verified: the build on top is the plain build')
    expect(main.summary).toContain('**nothing differs**')
  })

  it('is so of a package and of one that depends on it', async () => {
    const head = commitOf(() =>
      scenario.sample.edit('other/src/Other/Words.hs', (text) => text.replace('"hello"', '"good day"')),
    )
    const main = await run(head, { installables: '.#client' })
    expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
    expect(main.log).toMatch(/^other-2\.0: equal in \d+ files/m)
    expect(main.log).toMatch(/^client-1\.0: equal in \d+ files/m)
  })
})

describe('an image', () => {
  /** As nixpkgs makes them: layers that are named by their digests, in an archive that gzip packs. */
  const image = `{ stdenv, client }:
stdenv.mkDerivation {
  name = "image.tar.gz";
  inherit client;
  buildCommand = ''
    pack() { tar --owner=0 --group=0 --numeric-owner --mtime=@1 --sort=name "$@"; }
    pack -cf layer.tar -C / "''\${client#/}"
    digest=$(sha256sum layer.tar); digest=''\${digest%% *}
    mkdir image image/$digest
    mv layer.tar image/$digest
    echo "{\\"rootfs\\": {\\"diff_ids\\": [\\"sha256:$digest\\"]}}" > image/config
    config=$(sha256sum image/config); config=''\${config%% *}.json
    mv image/config image/$config
    echo "[{\\"Config\\": \\"$config\\", \\"Layers\\": [\\"$digest/layer.tar\\"]}]" > image/manifest.json
    pack -cf - -C image . | gzip -n > $out
  '';
}
`

  it('is compared by what is in its layers', async () => {
    const withImage = commitOf(() => {
      scenario.sample.write('image.nix', image)
      scenario.sample.edit('default.nix', (text) =>
        text
          .replace('{\n  inherit other;', 'rec {\n  inherit other;')
          .replace(/}\n$/, '  image = pkgs.callPackage ./image.nix { inherit client; };\n}\n'),
      )
    }, '2026-01-01T13:00:00Z')
    scenario.sample.branch(`branch-${++branches}`, withImage)
    scenario.sample.edit('client/Main.hs', (text) =>
      text.replace('putStrLn greeting', 'putStrLn (greeting ++ "!")'),
    )
    const head = scenario.sample.commit('change', '2026-01-02T07:00:00Z')
    const main = await run(head, { installables: '.#image', revision: withImage })
    expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
    expect(main.log).toMatch(
      /^image\.tar\.gz: equal in 1 files, but for .*sizes, digests and order of members of tar archives/m,
    )
    expect(main.summary).toContain('**nothing differs**')
  })
})

describe('another version', () => {
  it('is compared under the package id of the full build', async () => {
    const head = commitOf(() => {
      for (const file of ['sample.cabal', 'package.nix'])
        scenario.sample.edit(file, (text) => text.replaceAll('0.1.0.0', '0.1.0.10'))
      scenario.sample.changeLeaf()
    })
    const main = await run(head)
    expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
    expect(main.log).toContain('sample-0.1.0.10: the package id is that of the full build, plainly another.')
    expect(main.summary).toContain('the id of the package of <code>sample-0.1.0.10</code>')
    expect(main.summary).toContain('**nothing differs**')
  })
})

it('compares modules that know where the package is installed with a build that does not copy it into them', async () => {
  const optimised = createScenario({ modules: 7, pathsModule: true, optimization: 1 })
  try {
    const { sample } = optimised
    sample.edit('src/Sample/L00/M00.hs', (text) =>
      text
        .replace('score) where\n', 'score, place) where\n\nimport Paths_sample (getDataDir)\n')
        .concat('\nplace :: IO String\nplace = getDataDir\n'),
    )
    const full = sample.commit('base', '2026-01-01T10:00:00Z')
    sample.changeLeaf()
    const head = sample.commit('change', '2026-01-02T05:00:00Z')
    const inputs = { installables: '.#sample', mode: 'verify', revision: full }
    const main = await runMain(optimised.step(optimised.checkout(head), { inputs }))
    expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
    expect(main.outputs['modules-compiled']).toBe('2')
    expect(main.summary).toContain('calls what is in <code>Paths&#95;</code> modules')
    expect(main.summary).toContain('**nothing differs**')
  } finally {
    optimised.dispose()
  }
})

describe('a stale object', () => {
  /** The intermediates of a full build. */
  async function fullBuildOf(revision: string): Promise<string> {
    const { outputs, exitCode } = await run(revision, { mode: 'full', revision })
    expect(exitCode).toBe(0)
    return outputs['full-build-path'] ?? ''
  }

  it('is found, with the module that it is of', async () => {
    const other = commitOf(
      () => scenario.sample.edit('src/Sample/L00/M01.hs', (text) => text.replace('seed = 2', 'seed = 200')),
      '2026-01-01T12:00:00Z',
    )
    const [ours, theirs] = [await fullBuildOf(base), await fullBuildOf(other)]
    const products = readdirSync(ours, { recursive: true, encoding: 'utf8' })
    const objects = products.filter((path) => /Sample\/L00\/M01\.(dyn_)?o$/.test(path))
    expect(objects).not.toEqual([])
    for (const path of objects) {
      chmodSync(dirname(join(ours, path)), 0o755)
      chmodSync(join(ours, path), 0o644)
      copyFileSync(join(theirs, path), join(ours, path))
    }
    const main = await run(
      commitOf(() => scenario.sample.edit('src/Sample/L00/M03.hs', (text) => `${text}\n-- more\n`)),
    )
    expect(main.exitCode).toBe(1)
    expect(main.errors).toEqual([
      expect.stringMatching(
        /What was built on top of the full build is not what the plain build makes: sample-[\d.]+, lib\/\S+\.a, member M01\.o, section \S+, .*Please report this/,
      ),
    ])
    expect(main.log).toMatch(/sample-[\d.]+: \d+ of \d+ files differ:/)
    expect(main.summary).toContain('### The build on top is not the plain build')
    expect(main.summary).toContain('member M01.o')
  })
})

it('says that nothing was verified where every unit is built plainly', async () => {
  const head = commitOf(() =>
    scenario.sample.edit('sample.cabal', (text) => text.replace(/^name: .*$/m, 'name:          renamed')),
  )
  scenario.sample.branch(`branch-${++branches}`, head)
  scenario.sample.edit('package.nix', (text) =>
    text.replace('pname = "sample"', 'pname = "renamed"').replace('sample.cabal', 'sample.cabal'),
  )
  scenario.sample.edit('sample.cabal', (text) =>
    text
      .replace(/build-depends: {2}sample$/gm, 'build-depends:  renamed')
      .replaceAll('Paths_sample', 'Paths_renamed'),
  )
  const main = await run(scenario.sample.commit('renamed', '2026-01-02T06:00:00Z'))
  expect([main.errors, main.exitCode]).toEqual([[], 0])
  expect(main.warnings).toEqual([expect.stringMatching(/^Nothing was verified: no unit was built on top/)])
  expect(main.summary).toContain('### Nothing was verified')
})
