# Of this repository, and made by no Haskell builder.
{ runCommand }:

runCommand "pages" { source = ../pages; } ''
  mkdir $out
  sed s/TITLE/Shop/ $source/index.html >$out/index.html
''
