# Instantiates derivations again, from what their `.drv` files say, with inputs replaced and hooks added. The request is
# the file that src/graph/rewrite.ts describes; the answer is an attribute set by the paths of the `.drv` files.
{ request }:

let
  inherit (builtins)
    appendContext
    attrNames
    baseNameOf
    concatMap
    concatStringsSep
    derivationStrict
    filter
    fromJSON
    intersectAttrs
    isAttrs
    isList
    isString
    listToAttrs
    mapAttrs
    readFile
    removeAttrs
    replaceStrings
    split
    substring
    unsafeDiscardStringContext
    ;

  asked = fromJSON (readFile request);
  adapters = import ./adapters;

  byPath = listToAttrs (
    map (derivation: {
      name = derivation.path;
      value = derivation;
    }) asked.derivations
  );

  # The text of an output's path, with which its derivation is needed.
  outputOf =
    {
      derivation,
      output,
      path,
    }:
    appendContext path { ${derivation}.outputs = [ output ]; };

  # The new outputs of an input, or null for one that stays.
  newOutputs = mapAttrs (
    path: derivation:
    let
      made = instantiated.${path};
    in
    if faithful.${path} then removeAttrs made [ "drvPath" ] else null
  ) byPath // mapAttrs (_: mapAttrs (_: { by, ... }: outputOf by)) asked.replaced;

  # Of the inputs of a derivation, those that are replaced: by each output's old path the new one.
  replacements =
    derivation:
    concatMap (
      input:
      map (output: {
        old = oldPath input output;
        new = newOutputs.${input}.${output};
      }) derivation.inputDrvs.${input}
    ) (filter (input: newOutputs.${input} or null != null) (attrNames derivation.inputDrvs));

  oldPath = input: output: byPath.${input}.outputs.${output} or asked.replaced.${input}.${output}.old;

  # Texts anywhere in a value.
  mapTexts =
    f: value:
    if isString value then
      f value
    else if isList value then
      map (mapTexts f) value
    else if isAttrs value then
      mapAttrs (_: mapTexts f) value
    else
      value;

  # What `derivation` was called with, as far as the `.drv` file tells: texts without their context.
  attributesOf =
    derivation:
    if derivation.env ? __json then
      fromJSON derivation.env.__json // { __structuredAttrs = true; }
    else
      removeAttrs derivation.env (attrNames derivation.outputs)
      // mapAttrs (_: text: text != "") (intersectAttrs booleans derivation.env)
      // (if derivation.env ? outputs then { outputs = words derivation.env.outputs; } else { });

  # Those that Nix demands to be Booleans, though in the environment they are texts.
  booleans = {
    __contentAddressed = null;
    __impure = null;
    __structuredAttrs = null;
  };

  words = text: filter (word: isString word && word != "") (split " " text);

  instantiate =
    derivation: replaced: change:
    let
      replace =
        if replaced == [ ] then
          (text: text)
        else
          # Some name the path without its directory.
          replaceStrings (map ({ old, ... }: baseNameOf old) replaced) (map ({ new, ... }: baseNameOf new) replaced);
      # Some need what no text in them names.
      needed = concatStringsSep "" (map ({ new, ... }: substring 0 0 new) replaced);
      kept = removeAttrs derivation.inputDrvs (
        if replaced == [ ] then [ ] else filter (input: newOutputs.${input} or null != null) (attrNames derivation.inputDrvs)
      );
      ofInputs = mapAttrs (_: outputs: { inherit outputs; }) kept;
      # The `.drv` file of an input can be a source too.
      context =
        ofInputs
        // listToAttrs (
          map (source: {
            name = source;
            value = ofInputs.${source} or { } // {
              path = true;
            };
          }) derivation.inputSrcs
        );
      attributes = mapTexts replace (attributesOf derivation);
      changes = change attributes;
      gone = filter (name: changes.${name} == null) (attrNames changes);
    in
    derivationStrict (
      removeAttrs (attributes // changes) gone
      // {
        inherit (derivation) name system;
        args = map replace derivation.args;
        # What stays needed, though texts that were read from a file do not say so.
        builder = needed + appendContext (replace derivation.builder) context;
      }
    );

  changeOf =
    change:
    if change == null then
      (_: { })
    else
      let
        adapter = adapters.${change.adapter};
        resume =
          { from, distrust, ... }:
          adapter.resume {
            from = outputOf from;
            inherit distrust;
          };
      in
      if change.kind == "resume" then
        resume change
      else if change.kind == "identify" then
        # Most have no names but those that they have anyway.
        (adapter.identify or (_: _: { })) { from = if change.from == null then null else outputOf change.from; }
      else
        attributes:
        let
          kept = adapter.keep { inherit (change) unchecked; } attributes;
        in
        kept // (if change.on == null then { } else resume change.on (attributes // kept));

  # If Nix makes another derivation of what it says, there is more to it, and it had better stay.
  faithful = mapAttrs (
    path: derivation: unsafeDiscardStringContext (instantiate derivation [ ] (_: { })).drvPath == path
  ) byPath;

  instantiated = mapAttrs (
    _: derivation: instantiate derivation (replacements derivation) (changeOf derivation.change)
  ) byPath;
in
mapAttrs (path: _: {
  faithful = faithful.${path};
  derivation = if faithful.${path} then unsafeDiscardStringContext instantiated.${path}.drvPath else path;
  outputs =
    if faithful.${path} then
      mapAttrs (_: unsafeDiscardStringContext) (removeAttrs instantiated.${path} [ "drvPath" ])
    else
      byPath.${path}.outputs;
}) byPath
