import { createObjectCount } from '../../../src/adapters/checkpoint/objects.ts'

function read(...lines: readonly string[]) {
  const count = createObjectCount()
  for (const line of lines) count.feed(line)
  return count.objects()
}

it('counts what the hooks name, with their reasons', () => {
  expect(
    read(
      'gcc -c foo.c',
      'incremental-nix: 17 of 19 objects are put back',
      'incremental-nix: compiled foo/build/a b.c.o [its source or a header of it changed]',
      'incremental-nix: compiled foo/build/c.c.o',
      'incremental-nix: 2 of 19 objects were compiled',
    ),
  ).toEqual({
    compiled: [
      {
        name: 'foo/build/a b.c.o',
        reason: 'its source or a header of it changed',
        file: 'foo/build/a b.c.o',
      },
      { name: 'foo/build/c.c.o', reason: undefined, file: 'foo/build/c.c.o' },
    ],
    considered: new Map([['objects', 19]]),
  })
})

it('knows nothing of other builds', () => {
  expect(read('compiled foo.o', '3 of 4 objects were compiled')).toEqual({
    compiled: [],
    considered: new Map(),
  })
})
