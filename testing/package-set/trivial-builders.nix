# nixpkgs' small builders, with the arguments, attributes and settings that they have there.
{ lib, stdenv }:

rec {
  runCommand =
    name: env: buildCommand:
    stdenv.mkDerivation (
      {
        inherit name buildCommand;
        enableParallelBuilding = true;
      }
      // env
      // {
        passAsFile = [ "buildCommand" ] ++ env.passAsFile or [ ];
      }
    );

  writeTextFile =
    {
      name,
      text,
      executable ? false,
      destination ? "",
    }:
    runCommand name
      {
        inherit text executable destination;
        passAsFile = [ "text" ];
        preferLocalBuild = true;
        allowSubstitutes = false;
      }
      ''
        target=$out$destination
        mkdir -p "$(dirname "$target")"
        cp "$textPath" "$target"
        if [[ -n $executable ]]; then chmod +x "$target"; fi
      '';

  writeText = name: text: writeTextFile { inherit name text; };

  # Never taken from a cache, as in nixpkgs: it is made where it is needed.
  symlinkJoin =
    args@{
      name,
      paths,
      postBuild ? "",
      ...
    }:
    runCommand name
      (
        removeAttrs args [
          "name"
          "postBuild"
        ]
        // {
          passAsFile = [ "paths" ];
          preferLocalBuild = args.preferLocalBuild or true;
          allowSubstitutes = args.allowSubstitutes or false;
        }
      )
      ''
        mkdir -p $out
        for path in $(<$pathsPath); do
          # As lndir does, which few hosts have: directories are made, and the first of two equal names stays.
          (cd $path && find . -type d) | while read -r name; do mkdir -p "$out/$name"; done
          (cd $path && find . ! -type d) | while read -r name; do
            if [[ ! -e $out/$name ]]; then ln -s "$path/$name" "$out/$name"; fi
          done
        done
        ${postBuild}
      '';
}
