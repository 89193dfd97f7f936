import type { Work } from '../../src/lib/log.ts'
import { type BuildOptions, build } from '../../src/nix/build.ts'
import type { Nix } from '../../src/nix/nix.ts'

const path = '/nix/store/x7x3bmfylxfpxvqyx8p6r2whv4xaxzvv-core-1.0.drv'
const line = (message: unknown) => `@nix ${JSON.stringify(message)}`
const compiling = '[3 of 9] Compiling A ( A.hs, dist/build/A.o, dist/build/A.dyn_o )'

/** What can be asked after each line, and the arguments. */
async function watched(lines: readonly string[], options: Partial<BuildOptions> = {}) {
  let ask: () => readonly Work[] = () => []
  const answers: (readonly Work[])[] = []
  let words: readonly string[] = []
  const run: Nix['run'] = async (args, { onStderrLine }) => {
    words = args
    for (const one of lines) {
      onStderrLine?.(one)
      answers.push(ask().map((work) => ({ ...work, seconds: 0 })))
    }
    return { stdout: '[]', stderr: '' }
  }
  const nix = { run } as Nix
  await build(nix, ['.#core'], {
    print: () => {},
    watch: (how) => {
      ask = how
    },
    ...options,
  })
  return { answers, words }
}

it('can be asked what is being built, and how far that is', async () => {
  const lines = [
    line({ action: 'start', id: 1, type: 105, fields: [path] }),
    line({ action: 'result', id: 1, type: 104, fields: ['buildPhase'] }),
    line({ action: 'result', id: 1, type: 101, fields: [compiling] }),
    line({ action: 'stop', id: 1 }),
  ]
  const { answers } = await watched(lines, { fullSeconds: new Map([[path, 90]]) })
  const begun = {
    name: 'core-1.0',
    phase: undefined,
    seconds: 0,
    modulesCompiled: 0,
    modulesTotal: 0,
    fullSeconds: 90,
  }
  const building = { ...begun, phase: 'buildPhase' }
  expect(answers).toEqual([[begun], [building], [{ ...building, modulesCompiled: 1, modulesTotal: 9 }], []])
})

it('knows nothing of what is not built on a full build', async () => {
  const { answers } = await watched([line({ action: 'start', id: 1, type: 105, fields: [path] })])
  expect(answers).toMatchObject([[{ fullSeconds: undefined }]])
})

it.each([
  [{}, ['--no-link']],
  [{ outLink: '/a/result' }, ['--out-link', '/a/result']],
])('leaves links as it is told: %j', async (options, link) => {
  const { words } = await watched([], options)
  expect(words.slice(-link.length - 1)).toEqual([...link, '.#core'])
})
