{
  runCommand,
  shop,
  image,
  admin,
}:

{
  # What the programs print.
  programs = runCommand "check-programs" { inherit shop; } "source ${./check-programs.sh}";

  # The same, of the copies in the image.
  image = runCommand "check-image" { inherit image; } ''
    mkdir layer
    tar --extract --file=$image/layer.tar --directory=layer
    for program in layer/bin/*; do "$program" >>$out; done
    cat layer/files >>$out
  '';

  admin = runCommand "check-admin" { } ''
    ${admin}/bin/admin >$out
  '';
}
