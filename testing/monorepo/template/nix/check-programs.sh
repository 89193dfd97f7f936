for program in "$shop"/bin/*; do
  echo "$(basename "$program")" >>"$out"
  "$program" >>"$out"
done
