# Instantiates the derivations of random graphs: `specs` is a file with what testing/random-graphs.ts describes. The answer has
# for each graph the `.drv` paths and the outputs of its derivations, in their order.
{ specs }:

let
  inherit (builtins)
    baseNameOf
    concatMap
    elemAt
    filter
    fromJSON
    genList
    length
    listToAttrs
    map
    readFile
    substring
    unsafeDiscardOutputDependency
    unsafeDiscardStringContext
    ;

  optional = condition: attributes: if condition then attributes else { };

  instantiate =
    nodes:
    let
      made = genList (index: make (elemAt nodes index)) (length nodes);

      textOf =
        {
          to,
          output,
          how,
          ...
        }:
        let
          derivation = elemAt made to;
          path = "${derivation.${output}}";
        in
        {
          path = path;
          text = "a ${path}/bin:${path} \"b\"";
          basename = "x-${baseNameOf path}";
          context = substring 0 0 path;
          placeholder = "${path} ${builtins.placeholder "out"}";
          drv = derivation.drvPath;
          drvSource = unsafeDiscardOutputDependency derivation.drvPath;
        }
        .${how};

      make =
        node:
        let
          at = place: map textOf (filter (mention: mention.place == place) node.mentions);
          named =
            place: f:
            let
              texts = at place;
            in
            listToAttrs (
              genList (index: {
                name = "${place}${toString index}";
                value = f (elemAt texts index);
              }) (length texts)
            );
          exported = at "exportReferencesGraph";
          checked = at "checks";
          builders = at "builder";
        in
        derivation (
          listToAttrs node.env
          // named "text" (text: text)
          // named "list" (text: [
            "first"
            text
            text
          ])
          // optional node.structured (
            named "nested" (text: {
              deep = [
                { inherit text; }
                null
                1
                1.5
                true
              ];
              empty = { };
            })
            // optional (checked != [ ]) {
              outputChecks.out = {
                allowedReferences = checked;
                maxSize = 1000000;
              };
            }
            // optional (exported != [ ]) { exportReferencesGraph.graph = exported; }
          )
          // optional (!node.structured) (
            optional (checked != [ ]) { disallowedReferences = checked; }
            // optional (exported != [ ]) {
              exportReferencesGraph = concatMap (text: [
                "graph"
                text
              ]) exported;
            }
          )
          // optional (node.outputs != null) { inherit (node) outputs; }
          // optional (node.kind == "fixed") {
            outputHash = node.hash;
            outputHashAlgo = "sha256";
            outputHashMode = node.hashMode;
          }
          // optional (node.kind == "floating") {
            __contentAddressed = true;
            outputHashAlgo = "sha256";
            outputHashMode = "recursive";
          }
          // optional node.structured { __structuredAttrs = true; }
          // {
            inherit (node) name system;
            builder = if builders == [ ] then "/bin/sh" else "${elemAt builders 0}/bin/sh";
            args = node.args ++ at "args";
          }
        );
    in
    genList (index: {
      derivation = unsafeDiscardStringContext (elemAt made index).drvPath;
      inherit (elemAt nodes index) kind;
    }) (length nodes);
in
map instantiate (fromJSON (readFile specs))
