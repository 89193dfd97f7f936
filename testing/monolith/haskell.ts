import type { Module, Monolith, Program } from './plan.ts'

/** The Haskell of a monolith. All that is computed is linear in the number of modules, so that programs end at once. */

/** What modules with splices import: the names of the fields of a record, as lenses are made of them. */
export const splicesModule = `{-# LANGUAGE TemplateHaskell #-}
-- | Declarations that are made of types.
module Monolith.Splices (makeFieldNames) where

import Language.Haskell.TH

-- | @fieldNames@: what the fields of a record are called.
makeFieldNames :: Name -> Q [Dec]
makeFieldNames name = do
  info <- reify name
  let fields = case info of
        TyConI (DataD _ _ _ _ [RecC _ those] _) -> [nameBase field | (field, _, _) <- those]
        _ -> []
      defined = mkName "fieldNames"
  body <- listE (map (litE . stringL) fields)
  pure [SigD defined (AppT ListT (ConT ''String)), ValD (VarP defined) (NormalB body) []]
`

/** The text of a module of the library. */
export function moduleSource(monolith: Monolith, module: Module): string {
  const imported = module.imports.map((index) => monolith.modules[index]!)
  const parts = [
    header(module),
    imports(module, imported),
    stateType(module),
    ...(module.fields > 0 ? [record(module, imported)] : []),
    ...Array.from({ length: module.functions }, (_, number) => rule(module, imported, number)),
    ...(module.cpp ? [portable] : []),
    ...(module.paths ? [about] : []),
    ...(module.splices ? ["makeFieldNames ''Entity"] : []),
    total(module, imported),
  ]
  return `${parts.join('\n\n')}\n`
}

function header(module: Module): string {
  const extensions = [...(module.splices ? ['TemplateHaskell'] : []), ...(module.cpp ? ['CPP'] : [])]
  const exports = [
    'State (..)',
    ...(module.fields > 0 ? ['Entity (..)', 'initial', 'validate', 'summary'] : []),
    ...Array.from({ length: module.functions }, (_, number) => ruleName(number)),
    ...(module.cpp ? ['portable'] : []),
    ...(module.paths ? ['about'] : []),
    ...(module.splices ? ['fieldNames'] : []),
    'index',
    'total',
  ]
  const pragmas = extensions.map((name) => `{-# LANGUAGE ${name} #-}\n`).join('')
  return `${pragmas}-- | Part of layer ${module.layer}.\nmodule ${module.name}\n  ( ${exports.join('\n  , ')}\n  ) where`
}

function imports(module: Module, imported: readonly Module[]): string {
  return [
    'import qualified Data.ByteString.Char8 as Bytes',
    "import Data.List (foldl', sortOn)",
    'import qualified Data.Map.Strict as Map',
    ...(module.paths
      ? ['import Data.Version (showVersion)', 'import Paths_monolith (getDataFileName, version)']
      : []),
    ...(module.splices ? ['import Monolith.Splices (makeFieldNames)'] : []),
    ...imported.map(({ name }) => `import qualified ${name}`),
  ].join('\n')
}

const numbered = (name: string, number: number) => `${name}${String(number).padStart(2, '0')}`
const ruleName = (number: number) => numbered('rule', number)

function stateType({ constructors }: Module): string {
  const names = Array.from({ length: constructors }, (_, number) => numbered('State', number))
  return `-- | What something may be in the course of time.
data State
  = ${names.join('\n  | ')}
  deriving (Eq, Ord, Show, Read, Enum, Bounded)

-- | The states by what they are called.
index :: Map.Map Bytes.ByteString State
index = Map.fromList [(Bytes.pack (show state), state) | state <- [minBound .. maxBound]]`
}

/** Every third field is of a type of an import, if there are any. */
function record({ fields }: Module, imported: readonly Module[]): string {
  const types = Array.from({ length: fields }, (_, number) => {
    const other = imported[number % Math.max(1, imported.length)]
    if (number % 3 === 2 && other !== undefined) return `${other.name}.State`
    return ['Int', 'Bytes.ByteString', '(Map.Map Int Bool)', 'String'][number % 4]!
  })
  const values: Readonly<Record<string, string>> = {
    Int: 'n',
    'Bytes.ByteString': 'Bytes.pack (show n)',
    '(Map.Map Int Bool)': 'Map.singleton n (even n)',
    String: 'show n',
  }
  const lines = (text: (field: string, type: string) => string) =>
    types.map((type, number) => text(numbered('field', number), type)).join('\n  , ')
  return `-- | What is kept of something.
data Entity = Entity
  { ${lines((field, type) => `${field} :: !${type}`)}
  }
  deriving (Eq, Ord, Show)

-- | As it is made of a number.
initial :: Int -> Entity
initial n = Entity
  { ${lines((field, type) => `${field} = ${values[type] ?? 'minBound'}`)}
  }

-- | Of what is wrong, one thing.
validate :: Entity -> Either String Entity
validate entity
  | field00 entity < 0 = Left ("negative: " ++ show (field00 entity))
  | Bytes.null (field01 entity) = Left "empty"
  | otherwise = Right entity { field00 = field00 entity + 1 }

-- | For a log.
summary :: Entity -> String
summary entity = unwords (map (show . fst) (sortOn snd (zip [0 :: Int ..] (words (show entity)))))`
}

/** Each calls at most one of an import, so that a chain of calls is as long as there are layers. */
function rule(module: Module, imported: readonly Module[], number: number): string {
  const name = ruleName(number)
  const other = imported[number % Math.max(1, imported.length)]
  const called =
    other === undefined ? 'id' : `${other.name}.${ruleName(number % Math.min(2, other.functions))}`
  const distinguished = Math.min(module.constructors, 3 + (number % 4))
  const cases = Array.from({ length: distinguished }, (_, at) => {
    const result = at % 2 === 0 ? `n * ${at + 2}` : `foldl' (+) ${number} (replicate ${at} n)`
    return `    ${numbered('State', at)} -> ${result}`
  })
  const others = distinguished < module.constructors ? ['    _ -> 0'] : []
  const state = `toEnum (n \`mod\` ${module.constructors})`
  return `-- | A rule about a number.
${name} :: Int -> Int
${name} n = ${called} $ case ${number % 3 === 0 ? `snd (Map.findMin (Map.fromListWith max [(n, ${state})]))` : state} of
${[...cases, ...others].join('\n')}`
}

const portable = `-- | What depends on the version of a dependency.
portable :: String
#if MIN_VERSION_containers(0,6,0)
portable = "new"
#else
portable = "old"
#endif`

const about = `-- | The version of the package, and what it has as data.
about :: IO String
about = (showVersion version ++) . (' ' :) <$> (getDataFileName "data/words.txt" >>= readFile)`

/** A constant, and so computed once, however many modules use it. */
function total(module: Module, imported: readonly Module[]): string {
  const terms = [
    ...(module.fields > 0 ? ['length (either id summary (validate (initial seed)))'] : []),
    ...Array.from({ length: module.functions }, (_, number) => `${ruleName(number)} ${number + 3}`),
    ...(module.cpp ? ['length portable'] : []),
    ...(module.splices ? ['length (concat fieldNames)'] : []),
    ...imported.map(({ name }) => `${name}.total`),
  ]
  return `-- | Of all that is here.
{-# NOINLINE total #-}
total :: Int
total = foldl' (\\sum' one -> (sum' * 31 + one) \`mod\` 1000003) seed
  [ ${terms.join('\n  , ')}
  , Map.size index
  ]
  where
    seed = ${module.seed} :: Int`
}

/** The text of a program. */
export function programSource(monolith: Monolith, { name, imports: indices }: Program): string {
  const imported = indices.map((index) => monolith.modules[index]!)
  const located = imported.filter(({ paths }) => paths)
  return `module Main (main) where

${imported.map((module) => `import qualified ${module.name}`).join('\n')}

main :: IO ()
main = do
  putStrLn "${name}"
  mapM_ print
    [ ${imported.map((module) => `${module.name}.total`).join('\n    , ')}
    ]
${located.map((module) => `  ${module.name}.about >>= putStr\n`).join('')}`
}

/** The text of the test suite. It prints lines that begin with `spec: `. */
export function testSource(monolith: Monolith): string {
  const tested = monolith.tested.map((index) => monolith.modules[index]!.name)
  return `module Main (main) where

import Control.Monad (unless)
import qualified Data.Map.Strict as Map
${tested.map((name) => `import qualified ${name}`).join('\n')}

main :: IO ()
main = do
${tested.map((name) => `  check "${name}" ${name}.total (Map.size ${name}.index)`).join('\n')}

check :: String -> Int -> Int -> IO ()
check name total states = do
  putStrLn ("spec: " ++ name ++ " " ++ show total)
  unless (total >= 0 && states > 1) (fail name)
`
}
