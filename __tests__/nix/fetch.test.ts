import { inputsOf } from '../../src/nix/fetch.ts'

it.each([
  [
    'Nix 2.18 and later',
    { '/s/a.drv': { outputs: ['out', 'dev'], dynamicOutputs: {} } },
    ['/s/a.drv^out,dev'],
  ],
  ['before', { '/s/a.drv': ['out'], '/s/b.drv': ['lib'] }, ['/s/a.drv^out', '/s/b.drv^lib']],
  ['no output of its own', { '/s/a.drv': { outputs: [], dynamicOutputs: {} } }, []],
])('inputsOf: %s', (_, inputDrvs, inputs) => {
  expect(inputsOf(JSON.stringify({ '/s/x.drv': { inputDrvs }, '/s/y.drv': { inputDrvs } }))).toEqual(inputs)
})

it('inputsOf takes nothing from a format that it does not know', () => {
  expect(inputsOf('{"version":4,"derivations":null}')).toEqual([])
})
