# The host's git under the attributes that nixpkgs gives it.
{ stdenv }:

stdenv.mkDerivation {
  name = "git";
  buildCommand = ''
    mkdir -p $out/bin
    ln -s "$(type -P git)" $out/bin/git
  '';
}
