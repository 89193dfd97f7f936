# A git repository on this machine, as far as evaluation can see it: files, of which those with commits are packed data
# that only git can read.
let
  inherit (builtins)
    any
    attrNames
    baseNameOf
    dirOf
    elemAt
    filter
    head
    isString
    match
    path
    pathExists
    readDir
    readFile
    split
    storeDir
    stringLength
    substring
    unsafeDiscardStringContext
    ;

  # Not by `readFileType`, which does not look through links above.
  isFile = file: pathExists file && (readDir (dirOf file)).${baseNameOf file} == "regular";

  firstLine = file: head (split "\n" (readFile file));

  normalised = path: toString (/. + path);

  # From inside of another directory, unless it is absolute.
  absolute = directory: text: normalised (if substring 0 1 text == "/" then text else "${directory}/${text}");

  hasSuffix =
    suffix: text:
    let
      start = stringLength text - stringLength suffix;
    in
    start >= 0 && substring start (-1) text == suffix;

  # The commit or tag that a ref says, or null. `own` is what a work tree has for itself, `common` what all share.
  idOf =
    { own, common, ... }@git:
    ref:
    let
      loose = filter isFile [
        "${own}/${ref}"
        "${common}/${ref}"
      ];
      line = firstLine (head loose);
      symbolic = match "ref: *([^ ]+)" line;
      packed = filter (text: isString text && hasSuffix " ${ref}" text) (
        if pathExists "${common}/packed-refs" then split "\n" (readFile "${common}/packed-refs") else [ ]
      );
    in
    if loose == [ ] then
      if packed == [ ] then null else head (match "([0-9a-f]+) .*" (head packed))
    else if symbolic != null then
      idOf git (head symbolic)
    else if match "[0-9a-f]{40,64}" line != null then
      line
    else
      null;
in
{
  # The path of what is on this machine, as a text; null for what is not, such as https://….
  localPath =
    url:
    let
      text = unsafeDiscardStringContext (toString url);
      file = match "(git[+])?file://(/[^?]*)(.*)?" text;
    in
    if substring 0 1 text == "/" then
      normalised text
    else if file != null then
      normalised (elemAt file 1)
    else
      null;

  # The repository that a directory is in, or null. `root` is the top of its work tree, and `below` the way from there.
  repositoryOf =
    let
      found =
        root: below: directory:
        let
          common = "${directory}/commondir";
        in
        {
          inherit root below;
          own = directory;
          common = if pathExists common then absolute directory (firstLine common) else directory;
        };
      search =
        below: root:
        let
          git = "${root}/.git";
        in
        if pathExists git then
          found root below (
            # Of work trees that were added and of submodules it is a file.
            if isFile git then absolute root (substring 8 (-1) (firstLine git)) else git
          )
        else if pathExists "${root}/HEAD" && pathExists "${root}/objects" && pathExists "${root}/refs" then
          found root below root
        # Evaluation may not look above what is in the store.
        else if root == "/" || dirOf root == storeDir then
          null
        else
          search "/${baseNameOf root}${below}" (dirOf root);
    in
    search "";

  # The full id of a commit, or of a tag, by the names that git has for it; null if there is none.
  resolve =
    git: name:
    let
      ids = filter (id: id != null) (
        map (prefix: idOf git "${prefix}${name}") [
          ""
          "refs/"
          "refs/tags/"
          "refs/heads/"
          "refs/remotes/"
        ]
      );
    in
    if match "[0-9a-f]{40}|[0-9a-f]{64}" name != null then
      name
    else if ids == [ ] then
      null
    else
      head ids;

  # What holds the commits, as store paths. Packs are apart, since they are large and stay the same from commit to commit.
  # Nothing else is taken: `config` may hold a token. Texts: the empty one for what is not there.
  commits =
    { common, ... }:
    let
      objects = "${common}/objects";
      take =
        {
          name,
          at,
          filter,
        }:
        if pathExists at then "${path { inherit name filter; path = at; }}" else "";
    in
    {
      loose = take {
        name = "objects";
        at = objects;
        filter =
          file: type:
          match (if type == "directory" then "[0-9a-f]{2}" else "[0-9a-f]{38}|[0-9a-f]{62}") (baseNameOf file)
          != null;
      };
      # Below a directory of that name, as git wants it.
      packed = take {
        name = "packs";
        at = objects;
        filter =
          file: type:
          if type == "directory" then
            baseNameOf file == "pack"
          else
            match ".*/pack/pack-[0-9a-f]+[.](pack|idx)" file != null;
      };
      cuts = take {
        name = "cuts";
        at = "${common}/shallow";
        filter = _: _: true;
      };
    };

  # Whether it left objects with its server, which Nix cannot fetch.
  isPartial =
    { common, ... }:
    let
      packs = "${common}/objects/pack";
    in
    pathExists packs && any (hasSuffix ".promisor") (attrNames (readDir packs));
}
