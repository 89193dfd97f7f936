/** A program of 200 files, by CMake and Ninja: as much is compiled as in a small one. */
process.env.C_PARTS = '182'
const { header, ordinary, partSource, parts } = await import('../../testing/c-project/project.ts')
const { compiledIn, contentsOf, createCWorkshop } = await import('../../testing/c-project/workshop.ts')

const kind = 'cmake-ninja'
const workshop = createCWorkshop()
afterAll(() => workshop.dispose())

async function build(files: Readonly<Record<string, string>>) {
  workshop.lay([kind], { options: ordinary, files })
  const [head, plain] = [await workshop.buildHead(), await workshop.buildPlainly([kind])]
  return { head: head.get(kind)!, plain: plain.get(kind)! }
}

it('compiles a source that changed, and the users of a header that did', async () => {
  workshop.lay([kind], { options: ordinary })
  const all = compiledIn((await workshop.makeFullBuilds()).get(kind)!)
  expect(all.length).toBeGreaterThanOrEqual(190)
  const source = await build({ 'src/part5.c': partSource(5, 'head') })
  expect(compiledIn(source.head)).toContain('part5')
  expect(compiledIn(source.head).length).toBeLessThan(8)
  expect(contentsOf(source.head)).toEqual(contentsOf(source.plain))
  const users = await build({ 'include/part1.h': header(1, 'head') })
  const ofHeader = Array.from({ length: parts }, (_, index) => index).filter((index) => index % 3 === 1)
  expect(compiledIn(users.head)).toEqual(expect.arrayContaining(ofHeader.map((index) => `part${index}`)))
  expect(compiledIn(users.head).length).toBeLessThan(ofHeader.length + 8)
  expect(contentsOf(users.head)).toEqual(contentsOf(users.plain))
}, 600_000)
