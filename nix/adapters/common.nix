# What the hooks of all adapters need.
let
  inherit (builtins)
    any
    concatStringsSep
    elem
    elemAt
    head
    isList
    length
    split
    ;
in
rec {
  # Turns store paths into texts that Nix does not know as such, and back.
  hide = "tr 'a-z0-9' 'b-za1-90'";
  unhide = "tr 'b-za1-90' 'a-z0-9'";

  # The word that follows `before` in a text; null if that is not in there. Not by `match`, which runs out of stack on long
  # texts.
  wordAfter =
    before: text:
    let
      parts = split before text;
    in
    if length parts < 3 then null else head (split "[ \n\"]" (elemAt parts 2));

  # More lines at the end of a hook of stdenv.
  appendLines = hook: lines: (if hook == null then "" else hook) + "\n" + lines;

  # One more word in a list of stdenv, such as `postPhases`.
  appendWord =
    words: word:
    if words == null then
      [ word ]
    else if isList words then
      words ++ [ word ]
    else
      "${words} ${word}";

  # Whether nixpkgs' builder calls Cabal to build, and then at once what is to follow the build.
  endsWithCabal =
    attributes:
    length (split "Setup build[^\n]*\n[[:space:]]*runHook postBuild" (toString (attributes.buildPhase or ""))) > 1;

  # One more output, the last: stdenv puts into the first what belongs nowhere else. Packages may have one of that name,
  # as nixpkgs' Haskell builder makes it.
  withOutput = name: outputs: if elem name outputs then outputs else outputs ++ [ name ];

  # What changes in any build that keeps its products, as an output `intermediates`: `phase`, the text of its last phase, after
  # fixup, since what a later build restores is not to be stripped, fills it. `unchecked`: whether phases are left out.
  keeping =
    {
      attributes,
      unchecked,
      phase,
    }:
    let
      outputs = attributes.outputs or [ "out" ];
    in
    {
      outputs = withOutput "intermediates" outputs;
      postPhases = appendWord (attributes.postPhases or null) "incrementalNixKeepPhase";
      incrementalNixKeepPhase = (if unchecked then makeOutputs outputs else "") + phase;
    }
    // singleOutputFlags attributes;

  # For the last phase: outputs that the phases which were left out would have made.
  makeOutputs =
    outputs: concatStringsSep "" (map (name: "[ -e \"\$${name}\" ] || mkdir \"\$${name}\"\n") outputs);

  # With a second output, stdenv passes `--libdir` and the like to configure, unless it is told not to.
  singleOutputFlags =
    attributes:
    if attributes.outputs or [ "out" ] == [ "out" ] && !(attributes ? setOutputFlags) then
      { setOutputFlags = ""; }
    else
      { };

  # Whether Nix checks what all outputs refer to. With structured attributes each output has checks of its own.
  checksReferences =
    attributes:
    any (name: attributes.${name} or null != null) [
      "allowedReferences"
      "allowedRequisites"
      "disallowedReferences"
      "disallowedRequisites"
    ];
}
