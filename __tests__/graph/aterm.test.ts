import { parseDerivation } from '../../src/graph/index.ts'

const path = '/nix/store/bg2fgi2qplqw9h9qp8fxsrakn12ij61r-many-1.0.drv'
const parse = (text: string) => parseDerivation(path, text)

/** With this in place of the environment. */
const withEnv = (env: string) => `Derive([],[],[],"x86_64-linux","/bin/sh",[],${env})`

// What Nix 2.26 wrote for derivations with the attributes that the names say, with the store at /nix/store.
const real = {
  many: String.raw`Derive([("bin","/nix/store/zp8n2a67x1ya8rc0yirilkbn4vp83ap4-many-bin","",""),("dev","/nix/store/1d2vr6nkj63axfm3ndh4gzwg3ri1rbv8-many-dev","",""),("out","/nix/store/bqk8fv443qhb7y5mp7rh2j584w0fm6c2-many","","")],[("/nix/store/5ldbgbm53as1ygqhp5998f12krpmnvi8-fixed.drv",["out"]),("/nix/store/9yaxg6dd1zcjy6lajvqqc4xm1pdmzrfa-tool.drv",["bin","dev"])],["/nix/store/hqzval851b05brqvqvhv7gchrhfpf1v1-source"],"x86_64-linux","/bin/sh",["-c","a\\\"b\n\tc\r\\","/nix/store/1ivhzk330x7g15fjq9rha9rgbcpvry9p-fixed"],[("bin","/nix/store/zp8n2a67x1ya8rc0yirilkbn4vp83ap4-many-bin"),("builder","/bin/sh"),("dev","/nix/store/1d2vr6nkj63axfm3ndh4gzwg3ri1rbv8-many-dev"),("empty",""),("name","many"),("odd","\\\\\""),("out","/nix/store/bqk8fv443qhb7y5mp7rh2j584w0fm6c2-many"),("outputs","dev out bin"),("system","x86_64-linux")])`,
  fixed: `Derive([("out","/nix/store/1ivhzk330x7g15fjq9rha9rgbcpvry9p-fixed","sha256","e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")],[],[],"x86_64-linux","/bin/sh",[],[("builder","/bin/sh"),("name","fixed"),("out","/nix/store/1ivhzk330x7g15fjq9rha9rgbcpvry9p-fixed"),("outputHash","sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),("outputHashMode","flat"),("system","x86_64-linux")])`,
  floating: `Derive([("out","","r:sha256","")],[("/nix/store/bg2fgi2qplqw9h9qp8fxsrakn12ij61r-many.drv",["dev"])],[],"x86_64-linux","/bin/sh",[],[("builder","/bin/sh"),("many","/nix/store/1d2vr6nkj63axfm3ndh4gzwg3ri1rbv8-many-dev"),("name","floating"),("out","/1rz4g4znpzjwh1xymhjpm42vipw92pr73vdgl6xs1hycac8kf2n9"),("outputHashAlgo","sha256"),("outputHashMode","recursive"),("system","x86_64-linux")])`,
}

it('reads all parts', () => {
  expect(parse(real.many)).toEqual({
    path,
    name: 'many-1.0',
    system: 'x86_64-linux',
    builder: '/bin/sh',
    args: ['-c', 'a\\"b\n\tc\r\\', '/nix/store/1ivhzk330x7g15fjq9rha9rgbcpvry9p-fixed'],
    env: new Map([
      ['bin', '/nix/store/zp8n2a67x1ya8rc0yirilkbn4vp83ap4-many-bin'],
      ['builder', '/bin/sh'],
      ['dev', '/nix/store/1d2vr6nkj63axfm3ndh4gzwg3ri1rbv8-many-dev'],
      ['empty', ''],
      ['name', 'many'],
      ['odd', '\\\\"'],
      ['out', '/nix/store/bqk8fv443qhb7y5mp7rh2j584w0fm6c2-many'],
      ['outputs', 'dev out bin'],
      ['system', 'x86_64-linux'],
    ]),
    outputs: new Map(
      [
        ['bin', '/nix/store/zp8n2a67x1ya8rc0yirilkbn4vp83ap4-many-bin'] as const,
        ['dev', '/nix/store/1d2vr6nkj63axfm3ndh4gzwg3ri1rbv8-many-dev'] as const,
        ['out', '/nix/store/bqk8fv443qhb7y5mp7rh2j584w0fm6c2-many'] as const,
      ].map(([name, output]) => [name, { path: output, hashAlgorithm: '', hash: '' }]),
    ),
    inputDrvs: new Map([
      ['/nix/store/5ldbgbm53as1ygqhp5998f12krpmnvi8-fixed.drv', ['out']],
      ['/nix/store/9yaxg6dd1zcjy6lajvqqc4xm1pdmzrfa-tool.drv', ['bin', 'dev']],
    ]),
    inputSrcs: ['/nix/store/hqzval851b05brqvqvhv7gchrhfpf1v1-source'],
  })
})

it.each([
  [
    'a fixed output',
    real.fixed,
    '/nix/store/1ivhzk330x7g15fjq9rha9rgbcpvry9p-fixed',
    'sha256',
    /^e3b0.*b855$/,
  ],
  ['a floating content-addressed output', real.floating, '', 'r:sha256', /^$/],
])('reads %s', (_, text, outputPath, hashAlgorithm, hash) => {
  const { outputs } = parse(text)
  expect([...outputs.keys()]).toEqual(['out'])
  expect(outputs.get('out')).toMatchObject({ path: outputPath, hashAlgorithm })
  expect(outputs.get('out')?.hash).toMatch(hash)
})

it.each([
  ['nothing special', 'plain', 'plain'],
  ['nothing', '', ''],
  ['a quotation mark', String.raw`a\"b`, 'a"b'],
  ['only a quotation mark', String.raw`\"`, '"'],
  ['a backslash at the end', String.raw`a\\`, 'a\\'],
  ['two backslashes at the end', String.raw`a\\\\`, 'a\\\\'],
  ['a backslash before a quotation mark', String.raw`a\\\"b`, 'a\\"b'],
  ['two backslashes before a quotation mark', String.raw`\\\\\"`, '\\\\"'],
  ['a backslash and an n', String.raw`\\n`, '\\n'],
  ['escaped control characters', String.raw`\n\r\t`, '\n\r\t'],
  ['newlines as they are', 'a\nb', 'a\nb'],
  ['a backslash before a newline', 'a\\\nb', 'a\nb'],
  ['brackets and commas', ')],[(', ')],[('],
  ['other alphabets', 'λ→🐘', 'λ→🐘'],
])('reads %s in a text', (_, escaped, value) => {
  const { env } = parse(withEnv(`[("a","${escaped}"),("b","next")]`))
  expect([...env]).toEqual([
    ['a', value],
    ['b', 'next'],
  ])
})

it('reads a long text of escapes in time in proportion to its length', () => {
  const text = '\\\\\\"'.repeat(200_000)
  expect(parse(withEnv(`[("a","${text}")]`)).env.get('a')).toBe('\\"'.repeat(200_000))
})

it('reads empty lists', () => {
  expect(parse(withEnv('[]'))).toMatchObject({
    args: [],
    inputSrcs: [],
    env: new Map(),
    outputs: new Map(),
    inputDrvs: new Map(),
  })
})

it('does not take names of attributes for properties of objects', () => {
  expect([...parse(withEnv('[("__proto__","a"),("constructor","b")]')).env.values()]).toEqual(['a', 'b'])
})

it.each([
  ['', 'nothing'],
  ['not a derivation', 'another text'],
  [
    'DrvWithVersion("xp-dyn-drv",[],[("/nix/store/x.drv",(["out"],[]))],[],"s","b",[],[])',
    'derivations of derivations',
  ],
  [withEnv('[("a")]'), 'a pair of one'],
  [withEnv('[("a","b","c")]'), 'a pair of three'],
  [withEnv('[("a","b")("c","d")]'), 'no comma'],
  [withEnv('[a]'), 'no text'],
  [withEnv(String.raw`[("a","b\")]`), 'a text without an end'],
])('throws for %j: %s', (text) => {
  expect(() => parse(text)).toThrow('not a derivation that can be read')
})

it('throws wherever the text is cut off', () => {
  const wrong = Array.from(real.many.slice(0, -1), (_, length) => length).filter((length) => {
    try {
      parse(real.many.slice(0, length))
      return true
    } catch (error) {
      return !(error instanceof Error)
    }
  })
  expect(wrong).toEqual([])
})
