{ stdenv, shop }:

stdenv.mkDerivation {
  name = "image";
  __structuredAttrs = true;
  exportReferencesGraph.closure = [ shop ];
  programs = "${shop}/bin";
  buildCommand = "source ${./image.sh}";
}
