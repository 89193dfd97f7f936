# The truncated revision of a repository on this machine, and the sources at a commit.
{ git }:

let
  inherit (builtins) fetchGit pathExists stringLength;
  inherit (import ./repository.nix)
    isPartial
    localPath
    repositoryOf
    resolve
    ;
  walk = import ./walk.nix { inherit git; };

  sentences = url: {
    "absent" = "the repository of ${url} does not have that commit: fetch it";
    "cut off" = "the history of ${url} is cut off before the commit that is wanted: fetch more of it";
    "no date" =
      ''this is no date: write one that git takes, such as "midnight", "2 days ago", "2026-01-31 06:00" or seconds since the epoch'';
    "no git" = "the history of ${url} can only be read with git: give the library the setting `git`";
    "no history" = "there is no git history at ${url}";
    "no start" = "the repository of ${url} does not have the commit to start at";
    "not here" = "the history of ${url} is not on this machine: clone it";
    "partial" = "the repository of ${url} is a partial clone, which Nix cannot read";
    "sha256" = "the repository of ${url} names its commits by SHA-256, which Nix cannot fetch by";
    "unreadable" = "git could not read the history of ${url}: see the log of the derivation truncated-revision";
  };

  # The repository that is meant: { repository; } or { problem; }.
  repositoryAt =
    url:
    let
      path = localPath url;
      repository = repositoryOf path;
    in
    if path == null then
      { problem = "not here"; }
    else if repository == null then
      { problem = "no history"; }
    else
      { inherit repository; };

  # What `f` answers for the repository, with problems as sentences.
  ask =
    url: f:
    let
      found = repositoryAt url;
      answer =
        if found ? problem then
          found
        else if git == null then
          { problem = "no git"; }
        else if isPartial found.repository then
          { problem = "partial"; }
        else
          f found.repository;
    in
    if answer ? problem then { problem = (sentences (toString url)).${answer.problem}; } else answer;
in
{
  # The truncated revision, seen from the commit of that name: { revision; } or { problem; }, a sentence.
  truncated =
    {
      url,
      start,
      interval,
      date,
    }:
    ask url (
      repository:
      let
        commit = resolve repository start;
      in
      if commit == null then
        { problem = "no start"; }
      else if stringLength commit != 40 then
        { problem = "sha256"; }
      else
        walk.truncate {
          inherit repository interval date;
          start = commit;
        }
    );

  # The same for a commit that is given, if its sources are there. Of a repository elsewhere that is believed.
  given =
    { url, revision }:
    if localPath url == null then
      { inherit revision; }
    else
      ask url (repository: walk.find { inherit repository revision; });

  # What is at `url`, a repository or a directory in one, at a commit: as `fetchGit` gives it, with more arguments for that.
  # `from`: where to fetch the commit from, if not from there.
  sourceAt =
    {
      url,
      from,
      revision,
      more,
    }:
    let
      place = (repositoryAt url).repository or {
        root = url;
        below = "";
      };
      tree = fetchGit (
        {
          url = if from == null then place.root else from;
          rev = revision;
          # Where it is not given, Nix looks for one and complains of what is checked out without a branch.
          ref = "HEAD";
          shallow = true;
        }
        // more
      );
      outPath = tree.outPath + place.below;
    in
    if place.below == "" then
      tree
    else if pathExists outPath then
      tree // { inherit outPath; }
    else
      throw "incremental-nix: ${revision} does not have ${place.below}";
}
