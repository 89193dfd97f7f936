import { environmentChanged } from '../../src/graph/index.ts'
import { createDerivation, type DerivationOptions, storePath } from '../../testing/graph.ts'

const library = (salt: string) => createDerivation('library-1.0', { salt })
const file = (salt: string) => storePath('settings.json', salt)
const base: DerivationOptions = {
  inputs: [library('a')],
  inputSrcs: [storePath('source', 'a'), file('a')],
  env: {
    src: storePath('source', 'a'),
    version: '1.0',
    buildInputs: [...library('a').outputs.values()][0]!.path,
    SETTINGS: file('a'),
    preBuild: 'export GIT_REV=1',
    configureFlags: '-f-debug',
  },
}
const env = (more: Record<string, string>): DerivationOptions => ({ env: { ...base.env, ...more } })

const cases: [string, DerivationOptions, boolean][] = [
  ['nothing', {}, false],
  [
    'its own sources',
    { ...env({ src: storePath('source', 'b') }), inputSrcs: [storePath('source', 'b'), file('a')] },
    false,
  ],
  ['its version', env({ version: '1.1' }), false],
  [
    'what it depends on',
    { ...env({ buildInputs: [...library('b').outputs.values()][0]!.path }), inputs: [library('b')] },
    false,
  ],
  ['a hook', env({ preBuild: 'export GIT_REV=2' }), true],
  ['a flag', env({ configureFlags: '-fdebug' }), true],
  ['a new variable', env({ DEBUG: '1' }), true],
  [
    'a file that a variable names',
    { ...env({ SETTINGS: file('b') }), inputSrcs: [storePath('source', 'a'), file('b')] },
    true,
  ],
  ['the version of a dependency', env({ buildInputs: storePath('library-2.0', 'a') }), false],
  [
    'another dependency',
    env({ buildInputs: `${storePath('library-1.0', 'a')} ${storePath('other-1.0', 'a')}` }),
    true,
  ],
]

it.each(cases)('%s', (_, change, expected) => {
  const before = createDerivation('package-1.0', { ...base, salt: 'before' })
  const after = createDerivation('package-1.0', { ...base, ...change, salt: 'after' })
  expect(environmentChanged(after, before)).toBe(expected)
})

it.each([
  [{ flags: ['-a'], env: { REV: '1' } }, false],
  [{ flags: ['-b'], env: { REV: '1' } }, true],
  [{ flags: ['-a'], env: { REV: '2' } }, true],
])('structured attributes: %j', (structured, expected) => {
  const before = createDerivation('package', { structured: { flags: ['-a'], env: { REV: '1' } } })
  expect(environmentChanged(createDerivation('package', { structured }), before)).toBe(expected)
})

it('a removed variable', () => {
  const { SETTINGS: _, ...rest } = base.env ?? {}
  const before = createDerivation('package-1.0', base)
  expect(environmentChanged(createDerivation('package-1.0', { ...base, env: rest }), before)).toBe(true)
})
