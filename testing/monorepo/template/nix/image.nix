{
  stdenv,
  shop,
  pages,
}:

stdenv.mkDerivation {
  name = "image";
  __structuredAttrs = true;
  exportReferencesGraph.closure = [ shop ];
  programs = "${shop}/bin";
  inherit pages;
  buildCommand = "source ${./image.sh}";
}
