# Which dates git knows. It skips words that it does not know, and of a text without any that it knows it makes the current
# time, so that a typing error would choose some commit or other.
let
  inherit (builtins)
    all
    concatMap
    elem
    elemAt
    filter
    fromJSON
    genList
    isList
    isString
    match
    replaceStrings
    split
    stringLength
    substring
    ;

  letters = text: genList (index: substring index 1 text) (stringLength text);
  lowerCase = replaceStrings (letters "ABCDEFGHIJKLMNOPQRSTUVWXYZ") (letters "abcdefghijklmnopqrstuvwxyz");

  # https://github.com/git/git/blob/v2.39.5/date.c
  words =
    [
      "now" "never" "yesterday" "midnight" "noon" "tea" "time" "at" "of" "on" "the" "ago" "last"
      "am" "pm" "t" "z" "utc" "gmt" "st" "nd" "rd" "th" "sec" "min"
      "one" "two" "three" "four" "five" "six" "seven" "eight" "nine" "ten"
      "mon" "monday" "tue" "tues" "tuesday" "wed" "wednesday" "thu" "thursday" "fri" "friday"
      "sat" "saturday" "sun" "sunday"
      "jan" "january" "feb" "february" "mar" "march" "apr" "april" "may" "jun" "june" "jul" "july"
      "aug" "august" "sep" "sept" "september" "oct" "october" "nov" "november" "dec" "december"
    ]
    ++ concatMap (unit: [ unit "${unit}s" ]) [ "second" "minute" "hour" "day" "week" "month" "year" ];

  number = text: fromJSON (elemAt (match "0*([0-9]+)" text) 0);

  daysOf =
    year: month:
    if month == 2 then
      if isMultiple year 4 && (!isMultiple year 100 || isMultiple year 400) then 29 else 28
    else if elem month [ 4 6 9 11 ] then
      30
    else
      31;
  isMultiple = value: factor: value / factor * factor == value;

  # Git takes 31 February for 3 March, and the 45th for whatever.
  isPossible =
    parts:
    let
      year = number (elemAt parts 1);
      month = number (elemAt parts 2);
      day = number (elemAt parts 3);
    in
    month >= 1 && month <= 12 && day >= 1 && day <= daysOf year month;
in
{
  # What to give to git for a date: a text that it takes, or seconds since the epoch.
  write = date: if isString date then date else "@${toString date} +0000";

  # Whether git would understand all of it, as far as that can be told without git.
  isKnown =
    text:
    text != ""
    && stringLength text <= 100
    && match "[ -~]*" text != null
    && all (word: elem (lowerCase word) words) (concatMap (part: if isList part then part else [ ]) (split "([A-Za-z]+)" text))
    && all isPossible (filter isList (split "(^|[^0-9A-Za-z_])([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})($|[^0-9])" text));
}
