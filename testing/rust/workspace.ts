/** A cargo workspace with what such workspaces have: crates above one another, a build script, macros, vendored crates. */

/** By their paths in the project; null for none. */
export type Files = Readonly<Record<string, string | null>>

/** Which of the plain crates use which. */
export const uses: Readonly<Record<string, readonly string[]>> = {
  c0: ['c2', 'c3'],
  c1: ['c3', 'c4'],
  c2: ['c5'],
  c3: ['c5'],
  c4: [],
  c5: [],
}

/** What a crate is worth, with those that it uses. */
export function crate(name: string, own: number | string, more = ''): string {
  const used = (uses[name] ?? []).map((other) => ` + ${other}::value()`)
  return `pub fn value() -> i64 {\n    ${own}${used.join('')}\n}\n${more}`
}

const manifest = (name: string, dependencies: readonly string[], more = '') => `[package]
name = "${name}"
version = "0.1.0"
edition = "2021"
${more}
[dependencies]
${dependencies.map((text) => `${text}\n`).join('')}`
const local = (name: string) => `${name} = { path = "../${name}" }`

/** The lock file of the workspace; a vendored crate has its checksum in there. */
export function lockFile(vendored: string): string {
  const entry = (name: string, dependencies: readonly string[] = []) => `
[[package]]
name = "${name}"
version = "0.1.0"
${dependencies.length === 0 ? '' : `dependencies = [\n${dependencies.map((one) => ` "${one}",\n`).join('')}]\n`}`
  const source = 'source = "registry+https://github.com/rust-lang/crates.io-index"'
  const registry = (name: string, version: string) =>
    `\n[[package]]\nname = "${name}"\nversion = "${version}"\n${source}\nchecksum = "${checksum}"\n`
  return [
    'version = 3\n',
    entry('app', ['assets', 'c0', 'c1', 'derives', 'generated', 'listed', 'outer']),
    entry('assets'),
    ...Object.entries(uses).map(([name, used]) => entry(name, used)),
    entry('derives', ['plain-macro']),
    entry('generated'),
    entry('listed', ['reading-macro']),
    registry('outer', vendored),
    entry('plain-macro'),
    entry('reading-macro'),
  ].join('')
}
const checksum = 'ab'.repeat(32)

/** A crate as it is vendored. */
export const vendored = (version: string, text: string): Files => ({
  [`vendor/outer-${version}/Cargo.toml`]: manifest('outer', []).replace('0.1.0', version),
  [`vendor/outer-${version}/src/lib.rs`]: `pub fn name() -> &'static str {\n    "${text}"\n}\n`,
  [`vendor/outer-${version}/.cargo-checksum.json`]: JSON.stringify({ files: {}, package: checksum }),
})

/** A macro that says `answer` is the number; another one may read a file without telling. */
const macro = (body: string) => `extern crate proc_macro;
use proc_macro::TokenStream;

#[proc_macro]
pub fn make(_: TokenStream) -> TokenStream {
    ${body}
}
`
export const plainMacro = (answer: number) => macro(`"pub fn answer() -> i64 { ${answer} }".parse().unwrap()`)
const readingMacro =
  macro(`let path = std::path::Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("list.txt");
    let text = std::fs::read_to_string(path).unwrap();
    format!("pub fn list() -> &'static str {{ {:?} }}", text.trim()).parse().unwrap()`)

export const app = (more = '') => `fn main() {
    println!("version {}", option_env!("RELEASE").unwrap_or("none"));
    println!("values {} {}", c0::value(), c1::value());
    println!("assets {}", assets::TEXT);
    println!("generated {}", generated::TEXT);
    println!("derives {}", derives::answer());
    println!("listed {}", listed::list());
    println!("outer {}", outer::name());
${more}}

#[test]
fn runs() {
    println!("testing app");
}
`

/** The base. */
export const workspaceFiles: Files = {
  'Cargo.toml': `[workspace]
resolver = "2"
members = ["app", "assets", "c0", "c1", "c2", "c3", "c4", "c5", "derives", "generated", "listed", "plain-macro", "reading-macro"]
`,
  'Cargo.lock': lockFile('1.0.0'),
  'README.md': 'A sample\n',
  'app/Cargo.toml': manifest('app', [
    ...['assets', 'c0', 'c1', 'derives', 'generated', 'listed'].map(local),
    'outer = "1"',
  ]),
  'app/src/main.rs': app(),
  'app/src/bin/extra.rs': 'fn main() {}\n',
  'assets/Cargo.toml': manifest('assets', []),
  'assets/src/lib.rs': 'pub const TEXT: &str = include_str!("../text.txt");\n',
  'assets/text.txt': 'asset one',
  ...Object.fromEntries(
    Object.entries(uses).flatMap(([name, used], index) => [
      [`${name}/Cargo.toml`, manifest(name, used.map(local))],
      [`${name}/src/lib.rs`, crate(name, index + 1)],
    ]),
  ),
  'c2/src/lib.rs': crate('c2', 'more::own()', 'mod more;\n'),
  'c2/src/more.rs': 'pub fn own() -> i64 {\n    3\n}\n',
  'derives/Cargo.toml': manifest('derives', [local('plain-macro')]),
  'derives/src/lib.rs': 'plain_macro::make!();\n',
  // What it reads it tells cargo of, and what it prints is the file.
  'generated/Cargo.toml': manifest('generated', [], 'build = "build.rs"\n'),
  'generated/build.rs': `fn main() {
    println!("cargo:rerun-if-changed=input.txt");
    let text = std::fs::read_to_string("input.txt").unwrap();
    let out = std::path::Path::new(&std::env::var("OUT_DIR").unwrap()).join("text.rs");
    std::fs::write(out, format!("pub const TEXT: &str = {:?};", text.trim())).unwrap();
}
`,
  'generated/input.txt': 'input one',
  'generated/src/lib.rs': 'include!(concat!(env!("OUT_DIR"), "/text.rs"));\n',
  'listed/Cargo.toml': manifest('listed', [local('reading-macro')]),
  'listed/src/lib.rs': 'reading_macro::make!();\n',
  'listed/list.txt': 'list one',
  'plain-macro/Cargo.toml': manifest('plain-macro', [], '\n[lib]\nproc-macro = true\n'),
  'plain-macro/src/lib.rs': plainMacro(42),
  'reading-macro/Cargo.toml': manifest('reading-macro', [], '\n[lib]\nproc-macro = true\n'),
  'reading-macro/src/lib.rs': readingMacro,
  ...vendored('1.0.0', 'outer one'),
}

/** A workspace with a program that holds its own store path, which its build script is told of, and one crate beside it. */
export const placed = (text: string): Files => ({
  'Cargo.toml': '[workspace]\nresolver = "2"\nmembers = ["app", "other"]\n',
  'Cargo.lock': ['app', 'other'].reduce(
    (lock, name) => `${lock}\n[[package]]\nname = "${name}"\nversion = "0.1.0"\n`,
    'version = 3\n',
  ),
  'app/Cargo.toml': manifest('app', [], 'build = "build.rs"\n'),
  'app/build.rs': `fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let out = std::path::Path::new(&std::env::var("OUT_DIR").unwrap()).join("place.txt");
    std::fs::write(out, std::env::var("out").unwrap()).unwrap();
}
`,
  'app/src/main.rs': 'fn main() {\n    println!(include_str!(concat!(env!("OUT_DIR"), "/place.txt")));\n}\n',
  'other/Cargo.toml': manifest('other', []),
  'other/src/lib.rs': `pub const TEXT: &str = "${text}";\n`,
})

/** The project's Nix code: workspaces by the names of their directories, each with further arguments of `buildRustPackage`. */
export const projectOf = (workspaces: Readonly<Record<string, string>>) => `{ }:
let
  pkgs = import ./nixpkgs { };
  workspace =
    name: path: options:
    pkgs.rustPlatform.buildRustPackage (
      {
        pname = name;
        version = "1.0";
        src = builtins.path {
          name = "source";
          inherit path;
          filter = path: _: baseNameOf path != "vendor";
        };
        cargoDeps = builtins.path {
          name = "cargo-vendor-dir";
          path = ./sample/vendor;
        };
        # For programs that are, byte by byte, what rustc made.
        dontStrip = true;
      }
      // options
    );
in
{
${Object.entries(workspaces)
  .map(([name, options]) => `  ${name} = workspace "${name}" ./${name} { ${options} };`)
  .join('\n')}
}
`
