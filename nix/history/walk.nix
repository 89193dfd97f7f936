# What git answers about a repository of this machine, by a derivation whose text is read back during evaluation. It depends
# on HEAD; what it says is only a commit, and nothing that is made of that commit depends on more.
{ git }:

let
  inherit (builtins) match readFile unsafeDiscardStringContext;
  dates = import ./dates.nix;
  repositories = import ./repository.nix;

  ask =
    {
      repository,
      start ? "",
      interval ? 1,
      date ? "",
      revision ? "",
    }:
    let
      text = readFile (derivation (
        {
          name = "truncated-revision";
          system = git.system or builtins.currentSystem;
          # A sandbox need not have the other.
          builder = git.stdenv.shell or "/bin/sh";
          args = [ ./walk.sh ];
          inherit
            git
            start
            interval
            date
            revision
            ;
          preferLocalBuild = true;
          allowSubstitutes = false;
        }
        // repositories.commits repository
      ));
      id = match "([0-9a-f]{40})\n" (unsafeDiscardStringContext text);
    in
    if id != null then
      { revision = builtins.head id; }
    else
      { problem = builtins.head (match "([^\n]*)\n" text); };
in
{
  # The last commit at or before the boundary of the interval, in seconds, or the date, seen from `start` and along first
  # parents, or the root of that walk: { revision; } or { problem; }.
  truncate =
    {
      repository,
      start,
      interval,
      date,
    }:
    if date == null then
      ask { inherit repository start interval; }
    else if dates.isKnown (dates.write date) then
      ask {
        inherit repository start;
        date = dates.write date;
      }
    else
      { problem = "no date"; };

  # Whether the repository has a commit with its files: { revision; } or { problem; }.
  find = ask;
}
