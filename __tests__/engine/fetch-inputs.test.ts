import { inputsOf } from '../../src/engine/fetch-inputs.ts'
import type { Derivation, Graph } from '../../src/graph/index.ts'

const graphOf = (inputs: Record<string, Record<string, readonly string[]>>): Graph =>
  new Map(
    Object.entries(inputs).map(([path, needed]) => [
      path,
      { path, inputDrvs: new Map(Object.entries(needed)) } as unknown as Derivation,
    ]),
  )

it.each([
  ['nothing', {}, []],
  ['several outputs', { '/s/x.drv': { '/s/a.drv': ['out', 'dev'] } }, ['/s/a.drv^out,dev']],
  [
    'what two derivations need, once',
    { '/s/x.drv': { '/s/a.drv': ['out'] }, '/s/y.drv': { '/s/a.drv': ['lib', 'out'] } },
    ['/s/a.drv^out,lib'],
  ],
  ['not what is to be built itself', { '/s/x.drv': { '/s/y.drv': ['out'] }, '/s/y.drv': {} }, []],
  ['no output of its own', { '/s/x.drv': { '/s/a.drv': [] } }, []],
])('inputsOf: %s', (_, inputs, expected) => {
  expect(inputsOf(graphOf(inputs))).toEqual(expected)
})
