import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import {
  differencesOf,
  headReports,
  installableReports,
  names,
  othersBuilt,
  outPathsOf,
  prepareHead,
  recordedApart,
  rewriteGraph,
  rewriteHead,
  wantedOf
} from "./chunk-4VY442KH.js";
import {
  everyFullBuild,
  narHashes,
  rewriteRequest,
  startOn
} from "./chunk-PL27EFW4.js";
import "./chunk-DSUKO6ZW.js";
import {
  BuildFailure,
  listed
} from "./chunk-MTGYLI3R.js";
import "./chunk-VWCMMM3O.js";
import "./chunk-5UNMQDT2.js";
import "./chunk-EN6BY45L.js";
import {
  nameOf
} from "./chunk-MVCJGDJC.js";
import "./chunk-CKHIQXFW.js";
import "./chunk-5F3SDHX5.js";
import "./chunk-L64ZD6G7.js";
import {
  inParallel
} from "./chunk-5SKNJVBW.js";
import {
  info
} from "./chunk-JYBIBX6L.js";
import "./chunk-A5B26SNI.js";
import "./chunk-2SVFLMSL.js";
import "./chunk-P5BPPAQF.js";
import {
  UserError
} from "./chunk-HFEJXLD7.js";
import {
  ProcessError,
  run
} from "./chunk-KFJ2C5U2.js";
import "./chunk-LQK3ML4U.js";

// src/compare/products.ts
import { readFile, stat } from "node:fs/promises";
import { join as join3 } from "node:path";

// src/compare/renaming.ts
var hashLength = 32;
function hashOf(path) {
  const base = path.lastIndexOf("/") + 1;
  return path.slice(base, base + hashLength);
}
function endOfName(onTop, plain, at, renaming) {
  for (let start = Math.max(0, at - hashLength + 1); start <= at; start++) {
    const end = start + hashLength;
    const other = renaming.get(onTop.toString("latin1", start, end));
    if (other !== void 0 && plain.toString("latin1", start, end) === other) return end;
  }
  return void 0;
}
function renamed(text, renaming) {
  return text.replace(/(?<![0-9a-z])[0-9a-df-np-sv-z]{32}(?=-)/g, (hash) => renaming.get(hash) ?? hash);
}

// src/compare/verdict.ts
var rules = {
  "store-path": "store paths of the two builds",
  "archive-times": "times and owners in `ar` archives",
  "tar-members": "sizes, digests and order of members of tar archives that follow from what is named here",
  "build-id": "build ids of linkers",
  "local-names": "numbers in names of GHC's local symbols",
  "symbol-order": "order of the symbols of object files",
  "reference-order": "order of what GHC's static closures list for the garbage collector",
  fingerprints: "fingerprints in interfaces that follow from store paths",
  documentation: "numbers and order in Haddock's pages"
};
var same = (...named2) => ({ kind: "same", rules: new Set(named2) });
var different = (where, onTop, plain) => ({
  kind: "different",
  place: { where, onTop, plain }
});
function together(verdicts) {
  const found = /* @__PURE__ */ new Set();
  let unproven;
  for (const verdict of verdicts) {
    if (verdict.kind === "different") return verdict;
    if (verdict.kind === "unproven") unproven ??= verdict;
    else for (const rule of verdict.rules) found.add(rule);
  }
  return unproven ?? { kind: "same", rules: found };
}
function inside(part, verdict) {
  if (verdict.kind !== "different") return verdict;
  const { where } = verdict.place;
  const place = { ...verdict.place, where: where === "" ? part : `${part}, ${where}` };
  return { kind: "different", place };
}

// src/compare/bytes.ts
function bytesOf(buffer) {
  return { size: buffer.length, read: (offset, length) => buffer.subarray(offset, offset + length) };
}
function partOf(bytes, start, size) {
  const whole = Math.max(0, Math.min(size, bytes.size - start));
  return {
    size: whole,
    read: (offset, length) => bytes.read(start + offset, Math.max(0, Math.min(length, whole - offset)))
  };
}
var windowSize = 4 * 1024 * 1024;
function* differencesOf2({ onTop, plain }, renaming, named2) {
  const size = Math.min(onTop.size, plain.size);
  let next = 0;
  for (let begin = 0; begin < size; begin += windowSize) {
    const end = Math.min(size, begin + windowSize);
    const start = Math.max(0, begin - hashLength);
    const [ours, theirs] = [
      onTop.read(start, end + hashLength - start),
      plain.read(start, end + hashLength - start)
    ];
    next = Math.max(next, begin);
    if (ours.compare(theirs, next - start, end - start, next - start, end - start) === 0) continue;
    while (next < end) {
      const at = firstUnequal(ours, theirs, next - start, end - start);
      if (at === void 0) break;
      const behind = endOfName(ours, theirs, at, renaming);
      if (behind === void 0) yield start + at;
      else named2.add("store-path");
      next = start + (behind ?? at + 1);
    }
  }
  if (onTop.size !== plain.size) yield size;
}
var blockSize = 4096;
function firstUnequal(one, other, from, to) {
  for (let block = from; block < to; block += blockSize) {
    const end = Math.min(to, block + blockSize);
    if (one.compare(other, block, end, block, end) === 0) continue;
    for (let at = block; at < end; at++) if (one[at] !== other[at]) return at;
  }
  return void 0;
}
function compareBytes(pair, renaming) {
  const named2 = /* @__PURE__ */ new Set();
  const [at] = differencesOf2(pair, renaming, named2);
  return at === void 0 ? same(...named2) : differentAt(pair, at);
}
function differentAt(pair, at) {
  const { onTop, plain } = pair;
  const texts = [onTop, plain].every((side) => isText(side.read(0, 8192)));
  if (!texts || at >= mostForLines) return different(`offset ${at}`, ...excerpts(pair, at));
  const line = onTop.read(0, at).toString("latin1").split("\n").length;
  const lineOf = (side) => side.read(0, at + 4096).toString("utf8").split("\n")[line - 1] ?? "";
  return different(`line ${line}`, lineOf(onTop), lineOf(plain));
}
var around = 24;
function excerpts({ onTop, plain }, at) {
  const start = Math.max(0, at - around);
  const excerpt = (side) => {
    const text = JSON.stringify(side.read(start, at + around - start).toString("latin1"));
    return at >= side.size ? `${text}, the end` : text;
  };
  return [excerpt(onTop), excerpt(plain)];
}
var mostForLines = 16 * 1024 * 1024;
var isText = (start) => !start.includes(0);

// src/compare/lists.ts
function firstUnequal2(one, other) {
  const length = Math.max(one.length, other.length);
  for (let at = 0; at < length; at++) if (one[at] !== other[at]) return at;
  return void 0;
}

// src/compare/archive.ts
var magic = "!<arch>\n";
var headerSize = 60;
function isArchive(bytes) {
  return bytes.read(0, magic.length).toString("latin1") === magic;
}
function compareArchives({ onTop, plain }, compare) {
  const [ours, theirs] = [membersOf(onTop), membersOf(plain)];
  if (ours === void 0 || theirs === void 0) return void 0;
  const names2 = (members) => members.map(({ name }) => name);
  const [a, b] = [names2(ours), names2(theirs)];
  const at = firstUnequal2(a, b);
  if (at !== void 0) return different(`member ${at + 1}`, a[at] ?? "none", b[at] ?? "none");
  return together(compareMembers(ours, theirs, compare));
}
function* compareMembers(ours, theirs, compare) {
  for (const [index, one] of ours.entries()) {
    const other = theirs[index];
    if (one.notes !== other.notes) yield same("archive-times");
    if (one.name === "/" || one.name === "/SYM64/")
      yield compareIndices(indexOf(one, ours), indexOf(other, theirs));
    else yield inside(`member ${one.name}`, compare({ onTop: one.content, plain: other.content }));
  }
}
function membersOf(bytes) {
  const members = [];
  let longNames = "";
  for (let at = magic.length; at < bytes.size; ) {
    const header = bytes.read(at, headerSize).toString("latin1");
    const size = Number(header.slice(48, 58).trim());
    if (header.length < headerSize || header.slice(58) !== "`\n" || !Number.isSafeInteger(size))
      return void 0;
    const content = partOf(bytes, at + headerSize, size);
    const written = header.slice(0, 16).trimEnd();
    if (written === "//") longNames = content.read(0, size).toString("latin1");
    const long = /^\/(\d+)$/.exec(written);
    const name = long === null ? written.replace(/(?<=.)\/$/, (slash) => written === "//" ? slash : "") : longNames.slice(Number(long[1])).split("/\n", 1)[0] ?? "";
    members.push({ name, notes: header.slice(16, 48), at, content });
    at += headerSize + size + size % 2;
  }
  return members;
}
function compareIndices(ours, theirs) {
  if (ours.join("\n") === theirs.join("\n")) return same();
  const [a, b] = [[...ours].sort(), [...theirs].sort()];
  const at = firstUnequal2(a, b);
  return at === void 0 ? same("symbol-order") : different("the index", a[at] ?? "none", b[at] ?? "none");
}
function indexOf({ name, content }, members) {
  const width = name === "/" ? 4 : 8;
  const read = content.read(0, content.size);
  const number = (at) => at + width > read.length ? -1 : width === 4 ? read.readUInt32BE(at) : Number(read.readBigUInt64BE(at));
  const count = Math.max(0, number(0));
  const places = new Map(members.map(({ at }, index) => [at, index]));
  const symbols = read.toString("latin1", width * (count + 1)).split("\0");
  return symbols.slice(0, count).map((symbol, index) => `${symbol} in member ${(places.get(number(width * (index + 1))) ?? -1) + 1}`);
}

// src/compare/elf.ts
var types = {
  symbols: 2,
  strings: 3,
  relocations: 4,
  dynamic: 6,
  notes: 7,
  nothing: 8,
  dynamicSymbols: 11
};
var allocated = 2n;
var executable = 4n;
var headerSize2 = 64;
var sectionHeaderSize = 64;
function readElf(bytes) {
  const header = bytes.read(0, headerSize2);
  if (header.length < headerSize2 || header.readUInt32BE(0) !== 2135247942) return void 0;
  if (header[4] !== 2 || header[5] !== 1) return void 0;
  const [start, count, names2] = [
    Number(header.readBigUInt64LE(40)),
    header.readUInt16LE(60),
    header.readUInt16LE(62)
  ];
  const first = bytes.read(start, sectionHeaderSize);
  if (first.length < sectionHeaderSize) return void 0;
  const number = count === 0 ? Number(first.readBigUInt64LE(32)) : count;
  const namesAt = names2 === 65535 ? first.readUInt32LE(40) : names2;
  const table = bytes.read(start, number * sectionHeaderSize);
  if (table.length < number * sectionHeaderSize) return void 0;
  const raw = Array.from({ length: number }, (_, index) => {
    const at = index * sectionHeaderSize;
    const big = (offset) => Number(table.readBigUInt64LE(at + offset));
    const [type, size] = [table.readUInt32LE(at + 4), big(32)];
    return {
      nameAt: table.readUInt32LE(at),
      type,
      flags: table.readBigUInt64LE(at + 8),
      address: big(16),
      size,
      link: table.readUInt32LE(at + 40),
      info: table.readUInt32LE(at + 44),
      alignment: big(48),
      entrySize: big(56),
      content: partOf(bytes, big(24), type === types.nothing ? 0 : size)
    };
  });
  const textAt = stringsOf(raw[namesAt]?.content);
  const segments = partOf(
    bytes,
    Number(header.readBigUInt64LE(32)),
    header.readUInt16LE(54) * header.readUInt16LE(56)
  );
  return {
    header,
    relocatable: header.readUInt16LE(16) === 1,
    segments,
    sections: raw.map(({ nameAt, ...section }) => ({ ...section, name: textAt(nameAt) }))
  };
}
function stringsOf(table) {
  const read = table?.read(0, table.size) ?? Buffer.alloc(0);
  return (at) => {
    const end = read.indexOf(0, at);
    return read.toString("latin1", at, end < 0 ? read.length : end);
  };
}
var symbolSize = 24;
function symbolsOf({ sections }, table) {
  const textAt = stringsOf(sections[table.link]?.content);
  const read = table.content.read(0, table.size);
  return Array.from({ length: Math.floor(read.length / symbolSize) }, (_, index) => {
    const at = index * symbolSize;
    return {
      name: textAt(read.readUInt32LE(at)),
      local: read[at + 4] >> 4 === 0,
      rest: read.toString("hex", at + 4, at + symbolSize),
      section: read.readUInt16LE(at + 6),
      value: Number(read.readBigUInt64LE(at + 8))
    };
  });
}
var relocationSize = 24;
function relocationsOf({ content, size }) {
  const read = content.read(0, size);
  return Array.from({ length: Math.floor(read.length / relocationSize) }, (_, index) => {
    const at = index * relocationSize;
    return {
      offset: Number(read.readBigUInt64LE(at)),
      type: read.readUInt32LE(at + 8),
      symbol: read.readUInt32LE(at + 12),
      addend: read.readBigInt64LE(at + 16)
    };
  });
}

// src/compare/relocations.ts
function targetsOf({ sections }, symbols, index) {
  const targets = /* @__PURE__ */ new Map();
  const section = sections[index];
  const named2 = symbols(section.link);
  for (const relocation of relocationsOf(section)) {
    const symbol = named2[relocation.symbol];
    const own = `${symbol?.text ?? ""} + ${relocation.addend}, relocation ${relocation.type}`;
    const before = targets.get(relocation.offset);
    const text = before === void 0 ? own : `${before.text}; ${own}`;
    targets.set(relocation.offset, { relocation, symbol, text });
  }
  return targets;
}
function differentTargets(ours, theirs) {
  if (ours.size !== theirs.size) return void 0;
  const found = [];
  for (const [offset, { text: onTop }] of ours) {
    const plain = theirs.get(offset)?.text;
    if (plain === void 0) return void 0;
    if (onTop !== plain) found.push({ offset, onTop, plain });
  }
  return found;
}
function placeOf(elf, { info: info2 }, offset) {
  return elf.relocatable ? { section: info2, offset } : placeOfAddress(elf, offset);
}
function placeOfAddress({ sections }, address) {
  const section = sections.findIndex(
    (one) => (one.flags & allocated) !== 0n && address >= one.address && address < one.address + one.size
  );
  return { section, offset: address - (sections[section]?.address ?? 0) };
}

// src/compare/closures.ts
var wordSize = 8;
var closureTypes = { constructors: [1, 2, 3, 4, 5, 6, 7], staticFunction: 14, staticThunk: 21 };
var headerWords = [1, 3];
var mostEntries = 16;
function createClosures(ours, theirs) {
  const [a, b] = [createReader(ours), createReader(theirs)];
  return ({ section, offset }) => {
    const word = offset - offset % wordSize;
    for (let before = 1; before < mostEntries + Math.max(...headerWords); before++) {
      const start = word - before * wordSize;
      if (start < 0) return false;
      if (a.word(section, start) !== b.word(section, start)) continue;
      const count = a.listed(section, start);
      if (count === void 0 || count > mostEntries) continue;
      for (const header of headerWords) {
        if (before < header || before >= header + count) continue;
        const entries = ({ word: word2 }) => Array.from({ length: count }, (_, index) => word2(section, start + (header + index) * wordSize));
        if (entries(a).sort().join("\n") === entries(b).sort().join("\n")) return true;
      }
    }
    return false;
  };
}
function createReader({ elf, symbols }) {
  const targets = readTargets(elf, symbols);
  const bytesAt = (section, offset, size) => elf.sections[section]?.content.read(Math.max(0, offset), offset < 0 ? 0 : size) ?? Buffer.alloc(0);
  function entriesBy({ section, offset }) {
    if (((elf.sections[section]?.flags ?? 0n) & executable) === 0n) return void 0;
    const table = bytesAt(section, offset - 3 * wordSize, 3 * wordSize);
    if (table.length < 3 * wordSize) return void 0;
    const [pointers, others, type] = [8, 12, 16].map((at) => table.readUInt32LE(at));
    if (pointers === void 0 || pointers === 0 || others !== 0 || type === void 0) return void 0;
    if (type === closureTypes.staticFunction || type === closureTypes.staticThunk) return pointers;
    if (!closureTypes.constructors.includes(type) || elf.relocatable) return void 0;
    const address = (elf.sections[section]?.address ?? 0) + offset + Number(table.readBigInt64LE(0));
    const name = placeOfAddress(elf, address);
    const text = bytesAt(name.section, name.offset, 16).toString("latin1");
    return text.startsWith(`SRT_${pointers}\0`) ? pointers : void 0;
  }
  return {
    word(section, offset) {
      const bytes = bytesAt(section, offset, wordSize).toString("hex");
      return `${targets(section).get(offset)?.text ?? ""} ${bytes}`;
    },
    listed(section, offset) {
      const target = targets(section).get(offset);
      if (target === void 0) {
        const bytes = bytesAt(section, offset, wordSize);
        if (elf.relocatable || bytes.length < wordSize) return void 0;
        return entriesBy(placeOfAddress(elf, Number(bytes.readBigUInt64LE())));
      }
      const { relocation, symbol } = target;
      const known = /^stg_SRT_(\d+)_info$/.exec(symbol?.name ?? "");
      if (known !== null) return Number(known[1]);
      if (relocation.symbol !== 0 && (symbol === void 0 || symbol.section === 0)) return void 0;
      const value = (symbol?.value ?? 0) + Number(relocation.addend);
      return entriesBy(
        elf.relocatable ? { section: symbol?.section ?? 0, offset: value } : placeOfAddress(elf, value)
      );
    }
  };
}
function readTargets(elf, symbols) {
  let known;
  return (section) => {
    known ??= readAll();
    return known.get(section) ?? /* @__PURE__ */ new Map();
  };
  function readAll() {
    const all = /* @__PURE__ */ new Map();
    for (const [index, one] of elf.sections.entries()) {
      if (one.type !== types.relocations) continue;
      for (const [offset, target] of targetsOf(elf, symbols, index)) {
        const place = placeOf(elf, one, offset);
        const own = all.get(place.section) ?? /* @__PURE__ */ new Map();
        all.set(place.section, own.set(place.offset, target));
      }
    }
    return all;
  }
}

// src/compare/dynamic.ts
function compareStrings({ onTop, plain }, renaming) {
  const texts = (side) => side.read(0, side.size).toString("latin1").split("\0");
  const ours = texts(onTop);
  const [inOtherWords, theirs] = [ours.map((text) => renamed(text, renaming)), texts(plain)];
  const named2 = firstUnequal2(ours, inOtherWords) === void 0 ? [] : ["store-path"];
  if (firstUnequal2(inOtherWords, theirs) === void 0) return same(...named2);
  const [a, b] = [inOtherWords.sort(), theirs.sort()];
  const at = firstUnequal2(a, b);
  return at === void 0 ? same("symbol-order", ...named2) : different("", a[at] ?? "none", b[at] ?? "none");
}
var named = [1n, 14n, 15n, 29n];
var entrySize = 16;
function compareDynamic(ours, theirs, { index, renaming }) {
  const a = entriesOf(ours, index);
  const inOtherWords = a.map((entry) => renamed(entry, renaming));
  const b = entriesOf(theirs, index);
  const at = firstUnequal2(inOtherWords, b);
  if (at !== void 0) return different(`entry ${at + 1}`, a[at] ?? "none", b[at] ?? "none");
  return same(...firstUnequal2(a, b) === void 0 ? [] : ["store-path"]);
}
function entriesOf({ sections }, index) {
  const section = sections[index];
  const textAt = stringsOf(sections[section.link]?.content);
  const read = section.content.read(0, section.size);
  return Array.from({ length: Math.floor(read.length / entrySize) }, (_, number) => {
    const [tag, value] = [0, 8].map((at) => read.readBigUInt64LE(number * entrySize + at));
    return `tag ${tag}, ${named.some((one) => one === tag) ? textAt(Number(value)) : value}`;
  });
}

// src/compare/symbols.ts
function unnumbered(name) {
  return name.replace(
    /(?<=^|_|\.)L?[a-zA-Z][0-9a-zA-Z]{1,12}(?=(?:_con)?_[a-z]+$)|(?<=\.L)[a-z][0-9a-zA-Z]{1,12}$/,
    "#"
  );
}
function createSymbols(elf) {
  const known = /* @__PURE__ */ new Map();
  return (table) => {
    const section = elf.sections[table];
    if (section === void 0 || section.size === 0) return [];
    const read = known.get(table) ?? symbolsOf(elf, section).map((one) => ({ ...one, text: textOf(one) }));
    known.set(table, read);
    return read;
  };
}
var textOf = ({ name, local, rest }) => `${local ? unnumbered(name) : name} ${rest}`;
function compareSymbols(ours, theirs, inAnyOrder) {
  const texts = (symbols) => symbols.map(({ text }) => text);
  const ordered = firstUnequal2(texts(ours), texts(theirs));
  if (ordered !== void 0) {
    const [a, b] = inAnyOrder ? [texts(ours).sort(), texts(theirs).sort()] : [texts(ours), texts(theirs)];
    const at = firstUnequal2(a, b);
    if (at !== void 0) return different("", a[at] ?? "none", b[at] ?? "none");
  }
  const locals = (symbols) => symbols.filter((one) => one.local).map(({ name }) => name);
  const numbered = firstUnequal2(locals(ours), locals(theirs)) !== void 0;
  return same(
    ...ordered === void 0 ? [] : ["symbol-order"],
    ...numbered ? ["local-names"] : []
  );
}
function compareSectionNames(ours, theirs) {
  if (ours === theirs) return same();
  return unnumbered(ours) === unnumbered(theirs) ? same("local-names") : different("", ours, theirs);
}
var isSymbolTable = ({ type }) => type === types.symbols || type === types.dynamicSymbols;

// src/compare/objects.ts
function compareObjects(pair, renaming) {
  const [ours, theirs] = [readElf(pair.onTop), readElf(pair.plain)];
  if (ours === void 0 || theirs === void 0) return void 0;
  const sides = [
    { elf: ours, symbols: createSymbols(ours) },
    { elf: theirs, symbols: createSymbols(theirs) }
  ];
  return together(compareParts(sides, renaming));
}
function* compareParts(sides, renaming) {
  const [{ elf: ours }, { elf: theirs }] = sides;
  if (headerOf(ours) !== headerOf(theirs)) yield different("the header", headerOf(ours), headerOf(theirs));
  yield inside("program headers", compareBytes({ onTop: ours.segments, plain: theirs.segments }, renaming));
  for (const [index, one] of ours.sections.entries()) {
    const other = theirs.sections[index];
    yield inside(`section ${one.name}`, compareSectionNames(one.name, other.name));
    if (fieldsOf(one) !== fieldsOf(other))
      yield inside(`section ${one.name}`, different("its header", fieldsOf(one), fieldsOf(other)));
  }
  const isOfList = createClosures(...sides);
  for (const [index, { name }] of ours.sections.entries())
    yield inside(`section ${name}`, together(compareSections({ sides, index, renaming, isOfList })));
}
var headerOf = ({ header }) => `${header.toString("hex", 0, 40)} ${header.toString("hex", 48)}`;
var fieldsOf = ({ size, ...one }) => [
  one.type,
  one.flags,
  one.address,
  isNames(one) ? "" : size,
  one.link,
  one.info,
  one.alignment,
  one.entrySize
].join(" ");
var isNames = ({ type, flags }) => type === types.strings && flags === 0n;
function* compareSections({ sides, index, renaming, isOfList }) {
  const [ours, theirs] = sides;
  const [one, other] = [ours.elf.sections[index], theirs.elf.sections[index]];
  const pair = { onTop: one.content, plain: other.content };
  if (isNames(one)) return;
  if (one.type === types.strings) return yield compareStrings(pair, renaming);
  if (one.type === types.dynamic) return yield compareDynamic(ours.elf, theirs.elf, { index, renaming });
  if (isSymbolTable(one)) {
    const inAnyOrder = ours.elf.relocatable && one.type === types.symbols;
    yield compareSymbols(ours.symbols(index), theirs.symbols(index), inAnyOrder);
  } else if (one.type === types.relocations) {
    const [a, b] = [targetsOf(ours.elf, ours.symbols, index), targetsOf(theirs.elf, theirs.symbols, index)];
    const found = differentTargets(a, b);
    if (found === void 0) yield different("", `for ${a.size} places`, `for ${b.size} places, or others`);
    for (const { offset, onTop, plain } of found ?? [])
      yield isOfList(placeOf(ours.elf, one, offset)) ? same("reference-order") : different(`for offset ${offset}`, onTop, plain);
  } else {
    const named2 = /* @__PURE__ */ new Set();
    for (const at of differencesOf2(pair, renaming, named2)) {
      if (isBuildId(one, at)) named2.add("build-id");
      else if (isOfList({ section: index, offset: at })) named2.add("reference-order");
      else yield different(`offset ${at}`, ...excerpts(pair, at));
    }
    yield same(...named2);
  }
}
var buildIdHeader = Buffer.from("040000001400000003000000474e5500", "hex");
function isBuildId({ name, type, content }, at) {
  const { length } = buildIdHeader;
  const known = content.size === length + 20 && content.read(0, length).equals(buildIdHeader);
  return name === ".note.gnu.build-id" && type === types.notes && known && at >= length;
}

// src/compare/tar.ts
import { createHash } from "node:crypto";
var blockSize2 = 512;
function isTar(bytes) {
  return bytes.read(257, 5).toString("latin1") === "ustar";
}
function compareTars(pair, renaming, compare) {
  const [ours, theirs] = [readTar(pair.onTop), readTar(pair.plain)];
  if (ours === void 0 || theirs === void 0) return void 0;
  return together(compareMembers2(ours, theirs, { renaming, compare }));
}
function* compareMembers2(ours, theirs, { renaming, compare }) {
  const [named2, others] = [keysOf(ours, renaming), keysOf(theirs, /* @__PURE__ */ new Map())];
  const pairs = [];
  for (const [key, one] of named2) {
    const other = others.get(key);
    if (other === void 0) yield different(`member ${one.name}`, "there", "not there");
    else pairs.push([one, other]);
  }
  for (const [key, { name }] of others)
    if (!named2.has(key)) yield different(`member ${name}`, "not there", "there");
  const digests = pairs.flatMap(([one, other]) => digestsOf(one, other));
  const all = new Map([...renaming, ...digests]);
  for (const [one, other] of pairs) {
    const header = compareBytes({ onTop: fieldsOf2(one), plain: fieldsOf2(other) }, all);
    yield inside(`member ${one.name}`, header.kind === "different" ? inside("its header", header) : header);
    yield inside(`member ${one.name}`, compare({ onTop: one.content, plain: other.content }, all));
  }
  yield inside("the end", compareBytes({ onTop: ours.end, plain: theirs.end }, all));
  const [a, b] = [[...named2.keys()], [...others.keys()]];
  const isMoved = a.some((key, index) => key !== b[index]);
  const isOfNames = ours.members.some(
    ({ name }) => renamed(name, renaming) !== name || hasOther(name, digests)
  );
  if (isMoved && !isOfNames) yield different("the order of members", a.join(" "), b.join(" "));
  if (isMoved || digests.length > 0) yield same("tar-members");
}
var hasOther = (name, digests) => digests.some(([half]) => name.includes(half));
function keysOf({ members }, renaming) {
  const seen = /* @__PURE__ */ new Map();
  return new Map(
    members.map((member) => {
      const name = renamed(member.name, renaming).replace(/[0-9a-f]{64}/g, "digest");
      const number = seen.get(name) ?? 0;
      seen.set(name, number + 1);
      return [`${name} ${number}`, member];
    })
  );
}
function digestsOf(one, other) {
  const [ours, theirs] = [digestOf(one.content), digestOf(other.content)];
  if (ours === theirs) return [];
  const halves = (digest) => [digest.slice(0, hashLength), digest.slice(hashLength)];
  return halves(ours).map((half, index) => [half, halves(theirs)[index]]);
}
var windowSize2 = 4 * 1024 * 1024;
function digestOf(content) {
  const hash = createHash("sha256");
  for (let at = 0; at < content.size; at += windowSize2) hash.update(content.read(at, windowSize2));
  return hash.digest("hex");
}
function fieldsOf2({ header }) {
  const fields = Buffer.from(header.read(0, blockSize2));
  fields.fill(0, 124, 136).fill(0, 148, 156);
  return { size: fields.length, read: (offset, length) => fields.subarray(offset, offset + length) };
}
function readTar(bytes) {
  const members = [];
  let longName;
  for (let at = 0; at < bytes.size; ) {
    const header = bytes.read(at, blockSize2);
    if (header.every((byte) => byte === 0)) return { members, end: partOf(bytes, at, bytes.size - at) };
    const size = sizeIn(header);
    if (header.length < blockSize2 || !Number.isSafeInteger(size) || size < 0) return void 0;
    const content = partOf(bytes, at + blockSize2, size);
    members.push({ name: longName ?? nameIn(header), header: partOf(bytes, at, blockSize2), content });
    longName = longNameIn(header, content);
    at += blockSize2 + Math.ceil(size / blockSize2) * blockSize2;
  }
  return { members, end: partOf(bytes, bytes.size, 0) };
}
var textIn = (header, from, to) => header.toString("utf8", from, to).split("\0", 1)[0];
function nameIn(header) {
  const prefix = header[262] === 0 ? textIn(header, 345, 500) : "";
  return (prefix === "" ? "" : `${prefix}/`) + textIn(header, 0, 100);
}
function sizeIn(header) {
  const text = textIn(header, 124, 136).trim();
  if (((header[124] ?? 0) & 128) !== 0) return Number(header.readBigUInt64BE(128));
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}
var longest = 1024 * 1024;
function longNameIn(header, content) {
  const kind = textIn(header, 156, 157);
  const text = () => content.read(0, Math.min(content.size, longest)).toString("utf8");
  if (kind === "L") return text().replace(/\0+$/, "");
  return kind === "x" ? /^\d+ path=(.*)$/m.exec(text())?.[1] : void 0;
}

// src/compare/contents.ts
function compareContents(pair, renaming) {
  const plainly = compareBytes(pair, renaming);
  if (plainly.kind !== "different") return plainly;
  const { onTop, plain } = pair;
  if (isTar(onTop) && isTar(plain)) return compareTars(pair, renaming, compareContents) ?? plainly;
  const compare = (members) => compareContents(members, renaming);
  const archives = isArchive(onTop) && isArchive(plain);
  return (archives ? compareArchives(pair, compare) : compareObjects(pair, renaming)) ?? plainly;
}

// src/compare/gzip.ts
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
var mostBytes = 16 * 1024 ** 3;
function isGzip(bytes) {
  return bytes.read(0, 3).equals(Buffer.from([31, 139, 8]));
}
async function withUnpacked(paths, scratch, work) {
  const directory = await mkdtemp(join(scratch, "unpacked-"));
  try {
    const unpacked = [join(directory, "on-top"), join(directory, "plain")];
    try {
      for (const [index, path] of paths.entries())
        await pipeline(
          createReadStream(path),
          createGunzip(),
          limitTo(mostBytes),
          createWriteStream(unpacked[index])
        );
    } catch {
      return void 0;
    }
    return await work(unpacked);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
function limitTo(bytes) {
  let seen = 0;
  return new Transform({
    transform(chunk, _, done) {
      seen += chunk.length;
      if (seen > bytes) done(new Error(`It unpacks to more than ${bytes} bytes.`));
      else done(void 0, chunk);
    }
  });
}

// src/compare/haddock.ts
var isHaddockInterface = (file) => file.endsWith(".haddock");
function settlingOf(file) {
  if (/(?:^|\/)src\/[^/]+\.html$/.test(file)) return settledSource;
  if (/(?:^|\/)doc-index(?:-[^/]+)?\.html$/.test(file)) return settledIndex;
  if (/(?:^|\/)doc-index\.json$/.test(file)) return settledSearch;
  return void 0;
}
function settledSource(text) {
  const places = /* @__PURE__ */ new Map();
  return text.replace(/(?<=(?:id="|href="#)local-)\d+(?=")/g, (number) => {
    const place = places.get(number) ?? places.size;
    places.set(number, place);
    return String(place).padStart(number.length, "0");
  });
}
var entities = /(?:<tr><td class="alt">\d+ (?:(?!<\/tr>).)*<\/tr>)+/gs;
function settledIndex(text) {
  return text.replace(
    entities,
    (rows) => rows.split(/(?<=<\/tr>)/).map((row) => row.replace(/\d+ /, "")).sort().join("")
  );
}
function settledSearch(text) {
  try {
    const entries = JSON.parse(text);
    return JSON.stringify(
      entries.map((entry) => ({ ...entry, name: entry.name.split(" ").sort().join(" ") }))
    );
  } catch {
    return text;
  }
}

// src/compare/interfaces.ts
function compareInterfaces(onTop, plain, renaming) {
  const [ours, theirs] = [linesOf(renamed(onTop, renaming)), linesOf(plain)];
  const at = firstUnequal2(ours.map(blurred), theirs.map(blurred));
  if (at !== void 0) return differentLine(at, ours, theirs);
  const unequal = ours.flatMap((line, index) => line === theirs[index] ? [] : [index]);
  const named2 = new Set(unequal.length === 0 ? [] : ["fingerprints"]);
  const withPaths = renamed(onTop, renaming) !== onTop;
  if (withPaths) named2.add("store-path");
  const caused = withPaths || unequal.some((index) => /^import {2}/.test(ours[index] ?? ""));
  const unexplained = unequal.find(
    (index) => !isHarmless(ours[index] ?? "", { caused, withPaths, shown: plain, renaming })
  );
  return unexplained === void 0 ? same(...named2) : differentLine(unexplained, ours, theirs);
}
function isHarmless(line, { caused, withPaths, shown, renaming }) {
  if (/^ {2}interface hash: /.test(line)) return true;
  if (/^ {2}src_hash: /.test(line)) return withPaths || /^interface \S*\bPaths_/m.test(shown);
  const file = /^addDependentFile "(.*[.](?:\w*o|a|dylib))" [0-9a-f]{32}$/.exec(line)?.[1];
  if (file !== void 0) return file.startsWith("dist/") || isOfPlain(file, renaming);
  if (/^addDependentFile /.test(line)) return false;
  return caused;
}
var isOfPlain = (file, renaming) => [...renaming.values()].some((hash) => file.includes(hash));
var linesOf = (shown) => shown.split("\n");
var blurred = (line) => line.replace(/\b[0-9a-f]{32}\b/g, "fingerprint");
function differentLine(at, ours, theirs) {
  const text = (lines) => lines[at]?.trim() ?? "the end";
  return different(`line ${at + 1} of \`ghc --show-iface\``, text(ours), text(theirs));
}
function compareRegistrations(onTop, plain, { renaming, interfaces }) {
  const abi = /^(abi:\s*)[0-9a-f]{32}$/gm;
  const [ours, theirs] = [renamed(onTop, renaming), plain];
  if (ours === theirs) return same("store-path");
  if (!interfaces || ours.replace(abi, "$1") !== theirs.replace(abi, "$1")) return void 0;
  return same("store-path", "fingerprints");
}

// src/compare/tree.ts
import { closeSync, openSync, readSync } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join as join2 } from "node:path";
async function readTree(root) {
  const tree = /* @__PURE__ */ new Map();
  const visit = async (name) => {
    const path = join2(root, name);
    const status = await lstat(path);
    if (status.isSymbolicLink()) tree.set(name, { kind: "link", target: await readlink(path) });
    else if (status.isDirectory()) {
      tree.set(name, { kind: "directory", target: "" });
      for (const child of (await readdir(path)).sort()) await visit(join2(name, child));
    } else tree.set(name, { kind: (status.mode & 64) === 0 ? "file" : "executable file", target: "" });
  };
  await visit("");
  return tree;
}
function withFile(path, work, size) {
  const file = openSync(path, "r");
  try {
    return work({
      size,
      read(offset, length) {
        const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
        let filled = 0;
        while (filled < buffer.length) {
          const read = readSync(file, buffer, filled, buffer.length - filled, offset + filled);
          if (read === 0) break;
          filled += read;
        }
        return buffer.subarray(0, filled);
      }
    });
  } finally {
    closeSync(file);
  }
}

// src/compare/products.ts
var atOnce = 4;
async function compareProducts(products) {
  const { renaming } = products;
  const [ours, theirs] = await Promise.all([readTree(products.onTop), readTree(products.plain)]);
  const paired = pairEntries(ours, theirs, renaming);
  const verdicts = new Map(paired.alone);
  let interfaces = false;
  const settle = async ({ file, other, one, another }) => {
    const pair = { ...products, onTop: join3(products.onTop, file), plain: join3(products.plain, other) };
    const verdict = await compareEntries(pair, { one, another, interfaces });
    if (isInterface(file) && verdict.kind === "same" && verdict.rules.has("fingerprints")) interfaces = true;
    verdicts.set(other, verdict);
  };
  await inParallel(
    paired.both.filter(({ file }) => !isRegistration(file)),
    atOnce,
    settle
  );
  await inParallel(
    paired.both.filter(({ file }) => isRegistration(file)),
    atOnce,
    settle
  );
  return summed(verdicts);
}
function pairEntries(ours, theirs, renaming) {
  const alone = [];
  const both = [];
  const known = /* @__PURE__ */ new Set();
  for (const [file, one] of ours) {
    const other = renamed(file, renaming);
    known.add(other);
    const another = theirs.get(other);
    if (another === void 0) alone.push([other, different("", one.kind, "not there")]);
    else both.push({ file, other, one, another });
  }
  for (const [file, { kind }] of theirs)
    if (!known.has(file)) alone.push([file, different("", "not there", kind)]);
  return { alone, both };
}
async function compareEntries(products, { one, another, interfaces }) {
  const { renaming } = products;
  if (one.kind !== another.kind) return different("", one.kind, another.kind);
  if (one.kind === "directory") return same();
  if (one.kind === "link") {
    if (one.target === another.target) return same();
    return renamed(one.target, renaming) === another.target ? same("store-path") : different("", `a link to ${one.target}`, `a link to ${another.target}`);
  }
  const verdict = await compareFiles(products);
  if (verdict.kind === "same") return verdict;
  if (isInterface(products.onTop)) return compareShown(products);
  if (isHaddockInterface(products.onTop)) return same("documentation");
  if (!isRegistration(products.onTop)) return await compareSettled(products) ?? verdict;
  const [ours, theirs] = await Promise.all([
    readFile(products.onTop, "utf8"),
    readFile(products.plain, "utf8")
  ]);
  return compareRegistrations(ours, theirs, { renaming, interfaces }) ?? verdict;
}
async function compareFiles({ onTop, plain, renaming, scratch }) {
  const verdict = await compareAsTheyAre({ onTop, plain, renaming });
  if (verdict.kind === "same" || !await withPair({ onTop, plain }, bothGzip)) return verdict;
  const unpacked = await withUnpacked(
    [onTop, plain],
    scratch,
    ([one, other]) => compareAsTheyAre({ onTop: one, plain: other, renaming })
  );
  return unpacked === void 0 || unpacked.kind === "same" && unpacked.rules.size === 0 ? verdict : inside("unpacked", unpacked);
}
var compareAsTheyAre = ({ renaming, ...paths }) => withPair(paths, (pair) => compareContents(pair, renaming));
var bothGzip = ({ onTop, plain }) => isGzip(onTop) && isGzip(plain);
async function withPair({ onTop, plain }, work) {
  const [ours, theirs] = await Promise.all([stat(onTop), stat(plain)]);
  return withFile(
    onTop,
    (one) => withFile(plain, (other) => work({ onTop: one, plain: other }), theirs.size),
    ours.size
  );
}
async function compareSettled({ onTop, plain, renaming }) {
  const settle = settlingOf(onTop);
  if (settle === void 0) return void 0;
  const settled = async (file) => bytesOf(Buffer.from(settle(await readFile(file, "latin1")), "latin1"));
  const verdict = compareBytes({ onTop: await settled(onTop), plain: await settled(plain) }, renaming);
  return verdict.kind === "same" ? together([verdict, same("documentation")]) : void 0;
}
async function compareShown({ onTop, plain, renaming, showInterface }) {
  const [ours, theirs] = await Promise.all([showInterface(onTop), showInterface(plain)]);
  if (ours === void 0 || theirs === void 0)
    return { kind: "unproven", why: "no GHC of the build is here to show the interface" };
  return compareInterfaces(ours, theirs, renaming);
}
var isInterface = (file) => /[.](?:\w+_)?hi$/.test(file);
var isRegistration = (file) => /(?:^|\/)package[.]conf[.]d\/[^/]+[.]conf$/.test(file);
function summed(verdicts) {
  const all = [...verdicts].sort(([one], [other]) => one < other ? -1 : 1);
  return {
    files: all.length,
    rules: new Set(all.flatMap(([, one]) => one.kind === "same" ? [...one.rules] : [])),
    differences: all.flatMap(([file, one]) => one.kind === "different" ? [{ file, ...one.place }] : []),
    unproven: all.flatMap(([file, one]) => one.kind === "unproven" ? [{ file, why: one.why }] : [])
  };
}
async function registeredPackages(root) {
  const tree = await readTree(root).catch(() => /* @__PURE__ */ new Map());
  return [...tree.keys()].filter(isRegistration).map((file) => file.replace(/^.*\/|[.]conf$/g, ""));
}

// src/engine/compare-builds.ts
import { existsSync } from "node:fs";
import { join as join4 } from "node:path";
var showSeconds = 120;
async function compareBuilds({ nix, read, scratch }, subjects) {
  const pairs = subjects.flatMap(({ name, outputs: outputs2 }) => outputs2.map((pair) => ({ name, ...pair })));
  const hashes = await narHashes(
    nix,
    pairs.flatMap(({ onTop, plain }) => [onTop, plain])
  );
  const renaming = new Map(pairs.map(({ onTop, plain }) => [hashOf(onTop), hashOf(plain)]));
  const compilers = compilersOf(read, subjects);
  const showInterface = (path) => show(compilers, path);
  const outputs = [];
  let missing = 0;
  for (const { name, output, onTop, plain } of pairs) {
    const [ours, theirs] = [hashes.get(onTop), hashes.get(plain)];
    if (ours === void 0 || theirs === void 0) {
      missing += 1;
      continue;
    }
    const compared = ours === theirs ? identical : await compareProducts({ onTop, plain, renaming, scratch, showInterface });
    outputs.push({ ...compared, name, output, onTop, plain, rules: textsOf(compared) });
  }
  return { outputs, missing };
}
var identical = { files: 0, rules: /* @__PURE__ */ new Set(), differences: [], unproven: [] };
var textsOf = (compared) => Object.entries(rules).flatMap(
  ([rule, text]) => [...compared.rules].some((one) => one === rule) ? [text] : []
);
function tell({ name, output, files, rules: rules2, differences, unproven }) {
  const what = output === "out" ? name : `${name}, output ${output}`;
  if (differences.length > 0) info(`${what}: ${differences.length} of ${files} files differ:`);
  else if (files === 0) info(`${what}: equal, by the hash of all.`);
  else info(`${what}: equal in ${files} files${rules2.length === 0 ? "" : `, but for ${rules2.join("; ")}`}.`);
  for (const { file, where, onTop, plain } of differences) {
    info(`  ${file}${where === "" ? "" : `, ${where}`}:`);
    info(`    on top:  ${onTop}`);
    info(`    plainly: ${plain}`);
  }
  for (const { file, why } of unproven) info(`  ${file} cannot be compared: ${why}.`);
}
function compilersOf(read, subjects) {
  const found = /* @__PURE__ */ new Set();
  for (const { unit } of subjects) {
    if (unit === void 0) continue;
    for (const [input, outputs] of unit.derivation.inputDrvs)
      for (const output of outputs) {
        const path = read(input)?.outputs.get(output)?.path ?? "";
        if (nameOf(path) === unit.compiler && existsSync(join4(path, "bin/ghc")))
          found.add(join4(path, "bin/ghc"));
      }
  }
  return [...found];
}
async function show(compilers, path) {
  for (const compiler of compilers) {
    try {
      return (await run(compiler, ["--show-iface", path], { timeoutSeconds: showSeconds })).stdout;
    } catch (error) {
      if (!(error instanceof ProcessError) || error.reason === "cancelled") throw error;
    }
  }
  return void 0;
}

// src/engine/subjects.ts
function subjectsOf(graph, units, { rewritten, replaced }) {
  const byPath = new Map(units.map((unit) => [unit.derivation.path, unit]));
  return [...graph.values()].flatMap(({ path, name, outputs }) => {
    const made = rewritten.get(path)?.outputs;
    const pairs = [...outputs].flatMap(([output, { path: plain }]) => {
      const onTop = made?.[output] ?? replaced.get(path)?.get(output)?.path;
      return onTop === void 0 || onTop === "" || onTop === plain ? [] : [{ output, onTop, plain }];
    });
    return pairs.length === 0 ? [] : [{ name, path, unit: byPath.get(path), outputs: pairs }];
  });
}
function comparedWith(subjects, others) {
  return subjects.map((subject) => {
    const made = others.get(subject.path)?.outputs;
    const outputs = subject.outputs.map((pair) => ({ ...pair, plain: made?.[pair.output] ?? pair.plain }));
    return { ...subject, outputs };
  });
}

// src/engine/modes/verify.ts
async function verify(context, progress) {
  const { phase } = context;
  const prepared = await prepareHead(context, progress);
  const { head, origins, base } = prepared;
  const rewriting = await rewriteHead(context, head, prepared.plans);
  const { plans } = rewriting;
  const subjects = subjectsOf(head.graph, head.units, rewriting);
  const derivationsOnTop = subjects.flatMap(
    ({ path }) => rewriting.rewritten.has(path) ? [rewriting.derivationOf(path)] : []
  );
  const onTop = await phase(
    "Build HEAD on top",
    () => build(
      context,
      derivationsOnTop,
      wantedOf(head, (path) => rewriting.derivationOf(path))
    )
  );
  const plain = await phase(
    "Build HEAD plainly",
    () => build(
      context,
      subjects.map(({ path }) => path),
      wantedOf(head, (path) => path)
    )
  );
  progress.units = await headReports(
    {
      plans,
      derivationOf: (path) => rewriting.derivationOf(path),
      outPaths: /* @__PURE__ */ new Map(),
      log: onTop.log,
      failedLogs: []
    },
    origins,
    base?.base
  );
  progress.others = othersBuilt(
    [...prepared.fullLogs, onTop.log, plain.log],
    [
      ...base === void 0 ? [] : everyFullBuild(base).map(({ derivation }) => derivation),
      ...plans.flatMap(({ unit: { derivation } }) => [
        derivation.path,
        rewriting.derivationOf(derivation.path)
      ])
    ]
  );
  const known = {
    ...{ outputs: [], missing: 0, otherIds: [], apart: [] },
    plain: plans.flatMap(({ kind, unit }) => kind === "plain" ? [unit.derivation.name] : []),
    disagreements: disagreementsOf(head, rewriting, { onTop, plain })
  };
  progress.verification = known;
  failOnBuilds(context, known, { onTop, plain });
  const asWritten = { rewritten: /* @__PURE__ */ new Map(), replaced: /* @__PURE__ */ new Map() };
  progress.installables = installableReports(head, outPathsOf(head, asWritten));
  progress.built = true;
  const compare = (some) => phase("Compare", () => compareBuilds(context, some));
  const others = await withOtherIds(rewriting, subjects);
  const compared = { ...known, ...await compare(subjects.filter((one) => !others.has(one))) };
  progress.verification = compared;
  const under = await identified(context, head, { rewriting, subjects, others, compared });
  const verification = under === void 0 ? compared : {
    ...{ ...known, otherIds: under.otherIds, apart: under.apart },
    ...await compare(under.subjects)
  };
  progress.verification = verification;
  for (const output of verification.outputs) tell(output);
  conclude(context, verification);
}
async function build({ builder }, derivations, wanted) {
  return builder.build([.../* @__PURE__ */ new Set([...derivations.map((path) => `${path}^*`), ...wanted])], {
    keepGoing: true
  });
}
function disagreementsOf({ graph }, rewriting, { onTop, plain }) {
  const origins = new Map([...graph.keys()].map((path) => [rewriting.derivationOf(path), path]));
  const failed = ({ log }) => new Set(log.failures().map(({ derivation }) => origins.get(derivation) ?? derivation));
  const [ours, theirs] = [failed(onTop), failed(plain)];
  return [
    ...[...ours].flatMap(
      (path) => theirs.has(path) ? [] : [{ name: nameOf(path), fails: "on top" }]
    ),
    ...[...theirs].flatMap(
      (path) => ours.has(path) ? [] : [{ name: nameOf(path), fails: "plainly" }]
    )
  ];
}
function failOnBuilds({ settings }, { disagreements }, { onTop, plain }) {
  if (onTop.ok && plain.ok) return;
  const what = names(settings.installables);
  const [first] = disagreements;
  const fails = first?.fails ?? (onTop.ok === plain.ok ? void 0 : onTop.ok ? "plainly" : "on top");
  const failing = disagreements.filter((one) => one.fails === fails).map(({ name }) => name);
  const those = listed(failing.length > 0 ? failing : [what]);
  if (fails === "on top")
    throw new BuildFailure(
      `${those} fails on top of the full build, and not plainly: ${onTop.error}. ${advice}`,
      onTop.log
    );
  if (fails === "plainly")
    throw new BuildFailure(
      `${those} fails plainly, and not on top of the full build: ${plain.error}. ${advice}`,
      plain.log
    );
  throw new BuildFailure(
    `${what} does not build, neither on top of the full build nor plainly: ${plain.error}.`,
    plain.log
  );
}
var advice = "Please report this to the authors of the action, unless it fails now and then anyway.";
async function identified(context, head, of) {
  const { rewriting, subjects, others, compared } = of;
  const different2 = new Set(
    compared.outputs.flatMap(({ onTop, differences }) => differences.length > 0 ? [onTop] : [])
  );
  const changes = /* @__PURE__ */ new Map();
  const otherIds = [];
  const candidates = [];
  for (const plan of rewriting.plans) {
    const { adapter, derivation } = plan.unit;
    const subject = subjects.find(({ path }) => path === derivation.path);
    if (plan.kind === "plain" || subject === void 0) continue;
    if (others.has(subject)) otherIds.push(derivation.name);
    else if (!subject.outputs.some(({ onTop }) => different2.has(onTop))) continue;
    else if (await recordedApart(plan.full.intermediates) === false) continue;
    else candidates.push(derivation);
    const from = plan.kind === "incremental" ? startOn(plan.full, derivation).from : null;
    changes.set(derivation.path, { kind: "identify", adapter, from });
  }
  if (changes.size === 0) return void 0;
  if (otherIds.length > 0)
    info(`${listed(otherIds)}: the package id is that of the full build, plainly another.`);
  const rewritten = await rewriteGraph(context, rewriteRequest(head.graph, changes));
  const apart = candidates.flatMap(
    ({ name, path }) => rewritten.get(path)?.derivation === path ? [] : [name]
  );
  if (otherIds.length + apart.length === 0) return void 0;
  const derivations = subjects.flatMap(({ path }) => rewritten.get(path)?.derivation ?? []);
  const { ok, error, log } = await context.phase(
    "Build HEAD from scratch to compare with",
    () => build(context, derivations, [])
  );
  if (!ok)
    throw new BuildFailure(
      `${listed([...otherIds, ...apart])} cannot be built from scratch to compare with, under the package ids of the full builds: ${error}.`,
      log
    );
  return { subjects: comparedWith(subjects, rewritten), otherIds, apart };
}
async function withOtherIds({ plans }, subjects) {
  const incremental = new Set(
    plans.flatMap(({ kind, unit }) => kind === "incremental" ? [unit.derivation.path] : [])
  );
  const found = subjects.map(
    async (subject) => incremental.has(subject.path) && await hasOtherIds(subject) ? [subject] : []
  );
  return new Set((await Promise.all(found)).flat());
}
async function hasOtherIds({ outputs }) {
  const [ours, theirs] = await Promise.all(
    [outputs.map(({ onTop }) => onTop), outputs.map(({ plain }) => plain)].map(
      async (paths) => (await Promise.all(paths.map(registeredPackages))).flat().sort().join(" ")
    )
  );
  return ours !== theirs;
}
function conclude({ ladder }, verification) {
  const { outputs } = verification;
  const differences = differencesOf(verification);
  const first = differences.find(({ where }) => where.startsWith("member ")) ?? differences[0];
  if (first !== void 0) {
    const { name, output, file, where, onTop, plain } = first;
    const more = differences.length - 1;
    throw new UserError(
      `What was built on top of the full build is not what the plain build makes: ${[name, ...output === "out" ? [] : [output], file || "all of it", where].filter((text) => text !== "").join(", ")} is ${onTop}, plainly ${plain}${more === 0 ? "" : `, and ${more} more differ`}. Please report this to the authors of the action, with the log of this run. Until then, \`revision\` names a commit with other full builds.`
    );
  }
  if (outputs.length === 0)
    ladder.complain(
      "Nothing was verified: no unit was built on top of a full build, or taken from one, so that there was nothing to compare. Run it where a package is built incrementally, or name the commit of the full build by `revision`."
    );
  const unproven = outputs.flatMap((one) => one.unproven);
  if (unproven.length > 0)
    ladder.complain(
      `Not all was verified: ${unproven.length} files could not be compared, ${unproven[0]?.file} first (${unproven[0]?.why}). Run it where the compiler is in the store of the machine.`
    );
}
export {
  verify
};
