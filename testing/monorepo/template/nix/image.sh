# An archive of the programs, and of the list of all files that an image with them would hold. Sorted by what comes
# after the hash of a store path, so that the order does not depend on it.
mkdir -p layer/bin
cp -r "$pages" layer/pages
for program in "$programs"/*; do cp -L "$program" layer/bin/; done
for path in $(grep -o '"path":"[^"]*"' "$NIX_ATTRS_JSON_FILE" | cut -d '"' -f 4); do
  (cd "$path" && find . -printf '%y %m %p\n') | sed "s|^|$(basename "$path" | cut -c 34-) |"
done | LC_ALL=C sort >layer/files
mkdir -p "$out"
tar --create --file="$out/layer.tar" --sort=name --mtime=@1 --owner=0 --group=0 --numeric-owner --directory=layer .
