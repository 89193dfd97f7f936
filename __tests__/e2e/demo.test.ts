import { tellStory } from '../../testing/demo-story.ts'

/** The README's demo, with a project that is quicker to compile. */
it('tells of one full build a day, one module compiled for one changed, and a restore into an empty store', async () => {
  const told: string[] = []
  const rows = await tellStory({ modules: 10 }, (row) => told.push(row.run))
  expect(told).toEqual(rows.map(({ run }) => run))
  const [first, next, pullRequest, nightly, morning] = rows
  expect(rows).toMatchObject([
    { run: 'first run of the day', hit: false, compiled: '1 of 11' },
    { run: 'next commit', hit: true, compiled: '2 of 11' },
    { run: 'pull request', hit: true, compiled: '2 of 11' },
    { run: 'nightly, mode full', hit: false, compiled: '11 of 11' },
    { run: 'next morning, empty store', hit: true, compiled: '1 of 11' },
  ])
  expect(next?.base).toBe(first?.base)
  expect(pullRequest?.base).toBe(first?.base)
  expect(nightly?.base).not.toBe(first?.base)
  expect(morning?.base).toBe(nightly?.base)
})
