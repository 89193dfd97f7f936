import { transformSync } from 'esbuild'

/** jest transformer: TypeScript to ESM by esbuild. `typescript` 7 has no JS API for ts-jest to call. */
export default {
  process(source, path) {
    const { code, map } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      sourcemap: true,
      sourcefile: path,
    })
    return { code, map: JSON.parse(map) }
  },
}
