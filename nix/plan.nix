# What the action asks Nix: the derivations of each installable at the two revisions. Returns data only; what cannot
# be caught in Nix (a base that does not evaluate) fails the evaluation, and the action asks again in smaller parts.
{
  # ./default.nix, called.
  incremental,
  # { system; installables = [ { attributePath; outputs; head; base; } ]; }, see src/nix/evaluate.ts. `head` and
  # `base` are sources: { flake = "<url>"; } or { repository; revision; file; }; null if not asked for.
  request,
}:

let
  inherit (builtins)
    elem
    elemAt
    filter
    foldl'
    head
    isAttrs
    isFunction
    ;

  # `nix build --file` calls functions with their default arguments, on every step of the attribute path.
  autoCall = value: if isFunction value || (isAttrs value && value ? __functor) then value { } else value;

  # The value at an attribute path, or null.
  find =
    path: value:
    foldl' (
      found: name:
      let
        attributes = autoCall found;
      in
      if found != null && isAttrs attributes then attributes.${name} or null else null
    ) value path;

  candidates =
    path:
    if path == [ ] then
      [
        [
          "packages"
          request.system
          "default"
        ]
        [
          "defaultPackage"
          request.system
        ]
      ]
    else
      [
        (
          [
            "packages"
            request.system
          ]
          ++ path
        )
        (
          [
            "legacyPackages"
            request.system
          ]
          ++ path
        )
        path
      ];

  fromFlake =
    path: flake:
    let
      found = filter (value: value != null) (map (candidate: find candidate flake) (candidates path));
    in
    if found == [ ] then null else head found;

  fromFile =
    path:
    {
      repository,
      revision,
      file,
    }:
    let
      source = builtins.fetchGit (
        { url = repository; } // (if revision == null then { } else { rev = revision; shallow = true; })
      );
      value = find path (import "${source}/${file}");
    in
    if value == null then null else autoCall value;

  packageOf =
    path: source:
    if source ? flake then fromFlake path (builtins.getFlake source.flake) else fromFile path source;

  isDerivation = value: isAttrs value && value.type or null == "derivation";

  # What `nix build` builds of a derivation unless told otherwise.
  defaultOutputs =
    package: package.meta.outputsToInstall or [ (package.outputName or (elemAt package.outputs 0)) ];

  describe =
    {
      attributePath,
      outputs,
      head,
      base,
    }:
    let
      package = packageOf attributePath head;
      previous = packageOf attributePath base;
      subject = if head == null then previous else package;
      problem =
        if !(isDerivation subject) then
          {
            code = "missing";
            detail = "";
          }
        else if base == null then
          null
        else if !(isDerivation previous) then
          {
            code = "missing-in-base";
            detail = "";
          }
        else if head == null then
          incremental.fullBuildProblem previous
        else
          incremental.incrementalBuildProblem {
            base = previous;
            inherit package;
          };
      full = incremental.fullBuild previous;
      onTop = incremental.incrementalBuild { inherit full package; };
      wanted = if outputs == [ ] then defaultOutputs subject else outputs;
      outputsOf = drv: if elem "*" wanted then drv.outputs else wanted;
    in
    {
      name = subject.pname or subject.name or "package";
      system = subject.system or request.system;
      inherit problem;
      plainDerivation = if head == null || !(isDerivation package) then null else package.drvPath;
      full =
        if base == null || problem != null then
          null
        else
          {
            derivation = full.drvPath;
            intermediates = full.intermediates.outPath;
          };
      incremental =
        if head == null || base == null || problem != null then
          null
        else
          {
            derivation = onTop.drvPath;
            outputs = outputsOf onTop;
            paths = map (output: onTop.${output}.outPath) (outputsOf onTop);
          };
    };
in
map describe request.installables
