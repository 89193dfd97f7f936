{
  system ? builtins.currentSystem,
}:

let
  project = import ./. { inherit system; };
in
[
  project.image
  project.checks.programs
]
